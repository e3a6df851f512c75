"""Wall times: what a ward's clock shows in its zone, and the one moment that it means, or a refusal.

When clocks go forward an hour does not exist; when they go back one comes twice. Neither is settled
silently. What a zone's clocks do comes from the machine's time zone database (IANA).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msc_dose.problems import Refusal, refuse, require_text
from msc_dose.scheduling._dates import day_text, require_date

# "right/" counts leap seconds, "Etc/GMT-3" lies east of Greenwich: none of these is the place of a site.
_NO_PLACES = ("posix", "right", "Etc", "SystemV")


def local_moment(day: date, time: str, zone: str, offset: str | None = None) -> datetime:
    """The moment at which the clocks of `zone` (an IANA name) show `time` (`HH:MM`) on `day`.

    `offset` (`+02:00`) says which of two is meant where the time comes twice; elsewhere it must agree.
    Raises Refusal `time.not-readable`, `time.zone`, `time.does-not-exist` (says what RFC 5545 would show),
    `time.repeats` (offers both offsets), `time.offset` for an offset that the zone does not have then,
    `date.out-of-range`; TypeError for wrong types.
    """
    if offset is not None:
        require_text(offset)
    early, late = _both(day, time, zone)
    if not _exists(early):
        raise _missing(early)
    found = {_offset(moment): moment for moment in (early, late)}
    if offset is None and len(found) > 1:
        raise _twice(early, late)
    if offset is not None and offset not in found:
        raise _other_offset(early, offset, list(found))
    return early if offset is None else found[offset]


def shown_by_rfc5545(day: date, time: str, zone: str) -> datetime:
    """What a calendar file's local time means: RFC 5545, section 3.3.5, form 3.

    A time that does not exist is read with the offset before the gap and shown after it (02:30 becomes
    03:30); of a time that comes twice the first is meant. Raises as `local_moment` does, but for those two.
    """
    early, _ = _both(day, time, zone)
    return early.astimezone(UTC).astimezone(early.tzinfo)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """The time that passes between two moments, whatever the clocks do between them.

    Python subtracts two moments of one zone by their wall clocks; here both are taken to UTC first.
    TypeError for a datetime without a zone or offset.
    """
    for moment in (start, end):
        if not isinstance(moment, datetime) or moment.utcoffset() is None:
            raise TypeError("a moment is a datetime with its zone or offset")
    return end.astimezone(UTC) - start.astimezone(UTC)


def clock_time(text: str) -> time:
    """The time of day that `HH:MM` (00:00 to 23:59) states; Refusal `time.not-readable` otherwise."""
    require_text(text)
    hours, colon, minutes = text.partition(":")
    plain = all(len(part) == 2 and part.isascii() and part.isdigit() for part in (hours, minutes))
    if colon and plain and int(hours) < 24 and int(minutes) < 60:
        return time(int(hours), int(minutes))
    message = f"{text[:20]!r} is not a time of day written HH:MM, from 00:00 to 23:59."
    raise refuse("time.not-readable", "time", message, "Write it as 09:30 or 14:30.", text)


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Europe/Berlin`, or `UTC`.

    Raises Refusal `time.zone` for anything else: abbreviations such as `CET` or `EST` name no place, and
    some of them hold no summer time.
    """
    require_text(name)
    area, slash, _ = name.partition("/")
    found = None
    if name == "UTC" or (slash and area not in _NO_PLACES and name.isascii() and name.isprintable()):
        with suppress(KeyError, ValueError, OSError):  # not there; not a name; a folder: America/Indiana
            found = ZoneInfo(name)
    if found is not None:
        return found
    message = f"{name[:60]!r} names no time zone that this machine knows."
    fix = "Give an IANA name such as Europe/Berlin. If that is refused too, install the package tzdata."
    raise refuse("time.zone", "zone", message, fix, name)


def _both(day: date, text: str, zone: str) -> tuple[datetime, datetime]:
    """The first and the second moment of this wall time; the same where it comes once."""
    clock = datetime.combine(require_date(day, "day"), clock_time(text), zone_named(zone))
    return clock, clock.replace(fold=1)


def _exists(moment: datetime) -> bool:
    """Whether the clocks ever show it: over UTC and back, a time in a gap comes out as another."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _offset(moment: datetime) -> str:
    """The offset as text: `+02:00`."""
    return moment.isoformat()[len("2021-10-31T02:55:00") :]


def _missing(moment: datetime) -> Refusal:
    shown = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return refuse(
        "time.does-not-exist",
        "time",
        f"On {_said(moment)} does not exist: the clocks go forward over it.",
        f"Give a time that exists. A calendar file (RFC 5545) would show {shown:%H:%M}{_offset(shown)}.",
        f"{moment:%H:%M}",
    )


def _twice(early: datetime, late: datetime) -> Refusal:
    return refuse(
        "time.repeats",
        "time",
        f"On {_said(early)} comes twice: the clocks go back over it.",
        f"Say which is meant: offset {_offset(early)} (the first) or {_offset(late)} (the second).",
        f"{early:%H:%M}",
    )


def _other_offset(moment: datetime, offset: str, known: list[str]) -> Refusal:
    message = f"On {_said(moment)} has the offset {' or '.join(known)}, not {offset[:20]!r}."
    return refuse("time.offset", "offset", message, "Give that offset, or none.", offset)


def _said(moment: datetime) -> str:
    return f"{day_text(moment.date())} the time {moment:%H:%M} in {moment.tzinfo}"
