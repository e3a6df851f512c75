"""What course, stock and site know beside an entry: the infusion, its containers, the list before thaw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.events.giving import BedsideCheck
from msc_dose.courses.events.opening import Planned
from msc_dose.courses.events.ordering import DoseChanged, OrderCancelled, Ordered
from msc_dose.courses.in_block import planned_infusion
from msc_dose.library.clearing import ListBeforeThaw, list_before_thaw
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock import HeldContainer, find, reserved_for
from msc_dose.tui.desk import Desk

_FROZEN = ("reserved", "retrieved")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside an entry.

    `frozen` are the containers reserved for the infusion that are not thawed yet, `out` those that were
    thawed for it and not given: each with the volume in it by its list, empty where that is not known or
    something is added to it. `clearance` are the items before thaw; `own` says that the site declared them.
    """

    course: Course
    infusion: CourseInfusion | None = None
    frozen: tuple[tuple[str, str], ...] = ()
    out: tuple[tuple[str, str], ...] = ()
    clearance: tuple[str, ...] = ()
    own: bool = True

    @property
    def orders(self) -> tuple[str, ...]:
        """The numbers of the orders in force."""
        standing = [entry.event.what for entry in self.course.entries if entry.struck_by is None]
        over = [what.order_number for what in standing if isinstance(what, OrderCancelled)]
        known = [what.order_number for what in standing if isinstance(what, Ordered)]
        return tuple(dict.fromkeys(number for number in known if number not in over))

    @property
    def dosing_weight(self) -> Amount | None:
        """The weight on which the doses to come are calculated; None where none was needed."""
        found = None
        for entry in self.course.entries:
            what = entry.event.what if entry.struck_by is None else None
            if isinstance(what, Planned):
                found = what.plan.inputs.weight
            elif isinstance(what, DoseChanged):
                found = what.dosing_weight or found
        return found

    @property
    def decisions(self) -> Mapping[str, tuple[str, ...]]:
        """The decision points of the protocols, each with its answers."""
        found = [each for plan in self.course.plans for each in plan.course_rules.decisions]
        return {each.name: tuple(answer.name for answer in each.answers) for each in found}

    @property
    def compared(self) -> tuple[str, ...]:
        """The kinds of identifiers that were compared at the last bedside check."""
        standing = [entry.event.what for entry in self.course.entries if entry.struck_by is None]
        checks = [what.identifiers for what in standing if isinstance(what, BedsideCheck)]
        return checks[-1] if checks else ()


def around(desk: Desk, code: str, preset: Mapping[str, str]) -> Around:
    """Ask the record; Refusal `course.unknown`, and those of a course that cannot be read."""
    course = desk.course_of(code)
    listed = list_before_thaw(desk.open_record, course, desk.settings.clearance)
    number = preset.get("infusion", "")
    one = next((each for each in course.infusions if str(each.number) == number), None)
    if one is None:
        return Around(course, clearance=listed.items, own=listed.own)
    return desk.read(lambda statements: _with_containers(statements, course, one, listed))


def _with_containers(
    statements: Statements, course: Course, one: CourseInfusion, listed: ListBeforeThaw
) -> Around:
    reserved = reserved_for(statements, course.course, one.number)
    gone = [given.container for given in one.given]
    thawed = [name for name in one.thawed if name not in gone]
    planned = planned_infusion(course, one.number)
    prepared = planned.preparation if planned else None
    diluted = prepared is not None and prepared.diluent_volume is not None
    return Around(
        course,
        one,
        tuple((each.identity, _volume(each, diluted)) for each in reserved if each.state in _FROZEN),
        tuple((name, _volume(find(statements, name), diluted)) for name in thawed),
        listed.items,
        listed.own,
    )


def _volume(held: HeldContainer | None, diluted: bool) -> str:
    """What is in it by its list; of what is diluted, another volume is issued."""
    volume = None if held is None else held.container.content.fill or held.container.content.nominal
    return "" if volume is None or diluted else briefly(volume)
