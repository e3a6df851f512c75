"""Courses in the record: one shared truth, whoever enters and whenever."""

import pytest
from recorded import at, bag, begun, cleared, course, entered, given, opened, plan
from staff import staffed

import msc_dose as md
from msc_dose.courses.events import dating, giving, ordering, results
from msc_dose.files.course_file import load_events, save_events
from msc_dose.store.courses import append_event, begin_course, codes, events_of, import_course


def codes_of(refusal):
    return refusal.value.codes


def test_a_course_is_what_its_events_come_to_and_each_was_recorded_by_whoever_had_signed_in(record):
    people = staffed(record)
    begun(record, people["ph-1"])
    entered(record, people["rn-1"], "C-1", ordering.Weighed(md.read("60 kg", "body_weight")), at(8, 40))
    stands = course(record)
    assert [event.by for event in stands.events] == ["ph-1", "ph-1", "ph-1", "rn-1"]
    assert [event.type for event in stands.events] == ["opened", "planned", "ordered", "weighed"]
    assert stands.infusions[3].date.isoformat() == "2024-04-29"
    with record.reading() as statements:
        assert codes(statements) == ("C-1",)


def test_when_it_was_recorded_is_the_records_own_time_in_the_zone_of_the_course(record):
    begun(record, staffed(record)["ph-1"])
    assert {str(event.recorded) for event in course(record).events} == {"2024-01-29 09:00:00+01:00"}


def test_of_two_who_looked_at_the_same_course_the_slower_one_is_told_and_nothing_is_written(record):
    people = staffed(record)
    seen = begun(record, people["ph-1"])
    append_event(record, people["rn-1"], "C-1", dating.Held("fever"), seen, at(8, 40))
    with pytest.raises(md.Refusal) as refusal:
        append_event(record, people["rn-2"], "C-1", dating.CourseStopped("she asks"), seen, at(8, 41))
    assert codes_of(refusal) == ("course.changed-meanwhile",)
    assert "event 4 (held, by rn-1)" in str(refusal.value)
    assert len(course(record).entries) == 4


def test_a_course_is_begun_once_and_a_look_alike_recipient_is_told(record):
    people = staffed(record)
    begun(record, people["ph-1"])
    with pytest.raises(md.Refusal) as refusal:
        begin_course(record, people["ph-1"], opened("C-1", "P-2"), plan(), None)
    assert codes_of(refusal) == ("course.exists",)
    with pytest.raises(md.Refusal) as refusal:
        begin_course(record, people["ph-1"], opened("C-2", "p-1"), plan(), None)
    assert codes_of(refusal) == ("patient.look-alike",)


def test_a_course_of_a_patient_is_no_part_of_a_training_record(record):
    from msc_dose.courses.events.opening import Opened

    people = staffed(record)
    with pytest.raises(md.Refusal) as refusal:
        begin_course(record, people["ph-1"], Opened("C-1", "P-1", "Europe/Berlin"), plan(), None)
    assert codes_of(refusal) == ("course.training-record",)


def test_a_course_that_is_not_there_is_refused_by_its_code(record):
    with record.reading() as statements, pytest.raises(md.Refusal) as refusal:
        events_of(statements, "C-9")
    assert codes_of(refusal) == ("course.unknown",)


def test_an_event_that_the_course_refuses_leaves_no_trace_but_none_in_the_audit_either(record):
    people = staffed(record)
    begun(record, people["ph-1"])
    head = record.head()
    with pytest.raises(md.Refusal):
        entered(record, people["rn-1"], "C-1", dating.Resumed(at(9).date(), "well again"))
    assert (record.head(), len(course(record).entries)) == (head, 3)


class TestClearanceToThaw:
    """The gates of the course and of the record are told together."""

    def test_needs_containers_and_a_verified_dose_besides_what_the_course_asks_for(self, record):
        people = staffed(record)
        begun(record, people["ph-1"])
        entered(record, people["rn-1"], "C-1", dating.Held("fever"))
        with pytest.raises(md.Refusal) as refusal:
            entered(record, people["rn-1"], "C-1", cleared())
        assert {"course.held", "verify.missing"} <= set(codes_of(refusal))
        assert any(code.startswith("stock.") for code in codes_of(refusal))

    def test_is_judged_now_whenever_it_is_said_to_have_been(self, record):
        from dataclasses import replace
        from datetime import timedelta

        people = staffed(record)
        begun(record, people["ph-1"])
        later = replace(record, clock=lambda: at(9) + timedelta(days=30))
        with pytest.raises(md.Refusal) as refusal:
            entered(later, people["rn-1"], "C-1", cleared(), at(8, 50))
        assert "course.day-passed" in codes_of(refusal)

    def test_is_not_entered_afterwards(self, record):
        from datetime import timedelta

        people = staffed(record)
        begun(record, people["ph-1"])
        ready(record, people)
        with pytest.raises(md.Refusal) as refusal:
            entered(record, people["rn-1"], "C-1", cleared(), at(8, 50) - timedelta(days=1))
        assert codes_of(refusal) == ("course.cleared-late",)
        entered(record, people["rn-1"], "C-1", cleared(), at(8, 50))

    def test_without_a_double_check_that_holds_a_thaw_is_recorded_and_told(self, record):
        people = staffed(record)
        begun(record, people["ph-1"])
        done = entered(record, people["te-1"], "C-1", giving.Thawed(1, ("MSC24A 0001",)))
        assert "verify.missing" in [problem.code for problem in done.problems]

    def test_answers_every_check_with_a_reason_of_its_own(self, record):
        """A CHECK of the course is asked for once, and what was answered stays answered."""
        people = staffed(record)
        begun(record, people["ph-1"])
        weight = md.read("60.5 kg", "body_weight")
        order = ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-2", dosing_weight=weight)
        entered(record, people["ph-1"], "C-1", order)
        ready(record, people, {"course.order-differs": "dr-lee rounds"})
        assert course(record).problems
        entered(record, people["rn-1"], "C-1", cleared())


def ready(record, people, reasons=None):
    """A bag reserved for infusion 1, its dose verified by another person."""
    from staff import proof

    from msc_dose.store import stock, verifications
    from msc_dose.verification.comparison import Reentry

    stock.import_containers(record, people["te-1"], [bag("0001")])
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0001"])
    dose, weight = md.read("2e6 viable MSC/kg", "dose_per_weight"), md.read("60 kg", "body_weight")
    entry = Reentry(dose, "viable", "actual", weight, 1, ("MSC24A 0001",))
    verifications.verify(record, proof(record, "rn-2"), "C-1", 1, entry, reasons or {})


def test_a_plan_that_was_altered_on_its_way_is_never_written(record):
    from dataclasses import replace

    people = staffed(record)
    sound = plan()
    first = replace(sound.infusions[0], date=at(9).date().replace(month=6))
    altered = replace(sound, infusions=(first, *sound.infusions[1:]))
    with pytest.raises(md.Refusal) as refusal:
        begin_course(record, people["ph-1"], opened(), altered, None)
    assert "recheck.disagrees" in codes_of(refusal)
    with record.reading() as statements:
        assert codes(statements) == ()


def test_a_second_course_of_one_recipient_is_told(record):
    people = staffed(record)
    begun(record, people["ph-1"])
    done = begin_course(record, people["ph-1"], opened("C-2", "P-1"), plan(), None)
    assert [problem.code for problem in done.problems] == ["course.running-beside"]


def test_a_course_that_is_over_is_no_second_one(record):
    people = staffed(record)
    begun(record, people["ph-1"])
    entered(record, people["rn-1"], "C-1", dating.CourseStopped("she asks"), at(8, 40))
    assert begin_course(record, people["ph-1"], opened("C-2", "P-1"), plan(), None).problems == ()


class TestTheSecondPerson:
    def test_who_agrees_that_an_entry_was_wrong_gives_their_own_passphrase(self, record):
        from staff import proof

        people = staffed(record)
        begun(record, people["ph-1"])
        entered(record, people["rn-1"], "C-1", given("MSC24A 0001"), at(9))
        struck = results.EnteredInError(4, "wrong course", "rn-2")
        with pytest.raises(md.Refusal) as refusal:
            entered(record, people["rn-1"], "C-1", struck, at(9))
        assert codes_of(refusal) == ("signature.second-missing",)
        with pytest.raises(md.Refusal) as refusal:
            entered(record, people["rn-1"], "C-1", struck, at(9), second=proof(record, "ph-1"))
        assert codes_of(refusal) == ("signature.other-person",)
        entered(record, people["rn-1"], "C-1", struck, at(9), second=proof(record, "rn-2"))
        with record.reading() as statements:
            signed = statements.all("every_signature")
        assert [(row["person"], row["entity"]) for row in signed] == [("rn-2", "event C-1 5")]

    def test_is_one_of_the_records_people(self, record):
        people = staffed(record)
        begun(record, people["ph-1"])
        entered(record, people["rn-1"], "C-1", given("MSC24A 0001"), at(9))
        with pytest.raises(md.Refusal) as refusal:
            entered(record, people["rn-1"], "C-1", results.EnteredInError(4, "wrong", "zz-9"), at(9))
        assert codes_of(refusal) == ("people.unknown",)

    def test_at_the_bedside_may_sign_on_paper_and_the_record_says_so(self, record):
        people = staffed(record)
        begun(record, people["ph-1"])
        entered(record, people["te-1"], "C-1", giving.Thawed(1, ("MSC24A 0001",)))
        kinds = ("date of birth", "recipient's code")
        check = giving.BedsideCheck(1, "MSC24A 0001", "rn-2", kinds, *[True] * 5)
        done = entered(record, people["rn-1"], "C-1", check, at(8, 50))
        assert "signature.second-missing" in [problem.code for problem in done.problems]


def test_an_infusion_recorded_on_the_wrong_course_is_taken_back_and_recorded_on_the_right_one(record):
    """Inventory and both plans are right afterwards, and every entry is still there."""
    from staff import proof

    from msc_dose.store import stock

    people = staffed(record)
    stock.import_containers(record, people["te-1"], [bag("0001"), bag("0002")])
    begun(record, people["ph-1"], "C-1", "P-1")
    begun(record, people["ph-1"], "C-2", "P-2")
    entered(record, people["rn-1"], "C-1", given("MSC24A 0001"), at(9))
    with pytest.raises(md.Refusal) as refusal:
        entered(record, people["rn-1"], "C-2", given("MSC24A 0001"), at(9))
    assert codes_of(refusal) == ("container.held",)
    assert "C-1" in str(refusal.value)
    struck = results.EnteredInError(4, "recorded on the wrong course", "rn-2")
    entered(record, people["rn-1"], "C-1", struck, at(9), second=proof(record, "rn-2"))
    entered(record, people["rn-1"], "C-2", given("MSC24A 0001"), at(9))
    assert [each.state for each in course(record, "C-1").infusions] == ["planned"] * 4
    assert [each.state for each in course(record, "C-2").infusions] == ["completed"] + ["planned"] * 3
    assert course(record, "C-1").infused.numerator == 0
    assert course(record, "C-2").infused.numerator == 120_000_000
    with record.reading() as statements:
        first, second = (stock.find(statements, f"MSC24A 000{number}") for number in (1, 2))
    assert (first.state, first.course, first.infusion) == ("infused", "C-2", 1)
    assert (second.state, second.course) == ("released", None)
    assert len(course(record, "C-1").entries) == 5


class TestACourseFile:
    """A course goes into the record and out of it without loss."""

    def test_is_imported_event_for_event_with_its_containers_and_exported_the_same(self, record, tmp_path):
        from msc_dose.store import stock

        people = staffed(record)
        events = load_events("examples/training.jsonl")
        imported = import_course(record, people["ph-1"], events)
        assert imported.course.events == events
        named = [each.message.split()[4] for each in imported.problems if each.code == "people.not-on-record"]
        assert named == ["rn-104,", "rn-117,"]
        save_events(tmp_path / "again.jsonl", course(record, "T-1").events)
        with open("examples/training.jsonl", "rb") as before, open(tmp_path / "again.jsonl", "rb") as after:
            assert after.read() == before.read()
        with record.reading() as statements:
            held = statements.one("stock_holding", container=stock.container_key("V-0012"))
        assert (held["course"], held["infusion"]) == ("T-1", 1)

    def test_with_a_clearance_that_waits_for_its_thaw_is_not_taken_in(self, record):
        """Gates that are not this record's clear nothing here."""
        people = staffed(record)
        events = load_events("examples/training.jsonl")[:7]
        with pytest.raises(md.Refusal) as refusal:
            import_course(record, people["ph-1"], events)
        assert codes_of(refusal) == ("course.cleared-elsewhere",)

    def test_that_gives_a_container_which_another_course_holds_is_refused_whole(self, record):
        people = staffed(record)
        begun(record, people["ph-1"])
        entered(record, people["rn-1"], "C-1", given("V-0012"), at(9))
        with pytest.raises(md.Refusal) as refusal:
            import_course(record, people["ph-1"], load_events("examples/training.jsonl"))
        assert codes_of(refusal) == ("container.held",)
        with record.reading() as statements:
            assert codes(statements) == ("C-1",)
