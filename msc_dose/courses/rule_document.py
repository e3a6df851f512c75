"""A dose rule as a plain mapping, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import (
    Band,
    ByVersion,
    ByWeight,
    Change,
    Choice,
    Shape,
    SiteEntered,
    Span,
    Steps,
    Version,
)
from msc_dose.protocols.describing import number, shape_document
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import amount_of_document, number_document
from msc_dose.quantity.kinds import KINDS

Document = dict[str, Any]
_DOSE_KINDS = {KINDS[name].unit: name for name in ("dose_per_weight", "dose_per_surface", "cell_count")}
_LIMITS = ("minimum", "maximum", "daily_ceiling", "cumulative_limit")


def rule_document(rule: DoseRule) -> Document:
    """Shape, limits and change of a rule; what is counted stands beside it in the inputs."""
    change = rule.change and {
        "percent": number_document(rule.change.percent),
        "direction": rule.change.direction,
        "reason": rule.change.reason,
    }
    limits = {name: number(getattr(rule, name)) for name in _LIMITS}
    return {"shape": shape_document(rule.shape), **limits, "change": change}


class RuleReading:
    """Reads the mappings of a rule whose amounts all count the same cells."""

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        """Keep what is counted: it stands once in the inputs."""
        self._facts = (inputs["counts"], inputs["population"], inputs["moment"])
        self._inputs = inputs

    def rule(self, source: str) -> DoseRule:
        """The rule of these inputs."""
        dose = self._inputs["dose"]
        limits = {name: self._dose(dose[name]) for name in _LIMITS}
        change = dose["change"] and Change(
            amount_of_document(dose["change"]["percent"], "percentage"),
            dose["change"]["direction"],
            dose["change"]["reason"],
        )
        shape = self.shape(dose["shape"])
        return DoseRule(shape=shape, **limits, change=change, product=self._inputs["product"], source=source)

    def ordered(self) -> tuple[Amount, ...]:
        """The doses ordered; none where the rule states its own."""
        return tuple(amount for each in self._inputs["dose"]["ordered"] or () if (amount := self._dose(each)))

    def shape(self, shape: Mapping[str, Any]) -> Shape:
        """The shape that `shape_document` wrote; KeyError for another."""
        readers: dict[str, Callable[[], Shape]] = {
            "span": lambda: self._span(shape),
            "choice": lambda: Choice(tuple(self._span(each) for each in shape["options"])),
            "by-weight": lambda: ByWeight(tuple(self._band(each) for each in shape["bands"])),
            "by-version": lambda: ByVersion(
                tuple(Version(each["name"], self._span(each)) for each in shape["versions"])
            ),
            "steps": lambda: Steps(tuple(self._span(each) for each in shape["steps"])),
            "site-entered": lambda: SiteEntered(_DOSE_KINDS[shape["unit"]], *self._facts),
        }
        return readers[shape["kind"]]()

    def _span(self, span: Mapping[str, Any]) -> Span:
        low, high = self._dose(span["low"]), self._dose(span["high"])
        if low is None or high is None:
            raise ValueError("a span has two ends")
        return Span(low, high)

    def _band(self, band: Mapping[str, Any]) -> Band:
        return Band(
            self._span(band),
            weight_of(band["above"]),
            band["above_included"],
            weight_of(band["up_to"]),
            band["up_to_included"],
            band["volume"] and amount_of_document(band["volume"], "volume"),
        )

    def _dose(self, number: Mapping[str, Any] | None) -> Amount | None:
        if number is None:
            return None
        return amount_of_document(number, _DOSE_KINDS[number["unit"]], *self._facts)


def weight_of(number: Mapping[str, Any] | None) -> Amount | None:
    """A body weight, or `None`."""
    return None if number is None else amount_of_document(number, "body_weight")
