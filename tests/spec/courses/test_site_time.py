"""Moments are those of the site's zone: 23:30 UTC on 28 January is 00:30 on the 29th in Berlin."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

import msc_dose as md
from msc_dose.courses.counted import counts_of, rescues_of
from msc_dose.courses.events import giving, results
from msc_dose.courses.recording import record

from .story import Story, day, given

LATE = datetime(2027, 1, 28, 23, 30, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))
SAME = [LATE, LATE.astimezone(timezone(timedelta(hours=1))), LATE.astimezone(TOKYO)]
OFFSETS = pytest.mark.parametrize("moment", SAME, ids=["UTC", "Berlin", "Tokyo"])


def tell(story, what, at):
    event, story.course = record(story.events, at, at, "rn-104", what)
    story.events.append(event)


def ended(number, start):
    return giving.Completed(number, start, start + timedelta(minutes=10), (given(f"V-{number}"),))


@OFFSETS
def test_an_infusion_is_given_on_the_day_of_the_site(moment):
    story = Story().begin()
    tell(story, ended(1, moment), moment + timedelta(hours=1))
    infusion = story.infusion(1)
    assert (story.days[0], f"{infusion.started:%d %H:%M}") == ("01-29", "29 00:30")
    assert "course.another-day" not in story.told


@OFFSETS
def test_the_window_is_that_of_the_site(moment):
    """The window of infusion 2 opens on Thu 25-Feb: 27 days and an hour later is one day too early."""
    for later, outside in ((27, False), (26, True)):
        story = Story().begin()
        story.give(1, "01-29")
        start = moment + timedelta(days=later)
        tell(story, ended(2, start), start + timedelta(hours=1))
        assert ("course.out-of-window" in story.told) == outside


@OFFSETS
def test_counts_and_rescues_are_of_the_day_of_the_site(moment):
    story = Story().begin()
    tell(story, results.Counted(md.read("30 × 10⁹/L", "platelet_count")), moment)
    tell(story, results.RescueGiven("prednisone"), moment)
    [count], [rescue] = counts_of(story.course), rescues_of(story.course)
    assert {count.day, rescue.first, rescue.last} == {day("01-29")}


@OFFSETS
def test_the_gate_of_the_day_is_that_of_the_site(moment):
    """At 23:30 UTC on the 29th it is the 30th in Berlin, and the day of infusion 1 has passed."""
    story = Story().begin()
    cleared = giving.Cleared(1, ())
    with pytest.raises(md.Refusal) as refusal:
        tell(story, cleared, moment + timedelta(days=1))
    assert refusal.value.codes == ("course.day-passed",)
    tell(story, cleared, moment)
    assert (story.infusion(1).state, story.told) == ("cleared", [])


@OFFSETS
def test_the_expiry_is_shown_by_the_clock_of_the_site(moment):
    story = Story().begin()
    tell(story, giving.Thawed(1, ("V-1",), moment + timedelta(hours=4)), moment)
    assert f"{story.infusion(1).expires:%d %H:%M}" == "29 04:30"
    assert story.infusion(1).thawed == ("V-1",)
    assert "course.another-day" not in story.told


def test_a_moment_of_summer_time_has_the_offset_of_summer():
    """22:30 UTC is 00:30 of the next day in July, and 23:30 of the same day in January."""
    for month, on in ((1, 10), (7, 11)):
        story = Story().begin()
        tell(
            story,
            results.Counted(md.read("30 × 10⁹/L", "platelet_count")),
            datetime(2027, month, 10, 22, 30, tzinfo=UTC),
        )
        assert counts_of(story.course)[0].day.day == on


def test_an_infusion_through_the_hour_that_comes_twice_ends_after_it_began():
    """In Berlin 02:40 on 27 October 2024 comes before 02:05, once the clocks have been put back."""
    berlin = ZoneInfo("Europe/Berlin")
    started = datetime(2024, 10, 27, 2, 40, tzinfo=berlin)
    ended = datetime(2024, 10, 27, 2, 5, tzinfo=berlin, fold=1)
    assert _minutes(giving.Completed(1, started, ended)) == 25
    with pytest.raises(md.Refusal) as refused:
        giving.Completed(1, ended, started)
    assert refused.value.codes == ("event.time-order",)


def _minutes(given):
    return (given.ended - given.started).total_seconds() / 60
