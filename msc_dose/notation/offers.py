"""What can be offered where number and unit do not go together: cells without the word, pounds, grams."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.notation.pairing import candidates
from msc_dose.notation.phrase import Phrase
from msc_dose.notation.readings import Asked, Candidate, readings
from msc_dose.notation.request import Request
from msc_dose.notation.units.unit_text import UnitText, is_pound
from msc_dose.problems import Problem, Reading
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.table import compound, units


def offered(found: Phrase, problem: Problem, request: Request) -> list[Reading]:
    """The readings of a text whose unit is the problem; none where nothing sane can be offered."""
    return _as_cells(found, problem, request) or _in_other_unit(found, problem, request)


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
