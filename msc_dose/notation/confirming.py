"""A reading that a person has picked, as text that states it and nothing else."""

from __future__ import annotations

from msc_dose.notation.reader import read_amount
from msc_dose.problems import Reading, Refusal
from msc_dose.quantity.exact import plain
from msc_dose.quantity.writer import machine_count


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
    armoured = machine_count(reading.value)
    texts = [reading.text, *(f"{n} {counted}" for n in (reading.value, f"{reading.value}e0", armoured))]
    return next((text for text in texts if _reads_as(text, kind) == reading.value), None)


def _reads_as(text: str, kind: str) -> str | None:
    try:
        return plain(read_amount(text, kind).value)
    except Refusal:
        return None
