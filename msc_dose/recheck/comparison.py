"""What a plan's document says beside what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msc_dose.problems import Problem, refuse, stop
from msc_dose.recheck.dates import Slot, infusion_slots, visit_slot
from msc_dose.recheck.document import MOST, Node, describe
from msc_dose.recheck.dose import Exact, cells_of_one_infusion
from msc_dose.recheck.placing import OpenDays, infusion_dates, nearest

SCHEMA = "msc-dose/plan/1"
_PATIENT_INPUTS = ("weight", "basis", "counts", "population", "product", "dose")
_DAY_INPUTS = ("start", "schedule", "minimum_gap", "window", "open", "closed", "visits")


def recheck_plan(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Calculate a plan a second time from its document's inputs and compare every result.

    `document` is what `Plan.as_document()` gives: weight in kg, dose in cells/kg, cells as plain decimal
    text, days as YYYY-MM-DD. Compared are the numbers, targets, windows, dates and cells of the infusions,
    the result of each last dose step, the kinds and days of the visits, and the total of cells. Empty means
    that all agree exactly; else each difference is a Problem `recheck.disagrees` with the path in its field.

    Raises Refusal `document.schema` for a document of another schema, and `document.malformed` with the
    path of the first value that cannot be what it ought to be.
    """
    root = Node(document)
    _check_header(root)
    inputs = _read_inputs(root)
    return (*_compare_infusions(root, inputs), *_compare_visits(root, inputs))


def _check_header(root: Node) -> None:
    if root.at("schema").text() != SCHEMA:
        message = f"The second calculation reads documents of the schema {SCHEMA!r} only."
        raise refuse("document.schema", "schema", message, "Make the plan again with this program.")
    for key in ("protocol", "title", "status"):
        root.at(key).text()
    root.at("problems").items()
    # A plan is handed over before its agreement is known, so this key alone may be absent.
    if "recheck" in root.mapping():
        root.at("recheck").text()


def _read_inputs(root: Node) -> Node:
    inputs = root.at("inputs").only(*_PATIENT_INPUTS, *_DAY_INPUTS)
    inputs.at("basis").text()
    inputs.at("counts").choice("viable", "all")
    inputs.at("population").text()
    if not inputs.at("product").is_null():
        inputs.at("product").text()
    return inputs


@dataclass(frozen=True, slots=True)
class _Dated:
    """The days that the document gives for one infusion or visit."""

    path: str
    slot: Slot
    date: date

    @classmethod
    def of(cls, node: Node) -> _Dated:
        node.at("date_steps").items()
        slot = Slot(*(node.at(key).day() for key in ("target", "earliest", "latest")))
        return cls(node.path, slot, node.at("date").day())


@dataclass(frozen=True, slots=True)
class _Infusion:
    """What the document says about one infusion."""

    dated: _Dated
    number: int
    cells: str
    last_result: tuple[str, str] | None

    @classmethod
    def of(cls, node: Node) -> _Infusion:
        results = [_step_result(step) for step in node.at("dose_steps").items()]
        if results:
            results[-1].at("unit").choice("cells")
        last = (f"{results[-1].path}.value", results[-1].at("value").decimal()) if results else None
        number = node.at("number").whole(0, 2 * MOST)
        return cls(_Dated.of(node), number, node.at("cells").decimal(), last)


def _step_result(step: Node) -> Node:
    for key in ("name", "formula"):
        step.at(key).text()
    for given in step.at("inputs").items():
        for key in ("name", "value", "unit"):
            given.at(key).text()
    result = step.at("result")
    result.at("unit").text()
    result.at("value").decimal()
    return result


def _compare_infusions(root: Node, inputs: Node) -> Iterator[Problem]:
    slots, open_days = infusion_slots(inputs), OpenDays.of(inputs)
    cells, dates = cells_of_one_infusion(inputs), infusion_dates(inputs, slots, open_days)
    said = [_Infusion.of(node) for node in root.at("infusions").items()]
    yield from _differ("infusions", f"{len(said)} infusions", f"{len(slots)} infusions")
    for index, (infusion, slot) in enumerate(zip(said, slots, strict=False)):
        yield from _differ(f"{infusion.dated.path}.number", infusion.number, index + 1)
        yield from _compare_slot(infusion.dated, slot)
        # After an infusion without an allowed day there is no previous date to keep the gap to.
        if index <= len(dates):
            yield from _compare_date(infusion.dated, slot, dates[index] if index < len(dates) else None)
        yield from _compare_cells(infusion, cells)
    total = cells.times(Exact(len(slots), 0))
    yield from _differ("total_cells", root.at("total_cells").decimal(), total)


def _compare_visits(root: Node, inputs: Node) -> Iterator[Problem]:
    start, open_days = inputs.at("start").day(), OpenDays.of(inputs)
    asked, nodes = inputs.at("visits").items(), root.at("visits").items()
    slots, said = [visit_slot(visit, start) for visit in asked], [_Dated.of(node) for node in nodes]
    kinds = [node.at("kind") for node in nodes]
    yield from _differ("visits", f"{len(said)} visits", f"{len(slots)} visits")
    for visit, dated, slot, kind in zip(asked, said, slots, kinds, strict=False):
        if kind.text() != visit.at("kind").text():
            yield _disagreement(kind.path, describe(kind.value), f"gives {describe(visit.at('kind').value)}")
        yield from _compare_slot(dated, slot)
        yield from _compare_date(dated, slot, nearest(slot, open_days.among(slot.earliest, slot.latest)))


def _compare_slot(said: _Dated, slot: Slot) -> Iterator[Problem]:
    yield from _differ(f"{said.path}.target", said.slot.target, slot.target)
    yield from _differ(f"{said.path}.earliest", said.slot.earliest, slot.earliest)
    yield from _differ(f"{said.path}.latest", said.slot.latest, slot.latest)


def _compare_date(said: _Dated, slot: Slot, calculated: date | None) -> Iterator[Problem]:
    if calculated is not None:
        yield from _differ(f"{said.path}.date", said.date, calculated)
        return
    found = f"finds no allowed day from {slot.earliest} to {slot.latest}"
    yield _disagreement(f"{said.path}.date", said.date, found)


def _compare_cells(said: _Infusion, cells: Exact) -> Iterator[Problem]:
    yield from _differ(f"{said.dated.path}.cells", said.cells, cells)
    if said.last_result is not None:
        yield from _differ(*said.last_result, cells)


def _differ(field: str, said: object, calculated: object) -> Iterator[Problem]:
    """The disagreement where the two are not the same text: each kind has one text for each value."""
    if str(said) != str(calculated):
        yield _disagreement(field, said, f"gives {calculated}")


def _disagreement(field: str, said: object, finding: str) -> Problem:
    message = f"The document says {said}, the second calculation {finding}."
    fix = "Do not use this plan. Unless the document was changed by hand, report a defect of the program."
    return stop("recheck.disagrees", field, message, fix, str(said))
