"""The answer: a value that compares and pickles, a plain mapping for programs, a page of 80 columns."""

import json
import pickle
from dataclasses import replace
from datetime import date

import pytest

from msc_dose.library.response import Count, classify_response, washout_days
from msc_dose.problems import Refusal
from msc_dose.quantity.page import WIDTH, columns_of
from msc_dose.response import counts as values
from msc_dose.response.classify import classify

from .counting import IWG, platelets, refused

STORY = [
    Count("2027-01-29", "20 × 10⁹/L", bleeding=False),
    Count("2027-02-12", "95 × 10⁹/L"),
    Count("2027-03-12", "104 × 10⁹/L", bleeding=False),
    Count("2027-03-26", "110 × 10⁹/L", bleeding=False, note="after infusion 2"),
    Count("2028-01-28", "132 × 10⁹/L", bleeding=False),
]


def told(**more):
    given = {
        "start": "2027-01-29",
        "rescues": [("rhIL-11", "2027-01-30", "2027-02-05")],
        "washouts": {"rhIL-11": "26 days"},
        "lower_limit": "100 × 10⁹/L",
    }
    return classify_response(STORY, "20 × 10⁹/L", **(given | more))


def test_the_story_of_the_case_ends_with_a_confirmed_complete_response():
    found = told()
    assert (found.best_confirmed, found.time_to_response) == ("CR", 42)
    assert found.counts[1].reason == (
        "7 days after rhIL-11 of Sat 30-Jan-2027 to Fri 5-Feb-2027, washout 26 days"
    )


def test_equal_inputs_give_equal_responses_that_pickle():
    found = told()
    assert found == told()
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_document_is_plain_json_with_every_count_and_its_reason():
    document = told().as_document()
    assert json.loads(json.dumps(document)) == document
    assert document["schema"] == "msc-dose/response/1"
    assert document["baseline"] == {"value": "20", "unit": "10*9/L"}
    assert document["rescues"] == [
        {"treatment": "rhIL-11", "first": "2027-01-30", "last": "2027-02-05", "washout": 26}
    ]
    assert document["spells"][0] == {
        "class": "CR",
        "achieved": "2027-03-12",
        "confirmed": "2027-03-26",
        "days_from_start": 42,
        "lost": None,
        "loss_confirmed": None,
        "last": "2028-01-28",
        "duration": 322,
        "censored": True,
        "doubtful": [],
        "if_no_bleeding": False,
        "lasting_if_no_bleeding": False,
    }
    assert document["counts"][1] == {
        "date": "2027-02-12",
        "count": {"value": "95", "unit": "10*9/L"},
        "bleeding": None,
        "note": "",
        "used": False,
        "class": None,
        "if_no_bleeding": False,
        "reason": "7 days after rhIL-11 of Sat 30-Jan-2027 to Fri 5-Feb-2027, washout 26 days",
        "grade": 1,
    }


def test_days_are_numbers_in_the_document_where_they_were_given_as_numbers():
    found = classify_response([Count(14, "45 × 10⁹/L")], "14–30 × 10⁹/L", start=0, criteria="case-ab0452")
    document = found.as_document()
    assert (document["start"], document["counts"][0]["day"]) == (0, 14)
    assert document["baseline"] == {"low": "14", "high": "30", "unit": "10*9/L"}


@pytest.mark.parametrize("criteria", ["iwg-2009-itp", "case-ab0452"])
def test_the_words_fit_a_page_and_name_every_reason(criteria):
    text = told(criteria=criteria).explain()
    assert max(map(columns_of, text.splitlines())) <= WIDTH
    plain = " ".join(text.split())
    assert all(each.reason in plain for each in told().counts)
    assert "note: after infusion 2" in plain


def test_a_response_that_was_lost_says_so_in_its_first_line():
    given = [Count(day, f"{count} × 10⁹/L", False) for day, count in [(9, 110), (16, 110), (30, 8), (31, 9)]]
    found = classify_response(given, "20 × 10⁹/L", start=0)
    assert found.explain().splitlines()[0] == "RESPONSE CR, confirmed, lost on day 30"


def test_amounts_are_taken_as_text_and_never_as_bare_numbers():
    with pytest.raises(Refusal) as refusal:
        Count("2027-13-01", 45)
    assert set(refusal.value.codes) == {"date.invalid", "unit.missing"}
    with pytest.raises(Refusal) as refusal:
        told(lower_limit="100", start="29.01.2027")
    assert set(refusal.value.codes) == {"date.format", "unit.missing"}
    assert Count(date(2027, 1, 29), "20 × 10⁹/L", False) == STORY[0]


def test_a_count_made_from_text_is_the_value_of_the_core_whatever_is_done_with_it():
    written, core = Count(9, "45 × 10⁹/L", False, "before"), values.Count(9, platelets(45), False, "before")
    assert (written, type(written)) == (core, values.Count)
    assert replace(written, day=10) == replace(core, day=10)
    assert pickle.loads(pickle.dumps(written)) == core
    assert {written, core} == {core}


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x00", "a\nb", "\u202egums", "\u200b", "\ufeff"])
def test_what_is_not_visible_stands_in_no_note_and_in_no_name(hidden):
    for make in (
        lambda: values.Count(9, platelets(45), None, hidden),
        lambda: Count(9, "45 × 10⁹/L", None, hidden),
        lambda: told(rescues=[(f"IVIG{hidden}", 5)], washouts={f"IVIG{hidden}": 3}),
        lambda: told(washouts={"rhIL-11": 26, f"IVIG{hidden}": 3}),
    ):
        refusal = refused(make)
        assert refusal.codes == ("text.control-character",)
        assert refusal.problems[0].read.isprintable()
        assert refusal.problems[0].message.isprintable()


def test_words_of_any_script_stand_in_a_note():
    assert values.Count(9, platelets(45), None, "歯肉 – Zahnfleisch, \u00a0geringe").note.startswith("歯肉")


@pytest.mark.parametrize(
    "wrong",
    [
        {"counts": [(7, "50 × 10⁹/L")]},
        {"counts": [STORY[0], "50 × 10⁹/L"]},
        {"counts": 7},
        {"washouts": ["a"]},
        {"washouts": {"rhIL-11": 2.5}},
        {"washouts": {3: 2}},
        {"rescues": [("rhIL-11",)]},
        {"rescues": [(7, 7)]},
        {"rescues": 7},
        {"start": 2.5},
        {"start": True},
        {"criteria": 7},
        {"lower_limit": []},
        {"baseline": []},
    ],
    ids=str,
)
def test_another_type_is_a_type_error(wrong):
    given = {"counts": STORY, "baseline": "20 × 10⁹/L"} | wrong
    with pytest.raises(TypeError):
        classify_response(given.pop("counts"), given.pop("baseline"), **given)


@pytest.mark.parametrize(
    "wrong",
    [{"criteria": "iwg-2009-itp"}, {"rescues": [("IVIG", 3)]}, {"washouts": ["a"]}, {"baseline": "20"}],
    ids=str,
)
def test_the_core_takes_values_alone(wrong):
    given = {"counts": STORY, "baseline": platelets(20), "criteria": IWG} | wrong
    with pytest.raises(TypeError):
        classify(given.pop("counts"), given.pop("baseline"), given.pop("criteria"), **given)


@pytest.mark.parametrize(("text", "days"), [("26 days", 26), ("48 h", 2), ("0 days", 0), (7, 7)])
def test_a_washout_is_whole_days(text, days):
    assert washout_days("rhIL-11", text) == days


@pytest.mark.parametrize(("text", "code"), [("36 h", "washout.whole-days"), ("26", "unit.missing")])
def test_a_part_of_a_day_or_a_bare_number_is_no_washout(text, code):
    with pytest.raises(Refusal) as refusal:
        washout_days("rhIL-11", text)
    assert refusal.value.codes == (code,)
