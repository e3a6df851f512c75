"""A range, a choice or a dose the site enters is open until the order states the dose."""

from dataclasses import replace
from decimal import Decimal

import pytest

from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import ByVersion, Choice, SiteEntered, Span, Version

from .prescribing import between, case, cells, codes, dose_of, per_kg, refused, weighing

CILTA = DoseRule.of(between(per_kg("0.5e6"), per_kg("1e6")), "viable", maximum=cells("1e8"))
START = DoseRule.of(Choice(tuple(Span.of(per_kg(n)) for n in ("1e6", "5e6", "10e6"))), "viable", "MSC")
IDE = DoseRule.of(
    ByVersion(
        tuple(
            Version(name, between(cells(low), cells(high)))
            for name, low, high in (
                ("US earlier", "300e6", "460e6"),
                ("US 2024", "300e6", "510e6"),
                ("EU", "260e6", "500e6"),
            )
        )
    ),
    "viable",
)


def test_car_03_the_maximum_caps_the_top_of_a_range():
    given, expected = case("CAR-03")
    permitted = permitted_doses(CILTA, weighing(given["weight_kg"]))
    assert (permitted.low.value, permitted.high.value) == (expected["min_cells"], expected["max_cells"])
    assert [p.code for p in permitted.problems] == ["dose.above-maximum"]
    assert "100 million viable cells is the highest that may be ordered" in permitted.problems[0].message
    assert permitted.per_weight[0] == per_kg("0.5e6", counts="viable")


@pytest.mark.parametrize(
    ("weight", "low", "high", "found"),
    [
        ("100", 50_000_000, 100_000_000, []),
        ("200", 100_000_000, 100_000_000, ["dose.above-maximum"]),
        ("200.01", 100_000_000, 100_000_000, ["dose.maximum-below-range"]),
        ("220", 100_000_000, 100_000_000, ["dose.maximum-below-range"]),
    ],
)
def test_a_maximum_below_the_range_is_the_only_dose_and_is_to_be_checked(weight, low, high, found):
    """Above 200 kg the cap of ciltacabtagene lies below its own lowest dose."""
    permitted = permitted_doses(CILTA, weighing(weight))
    assert (permitted.low.value, permitted.high.value) == (low, high)
    assert [p.code for p in permitted.problems] == found
    assert "dose.maximum-below-range" not in found or permitted.problems[0].severity == "check"


def sources(dose):
    return {step.name: step.source for step in dose.derivation.steps}


def test_what_is_ordered_is_told_as_ordered_and_the_rest_by_the_rules_source():
    """The ends of a range and the maximum are the label's; the dose within it is the order's."""
    ranged = sources(dose_of(replace(CILTA, source="the label"), "60", ordered=per_kg("0.75e6")))
    assert ranged["viable cells for this body weight, as ordered"] == "as ordered"
    assert ranged["viable cells for this body weight, lowest"] == "the label"
    assert ranged["viable cells, within the range"] == "as ordered, of the doses of: the label"
    chosen = sources(dose_of(replace(START, source="the trial"), "60", ordered=per_kg("5e6")))
    assert chosen["dose as chosen"] == "as ordered, of the doses of: the trial"
    entered = DoseRule.of(SiteEntered("dose_per_weight"), "viable", maximum=cells("1e8"), source="the paper")
    told = sources(dose_of(entered, "60", ordered=per_kg("1e6")))
    assert told["viable cells for this body weight"] == "as ordered"
    assert told["viable cells, not above the maximum"] == "the paper"


def test_an_open_range_is_refused_with_what_this_patient_may_have():
    problem = refused("dose.range-open", dose_of, CILTA, "120")
    assert problem.field == "ordered"
    for part in ("60 million viable cells", "100 million viable cells", "0.5 million viable cells/kg"):
        assert part in problem.message


@pytest.mark.parametrize(
    ("ordered", "given"),
    [
        (per_kg("0.5e6"), 60_000_000),
        (per_kg("0.75e6"), 90_000_000),
        (cells("60e6"), 60_000_000),
        (cells("1e8"), 100_000_000),
        (cells("99999999.5"), Decimal("99999999.5")),
    ],
)
def test_an_order_inside_the_range_is_the_dose(ordered, given):
    dose = dose_of(CILTA, "120", ordered=ordered)
    assert dose.cells.value == given
    assert dose.calculated == dose.cells


@pytest.mark.parametrize(
    "ordered", [per_kg("499999.9"), per_kg("1e6"), cells("59999999"), cells("100000000.1"), per_kg("2e6")]
)
def test_an_order_outside_the_range_or_above_the_maximum_is_refused_and_not_clamped(ordered):
    """1 million/kg lies in the range of the label, and at 120 kg above its maximum."""
    problem = refused("dose.outside-range", dose_of, CILTA, "120", ordered=ordered)
    assert "60 million viable cells to 100 million viable cells" in problem.message


def test_beside_a_rule_of_one_dose_the_order_must_say_that_dose():
    rule = DoseRule.per_weight(per_kg("2e6"), cells("2e8"), "viable")
    alone = dose_of(rule, "130")
    for same in (per_kg("2e6"), cells("260e6"), cells("200e6")):
        assert dose_of(rule, "130", ordered=same) == alone
    for other in (per_kg("1e6"), cells("199e6"), cells("1")):
        refused("dose.outside-range", dose_of, rule, "130", ordered=other)


@pytest.mark.parametrize("ordered", [per_kg("5e6"), cells("300e6")])
def test_a_choice_takes_what_was_ordered(ordered):
    """The doses of START (NCT01775774, NCT02097641), by name or in cells."""
    dose = dose_of(START, "60", ordered=ordered)
    assert (dose.cells.value, dose.cells.population) == (300_000_000, "MSC")
    assert dose.derivation.steps[0].name == "dose as chosen"


def test_a_choice_is_open_and_takes_nothing_else():
    assert refused("dose.range-open", dose_of, START, "60").field == "ordered"
    refused("dose.not-among-choices", dose_of, START, "60", ordered=per_kg("2e6"))
    permitted = permitted_doses(START, weighing("60"))
    assert [low.value for low, _ in permitted.options] == [60_000_000, 300_000_000, 600_000_000]
    assert (permitted.low, permitted.high) == (permitted.options[0][0], permitted.options[2][1])


@pytest.mark.parametrize("number", ["ABE-01", "ABE-02", "ABE-04"])
@pytest.mark.parametrize(
    ("version", "key"),
    [("US earlier", "in_US_earlier_300_460"), ("US 2024", "in_US_2024_300_510"), ("EU", "in_EU_260_500")],
)
def test_a_flat_range_depends_on_the_version_of_the_label(number, version, key):
    given, expected = case(number)
    ordered = cells(given["dose_cells"])
    if expected[key]:
        assert dose_of(IDE, None, ordered=ordered, version=version).cells.value == ordered.value
    else:
        refused("dose.outside-range", dose_of, IDE, None, ordered=ordered, version=version)


def test_a_version_is_asked_for_known_and_not_stated_for_nothing():
    assert refused("value.missing", dose_of, IDE, "60", ordered=cells("4e8")).field == "version"
    problem = refused("version.unknown", dose_of, IDE, "60", ordered=cells("4e8"), version="US 2030")
    assert "US 2024" in problem.fix
    refused("version.unknown", dose_of, CILTA, "60", ordered=cells("4e7"), version="US 2024")


def test_kym_06_a_flat_range_needs_no_weight():
    given, expected = case("KYM-06")
    rule = DoseRule.of(between(cells("0.6e8"), cells("6e8")), "viable")
    permitted = permitted_doses(rule, weighing(None))
    assert (permitted.low.value, permitted.high.value) == (expected["min_cells"], expected["max_cells"])
    dose = dose_of(rule, None, ordered=cells(given["dose_cells"]))
    assert (dose.cells.value, dose.weight, dose.per_weight, codes(dose)) == (5 * 10**8, None, None, [])


def test_where_the_site_enters_the_dose_the_order_is_the_dose():
    rule = DoseRule.of(SiteEntered(), "viable", "CD3+", maximum=cells("1e8"))
    assert refused("value.missing", dose_of, rule, "70").field == "ordered"
    refused("unit.wrong-kind", dose_of, rule, "70", ordered=cells("1e6"))
    refused("count.mixed", dose_of, rule, "70", ordered=per_kg("1e6", counts="all"))
    dose = dose_of(rule, "70", ordered=per_kg("690000"))
    assert (dose.cells.value, dose.cells.counts, dose.cells.population) == (48_300_000, "viable", "CD3+")


def test_dli_03_the_dose_of_the_row():
    given, expected = case("DLI-03")
    rule = DoseRule.of(SiteEntered(population="CD3+"))
    dose = dose_of(rule, given["weight_kg"], ordered=per_kg(expected["CD3_per_kg"]))
    assert dose.cells.value == expected["total_CD3"]


def test_an_order_counts_what_the_rule_counts():
    problem = refused("count.mixed", dose_of, CILTA, "120", ordered=per_kg("0.6e6", counts="all"))
    assert problem.field == "ordered"
    refused("unit.wrong-kind", dose_of, CILTA, "120", ordered=weighing("60").weight)
    refused("dose.zero", dose_of, CILTA, "120", ordered=cells("0"))
