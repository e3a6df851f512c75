"""A reading that a person has picked, as text that states it and nothing else."""

from __future__ import annotations

from decimal import Decimal

from msc_dose.notation.reader import read_amount
from msc_dose.problems import Reading, Refusal
from msc_dose.quantity.exact import EXACT, plain
from msc_dose.quantity.writer import machine_count

_HUNDRED_THOUSAND, _MILLION = Decimal(100_000), Decimal(1_000_000)


def confirmed_text(reading: Reading, kind: str | None) -> str | None:
    """Text that states exactly this reading, to stand where the unclear text stood.

    `kind` is None for a date. The answer is None where no text of one number can: for a range or a bound,
    for a value outside the limits of its kind, for a body weight with more decimals than a scale shows.
    """
    if reading.value is None or reading.relation:
        return None
    if kind is None:
        return reading.value
    counted = reading.text.partition(" ")[2].removeprefix("million ")
    texts = [reading.text, *(f"{number} {counted}" for number in _numbers(reading.value))]
    return next((text for text in texts if _reads_as(text, kind) == reading.value), None)


def _numbers(value: str) -> list[str]:
    """The value in ever plainer writing, the first that can be read only once being the kindest."""
    number = Decimal(value)
    words = []
    if _HUNDRED_THOUSAND <= number < _MILLION:
        words = [f"{plain(number.scaleb(-6, EXACT))} million"]
    in_thousands = [f"{plain(number.scaleb(-3, EXACT))} thousand"] if 1 <= number < _MILLION else []
    return [*words, value, *in_thousands, f"{value}e0", machine_count(value)]


def _reads_as(text: str, kind: str) -> str | None:
    try:
        return plain(read_amount(text, kind).value)
    except Refusal:
        return None
