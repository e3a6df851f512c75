"""What a plan's document says beside what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msc_dose.problems import Problem, refuse
from msc_dose.recheck.body import Body, body_of, compare_body, surface_before_rounding
from msc_dose.recheck.chain import Value, calculated, stated
from msc_dose.recheck.course_rules import check_course_rules
from msc_dose.recheck.dated import Dated, compare_date, compare_slot
from msc_dose.recheck.dates import Slot
from msc_dose.recheck.differing import differ, disagreement
from msc_dose.recheck.document import MOST, Node, describe
from msc_dose.recheck.dose import Dose, cumulative_limit, doses, total_cells
from msc_dose.recheck.number import beside
from msc_dose.recheck.open_days import CLOSURE_KEYS, OpenDays, visit_day
from msc_dose.recheck.patient import compare_patient
from msc_dose.recheck.placing import Timetable, timetable
from msc_dose.recheck.preparing import course_of
from msc_dose.recheck.results import Number, compare, compare_exact
from msc_dose.recheck.visits import VisitRule, visit_rules
from msc_dose.recheck.working import compare_dose_steps

SCHEMA = "msc-dose/plan/2"
_PATIENT_INPUTS = (
    "patient",
    "weight",
    "basis",
    "body",
    "counts",
    "population",
    "moment",
    "product",
    "dose",
    "preparation",
    "patient",
)
_DAY_INPUTS = ("start", "schedule", "minimum_gap", "maximum_gap", "window", "visits", *CLOSURE_KEYS)


def recheck_plan(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Calculate a plan a second time from its document's inputs and compare every result.

    `document` is what `Plan.as_document()` gives: weight in kg, cells as plain decimal text, days as
    YYYY-MM-DD. Compared are the dosing weight and the body surface, the numbers, targets, windows, dates and
    cells of the infusions, the values of their working but the reasons of days passed over, every result of
    their preparation and the choice of their containers, the kinds, days and working of the visits, and the
    total. Empty means that all agree exactly; else each difference is a Problem
    `recheck.disagrees` with the path in its field.

    Raises Refusal `document.schema` for a document of another schema, and `document.malformed` with the
    path of the first value that cannot be what it ought to be.
    """
    root = Node(document)
    _check_header(root)
    inputs = _read_inputs(root)
    body, rules = body_of(inputs), visit_rules(inputs)
    open_days = OpenDays.of(inputs, rules)
    days = timetable(inputs, open_days)
    return (
        *compare_patient(inputs),
        *compare_body(inputs, body),
        *_compare_infusions(root, inputs, body, days),
        *_compare_visits(root, rules, days, open_days),
    )


def _check_header(root: Node) -> None:
    if root.at("schema").text() != SCHEMA:
        message = f"The second calculation reads documents of the schema {SCHEMA!r} only."
        raise refuse("document.schema", "schema", message, "Make the plan again with this program.")
    for key in ("protocol", "title", "source"):
        root.text_at(key)
    root.at("status").choice("literature", "label-copy-incomplete", "site-approved")
    for words in root.at("missing").items():
        words.text()
    root.at("problems").items()
    # A plan is handed over before its agreement is known, so this key alone may be absent.
    if "recheck" in root.mapping():
        root.at("recheck").choice("agrees")
    check_course_rules(root.maybe("course_rules"))


def _read_inputs(root: Node) -> Node:
    inputs = root.at("inputs")
    inputs.only(*_PATIENT_INPUTS, *_DAY_INPUTS)
    if not inputs.at("basis").is_null():
        inputs.at("basis").choice("actual", "ideal", "adjusted", "predicted")
    inputs.at("counts").choice("viable", "all")
    for key in ("population", "moment", "product"):
        if not inputs.at(key).is_null():
            inputs.at(key).text()
    return inputs


@dataclass(frozen=True, slots=True)
class _Infusion:
    """What the document says about one infusion."""

    dated: Dated
    number: int
    node: Node

    @classmethod
    def of(cls, node: Node) -> _Infusion:
        return cls(Dated.of(node), node.at("number").whole(0, 2 * MOST), node)


def _compare_infusions(root: Node, inputs: Node, body: Body, days: Timetable) -> Iterator[Problem]:
    found = doses(inputs, body, len(days.slots))
    said = [_Infusion.of(node) for node in root.at("infusions").items()]
    course = course_of(inputs, found, [infusion.node for infusion in said])
    known, counts = _known(inputs, body), inputs.at("counts").text()
    yield from differ("infusions", f"{len(said)} infusions", f"{len(days.slots)} infusions")
    for index, (infusion, slot) in enumerate(zip(said, days.slots, strict=False)):
        if infusion.number != index + 1:
            yield from differ(f"{infusion.node.path}.number", infusion.number, index + 1)
        yield from compare_slot(infusion.dated, slot)
        # After an infusion without an allowed day there is no previous date to keep the gap to.
        if index <= len(days.dates):
            yield from compare_date(infusion.dated, *days.counted[index], slot, days.date(index))
        dose, preparation = found[index], infusion.node.at("preparation")
        yield from _compare_dose(infusion.node, dose, known, counts, index + 1)
        if course is not None and isinstance(dose, Dose):
            yield from course.compare(preparation, index, dose, infusion.dated.date)
        elif not preparation.is_null():
            yield disagreement(preparation.path, describe(preparation.value), "finds none asked for")
    yield from _compare_total(root, inputs, body, found)


def _compare_total(root: Node, inputs: Node, body: Body, found: list[Dose | str]) -> Iterator[Problem]:
    total, limit = total_cells(found), cumulative_limit(inputs, body)
    yield from compare_exact(root, "total_cells", total)
    if limit is not None and limit < total:
        yield disagreement("total_cells", total, f"finds more than the course may give, {limit}")


def _known(inputs: Node, body: Body) -> set[Value]:
    """The values that the working of a dose may name: what is stated, and the measures of the body."""
    found = stated(*(inputs.at(key).value for key in ("weight", "body", "dose")))
    version = inputs.at("dose").at("version")
    if not version.is_null():
        found.add((version.text(), ""))
    found |= surface_before_rounding(inputs, body)
    return found | calculated("kg", [body.weight, body.ideal])


def _compare_dose(
    node: Node, dose: Dose | str, known: set[Value], counts: str, number: int
) -> Iterator[Problem]:
    if isinstance(dose, str):
        yield disagreement(f"{node.path}.cells", beside(node, "cells"), dose)
        return
    yield from compare_exact(node, "cells", dose.cells)
    days = node.at("days").items()
    if len(days) != len(dose.days):
        yield from differ(f"{node.path}.days", f"{len(days)} days", f"{len(dose.days)} days")
    for said, day in zip(days, dose.days, strict=False):
        # A day's cells are a plain text, or a number with its fraction where they do not end.
        if isinstance(said.value, str) and day.ends:
            if said.decimal() != str(day):
                yield from differ(said.path, said.decimal(), day)
        else:
            yield from compare(said, Number(day, "cells"))
    yield from compare_dose_steps(node.at("dose_steps"), dose, known, counts, number)


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit that the rules ask for: its infusion where each has one, and what its target counts from.

    Without an origin its infusion has no date, and nothing can be said of its days.
    """

    rule: VisitRule
    number: int | None
    origin: date | None
    slot: Slot | None


def _compare_visits(
    root: Node, rules: list[VisitRule], days: Timetable, open_days: OpenDays
) -> Iterator[Problem]:
    nodes = root.at("visits").items()
    said, wanted = [Dated.of(node) for node in nodes], list(_visits(rules, days))
    yield from differ("visits", f"{len(said)} visits", f"{len(wanted)} visits")
    for node, dated, visit in zip(nodes, said, wanted, strict=False):
        rule, slot = visit.rule, visit.slot
        if node.text_at("kind") != rule.node.text_at("kind"):
            kind = describe(rule.node.text_at("kind"))
            yield disagreement(f"{node.path}.kind", describe(node.text_at("kind")), f"gives {kind}")
        yield from _compare_infusion_number(node, visit.number)
        if visit.origin is not None and slot is not None:
            yield from compare_slot(dated, slot)
            day = visit_day(rule, slot, open_days)
            yield from compare_date(dated, visit.origin, rule.number, slot, day, rule.terms(visit.number))


def _visits(rules: list[VisitRule], days: Timetable) -> Iterator[_Visit]:
    """Every visit in order: for each rule, its one, or one for each infusion."""
    for rule in rules:
        if rule.origin == "each":
            for number in range(1, len(days.slots) + 1):
                taken = days.date(number - 1)
                yield _Visit(rule, number, taken, None if taken is None else rule.slot(taken))
        else:
            target = days.slots[-1 if rule.origin == "last" else 0].target
            yield _Visit(rule, None, target, rule.slot(target))


def _compare_infusion_number(node: Node, number: int | None) -> Iterator[Problem]:
    if number is not None:
        yield from differ(f"{node.path}.infusion", node.at("infusion").whole(1, 2 * MOST), number)
    elif node.maybe("infusion") is not None:
        said = node.at("infusion")
        yield disagreement(said.path, describe(said.value), "counts it from no single infusion")
