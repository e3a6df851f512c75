"""Ranges, bounds and ±: what is not one number is never collapsed to one."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.notation.plausible import plausible
from msc_dose.notation.reader import read_amount
from msc_dose.quantity.kinds import KINDS
from msc_dose.quantity.stated import Bound, PlusMinus, Range

from .texts import refusal_of, values


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "unit"),
    [
        ("14–30 × 10⁹/L", "platelet_count", "14", "30", "10*9/L"),
        ("14-30 × 10⁹/L", "platelet_count", "14", "30", "10*9/L"),
        ("14 to 30 × 10⁹/L", "platelet_count", "14", "30", "10*9/L"),
        ("between 14 and 30 × 10⁹/L", "platelet_count", "14", "30", "10*9/L"),
        ("from 14 to 30 × 10⁹/L", "platelet_count", "14", "30", "10*9/L"),
        ("PLT 14–30 × 10⁹/L", "platelet_count", "14", "30", "10*9/L"),
        ("14-30 K/µL", "platelet_count", "14", "30", "10*9/L"),
        ("1.4〜3.0万/µL", "platelet_count", "14", "30", "10*9/L"),
        ("14 x 10^9/L to 30 x 10^9/L", "platelet_count", "14", "30", "10*9/L"),
        ("1-2 × 10⁶/kg", "dose_per_weight", "1000000", "2000000", "cells/kg"),
        ("1-2 million cells/kg", "dose_per_weight", "1000000", "2000000", "cells/kg"),
        ("1 million to 2 million cells/kg", "dose_per_weight", "1000000", "2000000", "cells/kg"),
        ("0.2–5.0×10⁶/kg", "dose_per_weight", "200000", "5000000", "cells/kg"),
        ("1e6-2e6 cells/kg", "dose_per_weight", "1000000", "2000000", "cells/kg"),
        ("300–460 ×10⁶ cells", "cell_count", "300000000", "460000000", "cells"),
        ("5e7 to 1e8 cells", "cell_count", "50000000", "100000000", "cells"),
        ("10⁶-10⁷ cells", "cell_count", "1000000", "10000000", "cells"),
        ("30 min to 2 h", "duration", "30", "120", "min"),
        ("10–20 mL/min", "flow_rate", "10", "20", "mL/min"),
    ],
)
def test_a_range_keeps_both_ends_and_a_power_behind_the_second_belongs_to_both(text, kind, low, high, unit):
    found = md.read(text, kind)
    assert isinstance(found, Range)
    assert found.as_document() == {"low": low, "high": high, "unit": unit}


@pytest.mark.parametrize(
    ("text", "kind", "relation", "value"),
    [
        ("> 100 × 10⁹/L", "platelet_count", ">", "100"),
        (">100 × 10⁹/L", "platelet_count", ">", "100"),
        ("greater than 100 × 10⁹/L", "platelet_count", ">", "100"),
        ("above 100 G/L", "platelet_count", ">", "100"),
        ("≥ 100 × 10⁹/L", "platelet_count", "≥", "100"),
        (">= 100 10*9/L", "platelet_count", "≥", "100"),
        ("at least 100 × 10⁹/L", "platelet_count", "≥", "100"),
        ("not less than 100 × 10⁹/L", "platelet_count", "≥", "100"),
        ("100 × 10⁹/L or more", "platelet_count", "≥", "100"),
        ("10万/µL以上", "platelet_count", "≥", "100"),
        ("< 30 × 10⁹/L", "platelet_count", "<", "30"),
        ("less than 1000/cumm", "platelet_count", "<", "1"),
        ("3万/µL未満", "platelet_count", "<", "30"),
        ("≤ 30 × 10⁹/L", "platelet_count", "≤", "30"),
        ("up to 30 × 10⁹/L", "platelet_count", "≤", "30"),
        ("3万/µL以下", "platelet_count", "≤", "30"),
        ("no more than 2 × 10⁸ cells", "cell_count", "≤", "200000000"),
        ("a maximum of 2 × 10⁸ cells", "cell_count", "≤", "200000000"),
        ("> 70 %", "percentage", ">", "70"),
    ],
)
def test_a_bound_keeps_its_relation_and_greater_is_not_at_least(text, kind, relation, value):
    found = md.read(text, kind)
    assert isinstance(found, Bound)
    assert found.as_document() == {"relation": relation, "value": value, "unit": found.limit.unit}


@pytest.mark.parametrize(
    ("text", "kind", "middle", "plus_minus"),
    [
        ("22 ± 8 × 10⁹/L", "platelet_count", "22", "8"),
        ("22 +/- 8 × 10⁹/L", "platelet_count", "22", "8"),
        ("(22 ± 8) × 10⁹/L", "platelet_count", "22", "8"),
        ("1.5 ± 0.5 lakh/cumm", "platelet_count", "150", "50"),
        ("2 ± 0.2 × 10⁶ cells/kg", "dose_per_weight", "2000000", "200000"),
        ("10 mL ± 0.5 mL", "volume", "10", "0.5"),
        ("85 ± 5 %", "percentage", "85", "5"),
    ],
)
def test_plus_minus_is_its_own_kind_and_no_range(text, kind, middle, plus_minus):
    found = md.read(text, kind)
    assert isinstance(found, PlusMinus)
    assert found.as_document() == {"middle": middle, "plus_minus": plus_minus, "unit": found.middle.unit}


@pytest.mark.parametrize("text", ["2e6 cells/kg ± 20 %", "2e6 ± 20 % cells/kg", "2 × 10⁶ cells/kg ±20%"])
def test_plus_minus_in_percent_says_that_it_is_one(text):
    assert md.read(text, "dose_per_weight").as_document() == {
        "middle": "2000000",
        "plus_minus": "20",
        "unit": "cells/kg",
        "plus_minus_unit": "%",
    }


@pytest.mark.parametrize(
    ("text", "code", "offered"),
    [
        ("2-1 × 10⁶/kg", "notation.range-reversed", [("1000000", "2000000")]),
        (
            "100000-2 × 10⁶/kg",
            "notation.range-reversed",
            [("100000", "2000000"), ("2000000", "100000000000")],
        ),
        ("2 × 10⁶ - 1 × 10⁶ cells/kg", "notation.range-reversed", [("1000000", "2000000")]),
        ("2-10^6 cells/kg", "notation.range-power", ["2000000", ("2", "1000000")]),
        ("1-2 * 106 MSCs/kg", "notation.lost-superscript", [("1000000", "2000000"), ("106", "212")]),
        ("1–2 x 10 6 cells/kg", "notation.lost-superscript", [("1000000", "2000000")]),
        ("1 to 2,5 × 10⁶ cells/kg", "notation.decimal-comma", [("1000000", "2500000")]),
    ],
)
def test_an_unclear_range_is_to_be_confirmed_both_ends_taken_alike(text, code, offered):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == ((code,), offered)


def test_a_falling_time_is_offered_the_smaller_end_first():
    assert values(refusal_of("60 to 30 min", "duration")) == [("30", "60")]


@pytest.mark.parametrize(
    ("text", "relation", "offered"),
    [
        ("greater than 100*10E9/L", ">", ["100", "1000"]),
        ("Ն 100 × 10⁹/L", "≥", ["100"]),
        (">100,000/µL", ">", ["100", "0.1"]),
    ],
)
def test_the_readings_of_an_unclear_bound_are_bounds(text, relation, offered):
    refusal = refusal_of(text, "platelet_count")
    assert values(refusal) == offered
    assert {reading.relation for reading in refusal.readings} == {relation}


@pytest.mark.parametrize(("text", "middle"), [("14 ± 2 x 109/L", "14"), ("22 Ϯ 8 × 10⁹/L", "22")])
def test_the_readings_of_an_unclear_plus_minus_have_one(text, middle):
    first = refusal_of(text, "platelet_count").readings[0]
    assert (first.value, first.middle) == (None, middle)
    assert first.plus_minus


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5e7 CD34+ cells to 1e8 TNC", "cell_count"),
        ("2e6 viable cells/kg to 3e6 all cells/kg", "dose_per_weight"),
        ("1e6 cells/kg PBW to 2e6 cells/kg IBW", "dose_per_weight"),
    ],
)
def test_two_ends_that_count_differently_are_no_range(text, kind):
    assert refusal_of(text, kind).codes == ("kind.mixed",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("approximately 2e6 cells/kg", "notation.approximate"),
        ("~2e6 cells/kg", "notation.approximate"),
        ("±2e6 cells/kg", "notation.approximate"),
        ("約2×10⁶個/kg", "notation.approximate"),
        ("DL1: 2e6 cells/kg", "notation.label"),
    ],
)
def test_about_and_a_foreign_label_are_to_be_confirmed(text, code):
    refusal = refusal_of(text, "dose_per_weight")
    assert (refusal.codes, values(refusal)) == ((code,), ["2000000"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("dose: 2e6 cells/kg", "dose_per_weight"),
        ("Platelets: 14 × 10⁹/L", "platelet_count"),
        ("platelet count of 14000/µL", "platelet_count"),
        ("Thrombozyten 14 Tsd/µl", "platelet_count"),
        ("viability: 85 %", "percentage"),
        ("infusion rate 2 mL/min", "flow_rate"),
    ],
)
def test_a_label_that_says_no_more_than_the_kind_is_read(text, kind):
    assert isinstance(md.read(text, kind), md.Amount)


@pytest.mark.parametrize(
    ("text", "code", "offered"),
    [
        ("60-70 kg", "notation.range", [("60", "70")]),
        ("60 kg to 70 kg", "notation.range", [("60", "70")]),
        ("> 60 kg", "notation.bound", ["60"]),
        ("60 kg or more", "notation.bound", ["60"]),
        ("about 60 kg", "notation.approximate", ["60"]),
        ("Weight: 60 kg", "notation.label", ["60"]),
    ],
)
def test_a_body_weight_is_one_amount_always_and_stands_alone(text, code, offered):
    refusal = refusal_of(text, "body_weight")
    assert (refusal.codes, values(refusal)) == ((code,), offered)


def test_a_body_weight_with_plus_minus_is_refused_with_both_numbers():
    refusal = refusal_of("60 ± 2 kg", "body_weight")
    first = refusal.readings[0]
    assert (refusal.codes, first.middle, first.plus_minus) == (("notation.tolerance",), "60", "2")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1-2 × 10⁶ cells/kg", "notation.range"),
        ("≤ 2 × 10⁶ cells/kg", "notation.bound"),
        ("2 ± 0.2 × 10⁶ cells/kg", "notation.tolerance"),
    ],
)
def test_where_one_amount_is_needed_a_range_a_bound_and_plus_minus_are_refused(text, code):
    with pytest.raises(md.Refusal) as caught:
        read_amount(text, "dose_per_weight")
    assert caught.value.codes == (code,)
    with pytest.raises(md.Refusal) as caught:
        md.DoseRule.per_weight(text)
    assert (caught.value.codes, caught.value.problems[0].field) == ((code,), "dose")


@pytest.mark.parametrize(
    ("text", "kind", "code", "offered"),
    [
        ("> 14-30 × 10⁹/L", "platelet_count", "notation.bound", [("14", "30")]),
        ("up to 1-2 × 10⁶ cells/kg", "dose_per_weight", "notation.bound", [("1000000", "2000000")]),
        ("1-2 × 10⁶ cells/kg or more", "dose_per_weight", "notation.bound", [("1000000", "2000000")]),
        ("> 100 × 10⁹/L or less", "platelet_count", "notation.bound", ["100"]),
        ("between 24 × 10⁹/L", "platelet_count", "notation.range-half", ["24"]),
        ("1- 200 000 000 cells", "cell_count", "notation.range-wide", [("1", "200000000")]),
        ("3l-4000 mL", "volume", "notation.look-alike", [("3000", "4000")]),
        ("5 × 10⁵ to 2000000 cells/kg", "dose_per_weight", "notation.range-power",
         [("500000", "2000000"), ("500000", "200000000000")]),
    ],
)  # fmt: skip
def test_nothing_said_beside_a_range_is_lost(text, kind, code, offered):
    refusal = refusal_of(text, kind)
    assert (refusal.codes, values(refusal)) == ((code,), offered)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("> 2 × 10⁶ cells/kg (2,000,000 cells/kg)", "notation.bound"),
        ("~2 × 10⁶ cells/kg (2,000,000 cells/kg)", "notation.approximate"),
        ("DL1: 2e6 cells/kg (2,000,000 cells/kg)", "notation.label"),
        ("2x106 viable cells/kg (2,000,000 all cells/kg)", "notation.disagrees"),
        ("2e6 cells/kg ABW (2,000,000 cells/kg)", "weight.basis-ambiguous"),
        ("2e6 autologous cells/kg (2,000,000 cells/kg)", "unit.population"),
        ("2e6 CAR T cells/kg (2,000,000 cells/kg)", "unit.population"),
    ],
)
def test_what_is_said_beside_the_first_of_two_statements_is_not_lost_either(text, code):
    assert refusal_of(text, "dose_per_weight").codes == (code,)


def test_two_statements_keep_the_facts_of_both():
    amount = md.read("2 million MSC/kg (2,000,000 viable cells/kg)", "dose_per_weight")
    assert (amount.value, amount.population, amount.counts) == (2_000_000, "MSC", "viable")


def spans(kind):
    """Ranges, bounds and ± of every size that occurs, and ten times beyond, as far as there are such amounts."""
    low, high = plausible(kind)
    least, most = max(low / 10, KINDS[kind].low or 0), KINDS[kind].high or high * 10
    numbers = st.decimals(least, most, places=3) | st.integers(1, int(most)).map(Decimal)
    facts = {
        "counts": st.sampled_from((None, "viable", "all")),
        "population": st.sampled_from((None, "CD34+")),
    }
    amounts = st.builds(md.Amount, st.just(kind), numbers, **(facts if KINDS[kind].cells else {}))
    pairs = amounts.flatmap(lambda a: numbers.map(lambda n: (a, replace(a, numerator=n, denominator=1))))
    return pairs.flatmap(
        lambda pair: st.sampled_from(
            (Range(*sorted(pair, key=lambda a: a.value)), Bound("≥", pair[0]), PlusMinus(*pair))
        )
    )


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "body_weight"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_written_of_a_range_is_read_back_exactly_or_refused_with_itself_first(kind, data):
    stated = data.draw(spans(kind))
    try:
        assert md.read(str(stated), kind) == stated
    except md.Refusal as refusal:
        first = refusal.readings[0].as_document()
        assert stated.as_document().items() <= first.items()
