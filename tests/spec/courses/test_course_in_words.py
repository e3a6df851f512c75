"""A course on its page: its orders, its four numbers, what is thawed, and what is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

import msc_dose as md
from msc_dose.courses.difference import difference
from msc_dose.courses.entry_text import told
from msc_dose.courses.events import giving, opening, ordering
from msc_dose.courses.events.event import Event
from msc_dose.protocols.schedule import TwiceAWeek

from .story import EVERY_DAY, Story, cells, day, kg, moment, plan


def page(story):
    """The course as one text, each run of spaces one space."""
    return " ".join(" ".join(story.course.lines()).split())


def orders(story):
    """The lines under ORDERS."""
    lines = story.course.lines()
    first = lines.index("ORDERS") + 1
    return [line.strip() for line in lines[first : lines.index("", first)]]


def test_an_order_stands_verbatim_by_its_number_before_the_infusions():
    story = Story().begin()
    assert orders(story) == ["O-1  “2 × 10⁶ viable MSC/kg” (dr-lee)"]
    lines = story.course.lines()
    assert lines.index("ORDERS") < next(n for n, line in enumerate(lines) if line.startswith("1/4"))


def test_an_amended_order_reads_as_it_reads_now():
    story = Story().begin()
    story.tell(ordering.OrderAmended("O-1", "1.5 × 10⁶ viable MSC/kg", "dr-lee", "rash"), "01-21")
    assert orders(story) == ["O-1  “1.5 × 10⁶ viable MSC/kg” (dr-lee; amended: rash)"]


def test_a_cancelled_order_says_so_until_it_is_amended():
    story = Story().begin()
    story.tell(ordering.OrderCancelled("O-1", "rash"), "01-21")
    assert orders(story) == ["O-1  CANCELLED (rash): “2 × 10⁶ viable MSC/kg” (dr-lee)"]
    story.tell(ordering.OrderAmended("O-1", "as before", "dr-lee", "well again"), "01-22")
    assert orders(story) == ["O-1  “as before” (dr-lee; amended: well again)"]


def test_an_order_entered_in_error_is_not_among_them():
    story = Story().begin()
    story.tell(ordering.Ordered("3 × 10⁶ viable MSC/kg", "dr-lee", "O-2"), "01-21")
    story.strike(4, "01-21")
    assert orders(story) == ["O-1  “2 × 10⁶ viable MSC/kg” (dr-lee)"]


def changed(on="02-01", **more):
    what = {"ordered": md.read("1.5e6 cells/kg", "dose_per_weight"), **more}
    return ordering.DoseChanged(2, "rash", "dr-lee", "O-2", **what), on


def test_an_order_that_changes_the_dose_says_which():
    story = Story().begin()
    story.give(1, "01-29")
    story.tell(*changed(dosing_weight=kg("61")))
    assert orders(story)[1:] == [
        "O-2  from infusion 2 on dose 1.5 million cells/kg, dosing weight 61 kg: rash",
        "(dr-lee)",
    ]


def test_the_numbers_of_an_infusion_stand_by_their_own_names():
    story = Story().begin()
    story.give(1, "01-29")
    story.tell(*changed())
    text = page(story)
    assert "1/4 COMPLETED Fri 29-Jan-2027 CALCULATED 120 million viable MSC; INFUSED 120 million" in text
    assert (
        "2/4 PLANNED Sun 28-Feb-2027 ORDERED 1.5 million cells/kg; CALCULATED 90 million viable MSC" in text
    )


def test_a_dose_that_the_plan_was_ordered_with_is_named():
    story = Story().begin()
    asked = story.course.plans[0]
    two = md.read("2e6 cells/kg", "dose_per_weight")
    inputs = replace(asked.inputs, ordered=(two,))
    told = replace(story.course, plans=(replace(asked, inputs=inputs),))
    assert any("ORDERED 2 million cells/kg; CALCULATED" in line for line in told.lines())


@pytest.mark.parametrize(
    ("hour", "on", "said"),
    [(13, "01-29", "expires 13:00"), (1, "01-30", "expires Sat 30-Jan-2027 01:00")],
)
def test_what_is_thawed_names_its_containers_and_until_when_it_may_be_given(hour, on, said):
    story = Story().begin()
    story.clear(1, "01-29")
    story.tell(giving.Thawed(1, ("V-1", "V-2"), expires=moment(on, hour)), "01-29", 10)
    assert f"     thawed: V-1, V-2; {said}" in story.course.lines()
    story.give(1, "01-29")
    assert "thawed:" not in page(story)


def test_an_expiry_that_is_not_stated_is_said():
    story = Story().begin()
    story.tell(giving.Thawed(1, ("V-1",)), "01-29", 10)
    assert "     thawed: V-1; expiry not stated" in story.course.lines()


def test_no_day_is_explained_once_where_it_is_decided():
    story = Story().begin()
    before = story.course
    closed = {day("02-25") + timedelta(days=n): "full" for n in range(7)}
    story.tell(opening.CalendarChanged(md.Closures(closed=closed), "bad luck"), "01-21")
    text = page(story)
    assert "2/4 PLANNED no day" in text
    assert "Infusion 2 of 4 has no day: see TO DECIDE" in text
    assert text.count("Rule: the open day nearest") == 1
    said = " ".join(difference(before, story.course).lines())
    assert "Infusion 2 of 4 has no day" in said
    assert "Rule:" not in said


def test_a_week_without_two_days_is_asked_of_once():
    story = Story().begin(plan(TwiceAWeek(2), "03-01", window=1))
    closed = dict.fromkeys(map(day, ("02-28", "03-01", "03-02")), "works")
    story.tell(opening.CalendarChanged(md.Closures(closed=closed), "works"), "02-01")
    assert len(story.course.questions) == 2
    text = page(story)
    assert text.count("Rule:") == 1
    assert text.count("PLANNED no day") == 2
    assert "2. " not in text.partition("TO DECIDE")[2]


def test_what_is_made_up_is_told_with_its_last_day():
    story = Story().begin()
    story.stop_early(1, "01-29")
    story.partial(1, "made-up", "01-29", within_days=7, cells=cells("60 million"))
    assert (story.infusion(1).make_up, story.infusion(1).make_up_by) == (cells("60 million"), day("02-05"))
    ward = md.ward_view([story.course], moment("02-08"), EVERY_DAY)
    assert ward.rows[0].word == "LATE 3 days"
    assert ward.rows[0].next == "make up infusion 1: 60 million viable MSC by Fri 5-Feb-2027"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (giving.Cleared(1, ()), "cleared: infusion 1"),
        (giving.Started(1), "started: infusion 1"),
        (giving.Cleared(1, (giving.ClearanceItem("consent", True),)), "cleared: infusion 1; consent yes"),
        (giving.Completed(1, moment("01-29", 10), moment("01-29", 11)), None),
    ],
)
def test_an_entry_in_words_ends_with_no_sign(what, said):
    words = told(Event(1, moment("01-29", 12), moment("01-29", 12), "rn-1", what))
    assert words[-1] not in "; :"
    assert "; ;" not in words
    assert said in (None, words)


def test_an_end_before_its_start_is_told_with_both_moments_in_words():
    with pytest.raises(md.Refusal) as refused:
        giving.Completed(1, moment("01-29", 11), moment("01-29", 10))
    assert refused.value.problems[0].message == (
        "The end, Fri 29-Jan-2027 10:00 (+0100), is not after the start, Fri 29-Jan-2027 11:00 (+0100)."
    )
