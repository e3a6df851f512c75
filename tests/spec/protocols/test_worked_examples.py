"""An example in a file is run: what is ordered, which version, and what must come out or be refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.courses.checking import check_protocol
from msc_dose.files.protocols import protocol_from_text

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
low = "1e6 cells/kg"
high = "2e6 cells/kg"
maximum = "1.5e8 cells"
basis = "actual"
counts = "viable"

[container]
cells = "30e6 cells"
fill = "10 mL"
counts = "viable"
moment = "label nominal"

[schedule]
kind = "days"
days = [0, 7]

[[example]]
name = "the first"
start = 2027-03-01
weight = "60 kg"
basis = "actual"
counts = "viable"
"""


def checked(more, file=FILE):
    return [(p.field, p.message) for p in check_protocol(protocol_from_text(file + more, "ours.toml"))]


def refused(more):
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(FILE + more, "ours.toml")
    return {(problem.code, problem.field) for problem in refusal.value.problems}


@pytest.mark.parametrize(
    "more",
    [
        'ordered = "1.5e6 cells/kg"\ncells = "90e6 cells"\ndates = [2027-03-01, 2027-03-08]',
        'ordered = ["1e6 cells/kg", "2e6 cells/kg"]\ncells = "60e6 cells"',
        'ordered = "90e6 cells"\ncells = "90e6 cells"\ncontainers_to_thaw = 3',
        'ordered = "90e6 cells"\ncells = "90e6 cells"\ndispense = "draw"\nwithdrawal_volume = "30 mL"',
        'permitted = { low = "60e6 cells", high = "120e6 cells" }',
        'ordered = "3e6 cells/kg"\nrefused = "dose.outside-range"',
        'refused = "dose.range-open"',
    ],
)
def test_an_example_that_comes_out_is_silent(more):
    assert checked(more) == []


@pytest.mark.parametrize(
    ("more", "field", "told"),
    [
        ('ordered = "1.5e6 cells/kg"\ncells = "91e6 cells"', "example[0].cells", "90 million"),
        ('ordered = ["1e6 cells/kg"]\ncells = "60e6 cells"\ndates = [2027-03-01]', "example[0].dates", "8-Mar"),
        ('ordered = ["1e6 cells/kg", "2e6 cells/kg", "1e6 cells/kg"]\ncells = "60e6 cells"', "example[0].ordered", "3 doses"),
        ('cells = "60e6 cells"', "example[0].ordered", "leaves the dose open"),
        ('ordered = "1e6 cells/kg"\nrefused = "dose.outside-range"', "example[0].refused", "a dose"),
        ('ordered = "3e6 cells/kg"\nrefused = "weight.in-gap"', "example[0].ordered", "permits"),
        ('permitted = { low = "60e6 cells", high = "150e6 cells" }', "example[0].permitted.high", "120 million"),
        ('ordered = "1e6 cells/kg"\ncells = "60e6 cells"\nversion = "EU"', "example[0].version", "no versions"),
        ('ordered = "90e6 cells"\ncells = "90e6 cells"\ncontainers_to_thaw = 4', "example[0].containers_to_thaw", "calculated 3"),
        ('ordered = "90e6 cells"\ncells = "90e6 cells"\nwithdrawal_volume = "30 mL"', "example[0].withdrawal_volume", "no volume"),
        ('ordered = "1e6 cells/kg"\ncells = "60e6 cells"\ninterval = "28-days"\ndates = [2027-03-01]', "example[0].interval", "its own interval"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_is_told_with_both_values(more, field, told):
    ((found, message),) = checked(more)
    assert found == field
    assert told in message


def test_an_example_may_not_contradict_its_file():
    file = FILE.replace(
        'basis = "actual"\ncounts = "viable"\n\n[container]', 'basis = "ideal"\ncounts = "all"\n\n[container]'
    )
    fields = [field for field, _ in checked('ordered = "1e6 cells/kg"\ncells = "60e6 cells"', file)]
    assert fields == ["example[0].counts"]
    file = file.replace('counts = "all"', 'counts = "viable"')
    fields = [field for field, _ in checked('ordered = "1e6 cells/kg"\ncells = "60e6 cells"', file)]
    assert fields == ["example[0].basis"]


def test_containers_cannot_be_counted_where_the_file_states_none():
    file = FILE[: FILE.index("[container]")] + FILE[FILE.index("[schedule]") :]
    more = 'ordered = "90e6 cells"\ncells = "90e6 cells"\ncontainers_to_thaw = 3'
    ((field, message),) = checked(more, file)
    assert field == "example[0].containers_to_thaw"
    assert "states none" in message


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ("", "protocol.missing-key", "example[0].cells"),
        ('cells = "6e7 cells"\nrefused = "x.y"', "protocol.wrong-type", "example[0].refused"),
        ('permitted = { low = "6e7 cells" }', "protocol.missing-key", "example[0].permitted.high"),
        ('permitted = { low = "6e7 cells", high = "6e7" }', "unit.missing", "example[0].permitted.high"),
        ('cells = "6e7 cells"\nordered = "1x106 cells/kg"', "notation.lost-superscript", "example[0].ordered"),
        ('cells = "6e7 cells"\nordered = ["1e6"]', "unit.missing", "example[0].ordered[0]"),
        ('cells = "6e7 cells"\nordered = 5', "protocol.wrong-type", "example[0].ordered"),
        ('cells = "6e7 cells"\ndays = ["5 mL"]', "unit.wrong-kind", "example[0].days[0]"),
        ('cells = "6e7 cells"\ndispense = "pour"', "protocol.unknown-value", "example[0].dispense"),
        ('cells = "6e7 cells"\nsex = "x"', "protocol.unknown-value", "example[0].sex"),
        ('cells = "6e7 cells"\nheight = "175"', "unit.missing", "example[0].height"),
        ('cells = "6e7 cells"\ncontainers_to_thaw = 0', "protocol.out-of-range", "example[0].containers_to_thaw"),
        ('cells = "6e7 cells"\nwithdrawal_volume = "5"', "unit.missing", "example[0].withdrawal_volume"),
        ('cells = "6e7 cells"\ndates = ["1.3.2027"]', "protocol.wrong-type", "example[0].dates"),
        ('cells = "6e7 cells"\nversion = 2024', "protocol.wrong-type", "example[0].version"),
        ('cells = "6e7 cells"\norder = "1e6 cells/kg"', "protocol.unknown-key", "example[0].order"),
    ],
)  # fmt: skip
def test_a_wrong_example_is_refused_with_the_key_to_mend(more, code, field):
    assert (code, field) in refused(more)


KEYS = (
    "rule", "dose", "low", "high", "options", "steps", "band", "version", "per", "minimum", "moment",
    "daily_ceiling", "cells", "fill", "recovery", "dmso", "clock", "rate_step", "split", "reading", "zero",
)  # fmt: skip
TABLES = (
    "dose",
    "component",
    "container",
    "handling",
    "limits",
    "conflict",
    "doubt",
    "example",
    "schedule",
    "visit",
)
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(("1e6 cells/kg", "not stated", "50 kg", "by-weight", "steps", "site-entered", "1 %")),
        st.integers(-5, 10**12),
        st.floats(),
        st.datetimes(),
        st.dates(),
        st.booleans(),
        st.text(max_size=5),
        st.none(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(table=st.dictionaries(st.sampled_from(TABLES), VALUES, min_size=1, max_size=5))
def test_a_hostile_table_is_refused_and_never_a_traceback(table):
    from msc_dose.notation.reader import read_amount
    from msc_dose.protocols.building import build_protocol

    with pytest.raises(md.Refusal) as refusal:
        build_protocol({"schema": "msc-dose/protocol/1", **table}, read_amount, "hostile.toml")
    assert all(problem.message.startswith("hostile.toml: ") for problem in refusal.value.problems)
