"""The working of a plan: everything that a person needs to check it by hand."""

from __future__ import annotations

from msc_dose.tui.screens.reader import Reader


class WorkingScreen(Reader):
    """The plan explained."""

    title_text = "WORKING"
    subtitle = "how every dose and date came to be"
    purpose = "Shows each step of the plan with its inputs, its formula and its source."
