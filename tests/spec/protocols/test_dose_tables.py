"""`[dose]` says in a file whatever a DoseRule can say, and is refused with the key to mend."""

import pytest

import msc_dose as md
from msc_dose.dosing.shapes import ByVersion, ByWeight, Choice, SiteEntered, Span, Steps
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
basis = "actual"
counts = "viable"
{dose}

[schedule]
kind = "single"
"""


def protocol(dose):
    return protocol_from_text(FILE.format(dose=dose), "ours.toml")


def problems(dose):
    with pytest.raises(md.Refusal) as refusal:
        protocol(dose)
    return {(problem.code, problem.field) for problem in refusal.value.problems}


BANDS = """
rule = "by-weight"
[[dose.band]]
up_to = "50 kg"
up_to_included = true
low = "0.2 million cells/kg"
high = "5 million cells/kg"
[[dose.band]]
above = "50 kg"
above_included = false
low = "10 million cells"
high = "250 million cells"
"""
VERSIONS = """
rule = "by-version"
[[dose.version]]
name = "US 2024"
low = "300 million cells"
high = "510 million cells"
[[dose.version]]
name = "EU"
dose = "260 million cells"
"""


@pytest.mark.parametrize(
    ("dose", "shape", "words"),
    [
        ('rule = "per-weight"\ndose_per_weight = "1e6 cells/kg"', Span, "1 million viable MSC/kg"),
        (
            'rule = "per-weight"\nlow = "1e6 cells/kg"\nhigh = "2e6 cells/kg"',
            Span,
            "1 million viable MSC/kg to 2 million viable MSC/kg",
        ),
        ('rule = "per-surface"\ndose_per_surface = "1e7 cells/m2"', Span, "10 million viable MSC/m²"),
        ('rule = "flat"\ndose = "120 million cells"', Span, "120 million viable MSC"),
        (
            'rule = "choice"\noptions = ["1e6 cells/kg", { low = "5e6 cells/kg", high = "6e6 cells/kg" }]',
            Choice,
            "1 million viable MSC/kg or 5 million viable MSC/kg to 6 million viable MSC/kg",
        ),
        (BANDS, ByWeight, "up to 50 kg: 0.2 million viable MSC/kg to 5 million viable MSC/kg; "),
        (VERSIONS, ByVersion, "US 2024: 300 million viable MSC to 510 million viable MSC; EU: 260 million"),
        (
            'rule = "steps"\nsteps = ["1e6 cells/kg", "5e6 cells/kg"]',
            Steps,
            "1 million viable MSC/kg, then 5 million viable MSC/kg",
        ),
        ('rule = "steps"\nsteps = "site-entered"\nper = "weight"', SiteEntered, "as the order states it"),
        ('rule = "site-entered"\nper = "surface"', SiteEntered, "as the order states it"),
    ],
)
def test_every_shape_can_be_written(dose, shape, words):
    rule = protocol(dose).rule
    assert isinstance(rule.shape, shape)
    assert str(rule.shape).startswith(words)
    assert (rule.counts, rule.population) == ("viable", "MSC")


def test_limits_stand_beside_any_shape_and_count_what_it_counts():
    rule = protocol(
        'rule = "site-entered"\nper = "weight"\nmoment = "before freeze"\nminimum = "2.5e7 cells/kg"\n'
        'maximum = "1e10 cells"\ndaily_ceiling = "1.63e9 cells/kg"\ncumulative_limit = "5e9 cells"'
    ).rule
    limits = (rule.minimum, rule.maximum, rule.daily_ceiling, rule.cumulative_limit)
    assert [limit.kind for limit in limits] == ["dose_per_weight", "cell_count"] * 2
    assert {(limit.counts, limit.population, limit.moment) for limit in limits} == {
        ("viable", "MSC", "before freeze")
    }
    assert rule.moment == "before freeze"


@pytest.mark.parametrize(
    ("dose", "asked"),
    [
        ('rule = "per-weight"\ndose_per_weight = "1e6 cells/kg"', ()),
        ('rule = "per-weight"\nlow = "1e6 cells/kg"\nhigh = "2e6 cells/kg"', ("ordered dose",)),
        ('rule = "choice"\noptions = ["1e6 cells/kg"]', ("ordered dose",)),
        (VERSIONS, ("ordered dose", "label version")),
        ('rule = "per-surface"\ndose_per_surface = "1e7 cells/m2"', ("height and surface formula",)),
        ('rule = "site-entered"\nper = "infusion"', ("ordered dose",)),
    ],
)
def test_what_a_plan_will_ask_follows_from_the_shape(dose, asked):
    assert protocol(dose).asked_for == (*asked, "window")


def test_a_flat_dose_asks_for_no_basis_and_a_dose_per_kg_does():
    flat = FILE.replace('"actual"', '"not stated"').format(dose='rule = "flat"\ndose = "1e8 cells"')
    per_weight = flat.replace('rule = "flat"\ndose = "1e8 cells"', 'rule = "site-entered"\nper = "weight"')
    assert "weight basis" not in protocol_from_text(flat, "ours.toml").asked_for
    assert "weight basis" in protocol_from_text(per_weight, "ours.toml").asked_for


def test_the_basis_in_a_dose_is_the_basis_of_the_file():
    dose = 'rule = "choice"\noptions = ["1e6 cells/kg PBW", "5e6 cells/kg"]'
    text = FILE.replace('"actual"', '"not stated"').format(dose=dose)
    assert protocol_from_text(text, "ours.toml").basis == "predicted"
    assert ("weight.basis-differs", "dose.basis") in problems(dose)


def test_a_weight_may_be_valid_for_a_number_of_days():
    dose = 'rule = "flat"\ndose = "1e8 cells"\nweight_valid_days = '
    assert protocol(dose + "30").weight_valid_days == 30
    assert protocol(dose + '"not stated"').weight_valid_days is None
    assert ("protocol.out-of-range", "dose.weight_valid_days") in problems(dose + "-1")


@pytest.mark.parametrize(
    ("dose", "code", "field"),
    [
        ('rule = "per-moon"', "protocol.unknown-value", "dose.rule"),
        ("", "protocol.missing-key", "dose.rule"),
        ('rule = "per-weight"', "protocol.missing-key", "dose.dose_per_weight"),
        ('rule = "per-weight"\nlow = "1e6 cells/kg"', "protocol.missing-key", "dose.high"),
        (
            'rule = "per-weight"\nlow = "2e6 cells/kg"\nhigh = "1e6 cells/kg"',
            "dose.range-reversed",
            "dose.low",
        ),
        ('rule = "per-weight"\nlow = "2e6 cells/kg"\nhigh = "1e8 cells"', "unit.wrong-kind", "dose.high"),
        (
            'rule = "per-weight"\ndose_per_weight = "1e6 cells/kg"\nlow = "1e6 cells/kg"\nhigh = "1e6 cells/kg"',
            "protocol.unknown-key",
            "dose.dose_per_weight",
        ),
        ('rule = "per-weight"\ndose_per_weight = "0 cells/kg"', "dose.zero", "dose.dose_per_weight"),
        (
            'rule = "per-surface"\ndose_per_surface = "1e6 cells/kg"',
            "unit.wrong-kind",
            "dose.dose_per_surface",
        ),
        ('rule = "flat"\ndose = "120"', "unit.missing", "dose.dose"),
        ('rule = "flat"\ndose = "1e8 all cells"', "count.mixed", "dose.dose"),
        ('rule = "choice"', "protocol.missing-key", "dose.options"),
        ('rule = "choice"\noptions = []', "protocol.out-of-range", "dose.options"),
        ('rule = "choice"\noptions = [5]', "protocol.wrong-type", "dose.options[0]"),
        (
            'rule = "choice"\noptions = ["1e6 cells/kg", "1x106 cells/kg"]',
            "notation.lost-superscript",
            "dose.options[1]",
        ),
        (
            'rule = "choice"\noptions = [{ lo = "1e6 cells/kg" }]',
            "protocol.unknown-key",
            "dose.options[0].lo",
        ),
        ('rule = "by-weight"', "protocol.out-of-range", "dose.band"),
        (BANDS.replace("up_to_included = true\n", ""), "protocol.missing-key", "dose.band[0].up_to_included"),
        (BANDS.replace("true", '"yes"'), "protocol.wrong-type", "dose.band[0].up_to_included"),
        (BANDS.replace('above = "50 kg"', 'above = "40 kg"'), "rule.bands-overlap", "dose.band"),
        (BANDS.replace('"50 kg"', '"50"'), "unit.missing", "dose.band[0].up_to"),
        (BANDS + 'volume = "10 kg"', "unit.wrong-kind", "dose.band[1].volume"),
        (VERSIONS.replace('"EU"', '"US 2024"'), "version.duplicate", "dose.version"),
        (VERSIONS.replace('name = "EU"\n', ""), "protocol.missing-key", "dose.version[1].name"),
        ('rule = "steps"\nsteps = "whatever"', "protocol.unknown-value", "dose.steps"),
        ('rule = "steps"\nsteps = "site-entered"', "protocol.missing-key", "dose.per"),
        ('rule = "site-entered"\nper = "kilo"', "protocol.unknown-value", "dose.per"),
        ('rule = "flat"\ndose = "1e8 cells"\nminimum = "1e6 cells/kg"', "unit.wrong-kind", "dose.minimum"),
        ('rule = "flat"\ndose = "1e8 cells"\nmaximum = "1e6 cells/kg"', "unit.wrong-kind", "dose.maximum"),
        ('rule = "flat"\ndose = "1e8 cells"\ndaily_ceiling = "all"', "number.missing", "dose.daily_ceiling"),
        ('rule = "flat"\ndose = "1e8 cells"\nmoment = "at lunch"', "protocol.unknown-value", "dose.moment"),
        (
            'rule = "flat"\ndose = "1e8 cells"\nminimum = "2e8 cells"\nmaximum = "1e8 cells"',
            "rule.minimum-above-maximum",
            "dose.minimum",
        ),
    ],
)
def test_a_wrong_dose_is_refused_with_the_key_to_mend(dose, code, field):
    assert (code, field) in problems(dose)


def test_a_hundred_and_one_options_are_too_many():
    options = ", ".join(['"1e6 cells/kg"'] * 101)
    assert ("protocol.out-of-range", "dose.options") in problems(f'rule = "choice"\noptions = [{options}]')
