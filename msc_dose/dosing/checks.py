"""What a value of the patient may be: kind, basis, limits, words and moments, each refused by its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.quantity.amount import Amount, describe
from msc_dose.quantity.kinds import kind_of

LOWEST_HEIGHT, HIGHEST_HEIGHT = Decimal(30), Decimal(250)
HEIGHT_POLICY = "policy: heights from 30 to 250 cm"
OLDEST = 130


def check_basis(amount: Amount, basis: str | None, whose: str) -> None:
    """Raise Refusal `weight.basis-differs` where an amount says another basis than the one stated."""
    if basis is None or amount.basis in (None, basis):
        return
    message = f"{whose} is {basis}, but {amount} says {amount.basis}."
    fix = "Give the weight that the dose is ordered for."
    raise refuse("weight.basis-differs", "basis", message, fix)


def check_kind(amount: Amount, kind: str, field: str) -> Amount:
    """The amount itself when it is of this kind; else Refusal `unit.wrong-kind` naming the field."""
    if not isinstance(amount, Amount):
        raise TypeError(f"{field} is an Amount here, not {type(amount).__name__}")
    if amount.kind != kind:
        wanted = kind_of(kind)
        message = f"{describe(amount)} stands where a {wanted.noun} belongs."
        raise refuse(
            "unit.wrong-kind", field, message, f"Give a {wanted.noun} in {wanted.unit}.", str(amount)
        )
    problem = kind_of(kind).outside(amount.value, field, str(amount))
    if problem:
        raise Refusal([problem])
    return amount


def check_moment(moment: object, field: str) -> None:
    """TypeError for anything but a date or a datetime."""
    if not isinstance(moment, date):
        raise TypeError(f"{field} takes a date or datetime, not {type(moment).__name__}")


def day_of(moment: date | datetime) -> date:
    """The day of a date or datetime, in the datetime's own zone."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_after(one: date | datetime, other: date | datetime) -> bool:
    """Whether one is later: by the clock where both state a time, else by the day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        zoned = [moment.utcoffset() is not None for moment in (one, other)]
        if zoned[0] == zoned[1]:
            return one > other
    return day_of(one) > day_of(other)


def check_height(height: Amount | None) -> None:
    """Raise Refusal `height.implausible` outside 30 to 250 cm (policy), `unit.wrong-kind`."""
    if height is None:
        return
    value = check_kind(height, "height", "height").value
    if not LOWEST_HEIGHT <= value <= HIGHEST_HEIGHT:
        message = f"{height} is outside the limits of a height, {LOWEST_HEIGHT} to {HIGHEST_HEIGHT} cm."
        fix = "Check the number and its unit."
        raise Refusal(
            [Problem("height.implausible", "stop", "height", message, fix, str(height), HEIGHT_POLICY)]
        )


def check_age(age: int | None) -> None:
    """Raise Refusal `age.implausible` outside 0 to 130 years (policy); TypeError but for whole years."""
    if age is None:
        return
    if isinstance(age, bool) or not isinstance(age, int):
        raise TypeError(f"age is a whole number of years, not {type(age).__name__}")
    if not 0 <= age <= OLDEST:
        message = f"{age} years is no age of a patient: 0 to {OLDEST}."
        fix = "Give whole years; 0 in the first year of life."
        source = f"policy: ages from 0 to {OLDEST} years"
        raise Refusal([Problem("age.implausible", "stop", "age", message, fix, str(age), source)])


def check_word(word: str | None, field: str, words: tuple[str, ...], code: str, what: str) -> None:
    """Raise Refusal of this code for a word that is none of these."""
    if word is not None and word not in words:
        fix = f"Say {', '.join(words[:-1])} or {words[-1]}."
        raise refuse(code, field, f"{word!r} is not {what}.", fix, str(word))


def without_basis(amount: Amount, basis: str | None, field: str) -> Amount:
    """The body weight with its basis checked and taken off, so that it compares with others."""
    check_kind(amount, "body_weight", field)
    if basis is not None and amount.basis not in (None, basis):
        message = f"{amount} says {amount.basis}; the {basis} weight belongs here."
        raise refuse("weight.basis-differs", field, message, f"Give the {basis} weight.", str(amount))
    return replace(amount, basis=None)
