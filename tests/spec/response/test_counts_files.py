"""COUNTS.csv and the list of rescue treatments: every bad cell is told with its line and column."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.files.counts import load_counts, load_rescues
from msc_dose.response.counts import Count, Rescue

from .counting import platelets, refused


@pytest.fixture(scope="module")
def write(tmp_path_factory):
    path = tmp_path_factory.mktemp("counts") / "counts.csv"

    def written(text):
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_counts_by_date_with_bleeding_and_a_note(write):
    path = write(
        "date,count,bleeding,note\n"
        "2027-03-01,45 × 10⁹/L,no,\n"
        "\n"
        '2027-03-08,"45000/µL",YES,"gums, twice"\n'
        "2027-03-15,45e9/L,not reported,\n"
    )
    assert load_counts(path) == (
        Count(date(2027, 3, 1), platelets(45), False),
        Count(date(2027, 3, 8), platelets(45), True, "gums, twice"),
        Count(date(2027, 3, 15), platelets(45)),
    )


def test_counts_by_number_of_day_with_the_unit_in_the_heading(write):
    assert load_counts(write("count [10*9/L];day\n45;-3\n104.5;14\n")) == (
        Count(-3, platelets(45)),
        Count(14, platelets(Decimal("104.5"))),
    )


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("day,count\n1,45\n", "unit.missing", "line 2, count"),
        ("day,count\n1,14*10E9/L\n", "notation.ten-e", "line 2, count"),
        ("day,count\n1,14–30 × 10⁹/L\n", "notation.range", "line 2, count"),
        ("day,count\n1,5 ± 1 × 10⁹/L\n", "notation.tolerance", "line 2, count"),
        ("day,count\n1,<5\n", "unit.missing", "line 2, count"),
        ("day,count,note\n1,45 × 10⁹/L,a\x1bb\n", "text.control-character", "line 2, note"),
        ("day,count\n1,\n", "value.missing", "line 2, count"),
        ("day,count\n1.5,45 × 10⁹/L\n", "day.format", "line 2, day"),
        ("day,count\n99999,45 × 10⁹/L\n", "day.out-of-range", "line 2, day"),
        ("date,count\n01/02/2027,45 × 10⁹/L\n", "date.format", "line 2, date"),
        ("day,count,bleeding\n1,45 × 10⁹/L,maybe\n", "bleeding.unknown", "line 2, bleeding"),
        ("day,count\n1,45 × 10⁹/L,x\n", "csv.malformed", "file"),
        ("day,count [mL]\n1,45\n", "unit.wrong-kind", "count"),
        ("day,count [10*9/L]\n1,45 × 10⁹/L\n", "notation.expression", "line 2, count"),
        ("count\n45 × 10⁹/L\n", "series.column-missing", "counts"),
        ("day,platelets\n", "series.column-unknown", "counts"),
        ("day,count,count\n", "series.column-twice", "counts"),
        ("day,date,count\n", "series.both-days", "counts"),
        ("day,count\n", "series.none", "counts"),
        ("", "file.empty", "counts"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(write, text, code, field):
    refusal = refused(lambda: load_counts(write(text)))
    assert (code, field) in [(each.code, each.field) for each in refusal.problems]


def test_every_bad_cell_of_a_file_is_told_at_once(write):
    refusal = refused(lambda: load_counts(write("day,count,bleeding\nx,45,maybe\n2,46,no\n")))
    assert [each.field for each in refusal.problems] == [
        "line 2, count",
        "line 2, bleeding",
        "line 2, day",
        "line 3, count",
    ]


def test_rescue_treatments_of_a_day_or_of_some(write):
    path = write("treatment,day,until\nrhIL-11,0,10\nplatelets,12,\n")
    assert load_rescues(path) == (Rescue("rhIL-11", 0, 10), Rescue("platelets", 12, 12))
    bad = refused(lambda: load_rescues(write("treatment,day,until\nrhIL-11,10,0\n,3,\n")))
    assert [(each.code, each.field) for each in bad.problems] == [
        ("rescue.reversed", "line 2, day"),
        ("value.missing", "line 3, treatment"),
    ]


@settings(max_examples=60)
@given(text=st.text(alphabet='0123456789,.-;\n"day count[10*9/L]x×⁹', max_size=60))
def test_any_text_is_read_or_refused(write, text):
    from msc_dose.problems import Refusal

    try:
        found = load_counts(write(f"day,count\n{text}"))
    except Refusal:
        return
    assert all(isinstance(each, Count) for each in found)
