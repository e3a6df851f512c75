"""The dose screen, as a person uses it."""

import pytest

from msc_dose.files.settings import Settings
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.offers import Offers

from .conftest import at_rest, golden_everywhere, screen_text
from .driving import field, headline, put_into


async def test_an_empty_form_teaches_what_can_be_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await golden_everywhere(pilot, "dose-empty")


async def test_unclear_text_offers_every_reading(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, weight="60 kg", dose="2x106/Kg")
        await golden_everywhere(pilot, "dose-unclear")


async def test_a_dose_shows_its_working_and_every_problem(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg", maximum="100 million cells")
        await pilot.press("tab", "right")
        await pilot.pause()
        await golden_everywhere(pilot, "dose")


async def test_a_dose_is_shown_without_colour_where_none_is_wanted(no_color, golden):
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg", maximum="100 million cells")
        await pilot.press("tab", "right")
        await at_rest(pilot)
        golden(app, "dose-80")


async def test_picking_the_first_reading_of_a_lost_superscript_gives_120_million_at_60_kg(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, weight="60 kg", dose="")
        await pilot.press(*"2x106/Kg")
        await pilot.pause()
        assert "cannot compute: dose per kg has 2 readings" in headline(app)
        await pilot.press("down")
        assert isinstance(app.focused, Offers)
        await pilot.press("enter")
        await pilot.pause()
        assert field(app, "dose").value == "2 million cells/kg"
        assert headline(app).startswith("DOSE 120 million cells")


async def test_the_readings_of_a_dose_say_the_total_for_the_weight_that_stands_in_the_form(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, weight="75 kg", dose="2x106/Kg")
        assert "150 million cells for 75 kg" in screen_text(app)
        assert "60 kg" not in screen_text(app)


async def test_the_second_reading_is_the_other_one_and_a_click_picks_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, weight="60 kg", dose="2x106/Kg")
        await pilot.click(Offers, offset=(5, 2))
        await pilot.pause()
        assert field(app, "dose").value == "212 cells/kg"
        assert headline(app).startswith("DOSE 12,720 cells")


async def test_leaving_the_readings_changes_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2x106/Kg")
        await pilot.press("down", "escape")
        assert app.focused is field(app, "dose")
        assert field(app, "dose").value == "2x106/Kg"


async def test_a_decimal_comma_stays_as_typed_and_is_never_704(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg")
        await pilot.press("tab")
        typed = ""
        for key in "70,4 kg":
            await pilot.press(key)
            typed += key
            assert field(app, "weight").value == typed
        await pilot.pause()
        assert headline(app) == "cannot compute: weight has 1 reading to confirm"
        assert "704" not in screen_text(app)


async def test_an_invalid_input_takes_the_last_number_away(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg")
        assert headline(app).startswith("DOSE 120 million")
        await pilot.press("backspace", "backspace", "backspace")
        await pilot.pause()
        assert headline(app) == "cannot compute: weight refused"
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert headline(app) == "cannot compute: weight is missing"
        assert "120" not in screen_text(app)


async def test_a_maximum_that_is_not_read_is_never_left_out_silently(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg", maximum="100")
        assert headline(app) == "cannot compute: maximum has 1 reading to confirm"


async def test_text_typed_right_after_tab_goes_to_the_next_field(app):
    """Textual gives keys in a burst to the field that is left, unless Tab acts first."""
    async with app.run_test(size=(80, 24)) as pilot:
        for key, character in [*((c, c) for c in "2e6"), ("tab", None), ("6", "6"), ("0", "0")]:
            app.post_message(_key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert (field(app, "dose").value, field(app, "weight").value) == ("2e6", "60")


async def test_choices_are_made_by_arrows_and_by_clicks(app):
    async with app.run_test(size=(80, 24)) as pilot:
        basis = app.screen.query_one("#basis", Choice)
        basis.focus()
        await pilot.press("right", "right")
        assert basis.value == "ideal"
        await pilot.press("left", "left", "left")
        assert basis.value is None
        await pilot.click("#counts", offset=(28, 0))
        assert app.screen.query_one("#counts", Choice).value == "viable"


async def test_a_pasted_text_is_taken_whole_so_that_nothing_is_cut_to_another_number(app):
    from textual.events import Paste

    async with app.run_test(size=(80, 24)) as pilot:
        field(app, "maximum").focus()
        await pilot.pause()
        app.screen.focused.post_message(Paste("1\n20 million cells\n"))
        await pilot.pause()
        assert field(app, "maximum").value == "1\n20 million cells"
        assert "maximum refused" in headline(app)


def _key(key, character):
    from textual.events import Key

    return Key(key, character)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_declared_decimal_comma_is_seen_on_every_screen_and_read(in_colour, size):
    """`70,5 kg` is 70.5 kg at such a site, and the title says so; `70,500 kg` has two readings all the same."""
    app = MscDoseApp(Desk(settings=Settings(decimal_mark="comma")), opens="dose")
    async with app.run_test(size=size) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="70,5 kg")
        assert headline(app).startswith("DOSE 141 million")
        assert screen_text(app).splitlines()[1].rstrip().endswith("· 70,5 = 70.5")
        assert "amount.as-written" in screen_text(app)
        await put_into(pilot, weight="70,500 kg")
        assert headline(app) == "cannot compute: weight has 1 reading to confirm"
        await pilot.press("f9")
        await pilot.pause()
        assert screen_text(app).splitlines()[1].rstrip().endswith("· 70,5 = 70.5")
