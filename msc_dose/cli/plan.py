"""`msc-dose plan`: dated infusions with doses and what is prepared for them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import cast

from msc_dose.cli import output
from msc_dose.cli.arguments import Attempts, parser
from msc_dose.cli.belonging import placed
from msc_dose.cli.calendar import add_calendar, calendar_echo, closures_of, years_around
from msc_dose.cli.patient import add_patient, patient_of
from msc_dose.cli.plan_dates import (
    add_dates,
    day_of,
    follow_up_of,
    gap_of,
    standing_document,
    standing_lines,
    window_of,
)
from msc_dose.cli.product import add_product, content_of, handling_of, stated, use_of, whole_number
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.table import columns, first_that_fits, wrapped
from msc_dose.courses.asking import Given, chosen, input_problems
from msc_dose.courses.follow_up import FollowUp
from msc_dose.courses.plan import Plan
from msc_dose.courses.text import preparation_summary, summary
from msc_dose.dosing.body import Patient
from msc_dose.files.protocols import load_protocol
from msc_dose.library.planning import plan_course
from msc_dose.library.prescribing import dose_amount
from msc_dose.library.products import read_start
from msc_dose.notation.dates import read_date
from msc_dose.problems import Refusal
from msc_dose.product.completing import completed
from msc_dose.product.use import ProductUse
from msc_dose.protocols.protocol import Protocol
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.page import fitted
from msc_dose.quantity.writer import unit_text
from msc_dose.scheduling import Closures

Calendar = Callable[[argparse.Namespace, int | None, int | None], Closures | None]

_EXAMPLES = """  msc-dose plan sjogren-itp-msc-monthly --weight "60 kg" --basis actual --counts viable \\
      --start 2027-01-29 --interval calendar-month --open mon-fri --window 3
  msc-dose plan ryoncil-us-2024 --weight "35 kg" --basis actual --counts viable \\
      --start 2027-03-01 --open mon-fri --closed closed.csv --dispense draw --worksheet 1
  msc-dose plan sjogren-itp-msc-monthly --weight "60 kg" --basis actual --counts viable \\
      --start 2027-01-29 --interval 28-days --stock stock.csv --recipient P-0417 --dispense draw"""


def run(words: list[str], as_json: bool) -> int:
    """Plan the course and write it as a table, with its working, as a worksheet, or as JSON."""
    arguments = _arguments()
    given = arguments.parse_args(words)
    sheet, on = whole_number(given, "worksheet"), day_of(given)
    try:
        plan = planned(given)
    except Refusal as refusal:
        raise placed(refusal, arguments) from refusal
    if sheet is not None:
        return _sheet(plan, sheet, as_json)
    if as_json:
        output.document({**plan.as_document(), **({} if on is None else standing_document(plan, on))})
        return 0
    lines = _explained(plan) if given.explain else _table(plan)
    lines += [] if on is None else ["", *standing_lines(plan, on)]
    output.say("\n".join([*lines, *calendar_echo(given), *echo(None, conventions_of(given))]))
    return 0


def _explained(plan: Plan) -> list[str]:
    lines = [line for text in plan.explain().splitlines() for line in fitted(text)]
    return [*lines, "", *output.problem_lines(plan.problems)]


def _sheet(plan: Plan, number: int, as_json: bool) -> int:
    """Write the preparation sheet of an infusion: its lines, or one document that holds them."""
    from msc_dose.exports.worksheet import worksheet

    lines = worksheet(plan, number)
    if as_json:
        output.document({"schema": "msc-dose/worksheet/1", "infusion": number, "lines": lines})
    else:
        output.say("\n".join(lines))
    return 0


def _arguments() -> argparse.ArgumentParser:
    arguments = parser(
        "plan",
        "Dated infusions with doses, and what is prepared for them.",
        _EXAMPLES,
        "PROTOCOL --weight WEIGHT --start DATE [options of course, patient, container, handling, stock]",
    )
    add_plan_options(arguments)
    add = arguments.add_argument
    add("--explain", action="store_true", help="the working of every dose, preparation and date")
    add("--worksheet", metavar="N", help="the preparation sheet of infusion N, as plain text")
    add("--on", metavar="DATE", help="say what is late, due, in its window or next on this day")
    return arguments


def add_plan_options(arguments: argparse.ArgumentParser) -> None:
    """Add the protocol and every option that a plan is calculated from."""
    add = arguments.add_argument
    add("protocol", metavar="PROTOCOL", help="a protocol's id (msc-dose protocol list) or a .toml file")
    add("--counts", help="what is counted: viable, all")
    add(
        "--ordered",
        metavar="DOSE",
        help="the dose ordered, where the protocol leaves it open; several with commas",
    )
    add("--component", metavar="NAME", help="where a product has several: which of them is planned")
    add("--label-version", metavar="NAME", help="where the versions of a label differ")
    add("--start", metavar="DATE", help="target of the first infusion, YYYY-MM-DD")
    add("--interval", help="where the protocol leaves it open: calendar-month, 28-days")
    add_dates(arguments)
    add_calendar(arguments)
    add_patient(arguments)
    add_product(arguments)
    add_conventions(arguments)


def planned(
    given: argparse.Namespace,
    calendar: Calendar = closures_of,
    find: Callable[[str], Protocol] = load_protocol,
) -> Plan:
    """The plan, or one refusal that names everything wrong and everything missing.

    `calendar` says which days are open, of the options and the years that are needed; `find` where the
    protocol is that is named.
    """
    attempts = Attempts()
    protocol = attempts.get(lambda: find(given.protocol))
    patient = patient_of(given, attempts)
    start = None if given.start is None else attempts.get(lambda: read_date(given.start, "start"))
    window, follow_up = window_of(given, attempts), follow_up_of(given, attempts)
    least, most = (gap_of(given, name, attempts) for name in ("minimum_gap", "maximum_gap"))
    closures = attempts.get(lambda: calendar(given, *_years(start, protocol, follow_up, given.interval)))
    ordered = attempts.get(lambda: _ordered(given)) or ()
    product = _product(given, protocol, attempts) if protocol and stated(given) else None
    if protocol:
        known = patient or Patient()
        said = Given(
            known.weight, known.basis or given.basis, given.counts, start, given.interval, ordered,
            given.label_version, patient, follow_up, least, most,
        )  # fmt: skip
        attempts.refusals += _wrong_besides(attempts, protocol, said)
    attempts.settle()
    return plan_course(
        cast(Protocol, protocol), cast(Patient, patient), start, given.interval, given.counts, closures,
        window, ordered=ordered, version=given.label_version, product=product, component=given.component,
        follow_up=follow_up, minimum_gap=least, maximum_gap=most,
    )  # fmt: skip


def _years(
    start: date | None, protocol: Protocol | None, follow_up: FollowUp | None, interval: str | None
) -> tuple[int | None, int | None]:
    """The years whose public holidays are needed: from work-back dates to the last visit, one to spare."""
    first, last = years_around(start)
    if start is None or first is None or last is None or protocol is None:
        return first, last
    end = _last_target(protocol, start, interval)
    followed = follow_up.months if follow_up else ()
    months = max([0, *followed, *(rule.months or 0 for rule in protocol.visits)])
    days = [0, *(rule.days or 0 for rule in protocol.visits)]
    years = -min(days) // 365 + 1 if min(days) < 0 else 0
    return first - years, max(last, end.year + months // 12 + max(days) // 365 + 2)


def _last_target(protocol: Protocol, start: date, interval: str | None) -> date:
    """The target of the last infusion; the start itself where no interval is chosen yet."""
    try:
        return chosen(protocol.schedule, interval).targets_from(1, start)[-1]
    except (Refusal, TypeError):  # what is wrong or missing is named where the plan is made
        return start


def _ordered(given: argparse.Namespace) -> tuple[Amount, ...]:
    """The dose ordered, or one for each infusion; a comma between them is followed by a space."""
    if given.ordered is None:
        return ()
    site = conventions_of(given)
    return tuple(dose_amount(text.strip(), "ordered", site) for text in given.ordered.split(", "))


def _product(given: argparse.Namespace, protocol: Protocol, attempts: Attempts) -> ProductUse | None:
    """The product of the options; what they leave out is the protocol's where it states it."""
    population = protocol.rule.population
    supply = content_of(given, attempts, population)
    started, clock = given.started, protocol.handling.clock
    if clock is not None and given.keep is None and given.keep_from is None:
        given.started = None  # the clock is the protocol's; only its start is given
    handling = handling_of(given, attempts)
    if handling is not None:
        handling = attempts.get(partial(completed, protocol.handling, handling))
    if handling is not None and handling.clock is not None and started is not None:
        when = attempts.get(lambda: read_start(started))
        handling = replace(handling, clock=replace(handling.clock, started=when))
    if protocol.content is not None and given.stock is None:
        own = protocol.content
        supply = own if supply is None else attempts.get(partial(completed, own, supply))
    return use_of(given, supply, handling, attempts)


def _wrong_besides(attempts: Attempts, protocol: Protocol, said: Given) -> list[Refusal]:
    wrong = [problem for problem in input_problems(protocol, said) if problem.field not in attempts.fields]
    return [Refusal(wrong)] if wrong else []


def _table(plan: Plan) -> list[str]:
    lines = [line for text in summary(plan) for line in wrapped(text, indent=2)]
    lines += ["", *_dated(plan), ""]
    prepared = [line for text in preparation_summary(plan) for line in wrapped(text, indent=2)]
    lines += [*prepared, ""] if prepared else []
    lines += output.problem_lines(plan.problems)
    return [*lines, "✓ OK     self-test passed: a second, independent calculation agrees"]


def _dated(plan: Plan) -> Sequence[str]:
    """The table of dates; where it is too wide, cells are shortened, and what they omit stands beside."""
    noun, found = unit_text(plan.infusions[0].dose.cells), plan.rows()
    rows, brief = [_cells(row) for row in found], [_bare(_brief(row), noun) for row in found]
    bare = [_bare(row, noun) for row in rows]
    heads = ("No.", "Date", "DOSE", "Window", "Target")
    named = (*heads[:2], f"DOSE, {noun}", *heads[3:])
    tables = [columns(heads, rows), columns(named, bare), columns(heads, bare)]
    return first_that_fits([*tables, columns(named, brief), columns(heads, brief)])


def _bare(row: tuple[str, ...], noun: str) -> tuple[str, ...]:
    return (*row[:2], row[2].removesuffix(f" {noun}"), *row[3:])


def _cells(row: dict[str, str]) -> tuple[str, ...]:
    """A row of the table; window and target without the weekday and year that the date shows."""
    short = {key: row[key].split(" ")[1].rpartition("-")[0] for key in ("earliest", "latest", "target")}
    window = "-" if row["earliest"] == row["latest"] else f"{short['earliest']} to {short['latest']}"
    window = f"by {short['latest']}" if row["by"] else window
    target = f"{short['target']}, {row['moved']}" if row["moved"] else "on target"
    return (row["number"] or "-", row["date"], row["dose"] or row["kind"], window, target)


def _brief(row: dict[str, str]) -> tuple[str, ...]:
    """The same, of a visit with its infusion's number and how far from it the visit is, where it says so."""
    number, on, said, window, target = _cells(row)
    if not row["when"]:
        return number, on, said, window, target
    moved = f", {row['moved']}" if row["moved"] else ""
    return row["infusion"] or number, on, row["what"], window, f"{row['when']}{moved}"
