"""What holds at every stop of a walk through a hostile ward: contrast, words, keys, help, room."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

import pytest
from textual.actions import parse
from textual.widgets import Input

from msc_dose.store.record import open_record
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.keys import KEYS, shown_key
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.help import HelpScreen
from msc_dose.tui.theme import THEMES
from msc_dose.tui.widgets.row_list import RowList

from .a_hostile_ward import MARKUP, hostile, settings
from .a_record import Clock, Site, a_site
from .conftest import at_rest, screen_text
from .contrast import badly_seen
from .doubled import types
from .walking import STOPS, walk, ward

FOCUSES = 5  # of a dialog: the fields after these are like them
TOO_SMALL = ((79, 24), (80, 23))


@dataclass
class Look:
    """What was seen at one stop."""

    name: str
    text: str
    dialog: bool = False
    lost: bool = False
    faint: dict = field(default_factory=dict)
    footers: list = field(default_factory=list)
    dead: list = field(default_factory=list)
    help_lacks: list = field(default_factory=list)
    too_small: list = field(default_factory=list)
    scopes: set = field(default_factory=set)
    before: tuple = ()
    after: tuple = ()
    coloured: set = field(default_factory=set)
    unmarked: list = field(default_factory=list)
    unfocused: list = field(default_factory=list)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The record of the hostile ward, made once and then copied."""
    folder = tmp_path_factory.mktemp("hostile")
    site = hostile(ward(a_site(folder)))
    site.record.close()
    return folder


def walked(made, tmp_path_factory, look_at, **environment):
    """The looks of one walk, in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "STATE", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name))
        for name in ("NO_COLOR", "TEXTUAL_THEME", "MSC_DOSE_DB", "MSC_DOSE_KEYS"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        shutil.copy(made / "record.db", home / "record.db")
        patch.chdir(home)
        clock = Clock()
        site = Site(open_record("record.db", clock), clock)
        try:
            return asyncio.run(_walked(site, look_at, settings(Path())))
        finally:
            site.record.close()


async def _walked(site, look_at, chosen):
    desk = site.desk("ph-2")
    desk.settings = chosen
    app, looks, done = MscDoseApp(desk, opens="today"), {}, set()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        async for stop, dialog in walk(pilot):
            looks[stop.name] = look = Look(stop.name, screen_text(app), dialog)
            look.lost = stop.shows not in look.text
            assert not look.lost, f"{stop.name} does not show {stop.shows}:\n{look.text}"
            await look_at(pilot, look, done)
    return looks


@pytest.fixture(scope="module")
def looks(made, tmp_path_factory):
    """In colour: every theme, every focus, the help, a terminal that is too small."""
    return walked(made, tmp_path_factory, _in_colour)


@pytest.fixture(scope="module")
def plain(made, tmp_path_factory):
    """Under NO_COLOR."""
    return walked(made, tmp_path_factory, _without_colour, NO_COLOR="1")


async def _in_colour(pilot, look, done):
    """`done` is what need not be looked at again: kinds of screens, and of what has the focus on them."""
    app = pilot.app
    if not (pairs := _pairs(app)) <= done:  # to change the theme is slow: once for what is painted alike
        done |= pairs
        for theme in THEMES[1:] + THEMES[:1]:
            app.theme = theme.name
            await pilot.pause()
            if found := badly_seen(app):
                look.faint[theme.name] = found
    if look.name == "palette":
        return
    look.before = _state(app)
    await _every_focus(pilot, look)
    kind = type(app.screen), type(app.focused)
    if kind not in done:
        await _helped(pilot, look)
    if not look.dialog and kind[0] not in done:
        for size in TOO_SMALL:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            look.too_small.append(screen_text(app))
        await pilot.resize_terminal(80, 24)
        await at_rest(pilot)
    look.after = _state(app)
    done |= {kind, kind[0]}


def _state(app):
    """Where one is, and what one has typed: not how far a list is scrolled."""
    screen = app.screen
    typed = [(each.id, each.value) for each in screen.query(Input)]
    return screen, app.focused, typed, [rows.key for rows in screen.query(RowList)]


def _pairs(app):
    """Every ink on its ground, on this kind of screen."""
    strips = app.screen._compositor.render_strips()
    styles = {segment.style for strip in strips for segment in strip if segment.style}
    return {(type(app.screen), each.color, each.bgcolor, each.dim) for each in styles}


async def _every_focus(pilot, look):
    app, here = pilot.app, pilot.app.screen.focused
    for focus in list(app.screen.focus_chain)[:FOCUSES]:
        app.screen.set_focus(focus, scroll_visible=False)
        await pilot.pause()
        if not look.dialog:
            look.footers.append((str(focus), screen_text(app).splitlines()[-1]))
        acting = [known for known in app.screen.active_bindings.values() if known.enabled]
        look.scopes |= {known.binding.id.partition(".")[0] for known in acting if known.binding.id}
        look.dead += [
            (str(focus), key, known.binding.action)
            for key, known in app.screen.active_bindings.items()
            if not _is_there(app, known.node, known.binding.action)
        ]
    app.screen.set_focus(here, scroll_visible=False)
    await pilot.pause()


def _is_there(app, node, action):
    destination, name, _ = parse(action)
    target = {"": node, "app": app, "screen": app.screen, "focused": app.focused}[destination]
    return any(hasattr(target, f"{start}{name}") for start in ("action_", "_action_"))


async def _helped(pilot, look):
    app, page, focused = pilot.app, pilot.app.screen, pilot.app.focused
    if isinstance(page, HelpScreen):
        return
    for key in ("f1",) if isinstance(focused, Input) else ("f1", "question_mark"):
        await types(pilot, key)
        if not isinstance(app.screen, HelpScreen):
            look.help_lacks.append(f"{key} opens no help")
            continue
        told = app.screen._text
        look.help_lacks += [
            one.name for one in KEYS
            if one.scope in page.scopes and f"{shown_key(one):<6} {one.description}" not in told
        ]  # fmt: skip
        look.help_lacks += sorted(look.scopes - set(page.scopes))
        await types(pilot, "f1")
        if app.screen is not page or app.focused is not focused:
            look.help_lacks.append(f"{key}: back at {app.screen} {app.focused}, not {page} {focused}")


async def _without_colour(pilot, look, done):
    app = pilot.app
    strips = app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    look.coloured = {
        each.name for style in styles for each in (style.color, style.bgcolor) if each and not each.is_default
    }
    for rows in app.screen.query(RowList):
        if rows.has_focus and len(rows.source) and not _marked(app, rows):
            look.unmarked.append(str(rows))
    if look.dialog:
        await _focus_is_seen(pilot, look)


def _marked(app, rows):
    """Whether a row of the list begins with > and is reversed."""
    x, y, _, height = rows.region
    for strip in app.screen._compositor.render_strips()[y : y + height]:
        cell = next(iter(strip.crop(x, x + 2)), None)
        if cell is not None and cell.text.startswith(">") and cell.style and cell.style.reverse:
            return True
    return False


async def _focus_is_seen(pilot, look):
    screen = pilot.app.screen
    here = screen.focused
    chain = list(screen.focus_chain)
    for one in chain if len(chain) > 1 else ():  # the only one there is need not be told apart
        painted = []
        for focus in (one, None):
            screen.set_focus(focus)
            await pilot.pause()
            painted.append(_painted(screen, one.parent))
        if painted[0] == painted[1]:
            look.unfocused.append(str(one))
    screen.set_focus(here)
    await pilot.pause()


def _painted(screen, widget):
    x, y, width, height = widget.region
    strips = screen._compositor.render_strips()[y : y + height]
    return [(segment.text, str(segment.style)) for strip in strips for segment in strip.crop(x, x + width)]


def told(looks, what):
    """Where something was found, by stop."""
    return {look.name: found for look in looks.values() if (found := what(look))}


def test_every_text_is_seen_well_in_every_theme(looks):
    assert told(looks, lambda look: look.faint) == {}


def test_nothing_hidden_is_painted_anywhere(looks, plain):
    for each in (looks, plain):
        assert told(each, lambda look: {c for c in look.text if safe(c) != c} - {"\n"}) == {}


def test_what_looks_like_markup_is_shown_as_it_is_written(looks):
    """In the places where a text stands whole at 80 columns."""
    every = "".join(look.text for look in looks.values())
    assert "[B12]" in every
    assert MARKUP in every
    assert "<U+001B>[31m" in every


def test_the_footer_of_every_screen_begins_with_help_and_ends_with_quit(looks):
    wrong = told(looks, lambda look: [
        each for each in look.footers if not (each[1].startswith("F1 Help") and each[1].endswith("^Q Quit"))
    ])  # fmt: skip
    assert wrong == {}


def test_every_key_that_is_bound_has_something_to_do(looks):
    assert told(looks, lambda look: look.dead) == {}


def test_help_tells_every_key_of_where_one_is_and_comes_back_there(looks):
    assert told(looks, lambda look: look.help_lacks) == {}


def test_a_terminal_that_is_too_small_says_what_is_needed_on_every_screen(looks):
    wrong = told(looks, lambda look: [
        shown for shown in look.too_small
        if "needs 80 columns and 24 rows" not in shown or "DOSE" in shown or "F1 Help" in shown
    ])  # fmt: skip
    assert wrong == {}


def test_a_resize_and_a_look_at_the_help_lose_nothing(looks):
    changed = told(looks, lambda look: look.after != look.before and (look.before, look.after))
    assert changed == {}


def test_without_colour_nothing_is_coloured_and_nothing_vanishes(looks, plain):
    assert told(plain, lambda look: look.coloured) == {}
    assert told(plain, lambda look: look.unmarked) == {}
    changed = told(
        looks, lambda look: look.name not in PATHS and _difference(look.text, plain[look.name].text)
    )
    assert changed == {}, "\n".join(line for lines in changed.values() for line in lines)


def _difference(coloured, plain):
    return list(unified_diff(coloured.splitlines(), plain.splitlines(), n=0, lineterm=""))


PATHS = {"examined", "backup"}  # these name the whole path of the record


def test_without_colour_one_sees_which_field_of_a_dialog_one_is_in(plain):
    assert told(plain, lambda look: look.unfocused) == {}


def test_the_walk_leads_where_it_is_meant_to(looks):
    assert set(looks) == {stop.name for stop in STOPS}
    assert told(looks, lambda look: look.lost and look.text) == {}
