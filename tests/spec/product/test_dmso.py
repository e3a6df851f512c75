"""Dimethyl sulphoxide: grams of what is infused, on the actual weight, over a day and over 24 hours.

Limit: 1 g per kg and day [S Hemacord label]. Density 1.10 g/mL [P], the conservative side of 1.095 at 25 °C.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.product.container import Content, Dmso
from msc_dose.product.giving_text import dmso_lines
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.dmso import days_needed, dmso_mass, exposure
from msc_dose.product.preparation.preparing import prepare
from msc_dose.product.use import Exposure
from msc_dose.quantity.amount import Amount

from .amounts import at, case, cells, codes, fraction, kg, ml, percent, refused


def dmso(number, of="v/v"):
    return Dmso(percent(number), of)


def grams(number):
    return Amount("mass", Decimal(number))


def per_kg(number):
    return Amount("mass_per_weight", Decimal(number))


@pytest.mark.parametrize("number", ["DMS-02", "DMS-06"])
def test_reference_masses_by_volume(number):
    """The row's figures at 1.0953 g/mL are another density, and not ours."""
    given_, expected = case(number)
    assert given_["density_g_mL"] == Decimal("1.1")
    mass = dmso_mass(ml(given_["volume_mL"]), dmso(given_["dmso_pct_v_v"]))
    made = exposure(mass, kg(given_["weight_kg"]))
    assert mass.value == expected["dmso_g"]
    assert round(made.per_weight.value, 4) == expected["g_per_kg"]
    assert days_needed(made.per_weight, per_kg(1)) == expected["days_min"]


def test_ten_millilitres_per_kilogram_of_ten_percent_are_above_the_limit():
    """Row DMS-08: 1.10 g/kg; 9.09 mL/kg is the most."""
    given_, expected = case("DMS-08")
    weight = 50
    mass = dmso_mass(ml(given_["mL_per_kg"] * weight), dmso(given_["dmso_pct_v_v"]))
    refusal = refused(lambda: exposure(mass, kg(weight)), "dmso.above-limit")
    assert (mass / kg(weight)).value == expected["g_per_kg"]
    assert "1.1 g/kg" in refusal.problems[0].message
    assert "this infusion alone needs at least 2 days" in refusal.problems[0].fix
    assert "Hemacord" in refusal.problems[0].source
    most = dmso_mass(ml(Decimal("9.09") * weight), dmso(10))
    assert exposure(most, kg(weight)).per_weight.value == Decimal("0.9999")


def test_masses_of_a_survey():
    """Row DMS-09: 20 mL and 70 mL of pure DMSO."""
    given_, expected = case("DMS-09")
    pure = dmso(100)
    assert dmso_mass(ml(given_["dmso_mL_median"]), pure).value == expected["g_median"]
    assert dmso_mass(ml(given_["dmso_mL_limit"]), pure).value == expected["g_limit"]


def test_exactly_the_limit_is_allowed():
    assert exposure(grams(50), kg(50)).per_weight == per_kg(1)
    refused(lambda: exposure(grams("50.0001"), kg(50)), "dmso.above-limit")


def test_by_weight_is_grams_in_a_hundred_millilitres():
    assert dmso_mass(ml(50), dmso(10, "w/v")) == grams(5)


def test_without_the_kind_of_percentage_or_the_actual_weight_nothing_is_told():
    refused(lambda: dmso(10, None), "dmso.kind-missing")
    refused(lambda: exposure(grams(5), None), "weight.actual-missing")


BAG = Content(cells("50e6"), fill=ml(50), dmso=dmso(10))


def test_a_preparation_counts_what_is_infused_of_the_thawed_product():
    """Half of a bag of 50 mL in 100 mL, of which 10 mL stay behind: 2.75 g drawn, 2.475 g infused."""
    handling = Handling(dispense="draw", final_volume=ml(100), hold_up=ml(10), diluent="saline")
    made = prepare(cells("25e6"), BAG, handling, actual_weight=kg(50))
    assert made.dmso.mass == grams("2.475")
    assert made.dmso.per_weight == per_kg("0.0495")


def test_diluent_added_to_the_bag_carries_no_dmso():
    handling = Handling(dispense="draw", diluent_per_container=ml(50), rinsed=True, diluent="saline")
    made = prepare(cells("25e6"), BAG, handling, actual_weight=kg(50))
    assert made.withdrawal_volume.value == ml(50)
    assert made.dmso.mass == grams("2.75")


def test_where_the_hold_up_is_not_stated_all_of_it_is_counted():
    made = prepare(cells("25e6"), BAG, Handling(dispense="draw"), actual_weight=kg(50))
    assert (made.infused, made.dmso.mass) == (None, grams("2.75"))


def test_the_actual_weight_is_asked_for_whatever_the_dosing_weight():
    making = lambda: prepare(cells("25e6"), BAG, Handling(dispense="draw"), weight=kg(50))  # noqa: E731
    refused(making, "weight.actual-missing")


def test_dmso_not_stated_is_not_zero():
    plain = Content(cells("50e6"), fill=ml(50))
    handling = Handling(dispense="draw", rinsed=True)
    made = prepare(cells("25e6"), plain, handling)
    assert made.dmso is None
    assert codes(made) == ["moment.taken", "dmso.not-stated"]
    mixed = prepare(cells("75e6"), (("A", BAG), ("B", plain)), handling, actual_weight=kg(50))
    told = [(problem.code, problem.severity) for problem in mixed.problems]
    assert told[-1] == ("dmso.not-stated", "check")


def test_without_any_dmso_no_weight_is_needed_and_no_limit_is_passed():
    none = Content(cells("50e6"), fill=ml(50), dmso=dmso(0))
    made = prepare(cells("25e6"), none, Handling(dispense="draw"))
    assert (made.dmso.mass, made.dmso.per_weight) == (grams(0), None)
    assert made.as_document()["dmso"]["calendar_day"] is None
    assert "DMSO: 0 g in this infusion" in list(dmso_lines(made, per_kg(1)))
    earlier = [Exposure(NOON - timedelta(hours=1), grams(90))]
    assert exposure(grams(0), kg(50), earlier, NOON).calendar_day == per_kg("1.8")


NOON = at("2027-03-01 12:00")


@pytest.mark.parametrize(
    ("when", "on", "day", "rolling"),
    [
        (NOON - timedelta(hours=2), NOON, True, True),
        (NOON - timedelta(hours=23), NOON, False, True),
        (NOON - timedelta(hours=24), NOON, False, False),
        (date(2027, 3, 1), NOON, True, True),
        (date(2027, 2, 28), NOON, False, True),
        (date(2027, 2, 27), NOON, False, False),
        (NOON - timedelta(days=1), date(2027, 3, 1), False, True),
    ],
)
def test_earlier_exposures_count_for_their_day_and_for_24_hours(when, on, day, rolling):
    """Exactly 24 h before no longer counts; without a time of day the day before does [P]."""
    made = exposure(grams(10), kg(50), [Exposure(when, grams(20))], on)
    assert made.calendar_day == per_kg("0.6" if day else "0.2")
    assert made.rolling_24_h == per_kg("0.6" if rolling else "0.2")
    assert made.per_weight == per_kg("0.2")


def test_24_hours_are_elapsed_hours_across_the_change_of_the_clocks():
    """28 March 2027 has 23 hours in Berlin: yesterday 12:00 is 23 hours before today 12:00."""
    berlin = ZoneInfo("Europe/Berlin")
    on = datetime(2027, 3, 28, 12, tzinfo=berlin)
    when = datetime(2027, 3, 27, 12, tzinfo=berlin)
    made = exposure(grams(10), kg(50), [Exposure(when, grams(20))], on)
    assert made.rolling_24_h == per_kg("0.6")
    assert made.calendar_day == per_kg("0.2")


def test_the_limit_stands_over_all_exposures_together():
    earlier = [
        Exposure(NOON - timedelta(hours=13), grams(30)),
        Exposure(NOON - timedelta(hours=20), grams(15)),
    ]
    refusal = refused(lambda: exposure(grams(6), kg(50), earlier, NOON), "dmso.above-limit")
    assert "within 24 hours" in refusal.problems[0].message
    assert "calendar day" not in refusal.problems[0].message


def test_where_earlier_dmso_is_the_cause_it_is_named_with_the_end_of_its_time():
    earlier = [Exposure(NOON - timedelta(hours=13), grams(30)), Exposure(date(2027, 2, 28), grams(15))]
    fix = refused(lambda: exposure(grams(6), kg(50), earlier, NOON), "dmso.above-limit").problems[0].fix
    assert "This infusion alone is 6 g, 0.12 g/kg." in fix
    assert "30 g of Sun 28-Feb-2027, 23:00 count until Mon 1-Mar-2027, 23:00" in fix
    assert "15 g of Sun 28-Feb-2027 count until Tue 2-Mar-2027" in fix
    assert "at least" not in fix


def test_earlier_dmso_is_named_until_it_no_longer_counts():
    """At the moment that is told, the same infusion is allowed; a second before, it is not."""
    earlier = [Exposure(NOON - timedelta(hours=13), grams(48))]
    free = NOON + timedelta(hours=11)
    refused(lambda: exposure(grams(6), kg(50), earlier, free - timedelta(seconds=1)), "dmso.above-limit")
    assert exposure(grams(6), kg(50), earlier, free).rolling_24_h == per_kg("0.12")


@pytest.mark.parametrize(
    ("when", "on", "code"),
    [
        (NOON, None, "dmso.when-missing"),
        (NOON + timedelta(minutes=1), NOON, "dmso.later"),
        (date(2027, 3, 2), NOON, "dmso.later"),
        (NOON.replace(tzinfo=UTC), NOON, "time.zone-mixed"),
    ],
)
def test_moments_that_do_not_go_together_are_refused(when, on, code):
    refused(lambda: exposure(grams(1), kg(50), [Exposure(when, grams(1))], on), code)


@settings(max_examples=100, deadline=None)
@given(
    volume=st.decimals("0.01", "900", places=2),
    share=st.decimals("0", 100, places=2),
    weight=st.decimals("0.2", 650, places=3),
    limit=st.decimals("0.01", "3", places=2),
)
def test_the_limit_is_passed_exactly_when_the_fraction_says_so(volume, share, weight, limit):
    mass = dmso_mass(ml(volume), dmso(share))
    exact = Fraction(volume) * Fraction(share) / 100 * Fraction(11, 10)
    assert fraction(mass) == exact
    if exact / Fraction(weight) > Fraction(limit):
        refused(lambda: exposure(mass, kg(weight), limit=per_kg(limit)), "dmso.above-limit")
    else:
        assert fraction(exposure(mass, kg(weight), limit=per_kg(limit)).per_weight) == exact / Fraction(
            weight
        )
