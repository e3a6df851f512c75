"""One text of one kind: read exactly, or refused with every reading it could have."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.notation.door import admitted
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.lost_power import doubted
from msc_dose.notation.numbers import Number, Value, number
from msc_dose.notation.readings import in_canonical, readings
from msc_dose.notation.unit_text import UnitText, unit_text
from msc_dose.problems import Problem, Reading, Refusal, stop
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT, check_size, quotient
from msc_dose.quantity.kinds import Kind, kind_of
from msc_dose.quantity.table import compound, units


def read(text: str, kind: str, field: str = "text") -> Amount:
    """The exact Amount that the text states.

    `kind` is one of `body_weight`, `height`, `dose_per_weight`, `cell_count`, `cell_concentration`,
    `volume`, `mass`, `flow_rate`, `duration`, `platelet_count`, `percentage`; `field` is named in
    problems. Raises Refusal unless the text has exactly one reading: with the readings, most
    plausible first, where a person can confirm one, with none where it cannot be read; TypeError for
    an unknown kind or anything but a str.
    """
    wanted, clean = kind_of(kind), admitted(text, field)
    outer, inner = _said_twice(clean)
    if inner is None:
        return _read_once(clean, wanted, field)
    return _agreeing(clean, outer, inner, wanted, field)


def _read_once(text: str, kind: Kind, field: str) -> Amount:
    found = number(text, kind, field)
    unit = unit_text(found.rest, kind, field, text)
    if isinstance(unit, Problem):
        raise Refusal([*_problems(found, field, text), unit], _in_other_unit(found, unit, kind, field))
    found = doubted(found, unit, kind)
    if found.hazards:
        raise Refusal(
            _problems(found, field, text), readings(found.values, unit, kind, field, found.relation)
        )
    return _amount(found.values[0], unit, kind, field, text)


def _amount(value: Value, unit: UnitText, kind: Kind, field: str, text: str) -> Amount:
    numerator, denominator = in_canonical(check_size(value.low, field, text), unit, kind)
    problem = kind.outside(quotient(numerator, denominator, 28), field, text)
    if problem:
        raise Refusal([problem])
    return Amount(kind.name, numerator, denominator, unit.counts, unit.population)


def _problems(found: Number, field: str, text: str) -> list[Problem]:
    return [_problem(hazard, field, text) for hazard in found.hazards]


def _problem(hazard: Hazard, field: str, text: str) -> Problem:
    return stop(hazard.code, field, hazard.message, hazard.fix, text)


def _in_other_unit(found: Number, problem: Problem, kind: Kind, field: str) -> list[Reading]:
    """Pounds or grams of body weight are offered in kilograms, for a person to confirm."""
    known = units().get(found.rest.strip())
    if (
        kind.name != "body_weight"
        or known is None
        or problem.code not in ("unit.not-metric", "unit.wrong-kind")
    ):
        return []
    if known.name == "body_lb":
        pounds = [replace(value, why=f"pounds, of {known.factor} kg each") for value in found.values]
        return readings(pounds, UnitText(compound(((known, 1),))), kind, field)
    if known.name != "gram":
        return []
    kilograms = [
        Value(value.low.scaleb(-3, EXACT), None, f"{value.why}; grams of body weight")
        for value in found.values
    ]
    return readings(kilograms, UnitText(kind.canonical()), kind, field)


def _said_twice(text: str) -> tuple[str, str | None]:
    """`120 million cells (120,000,000 cells)` states one amount two times."""
    if not text.endswith(")") or " (" not in text:
        return text, None
    outer, _, inner = text[:-1].rpartition(" (")
    return (outer.strip(), inner.strip()) if any(c.isalpha() for c in inner) else (text, None)


def _agreeing(text: str, outer: str, inner: str, kind: Kind, field: str) -> Amount:
    """The amount that both statements have as a reading; the exact one in brackets decides."""
    amount = _read_once(inner, kind, field)
    try:
        first = [_read_once(outer, kind, field)]
    except Refusal as refusal:
        first = [_plain_reading(reading, amount, kind) for reading in refusal.readings if reading.value]
    if any(candidate.value == amount.value and candidate.counts == amount.counts for candidate in first):
        return amount
    message = f"{outer} and {inner} are not the same amount."
    raise Refusal(
        [stop("notation.disagrees", field, message, "State the amount once, or twice alike.", text)]
    )


def _plain_reading(reading: Reading, like: Amount, kind: Kind) -> Amount:
    from decimal import Decimal

    return Amount(kind.name, Decimal(reading.value or "0"), 1, like.counts, like.population)
