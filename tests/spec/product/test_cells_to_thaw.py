"""Cells to thaw, by what the container counts: three cases, and none of them guessed.

(a) All cells before freeze: ÷ (total recovery × post-thaw viability). (b) Viable cells before freeze: ÷ viable
recovery, in which death already is. (c) Viable cells after thaw, or a label's nominal content: as they are.
"""

import dataclasses
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.product.container import Content
from msc_dose.product.content import containers_for, deliverable
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.preparing import prepare

from .amounts import RYONCIL, cells, codes, fraction, kg, ml, per_ml, percent, recovery, refused

DOSE = cells("120e6")
FROZEN = "before freeze"


def held(counts, moment, **more):
    return Content(cells("50e6", counts, moment=moment), **more)


def to_thaw(content, dose=DOSE):
    return prepare(dose, content, Handling()).cells_to_thaw


@pytest.mark.parametrize(
    ("content", "thawed", "million"),
    [
        (held("all", FROZEN, viability=percent(85), recovery=recovery(90, "total")), "156862745.1", "156.9"),
        (held("viable", FROZEN, recovery=recovery(90, "viable")), "133333333.4", "133.3"),
        (
            held(
                "all", FROZEN, viability=percent(95), viability_moment=FROZEN, recovery=recovery(90, "viable")
            ),
            "140350877.2",
            "140.4",
        ),
        (held("viable", "after thaw"), "120000000", "120.0"),
        (held("viable", "label nominal"), "120000000", "120.0"),
        (held("all", "after thaw", viability=percent(80)), "150000000", "150.0"),
    ],
    ids=["(a) all", "(b) viable", "(b) viable, of all", "(c) after thaw", "(c) label", "all after thaw"],
)
def test_the_cases_of_recovery(content, thawed, million):
    """Facts: 120 million, viability 85 %, recovery 90 %: 156.9 million; of a 95 % viable product 140.4."""
    rounded = to_thaw(content)
    assert rounded.value.value == Decimal(thawed)
    assert f"{rounded.value.value / 10**6:.1f}" == million
    assert rounded.rule == "up to 0.1 cells"
    assert rounded.value.counts == content.cells.counts
    assert rounded.unrounded <= rounded.value


def test_viable_recovery_is_never_multiplied_by_the_viability_after_thaw():
    both = held(
        "viable",
        FROZEN,
        viability=percent(85),
        viability_moment="after thaw",
        recovery=recovery(90, "viable"),
    )
    assert to_thaw(both) == to_thaw(held("viable", FROZEN, recovery=recovery(90, "viable")))
    assert "viability.not-applied" in codes(prepare(DOSE, both, Handling()))


def test_the_bare_calculator_takes_all_cells_for_a_viable_dose_and_says_so():
    """Nothing says what is counted; a viability is stated, so there is something to take it of."""
    content = Content(viability=percent(85), recovery=recovery(90, "total"))
    made = prepare(cells("120e6", None, None), content, Handling())
    assert made.cells_to_thaw.value.value == Decimal("156862745.1")
    assert fraction(made.cells_to_thaw.unrounded) == Fraction(120_000_000 * 100 * 100, 85 * 90)
    assert made.containers_to_thaw is None
    assert codes(made) == ["counts.taken", "container.not-stated", "dispense.not-stated"]
    assert {problem.severity for problem in made.problems} == {"note"}


def test_three_containers_where_binary_floats_say_four():
    """0.5e6 × 10.5 / 0.7 / 2.5e6 is 3.0000000000000004 in binary."""
    need = md.read("0.5e6 cells/kg", "dose_per_weight") * kg("10.5")
    made = prepare(need, Content(md.read("2.5e6 cells", "cell_count"), viability=percent(70)), Handling())
    assert made.containers_to_thaw == 3
    assert made.cells_to_thaw.value == made.cells_to_thaw.unrounded == md.read("7.5e6 cells", "cell_count")


def test_cells_counted_as_the_dose_counts_them_are_taken_as_they_are():
    """Cord blood is dosed on all nucleated cells at freezing: what is lost in thawing changes nothing."""
    dose = cells("1.75e9", "all", "TNC", FROZEN)
    unit = Content(cells("1e9", "all", "TNC", FROZEN), viability=percent(85), recovery=recovery(90, "total"))
    made = prepare(dose, unit, Handling())
    assert made.containers_to_thaw == 2
    assert made.cells_to_thaw.value.value == Decimal("1.75e9")
    assert codes(made)[:2] == ["viability.not-applied", "recovery.not-applied"]


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (held("all", "after thaw"), "viability.missing", "viability"),
        (held("all", FROZEN, viability=percent(85)), "recovery.missing", "recovery"),
        (held("viable", FROZEN), "recovery.missing", "recovery"),
        (held("viable", FROZEN, recovery=recovery(90, "total")), "recovery.wrong-kind", "recovery_of"),
        (
            held("all", FROZEN, viability=percent(85), recovery=recovery(90, "viable")),
            "viability.moment-missing",
            "viability",
        ),
        (
            held(
                "all", FROZEN, viability=percent(95), viability_moment=FROZEN, recovery=recovery(90, "total")
            ),
            "viability.moment-missing",
            "viability",
        ),
        (
            held("all", "after thaw", viability=percent(95), viability_moment=FROZEN),
            "viability.moment-missing",
            "viability",
        ),
        (
            held("all", None, viability=percent(95), viability_moment=FROZEN),
            "viability.moment-missing",
            "viability",
        ),
        (
            held(None, None, viability=percent(95), viability_moment=FROZEN),
            "viability.moment-missing",
            "viability",
        ),
        (Content(cells("1e9", "viable", "CD34+")), "count.mixed", "population"),
        (Content(fill=ml(10)), "content.missing", "container"),
        (Content(concentration=per_ml("1e6")), "content.volume-missing", "volume"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_refused_not_guessed(content, code, field):
    refusal = refused(lambda: deliverable(content, DOSE), code)
    assert refusal.problems[0].field == field
    assert refusal.problems[0].fix


@pytest.mark.parametrize(
    ("content", "dose"),
    [
        (held("viable", "after thaw"), cells("1e6", "all")),
        (held("viable", "after thaw"), cells("1e6", "viable", "MSC", FROZEN)),
    ],
)
def test_no_fraction_leads_from_viable_to_all_cells_or_back_through_the_thaw(content, dose):
    refused(lambda: deliverable(content, dose), "count.mixed")


@pytest.mark.parametrize(
    ("content", "dose", "code"),
    [
        (Content(cells("50e6", None, moment="after thaw")), DOSE, "counts.taken"),
        (Content(cells("50e6", "viable", None, "after thaw")), DOSE, "population.not-stated"),
        (Content(cells("50e6")), cells("120e6", moment="after thaw"), "moment.taken"),
    ],
)
def test_what_only_one_side_states_is_taken_for_both_with_a_check(content, dose, code):
    made = deliverable(content, dose)
    assert made.cells == dataclasses.replace(dose, numerator=Decimal("50e6"))
    assert [(problem.code, problem.severity) for problem in made.problems] == [(code, "check")]


def test_a_count_without_a_moment_is_taken_as_one_after_thaw_with_a_note():
    made = deliverable(Content(cells("50e6")), DOSE)
    assert [(problem.code, problem.severity) for problem in made.problems] == [("moment.taken", "note")]
    assert "after thaw" in made.problems[0].message
    assert deliverable(Content(cells("50e6", moment="label nominal")), DOSE).problems == ()


@pytest.mark.parametrize(
    ("handling", "told"),
    [
        (Handling(dispense="draw"), "volumes follow the stated concentration. It needs 2 containers"),
        (Handling(dispense="whole"), "for the cells that a whole container gives."),
        (
            Handling(dispense="draw", diluent="saline", diluent_per_container=ml(10)),
            "for the volumes drawn after dilution. It needs 2 containers",
        ),
    ],
)
def test_of_two_statements_it_is_said_truly_what_the_smaller_is_used_for(handling, told):
    """Ryoncil for 12.6 kg: two vials by one statement, one by the other."""
    made = prepare(cells("25.2e6"), RYONCIL, handling)
    assert told in made.problems[0].message
    assert ("containers, where" in made.problems[0].message) is (handling.dispense == "draw")


def test_containers_of_a_stock_are_not_counted_by_one_of_them():
    made = prepare(cells("25.2e6"), (("A", RYONCIL), ("B", RYONCIL)), Handling(dispense="draw"))
    message = next(p.message for p in made.problems if p.code == "content.disagrees")
    assert message.endswith("volumes follow the stated concentration.")


def test_the_number_of_containers_told_is_the_one_used_where_not_all_can_be_withdrawn():
    content = dataclasses.replace(RYONCIL, withdrawable=ml("3.7"))
    made = prepare(cells("24.5e6"), content, Handling(dispense="draw"))
    assert made.containers_to_thaw == 2
    assert "It needs 2 containers, where the other would need 1." in made.problems[0].message


def test_two_statements_that_disagree_use_the_smaller_and_say_both():
    """Ryoncil: 25 million in 3.8 mL against 6.68 million/mL × 3.8 mL = 25.384 million."""
    made = deliverable(RYONCIL, cells("70e6"))
    assert made.cells == cells("25e6")
    problem = made.problems[0]
    assert (problem.code, problem.severity) == ("content.disagrees", "note")
    assert deliverable(RYONCIL, cells("25.2e6")).problems[0].severity == "check"
    assert "25 million" in problem.message
    assert "25.384 million" in problem.message
    assert "3 either way" in problem.message


@pytest.mark.parametrize(
    ("low", "high"), [("12.51", "12.69"), ("25.01", "25.38"), ("37.51", "38.07")], ids=str
)
def test_ryoncils_two_statements_need_different_numbers_of_vials_in_widening_ranges(low, high):
    """[A] of the facts: at 2 million MSC/kg, in steps of 0.01 kg, exactly these weights."""

    def differ(weight):
        need = cells(Decimal(weight) * 2_000_000)
        message = deliverable(RYONCIL, need).problems[0].message
        vials = containers_for(need, cells("25e6")), containers_for(need, cells("25384000"))
        assert (vials[0] != vials[1]) == ("where the other would need" in message)
        return vials[0] != vials[1]

    hundredth = Decimal("0.01")
    assert differ(low)
    assert differ(high)
    assert not differ(Decimal(low) - hundredth)
    assert not differ(Decimal(high) + hundredth)


def test_only_what_can_be_withdrawn_counts():
    part = Content(cells("72e6"), fill=ml("10.8"), withdrawable=ml("9"))
    made = deliverable(part, DOSE)
    assert (made.cells, made.volume) == (cells("60e6"), ml(9))
    assert fraction(made.concentration) == Fraction(72_000_000 * 10, 108)
    stated = Content(concentration=per_ml("6e6"), fill=ml("10.8"), withdrawable=ml("9"))
    assert deliverable(stated, DOSE).cells == cells("54e6")
    both = Content(cells("20e6"), per_ml("6.68e6"), ml("3.8"), withdrawable=ml("3.7"))
    assert deliverable(both, DOSE).cells < cells("20e6")


def test_a_preparation_is_a_value():
    made = prepare(DOSE, RYONCIL, Handling(dispense="draw"))
    assert pickle.loads(pickle.dumps(made)) == made
    assert hash(made) == hash(prepare(DOSE, RYONCIL, Handling(dispense="draw")))


AWKWARD = st.decimals("0.001", "400", places=3)
PERCENTS = st.decimals("1.01", 100, places=2)


@settings(max_examples=150, deadline=None)
@given(need=AWKWARD, each=AWKWARD, viability=PERCENTS, survived=PERCENTS)
def test_containers_are_the_least_whole_number_that_suffices(need, each, viability, survived):
    """Against fractions: no container too many, none too few, and nothing below the dose after rounding."""
    content = Content(
        cells(each * 10**6, "all", moment=FROZEN),
        viability=percent(viability),
        recovery=recovery(survived, "total"),
    )
    dose = cells(need * 10**6)
    gives = Fraction(each) * 10**6 * Fraction(viability) / 100 * Fraction(survived) / 100
    assert fraction(deliverable(content, dose).cells) == gives
    number = containers_for(dose, deliverable(content, dose).cells)
    assert (number - 1) * gives < fraction(dose) <= number * gives
    if number > 1000:
        return
    made = prepare(dose, content, Handling())
    assert made.containers_to_thaw == number
    exact = Fraction(need) * 10**6 * 10_000 / Fraction(viability) / Fraction(survived)
    assert fraction(made.cells_to_thaw.unrounded) == exact
    assert 0 <= fraction(made.cells_to_thaw.value) - exact < Fraction(1, 10)
