"""What a person should know of a calculated dose: what is not stated, converted, changed, or implausible."""

from __future__ import annotations

from msc_dose.dosing.guards import guard_problem, no_guard
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Severity
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly


def not_stated(rule: DoseRule, basis: str | None, dose_basis: str | None, by_weight: bool) -> list[Problem]:
    """Notes on a basis of weight (where the dose goes by weight) and a way of counting that nobody stated."""
    found = []
    if basis is None and by_weight:
        found.append(_basis_not_stated(dose_basis))
    if rule.counts is None:
        message = "Whether viable or all cells are counted is not stated."
        found.append(Problem("dose.counts-not-stated", "note", "counts", message, "State what is counted."))
    return found


def _basis_not_stated(dose_basis: str | None) -> Problem:
    message = "Whether this is the actual, ideal, adjusted or predicted weight is not stated."
    if dose_basis is None:
        return Problem("weight.basis-not-stated", "note", "basis", message, "State the basis.")
    message = f"The dose is per kg of {dose_basis} body weight; whose weight this is is not stated."
    return Problem("weight.basis-not-stated", "check", "basis", message, "State the basis.")


def as_written(*amounts: tuple[str, Amount | None]) -> list[Problem]:
    """A NOTE for each amount whose text said another number or mark than the amount shows."""
    found = [
        Problem(
            "amount.as-written",
            "note",
            name,
            f"{amount} is what {amount.as_written!r} says, converted or read as the site declares.",
            "Check it against the order.",
            amount.as_written,
        )
        for name, amount in amounts
        if amount is not None and amount.as_written
    ]
    return list(dict.fromkeys(found))


def implausible(
    rule: DoseRule, written: tuple[tuple[str, Amount], ...], given: Amount | None
) -> list[Problem]:
    """What the guards say of the doses per kg as written, and of the one that is in fact given on a day.

    Both are looked at: a maximum can hide a lost power of ten. `given` is in cells/kg, or `None` where it is
    one of those written, or no weight is known.
    """
    amounts = [(field, amount) for field, amount in written if amount.kind == "dose_per_weight"]
    if given is not None:
        amounts.append(("dose", given))
    for field, amount in amounts:
        problem = guard_problem(amount, rule.product, field)
        if problem:
            return [problem]
    missing = no_guard(rule.product, rule.population)
    return [missing] if missing else []


def changed(rule: DoseRule, before: Amount, after: Amount, outside: bool) -> Problem:
    """The NOTE `dose.changed`; a CHECK where the dose now lies outside the range of the rule."""
    where = ", outside the range of the rule" if outside else ""
    message = f"{briefly(before)} is {rule.change}: {briefly(after)} is the dose{where}."
    severity: Severity = "check" if outside else "note"
    return Problem(
        "dose.changed", severity, "change", message, "Check it against the order.", source=rule.source
    )
