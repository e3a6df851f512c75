"""One dose and what is prepared for it, from what people write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from msc_dose.courses.held_to_rule import Recipient
from msc_dose.courses.plan import Plan
from msc_dose.courses.preparing import prepare_dose as prepare
from msc_dose.dosing import body, rules
from msc_dose.dosing.dose import Dose
from msc_dose.exports import worksheet as sheets
from msc_dose.library.amounts import require
from msc_dose.library.prescribing import calculate_dose
from msc_dose.library.reading import Reader
from msc_dose.problems import Problem, Refusal
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.use import ProductUse

if TYPE_CHECKING:
    from msc_dose.library.amounts import AmountLike


@dataclass(frozen=True, slots=True)
class Prepared:
    """A calculated dose, what is prepared for it, and the problems of both and of the weight."""

    dose: Dose
    preparation: Preparation
    problems: tuple[Problem, ...]


def prepare_dose(
    rule: rules.DoseRule,
    patient: body.Patient,
    product: ProductUse,
    on: date | datetime | str | None = None,
    ordered: AmountLike | None = None,
    version: str | None = None,
) -> Prepared:
    """The dose, its containers, volumes, dimethyl sulphoxide, rate and clock, each with its working.

    `product` comes from `product_use`; `on` is the day (or day and time) of the infusion, which a stock asks
    for. Raises Refusal with the codes of dose, allocation and preparation, `weight.after-infusion`.
    """
    require(product, ProductUse, "product")
    read = Reader()
    day = read.moment(on, "on")
    read.attempts.settle()
    dose = calculate_dose(rule, patient, ordered, version)
    told = body.raising_stops(body.body_problems(patient, day))
    use, bound = product.for_recipient()
    recipient = Recipient.of(rule, patient, dose, version)
    try:
        made = prepare(use, recipient, dose, day)
    except Refusal as refusal:
        raise Refusal([*refusal.problems, *bound], refusal.readings) from refusal
    return Prepared(dose, made, tuple(dict.fromkeys((*dose.problems, *told, *bound, *made.problems))))


def worksheet(plan: Plan, infusion: int) -> Sequence[str]:
    """The lines of the plain-text preparation sheet of one infusion of a plan.

    Raises Refusal `infusion.unknown`, `preparation.missing`.
    """
    require(plan, Plan, "plan")
    return sheets.worksheet(plan, infusion)
