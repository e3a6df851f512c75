"""A brief as one line of JSON, and back: lists in the order of the fields, as short as can be read fast.

`FORM` is the number of this form. A brief of another form is never read: it is made anew from its course.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msc_dose.quantity.amount import Amount
from msc_dose.ward.brief import Brief, BriefInfusion, BriefQuestion, BriefVisit

FORM = 3
_ENDS_WITH = BriefInfusion._field_defaults


def brief_text(brief: Brief) -> str:
    """The brief as it is kept. Its course, recipient, number of events stand beside it, and are left out."""
    document = [
        brief.zone,
        int(brief.training),
        brief.protocol,
        _written(brief.recorded),
        _written(brief.settled),
        _written(brief.held_since),
        brief.held_reason,
        brief.stopped,
        brief.requires,
        brief.questions,
        [_infusion_document(each) for each in brief.infusions],
        [[_written(each) for each in visit] for visit in brief.visits],
        _written(brief.weight_holds_to),
    ]
    # What is no ASCII is written out: half a character in a reason is then kept by every database.
    return json.dumps(document, separators=(",", ":"), allow_nan=False)


def _infusion_document(infusion: BriefInfusion) -> list[Any]:
    """Its fields; those at the end that have their defaults are left out."""
    values = list(infusion)
    names = list(infusion._fields)
    while names[-1] in _ENDS_WITH and values[-1] == _ENDS_WITH[names[-1]]:
        del names[-1], values[-1]
    return [_written(each) for each in values]


def _written(value: Any) -> Any:
    if isinstance(value, Amount):
        parts = (value.counts, value.population, value.moment, value.basis, value.as_written)
        return [value.kind, str(value.numerator), value.denominator, *parts]
    if isinstance(value, Date | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return int(value) if isinstance(value, bool) else value


def brief_from(course: str, recipient: str, events: int, text: str) -> Brief:
    """The brief of a text that `brief_text` wrote.

    Raises ValueError, TypeError, LookupError or Refusal for any other text.
    """
    (zone, training, protocol, recorded, settled, held_since, held_reason, stopped, requires, asked,
     infusions, visits, holds_to) = json.loads(text)  # fmt: skip
    return Brief(
        course,
        recipient,
        zone,
        bool(training),
        protocol,
        events,
        _moment(recorded),
        _moment(settled),
        _day(held_since),
        held_reason,
        stopped,
        tuple(requires),
        tuple(BriefQuestion(*each) for each in asked),
        tuple(_infusion(each) for each in infusions),
        tuple(_visit(each) for each in visits),
        _day(holds_to),
    )


def _infusion(given: Sequence[Any]) -> BriefInfusion:
    (number, of, state, target, earliest, latest, day, dose, *rest) = given
    days = (_day(target), _day(earliest), _day(latest), _day(day))
    made = (number, of, state, *days, _amount(*dose))
    if not rest:
        return BriefInfusion(*made)
    values = dict(zip(BriefInfusion._fields[8:], rest, strict=False))
    for name, read in _READ.items():
        if values.get(name) is not None:
            values[name] = read(values[name])
    return BriefInfusion(*made, **values)


def _visit(given: Sequence[Any]) -> BriefVisit:
    kind, day, infusion, detail, target = given
    return BriefVisit(kind, _day(day), infusion, detail, _day(target))


def _day(text: str | None) -> Date | None:
    return None if text is None else Date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@lru_cache(maxsize=4096)
def _amount(
    kind: str,
    numerator: str,
    denominator: int,
    counts: Any,
    population: str | None,
    moment: str | None,
    basis: str | None,
    as_written: str | None,
) -> Amount:
    """Many courses have the same doses; each is checked once."""
    facts = (counts, population, moment, basis, as_written)
    return Amount(kind, Decimal(numerator), denominator, *facts)


def _shut(given: Sequence[Sequence[str]]) -> tuple[tuple[Date, str], ...]:
    return tuple((Date.fromisoformat(day), words) for day, words in given)


_READ: dict[str, Any] = {
    "held": bool,
    "new_dose": lambda given: _amount(*given),
    "ended": _moment,
    "observed": bool,
    "expires": _moment,
    "needs": tuple,
    "make_up": lambda given: _amount(*given),
    "make_up_by": _day,
    "volume": lambda given: _amount(*given),
    "thawed": lambda given: tuple(map(tuple, given)),
    "shut": _shut,
    "not_checked": tuple,
}
