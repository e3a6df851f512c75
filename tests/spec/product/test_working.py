"""Every step of a preparation and of a date can be redone by hand, and says whose word it is."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

import msc_dose as md
from msc_dose.product.container import Content, Dmso
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.preparation.preparing import prepare

from .amounts import RYONCIL, cells, kg, minutes, ml, percent, rate

BAG = Content(cells("72e6", moment="label nominal"), fill=ml("10.8"), dmso=Dmso(percent(10), "v/v"))


def steps(made):
    return {step.name: step for step in made.derivation.steps}


def values(step):
    return [Fraction(term.value) for term in step.inputs]


def test_the_thawed_product_in_a_diluted_volume_has_a_step_of_its_own():
    """11.2 mL of 10.8 mL and 18 mL of saline hold 4.2 mL of what was thawed; its DMSO is of those."""
    handling = Handling(dispense="draw", diluent="saline", diluent_per_container=ml(18), rinsed=True)
    by_name = steps(prepare(cells("100e6"), BAG, handling, actual_weight=kg(50)))
    product = by_name["container 2: volume of thawed product"]
    volume, fill, added = values(product)
    assert Fraction(product.result.value) == volume * fill / (fill + added) == Fraction("4.2")
    assert by_name["container 2: DMSO"].inputs[0].value == product.result.value


def test_the_withdrawal_volume_is_a_sum_of_rounded_volumes_and_not_rounded_itself():
    by_name = steps(prepare(cells("70e6"), RYONCIL, Handling(dispense="draw", rinsed=True)))
    drawn, exact = by_name["withdrawal volume"], by_name["volume that holds the cells needed"]
    assert drawn.rounding == "none: a sum of rounded volumes"
    assert (drawn.result.value, drawn.unrounded) == ("10.47", "10.47")
    assert sum(values(drawn)) == Fraction("10.47")
    # Row RYO-10 of the reference: 10.479 mL.
    assert round(Decimal(exact.result.value), 3) == Decimal("10.479")
    assert exact.result.cut


def test_a_number_that_is_cut_says_so_and_an_exact_one_that_it_is_exact():
    handling = Handling(dispense="draw", final_volume=ml(40), diluent="saline", hold_up=ml(1), rate=rate(3))
    made = prepare(cells("70e6"), RYONCIL, handling, weight=kg(35))
    for step in made.derivation.steps:
        if step.rounding == "none: exact":
            assert not step.result.cut
        elif step.result.cut:
            assert "cut to 12" in step.rounding
    assert any(step.result.cut for step in made.derivation.steps)


@pytest.mark.parametrize(
    ("given", "name", "first"),
    [
        ({"rate": rate(4), "rinsed": True}, "duration", "final volume"),
        ({"rate": rate(4), "hold_up": ml(1)}, "duration", "final volume, hold-up included"),
        ({"duration": minutes(10), "hold_up": ml(1)}, "rate", "final volume, hold-up included"),
    ],
)
def test_rate_and_time_name_the_volume_that_they_are_of(given, name, first):
    handling = Handling(dispense="draw", final_volume=ml(40), diluent="saline", **given)
    made = prepare(cells("70e6"), RYONCIL, handling)
    assert (steps(made)[name].inputs[0].name, steps(made)[name].inputs[0].value) == (first, "40")


def test_each_step_of_a_rate_names_what_is_left_of_the_final_volume():
    rates = (RateStep(rate(1), minutes(10)), RateStep(rate(3)))
    handling = Handling(dispense="draw", final_volume=ml(40), diluent="saline", rinsed=True, steps=rates)
    by_name = steps(prepare(cells("70e6"), RYONCIL, handling))
    assert by_name["duration of step 1"].inputs[0].name == "final volume"
    assert by_name["duration of step 2"].inputs[0].name == "final volume left after step 1"


def test_what_is_stated_of_a_product_is_never_told_as_ordered():
    handling = Handling(dispense="draw", rinsed=True, rate=rate(4), clock=Clock("thaw complete", minutes(60)))
    made = prepare(cells("70e6"), RYONCIL, handling)
    assert "as ordered" not in {step.source for step in made.derivation.steps}
    assert steps(made)["cells infused"].source == steps(made)["rate needed"].source == "as stated"


def course(closed=()):
    return md.plan_course(
        "ryoncil-us-2024",
        md.Patient(weight="20 kg", basis="actual"),
        start=date(2027, 3, 1),
        closures=md.Closures(open="mon,tue,wed,fri", closed=dict(closed)),
        window=md.Window(1, 1),
        counts="viable",
    )


def test_the_target_of_a_twice_weekly_infusion_follows_from_weeks_and_days():
    target = course().infusions[3].derivation.steps[0]
    by_name = {term.name: term.value for term in target.inputs}
    assert by_name["day of infusion 4"] == "10"
    assert (by_name["weeks before its week"], by_name["days after the first of its week"]) == ("1", "3")


def test_the_date_of_a_twice_weekly_infusion_names_all_that_decides_it():
    """Thursday is closed: Monday and Friday move one day in all, Tuesday and Friday would move two."""
    first, second = (infusion.derivation.steps[1] for infusion in course().infusions[:2])
    by_name = {term.name: term.value for term in first.inputs}
    assert by_name["earliest of infusion 2"] == "2027-03-03"
    assert by_name["target of infusion 2"] == "2027-03-04"
    assert by_name["latest of infusion 2"] == "2027-03-05"
    assert by_name["open weekdays"] == "Mon–Wed, Fri"
    assert (
        "of pairs that move as little the one with the later first day, then the later second"
        in first.formula
    )
    assert {term.name: term.value for term in second.inputs}["target of infusion 1"] == "2027-03-01"
