"""A stock list is read whole: the good containers, and every bad row with its line and column."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.files.stock import OPTIONAL, REQUIRED, load_stock, read_stock
from msc_dose.notation.conventions import Conventions
from msc_dose.problems import Refusal
from msc_dose.product.container import Dmso, Recovery

EXAMPLE = Path(__file__).parents[3] / "examples" / "stock.csv"
HEADER = ",".join(REQUIRED)
GOOD = {
    "lot": "L-001",
    "serial": "0001",
    "container": "bag",
    "population": "MSC",
    "viability_kind": "viable",
    "moment": "before freeze",
    "cells": "6.3e6 cells",
    "volume": "18 mL",
    "viability": "85 %",
    "recovery": "90 %",
    "recovery_kind": "viable",
    "dmso": "10 % v/v",
    "donor_type": "allogeneic unrelated",
    "recipient": "unassigned",
    "position": "tank 2",
    "expiry": "2027-03-09",
    "status": "released",
}


def line(delimiter=",", columns=REQUIRED, **changes):
    cells = {**GOOD, **changes}
    return delimiter.join(cells.get(column, "") for column in columns)


@pytest.fixture
def write(tmp_path):
    def written(*lines, header=HEADER):
        path = tmp_path / "stock.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return str(path)

    return written


def found(path, **conventions):
    """Line, column and code of everything bad."""
    bad = read_stock(path, Conventions(**conventions)).bad
    return [(one.line, one.column, one.problem.code) for one in bad]


def codes(make):
    with pytest.raises(Refusal) as refused:
        make()
    return refused.value.codes


# Good rows


def test_a_row_becomes_a_container(write):
    (container,) = load_stock(write(line()))
    content = container.content
    assert (container.lot, container.serial, container.type) == ("L-001", "0001", "bag")
    assert (content.cells.value, content.fill.value, content.viability.value) == (6_300_000, 18, 85)
    assert (content.cells.population, content.cells.counts, content.cells.moment) == (
        "MSC",
        "viable",
        "before freeze",
    )
    assert content.recovery == Recovery(content.recovery.percent, "viable")
    assert content.dmso == Dmso(content.dmso.percent, "v/v")
    assert container.expiry == date(2027, 3, 9)
    assert container.notes.hypersensitivity == ("unknown",)


def test_the_example_lists_twelve_good_containers():
    stock = load_stock(EXAMPLE)
    assert len(stock) == 12
    assert {c.donor_type for c in stock} >= {"autologous", "allogeneic unrelated"}
    assert {c.status for c in stock} == {"quarantined", "released"}
    assert len({c.lot for c in stock if c.lot}) > 1
    assert any(c.expiry == "none assigned" for c in stock)


def test_scanned_identities_are_kept_as_they_are_named(write):
    rows = line(din="=G12349865432177", product_code="=<S1295400", lot="", serial="")
    (container,) = load_stock(write(rows))
    assert container.identity == "G123498654321 S1295400"


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("2027-03-09", date(2027, 3, 9)),
        ("2027-03-09 23:30", datetime(2027, 3, 9, 23, 30)),  # noqa: DTZ001
        ("2027-03-09T23:30", datetime(2027, 3, 9, 23, 30)),  # noqa: DTZ001
        ("none assigned", "none assigned"),
    ],
)
def test_an_expiry_is_a_day_a_day_and_time_or_none_assigned(write, text, expiry):
    assert load_stock(write(line(expiry=text)))[0].expiry == expiry


def test_a_decimal_comma_is_read_where_the_site_declares_it(write):
    path = write(line(";", cells="6,3e6 cells"), header=";".join(REQUIRED))
    assert read_stock(path, Conventions("comma")).containers[0].content.cells.value == 6_300_000
    assert found(path) == [(2, "cells", "notation.decimal-comma")]


def test_further_columns_stand_behind_the_others(write):
    columns = REQUIRED + OPTIONAL
    facts = {
        "cells": "",
        "concentration": "6.68e6 cells/mL",
        "volume": "3.8 mL",
        "withdrawable_volume": "3.6 mL",
        "nominal_volume": "4 mL",
        "viability_moment": "after thaw",
        "dmso": "10 %",
        "dmso_kind": "w/v",
        "blood_group": "A",
        "hypersensitivity": "dextran; bovine protein",
    }
    (container,) = load_stock(write(line(columns=columns, **facts), header=",".join(columns)))
    content = container.content
    assert content.cells is None
    assert content.held.value == 25_384_000
    assert (content.nominal.value, str(content.withdrawable.value)) == (4, "3.6")
    assert (content.dmso.of, content.viability_moment) == ("w/v", "after thaw")
    assert container.notes.hypersensitivity == ("dextran", "bovine protein")
    assert container.notes.unknown == ("donor_eligibility", "filter", "irradiation", "pump")


def test_rows_of_empty_cells_and_empty_lines_are_no_rows(write):
    path = write("", line(), "," * (len(REQUIRED) - 1), line(serial="2"), "")
    assert [number for number, _ in read_stock(path).rows] == [3, 5]


# Bad cells


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"viability": "130 %"}, "viability", "percentage.out-of-range"),
        ({"viability": "0.85 %"}, "viability", "viability.implausible"),
        ({"viability": "0.85"}, "viability", "unit.missing"),
        ({"viability": "0 %"}, "viability", "viability.zero"),
        ({"cells": "6300000"}, "cells", "unit.missing"),
        ({"cells": "6.3x106 cells"}, "cells", "notation.lost-superscript"),
        ({"cells": "6.3e6 cells/mL"}, "cells", "unit.wrong-kind"),
        ({"cells": "6-7 million cells"}, "cells", "notation.range"),
        ({"cells": "6.3e6 all cells"}, "cells", "count.mixed"),
        ({"cells": "6.3e6 TNC"}, "cells", "count.mixed"),
        ({"cells": ""}, "cells", "content.missing"),
        ({"cells": "0 cells"}, "cells", "content.zero"),
        ({"volume": "18"}, "volume", "unit.missing"),
        ({"volume": "0 mL"}, "volume", "content.zero"),
        ({"population": ""}, "population", "population.missing"),
        ({"population": "MS\u0421"}, "population", "population.unknown"),
        ({"population": "2"}, "population", "population.unknown"),
        ({"viability_kind": ""}, "viability_kind", "counts.missing"),
        ({"viability_kind": "living"}, "viability_kind", "counts.unknown"),
        ({"moment": ""}, "moment", "moment.missing"),
        ({"moment": "thawed"}, "moment", "moment.unknown"),
        ({"recovery_kind": ""}, "recovery_kind", "recovery.kind-missing"),
        ({"recovery_kind": "both"}, "recovery_kind", "recovery.kind-unknown"),
        ({"recovery": ""}, "recovery", "value.missing"),
        ({"dmso": "10 %"}, "dmso", "dmso.kind-missing"),
        ({"dmso": "10"}, "dmso", "unit.missing"),
        ({"dmso": "v/v"}, "dmso", "number.missing"),
        ({"donor_type": ""}, "donor_type", "donor-type.unknown"),
        ({"donor_type": "autologous"}, "recipient", "recipient.autologous-unassigned"),
        ({"recipient": ""}, "recipient", "recipient.missing"),
        ({"position": ""}, "position", "value.missing"),
        ({"expiry": ""}, "expiry", "expiry.missing"),
        ({"expiry": "03/04/2026"}, "expiry", "date.format"),
        ({"expiry": "2027-02-30"}, "expiry", "date.invalid"),
        ({"expiry": "2027-03-09 25:00"}, "expiry", "time.format"),
        ({"expiry": "2027-03-09T23:30+01:00"}, "expiry", "time.format"),
        ({"status": "free"}, "status", "status.unknown"),
        ({"container": ""}, "container", "container.type-unknown"),
        ({"lot": "L\u2010001"}, "lot", "identifier.characters"),
        ({"serial": ""}, "serial", "identity.incomplete"),
        ({"lot": "", "serial": ""}, "din", "identity.missing"),
        ({"din": "G1234 98 654321 J"}, "din", "din.check"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(write, changes, column, code):
    path = write(line(serial="7"), line(**changes))
    assert (3, column, code) in found(path)
    assert len(read_stock(path).containers) == 1


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"dmso": "10 % v/v", "dmso_kind": "w/v"}, "dmso_kind", "dmso.kind-disagrees"),
        ({"dmso": "", "dmso_kind": "w/v"}, "dmso", "value.missing"),
        ({"dmso": "10 %", "dmso_kind": "by volume"}, "dmso_kind", "dmso.kind-unknown"),
        ({"hypersensitivity": ""}, "hypersensitivity", "value.missing"),
        ({"hypersensitivity": "none known; dextran"}, "hypersensitivity", "hypersensitivity.contradicts"),
        ({"withdrawable_volume": "19 mL"}, "withdrawable_volume", "content.withdrawable-above-fill"),
        ({"viability_moment": "later"}, "viability_moment", "moment.unknown"),
        ({"concentration": "1e6 all cells/mL"}, "concentration", "count.mixed"),
    ],
)
def test_a_bad_cell_of_a_further_column_is_named_too(write, changes, column, code):
    columns = REQUIRED + OPTIONAL
    changes = {"hypersensitivity": "none known", **changes}
    path = write(line(columns=columns, **changes), header=",".join(columns))
    assert found(path) == [(2, column, code)]


def test_every_bad_cell_of_every_row_is_named_and_the_good_rows_are_kept(write):
    path = write(
        line(cells="6300000", volume="18", recipient="", status=""),
        line(serial="1"),
        line(viability="130 %", expiry="soon", serial="2"),
    )
    assert [(where, column) for where, column, _ in found(path)] == [
        (2, "cells"),
        (2, "volume"),
        (2, "recipient"),
        (2, "status"),
        (4, "viability"),
        (4, "expiry"),
    ]
    assert [number for number, _ in read_stock(path).rows] == [3]
    with pytest.raises(Refusal) as refused:
        load_stock(path)
    assert [problem.field for problem in refused.value.problems] == [
        "line 2, cells",
        "line 2, volume",
        "line 2, recipient",
        "line 2, status",
        "line 4, viability",
        "line 4, expiry",
    ]


def test_a_cell_that_can_be_read_in_two_ways_offers_its_readings(write):
    (bad,) = read_stock(write(line(cells="6.3x106 cells"))).bad
    assert "6300000" in {reading.value for reading in bad.readings}


# Identities


def test_two_rows_of_one_identity_are_told_with_both_lines(write):
    (bad,) = read_stock(write(line(), line(serial="2"), line(position="tank 9"))).bad
    assert (bad.line, bad.column, bad.problem.code) == (4, "lot", "stock.duplicate")
    assert "line 2" in bad.problem.message
    assert "line 4" in bad.problem.message


def test_the_second_writing_of_one_donation_number_is_the_same_container(write):
    isbt = {"lot": "", "serial": "", "product_code": "S1295400"}
    path = write(line(din="G123498654321", **isbt), line(din="G1234 98 654321 H", **isbt))
    assert found(path) == [(3, "din", "stock.duplicate")]


def test_identities_that_differ_in_capitals_only_are_refused(write):
    assert found(write(line(), line(lot="l-001"))) == [(3, "lot", "stock.look-alike")]


def test_a_bad_row_still_holds_its_identity(write):
    assert found(write(line(status=""), line())) == [
        (2, "status", "status.unknown"),
        (3, "lot", "stock.duplicate"),
    ]


# Files that are no stock list


def test_short_and_long_rows_are_refused_and_the_others_read(write):
    path = write("a,b", line(), line(serial="2") + ",extra", line(serial="3"))
    assert found(path) == [(2, None, "csv.malformed"), (4, None, "csv.malformed")]
    assert [number for number, _ in read_stock(path).rows] == [3, 5]


def test_a_quotation_mark_left_open_is_told_and_nothing_after_it_is_read(write):
    path = write(line(), '"' + line(serial="2"), line(serial="3"))
    assert found(path) == [(3, None, "csv.malformed")]
    assert "left open" in read_stock(path).bad[0].problem.message


def test_a_huge_field_is_told_without_a_traceback(write):
    path = write(line(position="x" * 200_000), line(serial="2"))
    assert found(path) == [(2, None, "csv.malformed")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (",".join(REQUIRED[:-1]), ("stock.column-missing",)),
        (",".join(REQUIRED[2:]), ("stock.column-missing", "stock.column-missing")),
        (",".join((*REQUIRED, "colour")), ("stock.column-unknown",)),
        (",".join((*REQUIRED, "din")), ("stock.column-twice",)),
        (",".join(reversed(REQUIRED)), ("stock.column-order",)),
        (",".join(("pump", *REQUIRED)), ("stock.column-order",)),
        ("lot", ("stock.column-missing",) * 18),
        ('"din', ("csv.malformed",)),
        ("x" * 200_000, ("csv.malformed",)),
    ],
)
def test_another_header_is_refused(write, header, expected):
    assert codes(lambda: read_stock(write(header=header))) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\n\n", "file.empty"),
        (b"din,\xff", "file.not-utf-8"),
        (b",,,\n", "file.empty"),
    ],
)
def test_a_file_that_is_no_text_or_empty_is_refused(tmp_path, content, code):
    path = tmp_path / "stock.csv"
    path.write_bytes(content)
    assert code in codes(lambda: read_stock(path))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert codes(lambda: read_stock(tmp_path / "none.csv")) == ("file.unreadable",)


def test_an_empty_list_is_a_list_but_nothing_to_give_from(write):
    path = write()
    assert read_stock(path).rows == ()
    assert codes(lambda: load_stock(path)) == ("stock.empty",)


@given(st.lists(st.tuples(st.sampled_from(REQUIRED), st.text(max_size=12)), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_is_read_or_refused(tmp_path_factory, changes):
    row = [dict(GOOD, **dict(changes)).get(column, "") for column in REQUIRED]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    path = tmp_path_factory.mktemp("stock") / "stock.csv"
    text = f"{','.join(REQUIRED)}\n{quoted}\n"
    path.write_bytes(text.encode("utf-8", "replace"))
    stock = read_stock(path)
    assert bool(stock.rows) != bool(stock.bad)
