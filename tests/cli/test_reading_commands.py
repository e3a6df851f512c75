"""`msc-dose read` and `msc-dose lint`: columns, documents, styles, and what a site has declared."""

import json

import pytest

from .running import answer, msc_dose

ABSTRACT = "Given 2x106/Kg MSC, once a month.\nWeight 70,5 kg.\n"


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "abstract.md"
    path.write_text(ABSTRACT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "text", "numbers"),
    [
        ("platelet_count", "14–30 × 10⁹/L", {"low": "14", "high": "30", "unit": "10*9/L"}),
        ("dose_per_weight", "1-2 × 10⁶/kg", {"low": "1000000", "high": "2000000", "unit": "cells/kg"}),
        ("platelet_count", "> 100 × 10⁹/L", {"relation": ">", "value": "100", "unit": "10*9/L"}),
        ("volume", "18 ± 2 mL", {"middle": "18", "plus_minus": "2", "unit": "mL"}),
    ],
)
def test_what_is_not_one_amount_is_answered_as_what_it_is(kind, text, numbers):
    status, found = answer("read", kind, text)
    assert status == 0
    assert numbers.items() <= found.items()
    assert ("value" in found) == ("value" in numbers)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("dose", "--per-kg", "2e6 cells/kg", "--weight", "70-72 kg"), "weight"),
        (("read", "body_weight", "70-72 kg"), "text"),
    ],
)
def test_a_range_is_never_taken_for_one_weight(words, field):
    status, refusal = answer(*words)
    assert status == 3
    assert (refusal["problems"][0]["code"], refusal["problems"][0]["field"]) == ("notation.range", field)
    assert {"low", "high", "unit"} <= refusal["readings"][0].keys()


def test_a_range_of_doses_gives_the_range_for_this_patient_and_never_one_dose():
    words = ("dose", "--per-kg", "1-2 × 10⁶ cells/kg", "--weight", "60 kg")
    status, permitted = answer(*words)
    assert (status, permitted["cells"]) == (0, None)
    assert (permitted["low"]["value"], permitted["high"]["value"]) == ("60000000", "120000000")
    status, refusal = answer(*words, "--ordered", "3e6 cells/kg")
    assert (status, refusal["problems"][0]["code"]) == (3, "dose.outside-range")
    _, ordered = answer(*words, "--ordered", "1.5e6 cells/kg")
    assert ordered["cells"] == "90000000"


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("words", "120 million cells (120,000,000 cells)"),
        ("scientific", "1.2 × 10⁸ cells"),
        ("ascii", "1.2 x 10^8 cells"),
        ("exact", "120000000 cells"),
        ("ucum", "120000000 {cells}"),
    ],
)
def test_an_amount_is_written_in_the_style_asked_for(style, written):
    assert msc_dose("read", "cell_count", "120e6 cells", "--style", style).stdout == f"{written}\n"
    assert answer("read", "cell_count", "120e6 cells", "--style", style)[1]["text"] == written


def test_a_column_of_texts_has_one_answer_a_line(tmp_path):
    path = tmp_path / "weights.txt"
    path.write_text("60 kg\n70,5 kg\n\n12 stones\n", encoding="utf-8")
    done = msc_dose("read", "body_weight", "--file", str(path))
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        "1: 60 kg",
        "2: REFUSED notation.decimal-comma; could mean 70.5 kg",
        "3: REFUSED value.missing: The text is required and is empty.",
        "4: REFUSED unit.unknown: 'stones' is not a unit of a body weight.",
    ]


def test_a_column_in_json_is_one_document_a_line(tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text('id,weight\r\n1,"70,5 kg"\r\n2,60 kg\r\n', encoding="utf-8")
    done = msc_dose("read", "body_weight", "--file", str(path), "--column", "weight", "--json")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 3
    assert (first["line"], first["read"], first["readings"][0]["value"]) == (2, "70,5 kg", "70.5")
    assert (second["line"], second["schema"], second["value"]) == (3, "msc-dose/read/1", "60")


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        ("", (), "file.empty"),
        ("id,weight\n1,60 kg\n", ("--column", "height"), "csv.column-unknown"),
        ("", ("--column", "weight"), "file.empty"),
        ('id,"weight\n1,70 kg\n', ("--column", "weight"), "csv.malformed"),
    ],
)
def test_a_file_that_is_no_such_column_is_refused(tmp_path, content, words, code):
    path = tmp_path / "column.csv"
    path.write_text(content, encoding="utf-8")
    done = msc_dose("read", "body_weight", "--file", str(path), *words)
    assert (done.returncode, done.stdout) == (3, "")
    assert code in done.stderr
    done = msc_dose("read", "body_weight", "--file", str(path), *words, "--json")
    (line,) = done.stdout.splitlines()
    assert (done.returncode, json.loads(line)["problems"][0]["code"]) == (3, code)


def answers(path, content, *words):
    """Of each line of the answer in JSON: its number, and the weight or the code of what is wrong."""
    path.write_text(content, encoding="utf-8", newline="")
    done = msc_dose("read", "body_weight", "--file", str(path), "--column", "weight", "--json", *words)
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == (3 if any("problems" in line for line in found) else 0)
    return [(line["line"], line["text"] if "text" in line else line["problems"][0]["code"]) for line in found]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("1,70,5 kg\n2,60 kg\n", [(2, "csv.malformed"), (3, "60 kg")]),
        ("1\n2,60 kg\n", [(2, "csv.malformed"), (3, "60 kg")]),
        ('1,"70 kg" today\n2,60 kg\n', [(2, "csv.malformed"), (3, "60 kg")]),
        ('"a\nb",60 kg\n2,61 kg\n', [(2, "60 kg"), (4, "61 kg")]),
        ("\n1,60 kg\n\n2,61 kg\n", [(3, "60 kg"), (5, "61 kg")]),
        ("1,\n2,61 kg", [(2, "value.missing"), (3, "61 kg")]),
        ('1,60 kg\n2,"61 kg\n3,62 kg\n', [(2, "60 kg"), (3, "csv.malformed")]),
        ('1,60 kg\n2,"61 kg\n3,"62 kg"\n4,63 kg\n', [(2, "60 kg"), (3, "csv.malformed")]),
        ("", []),
    ],
    ids=["longer row", "shorter row", "text behind a quotation", "cell of two lines", "empty lines",
         "empty cell", "quotation open to the end", "quotation closed by another", "heading only"],
)  # fmt: skip
def test_every_row_is_answered_until_no_one_can_say_where_the_next_begins(tmp_path, rows, found):
    assert answers(tmp_path / "weights.csv", f"id,weight\n{rows}") == found


def test_where_a_quotation_stays_open_the_answer_says_that_no_more_is_read(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text('id,weight\n1,"60 kg\n2,61 kg\n', encoding="utf-8")
    done = msc_dose("read", "body_weight", "--file", str(path), "--column", "weight")
    assert (done.returncode, done.stderr) == (3, "")
    (line,) = done.stdout.splitlines()
    assert line.startswith("2: REFUSED csv.malformed: ")
    assert line.endswith(
        "lines 2 to 3: unexpected end of data. A quotation mark is left open; no line after it is read."
    )


@pytest.mark.parametrize(
    "content",
    [
        'id,weight\r\n1,"70,5 kg"\r\n',
        "id;weight\r\n1;70,5 kg\r\n",
        "id\tweight\n1\t70,5 kg\n",
        '"id, of the site, and no other";weight\n1;70,5 kg\n',
        'weight\n"70,5 kg"\n',
        '\ufeffid;"weight"\n1;"70,5 kg"\n',
    ],
    ids=["comma", "semicolon", "tabulator", "commas in quotes", "one column", "byte order mark"],
)
def test_the_delimiter_is_the_one_the_heading_has_most_of(tmp_path, content):
    assert answers(tmp_path / "weights.csv", content, "--decimal-mark", "comma") == [(2, "70.5 kg")]


def test_dangerous_notation_is_found_with_its_place_and_a_safe_rewrite(document):
    status, found = answer("lint", str(document))
    assert status == 3
    shown = [(f["line"], f["column"], f["text"], f["code"], f["rewrite"]) for f in found["findings"]]
    assert shown == [
        (1, 7, "2x106/Kg", "notation.lost-superscript", "2 million cells/kg"),
        (2, 8, "70,5 kg", "notation.decimal-comma", "70.5 kg"),
    ]
    assert found["findings"][0]["readings"][1]["value"] == "212"


def test_intervals_in_words_are_found_when_asked_for(document):
    codes = [finding["code"] for finding in answer("lint", str(document), "--intervals")[1]["findings"]]
    assert codes == ["notation.lost-superscript", "interval.ambiguous", "notation.decimal-comma"]


def test_a_document_without_danger_passes(tmp_path):
    path = tmp_path / "safe.txt"
    path.write_text("2 million cells/kg for 60 kg", encoding="utf-8")
    done = msc_dose("lint", str(path))
    assert (done.returncode, done.stdout) == (0, "✓ OK     nothing dangerous or ambiguous found in 1 file\n")
    assert answer("lint", str(path)) == (0, {"schema": "msc-dose/lint/1", "findings": []})


def test_standard_input_is_linted_and_read(document):
    done = msc_dose("lint", "-", "--json", text=ABSTRACT)
    assert [finding["file"] for finding in json.loads(done.stdout)["findings"]] == ["-", "-"]
    assert msc_dose("read", "volume", "--file", "-", text="18 mL\n").stdout == "1: 18 mL\n"


def test_the_cells_of_a_table_are_no_decimal_commas(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text('id,weight,dose\n60,70 kg,2e6 cells/kg\n2,"70,5 kg",2x106/kg\n', encoding="utf-8")
    found = answer("lint", str(path))[1]["findings"]
    assert [(f["line"], f["column"], f["text"]) for f in found] == [(3, 4, "70,5 kg"), (3, 13, "2x106/kg")]


def test_the_findings_of_other_files_are_shown_beside_a_file_that_cannot_be_read(tmp_path, document):
    words = "lint", str(tmp_path / "nowhere.txt"), str(document), str(tmp_path)
    done = msc_dose(*words)
    assert done.returncode == 3
    assert done.stdout.count(f"{document}:") == 2
    assert done.stdout.splitlines()[-1] == "2 findings in 1 file; 2 files could not be read"
    assert done.stderr.count("[file.unreadable]") == 2
    status, found = answer(*words)
    assert (status, len(found["findings"])) == (3, 2)
    assert [(problem["code"], problem["read"]) for problem in found["problems"]] == [
        ("file.unreadable", words[1]), ("file.unreadable", words[3])
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_no_document_without_danger(tmp_path):
    path = tmp_path / "safe.txt"
    path.write_text("2 million cells/kg", encoding="utf-8")
    done = msc_dose("lint", str(path), str(tmp_path / "nowhere.txt"))
    assert (done.returncode, done.stdout) == (3, "0 findings in 1 file; 1 file could not be read\n")
    done = msc_dose("lint", str(tmp_path / "nowhere.txt"))
    assert (done.returncode, done.stdout) == (3, "")


def test_a_file_named_twice_is_linted_once(document):
    twice = str(document), f"{document.parent}/./{document.name}", str(document)
    assert answer("lint", *twice) == answer("lint", str(document))
    assert msc_dose("lint", *twice).stdout.endswith("2 findings in 1 file\n")


def test_a_file_whose_name_begins_with_a_minus_and_a_digit_is_linted(tmp_path, monkeypatch):
    (tmp_path / "-70kg.txt").write_text("70,5 kg", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [finding["file"] for finding in answer("lint", "-70kg.txt")[1]["findings"]] == ["-70kg.txt"]


def test_a_declared_decimal_comma_is_said_again_by_the_linter(document):
    status, found = answer("lint", str(document), "--decimal-mark", "comma")
    assert (status, found["decimal_mark"]) == (3, "comma")
    assert [finding["text"] for finding in found["findings"]] == ["2x106/Kg"]
    said = msc_dose("lint", str(document), "--decimal-mark", "comma").stdout
    assert said.endswith("1 finding in 1 file\ndecimal mark: comma, as the site declares\n")
    assert "decimal_mark" not in answer("lint", str(document))[1]


@pytest.mark.parametrize("command", [("lint",), ("read", "volume", "--file")])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, command):
    done = msc_dose(*command, str(tmp_path / "nowhere.txt"))
    assert done.returncode == 3
    assert "file.unreadable" in done.stderr


COMMA = (("--decimal-mark", "comma"), {}), ((), {"MSC_DOSE_SETTINGS": "settings.toml"})


@pytest.mark.parametrize(("options", "environment"), COMMA, ids=["option", "settings file"])
def test_a_declared_decimal_comma_is_read_recorded_and_echoed(tmp_path, options, environment):
    settings = tmp_path / "settings.toml"
    settings.write_text('decimal_mark = "comma"\n', encoding="utf-8")
    environment = {name: str(tmp_path / value) for name, value in environment.items()}
    said = msc_dose("read", "body_weight", "70,5 kg", *options, **environment)
    assert said.stdout == "70.5 kg\ndecimal mark: comma, as the site declares\n"
    found = json.loads(msc_dose("read", "body_weight", "70,5 kg", *options, "--json", **environment).stdout)
    assert (found["value"], found["as_written"], found["decimal_mark"]) == ("70.5", "70,5 kg", "comma")
    assert msc_dose("read", "body_weight", "70,500 kg", *options, **environment).returncode == 3
    dose = ("dose", "--per-kg", "2e6 cells/kg", "--weight", "70,5 kg", *options, "--json")
    notes = json.loads(msc_dose(*dose, **environment).stdout)["problems"]
    assert [note["read"] for note in notes if note["code"] == "amount.as-written"] == ["70,5 kg"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('decimal_mark = "semicolon"', "decimal-mark.unknown"),
        ('decimalmark = "comma"', "settings.key-unknown"),
        ("decimal_mark = ", "settings.not-toml"),
    ],
)
def test_a_settings_file_that_says_something_else_is_refused(tmp_path, content, code):
    path = tmp_path / "settings.toml"
    path.write_text(content, encoding="utf-8")
    done = msc_dose("read", "body_weight", "70 kg", MSC_DOSE_SETTINGS=str(path))
    assert done.returncode == 3
    assert code in done.stderr


def test_pounds_are_converted_only_when_allowed_and_both_numbers_are_kept():
    assert answer("read", "body_weight", "154.3 lb")[0] == 3
    status, found = answer("read", "body_weight", "154.3 lb", "--allow-lb")
    assert (status, found["value"], found["as_written"]) == (0, "69.989302691", "154.3 lb")


def test_a_plan_by_weight_in_pounds_keeps_both_numbers_and_is_calculated_a_second_time(tmp_path):
    words = ("plan", "sjogren-itp-msc-monthly", "--weight", "154.3 lb", "--allow-lb", "--basis", "actual",
             "--counts", "viable", "--start", "2027-01-29", "--interval", "calendar-month")  # fmt: skip
    status, plan = answer(*words)
    assert status == 0
    assert [p["read"] for p in plan["problems"] if p["code"] == "amount.as-written"] == ["154.3 lb"]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    assert msc_dose("recheck", str(path)).returncode == 0


def test_a_dose_per_predicted_weight_is_not_given_by_actual_weight():
    words = ("dose", "--per-kg", "10 million cells/kg PBW", "--weight", "60 kg", "--basis")
    assert answer(*words, "actual")[1]["problems"][0]["code"] == "weight.basis-differs"
    assert answer(*words, "predicted")[1]["cells"] == "600000000"


@pytest.mark.parametrize("words", [("read", "volume"), ("read", "volume", "1 mL", "--file", "x"), ("lint",),
                                   ("read", "volume", "1 mL", "--column", "x")])  # fmt: skip
def test_what_to_read_is_said_once(words):
    assert msc_dose(*words).returncode == 2
