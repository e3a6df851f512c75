"""Documents as they are: markup, line ends, tables and characters that no one sees hide nothing."""

import pytest

import msc_dose as md
from msc_dose.notation.lint import lint


def found(text):
    return [(finding.text, finding.code, finding.rewrite) for finding in md.lint(text)]


@pytest.mark.parametrize(
    "text",
    [
        "**70,5** kg", "70,5 **kg**", "__70,5 kg__", "_70,5 kg_", "`70,5 kg`", "<b>70,5</b> kg",
        "70,5&nbsp;kg", "70,5&#160;kg", "70,5~kg", "70,5\\,kg", "70,5㎏", "70,5\nkg", "- 70,5 kg", "* 70,5 kg",
        "| 70,5 kg |", "Page one.\f70,5 kg", "Page one.\u202870,5 kg", "70,5 kg or more",
    ],
)  # fmt: skip
def test_a_weight_with_a_decimal_comma_is_found_through_any_markup(text):
    (finding,) = md.lint(text)
    assert (finding.code, finding.rewrite) == ("notation.decimal-comma", "70.5 kg")
    assert finding.text in text


@pytest.mark.parametrize(
    "text",
    [
        "$2 \\times 106/kg$", "2&nbsp;x&nbsp;106/kg", "2&#215; 106/kg", "2 &middot; 106 cells/kg", "2×10₆/kg",
        "2x10<sub>6</sub> cells/kg", "2 x\n106 cells/kg", "2 ×\r\n106/kg", "> 2 x\n> 106 cells/kg", "2\n× 106/kg",
        "`2x106/kg`", "_2x106/kg_", "+2x106/kg", "2x106/kg以上",
    ],
)  # fmt: skip
def test_a_lost_superscript_is_found_whole_through_any_markup_and_over_line_ends(text):
    (finding,) = md.lint(text)
    assert (finding.code, finding.rewrite) == ("notation.lost-superscript", "2 million cells/kg")


@pytest.mark.parametrize("text", ["(1–5) x 106 cells/kg", "(1-5)×106/kg", "(1 to 5) x 106/kg"])
def test_a_range_in_brackets_is_found_with_its_power(text):
    assert found(text) == [(text, "notation.lost-superscript", "1 million cells/kg to 5 million cells/kg")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("median 3.1 (range, 1.2–5.0) × 106 CD34+ cells/kg", "× 106 CD34+ cells/kg"),
        ("Platelets (×10 9/L)", "×10 9/L"),
        ("Platelets (x109/L)", "x109/L"),
        ("2 × 10-6 cells/kg", "2 × 10-6 cells/kg"),
    ],
)
def test_what_may_be_only_a_part_or_a_small_number_is_found_without_a_rewrite(text, shown):
    (finding,) = md.lint(text)
    assert (finding.text, finding.readings, finding.rewrite) == (shown, (), None)


@pytest.mark.parametrize(
    "text", ["2x10\u200b6/kg", "70,5\u00ad kg", "2 million\u200b cells/kg", "6\u20630 kg"]
)
def test_a_character_that_no_one_sees_inside_an_expression_is_a_finding(text):
    (finding,) = md.lint(text)
    assert (finding.code, finding.text) == ("text.control-character", text)


@pytest.mark.parametrize(
    "text",
    [
        "p = 2 × 10-6, P = 1.2 × 10−5, 5x10-5 mol/L, 10e-5",
        "12 B cells, 26 MSC patients, Day 28 MSC, In 2010 MSCs, 25 MSC donors",
        "urine 10 cells/hpf, BMI 24,5 kg/m², $2,000/kg, 4,000 cells/cm2",
        "5 x 10**6 cells/kg in **bold**",
    ],
)
def test_patients_products_and_other_measures_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        ("1,204 cells", "1.204 thousand cells"),
        ("1.250,5 cells/kg", "1.2505 thousand cells/kg"),
        ("100,000 cells/kg", "0.1 million cells/kg"),
        ("106 cells", "1 million cells"),
    ],
)
def test_a_rewrite_is_one_that_a_clinician_would_write(text, rewrite):
    assert found(text)[0][2] == rewrite


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a 70,5-kg patient", "70,5-kg"),
        ("100 x 109 platelets", "100 x 109"),
        ("2x10\n6/kg", "2x10\n6/kg"),
        ("5.2 (1.1–9.0) × 106/kg", "× 106/kg"),
    ],
)
def test_joined_torn_and_bracketed_expressions_are_found(text, shown):
    assert [finding.text for finding in md.lint(text)] == [shown]


def test_an_abbreviation_of_two_weights_is_not_settled_by_the_rewrite():
    (finding,) = md.lint("2 million cells/kg ABW")
    assert (finding.code, finding.rewrite) == ("weight.basis-ambiguous", None)


def test_lines_are_counted_whatever_ends_them():
    findings = md.lint("one\r\ntwo 70,5 kg\rthree 2x106/kg\nfour 70,5 kg")
    assert [(finding.line, finding.column) for finding in findings] == [(2, 5), (3, 7), (4, 6)]


def test_columns_are_counted_in_characters_of_the_document():
    (finding,) = md.lint("血小板😀 **70,5** kg")
    assert (finding.line, finding.column) == (1, 8)


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ("id,weight\nP1,70 kg\n", []),
        ('id,weight\nP1,"70,5 kg"\n', ["70,5 kg"]),
        ("id;weight\nP1;70,5 kg\n", ["70,5 kg"]),
        ("id,weight\nP2,71,5 kg\n", ["71,5 kg"]),
    ],
)
def test_a_row_with_a_cell_too_many_may_hold_an_unquoted_decimal_comma(table, shown):
    assert [finding.text for finding in lint(table, delimited=True)] == shown
