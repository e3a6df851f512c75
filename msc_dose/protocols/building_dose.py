"""The `[dose]` table of a protocol file, read into a DoseRule: one shape, and the limits around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from msc_dose.dosing.body import check_basis
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import (
    SPAN_KINDS,
    Band,
    ByVersion,
    ByWeight,
    Choice,
    Shape,
    SiteEntered,
    Span,
    Steps,
    Version,
)
from msc_dose.product.container import MOMENTS
from msc_dose.protocols.keys import NOT_STATED, Section
from msc_dose.quantity.amount import BASES, COUNTS, Amount, Counts

PER = {"weight": "dose_per_weight", "surface": "dose_per_surface", "infusion": "cell_count"}
LIMITS: dict[str, tuple[str, ...]] = {
    "minimum": ("cell_count", "dose_per_weight", "dose_per_surface"),
    "maximum": ("cell_count",),
    "daily_ceiling": ("cell_count", "dose_per_weight"),
    "cumulative_limit": ("cell_count", "dose_per_weight"),
}
SITE_ENTERED = "site-entered"
_MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class DosePart:
    """What `[dose]` states: the rule, how it is printed, the basis of the weight, and days a weight is valid.

    `basis` and `weight_valid_days` are `None` where they are not stated.
    """

    rule: DoseRule
    printed: str
    basis: str | None
    weight_valid_days: int | None = None


class _Amounts:
    """Reads amounts of cells and makes each say what the whole table counts, once and for all."""

    def __init__(self, section: Section, population: str | None) -> None:
        """Take what is counted, and whose weight is meant, from the table."""
        self.section, self.population = section, population
        self.counts = cast(Counts | None, section.one_of("counts", (*COUNTS, NOT_STATED)))
        self.moment = section.one_of("moment", (*MOMENTS, NOT_STATED), required=False)
        self.basis = section.one_of("basis", (*BASES, NOT_STATED))

    def read(self, section: Section, key: str, kinds: tuple[str, ...]) -> Amount | None:
        """The amount under the key, stating its cells; its own basis becomes that of the table."""
        amount = section.amount_of(key, kinds)
        if amount is None:
            return None
        check = partial(check_basis, amount, self.basis, "The basis of this file")
        self.section.attempt("basis", check)
        self.basis = self.basis or amount.basis
        own = replace(amount, basis=None)
        return section.attempt(
            key, lambda: replace(own.stating(self.counts, self.population), moment=self.moment)
        )

    def span(self, section: Section, key: str, kinds: tuple[str, ...] = SPAN_KINDS) -> Span | None:
        """One dose under the key, or `low` and `high` in its place."""
        if not section.holds("low") and not section.holds("high"):
            only = self.read(section, key, kinds)
            return section.attempt(key, partial(Span.of, only)) if only else None
        low, high = self.read(section, "low", kinds), self.read(section, "high", kinds)
        return section.attempt("low", partial(Span, low, high)) if low and high else None

    def spans(self, section: Section, key: str) -> tuple[Span, ...]:
        """The doses of a list, each a text or a table of `low` and `high`."""
        inner, names = section.entries(key)
        _bounded(section, key, len(names))
        found = []
        for name in names:
            table = inner.section(name) if inner.holds(name, dict) else None
            found.append(self.span(table, "dose") if table else self.span(inner, name))
            if table:
                table.finish()
        return tuple(span for span in found if span)


def read_dose(file: Section, population: str | None, product: str | None, source: str) -> DosePart | None:
    """What the `[dose]` table of the file states; `None`, and problems noted, where it is not right.

    `population` and `product` are those of the file; `source` is where the rule is written.
    """
    section = file.section("dose")
    if section is None:
        return None
    before = len(section.problems)
    rule, amounts = section.one_of("rule", tuple(_SHAPES)), _Amounts(section, population)
    shape = _SHAPES[rule](section, amounts) if rule else None
    limits = {key: _limit(section, amounts, key) for key in LIMITS}
    printed, days = section.text("printed", required=False), _valid_days(section)
    section.finish()
    if shape is None or len(section.problems) > before:
        return None
    around: dict[str, Any] = {**limits, "product": product, "source": source}
    make = partial(DoseRule.of, shape, amounts.counts, population, amounts.moment, **around)
    made = section.attempt(_main_key(rule or ""), make, own=tuple(LIMITS))
    return DosePart(made, printed, amounts.basis, days) if made else None


def _limit(section: Section, amounts: _Amounts, key: str) -> Amount | None:
    if section.states_nothing(key) or not section.holds(key):
        return None
    return amounts.read(section, key, LIMITS[key])


def _valid_days(section: Section) -> int | None:
    key = "weight_valid_days"
    return None if section.states_nothing(key) else section.whole(key, 0, 3650, required=False)


def _main_key(rule: str) -> str:
    keys = {"per-weight": "dose_per_weight", "per-surface": "dose_per_surface", "flat": "dose"}
    return keys.get(rule, "rule")


def _one(key: str, kind: str, section: Section, amounts: _Amounts) -> Shape | None:
    return amounts.span(section, key, (kind,))


def _choice(section: Section, amounts: _Amounts) -> Shape | None:
    options = amounts.spans(section, "options")
    return section.attempt("options", partial(Choice, options)) if options else None


def _steps(section: Section, amounts: _Amounts) -> Shape | None:
    if section.holds("steps", str):
        section.one_of("steps", (SITE_ENTERED,))
        return _site_entered(section, amounts)
    steps = amounts.spans(section, "steps")
    return section.attempt("steps", partial(Steps, steps)) if steps else None


def _site_entered(section: Section, _: _Amounts) -> Shape | None:
    per = section.one_of("per", tuple(PER))
    return SiteEntered(PER[per]) if per else None


def _by_weight(section: Section, amounts: _Amounts) -> Shape | None:
    bands = [_band(table, amounts) for table in section.sections("band")]
    _bounded(section, "band", len(bands))
    found = tuple(band for band in bands if band)
    return section.attempt("band", partial(ByWeight, found)) if found else None


def _band(table: Section, amounts: _Amounts) -> Band | None:
    gives = amounts.span(table, "dose")
    above, above_included = _end(table, "above")
    up_to, up_to_included = _end(table, "up_to")
    none = table.states_nothing("volume")
    volume = None if none else table.amount("volume", "volume", required=False)
    table.finish()
    make = partial(Band, above=above, above_included=above_included, up_to=up_to, volume=volume)
    if gives is None:
        return None
    return table.attempt("above", partial(make, gives, up_to_included=up_to_included))


def _end(table: Section, key: str) -> tuple[Amount | None, bool]:
    """An end of a band, and whether the weight at it belongs to the band, which must then be said."""
    if not table.holds(key):
        return None, False
    weight, included = table.amount(key, "body_weight"), table.take(f"{key}_included", bool)
    return weight, bool(included)


def _by_version(section: Section, amounts: _Amounts) -> Shape | None:
    versions = []
    for table in section.sections("version"):
        name, gives = table.text("name"), amounts.span(table, "dose")
        table.finish()
        made = table.attempt("name", partial(Version, name, gives)) if gives else None
        versions += [made] if made else []
    _bounded(section, "version", len(versions))
    return section.attempt("version", partial(ByVersion, tuple(versions))) if versions else None


def _bounded(section: Section, key: str, number: int) -> None:
    if not 1 <= number <= _MOST_ENTRIES:
        message = f"{number} entries are not from 1 to {_MOST_ENTRIES}."
        section.note("protocol.out-of-range", key, message, "Give at least one.")


_SHAPES: dict[str, Callable[[Section, _Amounts], Shape | None]] = {
    "per-weight": partial(_one, "dose_per_weight", "dose_per_weight"),
    "per-surface": partial(_one, "dose_per_surface", "dose_per_surface"),
    "flat": partial(_one, "dose", "cell_count"),
    "choice": _choice,
    "by-weight": _by_weight,
    "by-version": _by_version,
    "steps": _steps,
    SITE_ENTERED: _site_entered,
}
