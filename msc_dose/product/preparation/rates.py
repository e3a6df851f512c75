"""How fast and how long: any two of volume, rate and time give the third; steps; drops per minute."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from msc_dose.derivation import NOT_ROUNDED, Step, Term, term
from msc_dose.dosing.known import KEPT
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.handling import Handling, RateStep
from msc_dose.product.preparation.working import ARITHMETIC, number_term, step
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain


@dataclass(frozen=True, slots=True)
class Drops:
    """Drops per minute: an exact number, kept as the flow rate in mL/min that has the same number."""

    number: Amount

    @property
    def shown_value(self) -> Decimal:
        """The number as it is written out, cut to 12 significant digits where it does not end."""
        return self.number.shown_value

    def __str__(self) -> str:
        """The number in plain digits."""
        return plain(self.shown_value)


@dataclass(frozen=True, slots=True)
class Timing:
    """Volume (mL), rate (mL/min), duration (min) and drops per minute, as far as they are known.

    A stepped infusion has no one rate: `rate` and `drops` are `None`, and `rate_steps` has the steps that
    are reached, each with its duration.
    """

    volume: Amount | None
    rate: Amount | None
    duration: Amount | None
    drops: Drops | None = None
    rate_steps: tuple[RateStep, ...] = ()
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()


def timing(volume: Amount | None, handling: Handling) -> Timing:
    """Rate, duration and drops per minute for a volume (mL; `None`: not known).

    Raises one Refusal naming `rate.disagrees` (all three stated, and not one infusion) and
    `rate.above-highest`.
    """
    found = _stepped(volume, handling.steps) if handling.steps else _plain(volume, handling)
    rates = tuple(each.rate for each in handling.steps) or _rates(found)
    too_fast = [problem for rate in rates for problem in _above(rate, handling.highest_rate)]
    if too_fast:
        raise Refusal(too_fast)
    if handling.drop_factor is None:
        return found
    return _dropping(found, handling.drop_factor)


def drops_per_minute(rate: Amount, drop_factor: int) -> Drops:
    """Drops per minute: rate (mL/min) × drops per mL."""
    return Drops(rate * drop_factor)


def _plain(volume: Amount | None, handling: Handling) -> Timing:
    rate, duration = handling.rate, handling.duration
    if rate is not None and duration is not None:
        given = rate * duration
        if volume is not None and given != volume:
            raise _disagrees(volume, given, f"{rate} for {duration}", "rate")
        inputs = (term("rate", rate), term("duration", duration))
        made = step("volume given in that time", "rate × duration", inputs, given, ARITHMETIC)
        return Timing(given, rate, duration, steps=(made,))
    if volume is None:
        return Timing(None, rate, duration)
    if rate is not None:
        return _with(volume, rate, volume / rate, _whole(handling))
    return _with(volume, None, duration, _whole(handling))


def _whole(handling: Handling) -> str:
    """The final volume in words: rate and time are of all of it, also of what stays behind."""
    stays = handling.hold_up is not None and handling.hold_up.numerator
    return "final volume, hold-up included" if stays else "final volume"


def _with(volume: Amount, rate: Amount | None, duration: Amount | None, which: str) -> Timing:
    if duration is None:
        return Timing(volume, None, None)
    if rate is not None:
        inputs = (term(which, volume), term("rate", rate))
        made = step("duration", "final volume ÷ rate", inputs, duration, ARITHMETIC)
        return Timing(volume, rate, duration, steps=(made,))
    rate = volume / duration
    inputs = (term(which, volume), term("duration", duration))
    return Timing(
        volume, rate, duration, steps=(step("rate", "final volume ÷ duration", inputs, rate, ARITHMETIC),)
    )


def _stepped(volume: Amount | None, stated: tuple[RateStep, ...]) -> Timing:
    """The steps until the volume is in; the last without an end takes what is left."""
    if volume is None:
        return Timing(None, None, None, rate_steps=stated)
    left, reached, steps = volume, [], []
    for number, each in enumerate(stated, 1):
        if left.numerator == 0:
            break
        one, rest, made = _one_step(number, left, each)
        reached.append(one)
        steps.append(made)
        left = rest
    if left.numerator:
        raise _disagrees(volume, volume - left, "the steps", "rate_steps")
    durations = [each.duration for each in reached if each.duration is not None]
    duration = durations[0]
    for more in durations[1:]:
        duration = duration + more
    terms = tuple(term(f"step {n}", each) for n, each in enumerate(durations, 1))
    steps.append(step("duration", "sum of the durations of the steps", terms, duration, ARITHMETIC))
    problems = () if len(reached) == len(stated) else (_not_reached(len(reached) + 1, volume),)
    return Timing(volume, None, duration, None, tuple(reached), tuple(steps), problems)


def _one_step(number: int, left: Amount, each: RateStep) -> tuple[RateStep, Amount, Step]:
    """One step, cut where the volume is in: how long it lasts, what is left after it, its working."""
    needed = left / each.rate
    duration = needed if each.duration is None or needed < each.duration else each.duration
    which = "final volume" if number == 1 else f"final volume left after step {number - 1}"
    inputs = [term(which, left), term(f"rate of step {number}", each.rate)]
    formula = f"{which} ÷ rate"
    if each.duration is not None:
        inputs.append(term(f"stated duration of step {number}", each.duration))
        formula += ", not more than the stated duration"
    made = step(f"duration of step {number}", formula, tuple(inputs), duration, ARITHMETIC)
    given = each.rate * duration
    return RateStep(each.rate, duration), left - given, made


def _rates(found: Timing) -> tuple[Amount, ...]:
    if found.rate_steps:
        return tuple(each.rate for each in found.rate_steps)
    return () if found.rate is None else (found.rate,)


def _above(rate: Amount, highest: Amount | None) -> list[Problem]:
    if highest is None or rate <= highest:
        return []
    message = f"{rate} is above the highest rate, {highest}."
    fix = "Give it more slowly, or a smaller volume."
    return [stop("rate.above-highest", "rate", message, fix, str(rate))]


def _dropping(found: Timing, factor: int) -> Timing:
    made, drops = [], None
    for number, rate in enumerate(_rates(found), 1):
        name = f"drops per minute of step {number}" if found.rate_steps else "drops per minute"
        drops = drops_per_minute(rate, factor)
        inputs = (term("rate", rate), number_term("drops per mL", factor, "drops/mL"))
        made.append(_drops_step(name, inputs, drops))
    one = None if found.rate_steps else drops
    return replace(found, drops=one, steps=(*found.steps, *made))


def _drops_step(name: str, inputs: tuple[Term, ...], drops: Drops) -> Step:
    result = Term(name, str(drops), "drops/min")
    rounding = NOT_ROUNDED if drops.number.exact else KEPT
    return Step(name, "rate × drops per mL", inputs, result, result.value, rounding, ARITHMETIC)


def _disagrees(volume: Amount, given: Amount, how: str, field: str) -> Refusal:
    message = f"{how} give {given}; the final volume is {volume}."
    fix = "State two of volume, rate and time; the third follows."
    return refuse("rate.disagrees", field, message, fix)


def _not_reached(number: int, volume: Amount) -> Problem:
    message = f"{volume} are in before step {number} of the rate begins."
    fix = "Check the steps against the volume."
    return Problem("rate.step-not-reached", "note", "rate_steps", message, fix)
