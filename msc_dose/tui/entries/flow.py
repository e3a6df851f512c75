"""From what can be done now to the record: menu, form, second person, reasons, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msc_dose.courses.acts import NOTHING, acts_for
from msc_dose.courses.course import Course
from msc_dose.courses.events.giving import BedsideCheck
from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.results import EnteredInError
from msc_dose.library.record import Recorded
from msc_dose.problems import Problem, Refusal
from msc_dose.store.clearing import Unanswered
from msc_dose.store.record import Proof
from msc_dose.tui.dialogs.choose import ChooseDialog
from msc_dose.tui.dialogs.confirm import ConfirmDialog
from msc_dose.tui.dialogs.reasons import ReasonsDialog
from msc_dose.tui.entries.around import around
from msc_dose.tui.entries.dialog import Entry, EntryDialog
from msc_dose.tui.entries.heading import infusion_text
from msc_dose.tui.entries.said import moment_words, told_of
from msc_dose.tui.entries.shape import kind_of, shape_of
from msc_dose.tui.entries.told import AloneDialog, ToldDialog
from msc_dose.tui.entries.words import title_of
from msc_dose.tui.flows import Left
from msc_dose.ward.rows import row_of

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

_SIGNED_ON_PAPER = "signature.second-missing"  # a person was asked about it already
TOLD_FOR = 4.0  # seconds; it lies over what stands below


async def choose_act(app: MscDoseApp, code: str, infusion: int | None = None) -> None:
    """Ask what is to be done now, and do it."""
    app.clear_notifications()  # they would hide the dialog
    course = await app.doing(lambda: app.desk.course_of(code))
    acts = acts_for(course, infusion)
    meant = next((each for each in course.infusions if each.number == infusion), None)
    which = "" if meant is None else f" · infusion {meant.number} of {meant.of}"
    title = f"WHAT CAN BE DONE NOW · {course.recipient} · {course.course}{which}"
    text = "" if meant is None else infusion_text(meant, course.zone)
    while True:
        at = await app.ask(ChooseDialog(title, text, [act.label for act in acts]))
        chosen = acts[at]
        try:
            await enter(app, code, chosen.action, chosen.preset)
        except Left:
            continue
        return


async def enter(
    app: MscDoseApp,
    code: str,
    action: str,
    preset: Mapping[str, str] = NOTHING,
    typed: Mapping[str, str] = NOTHING,
) -> None:
    """Ask for one entry of a course, record it, and tell what was done and what is next.

    `action` is a name of `library.actions.ACTIONS`, or of a type of event; `preset` are texts of its fields
    that are known, `typed` what was typed into its lines before. What was typed is never lost: whatever is
    refused, and whoever was faster, the form comes back with it. Raises Left where a person leaves the form.
    """
    app.clear_notifications()
    await app.signed_in()
    kind = kind_of(action)
    if kind is EnteredInError and "event" not in preset:
        preset = {**preset, "event": await _which(app, code)}
    tell: tuple[Problem, ...] = ()
    seen: Course | None = None
    listed: Sequence[str] | None = None
    while True:
        known = await app.doing(partial(around, app.desk, code, preset))
        if listed is not None and listed != known.clearance:  # a tick answered another item
            typed = {name: text for name, text in typed.items() if not name.startswith("item-")}
        listed = known.clearance
        if seen is not None and len(known.course.entries) > len(seen.entries):
            tell = tuple(_by_others(problem, seen, known.course) for problem in tell)
        seen = known.course
        shape = shape_of(kind, known, preset)
        entry = await app.ask(EntryDialog(app.desk, shape, known, typed, tell))
        typed, tell = entry.typed, ()
        try:
            done = await _recorded(app, seen, entry)
        except Refusal as refusal:
            tell = refusal.problems
        except Left:
            continue
        else:
            break
    await _tell(app, done, entry, preset)


async def record_answering(
    app: MscDoseApp,
    course: Course,
    what: What,
    occurred: datetime | None = None,
    second: Proof | None = None,
) -> Recorded:
    """Record an event of a course as it was seen, asking a reason for every CHECK that asks for one.

    Raises Refusal as `Desk.enter` (`course.changed-meanwhile` where somebody was faster); Left where a
    person gives no reason.
    """
    reasons: Mapping[str, str] = {}
    while True:
        try:
            return await app.doing(partial(app.desk.enter, course, what, occurred, second, dict(reasons)))
        except Unanswered as refusal:
            reasons = await app.ask(ReasonsDialog(refusal.checks, reasons))
        except Refusal as refusal:
            if refusal.codes != ("people.signed-out",):
                raise
            await app.sign_in_now()


async def _recorded(app: MscDoseApp, course: Course, entry: Entry) -> Recorded:
    what = entry.what
    if isinstance(what, EnteredInError):
        await app.ask(_striking(course, what))
    second = await _second(app, what)
    return await record_answering(app, course, what, entry.occurred, second)


def _striking(course: Course, what: EnteredInError) -> ConfirmDialog:
    """What is struck, and its number to be typed."""
    event = course.events[what.event - 1]
    when = moment_words(event.occurred, course.zone)
    text = (
        f"Entry {event.number}, {when}, by {event.by}:\n{told_of(event)}\n\n"
        "From now on it counts as if it had never been made; both stay visible.\n"
        f"Type the number of the entry, {event.number}, then ^R."
    )
    return ConfirmDialog("Entered in error", text, str(event.number))


async def _second(app: MscDoseApp, what: What) -> Proof | None:
    """The proof of the second person whom the entry names; at the bedside it may be missing."""
    named = getattr(what, "second", None)
    if named is None:
        return None
    why = f"{title_of(type(what))}: the second person, {named}, signs"
    try:
        return await app.proven(named, why)
    except Left:
        if not isinstance(what, BedsideCheck):
            raise
    await app.ask(AloneDialog(named))
    return None


async def _which(app: MscDoseApp, code: str) -> str:
    """The number of the entry that was made in error, the latest first."""
    course = await app.doing(lambda: app.desk.course_of(code))
    left = [entry.event for entry in reversed(course.entries) if entry.struck_by is None]
    options = [
        f"Entry {event.number}, {moment_words(event.occurred, course.zone)}, by {event.by}: {told_of(event)}"
        for event in left
    ]
    title = f"WHICH ENTRY WAS MADE IN ERROR? · {course.recipient} · {course.course}"
    at = await app.ask(ChooseDialog(title, "The latest stands first.", options))
    return str(left[at].number)


def _by_others(problem: Problem, seen: Course, now: Course) -> Problem:
    """Who was faster, and with what."""
    if problem.code != "course.changed-meanwhile":
        return problem
    added = [f"entry {each.number} by {each.by}: {told_of(each)}" for each in now.events[len(seen.events) :]]
    message = f"Somebody was faster: {'; '.join(added)}. Nothing of yours was recorded, and nothing is lost."
    fix = "Look at what your entry changes now; ^R records it, Esc leaves it."
    return replace(problem, field="course", message=message, fix=fix)


async def _tell(app: MscDoseApp, done: Recorded, entry: Entry, preset: Mapping[str, str]) -> None:
    """Say what was done, what the record found in it, and what is next."""
    app.changed()
    said = f"Recorded as entry {done.event.number}: {title_of(type(done.event.what))}."
    new = [each for each in done.problems if each not in entry.seen and each.code != _SIGNED_ON_PAPER]
    notes = [f"● NOTE {_of_itself(done, each)}" for each in new if each.severity == "note"]
    checks = [each for each in new if each.severity == "check"]
    then = following(done.course, preset.get("infusion", ""), app.desk.now())
    app.notify(toast_of(said, then, notes), timeout=TOLD_FOR, markup=False)
    if checks:
        try:
            await app.ask(ToldDialog(said, checks))
        except Left:
            return


def toast_of(said: str, following: str, notes: Sequence[str]) -> str:
    """What is told after an entry, in two lines: what was done, what is next, what was found."""
    return "\n".join((f"{said} {following}", "; ".join(notes)) if notes else (said, following))


def _of_itself(done: Recorded, note: Problem) -> str:
    """What was found in the entry that was made now; which one that is was just said."""
    head, _, found = note.message.partition("): ")
    return found if found and head.startswith(f"Event {done.event.number} (") else note.message


def following(course: Course, number: str, at: datetime) -> str:
    """What is next: what Today says of the course; of product that is out, the first of what can be done."""
    one = next((each for each in course.infusions if str(each.number) == number), None)
    if one is not None and one.state == "started":
        return f"Infusion {one.number} is running: complete it, pause it, or stop it early."
    if one is None or one.pending:
        return f"Next: {row_of(course, at.astimezone(ZoneInfo(course.zone))).next}."
    return f"Next: {acts_for(course, one.number)[0].label}."
