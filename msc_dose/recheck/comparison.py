"""What a plan's document says beside what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msc_dose.problems import Problem, refuse
from msc_dose.recheck.body import Body, body_of, compare_body, surface_before_rounding
from msc_dose.recheck.chain import Value, calculated, stated
from msc_dose.recheck.counting import countings
from msc_dose.recheck.dates import Slot, counts_from_last, visit_distance, visit_slot
from msc_dose.recheck.differing import differ, disagreement
from msc_dose.recheck.document import MOST, Node, describe
from msc_dose.recheck.dose import Dose, cumulative_limit, doses, total_cells
from msc_dose.recheck.number import beside
from msc_dose.recheck.patient import compare_patient
from msc_dose.recheck.placing import OpenDays, infusion_days, nearest
from msc_dose.recheck.preparing import course_of
from msc_dose.recheck.results import Number, compare, compare_exact
from msc_dose.recheck.working import compare_dose_steps, compare_steps, date_steps

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
_DAY_INPUTS = ("start", "schedule", "minimum_gap", "window", "open", "closed", "visits")


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
    body = body_of(inputs)
    return (
        *compare_patient(inputs),
        *compare_body(inputs, body),
        *_compare_infusions(root, inputs, body),
        *_compare_visits(root, inputs),
    )


def _check_header(root: Node) -> None:
    if root.at("schema").text() != SCHEMA:
        message = f"The second calculation reads documents of the schema {SCHEMA!r} only."
        raise refuse("document.schema", "schema", message, "Make the plan again with this program.")
    for key in ("protocol", "title", "source"):
        root.at(key).text()
    root.at("status").choice("literature", "label-copy-incomplete", "site-approved")
    for words in root.at("missing").items():
        words.text()
    root.at("problems").items()
    # A plan is handed over before its agreement is known, so this key alone may be absent.
    if "recheck" in root.mapping():
        root.at("recheck").choice("agrees")


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
class _Dated:
    """The days that the document gives for one infusion or visit."""

    path: str
    slot: Slot
    date: date

    steps: Node

    @classmethod
    def of(cls, node: Node) -> _Dated:
        slot = Slot(*(node.at(key).day() for key in ("target", "earliest", "latest")))
        return cls(node.path, slot, node.at("date").day(), node.at("date_steps"))


@dataclass(frozen=True, slots=True)
class _Infusion:
    """What the document says about one infusion."""

    dated: _Dated
    number: int
    node: Node

    @classmethod
    def of(cls, node: Node) -> _Infusion:
        return cls(_Dated.of(node), node.at("number").whole(0, 2 * MOST), node)


def _compare_infusions(root: Node, inputs: Node, body: Body) -> Iterator[Problem]:
    slots, dates = infusion_days(inputs, OpenDays.of(inputs))
    found = doses(inputs, body, len(slots))
    said = [_Infusion.of(node) for node in root.at("infusions").items()]
    course = course_of(inputs, found, [infusion.node for infusion in said])
    counted, counts = countings(inputs, slots, dates), inputs.at("counts").text()
    known = _known(inputs, body)
    yield from differ("infusions", f"{len(said)} infusions", f"{len(slots)} infusions")
    for index, (infusion, slot) in enumerate(zip(said, slots, strict=False)):
        yield from differ(f"{infusion.dated.path}.number", infusion.number, index + 1)
        yield from _compare_slot(infusion.dated, slot)
        # After an infusion without an allowed day there is no previous date to keep the gap to.
        if index <= len(dates):
            day = dates[index] if index < len(dates) else None
            yield from _compare_date(infusion.dated, *counted[index], slot, day)
        dose, preparation = found[index], infusion.node.at("preparation")
        yield from _compare_dose(infusion.node, dose, known | {(str(index + 1), "")}, counts)
        if course is not None and isinstance(dose, Dose):
            yield from course.compare(preparation, index, dose, infusion.dated.date)
        elif not preparation.is_null():
            yield disagreement(preparation.path, describe(preparation.value), "finds none asked for")
    yield from compare_exact(root, "total_cells", total_cells(found))
    limit = cumulative_limit(inputs, body)
    if limit is not None and limit < total_cells(found):
        yield disagreement("total_cells", total_cells(found), f"finds more than the course may give, {limit}")


def _known(inputs: Node, body: Body) -> set[Value]:
    """The values that the working of a dose may name: what is stated, and the measures of the body."""
    found = stated(*(inputs.at(key).value for key in ("weight", "body", "dose")))
    version = inputs.at("dose").at("version")
    if not version.is_null():
        found.add((version.text(), ""))
    found |= surface_before_rounding(inputs, body)
    return found | calculated("kg", [body.weight, body.ideal])


def _compare_dose(node: Node, dose: Dose | str, known: set[Value], counts: str) -> Iterator[Problem]:
    cells = beside(node, "cells")
    if isinstance(dose, str):
        yield disagreement(f"{node.path}.cells", cells, dose)
        return
    yield from compare_exact(node, "cells", dose.cells)
    days = node.at("days").items()
    yield from differ(f"{node.path}.days", f"{len(days)} days", f"{len(dose.days)} days")
    for said, day in zip(days, dose.days, strict=False):
        # A day's cells are a plain text, or a number with its fraction where they do not end.
        if isinstance(said.value, str) and day.ends:
            yield from differ(said.path, said.decimal(), day)
        else:
            yield from compare(said, Number(day, "cells"))
    yield from compare_dose_steps(node.at("dose_steps"), dose, known, counts)


def _compare_visits(root: Node, inputs: Node) -> Iterator[Problem]:
    open_days = OpenDays.of(inputs)
    infusions, _ = infusion_days(inputs, open_days)
    asked, nodes = inputs.at("visits").items(), root.at("visits").items()
    origins = [infusions[-1 if counts_from_last(visit) else 0].target for visit in asked]
    slots, said = list(map(visit_slot, asked, origins)), [_Dated.of(node) for node in nodes]
    kinds = [node.at("kind") for node in nodes]
    yield from differ("visits", f"{len(said)} visits", f"{len(slots)} visits")
    for visit, origin, dated, slot, kind in zip(asked, origins, said, slots, kinds, strict=False):
        if kind.text() != visit.at("kind").text():
            yield disagreement(kind.path, describe(kind.value), f"gives {describe(visit.at('kind').value)}")
        yield from _compare_slot(dated, slot)
        day = nearest(slot, open_days.among(slot.earliest, slot.latest))
        yield from _compare_date(dated, origin, visit_distance(visit)[0], slot, day)


def _compare_slot(said: _Dated, slot: Slot) -> Iterator[Problem]:
    yield from differ(f"{said.path}.target", said.slot.target, slot.target)
    yield from differ(f"{said.path}.earliest", said.slot.earliest, slot.earliest)
    yield from differ(f"{said.path}.latest", said.slot.latest, slot.latest)


def _compare_date(
    said: _Dated, origin: date, counted: int, slot: Slot, calculated: date | None
) -> Iterator[Problem]:
    if calculated is not None:
        yield from differ(f"{said.path}.date", said.date, calculated)
        yield from compare_steps(said.steps, date_steps(origin, counted, slot, calculated))
        return
    found = f"finds no allowed day from {slot.earliest} to {slot.latest}"
    yield disagreement(f"{said.path}.date", said.date, found)
