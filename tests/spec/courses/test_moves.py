"""A move takes exactly what it says: this infusion, or this and all later ones; moving back restores."""

from datetime import date

import pytest

import msc_dose as md
from msc_dose.courses.events import dating, giving, opening
from msc_dose.protocols.days_and_gaps import AfterGaps
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.scheduling import Gap, Interval

from .story import Story, day, plan

WEEKDAYS = md.Closures("mon-fri", {date(2027, 3, 29): "Easter Monday"})


def begun(**more):
    story = Story().begin(plan(**more))
    story.give(1, "01-29")
    return story


def test_a_holiday_moves_one_infusion_by_a_day_and_no_target():
    story = Story().begin(plan(closures=WEEKDAYS))
    assert story.days == ["01-29", "03-01", "03-30", "04-29"]
    assert story.targets == ["01-29", "02-28", "03-29", "04-29"]
    assert "Mon 29-Mar-2027: closed: Easter Monday" in story.infusion(3).why_this_date


@pytest.mark.parametrize(
    ("later", "days", "targets"),
    [
        ("this-one", ["03-08", "03-29", "04-29"], ["02-28", "03-29", "04-29"]),
        ("all-later", ["03-08", "04-06", "05-07"], ["03-08", "04-06", "05-07"]),
    ],
)
def test_a_move_of_one_and_a_move_of_all_later_ones(later, days, targets):
    story = begun()
    story.move(2, "03-08", "02-20", later)
    assert (story.days[1:], story.targets[1:]) == (days, targets)


@pytest.mark.parametrize("later", ["this-one", "all-later"])
@pytest.mark.parametrize("closures", [md.Closures(), WEEKDAYS], ids=["every day", "mon-fri"])
def test_moving_back_restores_every_date_and_every_target(later, closures):
    story = begun(closures=closures)
    before = story.days, story.targets
    story.move(2, "03-08", "02-20", later)
    assert (story.days, story.targets) != before
    story.move(2, before[0][1], "02-20", later)
    assert (story.days, story.targets) == before
    story.tell(opening.CalendarChanged(md.Closures(closed={day(before[0][1]): "inspection"}), "new"), "02-21")
    assert story.days[1] != before[0][1]  # it is the rule's date again, and no person holds it


def test_months_never_drift():
    story = Story().begin(plan(EveryInterval(5, Interval(1, "calendar-month")), "01-31"))
    assert story.targets == ["01-31", "02-28", "03-31", "04-30", "05-31"]
    story.give(1, "02-02")
    story.give(2, "02-26")
    story.move(3, "04-03", "03-20")
    assert story.targets == ["01-31", "02-28", "03-31", "04-30", "05-31"]


def test_no_date_that_was_adjusted_leaks_into_a_later_target():
    story = Story().begin(plan(closures=md.Closures("mon-fri")))
    targets = story.targets
    for number, on in ((1, "02-01"), (2, "03-01"), (3, "03-30")):
        story.give(number, on)
        assert story.targets == targets


def test_gaps_from_the_date_before_follow_a_move_and_follow_it_back():
    story = Story().begin(plan(AfterGaps((Gap(14), Gap(14)), "previous-date")))
    story.move(2, "02-15", "01-25")
    assert story.days == ["01-29", "02-15", "03-01"]
    story.move(2, "02-12", "01-25")
    assert story.days == ["01-29", "02-12", "02-26"]


@pytest.mark.parametrize(
    ("number", "to", "refused"),
    [
        (1, "02-01", "course.not-pending"),
        (2, "03-06", "course.closed-day"),
        (2, "02-19", "course.day-passed"),
        (2, "02-22", "schedule.short-gap"),
        (2, "03-19", "course.move-leaves-no-day"),  # 29-Mar and 3 days are within 14 days of it
        (5, "03-01", "course.no-such-infusion"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_leaves_nothing(number, to, refused):
    story = Story().begin(plan(closures=WEEKDAYS, minimum_gap=28 if to == "02-22" else 14))
    story.give(1, "01-29")
    what = dating.Moved(number, day(to), "this-one", "the ward asks")
    assert story.refused(what, "02-20") == (refused,)


def test_while_it_is_held_or_waits_for_a_decision_nothing_is_moved():
    moved = dating.Moved(2, day("03-08"), "this-one", "the ward asks")
    story = begun()
    story.hold("02-20")
    assert story.refused(moved, "02-20") == ("course.held",)
    story.resume("03-05", "03-04")
    assert story.refused(moved, "03-04") == ("course.undecided",)


def test_an_infusion_that_was_cleared_and_is_moved_or_held_is_cleared_anew():
    story = begun()
    story.clear(2, "02-28")
    story.move(2, "03-02", "02-28")
    assert story.infusion(2).state == "planned"
    story.clear(2, "03-02")
    story.hold("03-02")
    assert story.infusion(2).state == "planned"


def test_a_date_that_a_person_chose_and_that_cannot_stand_is_asked_for_and_not_cleared():
    story = Story().begin(plan(minimum_gap=14))
    story.give(1, "01-29")
    story.move(3, "03-16", "01-30")
    story.give(2, "03-03")
    [question] = story.course.questions
    assert (question.code, question.infusion) == ("course.no-day", 3)
    assert "less than 14 days after the infusion of Wed 3-Mar-2027" in question.text
    assert story.refused(giving.Cleared(3, ()), "03-16") == ("course.undecided",)
    story.move(3, "03-29", "03-10")
    assert story.asked == []


def test_twice_a_week_a_week_without_two_days_is_asked_about():
    story = Story().begin(plan(TwiceAWeek(2), "03-01", window=1))
    closed = {day(f"0{3 if d < 9 else 2}-{d:02}"): "works" for d in (1, 2, 28)}
    story.tell(opening.CalendarChanged(md.Closures(closed=closed), "works"), "02-01")
    assert story.days == ["-", "-", "03-08", "03-11"]
    assert story.asked == ["course.no-day", "course.no-day"]
    assert story.infusion(1).why_no_date.startswith("Week 1 of 2 has no two days.")


def test_twice_a_week_one_closed_day_moves_two_infusions_where_it_must():
    closed = {day("03-04"): "works", day("03-03"): "works"}
    story = Story().begin(plan(TwiceAWeek(2), "03-01", window=1))
    story.tell(opening.CalendarChanged(md.Closures(closed=closed), "works"), "02-01")
    assert story.days == ["03-02", "03-05", "03-08", "03-11"] or story.days == [
        "03-01",
        "03-05",
        "03-08",
        "03-11",
    ]


def test_days_that_open_again_restore_the_dates_of_before():
    story = Story().begin()
    before = story.days
    story.tell(opening.CalendarChanged(md.Closures(closed={day("02-28"): "works"}), "works"), "02-01")
    assert story.days[1] == "03-01"
    story.tell(opening.CalendarChanged(md.Closures(), "done"), "02-02")
    assert story.days == before


@pytest.mark.parametrize("kind", [dating.NotNeeded, dating.Missed])
def test_one_that_is_left_out_has_no_date_and_moves_no_other(kind):
    story = begun()
    story.tell(kind(2, "asked dr-lee"), "02-20")
    assert story.days == ["01-29", "-", "03-29", "04-29"]
    assert story.refused(kind(2, "again"), "02-20") == ("course.not-pending",)
    assert story.refused(kind(1, "given"), "02-20") == ("course.not-pending",)
