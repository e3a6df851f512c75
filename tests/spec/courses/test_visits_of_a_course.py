"""The visits of a course follow their infusions: those of each its date, those of the first and last its target."""

import pytest

import msc_dose as md
from msc_dose.courses.events import dating, opening
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Window

from .story import Story, day, plan

NONE = Window(0, 0)
LAB_DRAW = VisitRule("lab draw", -1, NONE, origin="each", closed_days="moves-infusion")
CALL = VisitRule("call", 1, NONE, origin="each", closed_days="any-day")
ASSESSMENT = VisitRule("assessment", 28, Window(2, 2), origin="last")
ORDER = VisitRule("product order", -10, NONE, closed_days="open-day-before")


def story_with(*visits, closures=None):
    return Story().begin(plan(visits=visits, closures=closures or md.Closures()))


def dates(story, kind):
    return [f"{v.date:%m-%d}" if v.date else "-" for v in story.course.visits if v.kind == kind]


def test_what_belongs_to_each_infusion_moves_with_its_date():
    story = story_with(CALL)
    assert dates(story, "call") == ["01-30", "03-01", "03-30", "04-30"]
    story.move(2, "03-05", "01-25")
    assert dates(story, "call") == ["01-30", "03-06", "03-30", "04-30"]


def test_a_lab_draw_the_day_before_moves_the_infusion_from_the_day_after_a_holiday():
    """Mon to Fri: a draw on Sun 28-Mar cannot be, so that infusion 3 leaves Mon 29-Mar."""
    story = story_with(LAB_DRAW, closures=md.Closures("mon-fri"))
    assert story.days == ["01-29", "03-02", "03-30", "04-29"]
    assert dates(story, "lab draw") == ["01-28", "03-01", "03-29", "04-28"]
    moved = dating.Moved(3, day("03-29"), "this-one", "asked")
    assert story.refused(moved, "01-25") == ("course.closed-day",)


def test_follow_up_counts_from_the_target_and_from_the_day_where_it_was_given_outside_its_window():
    story = story_with(ASSESSMENT)
    for number, on in enumerate(("01-29", "02-28", "03-29"), 1):
        story.give(number, on)
    assert dates(story, "assessment") == ["05-27"]
    inside = Story(story.events)
    inside.give(4, "05-01")
    assert dates(inside, "assessment") == ["05-27"]
    story.give(4, "05-06")
    assert dates(story, "assessment") == ["06-03"]


def test_without_its_infusion_a_visit_says_why_it_has_no_date():
    story = story_with(CALL, ASSESSMENT, ORDER)
    story.hold("01-25")
    assert {visit.date for visit in story.course.visits} == {None}
    assert {visit.why_no_date for visit in story.course.visits} == {
        "its infusion has no date yet",
        "the last infusion has no date yet",
        "the first infusion has no date yet",
    }


@pytest.mark.parametrize(("left_out", "assessment"), [(4, "04-26"), (1, "05-27")])
def test_the_first_and_the_last_are_those_that_take_place(left_out, assessment):
    story = story_with(CALL, ASSESSMENT)
    story.tell(dating.NotNeeded(left_out, "asked"), "01-25")
    assert dates(story, "assessment") == [assessment]
    assert len(dates(story, "call")) == 3
    story.tell(dating.CourseStopped("withdrawn"), "01-26")
    assert story.course.visits == ()


def test_a_visit_whose_days_are_all_closed_says_so_and_stops_no_entry():
    story = story_with(ASSESSMENT)
    closed = {day(f"05-{number}"): "works" for number in range(24, 31)}
    story.tell(opening.CalendarChanged(md.Closures(closed=closed), "works"), "01-25")
    [visit] = story.course.visits
    assert visit.date is None
    assert "has no day" in visit.why_no_date


def test_what_is_ordered_before_goes_back_to_an_open_day():
    story = story_with(ORDER, closures=md.Closures(closed={day("01-19"): "works", day("01-18"): "works"}))
    assert dates(story, "product order") == ["01-17"]
