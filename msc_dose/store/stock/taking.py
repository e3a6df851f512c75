"""One step that a person takes with a container in the stock, held to the lawful order."""

from __future__ import annotations

from msc_dose.problems import refuse
from msc_dose.store.people.permissions import require
from msc_dose.store.record import Record, Session
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.stock.rows import HeldContainer, known
from msc_dose.store.stock.steps import add_step, life_on_record, project

DEEDS = {
    "release": "release",
    "quarantine": "release",
    "retrieve": "stock",
    "return": "stock",
    "issue": "stock",
    "waste": "stock",
}
# What ends a life, or lets go what somebody set apart, is explained.
EXPLAINED = ("release", "waste")
_ELSEWHERE = {
    "thaw": "Record it with the course: msc-dose course thawed.",
    "infuse": "Record it with the course: msc-dose course give.",
    "reserve": "Name the infusion: msc-dose stock reserve.",
    "unreserve": "Name the infusion: msc-dose stock unreserve.",
    "exceptional-release": "Two people sign it: msc-dose stock exceptional-release.",
}


def take_step(record: Record, session: Session, identity: str, step: str, reason: str = "") -> HeldContainer:
    """Release, quarantine, retrieve, return, issue or waste a container; the container as it is then.

    Releasing and wasting ask for a reason. Raises Refusal `container.unlawful-step` (what it is, and what
    could be done), `container.not-found`, `people.role`, `container.step-elsewhere`, and those of a reason;
    TypeError for a word that is no step.
    """
    if step in _ELSEWHERE:
        message = f"{step} is no step that is taken in the stock alone."
        raise refuse("container.step-elsewhere", "step", message, _ELSEWHERE[step], step)
    if step not in DEEDS:
        raise TypeError(f"{step!r} is no step")
    require(session.role, DEEDS[step])
    why = stated_reason(reason) if reason or step in EXPLAINED else ""
    with record.changing(session, f"container: {step}", why) as change:
        found = known(change.statements, identity)
        life_on_record(change.statements, identity).check(step, found.identity)
        add_step(change, identity, step)
        project(change, identity)
        return known(change.statements, identity)
