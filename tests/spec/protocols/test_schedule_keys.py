"""The keys of `[schedule]` and `[[visit]]`: once, on stated days, after gaps; visits in days or months."""

import tomllib

import pytest

from msc_dose.protocols.building_schedule import read_schedule
from msc_dose.protocols.building_visits import read_visits
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.keys import Section
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Gap, Window

TRIAL = """
[schedule]
kind = "gaps"
count_from = "previous-date"
window = { before = 0, after = 2 }

[[schedule.gap]]
days = 7
before = 1
after = 1

[[schedule.gap]]
days = 14
"""


def no_amounts(text, kind, field):
    raise AssertionError("a schedule holds no amounts")


def read(text):
    """What the tables state, and every problem as code and key."""
    problems = []
    file = Section(tomllib.loads(text), "", problems, no_amounts)
    found = read_schedule(file) if "[schedule]" in text else read_visits(file)
    return found, [(problem.code, problem.field) for problem in problems]


def test_a_single_infusion_has_nothing_else_to_state():
    assert read('[schedule]\nkind = "single"') == ((OnDays((0,)), None, None), [])


def test_infusions_on_days_0_and_7_have_the_window_of_the_schedule():
    text = '[schedule]\nkind = "days"\ndays = [0, 7]\nminimum_gap = 6\nwindow = { before = 0, after = 1 }'
    assert read(text) == ((OnDays((0, 7)), 6, Window(0, 1)), [])


def test_each_gap_has_its_own_window_or_none():
    schedule = AfterGaps((Gap(7, Window(1, 1)), Gap(14)), "previous-date")
    assert read(TRIAL) == ((schedule, None, Window(0, 2)), [])


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('"previous-date"', '"start"', "protocol.unknown-value", "schedule.count_from"),
        ('count_from = "previous-date"\n', "", "protocol.missing-key", "schedule.count_from"),
        ("days = 7\n", "", "protocol.missing-key", "schedule.gap[0].days"),
        ("days = 7", "days = 0", "protocol.out-of-range", "schedule.gap[0].days"),
        ("days = 7", "days = 7.0", "protocol.wrong-type", "schedule.gap[0].days"),
        ("before = 1\n", "", "protocol.missing-key", "schedule.gap[0].before"),
        ("before = 1\nafter = 1", "before = 1", "protocol.missing-key", "schedule.gap[0].after"),
        ("before = 1\nafter = 1", "before = 7\nafter = 1", "schedule.gap", "schedule.gap[0].before"),
        ("before = 1\nafter = 1", "befor = 1", "protocol.unknown-key", "schedule.gap[0].befor"),
        ("days = 14", "days = 14\ntimes = 3", "protocol.unknown-key", "schedule.gap[1].times"),
    ],
)
def test_a_mistaken_gap_is_refused_with_its_key(old, new, code, field):
    assert old in TRIAL
    assert read(TRIAL.replace(old, new, 1))[1] == [(code, field)]


@pytest.mark.parametrize(
    ("keys", "code", "field"),
    [
        ('kind = "monthly"', "protocol.unknown-value", "schedule.kind"),
        ('kind = "single"\ninfusions = 1', "protocol.unknown-key", "schedule.infusions"),
        ('kind = "days"', "protocol.missing-key", "schedule.days"),
        ('kind = "days"\ndays = 7', "protocol.wrong-type", "schedule.days"),
        ('kind = "days"\ndays = []', "schedule.days", "schedule.days"),
        ('kind = "days"\ndays = [1, 8]', "schedule.days", "schedule.days"),
        ('kind = "days"\ndays = [7, 0]', "schedule.days", "schedule.days"),
        ('kind = "days"\ndays = [0, "7"]', "protocol.wrong-type", "schedule.days[1]"),
        ('kind = "days"\ndays = [0, true]', "protocol.wrong-type", "schedule.days[1]"),
        ('kind = "days"\ndays = [0, -7]', "protocol.out-of-range", "schedule.days[1]"),
        ('kind = "gaps"\ncount_from = "previous-date"', "protocol.missing-key", "schedule.gap"),
    ],
)
def test_a_mistaken_schedule_is_refused_with_its_key(keys, code, field):
    assert read(f"[schedule]\n{keys}")[1] == [(code, field)]


def visit(keys):
    return read(f'[[visit]]\nkind = "follow-up"\n{keys}')


@pytest.mark.parametrize(
    ("keys", "days", "months", "origin"),
    [
        ("days_after_first = 14", 14, None, "first"),
        ("months_after_first = 1", None, 1, "first"),
        ("days_after_last = 30", 30, None, "last"),
        ("months_after_last = 6", None, 6, "last"),
    ],
)
def test_a_visit_is_days_or_months_after_the_first_or_the_last_infusion(keys, days, months, origin):
    rule = VisitRule("follow-up", days, Window(0, 0), "", months, origin)
    assert visit(keys) == ((rule,), [])


def test_a_list_of_months_is_a_visit_for_each():
    keys = 'months_after_first = [1, 2, 12]\nwindow = { before = 3, after = 3 }\ndetail = "platelets"'
    rules, problems = visit(keys)
    assert (problems, [rule.months for rule in rules]) == ([], [1, 2, 12])
    assert {(rule.kind, rule.window, rule.detail) for rule in rules} == {
        ("follow-up", Window(3, 3), "platelets")
    }


@pytest.mark.parametrize(
    ("keys", "code", "field"),
    [
        ("", "protocol.missing-key", "visit[0].days_after_first"),
        ("days_after_first = []", "protocol.missing-key", "visit[0].days_after_first"),
        ("days_after_first = 3651", "protocol.out-of-range", "visit[0].days_after_first"),
        ("months_after_first = 121", "protocol.out-of-range", "visit[0].months_after_first"),
        ("months_after_first = [1, -1]", "protocol.out-of-range", "visit[0].months_after_first[1]"),
        ('months_after_last = "1"', "protocol.wrong-type", "visit[0].months_after_last"),
        ("days_after_last = 1.5", "protocol.wrong-type", "visit[0].days_after_last"),
        (
            "days_after_first = 28\nmonths_after_first = 1",
            "protocol.conflict",
            "visit[0].months_after_first",
        ),
        ("weeks_after_first = 1\ndays_after_first = 7", "protocol.unknown-key", "visit[0].weeks_after_first"),
    ],
)
def test_a_mistaken_visit_is_refused_with_its_key(keys, code, field):
    assert visit(keys)[1] == [(code, field)]
