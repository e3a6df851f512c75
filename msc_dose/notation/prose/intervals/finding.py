"""Intervals in words that have more than one meaning, found in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msc_dose.notation.door import half_width
from msc_dose.notation.prose.intervals.meanings import Found, every_months
from msc_dose.notation.prose.intervals.phrases import PHRASES
from msc_dose.notation.prose.intervals.surroundings import begins, ends, in_another_sense, said_beside
from msc_dose.notation.prose.intervals.tokens import MARGIN, Token, blocks, number_of, opens, words_from
from msc_dose.notation.prose.intervals.vocabulary import MONTHLY_WORDS
from msc_dose.problems import Reading


def ambiguous_intervals(prose: str) -> Iterator[tuple[int, int, tuple[Reading, ...]]]:
    """Offset, width and readings of every interval in words that has more than one meaning.

    None is found where days or weeks beside it say the interval. The time is linear in the length.
    """
    free = 0
    for tokens in blocks(half_width(prose)):
        for at in range(MARGIN, len(tokens) - MARGIN):
            token = tokens[at]
            found = _interval_at(tokens, at) if token.start >= free and opens(token.word) else None
            if found is None:
                continue
            used, meaning = found
            free = tokens[at + used - 1].end
            if meaning:
                yield token.start, free - token.start, tuple(_reading(*said) for said in meaning.readings)


def _reading(value: str, text: str, why: str) -> Reading:
    return Reading("interval", value, "interval", text, why)


def _interval_at(tokens: Sequence[Token], at: int) -> Found:
    """The phrase that begins here; without a meaning where it is none that a person could mistake."""
    if not begins(tokens, at):
        return None
    words = words_from(tokens, at)
    if tokens[at + 1].gap == "-" and words[1] in MONTHLY_WORDS and number_of(words[0]):
        found: Found = (2, every_months(number_of(words[0]) or 1))
    else:
        found = next(filter(None, (phrase(words) for phrase in PHRASES)), None)
    if found is None or not ends(tokens, at + found[0]):
        return None
    used, meaning = found
    plain = meaning and not in_another_sense(tokens, at, at + used)
    return used, meaning if plain and meaning and not said_beside(tokens, at, at + used, meaning) else None
