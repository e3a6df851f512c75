"""Wall times: what a site's clock shows, once, never or twice, and how long it takes meanwhile."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling.wall_time import (
    clock_time,
    elapsed,
    local_moment,
    shown_by_rfc5545,
    zone_named,
)

BERLIN = "Europe/Berlin"
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)  # both at 01:00 UTC


def refused(make):
    with pytest.raises(Refusal) as refusal:
        make()
    (problem,) = refusal.value.problems
    return problem


def test_an_ordinary_time_is_one_moment_with_its_offset():
    assert local_moment(date(2027, 1, 29), "09:30", BERLIN).isoformat() == "2027-01-29T09:30:00+01:00"
    assert local_moment(date(2027, 7, 29), "09:30", BERLIN).isoformat() == "2027-07-29T09:30:00+02:00"
    assert local_moment(date(2027, 7, 29), "09:30", "UTC").isoformat() == "2027-07-29T09:30:00+00:00"


def test_a_time_that_does_not_exist_is_refused_and_says_what_a_calendar_would_show():
    problem = refused(lambda: local_moment(FORWARD, "02:30", BERLIN))
    assert (problem.code, problem.field, problem.read) == ("time.does-not-exist", "time", "02:30")
    assert problem.message == (
        "On Sun 28-Mar-2027 the time 02:30 in Europe/Berlin does not exist: the clocks go forward over it."
    )
    assert "would show 03:30+02:00" in problem.fix
    assert refused(lambda: local_moment(FORWARD, "02:30", BERLIN, "+01:00")).code == "time.does-not-exist"


def test_a_time_that_comes_twice_is_refused_and_offers_both_offsets():
    problem = refused(lambda: local_moment(BACK, "02:30", BERLIN))
    assert (problem.code, problem.field, problem.severity) == ("time.repeats", "time", "stop")
    assert "+02:00 (the first) or +01:00 (the second)" in problem.fix


def test_an_offset_settles_which_of_two_is_meant():
    first, second = (local_moment(BACK, "02:30", BERLIN, offset=text) for text in ("+02:00", "+01:00"))
    assert (first.isoformat(), second.isoformat()) == (
        "2027-10-31T02:30:00+02:00",
        "2027-10-31T02:30:00+01:00",
    )
    assert elapsed(first, second) == timedelta(hours=1)
    assert second - first == timedelta(0)  # what Python says of two wall clocks of one zone


def test_the_edges_of_the_gap_and_of_the_hour_that_comes_twice():
    for clock in ("01:59", "03:00"):
        assert local_moment(FORWARD, clock, BERLIN)
        assert local_moment(BACK, clock, BERLIN)
    assert refused(lambda: local_moment(FORWARD, "02:00", BERLIN)).code == "time.does-not-exist"
    assert refused(lambda: local_moment(FORWARD, "02:59", BERLIN)).code == "time.does-not-exist"
    assert refused(lambda: local_moment(BACK, "02:00", BERLIN)).code == "time.repeats"
    assert refused(lambda: local_moment(BACK, "02:59", BERLIN)).code == "time.repeats"


def test_an_offset_must_be_one_that_the_zone_has_then():
    assert local_moment(date(2027, 1, 29), "09:30", BERLIN, "+01:00")
    for day, clock, offset in ((date(2027, 1, 29), "09:30", "+02:00"), (BACK, "02:30", "+2")):
        problem = refused(lambda: local_moment(day, clock, BERLIN, offset))  # noqa: B023
        assert (problem.code, problem.field) == ("time.offset", "offset")


def test_a_calendar_file_means_the_first_of_two():
    assert shown_by_rfc5545(BACK, "02:30", BERLIN).isoformat() == "2027-10-31T02:30:00+02:00"
    assert shown_by_rfc5545(FORWARD, "02:30", BERLIN).isoformat() == "2027-03-28T03:30:00+02:00"


def test_the_night_the_clocks_go_forward_is_an_hour_short():
    evening = local_moment(date(2027, 3, 27), "22:00", BERLIN)
    assert elapsed(evening, local_moment(FORWARD, "06:00", BERLIN)) == timedelta(hours=7)


@pytest.mark.parametrize(
    "text",
    ["", "9:30", "09.30", "0930", "24:00", "09:60", "09:30:00", " 09:30", "09:3", "+9:30", "٠٩:٣٠", "09:30 "],
)
def test_a_time_is_written_hh_mm_and_nothing_else(text):
    problem = refused(lambda: clock_time(text))
    assert (problem.code, problem.field) == ("time.not-readable", "time")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Berlin",
        "Europe/Berlinn",
        "CET",
        "EST",
        "+01:00",
        "Etc/GMT-1",
        "right/Europe/Berlin",
        "posix/Europe/Berlin",
        "America/Indiana",
        "/etc/localtime",
        "../Europe/Berlin",
        "Europe/../Europe/Berlin",
        "Europe/Ber\nlin",
        "Europe/\x00",
        "Europe/" + "x" * 5000,
    ],
)
def test_a_zone_is_named_by_its_place(name):
    problem = refused(lambda: zone_named(name))
    assert (problem.code, problem.field) == ("time.zone", "zone")
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    "make",
    [
        lambda: local_moment(datetime(2027, 1, 29, tzinfo=UTC), "09:30", BERLIN),
        lambda: local_moment(date(2027, 1, 29), 930, BERLIN),
        lambda: local_moment(date(2027, 1, 29), "09:30", None),
        lambda: local_moment(date(2027, 1, 29), "09:30", BERLIN, 1),
        lambda: elapsed(datetime(2027, 1, 29), datetime(2027, 1, 30)),  # noqa: DTZ001
        lambda: elapsed("09:30", "10:30"),
    ],
)
def test_wrong_python_types_are_type_errors(make):
    with pytest.raises(TypeError):
        make()


ZONES = st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])


@given(st.dates(date(1970, 1, 1), date(2060, 12, 31)), st.integers(0, 1439), ZONES)
def test_every_time_is_itself_or_is_refused_and_calendars_agree_where_it_exists(day, minute, zone):
    clock = f"{minute // 60:02}:{minute % 60:02}"
    shown = shown_by_rfc5545(day, clock, zone)
    try:
        moment = local_moment(day, clock, zone)
    except Refusal as refusal:
        (code,) = refusal.codes
        assert (code == "time.does-not-exist") == (f"{shown:%H:%M}" != clock)
    else:
        assert (f"{moment:%H:%M}", moment.date()) == (clock, day)
        assert moment.astimezone(UTC) == shown.astimezone(UTC)
