"""The widget of each line of an entry's form."""

from __future__ import annotations

from functools import partial

from textual.widget import Widget

from msc_dose.problems import Problem
from msc_dose.tui.entries.checklist import ItemLine
from msc_dose.tui.entries.given_row import GivenRow
from msc_dose.tui.entries.shape import Line, other_line
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field
from msc_dose.tui.widgets.scanned import ScannedField


def _other(line: Line, found: str) -> Problem | None:
    wrong = line.expected and found != line.expected
    return other_line(line.name, found, line.expected) if wrong else None


def widget_of(line: Line) -> Widget:
    """Choice, item, row of a container, scanned field or field, as the line says."""
    if line.sort == "choice":
        return Choice(line.name, line.label, line.options, line.none)
    if line.sort == "item":
        return ItemLine(line.name, line.item)
    if line.sort == "given":
        return GivenRow(line.name.partition("-")[2])
    if line.sort == "scan":
        return ScannedField(line.name, line.label, line.hint, partial(_other, line))
    field = Field(line.name, line.label, line.hint)
    field.set_class(line.sort == "words", "-words")
    return field
