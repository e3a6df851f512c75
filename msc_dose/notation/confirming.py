"""A reading that a person has picked, as text that states it and nothing else."""

from __future__ import annotations

from msc_dose.notation.reader import read
from msc_dose.problems import Reading, Refusal
from msc_dose.quantity.exact import plain


def confirmed_text(reading: Reading, kind: str | None) -> str | None:
    """Text that states exactly this reading, to stand where the unclear text stood.

    `kind` is None for a date. The answer is None for a range or a bound: no one number can be picked.
    A reading outside the limits of its kind (a weight of 1234 kg) is given in plain digits, and is refused
    with its reason when read.
    """
    if reading.value is None or reading.relation:
        return None
    if kind is None:
        return reading.value
    counted = reading.text.partition(" ")[2].removeprefix("million ")
    plainly = f"{reading.value} {counted}"
    for text in (reading.text, plainly, f"{reading.value}e0 {counted}"):
        if _reads_as(text, kind) == reading.value:
            return text
    return plainly if _reads_as(plainly, kind) is None else None


def _reads_as(text: str, kind: str) -> str | None:
    try:
        return plain(read(text, kind).value)
    except Refusal:
        return None
