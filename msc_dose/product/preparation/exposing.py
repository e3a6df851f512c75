"""The dimethyl sulphoxide of one preparation: of every container drawn from, as far as it is infused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msc_dose.derivation import Step, term
from msc_dose.problems import Problem, Severity
from msc_dose.product.preparation.dilution import Diluted
from msc_dose.product.preparation.dispensing import Dispensed, Drawn
from msc_dose.product.preparation.dmso import DmsoGiven, exposure, mass_step
from msc_dose.product.preparation.working import ARITHMETIC, in_proportion, step, total
from msc_dose.product.use import Exposure
from msc_dose.quantity.amount import Amount

Exposed = tuple[DmsoGiven | None, tuple[Step, ...], tuple[Problem, ...]]


def exposed(
    out: Dispensed,
    diluted: Diluted | None,
    actual_weight: Amount | None,
    earlier: Sequence[Exposure],
    on: date | datetime | None,
    limit: Amount,
) -> Exposed:
    """DMSO of what is infused; where what stays behind is not stated, of all that is prepared.

    Not stated for any container: no DMSO is told, NOTE `dmso.not-stated`; for some only: a CHECK. Raises
    the Refusals of `exposure`.
    """
    unknown = [each.identity for each in out.containers if each.dmso is None]
    if unknown:
        return None, (), (_not_stated(unknown, len(out.containers)),)
    found = [_mass(each) for each in out.containers]
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None, (), ()
    masses = [mass for mass, _ in known]
    mass, infused = _infused(total(masses), out.containers, masses, diluted)
    given = exposure(mass, actual_weight, earlier, on, limit)
    return given, (*(made for _, made in known), *infused, *given.steps), ()


def _mass(each: Drawn) -> tuple[Amount, Step] | None:
    if each.dmso is None or each.product is None:
        return None
    return mass_step(each.identity, each.product, each.dmso)


def _infused(
    mass: Amount, containers: Sequence[Drawn], masses: Sequence[Amount], diluted: Diluted | None
) -> tuple[Amount, tuple[Step, ...]]:
    """The part of the mass that reaches the vein, and the working."""
    inputs = tuple(term(f"in {each.identity}", one) for each, one in zip(containers, masses, strict=True))
    steps = (step("DMSO prepared", "sum of the DMSO of the containers", inputs, mass, ARITHMETIC),)
    final = diluted.final_volume if diluted else None
    volume = diluted.infused_volume if diluted else None
    if final is None or volume is None or volume == final:
        return mass, steps
    part = in_proportion(mass, volume, final)
    of = (
        term("DMSO prepared", mass),
        term("final volume − hold-up", volume),
        term("final volume", final),
    )
    formula = "DMSO prepared × (final volume − hold-up) ÷ final volume"
    return part, (*steps, step("DMSO infused", formula, of, part, ARITHMETIC))


def _not_stated(unknown: Sequence[str], number: int) -> Problem:
    which = "the product" if len(unknown) == number else ", ".join(unknown)
    severity: Severity = "note" if len(unknown) == number else "check"
    message = f"How much DMSO is in {which} is not stated, so no DMSO can be told."
    fix = "Give its percentage and whether that is v/v or w/v; 0 % where there is none."
    return Problem("dmso.not-stated", severity, "dmso", message, fix)
