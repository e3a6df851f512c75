"""A file says where its sources contradict each other, word for word, and which of them it follows."""

import pytest

import msc_dose as md
from msc_dose.cli.protocol_text import protocol_lines
from msc_dose.files.protocols import protocol_from_text

FILE = """
schema = "msc-dose/protocol/1"
id = "ours"
title = "Our protocol"
status = "literature"
notes = ["given by hand"]

[source]
citation = "Paper A"
address = "https://a.example"

[dose]
rule = "per-weight"
dose_per_weight = "1e6 cells/kg"
basis = "actual"
counts = "viable"

[[conflict]]
what = "the dose"
follows = "paper A, for its table adds up"

[[conflict.reading]]
printed = "2x106/Kg"
source = "Paper A"

[[conflict.reading]]
printed = "2x108/Kg"
source = "Paper B"

[[doubt]]
printed = "1 × 108/kg"
source = "Registry"
why = "a hundred times what others give"

[schedule]
kind = "single"
"""


def refused(old, new):
    assert old in FILE
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(FILE.replace(old, new, 1), "ours.toml")
    return {(problem.code, problem.field) for problem in refusal.value.problems}


def test_both_readings_stand_as_they_are_printed():
    protocol = protocol_from_text(FILE, "ours.toml")
    (conflict,) = protocol.conflicts
    assert [(r.text, r.source) for r in conflict.readings] == [
        ("2x106/Kg", "Paper A"),
        ("2x108/Kg", "Paper B"),
    ]
    assert protocol.as_document()["conflicts"] == [
        {
            "what": "the dose",
            "readings": [
                {"printed": "2x106/Kg", "source": "Paper A"},
                {"printed": "2x108/Kg", "source": "Paper B"},
            ],
            "follows": "paper A, for its table adds up",
        }
    ]
    assert protocol.as_document()["doubts"][0]["printed"] == "1 × 108/kg"


def test_they_are_shown_to_a_person():
    shown = "\n".join(protocol_lines(protocol_from_text(FILE, "ours.toml")))
    for text in (
        "“2x106/Kg” (Paper A)",
        "“2x108/Kg” (Paper B)",
        "followed: paper A, for its table adds up",
        "“1 × 108/kg” (Registry)",
        "a hundred times what others give",
        "given by hand",
    ):
        assert text in shown


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('source = "Paper B"', 'source = "Paper A"', "protocol.conflict-one-source", "conflict[0].reading"),
        ('source = "Paper B"', "", "protocol.missing-key", "conflict[0].reading[1].source"),
        ('printed = "2x108/Kg"', 'printed = " "', "protocol.missing-key", "conflict[0].reading[1].printed"),
        ('follows = "paper A, for its table adds up"', "", "protocol.missing-key", "conflict[0].follows"),
        ('what = "the dose"', "what = 5", "protocol.wrong-type", "conflict[0].what"),
        ('what = "the dose"', 'what = "a\\u202eb"', "text.control-character", "conflict[0].what"),
        ('why = "a hundred times what others give"', "", "protocol.missing-key", "doubt[0].why"),
        ('why = "a hundred', 'because = "a hundred', "protocol.unknown-key", "doubt[0].because"),
        ('notes = ["given by hand"]', 'notes = "given"', "protocol.wrong-type", "notes"),
    ],
)
def test_half_a_conflict_is_refused_with_the_key_to_mend(old, new, code, field):
    assert (code, field) in refused(old, new)


@pytest.mark.parametrize("key", ["conflict", "doubt", "example"])
@pytest.mark.parametrize("value", ["5", '"text"', "[5]", "[[]]"])
def test_what_is_no_table_is_refused(key, value):
    head = FILE[: FILE.index("[[conflict]]")].replace("notes =", f"{key} = {value}\nnotes =")
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(head + '[schedule]\nkind = "single"', "ours.toml")
    found = [(problem.code, problem.field) for problem in refusal.value.problems]
    assert found == [("protocol.wrong-type", f"{key}[0]" if value.startswith("[") else key)]
