"""Problems in order of gravity, each with its sign, its word, its colour, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from msc_dose.tui.safe import safe

if TYPE_CHECKING:
    from msc_dose.problems import Problem, Severity

SIGNS: dict[Severity, str] = {"stop": "■ STOP", "check": "▲ CHECK", "note": "● NOTE"}
OK = "✓ OK"
_SIGN_WIDTH = 9


class ProblemList(Widget):
    """The problems of a result, wrapped beside their signs; hidden where there is nothing to say."""

    DEFAULT_CSS = "ProblemList { height: auto; padding: 0 1; display: none; }"

    rows: reactive[tuple[tuple[Content, Content], ...]] = reactive((), layout=True)

    def show(self, problems: Sequence[Problem], ok: str = "") -> None:
        """Show these problems, which come in order of gravity; then `ok`, where it says anything."""
        rows = [(_sign(problem.severity), problem_text(problem)) for problem in problems]
        if ok:
            rows.append((Content.styled(OK, "bold $ok-ink"), Content(ok)))
        self.display = bool(rows)
        self.rows = tuple(rows)

    def render(self) -> Content:
        """Every row, its text wrapped beside its sign."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the rows need in this width."""
        return len(self._lines(width))

    def lines(self, width: int) -> int:
        """How many lines the rows need where the list has this width, its edges included."""
        return len(self._lines(width - self.gutter.width)) if self.rows else 0

    def _lines(self, width: int) -> list[Content]:
        lines = []
        for sign, text in self.rows:
            first, *more = text.wrap(max(1, width - _SIGN_WIDTH))
            lines.append(sign + Content(" " * (_SIGN_WIDTH - len(sign.plain))) + first)
            lines += [Content(" " * _SIGN_WIDTH) + line for line in more]
        return lines


def problem_text(problem: Problem) -> Content:
    """One problem: the field, why, what to do, the code."""
    from msc_dose.tui.answers.asking import LABELS

    name = LABELS.get(problem.field, problem.field)
    return Content.assemble(
        (f"{safe(name)}: ", "bold"),
        safe(f"{problem.message} {problem.fix}".rstrip()),
        (f" ({safe(problem.code)})", "$quiet-ink"),
    )


def counted(problems: Sequence[Problem]) -> str:
    """How many problems of each gravity there are: `▲ 1 CHECK  ● 2 NOTES`."""
    parts = []
    for severity, sign in SIGNS.items():
        count = len([problem for problem in problems if problem.severity == severity])
        if count:
            mark, word = sign.split(" ")
            parts.append(f"{mark} {count} {word}{'S' if count > 1 else ''}")
    return "  ".join(parts)


def _sign(severity: Severity) -> Content:
    return Content.styled(SIGNS[severity], f"bold ${severity}-ink")
