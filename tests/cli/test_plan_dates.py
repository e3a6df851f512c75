"""`msc-dose plan`: follow-up, gaps, preferred days, and where the plan stands on a day."""

import json

import pytest

from msc_dose.cli.main import main

CASE = [
    "plan", "sjogren-itp-msc-monthly", "--weight", "60 kg", "--basis", "actual", "--counts", "viable",
    "--start", "2027-01-29", "--interval", "calendar-month", "--open", "mon-fri",
]  # fmt: skip
SITE = """
schema = "msc-dose/protocol/1"
id = "site"
title = "Three infusions with their visits"
status = "literature"
population = "MSC"
product = "iv-msc"

[source]
citation = "a site"
address = "here"

[dose]
rule = "per-weight"
dose_per_weight = "1 × 10⁶ cells/kg"
basis = "actual"
counts = "viable"

[schedule]
kind = "days"
days = [0, 14, 28]
window = { before = 3, after = 3 }

[[visit]]
kind = "lab draw"
days_before_each = 1
closed_days = "moves the infusion"

[[visit]]
kind = "premedication"
minutes_before_each = 30
"""


@pytest.fixture
def run(capsys):
    def ran(*words):
        status = main(list(words), lambda: 0)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return ran


def test_a_follow_up_says_from_which_infusion_or_is_asked_with_both_ends(run):
    status, _, told = run(*CASE, "--window", "3", "--follow-up", "1,3,6,12")
    assert status != 0
    assert "follow_up_from" in told
    ends = "Month 12 is Sat 29-Jan-2028 from the first, Sat 29-Apr-2028 from the last."
    assert ends in " ".join(told.split())
    status, shown, _ = run(*CASE, "--window", "3", "--follow-up", "1,3,6,12", "--follow-up-from", "last")
    assert status == 0
    assert "Sat 29-Apr-2028  follow-up" in shown


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (["--follow-up-from", "last"], "follow_up", "value.missing"),
        (["--follow-up-window", "3"], "follow_up", "value.missing"),
        (["--follow-up", "1,x", "--follow-up-from", "last"], "follow_up", "follow-up.months"),
        (["--follow-up", "1", "--follow-up-from", "each"], "follow_up_from", "follow-up.origin"),
        (["--minimum-gap", "0"], "minimum_gap", "number.not-whole"),
        (["--maximum-gap", "3.5"], "maximum_gap", "number.not-whole"),
        (["--preferred", "1"], "window", "value.missing"),
        (["--window", "1", "--preferred", "2"], "window", "window.invalid"),
        (["--window", "3", "--preferred", "x"], "preferred", "window.invalid"),
        (["--on", "today"], "on", "date.format"),
    ],
)
def test_a_mistake_is_named_with_its_option(run, words, field, code):
    status, shown, _ = run(*CASE, *words, "--json")
    assert status != 0
    assert (code, field) in [(each["code"], each["field"]) for each in json.loads(shown)["problems"]]


def test_gaps_and_preferred_days_are_part_of_the_plan(run):
    words = ["--window", "3", "--preferred", "1", "--minimum-gap", "21", "--maximum-gap", "33"]
    inputs = json.loads(run(*CASE, *words, "--json")[1])["inputs"]
    assert (inputs["minimum_gap"], inputs["maximum_gap"]) == (21, 33)
    assert inputs["window"] == {"before": 3, "after": 3, "preferred": {"before": 1, "after": 1}}


def test_the_day_of_looking_says_what_is_late_and_what_is_next(run):
    words = [*CASE, "--window", "3", "--on", "2027-03-02"]
    shown = run(*words)[1]
    assert "On Tue 2-Mar-2027 (a plan does not know what was given):" in shown
    assert "  infusion 2: late, 1 day left" in shown
    assert "  infusion 3: next: in 27 days" in shown
    document = json.loads(run(*words, "--json")[1])
    assert document["on"] == "2027-03-02"
    assert [each["state"] for each in document["standing"]] == ["out-of-window", "late", "to-come", "to-come"]


def test_the_visits_of_an_infusion_stand_beside_it_in_a_table_that_fits_the_page(run, tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(SITE, encoding="utf-8")
    words = ["plan", str(path), "--weight", "60 kg", "--start", "2027-03-01", "--open", "mon-fri"]
    shown = run(*words)[1]
    assert max(map(len, shown.splitlines())) <= 80
    rows = [" ".join(line.split()) for line in shown.splitlines()]
    assert "1 Mon 1-Mar-2027 lab draw - day before" in rows
    assert "2 Tue 16-Mar-2027 premedication - 30 min before" in rows
    told = run("protocol", "show", str(path))[1]
    assert "lab draw 1 day before each; the infusion takes only a day for which" in told
    assert "premedication 30 min before each\n" in told
