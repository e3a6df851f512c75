"""The chapter on the course file lists every type with its fields, and its lines are read."""

import json
import re
from dataclasses import MISSING
from pathlib import Path

import pytest

from msc_dose.courses.closures_document import CLOSURE_KEYS
from msc_dose.courses.events.allowed import OneOf
from msc_dose.courses.events.documents import event_of
from msc_dose.courses.events.fields import fields_of
from msc_dose.courses.events.giving import ClearanceItem, Given
from msc_dose.courses.events.kinds import KINDS

from .random_events import a_plan

CHAPTER = (Path(__file__).parents[3] / "docs" / "events.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `?([a-z-]+)`? \| (`.*?) \| [A-Z]", CHAPTER, re.MULTILINE))
LINES = "".join(re.findall(r"^```jsonl\n(.*?)^```$", CHAPTER, re.MULTILINE | re.DOTALL)).splitlines()


def read(line):
    return event_of(json.loads(line.replace("{…}", json.dumps(a_plan(0).as_document()))))


@pytest.mark.parametrize(
    ("name", "kind"),
    [*KINDS.items(), ("item", ClearanceItem), ("given", Given)],
    ids=lambda each: str(each)[:20],
)
def test_every_type_stands_there_with_every_field(name, kind):
    said = re.findall(r"`(\w+)`(\??) \(", ROWS[name])
    assert said == [(field.name, "?" * (field.default is not MISSING)) for field in fields_of(kind)]
    for field in fields_of(kind):
        if isinstance(field.allowed, OneOf):
            assert " / ".join(f"`{word}`" for word in field.allowed.words) in ROWS[name]


def test_every_type_has_a_line_that_is_read():
    assert {read(line).type for line in LINES} == set(KINDS)


def test_every_key_of_a_calendar_stands_there():
    assert all(f"\n| `{key}` |" in CHAPTER for key in CLOSURE_KEYS)
