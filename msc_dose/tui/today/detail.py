"""The whole of the row under the cursor, wrapped: nothing of it is cut."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from msc_dose.tui.safe import safe

_NAME = 13
_MORE = "… Enter shows the rest"


class Detail(Widget):
    """Names and texts in two columns; what does not fit says that Enter shows it."""

    DEFAULT_CSS = """
    Detail {
        height: auto; min-height: 4; max-height: 9; padding: 0 1;
        background: $panel; color: $foreground;
    }
    """

    facts: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)

    def show(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        self.facts = tuple(facts)
        self.display = bool(facts)

    def render(self) -> Content:
        """Every fact; the last line says so where there are more lines than room."""
        lines, room = fact_lines(self.facts, self.content_size.width), self.content_size.height
        if len(lines) > room > 0:
            lines = [*lines[: room - 1], Content.styled(" " * _NAME + _MORE, "bold")]
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the facts need in this width."""
        return len(fact_lines(self.facts, width))


def fact_lines(facts: Sequence[tuple[str, str]], width: int) -> list[Content]:
    """The facts in lines, each text wrapped beside its name."""
    lines: list[Content] = []
    for name, text in facts:
        style = "bold $stop-ink" if name.isupper() and " " in name else "bold"
        first, *more = Content(safe(text)).wrap(max(1, width - _NAME))
        lines.append(Content.styled(f"{name} ".ljust(_NAME), style) + first)
        lines += [Content(" " * _NAME) + line for line in more]
    return lines
