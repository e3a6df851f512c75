"""A product given in parts: each component has its dose, and the time in which it follows the one before."""

import pytest

import msc_dose as md
from msc_dose.cli.protocol_text import protocol_lines
from msc_dose.files.protocols import protocol_from_text

FILE = """
schema = "msc-dose/protocol/1"
id = "ours"
title = "Two fractions"
status = "site-approved"

[source]
citation = "SOP 12"
address = "intranet"

[[component]]
name = "cultured fraction"
population = "CD34+"
[component.dose]
rule = "site-entered"
per = "infusion"
basis = "actual"
counts = "viable"

[[component]]
name = "non-cultured fraction"
population = "CD3+"
within = "1 h"
[component.dose]
rule = "flat"
dose = "4e8 cells"
basis = "actual"
counts = "viable"

[schedule]
kind = "single"
"""


def test_each_component_has_its_rule_in_order_and_the_first_is_the_files():
    protocol = protocol_from_text(FILE, "ours.toml")
    first, second = protocol.components
    assert (first.name, first.within, first.rule.population) == ("cultured fraction", None, "CD34+")
    assert (second.within.value, str(second.rule.dose)) == (
        60,
        "400 million viable CD3+ cells (400,000,000 viable CD3+ cells)",
    )
    assert protocol.rule == first.rule
    assert "ordered dose" in protocol.asked_for


def test_components_are_shown_and_stand_in_the_document():
    protocol = protocol_from_text(FILE, "ours.toml")
    shown = "\n".join(protocol_lines(protocol))
    assert "Component   cultured fraction\n" in shown
    assert "non-cultured fraction, within 60 min of the end of the one before" in shown
    document = protocol.as_document()["components"]
    assert [component["name"] for component in document] == ["cultured fraction", "non-cultured fraction"]
    assert document[1]["within"] == {"value": "60", "unit": "min"}


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('name = "non-', 'title = "non-', "protocol.missing-key", "component[1].name"),
        ('"non-cultured fraction"', '"cultured fraction"', "component.name", "component"),
        ('population = "CD34+"', 'within = "1 h"', "component.first-within", "component"),
        ('within = "1 h"', 'within = "1"', "unit.missing", "component[1].within"),
        ('"4e8 cells"', '"4x108 cells"', "notation.lost-superscript", "component[1].dose.dose"),
        ('per = "infusion"\nbasis = "actual"', 'per = "weight"\nbasis = "ideal"', "protocol.conflict", "component"),
        ('[schedule]', '[dose]\nrule = "flat"\n[schedule]', "protocol.conflict", "dose"),
        ("[component.dose]", "[component.doses]", "protocol.missing-key", "component[0].dose"),
    ],
)  # fmt: skip
def test_a_wrong_component_is_refused_with_the_key_to_mend(old, new, code, field):
    assert old in FILE
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(FILE.replace(old, new, 1), "ours.toml")
    assert (code, field) in {(problem.code, problem.field) for problem in refusal.value.problems}


@pytest.mark.parametrize("value", ["5", "[]", "[5]"])
def test_what_is_no_component_is_refused(value):
    text = f"component = {value}\n" + FILE[: FILE.index("[[component]]")] + '[schedule]\nkind = "single"'
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(text, "ours.toml")
    assert all("component" in problem.field for problem in refusal.value.problems)
