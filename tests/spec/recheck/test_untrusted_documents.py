"""A document is untrusted: what cannot be what it ought to be is refused with its path, never a traceback."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.recheck import recheck_plan

from . import plans

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, 1, 3, 4, 401, 10**30])
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["60", "6e1", "-60", "60.0", "2027-03-01", "clamp", "omit", "week", "mon", "cells", "kg"]
    )
)
JSON = st.recursive(
    SCALARS,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=6), values, max_size=3),
    max_leaves=8,
)


def places(value, path=()):
    """The path of every value inside a document."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children:
        yield (*path, key)
        if isinstance(child, dict | list):
            yield from places(child, (*path, key))


def put(document, path, value):
    """A copy of the document with one value changed."""
    changed = copy.deepcopy(document)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def look_up(document, path):
    for key in path:
        document = document[key]
    return document


def dotted(path):
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


def outcome(document):
    """The fields named by a refusal or by disagreements; any other exception fails the test."""
    try:
        return [problem.field for problem in recheck_plan(document)]
    except Refusal as refusal:
        if not set(refusal.codes) <= {"document.malformed", "document.schema"}:
            raise
        return [problem.field for problem in refusal.problems]


FULL = plans.ryoncil(
    closed=plans.closed("2027-05-17"),
    dose=plans.per_weight("2000000", "200000000"),
)
PLACES = sorted(places(FULL), key=str)
DAYS = ("target", "earliest", "latest", "date")
COMPUTED_DAYS = [path for path in PLACES if path[0] in ("infusions", "visits") and path[-1] in DAYS]
COMPUTED_CELLS = [
    path
    for path in PLACES
    if path[-1] in ("cells", "total_cells") or path[-4:] == ("dose_steps", 1, "result", "value")
]
COMPUTED_NUMBERS = [path for path in PLACES if path[-1] == "number"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", 1),
        ("title", None),
        ("recheck", []),
        ("inputs", []),
        ("inputs.weight", "60 kg"),
        ("inputs.weight.value", 60.0),
        ("inputs.weight.value", float("nan")),
        ("inputs.weight.value", 60),
        ("inputs.weight.value", "NaN"),
        ("inputs.weight.value", "6e1"),
        ("inputs.weight.value", "-60"),
        ("inputs.weight.value", "+60"),
        ("inputs.weight.value", "60.0"),
        ("inputs.weight.value", "060"),
        ("inputs.weight.value", ".5"),
        ("inputs.weight.value", "60,5"),
        ("inputs.weight.value", "60\n"),
        ("inputs.weight.value", "٦٠"),
        ("inputs.weight.value", "9" * 61),
        ("inputs.weight.unit", "lb"),
        ("inputs.population", 1),
        ("inputs.product", 1),
        ("inputs.counts", "total"),
        ("inputs.dose.shape.kind", "flat"),
        ("inputs.dose.shape.kind", ["span"]),
        ("inputs.dose.maximum.unit", "cells/kg"),
        ("inputs.start", "2027-02-29"),
        ("inputs.start", "20270301"),
        ("inputs.start", "1899-12-31"),
        ("inputs.start", "2200-01-01"),
        ("inputs.schedule.kind", "thrice-a-week"),
        ("inputs.schedule.weeks", 0),
        ("inputs.schedule.weeks", 401),
        ("inputs.schedule.weeks", True),
        ("inputs.schedule.weeks", 4.0),
        ("inputs.minimum_gap", 0),
        ("inputs.minimum_gap", 3651),
        ("inputs.weight.value", "0.19"),
        ("inputs.weight.value", "6000"),
        ("inputs.dose.shape.low.value", "0"),
        ("inputs.basis", "shoe size"),
        ("status", "approved"),
        ("missing[0]", 1),
        ("recheck", "disagrees"),
        ("inputs.window.before", 401),
        ("inputs.open[0]", "monday"),
        ("inputs.open[0]", {}),
        ("inputs.closed[0].date", None),
        ("inputs.closed[0].reason", None),
        ("inputs.visits[0].kind", None),
        ("inputs.visits[0].days", -3651),
        ("inputs.visits[0].days", 36501),
        ("inputs.visits[0].days", 10**30),
        ("infusions", {}),
        ("infusions[0].number", "1"),
        ("infusions[2].date", "2027-13-01"),
        ("infusions[2].dose_steps[1].result.unit", 1),
        ("total_cells", 960000000),
    ],
)
def test_a_value_that_cannot_be_what_it_ought_to_be_is_refused_with_its_path(path, value):
    (place,) = [place for place in PLACES if dotted(place) == path]
    with pytest.raises(Refusal) as caught:
        recheck_plan(put(FULL, place, value))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("document.malformed", path)
    ]


@pytest.mark.parametrize("key", ["weight", "basis"])
def test_a_dose_per_weight_needs_a_weight_and_whose_it_is(key):
    with pytest.raises(Refusal) as caught:
        recheck_plan(put(FULL, ("inputs", key), None))
    assert [problem.field for problem in caught.value.problems] == ["inputs.dose.shape.low"]


def test_a_document_of_another_schema_is_refused():
    with pytest.raises(Refusal) as caught:
        recheck_plan(FULL | {"schema": "msc-dose/plan/3"})
    assert caught.value.codes == ("document.schema",)


@pytest.mark.parametrize("document", [None, 1, "plan", [], b"{}", object()])
def test_what_is_not_a_mapping_is_refused(document):
    with pytest.raises(Refusal) as caught:
        recheck_plan(document)
    assert caught.value.codes == ("document.malformed",)


@pytest.mark.parametrize("path", ["", "dose", "weight", "schedule", "window", "closed[0]", "visits[0]"])
def test_an_input_that_the_second_calculation_does_not_know_is_refused(path):
    """It might be a rule that changes the dose; agreement would then be said of another rule."""
    full = f"inputs.{path}".rstrip(".")
    (place,) = [place for place in PLACES if dotted(place) == full]
    with pytest.raises(Refusal, match="does not know the key 'factor'") as caught:
        recheck_plan(put(FULL, (*place, "factor"), "10"))
    assert caught.value.problems[0].field == full


def test_an_interval_with_an_unknown_rule_is_refused():
    schedule = plans.interval("week", 4, 4) | {"from": "previous infusion"}
    assert outcome(plans.the_case(schedule=schedule)) == ["inputs.schedule"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start": "2199-12-01", "schedule": plans.interval("calendar-month", 1, 2)}, "inputs.schedule"),
        ({"schedule": plans.interval("calendar-month", 400, 400)}, "inputs.schedule"),
        (
            {"start": "2096-02-29", "schedule": plans.interval("calendar-month", 300, 400, "omit")},
            "inputs.schedule",
        ),
        ({"schedule": plans.interval("week", 400, 400)}, "inputs.schedule"),
        ({"start": "2199-12-20", "schedule": {"kind": "twice-a-week", "weeks": 4}}, "inputs.schedule"),
        ({"visits": [plans.assessment(36500, 0, 0)], "start": "2150-01-01"}, "inputs.visits[0]"),
    ],
)
def test_a_schedule_that_runs_past_2199_is_refused(changes, field):
    assert outcome(plans.the_case(**changes)) == [field]


def test_every_key_is_needed_but_the_agreement():
    unread = ("recheck",)
    for path in PLACES:
        document = copy.deepcopy(FULL)
        del look_up(document, path[:-1])[path[-1]]
        if isinstance(path[-1], str):
            assert outcome(document) == ([] if path[-1] in unread else [dotted(path)])


@pytest.mark.parametrize("value", ["nested lists", "a number of 5001 digits", "a text of 100000 characters"])
def test_neither_depth_nor_size_is_a_danger_anywhere(value):
    junk = {"a number of 5001 digits": 10**5000, "a text of 100000 characters": "9" * 100_000}.get(value, [])
    for _ in range(100_000 if junk == [] else 0):
        junk = [junk]
    for path in PLACES:
        outcome(put(FULL, path, junk))


@given(JSON)
def test_any_json_is_refused_or_compared(document):
    assert outcome(document)


@given(st.sampled_from(PLACES), JSON | st.binary() | st.builds(object) | st.sets(st.integers(), max_size=1))
def test_any_value_in_any_place_is_refused_or_compared(path, value):
    outcome(put(FULL, path, value))


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_a_value_moved_to_another_place_is_refused_or_compared(place, origin):
    outcome(put(FULL, place, look_up(FULL, origin)))


def test_every_result_that_is_changed_a_little_is_named_and_nothing_else_is():
    for path in COMPUTED_DAYS:
        day = date.fromisoformat(look_up(FULL, path))
        for changed in (day - timedelta(days=1), day + timedelta(days=1), day.replace(year=2028)):
            assert outcome(put(FULL, path, str(changed))) == [dotted(path)]
    for path in COMPUTED_CELLS:
        cells = look_up(FULL, path)
        for changed in (cells + "0", cells[:-1], cells + ".5", str(int(cells) + 1), "0"):
            assert outcome(put(FULL, path, changed)) == [dotted(path)]
    for path in COMPUTED_NUMBERS:
        for changed in (0, look_up(FULL, path) + 1):
            assert outcome(put(FULL, path, changed)) == [dotted(path)]


@given(st.data())
def test_a_changed_result_is_never_called_agreement(data):
    """Whether by another value of its kind or by junk: the changed place itself is named."""
    kinds = (
        (COMPUTED_DAYS, st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(str)),
        (COMPUTED_CELLS, st.integers(0, 10**12).map(str)),
        (COMPUTED_NUMBERS, st.integers(0, 900)),
    )
    paths, values = data.draw(st.sampled_from(kinds))
    path, value = data.draw(st.sampled_from(paths)), data.draw(values | JSON)
    before = look_up(FULL, path)
    same = type(value) is type(before) and value == before
    assert same or dotted(path) in outcome(put(FULL, path, value))
