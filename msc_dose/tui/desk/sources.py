"""What plans are made from at this desk."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msc_dose.files.protocols import shipped_protocols
from msc_dose.library.planned_from import protocol_of
from msc_dose.store.site.protocol_files import APPROVED
from msc_dose.store.site.protocols import filed
from msc_dose.tui.answers.source import Source

if TYPE_CHECKING:
    from msc_dose.tui.desk.desk import Desk


def source_of(desk: Desk) -> Source:
    """The protocols that the record has approved, and in a training record those shipped as well.

    Without a record it is those shipped. A protocol is loaded from the record once.
    """
    record = desk.record
    if record is None:
        return Source(settings=desk.settings)

    def names() -> tuple[str, ...]:
        today = record.now().date()
        with record.reading() as statements:
            own = [each.name for each in filed(statements) if each.state(today) == APPROVED]
        others = shipped_protocols() if record.training else []
        return tuple(dict.fromkeys([*sorted(own), *others]))

    return Source(names, cache(lambda name: protocol_of(record, name)), desk.settings)
