"""What a product is for one patient: what is at hand, how it is handled, and the limits it is held to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.container import NONE_KNOWN, UNASSIGNED, Container, Content
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.product.plain_text import identifier_problem, note_problem
from msc_dose.product.validity import is_patient
from msc_dose.quantity.amount import Amount

LABEL_LIMIT = Amount("mass_per_weight", Decimal(1))
"""Dimethyl sulphoxide: at most 1 g per kg and day. Source: Hemacord label, dosage and administration."""

NOT_STATED = Handling()
_NO_ALLERGY = frozenset(
    ("", "none", "nil", "nil known", "no", "n/a", "na", "nka", "nkda", "-", "no known allergies")
)
_ALLERGY_FIX = "Name each allergy, or say none known."


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
        """Hold the recipient to an identifier and the allergies to names.

        `unassigned` is what a container may be, and no patient. Raises Refusal `recipient.doubtful`,
        `allergies.doubtful`, and those of plain text; TypeError for allergies in one text.
        """
        if isinstance(self.allergies, str):
            raise TypeError("allergies are a tuple of texts, not one text")
        found = [problem for each in self.allergies or () if (problem := _allergy_problem(each))]
        listed = self.allergies
        if listed is not None and (not listed or (len(listed) > 1 and NONE_KNOWN in listed)):
            said = ", ".join(listed) or "An empty list"
            message = f"{said} does not say what the allergies are."
            found.append(stop("allergies.doubtful", "allergies", message, _ALLERGY_FIX))
        found += self._recipient_problems()
        if found:
            raise Refusal(found)

    def _recipient_problems(self) -> list[Problem]:
        if self.recipient is None:
            return []
        problem = identifier_problem(self.recipient, "recipient")
        if problem is None and not is_patient(self.recipient):
            message = f"{self.recipient!r} is not a patient's identifier."
            fix = "Give the identifier that the stock list has for this patient."
            problem = stop("recipient.doubtful", "recipient", message, fix, self.recipient)
        return [problem] if problem is not None else []

    def for_recipient(self) -> tuple[ProductUse, tuple[Problem, ...]]:
        """The same without the containers bound to others, which are counted and never listed.

        Where the recipient is not stated all stay, for the choice then asks for one. Raises Refusal
        `recipient.look-alike` where the stock has this identifier in other capitals.
        """
        if isinstance(self.supply, Content) or self.recipient is None:
            return self, ()
        _check_look_alikes(self.recipient, self.supply)
        kept = tuple(each for each in self.supply if each.recipient in (self.recipient, UNASSIGNED))
        others = len(self.supply) - len(kept)
        if not others:
            return self, ()
        message = f"{others} of {len(self.supply)} containers of the stock are bound to other recipients."
        fix = "They are not listed, and cannot be used for this patient."
        note = Problem("container.other-recipient", "note", "stock", message, fix)
        return replace(self, supply=kept), (note,)


def _allergy_problem(allergy: object) -> Problem | None:
    """What is wrong with one allergy: it must be a name that can be compared with what a product contains."""
    problem = note_problem(allergy, "allergies")
    if problem is None and str(allergy).strip().casefold() in _NO_ALLERGY:
        message = f"{allergy!r} may mean that no allergy is known, or that none was asked for."
        problem = stop("allergies.doubtful", "allergies", message, _ALLERGY_FIX, str(allergy))
    return problem


def _check_look_alikes(recipient: str, stock: tuple[Container, ...]) -> None:
    others = {each.recipient for each in stock if each.recipient.casefold() == recipient.casefold()}
    if others - {recipient}:
        message = f"The stock has {', '.join(sorted(others - {recipient}))}, which differs in capitals only."
        fix = "Give the identifier exactly as the stock list has it, or correct the list."
        raise Refusal([stop("recipient.look-alike", "recipient", message, fix, recipient)])
