"""What a database can answer with instead of doing what it was told, as refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msc_dose.problems import Refusal, refuse

_FIELD = "db"


def busy(place: str) -> Refusal:
    """`record.busy`: another program keeps the record to itself."""
    message = f"Another program keeps {place} to itself."
    return refuse("record.busy", _FIELD, message, "Nothing was written; try again.", place)


def unreachable(place: str, reason: str) -> Refusal:
    """`record.unreachable`: it cannot be opened, or the server does not answer."""
    message = f"{place} cannot be reached: {_sentence(reason)}"
    return refuse("record.unreachable", _FIELD, message, "Check the path or address, and your rights.", place)


def unwritable(place: str, reason: str) -> Refusal:
    """`record.unwritable`: it can be read and not written."""
    message = f"{place} cannot be written: {_sentence(reason)}"
    fix = "Nothing was written. Check the disk and your rights."
    return refuse("record.unwritable", _FIELD, message, fix, place)


def damaged(place: str, reason: str) -> Refusal:
    """`record.damaged`: what is read is no sound database."""
    message = f"{place} is damaged: {_sentence(reason)}"
    fix = "Stop using it, keep the file as it is, and restore the last good backup (msc-dose db restore)."
    return refuse("record.damaged", _FIELD, message, fix, place)


def refused_by_record(place: str, reason: str) -> Refusal:
    """`record.refused`: a rule of the database itself stood against a write."""
    message = f"{place} refused the change: {_sentence(reason)}"
    return refuse("record.refused", _FIELD, message, "Nothing was written. Run msc-dose db check.", place)


def outcome_unknown(place: str, reason: str) -> Refusal:
    """`record.outcome-unknown`: it broke off while the change was being kept."""
    message = f"{place} broke off while the change was being kept: {_sentence(reason)}"
    fix = "It may be recorded or not: look before you enter it again."
    return refuse("record.outcome-unknown", _FIELD, message, fix, place)


def changed_beneath(place: str, reason: str) -> Refusal:
    """`record.altered`: what every record has is not there any more."""
    message = f"The schema of {place} was changed while it was in use: {_sentence(reason)}"
    return refuse("record.altered", _FIELD, message, "Open it again; msc-dose db check says more.", place)


def other_record(place: str) -> Refusal:
    """`record.other`: where the record was, another one is."""
    message = f"Another record is at {place} now."
    return refuse("record.other", _FIELD, message, "Nothing was written. Find out why; open it again.", place)


def row_damaged(table: str, key: str, reason: str) -> Refusal:
    """`record.damaged`: a row holds what this program never writes."""
    message = f"The row {table} {key} of the record is damaged: {_sentence(reason)}"
    fix = "Somebody changed it. Run msc-dose db check, and restore the last good backup."
    return refuse("record.damaged", _FIELD, message, fix, f"{table} {key}")


def not_written(entity: str) -> Refusal:
    """`record.refused`: the database took a row and did not keep it."""
    message = f"The record did not keep {entity}."
    return refuse("record.refused", _FIELD, message, "Nothing was written. Run msc-dose db check.", entity)


def not_unicode(values: Mapping[str, Any]) -> Refusal:
    """`text.not-unicode`: a value has bytes that are no text, such as an argument in another encoding."""
    field = next((name for name, value in values.items() if not is_unicode(value)), "value")
    message = f"{field} holds bytes that are no text in UTF-8."
    return refuse("text.not-unicode", field, message, "Type it again, on a terminal that is set to UTF-8.")


def is_unicode(value: object) -> bool:
    """Whether a value is no text, or one that can be written in UTF-8."""
    if not isinstance(value, str) or value.isascii():
        return True
    try:
        return bool(value.encode())
    except UnicodeEncodeError:
        return False


def missing(place: str) -> Refusal:
    """`record.missing`: there is none."""
    message = f"There is no record at {place}."
    return refuse(
        "record.missing", _FIELD, message, "Make one with msc-dose db init, or name another.", place
    )


def gone(place: str) -> Refusal:
    """`record.missing`: the file was moved or removed while it was in use."""
    message = f"There is no record at {place} any more."
    fix = "Nothing was written. Find out who moved it; put it back, or open the record anew."
    return refuse("record.missing", _FIELD, message, fix, place)


def replaced(place: str) -> Refusal:
    """`record.replaced`: another file stands where the one that is open stood."""
    message = f"Another file stands at {place} than the one that is open."
    fix = "Nothing was written. Close the record and open it anew, to see what is there now."
    return refuse("record.replaced", _FIELD, message, fix, place)


def not_a_record(place: str) -> Refusal:
    """`record.not-a-record`: another program's file or database, or one whose very beginning is destroyed."""
    message = f"{place} is no record of msc_dose."
    fix = "It is left as it is: name another place. If it was a record, restore the last good backup."
    return refuse("record.not-a-record", _FIELD, message, fix, place)


def setting_refused(place: str, names: str) -> Refusal:
    """`record.unsafe`: a setting that keeps what is written safe cannot be put in force."""
    message = f"{place} does not take the settings that keep it safe: {names}."
    return refuse("record.unsafe", _FIELD, message, "Keep it on another disk or server.", place)


def driver_missing() -> Refusal:
    """`record.driver-missing`: psycopg is not installed."""
    message = "The record is on a PostgreSQL server, and the driver for it is not installed."
    return refuse("record.driver-missing", _FIELD, message, "Install it: pip install 'msc_dose[postgres]'.")


def unreadable_address() -> Refusal:
    """`record.address`: no address of a server; it is not repeated, for a passphrase can stand in it."""
    message = "The address of the server cannot be read."
    fix = (
        "Write postgresql+psycopg://USER@HOST:5432/NAME; a /, @ or : within a passphrase is %2F, %40 or %3A."
    )
    return refuse("record.address", _FIELD, message, fix)


def sqlite_old(found: str, needed: str) -> Refusal:
    """`record.sqlite-old`: the SQLite that this Python brings knows no strict tables."""
    message = f"This Python brings SQLite {found}; a record needs {needed} or newer."
    fix = "Use a newer Python, or keep the record on PostgreSQL: --db postgresql+psycopg://…"
    return refuse("record.sqlite-old", _FIELD, message, fix, found)


def postgres_old(place: str, found: str, needed: str) -> Refusal:
    """`record.postgres-old`: a server that describes its schema in other words."""
    message = f"{place} is PostgreSQL {found}; a record needs {needed} or newer."
    return refuse("record.postgres-old", _FIELD, message, "Name a newer server.", place)


def _sentence(reason: str) -> str:
    line = " ".join(reason.split())
    return line if line.endswith(".") else f"{line}."
