"""Kinds do not mix: a kilogram is not a kilogram, and a cell is not a cell."""

import copy
import operator
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md

DECIMALS = st.decimals(0, 10**12, places=6)


def cells(value, **facts):
    return md.Amount("cell_count", Decimal(value), **facts)


def per_kg(value, **facts):
    return md.Amount("dose_per_weight", Decimal(value), **facts)


def per_m2(value, **facts):
    return md.Amount("dose_per_surface", Decimal(value), **facts)


def weight(value):
    return md.Amount("body_weight", Decimal(value))


def fraction(amount):
    return Fraction(amount.numerator) / amount.denominator


MIXED = [
    (weight(60), md.Amount("mass", Decimal(60_000))),
    (cells(1, counts="viable"), cells(1, counts="all")),
    (cells(1, counts="viable"), cells(1)),
    (cells(1, population="MSC"), cells(1, population="TNC")),
    (cells(1, population="CD34+"), cells(1)),
    (cells(1, moment="before freeze"), cells(1, moment="after thaw")),
    (cells(1), per_kg(1)),
    (cells(1), md.Amount("volume", Decimal(1))),
    (per_kg(1), per_m2(1)),
    (weight(2), md.Amount("body_surface", Decimal(2))),
    (md.Amount("volume", Decimal(1)), md.Amount("volume_per_weight", Decimal(1))),
    (md.Amount("mass", Decimal(1)), md.Amount("mass_per_weight", Decimal(1))),
    (md.Amount("percentage", Decimal(1)), md.Amount("ratio", Decimal(1))),
]
COMBINED = [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge]


@pytest.mark.parametrize(("one", "other"), MIXED)
@pytest.mark.parametrize("combine", COMBINED)
def test_amounts_of_different_kinds_are_neither_added_nor_compared(one, other, combine):
    for pair in ((one, other), (other, one)):
        with pytest.raises(md.Refusal) as caught:
            combine(*pair)
        assert caught.value.codes == ("kind.mixed",)
    assert one != other


def test_a_dose_per_body_weight_times_a_body_weight_is_cells_of_what_the_dose_counts():
    made = per_kg(2_000_000, counts="viable", population="MSC") * weight(60)
    assert made == cells(120_000_000, counts="viable", population="MSC")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (per_kg(2_000_000), md.Amount("mass", Decimal(60_000))),
        (per_kg(2_000_000), md.Amount("volume", Decimal(60))),
        (md.Amount("cell_concentration", Decimal(1)), weight(60)),
        (per_m2(1), weight(60)),
        (per_kg(1), md.Amount("body_surface", Decimal(2))),
        (md.Amount("volume_per_weight", Decimal(1)), md.Amount("mass", Decimal(1))),
        (weight(60), weight(60)),
        (per_kg(1, counts="viable"), cells(1, counts="viable")),
    ],
)
def test_a_product_that_makes_no_kind_is_refused(one, other):
    """Above all: a dose per kilogram of patient times the mass of a bag."""
    for pair in ((one, other), (other, one)):
        with pytest.raises(md.Refusal) as caught:
            operator.mul(*pair)
        assert caught.value.codes == ("kind.mixed",)


@pytest.mark.parametrize(
    ("one", "other", "made"),
    [
        (cells(120_000_000, counts="viable"), weight(60), per_kg(2_000_000, counts="viable")),
        (cells(200), md.Amount("body_surface", Decimal(2)), per_m2(100)),
        (md.Amount("volume", Decimal(600)), weight(60), md.Amount("volume_per_weight", Decimal(10))),
        (md.Amount("mass", Decimal(30)), weight(60), md.Amount("mass_per_weight", Decimal("0.5"))),
        (cells(100), md.Amount("volume", Decimal(8)), md.Amount("cell_concentration", Decimal("12.5"))),
        (
            md.Amount("volume", Decimal(20)),
            md.Amount("flow_rate", Decimal(4)),
            md.Amount("duration", Decimal(5)),
        ),
    ],
)
def test_a_ratio_that_makes_a_kind_is_that_kind(one, other, made):
    assert one / other == made


def test_cells_of_one_sort_divided_by_cells_of_another_are_refused():
    with pytest.raises(md.Refusal) as caught:
        cells(1, counts="viable") / md.Amount("cell_concentration", Decimal(1), counts="all")
    assert caught.value.codes == ("kind.mixed",)


@pytest.mark.parametrize("number", [2.0, True, "2", None, Fraction(1, 2)])
def test_only_whole_and_decimal_numbers_scale_an_amount(number):
    with pytest.raises(TypeError):
        cells(1) * number


def test_nothing_is_divided_by_zero_and_nothing_goes_below_it():
    with pytest.raises(md.Refusal) as caught:
        cells(1) / 0
    assert caught.value.codes == ("number.zero",)
    with pytest.raises(md.Refusal) as caught:
        cells(1) - cells(2)
    assert caught.value.codes == ("number.negative",)


@pytest.mark.parametrize("value", [60.0, "60", True, None, float("nan")])
def test_an_amount_holds_a_decimal_and_nothing_else(value):
    with pytest.raises(TypeError):
        md.Amount("body_weight", value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "number.not-finite"),
        ("sNaN", "number.not-finite"),
        ("Infinity", "number.not-finite"),
        ("-1", "number.negative"),
        ("0.19", "weight.implausible"),
        ("650.1", "weight.implausible"),
        ("1E+60", "number.out-of-range"),
    ],
)
def test_an_amount_that_exists_is_valid(value, code):
    with pytest.raises(md.Refusal) as caught:
        weight(value)
    assert caught.value.codes == (code,)


@pytest.mark.parametrize("value", ["0.049", "5.01"])
def test_a_body_surface_has_limits_too(value):
    with pytest.raises(md.Refusal) as caught:
        md.Amount("body_surface", Decimal(value))
    assert caught.value.codes == ("surface.implausible",)


def test_a_ratio_may_pass_a_hundred_percent_and_a_percentage_may_not():
    assert md.Amount("ratio", Decimal(107)).value == 107
    with pytest.raises(md.Refusal) as caught:
        md.Amount("percentage", Decimal(107))
    assert caught.value.codes == ("percentage.out-of-range",)


@pytest.mark.parametrize("value", ["0.2", "650"])
def test_the_limits_of_a_body_weight_are_body_weights(value):
    assert weight(value).value == Decimal(value)


def test_amounts_are_values():
    one = md.read("10 s", "duration")
    assert one == md.Amount("duration", Decimal(1), 6)
    assert hash(one) == hash(md.Amount("duration", Decimal("0.5"), 3))
    assert hash(cells("1E+6")) == hash(cells("1000000.0"))
    for same in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert same == one
    with pytest.raises(AttributeError):
        one.kind = "volume"


@settings(max_examples=150)
@given(a=DECIMALS, b=DECIMALS, n=st.integers(1, 999), m=st.integers(1, 999))
def test_sums_and_order_are_those_of_fractions(a, b, n, m):
    one, other = cells(a) / n, cells(b) / m
    assert fraction(one + other) == Fraction(a) / n + Fraction(b) / m
    assert (one < other) == (Fraction(a) / n < Fraction(b) / m)
    assert (one >= other) == (Fraction(a) / n >= Fraction(b) / m)
    assert fraction(one * n) == Fraction(a)


@settings(max_examples=150)
@given(dose=st.decimals("0.001", 10**9, places=3), kg=st.decimals("0.2", 650, places=3))
def test_multiplying_and_dividing_lose_nothing(dose, kg):
    made = per_kg(dose) * weight(kg)
    assert fraction(made) == Fraction(dose) * Fraction(kg)
    assert made / weight(kg) == per_kg(dose)
