"""Courses at random: patients, dose rules of every shape, days, and a product for most of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msc_dose.dosing.body import Patient
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import (
    Band,
    ByVersion,
    ByWeight,
    Change,
    Choice,
    SiteEntered,
    Span,
    Steps,
    Version,
)
from msc_dose.problems import Refusal
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.protocol import Protocol, Source
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.protocols.visits import VisitRule
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures, Gap, Interval, Window

from .by_hand import exact
from .random_numbers import Chance
from .random_products import product

START = date(2027, 1, 29)
SHAPES = ("single", "single", "single", "range", "choice", "bands", "versions", "steps", "site-entered")


@dataclass
class Case:
    """What `plan_course` is asked."""

    protocol: Protocol
    patient: Patient
    given: dict[str, Any] = field(default_factory=dict)


def case(seed: int, number: int) -> Case:
    """The random case of this number; the same two numbers give the same case."""
    chance = Chance(seed * 10**9 + number)
    per = chance.choice(
        ("dose_per_weight", "dose_per_weight", "dose_per_weight", "dose_per_surface", "cell_count")
    )
    counted = (
        chance.choice(("viable", "viable", "all")),
        chance.choice(("MSC", "MSC", "CD34+", None)),
        chance.choice((None, None, None, "after thaw", "before freeze", "label nominal")),
    )
    kind = chance.choice(SHAPES)
    weighed = per != "cell_count" or kind == "bands" or chance.maybe(0.7)
    patient, weight = _patient(chance, per, weighed)
    measure = {"dose_per_weight": weight, "dose_per_surface": 1.5, "cell_count": 1.0}[per]
    each = chance.choice((1e6, 2e6, 5e6, 2.5e7)) * (1.0 if per == "dose_per_weight" else 60)
    infusions = chance.choice((1, 1, 2, 2, 3, 4))
    shape, orders, version = _shape(chance, kind, per, each, infusions)
    about = each * measure
    rule = DoseRule.of(shape, *counted, **_limits(chance, per, about, infusions))
    if kind in ("single", "steps") and chance.maybe(0.2):
        orders = chance.choice((rule.maximum, getattr(rule.dose, "low", rule.dose)))
    given: dict[str, Any] = {"start": START + timedelta(days=chance.choice((0, 0, 3, 4))), "ordered": orders}
    if version:
        given["version"] = version
    if chance.maybe(0.85):
        first = orders[0] if isinstance(orders, list) else orders
        need = _need(rule, patient, first, version, about)
        given["product"] = product(chance, counted, need, weight if weighed else None)
    if chance.maybe(0.4):
        given["closures"] = Closures("mon-fri", {START + timedelta(days=chance.randint(1, 40)): "holiday"})
    protocol = Protocol(
        "random", "A course at random", "literature", Source("at random", "nowhere"), rule,
        _schedule(chance, infusions), window=Window(chance.randint(0, 2), chance.randint(2, 4)),
        minimum_gap=chance.choice((None, 1, 2)),
        visits=(VisitRule("assessment", chance.randint(0, 60), Window(1, 4)),) if chance.maybe(0.3) else (),
    )  # fmt: skip
    return Case(protocol, patient, given)


def _need(rule: DoseRule, patient: Patient, ordered: Any, version: str | None, about: float) -> Fraction:
    """The cells of the first infusion, so that containers can be made to hold exactly a part of them."""
    try:
        return exact(calculate_dose(rule, patient, ordered, version).days[0])
    except Refusal:
        return Fraction(about)


def _patient(chance: Chance, per: str, weighed: bool) -> tuple[Patient, float]:
    """A patient, and the weight that the dose will come to, more or less."""
    if not weighed:
        actual = chance.amount("body_weight", 3, 140)
        known = (Patient(actual=actual), Patient(), Patient(basis="actual", actual=actual))
        return chance.choice(known), 60.0
    weight = chance.amount("body_weight", 3, 140, sevenths=0.1)
    about = float(weight.numerator) / weight.denominator
    formula = chance.choice(("mosteller", "dubois", "haycock", "gehan-george"))
    tall = {"height": chance.amount("height", 100, 200), "sex": chance.choice(("female", "male"))}
    tall |= {"surface_formula": formula, "below_60_inches": chance.choice(("clamp", "extrapolate"))}
    if per == "dose_per_surface":
        return Patient(weight, "actual", **tall), about
    what = chance.random()
    if what < 0.25:
        tall["height"] = chance.amount("height", 140, 200)
        return Patient(weight, chance.choice(("ideal", "adjusted")), **tall), 60.0
    if what < 0.4:
        basis = chance.choice(("ideal", "adjusted", "predicted"))
        stated = Amount("body_weight", weight.numerator, weight.denominator, basis=basis)
        return Patient(stated, basis, actual=chance.amount("body_weight", 3, 140)), about
    return Patient(weight, "actual", **(tall if chance.maybe(0.3) else {})), about


def _shape(chance: Chance, kind: str, per: str, each: float, infusions: int) -> tuple[Any, Any, str | None]:
    """The shape, what is ordered of it, and the version of the label."""

    def single() -> Span:
        return Span.of(chance.cells(per, 0.7 * each, 1.3 * each))

    def between() -> Span:
        ends = chance.cells(per, 0.4 * each, 0.7 * each), chance.cells(per, 1.2 * each, 1.5 * each)
        return Span(min(ends), max(ends))

    orders = [chance.cells(per, 0.75 * each, 1.15 * each) for _ in range(infusions)]
    one: Any = orders[0] if chance.maybe(0.6) else orders
    if kind == "range":
        return between(), one, None
    if kind == "choice":
        options = tuple(Span.of(chance.cells(per, n * each, n * each, sevenths=0)) for n in (1, 3, 5))
        return Choice(options), chance.choice(options).low, None
    if kind == "bands":
        limit = Amount("body_weight", Decimal(chance.choice(("49.999", "50", "60", "70.3"))))
        other = chance.choice((limit, Amount("body_weight", limit.numerator + Decimal("0.5"))))
        closed = chance.maybe(0.5)
        light = Band(single(), up_to=limit, up_to_included=closed)
        return ByWeight((light, Band(single(), above=other, above_included=not closed))), None, None
    if kind == "versions":
        ranges = chance.maybe(0.4)
        made = tuple(Version(name, between() if ranges else single()) for name in ("US 2021", "EU 2024"))
        return ByVersion(made), one if ranges else None, chance.choice(("US 2021", "EU 2024"))
    if kind == "steps":
        return Steps(tuple(single() for _ in range(infusions + chance.choice((0, 0, 1))))), None, None
    if kind == "site-entered":
        return SiteEntered(per), one, None
    return single(), None, None


def _limits(chance: Chance, per: str, about: float, infusions: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if chance.maybe(0.35):
        found["maximum"] = chance.cells("cell_count", 0.5 * about, 2 * about)
    if chance.maybe(0.1):
        found["minimum"] = chance.cells("cell_count", 0.05 * about, 0.3 * about)
    if chance.maybe(0.15):
        low = chance.choice((0.3, 0.3, 1.2))
        found["daily_ceiling"] = chance.cells("cell_count", low * about, 3 * about)
    if chance.maybe(0.15):
        found["cumulative_limit"] = chance.cells("cell_count", 2 * about * infusions, 6 * about * infusions)
    if chance.maybe(0.15):
        percent = chance.amount("percentage", 3, 60, sevenths=0.2)
        found["change"] = Change(percent, chance.choice(("reduce", "increase")), "renal function")
    return found


def _schedule(chance: Chance, infusions: int) -> Any:
    if infusions % 2 == 0 and chance.maybe(0.25):
        return TwiceAWeek(infusions // 2)
    if chance.maybe(0.2):
        return OnDays(tuple(range(0, 9 * infusions, 9)))
    if infusions > 1 and chance.maybe(0.15):
        gaps = tuple(Gap(chance.choice((6, 7, 10, 14)), Window(1, 3)) for _ in range(infusions - 1))
        return AfterGaps(gaps, chance.choice(("previous-date", "previous-target")))
    step = chance.choice(
        (Interval(1, "week"), Interval(28, "day"), Interval(1, "calendar-month"), Interval(5, "day"))
    )
    return EveryInterval(infusions, step)
