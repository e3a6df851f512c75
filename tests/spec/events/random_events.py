"""Valid events of every kind at random, built from the fields of each; what joins fields is kept by hand.

`values(kind)` gives values of one kind, `events(names, numbers)` whole events, `courses(size)` a list of events
numbered 1, 2, 3 …: each is right by itself, and no story is told by them together.
"""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

import msc_dose as md
from msc_dose.courses.events.allowed import Clock, Code, Line, Of, OneOf, Whole, Zone
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.fields import fields_of
from msc_dose.courses.events.giving import (
    BedsideCheck,
    ClearanceItem,
    Cleared,
    Completed,
    Given,
    PartialDecided,
    PostThawCount,
    StoppedEarly,
    Thawed,
)
from msc_dose.courses.events.kinds import KINDS
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.events.results import EnteredInError, RescueGiven
from msc_dose.courses.plan import Plan
from msc_dose.quantity.amount import BASES, COUNTS, Amount
from msc_dose.quantity.kinds import KINDS as AMOUNTS
from msc_dose.scheduling import WEEKDAYS, Closures

OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
# The ends are local times; each moment then has an offset of its own.
FIRST, LAST = datetime(2020, 1, 1), datetime(2040, 12, 31)  # noqa: DTZ001
MOMENTS = st.datetimes(FIRST, LAST, timezones=OFFSETS)
WHOLE_MINUTES = MOMENTS.map(lambda moment: moment.replace(second=0, microsecond=0))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
VISIBLE = st.characters(exclude_categories=("C", "Z"))
LINES = st.text(VISIBLE, min_size=1, max_size=12) | st.sampled_from(
    ["fever 38.6 °C", "2 × 10⁶ cells/kg i.v.", "Äußere Gründe", 'said "no" \\ left', "血小板 12", "a  b"]
)
IDENTIFIERS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/+:-]{0,7}", fullmatch=True)
CONTAINERS = IDENTIFIERS | st.tuples(IDENTIFIERS, IDENTIFIERS).map(" ".join)
MOST = {"body_weight": ("0.2", "650"), "percentage": ("0", "100")}
FACTS = {
    "counts": st.sampled_from([None, *COUNTS]),
    "population": st.sampled_from([None, "MSC", "CD34+"]),
    "moment": st.sampled_from([None, "after thaw"]),
}


@st.composite
def amounts(draw, kind):
    """Amounts of a kind: decimals, and quotients whose decimals do not end."""
    least, most = MOST.get(kind, ("0", "9000000000"))
    value = draw(st.decimals(least, most, places=draw(st.integers(0, 4))))
    bottom = draw(st.sampled_from([1, 1, 1, 7])) if kind not in MOST else 1
    facts = {name: draw(fact) for name, fact in FACTS.items()} if AMOUNTS[kind].cells else {}
    if AMOUNTS[kind].patient_mass:
        facts["basis"] = draw(st.sampled_from([None, *BASES]))
    return Amount(kind, abs(value), bottom, **facts)


@cache
def a_plan(number):
    """One of three plans; each is calculated once."""
    protocol, interval, closures = (
        ("sjogren-itp-msc-monthly", "calendar-month", Closures("mon-fri", {date(2027, 3, 29): "Easter"})),
        ("sjogren-itp-msc-monthly", "28-days", Closures()),
        ("ryoncil-us-2024", None, Closures("mon-sat")),
    )[number]
    return md.plan_course(
        protocol, md.Patient("60 kg", "actual"), date(2027, 1, 29), interval, "viable", closures, 3
    )


LISTED = st.dictionaries(DAYS, st.sampled_from(["", "holiday", "Feiertag für alle"]), max_size=3)
CLOSURES = st.builds(
    Closures,
    st.none() | st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    LISTED,
    thaw=st.none() | st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    away=LISTED,
    full=LISTED,
    worked=st.lists(DAYS, max_size=2, unique=True),
    provisional=st.lists(st.integers(2027, 2030), max_size=2, unique=True),
)
ANY = {bool: st.booleans(), date: DAYS, datetime: MOMENTS, Closures: CLOSURES}


def of_field(field):
    """Values of one field, its default among them."""
    each = _each(field)
    if field.many:
        each = st.lists(each, max_size=3, unique=True).map(tuple)
    return st.none() | each if field.optional else each


def _each(field):
    match field.allowed:
        case Line(blank=blank):
            return LINES | st.just("") if blank else LINES
        case Code(parts=parts):
            return CONTAINERS if parts > 1 else IDENTIFIERS
        case OneOf(words=words):
            return st.sampled_from(words)
        case Whole(low=low, high=high):
            return st.integers(low, min(high, 9))
        case Of(kinds=kinds):
            return st.sampled_from(kinds).flatmap(amounts)
        case Clock():
            return st.times().map(lambda time: f"{time:%H:%M}")
        case Zone():
            return st.sampled_from(["Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT+5", "UTC"])
    if field.type is Plan:
        return st.integers(0, 2).map(a_plan)
    return ANY[field.type] if field.type in ANY else values(field.type)


@st.composite
def values(draw, kind):
    """Valid values of one kind of event."""
    made = {field.name: draw(of_field(field)) for field in fields_of(kind)}
    return kind(**made | draw(JOINT.get(kind, st.just({}))))


@st.composite
def _volumes(draw):
    infused, left = draw(amounts("volume")), draw(amounts("volume") | st.just(Amount("volume", Decimal(0))))
    fate = draw(st.sampled_from(["wasted", "retained-for-testing"])) if left.numerator else "none"
    return {"issued": infused + left, "infused": infused, "left": left, "remainder": fate}


@st.composite
def _ended(draw):
    started = draw(WHOLE_MINUTES)
    given = draw(st.lists(values(Given), max_size=3, unique_by=lambda each: each.container))
    return {
        "started": started,
        "ended": started + timedelta(minutes=draw(st.integers(1, 600))),
        "containers": tuple(given),
    }


@st.composite
def _partial(draw):
    decision = draw(st.sampled_from(["counts", "made-up", "repeated"]))
    made_up = decision == "made-up"
    return {
        "decision": decision,
        "within_days": draw(st.integers(1, 60)) if made_up else None,
        "cells": draw(amounts("cell_count")) if made_up else None,
    }


WORDS = st.sampled_from(["date of birth", "name", "recipient's code", "wristband"])
ANY_TYPE, ANY_NUMBER = st.sampled_from(sorted(KINDS)), st.integers(1, 99)
# The first event of a course strikes none.
NOT_STRUCK = st.sampled_from(sorted(set(KINDS) - {"entered-in-error"}))
SIZES = st.integers(1, 8)
ITEMS = st.lists(values(ClearanceItem), max_size=3, unique_by=lambda each: each.item).map(tuple)
JOINT = {
    Given: _volumes(),
    Completed: _ended(),
    StoppedEarly: _ended(),
    PartialDecided: _partial(),
    Cleared: st.fixed_dictionaries({"items": ITEMS}),
    Thawed: st.fixed_dictionaries(
        {"containers": st.lists(CONTAINERS, min_size=1, max_size=3, unique=True).map(tuple)}
    ),
    PostThawCount: st.fixed_dictionaries({"viability": amounts("percentage")}),
    DoseChanged: st.fixed_dictionaries({"dosing_weight": amounts("body_weight")}),
    BedsideCheck: st.fixed_dictionaries(
        {"identifiers": st.lists(WORDS, min_size=2, max_size=3, unique=True).map(tuple)}
    ),
    RescueGiven: st.just({"until": None}),
}


@st.composite
def events(draw, names=ANY_TYPE, numbers=ANY_NUMBER):
    """Valid events; the number of one that was entered in error is at least 2."""
    what, number = draw(values(KINDS[draw(names)])), draw(numbers)
    by = draw(IDENTIFIERS.filter(lambda code: code != getattr(what, "second", None)))
    occurred = draw(MOMENTS | WHOLE_MINUTES)
    happened = [getattr(what, name, None) for name in ("started", "ended", "onset")]
    occurred = latest = max([occurred, *(moment for moment in happened if moment)])
    recorded = latest + timedelta(minutes=draw(st.integers(0, 4000)))
    if isinstance(what, EnteredInError):
        number = max(2, number)
        what = EnteredInError(draw(st.integers(1, number - 1)), what.reason, what.second)
    if isinstance(what, RescueGiven):
        until = st.dates(occurred.date(), recorded.date()) if occurred.date() < recorded.date() else st.none()
        what = RescueGiven(what.treatment, draw(st.none() | until))
    return Event(number, occurred, recorded, by, what)


@st.composite
def courses(draw, size=SIZES, names=NOT_STRUCK):
    """Events numbered from 1, each valid by itself, as they may stand in one file."""
    return tuple(draw(events(names, st.just(at + 1))) for at in range(draw(size)))
