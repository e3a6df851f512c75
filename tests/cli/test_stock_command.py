"""`msc-dose stock check`: bad rows with line, column, reason and cure, and what the good ones add up to."""

import json
from pathlib import Path

import pytest

from msc_dose.cli.stock import run
from msc_dose.files.stock import REQUIRED
from msc_dose.problems import Refusal

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "stock.csv")
ROW = (
    ",,L-001,0001,bag,MSC,viable,before freeze,6.3e6 cells,18 mL,85 %,90 %,viable,10 % v/v,"
    "allogeneic unrelated,unassigned,tank 2,2027-03-09,released"
)


@pytest.fixture
def write(tmp_path):
    def written(*lines):
        path = tmp_path / "stock.csv"
        path.write_text("\n".join([",".join(REQUIRED), *lines]) + "\n", encoding="utf-8")
        return str(path)

    return written


def test_a_good_list_is_summed_up_by_what_is_counted(capsys):
    assert run(["check", EXAMPLE], False) == 0
    said = capsys.readouterr().out
    assert "12 containers" in said
    assert "MSC, viable, label nominal: 5 containers, 125 million viable MSC" in said
    assert "MSC, all, before freeze: 3 containers, 239.4 million all MSC" in said
    assert "allogeneic unrelated  unassigned  5           125 million viable MSC" in said
    assert "quarantined  1           25 million viable MSC" in said
    assert "2028-05  3           75 million viable MSC" in said
    assert "unknown, of 12 containers: blood group in 5" in said


def test_a_bad_row_is_told_with_line_column_code_reason_and_cure(write, capsys):
    path = write(ROW, ROW.replace("0001", "0002").replace("85 %", "0.85 %"), "a,b")
    assert run(["check", path], False) == 3
    said = " ".join(capsys.readouterr().out.split())
    assert "■ STOP line 3, viability: A viability of 0.85 % is implausible" in said
    assert "such as 85 %" in said
    assert "[viability.implausible]" in said
    assert "■ STOP line 4: " in said
    assert "2 bad rows in" in said
    assert "1 good container" in said


def test_the_json_document_says_the_same(write, capsys):
    path = write(ROW, ROW.replace("6.3e6 cells", "6.3x106 cells").replace("0001", "0002"))
    assert run(["check", path], True) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "msc-dose/stock-check/1"
    assert (document["containers"], document["bad_rows"]) == (1, 1)
    (bad,) = document["bad"]
    assert (bad["line"], bad["column"], bad["code"]) == (3, "cells", "notation.lost-superscript")
    assert bad["readings"][0]["value"] == "6300000"
    (summary,) = document["summary"]
    assert (summary["population"], summary["counts"], summary["moment"]) == ("MSC", "viable", "before freeze")
    assert summary["cells"] == {"value": "6300000", "unit": "cells"}
    assert summary["donor_recipient"][0]["recipient"] == "unassigned"
    assert summary["status"][0]["status"] == "released"
    assert summary["expiry"][0]["expires"] == "2027-03"
    assert document["unknown"]["hypersensitivity"] == 1


def test_an_empty_list_says_so(write, capsys):
    path = write()
    assert run(["check", path], False) == 0
    assert "lists no container" in capsys.readouterr().out
    assert run(["check", path], True) == 0
    assert json.loads(capsys.readouterr().out)["summary"] == []


def test_a_decimal_comma_is_declared_and_echoed(write, capsys):
    path = write(ROW.replace("18 mL", '"18,5 mL"'))
    assert run(["check", path], False) == 3
    capsys.readouterr()
    assert run(["check", path, "--decimal-mark", "comma"], False) == 0
    assert "decimal mark: comma" in capsys.readouterr().out


def test_what_is_no_stock_list_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("id,weight\n1,70 kg\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        run(["check", str(path)], False)
    assert set(refused.value.codes) == {"stock.column-missing", "stock.column-unknown"}


def test_text_in_a_list_cannot_hurt_a_terminal(write, capsys):
    assert run(["check", write(ROW.replace("tank 2", "tank\x1b[2J"))], False) == 3
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "text.control-character" in said


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"]])
def test_help_shows_examples(words, capsys):
    with pytest.raises(SystemExit):
        run(words, False)
    assert "check" in capsys.readouterr().out
