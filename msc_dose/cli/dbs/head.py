"""A head of an audit that was printed or exported, as a person gives it to a command."""

from __future__ import annotations

import argparse
import re

from msc_dose.problems import refuse
from msc_dose.store.chain import Head

_HEAD = re.compile(r"([1-9][0-9]{0,14}):([0-9a-f]{8}|[0-9a-f]{64})")


def add_head(arguments: argparse.ArgumentParser, said: str) -> None:
    """Add --head."""
    arguments.add_argument("--head", metavar="ROW:HASH", help=said)


def head_of(given: argparse.Namespace) -> Head | None:
    """The head that is given, None where none is. Refusal `audit.head-unreadable`."""
    if given.head is None:
        return None
    match = _HEAD.fullmatch(given.head.strip().lower())
    if match is None:
        message = f"{given.head!r} is no head of an audit."
        fix = "Write its row and its hash, whole or the first 8 characters, such as 412:0a1b2c3d."
        raise refuse("audit.head-unreadable", "head", message, fix, given.head)
    return Head(int(match[1]), match[2])


def head_text(head: Head) -> str:
    """A head as `--head` takes it, short."""
    return f"{head.sequence}:{head.short}"


def head_document(head: Head) -> dict[str, object]:
    """A head for JSON."""
    return {"sequence": head.sequence, "hash": head.hash}
