"""From the menu of a container to the record: what is asked, done, and said to be next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msc_dose.library import record as kept
from msc_dose.problems import refuse
from msc_dose.product.life import EXCEPTIONAL
from msc_dose.store.record import Session
from msc_dose.store.stock import HeldContainer, last_by_hand
from msc_dose.store.stock.taking import EXPLAINED
from msc_dose.tui.dialogs.confirm import ConfirmDialog
from msc_dose.tui.stock.acts import acts_on
from msc_dose.tui.stock.details import Details, details_of, headline
from msc_dose.tui.stock.dialogs import Item, MenuDialog, TextsDialog
from msc_dose.tui.stock.words import for_whom, holds
from msc_dose.verification.showing import moment_text

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

T = TypeVar("T")
_REASON = ("reason", "Reason", "why")
_NEXT = {
    "release": "Next: reserve it for an infusion.",
    "quarantine": "Next: find out, then release or waste it.",
    "reserve": "Next: clear the infusion to thaw, then retrieve it.",
    "unreserve": "It is free for others.",
    "retrieve": "Next: thaw it, and record that with the course.",
    "return": "It is in storage again.",
    "issue": "Next: check it at the bedside.",
    "waste": "Tell the course, where it had it.",
    EXCEPTIONAL: "Next: reserve it; every list and print says how it was released.",
    "position": "",
    "retract": "Both steps stay visible.",
}
Doing = Callable[["MscDoseApp", Details], Awaitable[HeldContainer]]


async def act_on(app: MscDoseApp, identity: str) -> None:
    """Offer what can be done with a container now, ask for what it takes, and record it."""
    session = await app.signed_in()
    found = await app.doing(partial(app.desk.read, lambda statements: details_of(statements, identity)))
    items = [Item(act.name, act.label, act.why_not) for act in acts_on(found, session.role, app.desk.now())]
    name = await app.ask(MenuDialog(found.held.identity, _about(app, found), items))
    held = await DOINGS.get(name, partial(_step, name=name))(app, found)
    app.desk.version += 1
    app.changed()
    app.notify(
        f"{held.identity} is {held.state}, at {held.container.position}. {_NEXT[name]}".rstrip(), markup=False
    )


def _about(app: MscDoseApp, found: Details) -> str:
    container = found.held.container
    return f"{headline(found, app.desk.now())}\n{holds(container.content)}, {for_whom(container)}"


async def _step(app: MscDoseApp, found: Details, name: str) -> HeldContainer:
    """A step that can be taken back by two: release, quarantine, retrieve, return, issue."""
    identity = found.held.identity
    needed = name in EXPLAINED
    asked = ("reason", "Reason", "why" if needed else "where it is to be told")
    title = f"{name.capitalize()} {identity}"
    (reason,) = await app.ask(TextsDialog(title, _about(app, found), [asked], ["reason"] if needed else []))
    return await _done(app, partial(kept.take_step, identity=identity, step=name, reason=reason))


async def _waste(app: MscDoseApp, found: Details) -> HeldContainer:
    identity = found.held.identity
    (reason,) = await app.ask(TextsDialog(f"Waste {identity}", _about(app, found), [_REASON], ["reason"]))
    text = f"{_about(app, found)}\nReason: {reason}\n\nWhat is wasted is never given to anybody."
    await app.ask(ConfirmDialog(f"WASTE {identity}?", text, identity))
    return await _done(app, partial(kept.take_step, identity=identity, step="waste", reason=reason))


async def _reserve(app: MscDoseApp, found: Details) -> HeldContainer:
    asked = (("course", "Course", "such as C-0417"), ("infusion", "Infusion no.", "such as 2"))
    preset = (app.desk.course or "", str(app.desk.infusion or "") if app.desk.course else "")
    title = f"Reserve {found.held.identity}"
    course, number = await app.ask(
        TextsDialog(title, _about(app, found), asked, ["course", "infusion"], preset)
    )
    infusion = _whole(number)
    (held,) = await _done(
        app, partial(kept.reserve, course=course, infusion=infusion, identities=[found.held.identity])
    )
    return held


async def _unreserve(app: MscDoseApp, found: Details) -> HeldContainer:
    claim = found.life.holder
    course, infusion = (claim.course, claim.infusion) if claim else ("", 0)
    title = f"Unreserve {found.held.identity}"
    (reason,) = await app.ask(TextsDialog(title, _about(app, found), [_REASON], ["reason"]))
    identities = [found.held.identity]
    (held,) = await _done(
        app,
        partial(kept.unreserve, course=course, infusion=infusion, identities=identities, reason=reason),
    )
    return held


async def _position(app: MscDoseApp, found: Details) -> HeldContainer:
    identity = found.held.identity
    text = f"It is said to be at {found.held.container.position}."
    asked = (("position", "Position", "where it is in truth"), _REASON)
    position, reason = await app.ask(
        TextsDialog(f"Correct the position of {identity}", text, asked, ["position", "reason"])
    )
    return await _done(
        app, partial(kept.correct_position, identity=identity, position=position, reason=reason)
    )


async def _retract(app: MscDoseApp, found: Details) -> HeldContainer:
    """The last step by hand, as it stands, typed and agreed to by a second person."""
    identity = found.held.identity
    step = await app.doing(partial(app.desk.read, lambda statements: last_by_hand(statements, identity)))
    why = f": {step.reason}" if step.reason else ""
    said = f"{step.name}, {moment_text(step.at, app.desk.open_record.zone)}, by {step.person}{why}"
    title = f"Entered in error: {identity}"
    (reason,) = await app.ask(TextsDialog(title, said, [_REASON], ["reason"]))
    text = f"{said}\nReason: {reason}\n\nIt will count as if it had never been; both stay visible."
    await app.ask(ConfirmDialog(title, text, identity))
    second = await app.proven("", f"Second person: {step.name} of {identity} was entered in error")
    return await _done(
        app,
        partial(kept.retract_step, identity=identity, reason=reason, second=second, number=step.number),
    )


async def _exceptional(app: MscDoseApp, found: Details) -> HeldContainer:
    """What departs, why, and the reference; then two people sign, one of them a director."""
    identity = found.held.identity
    asked = (
        ("fact", "Fact", "what departs from its release"),
        ("reason", "Reason", "why it is given all the same"),
        ("notification", "Notification", "under which reference"),
    )
    title = f"Exceptional release of {identity}"
    text = f"{_about(app, found)}\nTwo people sign, one of them a director."
    fact, reason, notification = await app.ask(TextsDialog(title, text, asked, [each[0] for each in asked]))
    shown = f"{title}\n{fact}; {reason}; {notification}"
    one = await app.proven("", f"First of two: {shown}")
    other = await app.proven("", f"Second of two, with {one.person}: {shown}")
    signed = partial(
        kept.exceptional_release,
        identity=identity,
        fact=fact,
        reason=reason,
        notification=notification,
        proofs=(one, other),
    )
    return await _done(app, signed)


async def _done(app: MscDoseApp, change: Callable[..., T]) -> T:
    """What a change answers, made by whoever is signed in."""

    def work() -> T:
        session: Session = app.desk.used()
        return change(app.desk.open_record, session)

    return await app.doing(work)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        message = f"{text!r} is not a whole number."
        raise refuse("event.number", "infusion", message, "Give a whole number.", text)
    return int(text)


DOINGS: Mapping[str, Doing] = {
    "waste": _waste,
    "reserve": _reserve,
    "unreserve": _unreserve,
    "position": _position,
    "retract": _retract,
    EXCEPTIONAL: _exceptional,
}
