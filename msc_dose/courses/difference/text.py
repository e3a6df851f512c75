"""A difference in lines for a person: what moved and why, what stays, what was put in otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date as Date
from decimal import Decimal

from msc_dose.courses.difference.values import (
    AmountChange,
    DateChange,
    Difference,
    InfusionDifference,
    VisitDifference,
    WordChange,
)
from msc_dose.courses.no_day import in_short
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.rounded import down
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

NOTHING = "No difference."
_TENTH = Decimal("0.1")
_HALF_A_TENTH = Amount("ratio", Decimal("0.05"))
_MANY = 5  # days or visits that are told one by one


def lines_of(made: Difference, width: int = 80) -> list[str]:
    """The difference in lines of at most `width` columns; one line where nothing differs."""
    if made.empty:
        return [NOTHING]
    said = [*_infusions(made), *_visits(made), *_totals(made), *_inputs(made)]
    return [line for text in said for line in fitted_whole(text, width)]


def _infusions(made: Difference) -> Iterator[str]:
    """What changed of infusions, in order; those that change alike share a line."""
    alike: dict[str, list[int]] = defaultdict(list)
    for each in made.infusions:
        for text in _changes(each):
            alike[text].append(each.number)
    yield from (f"{infusions(numbers)}{text}" for text, numbers in alike.items())
    if made.stays:
        yield f"{infusions(made.stays)} stay{'s' * (len(made.stays) == 1)}."


def infusions(numbers: Sequence[int]) -> str:
    """`Infusion 3`, `Infusions 1, 2 and 4`."""
    if len(numbers) == 1:
        return f"Infusion {numbers[0]}"
    *most, last = map(str, numbers)
    return f"Infusions {', '.join(most)} and {last}"


def _changes(made: InfusionDifference) -> Iterator[str]:
    if made.change != "changed":
        yield _one_sided(made)
        return
    if made.date:
        yield f": {moved(made.date)}"
    elif made.target:
        yield f": target {moved(made.target)}; its date stays"
    if made.state:
        yield f": {made.state.before} → {made.state.after}"
    for name, change in (
        ("DOSE", made.dose),
        ("infused", made.infused),
    ):
        if change:
            yield f": {name} {_amounts(change)}"
    if made.new_dose:
        yield _new_order(made.new_dose)


def _new_order(change: AmountChange) -> str:
    if change.after is None:
        return ": no new order is needed any more"
    return f": NEW ORDER NEEDED, {briefly(change.after)} on the new weight"


def _one_sided(made: InfusionDifference) -> str:
    side = "after" if made.change == "added" else "before"
    dates, dose = made.date, made.dose
    day = getattr(dates, side) if dates else None
    amount = getattr(dose, side) if dose else None
    return f" {made.change}: {_day(day)}, DOSE {_amount(amount)}"


def moved(change: DateChange) -> str:
    """`Mon 29-Mar-2027 → Tue 30-Mar-2027, 1 day later: …`."""
    text = f"{_day(change.before)} → {_day(change.after)}"
    if change.days is not None:
        number, way = abs(change.days), "later" if change.days > 0 else "earlier"
        text += f", {number} day{'s' * (number != 1)} {way}"
    return text + _why(change.why)


def _why(why: tuple[str, ...]) -> str:
    return f": {'; '.join(map(in_short, why))}" if why else ""


def _day(day: Date | None) -> str:
    return "no date" if day is None else day_text(day)


def _amounts(change: AmountChange) -> str:
    by = f", {_by(change)}" if change.percent is not None else ""
    return f"{_amount(change.before)} → {_amount(change.after)}{by}{_why(change.why)}"


def _amount(amount: Amount | None) -> str:
    return "none" if amount is None else briefly(amount)


def _by(change: AmountChange) -> str:
    """`10 % more`; a percentage with more than one decimal is rounded to it and said to be about that."""
    percent = change.percent
    if percent is None:
        return ""
    cut = down(percent + _HALF_A_TENTH, _TENTH).value
    about = "" if cut == percent else "about "
    if not cut.value:
        return f"less than 0.1 % {change.direction}"
    return f"{about}{plain(cut.shown_value)} % {change.direction}"


def _visits(made: Difference) -> Iterator[str]:
    kinds: dict[str, list[VisitDifference]] = defaultdict(list)
    for each in made.visits:
        kinds[each.kind].append(each)
    for kind, changed in kinds.items():
        numbers = [each.infusion for each in changed if each.change == "moved" and each.infusion]
        if len(numbers) == len(changed) > 1:
            yield f"{kind[:1].upper()}{kind[1:]} of {infusions(numbers).lower()} moved as they did."
        else:
            yield from (f"{_visit(each)} {_visit_change(each)}" for each in changed)
    if made.visits and made.visits_stay:
        number = made.visits_stay
        yield f"{number} other visit{'s stay' if number > 1 else ' stays'}."


def _visit(made: VisitDifference) -> str:
    name = f"{made.kind[:1].upper()}{made.kind[1:]}"
    of = "" if made.infusion is None else f" of infusion {made.infusion}"
    rule = made.rule.removesuffix(" each").replace("calendar month", "month")
    return f"{name}{of}{f', {rule},' if rule else ''}"


def _visit_change(made: VisitDifference) -> str:
    if made.change == "moved":
        return f"moved: {moved(made.date)}"
    return f"{made.change}: {_day(made.date.after if made.change == 'added' else made.date.before)}"


def _totals(made: Difference) -> Iterator[str]:
    if made.total_dose:
        yield f"DOSE in all: {_amounts(made.total_dose)}"
    if made.infused:
        yield f"Infused in all: {_amounts(made.infused)}"


def _inputs(made: Difference) -> Iterator[str]:
    yield from _some([f"Closed newly: {day_text(day)} ({reason})" for day, reason in made.closed], "closed")
    yield from _some(
        [f"Opened newly: {day_text(day)} (was {reason})" for day, reason in made.opened], "opened"
    )
    yield from (_words(each) for each in (*made.inputs, *made.course))


def _some(texts: Sequence[str], what: str) -> Iterator[str]:
    """All of a few; of many the first ones, and how many more there are."""
    yield from texts if len(texts) <= _MANY else texts[:_MANY]
    if len(texts) > _MANY:
        yield f"And {len(texts) - _MANY} more days {what} newly."


def _words(change: WordChange) -> str:
    name = f"{change.name[:1].upper()}{change.name[1:]}"
    by = change.amounts and _by(change.amounts)
    return f"{name}: {change.before} → {change.after}{f', {by}' if by else ''}"
