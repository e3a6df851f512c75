"""A protocol file says what its source states; a wrong one is refused naming file, key and fix."""

import pytest

import msc_dose as md
from msc_dose.courses.checking import check_protocol
from msc_dose.files.protocols import protocol_from_text, shipped_protocols

GOOD = """
schema = "msc-dose/protocol/1"
id = "ours"
title = "Our protocol"
status = "site-approved"
population = "MSC"
product = "iv-msc"

[source]
citation = "SOP 12"
address = "intranet"

[dose]
rule = "per-weight"
dose_per_weight = "1e6 cells/kg"
maximum = "1e8 cells"
basis = "actual"
counts = "viable"

[schedule]
kind = "interval"
infusions = 3
interval = "2-weeks"
window = { before = 1, after = 2 }
minimum_gap = 12

[[example]]
name = "120 kg is held to the maximum"
weight = "120 kg"
basis = "actual"
counts = "viable"
start = 2027-01-04
open = "mon-fri"
cells = "100 million cells"
dates = [2027-01-04, 2027-01-18, 2027-02-01]
"""


def refused(text):
    with pytest.raises(md.Refusal) as refusal:
        protocol_from_text(text, "ours.toml")
    return refusal.value


@pytest.mark.parametrize("name", shipped_protocols())
def test_every_shipped_protocol_agrees_with_its_examples_and_is_no_order(name):
    protocol = md.load_protocol(name)
    assert len(protocol.examples) >= 2
    assert check_protocol(protocol) == ()
    assert protocol.status in ("literature", "label-copy-incomplete")
    assert protocol.status_text.startswith("REFERENCE ONLY")
    assert protocol.source.address.startswith(("https://", "http://"))


def test_a_site_writes_its_own_and_what_it_states_is_not_asked_for():
    from datetime import date

    protocol = protocol_from_text(GOOD, "ours.toml")
    assert check_protocol(protocol) == ()
    plan = md.plan_course(
        protocol, md.Patient("120 kg"), date(2027, 1, 4), closures=md.Closures(open="mon-fri")
    )
    assert plan.status_text == "site-approved"
    assert plan.inputs.basis == "actual"
    assert [problem.code for problem in plan.infusions[0].dose.problems] == ["dose.above-maximum"]
    assert (plan.inputs.window.before, plan.inputs.window.after) == (1, 2)


@pytest.mark.parametrize(("basis", "counts", "field"), [("ideal", None, "basis"), (None, "all", "counts")])
def test_a_plan_may_not_contradict_its_protocol(basis, counts, field):
    from datetime import date

    protocol = protocol_from_text(GOOD, "ours.toml")
    with pytest.raises(md.Refusal) as refusal:
        md.plan_course(protocol, md.Patient("60 kg", basis), date(2027, 1, 4), counts=counts)
    assert [(p.code, p.field) for p in refusal.value.problems] == [("protocol.conflict", field)]


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('"1e6 cells/kg"', '"1x106 cells/kg"', "notation.lost-superscript", "dose.dose_per_weight"),
        ('"1e6 cells/kg"', '"1 M/kg"', "notation.ambiguous-multiplier", "dose.dose_per_weight"),
        ('"1e6 cells/kg"', '"1e6"', "unit.missing", "dose.dose_per_weight"),
        ('"1e6 cells/kg"', "1000000", "protocol.wrong-type", "dose.dose_per_weight"),
        ('"1e6 cells/kg"', '"1e6 all cells/kg"', "count.mixed", "dose.dose_per_weight"),
        ('basis = "actual"\ncounts = "viable"\n\n[sch', "[sch", "protocol.missing-key", "dose.basis"),
        ('"1e8 cells"', '"1e8 all cells"', "count.mixed", "dose.maximum"),
        ("infusions = 3", "infusions = 10000000", "protocol.out-of-range", "schedule.infusions"),
        ("infusions = 3", "infusions = true", "protocol.wrong-type", "schedule.infusions"),
        ("infusions = 3", "infusons = 3", "protocol.unknown-key", "schedule.infusons"),
        ('"2-weeks"', '"monthly"', "interval.unknown", "schedule.interval"),
        ('"site-approved"', '"approved"', "protocol.unknown-value", "status"),
        ("protocol/1", "protocol/9", "protocol.schema", "schema"),
        ("before = 1", "before = -1", "protocol.out-of-range", "schedule.window.before"),
        ("start = 2027-01-04", 'start = "4/1/2027"', "protocol.wrong-type", "example[0].start"),
        ('weight = "120 kg"', 'weight = "120,5 kg"', "notation.decimal-comma", "example[0].weight"),
        ('id = "ours"', 'id = "../ours"', "protocol.unknown-value", "id"),
        ('id = "ours"', 'id = ""', "protocol.missing-key", "id"),
        ('title = "Our protocol"', 'title = "  "', "protocol.missing-key", "title"),
        ('title = "Our protocol"', 'title = "A\\u202eB"', "text.control-character", "title"),
        ('address = "intranet"', 'address = ""', "protocol.missing-key", "source.address"),
        ('population = "MSC"', 'population = "60 kg"', "population.unknown", "dose.dose_per_weight"),
        ('population = "MSC"', 'population = "M\\u001b[31mSC"', "text.control-character", "population"),
        ('population = "MSC"', "missing = [1]", "protocol.wrong-type", "missing[0]"),
        ('"2-weeks"', '"not stated"', "protocol.missing-key", "schedule.interval_choices"),
        (
            '"2-weeks"',
            '"not stated"\ninterval_choices = []',
            "protocol.missing-key",
            "schedule.interval_choices",
        ),
        (
            '"2-weeks"',
            '"not stated"\ninterval_choices = ["monthly"]',
            "interval.unknown",
            "schedule.interval_choices[0]",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_the_key_to_mend(old, new, code, field):
    assert old in GOOD
    refusal = refused(GOOD.replace(old, new, 1))
    assert (code, field) in [(problem.code, problem.field) for problem in refusal.problems]
    assert all("ours.toml" in problem.message and problem.fix for problem in refusal.problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('population = "MSC"', ""),
        ('population = "MSC"', 'population = "not stated"'),
        ('"2-weeks"', '"500-days"'),
        ("minimum_gap = 12", "minimum_gap = 500\n"),
    ],
)
def test_a_file_that_is_accepted_can_be_planned(old, new):
    from datetime import date

    text = GOOD.partition("[[example]]")[0].replace(old, new).replace("infusions = 3", "infusions = 1")
    protocol = protocol_from_text(text, "ours.toml")
    plan = md.plan_course(protocol, md.Patient("60 kg"), date(2027, 1, 4))
    assert md.Plan.from_document(plan.as_document()) == plan
    assert "not stated" not in str(plan.infusions[0].dose)


def test_an_interval_may_be_said_again_where_it_is_the_protocols_own():
    from datetime import date

    protocol = protocol_from_text(GOOD, "ours.toml")
    patient = md.Patient("60 kg")
    said = md.plan_course(protocol, patient, date(2027, 1, 4), "2-weeks")
    assert said == md.plan_course(protocol, patient, date(2027, 1, 4))
    with pytest.raises(md.Refusal) as refusal:
        md.plan_course(protocol, patient, date(2027, 1, 4), "28-days")
    assert refusal.value.codes == ("interval.not-open",)


def test_all_mistakes_of_a_file_are_named_at_once():
    refusal = refused(GOOD.replace('"1e6 cells/kg"', '"1e6"').replace("infusions = 3", "infusions = 0"))
    assert {problem.field for problem in refusal.problems} == {"dose.dose_per_weight", "schedule.infusions"}


@pytest.mark.parametrize("text", ["a = ", "a = " + "[" * 100_000, "", "= 1", "\x00"])
def test_what_is_not_toml_is_refused(text):
    assert refused(text).codes[0] in ("protocol.not-toml", "protocol.missing-key")


def test_an_example_that_comes_out_otherwise_is_named_with_both_values():
    protocol = protocol_from_text(GOOD.replace('"100 million cells"', '"120 million cells"'), "ours.toml")
    (problem,) = check_protocol(protocol)
    assert (problem.code, problem.field) == ("protocol.example-failed", "example[0].cells")
    assert "100 million" in problem.message
    assert "120 million" in problem.message


def test_a_file_without_an_example_is_to_be_looked_at():
    protocol = protocol_from_text(GOOD.partition("[[example]]")[0], "ours.toml")
    assert [(p.code, p.severity) for p in check_protocol(protocol)] == [("protocol.no-example", "check")]


@pytest.mark.parametrize(
    "name", ["nothing-like-it", "../sjogren-itp-msc-monthly", "missing.toml", "\x00.toml"]
)
def test_a_protocol_that_is_not_there_is_refused(name):
    with pytest.raises(md.Refusal) as refusal:
        md.load_protocol(name)
    assert refusal.value.codes[0] in ("protocol.unknown", "file.unreadable")
