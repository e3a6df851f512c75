"""`msc-dose plan`: dated infusions with doses."""

from __future__ import annotations

import argparse
from typing import cast

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.table import columns, wrapped
from msc_dose.courses.plan import Plan
from msc_dose.courses.planning import Given, input_problems
from msc_dose.courses.text import summary
from msc_dose.files.closed_days import load_closed_days
from msc_dose.files.protocols import load_protocol
from msc_dose.library import Patient, amount_of, plan_course, read_window
from msc_dose.notation.dates import read_date
from msc_dose.problems import Refusal
from msc_dose.protocols.protocol import Protocol
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures

_EXAMPLES = """  msc-dose plan sjogren-itp-msc-monthly --weight "60 kg" --basis actual --counts viable \\
      --start 2027-01-29 --interval calendar-month --open mon-fri --window 3
  msc-dose plan ryoncil-us-2024 --weight "35 kg" --basis actual --counts viable \\
      --start 2027-03-01 --open mon-fri --closed closed.csv --explain"""


def run(words: list[str], as_json: bool) -> int:
    """Plan the course and write it as a table, with its working, or as JSON."""
    given = _arguments().parse_args(words)
    plan = _planned(given)
    if as_json:
        output.document(plan.as_document())
    elif given.explain:
        lines = [plan.explain(), "", *output.problem_lines(plan.problems)]
        output.say("\n".join([*lines, *echo(None, conventions_of(given))]))
    else:
        output.say("\n".join([*_table(plan), *echo(None, conventions_of(given))]))
    return 0


def _arguments() -> argparse.ArgumentParser:
    arguments = parser("plan", "Dated infusions with doses.", _EXAMPLES)
    add = arguments.add_argument
    add("protocol", metavar="PROTOCOL", help="a protocol's id (msc-dose protocol list) or a .toml file")
    add("--weight", metavar="WEIGHT", help='the dosing weight, such as "60 kg"')
    add("--basis", help="whose weight: actual, ideal, adjusted, predicted")
    add("--counts", help="what is counted: viable, all")
    add("--start", metavar="DATE", help="target of the first infusion, YYYY-MM-DD")
    add("--interval", help="where the protocol leaves it open: calendar-month, 28-days")
    add(
        "--window",
        metavar="DAYS",
        help="whole days either side, or BEFORE,AFTER; else the protocol's, or none",
    )
    add("--open", metavar="DAYS", help="open weekdays: mon-fri, or mon,tue,…; every day when left out")
    add("--closed", metavar="FILE", help="closed days: CSV with the header date,reason")
    add("--explain", action="store_true", help="the working of every dose and date")
    add_conventions(arguments)
    return arguments


def _planned(given: argparse.Namespace) -> Plan:
    """The plan, or one refusal that names everything wrong and everything missing."""
    attempts = Attempts()
    protocol = attempts.get(lambda: load_protocol(given.protocol))
    weight = attempts.get(lambda: _weight(given))
    patient = attempts.get(lambda: Patient(weight, given.basis))
    start = None if given.start is None else attempts.get(lambda: read_date(given.start, "start"))
    window = None if given.window is None else attempts.get(lambda: read_window(given.window))
    closures = attempts.get(lambda: _closures(given))
    if protocol:
        basis = patient.basis if patient else given.basis
        stated = Given(weight, basis, given.counts, start, given.interval)
        attempts.refusals += _wrong_besides(attempts, protocol, stated)
    attempts.settle()
    course = cast(Protocol, protocol), cast(Patient, patient)
    return plan_course(*course, start, given.interval, given.counts, closures, window)


def _weight(given: argparse.Namespace) -> Amount | None:
    """The weight as the site writes it; None where none is given."""
    if given.weight is None:
        return None
    return amount_of(given.weight, "body_weight", "weight", conventions_of(given))


def _wrong_besides(attempts: Attempts, protocol: Protocol, stated: Given) -> list[Refusal]:
    wrong = [problem for problem in input_problems(protocol, stated) if problem.field not in attempts.fields]
    return [Refusal(wrong)] if wrong else []


def _closures(given: argparse.Namespace) -> Closures | None:
    if given.open is None and given.closed is None:
        return None
    weekdays = None if given.open is None else "".join(given.open.split())
    return Closures(weekdays, load_closed_days(given.closed) if given.closed is not None else ())


def _table(plan: Plan) -> list[str]:
    rows = [_cells(row) for row in plan.rows()]
    lines = [line for text in summary(plan) for line in wrapped(text, indent=2)]
    lines += ["", *columns(("No.", "Date", "DOSE", "Window", "Target"), rows), ""]
    lines += output.problem_lines(plan.problems)
    return [*lines, "✓ OK     self-test passed: a second, independent calculation agrees"]


def _cells(row: dict[str, str]) -> tuple[str, ...]:
    """A row of the table; window and target without the weekday and year that the date shows."""
    short = {key: row[key].split(" ")[1].rpartition("-")[0] for key in ("earliest", "latest", "target")}
    window = "-" if row["earliest"] == row["latest"] else f"{short['earliest']} to {short['latest']}"
    target = f"{short['target']}, {row['moved']}" if row["moved"] else "on target"
    return (row["number"] or "-", row["date"], row["dose"] or row["kind"], window, target)
