"""What was entered in error counts as if it had never been; both entries stay visible."""

import pytest

from msc_dose.courses.events import dating, giving, ordering, results
from msc_dose.courses.folding.fold import course_of

from . import invariants
from .story import Story, kg, moment


def told():
    """1 opened, 2 planned, 3 ordered, 4 cleared, 5 given, 6 weighed, 7 moved, 8 reaction, 9 left out."""
    story = Story().begin()
    story.clear(1, "01-29")
    story.give(1, "01-29")
    story.weigh("70", "02-01")
    story.move(2, "03-02", "02-20")
    story.tell(giving.Reaction(1, moment("01-29", 10), "rash", 2, "none", "resolved"), "02-20")
    story.tell(dating.Missed(4, "no bed"), "02-20")
    return story


@pytest.mark.parametrize("number", [3, 4, 6, 7, 8, 9])
def test_the_course_is_as_if_the_entry_had_never_been_and_shows_both(number):
    story = told()
    story.strike(number, "02-21")
    invariants.is_as_if_it_had_never_been(story.course, story.events, number)


def test_an_infusion_entered_in_error_is_to_come_again_and_its_container_is_free():
    story = Story().begin()
    before = story.course.infusions
    story.give(1, "01-29")
    story.strike(4, "01-30")
    assert (story.course.infusions, story.course.containers) == (before, ())
    story.give(1, "01-29")
    assert story.infusion(1).state == "completed"


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_where_product_or_dose_is_concerned_a_second_person_agrees(number):
    alone = results.EnteredInError(number, "wrong patient")
    assert told().refused(alone, "02-21") == ("course.second-person",)


@pytest.mark.parametrize("number", [6, 7, 8, 9])
def test_other_entries_one_person_takes_back(number):
    told().strike(number, "02-21", second=None)


def test_what_later_entries_rest_on_is_struck_after_them():
    story = Story().begin()
    story.hold("01-25")
    story.resume("01-27", "01-27")
    hold = results.EnteredInError(4, "wrong patient", "rn-7")
    assert story.refused(hold, "01-28")[0] == "course.rests-on"
    assert story.refused(results.EnteredInError(1, "x", "rn-7"), "01-28")[0] == "course.rests-on"
    story.strike(5, "01-28")
    story.tell(hold, "01-28")
    assert (story.days[0], story.course.held_since) == ("01-29", None)


def test_an_entry_is_struck_once():
    story = told()
    story.strike(6, "02-21")
    again = results.EnteredInError(6, "wrong patient", "rn-7")
    assert story.refused(again, "02-21") == ("course.struck-already",)


def test_a_strike_made_in_error_can_be_struck_and_the_entry_counts_again():
    story = told()
    before = story.course
    story.strike(4, "02-21")
    assert "course.not-cleared" in story.told
    story.strike(10, "02-21")
    for name in ("infusions", "visits", "questions", "containers", "infused"):
        assert getattr(story.course, name) == getattr(before, name)
    assert invariants.told(story.course) == invariants.told(before)
    struck_by = [entry.struck_by for entry in story.course.entries]
    assert (struck_by[3], struck_by[9]) == (None, 11)


def test_what_makes_an_infusion_count_again_needs_a_second_person_too():
    story = told()
    story.strike(4, "02-21")
    alone = results.EnteredInError(10, "it was right")
    assert story.refused(alone, "02-21") == ("course.second-person",)


def test_entries_told_in_any_batch_make_one_course():
    story = told()
    assert all(course_of(story.events) == story.course for _ in range(3))
    events = []
    retold = Story()
    for event in story.events:
        events.append(event)
        retold.tell(event.what, event.occurred.date(), event.occurred.hour, event.by, event.recorded)
        assert retold.course == course_of(events)


def test_a_late_entry_counts_and_says_that_it_is_late():
    story = Story().begin()
    story.tell(ordering.Weighed(kg("61")), "01-21", recorded=moment("01-25"))
    assert [entry.late for entry in story.course.entries] == [False, False, False, True]


def test_a_plan_that_was_struck_leaves_a_course_without_infusions():
    story = Story().begin()
    story.strike(2, "01-21")
    assert (story.course.infusions, story.course.plans, story.course.questions) == ((), (), ())
