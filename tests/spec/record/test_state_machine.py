"""Whatever people do to a record in whatever order, it holds what a plain dictionary says it must.

Each deed is foretold by the model: it is done, and changes just that; or it is refused, and nothing changes.
`MSC_DOSE_RECORDS` asks for so many records on SQLite (and a twentieth on PostgreSQL) with other chances.
"""

import os
import shutil
import tempfile
from collections import Counter

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
MOVES = 3  # at most so often a record goes on from a copy
BAGS = tuple(f"LOT {number}" for number in range(1, 6))

LISTED = 3  # of which so many are in the stock from the beginning
BEGUN = tuple({"kind": kind} for kind in ("open", "plan", "order"))

courses = st.sampled_from((*COURSES[:2], *COURSES))
infusions = st.sampled_from((1, 1, 2, 2, 3, 5))
wisely = st.sampled_from((True, True, True, False))  # whether people look before they act
either_case = st.sampled_from((str.upper, str.lower))
STEPS = ("release", "quarantine", "retrieve", "return", "issue", "waste")
TYPES = {
    **{"open": "opened", "plan": "planned", "order": "ordered", "strike": "entered-in-error"},
    **{"thaw": "thawed", "give": "completed", "lose": "stopped-early", "hold": "held", "resume": "resumed"},
}


def ward(record):
    """Two courses and a stock: what every record begins with."""
    staff = staffed(record)
    stock.import_containers(record, staff["te-1"], [bag(key) for key in BAGS[:LISTED]])
    for code in COURSES[:2]:
        begun(record, staff["ph-1"], code, f"P-{code}")
    return staff


class RecordMachine(RuleBasedStateMachine):
    """A record and its model; `places` makes empty places and copies of one staffed record."""

    places, deeds = None, None

    @initialize()
    def a_copy(self):
        self.model, self.folder = Model(), tempfile.mkdtemp(dir=self.places.folder)
        self.model.listed = dict.fromkeys(BAGS[:LISTED], "released")
        self.model.courses = {code: list(BEGUN) for code in COURSES[:2]}
        self.model.people, self.moves = set(ROLES), 0
        self.record, self.staff = self.places.open(self.places.copy()), self.places.staff

    def attempt(self, possible, deed, *given, name=""):
        """Do it: as the model foretells it is done, or refused and nothing written."""
        head = self.record.head()
        self.deeds[name or deed.__name__, "done" if possible else "refused"] += 1
        if possible:
            deed(self.record, *given)
            assert self.record.head() != head
            return True
        with pytest.raises(md.Refusal):
            deed(self.record, *given)
        assert self.record.head() == head
        return False

    def some(self, data, sensible, most=2):
        """One or two containers: of those that make sense, or any."""
        pool = [key for key in BAGS if sensible(key)] if data.draw(wisely) else []
        return data.draw(st.lists(st.sampled_from(pool or BAGS), min_size=1, max_size=most, unique=True))

    # --- stock

    @precondition(lambda self: len(self.model.listed) < len(BAGS))
    @rule(data=st.data(), status=st.sampled_from(("released", "released", "quarantined")))
    def import_containers(self, data, status):
        keys = self.some(data, lambda key: key not in self.model.listed)
        new = not any(key in self.model.listed for key in keys)
        listed = [bag(key, status=status) for key in keys]
        if self.attempt(new, stock.import_containers, self.staff["te-1"], listed):
            self.model.listed.update(dict.fromkeys(keys, status))

    @rule(course=courses, infusion=infusions, data=st.data(), case=either_case)
    def reserve(self, course, infusion, data, case):
        keys = self.some(data, self.free)
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
        possible = infusion != 5 and self.model.state(key) == "reserved"
        given = (self.staff["te-1"], course, infusion, [key], "postponed")
        if self.attempt(possible, stock.unreserve, *given):
            self.model.step(key, "unreserve")

    def held(self):
        return [key for key in BAGS if self.model.state(key) in ("reserved", "retrieved", "infused")]

    @rule(key=st.sampled_from(BAGS), data=st.data(), case=either_case)
    def take_step(self, key, data, case):
        sensible = sorted(self.model.lawful(key)) if data.draw(wisely) else STEPS
        step = data.draw(st.sampled_from(sensible or STEPS))
        possible = key in self.model.listed and step in self.model.lawful(key)
        given = (self.staff["ph-1"], case(key), step, "so that it is done")
        if self.attempt(possible, stock.take_step, *given):
            self.model.step(key, step)

    # --- courses

    @precondition(lambda self: len(self.model.courses) < len(COURSES))
    @rule(course=courses)
    def begin_course(self, course):
        new = course not in self.model.courses
        if self.attempt(new, begun, self.staff["ph-1"], course, f"P-{course}"):
            self.model.courses[course] = list(BEGUN)

    def enter(self, course, told, what, possible=True, stale=0):
        """One more event, by somebody who saw the course as it is, or `stale` events ago."""
        known = course in self.model.courses
        possible = possible and not stale and known and self.model.possible(course, told)
        others = told.get("containers", ())
        possible = possible and not any(self.model.held_by_another(key, course) for key in others)
        seen = len(self.model.courses[course]) - stale if known else 3
        second = proof(self.record, "rn-2") if told["kind"] == "strike" else None
        if self.attempt(
            possible, append_event, self.staff["rn-1"], course, what, seen, at(9), second, name=told["kind"]
        ):
            self.model.append(course, told)

    def usable_by(self, course):
        """Which containers nobody else has, and nobody has used up."""
        unused = ("released", "reserved", "retrieved", "thawed", "issued")
        return lambda key: self.model.holder(key)[0] in (None, course) and self.model.state(key) in unused

    @rule(course=courses, infusion=infusions, data=st.data())
    def thaw(self, course, infusion, data):
        keys = self.some(data, self.usable_by(course))
        told = {"kind": "thaw", "infusion": infusion, "containers": keys}
        self.enter(course, told, giving.Thawed(infusion, tuple(keys)), infusion in INFUSIONS)

    @rule(course=courses, infusion=infusions, data=st.data(), stale=st.sampled_from((0, 0, 0, 1)))
    def give(self, course, infusion, data, stale):
        keys = self.some(data, self.usable_by(course))
        whole = tuple(giving.Given(key, volume("20 mL"), volume("20 mL"), volume("0 mL")) for key in keys)
        told = {"kind": "give", "infusion": infusion, "containers": keys}
        what = giving.Completed(infusion, at(8, 10), at(8, 40), whole)
        self.enter(course, told, what, infusion in INFUSIONS, stale)

    @rule(course=courses, infusion=infusions, data=st.data())
    def lose(self, course, infusion, data):
        """An infusion that was stopped before anything went in."""
        key = self.some(data, self.usable_by(course), most=1)[0]
        lost = giving.Given(key, volume("20 mL"), volume("0 mL"), volume("20 mL"), "wasted")
        told = {"kind": "lose", "infusion": infusion, "containers": [key]}
        what = giving.StoppedEarly(infusion, at(8, 10), at(8, 40), "vein lost", (lost,))
        self.enter(course, told, what, infusion in INFUSIONS)

    @rule(course=courses, wise=wisely)
    def hold_or_resume(self, course, wise):
        held = course in self.model.courses and not self.model.possible(course, {"kind": "hold"})
        what = dating.Resumed(at(9).date(), "well again") if held == wise else dating.Held("fever")
        self.enter(course, {"kind": "resume" if held == wise else "hold"}, what)

    @precondition(lambda self: self.model.courses)
    @rule(data=st.data())
    def retract(self, data):
        """An event is entered in error, or an entry in error is itself one; what it took is held again then."""
        course = data.draw(st.sampled_from(sorted(self.model.courses)))
        later = range(
            len(BEGUN) + 1, len(self.model.courses[course]) + 1
        )  # what a course begins with stays, wisely
        numbers = later if later and data.draw(wisely) else range(1, len(self.model.courses[course]) + 2)
        number = data.draw(st.sampled_from(numbers))
        told = {"kind": "strike", "event": number}
        possible = number in dict(self.model.counted(course)) and self.model.strikes_freely(course, told)
        self.enter(course, told, results.EnteredInError(number, "wrong patient", "rn-2"), possible)

    # --- people, settings, care

    @rule(
        code=st.sampled_from(("rn-3", "rn-4", "rn-5", "ph-1")),
        identity=st.sampled_from(("pseudonym", "local")),
    )
    def administer(self, code, identity):
        """Somebody is added, and the site decides how patients are named."""
        new = code not in self.model.people
        given = (self.staff["ad-1"], code, f"Person {code}", "nurse", "four plain words here")
        if self.attempt(new, people.add_person, *given):
            self.model.people.add(code)
        if self.model.settings.get("identity") != identity:
            self.attempt(True, site.put_setting, self.staff["ad-1"], "identity", identity, "the site decides")
            self.model.settings["identity"] = identity

    @precondition(lambda self: self.model.courses and self.moves < MOVES)
    @rule()
    def export_and_import(self):
        """The record goes on from its export, on the other database where there is one."""
        path = os.path.join(self.folder, f"{self.moves}.jsonl")
        exported = care.export_record(self.record, self.staff["ad-1"], path)
        other = "sqlite" if self.record.database.dialect == "postgres" else "postgres"
        again = care.import_record(path, self.places.fresh(other), clock)
        assert again.head() == exported.head
        self.move_to(again)

    @precondition(lambda self: self.model.courses and self.moves < MOVES)
    @rule()
    def back_up_and_restore(self):
        """The record goes on from a backup."""
        taken = care.backup(self.record, os.path.join(self.folder, f"backup-{self.moves}"))
        place = self.places.fresh(self.record.database.dialect)
        care.restore(taken.path, place, clock=clock)
        self.move_to(self.places.open(place))

    def move_to(self, record):
        self.record.close()
        self.record, self.moves = record, self.moves + 1

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

    PlacedMachine.places, PlacedMachine.deeds = places, Counter()
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
        print(
            *(f"{times} × {name} {how}" for (name, how), times in sorted(PlacedMachine.deeds.items())),
            sep="\n",
        )


def test_a_record_on_sqlite_is_what_the_model_says(tmp_path):
    drive(Places(tmp_path, ward), RECORDS or 40, 30)


def test_a_record_that_moves_between_postgres_and_sqlite_is_what_the_model_says(server, tmp_path):
    drive(ServerPlaces(server, tmp_path, ward), (RECORDS + 19) // 20 or 6, 30)
