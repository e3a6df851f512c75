"""A head of the audit that was kept elsewhere, as a person gives it: its file, or `1204:9f86d081`."""

from __future__ import annotations

import json
import re

from msc_dose.files.reading import file_text
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.store.chain import Head
from msc_dose.store.record import Record

SCHEMA = "msc-dose/audit-head/1"
_WRITTEN = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{8}|[0-9a-f]{64})")
_WHOLE = re.compile(r"[0-9a-f]{64}")
_FIELD = "head"


def kept_head(text: str) -> tuple[Head, str | None]:
    """The head that a person gives, `1204:9f86d081` or a file, and the record it is of where that is said.

    Raises Refusal `audit.head-unreadable`, and those of a file that cannot be read.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written:
        return Head(int(written[1]), written[2]), None
    if re.fullmatch(r"[0-9]+:\S*", text.strip()):
        raise _unreadable(text)
    try:
        content = json.loads(file_text(text, _FIELD, 100_000))
    except (ValueError, RecursionError) as error:
        raise _unreadable(text) from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise _unreadable(text)
    sequence, whole, identifier = (content.get(name) for name in ("sequence", "hash", "record"))
    if type(sequence) is not int or sequence < 1 or not isinstance(identifier, str):
        raise _unreadable(text)
    if not isinstance(whole, str) or not _WHOLE.fullmatch(whole):
        raise _unreadable(text)
    return Head(sequence, whole), identifier


def _unreadable(text: str) -> Refusal:
    message = f"{text!r} holds no head of an audit."
    fix = "Give the file that msc-dose audit head wrote, or SEQUENCE:HASH such as 1204:9f86d081."
    return refuse("audit.head-unreadable", _FIELD, message, fix, text)


def of_another(record: Record, identifier: str | None) -> tuple[Problem, ...]:
    """The STOP `audit.head` where the head is of another record; a head that does not say is of this one."""
    if identifier in (None, record.identifier):
        return ()
    message = f"The head is of the record {identifier}, and this is the record {record.identifier!r}."
    return (stop("audit.head", "head", message, "Give the head of this record; else it was replaced."),)
