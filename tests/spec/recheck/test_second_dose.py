"""The second calculation of bodies and doses: every shape arrives at cells worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.recheck.exact import Exact
from msc_dose.recheck.powers import DIGITS, power_product

from . import plans
from .documents import beside, fields, messages, n, plan_of, put

HALF_MILLION, MILLION = n("500000 cells/kg"), n("1000000 cells/kg")
RANGE = plans.span("500000", "1000000")


def body(height, sex="female", **others):
    stated = {"height": n(height), "sex": sex, "actual": None, "below_60_inches": None}
    return stated | {"surface_formula": None, "surface": None} | others


def weighed(weight, basis, measures, fraction=None):
    """A plan of one infusion of a million cells, whatever the weight, for this dosing weight."""
    dose = plans.rule(plans.span("1000000", unit="cells"))
    said = n(f"{weight} kg", fraction)
    return plan_of(dose, "1000000", weight=said, basis=basis, body=measures)


@pytest.mark.parametrize(
    ("weight", "basis", "measures"),
    [
        ("68.5", "ideal", body("177.8 cm")),
        ("73", "ideal", body("177.8 cm", "male")),
        ("50", "ideal", body("152.4 cm", "male", below_60_inches="clamp")),
        ("45.5", "ideal", body("127 cm", below_60_inches="clamp")),
        ("22.5", "ideal", body("127 cm", below_60_inches="extrapolate")),
        ("77.1", "adjusted", body("177.8 cm", actual=n("90 kg"))),
        ("68.5", "adjusted", body("177.8 cm", actual=n("68.5 kg"))),
        ("60", "adjusted", body("177.8 cm", actual=n("60 kg"))),
        ("70.475", "predicted", body("174.9 cm", "male")),
        ("27.391", "predicted", body("132.5 cm")),
    ],
)
def test_the_dosing_weight_is_calculated_from_height_sex_and_actual_weight(weight, basis, measures):
    document = weighed(weight, basis, measures)
    assert fields(document) == []
    assert fields(put(document, "inputs.weight.value", "70.4")) == ["inputs.weight.value"]


def test_inches_are_centimetres_divided_by_2_54_exactly():
    """170 cm: 45.5 + 2.3 × (170 ÷ 2.54 − 60) is 15605/254 kg."""
    measures = body("170 cm")
    assert fields(weighed("61.437007874", "ideal", measures, "15605/254")) == []
    assert fields(weighed("61.437007874", "ideal", measures)) == ["inputs.weight.value"]
    assert fields(weighed("61.437007875", "ideal", measures, "15605/254")) == ["inputs.weight.value"]


def test_below_60_inches_a_habit_must_be_named_for_the_ideal_weight():
    assert fields(weighed("45.5", "ideal", body("127 cm"))) == ["inputs.body.below_60_inches"]


@pytest.mark.parametrize(
    ("formula", "surface", "unrounded"),
    [
        ("mosteller", "1.8181", "1.818118685772619068583692415"),
        ("dubois", "1.8097", "1.809707801753247399921869258"),
        ("haycock", "1.8257", "1.825677124776976203888834023"),
        ("gehan-george", "1.8313", "1.831289313422129082509482921"),
    ],
)
def test_a_body_surface_is_calculated_on_the_actual_weight_and_rounded_to_ten_thousandths(
    formula, surface, unrounded
):
    """A dose per surface is multiplied by the rounded surface."""
    said = n(f"{surface} m2") | {"unrounded": unrounded, "rounding": "nearest 0.0001 m², half up"}
    measures = body("170 cm", None, actual=n("70 kg"), surface_formula=formula, surface=said)
    dose = plans.rule(plans.span("1000000", unit="cells/m2"))
    cells = str(int(surface.replace(".", "")) * 100)
    document = plan_of(dose, cells, weight=n("70 kg"), body=measures)
    assert fields(document) == []
    assert fields(put(document, "inputs.body.surface.value", "1.8099"))[0] == "inputs.body.surface.value"
    assert fields(put(document, "inputs.body.surface.unrounded", unrounded[:-4] + "5555"))


def test_a_surface_halfway_between_two_ten_thousandths_is_rounded_up():
    """√(1.5² × 3600 ÷ 3600) is 1.5; √(cm × kg ÷ 3600) with cm × kg = 3600 × 1.23455² lies halfway."""
    area = 3600 * Fraction("1.23455") ** 2
    height = area / 50
    said = n("1.2346 m2") | {"unrounded": "1.23455", "rounding": "nearest 0.0001 m², half up"}
    text = Exact.ratio(height.numerator, height.denominator)
    measures = body(f"{text} cm", None, actual=n("50 kg"), surface_formula="mosteller", surface=said)
    dose = plans.rule(plans.span("10000", unit="cells/m2"))
    assert fields(plan_of(dose, "12346", weight=n("50 kg"), body=measures)) == []


@given(st.fractions(Fraction(1, 5), 650, max_denominator=10**6), st.integers(1, 99_999))
def test_a_power_is_right_to_sixty_digits(base, thousandths):
    """Raised back by whole powers it brackets the base."""
    exponent = Exact.ratio(thousandths, 100_000)
    found = power_product((Exact.ratio(base.numerator, base.denominator), exponent))
    inverse = power_product((Exact.ratio(found, 10**DIGITS), Exact.ratio(100_000, thousandths)))
    assert abs(Fraction(inverse, 10**DIGITS) - base) < Fraction(1, 10**50) * base * 100_000


def test_what_is_ordered_within_a_range_is_what_is_given():
    assert fields(plan_of(plans.rule(RANGE, ordered=[n("800000 cells/kg")]), "48000000")) == []
    assert fields(plan_of(plans.rule(RANGE, ordered=[n("30000000 cells")]), "30000000")) == []


@pytest.mark.parametrize("ordered", [None, [n("1000001 cells/kg")], [n("29999999 cells")]])
def test_a_range_without_an_order_or_with_one_outside_it_has_no_dose(ordered):
    document = plan_of(plans.rule(RANGE, ordered=ordered), "60000000")
    assert fields(document) == ["infusions[0].cells", "total_cells"]


@pytest.mark.parametrize(
    ("weight", "ordered", "cells"),
    [("120", "100000000 cells", "100000000"), ("230", "100000000 cells", "100000000")],
)
def test_a_maximum_lowers_a_range_and_is_the_only_dose_where_it_lies_below_it(weight, ordered, cells):
    """Above 200 kg a cap of 100 million is below 500,000 cells/kg."""
    dose = plans.rule(RANGE, ordered=[n(ordered)], maximum=n("100000000 cells"))
    document = plan_of(dose, cells, weight=n(f"{weight} kg"))
    assert fields(document) == []
    assert "infusions[0].cells" in fields(put(document, "infusions[0].cells", "120000000"))


def test_one_of_several_doses_is_chosen_by_the_order():
    options = [{"low": n(f"{m}000000 cells/kg"), "high": n(f"{m}000000 cells/kg")} for m in (1, 5, 10)]
    shape = {"kind": "choice", "options": options}
    assert fields(plan_of(plans.rule(shape, ordered=[n("5000000 cells/kg")]), "300000000")) == []
    assert fields(plan_of(plans.rule(shape, ordered=[n("2000000 cells/kg")]), "120000000")) != []
    assert fields(plan_of(plans.rule(shape), "60000000")) != []


def band(cells, above, up_to, included=True):
    end = n(cells)
    limits = {"above": above and n(above), "up_to": up_to and n(up_to), "volume": n("10 mL")}
    return {"low": end, "high": end, "above_included": False, "up_to_included": included} | limits


BANDS = {
    "kind": "by-weight",
    "bands": [
        band("50000000 cells", None, "60 kg"),
        band("1000000 cells/kg", "61 kg", "80 kg"),
        band("90000000 cells", "80 kg", None),
    ],
}


@pytest.mark.parametrize(
    ("weight", "cells"),
    [("60", "50000000"), ("61.5", "61500000"), ("80", "80000000"), ("80.001", "90000000")],
)
def test_the_band_of_the_dosing_weight_gives_the_dose(weight, cells):
    assert fields(plan_of(plans.rule(BANDS), cells, weight=n(f"{weight} kg"))) == []


@pytest.mark.parametrize("weight", ["60.5", "61"])
def test_a_weight_in_a_gap_between_two_bands_has_no_dose(weight):
    document = plan_of(plans.rule(BANDS), "70000000", weight=n(f"{weight} kg"))
    assert "infusions[0].cells" in messages(document)


def test_the_version_of_the_label_says_which_range_holds():
    ends = (("US", "300", "460"), ("EU", "260", "500"))
    versions = [
        {"name": name, "low": n(f"{low}000000 cells"), "high": n(f"{high}000000 cells")}
        for name, low, high in ends
    ]
    shape = {"kind": "by-version", "versions": versions}
    order = [n("480000000 cells")]
    assert fields(plan_of(plans.rule(shape, ordered=order, version="EU"), "480000000")) == []
    assert fields(plan_of(plans.rule(shape, ordered=order, version="US"), "480000000")) != []
    assert fields(plan_of(plans.rule(shape, ordered=order), "480000000")) == ["inputs.dose.version"]


def test_step_n_is_the_dose_of_infusion_n_and_the_total_adds_them():
    steps = [{"low": n(f"{m} cells/kg"), "high": n(f"{m} cells/kg")} for m in (10000, 50000, 100000)]
    document = plan_of(plans.rule({"kind": "steps", "steps": steps}), "600000", count=3, total="9600000")
    for index, cells in enumerate(("600000", "3000000", "6000000")):
        document = put(document, f"infusions[{index}].cells", cells)
        document = put(document, f"infusions[{index}].days", [cells])
        document = put(document, f"infusions[{index}].dose_steps", [plans.step("viable", [], cells, "cells")])
    assert fields(document) == []
    document["inputs"]["dose"]["shape"]["steps"].pop()
    assert fields(document) == ["infusions[2].cells", "total_cells"]


@pytest.mark.parametrize(
    ("ordered", "fault"),
    [([n("700000 cells/kg")], []), (None, ["infusions[0].cells", "total_cells"])],
)
def test_a_dose_that_the_site_enters_is_the_one_ordered(ordered, fault):
    shape = {"kind": "site-entered", "unit": "cells/kg"}
    assert fields(plan_of(plans.rule(shape, ordered=ordered), "42000000")) == fault


@pytest.mark.parametrize(
    ("others", "cells"),
    [
        ({"change": {"percent": n("25 %"), "direction": "reduce", "reason": "r"}}, "90000000"),
        ({"change": {"percent": n("10 %"), "direction": "increase", "reason": "r"}}, "132000000"),
        (
            {
                "change": {"percent": n("25 %"), "direction": "increase", "reason": "r"},
                "maximum": n("140000000 cells"),
            },
            "140000000",
        ),
        ({"minimum": n("2000000 cells/kg")}, "120000000"),
        ({"minimum": n("120000000 cells")}, "120000000"),
    ],
)
def test_a_change_comes_before_the_maximum_and_a_dose_at_the_minimum_is_allowed(others, cells):
    dose = plans.rule(plans.span("2000000"), **others)
    assert fields(plan_of(dose, cells)) == []


@pytest.mark.parametrize(
    "others",
    [
        {"minimum": n("120000001 cells")},
        {
            "change": {"percent": n("50.1 %"), "direction": "reduce", "reason": "r"},
            "minimum": n("1000000 cells/kg"),
        },
        {"minimum": n("110000000 cells"), "maximum": n("100000000 cells")},
    ],
)
def test_below_the_minimum_there_is_no_dose_and_none_is_made_up(others):
    document = plan_of(plans.rule(plans.span("2000000"), **others), "120000000")
    assert "finds it below the minimum" in messages(document)["infusions[0].cells"]


@pytest.mark.parametrize(("limit", "stops"), [("8000000 cells/kg", False), ("479999999 cells", True)])
def test_a_course_that_gives_more_than_its_cumulative_limit_is_found(limit, stops):
    dose = plans.rule(plans.span("120000000", unit="cells"), cumulative_limit=n(limit))
    document = plan_of(dose, "120000000", count=4, total="480000000")
    assert fields(document) == (["total_cells"] if stops else [])


@pytest.mark.parametrize(
    ("ceiling", "days"),
    [
        ("120000001 cells", ["120000000"]),
        ("120000000 cells", ["60000000"] * 2),
        ("2000000 cells/kg", ["60000000"] * 2),
        ("60000000 cells", ["40000000"] * 3),
        ("18000000 cells", [n("17142857.1428 cells", "120000000/7")] * 7),
    ],
)
def test_a_daily_ceiling_splits_over_the_fewest_days_below_it(ceiling, days):
    document = plan_of(plans.rule(plans.span("2000000"), daily_ceiling=n(ceiling)), "120000000")
    assert fields(put(document, "infusions[0].days", days)) == []
    if len(days) > 1:
        assert fields(document)[-1] == "infusions[0].days[0]"


def test_cells_that_do_not_end_are_compared_by_their_fraction():
    """A weight of 15605/254 kg times a million."""
    document = plan_of(
        plans.rule(RANGE, ordered=[MILLION]),
        "61437007.874",
        weight=n("61.437007874 kg", "15605/254"),
        basis="ideal",
        body=body("170 cm"),
    )
    cells = {"cells": "61437007.874"} | beside("7802500000/127")
    document["infusions"][0] |= cells | {"days": [n("61437007.874 cells", "7802500000/127")]}
    document["infusions"][0]["dose_steps"] = [plans.step("viable", [], "61437007.874", "cells")]
    document |= {"total_cells": "61437007.874"} | beside("7802500000/127")
    assert fields(document) == []
    assert fields(put(document, "infusions[0].fraction", "7802500001/127")) == ["infusions[0].cells"]
    assert fields(put(document, "infusions[0].exact", True)) == ["infusions[0].exact"]
    assert fields(put(document, "infusions[0].fraction", "15605000000/254")) == ["infusions[0].fraction"]


def test_the_working_of_every_shape_ends_with_the_cells():
    document = plan_of(plans.rule(RANGE, ordered=[HALF_MILLION]), "30000000")
    path = "infusions[0].dose_steps[0]"
    wrong = fields(put(document, f"{path}.result.value", "3000000"))
    assert wrong == [f"{path}.result.value", "infusions[0].dose_steps"]
    assert fields(put(document, f"{path}.unrounded", "3000000")) == [f"{path}.unrounded"]
    strange = {"name": "dose", **n("5000000 cells/kg")}
    assert fields(put(document, f"{path}.inputs", [strange])) == [f"{path}.inputs[0].value"]
    assert fields(put(document, "infusions[0].dose_steps", [])) == ["infusions[0].dose_steps"]


def test_the_maximum_may_be_ordered_where_the_one_dose_is_cut_to_it():
    """60 kg at a million per kg, at most 50 million: the order of 50 million says the dose that is given."""
    for ordered, fault in (("50000000 cells", []), ("49999999 cells", ["infusions[0].cells"])):
        rule = plans.rule(plans.span("1000000"), ordered=[n(ordered)], maximum=n("50000000 cells"))
        assert fields(plan_of(rule, "50000000"))[:1] == fault


def test_a_change_is_of_the_dose_that_would_have_been_given():
    """60 million cut to 50 million, less a fifth: 40 million, and not 48 of the 60."""
    change = {"percent": n("20 %"), "direction": "reduce", "reason": "as ordered"}
    rule = plans.rule(plans.span("1000000"), maximum=n("50000000 cells"), change=change)
    assert fields(plan_of(rule, "40000000")) == []
    assert "infusions[0].cells" in fields(plan_of(rule, "48000000"))


@pytest.mark.parametrize("basis", [None, "actual"])
def test_a_flat_dose_needs_no_weight(basis):
    document = plan_of(plans.rule(plans.span("1000000", unit="cells")), "1000000", weight=n("60 kg"))
    document["inputs"] |= {"weight": None, "basis": basis}
    document["inputs"]["patient"] |= {"weight": None, "basis": basis}
    assert fields(document) == []


def test_an_actual_weight_alone_is_the_dosing_weight_where_that_is_the_basis():
    document = plan_of(plans.rule(RANGE, ordered=[MILLION]), "60000000")
    document["inputs"]["patient"] |= {"weight": None, "actual": n("60 kg")}
    assert fields(document) == []
    document["inputs"]["patient"]["actual"] = n("61 kg")
    assert fields(document) == ["inputs.weight"]
