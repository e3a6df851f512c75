"""One text of one kind: read exactly, or refused with every reading it could have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.door import admitted, half_width
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.lost_power import doubted
from msc_dose.notation.pairing import candidates
from msc_dose.notation.phrase import Phrase, phrase
from msc_dose.notation.readings import Asked, Candidate, readings
from msc_dose.notation.sizes import in_canonical
from msc_dose.notation.twice import bracketed, said_twice
from msc_dose.notation.two_units import with_two_units
from msc_dose.notation.unit_text import UnitText, is_pound, unit_text
from msc_dose.problems import Problem, Reading, Refusal, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, check_size, quotient
from msc_dose.quantity.kinds import KINDS, Kind, kind_of
from msc_dose.quantity.stated import Bound, PlusMinus, Range, Stated
from msc_dose.quantity.table import compound, units

_NOT_ONE = {
    "range": Hazard("notation.range", "This is a range, not one amount.", "Choose one value."),
    "plus-minus": Hazard(
        "notation.tolerance", "An amount with ± is not one amount.", "Give the number itself."
    ),
}


def read(text: str, kind: str, field: str = "text", conventions: Conventions = DEFAULT) -> Stated:
    """What the text states: an exact Amount, a Range, a Bound, or an amount with its ± (PlusMinus).

    `kind` is one of `body_weight`, `height`, `dose_per_weight`, `cell_count`, `cell_concentration`,
    `volume`, `mass`, `flow_rate`, `duration`, `platelet_count`, `percentage`; `field` is named in
    problems. A body weight is one amount always. Raises Refusal unless the text has exactly one
    reading: with the readings, most plausible first, where a person can confirm one, with none where it
    cannot be read; TypeError for an unknown kind or anything but a str.
    """
    return _read(text, Request(kind_of(kind), field, conventions, one=kind == "body_weight"))


def read_amount(text: str, kind: str, field: str = "text", conventions: Conventions = DEFAULT) -> Amount:
    """The one exact Amount that the text states.

    As `read`; what is not one amount is Refusal `notation.range`, `notation.bound` or
    `notation.tolerance`, with its reading.
    """
    found = _read(text, Request(kind_of(kind), field, conventions, one=True))
    if not isinstance(found, Amount):
        raise TypeError(f"{found} is not one amount")
    return found


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a text: its kind, its name in problems, the site's conventions, whether one amount."""

    kind: Kind
    field: str
    conventions: Conventions
    one: bool


def _read(text: str, request: Request) -> Stated:
    clean = admitted(text, request.field)
    if request.kind.counts_things:
        clean = bracketed(half_width(clean))
    outer, inner = said_twice(clean)
    if inner is None:
        return _read_once(clean, request)
    return _agreeing(clean, outer, inner, request)


def _read_once(text: str, request: Request) -> Stated:
    kind, field = request.kind, request.field
    found = phrase(text, kind, field, request.conventions)
    unit = unit_text(found.rest, kind, field, text, request.conventions)
    second_unit: UnitText | None = None
    if isinstance(unit, Problem):
        split = with_two_units(found, text, kind, field, request.conventions)
        if split is None:
            raise Refusal(*_unreadable_unit(found, unit, text, request))
        found, unit, second_unit = split
    elif found.percent:
        second_unit = UnitText(KINDS["percentage"].canonical())
    return _resolved(text, _doubted(found, unit, second_unit, kind), unit, second_unit, request)


def _doubted(found: Phrase, unit: UnitText, second_unit: UnitText | None, kind: Kind) -> Phrase:
    first, second = doubted(found.first, unit, kind), found.second
    # A ± may be small beside its amount, and a percentage is no count.
    if second and found.form == "range":
        second = doubted(second, second_unit or unit, kind)
    return replace(found, first=first, second=second)


def _resolved(
    text: str, found: Phrase, unit: UnitText, second_unit: UnitText | None, request: Request
) -> Stated:
    ways, reversed_ends = candidates(found, unit, second_unit, request.kind)
    hazards = [*_hazards(found, unit, second_unit), *reversed_ends]
    if request.one:
        hazards += _not_one(found)
    if hazards:
        taken = tuple(hazard.taken for hazard in hazards if hazard.taken)
        form, conventions = found.form, request.conventions
        printed = found.first.digits.as_printed and not found.first.factor.stated
        asked = Asked(request.kind, request.field, form, found.relation, conventions, taken, printed)
        raise Refusal(_problems(hazards, request.field, text), readings(ways, asked))
    return _stated(ways[0], found, text, request)


def _hazards(found: Phrase, unit: UnitText, second_unit: UnitText | None) -> list[Hazard]:
    """Everything that makes the text unsafe, once each, the number's own first."""
    second = found.second.hazards if found.second else ()
    units_own = (*unit.hazards, *(second_unit.hazards if second_unit else ()))
    return list(dict.fromkeys((*found.first.hazards, *second, *found.hazards, *units_own)))


def _not_one(found: Phrase) -> list[Hazard]:
    bound = Hazard(
        "notation.bound", f"{found.relation} gives a bound, not an amount.", "Give the number itself."
    )
    form = [_NOT_ONE[found.form]] if found.form in _NOT_ONE else []
    return [*form, bound] if found.relation else form


def _stated(way: Candidate, found: Phrase, text: str, request: Request) -> Stated:
    kind = request.kind
    first = _amount(way.first.number, way.unit, kind, text, request)
    if way.second is None:
        return Bound(found.relation, first) if found.relation else first
    percent = (
        found.form == "plus-minus" and way.second_unit is not None and way.second_unit.size.dimension == ()
    )
    second_kind = KINDS["percentage"] if percent else kind
    second = _amount(way.second.number, way.second_unit or way.unit, second_kind, text, request)
    return PlusMinus(first, second) if found.form == "plus-minus" else Range(first, second)


def _amount(value: Decimal, unit: UnitText, kind: Kind, text: str, request: Request) -> Amount:
    numerator, denominator = in_canonical(check_size(value, request.field, text), unit, kind)
    problem = kind.outside(quotient(numerator, denominator, 28), request.field, text)
    if problem:
        raise Refusal([problem])
    basis = unit.bases[0] if kind.patient_mass else None
    # What was converted, or read by a declaration of the site, is kept beside the number it became.
    written = text if unit.pounds or (request.conventions.comma and "," in text) else None
    return Amount(
        kind.name, numerator, denominator, unit.counts, unit.population, basis=basis, as_written=written
    )


def _problems(hazards: list[Hazard], field: str, text: str) -> list[Problem]:
    return [stop(hazard.code, field, hazard.message, hazard.fix, text) for hazard in hazards]


def _unreadable_unit(
    found: Phrase, unit: Problem, text: str, request: Request
) -> tuple[list[Problem], list[Reading]]:
    """What is wrong with number and unit at once; pounds and grams of a patient are offered in kilograms."""
    second = found.second.hazards if found.second else ()
    hazards = list(dict.fromkeys((*found.first.hazards, *second, *found.hazards)))
    problems = [*_problems(hazards, request.field, text), unit]
    return problems, _as_cells(found, unit, request) or _in_other_unit(found, unit, request)


def _as_cells(found: Phrase, problem: Problem, request: Request) -> list[Reading]:
    """A number of cells without the word is offered as one: no other size of unit could have been meant."""
    if request.kind.name != "cell_count" or problem.code != "unit.missing" or found.percent:
        return []
    asked = Asked(
        request.kind, request.field, found.form, found.relation, request.conventions, ("cells added",)
    )
    ways, _ = candidates(found, UnitText(request.kind.canonical()), None, request.kind)
    return readings(ways, asked)


def _in_other_unit(found: Phrase, problem: Problem, request: Request) -> list[Reading]:
    name = found.rest.strip()
    known = units().get(name)
    if request.kind.name != "body_weight" or known is None or found.form != "one":
        return []
    asked = Asked(request.kind, request.field, "one", found.relation, request.conventions)
    values = found.first.values
    if problem.code == "unit.not-metric" and is_pound(name):
        pounds = [replace(value, why=f"pounds, of {known.factor} kg each") for value in values]
        return readings([Candidate(value, UnitText(compound(((known, 1),)))) for value in pounds], asked)
    if problem.code != "unit.wrong-kind" or known.name != "gram":
        return []
    grams = [
        replace(value, number=value.number.scaleb(-3, EXACT), why="grams of body weight") for value in values
    ]
    return readings([Candidate(value, UnitText(request.kind.canonical())) for value in grams], asked)


def _agreeing(text: str, outer: str, inner: str, request: Request) -> Amount:
    """The amount that both statements have as a reading; the exact one in brackets decides."""
    single = replace(request, one=True)
    amount = _read_once(inner, single)
    assert isinstance(amount, Amount)
    first: list[Amount] = []
    offered: tuple[Reading, ...] = ()
    try:
        found = _read_once(outer, single)
        first = [found] if isinstance(found, Amount) else []
    except Refusal as refusal:
        offered = refusal.readings
        first = [replace(amount, numerator=Decimal(r.value), denominator=1) for r in offered if r.value]
    if any(one.value == amount.value and one.counts == amount.counts for one in first):
        return amount
    message = f"{outer} and {inner} are not the same amount."
    fix = "State the amount once, or twice alike."
    raise Refusal([stop("notation.disagrees", request.field, message, fix, text)], offered)
