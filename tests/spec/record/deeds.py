"""Everything that people do to a record, each deed foretold by the model; chance chooses how."""

import os
from collections import Counter

import pytest
from hypothesis import strategies as st
from model import INFUSIONS, Model
from places import clock
from recorded import at, begun, giving, volume
from staff import ROLES, proof, staffed
from stocked import bag

import msc_dose as md
from msc_dose.courses.events import dating, results
from msc_dose.store import care, people, stock
from msc_dose.store.courses import append_event
from msc_dose.store.site import settings as site

COURSES = ("C-1", "C-2", "C-3")  # the first two are begun from the beginning
BAGS = tuple(f"LOT {number}" for number in range(1, 6))  # the first three are in the stock from the beginning
BEGUN = tuple({"kind": kind} for kind in ("open", "plan", "order"))
STEPS = ("release", "quarantine", "retrieve", "return", "issue", "waste")
UNUSED = ("released", "reserved", "retrieved", "thawed", "issued")
MOVES = 3  # at most so often a record goes on from a copy

courses = st.sampled_from((*COURSES[:2], *COURSES))
infusions = st.sampled_from((1, 1, 2, 2, 3, 5))
wisely = st.sampled_from((True, True, True, False))  # whether people look before they act
either_case = st.sampled_from((str.upper, str.lower))


def ward(record):
    """Two courses and a stock."""
    staff = staffed(record)
    stock.import_containers(record, staff["te-1"], [bag(key) for key in BAGS[:3]])
    for code in COURSES[:2]:
        begun(record, staff["ph-1"], code, f"P-{code}")
    return staff


class Deeds:
    """A copy of the ward's record, and its model; `done` counts what was done, and what was refused."""

    def __init__(self, places, folder, data):
        self.places, self.folder, self.data, self.done = places, folder, data, Counter()
        self.record, self.staff, self.moves = places.open(places.copy()), places.staff, 0
        self.model = Model()
        self.model.people = set(ROLES)
        self.model.listed = dict.fromkeys(BAGS[:3], "released")
        self.model.courses = {code: list(BEGUN) for code in COURSES[:2]}

    def attempt(self, possible, deed, *given, name=""):
        """Do it: as the model foretells it is done, or refused and nothing written."""
        head = self.record.head()
        self.done[name or deed.__name__, "done" if possible else "refused"] += 1
        if possible:
            deed(self.record, *given)
            assert self.record.head() != head
            return True
        with pytest.raises(md.Refusal):
            deed(self.record, *given)
        assert self.record.head() == head
        return False

    def draw(self, strategy):
        return self.data.draw(strategy)

    def some(self, sensible, most=2):
        """One or two containers: of those that make sense, or any."""
        pool = [key for key in BAGS if sensible(key)] if self.draw(wisely) else []
        return self.draw(st.lists(st.sampled_from(pool or BAGS), min_size=1, max_size=most, unique=True))

    # In the stock.

    def import_containers(self):
        keys = self.some(lambda key: key not in self.model.listed)
        status = self.draw(st.sampled_from(("released", "released", "quarantined")))
        new = not any(key in self.model.listed for key in keys)
        listed = [bag(key, status=status) for key in keys]
        if self.attempt(new, stock.import_containers, self.staff["te-1"], listed):
            self.model.listed.update(dict.fromkeys(keys, status))

    def reserve(self):
        course, infusion, case = self.draw(courses), self.draw(infusions), self.draw(either_case)
        keys = self.some(self._free)
        planned = course in self.model.courses and infusion in INFUSIONS and self.model.planned(course)
        over = planned and self.model.is_over(course, infusion)
        possible = planned and not over and all(map(self._free, keys))
        named = [case(key) for key in keys]
        if self.attempt(possible, stock.reserve, self.staff["te-1"], course, infusion, named):
            for key in keys:
                self.model.step(key, "reserve", course=course, infusion=infusion)

    def _free(self, key):
        judged, place, claims = self.model.stands(key)
        return key in self.model.listed and judged == "released" and place == "stored" and not claims

    def unreserve(self):
        (key,) = self.some(lambda key: self.model.state(key) == "reserved", most=1)
        course, infusion = self.model.holder(key)
        infusion = self.draw(st.sampled_from((infusion, infusion, 5)))
        possible = infusion not in (None, 5) and self.model.stands(key)[1] == "stored"
        given = (self.staff["te-1"], course or "C-1", infusion or 1, [key], "postponed")
        if self.attempt(possible, stock.unreserve, *given):
            self.model.step(key, "unreserve")

    def take_step(self):
        key, case = self.draw(st.sampled_from(BAGS)), self.draw(either_case)
        sensible = sorted(self.model.lawful(key)) if self.draw(wisely) else STEPS
        step = self.draw(st.sampled_from(sensible or STEPS))
        possible = key in self.model.listed and step in self.model.lawful(key)
        given = (self.staff["ph-1"], case(key), step, "so that it is done")
        if self.attempt(possible, stock.take_step, *given):
            self.model.step(key, step)

    # With a course.

    def begin_course(self):
        course = self.draw(courses)
        new = course not in self.model.courses
        if self.attempt(new, begun, self.staff["ph-1"], course, f"P-{course}"):
            self.model.courses[course] = list(BEGUN)

    def _enter(self, course, told, what, possible=True, stale=0):
        """One more event, by somebody who saw the course as it is, or `stale` events ago."""
        known = course in self.model.courses
        possible = possible and not stale and known and self.model.possible(course, told)
        others = told.get("containers", ())
        possible = possible and not any(self.model.held_by_another(key, course) for key in others)
        seen = len(self.model.courses[course]) - stale if known else 3
        second = proof(self.record, "rn-2") if told["kind"] == "strike" else None
        given = (self.staff["rn-1"], course, what, seen, at(9), second)
        if self.attempt(possible, append_event, *given, name=told["kind"]):
            self.model.append(course, told)

    def _usable_by(self, course):
        """Which containers nobody else has, and nobody has used up."""
        return lambda key: self.model.holder(key)[0] in (None, course) and self.model.state(key) in UNUSED

    def thaw(self):
        course, infusion = self.draw(courses), self.draw(infusions)
        keys = self.some(self._usable_by(course))
        told = {"kind": "thaw", "infusion": infusion, "containers": keys}
        self._enter(course, told, giving.Thawed(infusion, tuple(keys)), infusion in INFUSIONS)

    def give(self):
        course, infusion, stale = (
            self.draw(courses),
            self.draw(infusions),
            self.draw(st.sampled_from((0, 0, 0, 1))),
        )
        keys = self.some(self._usable_by(course))
        whole = tuple(giving.Given(key, volume("20 mL"), volume("20 mL"), volume("0 mL")) for key in keys)
        told = {"kind": "give", "infusion": infusion, "containers": keys}
        what = giving.Completed(infusion, at(8, 10), at(8, 40), whole)
        self._enter(course, told, what, infusion in INFUSIONS, stale)

    def lose(self):
        """An infusion that was stopped before anything went in."""
        course, infusion = self.draw(courses), self.draw(infusions)
        (key,) = self.some(self._usable_by(course), most=1)
        lost = giving.Given(key, volume("20 mL"), volume("0 mL"), volume("20 mL"), "wasted")
        told = {"kind": "lose", "infusion": infusion, "containers": [key]}
        what = giving.StoppedEarly(infusion, at(8, 10), at(8, 40), "vein lost", (lost,))
        self._enter(course, told, what, infusion in INFUSIONS)

    def hold_or_resume(self):
        course, wise = self.draw(courses), self.draw(wisely)
        held = course in self.model.courses and not self.model.possible(course, {"kind": "hold"})
        what = dating.Resumed(at(9).date(), "well again") if held == wise else dating.Held("fever")
        self._enter(course, {"kind": "resume" if held == wise else "hold"}, what)

    def retract(self):
        """An event is entered in error, or an entry in error is itself one; what it took is held again then."""
        course = self.draw(st.sampled_from(sorted(self.model.courses)))
        later = range(
            len(BEGUN) + 1, len(self.model.courses[course]) + 1
        )  # what it begins with stays, wisely
        numbers = later if later and self.draw(wisely) else range(1, len(self.model.courses[course]) + 2)
        told = {"kind": "strike", "event": self.draw(st.sampled_from(numbers))}
        counts = told["event"] in dict(self.model.counted(course))
        possible = counts and self.model.strikes_freely(course, told)
        self._enter(course, told, results.EnteredInError(told["event"], "wrong patient", "rn-2"), possible)

    # In the office.

    def administer(self):
        """Somebody is added, and the site decides how patients are named."""
        code = self.draw(st.sampled_from(("rn-3", "rn-4", "rn-5", "ph-1")))
        given = (self.staff["ad-1"], code, f"Person {code}", "nurse", "four plain words here")
        if self.attempt(code not in self.model.people, people.add_person, *given):
            self.model.people.add(code)
        identity = self.draw(st.sampled_from(("pseudonym", "local")))
        if self.model.settings.get("identity") != identity:
            self.attempt(True, site.put_setting, self.staff["ad-1"], "identity", identity, "the site decides")
            self.model.settings["identity"] = identity

    def export_and_import(self):
        """The record goes on from its export, on the other database where there is one."""
        if self.moves == MOVES:
            return
        path = os.path.join(self.folder, f"{self.moves}.jsonl")
        exported = care.export_record(self.record, self.staff["ad-1"], path)
        other = "sqlite" if self.record.database.dialect == "postgres" else "postgres"
        again = care.import_record(path, self.places.fresh(other), clock)
        assert again.head() == exported.head
        self._move_to(again)

    def back_up_and_restore(self):
        """The record goes on from a backup."""
        if self.moves == MOVES:
            return
        taken = care.backup(self.record, os.path.join(self.folder, f"backup-{self.moves}"))
        place = self.places.fresh(self.record.database.dialect)
        care.restore(taken.path, place, clock=clock)
        self._move_to(self.places.open(place))

    def _move_to(self, record):
        self.record.close()
        self.record, self.moves = record, self.moves + 1


# How often each is chosen.
CHOSEN = (
    *(Deeds.reserve,) * 4,
    *(Deeds.take_step,) * 4,
    *(Deeds.retract,) * 4,
    *(Deeds.give,) * 3,
    *(Deeds.thaw,) * 3,
    *(Deeds.lose, Deeds.unreserve, Deeds.import_containers, Deeds.hold_or_resume, Deeds.administer),
    *(Deeds.begin_course, Deeds.export_and_import, Deeds.back_up_and_restore),
)
