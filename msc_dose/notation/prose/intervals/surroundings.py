"""What stands around a phrase: where it begins and ends, another sense, and days that say the interval."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msc_dose.notation.prose.intervals.meanings import Meaning
from msc_dose.notation.prose.intervals.tokens import (
    WORDS,
    Token,
    digits,
    ideographic,
    nth,
    number_of,
    words_from,
)
from msc_dose.notation.prose.intervals.vocabulary import (
    ABBREVIATED,
    ADJECTIVES,
    APART,
    BEFORE_FACTORS,
    BETWEEN,
    COUNTS,
    DAYS,
    EQUALS,
    EVERY,
    EVERY_DAYS,
    IN,
    MONTHLY_WORDS,
    NO_TREATMENTS,
    PER,
    PREFIXES,
    RANGES,
    ROMANCE,
    SPANS,
    THIS_MONTH,
    TIMES,
    TREATMENTS,
)


def begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word begins here: not in the middle of one, nor with the last part of a number."""
    before, token = tokens[at - 1].word, tokens[at]
    if token.word == "月" and (number_of(before) or before in THIS_MONTH):
        return False
    if digits(token.word) and before and before in BEFORE_FACTORS:
        return False
    apart = token.gap not in ("", "-") or ideographic(before) or ideographic(token.word)
    return apart or (token.gap == "" and not before.isalnum())


def ends(tokens: Sequence[Token], end: int) -> bool:
    """Whether a word ends before this token: no part of the same word follows."""
    last, behind = tokens[end - 1].word, tokens[end]
    apart = behind.gap != "" or ideographic(last) or ideographic(behind.word)
    return apart or not behind.word.isalnum()


def in_another_sense(tokens: Sequence[Token], at: int, end: int) -> bool:
    """`2 to 3 times a month`, `several times per month`, `monthly report`: no interval of a treatment."""
    first, before, last = tokens[at].word, tokens[at - 1].word, tokens[end - 1].word
    if _count(first) and before in RANGES and _count(tokens[at - 2].word):
        return True
    if first in EVERY | PER | MONTHLY_WORDS and before in TIMES:
        return True
    if first in PER and before in TREATMENTS and before.endswith(("s", "en")):
        return True
    behind = tokens[end].word if tokens[end].gap in (" ", "-") else ""
    named = last in ADJECTIVES or tokens[end - 2].word in PREFIXES
    return (named and behind in NO_TREATMENTS) or (first in ROMANCE and before in NO_TREATMENTS)


def _count(word: str) -> int | None:
    return COUNTS.get(word) or number_of(word)


def said_beside(tokens: Sequence[Token], at: int, end: int, meaning: Meaning) -> bool:
    """Whether days or weeks that fit one of the meanings stand beside the phrase."""
    return _said_behind(tokens, end, meaning) or _said_before(tokens, at, meaning)


def _said_behind(tokens: Sequence[Token], end: int, meaning: Meaning) -> bool:
    for at in range(end, end + WORDS):
        if tokens[at].gap == "|":
            return False
        stated = _stated(tokens, at)
        if stated:
            days, firmly, used = stated
            alone = at > end and tokens[at - 1].word in EQUALS and tokens[at + used].word in (")", "]", ",")
            return (firmly or alone) and meaning.fits(days)
        if not _between(tokens, at):
            return False
    return False


def _said_before(tokens: Sequence[Token], end: int, meaning: Meaning) -> bool:
    for at in range(end - 1, end - WORDS, -1):
        stated = _stated(tokens, at)
        if tokens[at + 1].gap == "|":
            return False
        if stated and meaning.fits(stated[0]) and at + stated[2] <= end:
            behind = at + stated[2]
            alone = tokens[behind].word in ("(", "[", "=") and tokens[at - 1].word not in SPANS
            if (stated[1] or alone) and all(_between(tokens, place) for place in range(behind, end)):
                return True
    return False


def _between(tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase and its days can have this between them."""
    word = tokens[at].word
    if word == ".":
        return tokens[at - 1].word in ABBREVIATED
    return word in BETWEEN or number_of(word) is not None


def _stated(tokens: Sequence[Token], at: int) -> tuple[Fraction, bool, int] | None:
    """The days of `every 4 weeks`, `28 days apart`, `twice a week`, or of `28 days`.

    Also whether they surely are an interval, which `28 days` alone is not, and of how many words.
    """
    words = words_from(tokens, at)
    times = COUNTS.get(words[0], 0)
    used = 1 if times else 0
    openings = EVERY_DAYS | IN | PER if times else EVERY_DAYS
    opening = next((n for n in (2, 1) if " ".join(words[used : used + n]) in openings), 0)
    number, width = nth(words[used + opening :]) or (1, 0)
    used += opening + width
    used += 2 if words[used] == "±" and number_of(words[used + 1]) else 0
    unit = DAYS.get(words[used])
    if unit is None or not (times or opening or width):
        return None
    apart = words[used + 1] in APART
    return Fraction(number * unit, times or 1), bool(times or opening or apart), used + 1 + apart
