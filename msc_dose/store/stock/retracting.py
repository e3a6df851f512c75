"""A step that a person took in the stock by mistake: the last one is entered in error; two agree to it."""

from __future__ import annotations

from dataclasses import asdict

from msc_dose.problems import refuse
from msc_dose.product.life import EXCEPTIONAL, Step
from msc_dose.product.plain_text import container_key, in_one_writing
from msc_dose.store.chain import canonical
from msc_dose.store.databases.database import Statements
from msc_dose.store.people.permissions import require
from msc_dose.store.people.signatures import sign, signatures_of
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.stock.rows import HeldContainer, known
from msc_dose.store.stock.steps import history, project, take_back
from msc_dose.store.stock.taking import DEEDS

MEANING = "second person"


def last_by_hand(statements: Statements, identity: str) -> Step:
    """The last step that counts of those that people took with a container in the stock.

    Raises Refusal `stock.nothing-to-retract`: its events are entered in error with their course.
    """
    steps = [step for step, counts in history(statements, identity) if counts and step.by_hand]
    if not steps:
        message = f"Nobody has taken a step with {identity} in the stock that counts."
        fix = "What an event told is entered in error with its course: msc-dose course retract."
        raise refuse("stock.nothing-to-retract", "containers", message, fix, identity)
    return steps[-1]


def retract_step(
    record: Record, session: Session, identity: str, reason: str, second: Proof, number: int | None = None
) -> HeldContainer:
    """Enter the last step that a person took with a container in error; the container as it is then.

    It counts as if it had never been, and both stay visible. `second` is another person who may take such
    a step and agrees by their passphrase; `number` is that of the step that both had before them. Raises
    Refusal `stock.same-person`, `stock.nothing-to-retract`, `record.changed-meanwhile` where the last step
    is another by now, `container.held` where a course has by now what would be another's again,
    `container.not-found`, `people.role`, those of a reason and of `sign`; TypeError without a Proof.
    """
    if not isinstance(second, Proof):
        raise TypeError("a step is entered in error with a Proof of the second person")
    if in_one_writing(session.person) == in_one_writing(second.person):
        message = f"{second.person} cannot be the second person as well."
        raise refuse("stock.same-person", "second", message, "Let another person agree.", second.person)
    with record.changing(session, "container: entered in error", stated_reason(reason)) as change:
        found = known(change.statements, identity)
        step = last_by_hand(change.statements, found.identity)
        for role in (session.role, second.role):
            require(
                role, "exceptional release" if step.name == EXCEPTIONAL else DEEDS.get(step.name, "stock")
            )
        if number not in (None, step.number):
            message = f"The last step of {found.identity} is another by now: {step.name}, by {step.person}."
            fix = "Look at it, then say again what is in error."
            raise refuse("record.changed-meanwhile", "containers", message, fix, found.identity)
        shown = canonical({"meaning": "entered in error", "identity": found.identity, **asdict(step)})
        sign(change, second, MEANING, _entity(found.identity), shown, reason)
        take_back(change, found.identity, step)
        project(change, found.identity)
        return known(change.statements, found.identity)


def second_people(statements: Statements, identity: str) -> dict[str, str]:
    """Who agreed to each entry in error of a container's steps, by the moment (UTC) of that entry."""
    signed = signatures_of(statements, _entity(identity))
    return {each.at: each.person for each in signed if each.meaning == MEANING}


def _entity(identity: str) -> str:
    return f"container {container_key(identity)}"
