"""The digits of a number: plain, decimal or grouped, and what they could be when that is unclear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.problems import refuse
from msc_dose.quantity.exact import LONGEST_INPUT

DIGITS = frozenset("0123456789")
_MARKS = frozenset(".,'’_")


@dataclass(frozen=True, slots=True)
class Magnitude:
    """What a run of digits can be: each value with its reason, and the hazard when it is not plain."""

    text: str
    values: tuple[tuple[Decimal, str], ...]
    hazard: Hazard | None = None


def end_of(text: str, start: int) -> int:
    """Where the run of digits and marks that begins at `start` ends; `2 000 000` is one run."""
    at = start
    while True:
        while at < len(text) and (text[at] in DIGITS or text[at] in _MARKS):
            at += 1
        if not _group_follows(text, start, at):
            return at
        at += 4


def _group_follows(text: str, start: int, at: int) -> bool:
    group = text[at + 1 : at + 4]
    after = text[at + 4 : at + 5]
    return (
        start < at
        and text[at - 1] in DIGITS
        and text[at : at + 1] == " "
        and len(group) == 3
        and all(character in DIGITS for character in group)
        and after not in DIGITS
    )


def magnitude(run: str, field: str, strict_point: bool, powered: bool, counts: bool) -> Magnitude:
    """What the run of digits can be.

    `strict_point`: a point is a decimal point whatever follows (body weights, which have no groups);
    `powered`: a power of ten follows, so a point is a decimal point; `counts`: things are counted,
    so `15.107` may have been 15·10⁷. Raises Refusal `number.malformed`, `number.leading-zeros`,
    `number.too-long`.
    """
    if len(run) > 2 * LONGEST_INPUT:
        raise refuse("number.too-long", field, "The number is too long.", "Give the number as ordered.", run)
    whole, mark, fraction = _split_at_last_mark(run)
    if _grouped(run):
        return _group_reading(run, field)
    if mark in (" ", "'", "’") and _grouped(run, least=1):
        return _one_spaced_group(run, mark, field)
    if mark == "" and run.isascii() and run.isdigit():
        power = lost_power(run) if counts and not powered else None
        if power is not None:
            return _bare_power(run, power)
        return Magnitude(run, ((_decimal(run, field), ""),))
    if mark in (".", ",") and (not whole or not fraction):
        return _open_point(run, whole, fraction, field)
    if mark in (".", ",") and whole.isdigit() and fraction.isdigit():
        return _one_mark(run, whole, mark, fraction, field, strict_point, powered, counts)
    if mark in (".", ",") and fraction.isdigit() and _grouped(whole, least=1, other_than=mark):
        return _groups_and_point(run, whole, mark, fraction, field)
    raise _malformed(run, field)


def _split_at_last_mark(run: str) -> tuple[str, str, str]:
    for at in range(len(run) - 1, -1, -1):
        if run[at] not in DIGITS:
            return run[:at], run[at], run[at + 1 :]
    return run, "", ""


def _grouped(run: str, least: int = 2, other_than: str = "") -> bool:
    """Whether the run is digits in well-formed groups of three, at least so many after the first."""
    marks = {character for character in run if character not in DIGITS}
    if len(marks) != 1 or marks & {"_", other_than}:
        return False
    first, *groups = run.split(marks.pop())
    well_formed = all(len(group) == 3 for group in groups) and 1 <= len(first) <= 3 and first[0] != "0"
    return well_formed and len(groups) >= least


def _group_reading(run: str, field: str) -> Magnitude:
    digits = "".join(character for character in run if character in DIGITS)
    mark = next(character for character in run if character not in DIGITS)
    hazard = None
    if mark not in ", ":
        hazard = Hazard(
            "notation.foreign-groups",
            f"The digits of {run} are grouped by {mark!r}.",
            "Write groups with commas, or none.",
        )
    return Magnitude(run, ((_decimal(digits, field), f"{mark!r} groups the digits by thousands"),), hazard)


def _one_spaced_group(run: str, mark: str, field: str) -> Magnitude:
    digits = "".join(character for character in run if character in DIGITS)
    why = f"{mark!r} groups the digits by thousands"
    return Magnitude(run, ((_decimal(digits, field), why),), _one_group(run, mark))


def _open_point(run: str, whole: str, fraction: str, field: str) -> Magnitude:
    digits = whole or fraction
    if not digits.isdigit():
        raise _malformed(run, field)
    if fraction:
        hazard = Hazard(
            "number.naked-point", f"No digit stands before the point of {run}.", f"Write 0.{fraction}."
        )
        return Magnitude(run, ((Decimal("0." + fraction), "a zero before the point was left out"),), hazard)
    hazard = Hazard("number.trailing-point", f"No digit stands after the point of {run}.", f"Write {whole}.")
    return Magnitude(run, ((_decimal(whole, field), "the point ends the number"),), hazard)


def _one_mark(
    run: str,
    whole: str,
    mark: str,
    fraction: str,
    field: str,
    strict_point: bool,
    powered: bool,
    counts: bool,
) -> Magnitude:
    point = (_decimal(f"{whole}.{fraction}", field), f"{mark!r} is the decimal mark")
    could_group = len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0"
    power = lost_power(fraction) if mark == "." and counts and not powered else None
    if power is not None:
        return _lost_power(run, whole, fraction, power, point)
    if could_group and not (mark == "." and (strict_point or powered)):
        grouping = (_decimal(whole + fraction, field), f"{mark!r} groups the digits by thousands")
        both = (grouping, point) if mark == "," else (point, grouping)
        return Magnitude(run, both, _one_group(run, mark))
    if mark == ",":
        hazard = Hazard(
            "notation.decimal-comma",
            f"{run} has a comma where the decimal point stands.",
            f"Write {whole}.{fraction}.",
        )
        return Magnitude(run, (point,), hazard)
    return Magnitude(run, (point,))


def _one_group(run: str, mark: str) -> Hazard:
    return Hazard(
        "notation.one-group",
        f"In {run} the mark {mark!r} can be taken in more than one way.",
        "Write the number without grouping, or with a decimal point and another number of decimals.",
    )


def lost_power(digits: str) -> int | None:
    """The power n of digits that may be 10ⁿ with its superscript lost: 106 gives 6, 1015 gives 15."""
    if len(digits) not in (3, 4) or not digits.startswith("10") or digits[2] == "0":
        return None
    power = int(digits[2:])
    return power if power <= 15 else None


def _bare_power(run: str, power: int) -> Magnitude:
    """A count of `106` alone is perhaps 10⁶."""
    hazard = Hazard(
        "notation.lost-superscript",
        f"{run} may be 10 to the power of {power} with its superscript lost.",
        f"Write 10^{power}, or {run}e0 if {run} is meant.",
    )
    intended = (Decimal((0, (1,), power)), f"10 to the power of {power}, the superscript lost in copying")
    return Magnitude(run, (intended, (Decimal(run), f"{run} read literally")), hazard)


def _lost_power(run: str, whole: str, fraction: str, power: int, point: tuple[Decimal, str]) -> Magnitude:
    hazard = Hazard(
        "notation.lost-superscript",
        f"{run} may be {whole}·10 with its superscript lost.",
        f"Write {whole}e{power}, or the number in full.",
    )
    intended = (
        Decimal(f"{whole}e{power}"),
        f"{whole}·10 to the power of {power}, the superscript lost in copying",
    )
    readings: tuple[tuple[Decimal, str], ...] = (intended, point)
    if len(fraction) == 3:
        readings += ((Decimal(whole + fraction), "'.' groups the digits by thousands"),)
    return Magnitude(run, readings, hazard)


def _groups_and_point(run: str, whole: str, mark: str, fraction: str, field: str) -> Magnitude:
    """`1,250.5` is read; `1.250,5` and `1,250.125` (perhaps `1,250,125`) are to be confirmed."""
    digits = "".join(character for character in whole if character in DIGITS)
    point = (_decimal(f"{digits}.{fraction}", field), f"{mark!r} is the decimal mark")
    if mark == "," or len(fraction) == 3 or "." in whole:
        everything = (_decimal(digits + fraction, field), "every mark groups the digits by thousands")
        values = (point, everything) if len(fraction) == 3 else (point,)
        code = "notation.one-group" if len(fraction) == 3 else "notation.decimal-comma"
        hazard = Hazard(
            code, f"The marks in {run} can be taken in more than one way.", f"Write {point[0]:f}."
        )
        return Magnitude(run, values, hazard)
    return Magnitude(run, (point,))


def _decimal(digits: str, field: str) -> Decimal:
    whole = digits.partition(".")[0]
    if len(whole) > 1 and whole[0] == "0":
        fix = "Write it without leading zeros."
        raise refuse("number.leading-zeros", field, f"{digits} begins with a zero.", fix, digits)
    if len(digits) > LONGEST_INPUT:
        raise refuse(
            "number.too-long", field, "The number is too long.", "Give the number as ordered.", digits
        )
    return Decimal(digits)


def _malformed(run: str, field: str) -> Exception:
    return refuse(
        "number.malformed",
        field,
        f"{run} is not one number.",
        "Write plain digits with one decimal point.",
        run,
    )
