"""Dimethyl sulphoxide (DMSO): grams infused, per kg of actual weight, over a day and over 24 hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from msc_dose.derivation import Step, term
from msc_dose.dosing.checks import day_of
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.container import Dmso
from msc_dose.product.preparation.clock import check_zones
from msc_dose.product.preparation.working import ARITHMETIC, step, total, without_basis
from msc_dose.product.use import LABEL_LIMIT, Exposure
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.parts import taking
from msc_dose.scheduling import day_text

DENSITY = Decimal("1.10")
DENSITY_SOURCE = "policy: 1.10 g/mL, above the 1.095 g/mL of pure DMSO at 25 °C"
BY_WEIGHT_SOURCE = "% w/v is grams in 100 mL"
LABEL = "Hemacord label: at most 1 g of DMSO per kg and day"
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class DmsoGiven:
    """Mass of one infusion (g), and g/kg of actual weight: of it alone, of its calendar day, of 24 hours.

    The three are `None` where there is no DMSO in it and the weight is not stated.
    """

    mass: Amount
    per_weight: Amount | None
    calendar_day: Amount | None
    rolling_24_h: Amount | None
    steps: tuple[Step, ...] = ()


def dmso_mass(volume: Amount, dmso: Dmso) -> Amount:
    """Grams of DMSO in a volume (mL) of thawed product: v/v × 1.10 g/mL, w/v as grams in 100 mL.

    Source of the density: policy, above 1.095 g/mL at 25 °C.
    """
    part = taking(volume, dmso.percent)
    per_millilitre = DENSITY if dmso.of == "v/v" else Decimal(1)
    return Amount("mass", EXACT.multiply(part.numerator, per_millilitre), part.denominator)


def mass_step(identity: str, volume: Amount, dmso: Dmso) -> tuple[Amount, Step]:
    """The mass in what is taken from one container, and its working."""
    mass = dmso_mass(volume, dmso)
    inputs = (
        term("volume of thawed product", volume),
        term(f"DMSO, {dmso.of}", dmso.percent),
    )
    by_volume = dmso.of == "v/v"
    formula = "volume × % ÷ 100 × 1.10 g/mL" if by_volume else "volume × % ÷ 100 × 1 g/mL"
    source = DENSITY_SOURCE if by_volume else BY_WEIGHT_SOURCE
    return mass, step(f"{identity}: DMSO", formula, inputs, mass, source)


def exposure(
    mass: Amount,
    actual_weight: Amount | None,
    earlier: Sequence[Exposure] = (),
    on: date | datetime | None = None,
    limit: Amount = LABEL_LIMIT,
) -> DmsoGiven:
    """A mass (g) per kg of actual weight, alone, with that of its calendar day and of the 24 h before it.

    An exposure exactly 24 h before is no longer counted; where one of two moments is a date without a
    time, the day before counts. Without any DMSO no weight is needed, and no limit is passed by it. Raises
    Refusal `weight.actual-missing`, `dmso.when-missing`, `dmso.later`
    (an earlier exposure after this one), `time.zone-mixed`, `dmso.above-limit`. Source of the usual limit:
    Hemacord label, 1 g per kg and day.
    """
    if actual_weight is None and mass.numerator == 0:
        return DmsoGiven(mass, None, None, None)
    if actual_weight is None:
        message = "DMSO is counted per kg of actual body weight, which is not stated."
        fix = "Give the actual weight, whatever the basis of the dose."
        raise refuse("weight.actual-missing", "actual_weight", message, fix)
    if earlier and on is None:
        message = "Earlier DMSO is stated; when this infusion is given is not."
        raise refuse("dmso.when-missing", "on", message, "Give the date, or date and time.")
    weight = without_basis(actual_weight)
    counted = [each for each in earlier if on is not None and _within_24_h(each.when, on)]
    same_day = [each.mass for each in earlier if on is not None and _same_day(each.when, on)]
    in_24_h = [each.mass for each in counted]
    day, rolling = total([mass, *same_day]), total([mass, *in_24_h])
    steps = (
        _per_weight("DMSO per kg, this infusion", mass, [], weight),
        _per_weight("DMSO per kg, calendar day", mass, same_day, weight),
        _per_weight("DMSO per kg, rolling 24 h", mass, in_24_h, weight),
    )
    sums = {"on this calendar day": day / weight, "within 24 hours": rolling / weight}
    problems = _above(mass, mass / weight, sums, limit, _leaving(counted, on)) if mass.numerator else []
    if problems:
        raise Refusal(problems)
    return DmsoGiven(mass, mass / weight, day / weight, rolling / weight, steps)


def _per_weight(name: str, mass: Amount, more: Sequence[Amount], weight: Amount) -> Step:
    inputs = (
        term("this infusion", mass),
        *(term(f"earlier {n}", each) for n, each in enumerate(more, 1)),
        term("actual body weight", weight),
    )
    formula = "sum of the masses ÷ actual body weight" if more else "mass ÷ actual body weight"
    return step(name, formula, inputs, total([mass, *more]) / weight, ARITHMETIC)


def _pair(when: date | datetime, on: date | datetime) -> tuple[date | datetime, date | datetime]:
    """Both moments on one footing: in the zone of the infusion, or both as days."""
    if not (isinstance(when, datetime) and isinstance(on, datetime)):
        return day_of(when), day_of(on)
    check_zones(when, on)
    return (when, on) if on.utcoffset() is None else (when.astimezone(on.tzinfo), on)


def _same_day(when: date | datetime, on: date | datetime) -> bool:
    then, now = _pair(when, on)
    return day_of(then) == day_of(now)


def _within_24_h(when: date | datetime, on: date | datetime) -> bool:
    """Less than 24 hours before; of days, the same or the day before. Refusal `dmso.later` for after."""
    then, now = _pair(when, on)
    timed = isinstance(then, datetime) and isinstance(now, datetime)
    apart = _elapsed(then, now) if timed else day_of(now) - day_of(then)
    if apart < timedelta(0):
        message = f"DMSO of {when.isoformat()} is after the infusion of {on.isoformat()}."
        raise refuse("dmso.later", "earlier_dmso", message, "Correct one of the two moments.")
    return apart < DAY if timed else apart <= DAY


def _elapsed(then: date | datetime, now: date | datetime) -> timedelta:
    """Time between two moments on one footing, counted in UTC where they say their offset."""
    if not (isinstance(then, datetime) and isinstance(now, datetime)):
        raise TypeError("elapsed time is between two dates with times")
    if now.utcoffset() is None:
        return now - then
    return now.astimezone(UTC) - then.astimezone(UTC)


def _leaving(counted: Sequence[Exposure], on: date | datetime | None) -> list[str]:
    """The earlier masses that count towards this infusion, and from when on each no longer does."""
    found = []
    for each in counted:
        left = _a_day_later(each.when) if isinstance(on, datetime) else day_of(each.when) + 2 * DAY
        found.append(f"{each.mass} of {_said(each.when)} count until {_said(left)}")
    return found


def _a_day_later(when: date | datetime) -> date | datetime:
    """24 hours after a moment, as elapsed time; of a day, the end of the day after it."""
    if not isinstance(when, datetime):
        return when + 2 * DAY
    return when + DAY if when.utcoffset() is None else (when.astimezone(UTC) + DAY).astimezone(when.tzinfo)


def _said(moment: date | datetime) -> str:
    if not isinstance(moment, datetime):
        return day_text(moment)
    zone = f" (UTC{moment:%z})" if moment.utcoffset() is not None else ""
    return f"{day_text(moment.date())}, {moment:%H:%M}{zone}"


def _above(
    mass: Amount, alone: Amount, sums: Mapping[str, Amount], limit: Amount, leaving: Sequence[str]
) -> list[Problem]:
    """A STOP where a calendar day or 24 hours pass the limit, and what may be done.

    Where this infusion alone passes it, the days that it would need; else the earlier masses, and until when
    they count.
    """
    over = {when: each for when, each in sums.items() if each > limit}
    if not over:
        return []
    what = " and ".join(f"{each} {when}" for when, each in over.items())
    if alone > limit:
        days = days_needed(alone, limit)
        fix = f"At {limit} a day this infusion alone needs at least {days} days: split it, or wash the "
        fix += "product."
    else:
        fix = f"This infusion alone is {mass}, {alone}. Earlier: {'; '.join(leaving)}. Give it after that, "
        fix += "or wash the product."
    source = LABEL if limit == LABEL_LIMIT else "limit as stated"
    message = f"DMSO of {what} is above {limit} per day."
    found = stop("dmso.above-limit", "dmso", message, fix, str(max_of(list(over.values()))))
    return [replace(found, source=source)]


def max_of(amounts: Sequence[Amount]) -> Amount:
    """The largest of some amounts; there is at least one."""
    largest = amounts[0]
    for each in amounts[1:]:
        largest = each if each > largest else largest
    return largest


def days_needed(per_weight: Amount, limit: Amount) -> int:
    """The least number of days over which so much DMSO (g/kg) keeps within the limit (g/kg and day)."""
    top, bottom = per_weight.numerator.as_integer_ratio()
    over, under = limit.numerator.as_integer_ratio()
    if over == 0:
        raise refuse("number.zero", "dmso_limit", "A limit of nothing allows no DMSO.", "Give the limit.")
    return max(1, -(-(top * under * limit.denominator) // (bottom * per_weight.denominator * over)))
