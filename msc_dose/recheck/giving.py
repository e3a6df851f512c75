"""How the final product is given: rate, duration, drops, and the clock it must keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from msc_dose.recheck.exact import ZERO, Exact
from msc_dose.recheck.handling import Clock, Handling

_SECONDS = Exact(60)


@dataclass(frozen=True, slots=True)
class Giving:
    """Rate in mL/min and duration in min, None where they do not follow; and what is wrong with them."""

    rate: Exact | None
    duration: Exact | None
    drops: Exact | None
    faults: tuple[tuple[str, str], ...] = ()


def giving(volume: Exact | None, handling: Handling) -> Giving:
    """What follows from any two of volume, rate and duration, or from the steps of a rate."""
    faults = []
    if handling.steps:
        duration, fault = _stepped(volume, handling)
        faults += [("rate.disagrees", fault)] if fault else []
        rates = [rate for rate, _ in handling.steps]
        rate = None
    else:
        rate, duration = handling.rate, handling.duration
        if volume is not None and rate is not None and duration is not None:
            if rate * duration != volume:
                faults.append(("rate.disagrees", f"finds that {rate} mL/min do not give {volume} mL in time"))
        elif volume is not None and rate is not None:
            duration = volume / rate
        elif volume is not None and duration is not None:
            rate = volume / duration
        rates = [rate] if rate is not None else []
    highest = handling.highest_rate
    if highest is not None and any(highest < rate for rate in rates):
        faults.append(("rate.above-highest", f"finds a rate above {highest} mL/min"))
    drops = None if rate is None or handling.drop_factor is None else rate * Exact(handling.drop_factor)
    return Giving(rate, duration, drops, tuple(faults))


def _stepped(volume: Exact | None, handling: Handling) -> tuple[Exact | None, str]:
    """How long the steps take for the volume: the last without an end gives the rest."""
    if volume is None:
        return None, ""
    rest, passed = volume, ZERO
    for rate, duration in handling.steps:
        if duration is None or rest <= rate * duration:
            return passed + rest / rate, ""
        rest, passed = rest - rate * duration, passed + duration
    return None, f"finds {rest} mL left after the last step"


@dataclass(frozen=True, slots=True)
class Timing:
    """The minutes in which the infusion must start, the rate that finishes in time, and the two times."""

    start_within: Exact | None
    rate_needed: Exact | None
    start_by: datetime | None
    finish_by: datetime | None
    faults: tuple[tuple[str, str], ...] = ()


def timing(clock: Clock, volume: Exact | None, found: Giving, highest: Exact | None) -> Timing:
    """What the clock asks of an infusion of this volume and duration."""
    needed = None if volume is None else volume / clock.limit
    faults = []
    within = None
    if found.duration is not None:
        if clock.limit < found.duration:
            faults.append(("clock.too-slow", f"finds that it takes {found.duration} min of {clock.limit}"))
        else:
            within = clock.limit - found.duration
    if needed is not None and highest is not None and highest < needed:
        faults.append(("clock.cannot-finish", f"finds that {needed} mL/min are needed"))
    start = finish = None
    if clock.started is not None:
        # To the whole second, and never later than it is.
        finish = later(clock.started, (clock.limit * _SECONDS).floor())
        if within is not None and found.duration is not None:
            start = later(finish, -(found.duration * _SECONDS).ceiling())
    return Timing(within, needed, start, finish, tuple(faults))


def later(when: datetime | None, seconds: int) -> datetime | None:
    """So many seconds later; None past the last day that a plan can name."""
    if when is None or abs(seconds) > 10**9:
        return None
    return when + timedelta(seconds=seconds)
