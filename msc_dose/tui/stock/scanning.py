"""Which container of the record is scanned: by one code, or by the two halves of its identity."""

from __future__ import annotations

from msc_dose.problems import Refusal
from msc_dose.product.scans.identity import awaits_more, codes_of
from msc_dose.store.stock.naming import Named, named
from msc_dose.tui.desk import Desk


class Scans:
    """What was scanned last: a donation number or a lot alone waits for the code that completes it."""

    half = ""

    def named(self, desk: Desk, code: str) -> Named:
        """The container of a code, or of this and the half before it; a half is kept for the next.

        Raises Refusal `identity.incomplete` for a half, which names those that it may be; those of
        `store.stock.naming.named`.
        """
        before, self.half = self.half, ""
        try:
            return desk.read(lambda statements: named(statements, codes_of(code)))
        except Refusal as refusal:
            if before:
                found = self._both(desk, before, code)
                if found is not None:
                    return found
            if awaits_more(refusal):
                self.half = code
            raise

    def _both(self, desk: Desk, before: str, code: str) -> Named | None:
        """The container of both together; None where they are no pair: the new code says what is wrong."""
        try:
            return desk.read(lambda statements: named(statements, [before, *codes_of(code)]))
        except Refusal:
            return None
