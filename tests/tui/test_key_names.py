"""The user's own keys: read from a file, refused where they would do harm, and told everywhere."""

import pytest

from msc_dose.files.key_names import key_names_of_text
from msc_dose.problems import Refusal
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.keys import KEYS
from msc_dose.tui.keys.rebinding import KEYBOARD, key_lines, keymap, known_keys, normal, user_keys

from .conftest import screen_text


def bound(text):
    return key_names_of_text(text, "keys.toml", known_keys(), KEYBOARD)


def refused(text):
    with pytest.raises(Refusal) as refusal:
        bound(text)
    return refusal.value


def test_keys_are_read_however_they_are_written():
    text = '"everywhere.go-stock" = "F12"\neverywhere.go-dose = "shift+ctrl+d, f11"\n"list.choose" = "#"'
    assert bound(text) == {
        "everywhere.go-stock": "f12",
        "everywhere.go-dose": "ctrl+shift+d,f11",
        "list.choose": "number_sign",
    }


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('"everywhere.go-stok" = "f12"', "keys.unknown", "everywhere.go-stock"),
        ('"everywhere.go-stock" = "f99"', "keys.invalid", "f99"),
        ('"everywhere.go-stock" = "hyper+x"', "keys.invalid", "hyper+x"),
        ('"everywhere.go-stock" = 12', "keys.invalid", "12"),
        ('"everywhere.quit" = ""', "keys.invalid", "everywhere.quit"),
        ('"everywhere.help" = " "', "keys.invalid", "everywhere.help"),
        ('"field.step-on" = ","', "keys.invalid", "comma"),
        ('"everywhere.help" = "h"', "keys.invalid", "h is a character"),
        ('"everywhere.go-stock" = "f2"', "keys.clash", "everywhere.go-dose"),
        ('"everywhere.go-stock" = "ctrl+i"', "keys.clash", "everywhere.step-on"),
        ('"list.choose" = "ctrl+q"', "keys.clash", "everywhere.quit"),
        ('"dialog.submit" = "f12"\n"dialog.cancel" = "f12"', "keys.clash", "dialog.cancel"),
        ('"dialog.submit" = "enter"', "keys.clash", "field.step-on"),
        ('"dialog.submit" = "f12"\n"dialog.cancel" = "ctrl+r"', "keys.clash", "dialog.submit"),
        ("= 3", "keys.not-toml", "keys.toml"),
    ],
)
def test_what_would_leave_somebody_without_a_key_is_refused(text, code, said):
    refusal = refused(text)
    assert set(refusal.codes) == {code}
    assert said in str(refusal)


def test_two_keys_may_change_places():
    assert bound('"everywhere.go-stock" = "f2"\n"everywhere.go-dose" = "f5"')


def test_no_key_as_shipped_is_one_that_no_terminal_sends():
    assert {key.key for key in KEYS if not all(normal(one) == one for one in key.key.split(","))} == set()


def test_the_file_is_that_of_the_variable_and_every_key_is_listed_by_its_name(tmp_path, monkeypatch):
    assert user_keys() == {}
    file = tmp_path / "keys.toml"
    file.write_text('"everywhere.go-stock" = "f12"\n', encoding="utf-8")
    monkeypatch.setenv("MSC_DOSE_KEYS", str(file))
    listed = {line.split("\t")[0]: line.split("\t")[1:] for line in key_lines()}
    assert listed["everywhere.go-stock"] == ["f12 (yours; F5)", "Lots and containers."]
    assert set(listed) == {key.name for key in KEYS}
    file.unlink()
    with pytest.raises(Refusal) as refusal:
        user_keys()
    assert refusal.value.codes == ("file.unreadable",)


async def test_the_new_key_acts_and_is_told_in_header_footer_help_and_palette_and_the_old_one_is_gone(site):
    app = MscDoseApp(site.desk(), {"everywhere.go-stock": "f12", "everywhere.help": "ctrl+t"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f5", "f1")
        await pilot.pause(0.2)
        assert app.current_mode == "today"
        shown = screen_text(app)
        assert "f12 Stock" in shown
        assert "ctrl+t Help" in shown.splitlines()[-1]
        assert "^Q Quit" in shown.splitlines()[-1]
        await pilot.press("f12")
        await pilot.pause(0.2)
        assert app.current_mode == "stock"
        commands = {each.title: each.help for each in app.get_system_commands(app.screen)}
        assert commands["What this screen does, and its keys"] == "ctrl+t"
        await pilot.press("ctrl+t")
        await pilot.pause(0.2)
        assert "f12    Lots and containers." in screen_text(app)


def test_an_action_beside_a_rebound_one_keeps_the_key_that_they_shared():
    told = keymap({"calendar.give-up": "f12"})
    assert told["calendar.give-up"] == "f12"
    assert told["calendar.back"] == "escape"
