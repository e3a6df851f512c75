"""Counts drawn over time against the limits of a response; importing this file loads plotext (80 ms)."""

from __future__ import annotations

from datetime import date, timedelta

from rich.text import Text
from textual_plotext import PlotextPlot

from msc_dose.quantity.exact import plain
from msc_dose.scheduling import day_text
from msc_dose.tui.course.counts import Counts

COUNT, LIMIT, INFUSION, RESCUE = "o", "-", ":", "R"
LEGEND = f"{COUNT} count   {LIMIT} limit   {INFUSION} infusion, its number above   {RESCUE} rescue   10⁹/L"
_TICK = 12  # columns for each day that is named
# The colour of text everywhere: left to itself plotext takes others by turns, some of them unreadable.
_COLOUR = "default"


class CountsPlot(PlotextPlot):
    """The drawing: signs in the terminal's own colours. The table beside it has the same values in words.

    `drawn` are day and number of each count as they were handed to the drawing.
    """

    def __init__(self) -> None:
        """Nothing to draw yet."""
        super().__init__(id="counts-plot")
        self.theme = "clear"
        self._counts = Counts()
        self.drawn: tuple[tuple[date, float], ...] = ()

    def show(self, counts: Counts) -> None:
        """Draw these counts."""
        self._counts = counts
        self.refresh()

    def render(self) -> Text:
        """The drawing in the columns and lines there are."""
        width, height = self.size
        if not self._counts.points or width < 20 or height < 5:
            self.drawn = ()
            return Text("")
        self._draw(self._counts, width)
        drawn = super().render()
        return drawn if isinstance(drawn, Text) else Text(str(drawn))

    def _draw(self, counts: Counts, width: int) -> None:
        plot = self.plt
        plot.clear_data()
        days = [each.day for each in counts.points] + [day for day, _ in counts.given]
        first, last = min(days), max(days)
        days_in_all = max(1, (last - first).days)
        # A drawing needs floats; what is read from it is read in the table, where the values are exact.
        values = [float(each.value.shown_value) for each in counts.points]
        top = 1.15 * max([*values, *(float(each.value.shown_value) for each in counts.limits), 1.0])
        plot.ylim(0, top)
        plot.xlim(-0.03 * days_in_all, 1.03 * days_in_all)
        self._ticks(first, days_in_all, width)
        for limit in counts.limits:
            at = float(limit.value.shown_value)
            plot.plot([0, days_in_all], [at, at], marker=LIMIT, color=_COLOUR)
        for day, number in counts.given:
            x = (day - first).days
            plot.plot([x, x], [0, top], marker=INFUSION, color=_COLOUR)
            plot.text(str(number), x=x, y=top, alignment="center", color=_COLOUR, background=_COLOUR)
        for begun, ended, _ in counts.rescues:
            x, until = max(0, (begun - first).days), min(days_in_all, (ended - first).days)
            if x <= days_in_all and until >= 0:
                plot.plot([x, max(x, until)], [0, 0], marker=RESCUE, color=_COLOUR)
        xs = [(each.day - first).days for each in counts.points]
        plot.plot(xs, values, marker="·", color=_COLOUR)
        plot.scatter(xs, values, marker=COUNT, color=_COLOUR)
        self.drawn = tuple((first + timedelta(days=x), value) for x, value in zip(xs, values, strict=True))
        plot.yticks(*self._limits_named(counts, top))

    def _ticks(self, first: date, days_in_all: int, width: int) -> None:
        number = max(2, min(days_in_all + 1, width // _TICK))
        at = sorted({round(n * days_in_all / (number - 1)) for n in range(number)})
        names = [day_text(first + timedelta(days=each)).partition(" ")[2].rpartition("-")[0] for each in at]
        self.plt.xticks([float(each) for each in at], names)

    def _limits_named(self, counts: Counts, top: float) -> tuple[list[float], list[str]]:
        """The numbers beside the drawing: 0 and the limits; between those too near, the higher one stands."""
        named: list[tuple[float, str]] = [(0.0, "0")]
        for limit in sorted({each.value.shown_value for each in counts.limits}):
            at = float(limit)
            if named and at - named[-1][0] < top / 12 and named[-1][0]:
                named.pop()
            named.append((at, plain(limit)))
        return [at for at, _ in named], [text for _, text in named]
