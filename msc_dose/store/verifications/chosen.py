"""The containers that the check of a dose covers: those reserved; once it is thawed, those it had then.

What becomes of a left-over after that changes nothing any more. What its events name beside them counts, for
nobody checked it; what was thawed and thrown away before the product went in counts no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from msc_dose.product.life import ENTERED_IN_ERROR, EXCEPTIONAL, Life, Step, life_of
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock.exceptional import ExceptionalRelease, exceptional_releases
from msc_dose.store.stock.rows import USED_UP, HeldContainer, find, reserved_for
from msc_dose.store.stock.steps import history
from msc_dose.verification.giving import Giving

_ALWAYS = float("inf")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A container that a signature covers, and the exceptional release by which it goes, if any."""

    held: HeldContainer
    release: ExceptionalRelease | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """One container's steps, each with its place in the audit; and the status that it came with."""

    status: str
    steps: tuple[tuple[Step, bool, int], ...]

    def before(self, bound: float) -> Iterator[Step]:
        """The steps that counted before this place in the audit.

        A step that was taken back since counted then; one of an event that is struck never did.
        """
        known = [each for each in self.steps if each[2] < bound]
        back = {step.event for step, _, _ in known if step.name == ENTERED_IN_ERROR}
        for step, counts, _ in known:
            stands = step.number not in back if step.event is None else counts
            if stands and step.name != ENTERED_IN_ERROR:
                yield step


def chosen(
    statements: Statements, course: str, infusion: int, giving: Giving, to_come: bool
) -> tuple[Chosen, ...]:
    """The containers covered, in order of identity; `to_come` while product can still be kept back."""
    if giving.begun is None:
        reserved = reserved_for(statements, course, infusion)
        # What went in or was thrown away is no part of what is still to be given.
        kept = (each for each in reserved if not (to_come and each.state in USED_UP))
        return tuple(Chosen(each, _last_release(statements, each)) for each in kept)
    return tuple(_frozen(statements, course, infusion, giving))


def told_place(statements: Statements, entity: str) -> float:
    """Where the audit first tells of an entity; behind all rows where it does not."""
    row = statements.one("first_told", entity=entity)
    return _ALWAYS if row is None else float(row["sequence"])


def went_in_at(statements: Statements, course: str, giving: Giving) -> float:
    """Where the audit tells of the product that goes in; behind all rows while none does."""
    if giving.went_in is None:
        return _ALWAYS
    return told_place(statements, f"event {course} {giving.went_in.number}")


def _frozen(statements: Statements, course: str, infusion: int, giving: Giving) -> Iterator[Chosen]:
    assert giving.begun is not None
    thaw = told_place(statements, f"event {course} {giving.begun.number}")
    start = went_in_at(statements, course, giving)
    rows = statements.all("containers_of_dose", course=course, infusion=infusion)

    def has(life: Life) -> bool:
        holder = life.holder
        mine = holder is not None and (holder.course, holder.infusion) == (course, infusion)
        return mine and life.place not in USED_UP

    for key in sorted({*(row["container"] for row in rows), *giving.named}):
        found, told = find(statements, key), _told(statements, key)
        if found is not None and told is not None:
            one = _one(statements, found, told, has, key in giving.named, (thaw, start))
            if one is not None and not (key in giving.thawed and _life(told, start).place in USED_UP):
                yield one


def _one(
    statements: Statements,
    found: HeldContainer,
    told: _Told,
    has: Callable[[Life], bool],
    named: bool,
    bounds: tuple[float, float],
) -> Chosen | None:
    """The container as it went: as it stood at the start where it was there then, else at the thaw."""
    thaw, start = bounds
    bound = start if named or has(_life(told, start)) else thaw
    if not (named or has(_life(told, bound))):
        return None
    by_exception = _life(told, bound).status == EXCEPTIONAL
    held = replace(found, exceptional=by_exception)
    if not by_exception:
        return Chosen(held)
    made = sum(step.name == EXCEPTIONAL for step in told.before(bound))
    releases = exceptional_releases(statements, found.identity)
    return Chosen(held, releases[min(made, len(releases)) - 1] if releases else None)


def _last_release(statements: Statements, held: HeldContainer) -> ExceptionalRelease | None:
    releases = exceptional_releases(statements, held.identity) if held.exceptional else ()
    return releases[-1] if releases else None


def _life(told: _Told, bound: float) -> Life:
    return life_of(told.status, told.before(bound))


def _told(statements: Statements, key: str) -> _Told | None:
    row = statements.one("one_container", key=key)
    if row is None:
        return None
    places = {each["number"]: each["sequence"] for each in statements.all("steps_told", container=key)}
    steps = [(step, counts, places[step.number]) for step, counts in history(statements, key)]
    return _Told(json.loads(row["document"])["status"], tuple(steps))
