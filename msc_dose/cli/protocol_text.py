"""A protocol in words: what its sources state, where they disagree, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterable

from msc_dose.dosing.components import Component
from msc_dose.product.container import Content
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.protocols.decisions import Decision, requirements_text
from msc_dose.protocols.describing import limit_lines, needs_weight, shape_lines
from msc_dose.protocols.doubts import Conflict, Doubt
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import schedule_in_words
from msc_dose.protocols.visits import ANY_DAY, MOVES_INFUSION, OPEN_DAY, OPEN_DAY_BEFORE, VisitRule
from msc_dose.scheduling.numbering import numbering_text

_MARGIN = 12
_OPEN = "not stated"
_ON_CLOSED_DAYS = {
    ANY_DAY: "; on whatever day, open or closed",
    OPEN_DAY_BEFORE: "; on a closed day the last open day before",
    MOVES_INFUSION: "; the infusion takes only a day for which its day is open",
}
_DISPENSED = {"draw": "the calculated volume is drawn, the rest discarded", "whole": "whole containers"}


def protocol_lines(protocol: Protocol) -> list[str]:
    """Every part of the protocol as lines to be wrapped: a word in the margin, then what is stated."""
    rule, days = protocol.rule, protocol.weight_valid_days
    dose = [*shape_lines(rule.shape), *limit_lines(rule), f"printed: {protocol.printed or 'as given'}"]
    basis = f"; weight basis {protocol.basis or _OPEN}" if needs_weight(rule) else ""
    counted = f"{rule.counts or _OPEN}; moment {rule.moment or _OPEN}{basis}"
    gap = f"; minimum gap {_days(protocol.minimum_gap)}" if protocol.schedule.infusions > 1 else ""
    gap += "" if protocol.maximum_gap is None else f"; maximum gap {_days(protocol.maximum_gap)}"
    valid = [f"a weight is valid for {_days(days)}"] if days is not None else []
    limit = protocol.weight_change_limit
    valid += [f"a weight that changes by more than {limit} % needs a new order"] if limit is not None else []
    check = f"msc-dose protocol check {protocol.id} runs them"
    return [
        f"{protocol.title} ({protocol.id})",
        *_part("Status", [f"{protocol.status}: {protocol.status_text}"]),
        *_part("Dose", dose),
        *_part("Counted", [counted, *valid]),
        *(line for component in protocol.components for line in _component(component)),
        *(line for conflict in protocol.conflicts for line in _conflict(conflict)),
        *(line for doubt in protocol.doubts for line in _doubt(doubt)),
        *_part("Container", _content(protocol.content, protocol.content_source)),
        *_part("Handling", _handling(protocol.handling, protocol.handling_source)),
        *_part("Limits", [_limit(limit) for limit in protocol.limits]),
        *_part("Schedule", _schedule(protocol)),
        *_part("Window", [f"{protocol.window or _OPEN}{gap}"]),
        *(line for visit in protocol.visits for line in _part("Visit", _visit_lines(visit))),
        *(line for decision in protocol.decisions for line in _decision(decision)),
        *_part("Requires", [requirements_text(protocol.requires)] if protocol.requires else []),
        *_part("Notes", protocol.notes),
        *_part("Asked for", [", ".join(protocol.asked_for)] if protocol.asked_for else []),
        *_part("Source", [protocol.source.citation, protocol.source.address]),
        *_part("Examples", [f"{len(protocol.examples)} worked; {check}"]),
    ]


def _part(name: str, lines: Iterable[str]) -> list[str]:
    """The lines with the name in the margin of the first; nothing where there are none."""
    return [f"{name if n == 0 else '':{_MARGIN}}{line}" for n, line in enumerate(lines)]


def _component(component: Component) -> list[str]:
    after = f", within {component.within} of the end of the one before" if component.within else ""
    rule = component.rule
    return _part("Component", [f"{component.name}{after}", *shape_lines(rule.shape), *limit_lines(rule)])


def _conflict(conflict: Conflict) -> list[str]:
    readings = [f"“{reading.text}” ({reading.source})" for reading in conflict.readings]
    return _part("Conflict", [conflict.what, *readings, f"followed: {conflict.follows}"])


def _doubt(doubt: Doubt) -> list[str]:
    return _part("Doubt", [f"“{doubt.printed}” ({doubt.source})", doubt.why])


def _schedule(protocol: Protocol) -> list[str]:
    """The schedule, and how its source numbers the days, where that does not stand there already."""
    words, numbering = schedule_in_words(protocol.schedule, protocol.day_numbering), protocol.day_numbering
    named = None if numbering is None else numbering_text(numbering)
    return [words, *([] if named is None or named in words else [named])]


def _visit_lines(visit: VisitRule) -> list[str]:
    """The rule, its window or what stands in its place on a closed day, and what the visit is for."""
    windowed = visit.minutes is None and visit.closed_days in (OPEN_DAY, ANY_DAY)
    window = f", window {visit.window}" if windowed else ""
    closed = _ON_CLOSED_DAYS.get(visit.closed_days, "")
    return [f"{visit.kind} {visit.when}{window}{closed}", *([visit.detail] if visit.detail else [])]


def _decision(decision: Decision) -> list[str]:
    head = f"{decision.name}, at the {decision.visit}"
    return _part("Decision", [head, *map(str, decision.answers)])


def _content(content: Content | None, source: str) -> list[str]:
    if content is None:
        return []
    counted = content.cells or content.concentration
    recovery, dmso = content.recovery, content.dmso
    facts = (
        ("cells", content.cells),
        ("concentration", content.concentration),
        ("fill", content.fill),
        ("nominal volume", content.nominal),
        ("withdrawable", content.withdrawable),
        ("viability", content.viability),
        ("viability counted", content.viability_moment),
        ("recovery", f"{recovery.percent} of {recovery.of} cells" if recovery else None),
        ("DMSO", f"{dmso.percent} {dmso.of}" if dmso else None),
        ("counted", counted.counts or _OPEN if counted else None),
        ("moment", counted.moment or _OPEN if counted else None),
    )
    return [*_stated(facts), *_sourced(source)]


def _handling(handling: Handling, source: str) -> list[str]:
    rinsed = {True: "container and line are rinsed", False: "not rinsed", None: None}[handling.rinsed]
    steps = ", then ".join(
        f"{s.rate} for {s.duration}" if s.duration else f"{s.rate}" for s in handling.steps
    )
    clock = handling.clock
    facts = (
        ("dispensed", _DISPENSED.get(handling.dispense or "")),
        ("diluent", handling.diluent),
        ("diluent for each container", handling.diluent_per_container),
        ("diluent", handling.diluent_volume),
        ("final volume", handling.final_volume),
        ("measured in steps of", handling.step),
        ("hold-up", handling.hold_up),
        ("rinsing", rinsed),
        ("final product containers", handling.split if handling.split > 1 else None),
        ("rate", handling.rate),
        ("rate", steps or None),
        ("duration", handling.duration),
        ("highest rate", handling.highest_rate),
        ("drops", f"{handling.drop_factor} per mL" if handling.drop_factor else None),
        ("clock", f"{clock.limit} from {clock.zero} ({clock.source})" if clock else None),
    )
    lines = _stated(facts)
    return [*lines, *_sourced(source)] if lines else []


def _limit(limit: Limit) -> str:
    ends = [f"{word} {end}" for word, end in (("from", limit.low), ("up to", limit.high)) if end is not None]
    return f"{limit.what} {' '.join(ends)} ({limit.origin})"


def _stated(facts: Iterable[tuple[str, object]]) -> list[str]:
    return [f"{name} {value}" for name, value in facts if value is not None]


def _sourced(source: str) -> list[str]:
    return [f"source: {source}"] if source else []


def _days(days: int | None) -> str:
    if days is None:
        return _OPEN
    return "1 day" if days == 1 else f"{days} days"
