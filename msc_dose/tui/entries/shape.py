"""The lines of the form of an entry, made from the fields of its event, and what stands in them at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field
from typing import Any, Literal

from msc_dose.courses.acts import NOTHING
from msc_dose.courses.events import dating, giving, ordering
from msc_dose.courses.events.allowed import OneOf
from msc_dose.courses.events.fields import Field, fields_of
from msc_dose.courses.events.giving import ClearanceItem, Given
from msc_dose.courses.events.kinds import KINDS
from msc_dose.library.actions import ACTIONS
from msc_dose.library.entries import YES_NO
from msc_dose.problems import Problem, refuse, stop
from msc_dose.tui.entries.around import Around
from msc_dose.tui.entries.words import hint_of, label_of

Sort = Literal["text", "words", "scan", "choice", "item", "given"]
_SPARE = 3  # lines that come into sight one after the other, as each before it is filled
# What the act says already, and a person would only mistype.
_SETTLED = ("infusion", "event", "after", "decision")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `name` is the id of what is typed; `of` the field it belongs to.

    `words` are typed into a long line that is not read back. `behind` is the line that must be filled before
    this one is shown; `item` what a line of a checklist asks; `expected` the one container that the line is
    for, empty where it may be any.
    """

    name: str
    of: str
    label: str
    hint: str = ""
    sort: Sort = "text"
    options: tuple[str, ...] = ()
    none: str = "not stated"
    behind: str = ""
    item: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of one entry: the event it makes, its lines, and the texts that stand in them at first.

    `settled` are the texts of fields that are not asked for, because the act says them.
    """

    kind: type[Any]
    lines: tuple[Line, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)

    def lines_of(self, name: str) -> tuple[Line, ...]:
        """The lines of one field."""
        return tuple(line for line in self.lines if line.of == name)


def kind_of(action: str) -> type[Any]:
    """The event that an action makes, or that has this name; Refusal `event.unknown-type`."""
    kind = ACTIONS[action].kind if action in ACTIONS else KINDS.get(action)
    if kind is None:
        message = f"{action} is no entry that can be made."
        raise refuse("event.unknown-type", "type", message, "Choose one of the list.", action)
    return kind


def shape_of(kind: type[Any], around: Around, preset: Mapping[str, str] = NOTHING) -> Shape:
    """The form of an event of this kind."""
    own = [each for each in fields_of(kind) if not (each.name in _SETTLED and each.name in preset)]
    lines: list[Line] = []
    typed: dict[str, str] = {}
    for each in own:
        made = list(_lines(kind, each, around, preset))
        lines += [line for line, _ in made]
        typed |= {line.name: text for line, text in made if text}
    hint = "empty: the end" if kind in (giving.Completed, giving.StoppedEarly) else "empty: now"
    lines.append(Line("occurred", "occurred", label_of("occurred"), f"{hint}; YYYY-MM-DD HH:MM"))
    settled = {name: preset[name] for name in _SETTLED if name in preset and name in _names(kind)}
    given = {name: text for name, text in preset.items() if any(line.name == name for line in lines)}
    return Shape(kind, tuple(lines), typed | given, settled)


def other_line(name: str, found: str, expected: str) -> Problem:
    """That a container stands in the line of another one."""
    message = f"{found} is not the container of this line, {expected}."
    fix = f"Scan {expected} here. What else was given goes into an empty line."
    return stop("container.other-line", name, message, fix, found)


def _names(kind: type[Any]) -> list[str]:
    return [each.name for each in fields_of(kind)]


def _lines(
    kind: type[Any], own: Field, around: Around, preset: Mapping[str, str]
) -> Iterator[tuple[Line, str]]:
    """The lines of one field, each with the text that stands in it at first."""
    if own.type is ClearanceItem:
        yield from _items(around)
    elif own.type is Given:
        yield from _given(around)
    elif own.many:
        yield from _many(kind, own, around, preset)
    else:
        options = _options(kind, own, around, preset)
        sort: Sort = "scan" if own.name == "container" else "words" if own.type is str else "text"
        line = Line(own.name, own.name, label_of(own.name), hint_of(own), sort)
        if options:
            none = "not stated" if own.default is not None else "not known"
            line = Line(own.name, own.name, line.label, sort="choice", options=options, none=none)
        yield line, own.default if isinstance(own.default, str) else ""


def _options(kind: type[Any], own: Field, around: Around, preset: Mapping[str, str]) -> tuple[str, ...]:
    """The words among which one is chosen; none where it is typed."""
    if own.type is bool:
        return tuple(YES_NO)
    if isinstance(own.allowed, OneOf):
        return own.allowed.words
    if kind in (ordering.OrderAmended, ordering.OrderCancelled) and own.name == "order_number":
        return around.orders
    if kind is giving.PostThawCount and own.name == "container":
        return () if around.infusion is None else around.infusion.thawed
    if kind is dating.BlockChosen:
        known = around.decisions
        answers = known.get(preset.get("decision", ""), tuple(one for each in known.values() for one in each))
        return tuple(known) if own.name == "decision" else tuple(dict.fromkeys(answers))
    return ()


def _items(around: Around) -> Iterator[tuple[Line, str]]:
    for at, item in enumerate(around.clearance, 1):
        yield Line(f"item-{at}", "items", "", sort="item", item=item), ""
    yield Line("other-item", "items", "Also holds", "an item not listed", "words"), ""


def _given(around: Around) -> Iterator[tuple[Line, str]]:
    """Three lines for each container that is out; what went in and what was left is read, never computed."""
    known = around.out or around.frozen
    for at in range(1, len(known) + _SPARE + 1):
        name, volume = known[at - 1] if at <= len(known) else ("", "")
        # The first empty line stays where the line before it is emptied: another container was given then.
        behind = f"container-{at - 1}" if at > len(known) + 1 else ""
        here, hint = f"container-{at}", "scan the label"
        yield Line(here, "containers", "Container", hint, "scan", behind=behind, expected=name), name
        yield Line(f"issued-{at}", "containers", "", sort="given", behind=here), volume
        remainder = Line(
            f"remainder-{at}", "containers", "Rest", sort="choice", options=giving.REMAINDERS,
            none="not stated", behind=here,
        )  # fmt: skip
        yield remainder, giving.REMAINDERS[0]


def _many(
    kind: type[Any], own: Field, around: Around, preset: Mapping[str, str]
) -> Iterator[tuple[Line, str]]:
    """A line for each value that is known, and more that come into sight one after the other."""
    known: Sequence[str] = (preset[own.name],) if own.name in preset else ()
    asked, spare = 1, _SPARE
    if kind is giving.Thawed:
        known = known or [name for name, _ in around.frozen]
    elif kind is giving.BedsideCheck:
        known, asked, spare = known or around.compared, 2, 0
    first = max(len(known), asked)
    for at in range(1, first + spare + 1):
        behind = f"{own.name}-{at - 1}" if at > first else ""
        name = f"{own.name}-{at}"
        needed = own.default is MISSING and at <= asked
        hint = hint_of(own) if needed or at <= first else "one more; may stay empty"
        yield (
            Line(name, own.name, label_of(own.name), hint, behind=behind),
            (known[at - 1] if at <= len(known) else ""),
        )
