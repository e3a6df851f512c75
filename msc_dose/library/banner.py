"""The line that every screen and print of a record begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msc_dose.store.record import Record

TRAINING = "TRAINING – not for a patient."
NO_IDENTIFICATION = "Not for patient identification."


def banner(record: Record) -> list[str]:
    """The line that every screen and print of this record begins with, if any."""
    with record.reading() as statements:
        identity = statements.one("one_setting", name="identity")
    return banner_of(record.training, identity is not None and identity["value"] == "local")


def banner_of(training: bool, local: bool) -> list[str]:
    """The same line of a record whose kind is known: `local` where it may hold patients' identifiers."""
    said = [*([TRAINING] if training else []), *([] if local else [NO_IDENTIFICATION])]
    return [" ".join(said)] if said else []
