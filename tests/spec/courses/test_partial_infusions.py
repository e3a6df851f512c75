"""An infusion that stops early asks a person: it counts, the rest is made up, or it is repeated; no default."""

import pytest

from msc_dose.courses.events import dating, giving
from msc_dose.quantity.writer import briefly

from .story import Story, cells, given, moment, plan


def stopped(on="01-29", **more):
    """Infusion 1 stopped after 9 of 18 mL: 60 of 120 million cells."""
    story = Story().begin(plan(**more))
    story.clear(1, "01-29")
    story.stop_early(1, on)
    return story


def made_up(story):
    story.partial(1, "made-up", "01-29", within_days=7, cells=cells("60 million"))
    return story


def test_it_asks_what_becomes_of_it_and_nothing_is_taken_for_granted():
    story = stopped()
    [question] = story.course.questions
    assert (question.code, question.infusion) == ("course.partial", 1)
    assert question.choices == ("counts", "made-up", "repeated")
    assert "60 million viable MSC of 120 million viable MSC went in" in question.text
    assert story.refused(giving.Cleared(2, ()), "02-28") == ("course.partial",)


def test_the_cells_infused_follow_from_the_volumes():
    assert briefly(stopped().infusion(1).infused) == "60 million viable MSC"
    assert briefly(stopped().course.infused) == "60 million viable MSC"


@pytest.mark.parametrize("decision", ["counts", "repeated"])
def test_what_belongs_to_making_up_belongs_to_nothing_else(decision):
    with pytest.raises(Exception, match="made up"):
        stopped().partial(1, decision, "01-29", within_days=3)


def test_counted_it_is_infusion_1_and_nothing_waits():
    story = stopped()
    days = story.days
    story.partial(1, "counts", "01-29")
    assert (story.asked, story.days) == ([], days)
    story.clear(2, "02-28")


def test_repeated_it_is_still_to_come_and_its_first_cells_stay():
    story = stopped()
    story.partial(1, "repeated", "01-29")
    assert (story.infusion(1).state, briefly(story.course.infused)) == ("planned", "60 million viable MSC")
    story.move(1, "02-02", "01-30")
    story.give(1, "02-02", containers=(given("V-9"),))
    assert (story.days[0], briefly(story.course.infused)) == ("02-02", "180 million viable MSC")


@pytest.mark.parametrize("decision", ["counts", "made-up"])
def test_repeated_and_stopped_early_again_it_keeps_the_day_on_which_it_was_repeated(decision):
    story = stopped()
    story.partial(1, "repeated", "01-29")
    story.move(1, "02-01", "01-30")
    story.stop_early(1, "02-01", container="V-9")
    assert (story.asked, story.days[0]) == (["course.partial"], "02-01")
    how = {"within_days": 7, "cells": cells("60 million")} if decision == "made-up" else {}
    story.partial(1, decision, "02-01", **how)
    assert story.days[0] == "02-01"


def test_one_that_was_to_be_repeated_can_be_left_out_after_all():
    story = stopped()
    story.partial(1, "repeated", "01-29")
    story.tell(dating.NotNeeded(1, "enough"), "01-30")
    assert (story.infusion(1).state, story.days[0]) == ("not-needed", "-")
    assert briefly(story.course.infused) == "60 million viable MSC"


def test_a_question_about_its_late_day_is_none_any_more_once_it_is_repeated():
    story = stopped("02-10")
    assert story.asked == ["course.partial", "course.later-dates"]
    story.partial(1, "repeated", "02-10")
    # The next day is past its window already, so a person says on which day it is repeated.
    assert (story.asked, story.days[1:]) == (["course.no-day"], ["02-28", "03-29", "04-29"])
    story.give(1, "02-12", containers=(given("V-9"),))
    assert story.asked == ["course.later-dates"]


def test_made_up_it_says_how_much_and_until_when():
    [question] = made_up(stopped()).course.questions
    assert question.code == "course.make-up"
    assert question.text == "Infusion 1: 60 million viable MSC are made up by Fri 5-Feb-2027."


def test_what_is_made_up_counts_by_its_own_cells_and_moves_no_date():
    """A container of 60 million cells in 10 mL: not half a dose more than was brought."""
    story = made_up(stopped())
    days = story.days
    story.give(1, "02-02", containers=(given("V-9", "10 mL"),))
    assert briefly(story.infusion(1).infused) == "120 million viable MSC"
    assert (story.days, story.asked) == (days, [])


def test_what_is_made_up_too_late_is_told():
    story = made_up(stopped())
    story.give(1, "02-06", containers=(given("V-9", "10 mL"),))
    assert "course.out-of-window" in story.told


def test_what_is_made_up_and_stops_early_asks_again_as_its_gate_says():
    story = made_up(stopped())
    story.stop_early(1, "02-02", container="V-9")
    assert story.asked == ["course.partial"]
    assert briefly(story.infusion(1).infused) == "90 million viable MSC"
    assert story.refused(giving.Cleared(2, ()), "02-28") == ("course.partial",)
    story.partial(1, "counts", "02-02")
    assert story.asked == []


def test_the_rest_is_counted_in_the_cells_of_the_dose():
    other = cells("60 million")
    other = type(other)("cell_count", other.numerator, 1, "all", "MSC")
    what = giving.PartialDecided(1, "made-up", "asked", 7, other)
    assert stopped().refused(what, "01-29") == ("count.mixed",)
    ended = giving.Completed(1, moment("01-29", 10), moment("01-29", 11), (), None, other)
    assert Story().begin().refused(ended, "01-29", 12) == ("count.mixed",)


def test_nothing_is_decided_about_an_infusion_that_did_not_stop_early():
    decided = giving.PartialDecided(1, "counts", "asked")
    assert Story().begin().refused(decided, "01-29") == ("course.nothing-to-decide",)


def test_of_a_course_that_is_stopped_nothing_is_repeated_or_made_up():
    story = stopped()
    story.tell(dating.CourseStopped("withdrawn"), "01-30")
    assert story.refused(giving.PartialDecided(1, "repeated", "asked"), "01-30") == ("course.stopped",)
    story.partial(1, "counts", "01-30")
    assert story.asked == []


def test_without_volumes_and_cells_what_went_in_is_not_known_and_that_is_told():
    story = Story().begin()
    story.give(1, "01-29", containers=())
    assert (story.infusion(1).infused, story.told[-1]) == (None, "course.infused-not-known")
