"""Safe texts at random: amounts, ranges, bounds and ±, of every kind, in the ways in which they are written.

Whether a text drawn is safe is for the reader to say: `safe_text` draws until one is read.
"""

from dataclasses import dataclass
from decimal import Decimal

import msc_dose as md
from msc_dose.notation.plausible import plausible
from msc_dose.quantity import writer
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.kinds import KINDS

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789"}
UNITS = {
    "dose_per_weight": ("cells/kg", "/kg", "cells per kg", "cells kg⁻¹", "cells/Kg", "cells/kg PBW", "cells/kg bw"),
    "cell_count": ("cells", "TNC", "viable cells", "CD34+ cells", "MSCs", "CAR+ T cells", "all nucleated cells"),
    "cell_concentration": ("cells/mL", "/mL", "cells/µL", "/µL", "viable cells/mL", "MSC/mL"),
    "platelet_count": ("/µL", "/uL", "/L", "/l", "/mm³", "/cumm", "platelets/µL", "cells/mm3"),
    "body_weight": ("kg", "Kg", "kilograms", "kg PBW"),
    "height": ("cm", "m"),
    "volume": ("mL", "ml", "L", "µL"),
    "mass": ("g", "mg", "mcg", "kg"),
    "flow_rate": ("mL/min", "mL/h", "L/h"),
    "duration": ("min", "h", "hours", "s", "days"),
    "percentage": ("%", "percent"),
    "dose_per_surface": ("cells/m²", "cells/m2", "/m²", "cells per m²", "cells m⁻²", "cells/m^2", "MSC/m² BSA"),
    "body_surface": ("m²", "m2", "m^2", "sq m", "m<sup>2</sup>", "m² BSA", "square meters"),
    "volume_per_weight": ("mL/kg", "ml/kg", "mL per kg", "mL kg⁻¹", "L/kg", "mL/kg PBW", "mL/kg body weight"),
    "mass_per_weight": ("g/kg", "mg/kg", "g per kg", "mg kg⁻¹", "g/kg bw", "g/kg IBW"),
    "ratio": ("%", "percent"),
}  # fmt: skip
NOUNS = (
    "cells",
    "viable cells",
    "MSC",
    "MSCs",
    "UC-MSCs",
    "CD34+ cells",
    "CD3+ cells",
    "TNC",
    "mononuclear cells",
)
LABELS = {
    "platelet_count": "Platelets: ",
    "dose_per_weight": "dose: ",
    "volume": "volume ",
    "dose_per_surface": "dose ",
    "body_surface": "BSA ",
}
COUNTED = tuple(kind for kind in KINDS if KINDS[kind].counts_things)
MEASURED = tuple(kind for kind in KINDS if kind not in COUNTED)
MANTISSAS = (
    "1",
    "2",
    "5",
    "10",
    "12",
    "14",
    "72",
    "106",
    "120",
    "1.2",
    "1.05",
    "2.5",
    "6.68",
    "12.5",
    "0.5",
    "0.75",
)
RELATIONS = ("<", ">", "≤", "≥", "<=", ">=", "less than", "at least", "more than", "up to")
JAPANESE = ("{m}万{u}", "{m}×10の{p}乗{u}", "{m}×10⁴{u}", "{m}億{u}", "{m}百万{u}")


@dataclass(frozen=True)
class Safe:
    """A text with exactly one reading at a site of these conventions, and what it states."""

    text: str
    kind: str
    conventions: dict
    found: object


def safe_text(source):
    """A text of any kind and form that is read, of a size that occurs."""
    while True:
        kind, conventions, text = source.choice(WAYS)(source)
        try:
            found = md.read(text, kind, **conventions)
        except md.Refusal:
            continue
        if occurs(found):
            return Safe(text, kind, conventions, found)


def occurs(found):
    """Whether every amount in it is of a size in which its kind occurs."""
    low, high = plausible(found.kind, ends(found)[0].population)
    return all(low <= end.value <= high for end in ends(found) if end.kind == found.kind)


def ends(found):
    """The amounts that a text states."""
    names = ("low", "high", "limit", "middle", "either_side")
    return [found] if isinstance(found, Amount) else [getattr(found, n) for n in names if hasattr(found, n)]


def superscript(power):
    return str(power).translate(RAISED)


def unit(source, kind):
    if kind == "platelet_count" or kind in MEASURED or source.random() < 0.6:
        return source.choice(UNITS[kind])
    return source.choice(NOUNS) + KINDS[kind].unit.removeprefix("cells")


def powered(source, mantissa, power):
    """The ways of writing a power of ten behind a number, with the space that its unit needs."""
    raised = superscript(power)
    return source.choice((
        f"{mantissa}e{power} ", f"{mantissa}E+{power} ", f"{mantissa} × 10{raised} ", f"{mantissa}×10{raised}",
        f"{mantissa} x 10^{power} ", f"{mantissa}x10^{power} ", f"{mantissa}·10^{power} ", f"{mantissa} * 10^{power} ",
        f"{mantissa} × 10**{power} ", f"{mantissa} x 10\\^{power} ", f"{mantissa} × 10^{{{power}}} ",
        f"{mantissa} 10*{power} ", f"{mantissa} × 10<sup>{power}</sup> ", f"10{raised} ", f"10^{power} ",
    ))  # fmt: skip


def counted_number(source, kind):
    power = 9 if kind == "platelet_count" and source.random() < 0.5 else source.randint(3, 10)
    mantissa = source.choice(MANTISSAS)
    plain = Decimal(mantissa).scaleb(power).quantize(Decimal(1))
    return source.choice((
        powered(source, mantissa, power), powered(source, mantissa, power), f"{mantissa} million ",
        f"{mantissa} thousand ", f"{mantissa} mio ", f"{mantissa} lakh ", f"{plain:,f} ", f"{plain:f} ",
        f"{plain:,f} ".replace(",", " "),
    ))  # fmt: skip


def measured_number(source):
    digits = source.choice((0, 0, 1, 2, 3))
    size = 10 ** source.randint(0, 4)
    return f"{source.uniform(0.2, size):.{digits}f} "


def number(source, kind):
    return counted_number(source, kind) if kind in COUNTED else measured_number(source)


def one_count(source):
    kind = source.choice(COUNTED)
    return kind, {}, number(source, kind) + unit(source, kind)


def laboratory(source):
    count = source.choice(
        ("{n} K/µL", "{n} K/uL", "{n} G/L", "{n} THOUS/MCL", "{n} Tsd/µl", "{n} Gpt/L", "{n} 10*9/L")
    )
    return (
        "platelet_count",
        {},
        count.format(n=source.choice((source.randint(5, 900), "24", "14", "7.5", "106"))),
    )


def one_measure(source):
    kind = source.choice(MEASURED)
    return kind, {}, number(source, kind) + unit(source, kind)


def labelled(source):
    kind = source.choice(tuple(LABELS))
    return kind, {}, LABELS[kind] + number(source, kind) + unit(source, kind)


def own_writing(source):
    kind = source.choice(tuple(KINDS))
    low, high = plausible(kind)
    value = md.Amount(kind, _between(source, low, high, 3 if kind == "body_weight" else 4))
    if KINDS[kind].cells:
        value = value.stating(
            source.choice((None, "viable", "all")), source.choice((None, "MSC", "TNC", "CD34+"))
        )
    return kind, {}, source.choice(tuple(writer.STYLES.values()))(value)


def _between(source, low, high, places):
    exponent = source.uniform(float(low.log10()), float(high.log10()))
    digits = source.choice((1, 2, 3, 4))
    value = Decimal(f"{10**exponent:.{digits}g}")
    return min(max(round(value, places), low), high)


def two_numbers(source, kind):
    """Two numbers written alike: a power of ten alone (10⁵) goes with another such one."""
    while True:
        first, second = number(source, kind), number(source, kind)
        if _is_power_alone(first) == _is_power_alone(second):
            return first, second


def _is_power_alone(text):
    return text.startswith("10") and (text[2] == "^" or text[2] in SUPERSCRIPTS)


def a_range(source):
    kind = source.choice(tuple(KINDS))
    dash = source.choice((" to ", "–", "-", " – ", " - "))
    (first, second), behind = two_numbers(source, kind), unit(source, kind)
    both = f"{first}{behind}{dash}{second}{behind}"
    bare = source.choice(MANTISSAS)
    return (
        kind,
        {},
        source.choice((f"{first.strip()}{dash}{second}{behind}", f"{bare}{dash}{second}{behind}", both)),
    )


def a_bound(source):
    kind = source.choice(tuple(KINDS))
    behind = source.choice((" or more", "以上"))
    stated = number(source, kind) + unit(source, kind)
    return kind, {}, source.choice((f"{source.choice(RELATIONS)} {stated}", stated + behind))


def plus_minus(source):
    kind = source.choice(tuple(KINDS))
    (first, second), behind = two_numbers(source, kind), unit(source, kind)
    bare, other = source.choice(MANTISSAS), source.choice(MANTISSAS)
    return kind, {}, source.choice((
        f"{bare} ± {second}{behind}", f"{bare}±{other} {behind}", f"{first}{behind} ± {other} %",
        f"{first.strip()} ± {second}{behind}", f"{bare} +/- {other} {behind}", f"({bare} ± {other}) × 10⁹/L",
    ))  # fmt: skip


def japanese(source):
    kind = source.choice(COUNTED)
    things = "/µL" if kind == "platelet_count" else "個" + KINDS[kind].unit.removeprefix("cells")
    text = source.choice(JAPANESE).format(m=source.choice(MANTISSAS), p=source.randint(4, 9), u=things)
    return kind, {}, text.translate(WIDE) if source.random() < 0.3 else text


def decimal_comma(source):
    kind, _, text = source.choice((one_count, one_measure, a_range, japanese))(source)
    swapped = text.translate(str.maketrans(".,", ",."))
    return kind, {"decimal_mark": "comma"}, swapped


def pounds(source):
    return "body_weight", {"allow_lb": True}, f"{source.uniform(5, 400):.{source.choice((0, 1))}f} lb"


WAYS = (
    one_count, one_count, one_count, laboratory, one_measure, labelled, own_writing, own_writing, a_range, a_range,
    a_bound, plus_minus, japanese, decimal_comma, pounds,
)  # fmt: skip
