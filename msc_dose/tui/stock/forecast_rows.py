"""The forecast as rows: whether there is enough first, then the day, the patient, the dose."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.safe import safe
from msc_dose.ward.forecast import Expected, Supply

_WORD, _DAY = 14, 17


class ForecastRows:
    """The infusions to come without containers, in order of date."""

    height = 2

    def __init__(self, rows: Sequence[Expected]) -> None:
        """These infusions."""
        self.rows = rows

    def __len__(self) -> int:
        """How many infusions there are."""
        return len(self.rows)

    def heads(self, width: int) -> Content:
        """Enough or not, day, patient, course and number."""
        return Content(f"{'':3}{'Enough':<{_WORD}}{'On':<{_DAY}}Patient, course, no.")

    def key(self, at: int) -> str:
        """The course and the number of the infusion."""
        each = self.rows[at]
        return f"{each.course} {each.number}"

    def line(self, at: int, part: int, width: int) -> Content:
        """Whether it is covered, who; below it its dose, by which containers, or what is missing."""
        each = self.rows[at]
        return _first(each) if part == 0 else _second(each)


def _first(each: Expected) -> Content:
    sign, word, ink = ("✓ ", "ENOUGH", "$ok-ink") if each.covered else ("■ ", "NOT COVERED", "$stop-ink")
    late = "  its day has passed: looked at for today" if each.overdue else ""
    who = safe(f"{each.recipient}  {each.course}  {each.number}/{each.of}")
    return Content.assemble(
        (f"{sign}{word:<{_WORD}}", f"bold {ink}"), f"{day_text(each.on):<{_DAY}}{who}{late}"
    )


def _second(each: Expected) -> Content:
    dose = f"{'':2}DOSE {briefly(each.need)}"
    if each.missing is None:
        return Content.styled(f"{dose}, by {', '.join(_taken(one) for one in each.takes)}", "$quiet-ink")
    other = f"; {each.others:,} containers count other cells" if each.others else ""
    return Content.assemble((f"{dose}, ", "$quiet-ink"), f"missing {briefly(each.missing)}{other}")


def _taken(supply: Supply) -> str:
    return safe(f"{supply.number} of {supply.container.identity.partition(' ')[0]}")
