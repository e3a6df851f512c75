"""`[container]`, `[handling]` and `[limits]` hold what a source states of the product, and nothing else."""

import pytest

import msc_dose as md
from msc_dose.files.protocols import protocol_from_text
from msc_dose.product.handling import Handling

FILE = """
schema = "msc-dose/protocol/1"
id = "ours"
title = "Our protocol"
status = "site-approved"
population = "MSC"

[source]
citation = "SOP 12"
address = "intranet"

[dose]
rule = "per-weight"
dose_per_weight = "1e6 cells/kg"
basis = "actual"
counts = "viable"

[schedule]
kind = "single"
"""
CONTAINER = """
[container]
cells = "72e6 cells"
concentration = "6.66e6 cells/mL"
fill = "10.8 mL"
nominal = "10 mL"
withdrawable = "10.5 mL"
viability = "90 %"
viability_moment = "after thaw"
recovery = "85 %"
recovery_of = "total"
dmso = "10 %"
dmso_of = "v/v"
counts = "all"
moment = "before freeze"
source = "SOP 13"
"""
HANDLING = """
[handling]
dispense = "draw"
diluent = "saline"
diluent_per_container = "18 mL"
final_volume = "100 mL"
step = "0.1 mL"
rinsed = false
hold_up = "2 mL"
split = 2
highest_rate = "6 mL/min"
drop_factor = 20
[[handling.rate_step]]
rate = "2 mL/min"
duration = "10 min"
[[handling.rate_step]]
rate = "4 mL/min"
[handling.clock]
zero = "thaw complete"
limit = "2.5 h"
source = "SOP 14"
"""


def protocol(more):
    return protocol_from_text(FILE + more, "ours.toml")


def test_what_is_not_there_is_not_stated():
    bare = protocol("")
    assert (bare.content, bare.handling, bare.limits) == (None, Handling(), ())
    assert protocol("[handling]").handling == Handling()


def test_a_container_says_what_it_holds_and_when_that_was_counted():
    content = protocol(CONTAINER).content
    assert (content.cells.population, content.cells.counts, content.cells.moment) == (
        "MSC",
        "all",
        "before freeze",
    )
    assert (content.cells.value, content.fill.value, content.withdrawable.value) == (
        72_000_000,
        md.read("10.8 mL", "volume").value,
        md.read("10.5 mL", "volume").value,
    )
    assert (content.recovery.of, content.dmso.of, content.viability_moment) == (
        "total",
        "v/v",
        "after thaw",
    )
    assert protocol(CONTAINER).content_source == "SOP 13"


def test_handling_says_how_it_is_given():
    handling = protocol(HANDLING).handling
    assert (handling.dispense, handling.rinsed, handling.split, handling.drop_factor) == (
        "draw",
        False,
        2,
        20,
    )
    assert [str(step.rate) for step in handling.steps] == ["2 mL/min", "4 mL/min"]
    assert (handling.clock.zero, handling.clock.limit.value, handling.clock.source) == (
        "thaw complete",
        150,
        "SOP 14",
    )


@pytest.mark.parametrize(
    "key",
    ["cells", "concentration", "fill", "nominal", "withdrawable", "viability", "recovery", "dmso"],
)
def test_each_fact_of_a_container_may_be_not_stated(key):
    lines = [
        f'{key} = "not stated"' if line.startswith(f"{key} =") else line for line in CONTAINER.split("\n")
    ]
    text = "\n".join(line for line in lines if not line.startswith(f"{key}_of"))
    assert getattr(protocol(text).content, key) is None


@pytest.mark.parametrize(
    "key",
    ["dispense", "diluent", "diluent_per_container", "rinsed", "hold_up", "drop_factor", "final_volume"],
)
def test_each_fact_of_handling_may_be_not_stated(key):
    lines = [
        f'{key} = "not stated"' if line.startswith(f"{key} =") else line for line in HANDLING.split("\n")
    ]
    assert getattr(protocol("\n".join(lines)).handling, key) is None


def test_limits_are_read_for_what_can_be_limited():
    text = '[limits.final-volume]\nlow = "50 mL"\nhigh = "250 mL"\norigin = "SOP 15"'
    (limit,) = protocol(text).limits
    assert (limit.what, str(limit.low), str(limit.high), limit.origin) == (
        "final-volume",
        "50 mL",
        "250 mL",
        "SOP 15",
    )


def test_everything_read_stands_in_the_document():
    document = protocol(CONTAINER + HANDLING).as_document()
    assert document["container"]["cells"] == {"value": "72000000", "unit": "cells"}
    assert document["container"]["recovery"] == {"percent": {"value": "85", "unit": "%"}, "of": "total"}
    assert document["handling"]["clock"]["limit"] == {"value": "150", "unit": "min"}
    assert document["handling"]["steps"][1] == {"rate": {"value": "4", "unit": "mL/min"}, "duration": None}


@pytest.mark.parametrize(
    ("text", "old", "new", "code", "field"),
    [
        (CONTAINER, '"72e6 cells"', '"72e6"', "unit.missing", "container.cells"),
        (CONTAINER, '"72e6 cells"', "72e6", "protocol.wrong-type", "container.cells"),
        (CONTAINER, '"72e6 cells"', '"72e6 viable cells"', "count.mixed", "container.cells"),
        (CONTAINER, '"10.8 mL"', '"10,8 mL"', "notation.decimal-comma", "container.fill"),
        (CONTAINER, 'counts = "all"\nmoment', "moment", "protocol.missing-key", "container.counts"),
        (CONTAINER, 'moment = "before freeze"\nsource', "source", "protocol.missing-key", "container.moment"),
        (CONTAINER, 'recovery_of = "total"\n', "", "protocol.missing-key", "container.recovery_of"),
        (CONTAINER, '"total"', '"some"', "protocol.unknown-value", "container.recovery_of"),
        (CONTAINER, 'dmso_of = "v/v"\n', "", "protocol.missing-key", "container.dmso_of"),
        (CONTAINER, '"90 %"', '"190 %"', "percentage.out-of-range", "container.viability"),
        (CONTAINER, "fill =", "filling =", "protocol.unknown-key", "container.filling"),
        (HANDLING, '"draw"', '"pour"', "protocol.unknown-value", "handling.dispense"),
        (HANDLING, "false", '"no"', "protocol.wrong-type", "handling.rinsed"),
        (HANDLING, "split = 2", "split = 0", "protocol.out-of-range", "handling.split"),
        (HANDLING, "= 20", "= 21", "protocol.unknown-value", "handling.drop_factor"),
        (HANDLING, '"6 mL/min"', '"6 mL"', "unit.wrong-kind", "handling.highest_rate"),
        (HANDLING, '"thaw complete"', '"lunch"', "protocol.unknown-value", "handling.clock.zero"),
        (HANDLING, 'source = "SOP 14"', "", "protocol.missing-key", "handling.clock.source"),
        (HANDLING, '"2 mL/min"', '"2 mL/fortnight"', "unit.unknown", "handling.rate_step[0].rate"),
        ("[limits.speed]\n", "", "", "protocol.unknown-key", "limits.speed"),
        ('[limits.final-volume]\norigin = "x"', "", "", "protocol.missing-key", "limits.final-volume.low"),
        ('[limits.final-volume]\nlow = "1 mL"', "", "", "protocol.missing-key", "limits.final-volume.origin"),
        ("container = 5", "", "", "protocol.wrong-type", "container"),
        ("limits = []", "", "", "protocol.wrong-type", "limits"),
    ],
)
def test_a_wrong_product_is_refused_with_the_key_to_mend(text, old, new, code, field):
    assert old in text
    text = text.replace(old, new, 1)
    file = FILE + text if "[" in text[:2].strip() or text.startswith("\n") else text + "\n" + FILE
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(file, "ours.toml")
    assert (code, field) in {(problem.code, problem.field) for problem in refusal.value.problems}
