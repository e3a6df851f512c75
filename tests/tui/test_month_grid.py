"""The month grid by itself: another app gives it marks and hears which day is meant."""

from datetime import date

import pytest
from textual.app import App

from msc_dose.tui.widgets.month_grid import DayMarks, Mark, MonthGrid

MARKED = {
    date(2024, 2, 29): DayMarks(
        (Mark("2", "2/4 P-1", details=("DOSE 120 million viable MSC",)),), window=True
    ),
    date(2024, 2, 14): DayMarks((), "ward moves"),
    date(2024, 2, 15): DayMarks(tuple(Mark(f"{n}", f"{n}/4 P-{n}", "iv"[n % 2]) for n in range(1, 10))),
    date(2024, 3, 29): DayMarks((Mark("v", "v labs", "v"),), "Good Friday", window=True),
}


class Tiny(App):
    """An app that has nothing but a grid, and remembers what it says."""

    def __init__(self, day=date(2024, 2, 1), today=date(2024, 1, 29)):
        super().__init__()
        self.grid, self.heard = MonthGrid(lambda day: MARKED.get(day, DayMarks()), day, today), []

    def compose(self):
        yield self.grid

    def on_mount(self):
        self.grid.focus()

    def on_month_grid_moved(self, event):
        self.heard.append(("moved", event.day))

    def on_month_grid_chosen(self, event):
        self.heard.append(("chosen", event.day))

    def on_month_grid_taken(self, event):
        self.heard.append(("taken", event.day))


def lines(app):
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def cell_of(app, day):
    """Where a day stands, as (column, line)."""
    grid = app.grid
    return next(
        (x, y) for y in range(grid.size.height) for x in range(grid.size.width) if grid.day_at(x, y) == day
    )


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("right", "2024-02-02"),
        ("left", "2024-01-31"),
        ("down", "2024-02-08"),
        ("up", "2024-01-25"),
        ("home", "2024-01-29"),
        ("end", "2024-02-04"),
        ("pagedown", "2024-03-01"),
        ("[", "2024-01-01"),
        ("] ]", "2024-04-01"),
        ("t", "2024-01-29"),
        ("left pagedown", "2024-02-29"),  # from 31 January
        ("left pagedown pagedown", "2024-03-31"),  # the day that was meant comes back
        ("left pagedown right pagedown", "2024-04-01"),
        ("left pageup pageup", "2023-11-30"),
    ],
)
async def test_keys_move_the_cursor(keys, day):
    app = Tiny()
    names = {"[": "left_square_bracket", "]": "right_square_bracket"}
    async with app.run_test(size=(80, 20)) as pilot:
        for key in keys.split():
            await pilot.press(names.get(key, key))
        assert app.grid.day == date.fromisoformat(day)
        assert app.heard[-1] == ("moved", app.grid.day)
        assert app.grid.day_at(*cell_of(app, app.grid.day)) == app.grid.day  # it is in sight


async def test_narrow_cells_hold_short_marks_and_count_what_does_not_fit():
    app = Tiny()
    async with app.run_test(size=(48, 18)) as pilot:
        await pilot.pause()
        shown = lines(app)
        at = cell_of(app, date(2024, 2, 15))[1]
        assert "5v 4i" in shown[at + 1]
        assert " 14 c" in shown[at]
        assert " 29 ·" in shown[cell_of(app, date(2024, 2, 29))[1]]
        assert "[29]" in shown[cell_of(app, date(2024, 1, 29))[1]]
        assert "> 1<" in shown[cell_of(app, date(2024, 2, 1))[1]]


async def test_wide_cells_hold_words_and_say_how_many_more_there_are():
    app = Tiny()
    async with app.run_test(size=(100, 26)) as pilot:
        await pilot.pause()
        shown = "\n".join(lines(app))
        for text in ("2/4 P-1", "14 c", "ward moves", "+7 more"):
            assert text in shown
        await pilot.press("pagedown")
        assert "29 c·" in "\n".join(lines(app))


async def test_a_week_has_room_for_details_which_are_wrapped_and_never_cut():
    app = Tiny(date(2024, 2, 29))
    async with app.run_test(size=(80, 14)) as pilot:
        app.grid.weeks = 1
        await pilot.pause()
        x = cell_of(app, date(2024, 2, 29))[0]
        column = " ".join(line[x : x + 10].strip() for line in lines(app))
        assert "DOSE 120 million viable MSC" in " ".join(column.split())
        assert "28" in lines(app)[1]
        assert not any(" 11 " in line for line in lines(app))


async def test_today_and_the_cursor_are_seen_without_colour(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = Tiny()
    async with app.run_test(size=(48, 18)) as pilot:
        await pilot.pause()
        reversed_ = "".join(
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.reverse
        )
        assert "[29]" in reversed_
        assert "> 1<" in reversed_
        await pilot.press("t")
        await pilot.pause()
        assert ">29]" in "\n".join(lines(app))


async def test_a_click_selects_and_a_second_one_opens_or_takes():
    app = Tiny()
    async with app.run_test(size=(80, 20)) as pilot:
        there = cell_of(app, date(2024, 2, 15))
        await pilot.click(MonthGrid, offset=there)
        await pilot.click(MonthGrid, offset=there)
        assert app.heard == [("moved", date(2024, 2, 15)), ("chosen", date(2024, 2, 15))]
        app.grid.picking = True
        await pilot.press("enter")
        await pilot.click(MonthGrid, offset=there)
        assert app.heard[2:] == [("taken", date(2024, 2, 15))] * 2
        await pilot.click(MonthGrid, offset=(1, 0))
        assert len(app.heard) == 4


async def test_the_wheel_scrolls_the_weeks_and_leaves_the_cursor():
    app = Tiny()
    async with app.run_test(size=(80, 20)) as pilot:
        first = app.grid.first
        await pilot._post_mouse_events([__import__("textual").events.MouseScrollDown], MonthGrid, button=0)
        assert (app.grid.first - first).days == 14
        assert app.grid.day == date(2024, 2, 1)
        await pilot.press("right")
        assert app.grid.day_at(*cell_of(app, date(2024, 2, 2))) == date(2024, 2, 2)


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        (date(1900, 1, 1), ["left", "up", "pageup", "home"]),
        (date(2199, 12, 31), ["right", "down", "pagedown", "end"]),
    ],
)
async def test_the_first_and_the_last_day_are_held(day, keys):
    app = Tiny(day)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press(*keys)
        assert app.grid.day == day
        assert str(day.year) in "\n".join(lines(app))


async def test_a_change_of_clocks_loses_and_repeats_no_day():
    app = Tiny(date(2024, 3, 30))
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("right", "right", "down", *["pagedown"] * 7, "left")
        assert [day for _, day in app.heard[:3]] == [date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 8)]
        assert app.grid.day == date(2024, 11, 7)


async def test_it_can_be_painted_in_any_size():
    app = Tiny()
    async with app.run_test(size=(80, 20)) as pilot:
        for size in ((10, 3), (30, 6), (200, 60), (41, 1)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) <= size[0] for line in lines(app))
