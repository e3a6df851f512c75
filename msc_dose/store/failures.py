"""What a database can answer with instead of doing what it was told, as refusals."""

from __future__ import annotations

from msc_dose.problems import Refusal, refuse

_FIELD = "db"


def busy(place: str) -> Refusal:
    """`record.busy`: another program keeps the record to itself."""
    message = f"Another program has kept {place} to itself for ten seconds."
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
    """`record.outcome-unknown`: the connection broke while the change was being kept."""
    message = f"The connection to {place} broke while the change was being kept: {_sentence(reason)}"
    fix = "It may be recorded or not: look before you enter it again."
    return refuse("record.outcome-unknown", _FIELD, message, fix, place)


def _sentence(reason: str) -> str:
    line = " ".join(reason.split())
    return line if line.endswith(".") else f"{line}."


def missing(place: str) -> Refusal:
    """`record.missing`: there is none."""
    message = f"There is no record at {place}."
    return refuse(
        "record.missing", _FIELD, message, "Make one with msc-dose db init, or name another.", place
    )


def not_a_record(place: str) -> Refusal:
    """`record.not-a-record`: another program's database."""
    message = f"{place} is a database, and no record of msc_dose."
    return refuse(
        "record.not-a-record", _FIELD, message, "Name another place; this one is left alone.", place
    )


def setting_refused(place: str, names: str) -> Refusal:
    """`record.unsafe`: a setting that keeps what is written safe cannot be put in force."""
    message = f"{place} does not take the settings that keep it safe: {names}."
    return refuse("record.unsafe", _FIELD, message, "Keep it on another disk or server.", place)


def driver_missing(place: str) -> Refusal:
    """`record.driver-missing`: psycopg is not installed."""
    message = f"{place} is a PostgreSQL server, and the driver for it is not installed."
    return refuse(
        "record.driver-missing", _FIELD, message, "Install it: pip install 'msc_dose[postgres]'.", place
    )
