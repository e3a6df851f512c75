"""`msc-dose response`: counts of a file, their classes, and every reason; refusals all at once."""

import json

import pytest

from msc_dose.cli.response import run
from msc_dose.problems import Refusal

COUNTS = "day,count,bleeding\n0,20 × 10⁹/L,no\n7,80 × 10⁹/L,no\n30,110 × 10⁹/L,no\n37,112 × 10⁹/L,no\n"


@pytest.fixture
def at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MSC_DOSE_SETTINGS", raising=False)
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")
    (tmp_path / "events.csv").write_text("treatment,day\nplatelets,6\n", encoding="utf-8")
    return tmp_path


WHOLE = [
    *("counts.csv", "--baseline", "20 × 10⁹/L", "--start-day", "0", "--events", "events.csv"),
    *("--washout", "platelets=7 days", "--lower-limit", "100 × 10⁹/L"),
]


def refused(*words):
    with pytest.raises(Refusal) as refusal:
        run(list(words), False)
    return refusal.value


def test_it_says_the_class_and_why_a_count_is_not_judged(at, capsys):
    assert run(WHOLE, False) == 0
    said = capsys.readouterr().out
    assert said.startswith("RESPONSE CR, confirmed\n")
    assert "not judged: 1 day after platelets of day 6, washout 7 days" in said
    assert "counts: 2 of 4 judged" in said


def test_the_document_says_the_same(at, capsys):
    assert run(WHOLE, True) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["best_confirmed"]) == ("msc-dose/response/1", "CR")
    assert [each["used"] for each in document["counts"]] == [False, False, True, True]


def test_everything_that_is_wrong_is_told_at_once(at):
    (at / "counts.csv").write_text("day,count\n1,45\n", encoding="utf-8")
    refusal = refused(
        "counts.csv", "--washout", "platelets 7 days", "--start", "soon", "--lower-limit", "100"
    )
    assert set(refusal.codes) == {"unit.missing", "value.missing", "washout.format", "date.format"}


def test_a_count_below_what_can_be_counted_is_judged_and_one_that_may_be_anything_is_told(at, capsys):
    (at / "counts.csv").write_text("day,count [10*9/L]\n1,<5\n2,8\n3,<120\n", encoding="utf-8")
    assert run(["counts.csv", "--baseline", "20 × 10⁹/L", "--start-day", "0"], False) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("RESPONSE NR, confirmed ")
    assert "day 1 less than 5 × 10⁹/L not reported NR 4" in said
    assert "known only as less than 120 × 10⁹/L, which may be CR, R or NR" in said
    assert "[response.bound-open]" in said


def test_a_washout_that_is_not_declared_is_asked_for(at):
    assert refused(*WHOLE[:7]).codes == ("washout.missing",)
    twice = refused(*WHOLE, "--washout", "platelets=8 days")
    assert twice.codes == ("washout.twice",)


def test_a_range_of_baselines_offers_its_ends(at):
    refusal = refused(*WHOLE[:1], "--baseline", "14–60 × 10⁹/L")
    assert refusal.codes == ("baseline.range",)
    assert [reading.text for reading in refusal.readings] == ["14 × 10⁹/L", "60 × 10⁹/L"]


def test_criteria_of_a_file_and_those_that_are_shipped(at, capsys):
    assert run(["--list-criteria"], False) == 0
    assert capsys.readouterr().out.startswith("case-ab0452   the case report's own words")
    assert run(["--list-criteria"], True) == 0
    assert json.loads(capsys.readouterr().out)["criteria"][1]["id"] == "iwg-2009-itp"
    assert refused("counts.csv", "--criteria", "own").codes == ("criteria.unknown",)


@pytest.mark.parametrize("words", [[], ["counts.csv", "--start", "2027-01-29", "--start-day", "0"]])
def test_wrong_usage_ends_with_status_2(at, words, capsys):
    with pytest.raises(SystemExit) as leaving:
        run(words, False)
    assert leaving.value.code == 2
