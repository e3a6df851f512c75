"""Whatever people do to a record in whatever order, it holds what a plain dictionary says it must.

Each deed is foretold by the model: it is done, and changes just that; or it is refused, and nothing changes.
`MSC_DOSE_RECORDS` asks for so many records on SQLite (and a twentieth on PostgreSQL) with other chances.
"""

import os
import shutil
import tempfile

import pytest
from contents import agreement
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from model import INFUSIONS, Model
from places import Places, ServerPlaces, clock
from recorded import at, begun, giving, volume
from staff import ROLES, proof, staffed
from stocked import bag

import msc_dose as md
from msc_dose.courses.events import dating, results
from msc_dose.store import audit, care, people, stock
from msc_dose.store import settings as site
from msc_dose.store.courses import append_event, events_of

RECORDS = int(os.environ.get("MSC_DOSE_RECORDS", "0"))
COURSES = ("C-1", "C-2", "C-3")
BAGS = tuple(f"LOT {number}" for number in range(1, 7))

courses = st.sampled_from(COURSES)
infusions = st.sampled_from((*INFUSIONS[:3], 5))
bags = st.lists(st.sampled_from(BAGS), min_size=1, max_size=2, unique=True)
either_case = st.sampled_from((str.upper, str.lower))
STEPS = ("release", "quarantine", "retrieve", "return", "issue", "waste")
TYPES = {
    **{"open": "opened", "plan": "planned", "order": "ordered", "strike": "entered-in-error"},
    **{"thaw": "thawed", "give": "completed", "lose": "stopped-early", "hold": "held", "resume": "resumed"},
}


class RecordMachine(RuleBasedStateMachine):
    """A record and its model; `places` makes empty places and copies of one staffed record."""

    places = None

    @initialize()
    def staffed_record(self):
        self.model, self.folder = Model(), tempfile.mkdtemp(dir=self.places.folder)
        self.model.people = set(ROLES)
        self.record, self.staff = self.places.open(self.places.copy()), self.places.staff

    def attempt(self, possible, deed, *given, **more):
        """Do it: as the model foretells it is done, or refused and nothing written."""
        head = self.record.head()
        if possible:
            deed(self.record, *given, **more)
            assert self.record.head() != head
            return True
        with pytest.raises(md.Refusal):
            deed(self.record, *given, **more)
        assert self.record.head() == head
        return False

    # --- stock

    @rule(keys=bags, status=st.sampled_from(("released", "released", "quarantined")))
    def import_containers(self, keys, status):
        new = not any(key in self.model.listed for key in keys)
        listed = [bag(key, status=status) for key in keys]
        if self.attempt(new, stock.import_containers, self.staff["te-1"], listed):
            self.model.listed.update(dict.fromkeys(keys, status))

    @rule(course=courses, infusion=infusions, keys=bags, case=either_case)
    def reserve(self, course, infusion, keys, case):
        possible = self.infusion_exists(course, infusion) and all(map(self.free, keys))
        named = [case(key) for key in keys]
        if self.attempt(possible, stock.reserve, self.staff["te-1"], course, infusion, named):
            for key in keys:
                self.model.step(key, "reserve", course=course, infusion=infusion)

    def infusion_exists(self, course, infusion):
        return course in self.model.courses and infusion in INFUSIONS and self.model.planned(course)

    def free(self, key):
        judged, place, claims = self.model.stands(key)
        return key in self.model.listed and judged == "released" and place == "stored" and not claims

    @precondition(lambda self: self.held())
    @rule(data=st.data())
    def unreserve(self, data):
        key = data.draw(st.sampled_from(self.held()))
        course, infusion = self.model.holder(key)
        infusion = data.draw(st.sampled_from((infusion, infusion, 5)))
        possible = infusion != 5 and self.model.stands(key)[1] == "stored"
        given = (self.staff["te-1"], course, infusion, [key], "postponed")
        if self.attempt(possible, stock.unreserve, *given):
            self.model.step(key, "unreserve")

    def held(self):
        return [key for key in BAGS if self.model.holder(key)[0]]

    @rule(key=st.sampled_from(BAGS), step=st.sampled_from(STEPS), case=either_case)
    def take_step(self, key, step, case):
        possible = key in self.model.listed and step in self.model.lawful(key)
        given = (self.staff["ph-1"], case(key), step, "so that it is done")
        if self.attempt(possible, stock.take_step, *given):
            self.model.step(key, step)

    # --- courses

    @rule(course=courses)
    def begin_course(self, course):
        new = course not in self.model.courses
        if self.attempt(new, begun, self.staff["ph-1"], course, f"P-{course}"):
            self.model.courses[course] = [{"kind": kind} for kind in ("open", "plan", "order")]

    def enter(self, course, event, what, possible=True, stale=0):
        """One more event, by somebody who saw the course as it is, or `stale` events ago."""
        known = course in self.model.courses
        possible = possible and not stale and known and self.model.possible(course, event)
        others = event.get("containers", ())
        possible = possible and not any(self.model.held_by_another(key, course) for key in others)
        seen = len(self.model.courses[course]) - stale if known else 3
        second = proof(self.record, "rn-2") if event["kind"] == "strike" else None
        if self.attempt(possible, append_event, self.staff["rn-1"], course, what, seen, at(9), second):
            self.model.append(course, event)

    @rule(course=courses, infusion=infusions, keys=bags)
    def thaw(self, course, infusion, keys):
        event = {"kind": "thaw", "infusion": infusion, "containers": keys}
        self.enter(course, event, giving.Thawed(infusion, tuple(keys)), infusion in INFUSIONS)

    @rule(course=courses, infusion=infusions, keys=bags, stale=st.sampled_from((0, 0, 0, 1)))
    def give(self, course, infusion, keys, stale):
        whole = tuple(giving.Given(key, volume("20 mL"), volume("20 mL"), volume("0 mL")) for key in keys)
        event = {"kind": "give", "infusion": infusion, "containers": keys}
        what = giving.Completed(infusion, at(8, 10), at(8, 40), whole)
        self.enter(course, event, what, infusion in INFUSIONS, stale)

    @rule(course=courses, infusion=infusions, key=st.sampled_from(BAGS))
    def lose(self, course, infusion, key):
        """An infusion that was stopped before anything went in."""
        lost = giving.Given(key, volume("20 mL"), volume("0 mL"), volume("20 mL"), "wasted")
        event = {"kind": "lose", "infusion": infusion, "containers": [key]}
        what = giving.StoppedEarly(infusion, at(8, 10), at(8, 40), "vein lost", (lost,))
        self.enter(course, event, what, infusion in INFUSIONS)

    @rule(course=courses)
    def hold(self, course):
        self.enter(course, {"kind": "hold"}, dating.Held("fever"))

    @rule(course=courses)
    def resume(self, course):
        self.enter(course, {"kind": "resume"}, dating.Resumed(at(9).date(), "well again"))

    @precondition(lambda self: self.model.courses)
    @rule(data=st.data())
    def retract(self, data):
        """An event is entered in error, or an entry in error is itself one; what it took is held again then."""
        course = data.draw(st.sampled_from(sorted(self.model.courses)))
        number = data.draw(st.integers(1, len(self.model.courses[course]) + 1))
        event = {"kind": "strike", "event": number}
        possible = number in dict(self.model.counted(course)) and self.model.strikes_freely(course, event)
        self.enter(course, event, results.EnteredInError(number, "wrong patient", "rn-2"), possible)

    # --- people, settings, care

    @rule(code=st.sampled_from(("rn-3", "rn-4", "ph-1")))
    def add_person(self, code):
        new = code not in self.model.people
        given = (self.staff["ad-1"], code, f"Person {code}", "nurse", "four plain words here")
        if self.attempt(new, people.add_person, *given):
            self.model.people.add(code)

    @rule(value=st.sampled_from(("pseudonym", "local")))
    def set_identity(self, value):
        if self.model.settings.get("identity") != value:
            self.attempt(True, site.put_setting, self.staff["ad-1"], "identity", value, "the site decides")
            self.model.settings["identity"] = value

    @precondition(lambda self: self.model.courses)
    @rule()
    def export_and_import(self):
        """The record goes on from its export, on the other database where there is one."""
        path = os.path.join(self.folder, f"{self.record.head().sequence}.jsonl")
        exported = care.export_record(self.record, self.staff["ad-1"], path)
        other = "sqlite" if self.record.database.dialect == "postgres" else "postgres"
        again = care.import_record(path, self.places.fresh(other), clock)
        assert again.head() == exported.head
        self.record.close()
        self.record = again

    @precondition(lambda self: self.model.courses)
    @rule()
    def back_up_and_restore(self):
        """The record goes on from a backup."""
        taken = care.backup(self.record, os.path.join(self.folder, f"at-{self.record.head().sequence}"))
        place = self.places.fresh(self.record.database.dialect)
        care.restore(taken.path, place, clock=clock)
        self.record.close()
        self.record = self.places.open(place)

    # --- what must be true

    @invariant()
    def the_record_is_what_the_model_says(self):
        with self.record.reading() as statements:
            held = stock.listed(statements)
            stands = {each.identity: (each.state, each.course, each.infusion) for each in held}
            events = {
                code: [each.type for each in events_of(statements, code)] for code in self.model.courses
            }
            known = {each.code for each in people.people(statements)}
            identity = site.setting(statements, "identity")
            free = {row["container"] for row in statements.all("every_holding") if row["freed"] is None}
        assert stands == {key: (self.model.state(key), *self.model.holder(key)) for key in self.model.listed}
        assert free == {key for key in BAGS if self.model.holder(key)[0]}
        assert events == {
            code: [TYPES[event["kind"]] for event in told] for code, told in self.model.courses.items()
        }
        assert known == self.model.people
        assert identity == self.model.settings.get("identity")

    def teardown(self):
        assert (agreement(self.record), audit.verify(self.record)) == ([], ())
        self.record.close()
        shutil.rmtree(self.folder)
        self.places.clear()


def drive(places, records, steps):
    """So many records, each with so many deeds; always the same ones unless MSC_DOSE_RECORDS asks for others."""

    class PlacedMachine(RecordMachine):
        pass

    PlacedMachine.places = places
    chosen = settings(
        max_examples=records,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not RECORDS,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    try:
        run_state_machine_as_test(PlacedMachine, settings=chosen)
    finally:
        places.end()


def test_a_record_on_sqlite_is_what_the_model_says(tmp_path):
    drive(Places(tmp_path, staffed), RECORDS or 30, 30)


def test_a_record_that_moves_between_postgres_and_sqlite_is_what_the_model_says(server, tmp_path):
    drive(ServerPlaces(server, tmp_path, staffed), (RECORDS + 19) // 20 or 4, 30)
