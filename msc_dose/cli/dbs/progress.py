"""How far long work is, told to a person who waits at a terminal."""

from __future__ import annotations

import sys

from msc_dose.cli import output
from msc_dose.store.care.exporting import Progress, silent

_LONG = 20_000  # rows; less is done before anybody wonders
_PARTS = 10


def progress(what: str = "rows", long: int = _LONG) -> Progress:
    """A line on standard error at every tenth of long work; nothing where no person sees it.

    `long` is how many of what is counted nobody waits for without a word.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return silent
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        part = done * _PARTS // total if total >= long else 0
        if part not in (told, 0):
            output.complain(f"  {done:,} of {total:,} {what}")
        told = part

    return tell
