"""The tour: a page over each screen, at any speed; without a record it opens the demo's."""

from functools import partial

from msc_dose.library.demo import demo_place
from msc_dose.problems import refuse
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk
from msc_dose.tui.tour import tour
from msc_dose.tui.tour.dialog import TourDialog
from msc_dose.tui.tour.pages import PAGES

from .conftest import golden_everywhere, screen_text
from .driving import until

WHY = refuse("record.missing", "db", "There is no record at record.db.", "msc-dose db init makes one.")
NOW = "2026-11-23T14:05:00+01:00"


def shows(app, text):
    return text in screen_text(app)


async def begun(pilot):
    pilot.app.start(tour(pilot.app))
    await until(pilot, lambda: isinstance(pilot.app.screen, TourDialog))


async def test_every_page_stands_over_the_screen_it_tells_of_and_one_may_go_back(site):
    app, seen = MscDoseApp(site.desk()), []
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        for number in range(1, len(PAGES) + 1):
            await until(pilot, partial(shows, app, f"{number} of {len(PAGES)}"))
            assert "^R" not in screen_text(app).splitlines()[-2], "the tour records nothing"
            seen.append(app.current_mode)
            if number == 3:
                await pilot.press("left")
                await until(pilot, lambda: "2 of 8" in screen_text(app))
                await pilot.press("right")
            await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, TourDialog))
    assert seen == [page.mode for page in PAGES]


async def test_keys_in_one_packet_turn_pages_and_escape_leaves_at_any_of_them(site):
    app = MscDoseApp(site.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("enter", "right", "space", "escape", "f2")
        await until(pilot, lambda: not isinstance(app.screen, TourDialog))
        await pilot.pause(0.2)
        assert app.current_mode == "dose"


async def test_in_an_empty_home_the_tour_offers_the_demo_first():
    app = MscDoseApp(Desk(why=WHY))
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await until(pilot, lambda: "Open the demo" in screen_text(app))
        await golden_everywhere(pilot, "tour-empty")


async def test_the_demo_takes_the_place_of_no_record_and_the_tour_shows_its_case(monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", NOW)
    app = MscDoseApp(Desk(why=WHY))
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "1 of 8" in screen_text(app), 60)
        app.clear_notifications()
        await until(pilot, lambda: "P-0417" in screen_text(app))
        assert app.desk.record.database.place == demo_place()
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: "4 of 8" in screen_text(app) and "C-0417" in screen_text(app))
        assert "TRAINING" in screen_text(app)
    app.desk.record.close()
