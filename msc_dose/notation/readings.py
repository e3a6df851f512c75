"""The readings of an unclear text, most plausible first, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from msc_dose.notation.at_sixty import SIXTY, at_weight, for_whom
from msc_dose.notation.conventions import Conventions
from msc_dose.notation.numbers.scaled import AS_WRITTEN, Value, because
from msc_dose.notation.plausible import plausible
from msc_dose.notation.units.sizes import in_canonical, in_percent
from msc_dose.notation.units.unit_text import UnitText
from msc_dose.problems import Reading
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain, quotient
from msc_dose.quantity.kinds import KINDS, Kind
from msc_dose.quantity.stated import RELATION_WORDS
from msc_dose.quantity.writer import briefly, grouped, printed_unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way of taking the text: its first number, perhaps a second, each with its unit."""

    first: Value
    unit: UnitText
    second: Value | None = None
    second_unit: UnitText | None = None
    why: str = ""

    def percent(self, kind: Kind) -> bool:
        """Whether the second number is a percentage of the first, which is of this kind."""
        return self.second_unit is not None and self.second_unit.size.dimension == () and not in_percent(kind)

    @property
    def whys(self) -> tuple[str, ...]:
        """Why the text can be taken so."""
        every = (self.first.why, self.second.why if self.second else "", self.why)
        return tuple(why for why in every if why != AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the text is read as: the kind, the input's name, its form and relation, the site's conventions.

    `as_printed` says that the digits are grouped as English print groups them: the order in which they are
    taken then stands, and only what no such amount can be goes last.
    """

    kind: Kind
    field: str
    form: str
    relation: str | None
    conventions: Conventions
    taken: tuple[str, ...] = ()
    as_printed: bool = False


def readings(candidates: Iterable[Candidate], asked: Asked) -> list[Reading]:
    """Each candidate as a Reading: the plausible first, what no such amount can be last, else as given."""
    offers = [(_rank(candidate, asked), candidate) for candidate in candidates]
    ordered = [candidate for _, candidate in sorted(offers, key=lambda offer: offer[0])]
    found = [reading for candidate in ordered for reading in _readings(candidate, asked)]
    return list(dict.fromkeys(found))


def _rank(candidate: Candidate, asked: Asked) -> tuple[bool, bool]:
    shown = quotient(*in_canonical(candidate.first.number, candidate.unit, asked.kind))
    impossible = asked.kind.outside(shown, asked.field, None) is not None
    if asked.as_printed:
        return impossible, False
    low, high = plausible(asked.kind.name, candidate.unit.population, asked.conventions.product)
    return impossible, not low <= shown <= high


def _readings(candidate: Candidate, asked: Asked) -> list[Reading]:
    """The candidate, once for each basis of weight that it can mean."""
    several = len(candidate.unit.bases) > 1
    return [
        _reading(candidate, basis, f"{basis} body weight" if several else "", asked)
        for basis in candidate.unit.bases
    ]


def _reading(candidate: Candidate, basis: str | None, whose: str, asked: Asked) -> Reading:
    kind, unit = asked.kind, candidate.unit
    why = because(*candidate.whys, *asked.taken, whose)
    known = asked.conventions.weight
    first = _shown(candidate.first.number, unit, basis, kind, known)
    if candidate.second is None:
        words = f"{RELATION_WORDS[asked.relation]} " if asked.relation else ""
        return Reading(
            asked.field, first.plain, kind.unit, f"{words}{first.text}", why, relation=asked.relation,
            exact=first.exact, at_60_kg=first.meaning and f"{words}{first.meaning}",
            at_weight=first.at_weight and f"{words}{first.at_weight}",
        )  # fmt: skip
    other = candidate.second_unit or unit
    percent = candidate.percent(kind)
    second = _shown(candidate.second.number, other, basis, KINDS["percentage"] if percent else kind, known)
    exact = first.exact and second.exact
    if asked.form == "plus-minus":
        return Reading(
            asked.field, None, kind.unit, f"{first.text} ± {second.text}", why, middle=first.plain,
            plus_minus=second.plain, plus_minus_unit="%" if percent else None, exact=exact,
        )  # fmt: skip
    return Reading(
        asked.field, None, kind.unit, f"{first.text} to {second.text}", why, first.plain, second.plain,
        asked.relation, exact=exact, at_60_kg=_both(first.meaning, second.meaning, SIXTY),
        at_weight=_both(first.at_weight, second.at_weight, known or SIXTY),
    )  # fmt: skip


def _both(low: str | None, high: str | None, weight: Amount) -> str | None:
    """What a range means: the patient is named once."""
    return f"{low.removesuffix(for_whom(weight))} to {high}" if low and high else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in plain digits, as text that cannot be misread; what it means for 60 kg, and for a weight."""

    plain: str
    text: str
    meaning: str | None
    exact: bool
    at_weight: str | None = None


def _shown(value: Decimal, unit: UnitText, basis: str | None, kind: Kind, weight: Amount | None) -> Shown:
    numerator, denominator = in_canonical(value, unit, kind)
    exact = denominator == 1
    shown = numerator if exact else quotient(numerator, denominator)
    if kind.outside(shown, kind.name, None):
        return Shown(plain(shown), f"{grouped(shown)} {printed_unit(kind.unit)}", None, exact)
    own = basis if kind.patient_mass else None
    amount = Amount(kind.name, numerator, denominator, unit.counts, unit.population, None, own)
    known = at_weight(amount, weight) if weight else None
    return Shown(plain(shown), briefly(amount), at_weight(amount), exact, known)
