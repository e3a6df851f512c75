"""The response by what is on record in a course: its counts, its rescue treatment, its first infusion."""

from datetime import date

from courses.story import Story, moment

import msc_dose as md
from msc_dose.courses.events import results

from .counting import refused


def platelets(number):
    return md.read(f"{number} × 10⁹/L", "platelet_count")


def counted(story, number, on):
    story.tell(results.Counted(platelets(number), bleeding=False), on)
    return len(story.events)


def told():
    story = Story().begin()
    counted(story, 20, "01-27")
    story.clear(1, "01-29")
    story.give(1, "01-29")
    wrong = counted(story, 8, "02-08")
    counted(story, 110, "02-05")
    counted(story, 115, "02-12")
    story.strike(wrong, "02-13")
    return story


def test_counts_entered_in_error_are_left_out_and_the_start_is_the_first_infusion():
    found = md.course_response(told().course, "20 × 10⁹/L")
    assert found.start == date(2027, 1, 29)
    assert [(each.count.day, each.name) for each in found.counts] == [
        (date(2027, 1, 27), None),
        (date(2027, 2, 5), "CR"),
        (date(2027, 2, 12), "CR"),
    ]
    assert (found.best_confirmed, found.time_to_response) == ("CR", 7)


def test_rescue_treatment_on_record_asks_for_its_washout():
    story = told()
    story.tell(results.RescueGiven("IVIG", date(2027, 2, 11)), "02-10", recorded=moment("02-14"))
    assert refused(lambda: md.course_response(story.course, "20 × 10⁹/L")).codes == ("washout.missing",)
    found = md.course_response(story.course, "20 × 10⁹/L", washouts={"IVIG": "3 days"})
    assert found.counts[-1].reason == "1 day after IVIG of Wed 10-Feb-2027 to Thu 11-Feb-2027, washout 3 days"


def test_a_course_without_an_infusion_has_no_start():
    story = Story().begin()
    counted(story, 20, "01-27")
    assert md.course_response(story.course, "20 × 10⁹/L").start is None
