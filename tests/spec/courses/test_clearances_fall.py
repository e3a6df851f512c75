"""A clearance falls with what it rested on, and what is thawed all the same is told."""

import pytest

import msc_dose as md
from msc_dose.courses.events import giving, opening, ordering
from msc_dose.courses.recording import record

from .story import Story, day, kg, moment, plan

THAW = giving.Thawed(1, ("V-1",))
ALTHOUGH = {
    "weight": "course.new-order",
    "order cancelled": "course.no-order",
    "consent struck": "course.requirement-missing",
}


def cleared(**stated):
    """Infusion 1, cleared on its day; consent is event 4."""
    story = Story().begin(plan(requires=("consent",), **stated))
    story.tell(opening.Consent("form 7"), "01-21")
    story.clear(1, "01-29")
    return story


def changed(**more):
    return ordering.DoseChanged(1, "asked", "dr-lee", "O-2", **more)


FALLS = {
    "weight": lambda s: s.weigh("67", "01-29"),
    "dose changed": lambda s: s.tell(changed(dosing_weight=kg("58")), "01-29"),
    "order cancelled": lambda s: s.tell(ordering.OrderCancelled("O-1", "asked"), "01-29"),
    "consent struck": lambda s: s.strike(4, "01-29"),
    "held": lambda s: s.hold("01-29"),
    "moved": lambda s: s.move(1, "01-30", "01-29"),
    "calendar": lambda s: s.tell(
        opening.CalendarChanged(md.Closures(closed={day("01-29"): "strike"}), "strike"), "01-29"
    ),
}


@pytest.mark.parametrize("name", FALLS)
def test_it_falls_with_what_it_rested_on_and_thaw_tells_it(name):
    story = cleared()
    FALLS[name](story)
    assert story.infusion(1).state == "planned"
    before = len(story.told)
    story.tell(THAW, "01-29", 21)
    told = story.course.problems[before:]
    assert "course.not-cleared" in [problem.code for problem in told]
    although = [problem.code for problem in told if "thawed although: " in problem.message]
    assert although == ([ALTHOUGH[name]] if name in ALTHOUGH else [])
    assert {problem.severity for problem in told} == {"check"}


@pytest.mark.parametrize(
    "harmless",
    [
        lambda s: s.weigh("66", "01-29"),  # exactly at the limit of 10 %
        lambda s: s.tell(ordering.Ordered("again", "dr-lee", "O-2"), "01-29"),
        lambda s: s.move(2, "03-01", "01-29"),
        lambda s: s.tell(opening.CalendarChanged(md.Closures("mon-fri"), "new"), "01-29"),
    ],
    ids=["weight", "another order", "another infusion", "calendar"],
)
def test_it_stands_while_what_it_rested_on_stands(harmless):
    story = cleared()
    harmless(story)
    assert story.infusion(1).state == "cleared"
    story.tell(THAW, "01-29", 21)
    assert story.told == []


def test_one_of_two_orders_cancelled_leaves_the_clearance():
    story = Story().begin()
    story.tell(ordering.Ordered("again", "dr-lee", "O-2"), "01-29")
    story.clear(1, "01-29")
    story.tell(ordering.OrderCancelled("O-1", "asked"), "01-29")
    assert story.infusion(1).state == "cleared"
    story.tell(ordering.OrderCancelled("O-2", "asked"), "01-29")
    assert story.infusion(1).state == "planned"
    assert "cleared no more: order O-2 is cancelled" in story.infusion(1).why_this_date


def test_a_reaction_to_the_infusion_before_asks_for_another_clearance():
    story = Story().begin()
    story.give(1, "01-29")
    story.clear(2, "02-28")
    story.tell(giving.Reaction(1, moment("01-29", 20), "rash", 1, "none", "resolved"), "02-28")
    assert story.infusion(2).state == "planned"
    assert "cleared no more: a reaction is to be reviewed" in story.infusion(2).why_this_date
    story.clear(2, "02-28", giving.ClearanceItem("last reaction reviewed", True))
    assert story.infusion(2).state == "cleared"


def test_what_is_thawed_already_stays_thawed_and_is_no_clearance_to_fall():
    story = Story().begin()
    story.clear(1, "01-29")
    story.tell(THAW, "01-29")
    story.weigh("67", "01-29")
    assert story.infusion(1).state == "thawed"


def test_after_consent_is_struck_it_is_given_and_the_infusion_cleared_anew():
    story = cleared()
    story.strike(4, "01-29")
    assert story.refused(giving.Cleared(1, ()), "01-29", 21) == ("course.requirement-missing",)
    story.tell(opening.Consent("form 8"), "01-29", 21)
    story.tell(giving.Cleared(1, ()), "01-29", 22)
    assert story.infusion(1).state == "cleared"


def test_the_question_for_a_new_order_names_both_weights_and_both_doses():
    story = Story().begin()
    story.weigh("67", "01-25")
    [question] = story.course.questions
    assert question.text == (
        "New order needed from infusion 1 on: the weight is 67 kg, the dose is for 60 kg. "
        "Dose now 120 million viable MSC; on the new weight 134 million viable MSC. "
        "It stays until it is ordered."
    )


# Only what was there by then counts.


def at(story, what, on, hour, entered):
    """An event of one moment that was entered at another."""
    event, story.course = record(story.events, moment(on, hour), moment(*entered), "rn-104", what)
    story.events.append(event)


def test_a_weight_taken_after_the_clearance_does_not_stand_in_its_way():
    story = Story().begin()
    at(story, ordering.Weighed(kg("67")), "01-29", 15, ("01-29", 15))
    at(story, giving.Cleared(1, ()), "01-29", 9, ("01-29", 16))
    assert story.infusion(1).state == "cleared"
    before = Story().begin()
    at(before, ordering.Weighed(kg("67")), "01-29", 8, ("01-29", 15))
    assert before.refused(giving.Cleared(1, ()), "01-29") == ("course.new-order",)


def test_a_weight_taken_after_the_clearance_is_no_valid_weight_for_it():
    story = Story().begin(plan(weight_valid_days=7))
    at(story, ordering.Weighed(kg("60")), "01-29", 15, ("01-29", 15))
    assert story.refused(giving.Cleared(1, ()), "01-29", 9) == ("course.weight-stale",)
    story.tell(giving.Cleared(1, ()), "01-29", 16)


@pytest.mark.parametrize(
    ("requirement", "what"),
    [("consent", opening.Consent("form 7")), ("ethics-approval", opening.EthicsApproval("EC-4"))],
)
def test_consent_and_approval_of_a_later_hour_do_not_count(requirement, what):
    story = Story().begin(plan(requires=(requirement,)))
    at(story, what, "01-29", 15, ("01-29", 15))
    assert story.course.requires == ()
    assert story.refused(giving.Cleared(1, ()), "01-29", 14) == ("course.requirement-missing",)
    story.tell(giving.Cleared(1, ()), "01-29", 15)
