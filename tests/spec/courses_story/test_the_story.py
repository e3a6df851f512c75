"""The whole story of the case as a course file: what it comes to, and that the file is what its script writes."""

import runpy
from datetime import date
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.cli.main import main
from msc_dose.courses.counted import counts_of, rescues_of, treatment_start
from msc_dose.files.protocols import load_protocol

EXAMPLES = Path(__file__).parents[3] / "examples"
FILE = EXAMPLES / "the_course.jsonl"


@pytest.fixture(scope="module")
def course():
    return md.load_course(FILE)


def response_of(course, criteria, baseline):
    return md.classify_response(
        counts_of(course),
        baseline,
        criteria=criteria,
        start=treatment_start(course),
        rescues=rescues_of(course),
        washouts={"rhIL-11": 26},
    )


@pytest.mark.parametrize(
    ("script", "file"), [("the_course", "the_course.jsonl"), ("training_course", "training.jsonl")]
)
def test_the_script_writes_exactly_the_file_beside_it(script, file, tmp_path):
    pytest.importorskip("holidays")
    runpy.run_path(str(EXAMPLES / f"{script}.py"))["write"](tmp_path / file)
    assert (tmp_path / file).read_bytes() == (EXAMPLES / file).read_bytes()


def test_the_plan_in_the_file_passes_its_second_calculation(course):
    (plan,) = course.plans
    assert md.recheck_plan(plan.as_document()) == ()


def test_the_protocol_of_the_site_is_what_its_own_example_says(capsys):
    path = str(EXAMPLES / "site_sjogren_msc.toml")
    assert main(["protocol", "check", path], lambda: 0) == 0
    assert "1 example checked: all agree" in capsys.readouterr().out
    protocol = load_protocol(path)
    assert (protocol.status, protocol.requires) == ("site-approved", ("consent", "ethics-approval"))


def test_four_infusions_were_given_one_of_them_moved_by_easter_monday(course):
    assert [infusion.date for infusion in course.infusions] == [
        date(2027, 1, 29),
        date(2027, 3, 1),
        date(2027, 3, 30),
        date(2027, 4, 29),
    ]
    assert course.plans[0].infusions[2].date == date(2027, 3, 29)


def test_the_cells_that_went_in_are_counted_and_not_the_doses(course):
    infused = [infusion.infused.value / 10**6 for infusion in course.infusions]
    assert infused == [120, 90, 133, 133]
    assert course.infused.value == sum(infused) * 10**6
    assert [infusion.dose.value / 10**6 for infusion in course.infusions] == [120, 120, 133, 133]


def test_the_infusion_that_stopped_early_counts_because_a_person_said_so(course):
    second = course.infusions[1]
    assert (second.state, second.partial) == ("stopped-early", "counts")


def test_nothing_waits_for_a_person_and_nothing_departed_from_the_rules(course):
    assert (course.questions, course.problems, course.requires) == ((), (), ())


def test_the_weight_of_march_asked_for_a_new_order_before_it_changed_a_dose(course):
    weighed = next(entry.event.number for entry in course.entries if "66.5" in str(entry.event.what))
    then = md.course_of(course.events[:weighed])
    assert then.questions[0].code == "course.new-order"
    assert [infusion.dose.value / 10**6 for infusion in then.infusions[2:]] == [120, 120]
    assert [infusion.new_dose.value / 10**6 for infusion in then.infusions[2:]] == [133, 133]


def test_the_wrong_count_is_struck_and_still_there(course):
    (struck,) = [entry for entry in course.entries if entry.struck_by]
    assert struck.event.what.count.value == 10
    assert 10 not in [count.count.value for count in counts_of(course)]
    assert 100 in [count.count.value for count in counts_of(course)]


def test_the_course_ends_with_a_confirmed_complete_response_from_infusion_3_on(course):
    found = response_of(course, "iwg-2009-itp", "20 × 10⁹/L")
    assert (found.best_confirmed, found.time_to_response) == ("CR", 40)
    assert "CR: from Tue 30-Mar-2027, 60 days after the start" in found.explain()


@pytest.mark.parametrize("baseline", ["14 × 10⁹/L", "30 × 10⁹/L", "14 × 10⁹/L to 30 × 10⁹/L"])
def test_the_range_of_the_abstract_leaves_no_doubt_about_it(course, baseline):
    assert response_of(course, "iwg-2009-itp", baseline).best_confirmed == "CR"


def test_by_the_case_s_own_words_a_count_of_exactly_100_ends_it_and_it_comes_again(course):
    text = response_of(course, "case-ab0452", None).explain()
    assert "lost on Tue 13-Apr-2027" in text
    assert "above 100: from Thu 29-Apr-2027" in text


NOT_JUDGED = {
    date(2026, 12, 1): "59 days before the start",
    date(2026, 12, 14): "46 days before the start",
    date(2027, 1, 11): "18 days before the start",
    date(2027, 1, 25): "4 days before the start",
    date(2027, 1, 29): "on the day of the start",
    date(2027, 2, 8): "during rhIL-11",
    date(2027, 2, 26): "18 days after rhIL-11",
}


@pytest.mark.parametrize("criteria", ["iwg-2009-itp", "case-ab0452"])
def test_each_count_that_is_not_judged_says_why(course, criteria):
    found = response_of(course, criteria, "20 × 10⁹/L")
    reasons = {each.count.day: each.reason for each in found.counts if not each.used}
    assert reasons.keys() == NOT_JUDGED.keys()
    for day, words in NOT_JUDGED.items():
        assert words in reasons[day]
        assert words in " ".join(found.explain().split())


def test_the_file_alone_is_the_whole_record(course, tmp_path):
    copy = tmp_path / "elsewhere.jsonl"
    copy.write_bytes(FILE.read_bytes())
    assert md.load_course(copy) == course
