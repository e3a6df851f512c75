"""The chapter on the screens says what the screens do: its table of keys is the registry's."""

import os
import re
from pathlib import Path

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.keys import KEYS, SCOPES
from msc_dose.tui.keys.everywhere import SCREENS
from msc_dose.tui.screens.page import HEIGHT, WIDTH

PAGE = Path(__file__).parents[2] / "docs" / "screens.md"
TABLE = re.compile(r"(?<=^\| where \| key \| does \|\n\|---\|---\|---\|\n)(?:\|.*\n)*", re.MULTILINE)
UPDATE = "MSC_DOSE_UPDATE_SCREENS"


def rows():
    """A row for each key, part by part; of a menu's numbers the first stands for all."""
    told = [key for key in KEYS if key.shown or key.scope != "menu"]
    lines = [
        f"| {SCOPES[scope]} | `{key.shown_key}` | {key.description} |\n"
        for scope in SCOPES
        for key in told
        if key.scope == scope
    ]
    return "".join(dict.fromkeys(lines))


def test_the_table_of_keys_is_the_registrys():
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get(UPDATE):
        text = TABLE.sub(lambda _: rows(), text)
        PAGE.write_text(text, encoding="utf-8")
    assert TABLE.search(text)[0] == rows(), f"run with {UPDATE}=1"


def test_every_screen_is_told_of_with_its_key():
    told = re.findall(r"^\*\*(\w+)\*\* \(`(F\d+)`\)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(told) == sorted((key.label, key.shown_key) for key in SCREENS)
    assert {name.lower() for name, _ in told} == set(MscDoseApp.MODES)


def test_the_smallest_terminal_is_the_one_that_is_named():
    assert f"need {WIDTH} columns and {HEIGHT} rows" in PAGE.read_text(encoding="utf-8")
