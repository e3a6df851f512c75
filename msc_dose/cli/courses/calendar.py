"""`msc-dose course calendar`: other days are closed from now on, and infusions to come follow them."""

from __future__ import annotations

from datetime import timedelta

from msc_dose.cli.arguments import parser
from msc_dose.cli.calendar import add_calendar
from msc_dose.cli.courses.clock import add_moments
from msc_dose.cli.courses.days import days_of, states_days
from msc_dose.cli.courses.effect import entered
from msc_dose.cli.courses.kept import add_kept, kept
from msc_dose.courses.course import Course
from msc_dose.courses.events.opening import CalendarChanged
from msc_dose.problems import refuse
from msc_dose.scheduling import Closures

_EXAMPLES = """  msc-dose course calendar training.jsonl --away 2024-04-29 --reason "abroad" --by rn-104
  msc-dose course calendar training.jsonl --open mon-thu --reason "no Fridays from now on" --by rn-104
  msc-dose course calendar training.jsonl --holidays DE-BY --reason "Bavaria's holidays" --by rn-104"""
_SAID = """Other days are open or closed; infusions to come follow them. What no option states stays as the
course has it, whatever the settings file says; --away adds days. --closed and --holidays state
all closed days together."""
_EARLIER = timedelta(days=92)  # what prepares an infusion lies before it
_YEARS_AHEAD = 2


def run(action: str, words: list[str], as_json: bool) -> int:
    """Record what is open and closed from now on, and show what moved."""
    arguments = parser("course calendar", _SAID, _EXAMPLES)
    add_kept(arguments)
    add_calendar(arguments)
    arguments.add_argument("--reason", metavar="TEXT", help="why (asked for)")
    add_moments(arguments)
    given = arguments.parse_args(words)
    if given.reason is None:
        raise refuse("value.missing", "reason", "The reason is missing.", "Give --reason.")
    if not states_days(given):
        fix = "Give --open, --thaw-days, --closed, --holidays, --away, or --booked with --slots."
        raise refuse("value.missing", "calendar", "No other day is stated: nothing would change.", fix)
    where = kept(given)
    before = where.course
    closures = days_of(given, *_years(before, where.now().year), before.closures or Closures())
    event, after, found = where.enter(given, CalendarChanged(closures, given.reason))
    return entered(event, before, after, as_json, where.lines, found)


def _years(course: Course, year: int) -> tuple[int, int]:
    """The years whose public holidays are looked up: from before the first infusion, some to spare."""
    targets = [infusion.target for infusion in course.infusions if infusion.target]
    if not targets:
        return year, year + _YEARS_AHEAD
    return (min(targets) - _EARLIER).year, max(targets).year + _YEARS_AHEAD
