"""What a re-entry came to, in words: after a first mismatch the fields alone, after a second both sides."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from msc_dose.verification.outcome import Outcome
from msc_dose.verification.states import Disagreement

FIELDS = {
    "dose": "dose ordered",
    "counts": "what is counted",
    "population": "kind of cells",
    "basis": "weight basis",
    "weight": "dosing weight",
    "infusion": "infusion number",
    "containers": "containers",
}
WIDTH = 70
_NAME, _GAP = 16, 2


def named(fields: Sequence[str]) -> str:
    """The fields in words, with commas."""
    return ", ".join(FIELDS.get(field, field) for field in fields)


def side_by_side(values: Sequence[Disagreement], width: int = WIDTH) -> list[str]:
    """Both sides of each field in two columns, each value over its source; nothing where there is none."""
    if not values:
        return []
    room = (width - _NAME - _GAP) // 2
    lines = [_line("", "FIRST ENTRY", "RE-ENTRY", room)]
    for each in values:
        left = [*_folded(each.first, room), *_folded(f"– {each.first_source}", room)]
        right = [*_folded(each.second, room), *_folded(f"– {each.second_source}", room)]
        names = _folded(FIELDS.get(each.field, each.field), _NAME - 1)
        for at in range(max(map(len, (names, left, right)))):
            lines.append(_line(_at(names, at), _at(left, at), _at(right, at), room))
        lines.append("")
    return lines[:-1]


def outcome_lines(outcome: Outcome, width: int = WIDTH) -> list[str]:
    """A re-entry that differs, a line each: neither value after the first, both sides after the second."""
    return list(_outcome(outcome, width))


def _outcome(outcome: Outcome, width: int) -> Iterator[str]:
    verb = "differ" if len(outcome.fields) > 1 else "differs"
    yield f"{outcome.course}, infusion {outcome.infusion}: {named(outcome.fields)} {verb}."
    yield ""
    if not outcome.values:
        yield "Neither value is shown, so that whoever looks again looks at the source."
        yield "Both return to the source order; then it is entered once more."
        return
    yield from side_by_side(outcome.values, width)
    yield ""
    if outcome.state == "disagreed-twice":
        yield "IN DISPUTE: it cannot be verified as it is. The owner of the first entry"
        yield "looks at the source and corrects it; then it is entered anew."
    else:
        yield "The product is in: tell the physician, and record what follows from it."


def _folded(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]


def _at(lines: Sequence[str], at: int) -> str:
    return lines[at] if at < len(lines) else ""


def _line(name: str, left: str, right: str, room: int) -> str:
    return f"{name:<{_NAME}}{left:<{room}}{'':<{_GAP}}{right}".rstrip()
