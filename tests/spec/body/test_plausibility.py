"""What a person should look at before a weight is dosed on; an ordinary patient raises nothing.

Rows of badinputs.csv: P05, P06, P08, P10, P11, P15, P16 and P18. All limits are this project's policy.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.dosing.body import Patient, Weighing, body_problems

from .patients import codes, kilograms, patient, refused, row

ON = date(2027, 3, 1)


def weighed_before(days, weight):
    return Weighing(kilograms(weight), ON - timedelta(days=days))


def patient_of_row(number):
    """The patient whom the words of a row describe, with the weight taken on the day of the infusion."""
    text = row("badinputs.csv", number)["input"]
    facts = {"age": r"age (\d+) y", "height": r"height ([\d.]+) cm"}
    found = {name: match[1] for name, sought in facts.items() if (match := re.search(sought, text))}
    if "age" in found:
        found["age"] = int(found["age"])
    if match := re.search(r"earlier ([\d.]+) kg (\d+) days before", text):
        found["earlier"] = (weighed_before(int(match[2]), match[1]),)
    return patient(re.search(r"weight ([\d.]+) kg", text)[1], weighed=ON, **found)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("P05", ["weight.pounds-suspected", "weight.changed"]),
        ("P06", ["weight.pounds-suspected", "weight.changed"]),
        ("P08", ["weight.changed"]),
        ("P11", ["weight.unusual"]),
        ("P18", ["weight.unusual"]),
    ],
)
def test_reference_rows_of_weights_to_look_at(number, expected):
    """P08 is 10.14 %; a suspicion of pounds is a change of more than 10 % as well, and both are said."""
    problems = body_problems(patient_of_row(number), ON)
    assert codes(problems) == expected
    assert {problem.severity for problem in problems} == {"check"}
    assert all(problem.source.startswith("policy") for problem in problems)


def test_reference_row_of_a_weight_beyond_the_hard_limit():
    assert codes(refused(patient_of_row, "P10")) == ["weight.implausible"]


def test_reference_rows_of_the_day_of_the_weight():
    """P15: 400 days before the infusion; P16: after it."""
    assert "400 days before" in row("badinputs.csv", "P15")["input"]
    assert "after the infusion" in row("badinputs.csv", "P16")["input"]
    (old,) = body_problems(patient(weighed=ON - timedelta(days=400)), ON)
    (late,) = body_problems(patient(weighed=ON + timedelta(days=1)), ON)
    assert (old.code, old.severity) == ("weight.stale", "check")
    assert (late.code, late.severity) == ("weight.after-infusion", "stop")


@pytest.mark.parametrize(
    "ordinary",
    [
        patient("70", None),
        patient("70"),
        patient("3.4", age=0),
        patient("0.6", age=0, height="31"),
        patient("10", age=1, sex="female"),
        patient("26", age=8),
        patient("62", age=17, sex="male"),
        patient("70", age=40, height="172", sex="male", weighed=ON, method="measured"),
        patient("120", age=60, height="170"),
        patient("80", "ideal", "180", sex="male", age=18),
        patient("90", "adjusted", "165", sex="female", age=50),
        patient("70", ordered_on="70", earlier=(weighed_before(30, "71"), weighed_before(90, "68"))),
        Patient(kilograms("65", basis="predicted"), height=md.Amount("height", Decimal(170)), sex="male"),
        Patient(),
    ],
)
def test_an_ordinary_patient_raises_nothing(ordinary):
    assert body_problems(ordinary, ON) == ()


@pytest.mark.parametrize(
    ("weight", "suspected"),
    [
        ("189.999", False),
        ("190", True),
        ("250", True),
        ("250.001", False),
        ("39.999", False),
        ("40", True),
        ("53", True),
        ("53.001", False),
    ],
)
def test_pounds_are_suspected_from_one_end_to_the_other(weight, suspected):
    for facts in ({"ordered_on": "100"}, {"earlier": (weighed_before(3, "100"),)}):
        assert ("weight.pounds-suspected" in codes(body_problems(patient(weight, **facts)))) is suspected


@pytest.mark.parametrize(("weight", "changed"), [("90", 0), ("110", 0), ("89.999", 1), ("110.001", 1)])
def test_exactly_ten_percent_is_no_change_of_more_than_ten(weight, changed):
    for facts in ({"ordered_on": "100"}, {"earlier": (weighed_before(3, "100"),)}):
        assert codes(body_problems(patient(weight, **facts))) == ["weight.changed"] * changed


@given(st.decimals("20", "300", places=3), st.sampled_from([Decimal("0.9"), Decimal("1.1")]))
def test_ten_percent_is_compared_exactly(weight, times):
    """Thirds of a kilogram do not end as decimals, and are compared all the same."""
    third, now = md.Amount("body_weight", weight, 3), md.Amount("body_weight", weight * times, 3)
    milligram = Decimal("0.000001") if times > 1 else Decimal("-0.000001")
    beyond = md.Amount("body_weight", weight * times + milligram, 3)
    assert body_problems(Patient(now, "actual", ordered_on=third)) == ()
    assert codes(body_problems(Patient(beyond, "actual", ordered_on=third))) == ["weight.changed"]


def test_the_latest_earlier_weight_is_the_one_that_a_change_is_from():
    fat_then_thin = (weighed_before(10, "70"), weighed_before(300, "90"))
    for earlier in (fat_then_thin, fat_then_thin[::-1]):
        assert body_problems(patient("71", earlier=earlier)) == ()
        assert codes(body_problems(patient("89", earlier=earlier))) == ["weight.changed"]


def test_any_earlier_weight_may_show_that_pounds_were_written():
    earlier = (weighed_before(300, "70"), weighed_before(10, "150"))
    (problem,) = body_problems(patient("154", earlier=earlier))
    assert problem.code == "weight.pounds-suspected"
    assert "2.2 times 70 kg, weighed on 2026-05-05" in problem.message


def test_earlier_weights_are_compared_with_the_actual_weight_and_the_order_with_the_dosing_weight():
    described = {
        "height": "177.8",
        "sex": "female",
        "ordered_on": "68.5",
        "earlier": (weighed_before(9, "100"),),
    }
    assert body_problems(patient("100", "ideal", **described)) == ()
    assert codes(body_problems(patient("120", "ideal", **described))) == ["weight.changed"]
    assert body_problems(patient("68.5", "ideal", earlier=(weighed_before(9, "100"),))) == ()


@pytest.mark.parametrize(
    ("days", "limit", "stale"), [(365, None, 0), (366, None, 1), (7, 7, 0), (8, 7, 1), (0, 0, 0), (1, 0, 1)]
)
def test_a_weight_is_stale_when_it_is_older_than_the_limit_on_the_day(days, limit, stale):
    problems = body_problems(patient(weighed=ON - timedelta(days=days)), ON, limit)
    assert codes(problems) == ["weight.stale"] * stale
    if stale:
        assert problems[0].source.startswith("policy") is (limit is None)


@pytest.mark.parametrize(
    ("weighed", "on", "after"),
    [
        (ON, ON, False),
        (datetime(2027, 3, 1, 23, tzinfo=UTC), ON, False),
        (datetime(2027, 3, 2, 0, tzinfo=UTC), ON, True),
        (datetime(2027, 3, 1, 11, tzinfo=UTC), datetime(2027, 3, 1, 10, tzinfo=UTC), True),
        (
            datetime(2027, 3, 1, 11, tzinfo=UTC),
            datetime(2027, 3, 1, 10, tzinfo=UTC).replace(tzinfo=None),
            False,
        ),
    ],
)
def test_a_weight_is_after_the_infusion_by_the_clock_where_both_say_it_and_by_the_day_otherwise(
    weighed, on, after
):
    assert (codes(body_problems(patient(weighed=weighed), on)) == ["weight.after-infusion"]) is after


def test_without_a_day_nothing_is_said_of_the_age_of_a_weight():
    assert body_problems(patient(weighed=date(1999, 1, 1))) == ()


@pytest.mark.parametrize(
    ("weight", "facts", "unusual"),
    [
        ("32.4", {"age": 40, "height": "180"}, False),
        ("32.399", {"age": 40, "height": "180"}, True),
        ("162", {"age": 40, "height": "180"}, False),
        ("162.001", {"age": 40, "height": "180"}, True),
        ("162.001", {"height": "180"}, True),
        ("30", {"age": 18}, False),
        ("29.999", {"age": 18}, True),
        ("160", {"age": 90}, False),
        ("160.001", {"age": 90}, True),
        ("0.4", {"age": 0}, False),
        ("0.399", {"age": 0}, True),
        ("14", {"age": 0}, False),
        ("14", {"age": 0, "sex": "female"}, True),
        ("18.9", {"age": 8}, False),
        ("18.9", {"age": 8, "sex": "male"}, True),
        ("50.8", {"age": 8}, False),
        ("50.801", {"age": 8}, True),
        ("6", {"height": "60"}, False),
        ("60", {"height": "60"}, False),
        ("60", {}, False),
    ],
)
def test_a_weight_is_unusual_outside_the_span_and_ordinary_at_its_ends(weight, facts, unusual):
    """Children by age, the wider span where the sex is not stated; adults by body-mass index, or 30–160 kg."""
    assert codes(body_problems(patient(weight, **facts))) == ["weight.unusual"] * unusual


@given(st.integers(0, 130), st.sampled_from([None, "female", "male"]), st.decimals("0.2", "650", places=1))
def test_no_age_sex_and_weight_crash_and_unknown_sex_is_never_stricter(age, sex, weight):
    stated = codes(body_problems(patient(weight, age=age, sex=sex)))
    unknown = codes(body_problems(patient(weight, age=age)))
    assert set(unknown) <= set(stated) <= {"weight.unusual"}


def test_a_calculated_weight_that_no_adult_has_is_said():
    short = {"height": "100", "sex": "male", "below_60_inches": "extrapolate"}
    found = body_problems(patient("20", "ideal", **short))
    assert codes(found) == ["weight.unusual"]
    assert "calculated ideal weight" in found[0].message


@pytest.mark.parametrize("basis", ["ideal", "adjusted"])
def test_a_childs_weight_by_a_formula_of_adults_is_to_be_looked_at(basis):
    for age, expected in ((17, ["weight.adult-formula"]), (18, [])):
        assert codes(body_problems(patient("75", basis, "170", sex="male", age=age))) == expected


def test_an_ideal_weight_above_the_actual_one_and_an_adjustment_that_is_none_are_noted():
    for basis, code in (("ideal", "weight.ideal-above-actual"), ("adjusted", "weight.not-adjusted")):
        (problem,) = body_problems(patient("60", basis, "170", sex="male"))
        assert (problem.code, problem.severity) == (code, "note")


@pytest.mark.parametrize(("facts", "absent"), [({"height": "170"}, "sex"), ({"sex": "male"}, "height")])
def test_half_of_what_a_calculation_needs_is_told(facts, absent):
    (problem,) = body_problems(patient("80", "ideal", **facts))
    assert (problem.code, problem.severity) == ("weight.taken-as-given", "check")
    assert absent in problem.message


@pytest.mark.parametrize(("method", "noted"), [("measured", 0), ("stated", 1), ("estimated", 1), (None, 0)])
def test_a_weight_that_was_not_measured_is_noted(method, noted):
    problems = body_problems(patient(method=method))
    assert codes(problems) == ["weight.method"] * noted
    assert all(problem.severity == "note" for problem in problems)


def test_days_that_are_none_are_refused():
    assert codes(refused(body_problems, patient(), ON, -1)) == ["number.negative"]
    for wrong in ({"on": "2027-03-01"}, {"weight_valid_days": 7.0}, {"weight_valid_days": True}):
        with pytest.raises(TypeError):
            body_problems(patient(), **wrong)
