"""The command line says what the library says: text for people, JSON for programs, exit status for both."""

import json
import os
import subprocess
import sys

import pytest

from .running import answer, msc_dose

CASE = [
    "plan", "sjogren-itp-msc-monthly", "--weight", "60 kg", "--basis", "actual", "--counts", "viable",
    "--start", "2027-01-29", "--interval", "calendar-month", "--open", "mon-fri", "--window", "3",
]  # fmt: skip


def test_read_gives_the_value_in_its_canonical_unit():
    status, document = answer("read", "dose_per_weight", "2 × 10⁶ cells/kg")
    assert status == 0
    assert document == {
        "schema": "msc-dose/read/1", "value": "2000000", "unit": "cells/kg", "text": "2 million cells/kg",
        "ucum": "{cells}/kg",
    }  # fmt: skip


def test_a_quotient_that_does_not_end_is_cut_and_marked():
    _, document = answer("read", "duration", "10 s")
    assert (document["value"], document["exact"]) == ("0.166666666666", False)


def test_read_refuses_with_every_reading_most_plausible_first():
    status, document = answer("read", "dose_per_weight", "2x106/Kg")
    assert status == 3
    assert [problem["code"] for problem in document["problems"]] == ["notation.lost-superscript"]
    assert set(document["problems"][0]) >= {"code", "severity", "field", "message", "fix", "source"}
    assert [reading["value"] for reading in document["readings"]] == ["2000000", "212"]
    assert set(document["readings"][0]) >= {"value", "unit", "text", "why"}


def test_a_text_that_begins_with_a_minus_is_a_value_not_an_option():
    for text in ("-70 kg", "-70kg"):
        status, document = answer("read", "body_weight", text)
        assert (status, document["problems"][0]["code"]) == (3, "number.negative")


def test_dose_labels_what_is_not_stated_and_computes_with_the_weight_as_entered():
    status, document = answer("dose", "--per-kg", "2e6 cells/kg", "--weight", "70.125 kg")
    assert (status, document["cells"], document["counts"]) == (0, "140250000", "not stated")
    assert {(p["code"], p["severity"]) for p in document["problems"]} == {
        ("weight.basis-not-stated", "note"),
        ("dose.counts-not-stated", "note"),
    }
    (step,) = document["steps"]
    assert set(step) == {"name", "formula", "inputs", "result", "unrounded", "rounding", "source"}
    assert [(term["value"], term["unit"]) for term in step["inputs"]] == [
        ("2000000", "cells/kg"),
        ("70.125", "kg"),
    ]
    assert step["result"] == {"value": "140250000", "unit": "cells"}


def test_a_maximum_limits_the_dose_and_both_numbers_are_shown():
    status, document = answer("dose", "--per-kg", "2e6 cells/kg", "--weight", "130 kg", "--max", "2e8 cells")
    assert (status, document["cells"]) == (0, "200000000")
    assert [step["result"]["value"] for step in document["steps"]] == ["260000000", "200000000"]
    assert "dose.above-maximum" in [problem["code"] for problem in document["problems"]]


@pytest.mark.parametrize(
    ("dose", "product", "status", "severity"),
    [
        ("200e6 cells/kg", None, 0, "check"),
        ("200e6 cells/kg", "iv-msc", 3, "stop"),
        ("2e9 cells/kg", None, 3, "stop"),
        ("212 cells/kg", None, 0, "check"),
        ("212 cells/kg", "iv-msc", 3, "stop"),
    ],
)
def test_a_dose_that_looks_like_a_slip_is_checked_or_stopped(dose, product, status, severity):
    options = ["--product", product] if product else []
    got, document = answer("dose", "--per-kg", dose, "--weight", "60 kg", *options)
    found = [p["severity"] for p in document["problems"] if p["code"] == "dose.implausible"]
    assert (got, found) == (status, [severity])


def test_dose_names_everything_wrong_at_once():
    status, document = answer("dose", "--per-kg", "2x106/Kg", "--weight", "70,5 kg")
    assert status == 3
    assert [p["code"] for p in document["problems"]] == [
        "notation.lost-superscript",
        "notation.decimal-comma",
    ]
    assert [r["field"] for r in document["readings"]] == ["dose", "dose", "weight"]
    status, document = answer(
        "dose",
        "--per-kg",
        "2x106/kg",
        "--weight",
        "60",
        "--counts",
        "x",
        "--product",
        "y",
        "--basis",
        "",
        "--max",
        "3",
    )
    assert {p["field"] for p in document["problems"]} == {
        "dose",
        "maximum",
        "counts",
        "product",
        "weight",
        "basis",
    }
    status, document = answer("dose")
    assert [(p["code"], p["field"]) for p in document["problems"]] == [
        ("value.missing", "dose"),
        ("value.missing", "weight"),
    ]


def test_plan_dates_and_doses_the_case():
    status, document = answer(*CASE)
    assert status == 0
    assert [i["date"] for i in document["infusions"]] == [
        "2027-01-29",
        "2027-03-01",
        "2027-03-29",
        "2027-04-29",
    ]
    assert {i["cells"] for i in document["infusions"]} == {"120000000"}
    assert (document["total_cells"], document["recheck"], document["status"]) == (
        "480000000",
        "agrees",
        "literature",
    )
    assert document["visits"] == []


def test_the_options_of_plan_may_follow_json_in_any_order():
    before = msc_dose("--json", *CASE)
    assert json.loads(before.stdout) == answer(*CASE)[1]


def test_plan_names_all_that_is_missing_besides_what_is_wrong():
    status, document = answer("plan", "sjogren-itp-msc-monthly")
    assert status == 3
    assert [p["field"] for p in document["problems"]] == ["weight", "basis", "counts", "start", "interval"]
    status, document = answer(
        "plan", "sjogren-itp-msc-monthly", "--weight", "70,5 kg", "--start", "03/04/2027"
    )
    assert [p["field"] for p in document["problems"]] == ["weight", "start", "basis", "counts", "interval"]
    assert [r["value"] for r in document["readings"]] == ["70.5", "2027-04-03", "2027-03-04"]


def test_the_plan_table_can_be_read_by_a_nurse():
    done = msc_dose(*CASE)
    assert done.returncode == 0
    assert "2/4  Mon 1-Mar-2027   120 million viable MSC  25-Feb to 3-Mar  28-Feb, +1 day" in done.stdout
    assert "REFERENCE ONLY – not approved at this site" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


def test_explain_shows_the_working():
    done = msc_dose(*CASE, "--explain")
    assert "dose per body weight × body weight" in done.stdout
    assert "passed over Sun 28-Feb-2027: Sunday is not an open weekday" in done.stdout


def test_closed_days_come_from_a_file(tmp_path):
    closed = tmp_path / "closed.csv"
    closed.write_text("date,reason\n2027-03-26,Good Friday\n2027-03-29,Easter Monday\n", encoding="utf-8")
    _, document = answer(*CASE, "--closed", str(closed))
    assert document["infusions"][2]["date"] == "2027-03-30"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"2027-03-29,Easter\n", "closed.header", "date,reason"),
        (b"", "closed.header", "date,reason"),
        (b"date,reason\n2027-03-29,a\n2027-03-29,b\n", "closed.duplicate", "line 3"),
        (b"date,reason\n29.03.2027,Easter\n", "date.format", "line 2"),
        (b"date,reason\n2027-02-30,x\n", "date.invalid", "line 2"),
        (b"date,reason\n2027-03-29,a,b\n", "closed.fields", "line 2"),
        (b"date,reason\n\xff\n", "file.not-utf-8", "UTF-8"),
        (b"date,reason\n" + b"x" * 200_000 + b"\n", "closed.fields", "line"),
        (b"\xef\xbb\xbfdate,reason\n2027-03-29,a\x1b[2J\n", "closures.reason", ""),
        (b"date,reason\n2027-03-29,a\x0b2027-04-29,b\n", "closed.fields", "line 2"),
        (b"date,reason\n2027-03-29,a\xc2\x85b\n", "closures.reason", ""),
    ],
)
def test_a_bad_file_of_closed_days_is_refused_with_its_line(tmp_path, content, code, says):
    closed = tmp_path / "closed.csv"
    closed.write_bytes(content)
    status, document = answer(*CASE, "--closed", str(closed))
    assert (status, document["problems"][0]["code"]) == (3, code)
    assert says in document["problems"][0]["message"]


@pytest.mark.parametrize("window", ["x", "-1", "1,2,3", "", "1.5", "٣", "99999"])
def test_a_window_is_whole_days(window):
    status, document = answer(*CASE[:-1], window)
    assert (status, document["problems"][0]["code"]) == (3, "window.invalid")


def test_an_option_given_twice_is_wrong_usage_for_no_one_can_say_which_was_meant():
    done = msc_dose(*CASE, "--weight", "6 kg")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--weight is given twice" in done.stderr


def test_recheck_agrees_with_a_plan_and_finds_a_changed_one(tmp_path):
    plan = tmp_path / "plan.json"
    text = msc_dose(*CASE, "--json").stdout
    plan.write_text(text, encoding="utf-8")
    assert answer("recheck", str(plan)) == (
        0,
        {"schema": "msc-dose/recheck/1", "recheck": "agrees", "problems": []},
    )
    plan.write_text(text.replace('"date": "2027-03-01"', '"date": "2027-03-02"'), encoding="utf-8")
    status, document = answer("recheck", str(plan))
    assert (status, document["problems"][0]["field"]) == (3, "infusions[1].date")


@pytest.mark.parametrize(
    "content",
    ["", "{", '{"weight": NaN}', '{"weight": 1e400}', "[" * 100_000, '{"schema":1,"schema":2}', "null"],
)
def test_what_is_no_plan_document_is_refused_without_a_traceback(tmp_path, content):
    plan = tmp_path / "plan.json"
    plan.write_text(content, encoding="utf-8")
    status, document = answer("recheck", str(plan))
    assert status == 3
    assert document["problems"][0]["code"].startswith("document.")


def test_protocols_are_listed_shown_and_checked():
    _, listed = answer("protocol", "list")
    assert {"ryoncil-us-2024", "sjogren-itp-msc-monthly"} < {each["id"] for each in listed["protocols"]}
    assert "site-approved" not in {each["status"] for each in listed["protocols"]}
    _, shown = answer("protocol", "show", "sjogren-itp-msc-monthly")
    assert shown["dose"]["printed"] == "2x106/Kg"
    assert shown["dose"]["basis"] == "not stated"
    for protocol in listed["protocols"]:
        status, checked = answer("protocol", "check", protocol["id"])
        assert (status, checked["problems"]) == (0, [])
        assert checked["examples"]


@pytest.mark.parametrize(
    "words",
    [["plna"], ["read"], ["read", "weight", "70 kg"], ["plan", "--wieght", "1"], ["dose", "--w", "60 kg"]],
)
def test_wrong_usage_is_told_apart_from_a_refusal(words):
    done = msc_dose(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_help_gives_examples_for_every_command():
    top = msc_dose("--help")
    assert top.returncode == 0
    for command in ("read", "dose", "plan", "protocol", "recheck"):
        assert f"  {command}" in top.stdout
        assert "examples:" in msc_dose(command, "--help").stdout


def test_the_version_is_the_packages():
    import msc_dose as md

    assert msc_dose("--version").stdout == f"msc-dose {md.__version__}\n"


def test_a_terminal_without_superscripts_gets_them_written_out():
    done = msc_dose("read", "platelet_count", "14 x 10^9/L", encoding="ascii", LANG="C")
    assert (done.returncode, done.stdout) == (0, "14 x 10^9/L\n")
    document = msc_dose("read", "platelet_count", "14 x 10^9/L", "--json", encoding="ascii")
    assert json.loads(document.stdout)["text"] == "14 × 10⁹/L"


def test_hostile_text_reaches_no_terminal():
    done = msc_dose("read", "body_weight", "70 kg\x1b[2J\u202e")
    assert done.returncode == 3
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr


def test_a_value_that_begins_with_a_minus_reaches_its_command_unchanged():
    _, document = answer(*CASE[:-1], "-1")
    assert document["problems"][0]["read"] == "-1"
    _, document = answer("recheck", "-1.json")
    assert document["problems"][0]["read"] == "-1.json"


@pytest.mark.parametrize("words", [["tui", "--help"], ["help"], ["help", "plan"]])
def test_help_may_be_asked_for_in_any_of_its_ways(words):
    done = msc_dose(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert "examples:" in done.stdout


def test_the_screens_take_no_options():
    assert msc_dose("tui", "foo").returncode == 2


def test_json_hides_no_character_from_the_eye(tmp_path):
    """A bidirectional mark would reverse what a terminal shows; a program reads it back unchanged."""
    done = msc_dose("read", "body_weight", "70 kg\u202e\x9b", "--json")
    assert not {"\u202e", "\x9b"} & set(done.stdout)
    assert json.loads(done.stdout)["problems"][0]["code"] == "text.control-character"
    plan = tmp_path / "\u202eplan.json"
    assert json.loads(msc_dose("recheck", str(plan), "--json").stdout)["problems"][0]["read"] == str(plan)


@pytest.mark.parametrize("command", [[], ["read"], ["dose"], ["plan"], ["protocol"], ["recheck"]])
def test_help_is_written_in_what_the_terminal_can_show(command):
    done = msc_dose(*command, "--help", encoding="ascii", LANG="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: msc-dose" in done.stdout


def test_without_a_terminal_the_screens_are_not_opened():
    done = msc_dose()
    assert done.returncode == 2
    assert "--help" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_closed_pipe_is_no_defect():
    shell = f"{sys.executable} -m msc_dose protocol show ryoncil-us-2024 | head -n 1"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["protocol list", "--version", "read body_weight '70 kg' --json"])
def test_a_full_disk_is_named_and_is_no_defect(command):
    shell = f"{sys.executable} -m msc_dose {command} > /dev/full"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "msc-dose: the answer could not be written: No space left on device.\n"


def test_a_closed_output_is_named_and_is_no_defect():
    shell = f"{sys.executable} -m msc_dose protocol list >&-"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        3,
        "msc-dose: the answer could not be written: the output is closed.\n",
    )


def test_a_defect_of_ours_is_owned_up_without_a_traceback(monkeypatch, capsys):
    from msc_dose.cli import main, read

    def broken(words, as_json):
        raise ZeroDivisionError("by mistake")

    monkeypatch.setattr(read, "run", broken)
    assert main.main(["read", "body_weight", "70 kg"], lambda: 0) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "has a defect" in shown.err
    assert "Traceback" not in shown.err


def test_an_interruption_ends_with_130(monkeypatch):
    from msc_dose.cli import main, read

    def interrupted(words, as_json):
        raise KeyboardInterrupt

    monkeypatch.setattr(read, "run", interrupted)
    assert main.main(["read", "body_weight", "70 kg"], lambda: 0) == 130
