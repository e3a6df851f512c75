"""The keys of `[schedule]` and `[[visit]]`: every kind of schedule, its days as the file numbers them."""

import tomllib

import pytest

from msc_dose.protocols.building_schedule import ScheduleTable, read_schedule
from msc_dose.protocols.building_visits import read_visits
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.keys import Section
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Gap, Interval, Window

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
    assert read('[schedule]\nkind = "single"') == (ScheduleTable(OnDays((0,))), [])


def test_infusions_on_days_0_and_7_have_the_window_of_the_schedule():
    text = '[schedule]\nkind = "days"\ndays = [0, 7]\nminimum_gap = 6\nwindow = { before = 0, after = 1 }'
    assert read(text) == (ScheduleTable(OnDays((0, 7)), 6, None, Window(0, 1)), [])


def test_each_gap_has_its_own_window_or_none():
    schedule = AfterGaps((Gap(7, Window(1, 1)), Gap(14)), "previous-date")
    assert read(TRIAL) == (ScheduleTable(schedule, window=Window(0, 2)), [])


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


def schedule(keys):
    return read(f"[schedule]\n{keys}")


CYCLES = 'kind = "cycles"\non = [0, 1]\nlength = 28\ncycles = 3'
LAST_MONDAY = 'kind = "nth-weekday"\nnth = -1\nweekday = "mon"\nevery = 1\ninfusions = 4'


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (CYCLES, Cycles((0, 1), 28, 3)),
        (LAST_MONDAY, NthWeekday(-1, "mon", 1, 4)),
        ('kind = "twice-a-week"\nweeks = 4', TwiceAWeek(4)),
        (
            'kind = "twice-a-week"\nweeks = 4\npairs = ["mon-thu", "tue-fri"]',
            TwiceAWeek(4, ("mon-thu", "tue-fri")),
        ),
        ('kind = "interval"\ninfusions = 4\ninterval = "2-weeks"', EveryInterval(4, Interval(2, "week"))),
    ],
)
def test_each_kind_of_schedule_has_its_keys(keys, expected):
    assert schedule(keys) == (ScheduleTable(expected), [])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('kind = "days"\ndays = [1, 8]', OnDays((0, 7))),
        ('kind = "cycles"\non = [1, 2]\nlength = 28\ncycles = 3', Cycles((0, 1), 28, 3)),
        ('kind = "single"', OnDays((0,))),
    ],
)
def test_a_file_may_call_the_first_infusion_day_1(keys, expected):
    assert schedule(f"day_numbering = 1\n{keys}") == (ScheduleTable(expected, day_numbering=1), [])


def test_day_0_is_the_first_infusion_where_the_file_says_so_or_nothing():
    keys = 'kind = "days"\ndays = [0, 7]'
    assert schedule(f"day_numbering = 0\n{keys}") == (ScheduleTable(OnDays((0, 7)), day_numbering=0), [])
    assert schedule(keys)[0].day_numbering is None
    assert schedule(f'day_numbering = "not stated"\n{keys}') == (ScheduleTable(OnDays((0, 7))), [])


def test_gaps_and_preferred_days_are_read_beside_any_kind():
    keys = (
        'kind = "single"\nminimum_gap = 7\nmaximum_gap = 35\n'
        "window = { before = 3, after = 5, preferred = { before = 1, after = 1 } }"
    )
    table = ScheduleTable(OnDays((0,)), 7, 35, Window(3, 5, Window(1, 1)))
    assert schedule(keys) == (table, [])
    assert schedule(keys.replace("maximum_gap = 35", 'maximum_gap = "not stated"'))[0].maximum_gap is None


def test_a_gap_has_preferred_days_of_its_own():
    preferred = "before = 1\nafter = 1\npreferred = { before = 0, after = 1 }"
    found, problems = read(TRIAL.replace("before = 1\nafter = 1", preferred))
    assert (problems, found.schedule.gaps[0]) == ([], Gap(7, Window(1, 1, Window(0, 1))))


@pytest.mark.parametrize(
    ("keys", "code", "field"),
    [
        ('day_numbering = 2\nkind = "single"', "protocol.out-of-range", "day_numbering"),
        ('day_numbering = "day 1"\nkind = "single"', "protocol.wrong-type", "day_numbering"),
        ('day_numbering = 1\nkind = "days"\ndays = [0, 7]', "schedule.no-day-zero", "days[0]"),
        ('day_numbering = 1\nkind = "days"\ndays = [2, 9]', "schedule.days", "days"),
        ('day_numbering = 1\nkind = "days"\ndays = [1, 8, 8]', "schedule.days", "days"),
        (CYCLES.replace("[0, 1]", "[1, 2]"), "schedule.cycles", "on"),
        (CYCLES.replace("[0, 1]", "[0, 28]"), "schedule.cycles", "on"),
        (CYCLES.replace("[0, 1]", "[]"), "schedule.cycles", "on"),
        (CYCLES.replace("[0, 1]", '["0"]'), "protocol.wrong-type", "on[0]"),
        (CYCLES.replace("cycles = 3", "cycles = 300"), "schedule.too-many", "cycles"),
        (CYCLES.replace("\ncycles = 3", ""), "protocol.missing-key", "cycles"),
        (CYCLES.replace("length = 28", "length = 0"), "protocol.out-of-range", "length"),
        (f"{CYCLES}\ninfusions = 6", "protocol.unknown-key", "infusions"),
        (LAST_MONDAY.replace("-1", "0"), "schedule.nth-weekday", "nth"),
        (LAST_MONDAY.replace("-1", "5"), "protocol.out-of-range", "nth"),
        (LAST_MONDAY.replace("mon", "monday"), "protocol.unknown-value", "weekday"),
        (LAST_MONDAY.replace("every = 1\n", ""), "protocol.missing-key", "every"),
        ('kind = "twice-a-week"\nweeks = 4\npairs = ["mon-wed"]', "schedule.pairs", "pairs[0]"),
        ('kind = "twice-a-week"\nweeks = 4\npairs = ["mon-thu", "mon-thu"]', "schedule.pairs", "pairs[1]"),
        ('kind = "twice-a-week"\nweeks = 4\npairs = [1]', "protocol.wrong-type", "pairs[0]"),
        ('kind = "single"\nmaximum_gap = 0', "protocol.out-of-range", "maximum_gap"),
        ('kind = "single"\nminimum_gap = 7\nmaximum_gap = 6', "schedule.maximum-gap", "maximum_gap"),
        ('kind = "single"\nwindow = { before = 1, after = 1, preferred = 1 }', "protocol.wrong-type", "window.preferred"),
        ('kind = "single"\nwindow = { before = 1, after = 1, preferred = { before = 2, after = 1 } }', "window.invalid", "window.preferred"),
        ('kind = "single"\nwindow = { before = 1, after = 1, preferred = { before = 1 } }', "protocol.missing-key", "window.preferred.after"),
    ],
)  # fmt: skip
def test_a_mistaken_key_of_the_schedule_is_refused_by_its_path(keys, code, field):
    assert schedule(keys)[1] == [(code, f"schedule.{field}")]


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


def messages(keys):
    problems = []
    read_schedule(Section(tomllib.loads(f"[schedule]\n{keys}"), "", problems, no_amounts))
    return [(problem.field, f"{problem.message} {problem.fix}") for problem in problems]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('day_numbering = 1\nkind = "days"\ndays = [1, 8, 8]', "do not start at day 1, which is the first infusion,"),
        ('day_numbering = 1\nkind = "cycles"\non = [1, 29]\nlength = 28\ncycles = 3', "to day 28 at most"),
        ('day_numbering = 1\nkind = "cycles"\non = [2, 9]\nlength = 28\ncycles = 3', "Start with 1, or state day_numbering = 0."),
        ('kind = "days"\ndays = [1, 8]', "do not start at day 0, which is the first infusion,"),
        ('kind = "days"\ndays = [1, 8]', "Start with 0, or state day_numbering = 1."),
    ],
)  # fmt: skip
def test_days_are_refused_in_the_numbering_of_the_file(keys, said):
    ((_, text),) = messages(keys)
    assert said in text


def test_every_wrong_pair_is_named_with_its_place():
    found = messages('kind = "twice-a-week"\nweeks = 4\npairs = ["mon-wed", "mon-thu", "x"]')
    assert [field for field, _ in found] == ["schedule.pairs[0]", "schedule.pairs[2]"]
