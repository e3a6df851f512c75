"""Dates placed again from what happened: given dates stand, all others follow the rule anew."""

from datetime import date, timedelta
from itertools import accumulate, groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.scheduling import (
    WEEKDAYS,
    Closures,
    Gap,
    Interval,
    Window,
    place_all,
    place_gaps,
    targets,
    twice_a_week,
)
from msc_dose.scheduling.facts import Facts, Rebase, Rhythm
from msc_dose.scheduling.replanning import replan

DAY = timedelta(days=1)
OPEN = Closures()
MONDAY = date(2027, 3, 1)
MONTHS = Interval(1, "calendar-month")
EASTER = {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"}


def every(interval, count, window):
    return Rhythm(lambda number, day: targets(day, interval, count - number + 1), (window,) * count)


def after_gaps(days, window, *, from_date=True):
    def targets_from(number, day):
        return tuple(accumulate((gap * DAY for gap in days[number - 1 :]), initial=day))

    return Rhythm(targets_from, (window,) * (len(days) + 1), from_date)


def weekly_pairs(weeks, window, pairs=()):
    def targets_from(number, day):
        steps = [0, *(3 if n % 2 else 4 for n in range(number, 2 * weeks))]
        return tuple(day + total * DAY for total in accumulate(steps))

    return Rhythm(targets_from, (window,) * (2 * weeks), twice_a_week=True, pairs=pairs)


def iso(slots):
    return [slot.date.isoformat()[5:] if slot.date else slot.state for slot in slots]


MONTHLY = every(MONTHS, 4, Window(3, 3))
START = date(2027, 1, 29)  # targets 29 Jan, 28 Feb, 29 Mar, 29 Apr


@pytest.mark.parametrize(
    ("facts", "dates"),
    [
        pytest.param(Facts(), ["01-29", "02-28", "03-29", "04-29"], id="nothing has happened"),
        pytest.param(
            Facts(given=((1, date(2027, 2, 9)),)),
            ["02-09", "02-28", "03-29", "04-29"],
            id="given late, the targets are kept",
        ),
        pytest.param(
            Facts(given=((1, date(2027, 2, 9)),), rebased=(Rebase(2, 1, date(2027, 2, 9), "count"),)),
            ["02-09", "03-09", "04-09", "05-09"],
            id="given late, counted from that day",
        ),
        pytest.param(
            Facts(given=((1, date(2027, 2, 9)),), rebased=(Rebase(2, 1, date(2027, 2, 9), "shift"),)),
            ["02-09", "03-11", "04-09", "05-10"],
            id="given late, all later moved by 11 days",
        ),
        pytest.param(
            Facts(given=((1, START),), undecided_from=2),
            ["01-29", "undecided", "undecided", "undecided"],
            id="held",
        ),
        pytest.param(
            Facts(given=((1, START),), not_before=date(2027, 3, 2)),
            ["01-29", "03-02", "03-29", "04-29"],
            id="resumed inside the window",
        ),
        pytest.param(
            Facts(given=((1, START),), not_before=date(2027, 3, 20)),
            ["01-29", "no-day", "03-29", "04-29"],
            id="resumed after the window, the targets are kept",
        ),
        pytest.param(
            Facts(
                given=((1, START),),
                not_before=date(2027, 3, 20),
                rebased=(Rebase(2, 2, date(2027, 3, 20), "count"),),
            ),
            ["01-29", "03-20", "04-20", "05-20"],
            id="resumed after the window, counted from the day of resuming",
        ),
        pytest.param(
            Facts(fixed=((2, date(2027, 3, 8)),)),
            ["01-29", "03-08", "03-29", "04-29"],
            id="moved, this one only",
        ),
        pytest.param(
            Facts(fixed=((2, date(2027, 3, 8)),), rebased=(Rebase(2, 2, date(2027, 3, 8), "shift"),)),
            ["01-29", "03-08", "04-06", "05-07"],
            id="moved by 8 days, this and all later",
        ),
        pytest.param(Facts(dropped=(2,)), ["01-29", "dropped", "03-29", "04-29"], id="left out"),
        pytest.param(
            Facts(dropped=(1, 3), undecided_from=2),
            ["dropped", "undecided", "dropped", "undecided"],
            id="left out before and while held",
        ),
        pytest.param(
            Facts(fixed=((4, date(2027, 5, 3)),), undecided_from=2),
            ["01-29", "undecided", "undecided", "05-03"],
            id="held, with a date that a person fixed",
        ),
    ],
)
def test_four_monthly_infusions_after(facts, dates):
    assert iso(replan(START, MONTHLY, OPEN, 1, facts)) == dates


def test_a_slot_shows_its_target_window_and_the_days_passed_over_as_a_plan_does():
    closures = Closures("mon-fri", EASTER)
    facts = Facts(given=((1, START),), fixed=((2, date(2027, 3, 8)),))
    first, second, third, _ = replan(START, MONTHLY, closures, 21, facts)
    assert (first.state, second.state, third.state) == ("given", "fixed", "placed")
    assert (second.target, second.earliest, second.latest) == (
        date(2027, 2, 28),
        date(2027, 2, 25),
        date(2027, 3, 3),
    )
    assert (third.date, third.passed_over) == (
        date(2027, 3, 30),
        ((date(2027, 3, 29), "closed: Easter Monday"),),
    )


@pytest.mark.parametrize(
    ("facts", "why_not"),
    [
        (Facts(fixed=((3, date(2027, 3, 29)),)), "Mon 29-Mar-2027: closed: Easter Monday"),
        (
            Facts(given=((2, date(2027, 3, 20)),), fixed=((3, date(2027, 3, 26)),)),
            "Fri 26-Mar-2027: closed: Good Friday; less than 21 days after the infusion of Sat 20-Mar-2027",
        ),
        (
            Facts(given=((2, date(2027, 2, 28)),), fixed=((3, date(2027, 4, 14)),)),
            "Wed 14-Apr-2027: more than 40 days after the infusion of Sun 28-Feb-2027",
        ),
        (
            Facts(given=((4, date(2027, 4, 20)),), fixed=((3, date(2027, 4, 1)),)),
            "Thu 1-Apr-2027: less than 21 days before the infusion of Tue 20-Apr-2027",
        ),
        (Facts(fixed=((3, date(2027, 4, 8)),)), ""),  # outside its window alone: a person's decision
    ],
)
def test_a_fixed_date_is_kept_and_what_is_wrong_with_it_is_said(facts, why_not):
    slot = replan(START, MONTHLY, Closures(closed=EASTER), 21, facts, 40)[2]
    assert (slot.state, slot.date, slot.why_not) == ("fixed", dict(facts.fixed)[3], why_not)


def test_a_given_date_is_never_judged():
    facts = Facts(given=((1, date(2027, 3, 29)), (2, date(2027, 3, 26))))
    slots = replan(START, MONTHLY, Closures(closed=EASTER), 21, facts)[:2]
    assert [(slot.state, slot.date.day, slot.why_not) for slot in slots] == [
        ("given", 29, ""),
        ("given", 26, ""),
    ]


def test_a_day_is_not_taken_too_close_to_the_next_date_that_stands():
    slots = replan(START, MONTHLY, OPEN, 28, Facts(fixed=((3, date(2027, 3, 27)),)))
    assert iso(slots) == ["01-29", "02-27", "03-27", "04-29"]
    assert slots[1].passed_over == (
        (date(2027, 2, 28), "less than 28 days before the infusion of Sat 27-Mar-2027"),
        (date(2027, 3, 1), "less than 28 days before the infusion of Sat 27-Mar-2027"),
    )


def test_the_maximum_gap_counts_from_the_last_date_taken():
    slots = replan(START, MONTHLY, Closures("mon-fri"), 1, Facts(), 30)
    assert iso(slots) == ["01-29", "02-26", "03-26", "no-day"]
    assert "not after Sun 25-Apr-2027 (later days are more than 30 days after" in slots[3].why_not


def test_an_infusion_without_a_day_says_why_and_the_later_ones_go_on():
    slots = replan(START, MONTHLY, Closures("mon-fri"), 1, Facts(not_before=date(2027, 3, 4)))
    assert iso(slots) == ["no-day", "no-day", "03-29", "04-29"]
    assert slots[1].why_not.startswith("Infusion 2 of 4 has no day. Its target is Sun 28-Feb-2027")
    assert "not before Thu 4-Mar-2027" in slots[1].why_not
    with pytest.raises(Refusal) as refusal:
        place_all([START], Window(0, 0), Closures(closed={START: "holiday"}), 1)
    [alone] = replan(START, every(MONTHS, 1, Window(0, 0)), Closures(closed={START: "holiday"}), 1, Facts())
    assert alone.why_not == refusal.value.problems[0].message


def test_months_never_drift_after_a_move_and_a_move_back():
    start, rhythm = date(2027, 1, 31), every(MONTHS, 5, Window(3, 3))
    plain = replan(start, rhythm, OPEN, 1, Facts())
    assert iso(plain) == ["01-31", "02-28", "03-31", "04-30", "05-31"]
    on, back = Rebase(2, 2, date(2027, 3, 5), "shift"), Rebase(2, 2, date(2027, 2, 28), "shift")
    assert replan(start, rhythm, OPEN, 1, Facts(rebased=(on, back))) == plain
    assert iso(replan(start, rhythm, OPEN, 1, Facts(rebased=(on,)))) == [
        "01-31", "03-05", "04-05", "05-05", "06-05",
    ]  # fmt: skip
    counted = Rebase(2, 1, date(2027, 2, 3), "count")
    again = Rebase(2, 1, start, "count")
    assert replan(start, rhythm, OPEN, 1, Facts(rebased=(counted, again))) == plain


def test_decisions_apply_in_their_order():
    count, shift = Rebase(2, 1, date(2027, 2, 9), "count"), Rebase(3, 3, date(2027, 4, 12), "shift")
    facts = Facts(given=((1, date(2027, 2, 9)),), rebased=(count, shift))
    assert iso(replan(START, MONTHLY, OPEN, 1, facts)) == ["02-09", "03-09", "04-12", "05-12"]
    facts = Facts(given=((1, date(2027, 2, 9)),), rebased=(shift, count))
    assert iso(replan(START, MONTHLY, OPEN, 1, facts)) == ["02-09", "03-09", "04-09", "05-09"]


TRIAL = after_gaps((7, 14, 14), Window(1, 2))


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        pytest.param(Facts(), ["03-01", "03-08", "03-22", "04-05"], id="nothing has happened"),
        pytest.param(
            Facts(given=((1, MONDAY), (2, date(2027, 3, 11)))),
            ["03-01", "03-11", "03-25", "04-08"],
            id="given late: the later ones follow by themselves",
        ),
        pytest.param(
            Facts(fixed=((2, date(2027, 3, 10)),)),
            ["03-01", "03-10", "03-24", "04-07"],
            id="moved: the later ones follow",
        ),
        pytest.param(
            Facts(dropped=(2,)),
            ["03-01", "dropped", "03-22", "04-05"],
            id="left out: counted from its target",
        ),
        pytest.param(
            Facts(given=((1, MONDAY),), rebased=(Rebase(3, 3, date(2027, 3, 25), "shift"),)),
            ["03-01", "03-08", "03-25", "04-08"],
            id="one moved: the later ones follow without being moved twice",
        ),
        pytest.param(
            Facts(given=((1, MONDAY),), rebased=(Rebase(2, 2, date(2027, 3, 20), "count"),)),
            ["03-01", "03-20", "04-03", "04-17"],
            id="resumed on a day",
        ),
        pytest.param(
            Facts(
                given=((1, MONDAY), (2, date(2027, 3, 11))),
                rebased=(Rebase(3, 2, date(2027, 3, 8), "count"),),
            ),
            ["03-01", "03-11", "03-22", "04-05"],
            id="given late, counted as if in time",
        ),
        pytest.param(
            Facts(
                given=((1, MONDAY), (2, date(2027, 3, 11))),
                rebased=(Rebase(3, 2, date(2027, 3, 10), "shift"),),
            ),
            ["03-01", "03-11", "03-27", "04-10"],
            id="moved by 2 days from the target of the one before",
        ),
    ],
)
def test_gaps_from_the_date_before_after(facts, found):
    assert iso(replan(MONDAY, TRIAL, OPEN, 1, facts)) == found


def test_beyond_the_first_undecided_infusion_no_target_is_known_where_it_counts_from_its_date():
    facts = Facts(given=((1, MONDAY),), fixed=((3, date(2027, 4, 1)),), undecided_from=2)
    slots = replan(MONDAY, TRIAL, OPEN, 1, facts)
    assert iso(slots) == ["03-01", "undecided", "04-01", "undecided"]
    assert [slot.target for slot in slots] == [MONDAY, date(2027, 3, 8), None, None]
    assert (slots[3].earliest, slots[3].latest) == (None, None)
    kept = replan(MONDAY, after_gaps((7, 14, 14), Window(1, 2), from_date=False), OPEN, 1, facts)
    assert [slot.target.day for slot in kept] == [1, 8, 22, 5]


def test_counted_from_targets_a_late_infusion_moves_no_other():
    rhythm = after_gaps((7, 14, 14), Window(1, 2), from_date=False)
    facts = Facts(given=((1, MONDAY), (2, date(2027, 3, 11))))
    assert iso(replan(MONDAY, rhythm, OPEN, 1, facts)) == ["03-01", "03-11", "03-22", "04-05"]


WEEKS = weekly_pairs(2, Window(1, 1))  # targets Mon 1, Thu 4, Mon 8, Thu 11


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        pytest.param(Facts(), ["03-01", "03-04", "03-08", "03-11"], id="nothing has happened"),
        pytest.param(
            Facts(given=((1, date(2027, 3, 2)),)),
            ["03-02", "03-05", "03-08", "03-11"],
            id="the first a day late: the second 3 days after it",
        ),
        pytest.param(
            Facts(given=((1, date(2027, 3, 3)),)),
            ["03-03", "no-day", "03-08", "03-11"],
            id="the first two days late: no day of the second window is 3 or 4 days after it",
        ),
        pytest.param(
            Facts(given=((1, MONDAY), (2, date(2027, 3, 6)))),
            ["03-01", "03-06", "03-09", "03-12"],
            id="the second two days late: the next week keeps the gap",
        ),
        pytest.param(
            Facts(fixed=((4, date(2027, 3, 12)),)),
            ["03-01", "03-04", "03-08", "03-12"],
            id="the second of a week fixed: the first 3 or 4 days before it",
        ),
        pytest.param(
            Facts(fixed=((4, date(2027, 3, 10)),)),
            ["03-01", "03-04", "03-07", "03-10"],
            id="the second of a week fixed early: the first before it",
        ),
        pytest.param(
            Facts(fixed=((3, date(2027, 3, 6)),)),
            ["02-28", "03-03", "03-06", "03-10"],
            id="a week goes early where the next one is fixed early",
        ),
        pytest.param(
            Facts(dropped=(2,)), ["03-01", "dropped", "03-08", "03-11"], id="the second of a week left out"
        ),
        pytest.param(
            Facts(given=((1, MONDAY),), undecided_from=2),
            ["03-01", "undecided", "undecided", "undecided"],
            id="held inside a week",
        ),
        pytest.param(
            Facts(given=((1, MONDAY),), rebased=(Rebase(2, 2, date(2027, 3, 6), "shift"),)),
            ["03-01", "03-06", "03-10", "03-13"],
            id="shifted inside a week: nothing ties the second to the first any more",
        ),
        pytest.param(
            Facts(
                given=((1, MONDAY), (2, date(2027, 3, 4))),
                rebased=(Rebase(3, 3, date(2027, 3, 16), "count"),),
                not_before=date(2027, 3, 17),
            ),
            ["03-01", "03-04", "03-17", "03-20"],
            id="resumed in another week",
        ),
    ],
)
def test_twice_a_week_after(facts, found):
    assert iso(replan(MONDAY, WEEKS, OPEN, 3, facts)) == found


HELD = weekly_pairs(3, Window(0, 0))  # targets Thu 4, Sun 7, Thu 11, Sun 14, Thu 18, Sun 21 March 2027
WARD = Closures("mon-fri")
THURSDAY, FRIDAY = date(2027, 3, 4), date(2027, 3, 12)


def resumed(day, how="count", given=((1, THURSDAY),), **more):
    return Facts(given=given, rebased=(Rebase(2, 2, day, how),), not_before=day, **more)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        pytest.param(
            Facts(given=((1, THURSDAY),)),
            ["03-04", "03-08", "03-11", "03-15", "03-18", "03-22"],
            id="never held: Thursday and Monday",
        ),
        pytest.param(
            Facts(given=((1, THURSDAY),), not_before=FRIDAY),
            ["03-04", "no-day", "no-day", "no-day", "03-18", "03-22"],
            id="resumed with the targets kept: the held week stays a week",
        ),
        pytest.param(
            resumed(FRIDAY),
            ["03-04", "03-12", "03-16", "03-19", "03-23", "03-26"],
            id="counted from the Friday of resuming",
        ),
        pytest.param(
            resumed(date(2027, 3, 14)),
            ["03-04", "03-15", "03-18", "03-22", "03-25", "03-29"],
            id="counted from a Sunday: the second still may be a day late",
        ),
        pytest.param(
            resumed(FRIDAY, "shift"),
            ["03-04", "03-12", "03-16", "03-19", "03-23", "03-26"],
            id="all later shifted to the Friday of resuming",
        ),
        pytest.param(
            resumed(date(2027, 3, 13)),
            ["03-04", "no-day", "no-day", "no-day", "no-day", "no-day"],
            id="counted from a Saturday: neither its own window nor a week from Wednesday has open days",
        ),
        pytest.param(
            resumed(FRIDAY, undecided_from=5),
            ["03-04", "03-12", "03-16", "03-19", "undecided", "undecided"],
            id="held again later",
        ),
        pytest.param(
            resumed(FRIDAY, given=((1, THURSDAY), (2, date(2027, 3, 15)))),
            ["03-04", "03-15", "no-day", "no-day", "03-23", "03-26"],
            id="resumed, then given late: the next week keeps the gap",
        ),
        pytest.param(
            Facts(fixed=((2, FRIDAY),), rebased=(Rebase(2, 2, FRIDAY, "shift"),)),
            ["03-04", "03-12", "03-16", "03-19", "03-23", "03-26"],
            id="the second moved, with all later: the first stays on its own target",
        ),
        pytest.param(
            Facts(rebased=(Rebase(2, 2, FRIDAY, "shift"),)),
            ["03-04", "03-12", "03-16", "03-19", "03-23", "03-26"],
            id="both to be placed: the week is parted all the same",
        ),
        pytest.param(
            Facts(given=((1, THURSDAY),), rebased=(Rebase(2, 1, date(2027, 3, 9), "count"),)),
            ["03-04", "03-12", "03-16", "03-19", "03-23", "03-26"],
            id="counted from the first as if meant for another day",
        ),
        pytest.param(
            Facts(
                given=((1, THURSDAY), (2, date(2027, 3, 8)), (3, date(2027, 3, 11))),
                rebased=(Rebase(4, 4, date(2027, 3, 22), "count"),),
            ),
            ["03-04", "03-08", "03-11", "03-22", "03-26", "03-29"],
            id="another week parted",
        ),
    ],
)
def test_a_decision_that_starts_at_the_second_infusion_parts_its_week_and_no_later_one(facts, found):
    assert iso(replan(THURSDAY, HELD, WARD, 3, facts)) == found


@pytest.mark.parametrize("how", ["count", "shift"])
def test_the_second_infusion_of_a_parted_week_follows_its_own_window_and_the_gaps_alone(how):
    facts = resumed(date(2027, 3, 14), how)
    second = replan(THURSDAY, HELD, WARD, 3, facts)[1]
    assert (second.target, second.earliest, second.latest) == (
        date(2027, 3, 14),
        date(2027, 3, 14),
        date(2027, 3, 15),
    )
    assert second.passed_over == ((date(2027, 3, 14), "Sunday is not an open weekday"),)
    beyond = replan(THURSDAY, HELD, WARD, 3, facts, 7)[1]
    assert (beyond.state, "more than 7 days after the infusion of Thu 4-Mar" in beyond.why_not) == (
        "no-day",
        True,
    )


def test_a_parted_week_keeps_the_minimum_gap_and_no_more_between_its_two_infusions():
    facts = Facts(given=((1, MONDAY),), rebased=(Rebase(2, 2, date(2027, 3, 2), "shift"),))
    assert iso(replan(MONDAY, WEEKS, OPEN, 2, facts)) == ["03-01", "03-03", "03-06", "03-09"]
    assert iso(replan(MONDAY, WEEKS, OPEN, 1, facts)) == ["03-01", "03-02", "03-06", "03-09"]


def test_a_parted_week_asks_for_no_weekday_pair_and_the_later_weeks_do():
    rhythm = weekly_pairs(2, Window(1, 1), ("mon-thu",))
    facts = resumed(date(2027, 3, 11), given=((1, MONDAY),))
    assert iso(replan(MONDAY, rhythm, WARD, 3, facts)) == ["03-01", "03-11", "03-15", "03-18"]
    facts = resumed(date(2027, 3, 10), given=((1, MONDAY),))
    assert iso(replan(MONDAY, rhythm, WARD, 3, facts)) == ["03-01", "03-10", "03-15", "03-18"]


def test_a_week_once_parted_stays_parted_though_a_later_decision_takes_its_day_back():
    there, back = Rebase(2, 2, FRIDAY, "shift"), Rebase(1, 1, THURSDAY, "count")
    facts = Facts(given=((1, date(2027, 3, 2)),), rebased=(there, back))
    plain = Facts(given=((1, date(2027, 3, 2)),), rebased=(back,))
    assert iso(replan(THURSDAY, HELD, WARD, 3, facts))[:2] == ["03-02", "03-08"]
    assert iso(replan(THURSDAY, HELD, WARD, 3, plain))[:2] == ["03-02", "no-day"]


def test_twice_a_week_a_half_given_week_keeps_its_distance_whatever_the_weekday_pairs():
    rhythm = weekly_pairs(2, Window(1, 1), ("mon-thu",))
    found = replan(MONDAY, rhythm, OPEN, 1, Facts(given=((1, date(2027, 3, 2)),)))
    assert iso(found) == ["03-02", "03-05", "03-08", "03-11"]
    assert "not 3 or 4 days after the infusion of Tue 2-Mar-2027" in str(found[1].passed_over)


def test_a_week_without_two_days_says_why_and_the_next_week_goes_on():
    slots = replan(MONDAY, WEEKS, Closures("mon,thu", {MONDAY: "holiday"}), 3, Facts())
    assert iso(slots) == ["no-day", "no-day", "03-08", "03-11"]
    assert slots[0].why_not.startswith("Week 1 of 2 has no two days.")
    assert "Mon 1-Mar-2027 (closed: holiday)" in slots[1].why_not


@pytest.mark.parametrize(
    "make",
    [
        lambda: Facts(given=((0, MONDAY),)),
        lambda: Facts(given=((2, MONDAY), (1, MONDAY))),
        lambda: Facts(fixed=((1, MONDAY), (1, MONDAY))),
        lambda: Facts(dropped=(2, 2)),
        lambda: Facts(undecided_from=0),
        lambda: Facts(given=((1, MONDAY),), fixed=((1, MONDAY),)),
        lambda: Facts(given=((1, MONDAY),), dropped=(1,)),
        lambda: Facts(fixed=((1, MONDAY),), dropped=(1,)),
        lambda: Rebase(1, 2, MONDAY, "shift"),
        lambda: Rebase(1, 0, MONDAY, "shift"),
        lambda: Rebase(2, 1, MONDAY, "keep"),
        lambda: replan(START, MONTHLY, OPEN, 1, Facts(given=((5, MONDAY),))),
        lambda: replan(START, MONTHLY, OPEN, 1, Facts(fixed=((5, MONDAY),))),
        lambda: replan(START, MONTHLY, OPEN, 1, Facts(dropped=(5,))),
        lambda: replan(START, MONTHLY, OPEN, 1, Facts(undecided_from=5)),
        lambda: replan(START, MONTHLY, OPEN, 1, Facts(rebased=(Rebase(5, 4, MONDAY, "count"),))),
    ],
)
def test_facts_that_contradict_themselves_or_the_series_are_refused(make):
    with pytest.raises(Refusal) as refusal:
        make()
    assert refusal.value.codes == ("schedule.facts",)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: replan(START, MONTHLY, OPEN, 0, Facts()), "schedule.minimum-gap"),
        (lambda: replan(START, MONTHLY, OPEN, 9, Facts(), 8), "schedule.maximum-gap"),
        (lambda: replan(MONDAY, WEEKS, OPEN, 4, Facts()), "schedule.minimum-gap"),
        (lambda: replan(MONDAY, weekly_pairs(1, Window(7, 0)), OPEN, 3, Facts()), "window.invalid"),
        (lambda: weekly_pairs(1, Window(1, 1), ("mon-tue",)), "schedule.pairs"),
        (lambda: Rhythm(lambda _, day: (day,), ()), "schedule.too-many"),
        (lambda: Facts(not_before=date(1899, 1, 1)), "date.out-of-range"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(make, code):
    with pytest.raises(Refusal) as refusal:
        make()
    assert refusal.value.codes == (code,)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rhythm(lambda _, day: (day,), [Window(0, 0)]),
        lambda: Rhythm(lambda _, day: (day,) * 3, (Window(0, 0),) * 3, twice_a_week=True),
        lambda: Rhythm(lambda _, day: (day,) * 2, (Window(0, 0), Window(3, 3)), twice_a_week=True),
        lambda: Rhythm(lambda _, day: (day,), (Window(0, 0),), pairs=("mon-thu",)),
        lambda: Facts(given=((1, "2027-03-01"),)),
        lambda: Facts(dropped=(True,)),
        lambda: replan(START, MONTHLY, "mon-fri", 1, Facts()),
        lambda: replan(START, MONTHLY, OPEN, 1, None),
        lambda: replan(START, Rhythm(lambda _, day: (day,), (Window(0, 0),) * 2), OPEN, 1, Facts()),
    ],
)
def test_a_wrong_type_is_a_type_error(make):
    with pytest.raises(TypeError):
        make()


near = st.integers(-8, 70).map(lambda days: MONDAY + days * DAY)
wards = st.builds(
    Closures,
    st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=3),
    st.dictionaries(near, st.just("closed"), max_size=8),
)
sides = st.tuples(st.integers(0, 4), st.integers(0, 4))
windows = sides.map(lambda side: Window(*side)) | sides.map(
    lambda side: Window(*side, Window(0, side[1] // 2))
)


@st.composite
def rhythms(draw):
    """Every kind of rhythm, with the placing that a plan does from the same schedule."""
    window, kind = draw(windows), draw(st.sampled_from(["interval", "month", "gaps", "dates", "weeks"]))
    if kind in ("interval", "month"):
        step = MONTHS if kind == "month" else Interval(draw(st.integers(1, 14)), "day")
        count = draw(st.integers(1, 5))
        return every(step, count, window), lambda start, closures, gap, most: place_all(
            targets(start, step, count), window, closures, gap, maximum_gap=most
        )
    if kind == "weeks":
        weeks, pairs = draw(st.integers(1, 4)), draw(st.sampled_from([(), ("mon-thu", "tue-fri")]))
        return weekly_pairs(weeks, window, pairs), lambda start, closures, gap, most: twice_a_week(
            start, weeks, window, closures, gap, maximum_gap=most, pairs=pairs
        )
    days = tuple(draw(st.lists(st.integers(5, 20), min_size=1, max_size=4)))
    origin = "previous-date" if kind == "dates" else "previous-target"
    return after_gaps(days, window, from_date=kind == "dates"), lambda start, closures, gap, most: place_gaps(
        start, [Gap(each) for each in days], window, closures, gap, origin, maximum_gap=most
    )


@st.composite
def facts_of(draw, count):
    """What may have become of some of the infusions."""
    numbers = range(1, count + 1)
    became = {number: draw(st.sampled_from(["", "", "given", "fixed", "dropped"])) for number in numbers}
    dated = {n: draw(near) for n in numbers if became[n] in ("given", "fixed")}
    firsts = draw(st.lists(st.integers(1, count), max_size=2))
    return Facts(
        tuple((n, day) for n, day in dated.items() if became[n] == "given"),
        tuple((n, day) for n, day in dated.items() if became[n] == "fixed"),
        tuple(n for n in numbers if became[n] == "dropped"),
        tuple(
            Rebase(n, draw(st.integers(1, n)), draw(near), draw(st.sampled_from(["count", "shift"])))
            for n in firsts
        ),
        draw(st.none() | near),
        draw(st.none() | st.integers(1, count)),
    )


@st.composite
def situations(draw):
    rhythm, _ = draw(rhythms())
    gap = draw(st.integers(1, 3))
    most = draw(st.none() | st.integers(3, 12))
    return MONDAY, rhythm, draw(wards), gap, draw(facts_of(len(rhythm.windows))), most


@settings(max_examples=150, deadline=None)
@given(rhythms(), near, wards, st.integers(1, 3), st.none() | st.integers(3, 40))
def test_without_facts_the_dates_are_those_of_the_plan(rhythm_and_plan, start, closures, gap, most):
    rhythm, plan = rhythm_and_plan
    slots = replan(start, rhythm, closures, gap, Facts(), most)
    try:
        placed = plan(start, closures, gap, most)
    except Refusal:
        assert "no-day" in {slot.state for slot in slots}
        return
    assert [(s.target, s.earliest, s.latest, s.date, s.passed_over) for s in slots] == [
        (p.target, p.earliest, p.latest, p.date, p.passed_over) for p in placed
    ]


@settings(max_examples=200, deadline=None)
@given(situations())
def test_what_stands_is_kept_and_what_is_placed_is_open_in_its_window_and_far_enough_from_both_neighbours(
    situation,
):
    _, rhythm, closures, gap, facts, most = situation
    slots = replan(*situation)
    standing = dict(facts.given) | dict(facts.fixed)
    assert {s.number: s.date for s in slots if s.state in ("given", "fixed")} == standing
    assert {s.number for s in slots if s.state == "dropped"} == set(facts.dropped)
    for slot in slots:
        assert (slot.date is None) == (slot.state in ("dropped", "undecided", "no-day"))
        assert bool(slot.why_not) == (slot.state == "no-day") or slot.state == "fixed"
        if slot.state != "placed":
            continue
        before = [s.date for s in slots[: slot.number - 1] if s.date]
        after = [standing[number] for number in sorted(standing) if number > slot.number]
        assert closures.why_closed(slot.date) is None
        assert slot.earliest <= slot.date <= slot.latest
        assert facts.not_before is None or slot.date >= facts.not_before
        assert not before or gap <= (slot.date - max(before)).days <= (most or 9999)
        assert not after or (min(after) - slot.date).days >= gap
        if rhythm.twice_a_week and (slot.number + 1) // 2 not in parted(facts):
            partner = slots[slot.number - 2 if slot.number % 2 == 0 else slot.number]
            assert partner.date is None or abs((slot.date - partner.date).days) in (3, 4)


def parted(facts):
    """The weeks of a course twice a week whose second infusion a decision starts at."""
    return {rebase.first / 2 for rebase in facts.rebased}


def first_by_hand(slot, slots, window, situation):
    """Brute force: the first day in the window's order that may be taken, where nothing pairs it."""
    _, _, closures, gap, facts, most = situation
    before = [s.date for s in slots[: slot.number - 1] if s.date]
    after = [s.date for s in slots[slot.number :] if s.state in ("given", "fixed")]
    days = [slot.earliest + n * DAY for n in range((slot.latest - slot.earliest).days + 1)]
    best = window.preferred or window
    rank = {day: not -best.before <= (day - slot.target).days <= best.after for day in days}
    for day in sorted(days, key=lambda day: (rank[day], abs(day - slot.target), slot.target - day)):
        far = not before or gap <= (day - max(before)).days <= (most or 9999)
        ok = far and (not after or (min(after) - day).days >= gap)
        if ok and day >= (facts.not_before or day) and closures.why_closed(day) is None:
            return day
    return None


@settings(max_examples=200, deadline=None)
@given(situations())
def test_each_date_placed_alone_is_the_first_that_may_be_taken_and_none_is_left_where_one_may(situation):
    rhythm, facts = situation[1], situation[4]
    slots = replan(*situation)
    for slot in slots:
        alone = not rhythm.twice_a_week or (slot.number + 1) // 2 in parted(facts)
        if alone and slot.state in ("placed", "no-day"):
            assert slot.date == first_by_hand(slot, slots, rhythm.windows[slot.number - 1], situation)


def sequence_by_hand(weeks, previous, latest, rhythm, situation):
    """Brute force: the first sequence that gives every week two days, in the order of the weeks; or None."""
    _, _, closures, gap, facts, most = situation
    if not weeks:
        return []
    (first, second), window = weeks[0], rhythm.windows[0]
    best = window.preferred or Window(99, 99)

    def rank(pair):
        moved = [(pair[0] - first.target).days, (pair[1] - second.target).days]
        outside = sum(not -best.before <= days <= best.after for days in moved)
        return outside, sum(map(abs, moved)), first.target - pair[0], second.target - pair[1]

    days = [first.earliest + n * DAY for n in range((first.latest - first.earliest).days + 1)]
    then = [second.earliest + n * DAY for n in range((second.latest - second.earliest).days + 1)]
    for a, b in sorted(((a, b) for a in days for b in then if (b - a).days in (3, 4)), key=rank):
        allowed = not rhythm.pairs or f"{WEEKDAYS[a.weekday()]}-{WEEKDAYS[b.weekday()]}" in rhythm.pairs
        far = previous is None or gap <= (a - previous).days <= (most or 9999)
        inside = a >= (facts.not_before or a) and (b - a).days <= (most or 9999) and b <= (latest or b)
        if allowed and far and inside and not closures.why_closed(a) and not closures.why_closed(b):
            rest = sequence_by_hand(weeks[1:], b, latest, rhythm, situation)
            if rest is not None:
                return [a, b, *rest]
    return None


@settings(max_examples=200, deadline=None)
@given(situations())
def test_weeks_placed_together_are_the_first_sequence_that_places_all_and_none_is_left_out_where_one_exists(
    situation,
):
    rhythm, gap, facts = situation[1], situation[3], situation[4]
    if not rhythm.twice_a_week:
        return
    slots = replan(*situation)
    weeks, free = list(zip(slots[::2], slots[1::2], strict=True)), ("placed", "no-day")
    runs = groupby(
        enumerate(weeks),
        lambda each: each[0] + 1 not in parted(facts) and all(slot.state in free for slot in each[1]),
    )
    for is_free, run in runs:
        if not is_free:
            continue
        (at, _), *_ = numbered = list(run)
        before = [slot.date for slot in slots[: 2 * at] if slot.date]
        standing = [day for number, day in (*facts.given, *facts.fixed) if number > 2 * at]
        latest = min(standing) - gap * DAY if standing else None
        previous = max(before, default=None)
        expected = sequence_by_hand([week for _, week in numbered], previous, latest, rhythm, situation)
        found = [slot.date for _, week in numbered for slot in week]
        assert found == expected if expected else None in found


@settings(max_examples=100, deadline=None)
@given(situations(), wards, near)
def test_no_date_leaks_into_a_later_target_unless_the_rhythm_says_so(situation, other_ward, other_day):
    start, rhythm, _, gap, facts, most = situation
    if rhythm.from_previous_date:
        return
    elsewhere = Facts(((1, other_day),), rebased=facts.rebased)
    slots, others = replan(*situation), replan(start, rhythm, other_ward, gap, elsewhere, most)
    assert [slot.target for slot in slots] == [slot.target for slot in others]


@settings(max_examples=100, deadline=None)
@given(situations(), st.integers(1, 9), st.integers(-20, 20))
def test_a_shift_and_a_shift_back_restore_every_date(situation, first, days):
    start, rhythm, closures, gap, facts, most = situation
    first = min(first, len(rhythm.windows))
    if rhythm.twice_a_week and first % 2 == 0:
        first -= 1  # a shift of the second of a week parts it, there and back
    plain = replan(*situation)
    target = plain[first - 1].target
    if target is None:
        return
    there, back = Rebase(first, first, target + days * DAY, "shift"), Rebase(first, first, target, "shift")
    moved = Facts(
        facts.given,
        facts.fixed,
        facts.dropped,
        (*facts.rebased, there, back),
        facts.not_before,
        facts.undecided_from,
    )
    assert replan(start, rhythm, closures, gap, moved, most) == plain


@settings(max_examples=50, deadline=None)
@given(situations())
def test_the_same_facts_always_give_the_same_dates(situation):
    assert replan(*situation) == replan(*situation)


def test_the_targets_rise_by_the_gaps_of_the_helper_rhythms():
    assert [(b - a).days for a, b in pairwise(WEEKS.targets_from(1, MONDAY))] == [3, 4, 3]
    assert [(b - a).days for a, b in pairwise(WEEKS.targets_from(2, MONDAY))] == [4, 3]
    assert [(b - a).days for a, b in pairwise(TRIAL.targets_from(2, MONDAY))] == [14, 14]
