"""The clock of a thawed container: when to start, when to have ended, and the rate that this needs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.courses.held_to_rule import Recipient
from msc_dose.courses.preparing import prepare_dose
from msc_dose.dosing.body import Patient
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import Span
from msc_dose.product.handling import CLOCK_ZEROS, Clock, Handling
from msc_dose.product.preparation.clock import clock_times, finish_by, first_to_finish, rate_needed
from msc_dose.product.preparation.preparing import prepare
from msc_dose.product.use import ProductUse
from msc_dose.quantity.amount import Amount

from .amounts import RYONCIL, at, case, cells, fraction, kg, minutes, ml, rate, refused

THAWED = at("2025-05-01 10:10")


def clock(limit, started=None, zero="thaw complete"):
    return Clock(zero, minutes(limit), started, "site validation")


def test_reference_row_car_05():
    """Thawed at 10:10, to be infused within 2.5 h: by 12:40."""
    given_, expected = case("CAR-05")
    started = datetime.fromisoformat(given_["thaw_end"])
    finish = finish_by(clock(given_["limit_h"] * 60, started))
    assert finish == datetime.fromisoformat(expected["complete_infusion_by"])


def test_start_by_finish_by_and_the_rate_needed():
    made = clock_times(clock(150, THAWED), ml(60), minutes(30))
    assert made.finish_by == at("2025-05-01 12:40")
    assert made.start_by == at("2025-05-01 12:10")
    assert made.start_within == minutes(120)
    assert made.rate_needed == rate("0.4")


def test_a_clock_that_has_not_started_tells_times_from_its_zero():
    made = clock_times(clock(150), ml(60), minutes(30))
    assert (made.start_by, made.finish_by, made.start_within) == (None, None, minutes(120))
    unknown = clock_times(clock(150, THAWED), None, None)
    assert (unknown.start_within, unknown.rate_needed, unknown.start_by) == (None, None, None)
    assert unknown.finish_by == at("2025-05-01 12:40")


def test_an_infusion_longer_than_the_clock_is_stopped_with_the_rate_needed():
    assert clock_times(clock(30), ml(60), minutes(30)).start_within == minutes(0)
    refusal = refused(lambda: clock_times(clock(30), ml(60), minutes("30.1")), "clock.too-slow")
    assert "2 mL/min" in refusal.problems[0].fix


def test_a_least_rate_is_rounded_up_so_that_obeying_it_is_enough():
    """50 mL in 240 min are 5/24 mL/min: 0.20 would be too slow, 0.21 is enough."""
    refusal = refused(lambda: clock_times(clock(240), ml(50), minutes(250)), "clock.too-slow")
    assert "At least 0.21 mL/min (rounded up from exactly 5/24 mL/min) are needed" in refusal.problems[0].fix
    assert clock_times(clock(240), ml(50), ml(50) / rate("0.21")).rate_needed == Amount(
        "flow_rate", Decimal(5), 24
    )
    step = clock_times(clock(240), ml(50), None).steps[0]
    assert (step.name, step.result.value, step.unrounded) == ("rate needed", "0.21", "0.208333333333")
    assert step.rounding == "up to 0.01 mL/min; exactly 5/24 mL/min"


def test_a_least_rate_is_never_rounded_above_the_highest():
    slow = lambda: clock_times(clock(240), ml(50), minutes(250), rate("0.209"))  # noqa: E731
    assert "At least 0.209 mL/min are needed" in refused(slow, "clock.too-slow").problems[0].fix


def test_a_single_dose_has_its_clock_on_its_own_day():
    """A course runs it on the infusion of that day alone."""
    rule = DoseRule.of(Span.of(cells("70e6")), "viable", "MSC")
    patient = Patient(kg(35), "actual")
    handling = Handling(dispense="draw", rinsed=True, rate=rate(4), clock=clock(60, THAWED))
    use, recipient = ProductUse(RYONCIL, handling), Recipient.of(rule, patient, calculate_dose(rule, patient))
    dose = calculate_dose(rule, patient)
    same = prepare_dose(use, recipient, dose, THAWED.date())
    assert same.clock.finish_by == at("2025-05-01 11:10")
    assert prepare_dose(use, recipient, dose).clock.finish_by == at("2025-05-01 11:10")
    other = refused(lambda: prepare_dose(use, recipient, dose, date(2025, 5, 2)), "clock.other-day")
    assert other.problems[0].field == "started"


def test_a_volume_that_even_the_highest_rate_cannot_give_in_time_is_stopped():
    assert clock_times(clock(30), ml(60), None, rate(2)).rate_needed == rate(2)
    refused(lambda: clock_times(clock(30), ml("60.1"), None, rate(2)), "clock.cannot-finish")


@pytest.mark.parametrize("zero", CLOCK_ZEROS)
def test_the_product_declares_the_zero_of_its_clock(zero):
    assert clock_times(clock(60, zero=zero), ml(1), None).zero == zero
    refused(lambda: clock(60, zero="about noon"), "clock.zero-unknown")
    refused(lambda: clock(0), "number.zero")


def test_the_rate_that_the_time_left_needs():
    running = clock(150, THAWED)
    assert rate_needed(running, at("2025-05-01 12:25"), ml(60)) == rate(4)
    late = at("2025-05-01 12:30")
    refused(lambda: rate_needed(running, late, ml(60), rate(5)), "clock.cannot-finish")
    refused(lambda: rate_needed(running, at("2025-05-01 12:40"), ml(60)), "clock.run-out")
    refused(lambda: rate_needed(clock(150), late, ml(60)), "clock.not-started")
    refused(lambda: rate_needed(running, late.replace(tzinfo=UTC), ml(60)), "time.zone-mixed")


def test_hours_are_elapsed_hours_when_the_clocks_change():
    """At 01:30 on 28 March 2027 in Berlin, an hour and a half later it is 04:00."""
    started = datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    made = clock_times(clock(90, started), ml(10), minutes(30))
    assert made.finish_by.isoformat() == "2027-03-28T04:00:00+02:00"
    assert made.start_by.isoformat() == "2027-03-28T03:30:00+02:00"


def test_moments_are_cut_to_the_second_on_the_safe_side():
    """10 ÷ 7 min are 85.7 s: start 86 s before the end."""
    made = clock_times(clock(10, THAWED), ml(10), Amount("duration", Decimal(10), 7))
    assert made.start_by == at("2025-05-01 10:18:34")


def test_every_container_has_its_own_clock_and_the_first_to_run_out_is_told():
    clocks = [("B1", clock(60, THAWED)), ("B2", clock(30, THAWED)), ("B3", clock(30, THAWED))]
    assert first_to_finish(clocks) == ("B2", at("2025-05-01 10:40"))
    refused(lambda: first_to_finish([*clocks, ("B4", clock(60))]), "clock.not-started")


def test_a_preparation_runs_on_the_clock_of_its_product():
    handling = Handling(
        dispense="draw",
        final_volume=ml(40),
        diluent="saline",
        rinsed=True,
        rate=rate(4),
        clock=clock(60, THAWED),
    )
    made = prepare(cells("70e6"), RYONCIL, handling)
    assert (made.duration, made.clock.start_by) == (minutes(10), at("2025-05-01 11:00"))
    assert [step.name for step in made.derivation.steps][-4:] == [
        "rate needed",
        "start within, from thaw complete",
        "finish by",
        "start by",
    ]
    slow = Handling(
        dispense="draw", final_volume=ml(40), rate=rate("0.5"), highest_rate=rate("0.6"), clock=clock(60)
    )
    refused(lambda: prepare(cells("70e6"), RYONCIL, slow), "clock.too-slow", "clock.cannot-finish")


@settings(max_examples=100, deadline=None)
@given(
    volume=st.decimals("0.1", "500", places=2),
    limit=st.decimals("1", "1440", places=1),
    flow=st.decimals("0.1", "50", places=2),
)
def test_started_within_the_time_it_always_ends_in_time(volume, limit, flow):
    duration = ml(volume) / rate(flow)
    if Fraction(volume) / Fraction(flow) > Fraction(limit):
        refused(lambda: clock_times(clock(limit), ml(volume), duration), "clock.too-slow")
        return
    made = clock_times(clock(limit, THAWED), ml(volume), duration)
    assert fraction(made.start_within) == Fraction(limit) - Fraction(volume) / Fraction(flow)
    assert fraction(made.rate_needed) * Fraction(limit) == Fraction(volume)
    elapsed = (made.start_by - THAWED).total_seconds()
    left = fraction(made.start_within) * 60
    assert left - 2 < elapsed <= left
