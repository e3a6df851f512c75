"""Minimum, change, daily ceiling and the whole course: each is a visible step, none moves a dose silently."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.dosing.cumulative import cumulative, cumulative_steps
from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import Change, SiteEntered, Span, Steps
from msc_dose.quantity.amount import Amount

from .prescribing import (
    between,
    case,
    cells,
    codes,
    dose_of,
    fraction,
    kg,
    per_kg,
    percent,
    refused,
    weighing,
)

CORD = DoseRule.of(SiteEntered(), "all", "TNC", "before freeze", minimum=per_kg("2.5e7"))
CEILING = per_kg("1.63e9")


def yescarta(**limits):
    return DoseRule.of(per_kg("2e6"), "viable", maximum=cells("2e8"), **limits)


def test_yes_05_the_effective_dose_per_kg_is_an_exact_quotient():
    given_, expected = case("YES-05")
    dose = dose_of(yescarta(), given_["weight_kg"])
    assert (dose.cells.value, dose.calculated.value) == (expected["dose_cells"], expected["uncapped_cells"])
    assert fraction(dose.per_weight) == Fraction(200_000_000, 130)
    assert round(fraction(dose.per_weight)) == expected["effective_cells_per_kg"]
    assert (dose.weight, dose.days) == (kg(130), (dose.cells,))


def test_ryo_15_the_weight_at_which_a_payers_ceiling_begins():
    given_, expected = case("RYO-15")
    rule = DoseRule.of(per_kg(given_["dose_cells_per_kg"]), maximum=cells(given_["max_cells_per_dose"]))
    at, above = (dose_of(rule, weight) for weight in (expected["implied_weight_kg"], "112.501"))
    assert at.cells == above.cells == cells(given_["max_cells_per_dose"])
    assert ("dose.above-maximum" in codes(at), "dose.above-maximum" in codes(above)) == (False, True)


def test_hpc_02_a_minimum_is_what_is_required():
    given_, expected = case("HPC-02")
    minimum = per_kg(given_["min_per_kg"], population="TNC")
    assert (
        dose_of(DoseRule.of(minimum, minimum=minimum), given_["weight_kg"]).cells.value
        == expected["required_TNC"]
    )


def test_a_dose_below_the_minimum_is_refused_and_never_raised():
    problem = refused("dose.below-minimum", dose_of, CORD, "70", ordered=per_kg("24999999.9"))
    assert "1,750,000,000 all TNC" in problem.message
    dose = dose_of(CORD, "70", ordered=per_kg("2.5e7"))
    assert (dose.cells.value, dose.cells.moment) == (1_750_000_000, "before freeze")
    assert dose.derivation.steps[-1].formula == "the dose; it is not below the minimum"


def test_a_minimum_raises_the_lowest_dose_that_is_permitted():
    rule = DoseRule.of(between(per_kg("1e6"), per_kg("2e6")), minimum=cells("80e6"))
    assert permitted_doses(rule, weighing("50")).low.value == 80_000_000
    assert permitted_doses(rule, weighing("90")).low.value == 90_000_000
    refused("dose.below-minimum", permitted_doses, rule, weighing("39"))
    refused("dose.below-minimum", dose_of, rule, "50", ordered=per_kg("1e6"))


def test_a_minimum_above_the_maximum_is_no_rule():
    refused("rule.minimum-above-maximum", DoseRule.of, per_kg("1"), minimum=cells("2"), maximum=cells("1"))


@pytest.mark.parametrize(
    ("direction", "by", "weight", "given_cells", "notes"),
    [
        ("reduce", "25", "60", "90000000", ["dose.changed"]),
        ("reduce", "12.5", "60", "105000000", ["dose.changed"]),
        ("increase", "10", "60", "132000000", ["dose.changed"]),
        ("increase", "100", "60", "200000000", ["dose.changed", "dose.above-maximum"]),
        ("reduce", "25", "130", "150000000", ["dose.above-maximum", "dose.changed"]),
        ("increase", "10", "130", "200000000", ["dose.above-maximum", "dose.changed", "dose.above-maximum"]),
    ],
)
def test_a_change_is_of_the_dose_the_rule_gives_and_the_maximum_still_holds(
    direction, by, weight, given_cells, notes
):
    """25 % less for a patient at the maximum is 25 % less than the maximum."""
    dose = dose_of(yescarta(change=Change(percent(by), direction, "toxicity grade 2")), weight)
    assert dose.cells.value == Decimal(given_cells)
    assert codes(dose) == notes
    assert any(step.source == "ordered: toxicity grade 2" for step in dose.derivation.steps)
    assert dose.calculated.value == 2_000_000 * int(weight)


def test_a_change_that_leaves_the_range_is_to_be_checked():
    rule = DoseRule.of(
        between(per_kg("1e6"), per_kg("2e6")), "viable", change=Change(percent(50), "reduce", "frail")
    )
    (problem,) = dose_of(rule, "60", ordered=per_kg("1e6")).problems
    assert (problem.code, problem.severity) == ("dose.changed", "check")
    (problem,) = dose_of(rule, "60", ordered=per_kg("2e6")).problems
    assert (problem.code, problem.severity) == ("dose.changed", "note")


@pytest.mark.parametrize(
    ("by", "direction", "reason", "code"),
    [
        (percent(25), "reduce", "", "change.reason-missing"),
        (percent(25), "reduce", "  ", "change.reason-missing"),
        (percent(25), "reduce", "a\x1b[2J", "text.control-character"),
        (percent(25), "halve", "frail", "change.direction-unknown"),
        (percent(0), "reduce", "frail", "change.percent"),
        (percent(100), "reduce", "frail", "change.percent"),
        (kg(25), "reduce", "frail", "unit.wrong-kind"),
    ],
)
def test_a_change_states_how_much_which_way_and_why(by, direction, reason, code):
    refused(code, Change, by, direction, reason)


@pytest.mark.parametrize(
    ("per_weight", "days"),
    [("1629999999.9", 1), ("1630000000", 2), ("3259999999.9", 2), ("3.26e9", 3), ("5e9", 4)],
)
def test_a_day_stays_below_its_ceiling(per_weight, days):
    """The dose of one day is below 1.63 × 10⁹ TNC/kg (PubMed 21703976); exactly that takes two."""
    rule = DoseRule.of(per_kg(per_weight), "all", "TNC", daily_ceiling=CEILING)
    dose = dose_of(rule, "70")
    assert len(dose.days) == days
    assert sum(map(fraction, dose.days)) == fraction(dose.cells)
    assert all(fraction(day) < 70 * Fraction(1_630_000_000) for day in dose.days)
    assert codes(dose) == (["dose.split-over-days"] if days > 1 else [])


def test_a_ceiling_of_nearly_nothing_is_refused():
    refused("dose.too-many-days", dose_of, yescarta(daily_ceiling=cells("1")), "60")


@settings(max_examples=100)
@given(
    dose=st.decimals("1000000", "99999999", places=3),
    weight=st.decimals("0.2", 650, places=3),
    parts=st.integers(1, 30),
    off=st.sampled_from([Decimal("-0.001"), Decimal(0), Decimal("0.001")]),
)
def test_the_days_are_equal_and_as_few_as_possible(dose, weight, parts, off):
    ceiling = Amount("dose_per_weight", dose + off, parts)
    made = dose_of(DoseRule.of(per_kg(dose), "all", "TNC", daily_ceiling=ceiling), weight)
    most = fraction(ceiling) * Fraction(weight)
    each = fraction(made.days[0])
    assert set(made.days) == {made.days[0]}
    assert each * len(made.days) == fraction(made.cells)
    assert each < most
    assert len(made.days) == 1 or fraction(made.cells) / (len(made.days) - 1) >= most


def test_case_01_the_cells_of_the_course_add_up():
    given_, expected = case("CASE-01")
    rule = DoseRule.of(per_kg(given_["dose_cells_per_kg"]))
    doses = [dose_of(rule, given_["weight_kg"]).cells] * given_["n_infusions"]
    total, problems = cumulative(rule, doses, None)
    assert (total.value, problems) == (expected["cumulative_cells"], ())


@pytest.mark.parametrize(
    ("limit", "stops"),
    [(cells("360e6"), False), (cells("359999999.9"), True), (per_kg("8e6"), False), (per_kg("7.9e6"), True)],
)
def test_a_course_above_its_limit_is_a_stop_that_is_told_and_not_raised(limit, stops):
    rule = DoseRule.of(per_kg("2e6"), "viable", cumulative_limit=limit)
    doses = [cells("90e6")] * 4
    total, problems = cumulative(rule, doses, kg(45))
    assert total == cells("360e6", counts="viable")
    assert [(p.code, p.severity) for p in problems] == [("dose.cumulative-above-limit", "stop")] * stops
    assert cumulative_steps(rule, doses, kg(45))[-1].result.value == ("no" if stops else "yes")


def test_a_limit_per_kg_needs_the_weight_and_all_doses_count_the_same():
    rule = DoseRule.of(per_kg("2e6"), "viable", cumulative_limit=per_kg("8e6"))
    refused("value.missing", cumulative, rule, [cells("1")], None)
    refused("count.mixed", cumulative, rule, [cells("1", counts="all")], kg(45))


def test_cal_08_escalating_steps():
    given_, expected = case("CAL-08")
    rule = DoseRule.of(Steps((Span.of(per_kg("1e6")), Span.of(per_kg("5e6")))), "viable", "MSC")
    first, second = (dose_of(rule, given_["weight_kg"], infusion=n) for n in (1, 2))
    assert (first.cells.value, second.cells.value) == (expected["dose1_cells"], expected["dose2_cells"])
    for infusion in (0, 3):
        problem = refused("dose.no-such-step", dose_of, rule, "60", infusion=infusion)
        assert problem.field == "infusion"


def test_limits_count_what_the_doses_count():
    rule = DoseRule.of(
        per_kg("2e6"), "viable", "MSC", "after thaw", minimum=cells("1"), daily_ceiling=cells("9e9")
    )
    for limit in (rule.minimum, rule.daily_ceiling, rule.dose):
        assert (limit.counts, limit.population, limit.moment) == ("viable", "MSC", "after thaw")
    refused("count.mixed", DoseRule.of, per_kg("2e6"), "viable", minimum=cells("1", counts="all"))
    refused(
        "count.mixed",
        DoseRule.of,
        Steps((Span.of(per_kg(1, counts="all")), Span.of(per_kg(1, counts="viable")))),
    )
    ends = Span(per_kg("1e6", counts="viable"), per_kg("2e6"))
    assert ends.high.counts == "viable"


def test_a_lost_power_of_ten_is_found_behind_a_maximum_and_in_a_flat_dose():
    hidden = DoseRule.of(per_kg("2e9"), "viable", maximum=cells("2e8"), product="iv-msc")
    refused("dose.implausible", dose_of, hidden, "60")
    flat = DoseRule.flat(cells("120"), "viable", product="iv-msc")
    refused("dose.implausible", dose_of, flat, "60")
    assert codes(dose_of(flat, None)) == ["dose.no-guard"]


@pytest.mark.parametrize(
    ("population", "dose", "found"),
    [
        ("TNC", "3e8", []),
        ("TNC", "999999", ["dose.implausible"]),
        ("CD34+", "5e6", []),
        ("CD34+", "1e8", ["dose.implausible"]),
        ("CD3+", "5000", []),
        ("CD3+", "1e8", ["dose.implausible"]),
        ("MSC", "5000", ["dose.implausible"]),
        ("CAR+ T", "5000", ["dose.no-guard"]),
        ("MNC", "2e6", ["dose.no-guard"]),
    ],
)
def test_guards_belong_to_a_population_and_their_absence_is_said(population, dose, found):
    """[P]: the limits are policy; a population without a row has none."""
    assert codes(dose_of(DoseRule.of(per_kg(dose), "viable", population), "60")) == found
