"""A save is there whole or not at all, whichever of its statements goes wrong, and in whichever way.

Each save is rehearsed on a copy of one record, which tells its statements and what it leaves behind. Then,
for every one of these statements and every kind of fault, the save is tried on the record itself.
"""

import os
from contextlib import contextmanager

import faults
import pytest
from contents import agreement, contents
from faults import faulty
from places import Places, ServerPlaces
from recorded import at, begun, entered, given, giving, opened, plan, volume
from staff import proof, staffed
from stocked import bag

import msc_dose as md
from msc_dose.courses.events import results
from msc_dose.files.course_file import load_events
from msc_dose.store import audit, people, stock
from msc_dose.store.courses import begin_course, import_course
from msc_dose.store.verifications import verify
from msc_dose.verification.comparison import Reentry

LONG = os.environ.get("MSC_DOSE_LONG") == "1"  # every fault at every statement: some minutes


def ward(record):
    """Two courses, one of them with an infusion that was given, and five bags of which one is quarantined."""
    staff = staffed(record)
    bags = [bag(f"MSC24A 000{number}") for number in range(1, 5)]
    stock.import_containers(record, staff["te-1"], [*bags, bag("MSC24A 0005", status="quarantined")])
    begun(record, staff["ph-1"], "C-1", "P-1")
    begun(record, staff["ph-1"], "C-2", "P-2")
    stock.reserve(record, staff["te-1"], "C-1", 1, ["MSC24A 0001", "MSC24A 0002"])
    entered(record, staff["rn-1"], "C-2", given("MSC24A 0004"), at(9))
    return staff


def whole(serial):
    return giving.Given(f"MSC24A {serial}", volume("20 mL"), volume("20 mL"), volume("0 mL"))


def a_course_is_begun(record, staff):
    begin_course(record, staff["ph-1"], opened("C-3", "P-3"), plan(), None, at(8))


def an_infusion_of_two_containers_is_recorded(record, staff):
    done = giving.Completed(1, at(8, 10), at(8, 40), (whole("0001"), whole("0002")))
    entered(record, staff["rn-1"], "C-1", done, at(9))


def an_infusion_is_taken_back(record, staff):
    struck = results.EnteredInError(4, "recorded on the wrong course", "rn-2")
    entered(record, staff["rn-1"], "C-2", struck, at(9), second=proof(record, "rn-2"))


def a_list_of_containers_is_imported(record, staff):
    stock.import_containers(record, staff["te-1"], [bag("MSC24A 0006"), bag("MSC24A 0007")])


def a_container_is_reserved(record, staff):
    stock.reserve(record, staff["te-1"], "C-1", 2, ["MSC24A 0003"])


def reservations_are_given_back(record, staff):
    both = ["MSC24A 0001", "MSC24A 0002"]
    stock.unreserve(record, staff["te-1"], "C-1", 1, both, "postponed by the ward")


def a_quarantined_container_is_released_exceptionally(record, staff):
    signed = (proof(record, "di-1"), proof(record, "md-1"))
    stock.exceptional_release(
        record, staff["di-1"], "MSC24A 0005", "viability 68 %, limit 70 %", "no other bag", "N-17", signed
    )


def reentry(weight="60 kg"):
    """What the source order of C-1 says, and the bags that are reserved."""
    read = {
        "dose": md.read("2 × 10⁶ viable MSC/kg", "dose_per_weight"),
        "counts": "viable",
        "basis": "actual",
    }
    bags = ("MSC24A 0001", "MSC24A 0002")
    return Reentry(**read, weight=md.read(weight, "body_weight"), infusion=1, containers=bags)


def a_dose_is_verified(record, staff):
    assert verify(record, proof(record, "ph-2"), "C-1", 1, reentry()).state == "verified"


def a_dose_is_reentered_otherwise(record, staff):
    assert verify(record, proof(record, "ph-2"), "C-1", 1, reentry("66 kg")).state == "mismatch"


def somebody_is_added(record, staff):
    people.add_person(record, staff["ad-1"], "rn-3", "Person rn-3", "nurse", "four plain words here")


def a_course_file_is_imported(record, staff):
    import_course(record, staff["ph-1"], load_events("examples/training.jsonl"))


SAVES = (
    a_course_is_begun,
    an_infusion_of_two_containers_is_recorded,
    an_infusion_is_taken_back,
    a_list_of_containers_is_imported,
    a_container_is_reserved,
    reservations_are_given_back,
    a_quarantined_container_is_released_exceptionally,
    a_dose_is_verified,
    a_dose_is_reentered_otherwise,
    somebody_is_added,
    a_course_file_is_imported,
)


# Every how-manieth statement meets a fault; few do where it ends a connection, which is made anew each time.
ON_SQLITE = {faults.error_before: 1, faults.answer_lost: 2, faults.refusal: 2, faults.interrupt: 2}
ON_POSTGRES = {
    **{faults.error_before: 1, faults.refused_by_server: 3, faults.refusal: 2, faults.interrupt: 2},
    **{faults.answer_lost: 12, faults.terminated: 12},
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def original(request, tmp_path_factory):
    """The record that every save begins from, and places for copies of it."""
    folder = tmp_path_factory.mktemp("faults")
    if request.param == "sqlite":
        made, made_faults = Places(folder, ward), ON_SQLITE
    else:
        made, made_faults = ServerPlaces(request.getfixturevalue("server"), folder, ward), ON_POSTGRES
    made.rehearsed, made.faults = {}, made_faults
    yield made
    made.end()


@pytest.fixture(autouse=True)
def passphrases_are_kept_alike(monkeypatch):
    """A passphrase is kept with a salt of its own; here one save leaves exactly what another leaves."""
    monkeypatch.setattr(people, "kept", lambda passphrase, cost: "scrypt of it")


class Rehearsal:
    """A save as it goes well: its statements, and what is there before and after it."""

    def __init__(self, save, original):
        with opened_copy(original) as record:
            self.before = contents(record)
            with faulty(record) as counting:
                save(record, original.staff)
            self.after = contents(record)
        self.said = counting.said
        self.commit = len(self.said)
        assert self.said[-1] == "COMMIT"
        assert self.before != self.after

    def undoing(self, fault, every):
        """The statements at which this fault is tried and leaves nothing: each of them, or every so-manieth."""
        last = self.commit - 1 if fault in faults.CARRIED_OUT else self.commit
        numbers = {*range(1 + faults.ALL.index(fault) % every, last + 1, every), last}
        if (
            fault in faults.GONE
        ):  # where a transaction begins the connection is made anew, and nobody hears of it
            numbers = {number for number in numbers if not self.said[number - 1].startswith("BEGIN")}
        return sorted(numbers)


def rehearsed(save, original):
    """The rehearsal of a save, once for each backend."""
    if save not in original.rehearsed:
        original.rehearsed[save] = Rehearsal(save, original)
    return original.rehearsed[save]


@contextmanager
def opened_copy(original):
    """A copy of the record, open."""
    record = original.open(original.copy())
    try:
        yield record
    finally:
        record.close()
        original.clear()


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__.replace("_", " "))
class TestASave:
    def test_leaves_nothing_when_a_statement_goes_wrong_and_goes_well_afterwards(self, save, original):
        rehearsal = rehearsed(save, original)
        with opened_copy(original) as record:
            for fault, every in original.faults.items():
                for number in rehearsal.undoing(fault, 1 if LONG else every):
                    with pytest.raises(faults.TOLD), faulty(record, number, fault):
                        save(record, original.staff)
                    said = f"{fault.__name__} at {number} of {rehearsal.commit}"
                    assert contents(record) == rehearsal.before, said
            save(record, original.staff)
            assert contents(record) == rehearsal.after
            assert (audit.verify(record), agreement(record)) == ((), [])

    def test_is_kept_when_no_answer_comes_to_its_commit_and_whoever_waits_is_told_to_look(
        self, save, original
    ):
        rehearsal = rehearsed(save, original)
        with opened_copy(original) as record:
            with (
                pytest.raises(md.Refusal) as told,
                faulty(record, rehearsal.commit, faults.answer_lost),
            ):
                save(record, original.staff)
            assert told.value.codes == ("record.outcome-unknown",)
            assert contents(record) == rehearsal.after

    def test_is_kept_when_the_program_dies_behind_its_commit_and_not_before(self, save, original):
        rehearsal = rehearsed(save, original)
        moments = [(faults.crash_before, n) for n in (2, rehearsal.commit // 2, rehearsal.commit)]
        moments.append((faults.crash_after, rehearsal.commit))
        place = original.copy()
        for fault, number in moments:
            record = original.open(place)
            with pytest.raises(faults.Crash), faulty(record, number, fault):
                save(record, original.staff)
            record.close()
            again = original.open(place)
            assert contents(again) == (rehearsal.after if fault is faults.crash_after else rehearsal.before)
            assert not audit.verify(again)
            again.close()
        original.clear()


def test_a_connection_that_is_gone_when_a_save_begins_is_made_anew(original):
    if original.faults is ON_SQLITE:
        pytest.skip("SQLite has no connection that can be gone")
    with opened_copy(original) as record:
        with faulty(record, 1, faults.terminated):
            a_course_is_begun(record, original.staff)
        assert contents(record) == rehearsed(a_course_is_begun, original).after
