"""What one waits for at the start: the first rows of Today load nothing that they do not show."""

import subprocess
import sys

import pytest

PLANS = {"recheck", "dosing", "protocols", "verification.states", "verification.resting", "courses.planning"}
OURS = {
    *PLANS,
    "notation.reader",
    "notation.prose",
    "product.use",
    "courses.folding",
    "library.record",
    "courses.course",
    "store.stock",
    "store.verifications",
}
SCREENS = {f"tui.{name}" for name in ("entries", "printing", "tour", "screens.form", "today.facts")}
OTHERS = {"plotext", "textual_plotext", "pint", "psycopg", "biip", "holidays"}
NOT_NEEDED = {f"msc_dose.{name}" for name in OURS | SCREENS} | OTHERS
PROGRAM = """
import asyncio, sys
from msc_dose.tui.desk import open_desk
from msc_dose.tui.opening import opened
from msc_dose.tui.screens.today import TodayScreen

shown, show = [], TodayScreen.show

def seen(self, found):
    show(self, found)
    shown.append((len(found.patients), set(sys.modules)))

TodayScreen.show = seen

async def main():
    app = opened(open_desk(sys.argv[1]), {}, False, False, "")
    async with app.run_test(size=(80, 24)) as pilot:
        while not shown:
            await pilot.pause(0.02)

asyncio.run(main())
print(shown[0][0], *shown[0][1])
"""


def first_shown(place):
    """How many patients are shown first, and the modules that are loaded by then."""
    words = [sys.executable, "-c", PROGRAM, str(place)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    patients, *modules = done.stdout.split()
    return int(patients), set(modules)


@pytest.mark.parametrize("courses", [True, False], ids=["with courses", "empty"])
def test_the_first_page_of_today_is_made_of_briefs_and_loads_nothing_that_plans_checks_or_enters(
    site, tmp_path, courses
):
    if courses:
        site.begun()
    patients, modules = first_shown(tmp_path / "record.db")
    assert patients == int(courses)
    assert sorted(modules & NOT_NEEDED) == []
