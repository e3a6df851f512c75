"""A value that exists is valid: every field is checked when an event is made, and all wrong ones are named."""

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from msc_dose.courses.events.dating import Arranged, Held, LaterDecided, Moved
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import (
    BedsideCheck,
    ClearanceItem,
    Cleared,
    Completed,
    Given,
    PartialDecided,
    PostThawCount,
    Reaction,
    Started,
    StoppedEarly,
    Thawed,
)
from msc_dose.courses.events.kinds import KINDS
from msc_dose.courses.events.opening import CalendarChanged, Opened, Planned
from msc_dose.courses.events.ordering import DoseChanged, Ordered, Weighed
from msc_dose.courses.events.results import Counted, EnteredInError, RescueGiven
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures

WINTER = timezone(timedelta(hours=1))
AT = datetime(2027, 1, 29, 10, 5, tzinfo=WINTER)
LATER = AT + timedelta(minutes=30)
BEDSIDE = ("date of birth", "recipient's code")
ALL_MATCH = (True,) * 5


def kg(number):
    return Amount("body_weight", Decimal(number))


def ml(number):
    return Amount("volume", Decimal(number))


def refused(make):
    with pytest.raises(Refusal) as refusal:
        make()
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def told(what, by="nurse-1", number=9, occurred=AT, recorded=LATER):
    return Event(number, occurred, recorded, by, what)


def test_the_list_of_types_is_closed():
    assert len(KINDS) == 35
    assert KINDS["stopped-early"] is StoppedEarly


def test_all_wrong_fields_are_named_at_once():
    assert refused(lambda: Ordered("", "Dr Lee", "O 4711")) == [
        ("value.missing", "text"),
        ("identifier.characters", "prescriber"),
        ("identifier.characters", "order_number"),
    ]


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: Opened("SJ 07", "R-1", "Europe/Berlin"), "identifier.characters", "course"),
        (lambda: Opened("SJ-07", "", "Europe/Berlin"), "value.missing", "recipient"),
        (lambda: Opened("SJ-07", "R-1", "Europe"), "event.zone", "zone"),
        (lambda: Opened("SJ-07", "R-1", "europe/berlin"), "event.zone", "zone"),
        (lambda: Opened("SJ-07", "R-1", "Europe/Atlantis"), "event.zone", "zone"),
        (lambda: Opened("SJ-07", "R-1", "../etc/localtime"), "event.zone", "zone"),
        (lambda: Opened("SJ-07", "R-1", "UTC", note="a\nb"), "text.control-character", "note"),
        (lambda: Held("fever\u202e"), "text.control-character", "reason"),
        (lambda: Held(" "), "value.missing", "reason"),
        (lambda: Held("x" * 501), "text.too-long", "reason"),
        (lambda: Started(0), "event.number", "infusion"),
        (lambda: Started(10**5000), "event.number", "infusion"),
        (lambda: Moved(3, date(2027, 3, 30), "all", "holiday"), "event.choice", "later"),
        (lambda: Moved(3, date(1027, 3, 30), "this-one", "holiday"), "date.out-of-range", "to"),
        (lambda: LaterDecided("guess", "late"), "event.choice", "follow"),
        (lambda: LaterDecided("keep-targets", "late", minimum_gap=0), "event.number", "minimum_gap"),
        (lambda: Weighed(ml(60)), "unit.wrong-kind", "weight"),
        (lambda: Weighed(kg(60), "guessed"), "event.choice", "method"),
        (lambda: Counted(Amount("cell_count", Decimal(9))), "unit.wrong-kind", "count"),
        (lambda: DoseChanged(2, "gain", "dr-lee", "O-1"), "event.no-change", "ordered"),
        (lambda: DoseChanged(2, "gain", "dr-lee", "O-1", ml(9)), "unit.wrong-kind", "ordered"),
        (lambda: Arranged(1, "24:00"), "event.time", "time"),
        (lambda: Arranged(1, "9:30"), "event.time", "time"),
        (lambda: Arranged(1, "09:30\n"), "event.time", "time"),
        (lambda: Arranged(1, needs=("chair", "chair")), "event.twice", "needs[1]"),
        (lambda: Arranged(1, needs=("chair", "")), "value.missing", "needs[1]"),
        (lambda: Thawed(1, ()), "value.missing", "containers"),
        (lambda: Thawed(1, ("L1 001", "L1 001")), "event.twice", "containers[1]"),
        (lambda: Thawed(1, ("L1  001",)), "identifier.characters", "containers[0]"),
        (lambda: Thawed(1, ("L1",), AT.replace(tzinfo=None)), "event.offset", "expires"),
        (lambda: PostThawCount(1, "L1"), "value.missing", "cells"),
        (lambda: PostThawCount(1, "L1", viability=Amount("ratio", Decimal(90))), "unit.wrong-kind", "viability"),
        (lambda: BedsideCheck(1, "L1", "n2", ("name",), *ALL_MATCH), "event.identifiers", "identifiers"),
        (lambda: BedsideCheck(1, "L1", "n2", ("name", "Name"), *ALL_MATCH), "event.identifiers", "identifiers"),
        (lambda: BedsideCheck(1, "L1", "n2", ("name", "12.3.1979"), *ALL_MATCH), "event.identifiers", "identifiers[1]"),
        (lambda: Given("L1", ml(20), ml(12), ml(7), "wasted"), "event.volumes", "issued"),
        (lambda: Given("L1", ml(20), ml(12), ml(8)), "event.remainder", "remainder"),
        (lambda: Given("L1", ml(20), ml(20), ml(0), "wasted"), "event.remainder", "remainder"),
        (lambda: Given("L1", ml(20), ml(20), kg(1), "wasted"), "unit.wrong-kind", "left"),
        (lambda: Completed(1, LATER, AT), "event.time-order", "ended"),
        (lambda: StoppedEarly(1, AT, AT, "fever"), "event.time-order", "ended"),
        (lambda: Reaction(1, AT, "hives", 6, "none", "resolved"), "event.number", "grade"),
        (lambda: PartialDecided(1, "made-up", "needed", 14), "event.made-up", "cells"),
        (lambda: PartialDecided(1, "counts", "enough", 14), "event.made-up", "within_days"),
        (lambda: PartialDecided(1, "skipped", "enough"), "event.choice", "decision"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_be_is_refused_by_its_name(make, code, field):
    assert refused(make) == [(code, field)]


def test_days_beside_an_infusion_are_no_part_of_a_calendar():
    beside = Closures("mon-fri", beside=[(-1, "lab draw")])
    assert refused(lambda: CalendarChanged(beside, "new")) == [("event.beside", "closures")]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Started(True),
        lambda: Started("1"),
        lambda: Held(None),
        lambda: Moved(1, AT, "this-one", "holiday"),
        lambda: Thawed(1, ["L1"]),
        lambda: Thawed(1, "L1"),
        lambda: Counted(Amount("platelet_count", Decimal(9)), "no"),
        lambda: Weighed(60),
        lambda: Planned({}),
        lambda: Cleared(1, ("order in force",)),
        lambda: Completed(1, AT.date(), LATER),
        lambda: told("weighed"),
        lambda: told(Given("L1", ml(0), ml(0), ml(0))),
    ],
)
def test_a_wrong_type_is_an_error_of_whoever_calls(make):
    with pytest.raises(TypeError):
        make()


def test_the_text_of_an_order_is_kept_as_it_was_written():
    order = Ordered("2×10⁶ lebende Zellen/kg – viermal, monatlich", "dr-lee", "O-1")
    assert order.text == "2×10⁶ lebende Zellen/kg – viermal, monatlich"


def test_an_item_of_clearance_stands_once():
    items = (ClearanceItem("order in force", True), ClearanceItem("order in force", False))
    assert refused(lambda: Cleared(1, items)) == [("event.twice", "items[1].item")]


def test_a_container_is_given_once_in_an_infusion():
    given = Given("L1 001", ml(20), ml(20), ml(0))
    assert refused(lambda: Completed(1, AT, LATER, (given, given))) == [
        ("event.twice", "containers[1].container")
    ]


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: told(Started(1), number=0), "event.number", "number"),
        (lambda: told(Started(1), by="J. Doe"), "identifier.characters", "by"),
        (lambda: told(Started(1), occurred=AT.replace(tzinfo=None)), "event.offset", "occurred"),
        (lambda: told(Started(1), occurred=LATER, recorded=AT), "event.time-order", "occurred"),
        (lambda: told(Completed(1, AT, LATER + timedelta(minutes=1))), "event.time-order", "ended"),
        (lambda: told(BedsideCheck(1, "L1", "nurse-1", BEDSIDE, *ALL_MATCH)), "event.same-person", "second"),
        (lambda: told(EnteredInError(3, "wrong patient", "nurse-1")), "event.same-person", "second"),
        (lambda: told(EnteredInError(9, "wrong patient")), "event.not-earlier", "event"),
        (lambda: told(RescueGiven("rhIL-11", date(2027, 1, 28))), "event.time-order", "until"),
        (lambda: told(RescueGiven("rhIL-11", date(2027, 1, 30))), "event.time-order", "until"),
    ],
)
def test_what_joins_who_when_and_what_is_held_by_the_event(make, code, field):
    assert refused(make) == [(code, field)]


def test_an_entry_made_later_is_ordinary():
    event = told(Weighed(kg("66.4")), recorded=AT + timedelta(days=400))
    assert event.type == "weighed"


def test_an_expiry_may_lie_after_the_entry():
    assert told(Thawed(1, ("L1 001",), LATER + timedelta(hours=4))).what.expires > LATER


def test_a_moment_keeps_its_offset_and_forgets_its_zone():
    """In the hour that clocks repeat, a zone's moments compare equal to no others."""
    zone = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2027, 10, 31, 2, 30, tzinfo=zone, fold=fold) for fold in (0, 1))
    event = told(Started(1), occurred=first, recorded=second)
    assert (event.occurred.isoformat(), event.recorded.isoformat()) == (
        "2027-10-31T02:30:00+02:00",
        "2027-10-31T02:30:00+01:00",
    )
    assert event == told(
        Started(1), occurred=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), recorded=event.recorded
    )


def test_events_compare_hash_and_pickle():
    event = told(Completed(1, AT, LATER, (Given("L1", ml(20), ml(20), ml(0)),), True), occurred=LATER)
    assert pickle.loads(pickle.dumps(event)) == event
    assert hash(pickle.loads(pickle.dumps(event))) == hash(event)
