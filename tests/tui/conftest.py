"""A running application of a given size, and its screen as plain text."""

import os
from pathlib import Path

import pytest

from msc_dose.tui.app import MscDoseApp

GOLDEN = Path(__file__).parent / "screens"
UPDATE = "MSC_DOSE_UPDATE_SCREENS"


@pytest.fixture(autouse=True)
def in_colour(monkeypatch):
    """NO_COLOR and a theme of the machine that runs the tests change nothing here."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)


@pytest.fixture
def app(in_colour):
    return MscDoseApp()


@pytest.fixture
def golden():
    """Compare the screen with the file of this name; write it instead where the variable is set."""

    def compare(app, name):
        path, now = GOLDEN / f"{name}.txt", screen_text(app)
        if os.environ.get(UPDATE):
            path.write_text(now, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: run once with {UPDATE}=1 and look at it"
        assert now == path.read_text(encoding="utf-8"), f"run with {UPDATE}=1 if the new screen is right"

    return compare


def screen_text(app):
    """What a person sees, line by line, without colour and without the spaces that end a line."""
    strips = app.screen._compositor.render_strips()
    return "".join("".join(segment.text for segment in strip).rstrip() + "\n" for strip in strips)
