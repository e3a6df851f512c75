"""Intervals in words that people count differently: a month, "biweekly", where no days beside them say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, groupby, repeat
from typing import NamedTuple

from msc_dose.notation.door import half_width
from msc_dose.problems import Reading


class _Meaning(NamedTuple):
    """What an interval can mean (value, text, why), and the days from and to which fit a way to take it."""

    readings: tuple[tuple[str, str, str], ...]
    days: tuple[tuple[Fraction, Fraction], ...]

    def fits(self, days: Fraction) -> bool:
        return any(least <= days <= most for least, most in self.days)


_LUNAR = "a month taken as four weeks"
_MONTH = (
    ("calendar-month", "every calendar month", "the same day of each month"),
    ("28-days", "every 28 days", _LUNAR),
)
_HALF_MONTH = (
    ("14-days", "every 14 days", "half a month taken as two weeks"),
    ("twice-a-month", "on two fixed days of each month", "two times in a calendar month"),
)
_BIWEEKLY = _Meaning(
    (
        ("twice-a-week", "twice a week", "two times in a week"),
        ("14-days", "every 14 days", "every second week"),
    ),
    ((Fraction(7, 2), Fraction(7, 2)), (Fraction(14), Fraction(14))),
)


def _often(times: int, months: int) -> _Meaning:
    """So many times in so many months."""
    span = (Fraction(28 * months, times), Fraction(31 * months, times))
    return _Meaning(_readings(times, months), (span,))


def _readings(times: int, months: int) -> tuple[tuple[str, str, str], ...]:
    if times == 1 and months == 1:
        return _MONTH
    if times == 1:
        calendar = f"{months}-calendar-months", f"every {months} calendar months", "months of the calendar"
        return calendar, (f"{4 * months}-weeks", f"every {4 * months} weeks", _LUNAR)
    if (times, months) == (2, 1):
        return _HALF_MONTH
    name, said = ("a-calendar-month", "a") if months == 1 else (f"{months}-calendar-months", f"{months}")
    text = f"{times} times in {said} calendar month{'s' if months > 1 else ''}"
    weeks = f"{times}-in-{28 * months}-days", f"{times} times in {28 * months} days", _LUNAR
    return (f"{times}-in-{name}", text, "months of the calendar"), weeks


_MONTHLY, _SEMIMONTHLY, _QUARTERLY = _often(1, 1), _often(2, 1), _often(1, 3)
_BIMONTHLY = _Meaning(
    (
        ("2-calendar-months", "every two calendar months", "every second month"),
        ("twice-a-month", "twice a month", "two times in a month"),
    ),
    (*_often(1, 2).days, *_SEMIMONTHLY.days),
)


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The words, in English, German, French and Spanish; then Japanese and Chinese, sign by sign.
_ROMANCE = _listed("mensuel mensuels mensuelle mensuelles mensuellement mensual mensuales mensualmente")
_MONTHLY_WORDS = _ROMANCE.union(
    _listed("monthly monatlich monatliche monatlicher monatlichen monatliches monatlichem")
)
_ADJECTIVES = {
    **dict.fromkeys(_MONTHLY_WORDS, _MONTHLY), "biweekly": _BIWEEKLY, "bimonthly": _BIMONTHLY,
    "semimonthly": _SEMIMONTHLY, "quarterly": _QUARTERLY, "vierteljährlich": _QUARTERLY,
    "trimestriel": _QUARTERLY, "trimestrielle": _QUARTERLY, "trimestral": _QUARTERLY,
}  # fmt: skip
_COUNTS = {
    "once": 1, "twice": 2, "thrice": 3, "einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4,
}  # fmt: skip
_NUMBERS = {
    **dict.fromkeys(_listed("a an one single ein eine einem einen un une una uno 一"), 1),
    **dict.fromkeys(_listed("two zwei deux dos 二 两 兩"), 2),
    **dict.fromkeys(_listed("three drei trois tres 三"), 3),
    **dict.fromkeys(_listed("four vier quatre cuatro 四"), 4),
    "five": 5, "fünf": 5, "cinq": 5, "cinco": 5, "五": 5, "six": 6, "sechs": 6, "seis": 6, "六": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_ORDINALS = {
    "other": 2, "second": 2, "alternate": 2, "third": 3, "fourth": 4, "sixth": 6, "zweiten": 2, "dritten": 3,
}  # fmt: skip
_ENDINGS = frozenset(("nd", "rd", "th", "st"))
_MONTHS = dict.fromkeys(_listed("month months monat monate monaten mois mes meses"), 1) | {
    "quarter": 3, "quarters": 3, "quartal": 3, "quartale": 3,
}  # fmt: skip
_SHORT = dict.fromkeys(_listed("mo mos mth mths"), 1)
_TIMES = _listed("time times x × mal fois vez veces")
_TREATMENTS = _listed(
    "infusion infusions dose doses dosing injection injections treatment treatments administration "
    "administrations transfusion transfusions course courses cycle cycles infusionen dosis injektion "
    "injektionen perfusion perfusions infusión infusiones inyección inyecciones"
)
_EVERY = frozenset(("every", "each", "alle", "jeden", "jedes", "chaque", "cada", "tous les", "todos los"))
_PER = frozenset(("per", "pro", "par", "por"))
_IN = frozenset(("a", "/", "im", "al", "in a", "in every", "in each", "in one", "in jedem"))
_AT = frozenset(("at", "in", "im"))
_BREAKS = frozenset(
    ("interval", "intervals", "abstand", "abständen", "intervalle", "intervalles", "intervalo")
)
_OF = frozenset(("of", "von", "de"))
_LATER = _listed("later after ago before earlier prior apart from following post de del")
_OF_QUARTERS = frozenset(("hour", "of", "century", "mile", "inch", "to", "past", "final"))
_NO_TREATMENTS = _listed(
    "cost costs report reports meeting meetings fee fees newsletter newsletters review reviews kosten "
    "bericht coût coûts coste costo rapport informe"
)
_RANGES = frozenset(("to", "or", "–", "—", "~", "bis", "oder", "à", "ou", "o"))
_BEFORE_FACTORS = frozenset("$€£¥^*·×x+±.,/–−%#")
_DAYS = {
    **dict.fromkeys(_listed("d day days tag tage tagen jour jours día días 日 天"), 1),
    **dict.fromkeys(
        _listed("w wk wks week weeks weekly woche wochen semaine semaines semana semanas 週 周"), 7
    ),
}
_EVERY_DAYS = _EVERY | {"q", "toutes les", "毎", "每"}
_APART = _listed("apart auseinander cycle cycles ご 毎 每 間 间 隔") | _BREAKS
_EQUALS = _listed("( [ = as being is about approximately approx ca")
_BETWEEN = _EQUALS.union(
    _listed(", : – — / i e ie d h that namely at for a month x × と に 回 次"), _TREATMENTS
)
_ABBREVIATED = frozenset(("i", "e", "d", "h", "approx", "ca"))
_SPANS = _listed("of for after over within in during at ± + until first last für nach pendant durante")
_EVERY_IN_SIGNS = {"毎": 1, "每": 1, "隔": 2}
_COUNTERS, _TIMES_IN_SIGNS = frozenset("かカケヵヶ箇個个"), frozenset("回次度")
_THIS_MONTH = frozenset("今先来來同翌前当本上下年") | _COUNTERS
_SIGNS = frozenset(("毎", "每", "隔", "月", "一", "二", "两", "兩", "三", "四", "五", "六"))
_PREFIXES = frozenset(("bi", "semi"))

_OPENINGS = frozenset(
    chain(_ADJECTIVES, _COUNTS, _NUMBERS, _EVERY, _PER, _AT, _BREAKS, _SIGNS, _PREFIXES,
          ("tous", "todos", "q", "qmonth", "qmo", "qmonthly"))
)  # fmt: skip

# No phrase has more words; a block of words overlaps the next by more than any look ahead or back.
_WORDS, _MARGIN, _BLOCK = 12, 40, 4096


class _Token(NamedTuple):
    """A word, a number, or a single sign; `gap` is what joins it to the one before.

    It is empty, a space, or a hyphen; `–` for a dash made of a hyphen, `|` for the end of a paragraph.
    """

    word: str
    start: int
    end: int
    gap: str


_Words = Sequence[str]
_Found = tuple[int, _Meaning | None] | None


def ambiguous_intervals(prose: str) -> Iterator[tuple[int, int, tuple[Reading, ...]]]:
    """Offset, width and readings of every interval in words that has more than one meaning.

    None is found where days or weeks beside it say the interval. The time is linear in the length.
    """
    free = 0
    for tokens in _blocks(half_width(prose)):
        for at in range(_MARGIN, len(tokens) - _MARGIN):
            token = tokens[at]
            found = _interval_at(tokens, at) if token.start >= free and _opens(token.word) else None
            if found is None:
                continue
            used, meaning = found
            free = tokens[at + used - 1].end
            if meaning:
                yield token.start, free - token.start, tuple(_reading(*said) for said in meaning.readings)


def _reading(value: str, text: str, why: str) -> Reading:
    return Reading("interval", value, "interval", text, why)


# Words


def _blocks(text: str) -> Iterator[list[_Token]]:
    """The tokens in lists whose inner parts, without the margins, follow one another."""
    nothing = _Token("", len(text), len(text), "|")
    tokens = [_Token("", 0, 0, "|")] * _MARGIN
    for token in chain(_tokens(text), repeat(nothing, _MARGIN)):
        tokens.append(token)
        if len(tokens) == _BLOCK:
            yield tokens
            tokens = tokens[-2 * _MARGIN :]
    yield tokens


def _tokens(text: str) -> Iterator[_Token]:
    at, gap = 0, "|"
    for kind, characters in groupby(text, _kind):
        run = "".join(characters)
        if kind == "gap":
            gap = _joint(run)
        for word in [run] if kind in ("word", "number") else run if kind == "sign" else ():
            yield _Token(word.lower(), at, at + len(word), gap)
            at, gap = at + len(word), ""
        at += len(run) if kind == "gap" else 0


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    if character in " \t\r\n-‐‑":
        return "gap"
    if character in "0123456789":
        return "number"
    return "word" if character.isalpha() and not _ideographic(character) else "sign"


def _ideographic(word: str) -> bool:
    """Whether a script without spaces begins here: kana, or Chinese characters."""
    return "\u3040" <= word[:1] <= "\u9fff"


def _joint(gap: str) -> str:
    if gap.count("\n") > 1:
        return "|"
    if not gap.strip():
        return " "
    return "-" if len(gap.strip()) == 1 and gap[0].strip() else "–"


def _words(tokens: Sequence[_Token], at: int) -> list[str]:
    """The words from here on that one phrase can hold, and empty ones."""
    words = [tokens[at].word]
    for token in tokens[at + 1 : at + _WORDS]:
        if token.gap in "|–" and token.gap:
            break
        words.append(token.word)
    return words + [""] * (2 * _WORDS - len(words))


def _opens(word: str) -> bool:
    return word in _OPENINGS or _digits(word)


def _digits(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _number(word: str) -> int | None:
    """The whole number from 1 to 99 that a word or digits say."""
    if _digits(word):
        return int(word) or None if len(word) < 3 else None
    return _NUMBERS.get(word)


def _nth(words: _Words) -> tuple[int, int] | None:
    """The number of `2`, `two`, `2nd` or `other`, and of how many words."""
    number = _number(words[0]) or _ORDINALS.get(words[0])
    return (number, 2 if words[1] in _ENDINGS else 1) if number else None


# Phrases: each gives the number of its words and what they mean


def _interval_at(tokens: Sequence[_Token], at: int) -> _Found:
    """The phrase that begins here; without a meaning where it is none that a person could mistake."""
    if not _begins(tokens, at):
        return None
    words = _words(tokens, at)
    if tokens[at + 1].gap == "-" and words[1] in _MONTHLY_WORDS and _number(words[0]):
        found: _Found = (2, _every(_number(words[0]) or 1))
    else:
        found = next(filter(None, (phrase(words) for phrase in _PHRASES)), None)
    if found is None or not _ends(tokens, at + found[0]):
        return None
    used, meaning = found
    plain = meaning and not _in_another_sense(tokens, at, at + used)
    return used, meaning if plain and meaning and not _said(tokens, at, at + used, meaning) else None


def _every(months: int, times: int = 1) -> _Meaning | None:
    """What so many times in so many months can mean; whole years mean one thing only."""
    return _often(times, months) if months % 12 else None


def _counted(words: _Words) -> _Found:
    """`three times a month`, `once monthly`, `1x/month`, `one infusion every 2 months`."""
    for times, used, noun in _counts(words):
        if words[used] in _MONTHLY_WORDS and not noun:
            return used + 1, _often(times, 1)
        span = _span(words[used:], _IN | _PER | _EVERY, short=True)
        if span and not (noun and words[used + span[1]] in _LATER):
            meaning = _every(span[0], times)
            if meaning and noun and times > 1 and words[used] in _EVERY:
                # Four infusions every month are four in each, or four a month apart.
                meaning = _Meaning(meaning.readings + _readings(1, span[0]), meaning.days)
            return used + span[1], meaning
    return None


def _counts(words: _Words) -> Iterator[tuple[int, int, bool]]:
    """How many times the first words say; how many words these are; whether they name the treatment."""
    if words[0] in _COUNTS:
        yield _COUNTS[words[0]], 1, False
    times = _number(words[0])
    if times and words[1] in _TIMES:
        yield times, 2, False
    elif times and words[1] == "/" and _digits(words[0]):
        yield times, 1, False
    elif times:
        yield from ((times, used + 1, True) for used in (1, 2, 3, 4) if _treatment(words[1 : used + 1]))


def _treatment(words: _Words) -> bool:
    return words[-1] in _TREATMENTS and all(word.isalpha() for word in words)


def _span(words: _Words, openings: frozenset[str], short: bool) -> tuple[int, int] | None:
    """The months of `every 2 months`, and of how many words; `short` where `mo` alone may be a month."""
    for used in (2, 1):
        if " ".join(words[:used]) in openings:
            months = _months(words[used:], short) if words[used] not in ("a", "an") else None
            return (months[0], used + months[1]) if months else None
    return None


def _months(words: _Words, short: bool = False) -> tuple[int, int] | None:
    number, used = _nth(words) or (1, 0)
    named = _MONTHS.get(words[used]) or (_SHORT.get(words[used]) if short or used else None)
    quarter_of = named == 3 and words[used + 1] in _OF_QUARTERS
    return (number * named, used + 1) if named and not quarter_of else None


def _regular(words: _Words) -> _Found:
    """`every 2 months`, `per month`."""
    span = _span(words, _EVERY | _PER, short=False)
    return (span[1], _every(span[0])) if span else None


def _spaced(words: _Words) -> _Found:
    """`at monthly intervals`, `1-month intervals`, `intervals of one month`, `two months apart`."""
    at = 1 if words[0] in _AT else 0
    adjective = _adjective(words[1:]) if at else None
    if adjective and words[1 + adjective[0]] in _BREAKS:
        return adjective[0] + 2, adjective[1]
    at += words[at] in ("a", "an") and (_number(words[at + 1]) or words[at + 1] in _BREAKS) is not None
    if words[at] in _BREAKS and words[at + 1] in _OF:
        months = _months(words[at + 2 :])
        return (at + 2 + months[1], _every(months[0])) if months else None
    months = _months(words[at:])
    if months is None or not (words[at + months[1]] in _BREAKS or words[at + months[1]] == "apart"):
        return None
    return at + months[1] + 1, _every(months[0])


def _adjective(words: _Words) -> _Found:
    """`monthly`, `bi-weekly`."""
    used = 2 if words[0] in _PREFIXES else 1
    meaning = _ADJECTIVES.get("".join(words[:used]))
    return (used, meaning) if meaning else None


def _prescribed(words: _Words) -> _Found:
    """`qmonth`, `q2 months`."""
    if words[0] in ("qmonth", "qmo", "qmonthly"):
        return 1, _MONTHLY
    months = _months(words[1:], short=True) if words[0] == "q" else None
    return (1 + months[1], _every(months[0])) if months else None


def _in_signs(words: _Words) -> _Found:
    """`毎月`, `月1回`, `每月一次`, `2か月ごと`: in Japanese and Chinese."""
    every = _EVERY_IN_SIGNS.get(words[0])
    at = 0 if not every else 2 if words[1] == "隔" else 1
    number = _number(words[at]) if words[at + 1] in _COUNTERS else None
    at += 1 if number else 0
    at += 1 if words[at] in _COUNTERS and (number or every) else 0
    if words[at] != "月":
        return None
    at += 2 if words[at + 1] == "に" else 1
    times = _number(words[at]) if words[at + 1] in _TIMES_IN_SIGNS and words[at + 2] != "目" else None
    if times:
        return at + 2, _every(number or every or 1, times)
    at -= 1 if words[at - 1] == "に" else 0
    if number and (words[at : at + 2] == ["ご", "と"] or words[at] == "毎"):
        return at + (1 if words[at] == "毎" else 2), _every(number)
    return (at, _every(number or every)) if every else None


_PHRASES = (_counted, _regular, _spaced, _adjective, _prescribed, _in_signs)


# What stands around a phrase


def _begins(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word begins here: not in the middle of one, nor with the last part of a number."""
    before, token = tokens[at - 1].word, tokens[at]
    if token.word == "月" and (_number(before) or before in _THIS_MONTH):
        return False
    if _digits(token.word) and before and before in _BEFORE_FACTORS:
        return False
    apart = token.gap not in ("", "-") or _ideographic(before) or _ideographic(token.word)
    return apart or (token.gap == "" and not before.isalnum())


def _ends(tokens: Sequence[_Token], end: int) -> bool:
    last, behind = tokens[end - 1].word, tokens[end]
    apart = behind.gap != "" or _ideographic(last) or _ideographic(behind.word)
    return apart or not behind.word.isalnum()


def _in_another_sense(tokens: Sequence[_Token], at: int, end: int) -> bool:
    """`2 to 3 times a month`, `several times per month`, `monthly report`: no interval of a treatment."""
    first, before, last = tokens[at].word, tokens[at - 1].word, tokens[end - 1].word
    if _count(first) and before in _RANGES and _count(tokens[at - 2].word):
        return True
    if first in _EVERY | _PER | _MONTHLY_WORDS and before in _TIMES:
        return True
    if first in _PER and before in _TREATMENTS and before.endswith(("s", "en")):
        return True
    behind = tokens[end].word if tokens[end].gap in (" ", "-") else ""
    named = last in _ADJECTIVES or tokens[end - 2].word in _PREFIXES
    return (named and behind in _NO_TREATMENTS) or (first in _ROMANCE and before in _NO_TREATMENTS)


def _count(word: str) -> int | None:
    return _COUNTS.get(word) or _number(word)


def _said(tokens: Sequence[_Token], at: int, end: int, meaning: _Meaning) -> bool:
    """Whether days or weeks that fit one of the meanings stand beside the phrase."""
    return _said_behind(tokens, end, meaning) or _said_before(tokens, at, meaning)


def _said_behind(tokens: Sequence[_Token], end: int, meaning: _Meaning) -> bool:
    for at in range(end, end + _WORDS):
        if tokens[at].gap == "|":
            return False
        stated = _stated(tokens, at)
        if stated:
            days, firmly, used = stated
            alone = at > end and tokens[at - 1].word in _EQUALS and tokens[at + used].word in (")", "]", ",")
            return (firmly or alone) and meaning.fits(days)
        if not _between(tokens, at):
            return False
    return False


def _said_before(tokens: Sequence[_Token], end: int, meaning: _Meaning) -> bool:
    for at in range(end - 1, end - _WORDS, -1):
        stated = _stated(tokens, at)
        if tokens[at + 1].gap == "|":
            return False
        if stated and meaning.fits(stated[0]) and at + stated[2] <= end:
            behind = at + stated[2]
            alone = tokens[behind].word in ("(", "[", "=") and tokens[at - 1].word not in _SPANS
            if (stated[1] or alone) and all(_between(tokens, place) for place in range(behind, end)):
                return True
    return False


def _between(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a phrase and its days can have this between them."""
    word = tokens[at].word
    if word == ".":
        return tokens[at - 1].word in _ABBREVIATED
    return word in _BETWEEN or _number(word) is not None


def _stated(tokens: Sequence[_Token], at: int) -> tuple[Fraction, bool, int] | None:
    """The days of `every 4 weeks`, `28 days apart`, `twice a week`, or of `28 days`.

    Also whether they surely are an interval, which `28 days` alone is not, and of how many words.
    """
    words = _words(tokens, at)
    times = _COUNTS.get(words[0], 0)
    used = 1 if times else 0
    openings = _EVERY_DAYS | _IN | _PER if times else _EVERY_DAYS
    opening = next((n for n in (2, 1) if " ".join(words[used : used + n]) in openings), 0)
    number, width = _nth(words[used + opening :]) or (1, 0)
    used += opening + width
    used += 2 if words[used] == "±" and _number(words[used + 1]) else 0
    unit = _DAYS.get(words[used])
    if unit is None or not (times or opening or width):
        return None
    apart = words[used + 1] in _APART
    return Fraction(number * unit, times or 1), bool(times or opening or apart), used + 1 + apart
