"""The most plausible reading of a dangerous expression, as text that cannot be misread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msc_dose.notation.confirming import confirmed_text
from msc_dose.problems import Reading


def rewritten(readings: Sequence[Reading], kind: str, unit: bool) -> str | None:
    """Text that the reader takes for the first reading and nothing else; None where no text can.

    Without a `unit` in the expression none is added.
    """
    text = _text(readings[0], kind) if readings else None
    return text if unit or text is None else text.replace(" cells", "")


def _text(reading: Reading, kind: str) -> str | None:
    if reading.low is None or reading.high is None:
        return _kindly(reading, kind)
    low_text, _, high_text = reading.text.partition(" to ")
    low = _kindly(_end(reading, reading.low, low_text), kind)
    high = _kindly(_end(reading, reading.high, high_text), kind)
    return f"{low} to {high}" if low and high else None


def _kindly(reading: Reading, kind: str) -> str | None:
    """The text that states the reading, unless only a machine's writing can (1204e0)."""
    text = confirmed_text(reading, kind)
    number = (text or "").partition(" ")[0]
    return None if number.isascii() and "e" in number else text


def _end(reading: Reading, value: str, text: str) -> Reading:
    return replace(reading, value=value, text=text, low=None, high=None)
