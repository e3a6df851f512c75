"""A hold that outlasts a target, or an infusion outside its window, asks how later dates follow."""

import pytest

from msc_dose.courses.events import dating, giving
from msc_dose.protocols.days_and_gaps import AfterGaps
from msc_dose.scheduling import Gap

from .story import Story, day, given, moment, plan


def late(on="03-10", **stated):
    """Infusion 2 of four monthly ones, whose window is 25-Feb to 3-Mar."""
    story = Story().begin(plan(**stated))
    story.give(1, "01-29")
    story.give(2, on)
    return story


def held(back="03-10", schedule=None):
    story = Story().begin(plan(schedule) if schedule else plan())
    story.give(1, "01-29")
    story.hold("02-20")
    return story if back is None else _resumed(story, back)


def _resumed(story, back):
    story.resume(back, "03-01" if back >= "03-01" else back)
    return story


@pytest.mark.parametrize("on", ["02-25", "02-28", "03-03"])
def test_inside_its_window_nothing_is_asked_and_no_other_date_moves(on):
    story = late(on)
    assert (story.asked, story.days) == ([], ["01-29", on, "03-29", "04-29"])


@pytest.mark.parametrize("on", ["02-24", "03-04", "03-10"])
def test_outside_its_window_later_dates_are_to_be_decided_until_a_person_says(on):
    story = late(on)
    [question] = story.course.questions
    assert (question.code, question.infusion) == ("course.later-dates", 2)
    assert question.choices == ("keep-targets", "count-from-actual", "shift-later")
    assert story.days == ["01-29", on, "-", "-"]
    assert {i.why_no_date for i in story.course.infusions[2:]} == {"to be decided: how later dates follow"}
    assert "course.out-of-window" in story.told


@pytest.mark.parametrize(
    ("follow", "days"),
    [
        ("keep-targets", ["03-29", "04-29"]),
        ("count-from-actual", ["04-10", "05-10"]),
        ("shift-later", ["04-08", "05-09"]),  # 10 days later, as infusion 2 was
    ],
)
def test_each_answer_moves_exactly_what_it_says(follow, days):
    story = late()
    story.follow(follow, "03-10", after=2)
    assert (story.days[2:], story.asked) == (days, [])
    assert story.targets[:2] == ["01-29", "02-28"]


def test_where_no_minimum_gap_is_stated_the_answer_must_state_one():
    story = late(minimum_gap=None)
    decided = dating.LaterDecided("keep-targets", "asked", 2)
    assert story.refused(decided, "03-10") == ("value.missing",)
    story.follow("keep-targets", "03-10", after=2, minimum_gap=20)
    assert story.days[2:] == ["03-30", "04-29"]  # 29-Mar is 19 days after 10-Mar


def test_a_question_that_is_not_open_has_no_answer():
    asked = dating.LaterDecided("keep-targets", "asked", 1)
    assert late().refused(asked, "03-10") == ("course.nothing-to-decide",)
    assert Story().begin().refused(asked, "01-25") == ("course.nothing-to-decide",)


def test_after_the_last_infusion_nothing_is_asked():
    story = Story().begin()
    for number, on in enumerate(("01-29", "02-28", "03-29", "05-20"), 1):
        story.give(number, on)
    assert story.asked == []


def test_gaps_that_count_from_the_date_before_follow_by_themselves():
    story = Story().begin(plan(AfterGaps((Gap(14), Gap(14)), "previous-date")))
    story.give(1, "02-10")
    assert (story.days, story.asked) == (["02-10", "02-24", "03-10"], [])


def test_a_day_that_a_person_had_fixed_asks_nothing_when_it_is_kept():
    story = Story().begin()
    story.give(1, "01-29")
    story.move(2, "03-10", "02-20")
    story.give(2, "03-10")
    assert (story.asked, story.days) == ([], ["01-29", "03-10", "03-29", "04-29"])


def test_while_the_course_is_held_no_infusion_has_a_date_and_each_says_why():
    story = held(None)
    assert (story.days, story.course.held_since) == (["01-29", "-", "-", "-"], day("02-20"))
    assert {i.why_no_date for i in story.course.infusions[1:]} == {"held since Sat 20-Feb-2027: fever"}
    assert story.targets == ["01-29", "02-28", "03-29", "04-29"]


def test_a_hold_within_the_targets_restores_every_date():
    story = held("02-26")
    assert (story.asked, story.days) == ([], ["01-29", "02-28", "03-29", "04-29"])


@pytest.mark.parametrize(
    ("follow", "days"),
    [
        ("keep-targets", ["-", "03-29", "04-29"]),
        ("count-from-actual", ["03-10", "04-10", "05-10"]),
        ("shift-later", ["03-10", "04-08", "05-09"]),
    ],
)
def test_a_hold_that_outlasts_a_target_asks(follow, days):
    story = held()
    assert (story.asked, story.days[1:]) == (["course.later-dates"], ["-"] * 3)
    story.follow(follow, "03-09")
    assert story.days[1:] == days
    assert story.asked == (["course.no-day"] if "-" in days else [])


def test_counted_from_the_day_of_resuming_and_given_on_another_the_next_counts_from_that():
    story = held(schedule=AfterGaps((Gap(14), Gap(14), Gap(14)), "previous-date"))
    story.follow("count-from-actual", "03-09")
    assert story.days[1:] == ["03-10", "03-24", "04-07"]
    story.give(2, "03-12")
    assert story.days[1:] == ["03-12", "03-26", "04-09"]


def test_a_question_that_waits_at_an_infusion_that_is_left_out_waits_at_the_next():
    story = held()
    story.tell(dating.Missed(2, "no bed"), "03-09")
    assert story.asked == ["course.later-dates"]
    story.follow("count-from-actual", "03-09")
    assert story.days == ["01-29", "-", "03-10", "04-10"]


def test_a_course_is_held_once_and_resumed_once():
    story = held(None)
    assert story.refused(dating.Held("again"), "02-21") == ("course.held",)
    assert story.refused(dating.Resumed(day("02-01"), "well"), "02-21") == ("course.not-held",)
    assert Story().begin().refused(dating.Resumed(day("02-01"), "well"), "01-30") == ("course.not-held",)


def test_a_course_that_is_stopped_has_nothing_to_come_and_is_not_held():
    story = late("02-28")
    story.tell(dating.CourseStopped("withdrawn"), "03-01")
    assert [i.state for i in story.course.infusions] == ["completed", "completed", "cancelled", "cancelled"]
    assert story.refused(dating.Held("fever"), "03-02") == ("course.stopped",)
    assert story.refused(dating.CourseStopped("again"), "03-02") == ("course.stopped",)


def test_what_is_given_while_the_course_is_held_is_recorded_and_told():
    story = held(None)
    story.give(2, "02-28")
    assert "course.held" in story.told
    assert story.days[1] == "02-28"


def test_an_infusion_given_out_of_its_turn_keeps_the_gap_to_those_still_to_come():
    """Infusion 2 on 28-Feb, then infusion 1 on 20-Mar: 29-Mar is only 9 days after that."""
    story = Story().begin(plan(minimum_gap=14))
    story.give(2, "02-28")
    story.give(1, "03-20")
    story.follow("keep-targets", "03-20", after=1)
    assert (story.days, story.asked) == (["03-20", "02-28", "-", "04-29"], ["course.no-day"])
    assert "less than 14 days after the infusion of Sat 20-Mar-2027" in story.infusion(3).why_no_date


def test_an_end_that_names_another_day_than_the_start_moves_no_date_and_is_told():
    story = Story().begin()
    story.tell(giving.Started(1), "01-29")
    story.tell(giving.Completed(1, moment("02-10", 9), moment("02-10", 10), (given("V-1"),)), "02-10", 12)
    assert (story.days[0], story.told[-1], story.asked) == ("01-29", "course.another-day", [])
