"""What can be entered now: the most sensible first, and what was in fact done always among it."""

from datetime import UTC, datetime

import pytest

from msc_dose.courses.acts import acts_for, wall_text
from msc_dose.courses.events import dating, giving, ordering
from msc_dose.courses.events.kinds import KINDS
from msc_dose.library.actions import ACTIONS

from .story import Story, plan
from .test_clearance import check

CLEARED = giving.Cleared(1, ())
THAWED = giving.Thawed(1, ("V-1",))


def told(*whats):
    story = Story().begin()
    for what in whats:
        story.tell(what, "01-29", 10)
    return story


def actions(story, number=1):
    return [act.action for act in acts_for(story.course, number)]


@pytest.mark.parametrize(
    ("whats", "first"),
    [
        ((), ["clear"]),
        ((CLEARED,), ["thawed"]),
        ((CLEARED, THAWED), ["bedside-check", "post-thaw-count"]),
        ((CLEARED, THAWED, check()), ["started"]),
        ((giving.Started(1),), ["paused", "give", "stopped-early"]),
        ((giving.Started(1), giving.Paused(1, "chills")), ["restarted", "stopped-early"]),
        ((dating.Held("fever"),), ["resume"]),
        ((ordering.OrderCancelled("O-1", "typed twice"),), ["order", "clear"]),
        ((giving.Started(1), dating.Held("fever")), ["paused"]),
        ((dating.CourseStopped("consent withdrawn"),), ["weigh"]),
    ],
)
def test_what_comes_next_stands_first(whats, first):
    assert actions(told(*whats))[: len(first)] == first


def test_a_bag_that_was_not_checked_is_checked_before_the_start():
    story = told(CLEARED, giving.Thawed(1, ("V-1", "V-2")), check())
    first = acts_for(story.course, 1)[0]
    assert (first.action, first.label) == ("bedside-check", "Bedside check of infusion 1 by two: V-2")


def test_a_weight_that_is_asked_for_is_entered_before_the_clearance():
    story = Story().begin(plan(weight_valid_days=7))
    assert actions(story)[:2] == ["weigh", "clear"]
    story.weigh("60", "01-28")
    assert actions(story)[:1] == ["clear"]
    assert actions(story, 2)[:2] == ["weigh", "clear"], "a month later it is an old one"


def test_an_infusion_that_stopped_early_asks_first_what_its_part_counts_as():
    story = told(giving.Started(1))
    end = giving.StoppedEarly(
        1, story.events[-1].occurred, story.events[-1].occurred.replace(hour=11), "chills"
    )
    story.tell(end, "01-29", 11)
    assert actions(story)[:2] == ["partial-decided", "observed"]
    story.tell(giving.PartialDecided(1, "counts", "as ordered"), "01-29", 12)
    assert actions(story)[0] == "observed"


def test_how_an_infusion_began_is_known_to_the_entry_of_its_end():
    act = next(act for act in acts_for(told(giving.Started(1)).course, 1) if act.action == "stopped-early")
    assert dict(act.preset) == {"infusion": "1", "started": "2027-01-29 10:00"}


@pytest.mark.parametrize("whats", [(), (dating.Held("fever"),), (dating.CourseStopped("remission"),)])
def test_what_was_done_in_spite_of_every_rule_can_be_entered(whats):
    assert {"thawed", "started", "give", "stopped-early", "deviation", "retract"} <= set(
        actions(told(*whats))
    )


@pytest.mark.parametrize("whats", [(), (giving.Started(1),), (dating.Held("fever"),)])
def test_every_act_names_an_entry_and_stands_once(whats):
    acts = acts_for(told(*whats).course)
    assert len({(act.action, act.infusion) for act in acts}) == len(acts)
    assert {act.action for act in acts} <= {*ACTIONS, *KINDS}


def test_a_time_in_the_hour_that_comes_twice_is_written_with_its_offset():
    assert wall_text(datetime(2027, 10, 31, 8, 30, tzinfo=UTC), "Europe/Berlin") == "2027-10-31 09:30"
    assert wall_text(datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Europe/Berlin") == "2027-10-31 02:30+01:00"
