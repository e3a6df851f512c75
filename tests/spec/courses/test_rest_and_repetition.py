"""What stopped early is made up or repeated: nothing else is cleared meanwhile, and nothing thawed is forgotten."""

import pytest

from msc_dose.courses.events import dating, giving
from msc_dose.quantity.writer import briefly

from .story import Story, cells, day, given, moment


def stopped():
    """60 of 120 million cells of infusion 1."""
    story = Story().begin()
    story.clear(1, "01-29")
    story.stop_early(1, "01-29")
    return story


def made_up(amount="60 million"):
    story = stopped()
    story.partial(1, "made-up", "01-29", within_days=7, cells=cells(amount))
    return story


def repeated():
    story = stopped()
    story.partial(1, "repeated", "01-29")
    return story


MATCHES = (True,) * 5


def checked(container="V-9"):
    return giving.BedsideCheck(1, container, "rn-7", ("name", "date of birth"), *MATCHES)


def test_until_the_rest_is_made_up_the_next_infusion_is_not_cleared():
    story = made_up()
    assert story.refused(giving.Cleared(2, ()), "02-28") == ("course.make-up",)
    story.give(1, "02-02", containers=(given("V-9", "9 mL"),))
    story.clear(2, "02-28")


def test_what_is_to_be_made_up_stands_with_its_infusion_and_its_last_day_until_it_is():
    story = made_up()
    infusion = story.infusion(1)
    assert (briefly(infusion.make_up), infusion.make_up_by) == ("60 million viable MSC", day("02-05"))
    story.give(1, "02-02", containers=(given("V-9", "9 mL"),))
    assert (story.infusion(1).make_up, story.infusion(1).make_up_by) == (None, None)


def test_while_it_is_made_up_the_infusion_shows_how_far_it_is():
    story, states = made_up(), []
    for what in (giving.Cleared(1, ()), giving.Thawed(1, ("V-9",)), checked(), giving.Started(1)):
        story.tell(what, "02-02")
        states.append((story.infusion(1).state, story.asked))
    waiting = ["course.make-up"]
    assert states == [("cleared", waiting), ("thawed", waiting), ("checked", waiting), ("started", [])]
    story.give(1, "02-02", containers=(given("V-9", "9 mL"),))
    assert (story.infusion(1).state, story.told) == ("completed", [*stopped().told])


def test_decided_anew_it_counts_and_nothing_waits():
    story = made_up()
    story.partial(1, "counts", "01-30")
    assert (story.asked, story.infusion(1).state, story.infusion(1).partial) == (
        [],
        "stopped-early",
        "counts",
    )
    assert story.infusion(1).make_up is None
    story.clear(2, "02-28")


@pytest.mark.parametrize("decision", ["counts", "repeated"])
def test_decided_anew_after_thaw_what_was_thawed_is_lost(decision):
    story = made_up()
    story.clear(1, "02-02")
    story.tell(giving.Thawed(1, ("V-9",)), "02-02")
    story.partial(1, decision, "02-02")
    assert dict(story.course.containers)["V-9"] == "wasted"
    assert story.told[-1] == "course.product-lost"


@pytest.mark.parametrize(
    ("amount", "told"),
    [("60 million", False), ("61 million", True), ("0.6 million", False), ("0.5 million", True)],
)
def test_a_make_up_of_more_than_is_missing_or_next_to_none_of_it_is_told(amount, told):
    story = made_up(amount)
    assert ("course.infused-implausible" in story.told) == told


def test_it_is_repeated_on_the_next_day_at_the_earliest():
    assert stopped().days[0] == "01-29"
    assert repeated().days[0] == "01-30"
    move = dating.Moved(1, day("01-29"), "this-one", "asked")
    assert repeated().refused(move, "01-29", 14) == ("course.day-passed",)


def test_past_its_window_a_person_is_asked_on_which_day_it_is_repeated():
    """The window of infusion 1 ends on 1-Feb."""
    story = Story().begin()
    story.stop_early(1, "02-01")
    story.partial(1, "repeated", "02-01")
    assert (story.asked, story.days[0]) == (["course.no-day"], "-")
    story.move(1, "02-03", "02-01")
    assert (story.asked, story.days[0]) == ([], "02-03")


@pytest.mark.parametrize(
    ("what", "state"),
    [
        (dating.Moved(1, day("02-01"), "this-one", "fever"), "planned"),
        (dating.Missed(1, "fever"), "missed"),
        (dating.NotNeeded(1, "enough"), "not-needed"),
    ],
    ids=["moved", "missed", "not needed"],
)
def test_thawed_for_its_repetition_and_not_given_the_product_is_lost(what, state):
    story = repeated()
    story.clear(1, "01-30")
    story.tell(giving.Thawed(1, ("V-9",)), "01-30")
    story.tell(what, "01-30")
    assert (story.infusion(1).state, story.told[-1]) == (state, "course.product-lost")
    assert dict(story.course.containers) == {"V-1": "infused", "V-9": "wasted"}
    assert story.refused(giving.Thawed(1, ("V-9",)), "01-30", 15) == ("course.container-used",)


def test_repeated_it_is_cleared_thawed_and_checked_anew():
    story = repeated()
    assert story.infusion(1).state == "planned"
    ended = giving.Completed(1, moment("01-30", 10), moment("01-30", 11), (given("V-9"),))
    story.tell(ended, "01-30", 12)
    assert [*story.told[-2:]] == ["course.not-cleared", "course.not-checked"]
