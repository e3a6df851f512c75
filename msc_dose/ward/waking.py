"""From which day on a course is urgent on the ward: what finds the first rows among many courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msc_dose.ward.staging import OBSERVED_WITHIN

if TYPE_CHECKING:
    from msc_dose.ward.brief import Brief, BriefInfusion

NEVER = "9999-12-31"
_BEGUN = ("thawed", "checked", "started", "paused")
_UNTIMED = "~"  # behind every time of a day


@dataclass(frozen=True, slots=True)
class Waking:
    """Texts that stand in the order of time; they find what is urgent, and say nothing to a person.

    `busy` is the moment (UTC) to which an infusion is on the clock, running or to observe; `acts` the first
    day on which one is due, or its window has ended; `opens` the first day of a window; `ends` the last day
    of the window of the one that acts first; `time` its time.
    """

    busy: str = ""
    acts: str = NEVER
    opens: str = NEVER
    ends: str = NEVER
    time: str = _UNTIMED


def waking_of(brief: Brief) -> Waking:
    """What finds the course among many."""
    to_come = [] if brief.stopped is not None else [each for each in brief.infusions if _acts(brief, each)]
    dated = [(day.isoformat(), each) for each in to_come if (day := _day(each)) is not None]
    acts, first = min(dated, key=lambda found: (found[0], found[1].number), default=(NEVER, None))
    opens = min((each.earliest for each in to_come if each.earliest is not None), default=None)
    return Waking(
        max((_busy(brief, each) for each in brief.infusions), default=""),
        acts,
        opens.isoformat() if opens else NEVER,
        first.latest.isoformat() if first and first.latest and first.make_up_by is None else NEVER,
        (first.time if first else None) or _UNTIMED,
    )


def moment_text(moment: datetime) -> str:
    """A moment as `busy` writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _acts(brief: Brief, each: BriefInfusion) -> bool:
    """Whether it can become late or due as things stand."""
    return each.make_up_by is not None or (each.pending and not each.held and brief.held_since is None)


def _day(each: BriefInfusion) -> Date | None:
    if each.make_up_by is not None or each.date is not None:
        return each.make_up_by or each.date
    return None if each.latest is None else each.latest + timedelta(days=1)


def _busy(brief: Brief, each: BriefInfusion) -> str:
    if each.state in _BEGUN:
        return NEVER
    if each.ended is None or each.observed:
        return ""
    ended = each.ended if each.ended.tzinfo else each.ended.replace(tzinfo=ZoneInfo(brief.zone))
    return moment_text(ended + OBSERVED_WITHIN)
