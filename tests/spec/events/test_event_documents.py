"""An event goes through JSON and back without loss, and a document is taken only as it was written."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc_dose.courses.closures_document import closures_document, closures_of
from msc_dose.courses.events.documents import event_document, event_of
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.fields import fields_of
from msc_dose.courses.events.kinds import KINDS
from msc_dose.courses.events.ordering import Weighed
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount

from .random_events import CLOSURES, a_plan, events

AT = datetime(2027, 1, 28, 9, 10, tzinfo=timezone(timedelta(hours=1)))
FRAME = {
    "number": 3,
    "occurred": "2027-01-28T09:10+01:00",
    "recorded": "2027-01-28T09:12+01:00",
    "by": "nurse-1",
}
WEIGHED = {**FRAME, "type": "weighed", "weight": {"value": "66.4", "unit": "kg"}}
GIVEN = {
    "container": "L1 001",
    "issued": {"value": "20", "unit": "mL"},
    "infused": {"value": "20", "unit": "mL"},
    "left": {"value": "0", "unit": "mL"},
}
COMPLETED = {
    **FRAME,
    "type": "completed",
    "infusion": 1,
    "started": "2027-01-28T08:10+01:00",
    "ended": "2027-01-28T08:40+01:00",
    "containers": [GIVEN],
}


def refused(document):
    with pytest.raises(Refusal) as refusal:
        event_of(document)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_an_event_is_flat_and_what_has_its_default_is_left_out():
    event = Event(
        3, AT, AT + timedelta(minutes=2), "nurse-1", Weighed(Amount("body_weight", Decimal("66.40")))
    )
    assert list(event_document(event).items()) == [
        ("number", 3),
        ("type", "weighed"),
        ("occurred", "2027-01-28T09:10+01:00"),
        ("recorded", "2027-01-28T09:12+01:00"),
        ("by", "nurse-1"),
        ("weight", {"value": "66.4", "unit": "kg"}),
    ]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_event_of_this_type_round_trips_exactly(name):
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(events(st.just(name)))
    def holds(event):
        document = json.loads(json.dumps(event_document(event)))
        again = event_of(document)
        assert again == event
        assert again.occurred.utcoffset() == event.occurred.utcoffset()
        assert event_document(again) == document

    holds()


def test_no_field_is_called_like_a_key_of_every_line():
    assert not {f.name for kind in KINDS.values() for f in fields_of(kind)} & {"type", *FRAME}


def test_what_a_weight_was_written_as_is_kept():
    weight = Amount("body_weight", Decimal("69.99"), as_written="154.3 lb ")
    document = event_document(Event(3, AT, AT, "nurse-1", Weighed(weight)))
    assert document["weight"] == {"value": "69.99", "unit": "kg", "as_written": "154.3 lb"}
    assert event_of(document).what.weight.as_written == "154.3 lb"


def test_a_number_without_end_keeps_its_fraction():
    document = WEIGHED | {
        "weight": {"value": "66.6666666666", "unit": "kg", "exact": False, "fraction": "200/3"}
    }
    assert event_of(document).what.weight == Amount("body_weight", Decimal(200), 3)
    for part in ({"fraction": "400/6"}, {"exact": True}, {"fraction": "1/0"}, {"fraction": "200/3 "}):
        changed = document["weight"] | part
        assert refused(document | {"weight": changed}) == [("event.wrong-type", "weight.fraction")]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"type": "weighd"}, [("event.unknown-type", "type")]),
        ({"type": None}, [("event.unknown-type", "type")]),
        ({"type": ["weighed"]}, [("event.unknown-type", "type")]),
        ({"height": "170"}, [("event.unknown-key", "height")]),
        ({"number": "3"}, [("event.wrong-type", "number")]),
        ({"number": True}, [("event.wrong-type", "number")]),
        ({"number": 0}, [("event.number", "number")]),
        ({"by": 7, "number": 3.0}, [("event.wrong-type", "number"), ("event.wrong-type", "by")]),
        ({"occurred": "2027-01-28T09:10"}, [("event.offset", "occurred")]),
        ({"occurred": "2027-01-28"}, [("event.wrong-type", "occurred")]),
        ({"occurred": "2027-02-30T09:10+01:00"}, [("event.wrong-type", "occurred")]),
        ({"occurred": "28.1.2027 9:10"}, [("event.wrong-type", "occurred")]),
        ({"occurred": "2028-01-28T09:10+01:00"}, [("event.time-order", "occurred")]),
        ({"method": None}, [("event.wrong-type", "method")]),
        ({"method": "guessed", "by": ""}, [("value.missing", "by"), ("event.choice", "method")]),
        ({"weight": 66.4}, [("event.wrong-type", "weight")]),
        ({"weight": "66.4 kg"}, [("event.wrong-type", "weight")]),
        ({"weight": {"value": 66.4, "unit": "kg"}}, [("event.wrong-type", "weight.value")]),
        ({"weight": {"value": "66,4", "unit": "kg"}}, [("event.wrong-type", "weight.value")]),
        ({"weight": {"value": "6.64e1", "unit": "kg"}}, [("event.wrong-type", "weight.value")]),
        ({"weight": {"value": "-66.4", "unit": "kg"}}, [("event.wrong-type", "weight.value")]),
        ({"weight": {"value": "NaN", "unit": "kg"}}, [("event.wrong-type", "weight.value")]),
        ({"weight": {"value": "६६", "unit": "kg"}}, [("event.wrong-type", "weight.value")]),
        ({"weight": {"value": "146", "unit": "lb"}}, [("event.wrong-type", "weight.unit")]),
        ({"weight": {"value": "66.4"}}, [("value.missing", "weight.unit")]),
        ({"weight": {"value": "66.4", "unit": "kg", "of": "him"}}, [("event.unknown-key", "weight")]),
        ({"weight": {"value": "6640", "unit": "kg"}}, [("weight.implausible", "weight")]),
    ],
)
def test_a_document_that_was_not_written_so_is_refused_by_path(change, found):
    assert refused(WEIGHED | change) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"containers": GIVEN}, [("event.wrong-type", "containers")]),
        ({"containers": [GIVEN, "L1"]}, [("event.wrong-type", "containers[1]")]),
        ({"containers": [GIVEN | {"issued": "20 mL"}]}, [("event.wrong-type", "containers[0].issued")]),
        ({"containers": [GIVEN | {"infused": {"value": "19", "unit": "mL"}}]}, [("event.volumes", "containers[0].issued")]),
        ({"containers": [GIVEN | {"lot": "L1"}]}, [("event.unknown-key", "containers[0].lot")]),
        ({"line_rinsed": 1}, [("event.wrong-type", "line_rinsed")]),
        ({"infusion": 0, "containers": [{}]}, [
            ("value.missing", "containers[0].container"), ("value.missing", "containers[0].issued"),
            ("value.missing", "containers[0].infused"), ("value.missing", "containers[0].left"),
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_list_is_told_by_its_place(change, found):
    assert refused(COMPLETED | change) == found


def test_all_that_is_missing_is_named():
    assert refused({"type": "weighed"}) == [
        ("value.missing", name) for name in ("number", "occurred", "recorded", "by", "weight")
    ]
    assert refused({}) == [("value.missing", "type")]
    assert refused([WEIGHED]) == [("event.wrong-type", "event")]


def test_a_plan_is_calculated_again_and_a_changed_one_refused():
    document = json.loads(json.dumps({**FRAME, "type": "planned", "plan": a_plan(0).as_document()}))
    assert event_of(document).what.plan == a_plan(0)
    document["plan"]["infusions"][1]["cells"] = "999"
    found = refused(document)
    assert ("recheck.disagrees", "plan.infusions[1].cells") in found


@given(CLOSURES)
@settings(max_examples=60, deadline=None)
def test_a_calendar_round_trips(closures):
    document = json.loads(json.dumps(closures_document(closures)))
    assert closures_of(document) == closures
    assert {"open", "closed"} <= set(document)
    assert all(document[key] for key in document if key not in ("open", "closed"))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"open": "mon-fri"}, "document.malformed", "closures.open"),
        ({"open": ["mon", "monday"]}, "closures.open-weekdays", "closures.open"),
        ({"closed": {"2027-03-29": "Easter"}}, "document.malformed", "closures.closed"),
        ({"closed": [{"date": "2027-03-29"}]}, "document.malformed", "closures.closed[0]"),
        ({"closed": [{"date": "2027-02-29", "reason": ""}]}, "document.malformed", "closures.closed[0].date"),
        ({"worked": ["29.3.2027"]}, "document.malformed", "closures.worked[0]"),
        ({"provisional": ["2028"]}, "document.malformed", "closures.provisional[0]"),
        ({"beside": []}, "event.unknown-key", "closures.beside"),
    ],
)
def test_a_calendar_that_was_not_written_so_is_refused_by_path(change, code, field):
    calendar = {"open": ["mon"], "closed": []} | change
    assert refused({**FRAME, "type": "calendar-changed", "closures": calendar, "reason": "new"}) == [
        (code, field)
    ]
