"""The audit as a list, the newest row first: pages are asked for when they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.content import Content

from msc_dose.store.audit import Pages
from msc_dose.store.audit.telling import brief_text, moment_text
from msc_dose.store.chain import AuditRow
from msc_dose.tui.safe import safe

WIDE = 120  # columns from which a row fits on one line
_KEPT = 60  # pages that stay known; what was seen long ago is asked for again
_NUMBER, _WHEN, _WHO, _ACTION = 10, 21, 22, 24
PLACEHOLDER = "…"
_PROGRAM = "msc_dose"


class AuditRows:
    """Rows of the audit; `want` is told once which page is missing, and `put` brings it."""

    def __init__(
        self,
        pages: Pages,
        first: Mapping[int, tuple[AuditRow, ...]],
        zone: str,
        want: Callable[[AuditRows, int], None],
        earlier: AuditRows | None = None,
    ) -> None:
        """Show these pages; what `earlier` rows of the same question knew of whole pages stays known."""
        self._of, self._zone, self._want = pages, zone, want
        self.wide: bool = earlier is not None and earlier.wide
        self._known: dict[int, tuple[AuditRow, ...]] = {}
        if earlier is not None and earlier._of.asked == pages.asked:
            self._known = {n: rows for n, rows in earlier._known.items() if len(rows) == pages.size}
        self._known.update(first)
        self._wanted: set[int] = set()

    @property
    def pages(self) -> Pages:
        """Where the pages begin."""
        return self._of

    @property
    def height(self) -> int:
        """One line, or two where the columns are few."""
        return 1 if self.wide else 2

    def __len__(self) -> int:
        """How many rows fit what is asked."""
        return self._of.count

    def heads(self, width: int) -> Content:
        """The heading."""
        when = "When (site's clock)"
        if self.wide:
            return Content(f" {'Row':>8}  {when:<{_WHEN}} {'Who':<{_WHO}}{'Action':<{_ACTION}}What · why")
        return Content(f" {'Row':>8}  {when:<{_WHEN}} {'Who':<{_WHO}}Action / what · why")

    def line(self, at: int, part: int, width: int) -> Content:
        """A line of a row; a placeholder until its page is there."""
        row = self.row(at)
        if row is None:
            return Content(f"{PLACEHOLDER:>8}" if part == 0 else "")
        what = safe(" · ".join(text for text in (brief_text(row), row.reason) if text))
        if part == 1:
            return Content(f"{'':{_NUMBER}}{what}")
        head = f"{row.sequence:>8}  {_when(row, self._zone):<{_WHEN}} {_who(row):<{_WHO}}"
        action = safe(row.action)
        if not self.wide:
            return Content.assemble(head, (action, "bold"))
        return Content.assemble(head, (f"{_cut(action, _ACTION - 1):<{_ACTION}}", "bold"), what)

    def key(self, at: int) -> str:
        """The row's number in the audit; empty while it is not known."""
        number, place = self._place(at)
        rows = self._known.get(number, ())
        return str(rows[place].sequence) if place < len(rows) else ""

    def row(self, at: int) -> AuditRow | None:
        """The row at this place, if its page is known; else it is asked for."""
        number, place = self._place(at)
        rows = self._known.get(number)
        if rows is None:
            if number not in self._wanted:
                self._wanted.add(number)
                self._want(self, number)
            return None
        return rows[place] if place < len(rows) else None

    def put(self, number: int, rows: tuple[AuditRow, ...]) -> None:
        """Take a page that was asked for."""
        self._wanted.discard(number)
        self._known[number] = rows
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]

    def _place(self, at: int) -> tuple[int, int]:
        return divmod(self._of.count - 1 - at, self._of.size)


def _when(row: AuditRow, zone: str) -> str:
    """To the minute: `Mon 29-Jan-2024 09:00`; a moment that cannot be read as it stands."""
    said = safe(moment_text(row.at, zone))
    return said[:_WHEN]


def _who(row: AuditRow) -> str:
    said = row.person if row.person == _PROGRAM else f"{row.person} {row.role}"
    return _cut(safe(said), _WHO - 1)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
