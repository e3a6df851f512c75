"""A record that is moved away or replaced while the board is open: said on every screen until it is back."""

import os
import shutil

import pytest

from msc_dose.problems import Refusal
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.serving import app as serving
from msc_dose.tui.serving.app import SignedInApp

from .conftest import screen_text
from .driving import until

SAID = "RECORD NOT REACHED since"


def shows(app, text):
    return lambda: text in " ".join(screen_text(app).split())


@pytest.fixture
def begun(site):
    site.begun()
    return site


async def test_a_file_that_is_moved_away_is_said_until_it_is_back(begun):
    place = begun.record.database.place
    app = MscDoseApp(begun.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, "P-1"))
        assert not shows(app, SAID)()
        os.rename(place, f"{place}.away")
        for _ in range(2):
            await app._look()
            await until(pilot, shows(app, SAID))
            assert shows(app, "no record at")()
        assert not app._notifications
        await pilot.press("f5")
        await until(pilot, shows(app, SAID))
        await pilot.press("f10")
        os.rename(f"{place}.away", place)
        await app._look()
        await until(pilot, lambda: shows(app, "P-1")() and not shows(app, SAID)())


async def test_another_file_in_its_place_is_not_shown_as_the_one_that_was_opened(begun):
    place = begun.record.database.place
    app = MscDoseApp(begun.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, "P-1"))
        shutil.copy(place, f"{place}.other")
        os.replace(f"{place}.other", place)
        await app._look()
        await until(pilot, lambda: shows(app, SAID)() and shows(app, "Another file stands at")())
        for transaction in (begun.record.database.reading, begun.record.database.writing):
            with pytest.raises(Refusal) as refusal, transaction():
                pass
            assert refusal.value.codes == ("record.replaced",)


async def test_a_browser_outlives_a_record_that_is_away_and_closes_where_nobody_signs_in(begun, monkeypatch):
    monkeypatch.setattr(serving, "_SIGNS_IN_WITHIN", 0.2)
    app = SignedInApp(begun.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not app.is_running)
    assert app.return_code == 0
    monkeypatch.setattr(serving, "_SIGNS_IN_WITHIN", 120)
    app = SignedInApp(begun.desk("rn-1"))
    place = begun.record.database.place
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, "Passphrase"))
        app._inside, app._worked = True, True
        os.rename(place, f"{place}.away")
        await app._look()
        os.rename(f"{place}.away", place)
        assert app.is_running
        assert app.desk.unreached is not None
