"""What a site declares: the decimal comma, and pounds. Both are said beside the result."""

from decimal import Decimal

import pytest

import msc_dose as md
from msc_dose.quantity.stated import Bound, Range

from .texts import refusal_of, values


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("70,5 kg", "body_weight", "70.5"),
        ("70,25 kg", "body_weight", "70.25"),
        ("10,8 mL", "volume", "10.8"),
        ("2,5 × 10⁶ cells/kg", "dose_per_weight", "2500000"),
        ("6,68 Mio. Zellen/kg", "dose_per_weight", "6680000"),
        ("1.250,5 mL", "volume", "1250.5"),
    ],
)
def test_a_declared_comma_is_the_decimal_mark_and_the_text_is_kept_beside_it(text, kind, value):
    amount = md.read(text, kind, decimal_mark="comma")
    assert (amount.value, amount.as_written) == (Decimal(value), text)
    assert "notation.decimal-comma" in refusal_of(text, kind).codes


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("70,500 kg", "body_weight", ["70.5", "70500"]),
        ("1.250 mL", "volume", ["1.25", "1250"]),
        ("1,250 mL", "volume", ["1250", "1.25"]),
        ("24.000/µl", "platelet_count", ["24", "0.024"]),
        ("24,000/µl", "platelet_count", ["24", "0.024"]),
        ("2,500 × 10⁶ cells/kg", "dose_per_weight", ["2500000", "2500000000"]),
        ("2.500 × 10⁶ cells/kg", "dose_per_weight", ["2500000", "2500000000"]),
        ("1.250,500 mL", "volume", ["1250.5", "1250500"]),
    ],
)
def test_one_group_is_to_be_confirmed_whatever_is_declared(text, kind, offered):
    refusal = refusal_of(text, kind, decimal_mark="comma")
    assert (refusal.codes, values(refusal)) == (("notation.one-group",), offered)


@pytest.mark.parametrize("text", ["2.500.000 cells/kg", "2 500 000 cells/kg"])
def test_where_the_comma_is_declared_points_and_spaces_mark_groups(text):
    assert md.read(text, "dose_per_weight", decimal_mark="comma").value == 2_500_000


def test_a_declared_comma_is_read_within_a_range_and_a_bound():
    found = md.read("14,5–30 × 10⁹/L", "platelet_count", decimal_mark="comma")
    assert isinstance(found, Range)
    assert found.as_document() == {"low": "14.5", "high": "30", "unit": "10*9/L"}
    bound = md.read("> 99,5 × 10⁹/L", "platelet_count", decimal_mark="comma")
    assert isinstance(bound, Bound)
    assert bound.limit.value == Decimal("99.5")


def test_a_decimal_mark_is_one_of_two():
    assert refusal_of("70 kg", "body_weight", decimal_mark="dot").codes == ("decimal-mark.unknown",)


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("154.3 lb", "69.989302691"),
        ("154 lb", "69.85322498"),
        ("154 lbs", "69.85322498"),
        ("154 pounds", "69.85322498"),
        ("154 LB", "69.85322498"),
    ],
)
def test_pounds_are_converted_exactly_where_they_are_allowed_and_both_numbers_are_kept(text, kilograms):
    amount = md.read(text, "body_weight", allow_lb=True)
    assert (amount.value, amount.as_written) == (Decimal(kilograms), text)


def test_pounds_that_are_not_allowed_are_offered_in_kilograms():
    refusal = refusal_of("154.3 lb", "body_weight")
    assert (refusal.codes, values(refusal)) == (("unit.not-metric",), ["69.989302691"])


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("154,3 lb", "body_weight", "notation.decimal-comma"),
        ("1500 lb", "body_weight", "weight.implausible"),
        ("0.4 lb", "body_weight", "weight.implausible"),
        ("10 lb", "volume", "unit.not-metric"),
        ("10 lb", "mass", "unit.not-metric"),
        ("2e6 cells/lb", "dose_per_weight", "unit.unknown"),
        ("154 st", "body_weight", "unit.unknown"),
        ("11 st", "body_weight", "unit.unknown"),
    ],
)
def test_allowing_pounds_allows_nothing_else(text, kind, code):
    assert refusal_of(text, kind, allow_lb=True).codes == (code,)


@pytest.mark.parametrize("text", ["70 kg", "70.5 kg"])
def test_what_needs_no_convention_is_read_alike_and_keeps_no_text(text):
    amount = md.read(text, "body_weight", allow_lb=True, decimal_mark="comma")
    assert (amount, amount.as_written) == (md.read(text, "body_weight"), None)


@pytest.mark.parametrize(
    ("patient", "written"),
    [
        (lambda: md.Patient("154.3 lb", allow_lb=True), "154.3 lb"),
        (lambda: md.Patient("70,5 kg", decimal_mark="comma"), "70,5 kg"),
    ],
    ids=["pounds", "decimal comma"],
)
def test_a_dose_says_by_a_note_which_text_became_its_weight(patient, written):
    dose = md.calculate_dose(md.DoseRule.per_weight("2e6 cells/kg"), patient())
    notes = [problem for problem in dose.problems if problem.code == "amount.as-written"]
    assert [note.severity for note in notes] == ["note"]
    assert written in f"{notes[0].message} {notes[0].read}"


def test_a_dose_in_plain_kilograms_carries_no_such_note():
    dose = md.calculate_dose(md.DoseRule.per_weight("2e6 cells/kg"), md.Patient("70 kg"))
    assert "amount.as-written" not in [problem.code for problem in dose.problems]


def test_an_amount_as_written_is_the_same_amount():
    assert md.read("70,5 kg", "body_weight", decimal_mark="comma") == md.read("70.5 kg", "body_weight")
