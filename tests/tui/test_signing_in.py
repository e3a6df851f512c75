"""Signing in and signing: a passphrase stands nowhere, and every screen says who is signed in."""

import pytest

from msc_dose.library import kept_session
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.dialogs.passphrase import PassphraseDialog

from .a_record import passphrase_of
from .conftest import screen_text
from .doubled import opens, types
from .driving import field, until

SIZE = (80, 24)


@pytest.mark.parametrize("fixed", [False, True], ids=["signing in", "signing as a second person"])
async def test_a_passphrase_is_painted_as_dots_and_copied_nowhere(site, fixed):
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=SIZE) as pilot:
        app.start(app.proven("rn-2", "Bedside check") if fixed else app.sign_in_now())
        await opens(pilot, PassphraseDialog)
        await types(pilot, *(() if fixed else (*"rn-2", "enter")), *"quiet otter 7")
        assert field(app, "passphrase").value == "quiet otter 7"
        await until(pilot, lambda: "•" * len("quiet otter 7") in screen_text(app))
        assert "otter" not in screen_text(app)
        field(app, "passphrase").select_all()
        for key in ("ctrl+c", "ctrl+x"):
            await pilot.press(key)
        assert app.clipboard == ""
        assert field(app, "passphrase").value == "quiet otter 7"


async def test_whoever_signs_out_elsewhere_is_signed_out_on_every_screen(site):
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "rn-1 nurse" in screen_text(app))
        kept_session.forget(site.record)
        await app._look()
        await until(pilot, lambda: "signed out (^O)" in screen_text(app).splitlines()[1])
        assert [each.message for each in app._notifications] == ["rn-1 is signed out."]


async def test_the_passphrase_that_is_painted_as_dots_signs_in(site):
    app = MscDoseApp(site.desk(None))
    async with app.run_test(size=SIZE) as pilot:
        await types(pilot, "ctrl+o")
        await opens(pilot, PassphraseDialog)
        await types(pilot, *"rn-2", "enter", *passphrase_of("rn-2"), "ctrl+r")
        await until(pilot, lambda: "rn-2 nurse" in screen_text(app))
