"""Products at random: contents that mostly convert, stocks of many kinds, handling, limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from msc_dose.product.container import Container, Content, Dmso, Notes, Recovery
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.limits import Limit
from msc_dose.product.use import Exposure, ProductUse
from msc_dose.quantity.amount import Amount

from .by_hand import exact, gives
from .random_numbers import Chance

FROZEN, THAWED, LABEL = "before freeze", "after thaw", "label nominal"
MOMENTS = (FROZEN, THAWED, LABEL, None)
# What a dose counts (counts, moment) → contents that convert to it: counts, moment, viability, its moment,
# recovery. A dose of a moment that is not stated is like one after thaw.
ALIKE = {"viable": ("viable", THAWED, None, None, None), "all": ("all", THAWED, None, None, None)}
TO_VIABLE = (
    ALIKE["viable"],
    ("viable", LABEL, None, None, None),
    ("viable", FROZEN, None, None, "viable"),
    ("viable", FROZEN, "yes", THAWED, "viable"),
    ("all", FROZEN, "yes", FROZEN, "viable"),
    ("all", FROZEN, "yes", THAWED, "total"),
    ("all", FROZEN, "yes", None, "total"),
    ("all", THAWED, "yes", THAWED, None),
    ("all", THAWED, "yes", None, "total"),
    ("all", LABEL, "yes", LABEL, None),
    ("all", LABEL, "yes", THAWED, None),
)
TO_ALL = (ALIKE["all"], ("all", LABEL, "yes", None, None), ("all", FROZEN, "yes", THAWED, "total"))
BEFORE_VIABLE = (("viable", FROZEN, None, None, None), ("all", FROZEN, "yes", FROZEN, "viable"))
BEFORE_ALL = (("all", FROZEN, None, None, None), ("all", FROZEN, "yes", THAWED, "total"))
NOT_STATED = (
    (None, None, None, None, None),
    (None, None, "yes", THAWED, None),
    (None, None, "yes", None, "total"),
    (None, LABEL, "yes", THAWED, None),
    ("all", None, "yes", None, None),
    ("viable", None, None, None, "viable"),
)


class Counted:
    """What the dose counts; `nominal` contents may leave open what a container of a stock must state."""

    def __init__(self, counts: str, population: str | None, moment: str | None, nominal: bool) -> None:
        self.counts, self.population, self.moment = counts, population, moment
        before = moment == FROZEN
        if counts == "viable":
            self.ways = BEFORE_VIABLE if before else TO_VIABLE + (NOT_STATED if nominal else ())
        else:
            self.ways = BEFORE_ALL if before else TO_ALL


def content(chance: Chance, dose: Counted, about: float, odd: float) -> Content:
    """About so many cells in the terms of the dose; a part `odd` of all is of any kind whatever."""
    way = chance.choice(dose.ways)
    if chance.maybe(odd):
        of = chance.choice(("viable", "total", None))
        way = (
            chance.choice(("viable", "all")),
            chance.choice(MOMENTS[:3]),
            "yes",
            chance.choice(MOMENTS),
            of,
        )
    counts, moment, viability, measured, recovered = way
    facts = (counts, "TNC" if chance.maybe(odd / 3) else dose.population or "MSC", moment)
    fill = chance.amount("volume", 2, 30, sevenths=0.05)
    kind, cells, concentration = chance.random(), None, None
    if kind < 0.75:
        cells = chance.cells("cell_count", 0.8 * about, 1.2 * about, *facts)
    if kind > 0.6:
        each = about / (float(fill.numerator) / fill.denominator)
        concentration = chance.cells("cell_concentration", 0.8 * each, 1.2 * each, *facts)
    part = Decimal(chance.choice(("1", "0.95", "0.873", "0.5")))
    out = Amount("volume", fill.numerator * part, fill.denominator) if chance.maybe(0.15) else None
    return Content(
        cells,
        concentration,
        fill if kind > 0.6 or chance.maybe(0.9) else None,
        None,
        out if kind > 0.6 else None,
        chance.amount("percentage", 55, 100) if viability else None,
        measured if viability else None,
        Recovery(chance.amount("percentage", 55, 100), recovered) if recovered else None,
        Dmso(chance.amount("percentage", 0, 10), chance.choice(("v/v", "w/v")))
        if chance.maybe(0.6)
        else None,
    )


def holding(found: Content, dose: Counted, cells: Fraction) -> Content:
    """The same container, but of exactly so many cells in the terms of the dose, where it converts."""
    if found.cells is None or found.concentration is not None:
        return found
    given = gives(found, dose.counts, dose.moment, dose.population)
    if given is None:
        return found
    own = cells * exact(found.cells) / given
    return replace(
        found, cells=replace(found.cells, numerator=Decimal(own.numerator), denominator=own.denominator)
    )


def unsized(chance: Chance, dose: Counted, about: float) -> Content:
    """A product of which the containers' size is not stated."""
    facts = (dose.counts, dose.population, dose.moment)
    each = chance.cells("cell_concentration", about / 30, about / 5, *facts) if chance.maybe(0.7) else None
    return Content(concentration=each)


def stock(chance: Chance, dose: Counted, need: Fraction, start: date) -> tuple[Container, ...]:
    """Three to fourteen containers: equal and unequal, for this patient, for others, for nobody."""
    about = float(need)
    first, bags = content(chance, dose, about * chance.uniform(0.2, 1.4), 0), []
    mixed, tight = chance.random(), chance.choice((0, 0, 0.3, 0.8))
    for number in range(chance.randint(3, 14)):
        own = content(chance, dose, about * chance.uniform(0.15, 1.6), 0.15) if chance.maybe(mixed) else first
        if chance.maybe(tight):
            own = holding(own, dose, need / chance.choice((1, 2, 2, 3)) + chance.choice((0, 0, 0, 1, -1)))
        held = own.counted
        if held is None or None in (held.counts, held.population, held.moment) or own.held is None:
            continue
        recipient = chance.choice(("unassigned", "unassigned", "unassigned", "P-1", "P-2"))
        donors = ("allogeneic unrelated", "allogeneic related", "autologous")
        donor = chance.choice(donors[: 2 if recipient == "unassigned" else 3])
        flags = chance.choice((("none known",), ("unknown",), ("bovine serum",), ("Penicillin", "DMSO")))
        facts = (chance.choice(("bag", "vial")), donor, recipient, expiry(chance, start))
        status = "quarantined" if chance.maybe(0.1) else "released"
        lot = f"L{chance.choice((1, 1, 1, 2, 3))}"
        bags.append(
            Container(
                own, *facts, status, "A1", lot=lot, serial=f"{number:02}", notes=Notes(hypersensitivity=flags)
            )
        )
    chance.shuffle(bags)
    return tuple(bags)


def expiry(chance: Chance, start: date) -> date | datetime | str:
    day = start + timedelta(days=chance.choice((-3, 0, 2, 7, 14, 30, 60, 60, 400, 400, 400)))
    if chance.maybe(0.2):
        return "none assigned"
    return datetime.combine(day, time(chance.choice((0, 9, 23)), 30)) if chance.maybe(0.3) else day


def handling(chance: Chance, dispense: str | None, whole_volume: float) -> Handling:
    """How it is handled; most of it fits a product of about this volume."""
    stated: dict[str, object] = {"dispense": dispense}
    what = chance.random()
    if what < 0.4:
        stated["rinsed"] = True
    elif what < 0.8:
        stated["hold_up"] = chance.amount("volume", 0.1, min(2, whole_volume / 3))
    if chance.maybe(0.12):
        stated["diluent_per_container"] = chance.amount("volume", 1, 20, sevenths=0.1)
    what = chance.random()
    if what < 0.2:
        stated["final_volume"] = chance.amount("volume", 1.5 * whole_volume + 40, 2 * whole_volume + 200)
    elif what < 0.5:
        stated["diluent_volume"] = chance.amount("volume", 1, 90, sevenths=0.1)
    if chance.maybe(0.25):
        stated["step"] = Amount("volume", Decimal(chance.choice(("0.5", "0.1", "0.05", "1", "0.3", "0.07"))))
    if chance.maybe(0.25):
        stated["split"] = chance.randint(2, 4)
    what = chance.random()
    if what < 0.3:
        stated["rate"] = chance.amount("flow_rate", 0.5, 9, sevenths=0.1)
    elif what < 0.5:
        stated["duration"] = chance.amount("duration", 3, 90, sevenths=0.1)
    elif what < 0.65:
        steps = [chance.amount("flow_rate", 0.3, 3) for _ in range(chance.randint(1, 2))]
        last = RateStep(chance.amount("flow_rate", 2, 9))
        stated["steps"] = (*(RateStep(step, chance.amount("duration", 1, 15)) for step in steps), last)
    if chance.maybe(0.3):
        stated["highest_rate"] = chance.amount("flow_rate", 9, 40)
    if chance.maybe(0.3):
        stated["drop_factor"] = chance.choice((10, 12, 15, 20, 60))
    if chance.maybe(0.3):
        limit = chance.amount("duration", 90, 900, sevenths=0.2)
        started = datetime.fromisoformat("2027-01-29T10:07:31") if chance.maybe(0.3) else None
        stated["clock"] = Clock(chance.choice(("thaw complete", "dilution complete")), limit, started)
    return Handling(**stated)


def limits(chance: Chance, about: float, weight: float | None) -> tuple[Limit, ...]:
    """Limits of some of what can be limited; those of cells decide about whole containers."""
    found = []
    if chance.maybe(0.3):
        high = chance.amount("ratio", 101, 180) if chance.maybe(0.7) else None
        found.append(Limit("prepared-to-calculated", chance.amount("ratio", 30, 99), high, "site"))
    if chance.maybe(0.15):
        ends = chance.cells("cell_count", about / 3, about), chance.cells("cell_count", about, 2 * about)
        found.append(Limit("cells-per-dose", min(ends), max(ends), "site"))
    if chance.maybe(0.15):
        each = about / (weight or 60)
        found.append(Limit("cells-per-weight", chance.cells("dose_per_weight", each / 3, each), None, "site"))
    if chance.maybe(0.15):
        found.append(Limit("infused-to-calculated", chance.amount("ratio", 50, 99), None, "site"))
    if chance.maybe(0.15):
        found.append(Limit("final-volume", None, chance.amount("volume", 20, 150), "site"))
    if chance.maybe(0.15):
        found.append(Limit("post-thaw-viability", chance.amount("percentage", 60, 90), None, "site"))
    return tuple(found)


def product(
    chance: Chance, dose: tuple[str, str | None, str | None], need: Fraction, weight: float | None
) -> ProductUse:
    """A product for a dose of so many cells."""
    about = float(need)
    start, counted = date(2027, 1, 29), Counted(*dose, nominal=True)
    exposures = [
        Exposure(
            chance.choice((start, start - timedelta(days=1), datetime.fromisoformat("2027-01-28T07:00"))),
            chance.amount("mass", 0.1, 2),
        )
        for _ in range(chance.choice((0, 0, 0, 1, 2)))
    ]
    others = {"limits": limits(chance, about, weight), "earlier_dmso": tuple(exposures)}
    # A stock is drawn for a named population, and refused without one.
    if chance.maybe(0.55 if dose[1] else 0.05):
        bags = stock(chance, Counted(*dose, nominal=False), need, start)
        how = handling(chance, chance.choice(("draw", "draw", "whole")), 40)
        same = chance.choice((None, None, None, "lot", "donor"))
        allergies = chance.choice((None, ("none known",), ("penicillin",), ("unknown",)))
        return ProductUse(bags, how, recipient="P-1", same=same, allergies=allergies, **others)
    if chance.maybe(0.05):
        return ProductUse(
            unsized(chance, counted, about), handling(chance, chance.choice(("draw", None)), 30), **others
        )
    size = chance.choice((0.03, 0.1, 0.3, 0.5, 0.9, 1, 1.5, 4))
    held = content(chance, counted, about * size * chance.uniform(0.8, 1.2), 0.08)
    if chance.maybe(0.25):
        held = holding(
            held, counted, need / chance.randint(1, 9) + chance.choice((0, 0, 0, Fraction(1, 7), -1))
        )
    dispense = chance.choice(("draw", "draw", "draw", "whole", "whole", None))
    return ProductUse(held, handling(chance, dispense, 16 * max(1, 1 / size)), **others)
