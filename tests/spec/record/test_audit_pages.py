"""The audit in pages, as a list of any length is read; and what a screen asks before a dose is checked."""

import pytest
from doublechecked import checks, heavier, kg, ready, reentry, refused, told_by
from staff import proof, staffed

from msc_dose.courses.events.ordering import OrderCancelled
from msc_dose.store import audit
from msc_dose.store.courses import course_on_record
from msc_dose.store.verifications import ask_first, declare_urgent, open_checks, prepared
from msc_dose.verification.ordered import is_ordered
from msc_dose.verification.states import CHECK, COSIGN, URGENT


def noted(record, count, reason=""):
    for number in range(count):
        with record.by_itself("noted for a test", reason) as change:
            change.note("about", f"{number}")


def test_the_pages_hold_every_row_once_and_stay_where_they_are_when_rows_are_added(record):
    staffed(record)
    noted(record, 12)
    with record.reading() as statements:
        before = audit.pages(statements, size=5)
        every = audit.rows(statements)
        read = [row for number in range(len(before.starts)) for row in audit.page(statements, before, number)]
        assert tuple(read) == every
        assert before.count == len(every)
    noted(record, 7)
    with record.reading() as statements:
        assert audit.pages(statements, size=5).starts[: len(before.starts)] == before.starts
        some = audit.pages(statements, audit.Asked(action="noted for a test"), size=5)
        assert (some.count, len(some.starts)) == (19, 4)
        assert {row.action for row in audit.page(statements, some, 3)} == {"noted for a test"}


def test_there_is_no_page_where_no_row_fits(record):
    with record.reading() as statements:
        assert audit.pages(statements, audit.Asked(person="nobody")).starts == ()


@pytest.mark.parametrize("sign", ["%", "_", "!"])
def test_a_sign_of_a_pattern_is_looked_for_as_it_stands(record, sign):
    for between in (sign, "Q"):
        noted(record, 1, f"because x{between}y")
    with record.reading() as statements:
        found = audit.rows(statements, audit.Asked(words=f" X{sign}Y "))
        assert [row.reason for row in found] == [f"because x{sign}y"]
        assert audit.pages(statements, audit.Asked(words=f"x{sign}y")).count == 1


def asks(record, people, who, meaning=CHECK):
    with record.reading() as statements:
        course = course_on_record(statements, "C-1")
        ask_first(statements, course, 1, people[who], record.now(), meaning)


def test_what_is_refused_in_any_case_is_refused_before_anything_is_entered(record):
    people = ready(record)
    asks(record, people, "ph-2")
    assert refused(asks, record, people, "rn-1").codes == ("verify.same-person",)
    assert refused(asks, record, people, "ad-1").codes == ("people.role",)
    assert refused(asks, record, people, "ph-2", COSIGN).codes == ("verify.nothing-owed",)
    asks(record, people, "rn-1", URGENT)
    declare_urgent(record, proof(record, "md-1"), "C-1", 1, "nobody else")
    assert refused(asks, record, people, "md-1", COSIGN).codes == ("verify.same-person",)
    assert refused(asks, record, people, "rn-1", URGENT).codes == ("verify.urgent-already",)
    asks(record, people, "ph-2", COSIGN)
    checks(record)
    assert refused(asks, record, people, "md-1").codes == ("verify.verified-already",)


def test_the_checks_that_wait_for_a_reason_are_those_that_verify_asks_for(record):

    people = ready(record)
    told_by(record, people, heavier())
    with record.reading() as statements:
        course = course_on_record(statements, "C-1")
        found = {each.code for each in open_checks(statements, course, 1, record.now())}
    entry = reentry(weight=kg(62))
    assert refused(checks, record, entry=entry).codes == ("alert.reason-missing",) * len(found)
    assert checks(record, entry=entry, reasons=dict.fromkeys(found, "dr-lee agrees")).state == "verified"


def test_only_a_dose_with_an_order_and_containers_can_be_verified(record):
    people = ready(record)
    with record.reading() as statements:
        assert prepared(statements) == {("C-1", 1)}
        assert is_ordered(course_on_record(statements, "C-1"))
    told_by(record, people, OrderCancelled("O-1", "another drug"))
    with record.reading() as statements:
        assert not is_ordered(course_on_record(statements, "C-1"))
