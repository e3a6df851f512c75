"""The linter: doses, counts and weights in running prose that the reader would not simply read."""

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md

# The abstract of the case, in the words that print its numbers.
PASSAGE = (
    "A patient with platelets of 14–30*10E9/L received four infusions of 2x106/Kg MSC, once a month; after two "
    "the count was above 100*10E9/L and stayed there for 1 year."
)
FOUND = [
    ("14–30*10E9/L", "notation.ten-e", "14 × 10⁹/L to 30 × 10⁹/L"),
    ("2x106/Kg", "notation.lost-superscript", "2 million cells/kg"),
    ("100*10E9/L", "notation.ten-e", "100 × 10⁹/L"),
]


def found(text, **how):
    return [(finding.text, finding.code, finding.rewrite) for finding in md.lint(text, **how)]


def test_the_abstract_of_the_case_has_three_dangerous_expressions_and_no_other():
    assert found(PASSAGE) == FOUND


def test_the_interval_once_a_month_is_found_on_request_only():
    with_intervals = md.lint(PASSAGE, intervals=True)
    assert [finding.code for finding in with_intervals if finding.text == "once a month"] == [
        "interval.ambiguous"
    ]
    assert len(with_intervals) == 4


@pytest.mark.parametrize(
    ("prose", "text", "code", "rewrite"),
    [
        ("weighed 70,5 kg today", "70,5 kg", "notation.decimal-comma", "70.5 kg"),
        ("weighed .5 kg", ".5 kg", "number.naked-point", "0.5 kg"),
        ("weighed 70 KG", "70 KG", "unit.unknown", "70 kg"),
        ("weighed 70.5.1 kg", "70.5.1 kg", "number.malformed", None),
        ("weighed 154 lb", "154 lb", "unit.not-metric", None),
        ("weighed 007 kg", "007 kg", "number.leading-zeros", None),
        ("weighed ７０ kg", "７０ kg", "number.script", None),
        ("The 15.107 thawed MSCs were", "15.107 thawed MSCs", "notation.lost-superscript", "150 million MSC"),
        ("of 5x107 to 1x108 MSCs", "5x107 to 1x108 MSCs", "notation.lost-superscript",
         "50 million MSC to 100 million MSC"),
        ("given 2M cells/kg.", "2M cells/kg", "notation.ambiguous-multiplier", "2 million cells/kg"),
        ("given 2 x 106, then", "2 x 106", "notation.lost-superscript", "2 million"),
        ("given 1x108 cells/m², then", "1x108 cells/m²", "notation.lost-superscript", "100 million cells/m²"),
        ("given 5x107/m2 on day 0", "5x107/m2", "notation.lost-superscript", "50 million cells/m²"),
        ("given 2x106\ncells/kg, wrapped", "2x106\ncells/kg", "notation.lost-superscript", "2 million cells/kg"),
        ("fell to 24.000/uL (day 3)", "24.000/uL", "notation.one-group", "24 × 10⁹/L"),
        ("fell to 24,000/µL", "24,000/µL", "notation.one-group", "24 × 10⁹/L"),
        ("血小板数0.8×104/μl。", "0.8×104/μl", "notation.lost-superscript", "8 × 10⁹/L"),
        ("1,250 cells were", "1,250 cells", "notation.one-group", "1250 cells"),
    ],
)  # fmt: skip
def test_a_dangerous_expression_is_found_whole_and_rewritten(prose, text, code, rewrite):
    assert found(prose) == [(text, code, rewrite)]


@pytest.mark.parametrize(
    "prose",
    [
        "2 × 10⁶ cells/kg (120 million cells) on 29 January 2027, 60 kg, 150 × 10⁹/L, 1 to 2 million cells/kg",
        "about 3 million cells/kg; at least 100 × 10⁹/L; 14 ± 2 × 10⁹/L; from 50 kg to 60 kg; 50-60 kg",
        "NCT00953485, CD34+ cells, doi 10.1136/annrheumdis-2017-eular.1208, version 1.2.3, 2 x 105 mg tablets",
        "day 28 ± 2, 512 x 512 pixels, 10 x 108 mm, p < 0,05, 3 x 106 µL, IL-6, 1,250 patients, 70,5 years, 1.63e9",
        "1e8 viable cells/m², 50 mg/m², 75,5/m2, 1,73 m², eGFR 60 mL/min/1.73 m², BMI 24.5 kg/m2",
        "G-CSF 5 µg/kg; DMSO 10 %; 25 million in 3.8 mL; 4 mL/min; §106; $2,000; COVID-19 cells; B12 cells",
        "",
    ],
)
def test_safe_and_foreign_numbers_are_left_alone(prose):
    assert found(prose) == []


def test_line_and_column_are_counted_from_one():
    findings = md.lint("First line.\n\n  then 2x106/kg and\n70,5 kg")
    assert [(finding.line, finding.column) for finding in findings] == [(3, 8), (4, 1)]


def test_a_declared_decimal_comma_is_no_finding():
    assert found("70,5 kg, but 70,500 kg", decimal_mark="comma") == [
        ("70,500 kg", "notation.one-group", "70.5 kg")
    ]


def test_every_finding_carries_its_readings_the_most_plausible_first():
    finding = md.lint("2x106/Kg")[0]
    assert [reading.value for reading in finding.readings] == ["2000000", "212"]
    document = finding.as_document()
    assert list(document) == ["line", "column", "text", "code", "readings", "rewrite"]
    assert document["readings"][0]["at_60_kg"] == "120 million cells for 60 kg"


@pytest.mark.parametrize(
    ("words", "meanings"),
    [
        ("monthly", ["calendar-month", "28-days"]),
        ("Every month", ["calendar-month", "28-days"]),
        ("biweekly", ["twice-a-week", "14-days"]),
        ("bi-monthly", ["2-calendar-months", "twice-a-month"]),
        ("twice a month", ["14-days", "twice-a-month"]),
        ("once\na month", ["calendar-month", "28-days"]),
    ],
)
def test_an_interval_in_words_that_has_two_meanings_is_found(words, meanings):
    (finding,) = md.lint(f"infused {words} for a year", intervals=True)
    assert (finding.text, [reading.value for reading in finding.readings]) == (words, meanings)


@pytest.mark.parametrize(
    "words", ["weekly", "every 28 days", "nonmonthly", "three months later", "every week"]
)
def test_an_interval_with_one_meaning_is_none(words):
    assert md.lint(f"infused {words}", intervals=True) == ()


DANGEROUS = st.sampled_from(
    [
        ("2x106/Kg", "dose_per_weight"),
        ("1-2 * 106 MSCs/kg", "dose_per_weight"),
        ("14–30*10E9/L", "platelet_count"),
        ("70,5 kg", "body_weight"),
        ("1,250 cells", "cell_count"),
        ("106 cells", "cell_count"),
        ("26 viable cells/kg", "dose_per_weight"),
        ("24.000/uL", "platelet_count"),
        ("2.345 MSC/mL", "cell_concentration"),
        ("2 billion cells", "cell_count"),
        ("10 cells/kg IBW", "dose_per_weight"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(expression=DANGEROUS, before=st.sampled_from(["", "of ", "(", "血小板", "\n", "x = ", "– "]),
       after=st.sampled_from(["", ".", ", then", ")", "\n\nNext", "; 2e6 cells/kg", "。"]))  # fmt: skip
def test_a_dangerous_expression_is_found_wherever_it_stands_and_its_rewrite_is_safe(
    expression, before, after
):
    text, kind = expression
    (finding,) = md.lint(before + text + after)
    first = finding.readings[0]
    again = md.read(finding.rewrite, kind)
    assert finding.text == text
    if first.value is None:
        assert again.as_document() == {"low": first.low, "high": first.high, "unit": first.unit}
    else:
        assert f"{again.value:f}" == first.value


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "1 ",
        "2x106/kg ",
        "10^",
        "1,000,",
        "(",
        "month ",
        "1 UC-MSC of the ",
        "２",
        "\n1",
        "kg ",
        "$",
        "1$",
        "&",
        "<b",
        "(1",
    ],
)
def test_time_is_linear_in_the_length_of_the_document(piece):
    """Ten times the text takes about ten times as long, never a hundred times."""
    short, long = (piece * (length // len(piece)) for length in (3_000, 30_000))
    limit = 40 * max(min(_seconds(short) for _ in range(3)), 0.005)
    assert any(_seconds(long) < limit for _ in range(3))


def _seconds(text):
    """One run, without the collection of other tests' garbage in between."""
    gc.disable()
    try:
        return _once(text)
    finally:
        gc.enable()


def _once(text):
    started = time.process_time()
    md.lint(text, intervals=True)
    return time.process_time() - started


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text("0123456789.,x×^e⁶/kgcells MSCL\nµ–±<>(){}*", max_size=80))
def test_any_text_can_be_linted(text):
    for finding in md.lint(text, intervals=True):
        assert text.split("\n")[finding.line - 1][finding.column - 1 :].startswith(
            finding.text.split("\n")[0]
        )


def test_anything_but_text_is_a_type_error():
    with pytest.raises(TypeError):
        md.lint(b"2x106/kg")
