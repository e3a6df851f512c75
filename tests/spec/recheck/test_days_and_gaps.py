"""The second calculation of infusions on stated days and after stated gaps, and of visits in months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.courses.schedule_document import schedule_document, schedule_of, visit_document, visit_rule_of
from msc_dose.problems import Refusal
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.visits import VisitRule
from msc_dose.recheck import recheck_plan
from msc_dose.scheduling import WEEKDAYS, Closures, Gap, Window, place

from . import plans

NONE = {"before": 0, "after": 0}


def gap(days, before=None, after=None):
    return {"days": days, "before": before, "after": after}


def gaps(*each, count_from="previous-date"):
    return {"kind": "gaps", "gaps": list(each), "count_from": count_from}


TRIAL = gaps(gap(7, 1, 1), *[gap(14, 3, 3)] * 3)


def document(inputs, rows, origins, visits=()):
    """A plan by hand; each row is `target earliest latest date`, each origin `day number`."""
    plan = plans.plan(inputs | {"visits": []}, rows, "120000000", str(120000000 * len(rows)))
    plan["inputs"]["visits"] = [rule for rule, _, _ in visits]
    for planned, row, origin in zip(plan["infusions"], rows, origins, strict=True):
        planned.update(dated(row, origin))
    plan["visits"] = [
        plans.named({"kind": rule["kind"], **dated(row, origin)}, rule) for rule, row, origin in visits
    ]
    return plan


def dated(row, origin):
    day, number = origin.split()
    days = dict(zip(("target", "earliest", "latest", "date"), row.split(), strict=True))
    given = {key: {"value": value, "unit": "date"} for key, value in days.items()}
    counted = [{"value": day, "unit": "date"}, {"value": number, "unit": "counted"}]
    return days | {
        "date_steps": [
            plans.step("target", counted, days["target"], "date"),
            plans.step("date", [given["earliest"], given["latest"]], days["date"], "date", days["target"]),
        ]
    }


def trial(**changes):
    """Case CAL-04: five infusions from Monday 1-Jan-2024, then follow-up; 8-Jan is closed."""
    inputs = plans.monthly(
        start="2024-01-01",
        schedule=TRIAL,
        window=NONE,
        closed=plans.closed("2024-01-08"),
        **changes,
    )
    rows = (
        "2024-01-01 2024-01-01 2024-01-01 2024-01-01",
        "2024-01-08 2024-01-07 2024-01-09 2024-01-09",
        "2024-01-23 2024-01-20 2024-01-26 2024-01-23",
        "2024-02-06 2024-02-03 2024-02-09 2024-02-06",
        "2024-02-20 2024-02-17 2024-02-23 2024-02-20",
    )
    origins = ("2024-01-01 0", "2024-01-01 7", "2024-01-09 14", "2024-01-23 14", "2024-02-06 14")
    visits = (
        (
            {"kind": "follow-up", "days": 14, **NONE},
            "2024-01-15 2024-01-15 2024-01-15 2024-01-15",
            "2024-01-01 14",
        ),
        (
            {"kind": "follow-up", "months": 3, **NONE},
            "2024-04-01 2024-04-01 2024-04-01 2024-04-01",
            "2024-01-01 3",
        ),
        (
            {"kind": "closing", "months": 1, "from": "last", "before": 2, "after": 2},
            "2024-03-20 2024-03-18 2024-03-22 2024-03-20",
            "2024-02-20 1",
        ),
    )
    return document(inputs, rows, origins, visits)


def fields(plan):
    return [problem.field for problem in recheck_plan(plan)]


def test_gaps_count_from_the_date_of_the_infusion_before():
    assert fields(trial()) == []


@pytest.mark.parametrize("index", range(5))
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_shifted_date_is_found(index, shift):
    plan = trial()
    infusion = plan["infusions"][index]
    infusion["date"] = (date.fromisoformat(infusion["date"]) + timedelta(days=shift)).isoformat()
    assert fields(plan) == [f"infusions[{index}].date"]


@pytest.mark.parametrize("index", range(3))
def test_a_shifted_visit_is_found(index):
    plan = trial()
    plan["visits"][index]["target"] = "2024-04-02"
    assert fields(plan) == [f"visits[{index}].target"]


def test_a_working_that_counts_from_another_day_is_found():
    plan = trial()
    plan["infusions"][2]["date_steps"][0]["inputs"][0]["value"] = "2024-01-08"
    plan["visits"][2]["date_steps"][0]["inputs"][1]["value"] = "2"
    assert fields(plan) == [
        "infusions[2].date_steps[0].inputs[0].value",
        "visits[2].date_steps[0].inputs[1].value",
    ]


def test_targets_counted_from_dates_are_not_those_counted_from_targets():
    plan = trial()
    plan["inputs"]["schedule"]["count_from"] = "previous-target"
    assert "infusions[2].target" in fields(plan)


def test_from_targets_a_moved_date_moves_no_other():
    inputs = plans.monthly(
        start="2024-01-01",
        schedule=gaps(gap(7, 1, 1), gap(14), count_from="previous-target"),
        window=NONE,
        closed=plans.closed("2024-01-08"),
    )
    rows = (
        "2024-01-01 2024-01-01 2024-01-01 2024-01-01",
        "2024-01-08 2024-01-07 2024-01-09 2024-01-09",
        "2024-01-22 2024-01-22 2024-01-22 2024-01-22",
    )
    assert fields(document(inputs, rows, ("2024-01-01 0", "2024-01-01 7", "2024-01-08 14"))) == []


def test_an_infusion_without_an_allowed_day_ends_the_count():
    closed = plans.closed("2024-01-08", "2024-01-09")  # and the 7th is a Sunday
    inputs = trial()["inputs"] | {"closed": closed, "visits": []}
    rows = ("2024-01-01 2024-01-01 2024-01-01 2024-01-01", "2024-01-08 2024-01-07 2024-01-09 2024-01-09")
    inputs["schedule"] = gaps(gap(7, 1, 1))
    (problem,) = recheck_plan(document(inputs, rows, ("2024-01-01 0", "2024-01-01 7")))
    assert problem.field == "infusions[1].date"
    assert "no allowed day from 2024-01-07 to 2024-01-09" in problem.message


def test_days_0_and_7_count_from_the_start():
    inputs = plans.monthly(
        start="2024-01-01", schedule={"kind": "days", "days": [0, 7]}, window={"before": 0, "after": 1}
    )
    rows = ("2024-01-01 2024-01-01 2024-01-02 2024-01-01", "2024-01-08 2024-01-08 2024-01-09 2024-01-08")
    plan = document(inputs, rows, ("2024-01-01 0", "2024-01-01 7"))
    assert fields(plan) == []
    plan["inputs"]["schedule"]["days"] = [0, 8]
    assert "infusions[1].target" in fields(plan)


@pytest.mark.parametrize(
    ("start", "months", "target"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-31", 3, "2027-04-30"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2027-12-31", 0, "2027-12-31"),
        ("2027-12-15", 12, "2028-12-15"),
        ("2099-12-31", 2, "2100-02-28"),
    ],
)
def test_a_visit_months_later_ends_on_the_last_day_of_a_short_month(start, months, target):
    inputs = plans.monthly(start=start, schedule={"kind": "days", "days": [0]}, window=NONE, open=None)
    rule = {"kind": "follow-up", "months": months, **NONE}
    visit = (rule, " ".join([target] * 4), f"{start} {months}")
    assert fields(document(inputs, (" ".join([start] * 4),), (f"{start} 0",), [visit])) == []


@pytest.mark.parametrize(
    ("schedule", "path"),
    [
        ({"kind": "days", "days": []}, "schedule.days"),
        ({"kind": "days", "days": [0] * 401}, "schedule.days"),
        ({"kind": "days", "days": [1, 8]}, "schedule.days[0]"),
        ({"kind": "days", "days": [0, 7, 7]}, "schedule.days[2]"),
        ({"kind": "days", "days": [0, 7.0]}, "schedule.days[1]"),
        ({"kind": "days", "days": [0, 3651]}, "schedule.days[1]"),
        ({"kind": "days", "days": [0], "weeks": 4}, "schedule"),
        (gaps(), "schedule.gaps"),
        (gaps(*[gap(1)] * 400), "schedule.gaps"),
        (gaps(gap(0)), "schedule.gaps[0].days"),
        (gaps(gap(7, 7, 0)), "schedule.gaps[0].before"),
        (gaps(gap(7, 1)), "schedule.gaps[0].after"),
        (gaps(gap(7) | {"weeks": 1}), "schedule.gaps[0]"),
        (gaps(gap(7), count_from="start"), "schedule.count_from"),
        ({"kind": "single"}, "schedule.kind"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_with_its_path(schedule, path):
    with pytest.raises(Refusal) as refusal:
        recheck_plan(trial() | {"inputs": trial()["inputs"] | {"schedule": schedule}})
    assert [(p.code, p.field) for p in refusal.value.problems] == [("document.malformed", f"inputs.{path}")]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"months": 1, "days": 28}, ""),
        ({"months": -1}, ".months"),
        ({"months": 1201}, ".months"),
        ({"months": 10**30}, ".months"),
        ({"from": "second", "days": 1}, ".from"),
        ({}, ".days"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_with_its_path(change, path):
    plan = trial()
    plan["inputs"]["visits"] = [{"kind": "follow-up", **NONE, **change}]
    with pytest.raises(Refusal) as refusal:
        recheck_plan(plan)
    assert [(p.code, p.field) for p in refusal.value.problems] == [
        ("document.malformed", f"inputs.visits[0]{path}")
    ]


def test_months_past_the_calendar_are_refused():
    plan = trial() | {"inputs": trial()["inputs"] | {"start": "2199-10-07"}}
    plan["inputs"]["visits"] = [{"kind": "follow-up", "months": 3, **NONE}]
    plan["inputs"]["schedule"] = {"kind": "days", "days": [0]}
    with pytest.raises(Refusal) as refusal:
        recheck_plan(plan)
    assert [problem.field for problem in refusal.value.problems] == ["inputs.visits[0]"]


days_of = st.sets(st.integers(1, 60), max_size=5).map(lambda days: OnDays((0, *sorted(days))))
window_of = st.builds(Window, st.integers(1, 4), st.integers(1, 4))
gap_of = st.integers(5, 40).flatmap(lambda days: st.builds(Gap, st.just(days), st.none() | window_of))
gaps_of = st.builds(
    AfterGaps,
    st.lists(gap_of, min_size=1, max_size=5).map(tuple),
    st.sampled_from(["previous-date", "previous-target"]),
)
distances = st.tuples(st.integers(0, 400), st.none()) | st.tuples(st.none(), st.integers(0, 24))
visit_of = st.builds(
    lambda kind, distance, window, origin: VisitRule(kind, distance[0], window, "", distance[1], origin),
    st.sampled_from(["assessment", "follow-up"]),
    distances,
    st.just(Window(3, 3)),
    st.sampled_from(["first", "last"]),
)


def counted(schedule, placed):
    """What each target counts, by hand: days from the start, or the gap from the infusion before."""
    if isinstance(schedule, OnDays):
        return [f"{placed[0].target} {days}" for days in schedule.days]
    origin = "date" if schedule.count_from == "previous-date" else "target"
    gaps = zip(placed, schedule.gaps, strict=False)
    return [f"{placed[0].target} 0", *(f"{getattr(before, origin)} {gap.days}" for before, gap in gaps)]


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    schedule=days_of | gaps_of,
    window=window_of,
    minimum_gap=st.integers(1, 6),
    open_days=st.none() | st.lists(st.sampled_from(WEEKDAYS), min_size=4, unique=True),
    closures=st.sets(st.integers(-4, 90), max_size=8),
    rules=st.lists(visit_of, max_size=3),
    shifted=st.integers(0, 20),
)
def test_the_second_calculation_agrees_with_the_first_and_finds_a_shifted_date(
    start, schedule, window, minimum_gap, open_days, closures, rules, shifted
):
    shut = [start + timedelta(days=day) for day in sorted(closures)]
    closed = Closures(open_days, [(day, "holiday") for day in shut])
    assert schedule_of(schedule_document(schedule)) == schedule
    assert [visit_rule_of(visit_document(rule), "") for rule in rules] == rules
    try:
        placed = schedule.place(start, window, closed, minimum_gap)
        origins = [placed[-1 if rule.origin == "last" else 0] for rule in rules]
        visits = [
            place(rule.target(origin.target), rule.window, closed)
            for rule, origin in zip(rules, origins, strict=True)
        ]
    except Refusal:
        return
    inputs = plans.monthly(
        start=str(start),
        schedule=schedule_document(schedule),
        minimum_gap=minimum_gap,
        window={"before": window.before, "after": window.after},
        open=None if open_days is None else sorted(open_days),
        closed=plans.closed(*map(str, shut)),
    )
    rows = [f"{p.target} {p.earliest} {p.latest} {p.date}" for p in (*placed, *visits)]
    plan = document(inputs, rows[: len(placed)], counted(schedule, placed))
    plan["inputs"]["visits"] = [visit_document(rule) for rule in rules]
    plan["visits"] = [
        plans.named(
            {
                "kind": rule.kind,
                **dated(row, f"{origin.target} {rule.days if rule.months is None else rule.months}"),
            },
            visit_document(rule),
        )
        for rule, origin, row in zip(rules, origins, rows[len(placed) :], strict=True)
    ]
    assert [str(problem) for problem in recheck_plan(plan)] == []
    either = [*plan["infusions"], *plan["visits"]]
    changed = either[shifted % len(either)]
    changed["date"] = str(date.fromisoformat(changed["date"]) + timedelta(days=1))
    (problem,) = recheck_plan(plan)
    assert (problem.code, problem.field.rpartition(".")[2]) == ("recheck.disagrees", "date")
