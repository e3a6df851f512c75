"""The second calculation of a course's calendar: what was given, moved, held or dropped, and what follows."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.recheck import recheck_calendar

from . import plans
from .calendars import CASE, calendar, later, on, rebase
from .test_untrusted_documents import JSON, dotted, look_up, places, put

LATE = on("1 2027-01-29", "2 2027-03-10")


def outcome(document):
    """The fields named by a refusal or by disagreements; any other exception fails the test."""
    try:
        return [problem.field for problem in recheck_calendar(document)]
    except Refusal as refusal:
        if not set(refusal.codes) <= {"document.malformed", "document.schema"}:
            raise
        return [problem.field for problem in refusal.problems]


def disagreements(document):
    return [str(problem) for problem in recheck_calendar(document)]


def test_without_facts_it_is_the_calendar_of_the_plan():
    assert disagreements(calendar(CASE)) == []


@pytest.mark.parametrize(
    ("rebased", "rest"),
    [
        # Nothing is said: the targets stay.
        ([], ["placed 2027-03-29", "placed 2027-04-29"]),
        # Months from Wed 10-Mar: Sat 10-Apr is closed, Fri 9-Apr is as near as can be.
        ([("count", "2027-03-10")], ["placed 2027-04-10 2027-04-09", "placed 2027-05-10"]),
        # 10 days after its target of 28-Feb; Sun 9-May is closed.
        ([("shift", "2027-03-10")], ["placed 2027-04-08", "placed 2027-05-09 2027-05-10"]),
    ],
    ids=["kept", "counted", "shifted"],
)
def test_after_a_late_infusion_targets_stay_are_counted_anew_or_move(rebased, rest):
    facts = {"given": LATE, "rebased": [rebase(3, 2, day, how) for how, day in rebased]}
    rows = ["given 2027-01-29 2027-01-29", "given 2027-02-28 2027-03-10", *rest]
    assert disagreements(calendar(rows, facts)) == []


def test_the_gap_counts_from_the_day_on_which_it_was_given():
    """21 days after Wed 10-Mar is Wed 31-Mar."""
    rows = [
        "given 2027-01-29 2027-01-29",
        "given 2027-02-28 2027-03-10",
        "placed 2027-03-29 2027-03-31",
        CASE[3],
    ]
    assert disagreements(calendar(rows, {"given": LATE}, minimum_gap=21)) == []


def test_a_later_rebase_starts_from_what_an_earlier_one_gave():
    """Counted anew from 10-Mar, infusion 3 is on 10-Apr; moved from there to 12-Apr, infusion 4 moves too."""
    facts = {
        "given": LATE,
        "rebased": [rebase(3, 2, "2027-03-10", "count"), rebase(4, 3, "2027-04-12", "shift")],
    }
    rows = ["given 2027-01-29 2027-01-29", "given 2027-02-28 2027-03-10"]
    rows += ["placed 2027-04-10 2027-04-09", "placed 2027-05-12"]
    assert disagreements(calendar(rows, facts)) == []


@pytest.mark.parametrize(
    ("rebased", "targets"),
    [
        ([], "2027-01-31 2027-02-28 2027-03-31 2027-04-30"),
        ([rebase(3, 2, "2027-03-01", "count")], "2027-01-31 2027-02-28 2027-04-01 2027-05-01"),
        # From a 31st, the short month ends early, and the next month has its 31st again.
        ([rebase(3, 2, "2027-03-31", "count")], "2027-01-31 2027-02-28 2027-04-30 2027-05-31"),
        ([rebase(2, 2, "2027-03-31", "count")], "2027-01-31 2027-03-31 2027-04-30 2027-05-31"),
        ([rebase(2, 1, "2027-01-30", "shift")], "2027-01-31 2027-02-27 2027-03-30 2027-04-29"),
    ],
)
def test_months_count_from_the_day_of_the_rebase_and_never_drift(rebased, targets):
    rows = [f"placed {target}" for target in targets.split()]
    assert disagreements(calendar(rows, {"rebased": rebased}, start="2027-01-31", open=None)) == []


def test_while_a_course_is_held_later_infusions_have_targets_and_no_dates():
    facts = {"given": on("1 2027-01-29"), "undecided_from": 2}
    rows = [
        "given 2027-01-29 2027-01-29",
        "undecided 2027-02-28",
        "undecided 2027-03-29",
        "undecided 2027-04-29",
    ]
    assert disagreements(calendar(rows, facts)) == []


@pytest.mark.parametrize(
    ("not_before", "second"),
    [
        ("2027-03-02", "placed 2027-02-28 2027-03-02"),
        ("2027-03-04", "no-day 2027-02-28"),
    ],
)
def test_after_a_hold_no_infusion_comes_before_the_day_on_which_it_may_go_on(not_before, second):
    facts = {"given": on("1 2027-01-29"), "not_before": not_before}
    assert disagreements(calendar(["given 2027-01-29 2027-01-29", second, *CASE[2:]], facts)) == []


def test_a_date_that_is_fixed_stays_even_on_a_closed_day_and_outside_its_window():
    """After Sat 20-Mar the next is not before 3-Apr, and the window of infusion 3 ends on 1-Apr."""
    rows = [CASE[0], "fixed 2027-02-28 2027-03-20", "no-day 2027-03-29", CASE[3]]
    assert disagreements(calendar(rows, {"fixed": on("2 2027-03-20")})) == []


@pytest.mark.parametrize(("gap", "second"), [(14, "no-day 2027-02-28"), (10, "placed 2027-02-28 2027-02-26")])
def test_an_infusion_leaves_the_gap_to_the_next_one_that_is_fixed(gap, second):
    rows = [CASE[0], second, "fixed 2027-03-29 2027-03-10", CASE[3]]
    assert disagreements(calendar(rows, {"fixed": on("3 2027-03-10")}, minimum_gap=gap)) == []


def test_one_that_is_not_needed_has_no_date_and_leaves_no_gap():
    """30 days between them are kept from 29-Jan to 29-Mar, of which the one between takes nothing."""
    rows = [CASE[0], "dropped 2027-02-28", CASE[2], CASE[3]]
    assert disagreements(calendar(rows, {"dropped": [2]}, minimum_gap=30)) == []


def test_a_day_later_than_the_longest_gap_is_not_taken():
    """29-Jan and 30 days is 28-Feb, a Sunday: Fri 26-Feb; then 29-Mar is 31 days later, and Fri 26-Mar is not."""
    rows = [CASE[0], "placed 2027-02-28 2027-02-26", "placed 2027-03-29 2027-03-26", "no-day 2027-04-29"]
    assert disagreements(calendar(rows, maximum_gap=30)) == []


@pytest.mark.parametrize(
    ("changes", "second"),
    [({"facts": {"dropped": [2]}}, "dropped"), ({"closed": ["2027-02-25", "2027-02-26"]}, "no-day")],
    ids=["dropped", "no day"],
)
def test_the_longest_gap_counts_from_the_last_date_taken_so_that_one_without_may_leave_more_without(
    changes, second
):
    """45 days after 29-Jan is 15-Mar; with Monday and Tuesday closed too, infusion 2 finds no day."""
    shut = plans.closed(*changes.get("closed", ()), "2027-03-01", "2027-03-02", "2027-03-03")
    rows = [CASE[0], f"{second} 2027-02-28", "no-day 2027-03-29", "no-day 2027-04-29"]
    assert disagreements(calendar(rows, changes.get("facts"), maximum_gap=45, closed=shut)) == []


TRIAL = {
    "start": "2024-01-01",
    "schedule": {
        "kind": "gaps",
        "gaps": [{"days": 7, "before": 1, "after": 1}, *[{"days": 14, "before": 3, "after": 3}] * 3],
        "count_from": "previous-date",
    },
    "window": {"before": 0, "after": 0},
    "minimum_gap": 1,
}
TRIAL_WINDOWS = [(0, 0), (1, 1), (3, 3), (3, 3), (3, 3)]
GIVEN_LATE = {"given": on("1 2024-01-03")}


@pytest.mark.parametrize(
    ("facts", "rest"),
    [
        ({}, ["placed 2024-01-10", "placed 2024-01-24", "placed 2024-02-07", "placed 2024-02-21"]),
        (
            {"dropped": [2]},
            ["dropped 2024-01-10", "placed 2024-01-24", "placed 2024-02-07", "placed 2024-02-21"],
        ),
        (
            {"fixed": on("2 2024-01-15")},
            ["fixed 2024-01-10 2024-01-15", "placed 2024-01-29", "placed 2024-02-12", "placed 2024-02-26"],
        ),
        (
            {"rebased": [rebase(3, 2, "2024-01-12", "shift")]},
            ["placed 2024-01-10", "placed 2024-01-26", "placed 2024-02-09", "placed 2024-02-23"],
        ),
        (
            {"rebased": [rebase(3, 2, "2024-01-15", "count")]},
            ["placed 2024-01-10", "placed 2024-01-29", "placed 2024-02-12", "placed 2024-02-26"],
        ),
        # On the day itself; two gaps of 14 days after it; and from there on as ever.
        (
            {"rebased": [rebase(3, 3, "2024-01-26", "count")]},
            ["placed 2024-01-10", "placed 2024-01-26", "placed 2024-02-09", "placed 2024-02-23"],
        ),
        (
            {"rebased": [rebase(4, 2, "2024-01-15", "count")]},
            ["placed 2024-01-10", "placed 2024-01-24", "placed 2024-02-12", "placed 2024-02-26"],
        ),
        # What was decided of infusion 4 stays when infusion 3 moves later.
        (
            {"rebased": [rebase(4, 4, "2024-02-12", "count"), rebase(3, 3, "2024-01-22", "count")]},
            ["placed 2024-01-10", "placed 2024-01-22", "placed 2024-02-12", "placed 2024-02-26"],
        ),
        (
            {"rebased": [rebase(4, 3, "2024-01-26", "shift"), rebase(3, 2, "2024-01-12", "shift")]},
            ["placed 2024-01-10", "placed 2024-01-26", "placed 2024-02-09", "placed 2024-02-23"],
        ),
        # Two days more, and then from 26-Jan to 30-Jan.
        (
            {"rebased": [rebase(3, 2, "2024-01-12", "shift"), rebase(3, 3, "2024-01-30", "shift")]},
            ["placed 2024-01-10", "placed 2024-01-30", "placed 2024-02-13", "placed 2024-02-27"],
        ),
        ({"undecided_from": 3}, ["placed 2024-01-10", "undecided 2024-01-24", "undecided", "undecided"]),
        (
            {"undecided_from": 2, "fixed": on("3 2024-01-29"), "dropped": [4]},
            ["undecided 2024-01-10", "fixed", "dropped", "undecided"],
        ),
    ],
    ids=[
        "given",
        "dropped",
        "fixed",
        "shifted",
        "counted",
        "counted from itself",
        "counted over two gaps",
        "counted earlier",
        "shifted earlier",
        "shifted twice",
        "undecided",
        "fixed beyond",
    ],
)
def test_gaps_count_from_the_date_of_the_infusion_before(facts, rest):
    document = calendar(["given 2024-01-01 2024-01-03", *rest], GIVEN_LATE | facts, TRIAL_WINDOWS, **TRIAL)
    if "fixed" in rest:
        document["slots"][2]["date"] = "2024-01-29"
    assert disagreements(document) == []


def test_gaps_from_targets_do_not_follow_a_late_infusion():
    changes = TRIAL | {"schedule": TRIAL["schedule"] | {"count_from": "previous-target"}}
    rows = ["given 2024-01-01 2024-01-03", "placed 2024-01-08", "placed 2024-01-22", "placed 2024-02-05"]
    document = calendar([*rows, "placed 2024-02-19"], GIVEN_LATE, TRIAL_WINDOWS, **changes)
    assert disagreements(document) == []


def test_cycles_and_weekdays_of_the_month_are_counted_anew_too():
    cycles = {"kind": "cycles", "on": [0, 1], "length": 28, "cycles": 2}
    facts = {"given": on("1 2027-03-01", "2 2027-03-03"), "rebased": [rebase(3, 2, "2027-03-03", "count")]}
    rows = [
        "given 2027-03-01 2027-03-01",
        "given 2027-03-02 2027-03-03",
        "placed 2027-03-30",
        "placed 2027-03-31",
    ]
    changes = {"start": "2027-03-01", "schedule": cycles, "minimum_gap": 1}
    assert disagreements(calendar(rows, facts, **changes)) == []
    last_monday = {"kind": "nth-weekday", "nth": -1, "weekday": "mon", "every": 1, "count": 4}
    facts = {"given": on("1 2027-01-25", "2 2027-02-24"), "rebased": [rebase(3, 2, "2027-02-24", "count")]}
    rows = [
        "given 2027-01-25 2027-01-25",
        "given 2027-02-22 2027-02-24",
        "placed 2027-03-29",
        "placed 2027-04-26",
    ]
    assert disagreements(calendar(rows, facts, start="2027-01-25", schedule=last_monday)) == []


def test_an_infusion_moves_with_the_visit_that_needs_an_open_day():
    """The lab draw the day before: Mon 29-Mar would need a Sunday."""
    draw = {"kind": "lab draw", "days": -1, "from": "each", "before": 0, "after": 0}
    rows = ["placed 2027-01-29", "placed 2027-02-28 2027-03-02", "placed 2027-03-29 2027-03-30", CASE[3]]
    visits = [draw | {"closed_days": "moves-infusion"}]
    assert disagreements(calendar(rows, visits=visits)) == []


FULL = calendar(
    ["given 2027-01-29 2027-01-30", "dropped 2027-02-28", "placed 2027-03-30", "fixed 2027-04-30 2027-05-20"],
    {
        "given": on("1 2027-01-30"),
        "fixed": on("4 2027-05-20"),
        "dropped": [2],
        "rebased": [rebase(3, 1, "2027-01-30", "shift")],
        "not_before": "2027-02-01",
    },
    closed=plans.closed("2027-03-29"),
    maximum_gap=400,
    thaw=["mon", "tue", "wed", "thu"],
    away=plans.closed("2027-03-31"),
    full=plans.closed("2027-04-01"),
    worked=["2027-04-03"],
    visits=[plans.assessment(28, 2, 2)],
)
PLACES = sorted(places(FULL), key=str)
DAYS = [
    path for path in PLACES if path[0] == "slots" and path[-1] in ("target", "earliest", "latest", "date")
]


def test_every_day_that_is_changed_a_little_is_named_and_nothing_else_is():
    assert disagreements(FULL) == []
    for path in DAYS:
        said = look_up(FULL, path)
        for changed in ("2028-01-01",) if said is None else (later(said, 1), later(said, -1), None):
            assert outcome(put(FULL, path, changed)) == [dotted(path)]


@pytest.mark.parametrize("state", ["given", "fixed", "dropped", "undecided", "no-day"])
def test_another_state_is_named(state):
    (problem,) = recheck_calendar(put(FULL, ("slots", 2, "state"), state))
    assert problem.field == "slots[2].state"
    assert problem.message == f"The document says {state!r}, the second calculation gives 'placed'."
    assert problem.fix.startswith("Do not use these dates.")


def test_a_missing_slot_and_a_wrong_number_are_named():
    assert outcome(FULL | {"slots": FULL["slots"][:3]}) == ["slots"]
    assert outcome(put(FULL, ("slots", 2, "number"), 2)) == ["slots[2].number"]


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("schema",), "msc-dose/plan/2", "schema"),
        (("start",), "2027-02-29", "start"),
        (("patient",), "P-1", "document"),
        (("facts", "given", 0, "number"), 5, "facts.given[0].number"),
        (("facts", "given", 0, "date"), None, "facts.given[0].date"),
        (("facts", "given", 0, "by"), "x", "facts.given[0]"),
        (("facts", "given"), on("1 2027-01-29", "1 2027-01-30"), "facts.given[1].number"),
        (("facts", "dropped", 0), 0, "facts.dropped[0]"),
        (("facts", "rebased", 0, "how"), "guess", "facts.rebased[0].how"),
        (("facts", "rebased", 0, "anchor"), 0, "facts.rebased[0].anchor"),
        (("facts", "rebased", 0, "day"), "2199-12-31", "facts.rebased[0]"),
        (
            ("facts", "rebased"),
            [rebase(3, 1, "1900-01-01", "count"), rebase(3, 2, "2026-06-01", "shift")],
            "facts.rebased[1]",
        ),
        (("facts", "rebased", 0), rebase(2, 3, "2027-03-01", "count"), "facts.rebased[0].anchor"),
        (("facts", "rebased", 0), rebase(2, 3, "2027-03-01", "shift"), "facts.rebased[0].anchor"),
        (("facts", "rebased", 0), rebase(5, 3, "2027-03-01", "count"), "facts.rebased[0].first"),
        (("facts", "not_before"), 3, "facts.not_before"),
        (("facts", "undecided_from"), 6, "facts.undecided_from"),
        (("facts", "held"), True, "facts"),
        (("thaw", 0), "monday", "thaw[0]"),
        (("worked", 0), "today", "worked[0]"),
        (("away", 0, "reason"), None, "away[0].reason"),
        (("maximum_gap",), 0, "maximum_gap"),
        (("slots", 0, "why"), "x", "slots[0]"),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(path, value, field):
    assert outcome(put(FULL, path, value)) == [field]


def test_every_key_is_needed_but_those_that_may_be_absent():
    optional = {"maximum_gap", "thaw", "away", "full", "worked"}
    for path in PLACES:
        document = copy.deepcopy(FULL)
        del look_up(document, path[:-1])[path[-1]]
        if isinstance(path[-1], str) and path[-1] not in optional:
            assert outcome(document) == [dotted(path)]


@given(JSON)
def test_any_json_is_refused_or_compared(document):
    assert outcome(document)
    assert outcome(FULL | {"facts": document})


@given(st.sampled_from(PLACES), JSON | st.sampled_from(PLACES).map(lambda path: look_up(FULL, path)))
def test_any_value_in_any_place_is_refused_or_compared(path, value):
    outcome(put(FULL, path, value))


@given(
    given_on=st.lists(st.integers(-2, 20), max_size=3),
    dropped=st.sets(st.integers(4, 8)),
    fixed=st.dictionaries(st.integers(4, 8), st.integers(-5, 12), max_size=2),
    gap=st.integers(1, 12),
    shut=st.sets(st.integers(0, 90), max_size=8),
    not_before=st.none() | st.integers(0, 60),
)
def test_walking_from_one_infusion_to_the_next_gives_the_same_days(
    given_on, dropped, fixed, gap, shut, not_before
):
    """Weekly infusions, a window of 2 and 3 days, facts of every kind, told as a walk outward from each target."""
    start, count = date(2027, 3, 1), 8
    days = {n: 7 * (n - 1) for n in range(1, count + 1)}
    known = {n: days[n] + moved for n, moved in enumerate(given_on, 1)}
    known |= {n: days[n] + moved for n, moved in fixed.items() if n not in dropped}
    rows, last = [], None
    for number, target in days.items():
        bound = min((day for n, day in known.items() if n > number), default=10**6)
        fits = [
            day
            for day in (target, target + 1, target - 1, target + 2, target - 2, target + 3)
            if day not in shut and day + gap <= bound
            if (last is None or day >= last + gap) and (not_before is None or day >= not_before)
        ]
        state = (
            "given"
            if number <= len(given_on)
            else "fixed"
            if number in known
            else "placed"
            if fits
            else "no-day"
        )
        state = "dropped" if number in dropped else state
        day = None if number in dropped else known.get(number, fits[0] if fits else None)
        last = last if day is None else max(day, day if last is None else last)
        shown = [start + timedelta(days=each) for each in (target, day) if each is not None]
        rows.append(" ".join([state, *map(str, shown)]))
    at = {n: str(start + timedelta(days=day)) for n, day in known.items()}
    facts = {
        "given": on(*(f"{n} {at[n]}" for n in at if n <= len(given_on))),
        "fixed": on(*(f"{n} {at[n]}" for n in at if n > len(given_on))),
        "dropped": sorted(dropped),
        "not_before": None if not_before is None else str(start + timedelta(days=not_before)),
    }
    document = calendar(
        rows,
        facts,
        start=str(start),
        schedule=plans.interval("week", 1, count),
        window={"before": 2, "after": 3},
        minimum_gap=gap,
        open=None,
        closed=plans.closed(*(str(start + timedelta(days=day)) for day in sorted(shut))),
    )
    assert disagreements(document) == []
