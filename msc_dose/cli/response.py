"""`msc-dose response COUNTS.csv --baseline …`: the class of every count, and what is confirmed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.table import wrapped
from msc_dose.courses.counted import counts_of, rescues_of, treatment_start
from msc_dose.courses.course import Course
from msc_dose.files.counts import day_number, load_counts, load_rescues
from msc_dose.files.response_criteria import load_criteria, shipped_criteria
from msc_dose.library.amounts import amount_of
from msc_dose.library.courses import load_course
from msc_dose.library.response import grading_for, read_baseline, washout_days
from msc_dose.notation.conventions import Conventions
from msc_dose.notation.dates import read_date
from msc_dose.problems import refuse
from msc_dose.response.classify import classify
from msc_dose.response.counts import Day, Rescue
from msc_dose.response.result import Response

_EXAMPLES = """  msc-dose response counts.csv --baseline "20 × 10⁹/L" --start 2027-01-29
  msc-dose response counts.csv --baseline "20 × 10⁹/L" --start-day 0 \\
      --events rescue.csv --washout "rhIL-11=26 days" --washout "platelets=7 days"
  msc-dose response counts.csv --criteria case-ab0452
  msc-dose response p-0417.jsonl --baseline "20 × 10⁹/L" --washout "rhIL-11=26 days"
  msc-dose response --list-criteria

columns of COUNTS.csv: date (YYYY-MM-DD) or day, count with its unit (or in the heading:
count [10*9/L]), and where wanted bleeding (yes, no, not reported) and note;
of the --events file: treatment, date or day, and where wanted until"""


def run(words: list[str], as_json: bool) -> int:
    """Classify the counts of a file, or list the shipped criteria; Refusal naming all that is wrong."""
    given = _given(words)
    if given.list_criteria:
        return _list(as_json)
    conventions = conventions_of(given)
    response = _response(given, conventions)
    if as_json:
        mark = {"decimal_mark": conventions.decimal_mark} if conventions.comma else {}
        output.document({**response.as_document(), **mark})
    else:
        told = output.problem_lines(response.problems)
        lines = [response.explain(), *echo(None, conventions), *(["", *told] if told else [])]
        output.say("\n".join(lines))
    return 0


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("response", "Which class of response counts over time are, with reasons.", _EXAMPLES)
    add = arguments.add_argument
    add(
        "counts",
        metavar="COUNTS.csv",
        nargs="?",
        help="the counts, or a course file (.jsonl); - is standard input",
    )
    add("--baseline", metavar="AMOUNT", help='the count at the start, "20 × 10⁹/L", or a range')
    add("--criteria", metavar="ID|FILE", help="iwg-2009-itp where not given, or a .toml file")
    start = arguments.add_mutually_exclusive_group()
    start.add_argument("--start", metavar="DATE", help="the first day of the treatment")
    start.add_argument("--start-day", metavar="N", help="the same as the number of a day")
    add("--events", metavar="FILE", help="rescue treatments: CSV, or a course file (.jsonl)")
    add(
        "--washout",
        metavar="NAME=DAYS",
        action="append",
        help='after a rescue treatment, "rhIL-11=26 days"; none is assumed',
    )
    add("--lower-limit", metavar="AMOUNT", help="the lower limit of normal, for grade 1")
    add("--list-criteria", action="store_true", help="the shipped criteria")
    add_conventions(arguments, pounds=False)
    given: argparse.Namespace = arguments.parse_args(words)
    if given.counts is None and not given.list_criteria:
        arguments.error("COUNTS.csv is missing")
    return given


def _response(given: argparse.Namespace, site: Conventions) -> Response:
    """Everything that was given, read; one refusal names all that cannot be."""
    attempts = Attempts()
    criteria = attempts.get(lambda: load_criteria(given.criteria or "iwg-2009-itp"))
    kind = "platelet_count" if criteria is None else criteria.kind
    course = attempts.get(lambda: _course(given))
    counts = attempts.get(lambda: counts_of(course) if course else load_counts(given.counts, kind, site))
    baseline = attempts.get(lambda: read_baseline(given.baseline, kind, site))
    if given.baseline is None and criteria is not None and criteria.needs_baseline:
        attempts.get(_baseline_missing)
    rescues = attempts.get(lambda: _rescues(given, course))
    washouts = attempts.get(lambda: _washouts(given.washout or ()))
    start = attempts.get(lambda: _start(given, course))
    limit = attempts.get(
        lambda: amount_of(given.lower_limit, kind, "lower_limit", site) if given.lower_limit else None
    )
    attempts.settle()
    if criteria is None or counts is None:
        raise TypeError("what was not refused is there")
    return classify(
        counts,
        baseline,
        criteria,
        start=start,
        rescues=rescues or (),
        washouts=washouts,
        grading=grading_for(criteria),
        lower_limit=limit,
    )


def _baseline_missing() -> None:
    from msc_dose.response.criteria import baseline_missing

    raise baseline_missing()


def _course(given: argparse.Namespace) -> Course | None:
    """The course of a course file, where the counts are read from one."""
    return load_course(given.counts) if is_course(given.counts) else None


def is_course(name: str) -> bool:
    """Whether a file is named as a course file is."""
    return name.lower().endswith(".jsonl")


def _rescues(given: argparse.Namespace, course: Course | None) -> tuple[Rescue, ...]:
    """The rescue treatments of a file of their own, or of a course."""
    named = () if course is None else rescues_of(course)
    if not given.events:
        return named
    return (
        *named,
        *(rescues_of(load_course(given.events)) if is_course(given.events) else load_rescues(given.events)),
    )


def _start(given: argparse.Namespace, course: Course | None) -> Day | None:
    if given.start is not None:
        return read_date(given.start, "start")
    if given.start_day is None and course is not None:
        return treatment_start(course)
    return None if given.start_day is None else day_number(given.start_day, "start_day")


def _washouts(texts: Sequence[str]) -> dict[str, int]:
    """The washouts by name; Refusal `washout.format`, `washout.twice`."""
    found: dict[str, int] = {}
    for text in texts:
        name, sign, days = (part.strip() for part in text.rpartition("="))
        if not (name and sign and days):
            message = f"{text!r} is no washout."
            raise refuse("washout.format", "washout", message, 'Write it as "rhIL-11=26 days".', text)
        if name in found:
            message = f"The washout of {name} is declared twice."
            raise refuse("washout.twice", "washout", message, "Keep the one that holds.", name)
        found[name] = washout_days(name, days)
    return found


def _list(as_json: bool) -> int:
    found = [load_criteria(name) for name in shipped_criteria()]
    if as_json:
        rows: list[dict[str, Any]] = [
            {"id": each.id, "title": each.title, "source": each.source} for each in found
        ]
        output.document({"schema": "msc-dose/response-criteria/1", "criteria": rows})
        return 0
    width = max(len(each.id) for each in found) + 2
    lines = [line for each in found for line in wrapped(f"{each.id:{width}}{each.title}", width)]
    output.say("\n".join(lines))
    return 0
