"""Nothing is thawed before the site's list holds; what was done all the same is recorded and told."""

from dataclasses import replace

import pytest

import msc_dose as md
from msc_dose.courses.events import dating, giving, opening, ordering
from msc_dose.courses.folding.fold import course_of

from .story import Story, day, moment, plan

REVIEWED = giving.ClearanceItem("last reaction reviewed", True)


def check(number=1, container="V-1", **other):
    matches = dict.fromkeys(
        ("patient_matches", "container_matches", "expiry_matches", "volume_matches", "appearance_normal"),
        True,
    )
    return giving.BedsideCheck(number, container, "rn-7", ("name", "date of birth"), **matches | other)


def test_the_whole_way_of_one_infusion():
    story = Story().begin()
    states = []
    for what in (
        giving.Cleared(1, (giving.ClearanceItem("no fever", True),)),
        giving.Thawed(1, ("V-1",), moment("01-29", 14)),
        check(),
        giving.Started(1),
        giving.Paused(1, "cough"),
        giving.Restarted(1),
    ):
        story.tell(what, "01-29", 10)
        states.append(story.infusion(1).state)
    story.give(1, "01-29")
    story.tell(giving.Observed(1), "01-29", 14)
    assert states == ["cleared", "thawed", "checked", "started", "paused", "started"]
    assert (story.infusion(1).state, story.infusion(1).observed, story.told) == ("completed", True, [])


@pytest.mark.parametrize(
    ("before", "gate"),
    [
        (lambda s: s.hold("01-28"), {"course.held", "course.undecided"}),
        (lambda s: s.tell(ordering.OrderCancelled("O-1", "asked"), "01-28"), {"course.no-order"}),
        (lambda s: s.weigh("70", "01-28"), {"course.new-order"}),
        (lambda s: s.move(1, "02-01", "01-28"), set()),
        (lambda s: s.tell(dating.Missed(1, "no bed"), "01-28"), {"course.not-pending"}),
        (lambda s: s.clear(1, "01-28"), {"course.not-pending"}),
        (lambda s: s.give(1, "01-28"), {"course.not-pending"}),
    ],
    ids=["held", "order cancelled", "weight", "moved", "left out", "cleared", "given"],
)
def test_every_gate_is_named(before, gate):
    story = Story().begin()
    before(story)
    cleared = giving.Cleared(1, ())
    if not gate:
        story.tell(cleared, "01-29")
    else:
        assert set(story.refused(cleared, "01-29")) == gate


def test_all_gates_are_named_at_once():
    story = Story()
    story.tell(opening.Opened("C-1", "P-1", "Europe/Berlin"), "01-20", 8)
    story.tell(opening.Planned(plan(requires=("consent", "ethics-approval"))), "01-20")
    assert story.course.requires == ("consent", "ethics-approval")
    items = (giving.ClearanceItem("no fever", False, "38.6 °C"),)
    assert story.refused(giving.Cleared(2, items), "03-10") == (
        "course.requirement-missing",
        "course.requirement-missing",
        "course.no-order",
        "course.not-next",
        "course.day-passed",
        "course.item-not-met",
    )
    story.tell(opening.Consent("form 7"), "01-21")
    story.tell(opening.EthicsApproval("EC-2026-4"), "01-21")
    assert story.course.requires == ()


def test_a_reaction_asks_for_review_on_the_next_clearance_and_only_there():
    story = Story().begin()
    story.clear(1, "01-29")
    story.give(1, "01-29")
    story.tell(giving.Reaction(1, moment("01-29", 10), "rash", 2, "antihistamine", "resolved"), "01-29", 13)
    [question] = story.course.questions
    assert (question.code, question.infusion) == ("course.review-reaction", 2)
    assert story.refused(giving.Cleared(2, ()), "02-28") == ("course.review-reaction",)
    story.clear(2, "02-28", REVIEWED)
    assert story.asked == []
    story.give(2, "02-28")
    story.clear(3, "03-29")


def test_a_reaction_belongs_to_an_infusion_that_has_begun():
    reaction = giving.Reaction(1, moment("01-29", 8), "rash", 2, "none", "resolved")
    assert Story().begin().refused(reaction, "01-29") == ("course.not-running",)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], ["course.not-cleared", "course.not-checked"]),
        (["clear"], ["course.not-checked"]),
        (["clear", "thaw"], ["course.not-checked"]),
        (["clear", "thaw", "check"], []),
        (["clear", "thaw", "mismatch"], ["course.mismatch", "course.not-checked"]),
        (["clear", "thaw", "mismatch", "check"], ["course.mismatch", "course.not-checked"]),
        (["thaw"], ["course.not-cleared", "course.not-cleared", "course.not-checked"]),
        (["clear", "check"], ["course.container-unknown"]),
        (["clear", "thaw by 9", "check"], ["course.expired"]),
    ],
    ids=str,
)
def test_what_was_done_against_a_rule_is_recorded_and_told(steps, told):
    events = {
        "clear": giving.Cleared(1, ()),
        "thaw": giving.Thawed(1, ("V-1",)),
        "thaw by 9": giving.Thawed(1, ("V-1",), moment("01-29", 9)),
        "check": check(),
        "mismatch": check(patient_matches=False),
    }
    story = Story().begin()
    for step in steps:
        story.tell(events[step], "01-29")
    story.give(1, "01-29")
    assert (story.told, story.infusion(1).state) == (told, "completed")


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (lambda s: s.hold("01-29"), "course.held"),
        (lambda s: s.tell(dating.CourseStopped("withdrawn"), "01-29"), "course.held"),
        (lambda s: s.tell(dating.Missed(1, "no bed"), "01-29"), "course.not-pending"),
        (lambda s: s.give(1, "01-29"), "course.not-pending"),
    ],
    ids=["held", "stopped", "left out", "given"],
)
def test_a_thaw_for_an_infusion_that_is_not_to_come_is_told(before, code):
    story = Story().begin()
    before(story)
    seen = len(story.told)
    story.tell(giving.Thawed(1, ("V-9",)), "01-29", 13)
    assert story.told[seen:][0] == code


@pytest.mark.parametrize(
    ("number", "on", "told"),
    [
        (1, "01-29", ["course.not-cleared"]),
        (1, "01-30", ["course.another-day", "course.not-cleared"]),
        (2, "02-28", ["course.not-next", "course.not-cleared"]),
    ],
)
def test_a_thaw_on_another_day_than_planned_or_out_of_turn_is_told_at_once(number, on, told):
    story = Story().begin()
    story.tell(giving.Thawed(number, ("V-1",)), on)
    assert story.told == told


def test_what_was_recorded_past_a_gate_stands_in_the_course_with_what_stood_in_the_way():
    """A file may hold what `record` refuses; folding it tells."""
    story = Story().begin()
    story.clear(1, "01-29")
    cleared = replace(story.events[-1], what=giving.Cleared(1, (giving.ClearanceItem("no fever", False),)))
    course = course_of([*story.events[:-1], cleared])
    assert (course.infusions[0].state, [p.code for p in course.problems]) == (
        "cleared",
        ["course.item-not-met"],
    )


def test_an_infusion_on_another_day_before_another_or_twice():
    story = Story().begin()
    story.give(1, "01-28")
    assert "course.another-day" in story.told
    assert story.refused(giving.Started(1), "01-30") == ("course.given-already",)
    story.give(3, "03-29")
    assert "course.not-next" in story.told
    assert story.days == ["01-28", "02-28", "03-29", "04-29"]


@pytest.mark.parametrize(
    "what",
    [giving.Paused(1, "cough"), giving.Restarted(1), giving.Observed(1)],
    ids=lambda what: type(what).__name__,
)
def test_what_has_not_begun_is_not_paused_restarted_or_observed(what):
    assert Story().begin().refused(what, "01-29") == ("course.not-running",)


def test_only_a_protocol_of_the_site_is_planned_unless_the_course_is_training():
    story = Story()
    story.tell(opening.Opened("C-1", "P-1", "Europe/Berlin"), "01-20")
    assert story.refused(opening.Planned(plan(status="literature")), "01-20") == ("course.not-approved",)
    training = Story()
    training.tell(opening.Opened("C-1", "P-1", "Europe/Berlin", True), "01-20")
    training.tell(opening.Planned(plan(status="literature")), "01-20")
    assert training.course.training


def test_nothing_comes_before_the_course_is_opened_and_it_is_opened_once():
    with pytest.raises(md.Refusal) as refusal:
        course_of([])
    assert refusal.value.codes == ("course.not-opened",)
    assert Story().refused(dating.Held("fever"), "01-20") == ("course.not-opened",)
    again = opening.Opened("C-2", "P-1", "Europe/Berlin")
    assert Story().begin().refused(again, "01-21") == ("course.open-already",)


def test_times_and_places_are_kept_with_the_infusion_and_the_latest_entry_holds():
    story = Story().begin()
    story.tell(dating.Arranged(2, "14:30", "ward 3", ("chair",)), "01-20")
    story.tell(dating.Arranged(2, "15:00"), "01-21")
    assert (story.infusion(2).time, story.infusion(2).place, story.infusion(2).needs) == ("15:00", None, ())
    assert story.infusion(2).date == day("02-28")
