"""What a product is for one patient: what is at hand, how it is handled, and the limits it is held to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.container import UNASSIGNED, Container, Content
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.product.plain_text import identifier_problem
from msc_dose.product.validity import is_patient
from msc_dose.quantity.amount import Amount

LABEL_LIMIT = Amount("mass_per_weight", Decimal(1))
"""Dimethyl sulphoxide: at most 1 g per kg and day. Source: Hemacord label, dosage and administration."""

NOT_STATED = Handling()


@dataclass(frozen=True, slots=True)
class Exposure:
    """A mass of dimethyl sulphoxide (g) given earlier, and when: a date, or a date and time."""

    when: date | datetime
    mass: Amount


@dataclass(frozen=True, slots=True)
class ProductUse:
    """A product as it is used for one patient.

    `supply` is the content of one container of which there are as many as needed, or the containers of a
    stock. `recipient` is the patient's identifier, `same` asks for one `lot` or `donor` through the
    course, `allergies` are the patient's (`None`: not stated). `dmso_limit` is in g/kg of
    actual weight and day.
    """

    supply: Content | tuple[Container, ...]
    handling: Handling = NOT_STATED
    limits: tuple[Limit, ...] = ()
    recipient: str | None = None
    same: str | None = None
    allergies: tuple[str, ...] | None = None
    earlier_dmso: tuple[Exposure, ...] = ()
    dmso_limit: Amount = LABEL_LIMIT

    def __post_init__(self) -> None:
        """Hold the recipient to an identifier: `unassigned` is what a container may be, and no patient."""
        if self.recipient is None:
            return
        problem = identifier_problem(self.recipient, "recipient")
        if problem is None and not is_patient(self.recipient):
            message = f"{self.recipient!r} is not a patient's identifier."
            fix = "Give the identifier that the stock list has for this patient."
            problem = stop("recipient.doubtful", "recipient", message, fix, self.recipient)
        if problem is not None:
            raise Refusal([problem])

    def for_recipient(self) -> tuple[ProductUse, tuple[Problem, ...]]:
        """The same without the containers bound to others, which are counted and never listed.

        Where the recipient is not stated all stay, for the choice then asks for one.
        """
        if isinstance(self.supply, Content) or self.recipient is None:
            return self, ()
        kept = tuple(each for each in self.supply if each.recipient in (self.recipient, UNASSIGNED))
        others = len(self.supply) - len(kept)
        if not others:
            return self, ()
        message = f"{others} of {len(self.supply)} containers of the stock are bound to other recipients."
        fix = "They are not listed, and cannot be used for this patient."
        note = Problem("container.other-recipient", "note", "stock", message, fix)
        return replace(self, supply=kept), (note,)
