"""Courses of the record as a ward looks at them: the list, today, one course with all that the record knows."""

import json

import pytest
from recorded import bag, begun, entered, spoilt
from staff import proof, staffed

from msc_dose.cli.main import main
from msc_dose.courses.events.dating import CourseStopped
from msc_dose.problems import Problem
from msc_dose.store import alerts, stock
from msc_dose.store.verifications import declare_urgent

NOW = "2024-01-29T09:00:00+01:00"
BANNER = "TRAINING – not for a patient. Not for patient identification."


@pytest.fixture
def look(record, place, capsys, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", NOW)

    def looked(*words, status=0):
        """What `msc-dose course` says of the record: text, or the document of --json."""
        assert main(["course", *words, "--db", place], lambda: 0) == status
        said = capsys.readouterr().out
        if "--json" in words:
            return json.loads(said)
        assert max(map(len, said.splitlines())) <= 80
        return said

    return looked


@pytest.fixture
def people(record):
    found = staffed(record)
    begun(record, found["ph-1"])
    return found


# The list


def test_a_course_that_cannot_be_read_hides_none_of_the_others(record, people, look):
    spoilt(record, "C-2", "P-2")
    said = look("list", status=4)
    rows = [" ".join(line.split()) for line in said.splitlines()[2:4]]
    assert rows == ["C-1 P-1 0 of 4 Mon 29-Jan-2024 -", "C-2 P-2 - cannot be read recheck.disagrees"]
    document = look("list", "--json", status=4)
    assert [each["course"] for each in document["courses"]] == ["C-1"]
    assert [(each["course"], each["recipient"]) for each in document["unreadable"]] == [("C-2", "P-2")]


def test_a_recipient_with_two_courses_that_go_on_is_marked_in_both(record, people, look):
    begun(record, people["ph-1"], "C-2")
    begun(record, people["ph-1"], "C-3", "P-3")
    said = look("list")
    assert "P-1, also C-2" in said
    assert "P-1, also C-1" in said
    also = {each["course"]: each["also"] for each in look("list", "--json")["courses"]}
    assert also == {"C-1": ["C-2"], "C-2": ["C-1"], "C-3": []}
    entered(record, people["md-1"], "C-2", CourseStopped("a relapse"))
    assert "also" not in look("list")


# Today


@pytest.mark.usefixtures("people")
def test_codes_obey_the_clock_of_the_record_and_say_what_it_is_not_for(look):
    for words in (("today",), ("today", "C-1")):
        assert look(*words).startswith(BANNER)
        assert look(*words, "--json")["now"] == "2024-01-29T09:00:00+01:00"


def test_a_file_and_a_code_stand_on_one_ward(record, people, look, tmp_path):
    begun(record, people["ph-1"], "C-2", "P-2")
    file = str(tmp_path / "c-2.jsonl")
    look("export", "C-2", file, "--json")
    ward = look("today", file, "C-1", "--json")
    assert {row["course"] for row in ward["rows"]} == {"C-1", "C-2"}
    assert ward["now"] == "2024-01-29T09:00:00+01:00"


def test_the_ward_tells_of_a_course_that_cannot_be_read_and_shows_the_others(record, people, look):
    spoilt(record, "C-2", "P-2")
    said = look("today", status=4)
    assert "C-2, recipient P-2, cannot be read:" in said
    assert "[recheck.disagrees]" in said
    ward = look("today", "--json", status=4)
    assert [row["course"] for row in ward["rows"]] == ["C-1"]
    assert [each["course"] for each in ward["unreadable"]] == ["C-2"]


def test_a_co_signature_that_is_owed_stands_at_the_end_of_the_ward(record, people, look, monkeypatch):
    stock.import_containers(record, people["te-1"], [bag("0001")])
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0001"])
    declare_urgent(record, proof(record, "rn-1"), "C-1", 1, "nobody else on duty")
    monkeypatch.setenv("MSC_DOSE_NOW", "2024-02-01T09:00:00+01:00")
    for words in (("today",), ("today", "C-1")):
        assert look(*words).rstrip().endswith("CO-SIGNATURE OWED: C-1 infusion 1, 3 days")
    (owed,) = look("today", "--json")["owed"]
    assert (owed["course"], owed["infusion"], owed["days"]) == ("C-1", 1, 3)


# One course


def test_a_course_in_json_holds_what_the_record_knows_of_it(record, people, look):
    stock.import_containers(record, people["te-1"], [bag("0001"), bag("0002", status="quarantined")])
    release = (
        "viability 68 %",
        "no other product",
        "QA-2024-7",
        (proof(record, "di-1"), proof(record, "md-1")),
    )
    stock.exceptional_release(record, people["te-1"], "MSC24A 0002", *release)
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0001", "MSC24A 0002"])
    shown = look("show", "C-1", "--json")
    first = shown["record"]["infusions"][0]
    assert (first["number"], first["verification"]["state"]) == (1, "calculated")
    assert [each["state"] for each in first["containers"]] == ["reserved", "reserved"]
    assert first["containers"][0]["exceptional_release"] is None
    assert first["containers"][1]["exceptional_release"]["notification"] == "QA-2024-7"
    assert shown["record"]["audit"]["hash"] == record.head().hash
    assert shown["inventory"] == "on record"
    assert {each["container"] for each in shown["containers"]} == {"MSC24A 0001", "MSC24A 0002"}


def test_a_check_that_was_told_once_is_not_lost(record, people, look):
    expired = Problem("container.expired", "check", "containers", "MSC24A 0001 expired.", "Look at it.")
    alone = Problem("people.second-missing", "check", "second", "Nobody signed as second.", "Ask.")
    with record.changing(people["rn-1"], "a test") as change:
        alerts.tell(change, "course C-1", [expired, alone])
        alerts.tell(change, "course C-10", [Problem("x.other", "check", "x", "Another's.", "")])
        alerts.override(change, "course C-1", expired, "the only one there is")
    said = " ".join(look("show", "C-1").split())
    assert "▲ CHECK told 2024-01-29 to rn-1: MSC24A 0001 expired. [container.expired]" in said
    assert "stands by rn-1: the only one there is" in said
    assert "Nobody signed as second." in said
    assert "Another's." not in said
    told = look("show", "C-1", "--json")["record"]["checks"]
    reasons = [(each["code"], each["reason"]) for each in told if each["person"] == "rn-1"]
    expected = [("container.expired", "the only one there is"), ("people.second-missing", None)]
    assert reasons == expected


@pytest.mark.usefixtures("people")
def test_what_has_moved_says_what_the_record_is_not_for(look):
    assert look("diff", "C-1").startswith(BANNER)
