"""The shapes in which a dose is prescribed, and the spans in which they let a dose lie, in cells."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.body import Body
from msc_dose.recheck.document import Node
from msc_dose.recheck.exact import ONE, Exact
from msc_dose.recheck.number import maybe_some, number, some

DOSE_UNITS = ("cells/kg", "cells/m2", "cells")


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most of a dose, in cells."""

    low: Exact
    high: Exact


def in_cells(node: Node, body: Body, *units: str) -> Exact:
    """A dose in cells: per weight on the dosing weight, per surface on the rounded surface."""
    unit = node.at("unit").choice(*(units or DOSE_UNITS))
    return some(node, unit) * measure(unit, body, node)


def measure(unit: str, body: Body, node: Node) -> Exact:
    """How many times an amount per this unit is given to the patient."""
    if unit == "cells/m2":
        if body.surface is None:
            raise node.at("unit").wrong("cells/kg or cells, since no body surface is stated")
        return body.surface
    return weight_of(body, node) if unit == "cells/kg" else ONE


def weight_of(body: Body, node: Node) -> Exact:
    """The dosing weight, for what depends on it; malformed where none is stated, or not whose it is."""
    if body.weight is None or not body.based:
        raise node.wrong("what depends on no body weight, since none is stated with its basis")
    return body.weight


def allowed_spans(shape: Node, body: Body, version: Node, infusion: int) -> list[Span]:
    """The spans among which the dose of this infusion lies; none where the shape has no dose for it.

    An empty list is a weight in a gap between two bands, or an infusion beyond the last step. A dose that
    the site enters has no span of its own and is not asked for here.
    """
    match shape.at("kind").text():
        case "span":
            return [_span(shape, body, "kind")]
        case "choice":
            shape.only("kind", "options")
            return [_span(option, body) for option in shape.at("options").items()]
        case "by-weight":
            shape.only("kind", "bands")
            return _of_bands(shape.at("bands").items(), body)
        case "by-version":
            shape.only("kind", "versions")
            return _of_versions(shape.at("versions").items(), body, version)
        case "steps":
            shape.only("kind", "steps")
            steps = [_span(step, body) for step in shape.at("steps").items()]
            return steps[infusion - 1 : infusion]
    raise shape.at("kind").wrong("a shape of a dose")


def _span(node: Node, body: Body, *others: str) -> Span:
    node.only("low", "high", *others)
    unit = node.at("low").at("unit").choice(*DOSE_UNITS)
    span = Span(in_cells(node.at("low"), body), in_cells(node.at("high"), body, unit))
    if span.high < span.low:
        raise node.wrong("a range whose low end is not above its high end")
    return span


_BAND_KEYS = ("above", "above_included", "up_to", "up_to_included", "volume")


def _of_bands(bands: list[Node], body: Body) -> list[Span]:
    found = [_span(band, body, *_BAND_KEYS) for band in bands if _belongs(band, weight_of(body, band))]
    if len(found) > 1:
        raise bands[0].wrong("bands of which only one has the dosing weight")
    return found


def _belongs(band: Node, weight: Exact) -> bool:
    above, up_to = maybe_number(band.at("above")), maybe_number(band.at("up_to"))
    maybe_some(band.at("volume"), "mL")
    at_above, at_up_to = band.at("above_included").flag(), band.at("up_to_included").flag()
    if above is not None and (weight < above or (weight == above and not at_above)):
        return False
    return up_to is None or weight < up_to or (weight == up_to and at_up_to)


def maybe_number(node: Node) -> Exact | None:
    """A weight in kg, or None where the document says null."""
    return None if node.is_null() else number(node, "kg")


def _of_versions(versions: list[Node], body: Body, version: Node) -> list[Span]:
    if version.is_null():
        raise version.wrong("the version of the label")
    named = [node for node in versions if node.at("name").text() == version.text()]
    return [_span(node, body, "name") for node in named[:1]]
