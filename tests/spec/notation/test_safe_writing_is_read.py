"""Safe writing is read: what has exactly one reading becomes an exact amount."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.notation.plausible import plausible
from msc_dose.quantity import writer
from msc_dose.quantity.kinds import KINDS

from .texts import amount_or_refusal

COUNTED = [name for name, kind in KINDS.items() if kind.cells]
POPULATIONS = (None, "MSC", "TNC", "MNC", "CD34+", "CD3+", "CAR+ T")
AWKWARD = [
    Decimal(text)
    for text in [
        "106",
        "1015",
        "1012",
        "10",
        "26",
        "256",
        "1206",
        "12.345",
        "1.107",
        "15.107",
        "0.001",
        "1000",
        "1250",
        "123456.107",
    ]
]


@pytest.mark.parametrize(
    "text",
    [
        "2 × 10⁶ cells/kg",
        "2e6 cells/kg",
        "2E+06 cells/kg",
        "2 million cells/kg",
        "2·10^6 /kg",
        "2,000,000 cells/kg",
        "2 000 000 cells/kg",
        "2x10^6 cells/Kg",
        "2×10**6 cells/kg",
        "2 x 10*6 cells/kg",
        "2000000 cells per kg",
        "2 million cells kg⁻¹",
    ],
)
def test_two_million_cells_per_kilogram_in_the_ways_it_is_safely_written(text):
    assert md.read(text, "dose_per_weight") == md.Amount("dose_per_weight", Decimal(2_000_000))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("60 kg", "body_weight", "60"),
        ("70.0 kg", "body_weight", "70"),
        ("70\u00a0kg", "body_weight", "70"),
        ("70.5 Kg", "body_weight", "70.5"),
        ("12.345 kg", "body_weight", "12.345"),
        ("1.70 m", "height", "170"),
        ("170 cm", "height", "170"),
        ("120 million cells", "cell_count", "120000000"),
        ("120 million cells (120,000,000 cells)", "cell_count", "120000000"),
        ("72e6 TNC", "cell_count", "72000000"),
        ("10⁶ cells", "cell_count", "1000000"),
        ("2.10E6 cells", "cell_count", "2100000"),
        ("2.10 million cells", "cell_count", "2100000"),
        ("25 cells/µL", "cell_concentration", "25000"),
        ("6.68 million cells/mL", "cell_concentration", "6680000"),
        ("10.8 mL", "volume", "10.8"),
        ("1.25 L", "volume", "1250"),
        ("500 mcg", "mass", "0.0005"),
        ("120 mL/h", "flow_rate", "2"),
        ("2.5 h", "duration", "150"),
        ("1.73 m²", "body_surface", "1.73"),
        ("1.809 m2", "body_surface", "1.809"),
        ("BSA 1.73 m²", "body_surface", "1.73"),
        ("1e8 cells/m²", "dose_per_surface", "100000000"),
        ("100 million cells per m²", "dose_per_surface", "100000000"),
        ("10⁸/m²", "dose_per_surface", "100000000"),
        ("10 mL/kg", "volume_per_weight", "10"),
        ("0.01 L/kg", "volume_per_weight", "10"),
        ("1 g/kg", "mass_per_weight", "1"),
        ("500 mg/kg", "mass_per_weight", "0.5"),
        ("107 %", "ratio", "107"),
        ("85 %", "percentage", "85"),
        ("0.85 %", "percentage", "0.85"),
        ("14 × 10⁹/L", "platelet_count", "14"),
        ("14 10*9/L", "platelet_count", "14"),
        ("24000/µL", "platelet_count", "24"),
        ("5000/mm³", "platelet_count", "5"),
    ],
)
def test_every_kind_is_read_into_its_canonical_unit(text, kind, value):
    assert md.read(text, kind).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "counts", "population"),
    [
        ("2e6 cells/kg", None, None),
        ("2e6 viable cells/kg", "viable", None),
        ("2e6 all TNC/kg", "all", "TNC"),
        ("2e6 MSCs/kg", None, "MSC"),
        ("2e6 viable CD34+ cells/kg", "viable", "CD34+"),
        ("2e6 CAR+ T cells/kg", None, "CAR+ T"),
        ("2e6 /kg", None, None),
    ],
)
def test_what_the_unit_says_is_counted_is_kept(text, counts, population):
    amount = md.read(text, "dose_per_weight")
    assert (amount.counts, amount.population) == (counts, population)


def amounts(name, low, high, places=12):
    kind = KINDS[name]
    numbers = st.decimals(low, high, allow_nan=False, allow_infinity=False, places=places)
    whole = st.integers(int(low) + 1, int(high)).map(Decimal)
    awkward = st.sampled_from([value for value in AWKWARD if low <= value <= high] or [Decimal(high)])
    if not kind.cells:
        return st.builds(md.Amount, st.just(name), numbers | whole | awkward)
    return st.builds(
        md.Amount,
        st.just(name),
        numbers | whole | awkward,
        counts=st.sampled_from((None, "viable", "all")),
        population=st.sampled_from(POPULATIONS),
    )


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_exact_writes_is_read_back_exactly(name, data):
    """Any size of amount, not only plausible ones; body weights as scales give them."""
    kind = KINDS[name]
    weight = name == "body_weight"
    amount = data.draw(amounts(name, kind.low or 0, kind.high or 10**14, 3 if weight else 12))
    assert md.read(writer.exact(amount), name) == amount


def possible(kind, value):
    """Whether there is such an amount, as a scale shows it where it is a body weight."""
    return not kind.outside(value, kind.name, None) and (
        kind.name != "body_weight" or value == round(value, 3)
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, kind in KINDS.items() for value in AWKWARD if possible(kind, value)],
)
def test_digits_that_look_like_something_else_survive_exact_writing(name, value):
    amount = md.Amount(name, value)
    assert md.read(writer.exact(amount), name) == amount


@pytest.mark.parametrize("style", ["words", "scientific", "ascii"])
@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_print_is_read_back_exactly_or_refused_with_its_own_value_first(style, name, data):
    """Any size of amount, not only plausible ones."""
    kind = KINDS[name]
    low, high = plausible(name)
    low, high = data.draw(st.sampled_from([(low, high), (kind.low or 0, kind.high or 10**14)]))
    amount = data.draw(amounts(name, low, high, places=3))
    found = amount_or_refusal(writer.STYLES[style](amount), name)
    if isinstance(found, md.Refusal):
        assert Decimal(found.readings[0].value) == amount.value
    else:
        assert found == amount


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_written_in_ucum_is_read_back_exactly(name, data):
    kind = KINDS[name]
    amount = data.draw(amounts(name, kind.low or 0, kind.high or 10**14, 3 if name == "body_weight" else 12))
    assert md.read(writer.ucum(amount), name) == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (md.Amount("volume", Decimal("1.0")), "1 mL"),
        (md.Amount("volume", Decimal("0.5")), "0.5 mL"),
        (md.Amount("volume", Decimal("40.0")), "40 mL"),
        (md.Amount("volume", Decimal(1250)), "1,250 mL"),
        (md.Amount("cell_count", Decimal(2_500_000)), "2.5 million cells (2,500,000 cells)"),
        (md.Amount("dose_per_weight", Decimal(2_000_000)), "2 million cells/kg"),
        (md.Amount("cell_count", Decimal(9999), population="TNC"), "9,999 TNC"),
        (md.Amount("platelet_count", Decimal(14)), "14 × 10⁹/L"),
    ],
)
def test_words_follow_the_lists_of_error_prone_notations(amount, text):
    """Rows SAF-02 to SAF-06: no trailing zero, a leading zero, commas from 1,000, "million" spelled out."""
    assert str(amount) == text


def test_scientific_writing_has_a_form_for_every_terminal():
    amount = md.Amount("cell_count", Decimal(120_000_000))
    assert writer.scientific(amount) == "1.2 × 10⁸ cells"
    assert writer.scientific(amount, ascii_only=True) == "1.2 x 10^8 cells"


def test_a_body_weight_and_a_body_surface_are_never_written_with_a_power_of_ten():
    assert writer.scientific(md.Amount("body_weight", Decimal("70.5"))) == "70.5 kg"
    assert writer.scientific(md.Amount("body_surface", Decimal("1.809"))) == "1.809 m²"


@pytest.mark.parametrize(
    ("printed", "ascii_text"),
    [
        ("1 × 10⁸ viable MSC/m²", "1 x 10^8 viable MSC/m2"),
        ("1.73 m²", "1.73 m2"),
        ("24,000 cells/mm³", "24,000 cells/mm3"),
        ("10² cells kg⁻¹", "10^2 cells kg^-1"),
        ("√(height × weight ÷ 3600)", "sqrt(height x weight / 3600)"),
    ],
)
def test_a_terminal_without_superscripts_tells_powers_of_ten_from_those_of_units(printed, ascii_text):
    assert writer.in_ascii(printed) == ascii_text


def test_the_exact_writing_of_a_surface_has_no_superscript():
    assert writer.exact(md.Amount("dose_per_surface", Decimal(100_000_000))) == "100000000 cells/m2"


def test_a_quotient_that_does_not_end_is_not_called_exact():
    with pytest.raises(md.Refusal) as caught:
        writer.exact(md.read("10 s", "duration"))
    assert caught.value.codes == ("number.not-exact",)
