"""What a course tells is done to its containers in the same change: taken once, and given back when struck."""

from dataclasses import replace
from datetime import date

import pytest
from staff import staffed
from stocked import (
    CELLS,
    at,
    bag,
    begun,
    codes,
    given,
    in_error,
    reserved,
    shown,
    state,
    stocked,
    tell,
    thawed,
    volume,
)

from msc_dose.courses.events import dating, giving
from msc_dose.problems import Refusal
from msc_dose.store import stock
from msc_dose.store.courses import course_on_record
from msc_dose.store.stock import holdings

HALF = replace(CELLS, numerator=60_000_000)


def half(identity):
    """A bag with half the dose in it."""
    return replace(bag(identity), content=replace(bag(identity).content, cells=HALF))


@pytest.fixture
def staff(record):
    """Courses C-1 for P-1 and C-2 for P-2, and three bags for anybody; events 1 to 3 are told."""
    people = staffed(record)
    begun(record, people)
    begun(record, people, "C-2", "P-2")
    stocked(record, people, bag("L1 1"), bag("L1 2"), bag("L1 3"))
    return people


def refused(work, *given):
    with pytest.raises(Refusal) as refusal:
        work(*given)
    return refusal.value


def steps(record, identity="L1 1"):
    """The steps of a container that count."""
    with record.reading() as statements:
        return [step.name for step, counts in stock.history(statements, identity) if counts]


def test_reserved_retrieved_thawed_issued_and_infused_it_has_a_lawful_life(record, staff):
    reserved(record, staff)
    stock.take_step(record, staff["te-1"], "L1 1", "retrieve")
    assert tell(record, staff, "C-1", thawed(1, "L1 1")) == ()
    stock.take_step(record, staff["te-1"], "L1 1", "issue")
    assert tell(record, staff, "C-1", given(1, "L1 1")) == ()
    assert state(record) == ("infused", "C-1", 1)
    assert steps(record) == ["reserve", "retrieve", "thaw", "issue", "infuse"]


def test_a_step_between_that_the_stock_was_not_told_is_a_note(record, staff):
    reserved(record, staff)
    (told,) = tell(record, staff, "C-1", thawed(1, "L1 1"))
    assert (told.code, told.severity) == ("stock.steps-missing", "note")
    (told,) = tell(record, staff, "C-1", given(1, "L1 1"))
    assert (told.code, told.severity) == ("stock.steps-missing", "note")


def test_of_two_containers_one_note_says_what_the_stock_was_not_told(record, staff):
    holdings.reserve(record, staff["te-1"], "C-1", 1, ["L1 1", "L1 2"])
    (told,) = tell(record, staff, "C-1", thawed(1, "L1 1", "L1 2"))
    assert told.message.endswith(
        "L1 1, L1 2 were thawed, and the stock was not told that they were retrieved."
    )
    (told,) = tell(record, staff, "C-1", given(1, "L1 1", "L1 2"))
    assert told.message.endswith("L1 1, L1 2 were given, and the stock was not told that they were issued.")


def test_more_issued_of_a_bag_than_is_in_it_is_a_check(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    whole = giving.Given("L1 1", volume("200 mL"), volume("200 mL"), volume("0 mL"))
    told = tell(record, staff, "C-1", giving.Completed(1, at(8, 10), at(8, 20), (whole,)))
    assert codes(told) == ["stock.steps-missing", "stock.more-than-filled"]
    assert "200 mL were issued of L1 1, and its list says 20 mL." in told[1].message


def test_cells_that_the_bag_never_held_were_not_infused(record, staff):
    stocked(record, staff, half("L2 1"), half("L2 2"))
    told = tell(record, staff, "C-1", given(1, "L2 1"))
    assert codes(told) == ["stock.out-of-order", "stock.infused-otherwise"]
    assert "L2 1 hold 60 million viable MSC (60,000,000 viable MSC) in all by their list" in told[1].message
    assert "as infused (infusion 1 of C-1)" in told[1].message
    tell(record, staff, "C-1", in_error(4))
    counted = replace(given(1, "L2 1"), cells=replace(HALF, moment=None))
    assert "stock.infused-otherwise" not in codes(tell(record, staff, "C-1", counted))
    assert "stock.infused-otherwise" not in codes(tell(record, staff, "C-1", given(2, "L2 2", "L1 1")))


def test_other_cells_than_the_dose_counts_are_told_when_they_are_thawed_unreserved(record, staff):
    cells = replace(CELLS, population="CD3+")
    stocked(record, staff, replace(bag("L2 1"), content=replace(bag("L2 1").content, cells=cells)))
    told = tell(record, staff, "C-1", thawed(1, "L2 1"))
    assert [(each.code, each.severity) for each in told[:1]] == [("stock.other-population", "check")]


@pytest.mark.parametrize(
    "what",
    [
        dating.Missed(1, "fever"),
        dating.NotNeeded(1, "better"),
        dating.CourseStopped("consent withdrawn"),
        given(1, "L1 3"),
    ],
    ids=lambda what: type(what).__name__,
)
def test_containers_left_reserved_are_told_with_the_command_that_frees_them(record, staff, what):
    holdings.reserve(record, staff["te-1"], "C-1", 1, ["L1 1", "L1 2"])
    told = tell(record, staff, "C-1", what)[-1]
    assert (told.code, told.severity) == ("stock.left-reserved", "note")
    assert "L1 1, L1 2 are still reserved for infusion 1 of C-1" in told.message
    assert 'msc-dose stock unreserve C-1 1 "L1 1" "L1 2" --reason TEXT.' in told.fix


def test_a_late_result_sets_apart_what_is_thawed_and_its_start_is_told(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    stock.take_step(record, staff["ph-1"], "L1 1", "quarantine", "growth in the sterility test")
    assert state(record) == ("quarantined", "C-1", 1)
    with record.reading() as statements:
        stops = stock.clearance_problems(statements, course_on_record(statements, "C-1"), 1, at(9))
    assert codes(stops) == ["container.quarantined"]
    (told,) = tell(record, staff, "C-1", giving.Started(1))
    assert (told.code, told.severity) == ("container.quarantined", "check")
    assert "L1 1 was started although it is in quarantine since it was thawed." in told.message
    assert codes(tell(record, staff, "C-1", given(1, "L1 1"))) == ["container.quarantined"]
    assert state(record) == ("infused", "C-1", 1)


def test_what_was_set_apart_when_it_was_thawed_goes_on_once_it_is_released(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    stock.take_step(record, staff["ph-1"], "L1 1", "quarantine", "growth in the sterility test")
    assert refused(stock.take_step, record, staff["te-1"], "L1 1", "issue").codes == (
        "container.unlawful-step",
    )
    stock.take_step(record, staff["ph-1"], "L1 1", "release", "it was another batch")
    stock.take_step(record, staff["te-1"], "L1 1", "issue")
    assert tell(record, staff, "C-1", giving.Started(1)) == ()
    assert codes(tell(record, staff, "C-1", given(1, "L1 1"))) == []


def test_what_was_done_after_a_downtime_is_taken_and_told(record, staff):
    (told,) = tell(record, staff, "C-1", given(1, "L1 1", "L1 2"))[:1]
    assert (told.code, told.severity) == ("stock.out-of-order", "check")
    assert state(record) == state(record, "L1 2") == ("infused", "C-1", 1)


def test_what_hung_and_did_not_go_in_is_wasted(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1", "L1 2"))
    (left,) = given(1, "L1 1", infused="0 mL").containers
    ended = given(1, "L1 2")
    what = giving.StoppedEarly(1, ended.started, ended.ended, "rash", (left, *ended.containers))
    tell(record, staff, "C-1", what)
    assert state(record) == ("wasted", "C-1", 1)
    assert state(record, "L1 2") == ("infused", "C-1", 1)


def test_another_course_is_refused_what_one_has_whatever_was_done_with_it(record, staff):
    reserved(record, staff)
    found = refused(tell, record, staff, "C-2", thawed(1, "L1 1"))
    assert found.codes == ("container.held",)
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    found = refused(tell, record, staff, "C-2", given(1, "l1 1"))
    assert "course C-1, infusion 1, since Mon 29-Jan-2024 09:00, recorded by rn-1 (event 4)" in str(found)
    tell(record, staff, "C-1", given(1, "L1 1"))
    assert refused(tell, record, staff, "C-2", thawed(2, "L1 1")).codes == ("container.held",)


def test_two_containers_of_one_event_are_taken_both_or_neither(record, staff):
    reserved(record, staff, "L1 2", "C-2")
    before = record.head()
    assert refused(tell, record, staff, "C-1", thawed(1, "L1 1", "L1 2")).codes == ("container.held",)
    assert state(record) == ("released", None, None)
    assert record.head() == before


def test_an_infusion_on_the_wrong_course_is_struck_there_and_told_on_the_right_one(record, staff):
    """The bags were P-2's: course C-1 gives them back, C-2 has them, and no other bag was touched."""
    reserved(record, staff, "L1 3", "C-1")
    tell(record, staff, "C-1", thawed(1, "L1 1", "L1 2"))  # event 4
    tell(record, staff, "C-1", given(1, "L1 1", "L1 2"))  # event 5
    assert refused(tell, record, staff, "C-2", thawed(1, "L1 1")).codes == ("container.held",)

    assert tell(record, staff, "C-1", in_error(5)) == ()
    assert state(record) == ("thawed", "C-1", 1)
    assert tell(record, staff, "C-1", in_error(4)) == ()
    assert state(record) == state(record, "L1 2") == ("released", None, None)

    tell(record, staff, "C-2", thawed(1, "L1 1", "L1 2"))
    tell(record, staff, "C-2", given(1, "L1 1", "L1 2"))
    assert state(record) == state(record, "L1 2") == ("infused", "C-2", 1)
    assert state(record, "L1 3") == ("reserved", "C-1", 1)
    assert steps(record) == ["thaw", "infuse"]
    with record.reading() as statements:
        told = [(step.course, step.name, counts) for step, counts in stock.history(statements, "L1 1")]
    assert told == [
        ("C-1", "thaw", False),
        ("C-1", "infuse", False),
        ("C-2", "thaw", True),
        ("C-2", "infuse", True),
    ]


def test_a_struck_thaw_gives_back_the_reservation_that_stood_before(record, staff):
    reserved(record, staff)
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    tell(record, staff, "C-1", in_error(4))
    assert state(record) == ("reserved", "C-1", 1)
    assert refused(tell, record, staff, "C-2", thawed(1, "L1 1")).codes == ("container.held",)


def test_a_struck_entry_in_error_takes_again_what_was_given_back(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))  # event 4
    tell(record, staff, "C-1", in_error(4))  # event 5
    tell(record, staff, "C-1", in_error(5))  # event 6
    assert state(record) == ("thawed", "C-1", 1)
    tell(record, staff, "C-1", in_error(6))
    assert state(record) == ("released", None, None)


def test_it_cannot_count_again_once_another_course_has_the_container(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    tell(record, staff, "C-1", in_error(4))
    reserved(record, staff, "L1 1", "C-2", 3)
    found = refused(tell, record, staff, "C-1", in_error(5))
    assert found.codes == ("container.held",)
    assert "course C-2, infusion 3" in str(found)
    holdings.unreserve(record, staff["te-1"], "C-2", 3, ["L1 1"], "it was thawed for C-1")
    tell(record, staff, "C-1", in_error(5))
    assert state(record) == ("thawed", "C-1", 1)


def test_a_bag_for_one_infusion_that_another_of_the_course_gets_goes_with_it(record, staff):
    reserved(record, staff, "L1 1", "C-1", 1)
    told = tell(record, staff, "C-1", thawed(2, "L1 1"))
    assert codes(told) == ["stock.other-infusion", "stock.steps-missing"]
    assert state(record) == ("thawed", "C-1", 2)
    tell(record, staff, "C-1", in_error(4))
    assert state(record) == ("reserved", "C-1", 1)


def test_an_unknown_container_is_held_and_known_as_it_is_once_its_list_comes(record, staff):
    (told,) = tell(record, staff, "C-1", thawed(1, "L7 7"))
    assert (told.code, told.severity) == ("stock.unknown-container", "check")
    assert refused(tell, record, staff, "C-2", thawed(1, "l7 7")).codes == ("container.held",)
    tell(record, staff, "C-1", given(1, "L7 7"))
    stocked(record, staff, bag("L7 7"), bag("L7 8"))
    assert state(record, "L7 7") == ("infused", "C-1", 1)
    assert state(record, "L7 8") == ("released", None, None)


def test_what_was_not_fit_to_be_used_is_told_once_and_taken_all_the_same(record, staff):
    unfit = {"status": "quarantined", "expiry": date(2024, 1, 28)}
    stocked(record, staff, bag("L2 1", recipient="P-9", **unfit))
    told = tell(record, staff, "C-1", thawed(1, "L2 1"))
    assert codes(told) == ["container.other-recipient", "container.quarantined", "container.expired"]
    assert {problem.severity for problem in told} == {"check"}
    assert codes(tell(record, staff, "C-1", given(1, "L2 1"))) == ["stock.steps-missing"]
    assert state(record, "L2 1") == ("infused", "C-1", 1)


def test_a_step_taken_in_the_stock_stands_when_the_event_before_it_is_struck(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    stock.take_step(record, staff["te-1"], "L1 1", "issue")
    (told,) = tell(record, staff, "C-1", in_error(4))
    assert (told.code, told.severity) == ("stock.not-given-back", "check")
    assert state(record) == ("issued", None, None)
    assert refused(reserved, record, staff).codes == ("container.unlawful-step",)


def test_events_that_touch_no_container_write_nothing_of_the_stock(record, staff):
    tell(record, staff, "C-1", thawed(1, "L1 1"))
    version = shown(record).version
    count = giving.PostThawCount(1, "L1 1", cells=CELLS)
    assert tell(record, staff, "C-1", count) == ()
    assert tell(record, staff, "C-1", in_error(5)) == ()
    assert shown(record).version == version
