"""Who is signed in where others sit at the screens; and screens that only show."""

from datetime import timedelta

import pytest

from msc_dose.courses.events.dating import Held
from msc_dose.library import kept_session
from msc_dose.library.keeping import WithTheScreen
from msc_dose.problems import Refusal
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk, open_desk
from msc_dose.tui.serving.app import SignedInApp
from msc_dose.tui.tour.demo import may_open_demo

from .a_record import passphrase_of
from .conftest import screen_text
from .driving import until

HIDDEN = ("P-1", "TODAY", "clock", "late", "F2", "F10")


@pytest.fixture
def desk(site):
    """A desk of a record with a course in it, as a browser's screens stand on it."""
    site.begun()
    found = site.desk("rn-2")
    return Desk(found.record, banner=found.banner, keeper=WithTheScreen())


def test_a_browser_without_a_record_is_never_the_user_of_the_machine(tmp_path):
    desk = open_desk(str(tmp_path / "none.db"), keeper=WithTheScreen())
    assert desk.record is None
    assert not may_open_demo(desk)


async def signs_in(pilot, code, passphrase=None):
    await pilot.press(*code, "enter", *(passphrase or passphrase_of(code)), "ctrl+r")


async def test_nothing_is_shown_before_the_sign_in_by_whatever_key(desk):
    app = SignedInApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Passphrase" in screen_text(app))
        await pilot.press("f2", "f4", "f10", "f9", "f1", "ctrl+p", "ctrl+o")
        await signs_in(pilot, "rn-1", "not the passphrase")
        await until(pilot, lambda: "do not fit" in screen_text(app))
        assert not [word for word in HIDDEN if word in screen_text(app)]
        assert app.current_mode == "door"
        await pilot.press("escape")
        await until(pilot, lambda: not app.is_running)
    assert app.return_code == 0


async def test_whoever_signs_in_sees_the_ward_and_signing_out_closes_it(desk, site):
    app = SignedInApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Passphrase" in screen_text(app))
        await signs_in(pilot, "rn-1")
        await until(pilot, lambda: "P-1" in screen_text(app))
        assert "rn-1 nurse" in screen_text(app)
        assert kept_session.kept(site.record)[0].person == "rn-2", "the user's own sign-in is another"
        await pilot.press("p")
        await until(pilot, lambda: "print.elsewhere" in screen_text(app))
        await pilot.press("escape")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: not app.is_running)


async def test_an_hour_without_a_key_closes_it_and_working_does_not(desk, site):
    app = SignedInApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Passphrase" in screen_text(app))
        await signs_in(pilot, "rn-1")
        await until(pilot, lambda: "P-1" in screen_text(app))
        for _ in range(2):
            site.clock.now += timedelta(minutes=50)
            await pilot.press("down")
            await app._look()
            assert app.is_running
        site.clock.now += timedelta(minutes=61)
        await app._look()
        await until(pilot, lambda: not app.is_running)


def test_a_sign_in_of_one_screen_ends_with_the_persons_passphrase_role_or_leaving(site):
    keeper, other = WithTheScreen(), WithTheScreen()
    keeper.keep(site.record, site.session("rn-1"))
    assert keeper.kept(site.record).person == "rn-1"
    for ended in (other.kept, lambda record: (keeper.forget(record), keeper.kept(record))):
        with pytest.raises(Refusal) as refusal:
            ended(site.record)
        assert refusal.value.codes == ("people.signed-out",)
    keeper.keep(site.record, site.session("rn-1"))
    with site.record.by_itself("left for a test") as change:
        change.update("person", change.statements.one("one_person", code="rn-1"), active=0)
    with pytest.raises(Refusal):
        keeper.kept(site.record)
    with pytest.raises(Refusal):
        keeper.keep(site.record, site.session("rn-1"))


async def test_a_board_to_look_at_shows_everything_and_changes_nothing(site):
    site.begun()
    kept_session.keep(site.record, site.session("rn-1"))
    desk = open_desk(site.record.database.place, readonly=True)
    before = site.record.head()
    app = MscDoseApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "P-1" in screen_text(app))
        assert "READ ONLY." in screen_text(app)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "screens.read-only" in screen_text(app))
        await pilot.press("escape")
    with desk.record.reading() as statements:
        course = desk.folded.one(statements, "C-1")
    for change in (
        lambda: desk.enter(course, Held("a test")),
        lambda: desk.record.changing(site.session("rn-1"), "tried").__enter__(),
        lambda: desk.record.by_itself("tried").__enter__(),
    ):
        with pytest.raises(Refusal) as refusal:
            change()
        assert refusal.value.codes == ("screens.read-only",)
    assert site.record.head() == before
    desk.record.close()
