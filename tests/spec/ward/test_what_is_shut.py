"""What is next of an infusion that is due: never "clear to thaw" where clearance would be refused."""

import pytest
from courses.story import EVERY_DAY, Story, moment, plan
from courses.test_clearance import check

import msc_dose as md
from msc_dose.courses.clearance import obstacles
from msc_dose.courses.events import giving, opening
from msc_dose.ward.brief import brief_of


def row(story, on, hour=9):
    [found] = md.ward_view([story.course], moment(on, hour), EVERY_DAY).rows
    return found


def unordered(**stated):
    story = Story()
    story.tell(opening.Opened("C-1", "P-1", "Europe/Berlin"), "01-20", 8)
    story.tell(opening.Planned(plan(**stated)), "01-20")
    return story


def reacted():
    story = Story().begin()
    story.give(1, "01-29")
    story.tell(giving.Observed(1), "01-29", 14)
    story.tell(giving.Reaction(1, moment("01-29", 12), "fever", 3, "paracetamol", "recovered"), "01-29", 15)
    return story


def stopped_early(decision=None):
    story = Story().begin()
    story.stop_early(1, "01-29")
    story.tell(giving.Observed(1), "01-29", 14)
    if decision:
        story.partial(
            1,
            decision,
            "01-30",
            within_days=40,
            cells=md.read("60 million cells", "cell_count").stating("viable", "MSC"),
        )
    return story


def test_with_nothing_in_the_way_it_is_cleared():
    assert row(Story().begin(), "01-29").next == "clear to thaw"


def weighed(kilograms, **stated):
    story = Story().begin(plan(**stated))
    story.weigh(kilograms, "01-21")
    return story


@pytest.mark.parametrize(
    ("story", "on", "then"),
    [
        (unordered, "01-29", "no order: record it"),
        (lambda: unordered(requires=("consent",)), "01-29", "record consent (and 1 more)"),
        (
            lambda: unordered(requires=("consent", "ethics-approval")), "01-29",
            "record consent (and 2 more)",
        ),
        (lambda: weighed("70"), "01-29", "new order needed"),
        (lambda: weighed("60", weight_valid_days=3), "01-29", "weigh"),
        (stopped_early, "02-28", "decide infusion 1"),
        (lambda: stopped_early("made-up"), "02-28", "make up infusion 1"),
        (reacted, "02-28", "review the reaction, then clear"),
        (
            lambda: Story().begin(), "01-30",
            "planned Fri 29-Jan-2027, window to Mon 1-Feb-2027: move it: its day has passed",
        ),
    ],
)  # fmt: skip
def test_what_is_in_the_way_is_named_and_the_rest_is_counted(story, on, then):
    told = story()
    found = row(told, on)
    assert found.next == then
    number = found.number
    assert obstacles(told.course, number, moment(on))


def test_an_infusion_that_is_not_the_next_one_says_which_is_first():
    story = Story().begin()
    found = row(story, "02-28")
    assert (found.stage, found.number) == ("out-of-window", 1)
    assert "also infusion 2: DUE: first infusion 1: give it or say why not" in found.notes


def test_a_start_time_that_has_passed_stands_before_what_is_in_the_way():
    story = unordered()
    story.tell(md.events.Arranged(1, "08:00"), "01-21")
    assert row(story, "01-29").next == "1 h late: no order: record it"


def test_a_requirement_that_is_on_record_is_not_the_one_that_is_named():
    story = unordered(requires=("consent", "ethics-approval"))
    story.tell(opening.Consent("file 3"), "01-21")
    assert row(story, "01-29").next == "record ethics approval (and 1 more)"


def test_product_that_is_out_is_checked_container_by_container_before_the_start():
    story = Story().begin()
    story.tell(giving.Cleared(1, ()), "01-29", 8)
    story.tell(giving.Thawed(1, ("V-1", "V-2", "V-3")), "01-29", 8)
    for number, name in enumerate(("V-1", "V-2", "V-3"), 1):
        said = [row(story, "01-29").next]
        [of_brief] = md.ward_view([brief_of(story.course)], moment("01-29"), EVERY_DAY).rows
        assert [of_brief.next] == said
        assert said[0].startswith("bedside check; " if number == 1 else f"bedside check {number} of 3; ")
        story.tell(check(1, name), "01-29", 8)
    assert row(story, "01-29").next.startswith("start; ")
