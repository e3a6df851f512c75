"""The chain of the audit, row by row: each is what it was, and follows the one before it."""

from __future__ import annotations

from msc_dose.product.plain_text import shown
from msc_dose.store.audit.findings import Findings
from msc_dose.store.chain import AuditRow, Head


class Links:
    """The rows so far; `head` is one that the chain must contain."""

    def __init__(self, findings: Findings, head: Head | None) -> None:
        """Begin before the first row."""
        self._findings = findings
        self._head = head
        self._head_seen = False
        self._last = Head(0, "")
        self._at = ""

    def take(self, row: AuditRow) -> None:
        """Hold the next row to its hash, to the row before it, and to the head."""
        if row.hash != _own_hash(row):
            self._broken(row, f"is not what it was: its hash is not that of its content ({_said(row)})")
        if row.sequence != self._last.sequence + 1:
            self._broken(row, f"follows row {self._last.sequence}: {_gap(self._last.sequence, row.sequence)}")
        elif row.previous != self._last.hash:
            self._broken(
                row, f"does not follow the row before it, whose hash it does not hold ({_said(row)})"
            )
        if row.at < self._at:
            self._backwards(row)
        if self._head and row.sequence == self._head.sequence:
            self._hold_to_head(row, self._head)
        self._last, self._at = Head(row.sequence, row.hash), row.at

    def end(self) -> None:
        """The head stands before the end, or something was cut off."""
        if self._head and not self._head_seen:
            message = (
                f"Row {self._head.sequence}, the head that was kept, is not in the audit, which ends at row "
                f"{self._last.sequence}."
            )
            self._findings.add("audit.head", "head", message)

    def _hold_to_head(self, row: AuditRow, head: Head) -> None:
        self._head_seen = True
        if not row.hash.startswith(head.hash):
            message = (
                f"Row {head.sequence} has the hash {shown(row.hash[: len(head.hash)])}, and not that of the "
                f"head that was kept, {head.hash}: the audit was written anew."
            )
            self._findings.add("audit.head", "head", message)

    def _broken(self, row: AuditRow, what: str) -> None:
        self._findings.add("audit.broken", f"audit row {row.sequence}", f"Row {row.sequence} {what}.")

    def _backwards(self, row: AuditRow) -> None:
        message = (
            f"Row {row.sequence} was made {shown(row.at)}, before the row in front of it ({shown(self._at)})."
        )
        fix = "A clock was set back; look at what was recorded then."
        self._findings.add("audit.time-backwards", f"audit row {row.sequence}", message, "note", fix)


def _own_hash(row: AuditRow) -> str:
    try:
        return row.expected_hash()
    except (TypeError, ValueError):  # bytes where a text belongs: no row of ours
        return ""


def _gap(before: int, sequence: int) -> str:
    if sequence <= before:
        return "a row is there twice"
    gone = sequence - before - 1
    return f"row {before + 1} is gone" if gone == 1 else f"rows {before + 1} to {sequence - 1} are gone"


def _said(row: AuditRow) -> str:
    return f"{shown(row.entity)}, by {shown(row.person)}, {shown(row.at)}"
