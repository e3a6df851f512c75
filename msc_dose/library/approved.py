"""What a record has approved and declared, read from its own text: protocols and the site's settings."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.files.reading import file_text
from msc_dose.files.settings import Settings, settings_of_text
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.store.chain import SHORT
from msc_dose.store.site import protocols as kept
from msc_dose.store.site.protocol_files import APPROVED, Filed
from msc_dose.store.site.settings import CLOSED, SITE, put_settings, setting

if TYPE_CHECKING:
    from msc_dose.courses.plan import Plan
    from msc_dose.protocols.protocol import Protocol
    from msc_dose.store.record import Record, Session

ON_RECORD = "settings of the record"


@dataclass(frozen=True, slots=True)
class SiteText:
    """A site's settings as they are stored: their text, and that of the closed days that they name."""

    site: str
    closed: str = ""


def proposable(text: str, name: str) -> tuple[Protocol, tuple[Problem, ...]]:
    """The protocol of a file that may be proposed and approved, and what else a person should look at.

    Raises Refusal `protocol.status` unless its status is site-approved, the STOPs of its worked examples,
    and those of loading it.
    """
    from msc_dose.courses.checking import check_protocol
    from msc_dose.files.protocols import protocol_from_text

    protocol = protocol_from_text(text, name)
    if protocol.status != "site-approved":
        message = f"{name} says that its status is {protocol.status}."
        fix = "Write status = \"site-approved\" in the site's own file, with every statement the site's own."
        raise refuse("protocol.status", "status", message, fix, protocol.status)
    problems = check_protocol(protocol)
    if any(problem.severity == "stop" for problem in problems):
        raise Refusal(problems)
    return protocol, problems


def protocol_on_record(record: Record, said: str) -> tuple[Protocol, str]:
    """The approved protocol of an id, or of the beginning of a hash, and its hash: what a course starts by.

    It is loaded from the record's own text. Raises Refusal `protocol.not-approved` where none is in force
    today, and `protocol.ambiguous`.
    """
    today = record.now().date()
    with record.reading() as statements:
        every = kept.filed(statements)
    known = [
        each for each in every if said == each.name or (len(said) >= SHORT and each.hash.startswith(said))
    ]
    found = [each for each in every if each.state(today) == APPROVED]
    meant = [each for each in known if each in found]
    if len(meant) > 1:
        message = f"{said} is {len(meant)} approved files."
        raise refuse("protocol.ambiguous", "protocol", message, "Give the id.", said)
    if not meant:
        message = f"No protocol {said!r} is approved here today{_standing(known, today)}."
        names = ", ".join(sorted({each.name for each in found})) or "none"
        fix = f"Approved are: {names}. msc-dose protocol propose puts a file forward."
        raise refuse("protocol.not-approved", "protocol", message, fix, said)
    return loaded(meant[0]), meant[0].hash


def _standing(known: Sequence[Filed], today: date) -> str:
    """How those that are meant stand instead, in words; nothing where the record has none of them."""
    said = "; ".join(f"{each.short}: {kept.standing(each, today)}" for each in known)
    return f" ({said})" if said else ""


def loaded(one: Filed) -> Protocol:
    """The protocol that a file on record states."""
    from msc_dose.files.protocols import protocol_from_text

    return protocol_from_text(one.text, f"{one.name} ({one.short})")


def held_to_approved(record: Record, plan: Plan) -> str:
    """The hash of the approved protocol that a plan from elsewhere keeps to, rule for rule.

    Raises Refusal `protocol.not-approved`, and `protocol.other-rules` naming what differs.
    """
    from msc_dose.courses.same_rules import departures

    protocol, fingerprint = protocol_on_record(record, plan.protocol)
    differing = departures(plan, protocol)
    if differing:
        message = f"The plan differs from the approved {protocol.id} ({fingerprint[:SHORT]}) in: "
        fix = "Plan again by the protocol on record."
        raise refuse("protocol.other-rules", "plan", f"{message}{', '.join(differing)}.", fix)
    return fingerprint


def site_settings(record: Record) -> Settings | None:
    """The settings that the record keeps; None where it keeps none.

    Raises the refusals of `settings_of_text`, and `settings.closed-days` where the list that they name is
    not kept with them.
    """
    with record.reading() as statements:
        site, closed = setting(statements, SITE), setting(statements, CLOSED)
    return None if site is None else _with_days(SiteText(site, closed or ""))


def read_site_text(path: str | os.PathLike[str]) -> SiteText:
    """A settings file and the closed days that it names, both held to what they must be.

    Raises the refusals of `load_settings` and `load_site_days`.
    """
    name = os.fspath(path)
    text = file_text(name, "settings")
    closed = settings_of_text(text, name).closed
    site = SiteText(text, "" if closed is None else file_text(closed, "closed"))
    _with_days(site, closed or "closed days")
    return site


def put_site_settings(record: Record, session: Session, site: SiteText, reason: str) -> None:
    """Keep the settings and the closed days in the record, in one change.

    Raises the refusals of `put_settings`, and `settings.other-zone` where they name another time zone than
    the record was made for.
    """
    zone = _with_days(site).zone
    if zone not in (None, record.zone):
        message = f"The settings say {zone}, and the record was made for {record.zone}."
        raise refuse("settings.other-zone", "zone", message, "Correct the zone, or leave it out.", zone)
    put_settings(record, session, {SITE: site.site, CLOSED: site.closed}, reason)


def settings_difference(record: Record, site: SiteText) -> list[str]:
    """How the settings and closed days on record differ from these, line by line; empty where they do not."""
    with record.reading() as statements:
        old = SiteText(setting(statements, SITE) or "", setting(statements, CLOSED) or "")
    return [*_differing(old.site, site.site, "settings"), *_differing(old.closed, site.closed, "closed days")]


def _differing(old: str, new: str, name: str) -> Sequence[str]:
    ends = (f"{name} on record", f"{name} now")
    return [*difflib.unified_diff(old.splitlines(), new.splitlines(), *ends, lineterm="", n=1)]


def _with_days(site: SiteText, name: str = "closed days of the record") -> Settings:
    """The settings with the days that their list closes and opens."""
    from msc_dose.files.closed_days import site_days_of_text

    settings = settings_of_text(site.site, ON_RECORD)
    if settings.closed is None:
        return settings
    if not site.closed:
        message = f"The settings name {settings.closed}, and its days are not kept with them."
        fix = "Set the settings again: msc-dose settings set FILE."
        raise refuse("settings.closed-days", "closed", message, fix, settings.closed)
    # What the list is called is no path: the record holds its days.
    called = f"{os.path.basename(settings.closed)} (of the record)"
    return replace(settings, closed=called, closed_days=site_days_of_text(site.closed, name))
