"""What governs a course beyond its dates: gaps that are given, requirements, and how days are numbered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import msc_dose as md
from msc_dose.courses.course_rules import CourseRules
from msc_dose.protocols.days_and_gaps import OnDays
from msc_dose.protocols.decisions import Answer, Decision

START = date(2027, 1, 29)
DECISION = Decision("response", "assessment", (Answer("yes", "stop"), Answer("no", "again", "site-b")))


def plan(protocol="sjogren-itp-msc-monthly", interval="calendar-month", **more):
    known = md.load_protocol(protocol) if isinstance(protocol, str) else protocol
    closures = md.Closures(open="mon-fri")
    return md.plan_course(
        known, md.Patient("60 kg", "actual"), START, interval, "viable", closures, 3, **more
    )


def site(**stated):
    schedule = OnDays((0, 28))
    return replace(md.load_protocol("sjogren-itp-msc-monthly"), schedule=schedule, **stated)


def test_a_minimum_gap_that_no_source_states_can_be_given_and_is_kept():
    closed = {date(2027, 2, day): "closed" for day in range(26, 29)}
    closed |= {date(2027, 3, 1): "closed", date(2027, 3, 2): "closed"}
    closures = md.Closures(closed=closed)
    patient = md.Patient("60 kg", "actual")
    monthly = ("sjogren-itp-msc-monthly", patient, START, "28-days", "viable", closures, 3)
    assert md.plan_course(*monthly).infusions[1].date == date(2027, 2, 25)
    with pytest.raises(md.Refusal) as refused:
        md.plan_course(*monthly, minimum_gap=28)
    assert refused.value.codes == ("schedule.no-open-day",)
    assert "less than 28 days after the infusion of Fri 29-Jan-2027" in refused.value.problems[0].message


def test_a_maximum_gap_can_be_given_and_is_kept():
    course = plan(maximum_gap=31)
    gaps = [(b.date - a.date).days for a, b in zip(course.infusions, course.infusions[1:], strict=False)]
    assert max(gaps) <= 31
    assert course.as_document()["inputs"]["maximum_gap"] == 31
    assert md.Plan.from_document(course.as_document()) == course
    assert "at most 31 days apart" in course.explain()
    with pytest.raises(md.Refusal) as refused:
        plan(maximum_gap=27)
    assert set(refused.value.codes) == {"schedule.no-open-day"}


@pytest.mark.parametrize("field", ["minimum_gap", "maximum_gap"])
def test_a_gap_that_contradicts_the_protocol_is_refused(field):
    own = site(minimum_gap=14, maximum_gap=35)
    said = {"minimum_gap": 14, "maximum_gap": 35}
    assert plan(own, None, **said) == plan(own, None)
    with pytest.raises(md.Refusal) as refused:
        plan(own, None, **{field: 21})
    assert [(p.code, p.field) for p in refused.value.problems] == [("protocol.conflict", field)]


def test_short_gaps_are_a_matter_to_look_at_only_where_no_minimum_is_stated():
    closures = md.Closures(closed={START + timedelta(days=day): "closed" for day in range(4)})
    close = replace(site(), schedule=OnDays((0, 7)))
    given = (close, md.Patient("60 kg", "actual"), START, None, "viable", closures, (0, 4))
    assert "schedule.short-gap" in [p.code for p in md.plan_course(*given).problems]
    stated = md.plan_course(*given, minimum_gap=3)
    assert "schedule.short-gap" not in [p.code for p in stated.problems]


@pytest.mark.parametrize(
    ("protocol", "given", "stated"),
    [
        (site(), None, False),
        (site(), 1, True),
        (site(), 7, True),
        (site(minimum_gap=1), None, True),
        (site(minimum_gap=14), None, True),
    ],
)
def test_a_plan_knows_whether_anybody_stated_a_minimum_gap(protocol, given, stated):
    course = plan(protocol, None, minimum_gap=given)
    assert course.course_rules.minimum_gap_stated is stated
    assert md.Plan.from_document(course.as_document()) == course


def test_rules_that_nobody_states_leave_no_key_in_the_document():
    assert "course_rules" not in plan().as_document()
    assert "course_rules" not in plan(site(minimum_gap=14), None).as_document()


def test_what_the_protocol_states_is_in_the_plan_its_text_and_its_document():
    own = site(
        requires=("consent", "ethics-approval"), weight_valid_days=7, weight_change_limit=10,
        decisions=(DECISION,), day_numbering=1,
    )  # fmt: skip
    course = plan(own, None)
    assert course.course_rules == CourseRules(("consent", "ethics-approval"), 7, 10, (DECISION,), 1)
    text = course.explain()
    assert "Before the first infusion: consent and ethics approval." in text
    assert "A weight that changes by more than 10 % needs a new order." in text
    assert "DECISION response at the assessment: yes: stop; no: again (site-b)" in text
    assert "2 infusions, on days 1 and 29 (Day 1 = first infusion, no day 0)" in text
    document = course.as_document()
    assert document["course_rules"]["requires"] == ["consent", "ethics-approval"]
    assert md.Plan.from_document(document) == course


def test_the_numbering_of_days_stands_beside_a_schedule_that_names_none():
    own = replace(md.load_protocol("sjogren-itp-msc-monthly"), day_numbering=0)
    assert "Day 0 = first infusion." in plan(own).explain()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"requires": ("a nod",)}, md.Refusal),
        ({"requires": ("ethics-approval", "consent")}, md.Refusal),
        ({"weight_valid_days": -1}, md.Refusal),
        ({"weight_change_limit": 0}, md.Refusal),
        ({"day_numbering": 2}, md.Refusal),
        ({"weight_change_limit": 2.5}, TypeError),
        ({"decisions": ("response",)}, TypeError),
        ({"minimum_gap_stated": 1}, TypeError),
    ],
)
def test_rules_that_cannot_be_are_refused(given, error):
    with pytest.raises(error):
        CourseRules(**given)
