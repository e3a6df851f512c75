"""The second calculation of what closes a day, of windows in two levels, of further schedules and of visits."""

from __future__ import annotations

import pytest

from msc_dose.problems import Refusal
from msc_dose.recheck import recheck_plan

from . import plans

NONE = {"before": 0, "after": 0}


def document(inputs, rows, origins, visits=()):
    """A plan by hand: rows are `target date`, origins `day number`; of visits `(kind, row, origin, infusion)`."""
    window = inputs["window"]
    days = [
        plans.windows([row.split()[0]], window["before"], window["after"], row.split()[-1:])[0]
        for row in rows
    ]
    plan = plans.plan(inputs | {"visits": []}, days, "120000000", str(120000000 * len(rows)))
    plan["inputs"]["visits"] = inputs["visits"]
    for planned, row, origin in zip(plan["infusions"], days, origins, strict=True):
        planned.update(dated(row, origin))
    asked = [rule for rule in inputs["visits"] for _ in range(len(rows) if rule.get("from") == "each" else 1)]
    for rule, (kind, row, origin, infusion) in zip(asked, visits, strict=True):
        number = {} if infusion is None else {"infusion": infusion}
        plan["visits"].append(plans.named({"kind": kind} | number | dated(row, origin), rule))
    return plan


def dated(row, origin):
    """The four days `target earliest latest date` with their working, counted as `day number`."""
    day, number = origin.split()
    target, earliest, latest, taken = row.split()
    given = [{"value": value, "unit": "date"} for value in (day, earliest, latest)]
    counted = [given[0], {"value": number, "unit": "counted"}]
    steps = [
        plans.step("target", counted, target, "date"),
        plans.step("date", given[1:], taken, "date", target),
    ]
    return {"target": target, "earliest": earliest, "latest": latest, "date": taken, "date_steps": steps}


def found(plan):
    return [str(problem) for problem in recheck_plan(plan)]


def once(day, **changes):
    """One infusion, aimed at Fri 29-Jan-2027 with 3 days each way, on this day."""
    inputs = plans.monthly(schedule=plans.interval("day", 1, 1), **changes)
    return document(inputs, [f"2027-01-29 {day}"], ["2027-01-29 0"])


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, "2027-01-29"),
        ({"thaw": ["mon", "tue", "wed", "thu"]}, "2027-01-28"),
        ({"thaw": ["mon"]}, "2027-02-01"),
        ({"away": plans.closed("2027-01-29")}, "2027-01-28"),
        ({"full": plans.closed("2027-01-29", "2027-01-28")}, "2027-01-27"),
        ({"worked": ["2027-01-30"], "full": plans.closed("2027-01-29")}, "2027-01-30"),
        # A day that is worked although it is a Saturday is closed all the same where a closure names it.
        ({"worked": ["2027-01-30"], "closed": plans.closed("2027-01-29", "2027-01-30")}, "2027-01-28"),
        ({"worked": ["2027-01-30"], "thaw": ["tue", "wed", "sat"]}, "2027-01-30"),
        ({"provisional": [2027, 2028]}, "2027-01-29"),
    ],
)
def test_an_infusion_needs_a_day_on_which_everybody_can(changes, day):
    assert found(once(day, **changes)) == []
    assert found(once("2027-02-01" if day != "2027-02-01" else "2027-01-29", **changes)) != []


@pytest.mark.parametrize(
    ("preferred", "closed", "day"),
    [
        (None, [], "2027-01-30"),
        ({"before": 1, "after": 0}, [], "2027-01-28"),
        ({"before": 2, "after": 0}, ["2027-01-28", "2027-01-30"], "2027-01-27"),
        # Beyond what is preferred, the nearest of what is permitted.
        ({"before": 1, "after": 0}, ["2027-01-28"], "2027-01-30"),
        ({"before": 0, "after": 0}, [], "2027-01-30"),
    ],
)
def test_preferred_days_are_taken_before_other_permitted_ones(preferred, closed, day):
    window = {"before": 3, "after": 3} | ({"preferred": preferred} if preferred else {})
    closures = plans.closed("2027-01-29", *closed)
    assert found(once(day, window=window, open=None, closed=closures)) == []


def test_a_day_later_than_the_longest_gap_is_not_taken():
    """The target, 7 days on, is closed: 8 days are too many, so it is 6."""
    inputs = plans.monthly(
        schedule=plans.interval("week", 1, 2), open=None, closed=plans.closed("2027-02-05"), maximum_gap=7
    )
    origins = ["2027-01-29 0", "2027-01-29 1"]
    assert found(document(inputs, ["2027-01-29", "2027-02-05 2027-02-04"], origins)) == []
    inputs["maximum_gap"] = 8
    assert found(document(inputs, ["2027-01-29", "2027-02-05 2027-02-06"], origins)) == []


@pytest.mark.parametrize(
    ("schedule", "targets", "counted"),
    [
        (
            {"kind": "cycles", "on": [0, 1, 7], "length": 28, "cycles": 2},
            "2027-03-01 2027-03-02 2027-03-08 2027-03-29 2027-03-30 2027-04-05",
            (0, 1, 7, 28, 29, 35),
        ),
        (
            {"kind": "nth-weekday", "nth": -1, "weekday": "mon", "every": 1, "count": 4},
            "2027-01-25 2027-02-22 2027-03-29 2027-04-26",
            (0, 1, 2, 3),
        ),
        (
            {"kind": "nth-weekday", "nth": 1, "weekday": "fri", "every": 2, "count": 3},
            "1997-09-05 1997-11-07 1998-01-02",
            (0, 1, 2),
        ),
    ],
)
def test_cycles_and_weekdays_of_the_month_are_schedules(schedule, targets, counted):
    days = targets.split()
    inputs = plans.monthly(start=days[0], schedule=schedule, window=NONE, open=None)
    assert found(document(inputs, days, [f"{days[0]} {number}" for number in counted])) == []


@pytest.mark.parametrize(
    ("pairs", "dates"),
    [
        ([], ("2027-03-01", "2027-03-04")),
        (["mon-thu", "tue-fri"], ("2027-03-01", "2027-03-04")),
        (["mon-fri"], ("2027-03-01", "2027-03-05")),
        (["tue-fri"], ("2027-03-02", "2027-03-05")),
    ],
)
def test_twice_a_week_on_the_pairs_that_are_allowed(pairs, dates):
    inputs = plans.twice_a_week(schedule={"kind": "twice-a-week", "weeks": 1, "pairs": pairs}, visits=[])
    rows = [f"{target} {day}" for target, day in zip(("2027-03-01", "2027-03-04"), dates, strict=True)]
    assert found(document(inputs, rows, ["2027-03-01 0", "2027-03-01 3"])) == []


def rule(days=None, **others):
    return {"kind": "lab draw"} | ({} if days is None else {"days": days}) | NONE | others


def with_visits(rules, visits, row="2027-03-29", **changes):
    """One infusion aimed at Easter Monday 29-Mar-2027, with visits."""
    inputs = plans.monthly(start="2027-03-29", schedule=plans.interval("day", 1, 1), visits=rules, **changes)
    return document(inputs, [row], ["2027-03-29 0"], [("lab draw", *visit) for visit in visits])


def test_an_infusion_moves_where_the_visit_that_goes_with_it_finds_no_open_day():
    """The day before Easter Monday is a Sunday: Tuesday, with the draw on Monday."""
    before = rule(-1, **{"from": "each", "closed_days": "moves-infusion"})
    visit = (" ".join(["2027-03-29"] * 4), "2027-03-30 -1", 1)
    assert found(with_visits([before], [visit], "2027-03-29 2027-03-30")) == []


def test_a_visit_needs_no_thaw_and_no_slot_but_a_patient():
    before = rule(-1, **{"from": "each", "closed_days": "moves-infusion"})
    changes = {"thaw": ["tue", "wed"], "full": plans.closed("2027-03-29")}
    visit = (" ".join(["2027-03-29"] * 4), "2027-03-30 -1", 1)
    assert found(with_visits([before], [visit], "2027-03-29 2027-03-30", **changes)) == []
    away = changes | {"away": plans.closed("2027-03-29")}
    visit = (" ".join(["2027-03-30"] * 4), "2027-03-31 -1", 1)
    assert found(with_visits([before], [visit], "2027-03-29 2027-03-31", **away)) == []


@pytest.mark.parametrize(
    ("asked", "visit"),
    [
        # From the date of each infusion: Tue 30-Mar.
        (rule(1, **{"from": "each"}), ("2027-03-31 2027-03-31 2027-03-31 2027-03-31", "2027-03-30 1", 1)),
        (
            rule(4, closed_days="any-day", **{"from": "each"}),
            ("2027-04-03 2027-04-03 2027-04-03 2027-04-03", "2027-03-30 4", 1),
        ),
        (
            rule(4, closed_days="any-day", **{"from": "each"}) | {"before": 1, "after": 1},
            ("2027-04-03 2027-04-02 2027-04-04 2027-04-03", "2027-03-30 4", 1),
        ),
        # Order the product by: from the target of the first, Mon 29-Mar, back to Sun 21-Mar, and then to Friday.
        (
            rule(-8, closed_days="open-day-before"),
            ("2027-03-21 2027-02-18 2027-03-21 2027-03-19", "2027-03-29 -8", None),
        ),
        # Premedication half an hour before.
        (
            rule(0, minutes=-30, **{"from": "each"}),
            ("2027-03-30 2027-03-30 2027-03-30 2027-03-30", "2027-03-30 0", 1),
        ),
        (
            rule(None, months=1, **{"from": "each"}),
            ("2027-04-30 2027-04-30 2027-04-30 2027-04-30", "2027-03-30 1", 1),
        ),
        # Preferred before its target, where the target itself is a Saturday.
        (
            rule(5) | {"before": 3, "after": 3, "preferred": {"before": 1, "after": 0}},
            ("2027-04-03 2027-03-31 2027-04-06 2027-04-02", "2027-03-29 5", None),
        ),
    ],
    ids=["each", "any day", "any day of a window", "open day before", "minutes", "months", "preferred"],
)
def test_each_visit_has_its_own_rule_of_closed_days(asked, visit):
    plan = with_visits([asked], [visit], "2027-03-29 2027-03-30", closed=plans.closed("2027-03-29"))
    assert found(plan) == []
    for key, other in (("date", "2027-03-24"), ("target", "2027-03-24"), ("earliest", "2027-03-24")):
        plan["visits"][0][key], said = other, plan["visits"][0][key]
        assert [problem.field for problem in recheck_plan(plan)] == [f"visits[0].{key}"]
        plan["visits"][0][key] = said


def test_visits_of_each_infusion_stand_rule_by_rule():
    inputs = plans.monthly(
        schedule=plans.interval("week", 1, 2),
        visits=[rule(1, closed_days="any-day", **{"from": "each"}), rule(3, **{"from": "each"}), rule(0)],
    )
    rows = [
        ("2027-01-30", "2027-01-29 1", 1),
        ("2027-02-06", "2027-02-05 1", 2),
        ("2027-02-01", "2027-01-29 3", 1),
        ("2027-02-08", "2027-02-05 3", 2),
        ("2027-01-29", "2027-01-29 0", None),
    ]
    visits = [("lab draw", " ".join([day] * 4), origin, infusion) for day, origin, infusion in rows]
    plan = document(inputs, ["2027-01-29", "2027-02-05"], ["2027-01-29 0", "2027-01-29 1"], visits)
    assert found(plan) == []
    plan["visits"][1]["infusion"] = 1
    plan["visits"][4]["infusion"] = 1
    assert [problem.field for problem in recheck_plan(plan)] == ["visits[1].infusion", "visits[4].infusion"]


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"thaw": ["friday"]}, "thaw[0]"),
        ({"away": [{"date": "2027-01-29"}]}, "away[0].reason"),
        ({"full": [{"date": "2027-01-29", "reason": "x", "slots": 3}]}, "full[0]"),
        ({"worked": [None]}, "worked[0]"),
        ({"provisional": ["2028"]}, "provisional[0]"),
        ({"maximum_gap": 0}, "maximum_gap"),
        (
            {"window": {"before": 1, "after": 1, "preferred": {"before": 2, "after": 0}}},
            "window.preferred.before",
        ),
        ({"window": {"before": 1, "after": 1, "preferred": {"before": 0}}}, "window.preferred.after"),
        ({"schedule": {"kind": "cycles", "on": [1], "length": 28, "cycles": 1}}, "schedule.on[0]"),
        ({"schedule": {"kind": "cycles", "on": [0, 28], "length": 28, "cycles": 1}}, "schedule.on[1]"),
        ({"schedule": {"kind": "cycles", "on": [0, 1, 2], "length": 28, "cycles": 400}}, "schedule"),
        ({"schedule": {"kind": "twice-a-week", "weeks": 1, "pairs": ["mon-tue"]}}, "schedule.pairs[0]"),
        (
            {"schedule": {"kind": "nth-weekday", "nth": 0, "weekday": "mon", "every": 1, "count": 1}},
            "schedule.nth",
        ),
        ({"schedule": {"kind": "nth-weekday", "nth": 1, "weekday": "fri", "every": 1, "count": 1}}, "start"),
        ({"visits": [rule(0, minutes=-30)]}, "visits[0].minutes"),
        ({"visits": [rule(1, minutes=-30, **{"from": "each"})]}, "visits[0].minutes"),
        ({"visits": [rule(-1, closed_days="moves-infusion")]}, "visits[0].closed_days"),
        ({"visits": [rule(-61, closed_days="moves-infusion", **{"from": "each"})]}, "visits[0].closed_days"),
        ({"visits": [rule(1, closed_days="never")]}, "visits[0].closed_days"),
        ({"visits": [rule(1)] * 401}, "visits"),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(inputs, field):
    with pytest.raises(Refusal) as refusal:
        recheck_plan(plans.the_case(**inputs))
    assert [(p.code, p.field) for p in refusal.value.problems] == [("document.malformed", f"inputs.{field}")]


RULES = {
    "requires": ["consent", "ethics-approval"],
    "weight_valid_days": 14,
    "weight_change_limit": 10,
    "decisions": [
        {
            "name": "response on day 28",
            "visit": "assessment",
            "answers": [
                {"name": "complete", "then": "no more infusions", "protocol": None},
                {"name": "partial", "then": "one infusion a week", "protocol": "ryoncil-weekly"},
            ],
        }
    ],
    "day_numbering": 0,
    "minimum_gap_stated": True,
}


def test_the_rules_of_a_course_are_looked_at_and_change_nothing():
    assert recheck_plan(plans.the_case() | {"course_rules": RULES}) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"requires": ["signature"]}, "requires[0]"),
        ({"weight_change_limit": 0}, "weight_change_limit"),
        ({"weight_valid_days": "14"}, "weight_valid_days"),
        ({"day_numbering": 2}, "day_numbering"),
        ({"minimum_gap_stated": None}, "minimum_gap_stated"),
        ({"decisions": [{"name": "x", "visit": "y"}]}, "decisions[0].answers"),
        (
            {"decisions": [RULES["decisions"][0] | {"answers": [{"name": "x"}]}]},
            "decisions[0].answers[0].then",
        ),
        ({"dose": "2000000"}, ""),
    ],
)
def test_rules_of_a_course_that_cannot_be_are_refused_with_their_path(change, field):
    with pytest.raises(Refusal) as refusal:
        recheck_plan(plans.the_case() | {"course_rules": RULES | change})
    assert refusal.value.problems[0].field == f"course_rules.{field}".rstrip(".")


def changed(plan, place, **keys):
    """The fields that disagree when this input of the first step of the first visit is another."""
    plan["visits"][0]["date_steps"][0]["inputs"][place] |= keys
    return [problem.field for problem in recheck_plan(plan)]


def premedicated():
    asked = rule(0, minutes=-30, **{"from": "each"})
    return with_visits([asked], [(" ".join(["2027-03-29"] * 4), "2027-03-29 0", 1)])


@pytest.mark.parametrize("minutes", [-300, 30, -29])
def test_minutes_before_an_infusion_are_those_of_the_rule(minutes):
    plan = premedicated()
    assert found(plan) == []
    plan["inputs"]["visits"][0]["minutes"] = minutes
    assert "visits[0].date_steps[0].inputs[2]." in " ".join(p.field for p in recheck_plan(plan))
    del plan["visits"][0]["date_steps"][0]["inputs"][2]
    assert [problem.field for problem in recheck_plan(plan)] == ["visits[0].date_steps[0].inputs"]


def test_minutes_that_no_rule_asks_for_are_no_part_of_the_working():
    plan = premedicated()
    del plan["inputs"]["visits"][0]["minutes"]
    assert [problem.field for problem in recheck_plan(plan)] == ["visits[0].date_steps[0].inputs"]


def test_minutes_are_before_or_after_an_infusion():
    plan = premedicated()
    plan["inputs"]["visits"][0]["minutes"] = 0
    with pytest.raises(Refusal) as refused:
        recheck_plan(plan)
    assert [problem.field for problem in refused.value.problems] == ["inputs.visits[0].minutes"]


@pytest.mark.parametrize(
    ("place", "keys", "field"),
    [
        (0, {"name": "date of infusion 2"}, "inputs[0].name"),
        (1, {"unit": "calendar months"}, "inputs[1].unit"),
        (1, {"name": "weeks"}, "inputs[1].name"),
        (2, {"name": "after its end"}, "inputs[2].name"),
        (2, {"unit": "h"}, "inputs[2].unit"),
    ],
)
def test_the_working_of_a_visit_has_the_names_and_units_of_its_rule(place, keys, field):
    assert changed(premedicated(), place, **keys) == [f"visits[0].date_steps[0].{field}"]
