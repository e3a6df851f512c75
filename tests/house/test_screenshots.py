"""The screenshots of the manual are what the screens show, and ask nothing of any other place."""

import os
import re
import runpy
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
FOLDER = HOUSE / "docs" / "screenshots"
MADE = runpy.run_path(str(FOLDER / "make.py"))
PICTURES = {each.name: each for each in MADE["PICTURES"]}
UPDATE = "MSC_DOSE_UPDATE_SCREENS"
ELSEWHERE = re.compile(r"https?://|url\((?!#)|@import|@font-face|<image|<script|href=", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.fixture(scope="module")
def demo():
    with MADE["demo"]() as path:
        yield path


@pytest.mark.parametrize("name", PICTURES)
def test_each_screenshot_is_what_its_screen_shows(name, demo, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", MADE["NOW"])
    path, now = FOLDER / f"{name}.svg", MADE["picture"](demo, PICTURES[name]).encode()
    if os.environ.get(UPDATE):
        path.write_bytes(now)
    assert path.read_bytes() == now, f"run with {UPDATE}=1 and look at {path.name}"


@pytest.mark.parametrize("name", PICTURES)
def test_no_screenshot_asks_for_anything_from_elsewhere(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert ELSEWHERE.findall(text.replace(f'xmlns="{NAMESPACE}"', "")) == []
    assert "TRAINING" in text


def test_the_screenshots_are_those_that_are_made_and_each_is_shown():
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(PICTURES)
    pages = "".join((HOUSE / name).read_text(encoding="utf-8") for name in ("README.md", "docs/screens.md"))
    assert set(re.findall(r"screenshots/(\w+)\.svg", pages)) == set(PICTURES)
