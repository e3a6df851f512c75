"""The laboratory's view: containers that are thawed and ticking, and those to be thawed today and next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msc_dose.problems import Refusal
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.today.volumes import infusion_seen, needed_seen, thawed_seen
from msc_dose.ward.clocks import clock, clock_time, expired
from msc_dose.ward.stages import DUE, LATE, NEXT, OBSERVE, ON_CLOCK, RUNNING
from msc_dose.ward.staging import in_utc, staged

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Statements
    from msc_dose.ward import Day, Ward
    from msc_dose.ward.brief import Seen, SeenInfusion

_TICKING = ("thawed", "checked", "started", "paused")
_ENDED = ("completed", "stopped-early")
_NOT_THERE, _UNREADABLE = "not in the stock", "cannot be read"
_LAST = 9_999_999
_ANYWHERE = timedelta(days=2)  # what ended longer ago ended on no day that is today anywhere


@dataclass(frozen=True, slots=True)
class ToThaw:
    """A container and what is done with it; without `identity` none is reserved yet.

    `stage` is one of the ward's, `word` how it is printed; `when` is its clock or its time. `minutes` are
    those left on its clock, by which the rows are ordered; `unchecked` says that the dose is not verified.
    """

    stage: str
    word: str
    recipient: str
    course: str
    number: int
    of: int
    dose: str
    when: str
    identity: str = ""
    position: str = ""
    unchecked: bool = False
    minutes: int = _LAST
    needed: str = ""

    @property
    def key(self) -> str:
        """What the row is known by."""
        return f"{self.course} {self.number} {self.identity}"


def thaws_of(statements: Statements, ward: Ward, courses: Mapping[str, Seen]) -> tuple[ToThaw, ...]:
    """What is thawed, by its clock; then what is to be thawed today, tomorrow and on the next open day."""
    ticking: list[ToThaw] = []
    done: list[ToThaw] = []
    late: list[ToThaw] = []
    zones = {course.zone for course in courses.values()}
    local_at = {zone: ward.at.astimezone(ZoneInfo(zone)) for zone in zones}
    for course in courses.values():
        local = local_at[course.zone]
        infusions: Sequence[SeenInfusion] = course.infusions
        for infusion in infusions:
            if infusion.state in _TICKING:
                ticking += _thawed(statements, course, infusion, local)
            elif infusion.state in _ENDED and _ended_today(infusion, local):
                done += _given(statements, course, infusion, local)
            elif infusion.state == "cleared" and infusion.date and infusion.date < local.date():
                late += _to_thaw(statements, course, infusion, LATE, "TO THAW, LATE", day_text(infusion.date))
    ticking.sort(key=lambda each: each.minutes)
    return (*ticking, *late, *_of_days(statements, ward, courses), *done)


def _thawed(
    statements: Statements, course: Seen, infusion: SeenInfusion, local: datetime
) -> Iterator[ToThaw]:
    made = staged(course, infusion, local)
    if made is None:
        return
    word = "EXPIRED" if expired(infusion, local) else infusion.state.upper()
    stage = ON_CLOCK if made.stage == ON_CLOCK else RUNNING
    left = _LAST - 1 if made.minutes is None else made.minutes
    for identity, _ in thawed_seen(course, infusion) or (("", ""),):
        yield _row(statements, course, infusion, stage, word, clock(made, local), identity, left)


def _given(statements: Statements, course: Seen, infusion: SeenInfusion, local: datetime) -> Iterator[ToThaw]:
    ended = "" if infusion.ended is None else f"ended {clock_time(infusion.ended, local)}"
    for identity, fate in thawed_seen(course, infusion):
        yield _row(statements, course, infusion, OBSERVE, (fate or "given").upper(), ended, identity)


def _ended_today(infusion: SeenInfusion, local: datetime) -> bool:
    if infusion.ended is None or abs(infusion.ended.date() - local.date()) > _ANYWHERE:
        return False
    return in_utc(infusion.ended, local).astimezone(local.tzinfo).date() == local.date()


def _of_days(statements: Statements, ward: Ward, courses: Mapping[str, Seen]) -> Iterator[ToThaw]:
    """What the ward's days ask for: those of today by whether they are cleared."""
    days: list[tuple[str, Day]] = [("TODAY", ward.this_day), ("TOMORROW", ward.tomorrow)]
    if ward.next_open is not None and ward.next_open.day != ward.tomorrow.day:
        days.append(("NEXT OPEN DAY", ward.next_open))
    for name, day in days:
        for each in day.thaws:
            course = courses.get(each.course)
            infusion = infusion_seen(course, each.number)
            if course is None or infusion is None:
                continue
            cleared = infusion.state == "cleared"
            word = ("TO THAW" if cleared else "NOT CLEARED") if name == "TODAY" else name
            zone = f" ({each.zone})" if each.zone else ""
            when = f"{day_text(day.day)} {each.time or 'no time'}{zone}"
            stage = DUE if name == "TODAY" else NEXT
            yield from _to_thaw(statements, course, infusion, stage, word, when)


def _to_thaw(
    statements: Statements, course: Seen, infusion: SeenInfusion, stage: str, word: str, when: str
) -> Iterator[ToThaw]:
    for identity in _reserved(statements, course, infusion) or ("",):
        yield _row(statements, course, infusion, stage, word, when, identity)


def _reserved(statements: Statements, course: Seen, infusion: SeenInfusion) -> list[str]:
    """The containers that the infusion holds; one that cannot be read hides no other row."""
    from msc_dose.store.stock import reserved_for

    try:
        return [each.identity for each in reserved_for(statements, course.course, infusion.number)]
    except Refusal as refusal:
        return [f"{_UNREADABLE} ({', '.join(refusal.codes)})"]


def _position(statements: Statements, identity: str) -> str:
    """Where the container stands."""
    if not identity:
        return ""
    from msc_dose.store.stock import find

    try:
        held = find(statements, identity)
    except Refusal:
        return _UNREADABLE
    return held.container.position if held else _NOT_THERE


def _row(
    statements: Statements, course: Seen, infusion: SeenInfusion, stage: str, word: str, when: str,
    identity: str, minutes: int = _LAST,
) -> ToThaw:  # fmt: skip
    number = None if identity else needed_seen(course, infusion)
    needed = "" if number is None else f", {number} needed"
    whose = course.recipient, course.course, infusion.number, infusion.of
    dose, position = briefly(infusion.make_up or infusion.dose), _position(statements, identity)
    return ToThaw(
        stage, word, *whose, dose, when, identity, position, minutes=minutes, needed=needed,
    )  # fmt: skip


def checked(
    statements: Statements, found: Sequence[ToThaw], ward: Ward, courses: Mapping[str, Seen]
) -> tuple[ToThaw, ...]:
    """The same, each saying whether its dose still waits for an independent double check.

    Raises the refusals of a record that is damaged.
    """
    from msc_dose.store.verifications import waiting

    named = {each.course: courses[each.course] for each in found if each.stage in (LATE, DUE, NEXT)}
    open_doses = {(each.course, each.infusion) for each in waiting(statements, named.values(), ward.at)}
    return tuple(
        replace(each, unchecked=True) if (each.course, each.number) in open_doses else each for each in found
    )
