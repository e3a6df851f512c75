"""What can be entered now in a course, the most sensible first; a gate may still refuse it, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course, CourseInfusion, Question
from msc_dose.courses.events.ordering import OrderCancelled, Ordered
from msc_dose.courses.standing import not_checked, weight_holds_to
from msc_dose.problems import Refusal
from msc_dose.scheduling.wall_time import local_moment

NOTHING: Mapping[str, str] = MappingProxyType({})
_ON_CLOCK = ("started", "paused", "thawed", "checked")
_REQUIRED = {
    "consent": "Record the recipient's consent",
    "ethics-approval": "Record the ethics committee's approval",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One entry that a person may make now.

    `action` is a name among `library.actions.ACTIONS`, or that of a type of event (`stopped-early`);
    `label` says it in words; `preset` are the texts of its fields that the course knows already.
    """

    action: str
    infusion: int | None
    label: str
    preset: Mapping[str, str] = field(default_factory=dict)


def acts_for(course: Course, infusion: int | None = None) -> tuple[Act, ...]:
    """What can be entered now, the most sensible first: what the infusion asks for, then everything else.

    Without an infusion, the one that product is out for, else the first to come, is meant. What is on the
    clock comes before questions that wait for a person, and these before all else. What was in fact done
    is always among the acts, in whatever order it was done.
    """
    one = _meant(course, infusion)
    on_clock = one is not None and one.state in _ON_CLOCK
    found = [
        *(_of_infusion(course, one) if one and on_clock else ()),
        *(act for question in course.questions for act in _of_question(course, question)),
        *(_of_infusion(course, one) if one and not on_clock else ()),
        *_of_course(course, one),
        *(_afterwards(course, one) if one else ()),
        Act("deviation", one.number if one else None, "Record a deviation from the rules", _of(one)),
        Act("retract", None, "Undo: an entry was made in error"),
    ]
    return tuple(_once(found))


def _meant(course: Course, number: int | None) -> CourseInfusion | None:
    if number is not None:
        return next((each for each in course.infusions if each.number == number), None)
    out = (each for each in course.infusions if each.state in _ON_CLOCK)
    to_come = (each for each in course.infusions if each.pending)
    return next(out, next(to_come, course.infusions[-1] if course.infusions else None))


def _once(acts: Iterable[Act]) -> Iterator[Act]:
    seen: set[tuple[str, int | None]] = set()
    for act in acts:
        if (act.action, act.infusion) not in seen:
            seen.add((act.action, act.infusion))
            yield act


def _of(one: CourseInfusion | None, **more: str) -> Mapping[str, str]:
    return {"infusion": str(one.number), **more} if one else more


def _act(action: str, one: CourseInfusion, label: str, **more: str) -> Act:
    return Act(action, one.number, label.format(f"infusion {one.number}"), _of(one, **more))


def _of_question(course: Course, question: Question) -> Iterator[Act]:
    """What answers a question; a further block is planned elsewhere, a reaction reviewed at clearance."""
    number = question.infusion
    one = next((each for each in course.infusions if each.number == number), None)
    match question.code:
        case "course.partial" if one:
            yield _act("partial-decided", one, "Decide what the part of {} that went in counts as")
        case "course.make-up" if one:
            yield _act("clear", one, "Clear the rest of {} to thaw")
        case "course.later-dates":
            after = {} if number is None else {"after": str(number)}
            said = "the hold" if number is None else f"infusion {number}"
            yield Act("decide", number, f"Decide how later dates follow {said}", after)
        case "course.no-day" if one:
            yield _act("move", one, "Move {}: it has no day")
        case "course.new-order" if one:
            preset = {"from_infusion": str(one.number)}
            yield Act("dose", one.number, f"Enter the new order from infusion {one.number} on", preset)
        case "course.decision":
            name = question.text.partition(":")[0]
            yield Act("block-chosen", None, f"Decide: {name}", {"decision": name})


def _of_infusion(course: Course, one: CourseInfusion) -> Iterator[Act]:
    """What an infusion asks for where it stands.

    While it runs, Pause is first, though most infusions end by Complete: a pause cannot wait, and what
    stands first is what is taken by a slip. A pause is taken back by Restart; an end only by two people.
    """
    match one.state:
        case "planned":
            yield from _before_clearing(course, one)
        case "cleared":
            yield _act("thawed", one, "Record the thaw for {}")
        case "thawed":
            yield _act("bedside-check", one, "Bedside check of {} by two")
            yield _act("post-thaw-count", one, "Enter the count after thaw of {}", **_only_container(one))
        case "checked":
            yield from _before_start(course, one)
        case "started":
            yield _act("paused", one, "Pause {}")
            yield _act("give", one, "Complete {}: all of it went in", **_start(course, one))
            yield _act("stopped-early", one, "Stop {} early", **_start(course, one))
            yield _act("react", one, "Enter a reaction to {}")
        case "paused":
            yield _act("restarted", one, "Restart {}")
            yield _act("stopped-early", one, "Stop {} early", **_start(course, one))
            yield _act("react", one, "Enter a reaction to {}")
            yield _act("give", one, "Complete {}: all of it went in", **_start(course, one))
        case "completed" | "stopped-early" if not one.observed:
            yield _act("observed", one, "End the observation after {}")
            yield _act("react", one, "Enter a reaction to {}")


def _before_clearing(course: Course, one: CourseInfusion) -> Iterator[Act]:
    """What opens the gates, then the clearance; of a held course, that it goes on."""
    if course.held_since is not None:
        yield Act("resume", None, "Resume the course")
    for name in course.requires:
        yield Act(name, None, _REQUIRED[name])
    if not _ordered(course):
        yield Act("order", None, "Enter the prescriber's order")
    holds_to = weight_holds_to(course)
    if holds_to is not None and holds_to < (one.date or Date.max):
        yield Act("weigh", None, "Enter a body weight")
    if course.held_since is None:
        yield _act("clear", one, "Clear {} to thaw")


def _ordered(course: Course) -> bool:
    """Whether an order is in force."""
    standing = [entry.event.what for entry in course.entries if entry.struck_by is None]
    cancelled = [what.order_number for what in standing if isinstance(what, OrderCancelled)]
    return any(isinstance(what, Ordered) and what.order_number not in cancelled for what in standing)


def _before_start(course: Course, one: CourseInfusion) -> Iterator[Act]:
    if left := not_checked(course, one):
        yield _act("bedside-check", one, f"Bedside check of {{}} by two: {', '.join(left)}")
    yield _act("started", one, "Start {}")
    yield _act("post-thaw-count", one, "Enter the count after thaw of {}", **_only_container(one))
    yield _act("bedside-check", one, "Bedside check of {} by two, once more")


def _only_container(one: CourseInfusion) -> dict[str, str]:
    return {"container": one.thawed[0]} if len(one.thawed) == 1 else {}


def _start(course: Course, one: CourseInfusion) -> dict[str, str]:
    return {} if one.started is None else {"started": wall_text(one.started, course.zone)}


def wall_text(moment: datetime, zone: str) -> str:
    """A moment by the clocks of the zone, `2027-03-30 09:30`; with its offset where the hour comes twice."""
    local = moment.astimezone(ZoneInfo(zone))
    plain = f"{local:%Y-%m-%d %H:%M}"
    try:
        local_moment(local.date(), f"{local:%H:%M}", zone)
    except Refusal:  # the hour that comes twice
        return local.isoformat(" ", "minutes")
    return plain


def _of_course(course: Course, one: CourseInfusion | None) -> Iterator[Act]:
    """What concerns the course, or an infusion to come, whatever is next."""
    yield Act("weigh", None, "Enter a body weight")
    yield Act("count", None, "Enter a platelet count")
    if course.stopped is None:
        if course.held_since is None:
            yield Act("hold", None, "Hold the course")
        else:
            yield Act("resume", None, "Resume the course")
    if one is not None and one.pending and course.stopped is None:
        yield _act("move", one, "Move {} to another day")
        yield _act("arranged", one, "Arrange time and place of {}")
    if one is not None and one.state in ("planned", "cleared", "thawed", "checked"):
        yield _act("skip", one, "Leave {} out: it is not needed")
        yield _act("missed", one, "Record that {} was missed")
    yield Act("rescue", None, "Enter rescue treatment")
    if one is not None and one.was_given:
        yield _act("react", one, "Enter a reaction to {}")
    yield Act("order", None, "Enter an order")
    following = next((each.number for each in course.infusions if each.pending), None)
    if following is not None:
        dose = {"from_infusion": str(following)}
        yield Act("dose", following, f"Change dose or dosing weight from infusion {following} on", dose)
    if _ordered(course):
        yield Act("order-amended", None, "Amend an order")
        yield Act("order-cancelled", None, "Cancel an order")
    yield Act("consent", None, _REQUIRED["consent"])
    yield Act("ethics-approval", None, _REQUIRED["ethics-approval"])
    if course.stopped is None:
        yield Act("stop", None, "Stop the course: no further infusion")


def _afterwards(course: Course, one: CourseInfusion) -> Iterator[Act]:
    """What was done and not entered in its turn: it can always be recorded."""
    if one.state in ("started", "paused"):
        yield _act("post-thaw-count", one, "Enter the count after thaw of {}", **_only_container(one))
        return
    if not one.was_given or one.make_up is not None:
        yield _act("thawed", one, "Record afterwards: the thaw for {}")
        yield _act("started", one, "Record afterwards: the start of {}")
        yield _act("give", one, "Record afterwards: {} was given")
        yield _act("stopped-early", one, "Record afterwards: {} was stopped early")
        yield _act("bedside-check", one, "Record afterwards: the bedside check of {}")
        return
    if one.state == "stopped-early":
        yield _act("partial-decided", one, "Decide anew what {} counts as")
    yield _act("observed", one, "End the observation after {}")
