"""The rows of the laboratory's view, and what the detail of one says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msc_dose.tui.safe import safe
from msc_dose.tui.today.listing import Line, Listing
from msc_dose.tui.today.patients import STYLES, number_text
from msc_dose.ward.stages import SIGNS

if TYPE_CHECKING:
    from msc_dose.tui.today.thawing import ToThaw

_NAMES = ("  Stage", "Container", "Position", "Patient", "No.", "DOSE", "Clock")
_LABELS = ("", "", "at", "", "", "DOSE", "")
NONE_RESERVED = "none reserved"


def listed(thaws: Sequence[ToThaw], width: int) -> Listing:
    """The rows for a list of this width."""
    return Listing(_NAMES, _LABELS, [_line(each) for each in thaws], width)


def sought(thaws: Sequence[ToThaw], text: str) -> tuple[ToThaw, ...]:
    """Those whose patient, course or container holds this text in any case of its letters."""
    wanted = text.strip().casefold()
    return tuple(
        each
        for each in thaws
        if any(wanted in said.casefold() for said in (each.recipient, each.course, each.identity))
    )


def _line(each: ToThaw) -> Line:
    cells = (
        f"{SIGNS[each.stage]} {each.word}",
        each.identity or f"{NONE_RESERVED}{each.needed}",
        each.position or "-",
        each.recipient,
        number_text(each.number, each.of),
        each.dose,
        f"{'NOT VERIFIED; ' if each.unchecked else ''}{each.when}",
    )
    return Line(each.key, tuple(map(safe, cells)), STYLES.get(each.stage, ""), True)


def detail_of(each: ToThaw) -> Iterator[tuple[str, str]]:
    """Everything of the row, each with its name."""
    container = each.identity or f"{NONE_RESERVED}{each.needed}: reserve on F5 Stock"
    yield "Container", f"{container}{f', at {each.position}' if each.position else ''}"
    yield "Patient", f"{each.recipient}, course {each.course}, infusion {each.number} of {each.of}"
    yield "DOSE", each.dose
    yield "Clock", f"{each.word}: {each.when}"
    if each.unchecked:
        yield "NOT VERIFIED", "the dose has no independent double check: F6 Checks"
