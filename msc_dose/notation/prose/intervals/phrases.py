"""The ways to say an interval: each gives the number of its words and what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.notation.prose.intervals.meanings import MONTHLY, Found, Meaning, every_months, often, readings
from msc_dose.notation.prose.intervals.tokens import Words, digits, nth, number_of
from msc_dose.notation.prose.intervals.vocabulary import (
    ADJECTIVES,
    AT,
    BREAKS,
    COUNTERS,
    COUNTS,
    EVERY,
    EVERY_IN_SIGNS,
    IN,
    LATER,
    MONTHLY_WORDS,
    MONTHS,
    OF,
    OF_QUARTERS,
    PER,
    PREFIXES,
    SHORT,
    TIMES,
    TIMES_IN_SIGNS,
    TREATMENTS,
)


def _counted(words: Words) -> Found:
    """`three times a month`, `once monthly`, `1x/month`, `one infusion every 2 months`."""
    for times, used, noun in _counts(words):
        if words[used] in MONTHLY_WORDS and not noun:
            return used + 1, often(times, 1)
        span = _span(words[used:], IN | PER | EVERY, short=True)
        if span and not (noun and words[used + span[1]] in LATER):
            meaning = every_months(span[0], times)
            if meaning and noun and times > 1 and words[used] in EVERY:
                # Four infusions every month are four in each, or four a month apart.
                meaning = Meaning(meaning.readings + readings(1, span[0]), meaning.days)
            return used + span[1], meaning
    return None


def _counts(words: Words) -> Iterator[tuple[int, int, bool]]:
    """How many times the first words say; how many words these are; whether they name the treatment."""
    if words[0] in COUNTS:
        yield COUNTS[words[0]], 1, False
    times = number_of(words[0])
    if times and words[1] in TIMES:
        yield times, 2, False
    elif times and words[1] == "/" and digits(words[0]):
        yield times, 1, False
    elif times:
        yield from ((times, used + 1, True) for used in (1, 2, 3, 4) if _treatment(words[1 : used + 1]))


def _treatment(words: Words) -> bool:
    return words[-1] in TREATMENTS and all(word.isalpha() for word in words)


def _span(words: Words, openings: frozenset[str], short: bool) -> tuple[int, int] | None:
    """The months of `every 2 months`, and of how many words; `short` where `mo` alone may be a month."""
    for used in (2, 1):
        if " ".join(words[:used]) in openings:
            months = _months(words[used:], short) if words[used] not in ("a", "an") else None
            return (months[0], used + months[1]) if months else None
    return None


def _months(words: Words, short: bool = False) -> tuple[int, int] | None:
    number, used = nth(words) or (1, 0)
    named = MONTHS.get(words[used]) or (SHORT.get(words[used]) if short or used else None)
    quarter_of = named == 3 and words[used + 1] in OF_QUARTERS
    return (number * named, used + 1) if named and not quarter_of else None


def _regular(words: Words) -> Found:
    """`every 2 months`, `per month`."""
    span = _span(words, EVERY | PER, short=False)
    return (span[1], every_months(span[0])) if span else None


def _spaced(words: Words) -> Found:
    """`at monthly intervals`, `1-month intervals`, `intervals of one month`, `two months apart`."""
    at = 1 if words[0] in AT else 0
    adjective = _adjective(words[1:]) if at else None
    if adjective and words[1 + adjective[0]] in BREAKS:
        return adjective[0] + 2, adjective[1]
    at += words[at] in ("a", "an") and (number_of(words[at + 1]) or words[at + 1] in BREAKS) is not None
    if words[at] in BREAKS and words[at + 1] in OF:
        months = _months(words[at + 2 :])
        return (at + 2 + months[1], every_months(months[0])) if months else None
    months = _months(words[at:])
    if months is None or not (words[at + months[1]] in BREAKS or words[at + months[1]] == "apart"):
        return None
    return at + months[1] + 1, every_months(months[0])


def _adjective(words: Words) -> Found:
    """`monthly`, `bi-weekly`."""
    used = 2 if words[0] in PREFIXES else 1
    meaning = ADJECTIVES.get("".join(words[:used]))
    return (used, meaning) if meaning else None


def _prescribed(words: Words) -> Found:
    """`qmonth`, `q2 months`."""
    if words[0] in ("qmonth", "qmo", "qmonthly"):
        return 1, MONTHLY
    months = _months(words[1:], short=True) if words[0] == "q" else None
    return (1 + months[1], every_months(months[0])) if months else None


def _in_signs(words: Words) -> Found:
    """`毎月`, `月1回`, `每月一次`, `2か月ごと`: in Japanese and Chinese."""
    every = EVERY_IN_SIGNS.get(words[0])
    at = 0 if not every else 2 if words[1] == "隔" else 1
    number = number_of(words[at]) if words[at + 1] in COUNTERS else None
    at += 1 if number else 0
    at += 1 if words[at] in COUNTERS and (number or every) else 0
    if words[at] != "月":
        return None
    at += 2 if words[at + 1] == "に" else 1
    times = number_of(words[at]) if words[at + 1] in TIMES_IN_SIGNS and words[at + 2] != "目" else None
    if times:
        return at + 2, every_months(number or every or 1, times)
    at -= 1 if words[at - 1] == "に" else 0
    if number and (words[at : at + 2] == ["ご", "と"] or words[at] == "毎"):
        return at + (1 if words[at] == "毎" else 2), every_months(number)
    return (at, every_months(number or every)) if every else None


PHRASES = (_counted, _regular, _spaced, _adjective, _prescribed, _in_signs)
