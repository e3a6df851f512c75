"""What holds on every screen: hostile text, keys, themes, sizes."""

import pytest
from textual.command import CommandList

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.dialogs.confirm import ConfirmDialog
from msc_dose.tui.keys import KEYS
from msc_dose.tui.safe import safe, safe_cells, safe_lines
from msc_dose.tui.screens.dose import DoseScreen
from msc_dose.tui.screens.help import HelpScreen
from msc_dose.tui.screens.plan import PlanScreen
from msc_dose.tui.theme import PAIRS, THEMES
from msc_dose.tui.widgets.field import FieldInput

from .conftest import colours, screen_text
from .driving import headline, plan_the_case, put_into, until

HOSTILE = [
    "[B12]",
    "[/]",
    "[@click=app.quit]60 kg[/]",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202e60 kg\u2066",
    "1\n20 million cells",
    "\ud800\x00\x9b",
]


@pytest.mark.parametrize(("key", "screen"), [("f2", DoseScreen), ("f9", PlanScreen)])
async def test_hostile_text_in_every_field_is_neither_obeyed_nor_hidden(app, key, screen):
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        for text in HOSTILE:
            for name in screen.fields:
                app.screen.query_one(f"#{name}", FieldInput).value = text
            await pilot.pause()
            assert headline(app).startswith("cannot")
            assert _hidden(screen_text(app)) == set()
            if "[" in text:
                shown = safe_cells(text)[text.index("[") :][:6]
                assert screen_text(app).count(shown) >= len(screen.fields)


async def test_a_closed_day_with_a_reason_like_markup_is_shown_as_it_is_written(app, tmp_path):
    path = tmp_path / "closed.csv"
    path.write_text("date,reason\n2027-03-29,[@click=app.quit]ward[/]\n2027-03-26,[/]\n", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, closed=str(path))
        await pilot.press("f8")
        await until(pilot, lambda: app.screen.query_one(".result").max_scroll_y > 0)
        await pilot.press(*["pagedown"] * 3)
        await pilot.pause()
        assert "[@click=app.quit]ward[/]" in screen_text(app)


async def test_a_closed_day_with_a_hidden_character_in_its_reason_is_refused(app, tmp_path):
    path = tmp_path / "closed.csv"
    path.write_text("date,reason\n2027-03-29,wa\u202erd\n", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, closed=str(path))
        assert headline(app).startswith("cannot plan: closed days")
        assert _hidden(screen_text(app)) == set()


def test_hidden_characters_are_made_visible():
    assert safe("a\x1b[31m\u202eb\n") == "a<U+001B>[31m<U+202E>b<U+000A>"
    assert safe_lines("a\nb\u2028c") == "a\nb<U+2028>c"
    assert safe_cells("\x1b\x7f\u202e×") == "␛␡�×"
    assert safe("2 × 10⁶ [B12] Sjögren –") == "2 × 10⁶ [B12] Sjögren –"


@pytest.mark.parametrize("no_color", [False, True], ids=["colour", "NO_COLOR"])
async def test_every_theme_shows_every_screen(monkeypatch, no_color):
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot)
        for theme in sorted(app.available_themes):
            app.theme = theme
            for key in ("f1", "f2", "f9"):
                await pilot.press(key)
                await pilot.pause()
                if no_color:
                    assert colours(app) <= {"default"}
            assert "[29]1" in screen_text(app)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_has_a_contrast_of_4_5_to_1_or_better(theme):
    from textual.color import Color

    named = {"foreground": theme.foreground, "background": theme.background, "panel": theme.panel}
    colours = {**theme.variables, **named}
    for ink, ground in PAIRS:
        lights = sorted(_luminance(Color.parse(colours[name])) for name in (ink, ground))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, (ink, ground)


def _luminance(colour):
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5)])
async def test_a_terminal_that_is_too_small_says_what_is_needed(app, size):
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown = screen_text(app)
        assert "80" in shown
        assert "Dose per kg" not in shown
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Dose per kg" in screen_text(app)


async def test_what_was_typed_outlives_a_resize_and_a_visit_to_another_screen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg")
        await pilot.resize_terminal(60, 20)
        await pilot.resize_terminal(120, 40)
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        assert headline(app).startswith("DOSE 120 million")


@pytest.mark.parametrize("key", ["f2", "f9"])
async def test_f1_explains_the_screen_and_names_its_keys(app, golden, key):
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        page = app.screen
        await pilot.press("f1")
        await pilot.pause()
        golden(app, f"help-{key}-120x60")
        shown = screen_text(app)
        for scope in page.scopes:
            for one in KEYS:
                assert one.scope != scope or one.description in shown
        await pilot.press("f1")
        await pilot.pause()
        assert app.screen is page


@pytest.mark.parametrize("key", ["f2", "f9"])
async def test_the_footer_names_keys_that_work_and_fits_80_columns(app, key):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        for focus in list(app.screen.focus_chain):
            focus.focus()
            await pilot.pause()
            footer = screen_text(app).splitlines()[-1]
            assert footer.endswith("^Q Quit"), footer
            assert "F1 Help" in footer


async def test_a_letter_beside_the_fields_neither_leaves_nor_loses_the_form(app):
    """Three fields of six are choices: a letter typed one Tab too far is harmless."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q", "?", "escape", "q", "?")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        assert app.screen.query_one("#dose", FieldInput).value == "q?"


async def test_nothing_is_typed_blindly_into_a_form_that_does_not_fit(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"60")
        await pilot.resize_terminal(60, 20)
        await pilot.press(*"5 kg", "ctrl+n", "q")
        await pilot.resize_terminal(80, 24)
        await pilot.press("5")
        await pilot.pause()
        assert app.screen.query_one("#dose", FieldInput).value == "605"


async def test_ctrl_q_leaves_from_a_field(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "ctrl+q")
        await pilot.pause()
        assert app._exit


async def test_the_palette_offers_what_the_keys_do(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        assert {"The dose calculator", "Doses to verify", "Sign in, or out", "Theme"} <= set(commands)
        assert "How every dose and date came to be" not in commands  # there is no plan to explain
        await commands["The dose calculator"].callback()
        await pilot.pause()
        assert isinstance(app.screen, DoseScreen)


async def test_a_page_key_before_the_list_of_the_palette_stands_moves_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(
            pilot, lambda: app.screen.query(CommandList) and app.screen.query_one(CommandList).option_count
        )
        commands = app.screen.query_one(CommandList)
        commands.display = False
        await until(pilot, lambda: not commands.scrollable_content_region)
        commands.set_options("abcd")
        commands.highlighted = 3
        await pilot.press("pageup", "pagedown")
        assert commands.highlighted == 3


async def test_under_a_dialog_no_key_of_the_page_is_shown(app):
    async with app.run_test(size=(80, 24)) as pilot:
        assert screen_text(app).splitlines()[-1].startswith("F1 Help")
        app.push_screen(ConfirmDialog("Sure?", "", "C-1"))
        await until(pilot, lambda: "^R" in screen_text(app))
        await until(pilot, lambda: "F1 Help" not in screen_text(app))
        app.changed()
        await pilot.pause(0.1)
        assert "F1 Help" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].startswith("F1 Help"))


def _hidden(text):
    return {character for character in text if safe(character) != character} - {"\n"}
