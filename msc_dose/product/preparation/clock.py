"""How long a container may be kept: when to start, when to be finished, and the rate that needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from msc_dose.derivation import Step, Term, term
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.handling import Clock
from msc_dose.product.preparation.working import ARITHMETIC, rounded_step, step
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.rounded import Rounded, up

TO_THE_SECOND = "down to the whole second"
RATE_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """What a clock asks for: times in min, the rate in mL/min, moments once its zero is known.

    `start_within` is the time from zero in which the infusion must start, `rate_needed` the least rate
    that gives the whole volume within the limit; each is `None` where volume or duration is not known.
    """

    zero: str
    limit: Amount
    start_within: Amount | None
    rate_needed: Amount | None
    start_by: datetime | None
    finish_by: datetime | None
    steps: tuple[Step, ...] = ()


def clock_times(
    clock: Clock, volume: Amount | None, duration: Amount | None, highest_rate: Amount | None = None
) -> ClockTimes:
    """When an infusion of this volume (mL) and duration (min) must start and end by this clock.

    Raises one Refusal naming `clock.too-slow` (the duration passes the limit), `clock.cannot-finish` (even
    the highest rate would).
    """
    needed = None if volume is None else volume / clock.limit
    found = [
        *_too_slow(clock, duration, needed, highest_rate),
        *_cannot_finish(clock.limit, needed, highest_rate),
    ]
    if found:
        raise Refusal(found)
    steps = []
    if volume is not None and needed is not None:
        inputs = (term("final volume", volume), term("time limit", clock.limit))
        least = least_rate(needed)
        steps.append(rounded_step("rate needed", "final volume ÷ time limit", inputs, least, clock.source))
    within = None if duration is None else clock.limit - duration
    if duration is not None and within is not None:
        inputs = (term("time limit", clock.limit), term("duration", duration))
        name = f"start within, from {clock.zero}"
        steps.append(step(name, "time limit − duration", inputs, within, clock.source))
    finish = finish_by(clock)
    start = None if finish is None or duration is None else _earlier(finish, duration)
    steps += _moments(clock, duration, start, finish)
    return ClockTimes(clock.zero, clock.limit, within, needed, start, finish, tuple(steps))


def least_rate(needed: Amount) -> Rounded:
    """A least rate (mL/min), rounded up, so that the rate shown is enough; the rule names the exact one.

    Source: policy, to 0.01 mL/min.
    """
    rule = f"up to {RATE_STEP} mL/min"
    return up(needed, RATE_STEP, rule if needed.exact else f"{rule}; exactly {_as_fraction(needed)} mL/min")


def _as_fraction(rate: Amount) -> str:
    top, bottom = rate.numerator.as_integer_ratio()
    return f"{top}/{bottom * rate.denominator}"


def _rounded_up(least: Rounded) -> str:
    """The least rate in words, with the exact one beside it where it was rounded."""
    if least.value == least.unrounded:
        return str(least)
    exact = str(least.unrounded) if least.unrounded.exact else f"{_as_fraction(least.unrounded)} mL/min"
    return f"{least} (rounded up from exactly {exact})"


def finish_by(clock: Clock) -> datetime | None:
    """When the infusion must have ended, down to the whole second; `None` until the clock has started."""
    if clock.started is None:
        return None
    return _shifted(clock.started, _seconds(clock.limit))


def rate_needed(clock: Clock, now: datetime, volume: Amount, highest_rate: Amount | None = None) -> Amount:
    """The rate (mL/min) that gives a volume in the time that is left of a started clock at this moment.

    Raises Refusal `clock.not-started`, `clock.run-out`, `clock.cannot-finish`, `time.zone-mixed`.
    """
    finish = finish_by(clock)
    if finish is None:
        message = f"When the clock started ({clock.zero}) is not stated."
        raise refuse("clock.not-started", "started", message, "Give the date and time.")
    check_zones(finish, now)
    left = _utc(finish) - _utc(now)
    seconds = left.days * 86_400 + left.seconds
    if seconds <= 0:
        message = f"The time from {clock.zero} ran out at {finish.isoformat(' ')}."
        raise refuse(
            "clock.run-out", "started", message, "The product may not be given; ask who released it."
        )
    minutes = Amount("duration", Decimal(seconds), 60)
    needed = volume / minutes
    problems = _cannot_finish(minutes, needed, highest_rate)
    if problems:
        raise Refusal(problems)
    return needed


def first_to_finish(clocks: Iterable[tuple[str, Clock]]) -> tuple[str, datetime]:
    """Of the containers' own clocks the one that must be finished first: identity and moment.

    Raises Refusal `clock.not-started` where one has no start, `time.zone-mixed`.
    """
    found: tuple[str, datetime] | None = None
    for identity, clock in clocks:
        finish = finish_by(clock)
        if finish is None:
            message = f"When the clock of {identity} started ({clock.zero}) is not stated."
            raise refuse("clock.not-started", "started", message, "Give the date and time.")
        if found is not None:
            check_zones(found[1], finish)
        if found is None or _utc(finish) < _utc(found[1]):
            found = identity, finish
    if found is None:
        raise TypeError("there is at least one container")
    return found


def check_zones(one: datetime, other: datetime) -> None:
    """Refusal `time.zone-mixed` where one of two moments has an offset from UTC and the other has none."""
    if (one.utcoffset() is None) != (other.utcoffset() is None):
        message = f"Of {one.isoformat()} and {other.isoformat()} only one says its offset from UTC."
        raise refuse("time.zone-mixed", "started", message, "Give both with offset, or both without.")


def _utc(moment: datetime) -> datetime:
    """Elapsed time is counted in UTC: between two wall times an hour may be missing or double."""
    return moment if moment.utcoffset() is None else moment.astimezone(UTC)


def _shifted(moment: datetime, seconds: int) -> datetime:
    later = _utc(moment) + timedelta(seconds=seconds)
    return later if moment.utcoffset() is None else later.astimezone(moment.tzinfo)


def _seconds(duration: Amount, up: bool = False) -> int:
    """Whole seconds in a duration: down, or up where it is to be taken off."""
    top, bottom = duration.numerator.as_integer_ratio()
    whole, rest = divmod(top * 60, bottom * duration.denominator)
    return whole + bool(up and rest)


def _earlier(finish: datetime, duration: Amount) -> datetime:
    return _shifted(finish, -_seconds(duration, up=True))


def _moments(
    clock: Clock, duration: Amount | None, start: datetime | None, finish: datetime | None
) -> list[Step]:
    """Working of the two moments, as soon as the clock has started."""
    if clock.started is None or finish is None:
        return []
    zero = Term(clock.zero, clock.started.isoformat(), "date")
    inputs: tuple[Term, ...] = (zero, term("time limit", clock.limit))
    result = Term("finish by", finish.isoformat(), "date")
    steps = [
        Step(
            "finish by",
            f"{clock.zero} + time limit",
            inputs,
            result,
            result.value,
            TO_THE_SECOND,
            clock.source,
        )
    ]
    if start is not None and duration is not None:
        inputs = (result, term("duration", duration))
        result = Term("start by", start.isoformat(), "date")
        steps.append(
            Step("start by", "finish by − duration", inputs, result, result.value, TO_THE_SECOND, ARITHMETIC)
        )
    return steps


def _too_slow(
    clock: Clock, duration: Amount | None, needed: Amount | None, highest: Amount | None
) -> list[Problem]:
    if duration is None or duration <= clock.limit:
        return []
    message = f"The infusion takes {duration}; {clock.limit} from {clock.zero} are allowed."
    fix = "Shorten it."
    if needed is not None:
        least = least_rate(needed)
        # Between the exact rate and the next hundredth may lie the highest rate: then that one is enough.
        between = highest is not None and needed <= highest < least.value
        fix = f"At least {highest if between else _rounded_up(least)} are needed from {clock.zero} on."
    return [stop("clock.too-slow", "keep", message, fix, str(duration))]


def _cannot_finish(left: Amount, needed: Amount | None, highest: Amount | None) -> list[Problem]:
    if needed is None or highest is None or needed <= highest:
        return []
    least = least_rate(needed)
    message = f"{_rounded_up(least)} would be needed to finish within {left}; the highest rate is {highest}."
    fix = "Use a smaller volume, or thaw containers one after the other."
    return [stop("clock.cannot-finish", "highest_rate", message, fix, str(needed))]
