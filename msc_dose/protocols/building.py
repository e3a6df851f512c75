"""A parsed protocol file into a Protocol, or one refusal that names every key to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, cast

from msc_dose.dosing.body import check_basis
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.protocols.example import Example
from msc_dose.protocols.keys import NOT_STATED, Read, Section
from msc_dose.protocols.protocol import STATUSES, Protocol, Source
from msc_dose.protocols.schedule import EveryInterval, Schedule, TwiceAWeek, VisitRule, interval_named
from msc_dose.quantity.amount import BASES, COUNTS, Counts
from msc_dose.scheduling import MONTH_END_RULES, Closures, Window

SCHEMA = "msc-dose/protocol/1"
_MOST_INFUSIONS = 400
_MOST_WEEKS = 52
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def build_protocol(table: Mapping[str, Any], read: Read, name: str) -> Protocol:
    """The Protocol that a parsed file states.

    `table` is the mapping that a TOML reader gives, `read(text, kind, field)` turns a text into an
    Amount, `name` is the file's name for the refusal. Raises Refusal with codes `protocol.missing-key`,
    `protocol.unknown-key`, `protocol.wrong-type`, `protocol.out-of-range`, `protocol.unknown-value`,
    `protocol.schema`, or those of the reader; each problem's field is the key's path.
    """
    problems: list[Problem] = []
    file = Section(table, "", problems, read)
    if file.text("schema") != SCHEMA:
        file.note(
            "protocol.schema", "schema", f"The schema is not {SCHEMA!r}.", f'Write schema = "{SCHEMA}".'
        )
    protocol = _protocol(file)
    file.finish()
    if problems or protocol is None:
        raise Refusal(_in_file(problem, name) for problem in problems)
    return protocol


def _in_file(problem: Problem, name: str) -> Problem:
    return stop(problem.code, problem.field, f"{name}: {problem.field}: {problem.message}", problem.fix)


def _protocol(file: Section) -> Protocol | None:
    head = {key: file.text(key) for key in ("id", "title")}
    if set(head["id"]) - _ID_CHARACTERS:
        fix = "Use lower-case letters, digits and hyphens."
        file.note("protocol.unknown-value", "id", f"{head['id']!r} is not an identifier.", fix)
    status = file.one_of("status", STATUSES) or ""
    source, source_text = _source(file)
    product = file.one_of("product", ("iv-msc", NOT_STATED), required=False)
    rule, printed, basis = _dose(file, product, source_text)
    schedule, gap, window = _schedule(file)
    visits, missing, examples = _visits(file), file.texts("missing"), _examples(file)
    if file.problems or rule is None or schedule is None:
        return None
    return Protocol(
        **head, status=status, source=source, rule=rule, schedule=schedule, printed=printed, basis=basis,
        window=window, minimum_gap=gap, visits=visits, missing=missing, examples=examples,
    )  # fmt: skip


def _source(file: Section) -> tuple[Source, str]:
    section = file.section("source")
    if section is None:
        return Source("", ""), ""
    source = Source(section.text("citation"), section.text("address"), section.text("read", required=False))
    section.finish()
    return source, f"{source.citation} ({source.address})"


def _dose(file: Section, product: str | None, source: str) -> tuple[DoseRule | None, str, str | None]:
    population = file.text("population", required=False) or None
    population = None if population == NOT_STATED else population
    section = file.section("dose")
    if section is None:
        return None, "", None
    section.one_of("rule", ("per-weight",))
    dose = section.amount("dose_per_weight", "dose_per_weight")
    none = section.states_nothing("maximum")
    maximum = None if none else section.amount("maximum", "cell_count", required=False)
    counts = cast(Counts | None, section.one_of("counts", (*COUNTS, NOT_STATED)))
    basis = section.one_of("basis", (*BASES, NOT_STATED))
    printed = section.text("printed", required=False)
    section.finish()
    if dose is None:
        return None, printed, basis
    if dose.basis is not None:
        check = partial(check_basis, dose, basis, "The basis of this file")
        section.attempt("dose_per_weight", check, own=("basis",))
        dose, basis = replace(dose, basis=None), basis or dose.basis
    make = partial(DoseRule.per_weight, dose, maximum, counts, product, population, source)
    return section.attempt("dose_per_weight", make, own=("maximum",)), printed, basis


def _schedule(file: Section) -> tuple[Schedule | None, int | None, Window | None]:
    section = file.section("schedule")
    if section is None:
        return None, None, None
    kind = section.one_of("kind", ("interval", "twice-a-week"))
    schedule = _interval(section) if kind == "interval" else _twice(section) if kind else None
    gap = None if section.states_nothing("minimum_gap") else section.whole("minimum_gap", 1, 3650, False)
    window = _window(section, "window")
    section.finish()
    return schedule, gap, window


def _interval(section: Section) -> EveryInterval | None:
    count = section.whole("infusions", 1, _MOST_INFUSIONS)
    month_end = section.one_of("month_end", MONTH_END_RULES, required=False) or "clamp"
    name = section.text("interval")
    choices = section.texts("interval_choices")
    if name == NOT_STATED and not choices:
        fix = 'Add interval_choices = ["calendar-month", "28-days"].'
        section.note(
            "protocol.missing-key", "interval_choices", "The interval is open, and none is offered.", fix
        )
    for i, choice in enumerate(choices):
        section.attempt(f"interval_choices[{i}]", partial(interval_named, choice))
    if name != NOT_STATED:
        section.attempt("interval", partial(interval_named, name))
    if count is None or section.problems:
        return None
    return EveryInterval(count, None if name == NOT_STATED else interval_named(name), choices, month_end)


def _twice(section: Section) -> TwiceAWeek | None:
    weeks = section.whole("weeks", 1, _MOST_WEEKS)
    return TwiceAWeek(weeks) if weeks else None


def _window(section: Section, key: str) -> Window | None:
    """A table `{ before, after }` in whole days; the words "not stated", or nothing, for no window."""
    if section.states_nothing(key):
        return None
    table = section.section(key, required=False)
    if table is None:
        return None
    before, after = table.whole("before", 0, 366), table.whole("after", 0, 366)
    table.finish()
    return Window(before, after) if before is not None and after is not None else None


def _visits(file: Section) -> tuple[VisitRule, ...]:
    rules = []
    for section in file.sections("visit"):
        kind, days = section.text("kind"), section.whole("days_after_first", 0, 3650)
        window = _window(section, "window") or Window(0, 0)
        rules.append(VisitRule(kind, days or 0, window, section.text("detail", required=False)))
        section.finish()
    return tuple(rules)


def _examples(file: Section) -> tuple[Example, ...]:
    found = [_example(section) for section in file.sections("example")]
    return tuple(example for example in found if example)


def _example(section: Section) -> Example | None:
    name, weight = section.text("name"), section.amount("weight", "body_weight")
    basis, counts = section.one_of("basis", BASES), section.one_of("counts", COUNTS)
    start, interval = section.take("start", date), section.text("interval", required=False) or None
    window, cells = _window(section, "window"), section.amount("cells", "cell_count")
    closures = _closures(section)
    dates = tuple(section.take("dates", list) or ())
    if any(type(day) is not date for day in dates):
        section.note(
            "protocol.wrong-type", "dates", "Not every entry is a date.", "Write dates as 2027-01-29."
        )
    section.finish()
    if section.problems or not (weight and basis and counts and start and cells and closures):
        return None
    return Example(name, weight, basis, cast(Counts, counts), start, interval, window, closures, cells, dates)


def _closures(section: Section) -> Closures | None:
    days = section.text("open", required=False) or None
    closed = section.take("closed", list, required=False) or []
    pairs = [(day, "closed in the example") for day in closed if type(day) is date]
    if len(pairs) != len(closed):
        section.note(
            "protocol.wrong-type", "closed", "Not every entry is a date.", "Write dates as 2027-01-29."
        )
    return section.attempt("open", lambda: Closures(open=days, closed=pairs))
