"""A running application of a given size, and its screen as plain text."""

import asyncio
import contextlib
import os
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.theme import PlainColours

from .a_record import a_site
from .driving import until

GOLDEN = Path(__file__).parent / "screens"
UPDATE = "MSC_DOSE_UPDATE_SCREENS"
_PATIENCE = 100  # looks at the messages of an app that never comes to rest by itself
SIZES = ((80, 24), (100, 30), (120, 40))  # the golden screens are named by the columns


@pytest.fixture(scope="session", autouse=True)
def styles_read_once():
    """One reading of each style sheet serves every app of these tests: the same text in the same colours.

    Textual keeps what it has read until an app ends, and reads it again for the next one.
    """
    parse, read = Stylesheet._parse_rules, {}

    def remembered(sheet, css, read_from, is_default_rules=False, tie_breaker=0, scope=""):
        how = (css, read_from, is_default_rules, tie_breaker, scope)
        key = (*how, tuple(sorted(sheet._variables.items())))
        if key not in read:
            read[key] = parse(sheet, *how)
        return read[key]

    Stylesheet._parse_rules = remembered
    yield
    Stylesheet._parse_rules = parse


@pytest.fixture(scope="session", autouse=True)
def pauses_until_nothing_stands_in_line():
    """A pause of Textual's pilot ends when the process looks idle, as it also does while it gets no processor."""
    paused = Pilot.pause

    async def pause(pilot, delay=None):
        await paused(pilot, delay)
        for _ in range(_PATIENCE):
            if not has_messages(pilot.app):
                break
            await asyncio.sleep(0.005)
        await paused(pilot, 0)

    Pilot.pause = pause
    yield
    Pilot.pause = paused


@pytest.fixture(autouse=True)
def in_colour(monkeypatch):
    """NO_COLOR and a theme of the machine that runs the tests change nothing here."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)


@pytest.fixture
def app(in_colour):
    return MscDoseApp(opens="dose")


@pytest.fixture
def site(tmp_path):
    """A training record with people, and nothing else."""
    made = a_site(tmp_path)
    yield made
    made.record.close()


@pytest.fixture(params=[(80, 24), (100, 30), (120, 40)], ids=["80x24", "100x30", "120x40"])
def size(request):
    """Every size that a screen is made for; the golden screens are named by the columns."""
    return request.param


@pytest.fixture(params=["colour", "NO_COLOR"])
def paint(request, in_colour, monkeypatch):
    """In colour, and without any: the words and signs are the same."""
    if request.param == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    return request.param


@pytest.fixture
def no_color(in_colour, monkeypatch):
    """The environment of somebody who wants no colours."""
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def golden():
    """Compare the screen with the file of this name; write it instead where the variable is set.

    An app that was started under NO_COLOR paints no colour either.
    """
    return compare


def compare(app, name):
    path, now = GOLDEN / f"{name}.txt", screen_text(app)
    if os.environ.get(UPDATE):
        path.write_text(now, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: run once with {UPDATE}=1 and look at it"
    assert now == path.read_text(encoding="utf-8"), f"run with {UPDATE}=1 if the new screen is right"
    assert not app.no_color or colours(app) <= {"default"}


async def golden_everywhere(pilot, name):
    """The screen of the running app in each size that it is made for, in colour and without any.

    The golden files are named by the columns. The app has its own size again afterwards.
    """
    app, began = pilot.app, pilot.app.size
    for width, height in SIZES:
        await resized(pilot, width, height)
        compare(app, f"{name}-{width}")
        in_colour, shown, without_colour = colours(app), screen_text(app), PlainColours()
        app._filters.append(without_colour)  # what is painted passes through the filters every time
        try:
            assert screen_text(app) == shown
            assert colours(app) <= {"default"} < in_colour | {"default"}
        finally:
            app._filters.remove(without_colour)
    await resized(pilot, *began)


async def resized(pilot, width, height):
    """Give the terminal another size, and wait until nothing moves any more."""
    if pilot.app.size != (width, height):
        await pilot.resize_terminal(width, height)
    await at_rest(pilot)
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, Dialog) or screen_text(app).rstrip().endswith("Quit"))


async def at_rest(pilot):
    """Nothing is read, stands in line or is about to be shown, and two looks see the same, painted."""
    app, looks = pilot.app, ["", "1"]

    def same():
        reads = getattr(app.page, "_loading", False) or _looks_closer(app) or has_messages(app)
        looks[:] = [looks[1], screen_text(app)]
        reads = reads or "being read …" in looks[1] or not app._may_go_on.is_set()
        return looks[0] == looks[1] and not reads

    await until(pilot, same)
    # What was shown last may not be painted yet.
    painted = asyncio.Event()
    app.screen.call_after_refresh(painted.set)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(painted.wait(), 1)
    await until(pilot, same)


def _looks_closer(app):
    """Whether courses around the day under the cursor are still being folded."""
    return any(each.group == "looking" and not each.is_finished for each in app.workers)


def has_messages(app):
    """Whether anything stands in line: a machine that is busy elsewhere looks idle without being done."""
    return any(node.message_queue_size for node in (app, *app._registry))


def screen_text(app):
    """What a person sees, line by line, without colour and without the spaces that end a line."""
    strips = app.screen._compositor.render_strips()
    return "".join("".join(segment.text for segment in strip).rstrip() + "\n" for strip in strips)


def colours(app):
    """The names of all colours that are painted."""
    segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
    styles = [segment.style for segment in segments if segment.style]
    return {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour}
