"""Where the check of one dose stands, as a page to read."""

from __future__ import annotations

from msc_dose.tui.screens.reader import Reader


class StandingScreen(Reader):
    """Who tried, who signed, and both sides of a dispute."""

    title_text = "CHECK"
    subtitle = "where the check of this dose stands"
    purpose = (
        "Shows who entered the order again, who signed, and both sides of a dispute. The values of a dose "
        "stand here only once nobody enters it blind any more."
    )
