"""The flows of a check: the blind re-entry, its co-signature, a declaration of urgency, and a look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal
from msc_dose.scheduling import day_text
from msc_dose.store import verifications
from msc_dose.store.databases.database import Statements
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.verifications.verifying import answers
from msc_dose.tui.checking.compared import side_by_side
from msc_dose.tui.checking.dialogs import OutcomeDialog, UrgentDialog, WhyDialog
from msc_dose.tui.checking.reentry_dialog import Asked, ReentryDialog
from msc_dose.tui.desk import Desk
from msc_dose.tui.flows import Left
from msc_dose.verification.comparison import Reentry
from msc_dose.verification.outcome import Outcome
from msc_dose.verification.showing import may_show, standing_lines
from msc_dose.verification.states import CHECK, COSIGN, URGENT

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

How = Callable[[Record, Proof, str, int, Reentry, Mapping[str, str]], Outcome]
_REASONS, _STALE = {"alert.reason-missing"}, {"signature.stale"}


async def verify_dose(app: MscDoseApp, code: str, infusion: int) -> None:
    """Verify a dose of a course: the source order entered once more, blind, and signed where it agrees."""
    await _check(app, code, infusion, CHECK, "Verify", verifications.verify)


async def cosign_dose(app: MscDoseApp, code: str, infusion: int) -> None:
    """Co-sign a dose that was declared urgent: the same re-entry, also once it was given."""
    await _check(app, code, infusion, COSIGN, "Co-sign", verifications.cosign)


async def declare(app: MscDoseApp, code: str, infusion: int) -> None:
    """Declare a dose urgent: it goes without a second person, who owes a co-signature."""
    session, asked = await _asked(app, code, infusion, URGENT)
    record, outcomes = app.desk.open_record, list[Outcome]()

    async def sign(reason: str) -> None:
        proof = await app.proven(session.person, f"Sign that {code}, infusion {infusion} is urgent")
        work = partial(verifications.declare_urgent, record, proof, code, infusion, reason)
        outcomes.append(await app.doing(work))

    await app.ask_doing(UrgentDialog(code, infusion, _which(asked)), sign)
    (outcome,) = outcomes
    _changed(app)
    said = [f"! URGENT: {code}, infusion {infusion}, declared by {outcome.person}.", *outcome.exceptional]
    said.append("Next: another person co-signs it.")
    app.notify("\n".join(said), severity="warning", markup=False)


async def show_standing(app: MscDoseApp, code: str, infusion: int) -> None:
    """Show where the check of a dose stands; values only where no check can be spoilt by them."""
    from msc_dose.tui.checking.standing import StandingScreen

    lines = await app.doing(lambda: standing(app.desk, code, infusion))
    app.push_screen(StandingScreen("\n".join(lines)))


def standing(desk: Desk, code: str, infusion: int) -> list[str]:
    """Where the check of a dose stands, in lines, with two sides in two columns.

    Raises Refusal `course.unknown`, `course.no-such-infusion`.
    """

    def question(statements: Statements) -> list[str]:
        course = desk.folded.one(statements, code)
        found = verifications.verification_of(statements, course, infusion, desk.now())
        may = may_show(found)
        reasons = answers(statements, code, infusion) if may else ()
        exceptional = verifications.exceptional_of(statements, course, infusion, named=may)
        sides = side_by_side(found.disagreement)
        compared = ["", *sides, ""] if sides else []
        return list(standing_lines(found, reasons, exceptional, course.zone, compared))

    return desk.read(question)


async def _check(app: MscDoseApp, code: str, infusion: int, meaning: str, title: str, how: How) -> None:
    session, asked = await _asked(app, code, infusion, meaning)
    record, outcomes = app.desk.open_record, list[Outcome]()

    async def sign(reentry: Reentry) -> None:
        work = partial(how, record)
        outcomes.append(
            await _signed(
                app, session.person, f"Sign: {meaning} of {code}, infusion {infusion}", work, reentry, asked
            )
        )

    await app.ask_doing(ReentryDialog(title, asked, app.desk.conventions), sign)
    (outcome,) = outcomes
    _changed(app)
    if outcome.signature is None:
        try:
            await app.ask(OutcomeDialog(outcome))
        except Left:  # it is read, and left
            return
    app.notify("\n".join(_verified(app, outcome)), timeout=6, markup=False)


async def _asked(app: MscDoseApp, code: str, infusion: int, meaning: str) -> tuple[Session, Asked]:
    """Who signs, and which dose; what would be refused to them in any case is refused before they type."""
    session = await app.signed_in()
    desk = app.desk

    def question(statements: Statements) -> Asked:
        course = desk.folded.one(statements, code)
        verifications.ask_first(statements, course, infusion, session, desk.now(), meaning)
        date = next((each.date for each in course.infusions if each.number == infusion), None)
        return Asked(code, course.recipient, infusion, len(course.infusions), date)

    return session, await app.doing(lambda: desk.read(question))


async def _signed(
    app: MscDoseApp,
    person: str,
    why: str,
    how: Callable[[Proof, str, int, Reentry, Mapping[str, str]], Outcome],
    reentry: Reentry,
    asked: Asked,
) -> Outcome:
    """Sign, ask for the reasons that are missing, and sign again; what was typed is not lost by it."""
    proof = await app.proven(person, why)
    reasons: Mapping[str, str] = {}
    while True:
        try:
            return await app.doing(partial(how, proof, asked.course, asked.infusion, reentry, reasons))
        except Refusal as refusal:
            if set(refusal.codes) == _REASONS:
                reasons = await _reasons(app, asked)
            elif set(refusal.codes) == _STALE:
                proof = await app.proven(person, f"{why} (five minutes have passed)")
            else:
                raise


async def _reasons(app: MscDoseApp, asked: Asked) -> Mapping[str, str]:
    desk = app.desk

    def question(statements: Statements) -> WhyDialog:
        course = desk.folded.one(statements, asked.course)
        return WhyDialog(verifications.open_checks(statements, course, asked.infusion, desk.now()))

    return await app.ask(await app.doing(lambda: desk.read(question)))


def _verified(app: MscDoseApp, outcome: Outcome) -> list[str]:
    now = app.desk.now()
    said = "VERIFIED" if outcome.meaning == CHECK else "CO-SIGNED"
    return [
        f"✓ {said}: {outcome.course}, infusion {outcome.infusion}",
        f"by {outcome.person}, {day_text(now.date())} {now:%H:%M} {now.tzname()}.",
        *outcome.exceptional,
        *(f"answered: {each.code} – {each.reason} ({each.person})" for each in outcome.answered),
        *(["Next: it can be cleared to thaw on its day."] if outcome.meaning == CHECK else []),
    ]


def _which(asked: Asked) -> str:
    day = day_text(asked.date) if asked.date else "date to be decided"
    return f"{asked.course}, infusion {asked.infusion} of {asked.of}, patient {asked.recipient}, {day}"


def _changed(app: MscDoseApp) -> None:
    app.desk.version += 1
    app.changed()
