"""Schedules with a rhythm of their own: cycles with days off, the nth weekday, allowed pairs of weekdays."""

from datetime import date

import pytest
from dateutil.rrule import MONTHLY, rrule, weekday
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.courses.schedule_document import schedule_document, schedule_of
from msc_dose.problems import Refusal
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek, schedule_in_words
from msc_dose.scheduling import WEEKDAYS, Closures, Gap, Interval, Window

NONE = Window(0, 0)
EVERY_DAY = Closures()
MONDAY = date(2027, 1, 25)  # the last of its month


def refused(make):
    with pytest.raises(Refusal) as refusal:
        make()
    (problem,) = refusal.value.problems
    return problem


def dates(placements):
    return [placement.date.isoformat() for placement in placements]


def test_cycles_give_the_same_days_of_each_cycle_with_days_off_between():
    placed = Cycles((0, 1), 28, 3).place(MONDAY, NONE, EVERY_DAY, 1)
    assert dates(placed) == [
        "2027-01-25",
        "2027-01-26",
        "2027-02-22",
        "2027-02-23",
        "2027-03-22",
        "2027-03-23",
    ]


def test_a_moved_infusion_moves_no_other_of_its_cycle():
    closures = Closures(closed={date(2027, 2, 22): "maintenance"})
    placed = Cycles((0, 7), 28, 2).place(MONDAY, Window(0, 1), closures, 1)
    assert dates(placed) == ["2027-01-25", "2027-02-01", "2027-02-23", "2027-03-01"]


def test_the_last_monday_of_every_month():
    placed = NthWeekday(-1, "mon", 1, 4).place(MONDAY, NONE, EVERY_DAY, 1)
    assert dates(placed) == ["2027-01-25", "2027-02-22", "2027-03-29", "2027-04-26"]


def test_the_third_infusion_is_moved_from_easter_monday_inside_its_window():
    closures = Closures("mon-fri", {date(2027, 3, 29): "Easter Monday"})
    placed = NthWeekday(-1, "mon", 1, 4).place(MONDAY, Window(3, 3), closures, 7)
    assert dates(placed)[2:] == ["2027-03-30", "2027-04-26"]


def test_a_start_that_is_no_such_day_is_refused_with_the_two_nearest():
    problem = refused(lambda: NthWeekday(-1, "mon", 1, 4).place(date(2027, 1, 29), NONE, EVERY_DAY, 1))
    assert (problem.code, problem.field) == ("schedule.start-not-nth-weekday", "start")
    assert problem.message == "Fri 29-Jan-2027 is not the last Monday of its month."
    assert problem.fix.startswith("Start on Mon 25-Jan-2027 or Mon 22-Feb-2027")


def test_beside_the_end_of_the_calendar_only_days_that_exist_are_offered():
    assert refused(lambda: NthWeekday(1, "mon", 1, 1).place(date(1900, 1, 31), NONE, EVERY_DAY, 1)).fix == (
        "Start on Mon 1-Jan-1900 or Mon 5-Feb-1900, the first Monday of its month."
    )
    problem = refused(lambda: NthWeekday(1, "tue", 1, 1).place(date(2199, 12, 31), NONE, EVERY_DAY, 1))
    assert problem.fix.startswith("Start on Tue 3-Dec-2199,")
    assert refused(lambda: NthWeekday(1, "mon", 12, 400).targets_from(1, MONDAY)).code == "date.out-of-range"


@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)),
    st.sampled_from([1, 2, 3, 4, -1]),
    st.sampled_from(WEEKDAYS),
    st.integers(1, 14),
    st.integers(1, 12),
)
def test_the_nth_weekdays_are_those_of_a_recurrence_rule(day, nth, name, every, count):
    month = day.replace(day=1)
    rule = rrule(
        MONTHLY, dtstart=month, interval=every, count=count, byweekday=weekday(WEEKDAYS.index(name), nth)
    )
    expected = [moment.date() for moment in rule]
    schedule = NthWeekday(nth, name, every, count)
    assert [each.target for each in schedule.place(expected[0], NONE, EVERY_DAY, 1)] == expected


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: Cycles((), 28, 1), "schedule.cycles", "on"),
        (lambda: Cycles((1, 8), 28, 1), "schedule.cycles", "on"),
        (lambda: Cycles((0, 7, 7), 28, 1), "schedule.cycles", "on"),
        (lambda: Cycles((0, 28), 28, 1), "schedule.cycles", "on"),
        (lambda: Cycles((0,), 0, 1), "schedule.cycles", "length"),
        (lambda: Cycles((0,), 3651, 1), "schedule.cycles", "length"),
        (lambda: Cycles((0,), 28, 0), "schedule.cycles", "cycles"),
        (lambda: Cycles((0, 1), 28, 201), "schedule.too-many", "cycles"),
        (lambda: NthWeekday(0, "mon", 1, 4), "schedule.nth-weekday", "nth"),
        (lambda: NthWeekday(5, "mon", 1, 4), "schedule.nth-weekday", "nth"),
        (lambda: NthWeekday(-2, "mon", 1, 4), "schedule.nth-weekday", "nth"),
        (lambda: NthWeekday(1, "Mon", 1, 4), "schedule.nth-weekday", "weekday"),
        (lambda: NthWeekday(1, "mon", 0, 4), "schedule.nth-weekday", "every"),
        (lambda: NthWeekday(1, "mon", 1, 0), "schedule.too-many", "count"),
        (lambda: NthWeekday(1, "mon", 1, 401), "schedule.too-many", "count"),
        (lambda: TwiceAWeek(4, ("mon-wed",)), "schedule.pairs", "pairs"),
    ],
)
def test_what_is_no_schedule_is_refused(make, code, field):
    problem = refused(make)
    assert (problem.code, problem.field, problem.severity) == (code, field, "stop")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cycles([0, 1], 28, 3),
        lambda: Cycles((0, True), 28, 3),
        lambda: Cycles((0,), 28.0, 3),
        lambda: Cycles((0,), 28, "3"),
        lambda: NthWeekday(1.0, "mon", 1, 4),
        lambda: NthWeekday(1, 0, 1, 4),
        lambda: NthWeekday(1, "mon", 1, True),
        lambda: TwiceAWeek(4, ["mon-thu"]),
    ],
)
def test_wrong_python_types_are_type_errors(make):
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize(
    ("schedule", "infusions", "text"),
    [
        (Cycles((0, 1), 28, 3), 6, "6 infusions, on days 0 and 1 of each of 3 cycles of 28 days"),
        (Cycles((0,), 21, 4), 4, "4 infusions, on day 0 of each of 4 cycles of 21 days"),
        (NthWeekday(-1, "mon", 1, 4), 4, "4 infusions, on the last Monday of every month"),
        (NthWeekday(1, "fri", 3, 4), 4, "4 infusions, on the first Friday every 3 calendar months"),
        (NthWeekday(2, "wed", 1, 1), 1, "1 infusion, on the second Wednesday of a month"),
        (TwiceAWeek(4), 8, "8 infusions, twice a week for 4 weeks"),
        (TwiceAWeek(1, ("mon-thu",)), 2, "2 infusions, twice a week for 1 week, on Mon/Thu"),
    ],
)
def test_a_schedule_says_itself_in_words(schedule, infusions, text):
    assert (schedule.infusions, str(schedule)) == (infusions, text)


@pytest.mark.parametrize(
    ("schedule", "numbering", "text"),
    [
        (OnDays((0, 7)), None, "2 infusions, on days 0 and 7"),
        (OnDays((0, 7)), 0, "2 infusions, on days 0 and 7 (Day 0 = first infusion)"),
        (OnDays((0, 7)), 1, "2 infusions, on days 1 and 8 (Day 1 = first infusion, no day 0)"),
        (
            Cycles((0, 1), 28, 3),
            1,
            "6 infusions, on days 1 and 2 of each of 3 cycles of 28 days (Day 1 = first infusion, no day 0)",
        ),
        (TwiceAWeek(4), 1, "8 infusions, twice a week for 4 weeks"),
    ],
)
def test_days_are_printed_in_the_numbering_that_is_declared(schedule, numbering, text):
    assert schedule_in_words(schedule, numbering) == text


@pytest.mark.parametrize(
    ("schedule", "document"),
    [
        (Cycles((0, 1), 28, 3), {"kind": "cycles", "on": [0, 1], "length": 28, "cycles": 3}),
        (
            NthWeekday(-1, "mon", 1, 4),
            {"kind": "nth-weekday", "nth": -1, "weekday": "mon", "every": 1, "count": 4},
        ),
        (TwiceAWeek(4), {"kind": "twice-a-week", "weeks": 4}),
        (TwiceAWeek(4, ("mon-thu",)), {"kind": "twice-a-week", "weeks": 4, "pairs": ["mon-thu"]}),
        (
            AfterGaps((Gap(7, Window(1, 2, Window(0, 1))), Gap(14)), "previous-date"),
            {
                "kind": "gaps",
                "gaps": [
                    {"days": 7, "before": 1, "after": 2, "preferred": {"before": 0, "after": 1}},
                    {"days": 14, "before": None, "after": None},
                ],
                "count_from": "previous-date",
            },
        ),
    ],
)
def test_a_schedule_is_written_as_a_plain_mapping_and_back(schedule, document):
    assert schedule_document(schedule) == document
    assert schedule_of(document) == schedule


@pytest.mark.parametrize(
    "schedule",
    [
        OnDays((0, 7)),
        Cycles((0, 7), 28, 1),
        EveryInterval(2, Interval(7, "day")),
        AfterGaps((Gap(7),), "previous-target"),
    ],
)
def test_no_day_is_taken_later_than_the_maximum_gap(schedule):
    closures = Closures(closed={date(2027, 2, 1): "maintenance"})
    window = Window(1, 1)
    assert dates(schedule.place(MONDAY, window, closures, 1))[1] == "2027-02-02"
    assert dates(schedule.place(MONDAY, window, closures, 1, maximum_gap=7))[1] == "2027-01-31"


def test_a_weekday_has_a_maximum_gap_too():
    schedule = NthWeekday(1, "mon", 1, 3)
    start = date(2027, 1, 4)
    assert dates(schedule.place(start, NONE, EVERY_DAY, 1, maximum_gap=28))[1:] == [
        "2027-02-01",
        "2027-03-01",
    ]
    problem = refused(lambda: schedule.place(start, NONE, EVERY_DAY, 1, maximum_gap=27))
    assert (problem.code, "Infusion 2 of 3" in problem.message) == ("schedule.no-open-day", True)


def test_only_the_allowed_pairs_of_weekdays_are_taken():
    placed = TwiceAWeek(2, ("tue-fri",)).place(MONDAY, Window(0, 2), Closures("mon-fri"), 3)
    assert dates(placed) == ["2027-01-26", "2027-01-29", "2027-02-02", "2027-02-05"]
