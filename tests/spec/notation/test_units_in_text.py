"""Units in text: looked up in the table, never guessed, never parsed into something new."""

from decimal import Decimal

import pytest

import msc_dose as md

from .texts import refusal_of, values


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("70", "body_weight", "unit.missing"),
        ("70 k", "body_weight", "unit.unknown"),
        ("70 KG", "body_weight", "unit.unknown"),
        ("70 st", "body_weight", "unit.unknown"),
        ("70 кg", "body_weight", "unit.unknown"),
        ("70 kg kg", "body_weight", "unit.unknown"),
        ("70 mL", "body_weight", "unit.wrong-kind"),
        ("2e6", "dose_per_weight", "unit.missing"),
        ("2e6 kg", "dose_per_weight", "unit.wrong-kind"),
        ("2e6 cells", "dose_per_weight", "unit.wrong-kind"),
        ("2e6 cells/g", "dose_per_weight", "unit.unknown"),
        ("1e8 cells/m²", "dose_per_weight", "unit.wrong-kind"),
        ("1e8 cells/kg", "dose_per_surface", "unit.wrong-kind"),
        ("1e8 cells/m", "dose_per_surface", "unit.unknown"),
        ("1e8 cells/cm²", "dose_per_surface", "notation.expression"),
        ("1e8 cells/1.73 m²", "dose_per_surface", "notation.expression"),
        ("1.73 m", "body_surface", "unit.wrong-kind"),
        ("1.73 m³", "body_surface", "notation.expression"),
        ("1.73 qm", "body_surface", "unit.unknown"),
        ("173 m²", "body_surface", "surface.implausible"),
        ("1.73 m²", "height", "unit.wrong-kind"),
        ("10 mL/kg/h", "volume_per_weight", "unit.unknown"),
        ("10 mL PBW/kg", "volume_per_weight", "unit.unknown"),
        ("10 mL", "volume_per_weight", "unit.wrong-kind"),
        ("1 kg/kg", "mass_per_weight", "unit.unknown"),
        ("1 mg/g", "mass_per_weight", "unit.unknown"),
        ("10 ML", "volume", "unit.unknown"),
        ("10 U", "volume", "unit.unknown"),
        ("25e6 cells / 3.8 mL", "cell_concentration", "notation.expression"),
        ("15000 cells per cubic milliliter", "platelet_count", "unit.unknown"),
    ],
)
def test_a_unit_that_is_not_one_of_the_kind_is_refused(text, kind, code):
    assert code in refusal_of(text, kind).codes


@pytest.mark.parametrize(
    "unit",
    [
        "m²", "m2", "m^2", "m**2", "m^{2}", "m<sup>2</sup>", "sq m", "sq. m", "sqm", "square meter",
        "square metres", "㎡", "m² BSA", "m² of body surface", "m² (BSA)",
    ],
)  # fmt: skip
def test_a_square_metre_in_the_ways_it_is_unambiguously_written(unit):
    assert md.read(f"1.73 {unit}", "body_surface") == md.Amount("body_surface", Decimal("1.73"))
    assert md.read(f"1e8 cells/{unit}", "dose_per_surface") == md.Amount("dose_per_surface", 100_000_000)


@pytest.mark.parametrize(
    "unit", ["cells m⁻²", "cells·m⁻²", "cells m^-2", "cells m^{-2}", "cells m<sup>-2</sup>", "cells per m2"]
)
def test_a_dose_per_square_metre_without_its_stroke(unit):
    assert md.read(f"1e8 {unit}", "dose_per_surface") == md.Amount("dose_per_surface", 100_000_000)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1e8 cells/m 2", "unit.unknown"),
        ("1e8 cells/M2", "unit.unknown"),
        ("1e8 cells m-2", "notation.lost-superscript"),
    ],
)
def test_a_square_metre_whose_power_slipped_is_to_be_confirmed(text, code):
    refusal = refusal_of(text, "dose_per_surface")
    assert (refusal.codes, values(refusal)) == ((code,), ["100000000"])


def test_the_point_of_a_body_surface_is_the_decimal_point():
    assert md.read("1.809 m²", "body_surface").value == Decimal("1.809")
    refusal = refusal_of("1,809 m²", "body_surface")
    assert (refusal.codes, values(refusal)) == (("notation.one-group",), ["1.809", "1809"])


def test_a_letter_of_another_alphabet_is_named():
    assert "Cyrillic" in refusal_of("70 кg", "body_weight").problems[0].message


def test_pounds_and_grams_of_body_weight_are_offered_in_kilograms_and_never_taken():
    pounds = refusal_of("154.3 lb", "body_weight")
    assert (pounds.codes, values(pounds)) == (("unit.not-metric",), ["69.989302691"])
    assert values(refusal_of("70000 g", "body_weight")) == ["70"]


def test_an_amount_said_twice_must_agree_with_itself():
    assert refusal_of("120 million cells (12,000,000 cells)", "cell_count").codes == ("notation.disagrees",)


def test_everything_wrong_with_a_text_is_said_at_once():
    assert refusal_of("15.107", "cell_count").codes == ("notation.lost-superscript", "unit.missing")


def test_a_bare_number_needs_its_unit():
    assert refusal_of(70, "body_weight").codes == ("unit.missing",)


@pytest.mark.parametrize(
    "value", [None, True, b"70 kg", ["70 kg"], object()], ids=["None", "bool", "bytes", "list", "object"]
)
def test_anything_that_is_no_amount_is_a_type_error(value):
    with pytest.raises(TypeError):
        md.read(value, "body_weight")


def test_an_unknown_kind_is_a_type_error_that_lists_the_kinds():
    with pytest.raises(TypeError, match="body_weight"):
        md.read("70 kg", "weight")
