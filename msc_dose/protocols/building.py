"""A parsed protocol file into a Protocol, or one refusal that names every key to mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.protocols.building_components import read_doses
from msc_dose.protocols.building_decisions import read_course, read_decisions
from msc_dose.protocols.building_examples import read_conflicts, read_doubts, read_examples
from msc_dose.protocols.building_product import read_product
from msc_dose.protocols.building_schedule import read_schedule
from msc_dose.protocols.building_visits import read_visits
from msc_dose.protocols.keys import NOT_STATED, Read, Section
from msc_dose.protocols.protocol import STATUSES, Protocol, Source

SCHEMA = "msc-dose/protocol/1"
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def build_protocol(table: Mapping[str, Any], read: Read, name: str) -> Protocol:
    """The Protocol that a parsed file states.

    `table` is the mapping that a TOML reader gives, `read(text, kind, field)` turns a text into an
    Amount, `name` is the file's name for the refusal. Raises Refusal with codes `protocol.missing-key`,
    `protocol.unknown-key`, `protocol.wrong-type`, `protocol.out-of-range`, `protocol.unknown-value`,
    `protocol.conflict-one-source`, `protocol.schema`, or those of the reader and of the dose rule; each
    problem's field is the key's path.
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
    return stop(problem.code, problem.field, f"{name}: {problem.message}", problem.fix)


def _protocol(file: Section) -> Protocol | None:
    head = {key: file.text(key) for key in ("id", "title")}
    if set(head["id"]) - _ID_CHARACTERS:
        fix = "Use lower-case letters, digits and hyphens."
        file.note("protocol.unknown-value", "id", f"{head['id']!r} is not an identifier.", fix)
    status = file.one_of("status", STATUSES) or ""
    source, source_text = _source(file)
    product_class = file.one_of("product", ("iv-msc", NOT_STATED), required=False)
    population = file.text("population", required=False) or None
    population = None if population == NOT_STATED else population
    dose, components = read_doses(file, population, product_class, source_text)
    timing = read_schedule(file)
    product = read_product(file, population)
    visits, missing, notes = read_visits(file), file.texts("missing"), file.texts("notes")
    course, decisions = read_course(file), read_decisions(file, visits)
    conflicts, doubts, examples = read_conflicts(file), read_doubts(file), read_examples(file)
    if file.problems or dose is None or timing.schedule is None:
        return None
    return Protocol(
        **head, status=status, source=source, rule=dose.rule, schedule=timing.schedule, printed=dose.printed,
        basis=dose.basis, window=timing.window, minimum_gap=timing.minimum_gap, visits=visits,
        missing=missing, examples=examples, content=product.content, content_source=product.content_source,
        handling=product.handling, handling_source=product.handling_source, limits=product.limits,
        conflicts=conflicts, doubts=doubts, notes=notes, components=components,
        weight_valid_days=dose.weight_valid_days, maximum_gap=timing.maximum_gap,
        day_numbering=timing.day_numbering, requires=course.requires,
        weight_change_limit=course.weight_change_limit, decisions=decisions,
    )  # fmt: skip


def _source(file: Section) -> tuple[Source, str]:
    section = file.section("source")
    if section is None:
        return Source("", ""), ""
    source = Source(section.text("citation"), section.text("address"), section.text("read", required=False))
    section.finish()
    return source, f"{source.citation} ({source.address})"
