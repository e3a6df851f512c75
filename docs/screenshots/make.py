"""The screenshots of the README: SVGs of the screens over the demo record, made anew by this script.

    python docs/screenshots/make.py

The same bytes come out each time, and nothing in them asks for anything from elsewhere.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from msc_dose.library.demo import NURSE, checked_place, make_demo, passphrase_of
from msc_dose.library.demo.people import SECOND_PHARMACIST
from msc_dose.library.keeping import WithTheScreen
from msc_dose.store.people import sign_in
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk, open_desk

HERE = Path(__file__).parent
NOW = "2027-03-31T14:05:00+02:00"
SILENT = ("NO_COLOR", "MSC_DOSE_DB", "MSC_DOSE_KEYS", "MSC_DOSE_SETTINGS")
STILL = 6  # looks in a row at which nothing has changed
PATIENCE = 30  # seconds for a screen to be filled
# Fonts that machines have; Textual would fetch one from a server.
FONTS = "ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace"

Steps = Callable[[Pilot[Any]], Coroutine[Any, Any, None]]


async def until(pilot: Pilot[Any], *texts: str) -> None:
    """Wait until all of these and the keys stand on the screen, and it stays as it is."""
    before: object = None
    same = 0
    for _ in range(PATIENCE * 20):
        await pilot.pause(0.05)
        shown, drawn = text_of(pilot.app), pilot.app.screen._compositor.render_strips()
        whole = all(text in shown for text in (*texts, "^Q Quit"))
        # The colours count as well: a key of the footer is greyed a moment after it is there.
        same = same + 1 if whole and drawn == before else 0
        if same >= STILL:
            return
        before = drawn
    raise TimeoutError(f"{texts} never came; the screen:\n{text_of(pilot.app)}")


def text_of(app: App[Any]) -> str:
    """The screen as lines of text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def _today(pilot: Pilot[Any]) -> None:
    await until(pilot, "P-0417")


async def _calendar(pilot: Pilot[Any]) -> None:
    await pilot.press("f3")
    await until(pilot, "CALENDAR", "P-0608")


async def _course(pilot: Pilot[Any]) -> None:
    await until(pilot, "P-0417")
    await pilot.app.open_course("C-0417", 3)  # type: ignore[attr-defined]  # it is the app of these screens
    await until(pilot, "COURSE", "C-0417")
    await pilot.press("home")
    # How far a list was scrolled depends on what it was asked first; from its first row it does not.
    while ">* THAWED" not in text_of(pilot.app):
        await pilot.press("down")
        await pilot.pause()
    await until(pilot, "thawed:")


async def _counts(pilot: Pilot[Any]) -> None:
    await _course(pilot)
    await pilot.press("3")
    await until(pilot, "10⁹/L")


async def _dose(pilot: Pilot[Any]) -> None:
    await pilot.press("f2")
    await pilot.pause()
    for name, text in {"dose": "2e6 viable MSC/kg", "weight": "60 kg"}.items():
        field = pilot.app.screen.query_one(f"#{name}")
        field.focus()
        await pilot.press(*text)
    await pilot.press("tab")
    await until(pilot, "120 million")


async def _checks(pilot: Pilot[Any]) -> None:
    await pilot.press("f6")
    await until(pilot, "P-0471")


@dataclass(frozen=True, slots=True)
class Picture:
    """One screenshot: its file's name, what is shown in it, and how one comes there."""

    name: str
    title: str
    steps: Steps
    who: str = NURSE
    size: tuple[int, int] = (100, 30)


PICTURES = (
    Picture("today", "Today", _today),
    Picture("calendar", "Calendar", _calendar, size=(120, 40)),
    Picture("course", "Course", _course),
    Picture("counts", "Course: counts", _counts),
    Picture("dose", "Dose", _dose),
    Picture("checks", "Checks", _checks, SECOND_PHARMACIST),
)


@contextmanager
def demo() -> Iterator[str]:
    """The path of a demo that is made for the fixed moment; nothing of this machine's user is read."""
    with tempfile.TemporaryDirectory() as folder:
        told = {"MSC_DOSE_NOW": NOW, "XDG_STATE_HOME": folder, "TEXTUAL_THEME": "", "COLORTERM": "truecolor"}
        before = {name: os.environ.get(name) for name in (*told, *SILENT)}
        try:
            for name in SILENT:
                os.environ.pop(name, None)
            os.environ.update(told)
            yield make_demo(checked_place(os.path.join(folder, "demo.db"))).path
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


@contextmanager
def desk_of(path: str, person: str) -> Iterator[Desk]:
    """The desk of the demo, this person signed in."""
    desk = open_desk(path, keeper=WithTheScreen())
    record = desk.open_record
    try:
        desk.keeper.keep(record, sign_in(record, person, passphrase_of(person)))
        desk.whose()
        yield desk
    finally:
        record.close()


async def drawn(desk: Desk, picture: Picture) -> str:
    """The SVG of one screen."""
    app = MscDoseApp(desk, opens="today")
    async with app.run_test(size=picture.size) as pilot:
        app.animation_level = "none"
        await picture.steps(pilot)
        return _plain(app.export_screenshot(title=f"msc-dose – {picture.title} – TRAINING"))


def _plain(svg: str) -> str:
    """The same drawing with fonts of the machine that shows it."""
    svg = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family: [^;]*(Fira Code|arial)[^;]*;", f"font-family: {FONTS};", svg)
    svg = re.sub(r"\s*<!-- .*? -->", "", svg)
    return re.sub(r"[ \t]+\n", "\n", svg) + "\n"


def picture(path: str, wanted: Picture) -> str:
    """The SVG of one picture of the demo at this path."""
    with desk_of(path, wanted.who) as desk:
        return asyncio.run(drawn(desk, wanted))


def main() -> int:
    """Write every picture; the exit status."""
    with demo() as path:
        for each in PICTURES:
            (HERE / f"{each.name}.svg").write_text(picture(path, each), encoding="utf-8", newline="\n")
            print(f"{each.name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
