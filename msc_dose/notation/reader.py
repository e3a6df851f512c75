"""One text of one kind: read exactly, or refused with every reading it could have."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.door import admitted, half_width
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.lost_power import both_small, doubted
from msc_dose.notation.numbers.magnitude import COMMA_IS_DECIMAL
from msc_dose.notation.numbers.scaled import Value
from msc_dose.notation.offers import offered
from msc_dose.notation.pairing import candidates
from msc_dose.notation.phrase import Phrase, phrase
from msc_dose.notation.readings import Asked, Candidate, readings
from msc_dose.notation.request import Request
from msc_dose.notation.twice import bracketed, said_twice
from msc_dose.notation.two_units import with_two_units
from msc_dose.notation.units.nouns import bases, noun
from msc_dose.notation.units.sizes import in_canonical
from msc_dose.notation.units.unit_text import UnitText, unit_text
from msc_dose.problems import Problem, Reading, Refusal, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import check_size, quotient
from msc_dose.quantity.kinds import KINDS, Kind, kind_of
from msc_dose.quantity.stated import Bound, PlusMinus, Range, Stated

_NOT_ONE = {
    "range": Hazard("notation.range", "This is a range, not one amount.", "Choose one value."),
    "plus-minus": Hazard(
        "notation.tolerance", "An amount with ± is not one amount.", "Give the number itself."
    ),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A phrase, every way of taking it, and what makes it unsafe."""

    found: Phrase
    ways: tuple[Candidate, ...]
    hazards: tuple[Hazard, ...]


def read(text: str, kind: str, field: str = "text", conventions: Conventions = DEFAULT) -> Stated:
    """What the text states: an exact Amount, a Range, a Bound, or an amount with its ± (PlusMinus).

    `kind` is one of `body_weight`, `height`, `body_surface`, `dose_per_weight`, `dose_per_surface`,
    `cell_count`, `cell_concentration`, `volume`, `mass`, `volume_per_weight`, `mass_per_weight`, `flow_rate`,
    `duration`, `platelet_count`, `percentage`, `ratio`; `field` is named in problems. A body weight is one
    amount always. Raises Refusal unless the text has exactly one reading: with the readings, most plausible
    first, where a person can confirm one, with none where it cannot be read; TypeError for an unknown kind
    or anything but a str.
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


def _read(text: str, request: Request) -> Stated:
    clean = admitted(text, request.field)
    if request.kind.counts_things:
        clean = bracketed(half_width(clean))
    outer, inner = said_twice(clean)
    if inner is None:
        return _read_once(clean, request)
    return _agreeing(clean, outer, inner, request)


def _read_once(text: str, request: Request) -> Stated:
    parsed = _parsed(text, request)
    if parsed.hazards:
        raise Refusal(_problems(parsed.hazards, request.field, text), _readings(parsed, request))
    return _stated(parsed, text, request)


def _parsed(text: str, request: Request) -> Parsed:
    """Every way of taking the text. Raises the refusals of what cannot be read at all."""
    kind, field = request.kind, request.field
    found = phrase(text, kind, field, request.conventions)
    unit = unit_text(found.rest, kind, field, text, request.conventions)
    second_unit: UnitText | None = None
    if isinstance(unit, Problem):
        split = with_two_units(found, text, kind, field, request.conventions)
        if split is None:
            raise Refusal([*_problems(_hazards(found), field, text), unit], offered(found, unit, request))
        found, unit, second_unit = split
    elif found.percent:
        second_unit = UnitText(KINDS["percentage"].canonical())
    unit = _labelled(unit, found.label, kind)
    found = _doubted(found, unit, second_unit, kind)
    ways, reversed_ends = candidates(found, unit, second_unit, kind)
    not_one = _not_one(found) if request.one else ()
    return Parsed(found, tuple(ways), (*_hazards(found, unit, second_unit), *reversed_ends, *not_one))


def _labelled(unit: UnitText, label: str, kind: Kind) -> UnitText:
    """The unit with the facts of the label: `CD34+: 5e6/kg` counts CD34+ cells, `IBW: 70 kg` is ideal."""
    counted = noun(label) if label and kind.cells else None
    named = bases(label) if label and kind.patient_mass else None
    if counted and unit.population is None:
        unit = replace(unit, population=counted.population, counts=unit.counts or counted.counts)
    return replace(unit, bases=named) if named and unit.bases == (None,) else unit


def _doubted(found: Phrase, unit: UnitText, second_unit: UnitText | None, kind: Kind) -> Phrase:
    beside = found.second is not None and both_small(found.first, found.second, unit, kind)
    first, second = doubted(found.first, unit, kind, beside), found.second
    # A ± may be small beside its amount, and a percentage is no count.
    if second and found.form == "range":
        second = doubted(second, second_unit or unit, kind, beside)
    return replace(found, first=first, second=second)


def _hazards(found: Phrase, *its_units: UnitText | None) -> tuple[Hazard, ...]:
    """Everything that makes the text unsafe, once each, the number's own first."""
    second = found.second.hazards if found.second else ()
    of_units = (hazard for unit in its_units if unit for hazard in unit.hazards)
    return tuple(dict.fromkeys((*found.first.hazards, *second, *found.hazards, *of_units)))


def _readings(parsed: Parsed, request: Request) -> list[Reading]:
    found = parsed.found
    taken = tuple(hazard.taken for hazard in parsed.hazards if hazard.taken)
    grouped = found.first.digits.as_printed and not found.first.factor.stated
    canonical = parsed.ways[0].unit.size == request.kind.canonical() if parsed.ways else False
    printed = grouped and canonical and not request.conventions.comma
    asked = Asked(
        request.kind, request.field, found.form, found.relation, request.conventions, taken, printed
    )
    return readings(parsed.ways, asked)


def _not_one(found: Phrase) -> list[Hazard]:
    bound = Hazard(
        "notation.bound", f"{found.relation} gives a bound, not an amount.", "Give the number itself."
    )
    form = [_NOT_ONE[found.form]] if found.form in _NOT_ONE else []
    return [*form, bound] if found.relation else form


def _stated(parsed: Parsed, text: str, request: Request) -> Stated:
    # Should a text without any hazard have two readings, that is a defect, and nothing is read.
    (way,), found = parsed.ways, parsed.found
    first = _amount(way.first, way.unit, request.kind, text, request)
    if way.second is None:
        return Bound(found.relation, first) if found.relation else first
    kind = KINDS["percentage"] if way.percent(request.kind) else request.kind
    second = _amount(way.second, way.second_unit or way.unit, kind, text, request)
    return PlusMinus(first, second) if found.form == "plus-minus" else Range(first, second)


def _amount(value: Value, unit: UnitText, kind: Kind, text: str, request: Request) -> Amount:
    numerator, denominator = in_canonical(check_size(value.number, request.field, text), unit, kind)
    problem = kind.outside(quotient(numerator, denominator, 28), request.field, text)
    if problem:
        raise Refusal([problem])
    basis = unit.bases[0] if kind.patient_mass else None
    # What was converted, or read by a declaration of the site, is kept beside the number it became.
    written = text if unit.pounds or COMMA_IS_DECIMAL in value.why else None
    return Amount(
        kind.name, numerator, denominator, unit.counts, unit.population, basis=basis, as_written=written
    )


def _problems(hazards: tuple[Hazard, ...], field: str, text: str) -> list[Problem]:
    return [stop(hazard.code, field, hazard.message, hazard.fix, text) for hazard in hazards]


def _agreeing(text: str, outer: str, inner: str, request: Request) -> Stated:
    """The amount that both statements have as a reading; the exact one in brackets decides.

    It decides the number only: what is unsafe around it (a bound, a label, ABW) stays to be confirmed.
    """
    single = replace(request, one=True)
    first = _parsed(outer, single)
    if set(first.hazards) - set(first.found.first.hazards):
        raise Refusal(_problems(first.hazards, request.field, text), _readings(first, single))
    offers = _readings(first, single)
    try:
        amount = _read_once(inner, single)
    except Refusal as refusal:
        raise Refusal([_disagreeing(text, outer, inner, request)], [*offers, *refusal.readings]) from refusal
    agreeing = [way for way in first.ways if _same(way, amount, request.kind)]
    if isinstance(amount, Amount) and agreeing:
        return _with_facts_of(amount, agreeing[0].unit)
    second = _readings(_parsed(inner, single), single)
    raise Refusal([_disagreeing(text, outer, inner, request)], [*offers, *second])


def _disagreeing(text: str, outer: str, inner: str, request: Request) -> Problem:
    message = f"{outer} and {inner} are not the same amount."
    fix = "State the amount once, or twice alike."
    return stop("notation.disagrees", request.field, message, fix, text)


def _same(way: Candidate, amount: Stated, kind: Kind) -> bool:
    """Whether this way of taking the first statement is the second; a fact that one leaves out agrees."""
    if not isinstance(amount, Amount) or way.second is not None:
        return False
    same = in_canonical(way.first.number, way.unit, kind) == (amount.numerator, amount.denominator)
    facts = (
        (way.unit.counts, amount.counts),
        (way.unit.population, amount.population),
        (way.unit.bases[0] if kind.patient_mass else None, amount.basis),
    )
    return same and all(one is None or other is None or one == other for one, other in facts)


def _with_facts_of(amount: Amount, unit: UnitText) -> Amount:
    basis = amount.basis or (unit.bases[0] if kind_of(amount.kind).patient_mass else None)
    return replace(amount.stating(unit.counts, unit.population), basis=basis)
