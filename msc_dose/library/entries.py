"""An event from what people type: each field read as its kind asks, everything wrong named at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from msc_dose.courses.events.allowed import OneOf
from msc_dose.courses.events.fields import Field, fields_of
from msc_dose.courses.events.giving import REMAINDERS, ClearanceItem, Given
from msc_dose.courses.events.kinds import What
from msc_dose.library.amounts import amount_of
from msc_dose.library.attempts import Attempts
from msc_dose.library.prescribing import dose_amount
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_date, read_moment
from msc_dose.notation.door import shown
from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling.wall_time import local_moment

Texts = Mapping[str, str | Sequence[str]]
YES_NO = {"yes": True, "no": False}
_COMMA_IN_NUMBER = re.compile(r"[0-9]+,[0-9]+")


def entry_of(kind: type[Any], texts: Texts, zone: str, site: Conventions = DEFAULT) -> What:
    """The event of this kind whose fields these texts state; what is not stated has its default.

    A moment without an offset is wall time in `zone`. Raises one Refusal that names every wrong field, and
    `value.missing` for each that must be stated.
    """
    attempts = Attempts()
    values: dict[str, Any] = {}
    for field in fields_of(kind):
        if field.name in texts:
            values[field.name] = attempts.get(partial(value_of, field, texts[field.name], zone, site))
        elif field.default is MISSING:
            values[field.name] = attempts.get(partial(_missing, field.name))
    attempts.settle()
    made: What = kind(**values)
    return made


def moment_of(text: str, field: str, zone: str, *, day_alone: bool = False) -> datetime:
    """A moment: `2027-03-30 09:30` as the clocks of the zone show it, or `2027-03-30T09:30+02:00`.

    With `day_alone` a day without a time stands for its beginning. Raises Refusal `date.format`,
    `time.format`, `time.missing`, `time.repeats`, `time.does-not-exist`; `time.offset` for an offset that
    the zone does not have then.
    """
    clean = text.strip()
    if (offset := _offset(clean)) is not None:
        clean = clean.removesuffix(offset)
    try:
        read = read_moment(clean, field)
    except Refusal as refusal:
        raise _of_whole(text, refusal) from refusal
    if isinstance(read, datetime):
        return local_moment(read.date(), f"{read:%H:%M}", zone, offset)
    if day_alone:
        return local_moment(read, "00:00", zone, offset)
    message = f"{shown(clean)!r} is a day without its time."
    raise refuse("time.missing", field, message, f"Give the time, {read.isoformat()} 09:30.", text)


def _of_whole(text: str, refusal: Refusal) -> Refusal:
    """The refusal, in which a time that cannot be read shows the whole text, and no part of it."""
    message = f"{shown(text)!r} does not end in a time written HH:MM."
    return Refusal(
        [
            replace(problem, message=message, read=shown(text)) if problem.code == "time.format" else problem
            for problem in refusal.problems
        ],
        refusal.readings,
    )


def _offset(text: str) -> str | None:
    """The offset from UTC at the end of a text, `+02:00`; None where there is none."""
    end = text[-6:]
    shaped = len(text) > 15 and end[0] in "+-" and end[3] == ":" and (end[1:3] + end[4:]).isdigit()
    return end if shaped and end.isascii() and int(end[1:3]) < 15 and int(end[4:]) < 60 else None


def listed_word(text: str, words: Iterable[str]) -> str:
    """The one of these words that the text is in any case; the text itself where it is none of them."""
    plain = text.strip().casefold()
    return next((word for word in words if word.casefold() == plain), text)


def _missing(name: str) -> None:
    said = name.replace("_", " ")
    raise refuse("value.missing", name, f"The {said} is missing.", f"Give --{name.replace('_', '-')}.")


def value_of(field: Field, given: str | Sequence[str], zone: str, site: Conventions = DEFAULT) -> Any:
    """What these texts state for one field of an event; many values are a tuple. Raises Refusal."""
    if field.many:
        texts = [given] if isinstance(given, str) else given
        return tuple(_one(field, text, zone, site) for text in texts)
    return _one(field, given if isinstance(given, str) else " ".join(given), zone, site)


def _one(field: Field, text: str, zone: str, site: Conventions) -> Any:
    kind = field.type
    if kind is str:
        return listed_word(text, field.allowed.words) if isinstance(field.allowed, OneOf) else text
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
    """`V-0012, issued=18 mL, infused=14.5 mL, left=3.5 mL, remainder=wasted`; or with semicolons.

    Where semicolons part the entries, a comma belongs to a number.
    """
    name, *pairs = [part.strip() for part in text.split(";" if ";" in text else ",")]
    said = {key.strip(): value.strip() for key, _, value in (pair.partition("=") for pair in pairs)}
    known = ("issued", "infused", "left", "remainder")
    if len(said) != len(pairs) or any(key not in known for key in said):
        raise _unlike(text)
    missing = [key for key in known[:3] if key not in said]
    if missing:
        message = f"Of container {name} it is not said how much was {' and '.join(missing)}."
        raise refuse("value.missing", "containers", message, f"Add {missing[0]}=… mL.", text)
    volumes = [amount_of(said[key], "volume", f"containers.{key}", site) for key in known[:3]]
    remainder = listed_word(said.get("remainder", REMAINDERS[0]), REMAINDERS)
    return Given(name, volumes[0], volumes[1], volumes[2], remainder)


def _unlike(text: str) -> Refusal:
    """The refusal of what is not written as an identity and volumes, and whether a comma is the cause."""
    number = _COMMA_IN_NUMBER.search(text)
    if number is None or ";" in text:
        message = f"{text!r} is not what went in."
        fix = 'Write it such as "V-0012, issued=18 mL, infused=18 mL, left=0 mL".'
    else:
        message = f"In {text!r} a comma parts the entries, and cannot be a decimal mark in {number[0]}."
        fix = 'Part them by semicolons: "V-0012; issued=18,5 mL; …" with --decimal-mark comma, or write 18.5.'
    return refuse("event.container", "containers", message, fix, text)
