"""A scanner types a whole code at once and ends it with Enter: into a field, or anywhere on the stock's list."""

import asyncio

import pytest
from textual import events
from textual.keys import _character_to_key

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.row_list import RowList
from msc_dose.tui.widgets.scan_keys import Burst, character_of
from msc_dose.tui.widgets.scanned import ScannedField

from .conftest import screen_text
from .driving import field, until

GS = "\x1d"
GS1 = f"]d201095060001343521726123110MSC24A{GS}210003"
PRINTED = "(01)09506000134352(17)261231(10)MSC24A(21)0003"
DIN, PRODUCT = "=G12342600011700", "=<S12345A0"
CONTROL = {
    GS: "ctrl+right_square_bracket",
    "\x12": "ctrl+r",
    "\x11": "ctrl+q",
    "\x1e": "ctrl+circumflex_accent",
}


async def scan(pilot, code, end=("enter",)):
    """Send the code as the terminal's driver does, all at once."""
    for character in code:
        key = CONTROL.get(character) or _character_to_key(character)
        pilot.app.post_message(events.Key(key, character))
    for key in end:
        pilot.app.post_message(events.Key(key, None))
    await asyncio.sleep(0)
    await pilot.pause(0.3)


class Two(Dialog[str]):
    """Two containers, one after the other."""

    def fields(self):
        yield ScannedField("one", "Container")
        yield ScannedField("two", "Second")

    def answer(self):
        return self.text_of("one")


@pytest.fixture
async def dialog():
    app = MscDoseApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(Two("Scan"))
        await pilot.pause()
        pilot.field = app.screen.query_one("#field-one", ScannedField)
        yield pilot


@pytest.mark.parametrize(
    ("code", "identity", "words"),
    [
        (GS1, "MSC24A 0003", "lot MSC24A, serial 0003, expires Thu 31-Dec-2026"),
        (PRINTED, "MSC24A 0003", "lot MSC24A, serial 0003, expires Thu 31-Dec-2026"),
        (f"{GS}{GS1[3:]}", "MSC24A 0003", "lot MSC24A, serial 0003, expires Thu 31-Dec-2026"),
        (DIN + PRODUCT, "G123426000117 S12345A0", "donation G123426000117, product S12345A0"),
        (PRODUCT + DIN, "G123426000117 S12345A0", "donation G123426000117, product S12345A0"),
        ("msc24a  0003 ", "msc24a 0003", "as typed"),
    ],
    ids=["GS1", "GS1 as printed", "GS1 after FNC1", "ISBT 128", "ISBT 128 reversed", "typed"],
)
async def test_a_code_becomes_the_identity_with_its_words_and_the_next_field_is_next(
    dialog, code, identity, words
):
    await scan(dialog, code)
    assert field(dialog.app, "one").value == identity
    assert dialog.field.identity == identity
    assert " ".join(words.split()[:2]) in screen_text(dialog.app)
    assert dialog.app.focused is field(dialog.app, "two")


async def test_two_containers_in_one_packet_land_in_their_own_fields(dialog):
    await scan(dialog, GS1)
    await scan(dialog, DIN + PRODUCT)
    assert field(dialog.app, "one").value == "MSC24A 0003"
    assert field(dialog.app, "two").value == "G123426000117 S12345A0"


async def test_a_donation_number_waits_for_the_product_code(dialog):
    await scan(dialog, DIN)
    assert dialog.app.focused is field(dialog.app, "one")
    assert "identity.incomplete" in screen_text(dialog.app)
    assert "product code too." in screen_text(dialog.app)
    await scan(dialog, PRODUCT)
    assert dialog.field.identity == "G123426000117 S12345A0"
    assert dialog.app.focused is field(dialog.app, "two")


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("1012345678901", "scan.ambiguous"),
        (GS1.replace(GS, ""), "identity.incomplete"),
        (f"]C110MSC24A{GS}21", "gs1.format"),
        (f"{DIN[:-2]}61{PRODUCT}", "din.check"),
        (f"{PRINTED}(10)MSC24B", "gs1.twice"),
        ("=>026365", "scan.no-identity"),
        ("MSC24A", "identity.format"),
    ],
)
async def test_what_cannot_be_read_is_refused_beside_the_field_and_stays(dialog, code, refused):
    await scan(dialog, code)
    assert field(dialog.app, "one").value.strip() == code
    assert dialog.field.identity == ""
    assert dialog.field.problem.code == refused
    assert dialog.app.focused is field(dialog.app, "one")
    await dialog.press("tab")
    assert dialog.app.focused is field(dialog.app, "two")
    await dialog.pause()
    assert refused in screen_text(dialog.app).replace("\n", "").replace(" ", "")


async def test_a_control_character_within_a_scan_is_no_key(dialog):
    await scan(dialog, f"{DIN}\x12\x11\x1e{PRODUCT}")
    assert isinstance(dialog.app.screen, Two)
    assert not dialog.app._exit
    assert field(dialog.app, "one").value == f"{DIN}\x12\x11\x1e{PRODUCT}"
    assert dialog.field.problem.code == "identifier.characters"
    assert {c for c in screen_text(dialog.app) if safe(c) != c} == {"\n"}


async def test_a_key_right_behind_what_is_typed_is_a_key_and_reads_it_first(dialog):
    answers = []
    dialog.app.pop_screen()
    dialog.app.push_screen(Two("Scan"), answers.append)
    await dialog.pause()
    await scan(dialog, PRINTED, end=("ctrl+r",))
    assert answers == ["MSC24A 0003"]


async def test_another_scan_takes_the_place_of_the_one_before(dialog):
    await scan(dialog, GS1)
    field(dialog.app, "one").focus()
    await dialog.pause()
    await scan(dialog, DIN + PRODUCT)
    assert field(dialog.app, "one").value == "G123426000117 S12345A0"


async def test_a_scan_anywhere_on_the_list_goes_to_that_container(site):
    site.stocked(*[f"{number:04d}" for number in range(1, 40)])
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: app.screen.query_one(RowList).key == "MSC24A 0001")
        for code, identity in [(GS1, "MSC24A 0003"), (PRINTED.replace("0003", "0036"), "MSC24A 0036")]:
            await scan(pilot, code)
            await until(pilot, lambda wanted=identity: app.screen.query_one(RowList).key == wanted)
            assert app.current_mode == "stock"
        await scan(pilot, "MSC24A 0022")
        await until(pilot, lambda: app.screen.query_one(RowList).key == "MSC24A 0022")
        assert f">  {'RELEASED':<12}MSC24A 0022" in screen_text(app)


async def test_a_scan_says_where_label_and_stock_disagree_and_what_is_not_there(site):
    site.stocked("0001", "0003")
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: app.screen.query_one(RowList).key == "MSC24A 0001")
        await scan(pilot, PRINTED.replace("261231", "251231"))
        await until(pilot, lambda: "expiry.disagrees" in screen_text(app))
        assert "▲ CHECK" in screen_text(app)
        assert app.screen.query_one(RowList).key == "MSC24A 0003"
        await scan(pilot, PRINTED.replace("0003", "0099"))
        await until(pilot, lambda: "container.not-found" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not app.busy)
        await scan(pilot, "(10)MSC24A")
        await until(pilot, lambda: "SHOWN: only beginning with MSC24A: 2 of 2" in screen_text(app))
        await scan(pilot, "(21)0003")
        await until(pilot, lambda: app.screen.query_one(RowList).key == "MSC24A 0003")


async def test_what_is_no_scan_stays_a_key(site):
    site.stocked("0001", "0003")
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: app.screen.query_one(RowList).key == "MSC24A 0001")
        await scan(pilot, "v", end=())
        await until(pilot, lambda: "[lots]" in screen_text(app))
        await scan(pilot, "vv", end=())
        await until(pilot, lambda: "[containers]" in screen_text(app))
        await scan(pilot, "AB", end=("enter",))
        await until(pilot, lambda: "CONTAINER" in screen_text(app))


def test_characters_that_follow_at_once_are_one_code_and_others_are_keys():
    burst = Burst()
    assert [burst.takes(character, 1 + n / 100) for n, character in enumerate("=va/")] == [True] * 4
    assert burst.ended(1.05) == "=va/"
    assert burst.ended(1.06) == ""
    assert not burst.takes("v", 2)
    assert burst.takes("A", 2.01)
    assert not burst.takes("v", 2.2)
    assert [burst.takes(character, 3) for character in "A12"] == [True] * 3
    assert burst.ended(3) == ""
    assert [burst.takes(character, 4) for character in "A123"] == [True] * 4
    assert burst.ended(4.2) == ""


def test_a_terminal_sends_control_characters_as_keys_with_ctrl():
    assert character_of("ctrl+right_square_bracket", GS) == GS
    assert character_of("ctrl+right_square_bracket", None) == GS
    assert character_of("ctrl+r", "\x12") == "\x12"
    assert character_of("A", "A") == "A"
    assert character_of("equals_sign", "=") == "="
    assert [character_of(key, None) for key in ("enter", "f5", "ctrl+left", "tab")] == [None] * 4
