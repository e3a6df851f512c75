"""Intervals in words that people count differently: a month, "biweekly"."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.problems import Reading

_CALENDAR = ("calendar-month", "every calendar month", "the same day of each month")
_FOUR_WEEKS = ("28-days", "every 28 days", "a month taken as four weeks")
_MONTH = (_CALENDAR, _FOUR_WEEKS)
_TWICE = ("twice-a-week", "twice a week", "two times in a week")
_TWO_WEEKS = ("14-days", "every 14 days", "every second week")
_BIMONTHLY = (
    ("2-calendar-months", "every two calendar months", "every second month"),
    ("twice-a-month", "twice a month", "two times in a month"),
)
_HALF_MONTH = (
    ("14-days", "every 14 days", "half a month taken as two weeks"),
    ("twice-a-month", "on two fixed days of each month", "two times in a calendar month"),
)
_QUARTER = (
    ("3-calendar-months", "every three calendar months", "a quarter of a year"),
    ("12-weeks", "every 12 weeks", "a month taken as four weeks"),
)
_PHRASES = {
    "once a month": _MONTH, "once per month": _MONTH, "once monthly": _MONTH, "once every month": _MONTH,
    "every month": _MONTH, "each month": _MONTH, "monthly": _MONTH, "per month": _MONTH,
    "a month apart": _MONTH, "one month apart": _MONTH, "at monthly intervals": _MONTH,
    "biweekly": (_TWICE, _TWO_WEEKS), "bi-weekly": (_TWICE, _TWO_WEEKS),
    "bimonthly": _BIMONTHLY, "bi-monthly": _BIMONTHLY,
    "twice a month": _HALF_MONTH, "twice monthly": _HALF_MONTH, "twice per month": _HALF_MONTH,
    "semimonthly": _HALF_MONTH, "semi-monthly": _HALF_MONTH,
    "quarterly": _QUARTER,
}  # fmt: skip


def ambiguous_intervals(prose: str) -> Iterator[tuple[int, int, tuple[Reading, ...]]]:
    """Offset, width and readings of every interval in words that has more than one meaning."""
    # ASCII letters only: other alphabets' capitals can be longer than their small letters.
    lowered = "".join(c.lower() if c.isascii() else c for c in prose).replace("\n", " ")
    taken = [False] * len(lowered)
    for words in sorted(_PHRASES, key=len, reverse=True):
        at = lowered.find(words)
        while at >= 0:
            end = at + len(words)
            if _whole(lowered, at, end) and not taken[at]:
                taken[at:end] = [True] * len(words)
                yield at, len(words), tuple(_reading(*meaning) for meaning in _PHRASES[words])
            at = lowered.find(words, end)


def _whole(text: str, at: int, end: int) -> bool:
    before, after = text[at - 1 : at], text[end : end + 1]
    return not (before.isalnum() or before == "-") and not after.isalnum()


def _reading(value: str, text: str, why: str) -> Reading:
    return Reading("interval", value, "interval", text, why)
