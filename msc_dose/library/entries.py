"""An event from what people type: each field read as its kind asks, everything wrong named at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING
from datetime import date, datetime
from functools import partial
from typing import Any

from msc_dose.courses.events.fields import Field, fields_of
from msc_dose.courses.events.giving import ClearanceItem, Given
from msc_dose.courses.events.kinds import What
from msc_dose.library.amounts import amount_of
from msc_dose.library.attempts import Attempts
from msc_dose.library.prescribing import dose_amount
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_date, read_moment
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling.wall_time import local_moment

Texts = Mapping[str, str | Sequence[str]]
YES_NO = {"yes": True, "no": False}


def entry_of(kind: type[Any], texts: Texts, zone: str, site: Conventions = DEFAULT) -> What:
    """The event of this kind whose fields these texts state; what is not stated has its default.

    A moment without an offset is wall time in `zone`. Raises one Refusal that names every wrong field, and
    `value.missing` for each that must be stated.
    """
    attempts = Attempts()
    values: dict[str, Any] = {}
    for field in fields_of(kind):
        if field.name in texts:
            values[field.name] = attempts.get(partial(_field, field, texts[field.name], zone, site))
        elif field.default is MISSING:
            values[field.name] = attempts.get(partial(_missing, field.name))
    attempts.settle()
    made: What = kind(**values)
    return made


def moment_of(text: str, field: str, zone: str) -> datetime:
    """A moment: `2027-03-30T09:30+02:00`, or `2027-03-30 09:30` as the clocks of the zone show it.

    A day alone stands for its beginning. Raises Refusal `date.format`, `time.format`, `time.repeats`,
    `time.does-not-exist`.
    """
    clean = text.strip()
    if (offset := _offset(clean)) is not None:
        clean = clean.removesuffix(offset)
    read = read_moment(clean, field)
    at = f"{read:%H:%M}" if isinstance(read, datetime) else "00:00"
    day = read.date() if isinstance(read, datetime) else read
    if offset is None:
        return local_moment(day, at, zone)
    return datetime.fromisoformat(f"{day.isoformat()}T{at}{offset}")


def _offset(text: str) -> str | None:
    """The offset from UTC at the end of a text, `+02:00`; None where there is none."""
    end = text[-6:]
    shaped = len(text) > 15 and end[0] in "+-" and end[3] == ":" and (end[1:3] + end[4:]).isdigit()
    return end if shaped and end.isascii() and int(end[1:3]) < 15 and int(end[4:]) < 60 else None


def _missing(name: str) -> None:
    said = name.replace("_", " ")
    raise refuse("value.missing", name, f"The {said} is missing.", f"Give --{name.replace('_', '-')}.")


def _field(field: Field, given: str | Sequence[str], zone: str, site: Conventions) -> Any:
    if field.many:
        texts = [given] if isinstance(given, str) else given
        return tuple(_one(field, text, zone, site) for text in texts)
    return _one(field, given if isinstance(given, str) else " ".join(given), zone, site)


def _one(field: Field, text: str, zone: str, site: Conventions) -> Any:
    kind = field.type
    if kind is str:
        return text
    if kind is Amount:
        return _amount(field, text, site)
    if kind is datetime:
        return moment_of(text, field.name, zone)
    if kind is date:
        return read_date(text, field.name)
    if kind is Given:
        return _given(text, site)
    if kind is ClearanceItem:
        return _item(text)
    return _yes_no(text, field.name) if kind is bool else _whole(text, field.name)


def _amount(field: Field, text: str, site: Conventions) -> Amount:
    kinds: tuple[str, ...] = getattr(field.allowed, "kinds")  # noqa: B009  # every Amount field states its kinds
    if len(kinds) > 1:
        return dose_amount(text, field.name, site)
    return amount_of(text, kinds[0], field.name, site)


def _yes_no(text: str, name: str) -> bool:
    if text.strip().lower() in YES_NO:
        return YES_NO[text.strip().lower()]
    raise refuse("event.yes-or-no", name, f"{text!r} is neither yes nor no.", "Say yes or no.", text)


def _whole(text: str, name: str) -> int:
    if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 9:
        return int(text)
    raise refuse("event.number", name, f"{text!r} is not a whole number.", "Give a whole number.", text)


def _item(text: str) -> ClearanceItem:
    """`consent` or `consent=yes` holds; `IV access=no` and `IV access=no: second try at 10` do not."""
    item, equals, said = text.partition("=")
    answer, _, note = said.partition(":")
    return ClearanceItem(item.strip(), _yes_no(answer, "items") if equals else True, note.strip())


def _given(text: str, site: Conventions) -> Given:
    """`V-0012, issued=18 mL, infused=14.5 mL, left=3.5 mL, remainder=wasted`."""
    name, *pairs = [part.strip() for part in text.split(",")]
    said = {key.strip(): value.strip() for key, _, value in (pair.partition("=") for pair in pairs)}
    known = ("issued", "infused", "left", "remainder")
    if len(said) != len(pairs) or any(key not in known for key in said):
        fix = 'Write it such as "V-0012, issued=18 mL, infused=18 mL, left=0 mL".'
        raise refuse("event.container", "containers", f"{text!r} is not what went in.", fix, text)
    missing = [key for key in known[:3] if key not in said]
    if missing:
        message = f"Of container {name} it is not said how much was {' and '.join(missing)}."
        raise refuse("value.missing", "containers", message, f"Add {missing[0]}=… mL.", text)
    volumes = [amount_of(said[key], "volume", f"containers.{key}", site) for key in known[:3]]
    return Given(name, volumes[0], volumes[1], volumes[2], said.get("remainder", "none"))
