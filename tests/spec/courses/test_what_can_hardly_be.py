"""What can hardly be is recorded and told: cells, orders, doses, decisions and moments that do not fit."""

import pytest

import msc_dose as md
from msc_dose.courses.events import dating, giving, opening, ordering
from msc_dose.courses.events.dating import BlockChosen
from msc_dose.protocols.days_and_gaps import OnDays
from msc_dose.protocols.decisions import Answer, Decision
from msc_dose.quantity.writer import briefly

from .story import MONTHLY, Story, cells, day, given, kg, moment, plan

WEEKLY = OnDays((0, 7))
RESPONSE = Decision(
    "response",
    "assessment",
    (Answer("complete", "stop"), Answer("partial", "again", "sjogren-itp-msc-monthly")),
)


def message(story, code):
    [said] = [problem.message for problem in story.course.problems if problem.code == code]
    return said


def ended(*containers, counted=(), kind="give", **more):
    """Infusion 1, cleared and thawed, its containers counted, and given or stopped early."""
    story = Story().begin()
    story.clear(1, "01-29")
    story.tell(giving.Thawed(1, tuple(each.container for each in containers)), "01-29")
    for container, amount in counted:
        story.tell(giving.PostThawCount(1, container, cells=cells(amount)), "01-29", 10)
    if kind == "give":
        return story.give(1, "01-29", containers=containers, **more) and story
    what = giving.StoppedEarly(1, moment("01-29", 10), moment("01-29", 11), "rash", containers, **more)
    return story.tell(what, "01-29", 12) and story


# What went in.


def test_completed_with_volume_left_is_told_with_its_numbers():
    story = ended(given("V-1", "18 mL", "17 mL"), given("V-2", "18 mL", "16 mL"))
    assert message(story, "course.left-over").endswith(
        "3 mL were left: 110 million viable MSC of 120 million viable MSC went in."
    )
    assert "course.left-over" not in ended(given("V-1")).told
    assert "course.left-over" not in ended(given("V-1", "18 mL", "9 mL"), kind="stop").told


@pytest.mark.parametrize(
    ("infused", "stated", "words"),
    [
        ("18 mL", "121 million", "121 million viable MSC infused; 120 million viable MSC were brought."),
        ("18 mL", "1.19 million", "1.19 million viable MSC infused; 120 million viable MSC were brought."),
        (
            "18 mL",
            "108 million",
            "108 million viable MSC are stated as infused; by the volumes it is 120 million viable MSC.",
        ),
        ("18 mL", "110 million", None),
        ("18 mL", "120 million", None),
        ("0.18 mL", None, None),  # exactly 1 % of what was brought
        ("0.09 mL", None, "600,000 viable MSC infused; 120 million viable MSC were brought."),
        ("0 mL", None, None),
    ],
)
def test_cells_that_can_hardly_be_are_told(infused, stated, words):
    amount = None if stated is None else cells(stated)
    story = ended(given("V-1", "18 mL", infused), kind="stop", cells=amount)
    told = [problem.message for problem in story.course.problems if "infused-impl" in problem.code]
    assert [each.partition("): ")[2] for each in told] == ([words] if words else [])


def test_counts_after_thaw_of_every_container_decide_the_cells_exactly_with_their_working():
    """70 million × 3 of 9 mL, and 50 million whole: 73 1/3 million, and no decimal of it is lost."""
    story = ended(
        given("V-1", "9 mL", "3 mL"), given("V-2", "9 mL"),
        counted=[("V-1", "70 million"), ("V-2", "50 million")], kind="stop",
    )  # fmt: skip
    infusion = story.infusion(1)
    assert infusion.infused * 3 == cells("220 million")
    assert [each.name for each in infusion.infused_working.steps] == [
        "cells infused of V-1",
        "cells infused of V-2",
        "cells infused",
    ]
    assert infusion.infused_working.steps[0].formula == "cells counted × volume infused ÷ volume issued"


def test_a_count_of_one_container_alone_does_not_decide():
    story = ended(given("V-1", "9 mL"), given("V-2", "9 mL"), counted=[("V-1", "70 million")])
    assert briefly(story.infusion(1).infused) == "120 million viable MSC"


def test_more_counted_after_thaw_than_was_brought_is_told():
    story = ended(given("V-1"), counted=[("V-1", "130 million")])
    assert "130 million viable MSC infused; 120 million" in message(story, "course.infused-implausible")


# Orders, doses and decisions.


def order(kilograms, number="O-2"):
    return ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", number, dosing_weight=kg(kilograms))


@pytest.mark.parametrize(("kilograms", "told"), [("60", 0), ("60.0", 0), ("66", 1)])
@pytest.mark.parametrize("planned_first", [True, False])
def test_an_order_on_another_weight_than_the_plan_is_told_whichever_came_first(
    kilograms, told, planned_first
):
    entries = [opening.Planned(plan()), order(kilograms)]
    story = Story()
    story.tell(opening.Opened("C-1", "P-1", "Europe/Berlin"), "01-20", 8)
    for what in entries if planned_first else reversed(entries):
        story.tell(what, "01-20")
    assert story.told.count("course.order-differs") == told
    if told:
        assert "order O-2 is calculated on 66 kg, the plan on 60 kg." in message(
            story, "course.order-differs"
        )


def test_an_order_for_the_next_block_is_held_against_its_plan():
    story = two_given()
    story.tell(opening.Planned(plan(WEEKLY, "03-01", patient=md.Patient("64 kg", "actual")), "next"), "02-10")
    story.tell(order("64"), "02-10")
    assert "course.order-differs" not in story.told
    story.tell(order("60", "O-3"), "02-10")
    assert "course.order-differs" in story.told


@pytest.mark.parametrize(
    ("dose", "told"), [("4", False), ("4.1", True), ("1", False), ("0.9", True), ("2", False)]
)
def test_a_dose_more_than_doubled_or_halved_is_told(dose, told):
    story = Story().begin()
    ordered = md.read(f"{dose} × 10⁶ MSC/kg", "dose_per_weight").stating("viable", "MSC")
    story.tell(ordering.DoseChanged(1, "asked", "dr-lee", "O-2", ordered), "01-25")
    assert ("course.dose-far" in story.told) == told


def two_given(**more):
    story = Story().begin(plan(WEEKLY, **more))
    story.give(1, "01-29")
    story.give(2, "02-05")
    return story


@pytest.mark.parametrize(("answer", "told"), [("complete", True), ("partial", False)])
def test_a_next_block_that_the_decision_did_not_choose_is_told(answer, told):
    story = two_given(decisions=(RESPONSE,))
    story.tell(BlockChosen("response", answer), "02-08")
    story.tell(opening.Planned(plan(WEEKLY, "03-01"), "next"), "02-10")
    assert ("course.other-block" in story.told) == told


@pytest.mark.parametrize(("kilograms", "told"), [("66", False), ("66.1", True), ("54", False), ("6", True)])
def test_a_next_block_on_a_weight_far_from_that_before_is_told(kilograms, told):
    story = two_given()
    patient = md.Patient(f"{kilograms} kg", "actual")
    story.tell(opening.Planned(plan(WEEKLY, "03-01", patient=patient), "next"), "02-10")
    assert ("course.weight-far" in story.told) == told


def test_an_answer_that_is_given_otherwise_again_is_told_and_the_same_one_is_not():
    story = two_given(decisions=(RESPONSE,))
    story.tell(BlockChosen("response", "partial"), "02-08")
    story.tell(BlockChosen("response", "partial"), "02-09")
    assert "course.decided-again" not in story.told
    story.tell(BlockChosen("response", "complete"), "02-10")
    assert "it was partial before." in message(story, "course.decided-again")


# Days and moments.


@pytest.mark.parametrize(("on", "told"), [("01-29", []), ("01-28", []), ("01-27", ["course.cleared-early"])])
def test_a_clearance_more_than_a_day_before_the_infusion_is_told(on, told):
    story = Story().begin()
    story.clear(1, on)
    assert story.told == told
    if told:
        assert "cleared 2 days before its date, Fri 29-Jan-2027." in message(story, "course.cleared-early")


@pytest.mark.parametrize(("hour", "told"), [(9, True), (10, False), (13, False)])
def test_a_reaction_that_began_before_the_infusion_is_told(hour, told):
    story = Story().begin()
    story.give(1, "01-29")
    what = giving.Reaction(1, moment("01-29", hour), "rash", 1, "none", "resolved")
    story.tell(what, "01-29", 14)
    assert ("course.reaction-before-start" in story.told) == told


@pytest.mark.parametrize(("on", "told"), [("02-25", True), ("02-26", False)])
def test_an_infusion_closer_than_the_minimum_gap_is_told_when_it_is_given(on, told):
    story = Story().begin(plan(MONTHLY, minimum_gap=28, window=2))
    story.give(1, "01-29")
    story.give(2, on)
    assert ("schedule.short-gap" in story.told) == told
    if told:
        assert message(story, "schedule.short-gap").endswith(
            "given 27 days from infusion 1; the minimum gap is 28."
        )


# One container, one person, in whatever writing.


def test_one_container_in_another_case_is_the_same():
    story = Story().begin()
    story.tell(giving.Thawed(1, ("V-1",)), "01-29")
    assert story.refused(giving.Thawed(1, ("v-1",)), "01-29", 10) == ("course.container-used",)
    ended = giving.Completed(1, moment("01-29", 10), moment("01-29", 11), (given("v-1"),))
    assert story.refused(ended, "01-29", 12) == ("course.container-used",)


def test_one_container_in_two_cases_is_not_thawed_as_two():
    assert Story().begin().refused(giving.Thawed(1, ("V-1", "v-1")), "01-29") == ("course.container-used",)


@pytest.mark.parametrize(
    ("one", "other"),
    [("V-1", "V1"), ("V-1", "V 1"), ("V-1", "v.1"), ("26-01 11", "26-011 1")],
)
def test_a_container_that_is_only_alike_is_recorded_and_told(one, other):
    """Lot 26-01, serial 11 and lot 26-011, serial 1 are two containers: both can have been thawed."""
    story = Story().begin()
    story.tell(giving.Thawed(1, (one,)), "01-29")
    story.tell(giving.Thawed(1, (other,)), "01-29", 10)
    assert dict(story.course.containers) == {one: "thawed", other: "thawed"}
    assert "course.container-alike" in [problem.code for problem in story.course.problems]


def test_other_containers_are_others():
    story = Story().begin()
    story.tell(giving.Thawed(1, ("V-1", "V-11")), "01-29")
    assert [name for name, _ in story.course.containers] == ["V-1", "V-11"]


@pytest.mark.parametrize("second", ["rn-104", "RN-104", "rn.104", "rn-104."])
def test_a_second_person_who_differs_by_case_or_signs_alone_is_the_same(second):
    story = Story().begin()
    matches = (True,) * 5
    check = giving.BedsideCheck(1, "V-1", second, ("name", "date of birth"), *matches)
    assert story.refused(check, "01-29") == ("event.same-person",)


# A start time that the clock does not have: on Sun 28-Mar-2027 at 2 clocks go forward.


def arranged():
    story = Story().begin()
    story.tell(dating.Arranged(3, "02:30"), "01-25")
    assert (story.days[2], story.told) == ("03-29", [])
    return story


def test_a_move_to_a_day_whose_clock_does_not_show_the_start_time_is_refused():
    story = arranged()
    move = dating.Moved(3, day("03-28"), "this-one", "asked")
    assert story.refused(move, "01-26") == ("time.does-not-exist",)
    story.move(3, "03-30", "01-26")


def test_a_calendar_that_leads_to_such_a_day_is_taken_and_told():
    story = arranged()
    closed = md.Closures(closed={day("03-29"): "strike", day("03-30"): "strike"})
    story.tell(opening.CalendarChanged(closed, "strike"), "01-26")
    assert story.days[2] == "03-28"
    [problem] = story.course.problems
    assert (problem.code, problem.severity) == ("time.does-not-exist", "check")
