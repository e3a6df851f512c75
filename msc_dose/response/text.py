"""The response in words, on a page of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msc_dose.quantity.page import fitted
from msc_dose.quantity.stated import Range
from msc_dose.response.counts import days_between, named
from msc_dose.response.criteria import ResponseClass
from msc_dose.response.spells import Spell

if TYPE_CHECKING:
    from msc_dose.response.result import Judged, Response

_BLEEDING = {True: "yes", False: "no", None: "not reported"}


def explained(response: Response) -> str:
    """The result, the criteria with their limits, what was declared, and every count; a text of lines."""
    parts = (_result(response), _criteria(response), _declared(response), _counts(response))
    return "\n\n".join("\n".join(line for text in part for line in text) for part in parts)


def _result(response: Response) -> Iterator[list[str]]:
    yield fitted(f"RESPONSE {headline(response)}", indent=9)
    for spell in response.spells:
        yield from _spell_lines(spell, response)
    if response.no_response is not None:
        first, second = (named(day) for day in response.no_response)
        yield fitted(
            f"  {response.criteria.otherwise.name}: seen on {first}, confirmed on {second}", indent=4
        )


def headline(response: Response) -> str:
    """The result in one line."""
    best, confirmed = response.best_unconfirmed, response.best_confirmed
    if best is None:
        return "not judged: no count can be"
    spells = [each for each in response.spells if each.name == (confirmed or best)]
    doubt = _implausible(response)
    if confirmed is not None:
        return f"{confirmed}, confirmed{_so_far(spells)}{_better(response)}{doubt}"
    if spells:
        return f"{best} (its confirmation is not stated in these criteria){_so_far(spells)}{doubt}"
    return f"none confirmed; the best single count is {best}{doubt}"


def _better(response: Response) -> str:
    """A single count that is better than what is confirmed: the present may be better than the past."""
    best = response.best_unconfirmed
    if best == response.best_confirmed:
        return ""
    stated = not any(each.name == best for each in response.spells)
    why = "not confirmed" if stated else "its confirmation is not stated in these criteria"
    return f"; best single count {best}, {why}"


def _implausible(response: Response) -> str:
    """An implausible count is among those that are judged: the class may rest on a wrong unit."""
    found = next((each.count for each in response.implausible if each.used), None)
    if found is None:
        return ""
    return f"; an implausible count ({found.said} on {named(found.day)}) is among those judged"


def _so_far(spells: Sequence[Spell]) -> str:
    """What a person must not miss behind the class: that it was lost, and that bleeding is not reported."""
    if not spells:
        return ""
    lost = "" if spells[-1].lost is None else f", lost on {named(spells[-1].lost)}"
    return lost + (", if there was no bleeding" if any(each.if_no_bleeding for each in spells) else "")


def _spell_lines(spell: Spell, response: Response) -> Iterator[list[str]]:
    best = spell.name == response.criteria.classes[0].name
    since = (
        ""
        if response.start is None
        else f", {_days(days_between(response.start, spell.achieved))} after the start"
    )
    seen = "" if spell.confirmed is None else f"; confirmed on {named(spell.confirmed)}"
    yield fitted(
        f"  {spell.name}{'' if best else ' or better'}: from {named(spell.achieved)}{since}{seen}", indent=4
    )
    yield fitted(f"    {_end(spell)}", indent=6)
    if spell.doubtful:
        days = ", ".join(named(day) for day in spell.doubtful)
        yield fitted(f"    not met on {days}; that is not confirmed as a loss", indent=6)


def _end(spell: Spell) -> str:
    doubt = ", if there was no bleeding" if spell.lasting_if_no_bleeding else ""
    if spell.lost is None:
        return f"still so on {named(spell.last)}: {_days(spell.duration)} or more{doubt}"
    confirmed = "" if spell.loss_confirmed is None else f", confirmed on {named(spell.loss_confirmed)}"
    return f"lost on {named(spell.lost)}{confirmed}: after {_days(spell.duration)}{doubt}"


def _days(number: int) -> str:
    return f"{number} day{'s' * (number != 1)}"


def _criteria(response: Response) -> Iterator[list[str]]:
    criteria = response.criteria
    baseline = response.baseline
    one = None if baseline is None or isinstance(baseline, Range) else baseline
    yield fitted(f"criteria {criteria.id}: {criteria.title}", indent=4)
    for each in (*criteria.classes, criteria.otherwise):
        yield fitted(f"  {each.name}: {each.text(one)}; {_confirmation(each)}", indent=4)
    loss = (
        "not stated"
        if criteria.loss_after is None
        else f"two counts at least {_days(criteria.loss_after)} apart"
    )
    yield fitted(f"  loss: {loss}", indent=4)
    for remark in criteria.remarks:
        yield fitted(f"  {remark}", indent=4)
    yield fitted(f"  source: {criteria.source}", indent=4)


def _confirmation(one: ResponseClass) -> str:
    if one.confirmed_after is None:
        return "confirmation not stated"
    return f"confirmed by two counts at least {_days(one.confirmed_after)} apart"


def _declared(response: Response) -> Iterator[list[str]]:
    yield fitted(f"baseline: {response.baseline or 'not stated'}")
    yield fitted(
        f"start of the treatment: {'not stated' if response.start is None else named(response.start)}"
    )
    for rescue, washout in response.rescues:
        yield fitted(f"rescue: {rescue}, washout {_days(washout)}", indent=4)
    if response.grading is not None:
        limit = f"lower limit of normal {response.lower_limit or 'not stated'}"
        yield fitted(f"grade: {response.grading.title}, {limit}", indent=4)


def _counts(response: Response) -> Iterator[list[str]]:
    used = sum(each.used for each in response.counts)
    yield fitted(f"counts: {used} of {len(response.counts)} judged; the class is that of the count by itself")
    graded = response.grading is not None
    heads = ("day", "count", "bleeding", "class", *(["grade"] if graded else []))
    rows = [_row(each, graded) for each in response.counts]
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    yield [_line(heads, widths)]
    for each, row in zip(response.counts, rows, strict=True):
        yield [_line(row, widths)]
        yield from _below(each)


def _row(judged: Judged, graded: bool) -> tuple[str, ...]:
    count = judged.count
    name = "not judged" if judged.name is None else judged.name
    grade = ("–" if judged.grade is None else str(judged.grade),) if graded else ()
    condition = ", if no bleeding" if judged.if_no_bleeding else ""
    return named(count.day), count.said, _BLEEDING[count.bleeding], f"{name}{condition}", *grade


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _below(judged: Judged) -> Iterator[list[str]]:
    if judged.reason:
        yield fitted(f"    not judged: {judged.reason}", indent=6)
    if judged.count.note:
        yield fitted(f"    note: {judged.count.note}", indent=6)
