"""Dilution, hold-up and splitting: what becomes of the drawn volume before it reaches the vein."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.dilution import dilute
from msc_dose.product.preparation.preparing import prepare
from msc_dose.quantity.amount import Amount

from .amounts import RYONCIL, case, cells, codes, fraction, kg, ml, refused


def diluted(pooled=10, delivered="100e6", **handling):
    return dilute(ml(pooled), cells(delivered), Handling(dispense="draw", diluent="saline", **handling))


def test_diluent_is_added_or_filled_up_to_a_final_volume():
    added = diluted(diluent_volume=ml(30))
    filled = diluted(final_volume=ml(40))
    assert added.final_volume == filled.final_volume == ml(40)
    assert added.diluent_volume == filled.diluent_volume == ml(30)
    assert added.concentration.value == 2_500_000
    assert diluted().final_volume == ml(10)
    refused(lambda: Handling(diluent_volume=ml(30), final_volume=ml(40)), "volume.twice")


def test_a_final_volume_below_what_was_drawn_is_refused():
    refused(lambda: diluted(final_volume=ml("9.99")), "volume.final-too-small")
    assert diluted(final_volume=ml(10)).diluent_volume == ml(0)


def test_reference_row_rate_01_concentration_of_the_final_product():
    """700 million cells in 300 mL: 2,333,333 cells/mL."""
    given_, expected = case("RATE-01")
    dose = given_["dose_cells_per_kg"] * given_["weight_kg_PBW"]
    made = diluted(100, dose, final_volume=ml(given_["volume_mL"]))
    assert dose == expected["dose_cells"]
    assert int(made.concentration.value) == expected["conc_cells_per_mL"]


def test_what_stays_in_container_and_line_is_dose():
    """2 mL of 18 are 11 % of the dose."""
    made = diluted(18, "90e6", hold_up=ml(2))
    assert made.infused == cells("80e6")
    lost = 100 - fraction(made.infused) * 100 / 90_000_000
    assert round(lost) == 11


def test_rinsed_or_without_hold_up_everything_is_infused():
    assert diluted(rinsed=True).infused == cells("100e6")
    assert diluted(hold_up=ml(0)).infused == cells("100e6")


def test_rinsed_and_a_hold_up_contradict_each_other():
    problem = refused(lambda: Handling(rinsed=True, hold_up=ml(2)), "value.twice").problems[0]
    assert problem.field == "hold_up"
    assert Handling(rinsed=False, hold_up=ml(2)).hold_up == ml(2)


@pytest.mark.parametrize("rinsed", ["no", "", 0, 1])
def test_rinsed_is_true_or_false_or_not_stated(rinsed):
    with pytest.raises(TypeError, match="rinsed"):
        Handling(rinsed=rinsed)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (" ", "value.missing"),
        ("saline\n[2J", "text.control-character"),
        ("saline \u202eevil", "text.control-character"),
        ("sal\u200bine", "text.control-character"),
        ("\x1b[31msaline", "text.control-character"),
        ("s" * 61, "text.too-long"),
    ],
)
def test_the_name_of_the_diluent_is_text_that_hurts_no_screen(name, code):
    assert refused(lambda: Handling(diluent=name), code).problems[0].field == "diluent"
    assert Handling(diluent="s" * 60).diluent == "s" * 60
    assert Handling(diluent="0.9 % NaCl, 5 % Humanalbumin – gekühlt").diluent


def test_hold_up_not_stated_leaves_the_infused_cells_unknown():
    made = diluted()
    assert made.infused is None
    assert [problem.code for problem in made.problems] == ["hold-up.not-stated"]
    assert diluted(rinsed=False).infused is None


@pytest.mark.parametrize("hold_up", [10, 11])
def test_a_hold_up_of_the_whole_volume_is_refused(hold_up):
    refused(lambda: diluted(hold_up=ml(hold_up)), "hold-up.too-large")


def test_the_diluent_is_asked_for_by_name():
    made = dilute(ml(10), cells("1e6"), Handling(final_volume=ml(20), rinsed=True))
    assert [problem.code for problem in made.problems] == ["diluent.not-stated"]


def test_parts_are_measured_and_the_last_takes_the_rest():
    made = diluted("50.2", "100e6", split=3, rinsed=True)
    assert [part.number for part in made.parts] == [1, 2, 3]
    assert [part.volume for part in made.parts] == [ml("16.7"), ml("16.7"), ml("16.8")]
    assert sum(fraction(part.cells) for part in made.parts) == 100_000_000
    assert diluted(rinsed=True).parts[0].volume == ml(10)


def test_hold_up_of_several_containers_is_taken_once_and_said():
    made = diluted(split=2, hold_up=ml(1))
    assert made.infused == cells("90e6")
    assert [problem.code for problem in made.problems] == ["hold-up.once"]


def test_parts_too_small_to_measure_are_refused():
    refused(lambda: diluted("0.02", split=3), "split.too-small")


def test_volume_per_kilogram_of_the_final_product():
    handling = Handling(dispense="draw", final_volume=ml(70), diluent="saline")
    made = prepare(cells("70e6"), RYONCIL, handling, weight=kg(35))
    assert made.volume_per_weight == Amount("volume_per_weight", Decimal(2))


def test_a_stated_final_volume_is_known_where_the_drawn_one_is_not():
    handling = Handling(dispense="draw", final_volume=ml(40), diluent="saline", rinsed=True)
    made = dilute(None, None, handling)
    assert (made.final_volume, made.diluent_volume, made.infused) == (ml(40), None, None)


def test_everything_wrong_with_the_handling_is_named_at_once():
    with pytest.raises(Refusal) as caught:
        Handling(dispense="pour", split=0, drop_factor=7, step=ml(0), rate=ml(5))
    assert set(caught.value.codes) == {
        "dispense.unknown",
        "split.out-of-range",
        "drops.unknown",
        "number.zero",
        "unit.wrong-kind",
    }
    assert {problem.field for problem in caught.value.problems} == {
        "dispense",
        "split",
        "drops",
        "round_volume",
        "rate",
    }


def test_every_stop_of_a_preparation_is_named_at_once():
    handling = Handling(dispense="draw", final_volume=ml(5), rate=Amount("flow_rate", Decimal(9)),
                        highest_rate=Amount("flow_rate", Decimal(4)))  # fmt: skip
    refused(lambda: prepare(cells("70e6"), RYONCIL, handling), "volume.final-too-small", "rate.above-highest")


VOLUMES = st.decimals("10", "500", places=3)


@settings(max_examples=150, deadline=None)
@given(pooled=VOLUMES, more=VOLUMES, kept=st.decimals("0", "9.9", places=2), n=st.integers(1, 7))
def test_parts_add_up_and_infused_is_the_part_that_flows(pooled, more, kept, n):
    made = diluted(pooled, "123456789", diluent_volume=ml(more), hold_up=ml(kept), split=n)
    final = Fraction(pooled) + Fraction(more)
    assert fraction(made.final_volume) == final
    assert fraction(made.infused) == 123_456_789 * (final - Fraction(kept)) / final
    assert sum(fraction(part.volume) for part in made.parts) == final
    assert sum(fraction(part.cells) for part in made.parts) == 123_456_789
    assert all(part.volume <= made.parts[-1].volume for part in made.parts)


def test_the_working_of_a_preparation_can_be_redone_step_by_step():
    """Every sum, product and quotient of the working follows from its own inputs."""
    handling = Handling(dispense="draw", final_volume=ml(40), hold_up=ml(2), diluent="saline")
    made = prepare(cells("70e6"), RYONCIL, handling, weight=kg(35))
    by_name = {step.name: step for step in made.derivation.steps}
    draw = by_name["container 3: volume to withdraw"]
    assert [term.value for term in draw.inputs] == ["20000000", "6680000"]
    assert (draw.result.value, draw.unrounded) == ("2.99", "2.99401197604")
    infused = by_name["cells infused"]
    delivered, final, hold_up = (Fraction(term.value) for term in infused.inputs)
    assert Fraction(infused.result.value) == delivered * (final - hold_up) / final
    assert list(by_name)[:2] == [
        "cells in one container",
        "cells in one container, the smaller of two statements",
    ]
    assert codes(made) == ["content.disagrees", "dmso.not-stated"]
