"""What holds in every record whatever its indexes say: one holder of a container, events without a gap."""

from __future__ import annotations

from msc_dose.product.plain_text import shown
from msc_dose.store.audit.findings import Findings
from msc_dose.store.databases.database import Row


class Lawful:
    """The rows so far, table by table in the order of their keys; every breach is `audit.state`."""

    def __init__(self, findings: Findings) -> None:
        """Nothing is held, no event was seen."""
        self._findings = findings
        self._holders: dict[object, object] = {}
        self._last: tuple[object, int] = ("", 0)

    def take(self, table: str, row: Row) -> None:
        """Go on by the next row of a table; what lacks its columns is found elsewhere."""
        if table == "holding" and row.keys() >= {"container", "freed", "number"}:
            self._hold(row)
        if table == "event" and row.keys() >= {"course", "number"}:
            self._follow(row)

    def _hold(self, row: Row) -> None:
        if row["freed"] is not None:
            return
        first = self._holders.setdefault(row["container"], row["number"])
        if first != row["number"]:
            container = shown(str(row["container"]))
            message = f"{container} is held twice at once, by holding {first} and holding {row['number']}."
            self._findings.add("audit.state", f"container {container}", message)

    def _follow(self, row: Row) -> None:
        course, number = row["course"], row["number"]
        expected = self._last[1] + 1 if self._last[0] == course else 1
        if number != expected:
            where = f"course {shown(str(course))}"
            message = f"The events of {where} are not numbered without a gap: {number} stands for {expected}."
            self._findings.add("audit.state", where, message)
        self._last = (course, number if isinstance(number, int) else expected)
