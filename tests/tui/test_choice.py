"""A choice among more than a line holds: those around the chosen one, which is never cut."""

import pytest

from msc_dose.files.protocols import shipped_protocols
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.widgets.choice import Choice, line_of

from .conftest import screen_text

WIDTHS = [len(name) + 2 for name in ("none", *shipped_protocols())]


@pytest.mark.parametrize("width", [67, 107])
@pytest.mark.parametrize("at", range(len(WIDTHS)))
def test_the_chosen_one_is_in_sight_and_the_line_is_exactly_as_wide_as_it_may_be(at, width):
    line = line_of(WIDTHS, at, width)
    shown = sum(WIDTHS[n] for n in line.sight)
    assert at in line.sight
    assert shown + line.spare == line.room
    assert len(line.before) + line.room + len(line.after) <= width
    assert (line.before == "‹") == (line.sight.start > 0)
    assert line.after.startswith("›") == (line.sight.stop < len(WIDTHS))


def test_nothing_more_would_fit_beside_what_is_in_sight():
    for at in range(len(WIDTHS)):
        line = line_of(WIDTHS, at, 67)
        beyond = [n for n in (line.sight.start - 1, line.sight.stop) if 0 <= n < len(WIDTHS)]
        assert all(WIDTHS[n] > line.spare for n in beyond)


def test_what_fits_stands_whole_without_arrows_and_place():
    line = line_of([8, 8, 5], 1, 21)
    assert (line.sight, line.whole, line.before, line.after) == (range(3), True, "", "")
    assert not line_of([8, 8, 5], 1, 20).whole


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_every_protocol_is_reached_by_arrows_and_stands_whole_with_its_place(app, size):
    names = shipped_protocols()
    async with app.run_test(size=size) as pilot:
        protocol = await the_protocol(app, pilot)
        for at, name in enumerate(names, 1):
            await pilot.press("right")
            await pilot.pause()
            assert protocol.value == name
            line = protocol_line(app)
            assert f"[{name}]" in line
            assert line.endswith(f" {at} of {len(names)}")
        await pilot.press("right")
        assert protocol.value == names[-1]


async def test_home_and_end_go_to_both_ends(app):
    async with app.run_test(size=(80, 24)) as pilot:
        protocol = await the_protocol(app, pilot)
        await pilot.press("end")
        assert protocol.value == shipped_protocols()[-1]
        await pilot.press("home")
        assert protocol.value is None


async def test_letters_find_a_name_and_one_that_leads_nowhere_changes_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        protocol = await the_protocol(app, pilot)
        for typed, found in [
            ("s", "sjogren-itp-msc-monthly"),
            ("l", "sle-uc-msc-d0-d7"),
            ("x", "sle-uc-msc-d0-d7"),
            ("backspace", "sle-uc-msc-d0-d7"),
            ("j", "sjogren-itp-msc-monthly"),
            ("home", None),
            ("T", "temcell-jp"),
            ("right", "temcell-jp-weekly"),
            ("d", "darvadstrocel"),
        ]:
            await pilot.press(typed)
            assert protocol.value == found, typed


async def test_letters_are_forgotten_when_the_field_is_left(app):
    async with app.run_test(size=(80, 24)) as pilot:
        protocol = await the_protocol(app, pilot)
        await pilot.press("t", "tab", "shift+tab", "d")
        assert protocol.value == "darvadstrocel"


async def test_a_letter_in_a_choice_that_is_whole_changes_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        basis = app.screen.query_one("#basis", Choice)
        basis.focus()
        await pilot.press("a")
        assert basis.value is None


async def test_a_click_chooses_the_name_under_it_and_an_arrow_the_one_beside(app):
    async with app.run_test(size=(80, 24)) as pilot:
        protocol = await the_protocol(app, pilot)
        await pilot.press(*"dar")
        await pilot.pause()
        line = protocol_line(app)
        await pilot.click(protocol, offset=(line.index("dli-cd3"), 0))
        await pilot.pause()
        assert protocol.value == "dli-cd3"
        await pilot.click(protocol, offset=(protocol_line(app).index("›"), 0))
        await pilot.pause()
        assert protocol.value == "idecabtagene"
        await pilot.click(protocol, offset=(protocol_line(app).index("‹"), 0))
        await pilot.pause()
        assert protocol.value == "dli-cd3"


async def test_the_line_is_set_anew_in_the_columns_of_another_size():
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        await the_protocol(app, pilot)
        await pilot.press(*"ryo")
        await pilot.pause()
        assert "itp-msc-five" not in protocol_line(app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "itp-msc-five" in protocol_line(app)


async def the_protocol(app, pilot):
    await pilot.press("f9")
    await pilot.pause()
    protocol = app.screen.query_one("#protocol", Choice)
    protocol.focus()
    await pilot.pause()
    return protocol


def protocol_line(app):
    return next(line for line in screen_text(app).splitlines() if line.startswith(" Protocol"))
