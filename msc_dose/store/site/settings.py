"""What a site has declared in its record: its settings, its closed days, and whether it may name patients."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from msc_dose.problems import refuse
from msc_dose.product.plain_text import shown
from msc_dose.store.chain import SHORT, digest
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.record import Record, Session
from msc_dose.store.site.reasons import stated_reason

SITE, CLOSED, IDENTITY = NAMES = ("site", "closed", "identity")
PSEUDONYM, LOCAL = IDENTITIES = ("pseudonym", "local")
_DEED = "settings"


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a setting, as the audit tells it; `digest` is the beginning of the new text's SHA-256."""

    name: str
    version: int
    at: str
    utc_offset: str
    person: str
    role: str
    reason: str
    digest: str


def setting(statements: Statements, name: str) -> str | None:
    """The text of a setting; None where it is not set. Refusal `settings.name`."""
    _check_name(name)
    row = statements.one("one_setting", name=name)
    return row["value"] or None if row else None


def identity(statements: Statements) -> str:
    """`local` where the site lets the record hold its patients' identifiers, else `pseudonym`."""
    return setting(statements, IDENTITY) or PSEUDONYM


def put_setting(record: Record, session: Session, name: str, value: str, reason: str) -> None:
    """Set one setting; see `put_settings`."""
    put_settings(record, session, {name: value}, reason)


def put_settings(record: Record, session: Session, values: Mapping[str, str], reason: str) -> None:
    """Set settings, all in one change; an empty text takes a setting back.

    `site` is the text of a settings file and `closed` that of its closed days: whoever calls has read both
    (`library.approved.put_site_settings`). Raises Refusal `people.role`, `settings.name`,
    `settings.identity`, `settings.identifiers-kept`, and those of a reason.
    """
    require(session.role, _DEED)
    for name, value in values.items():
        _check_name(name)
        if name == IDENTITY and value not in IDENTITIES:
            message = f"{shown(value)!r} does not say how patients are named."
            raise refuse("settings.identity", "identity", message, "Say pseudonym or local.", shown(value))
    with record.changing(session, "settings changed", stated_reason(reason)) as change:
        for name, value in values.items():
            _put(change, name, value)


def history(statements: Statements) -> tuple[Told, ...]:
    """Every change of the settings, from the audit: when, by whom, why, and the digest of the new text."""
    return tuple(told for name in NAMES for told in _told(statements, name))


def _put(change: Change, name: str, value: str) -> None:
    if name == IDENTITY and value == PSEUDONYM:
        _check_nobody_is_named(change.statements)
    row = change.statements.one("one_setting", name=name)
    if row is not None:
        change.update("setting", row, value=value)
    elif value:
        change.insert("setting", name=name, value=value)


def _check_nobody_is_named(statements: Statements) -> None:
    row = statements.one("patients_identified")
    if row is not None and row["number"]:
        message = f"{row['number']} of the record's patients have identifiers."
        fix = "Take them back first: msc-dose patient identify CODE --none."
        raise refuse("settings.identifiers-kept", "identity", message, fix)


def _check_name(name: str) -> None:
    if name not in NAMES:
        message = f"{shown(name)!r} is no setting of a record."
        raise refuse("settings.name", "name", message, f"The settings are {', '.join(NAMES)}.", shown(name))


def _told(statements: Statements, name: str) -> list[Told]:
    rows = statements.all("told_of_setting", entity=f"setting {name}")
    return [
        Told(
            *(name, row["version"], row["at"], row["utc_offset"], row["person"], row["role"], row["reason"]),
            _short(row["new"], whole=not row["field"]),
        )
        for row in rows
    ]


def _short(new: str | None, whole: bool) -> str:
    """The first characters of the new text's digest; a new row is told whole, a long text by its digest."""
    text = json.loads(new or "{}").get("value") if whole else new
    text = text or ""
    return (text.removeprefix("sha256:") if text.startswith("sha256:") else digest(text))[:SHORT]
