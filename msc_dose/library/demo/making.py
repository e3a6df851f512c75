"""The demo's record, made beside its place and put there when it is whole."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from msc_dose.files.protocols import protocol_from_text
from msc_dose.files.site_closures import closures_of_settings
from msc_dose.library import kept_session
from msc_dose.library.approved import SiteText, put_site_settings, site_settings
from msc_dose.library.clock import now_in, with_clock
from msc_dose.library.demo.patients import spare_bags, stories
from msc_dose.library.demo.people import (
    ADMINISTRATOR,
    DIRECTOR,
    NURSE,
    PEOPLE,
    PHARMACIST,
    name_of,
    passphrase_of,
)
from msc_dose.library.demo.place import set_aside
from msc_dose.library.demo.story import Site
from msc_dose.library.demo.telling import Hands, Progress, Teller
from msc_dose.library.record import approve, propose
from msc_dose.problems import Refusal, refuse
from msc_dose.scheduling import Closures, days_after, months_after
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.people import add_person, sign_in
from msc_dose.store.record import Record, create_record, open_record

ZONE = "Europe/Berlin"
_BEGINS = 240  # days before today; the longest story begins later


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo that is there: its path, whether it was made just now, and the moment that it was made for.

    `aside` is where a file now lies that stood in its place and was not surely a demo; else it is empty.
    """

    path: str
    made: bool
    moment: datetime
    aside: str = ""


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def make_demo(path: str, again: bool = False, progress: Progress = _silent) -> Demo:
    """The demo at this path (`checked_place`); it is made where it is not there, or `again`.

    Raises Refusal `demo.unwritable`, `demo.old`.
    """
    if os.path.lexists(path) and not again:
        return Demo(path, False, _made_at(path))
    now = now_in(ZONE, training=True)
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".demo-") as beside:
            new = os.path.join(beside, "demo.db")
            _write(new, now, progress)
            aside = set_aside(path)
            os.replace(new, path)
    except OSError as error:
        message = f"The demo cannot be written at {path}: {error.strerror or error}."
        raise refuse(
            "demo.unwritable", "db", message, "Check your rights and the room there.", path
        ) from error
    return Demo(path, True, now, aside)


def open_demo(path: str) -> Record:
    """The demo's record, open, with the nurse signed in for the user of this machine."""
    record = with_clock(open_record(path))
    with closed_on_failure(record):
        kept_session.keep(record, sign_in(record, NURSE, passphrase_of(NURSE)))
    return record


def _made_at(path: str) -> datetime:
    """The moment for which the demo was made: that of its marker. Refusal `demo.old`."""
    try:
        record = open_record(path)
    except Refusal as refusal:
        message = f"The demo at {path} is of another version, or it is damaged."
        fix = "msc-dose demo --again makes it anew."
        raise Refusal(
            [*refuse("demo.old", "db", message, fix, path).problems, *refusal.problems]
        ) from refusal
    try:
        with record.reading() as statements:
            row = statements.one("one_about", name="demo")
        assert row is not None
        return datetime.fromisoformat(row["value"])
    finally:
        record.close()


def _write(path: str, now: datetime, progress: Progress) -> None:
    first = datetime.combine(days_after(now.date(), -_BEGINS), now.time(), now.tzinfo)
    hands = Hands(first)
    record = create_record(path, ZONE, training=True, clock=hands, demo=now)
    try:
        _people(record)
        teller = Teller(record, hands)
        closures = _settings(teller, now)
        site = Site(now, protocol_from_text(_packed("protocol.toml"), "the demo's protocol"), closures)
        _approved(teller, now)
        told = stories(site)
        teller.stock([*(bag for story in told for bag in story.bags), *spare_bags(site)])
        teller.tell((deed for story in told for deed in story.deeds), progress)
    finally:
        record.close()


def _people(record: Record) -> None:
    first = ADMINISTRATOR
    add_person(record, None, first, name_of(first), PEOPLE[first], passphrase_of(first))
    session = sign_in(record, first, passphrase_of(first))
    for code, role in PEOPLE.items():
        if code != first:
            add_person(record, session, code, name_of(code), role, passphrase_of(code))


def _settings(teller: Teller, now: datetime) -> Closures:
    """The site's settings, with two closed days to come, on which infusions would be."""
    today = now.date()
    closed = {days_after(today, 11): "clean room is serviced", months_after(today, 1): "ward is moved"}
    rows = "".join(f"{day.isoformat()},{reason}\n" for day, reason in closed.items())
    text = SiteText(_packed("settings.toml"), f"date,reason\n{rows}")
    put_site_settings(teller.record, teller.session(ADMINISTRATOR), text, "the demo's site")
    settings = site_settings(teller.record)
    assert settings is not None
    return closures_of_settings(settings, today.year - 1, today.year + 2)


def _approved(teller: Teller, now: datetime) -> None:
    review = days_after(now.date(), 300)
    text = _packed("protocol.toml")
    proposed = propose(teller.record, teller.proof(PHARMACIST), text, review)
    approve(teller.record, teller.proof(DIRECTOR), proposed)


def _packed(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
