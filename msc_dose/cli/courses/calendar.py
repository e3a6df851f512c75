"""`msc-dose course calendar`: other days are closed from now on, and infusions to come follow them."""

from __future__ import annotations

from msc_dose.cli.arguments import parser
from msc_dose.cli.calendar import add_calendar, closures_of
from msc_dose.cli.courses.clock import add_moments, occurred_of, recorded_now
from msc_dose.cli.courses.effect import entered
from msc_dose.courses.events.opening import CalendarChanged
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.recording import record
from msc_dose.files.course_file import append_event, load_events
from msc_dose.problems import refuse
from msc_dose.scheduling import Closures

_EXAMPLES = """  msc-dose course calendar p-0417.jsonl --open mon-fri --holidays DE --closed closed.csv \\
      --reason "public holidays of 2028 are announced" --by rn-104"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Record the open and closed days, all of them, and show what moved."""
    said = "All open and closed days as they are now; infusions to come follow them."
    arguments = parser("course calendar", said, _EXAMPLES)
    arguments.add_argument("file", metavar="FILE", help="the course file")
    add_calendar(arguments)
    arguments.add_argument("--reason", metavar="TEXT", help="why (asked for)")
    add_moments(arguments)
    given = arguments.parse_args(words)
    if given.reason is None:
        raise refuse("value.missing", "reason", "The reason is missing.", "Give --reason.")
    events = load_events(given.file)
    before = course_of(events)
    recorded = recorded_now(before)
    years = [infusion.target.year for infusion in before.infusions if infusion.target] or [recorded.year]
    closures = closures_of(given, min(years), max(years) + 2) or Closures()
    what = CalendarChanged(closures, given.reason)
    event, after = record(events, occurred_of(given, before, recorded), recorded, given.by, what)
    append_event(given.file, event, len(events))
    return entered(event, before, after, as_json)
