"""A plan follows another: the next block after the one before it, by the answer at a decision point."""

import pytest

import msc_dose as md
from msc_dose.courses.events import dating, ordering
from msc_dose.courses.events.dating import BlockChosen
from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.events.opening import CalendarChanged, Opened, Planned
from msc_dose.protocols.days_and_gaps import OnDays
from msc_dose.protocols.decisions import Answer, Decision
from msc_dose.quantity.writer import briefly

from .story import EVERY_DAY, PATIENT, Story, day, plan, site_protocol

WEEKLY = OnDays((0, 7))
RESPONSE = Decision(
    "response", "assessment", (Answer("complete", "stop"), Answer("partial", "four more", "site-b"))
)


def two_given(**more):
    story = Story().begin(plan(WEEKLY, **more))
    story.give(1, "01-29")
    story.give(2, "02-05")
    return story


def test_a_next_block_counts_its_infusions_on():
    story = two_given()
    story.tell(Planned(plan(WEEKLY, "03-01"), "next"), "02-10")
    assert story.days == ["01-29", "02-05", "03-01", "03-08"]
    assert [(i.number, i.of) for i in story.course.infusions] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    story.clear(3, "03-01")
    story.give(3, "03-01")
    assert story.infusion(3).state == "completed"


def test_nothing_of_one_block_moves_the_other():
    story = Story().begin(plan(WEEKLY))
    story.tell(Planned(plan(WEEKLY, "03-01"), "next"), "01-25")
    story.move(1, "02-01", "01-25", "all-later")
    assert story.days == ["02-01", "02-08", "03-01", "03-08"]
    story.move(3, "03-02", "01-25", "all-later")
    assert story.days == ["02-01", "02-08", "03-02", "03-09"]


@pytest.mark.parametrize(("start", "codes"), [("02-18", ("course.before-last-infusion",)), ("02-19", ())])
def test_it_keeps_the_gap_to_the_last_infusion_before_it_given_or_not(start, codes):
    for story in (two_given(), Story().begin(plan(WEEKLY))):
        what = Planned(plan(OnDays((0, 14)), start, minimum_gap=14), "next")
        if codes:
            assert story.refused(what, "02-06") == codes
        else:
            story.tell(what, "02-06")


def test_there_is_a_first_block_before_a_next_one_and_a_course_that_is_stopped_has_none():
    story = Story()
    story.tell(Opened("C-1", "P-1", "Europe/Berlin"), "01-20")
    assert story.refused(Planned(plan(WEEKLY), "next"), "01-20") == ("course.no-first-block",)
    stopped = two_given()
    stopped.tell(dating.CourseStopped("withdrawn"), "02-10")
    assert stopped.refused(Planned(plan(WEEKLY, "03-01"), "next"), "02-10") == ("course.stopped",)


def test_a_first_plan_is_replaced_until_something_was_done():
    story = Story().begin(plan(WEEKLY))
    story.tell(Planned(plan(WEEKLY, "02-01")), "01-21")
    assert story.days == ["02-01", "02-08"]
    story.clear(1, "02-01")
    assert story.refused(Planned(plan(WEEKLY, "02-02")), "02-01") == ("course.begun-already",)


def test_blocks_that_count_other_cells_are_recorded_and_have_no_sum():
    story = two_given()
    other = md.plan_course(site_protocol(WEEKLY), PATIENT, day("03-01"), None, "all", EVERY_DAY, 3)
    story.tell(Planned(other, "next"), "02-10")
    story.give(3, "03-01")
    assert briefly(story.infusion(3).infused) == "120 million all MSC"
    assert (briefly(story.infusion(1).infused), story.course.infused) == ("120 million viable MSC", None)


def test_the_decision_point_asks_when_all_infusions_before_it_are_done():
    story = Story().begin(plan(WEEKLY, decisions=(RESPONSE,)))
    assert story.asked == []
    story.give(1, "01-29")
    story.give(2, "02-05")
    [question] = story.course.questions
    assert (question.code, question.choices) == ("course.decision", ("complete", "partial"))
    story.tell(BlockChosen("response", "partial"), "03-01")
    assert [(q.code, "site-b" in q.text) for q in story.course.questions] == [("course.next-block", True)]
    story.tell(Planned(plan(WEEKLY, "03-10"), "next"), "03-01")
    assert story.asked == []


def test_an_answer_that_plans_nothing_asks_nothing_more():
    story = two_given(decisions=(RESPONSE,))
    story.tell(BlockChosen("response", "complete"), "03-01")
    assert story.asked == []


def test_an_answer_that_the_protocol_does_not_know_is_refused():
    story = two_given(decisions=(RESPONSE,))
    for name, answer in (("response", "better"), ("other", "partial")):
        assert story.refused(BlockChosen(name, answer), "03-01") == ("course.no-such-decision",)


def test_orders_are_known_by_their_numbers():
    story = Story().begin()
    assert story.refused(ordering.Ordered("2e6/kg", "dr-lee", "O-1"), "01-21") == ("course.order-known",)
    assert story.refused(ordering.OrderCancelled("O-9", "asked"), "01-21") == ("course.order-unknown",)
    story.tell(ordering.OrderCancelled("O-1", "asked"), "01-21")
    assert story.refused(Cleared(1, ()), "01-29") == ("course.no-order",)
    story.tell(ordering.OrderAmended("O-1", "2 × 10⁶/kg", "dr-lee", "asked"), "01-22")
    story.clear(1, "01-29")


def test_other_closed_days_are_those_of_every_block():
    story = Story().begin(plan(WEEKLY))
    story.tell(Planned(plan(WEEKLY, "03-01"), "next"), "01-25")
    closed = md.Closures(closed={day("02-05"): "works", day("03-08"): "works"})
    story.tell(CalendarChanged(closed, "works"), "01-26")
    assert story.days == ["01-29", "02-06", "03-01", "03-09"]
    empty = Story()
    empty.tell(Opened("C-1", "P-1", "Europe/Berlin"), "01-20")
    assert empty.refused(CalendarChanged(closed, "works"), "01-21") == ("course.no-plan",)
