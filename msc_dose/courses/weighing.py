"""What a plan says about the weight: plausible on the first infusion's day, and due before later ones."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.dosing.body import Patient, body_problems
from msc_dose.problems import Problem, Refusal
from msc_dose.scheduling import Placement

STALE = "weight.stale"


def weight_problems(
    patient: Patient, valid_days: int | None, placed: Sequence[Placement]
) -> tuple[Problem, ...]:
    """The problems of the weight on the first infusion's date, and a NOTE `weight.due` for later ones.

    A weight that will be too old at a later infusion is no fault of the plan: a new one is taken then.
    Raises Refusal with what stops (`weight.after-infusion`).
    """
    first = body_problems(patient, placed[0].date, valid_days)
    stops = [problem for problem in first if problem.severity == "stop"]
    if stops:
        raise Refusal(stops)
    if any(problem.code == STALE for problem in first):
        return first
    later = [
        number
        for number, placement in enumerate(placed[1:], 2)
        if any(problem.code == STALE for problem in body_problems(patient, placement.date, valid_days))
    ]
    return (*first, *_due(later))


def _due(infusions: Sequence[int]) -> tuple[Problem, ...]:
    if not infusions:
        return ()
    message = f"The weight will be too old from infusion {infusions[0]} on."
    return (Problem("weight.due", "note", "weight", message, "Weigh again before that infusion."),)
