"""The patient's measures: the weight that is dosed on, and the body surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msc_dose.problems import Problem
from msc_dose.recheck.differing import differ
from msc_dose.recheck.document import Node
from msc_dose.recheck.exact import ZERO, Exact
from msc_dose.recheck.number import Rounded, maybe_some, number
from msc_dose.recheck.powers import SAFE, SCALE, power_product, root
from msc_dose.recheck.results import compare_exact

_LIGHTEST, _HEAVIEST = Exact(1, 5), Exact(650)
_TALLEST = Exact(400)
_BASE = {"male": Exact(50), "female": Exact(91, 2)}
_SIXTY_INCHES = Exact(60)
_CM_PER_INCH = Exact(127, 50)
# factor, power of the height in cm, power of the weight in kg: globalrph.com/bsa2.htm
_SURFACES = {
    "dubois": (Exact.of("0.007184"), Exact.of("0.725"), Exact.of("0.425")),
    "haycock": (Exact.of("0.024265"), Exact.of("0.3964"), Exact.of("0.5378")),
    "gehan-george": (Exact.of("0.0235"), Exact.of("0.42246"), Exact.of("0.51456")),
}
_TEN_THOUSANDTH = 10**4
_SURFACE_RULE = "nearest 0.0001 m², half up"
_SHOWN_DIGITS, _WORKING_DIGITS = 12, 28


@dataclass(frozen=True, slots=True)
class Body:
    """The dosing weight in kg, and the body surface in m² where a formula for it is named.

    No weight is stated where nothing depends on one; it is `based` where it says whose weight it is.
    """

    weight: Exact | None
    surface: Exact | None = None
    ideal: Exact | None = None
    based: bool = True


def body_of(inputs: Node) -> Body:
    """The weight and surface that the inputs lead to; a weight outside 0.2 to 650 kg is malformed."""
    weighed, body, based = inputs.at("weight"), inputs.at("body"), not inputs.at("basis").is_null()
    if body.is_null():
        return Body(None if weighed.is_null() else weight_within_limits(weighed), based=based)
    said = weight_within_limits(weighed)
    body.only("actual", "height", "sex", "below_60_inches", "surface_formula", "surface")
    weight, ideal = _dosing_weight(body, inputs.at("basis").text(), said)
    return Body(weight, _surface(body, inputs), ideal)


def compare_body(inputs: Node, body: Body) -> Iterator[Problem]:
    """The disagreements of the document's dosing weight and surface with those calculated."""
    if body.weight is not None:
        yield from compare_exact(inputs.at("weight"), "value", body.weight)
    if inputs.at("body").is_null() or body.surface is None:
        return
    said = inputs.at("body").at("surface")
    found = Rounded.of(said, "m2")
    yield from differ(f"{said.path}.value", found.value, body.surface)
    yield from differ(f"{said.path}.rounding", found.rule, _SURFACE_RULE)
    near = _near(inputs)
    digits = len(said.at("unrounded").text().replace(".", "").lstrip("0"))
    # A root that ends is found here just below its end.
    if found.unrounded not in _cut(near, max(digits, _SHOWN_DIGITS), {0, 1}):
        yield from differ(f"{said.path}.unrounded", found.unrounded, f"about {near}")


def surface_before_rounding(inputs: Node, body: Body) -> set[tuple[str, str]]:
    """The body surface at 28 digits, cut or rounded, as the working of a dose shows it; empty without one."""
    if body.surface is None:
        return set()
    # The last of 28 digits depends on how the roots were taken.
    return {(str(found), "m2") for found in _cut(_near(inputs), _WORKING_DIGITS, set(range(-9, 11)))}


def _cut(number: Exact, digits: int, more: set[int]) -> set[Exact]:
    """The number cut to so many significant digits, with these added to the last of them."""
    lead = len(str(number.floor())) if Exact(1) <= number else 0
    places = digits - lead
    if lead == 0 and number * Exact(10) < Exact(1):
        places += 1
    last = (number * Exact(10**places)).floor()
    return {Exact.ratio(last + each, 10**places) for each in more}


def _near(inputs: Node) -> Exact:
    """The body surface with more digits than are ever shown."""
    body = inputs.at("body")
    return Exact.ratio(_surface_units(body, _actual(body, inputs)), SCALE)


def weight_within_limits(node: Node) -> Exact:
    """A body weight in kg, from 0.2 to 650."""
    weight = number(node, "kg")
    if weight < _LIGHTEST or weight > _HEAVIEST:
        raise node.at("value").wrong("a body weight from 0.2 to 650 kg")
    return weight


def _actual(body: Node, inputs: Node) -> Exact:
    """The weight on the scales: as stated, or the dosing weight where that is the actual one."""
    if not body.at("actual").is_null():
        return weight_within_limits(body.at("actual"))
    if inputs.at("basis").text() != "actual":
        raise body.at("actual").wrong("the actual weight")
    return weight_within_limits(inputs.at("weight"))


def _height(body: Node) -> Exact:
    height = maybe_some(body.at("height"), "cm")
    if height is None or height > _TALLEST:
        raise body.at("height").wrong("a height up to 400 cm")
    return height


def _dosing_weight(body: Node, basis: str, said: Exact) -> tuple[Exact, Exact | None]:
    """The weight by its basis, and the ideal weight on the way; without a sex it is as stated."""
    height = _height(body)
    sex = None if body.at("sex").is_null() else body.at("sex").choice("female", "male")
    if not body.at("below_60_inches").is_null():
        body.at("below_60_inches").choice("clamp", "extrapolate")
    actual = None if body.at("actual").is_null() else weight_within_limits(body.at("actual"))
    if basis == "actual":
        return (said if actual is None else actual), None
    if sex is None:
        return said, None
    ideal = None
    if basis == "predicted":
        weight = _BASE[sex] + Exact(91, 100) * (height - Exact(762, 5))
    else:
        weight = ideal = _ideal(body, _BASE[sex], height)
        if basis == "adjusted":
            weight = _adjusted(body, weight, actual)
    if weight < _LIGHTEST or weight > _HEAVIEST:
        raise body.wrong("measures that give a body weight from 0.2 to 650 kg")
    return weight, ideal


def _ideal(body: Node, base: Exact, height: Exact) -> Exact:
    """Devine: 2.3 kg for each inch above 60 inches; below them by the habit that is named."""
    above = height / _CM_PER_INCH - _SIXTY_INCHES
    if above < ZERO and body.at("below_60_inches").choice("clamp", "extrapolate") == "clamp":
        above = ZERO
    return base + Exact(23, 10) * above


def _adjusted(body: Node, ideal: Exact, actual: Exact | None) -> Exact:
    """Two fifths of the way from the ideal up to the actual weight; the actual weight where it is less."""
    if actual is None:
        raise body.at("actual").wrong("the actual weight")
    return ideal + Exact(2, 5) * (actual - ideal) if ideal < actual else actual


def _surface(body: Node, inputs: Node) -> Exact | None:
    formula = body.at("surface_formula")
    if formula.is_null():
        if not body.at("surface").is_null():
            raise body.at("surface").wrong("null, since no formula is named")
        return None
    formula.choice("mosteller", *_SURFACES)
    units = _surface_units(body, _actual(body, inputs))
    # Half up: the half is added, and what is below a ten-thousandth is dropped.
    steps, rest = divmod(units * _TEN_THOUSANDTH + SCALE // 2, SCALE)
    if formula.text() != "mosteller" and not SAFE * _TEN_THOUSANDTH < rest < SCALE - SAFE * _TEN_THOUSANDTH:
        raise body.at("surface").wrong("a surface that is not exactly between two roundings")
    return Exact.ratio(steps, _TEN_THOUSANDTH)


def _surface_units(body: Node, weight: Exact) -> int:
    """The body surface by the formula named, on the actual weight, in units of `powers`."""
    height, formula = _height(body), body.at("surface_formula").text()
    if formula == "mosteller":
        return root(height * weight / Exact(3600))
    factor, of_height, of_weight = _SURFACES[formula]
    return power_product((factor, Exact(1)), (height, of_height), (weight, of_weight))
