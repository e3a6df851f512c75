"""What is shipped: every regimen with its source, what it leaves open, and examples that come out."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose import protocols
from msc_dose.cli.protocol import run
from msc_dose.courses.checking import check_protocol
from msc_dose.courses.planning import plan_course
from msc_dose.dosing.body import Patient
from msc_dose.dosing.shapes import spans_of
from msc_dose.files.protocols import protocol_from_text, shipped_protocols

SHIPPED = (
    "ards-start",
    "axicabtagene",
    "cellgram-ami",
    "ciltacabtagene",
    "cord-blood-hpc",
    "crohn-msc-weekly",
    "darvadstrocel",
    "dli-cd3",
    "idecabtagene",
    "itp-msc-five",
    "ryoncil-us-2024",
    "ryoncil-us-2024-recurrence",
    "ryoncil-us-2024-weekly",
    "sjogren-itp-msc-monthly",
    "sjogren-msc-single",
    "sle-uc-msc-d0-d7",
    "temcell-jp",
    "temcell-jp-weekly",
    "tisagenlecleucel-all",
    "tnc-daily-ceiling",
)


def text_of(name):
    return Path(protocols.__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")


def test_every_regimen_is_there():
    assert tuple(shipped_protocols()) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_each_says_where_it_is_written_what_is_printed_and_that_it_is_no_order(name):
    protocol = md.load_protocol(name)
    assert protocol.id == name
    assert protocol.status in ("literature", "label-copy-incomplete")
    assert protocol.status_text.startswith("REFERENCE ONLY – not approved at this site; missing: ")
    assert protocol.printed
    assert protocol.source.address.startswith(("https://", "http://"))
    assert protocol.source.read


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_has_a_source_and_none_is_an_acceptance_limit(name):
    protocol = md.load_protocol(name)
    assert protocol.rule.source == f"{protocol.source.citation} ({protocol.source.address})"
    assert protocol.limits == ()
    assert protocol.weight_valid_days is None
    if protocol.handling.clock:
        assert protocol.handling.clock.source
    if not spans_of(protocol.rule.shape):
        assert "ordered dose" in protocol.asked_for


@pytest.mark.parametrize("name", SHIPPED)
def test_how_a_product_is_dispensed_and_cleared_of_dmso_is_stated_or_missing(name):
    protocol = md.load_protocol(name)
    if protocol.content is None and protocol.handling == md.load_protocol("sle-uc-msc-d0-d7").handling:
        return
    assert protocol.handling.dispense or "dispense mode" in protocol.missing
    hours = [word for word in protocol.missing if "after thaw" in word or "time limit" in word]
    assert protocol.handling.clock or hours
    dmso = [words for words in (*protocol.missing, *protocol.notes) if "DMSO" in words]
    assert (protocol.content and protocol.content.dmso) or dmso


@pytest.mark.parametrize("name", SHIPPED)
def test_every_example_comes_out(name):
    protocol = md.load_protocol(name)
    assert len(protocol.examples) >= 2
    assert check_protocol(protocol) == ()
    assert any(example.expected.dates for example in protocol.examples)


def off_by_one(example):
    """The example with each thing it expects changed a little, one at a time, and the key that must be named."""
    expected = example.expected
    one = Decimal(1)
    changes = {
        "cells": lambda cells: replace(cells, numerator=cells.numerator + one),
        "permitted": lambda ends: replace(ends, high=replace(ends.high, numerator=ends.high.numerator - one)),
        "refused": lambda code: "another.code",
        "days": lambda days: days[:-1] or (days[0], days[0]),
        "dates": lambda dates: (*dates[:-1], dates[-1] + timedelta(1)),
        "containers_to_thaw": lambda number: number + 1,
        "withdrawal_volume": lambda volume: replace(volume, numerator=volume.numerator + one),
    }
    for key, change in changes.items():
        if value := getattr(expected, key):
            yield key, replace(example, expected=replace(expected, **{key: change(value)}))


@pytest.mark.parametrize("name", SHIPPED)
def test_an_example_that_is_off_by_one_cell_day_or_container_is_named(name):
    protocol = md.load_protocol(name)
    for example in protocol.examples:
        for key, wrong in off_by_one(example):
            (problem,) = check_protocol(replace(protocol, examples=(wrong,)))
            assert problem.code == "protocol.example-failed"
            assert key == "refused" or problem.field.startswith(f"example[0].{key}")
            assert example.name in problem.message


@pytest.mark.parametrize("name", SHIPPED)
def test_every_dated_example_can_be_planned_and_the_plan_says_the_same(name):
    protocol = md.load_protocol(name)
    for example in protocol.examples:
        expected = example.expected
        if expected.refused or expected.permitted or not expected.dates:
            continue
        plan = plan_course(
            protocol,
            Patient(example.weight, example.basis),
            example.start,
            example.interval,
            example.counts,
            example.closures,
            example.window,
            ordered=example.ordered or None,
            version=example.version,
        )
        assert tuple(infusion.date for infusion in plan.infusions) == expected.dates
        assert plan.infusions[0].dose.cells.value == expected.cells.value


@pytest.mark.parametrize("name", SHIPPED)
def test_a_protocol_is_a_plain_document_that_json_can_hold(name):
    document = md.load_protocol(name).as_document()
    assert isinstance(document, Mapping)
    assert json.loads(json.dumps(document)) == document
    assert document["missing"]


@pytest.mark.parametrize("name", SHIPPED)
def test_reading_a_file_twice_gives_the_same_protocol(name):
    once, again = (protocol_from_text(text_of(name), name) for _ in range(2))
    assert once == again
    assert hash(once.rule) == hash(again.rule)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("cellgram-ami", "the dose of the heaviest patients"),
        ("idecabtagene", "the range of the dose, and whether viable cells are meant"),
        ("tisagenlecleucel-all", "above 50 kg: a number of cells, or cells per kg"),
        ("itp-msc-five", "the dose of MSC in immune thrombocytopenia"),
    ],
)
def test_where_sources_disagree_the_file_says_so(name, what):
    assert what in [conflict.what for conflict in md.load_protocol(name).conflicts]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_conflict_has_two_sources_and_says_which_is_followed(name):
    for conflict in md.load_protocol(name).conflicts:
        assert len({reading.source for reading in conflict.readings}) >= 2
        assert all(reading.text for reading in conflict.readings)
        assert conflict.follows


def test_an_implausible_printed_dose_is_a_doubt_and_no_dose():
    protocol = md.load_protocol("itp-msc-five")
    (doubt,) = protocol.doubts
    assert doubt.printed == protocol.printed == "1 × 108/kg mesenchymal stem cells per time"
    assert protocol.rule.dose is None
    assert "ordered dose" in protocol.asked_for


def test_what_no_source_gives_is_not_given():
    ryoncil = md.load_protocol("ryoncil-us-2024")
    handling = ryoncil.handling
    assert (handling.rate, handling.highest_rate, handling.final_volume, handling.clock) == (None,) * 4
    assert ryoncil.content.dmso is None
    temcell = md.load_protocol("temcell-jp").handling
    assert (str(temcell.rate), temcell.highest_rate) == ("4 mL/min", None)
    assert md.load_protocol("sle-uc-msc-d0-d7").rule.dose is None


def columns_of(line):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def test_the_list_names_every_protocol_in_eighty_columns(capsys):
    run(["list"], False)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(columns_of, lines)) <= 80
    assert {line.split()[0] for line in lines if line[:1].islower()} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_protocol_is_shown_in_eighty_columns_but_for_addresses(name, capsys):
    run(["show", name], False)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if columns_of(line) > 80 and "//" not in line] == []
    shown = " ".join(" ".join(lines).split())
    protocol = md.load_protocol(name)
    for text in (protocol.printed, *protocol.notes, *protocol.missing, *protocol.asked_for):
        assert " ".join(text.split()) in shown
