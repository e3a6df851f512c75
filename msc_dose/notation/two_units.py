"""A range or a ± of which each number carries its own unit: `30 min to 2 h`, `2e6 cells/kg ± 20 %`."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.notation.conventions import Conventions
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.scaled import scaled
from msc_dose.notation.phrase import Phrase, mark_at
from msc_dose.notation.units.sizes import in_percent
from msc_dose.notation.units.unit_text import UnitText, unit_text
from msc_dose.problems import Problem
from msc_dose.quantity.kinds import KINDS, Kind

_GLUED = Hazard(
    "notation.look-alike",
    "A single letter behind the first number may be a digit.",
    "Write a space before it.",
)


def with_two_units(
    found: Phrase, text: str, kind: Kind, field: str, conventions: Conventions
) -> tuple[Phrase, UnitText, UnitText] | None:
    """The phrase with its second number, and both units; None where there are not two."""
    if found.form != "one" or found.relation:
        return None
    for at in range(1, len(found.rest)):
        mark = mark_at(found.rest, at) if found.rest[at - 1] != " " else None
        unit = unit_text(found.rest[:at], kind, field, text, conventions) if mark else None
        if mark and isinstance(unit, UnitText):
            # The l of `3l ± 167 mL` may be the 1 of 31.
            glued = (_GLUED,) if at == 1 and found.rest[0].isalpha() else ()
            own = replace(found, hazards=(*found.hazards, *glued))
            return _second(own, unit, mark[0], mark[1], text, kind, field, conventions)
    return None


def _second(
    found: Phrase,
    unit: UnitText,
    form: str,
    begin: int,
    text: str,
    kind: Kind,
    field: str,
    conventions: Conventions,
) -> tuple[Phrase, UnitText, UnitText] | None:
    second = scaled(found.rest, begin, kind, field, conventions)
    rest = found.rest[second.end :]
    percent = form == "plus-minus" and rest.strip() == "%" and not in_percent(kind)
    own = (
        UnitText(KINDS["percentage"].canonical())
        if percent
        else unit_text(rest, kind, field, text, conventions)
    )
    if isinstance(own, Problem):
        return None
    return replace(found, form=form, second=second, rest=""), unit, own
