"""Which containers of a stock for one infusion, in order of use, and for each other one why not.

Drawn from: the fewest containers that suffice; of these the first to expire; of these the least waste; then
the order of identity. Whole: nearest to the dose inside its limits, ties lower; then fewest, first to expire,
identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msc_dose.derivation import Step, step, term
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.allocation.choosing import Choice, Demand, choose
from msc_dose.product.allocation.eligibility import (
    LeftOut,
    Sorted,
    Usable,
    allergy_problems,
    reasons,
    sort_out,
)
from msc_dose.product.allocation.expiry import expires
from msc_dose.product.container import Container
from msc_dose.product.preparation.working import total
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import percent_of
from msc_dose.quantity.writer import briefly

POLICY = "policy: first expiry and fewest containers, least waste among equals"


@dataclass(frozen=True, slots=True)
class Allocation:
    """The containers for one infusion in order of use (first expiry first, then identity).

    `cells` is what each of them gives, `held` their sum; `waste` is what is left of it after the dose is
    drawn (`None` for whole containers). Every other container of the stock is in `left_out` once.
    """

    chosen: tuple[Container, ...]
    cells: tuple[Amount, ...]
    held: Amount
    waste: Amount | None
    left_out: tuple[LeftOut, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def allocate(
    need: Amount,
    stock: Iterable[Container],
    on: date,
    *,
    recipient: str | None,
    dispense: str,
    low: Amount | None = None,
    high: Amount | None = None,
    maximum: Amount | None = None,
    allergies: tuple[str, ...] | None = None,
    taken: Mapping[str, str] | frozenset[str] = frozenset(),
    today: date | None = None,
) -> Allocation:
    """The containers for a dose of `need` cells infused on a date (or date and time).

    `low`, `high` and `maximum` (cells) limit what whole containers hold; drawing gives the dose itself.
    `taken` holds the identities that are reserved, or a mapping of each to what for (`infusion 2`). A CHECK
    is given where allergies or contents are unknown, a NOTE `allocation.waste-not-proven` where the choices
    are too many to try. Raises Refusal `stock.shortfall`, `stock.none-fits`, and those of `Demand` and
    `sort_out`.
    """
    demand = Demand(need, dispense, low, high, maximum)
    sorted_out = sort_out(stock, need, on, recipient=recipient, today=today, allergies=allergies)
    names = taken if isinstance(taken, Mapping) else dict.fromkeys(taken, "another infusion")
    usable, reserved = without_reserved(sorted_out.usable, names)
    choice = choose(usable, demand)
    left_out = (*sorted_out.left_out, *reserved)
    if not choice.places:
        raise refused(choice, demand, left_out)
    return allocation_of(choice, Sorted(usable, left_out), demand, allergies)


def without_reserved(
    usable: Sequence[Usable], names: Mapping[str, str]
) -> tuple[tuple[Usable, ...], tuple[LeftOut, ...]]:
    """The usable containers that are not reserved, and the others with what they are reserved for."""
    free = tuple(each for each in usable if each.container.identity not in names)
    held = (each.container.identity for each in usable if each.container.identity in names)
    return free, tuple(LeftOut(name, "container.reserved", f"reserved for {names[name]}") for name in held)


def allocation_of(
    choice: Choice, sorted_out: Sorted, demand: Demand, allergies: tuple[str, ...] | None
) -> Allocation:
    """The allocation of a choice among usable containers."""
    chosen = [sorted_out.usable[i] for i in choice.places]
    containers = tuple(each.container for each in chosen)
    held = total([each.cells for each in chosen])
    waste = held - demand.need if demand.dispense == "draw" else None
    left_out = [*sorted_out.left_out, *_not_needed(sorted_out.usable, choice.places, demand)]
    problems = allergy_problems(containers, allergies)
    return Allocation(
        containers,
        tuple(each.cells for each in chosen),
        held,
        waste,
        tuple(sorted(left_out, key=lambda each: each.identity)),
        _steps(chosen, held, waste, demand),
        problems if choice.proven else (*problems, _not_proven(demand)),
    )


def refused(choice: Choice, demand: Demand, left_out: Sequence[LeftOut]) -> Refusal:
    """Why nothing serves the demand: too little, or no sum of whole containers inside the limits."""
    others = f"Left out: {reasons(left_out)}."
    if choice.held < demand.need and (demand.low is None or choice.held < demand.low):
        missing = demand.need - choice.held
        message = (
            f"The usable containers hold {said(choice.held)} of {said(demand.need)}: "
            f"{said(missing)} are missing, "
            f"{percent_of(missing, demand.need)} of the dose. {others}"
        )
        return refuse("stock.shortfall", "stock", message, "Find more containers, or order another dose.")
    below, above = (said(amount) if amount else "none" for amount in (choice.below, choice.above))
    found = "" if choice.proven else " Not every choice could be tried."
    given = (("at least", demand.low), ("at most", demand.most))
    limits = " and ".join(f"{words} {said(limit)}" for words, limit in given if limit is not None)
    message = (
        f"No whole containers together hold {limits}: "
        f"the nearest below is {below}, the nearest above {above}.{found} {others}"
    )
    return refuse("stock.none-fits", "stock", message, "Draw the dose, or order one that fits.")


def said(amount: Amount) -> str:
    """An amount in words, once; one that was cut short says that it is about so many."""
    return briefly(amount) if amount.exact else str(amount)


def _not_needed(usable: Sequence[Usable], places: Sequence[int], demand: Demand) -> list[LeftOut]:
    """Each usable container that is not chosen, with the rule by which it is not."""
    dates = {expires(usable[i].container) for i in places}
    last, skipped, found = max(dates), set(places), []
    for i, each in enumerate(usable):
        if i in skipped:
            continue
        own = expires(each.container)
        if demand.dispense == "whole":
            why = "not needed: the choice is nearer to the dose, of fewer containers, or expires first"
        elif own > last:
            why = "not needed: it expires later than those chosen"
        elif own in dates:
            why = "not needed: others of its expiry are fuller, leave less waste or come first by identity"
        else:
            why = f"not needed: with one more of its expiry, more than {len(places)} would be needed"
        found.append(LeftOut(each.container.identity, "container.not-needed", why))
    return found


def _steps(chosen: Sequence[Usable], held: Amount, waste: Amount | None, demand: Demand) -> tuple[Step, ...]:
    each = tuple(term(f"{one.container.identity}, expires {_expiry(one)}", one.cells) for one in chosen)
    asked = term("dose", demand.need)
    if waste is None:
        limits = [("least allowed", demand.low), ("most allowed", demand.most)]
        given = tuple(term(name, limit) for name, limit in limits if limit is not None)
        formula = "the sum nearest to the dose inside its limits, ties lower; fewest; first expiry; identity"
        policy = "policy: nearest to the dose, never above the maximum"
        return (step("cells in the whole containers chosen", formula, (asked, *given, *each), held, policy),)
    formula = "fewest containers that hold the dose; first expiry; least waste; identity: their sum"
    sums = (term("in the containers", held), asked)
    return (
        step("cells in the containers chosen", formula, (asked, *each), held, POLICY),
        step("cells left after the dose is drawn", "in the containers − dose", sums, waste, "arithmetic"),
    )


def _expiry(one: Usable) -> str:
    expiry = one.container.expiry
    return expiry if isinstance(expiry, str) else expiry.isoformat()


def _not_proven(demand: Demand) -> Problem:
    best = "leaves the least waste" if demand.dispense == "draw" else "is the nearest to the dose"
    message = (
        f"There are too many choices to try them all; that this one {best}, or comes first, is not proven."
    )
    if demand.dispense == "draw":
        message += " That it needs the fewest containers, and those that expire first, is."
    fix = "Nothing, where this choice will do."
    return Problem("allocation.waste-not-proven", "note", "stock", message, fix, source="policy")
