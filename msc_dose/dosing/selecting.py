"""Which dose of a shape holds for this patient and this infusion, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from msc_dose.derivation import Step, Term, term
from msc_dose.dosing.bands import band_of
from msc_dose.dosing.known import Known, band_inputs, cells_of, needed_weight, worked
from msc_dose.dosing.rules import AS_ORDERED, DoseRule
from msc_dose.dosing.shapes import ByVersion, ByWeight, Choice, Span, Steps
from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.writer import briefly


def selected(
    rule: DoseRule, known: Known, version: str | None, infusion: int, ordered: Amount | None
) -> tuple[Span, tuple[Step, ...]]:
    """The span that holds, with the step that selected it (two for a range: lowest, then highest).

    Raises Refusal `weight.in-gap`, `weight.outside-bands`, `value.missing` (version, ordered),
    `version.unknown`, `dose.no-such-step`, `dose.range-open` and `dose.not-among-choices` for a choice.
    """
    shape = rule.shape
    if version is not None and not isinstance(shape, ByVersion):
        message = f"The rule has no versions, and {version!r} is stated."
        raise refuse("version.unknown", "version", message, "Leave the version out.", str(version))
    if isinstance(shape, ByWeight):
        weight = needed_weight(known)
        band = band_of(shape.bands, weight)
        inputs = (
            term("body weight", weight),
            *(term(f"{name} body weight", end) for name, end in band_inputs(band)),
        )
        return band.gives, _steps(
            band.gives,
            f"of the band {band.weights}",
            "the dose of the band that holds the weight",
            inputs,
            rule,
        )
    if isinstance(shape, ByVersion):
        span = _version(shape, version)
        given = (Term("version of the label", str(version), ""),)
        return span, _steps(span, f"of version {version}", "the dose of this version", given, rule)
    if isinstance(shape, Steps):
        span = _step(shape, infusion)
        given = (Term("infusion", str(infusion), ""),)
        return span, _steps(span, f"of step {infusion}", "the dose of this infusion's step", given, rule)
    if isinstance(shape, Choice):
        return _chosen(shape, ordered, known, rule)
    if isinstance(shape, Span):
        return shape, ()
    raise refuse(
        "value.missing",
        "ordered",
        "The source states no dose; the order must.",
        f"Give the ordered dose ({shape.kind.replace('_', ' ')}).",
    )


def ordered_by(rule: DoseRule) -> str:
    """Whose word a dose is that was ordered among those of a rule: the order's, within its source."""
    return AS_ORDERED if rule.source == AS_ORDERED else f"{AS_ORDERED}, of the doses of: {rule.source}"


def lies_in(ordered: Amount, span: Span, known: Known, rule: DoseRule) -> bool:
    """Whether an order names a dose of the span, in the span's own kind or in cells."""
    if ordered.kind == span.low.kind:
        low, high, asked = span.low, span.high, ordered
    else:
        low, high, asked = (
            cells_of(amount, known, rule.counted, rule.source)[0] for amount in (span.low, span.high, ordered)
        )
    return not _less(asked, low) and not _less(high, asked)


def _less(one: Amount, other: Amount) -> bool:
    """Whether one is less, whatever weight basis their texts name: that is checked before."""
    mine = EXACT.multiply(one.numerator, Decimal(other.denominator))
    return mine < EXACT.multiply(other.numerator, Decimal(one.denominator))


def _steps(
    span: Span, which: str, formula: str, inputs: tuple[Term, ...], rule: DoseRule
) -> tuple[Step, ...]:
    if span.single:
        return (worked(f"dose {which}", formula, inputs, span.low, rule.source),)
    ends = (("lowest", span.low), ("highest", span.high))
    return tuple(worked(f"{end} dose {which}", formula, inputs, amount, rule.source) for end, amount in ends)


def _version(shape: ByVersion, version: str | None) -> Span:
    names = ", ".join(shape.names)
    if version is None:
        message = "The dose differs by version of the label, and the version is not stated."
        raise refuse("value.missing", "version", message, f"Say which: {names}.")
    if version not in shape.names:
        message = f"{version!r} is not a version of this rule."
        raise refuse("version.unknown", "version", message, f"Say which: {names}.", str(version))
    return shape.versions[shape.names.index(version)].gives


def _step(shape: Steps, infusion: int) -> Span:
    if not 1 <= infusion <= len(shape.steps):
        message = f"The rule has {len(shape.steps)} steps and none for infusion {infusion}."
        fix = "A step is never repeated by itself: state the dose of this infusion."
        raise refuse("dose.no-such-step", "infusion", message, fix, str(infusion))
    return shape.steps[infusion - 1]


def _chosen(
    shape: Choice, ordered: Amount | None, known: Known, rule: DoseRule
) -> tuple[Span, tuple[Step, ...]]:
    if ordered is None:
        message = f"The source leaves the choice between {shape}."
        raise refuse("dose.range-open", "ordered", message, "Give the dose that was ordered.")
    for option in shape.options:
        if lies_in(ordered, option, known, rule):
            inputs = (term("ordered dose", ordered),)
            formula = "the dose to choose from that was ordered"
            return option, _steps(
                option, "as chosen", formula, inputs, replace(rule, source=ordered_by(rule))
            )
    raise _no_choice(shape, ordered)


def _no_choice(shape: Choice, ordered: Amount) -> Refusal:
    message = f"{briefly(ordered)} is ordered; the source gives the choice between {shape}."
    return refuse("dose.not-among-choices", "ordered", message, "Order one of them.", str(ordered))
