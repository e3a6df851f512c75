"""Whose drafts are kept and offered at a desk: forms that were open when the terminal was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from msc_dose.files.drafts import Draft, keep_drafts, kept_drafts

if TYPE_CHECKING:
    from msc_dose.tui.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What stands in a form; the words are those of `Draft`."""

    form: str
    texts: Mapping[str, str]
    course: str = ""
    settled: Mapping[str, str] | None = None


def keep_forms(desk: Desk, forms: Sequence[OpenForm]) -> None:
    """Keep what stands in them for whoever is signed in, or for whoever sits at this machine."""
    if not _keeps(desk):
        return
    kept = desk.now().astimezone(UTC).isoformat()
    whose = _whose(desk)
    keep_drafts([Draft(*whose, one.form, one.texts, kept, one.course, one.settled or {}) for one in forms])


def drafts_of(desk: Desk) -> tuple[Draft, ...]:
    """Those that are offered to whoever is signed in now."""
    return kept_drafts(*_whose(desk), desk.now()) if _keeps(desk) else ()


def _keeps(desk: Desk) -> bool:
    """Not where nothing is entered, and for nobody who cannot be told from others."""
    return not desk.readonly and not (desk.elsewhere and desk.session is None)


def _whose(desk: Desk) -> tuple[str, str]:
    return desk.record.identifier if desk.record else "", desk.session.person if desk.session else ""
