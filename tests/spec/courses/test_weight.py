"""A weight never changes a dose by itself."""

import pytest

import msc_dose as md
from msc_dose.courses.events import giving, ordering, results
from msc_dose.quantity.writer import briefly

from .story import Story, day, kg, moment, plan

DOSE, NEW = "120 million viable MSC", "134 million viable MSC"


def doses(story):
    return [briefly(infusion.dose) for infusion in story.course.infusions]


def weighed(kilograms, **rules):
    story = Story().begin(plan(**rules))
    story.weigh(kilograms, "01-25")
    return story


@pytest.mark.parametrize(
    ("limit", "kilograms", "asked"),
    [
        (None, "66", False),  # exactly 10 %, the policy where a protocol states no limit
        (None, "66.1", True),
        (None, "54", False),
        (None, "53.9", True),
        (5, "63", False),
        (5, "63.1", True),
        (20, "71", False),
    ],
)
def test_beyond_the_limit_of_the_protocol_a_new_order_is_needed_and_exactly_at_it_none(
    limit, kilograms, asked
):
    story = weighed(kilograms, weight_change_limit=limit)
    assert ("course.new-order" in story.asked) == asked
    assert doses(story) == [DOSE] * 4


def test_the_next_infusion_shows_the_old_dose_and_the_new_one():
    story = weighed("67")
    [question] = story.course.questions
    assert (question.code, question.infusion) == ("course.new-order", 1)
    assert DOSE in question.text
    assert NEW in question.text
    assert [briefly(infusion.new_dose) for infusion in story.course.infusions] == [NEW] * 4


def test_without_a_new_order_nothing_is_cleared_and_what_is_given_is_recorded_all_the_same():
    story = weighed("67")
    assert story.refused(giving.Cleared(1, ()), "01-29") == ("course.new-order",)
    story.give(1, "01-29")
    assert briefly(story.infusion(1).infused) == DOSE


def test_the_new_order_changes_the_doses_to_come_and_those_alone():
    story = weighed("67")
    story.give(1, "01-29")
    story.tell(ordering.DoseChanged(2, "weight", "dr-lee", "O-2", None, kg("67")), "02-01")
    assert doses(story) == [DOSE, NEW, NEW, NEW]
    assert story.asked == []
    story.clear(2, "02-28")


def test_a_dose_that_is_the_same_on_both_weights_waits_for_no_order():
    story = weighed("67")
    flat = md.read("100 million cells", "cell_count")
    story.tell(ordering.DoseChanged(1, "one vial", "dr-lee", "O-2", flat), "01-26")
    assert (doses(story), story.asked) == (["100 million viable MSC"] * 4, [])
    story.clear(1, "01-29")


def test_an_order_that_counts_other_cells_is_not_taken_for_the_same():
    ordered = md.read("3 × 10⁶ all MSC/kg", "dose_per_weight")
    changed = ordering.DoseChanged(1, "asked", "dr-lee", "O-2", ordered)
    assert Story().begin().refused(changed, "01-25") == ("count.mixed",)


@pytest.mark.parametrize("kilograms", ["0.3", "600"])
def test_no_weight_is_refused_for_the_dose_that_would_follow(kilograms):
    assert weighed(kilograms).asked == ["course.new-order"]


def test_the_latest_weight_is_the_one_taken_last_not_the_one_recorded_last():
    story = weighed("67")
    story.tell(ordering.Weighed(kg("60")), "01-10", recorded=moment("01-26"))
    assert [weight.taken.day for weight in story.course.weights] == [10, 25]
    assert "course.new-order" in story.asked


def test_a_weight_entered_in_error_asks_for_nothing():
    story = weighed("67")
    story.tell(results.EnteredInError(4, "other patient"), "01-25")
    assert (story.asked, story.course.weights) == ([], ())


@pytest.mark.parametrize(
    ("on", "refused"), [("01-22", ()), ("01-25", ()), ("01-26", ("course.weight-stale",))]
)
def test_a_stale_weight_blocks_clearance_and_never_the_record(on, refused):
    story = Story().begin(plan(start="01-26", weight_valid_days=3))
    story.weigh("60", "01-22")
    if not refused:
        story.clear(1, on)
        return
    assert story.refused(giving.Cleared(1, ()), on) == refused
    story.give(1, on)
    assert story.infusion(1).date == day(on)


def test_where_weights_must_be_fresh_none_at_all_is_stale():
    story = Story().begin(plan(weight_valid_days=3))
    assert story.refused(giving.Cleared(1, ()), "01-29") == ("course.weight-stale",)


@pytest.mark.parametrize(
    ("kilograms", "told"), [("61", False), ("120", False), ("121", True), ("600", True), ("29", True)]
)
def test_a_weight_of_more_than_double_or_less_than_half_is_a_check_of_its_own(kilograms, told):
    story = Story().begin()
    story.weigh(kilograms, "01-28")
    assert ("course.weight-far" in [problem.code for problem in story.course.problems]) is told
