"""What a plan's document says beside what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msc_dose.problems import Problem, refuse
from msc_dose.recheck.dates import MOST_VISIT_DAYS, Slot, infusion_slots, visit_slot
from msc_dose.recheck.differing import differ, disagreement
from msc_dose.recheck.document import MOST, Node, describe
from msc_dose.recheck.dose import Dose, Exact, dose_of_one_infusion
from msc_dose.recheck.placing import OpenDays, infusion_dates, nearest
from msc_dose.recheck.working import compare_steps, date_steps, dose_steps

SCHEMA = "msc-dose/plan/1"
_PATIENT_INPUTS = ("weight", "basis", "counts", "population", "product", "dose")
_DAY_INPUTS = ("start", "schedule", "minimum_gap", "window", "open", "closed", "visits")


def recheck_plan(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Calculate a plan a second time from its document's inputs and compare every result.

    `document` is what `Plan.as_document()` gives: weight in kg, dose in cells/kg, cells as plain decimal
    text, days as YYYY-MM-DD. Compared are the numbers, targets, windows, dates and cells of the infusions,
    every value of their working but the reasons of days passed over, the kinds, days and working of the
    visits, and the total. Empty means that all agree exactly; else each difference is a Problem
    `recheck.disagrees` with the path in its field.

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
    inputs = root.at("inputs").only(*_PATIENT_INPUTS, *_DAY_INPUTS)
    inputs.at("basis").choice("actual", "ideal", "adjusted", "predicted")
    inputs.at("counts").choice("viable", "all")
    for key in ("population", "product"):
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
    cells: str
    steps: Node

    @classmethod
    def of(cls, node: Node) -> _Infusion:
        number = node.at("number").whole(0, 2 * MOST)
        return cls(_Dated.of(node), number, node.at("cells").decimal(), node.at("dose_steps"))


def _compare_infusions(root: Node, inputs: Node) -> Iterator[Problem]:
    slots, open_days = infusion_slots(inputs), OpenDays.of(inputs)
    dose, dates = dose_of_one_infusion(inputs), infusion_dates(inputs, slots, open_days)
    said = [_Infusion.of(node) for node in root.at("infusions").items()]
    start, counts = inputs.at("start").day(), inputs.at("counts").text()
    yield from differ("infusions", f"{len(said)} infusions", f"{len(slots)} infusions")
    for index, (infusion, slot) in enumerate(zip(said, slots, strict=False)):
        yield from differ(f"{infusion.dated.path}.number", infusion.number, index + 1)
        yield from _compare_slot(infusion.dated, slot)
        # After an infusion without an allowed day there is no previous date to keep the gap to.
        if index <= len(dates):
            day = dates[index] if index < len(dates) else None
            yield from _compare_date(infusion.dated, start, _counted(inputs, index), slot, day)
        yield from _compare_dose(infusion, dose, counts)
    total = dose.cells.times(Exact(len(slots), 0))
    yield from differ("total_cells", root.at("total_cells").decimal(), total)


def _compare_dose(said: _Infusion, dose: Dose, counts: str) -> Iterator[Problem]:
    yield from differ(f"{said.dated.path}.cells", said.cells, dose.cells)
    yield from compare_steps(said.steps, dose_steps(dose))
    for step in said.steps.items():
        # What is counted stands in words in the name of each step of the dose.
        name = step.at("name").text()
        yield from differ(f"{step.path}.name", name.partition(" ")[0], counts)


def _compare_visits(root: Node, inputs: Node) -> Iterator[Problem]:
    start, open_days = inputs.at("start").day(), OpenDays.of(inputs)
    asked, nodes = inputs.at("visits").items(), root.at("visits").items()
    slots, said = [visit_slot(visit, start) for visit in asked], [_Dated.of(node) for node in nodes]
    kinds = [node.at("kind") for node in nodes]
    yield from differ("visits", f"{len(said)} visits", f"{len(slots)} visits")
    for visit, dated, slot, kind in zip(asked, said, slots, kinds, strict=False):
        if kind.text() != visit.at("kind").text():
            yield disagreement(kind.path, describe(kind.value), f"gives {describe(visit.at('kind').value)}")
        yield from _compare_slot(dated, slot)
        day = nearest(slot, open_days.among(slot.earliest, slot.latest))
        yield from _compare_date(dated, start, visit.at("days").whole(0, MOST_VISIT_DAYS), slot, day)


def _compare_slot(said: _Dated, slot: Slot) -> Iterator[Problem]:
    yield from differ(f"{said.path}.target", said.slot.target, slot.target)
    yield from differ(f"{said.path}.earliest", said.slot.earliest, slot.earliest)
    yield from differ(f"{said.path}.latest", said.slot.latest, slot.latest)


def _counted(inputs: Node, index: int) -> int:
    """What the working of a target counts from the start: intervals, or days where it is twice a week."""
    twice = inputs.at("schedule").at("kind").text() == "twice-a-week"
    return 7 * (index // 2) + 3 * (index % 2) if twice else index


def _compare_date(
    said: _Dated, start: date, counted: int, slot: Slot, calculated: date | None
) -> Iterator[Problem]:
    if calculated is not None:
        yield from differ(f"{said.path}.date", said.date, calculated)
        yield from compare_steps(said.steps, date_steps(start, counted, slot, calculated))
        return
    found = f"finds no allowed day from {slot.earliest} to {slot.latest}"
    yield disagreement(f"{said.path}.date", said.date, found)
