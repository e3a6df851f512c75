"""What differs between two sides: infusion by infusion, visit by visit, and what was put in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date as Date
from functools import partial

from msc_dose.courses.course import Course
from msc_dose.courses.difference.inputs import closed_days, course_changes, input_changes
from msc_dose.courses.difference.sides import Dated, Side, Standing, side_of, why_moved, why_visit_moved
from msc_dose.courses.difference.values import (
    AmountChange,
    DateChange,
    Difference,
    InfusionDifference,
    VisitDifference,
    WordChange,
)
from msc_dose.courses.plan import Plan
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures

_Same = Callable[[Dated, Dated], bool]


def difference(before: Plan | Course, after: Plan | Course) -> Difference:
    """What differs between two plans, two courses, or a plan and a course, exactly.

    Infusions are compared by their number, visits by kind, the infusion they belong to, and their rule. The
    reasons for a date are those of the working of a plan, or what a course says of it. A difference of
    something and itself is empty; the other way round, days change their sign and what is before is after.
    TypeError for anything but a Plan or a Course.
    """
    one, other = side_of(before), side_of(after)
    infusions, stays = _infusions(one, other)
    visits, visits_stay = _visits(one.visits, other.visits, other.closures)
    closed, opened = closed_days(one.closures, other.closures)
    return Difference(
        one.name,
        other.name,
        infusions,
        stays,
        visits,
        visits_stay,
        _amounts(one.total, other.total),
        _amounts(one.infused, other.infused),
        input_changes(one, other),
        closed,
        opened,
        course_changes(one.course, other.course),
    )


def _infusions(one: Side, other: Side) -> tuple[tuple[InfusionDifference, ...], tuple[int, ...]]:
    before = {each.number: each for each in one.infusions}
    after = {each.number: each for each in other.infusions}
    found: list[InfusionDifference] = []
    stays = []
    for number in sorted({*before, *after}):
        made = _infusion(number, before.get(number), after.get(number), one.closures, other.closures)
        if made is None:
            stays.append(number)
        else:
            found.append(made)
    return tuple(found), tuple(stays)


def _infusion(
    number: int,
    before: Standing | None,
    after: Standing | None,
    closed_before: Closures,
    closed_after: Closures,
) -> InfusionDifference | None:
    if before is None or after is None:
        return _one_sided(number, before, after)
    why = why_moved(before, after, closed_before, closed_after)
    parts = (
        _dates(before.date, after.date, why),
        _dates(before.target, after.target),
        WordChange("state", before.state, after.state) if before.state != after.state else None,
        _amounts(before.dose, after.dose, _new_words(before.dose_why, after.dose_why)),
        _amounts(before.new_dose, after.new_dose),
        _amounts(before.infused, after.infused),
    )
    return InfusionDifference(number, "changed", *parts) if any(parts) else None


def _one_sided(number: int, before: Standing | None, after: Standing | None) -> InfusionDifference:
    change = "added" if before is None else "removed"
    return InfusionDifference(
        number,
        change,
        DateChange(before.date if before else None, after.date if after else None),
        state=WordChange("state", before.state if before else "", after.state if after else ""),
        dose=AmountChange(before.dose if before else None, after.dose if after else None),
    )


def _new_words(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """What is said after and was not before; of what is said no longer, that it is withdrawn."""
    new = tuple(text for text in after if text not in before)
    return new or tuple(f"withdrawn: {text}" for text in before if text not in after)


def _dates(before: Date | None, after: Date | None, why: tuple[str, ...] = ()) -> DateChange | None:
    return None if before == after else DateChange(before, after, why)


def _amounts(before: Amount | None, after: Amount | None, why: tuple[str, ...] = ()) -> AmountChange | None:
    return None if before == after else AmountChange(before, after, why)


def _visits(
    before: tuple[Dated, ...], after: tuple[Dated, ...], closures: Closures
) -> tuple[tuple[VisitDifference, ...], int]:
    keyed: dict[tuple[str, int | None], tuple[list[Dated], list[Dated]]] = defaultdict(lambda: ([], []))
    for side, visits in enumerate((before, after)):
        for visit in visits:
            keyed[_key(visit)][side].append(visit)
    pairs = [(key, pair) for key, sides in keyed.items() for pair in _paired(*sides)]
    several = {key for visits in (before, after) for key, n in Counter(map(_key, visits)).items() if n > 1}
    changed = [
        VisitDifference(
            *key,
            _change(old, new),
            _dates_of(old, new, closures),
            _rule(new or old) if key in several else "",
        )
        for key, (old, new) in pairs
        if old is None or new is None or old.date != new.date
    ]
    return tuple(changed), len(pairs) - len(changed)


def _paired(before: list[Dated], after: list[Dated]) -> Iterator[tuple[Dated | None, Dated | None]]:
    """Visits of one kind in pairs: those of one rule, then as far from an infusion, then in their order.

    Of several that are alike in this, those on one date go together, then those of one target.
    """
    ways: list[_Same] = [partial(_both, alike, day) for alike in (_of_one_rule, _as_far) for day in _DAYS]
    for same in (*ways, *_DAYS):
        for old in list(before):
            new = next((each for each in after if same(old, each)), None)
            if new is not None:
                before.remove(old)
                after.remove(new)
                yield old, new
    yield from ((old, None) for old in before)
    yield from ((None, new) for new in after)


def _on_one_date(old: Dated, new: Dated) -> bool:
    return old.date == new.date


def _of_one_target(old: Dated, new: Dated) -> bool:
    return old.target == new.target


def _any(old: Dated, new: Dated) -> bool:
    return True


def _of_one_rule(old: Dated, new: Dated) -> bool:
    return old.when == new.when != ""


def _as_far(old: Dated, new: Dated) -> bool:
    return old.distance == new.distance != ""


def _both(alike: _Same, day: _Same, old: Dated, new: Dated) -> bool:
    return alike(old, new) and day(old, new)


_DAYS = (_on_one_date, _of_one_target, _any)


def _key(visit: Dated) -> tuple[str, int | None]:
    return visit.kind, visit.infusion


def _rule(visit: Dated | None) -> str:
    return "" if visit is None else visit.when


def _dates_of(old: Dated | None, new: Dated | None, closures: Closures) -> DateChange:
    why = why_visit_moved(old, new, closures) if old and new else ()
    return DateChange(old.date if old else None, new.date if new else None, why)


def _change(old: Dated | None, new: Dated | None) -> str:
    if old is None:
        return "added"
    return "removed" if new is None else "moved"
