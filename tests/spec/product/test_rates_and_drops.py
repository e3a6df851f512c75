"""Rate, duration and drops: any two of volume, rate and time give the third."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.product.handling import DROP_FACTORS, Handling, RateStep
from msc_dose.product.preparation.rates import drops_per_minute, timing

from .amounts import case, fraction, minutes, ml, rate, refused


def timed(volume, **handling):
    return timing(None if volume is None else ml(volume), Handling(**handling))


def test_reference_row_rate_01():
    """300 mL in 60 to 80 minutes: 5 to 3.75 mL/min."""
    given_, expected = case("RATE-01")
    rates = [timed(given_["volume_mL"], duration=minutes(each)).rate.value for each in given_["minutes"]]
    assert sorted(rates) == expected["rate_mL_min"]


def test_reference_row_kym_08():
    """50 mL at 10 to 20 mL/min: 5 to 2.5 minutes."""
    given_, expected = case("KYM-08")
    slow, fast = (
        timed(given_["volume_mL"], rate=rate(given_[f"rate_mL_min_{end}"])).duration for end in ("min", "max")
    )
    assert slow.value == expected["duration_min_max"]
    assert fast.value == expected["duration_min_min"]


def test_rate_and_time_give_the_volume():
    assert timed(None, rate=rate(4), duration=minutes("7.2")).volume == ml("28.8")
    assert timed("28.8", rate=rate(4), duration=minutes("7.2")).duration == minutes("7.2")


def test_all_three_must_be_one_infusion():
    refusal = refused(lambda: timed(30, rate=rate(4), duration=minutes(7)), "rate.disagrees")
    assert "28 mL" in refusal.problems[0].message


def test_what_is_not_stated_stays_unknown():
    made = timed(30)
    assert (made.rate, made.duration, made.drops) == (None, None, None)
    assert timed(None, rate=rate(4)).duration is None


@pytest.mark.parametrize(("factor", "drops"), [(10, "40"), (12, "48"), (15, "60"), (20, "80"), (60, "240")])
def test_drops_per_minute_of_every_set(factor, drops):
    assert str(timed(30, rate=rate(4), drop_factor=factor).drops) == drops
    assert factor in DROP_FACTORS


def test_drops_of_a_duration():
    """100 mL in 30 min with 15 drops/mL: 50 drops/min."""
    assert str(timed(100, duration=minutes(30), drop_factor=15).drops) == "50"


STEPS = (RateStep(rate(1), minutes(10)), RateStep(rate(4)))


def test_steps_of_a_rate_end_with_what_is_left():
    """1 mL/min for 10 min, then 4 mL/min: 30 mL take 10 + 5 min."""
    made = timed(30, steps=STEPS, drop_factor=20)
    assert made.duration == minutes(15)
    assert [step.duration for step in made.rate_steps] == [minutes(10), minutes(5)]
    assert (made.rate, made.drops) == (None, None)
    shown = {step.name: step.result.value for step in made.steps}
    assert shown["drops per minute of step 2"] == "80"


def test_a_step_that_is_never_reached_is_told():
    made = timed(8, steps=STEPS)
    assert made.duration == minutes(8)
    assert [problem.code for problem in made.problems] == ["rate.step-not-reached"]


def test_steps_that_end_before_the_volume_are_refused():
    ended = (RateStep(rate(1), minutes(10)), RateStep(rate(4), minutes(4)))
    refused(lambda: timed(30, steps=ended), "rate.disagrees")
    assert timed(26, steps=ended).duration == minutes(14)


def test_only_the_last_step_may_be_open_and_no_other_rate_may_stand_beside_steps():
    refused(lambda: Handling(steps=(RateStep(rate(1)), RateStep(rate(4)))), "rate.steps")
    refused(lambda: Handling(steps=STEPS, rate=rate(2)), "rate.twice")
    refused(lambda: RateStep(rate(0)), "number.zero")


def test_no_rate_passes_the_highest():
    assert timed(30, rate=rate(4), highest_rate=rate(4)).rate == rate(4)
    refused(lambda: timed(30, rate=rate("4.01"), highest_rate=rate(4)), "rate.above-highest")
    refused(lambda: timed(30, duration=minutes(7), highest_rate=rate(4)), "rate.above-highest")
    refused(lambda: timed(8, steps=STEPS, highest_rate=rate(3)), "rate.above-highest")


@settings(max_examples=100, deadline=None)
@given(
    volume=st.decimals("0.1", "900", places=2),
    first=st.decimals("0.1", "9", places=2),
    time=st.decimals("1", "90", places=1),
    second=st.decimals("0.1", "20", places=2),
)
def test_the_steps_infuse_exactly_the_volume(volume, first, time, second):
    made = timed(volume, steps=(RateStep(rate(first), minutes(time)), RateStep(rate(second))))
    given_ = sum(fraction(step.rate) * fraction(step.duration) for step in made.rate_steps)
    assert given_ == Fraction(volume)
    assert fraction(made.duration) == sum(fraction(step.duration) for step in made.rate_steps)
    assert fraction(drops_per_minute(rate(first), 15).number) == Fraction(first) * 15
