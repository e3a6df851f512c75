"""A changed calendar holds from its day on: nothing moves to before it, and what is past keeps its day."""

import msc_dose as md
from msc_dose.courses.events import opening
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Window

from .story import Story, day, plan

CALL = VisitRule("call", 1, Window(0, 3), origin="each")


def change(story, on, *closed, opened=None):
    story.tell(
        opening.CalendarChanged(md.Closures(opened, {day(each): "closed" for each in closed}), "new"), on
    )
    return story


def calls(story):
    return [f"{visit.date:%m-%d}" if visit.date else "-" for visit in story.course.visits]


def test_nothing_moves_to_a_day_before_it():
    """Infusion 2 would be as near to its target, 28-Feb, on the day before it; that is past on 28-Feb."""
    before = change(Story().begin(), "02-27", "02-28", "03-01")
    after = change(Story().begin(), "02-28", "02-28", "03-01")
    for story in (before, after):
        assert story.targets[1] == "02-28"
    assert (before.days[1], after.days[1]) == ("02-27", "03-02")


def test_an_infusion_that_is_late_stays_on_its_day_until_a_person_moves_it():
    story = change(Story().begin(), "02-02", "01-29", "03-29")
    assert story.days == ["01-29", "02-28", "03-30", "04-29"]
    story.move(1, "02-03", "02-02")
    assert story.days[0] == "02-03"


def test_one_that_is_late_and_given_afterwards_was_given_when_it_was():
    story = change(Story().begin(), "02-02", "03-29")
    story.give(1, "01-29")
    assert (story.days, story.asked) == (["01-29", "02-28", "03-30", "04-29"], [])


def test_a_visit_that_was_keeps_its_day_and_one_to_come_takes_another():
    story = Story().begin(plan(visits=(CALL,)))
    story.give(1, "01-29")
    assert calls(story) == ["01-30", "03-01", "03-30", "04-30"]
    change(story, "02-10", "01-30", "03-01")
    assert calls(story) == ["01-30", "03-02", "03-30", "04-30"]


def test_a_second_change_takes_nothing_back_that_the_first_had_left_to_pass():
    story = Story().begin(plan(visits=(CALL,)))
    story.give(1, "01-29")
    change(story, "01-29", "01-30")
    change(story, "02-10", "01-31")
    assert calls(story)[0] == "01-31"


def test_the_clearance_of_what_moved_is_void_and_of_what_stayed_is_not():
    for closed, state in (("01-29", "planned"), ("01-30", "cleared")):
        story = Story().begin()
        story.clear(1, "01-28")
        change(story, "01-28", closed)
        assert story.infusion(1).state == state


def test_the_latest_calendar_stands_with_the_course():
    story = change(Story().begin(), "02-02", "03-29")
    assert story.course.closures == md.Closures(closed={day("03-29"): "closed"})
