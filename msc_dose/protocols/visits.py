"""Visits of a protocol that are no infusions: assessments, follow-up, and what is dated from an infusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.problems import Refusal, refuse
from msc_dose.protocols.days_and_gaps import MOST_DAYS
from msc_dose.scheduling import Window, days_after, days_text, months_after

MOST_MONTHS = 120
MOST_MINUTES = 1440  # a part of the infusion's own day
MOST_DAYS_BESIDE = 60  # how far from an infusion a visit may lie that decides on the infusion's day
FIRST, LAST, EACH = ORIGINS = ("first", "last", "each")
ANY_DAY, OPEN_DAY, OPEN_DAY_BEFORE, MOVES_INFUSION = CLOSED_DAYS = (
    "any-day",
    "open-day",
    "open-day-before",
    "moves-infusion",
)
_NO_WINDOW = Window(0, 0)
_WITHOUT_WINDOW = {
    OPEN_DAY_BEFORE: "a closed day leads to the open day before",
    MOVES_INFUSION: "a closed day moves the infusion",
}


@dataclass(frozen=True, slots=True)
class VisitRule:
    """A dated visit that is no infusion: so many days or calendar months from an infusion, or minutes.

    Exactly one of `days` (-3650 to 3650, before the infusion where negative) and `months` (0 to 120; a
    month without the day gives its last day) is stated. `origin` is `first` or `last`, the infusion whose
    target it counts from, or `each`: one visit for every infusion, counted in days from its date.
    `minutes` (-1440 to 1440, not 0; with days 0 and origin `each`) makes it a part of the infusion's day,
    so long before its start or after its end.

    `closed_days` says what a closed day does: `any-day` (nothing: the target is taken), `open-day` (the
    nearest open day in the window), `open-day-before` (the last open day at or before the target),
    `moves-infusion` (with origin `each`, 1 to 60 days away: the infusion takes only a day whose visit is
    possible). The last two have no window; that of a visit before or after each infusion ends before, or
    begins after, the infusion's own day. Raises Refusal `schedule.visit`.
    """

    kind: str
    days: int | None
    window: Window
    detail: str = ""
    months: int | None = None
    origin: str = FIRST
    closed_days: str = OPEN_DAY
    minutes: int | None = None

    def __post_init__(self) -> None:
        """Hold one distance inside its bounds, from one of the infusions, and one rule for closed days."""
        for number in (self.days, self.months, self.minutes):
            if number is not None and type(number) is not int:
                raise TypeError(f"days, months and minutes must be ints or None, not {type(number).__name__}")
        _check_distance(self)
        if self.origin not in ORIGINS:
            message = f"A visit counts from the first, the last or each infusion, not from {self.origin!r}."
            raise _refused(message, "Say first, last or each.", str(self.origin))
        if self.closed_days not in CLOSED_DAYS:
            message = f"{self.closed_days!r} does not say what a closed day does to a visit."
            raise _refused(message, f"Say one of {', '.join(CLOSED_DAYS)}.", str(self.closed_days))
        _check_each(self)
        _check_closed_days(self)
        _check_side(self)

    def target(self, origin: date) -> date:
        """The visit's target, from the day that it counts from: an infusion's target, or its date."""
        return (
            days_after(origin, self.days or 0) if self.months is None else months_after(origin, self.months)
        )

    @property
    def when(self) -> str:
        """The rule in words: `14 days after the first`, `1 day before each`, `30 min before each`."""
        return f"{self._distance} the {self.origin}" if self.origin != EACH else f"{self._distance} each"

    def at_infusion(self, number: int) -> str:
        """What it is called beside one infusion: `lab draw, day before infusion 2`; else just its kind."""
        if self.origin != EACH:
            return self.kind
        comma = "," if self.minutes is None else ""
        return f"{self.kind}{comma} {self._distance.removeprefix('1 ')} infusion {number}"

    @property
    def from_infusion(self) -> str:
        """How far it is from its infusion: `day before`, `30 min before`; empty where it has none."""
        return self._distance.removeprefix("1 ").removesuffix(" of") if self.origin == EACH else ""

    @property
    def beside(self) -> tuple[int, str] | None:
        """How many days from the infusion's date its day must be open, and what it is, where it decides."""
        return (self.days or 0, self.kind) if self.closed_days == MOVES_INFUSION else None

    @property
    def _distance(self) -> str:
        if self.minutes is not None:
            return f"{abs(self.minutes)} min {'before' if self.minutes < 0 else 'after'}"
        number, unit = (self.days or 0, "day") if self.months is None else (self.months, "calendar month")
        if self.origin == EACH and number == 0:
            return "on the day of"
        side = "before" if number < 0 else "after"
        return f"{abs(number)} {unit}{'' if abs(number) == 1 else 's'} {side}"


def _check_distance(rule: VisitRule) -> None:
    number, least, most = (rule.days, -MOST_DAYS, MOST_DAYS)
    if rule.months is not None:
        number, least, most = (rule.months, 0, MOST_MONTHS)
    if (rule.days is None) == (rule.months is None) or number is None or not least <= number <= most:
        message = "A visit is not so many days (-3650 to 3650) or so many calendar months (0 to 120) away."
        raise _refused(message, "State either days or months.", f"{rule.days}, {rule.months}")


def _check_each(rule: VisitRule) -> None:
    if rule.origin == EACH and rule.months is not None:
        message = "A visit of each infusion counts days from its date, not calendar months."
        raise _refused(message, "State days, or count from the first or the last.", str(rule.months))
    if rule.minutes is None:
        return
    if not 1 <= abs(rule.minutes) <= MOST_MINUTES:
        message = f"{rule.minutes} minutes are not -{MOST_MINUTES} to -1 or 1 to {MOST_MINUTES}."
        raise _refused(message, "State minutes before or after the infusion, or days.", str(rule.minutes))
    whole_day = rule.origin != EACH or rule.days != 0 or rule.window != _NO_WINDOW
    if whole_day or rule.closed_days not in (ANY_DAY, OPEN_DAY):
        message = "A visit in minutes is a part of the day of each infusion, without a window of its own."
        raise _refused(message, "Leave out days, window and closed_days.", str(rule.minutes))


def _check_closed_days(rule: VisitRule) -> None:
    if rule.closed_days in (OPEN_DAY_BEFORE, MOVES_INFUSION) and rule.window != _NO_WINDOW:
        message = f"The window {rule.window} has no meaning where {_WITHOUT_WINDOW[rule.closed_days]}."
        raise _refused(message, "Leave the window out.", str(rule.window), "window")
    if rule.closed_days != MOVES_INFUSION:
        return
    if rule.origin != EACH or not 1 <= abs(rule.days or 0) <= MOST_DAYS_BESIDE:
        message = f"Only a visit 1 to {MOST_DAYS_BESIDE} days from each infusion can move the infusion."
        raise _refused(message, "Count it in days from each infusion, or let it take an open day.", rule.when)


def _check_side(rule: VisitRule) -> None:
    """Hold a visit before or after each infusion to its side of the infusion's day."""
    if rule.origin != EACH or not rule.days or abs(rule.days) > _towards(rule):
        return
    message = (
        f"The window ({rule.window}) of a visit {rule.when} infusion reaches the day of the infusion itself."
    )
    side = "after" if rule.days < 0 else "before"
    fix = f"Let it reach at most {days_text(abs(rule.days) - 1)} {side} the visit's target."
    raise _refused(message, fix, str(rule.window), "window")


def _towards(rule: VisitRule) -> int:
    """How many days the window reaches from the visit's target towards its infusion."""
    return rule.window.after if (rule.days or 0) < 0 else rule.window.before


def _refused(message: str, fix: str, read: str, field: str = "visits") -> Refusal:
    return refuse("schedule.visit", field, message, fix, read)
