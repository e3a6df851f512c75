"""Courses told from a few facts, so that one fact at a time can be another; and re-entries of their order."""

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from courses.story import EVERY_DAY, Story, kg, moment, site_protocol
from product.bags import bag, cells

import msc_dose as md
from msc_dose.courses.events import dating, opening, ordering
from msc_dose.product.container import Content
from msc_dose.product.limits import Limit
from msc_dose.verification.comparison import Reentry
from msc_dose.verification.covered import covered
from msc_dose.verification.states import Attempt, Case, Signed

PER_KG = md.read("2e6 cells/kg", "dose_per_weight")


@dataclass(frozen=True)
class Covered:
    """What a signature covers."""

    recipient: str = "P-1"
    text: str = "2 × 10⁶ viable MSC/kg"
    prescriber: str = "dr-lee"
    weight: str = "60 kg"
    containers: tuple[str, ...] = ("V-1",)
    million: int = 120
    outside: bool = False
    basis: str = "actual"
    fill: str = "20 mL"
    final: str = "100 mL"
    maximum: str = "200 million cells"
    minimum: str = "0.5e6 cells/kg"
    ceiling: str = "250 million cells"
    cumulative: str = "900 million cells"
    viability: str = "70 %"
    dmso: str = "1 g/kg"
    exceptional: str | None = None
    site_limits: str | None = None


@dataclass(frozen=True)
class Free:
    """What it does not cover."""

    to: str = "01-29"
    time: str | None = None
    place: str | None = None
    position: str = "A1"
    status: str = "released"
    weighed: str | None = None
    held: bool = False


FREE, SIGNED = Free(), Covered()


@cache
def plan_for(weight, basis, fill, final, viability, dmso, **limits):
    """Four monthly infusions, prepared from bags of which there are as many as needed."""
    content = Content(cells=cells(120_000_000), fill=md.read(fill, "volume"))
    handling = md.product_handling(dispense="draw", final_volume=final, rinsed=True)
    limit = Limit("post-thaw-viability", md.read(viability, "percentage"), None, "the protocol")
    use = md.product_use(content, handling, limits=[limit], dmso_limit=dmso)
    kinds = {"minimum": "dose_per_weight"}
    read = {name: md.read(text, kinds.get(name, "cell_count")) for name, text in limits.items()}
    protocol = site_protocol()
    protocol = replace(protocol, rule=replace(protocol.rule, **read))
    patient = md.Patient(weight, basis)
    return md.plan_course(
        protocol, patient, date(2027, 1, 29), "calendar-month", "viable", EVERY_DAY, 3, product=use
    )


def told(covered=SIGNED, free=FREE):
    """The course, and the containers reserved for its first infusion."""
    story = Story()
    story.tell(opening.Opened("C-1", covered.recipient, "Europe/Berlin"), "01-20", 8)
    names = ("weight", "basis", "fill", "final", "viability", "dmso")
    limits = {"daily_ceiling": covered.ceiling, "cumulative_limit": covered.cumulative}
    limits |= {"minimum": covered.minimum, "maximum": covered.maximum}
    made = plan_for(*(getattr(covered, name) for name in names), **limits)
    story.tell(opening.Planned(made), "01-20", by="ph-1")
    story.tell(ordering.Ordered(covered.text, covered.prescriber, "O-1"), "01-20", 10)
    if free.weighed:
        story.tell(ordering.Weighed(kg(free.weighed)), "01-21")
    if free.held:
        story.hold("01-21")
        story.resume("01-22", "01-22")
    if free.time or free.place:
        story.tell(dating.Arranged(1, free.time, free.place), "01-22")
    to = "02-10" if covered.outside else free.to
    if to != "01-29":
        story.move(1, to, "01-23")
    return story.course, stock(covered, free)


def document(facts=SIGNED, free=FREE):
    """What a signature under these facts covers."""
    course, containers = told(facts, free)
    released = {f"L1 {each}": facts.exceptional for each in facts.containers if facts.exceptional}
    return covered(course, 1, containers, released, facts.site_limits)


def stock(covered=SIGNED, free=FREE):
    facts = {"position": free.position, "status": free.status, "lot": "L1"}
    return [bag(each, covered.million, date(2028, 1, 1), **facts) for each in covered.containers]


def reentry(**other):
    """What the source order says, but for what is said otherwise."""
    facts = {
        "dose": PER_KG,
        "counts": "viable",
        "basis": "actual",
        "weight": kg("60"),
        "infusion": 1,
        "containers": ("L1 V-1",),
    }
    return Reentry(**(facts | other))


def wrong():
    """One re-entry for each field that can differ, and the field's name."""
    return {
        "dose": reentry(dose=md.read("3e6 cells/kg", "dose_per_weight")),
        "counts": reentry(counts="all"),
        "population": reentry(dose=replace(PER_KG, population="CD34+")),
        "basis": reentry(basis="ideal"),
        "weight": reentry(weight=kg("66")),
        "infusion": reentry(infusion=2),
        "containers": reentry(containers=("L1 V-1", "L1 V-2")),
    }


def signed(document, person="rn-2", meaning="independent double check", hash="A"):
    return Signed(
        person, person, "nurse", meaning, hash, json.dumps(document), "", "2027-01-20T09:00:00+00:00"
    )


def attempt(person, outcome, document=None, covers="A"):
    return Attempt(person, covers, outcome, document or {}, "2027-01-20T09:00:00+00:00")


def case(document, **more):
    known = {"calculators": {"ph-1": "recorded event 2 (planned)"}, "sources": {}, "hash": "A"}
    return Case("C-1", 1, document, **(known | more))


def at(on, hour=9):
    return moment(on, hour)
