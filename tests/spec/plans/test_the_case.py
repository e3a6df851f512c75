"""The case: four monthly infusions of 2 × 10⁶ MSC/kg become dated, dosed infusions.

The abstract (AB0452, Ann Rheum Dis 2017;76(Suppl 2):1208.3) gives no weight and does not say what a month
is; the table's weight, start and open days are examples.
"""

from datetime import date, timedelta

import pytest

import msc_dose as md


def d(text):
    """`1 Mar` as a day of 2027."""
    day, month = text.split()
    return date(2027, ["Jan", "Feb", "Mar", "Apr"].index(month) + 1, int(day))


def plan(**changes):
    given = {
        "start": date(2027, 1, 29),
        "interval": "calendar-month",
        "counts": "viable",
        "closures": md.Closures(open="mon-fri"),
        "window": 3,
    }
    return md.plan_course("sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), **{**given, **changes})


EASTER = {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"}


@pytest.mark.parametrize(
    ("changes", "targets", "dates"),
    [
        ({}, "29 Jan, 28 Feb, 29 Mar, 29 Apr", "29 Jan, 1 Mar, 29 Mar, 29 Apr"),
        (
            {"closures": md.Closures(open="mon-fri", closed=EASTER)},
            "29 Jan, 28 Feb, 29 Mar, 29 Apr",
            "29 Jan, 1 Mar, 30 Mar, 29 Apr",
        ),
        ({"interval": "28-days"}, "29 Jan, 26 Feb, 26 Mar, 23 Apr", "29 Jan, 26 Feb, 26 Mar, 23 Apr"),
    ],
    ids=["calendar months", "Easter closed", "28 days"],
)
def test_targets_are_counted_from_the_start_and_dates_are_the_nearest_open_days(changes, targets, dates):
    infusions = plan(**changes).infusions
    assert [infusion.target for infusion in infusions] == [d(text) for text in targets.split(", ")]
    assert [infusion.date for infusion in infusions] == [d(text) for text in dates.split(", ")]


def test_each_infusion_is_120_million_viable_cells_and_the_course_480_million():
    course = plan()
    assert [infusion.dose.cells.value for infusion in course.infusions] == [120_000_000] * 4
    assert course.total_cells.value == 480_000_000
    assert {course.total_cells.counts, *(i.dose.cells.counts for i in course.infusions)} == {"viable"}


def test_the_window_stands_around_the_target_not_around_the_date():
    second = plan().infusions[1]
    assert (second.earliest, second.latest) == (date(2027, 2, 25), date(2027, 3, 3))


def test_without_a_window_the_target_itself_must_be_open():
    with pytest.raises(md.Refusal) as refused:
        plan(window=None)
    assert refused.value.codes == ("schedule.no-open-day",)
    assert "Sun 28-Feb-2027" in refused.value.problems[0].message


def test_everything_missing_is_named_at_once():
    with pytest.raises(md.Refusal) as refused:
        md.plan_course("sjogren-itp-msc-monthly", md.Patient())
    problems = refused.value.problems
    assert [problem.field for problem in problems] == ["weight", "basis", "counts", "start", "interval"]
    assert {problem.code for problem in problems} == {"value.missing"}


@pytest.mark.parametrize("interval", ["monthly", "4-weeks", "", "28 days"])
def test_an_interval_that_the_protocol_does_not_leave_open_is_refused(interval):
    with pytest.raises(md.Refusal) as refused:
        plan(interval=interval)
    assert refused.value.codes == ("interval.unknown",)


def test_open_days_that_are_not_stated_are_noted_and_every_day_is_open():
    course = plan(closures=None)
    assert [infusion.date for infusion in course.infusions][1] == date(2027, 2, 28)
    assert [problem.code for problem in course.problems] == ["schedule.every-day-open"]


def test_an_ordinary_plan_raises_no_check_and_no_note():
    assert plan().problems == ()


def test_the_status_and_what_the_source_leaves_out_stand_on_the_plan():
    course = plan()
    assert course.status == "literature"
    assert course.status_text.startswith("REFERENCE ONLY – not approved at this site; missing: ")
    assert course.status_text in course.explain()


def test_the_plan_takes_its_weight_as_pint_quantity_too():
    pint = pytest.importorskip("pint")
    weight = pint.UnitRegistry().Quantity(60.0, "kg")
    other = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient(weight, "actual"), date(2027, 1, 29), "calendar-month", "viable",
        md.Closures(open="mon-fri"), 3,
    )  # fmt: skip
    assert other == plan()


def test_a_weight_with_no_exact_decimal_stays_a_fraction_and_is_never_rounded():
    third = md.Amount("body_weight", 200, 3)
    made = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient(third, "actual"), date(2027, 1, 29), "28-days", "viable"
    )
    document = made.as_document()
    cut = {"value": "66.6666666666", "unit": "kg", "exact": False, "fraction": "200/3"}
    assert document["inputs"]["weight"] == cut
    assert (document["infusions"][0]["cells"], document["infusions"][0]["fraction"]) == (
        "133333333.333", "400000000/3",
    )  # fmt: skip
    assert md.Plan.from_document(document) == made


def test_an_implausible_start_is_refused_and_a_datetime_is_no_date():
    with pytest.raises(md.Refusal) as refused:
        plan(start=date(9999, 12, 31))
    assert "date.out-of-range" in refused.value.codes
    with pytest.raises(TypeError):
        plan(start="2027-01-29")


def test_a_gap_much_shorter_than_meant_is_to_be_looked_at_where_no_minimum_is_stated():
    """A wide window and a long closure push two infusions together (policy: below half of the interval)."""
    closed = {date(2027, 1, 12) + timedelta(days=n): "closed" for n in range(44)}
    course = plan(
        start=date(2027, 2, 8), interval="28-days", window=20, closures=md.Closures("mon-fri", closed)
    )
    assert [(problem.code, problem.severity) for problem in course.problems] == [
        ("schedule.short-gap", "check")
    ]
    assert "11 days after the one before" in course.problems[0].message
    assert "minimum gap" in md.load_protocol("sjogren-itp-msc-monthly").status_text


def test_the_plan_shows_the_dose_as_its_source_prints_it():
    assert "printed in the source: 2x106/Kg" in plan().explain()
