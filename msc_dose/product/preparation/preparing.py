"""From a calculated dose to what goes into the vein: containers, volumes, dilution, DMSO, rate, clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Inexact
from typing import TYPE_CHECKING, Any, TypeVar

from msc_dose.derivation import Derivation
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.container import Content
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit, Verdict, check_limits, verdicts
from msc_dose.product.preparation.clock import ClockTimes, clock_times
from msc_dose.product.preparation.dilution import Diluted, Part, dilute
from msc_dose.product.preparation.dispensing import Dispensed, Drawn, Option
from msc_dose.product.preparation.dmso import DmsoGiven
from msc_dose.product.preparation.exposing import exposed
from msc_dose.product.preparation.judging import compared, results, whole_without_limit
from msc_dose.product.preparation.rates import Drops, Timing, timing
from msc_dose.product.preparation.supply import Supplied, Wanted
from msc_dose.product.preparation.supplying import supplied
from msc_dose.product.use import LABEL_LIMIT, Exposure
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.rounded import Rounded

if TYPE_CHECKING:
    from msc_dose.dosing.dose import Dose

__all__ = ["Drawn", "Preparation", "Supply", "prepare"]

NOTHING_WORKED = Derivation()
Supply = Content | tuple[tuple[str, Content], ...]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is thawed, drawn, diluted and given for one dose; `None` is "not known".

    `need` is the calculated dose. Cells are counted as the dose counts them, but `cells_to_thaw`, which
    counts as the container does. Volumes in mL, `rate` in mL/min, `duration` in min, `dmso` in g and g/kg
    of actual weight. `delivered` is in the final product, `infused` reaches the vein. `available` is what
    the containers used can give in all. `left_out` says which containers of a stock are not used, and why.
    """

    need: Amount
    cells_to_thaw: Rounded | None = None
    containers_to_thaw: int | None = None
    containers: tuple[Drawn, ...] = ()
    withdrawal_volume: Rounded | None = None
    delivered: Amount | None = None
    per_weight: Amount | None = None
    percent_of_dose: Amount | None = None
    infused: Amount | None = None
    diluent_volume: Amount | None = None
    final_volume: Amount | None = None
    final_concentration: Amount | None = None
    parts: tuple[Part, ...] = ()
    dmso: DmsoGiven | None = None
    rate: Amount | None = None
    duration: Amount | None = None
    drops_per_minute: Drops | None = None
    clock: ClockTimes | None = None
    options: tuple[Option, ...] = ()
    left_out: tuple[Any, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    available: Amount | None = None
    volume_per_weight: Amount | None = None
    derivation: Derivation = NOTHING_WORKED
    problems: tuple[Problem, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The preparation as a plain mapping, ready for JSON."""
        from msc_dose.product.document import preparation_document

        return preparation_document(self)


def prepare(
    dose: Dose | Amount,
    supply: Supply,
    handling: Handling,
    limits: Sequence[Limit] = (),
    *,
    weight: Amount | None = None,
    actual_weight: Amount | None = None,
    maximum: Amount | None = None,
    earlier_dmso: Sequence[Exposure] = (),
    dmso_limit: Amount = LABEL_LIMIT,
    on: date | datetime | None = None,
    planned: Preparation | None = None,
) -> Preparation:
    """Everything between a calculated dose and the vein, exactly, with its working.

    `dose` is the Dose or its cells. `supply` is the content of one container, of which there are as many as
    needed, or the containers of a stock in order of use. `weight` (kg) is the dosing weight, `actual_weight`
    the one DMSO is counted on; `maximum` (cells) is never passed. With `planned`, the containers are thawed
    and `supply` is what was measured in them: a shortfall is then a CHECK, for thawing cannot be undone.

    Raises one Refusal naming every STOP found: those of content and conversion, `dose.shortfall`,
    `preparation.none-fits`, `preparation.above-maximum`, and those of dilution, DMSO, rate and clock.
    """
    need = dose if isinstance(dose, Amount) else dose.cells
    check_limits(limits)
    try:
        making = _Making(Wanted(need, handling, tuple(limits), weight, maximum), actual_weight)
        return making.made(supply, tuple(earlier_dmso), dmso_limit, on, planned)
    except Inexact:
        raise _too_long() from None
    except Refusal as refusal:
        if set(refusal.codes) <= {"number.too-long", "number.out-of-range"}:
            raise _too_long() from None
        raise


def _too_long() -> Refusal:
    """Exact sums over many containers of awkward volumes outgrow what is kept exactly."""
    message = "The exact numbers of this preparation have too many digits to be kept exactly."
    fix = "State concentrations in place of volumes, fewer digits, or use fewer containers."
    return refuse("number.too-long", "container", message, fix)


class _Making:
    """One preparation in the making: each chapter is tried, and what stops it is gathered."""

    def __init__(self, wanted: Wanted, actual_weight: Amount | None) -> None:
        self.wanted, self.actual_weight = wanted, actual_weight
        self.stops: list[Problem] = []

    def attempt(self, chapter: Callable[[], Result]) -> Result | None:
        """The chapter's result, or `None` with its STOPs kept."""
        try:
            return chapter()
        except Refusal as refusal:
            self.stops += refusal.problems
            return None

    def made(
        self,
        supply: Supply,
        earlier: tuple[Exposure, ...],
        dmso_limit: Amount,
        on: date | datetime | None,
        planned: Preparation | None,
    ) -> Preparation:
        """All chapters in order; one Refusal where any of them stops."""
        taken = supplied(self.wanted, supply, planned)
        out = taken.dispensed
        diluted = self.attempt(lambda: self._diluted(out))
        given = self.attempt(lambda: exposed(out, diluted, self.actual_weight, earlier, on, dmso_limit))
        final = diluted.final_volume if diluted else None
        timed = self.attempt(lambda: timing(final, self.wanted.handling))
        clock = self.attempt(lambda: self._clock(final, timed))
        if self.stops:
            raise Refusal(self.stops)
        return self._finished(taken, diluted, given or (None, (), ()), timed, clock, planned)

    def _diluted(self, out: Dispensed) -> Diluted | None:
        if self.wanted.handling.dispense is None:
            return None
        pooled = None if out.volume is None else out.volume.value
        return dilute(pooled, out.delivered, self.wanted.handling)

    def _clock(self, final: Amount | None, timed: Timing | None) -> ClockTimes | None:
        if self.wanted.handling.clock is None or timed is None:
            return None
        return clock_times(
            self.wanted.handling.clock, final, timed.duration, self.wanted.handling.highest_rate
        )

    def _finished(
        self,
        taken: Supplied,
        diluted: Diluted | None,
        dmso: tuple[DmsoGiven | None, tuple[Any, ...], tuple[Problem, ...]],
        timed: Timing | None,
        clock: ClockTimes | None,
        planned: Preparation | None,
    ) -> Preparation:
        out, (given, dmso_steps, dmso_problems) = taken.dispensed, dmso
        made = Preparation(
            self.wanted.need,
            taken.cells_to_thaw,
            taken.containers_to_thaw,
            out.containers,
            out.volume,
            out.delivered,
            dmso=given,
            clock=clock,
            options=out.options,
            available=taken.available,
        )
        if diluted is not None:
            made = replace(
                made,
                infused=diluted.infused,
                diluent_volume=diluted.diluent_volume,
                final_volume=diluted.final_volume,
                final_concentration=diluted.concentration,
                parts=diluted.parts,
            )
        if timed is not None:
            made = replace(made, rate=timed.rate, duration=timed.duration, drops_per_minute=timed.drops)
        made, comparing = compared(made, self.wanted.weight)
        judged, told = verdicts(results(made, taken.viability, planned), self.wanted.limits)
        chapters = (diluted, timed, clock)
        steps = [*taken.steps, *out.steps, *comparing]
        steps += [*(diluted.steps if diluted else ()), *dmso_steps]
        steps += [*(timed.steps if timed else ()), *(clock.steps if clock else ())]
        problems = [*taken.problems, *out.problems, *dmso_problems, *told]
        problems += [problem for each in chapters for problem in getattr(each, "problems", ())]
        problems += whole_without_limit(made, self.wanted.limits, self.wanted.handling)
        return replace(
            made,
            verdicts=judged,
            derivation=Derivation(tuple(steps)),
            problems=tuple(dict.fromkeys(problems)),
        )
