"""Which containers an infusion has, and which it may have: bound to its patient, or to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.problems import refuse
from msc_dose.product.allocation.expiry import expires
from msc_dose.product.container import UNASSIGNED
from msc_dose.product.life import RELEASED
from msc_dose.quantity.writer import briefly
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock import HeldContainer, listed, reserve, reserved_for, unreserve
from msc_dose.store.stock.cells import asked_for, population_problem
from msc_dose.store.stock.holdings import expiry_problem
from msc_dose.store.stock.rows import LARGEST_PAGE
from msc_dose.tui.desk import Desk
from msc_dose.verification.resting import infusion_of


@dataclass(frozen=True, slots=True)
class Bags:
    """What an infusion has (`held`) and may have (`free`); `more` says that the stock has others besides."""

    course: str
    recipient: str
    infusion: int
    wanted: str
    held: tuple[HeldContainer, ...]
    free: tuple[HeldContainer, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose: containers to reserve, or containers to give back with the reason."""

    take: tuple[str, ...] = ()
    give_back: tuple[str, ...] = ()
    reason: str = ""


def bags_for(desk: Desk, code: str, number: int) -> Bags:
    """What an infusion has and may have, the patient's own first, then by expiry.

    Refusal `course.unknown`, `course.no-such-infusion`.
    """
    course = desk.course_of(code)
    return desk.read(lambda statements: _bags(statements, desk, course, infusion_of(course, number)))


def _bags(statements: Statements, desk: Desk, course: Course, infusion: CourseInfusion) -> Bags:
    found: list[HeldContainer] = []
    more = False
    for whose in (course.recipient, UNASSIGNED):
        page = listed(statements, RELEASED, recipient=whose)
        more = more or len(page) == LARGEST_PAGE
        found += sorted(page, key=lambda each: (expires(each.container), each.identity))
    today = desk.now().replace(tzinfo=None)
    free = [
        each
        for each in found
        if population_problem(each, course, infusion) is None and expiry_problem(each, today) is None
    ]
    held = reserved_for(statements, course.course, infusion.number)
    wanted = briefly(asked_for(infusion))
    return Bags(course.course, course.recipient, infusion.number, wanted, held, tuple(free), more)


def change_bags(desk: Desk, bags: Bags, chosen: Chosen) -> str:
    """Reserve or give back what was chosen; what was done, in words. Refusals as `reserve`, `unreserve`."""
    record, session = desk.open_record, desk.used()
    of = f"infusion {bags.infusion} of {bags.course}"
    if chosen.take:
        reserve(record, session, bags.course, bags.infusion, chosen.take)
        return f"{', '.join(chosen.take)}: reserved for {of}."
    if not chosen.give_back:
        raise refuse("value.missing", "containers", "No container is named.", "Take or leave one.")
    unreserve(record, session, bags.course, bags.infusion, chosen.give_back, chosen.reason)
    return f"{', '.join(chosen.give_back)}: given back by {of}."
