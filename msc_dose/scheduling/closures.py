"""Closures: the weekdays and the single days on which nothing can be given, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msc_dose.scheduling._dates import WEEKDAY_NAMES, day_text
from msc_dose.scheduling._listed import (
    Listed,
    holds,
    read_beside,
    read_days,
    read_listed,
    read_years,
    reason_of,
)
from msc_dose.scheduling._weekdays import WEEKDAYS, read_weekdays, weekdays_text

__all__ = ["WEEKDAYS", "Closures"]

_Days = Mapping[date, str] | Iterable[tuple[date, str]]


@dataclass(frozen=True, slots=True, init=False)
class Closures:
    """Which days are open: hashable, comparable, picklable.

    `open` holds the open weekdays in week order, or None where they are not stated and every weekday is
    open; `closed` holds the closed dates with their reasons, sorted. `thaw` holds the weekdays on which
    the lab thaws, None where they are not stated; `away` the days on which the patient cannot come and
    `full` those without a free slot, each with its reason; `worked` the dates that are open though their
    weekday is not; `provisional` the years whose public holidays are estimates, `covered` those whose
    public holidays were looked up (none where no place is named). `beside` holds visits that move an
    infusion: so many days from it (-60 to 60, not 0), and what the visit is.
    """

    open: tuple[str, ...] | None
    closed: Listed
    thaw: tuple[str, ...] | None
    away: Listed
    full: Listed
    worked: tuple[date, ...]
    provisional: tuple[int, ...]
    covered: tuple[int, ...]
    beside: tuple[tuple[int, str], ...]

    def __init__(
        self,
        open: str | Iterable[str] | None = None,  # the public word, as in md.Closures(open="mon-fri")
        closed: _Days = (),
        *,
        thaw: str | Iterable[str] | None = None,
        away: _Days = (),
        full: _Days = (),
        worked: Iterable[date] = (),
        provisional: Iterable[int] = (),
        covered: Iterable[int] = (),
        beside: Iterable[tuple[int, str]] = (),
    ) -> None:
        """Read the weekdays (`mon-fri`, `mon,tue,thu`, `fri-mon`, in any case) and the single days.

        Raises Refusal `closures.open-weekdays` or `closures.thaw-weekdays` for any other text, a weekday
        named twice or none at all; `closures.duplicate-date`; `closures.reason` for control characters in
        a reason; `closures.beside`; `date.out-of-range`. TypeError for wrong types.
        """
        self._set(
            open=None if open is None else read_weekdays(open, "open"),
            closed=read_listed(closed, "closed"),
            thaw=None if thaw is None else read_weekdays(thaw, "thaw"),
            away=read_listed(away, "away"),
            full=read_listed(full, "full"),
            worked=read_days(worked, "worked"),
            provisional=read_years(provisional, "provisional"),
            covered=read_years(covered, "covered"),
            beside=read_beside(beside),
        )

    def why_closed(self, day: date) -> str | None:
        """Why nothing is given on this day, or None where it is open for an infusion."""
        return (
            self._why_shut(day)
            or self._why_no_thaw(day)
            or self._why_away(day)
            or self._why_full(day)
            or self._why_beside(day)
        )

    def why_no_visit(self, day: date) -> str | None:
        """Why there is no visit on this day, or None where it is open for one: nothing is thawed for it."""
        return self._why_shut(day) or self._why_away(day)

    def for_visits(self) -> Closures:
        """The closures of a visit: its `why_closed` is `why_no_visit` of these."""
        return self._with(thaw=None, full=(), provisional=(), covered=(), beside=())

    def with_beside(self, pairs: Iterable[tuple[int, str]]) -> Closures:
        """The same closures with these visits beside each infusion; Refusal `closures.beside`."""
        return self._with(beside=read_beside(pairs))

    def open_text(self) -> str:
        """The open weekdays for a person: `Mon–Fri`, `Mon, Tue, Fri–Sun`, `every day` where not stated."""
        return weekdays_text(self.open)

    def thaw_text(self) -> str:
        """The thaw weekdays for a person, `every day` where not stated."""
        return weekdays_text(self.thaw)

    def reopened(self, day: date) -> Closures:
        """The same closures without the closed date `day`; its weekday is open or not as before."""
        return self._with(closed=tuple(pair for pair in self.closed if pair[0] != day))

    def _why_shut(self, day: date) -> str | None:
        reason = reason_of(self.closed, day)
        if reason is not None:
            return f"closed: {reason or 'no reason given'}"
        if self.open is None or WEEKDAYS[day.weekday()] in self.open or holds(self.worked, day):
            return None
        return f"{WEEKDAY_NAMES[day.weekday()]} is not an open weekday"

    def _why_no_thaw(self, day: date) -> str | None:
        if self.thaw is None or WEEKDAYS[day.weekday()] in self.thaw:
            return None
        return f"{WEEKDAY_NAMES[day.weekday()]} is not a thaw weekday"

    def _why_away(self, day: date) -> str | None:
        reason = reason_of(self.away, day)
        if reason is None:
            return None
        return f"the patient cannot come: {reason}" if reason else "the patient cannot come"

    def _why_full(self, day: date) -> str | None:
        reason = reason_of(self.full, day)
        return None if reason is None else f"full: {reason or 'no free slot'}"

    def _why_beside(self, day: date) -> str | None:
        for offset, what in self.beside:
            other = day + timedelta(days=offset)
            if reason := self.why_no_visit(other):
                return f"its {what} on {day_text(other)} cannot be: {reason}"
        return None

    def _with(self, **changed: Any) -> Closures:
        """The same closures with these fields, which are read already."""
        changed_from = {name: getattr(self, name) for name in self.__slots__}
        made = object.__new__(Closures)
        made._set(**{**changed_from, **changed})
        return made

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)
