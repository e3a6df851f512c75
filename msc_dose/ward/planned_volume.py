"""What a plan prepares for an infusion, and the volume that is planned to be infused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.problems import Refusal

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.product.preparation.preparing import Preparation
    from msc_dose.quantity.amount import Amount


def prepared_for(course: Course, number: int | None) -> Preparation | None:
    """What the plan prepares for an infusion; None without a product, or where the dose was changed since."""
    if number is None:
        return None
    from msc_dose.courses.in_block import plan_of
    from msc_dose.verification.resting import resting

    plan, _ = plan_of(course, number)
    if plan is None or plan.inputs.product is None:
        return None
    try:
        return resting(course, number).preparation
    except Refusal:  # it was thawed before it was planned: nothing is known of its volume
        return None


def volume_of(made: Preparation | None) -> Amount | None:
    """The volume to be infused of what is prepared, where the plan knows it."""
    if made is None:
        return None
    withdrawn = None if made.withdrawal_volume is None else made.withdrawal_volume.value
    return made.final_volume or withdrawn
