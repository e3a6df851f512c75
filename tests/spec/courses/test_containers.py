"""A container is thawed once and given once; what became of each stands with the course."""

from datetime import date

import pytest

from msc_dose.courses.events import dating, giving
from msc_dose.quantity.writer import briefly

from .story import Story, given, moment


def thawed():
    story = Story().begin()
    story.clear(1, "01-29")
    story.tell(giving.Thawed(1, ("V-1", "V-2"), moment("01-29", 14)), "01-29")
    return story


def test_each_container_is_named_with_what_became_of_it():
    story = thawed()
    assert story.course.containers == (("V-1", "thawed"), ("V-2", "thawed"))
    story.give(1, "01-29", containers=(given("V-1"),))
    assert story.course.containers == (("V-1", "infused"), ("V-2", "thawed"))


@pytest.mark.parametrize("number", [1, 2])
def test_thawing_is_one_way(number):
    again = giving.Thawed(number, ("V-2",))
    assert thawed().refused(again, "01-29", 10) == ("course.container-used",)


def test_a_container_is_given_once_and_at_its_own_infusion():
    story = thawed()
    ended = giving.Completed(2, moment("02-28", 10), moment("02-28", 11), (given("V-2"),))
    assert story.refused(ended, "02-28", 12) == ("course.container-used",)
    story.give(1, "01-29", containers=(given("V-1"), given("V-2")))
    ended = giving.Completed(2, moment("02-28", 10), moment("02-28", 11), (given("V-1"),))
    assert story.refused(ended, "02-28", 12) == ("course.container-used",)


def test_one_that_was_not_thawed_for_the_infusion_is_recorded_and_told():
    story = thawed()
    story.give(1, "01-29", containers=(given("V-3"),))
    assert "course.container-unknown" in story.told
    story.tell(giving.PostThawCount(2, "V-9", viability=None, cells=story.infusion(2).dose), "02-28")
    assert story.told[-1] == "course.container-unknown"


def test_the_first_expiry_of_those_thawed_holds():
    story = thawed()
    story.tell(giving.Thawed(1, ("V-3",), moment("01-29", 12)), "01-29", 10)
    story.tell(giving.Thawed(1, ("V-4",)), "01-29", 10)
    assert story.infusion(1).expires == moment("01-29", 12)
    assert story.infusion(1).thawed == ("V-1", "V-2", "V-3", "V-4")


WASTED = (("V-1", "wasted"), ("V-2", "wasted"))


def test_once_thawed_and_moved_the_product_is_lost_and_the_infusion_is_cleared_anew():
    story = thawed()
    assert story.days[0] == "01-29"
    story.tell(dating.Moved(1, date(2027, 2, 1), "this-one", "fever"), "01-29", 10)
    assert (story.infusion(1).state, story.days[0]) == ("planned", "02-01")
    assert story.course.containers == WASTED
    assert "course.product-lost" in [problem.code for problem in story.course.problems]


def test_thawed_and_not_given_it_is_missed_and_the_container_is_wasted():
    story = thawed()
    story.tell(dating.Missed(1, "fever after thaw"), "01-29", 10)
    assert (story.infusion(1).state, story.days[0]) == ("missed", "-")
    assert story.course.containers == WASTED


def test_cells_follow_from_the_volumes_of_all_containers_exactly():
    story = thawed()
    story.give(1, "01-29", containers=(given("V-1", "10 mL"), given("V-2", "20 mL", "5 mL")))
    assert briefly(story.infusion(1).infused) == "60 million viable MSC"
    assert [each.container for each in story.infusion(1).given] == ["V-1", "V-2"]


def test_what_was_counted_counts_before_what_follows_from_volumes():
    story = thawed()
    story.give(1, "01-29", containers=(given("V-1"),), cells=story.infusion(1).dose)
    assert story.infusion(1).infused == story.infusion(1).dose
