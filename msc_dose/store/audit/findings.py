"""What a verification finds, gathered: the first of each kind in full, of the rest how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msc_dose.problems import Problem, Severity

LISTED = 100  # of each kind; whoever altered thousands of rows shall not hide the others behind them
_FIX = "Keep the record as it is, find out who did what, and restore a backup."


class Findings:
    """Problems in the order in which they are found."""

    def __init__(self) -> None:
        """Nothing is found yet."""
        self._problems: list[Problem] = []
        self._number: Counter[str] = Counter()

    def add(self, code: str, field: str, message: str, severity: Severity = "stop", fix: str = _FIX) -> None:
        """One more finding."""
        self.extend([Problem(code, severity, field, message, fix)])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Findings that are problems already."""
        for problem in problems:
            self._number[problem.code] += 1
            if self._number[problem.code] <= LISTED:
                self._problems.append(problem)

    def has(self, code: str) -> bool:
        """Whether anything of this kind is found."""
        return code in self._number

    def problems(self) -> tuple[Problem, ...]:
        """All that was found; a kind of which not all are listed ends with their number."""
        severities: dict[str, Severity] = {each.code: each.severity for each in self._problems}
        rest = [
            Problem(code, severities[code], "audit", f"{number - LISTED:,} more of this kind.", _FIX)
            for code, number in self._number.items()
            if number > LISTED
        ]
        return (*self._problems, *rest)
