"""The digits of a number: plain, decimal or grouped, and what they could be when that is unclear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.problems import refuse
from msc_dose.quantity.exact import EXACT, LONGEST_INPUT

DIGITS = frozenset("0123456789")
_MARKS = frozenset(".,'’_")
_SMALLEST_POWER = 3
COMMA_IS_DECIMAL, POINT_IS_DECIMAL = "',' is the decimal mark", "'.' is the decimal mark"


@dataclass(frozen=True, slots=True)
class Magnitude:
    """What a run of digits can be: each value with its reason, and the hazard when it is not plain."""

    text: str
    values: tuple[tuple[Decimal, str], ...]
    hazard: Hazard | None = None

    @property
    def as_printed(self) -> bool:
        """Whether English print, and so msc_dose itself, writes such digits: 3,500 and 1,250.125."""
        head, comma, rest = self.text.partition(",")
        point_last = "." not in head and "," not in rest.partition(".")[2]
        return bool(comma) and point_last and not self.text.endswith(".000")


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


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how a mark among digits is taken.

    `strict_point`: a point is a decimal point whatever follows (body weights and surfaces, which have no
    groups); `powered`: a power of ten follows, so a point is a decimal point; `bare`: neither power nor
    word follows; `counts`: things are counted, so `15.107` may have been 15·10⁷; `comma`: the site has
    declared the comma a decimal mark.
    """

    field: str
    strict_point: bool = False
    powered: bool = False
    bare: bool = True
    counts: bool = False
    comma: bool = False


def magnitude(run: str, setting: Setting) -> Magnitude:
    """What the run of digits can be.

    Raises Refusal `number.malformed`, `number.leading-zeros`, `number.too-long`.
    """
    field = setting.field
    if len(run) > 2 * LONGEST_INPUT:
        raise refuse("number.too-long", field, "The number is too long.", "Give the number as ordered.", run)
    whole, mark, fraction = _split_at_last_mark(run)
    if _grouped(run):
        return _group_reading(run, setting)
    if mark in (" ", "'", "’") and _grouped(run, least=1):
        return _one_spaced_group(run, mark, setting)
    if mark == "" and run.isascii() and run.isdigit():
        power = lost_power(run) if setting.counts and not setting.powered else None
        if power is not None:
            return _bare_power(run, power)
        return Magnitude(run, ((_decimal(run, field), ""),))
    if mark in (".", ",") and (not whole or not fraction):
        return _open_point(run, whole, fraction, field)
    if mark in (".", ",") and whole.isdigit() and fraction.isdigit():
        return _one_mark(run, whole, mark, fraction, setting)
    if mark in (".", ",") and fraction.isdigit() and _grouped(whole, least=1, other_than=mark):
        return _groups_and_point(run, whole, mark, fraction, setting)
    torn = _torn_power(run, setting)
    if torn is not None:
        return torn
    if mark == "," and _indian(run):
        return _indian_groups(run, field)
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


def _group_reading(run: str, setting: Setting) -> Magnitude:
    digits = "".join(character for character in run if character in DIGITS)
    mark = next(character for character in run if character not in DIGITS)
    hazard = None
    # Where the comma is the decimal mark, the point is the usual mark of groups.
    if mark not in (", ." if setting.comma else ", "):
        hazard = _foreign(run, f"The digits of {run} are grouped by {mark!r}.")
    value = _decimal(digits, setting.field)
    return Magnitude(run, ((value, f"{mark!r} groups the digits by thousands"),), hazard)


def _torn_power(run: str, setting: Setting) -> Magnitude | None:
    """`2.5 106`: 2.5 × 10⁶ that lost both its times sign and its superscript."""
    head, _, tail = run.rpartition(" ")
    power = lost_power(tail) if setting.counts and not setting.powered else None
    plain_head = head.replace(".", "", 1)
    if power is None or not plain_head.isdigit() or not head[-1:].isdigit() or not head[:1].isdigit():
        return None
    why = f"{head}·10 to the power of {power}, times sign and superscript lost in copying"
    message = f"{run} may be {head} × 10 with its superscript lost."
    hazard = Hazard("notation.lost-superscript", message, f"Write {head}e{power}.")
    return Magnitude(run, ((_decimal(head, setting.field).scaleb(power, EXACT), why),), hazard)


def _foreign(run: str, message: str) -> Hazard:
    return Hazard("notation.foreign-groups", message, "Write groups of three with commas, or none.")


def _indian(run: str) -> bool:
    """Whether the digits are grouped as in India: 1,50,000 is one and a half lakh."""
    first, *pairs, last = run.split(",")
    well_formed = 1 <= len(first) <= 2 and first[0] != "0" and len(last) == 3 and bool(pairs)
    return (
        well_formed
        and all(part.isdigit() for part in (first, last))
        and all(len(pair) == 2 and pair.isdigit() for pair in pairs)
    )


def _indian_groups(run: str, field: str) -> Magnitude:
    value = _decimal(run.replace(",", ""), field)
    why = "the digits are grouped by hundreds, as in India"
    return Magnitude(run, ((value, why),), _foreign(run, f"The digits of {run} are grouped by hundreds."))


def _one_spaced_group(run: str, mark: str, setting: Setting) -> Magnitude:
    digits = "".join(character for character in run if character in DIGITS)
    grouped = (_decimal(digits, setting.field), f"{mark!r} groups the digits by thousands")
    whole, _, group = run.partition(mark)
    power = lost_power(group) if setting.counts and not setting.powered else None
    if power is None:
        return Magnitude(run, (grouped,), _one_group(run, mark))
    why = f"{whole}·10 to the power of {power}, times sign and superscript lost in copying"
    message = f"{run} may be {whole} × 10 with its superscript lost."
    hazard = Hazard("notation.lost-superscript", message, f"Write {whole}e{power}, or the number in full.")
    return Magnitude(run, ((Decimal(f"{whole}e{power}"), why), grouped), hazard)


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


def _one_mark(run: str, whole: str, mark: str, fraction: str, setting: Setting) -> Magnitude:
    point = (_decimal(f"{whole}.{fraction}", setting.field), f"{mark!r} is the decimal mark")
    could_group = len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0"
    if (
        mark == "."
        and fraction == "000"
        and len(whole) > 3
        and not setting.strict_point
        and not setting.powered
    ):
        # A point too many: 120000.000 has no decimals, or no point.
        everything = (_decimal(whole + fraction, setting.field), "the mark groups the digits by thousands")
        return Magnitude(run, (everything, point), _one_group(run, mark))
    power = lost_power(fraction) if setting.counts and not setting.powered else None
    # Nobody writes a count times 10¹ or 10²: 20788.101 is what it says.
    power = power if power and power >= _SMALLEST_POWER else None
    if power is not None and mark == ".":
        return _lost_power(run, whole, fraction, power, point)
    sure_point = mark == "." and (setting.strict_point or (setting.powered and not setting.comma))
    if could_group and not sure_point:
        grouping = (_decimal(whole + fraction, setting.field), f"{mark!r} groups the digits by thousands")
        # Half a cell is never meant, so that 1.250 cells are rather 1250.
        grouped_first = mark == "," or (setting.counts and setting.bare)
        both: tuple[tuple[Decimal, str], ...] = (grouping, point) if grouped_first else (point, grouping)
        if power is not None:
            why = f"{whole}·10 to the power of {power}, the superscript lost in copying"
            both += ((Decimal(f"{whole}e{power}"), why),)
        return Magnitude(run, both, _one_group(run, mark))
    if mark == "," and not (setting.comma and (len(fraction) != 3 or whole == "0")):
        hazard = Hazard(
            "notation.decimal-comma",
            f"{run} has a comma where the decimal point stands.",
            f"Write {whole}.{fraction}.",
        )
        if len(fraction) != 3 or whole == "0":
            return Magnitude(run, (point,), hazard)
        grouped = (_decimal(whole + fraction, setting.field), "the comma groups the digits by thousands")
        return Magnitude(run, (grouped, point) if setting.counts else (point, grouped), hazard)
    return Magnitude(run, (point,))


def _one_group(run: str, mark: str) -> Hazard:
    return Hazard(
        "notation.one-group",
        f"In {run} the mark {mark!r} can be taken in more than one way.",
        "Write the number without grouping, or with a decimal point and another number of decimals.",
    )


def lost_power(digits: str) -> int | None:
    """The power n of digits that may be 10ⁿ with its superscript lost: 106 gives 6, 1015 gives 15."""
    whole = digits.isascii() and digits.isdigit()
    if len(digits) not in (3, 4) or not whole or not digits.startswith("10") or digits[2] == "0":
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


def _groups_and_point(run: str, whole: str, mark: str, fraction: str, setting: Setting) -> Magnitude:
    """`1,250.5` is read; `1.250,5` and `1,250.125` (perhaps `1,250,125`) are to be confirmed."""
    digits = "".join(character for character in whole if character in DIGITS)
    point = (_decimal(f"{digits}.{fraction}", setting.field), f"{mark!r} is the decimal mark")
    foreign = (mark == "," or "." in whole) and not setting.comma
    if foreign or len(fraction) == 3:
        everything = (_decimal(digits + fraction, setting.field), "every mark groups the digits by thousands")
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
