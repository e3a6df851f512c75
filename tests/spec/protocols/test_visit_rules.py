"""The `[[visit]]` tables: what is dated from an infusion, and what a closed day does to it."""

import pytest

from msc_dose.problems import Refusal
from msc_dose.protocols.building_visits import read_visits
from msc_dose.protocols.keys import Section
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Window

tomllib = pytest.importorskip("tomllib")
NONE = Window(0, 0)


def read(keys):
    problems = []
    section = Section(tomllib.loads(f'[[visit]]\nkind = "lab"\n{keys}'), "", problems, None)
    return read_visits(section), [(problem.code, problem.field) for problem in problems]


@pytest.mark.parametrize(
    ("keys", "expected", "when"),
    [
        ("days_after_first = 28", VisitRule("lab", 28, NONE), "28 days after the first"),
        ("days_after_last = 1", VisitRule("lab", 1, NONE, origin="last"), "1 day after the last"),
        ("months_after_last = 3", VisitRule("lab", None, NONE, "", 3, "last"), "3 calendar months after the last"),
        ("days_before_first = 14", VisitRule("lab", -14, NONE), "14 days before the first"),
        ("days_before_each = 1", VisitRule("lab", -1, NONE, origin="each"), "1 day before each"),
        ("days_after_each = 0", VisitRule("lab", 0, NONE, origin="each"), "on the day of each"),
        ("minutes_before_each = 30", VisitRule("lab", 0, NONE, origin="each", minutes=-30), "30 min before each"),
        ("minutes_after_each = 240", VisitRule("lab", 0, NONE, origin="each", minutes=240), "240 min after each"),
    ],
)  # fmt: skip
def test_each_key_says_how_far_from_which_infusion(keys, expected, when):
    assert read(keys) == ((expected,), [])
    assert expected.when == when


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("any day", "any-day"),
        ("open day", "open-day"),
        ("open day before", "open-day-before"),
        ("moves the infusion", "moves-infusion"),
    ],
)
def test_a_file_says_in_words_what_a_closed_day_does(words, stored):
    ((rule,), problems) = read(f'days_before_each = 1\nclosed_days = "{words}"')
    assert (rule.closed_days, problems) == (stored, [])


def test_a_visit_that_says_nothing_of_closed_days_takes_the_nearest_open_one():
    assert read("days_after_each = 1")[0][0].closed_days == "open-day"


@pytest.mark.parametrize(
    ("keys", "code", "field"),
    [
        ("days_before_each = 1\ndays_after_each = 1", "protocol.conflict", "visit[0].days_after_each"),
        ("days_before_each = -1", "protocol.out-of-range", "visit[0].days_before_each"),
        ("minutes_before_each = 1441", "protocol.out-of-range", "visit[0].minutes_before_each"),
        ("minutes_before_each = 0", "schedule.visit", "visit[0].minutes_before_each"),
        ('days_after_each = 1\nclosed_days = "weekday"', "protocol.unknown-value", "visit[0].closed_days"),
        (
            'days_after_first = 1\nclosed_days = "moves the infusion"',
            "schedule.visit",
            "visit[0].days_after_first",
        ),
        ("months_after_each = 1", "protocol.missing-key", "visit[0].days_after_first"),
        ("days_after_first = [7, 14, 7]", "schedule.visit", "visit[0].days_after_first[2]"),
        ("days_before_each = 1\nwindow = { before = 1, after = 1 }", "schedule.visit", "visit[0].window"),
        ("days_after_each = 1\nwindow = { before = 3, after = 0 }", "schedule.visit", "visit[0].window"),
        (
            'days_before_first = 14\nclosed_days = "open day before"\nwindow = { before = 1, after = 0 }',
            "schedule.visit",
            "visit[0].window",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key(keys, code, field):
    assert (code, field) in read(keys)[1]


@pytest.mark.parametrize(
    "rule",
    [
        lambda: VisitRule("lab", -3651, NONE),
        lambda: VisitRule("lab", None, NONE, "", 1, "each"),
        lambda: VisitRule("lab", 0, NONE, minutes=30),
        lambda: VisitRule("lab", 1, NONE, origin="each", minutes=30),
        lambda: VisitRule("lab", 0, Window(1, 1), origin="each", minutes=30),
        lambda: VisitRule("lab", 0, NONE, origin="each", minutes=0),
        lambda: VisitRule("lab", 0, NONE, origin="each", minutes=-1441),
        lambda: VisitRule("lab", 1, NONE, closed_days="never"),
        lambda: VisitRule("lab", 1, Window(1, 0), closed_days="open-day-before"),
        lambda: VisitRule("lab", 0, NONE, origin="each", closed_days="moves-infusion"),
        lambda: VisitRule("lab", 61, NONE, origin="each", closed_days="moves-infusion"),
        lambda: VisitRule("lab", -1, NONE, closed_days="moves-infusion"),
        lambda: VisitRule("lab", -1, Window(0, 1), origin="each", closed_days="moves-infusion"),
        lambda: VisitRule("lab", -1, Window(0, 1), origin="each"),
        lambda: VisitRule("lab", 3, Window(3, 0), origin="each", closed_days="any-day"),
    ],
)
def test_a_rule_that_says_two_things_or_nothing_is_refused(rule):
    with pytest.raises(Refusal) as refused:
        rule()
    assert refused.value.codes == ("schedule.visit",)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (VisitRule("lab draw", -1, NONE, origin="each"), "lab draw, day before infusion 2"),
        (VisitRule("call", 2, NONE, origin="each"), "call, 2 days after infusion 2"),
        (VisitRule("weighing", 0, NONE, origin="each"), "weighing, on the day of infusion 2"),
        (
            VisitRule("premedication", 0, NONE, origin="each", minutes=-30),
            "premedication 30 min before infusion 2",
        ),
        (VisitRule("assessment", 28, NONE), "assessment"),
    ],
)
def test_a_visit_is_called_by_its_infusion(rule, text):
    assert rule.at_infusion(2) == text


def test_minutes_are_whole():
    with pytest.raises(TypeError):
        VisitRule("lab", 0, NONE, origin="each", minutes=0.5)


@pytest.mark.parametrize("value", ["true", '"30"', "1.5"])
def test_a_number_of_the_wrong_type_is_one_mistake(value):
    assert read(f"minutes_before_each = {value}") == (
        (),
        [("protocol.wrong-type", "visit[0].minutes_before_each")],
    )


@pytest.mark.parametrize(("days", "window"), [(-2, Window(9, 1)), (3, Window(2, 9)), (0, Window(1, 1))])
def test_a_window_that_ends_beside_the_infusion_s_day_is_taken(days, window):
    assert VisitRule("lab", days, window, origin="each").window == window


def test_a_window_that_reaches_the_infusion_says_how_far_it_may():
    with pytest.raises(Refusal) as refused:
        VisitRule("lab", -2, Window(0, 2), origin="each")
    (problem,) = refused.value.problems
    assert "reaches the day of the infusion itself" in problem.message
    assert problem.fix == "Let it reach at most 1 day after the visit's target."


def test_a_window_where_it_has_no_meaning_is_told_in_the_words_of_the_file():
    with pytest.raises(Refusal) as refused:
        VisitRule("order", -14, Window(1, 0), closed_days="open-day-before")
    assert "a closed day leads to the open day before" in refused.value.problems[0].message
