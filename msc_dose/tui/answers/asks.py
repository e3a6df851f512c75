"""What a protocol asks for besides the patient and the dates, and the dose ordered as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from msc_dose.dosing.shapes import ByVersion, SiteEntered, spans_of
from msc_dose.library.prescribing import dose_amount
from msc_dose.protocols.describing import needs_order, needs_weight, shape_lines
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import EveryInterval
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.kinds import kind_of
from msc_dose.tui.answers.asking import Asked, Said
from msc_dose.tui.answers.source import SHIPPED, Source

_BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Asks:
    """What a form must ask for: intervals and label versions to choose from, a dose ordered, a weight.

    `ordered` is the unit of that dose, empty where the protocol states the dose itself.
    """

    intervals: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    ordered: str = ""
    weight: bool = True


def asks_of(name: str | None, source: Source = SHIPPED) -> Asks:
    """What this protocol asks for; no choice and no order where none is chosen."""
    if name is None:
        return Asks()
    protocol = source.load(name)
    schedule, shape = protocol.schedule, protocol.rule.shape
    left_open = isinstance(schedule, EveryInterval) and schedule.interval is None
    return Asks(
        schedule.choices if isinstance(schedule, EveryInterval) and left_open else (),
        tuple(version.name for version in shape.versions) if isinstance(shape, ByVersion) else (),
        _ordered_units(protocol) if needs_order(protocol.rule) else "",
        needs_weight(protocol.rule),
    )


def read_orders(text: str, protocol: Protocol, asked: Asked) -> tuple[Amount, ...]:
    """The dose ordered, or one for each infusion, a comma and a space between them; none where refused.

    They are read up to the first that is unclear, so that what is offered belongs to that one alone.
    """
    if not text.strip():
        return ()
    parts, orders = text.split(_BETWEEN), list[Amount]()
    for at, part in enumerate(parts):
        order = asked.value("ordered", partial(_order, part.strip(), protocol, asked), str)
        if order is None:
            before, after = parts[:at], parts[at + 1 :]
            asked.around["ordered"] = ("".join(f"{one}{_BETWEEN}" for one in before), _following(after))
            return ()
        orders.append(order)
    asked.said["ordered"] = Said(", then ".join(map(str, orders)))
    return tuple(orders)


def _order(text: str, protocol: Protocol, asked: Asked) -> Amount:
    return dose_amount(text, "ordered", asked.conventions, _ordered_kinds(protocol)[0])


def _following(parts: list[str]) -> str:
    return "".join(f"{_BETWEEN}{part}" for part in parts)


def _ordered_kinds(protocol: Protocol) -> list[str]:
    """What the protocol's dose is per, by kind of amount; an order is read as the first of them first."""
    shape = protocol.rule.shape
    kinds = [shape.kind] if isinstance(shape, SiteEntered) else [span.low.kind for span in spans_of(shape)]
    return list(dict.fromkeys(kinds))


def _ordered_units(protocol: Protocol) -> str:
    return " or ".join(kind_of(kind).unit.replace("m2", "m²") for kind in _ordered_kinds(protocol))


def permitted_text(protocol: Protocol, version: str | None) -> str:
    """The doses between which the order is left, in words; of one version where it is chosen."""
    shape = protocol.rule.shape
    if isinstance(shape, ByVersion) and version is not None:
        return "; ".join(str(each.gives) for each in shape.versions if each.name == version)
    return "; ".join(shape_lines(shape))
