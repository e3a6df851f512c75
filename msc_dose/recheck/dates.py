"""Targets, the windows around them, and the calendar that they are counted on, which is our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.document import FIRST_YEAR, LAST_YEAR, MOST, Node, malformed, month_length

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIRST_DAY, _LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


@dataclass(frozen=True, slots=True)
class Slot:
    """The day something ought to happen, and the first and last day on which it may.

    `preferred` are the first and last of the days that are taken before any other, where such are stated.
    """

    target: date
    earliest: date
    latest: date
    preferred: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Days permitted before and after a target, and inside them those that are preferred."""

    before: int
    after: int
    preferred: tuple[int, int] | None = None

    @classmethod
    def of(cls, node: Node, most_before: int = MOST) -> Window:
        """The window that stands here under `before`, `after` and perhaps `preferred`."""
        before, after = node.at("before").whole(0, most_before), node.at("after").whole(0, MOST)
        inside = node.maybe("preferred")
        if inside is None or inside.is_null():
            return cls(before, after)
        inside.only("before", "after")
        return cls(before, after, (inside.at("before").whole(0, before), inside.at("after").whole(0, after)))

    def around(self, target: date) -> Slot:
        """The days that this window permits around a target."""
        preferred = None
        if self.preferred is not None:
            preferred = shift(target, -self.preferred[0]), shift(target, self.preferred[1])
        return Slot(target, shift(target, -self.before), shift(target, self.after), preferred)

    def reaching(self, after: int) -> Window:
        """This window, which reaches at least so many days after the target."""
        return self if self.after >= after else Window(self.before, after, self.preferred)


def window_of(inputs: Node) -> Window:
    """The window of the infusions."""
    return Window.of(inputs.at("window").only("before", "after", "preferred"))


def shift(day: date, days: int) -> date:
    """The day that lies so many days later, or earlier if negative."""
    return date.fromordinal(day.toordinal() + days)


def shift_within(node: Node, day: date, days: int) -> date:
    """The same, when no day that a plan can name is left by it; else `document.malformed` at the node."""
    number = day.toordinal() + days
    if number > _LAST_DAY.toordinal():
        raise malformed(node.path, f"This leads past {_LAST_DAY}, the last day that a plan can name.")
    if number < _FIRST_DAY.toordinal():
        raise malformed(node.path, f"This leads before {_FIRST_DAY}, the first day that a plan can name.")
    return date.fromordinal(number)


def months_later(node: Node, origin: date, months: int) -> date:
    """The same day of a later month, or the last day of a month that lacks it."""
    year, month = year_and_month(node, origin, months)
    return date(year, month, min(origin.day, month_length(year, month)))


def year_and_month(node: Node, origin: date, months: int) -> tuple[int, int]:
    """The year and month so many months after a day; `document.malformed` at the node past the calendar."""
    year, month = divmod(origin.year * 12 + origin.month - 1 + months, 12)
    if year > LAST_YEAR:
        raise malformed(node.path, f"This leads past {_LAST_DAY}, the last day that a plan can name.")
    return year, month + 1


def weekday(node: Node) -> int:
    """A day of the week by its name, 0 for `mon`."""
    return WEEKDAYS.index(node.choice(*WEEKDAYS))
