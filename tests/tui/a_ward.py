"""A ward with a patient in every stage, as the record has it, on Monday 29 January 2024 at nine in Berlin."""

import sys
from datetime import date, timedelta
from pathlib import Path

SHARED = str(Path(__file__).parents[1] / "spec" / "record")
if SHARED not in sys.path:
    sys.path.insert(0, SHARED)

import recorded  # noqa: E402

import msc_dose as md  # noqa: E402
from msc_dose.courses.events import dating, giving, ordering  # noqa: E402
from msc_dose.scheduling import Window  # noqa: E402
from msc_dose.store import stock  # noqa: E402

TODAY = recorded.START


def day(offset):
    return TODAY + timedelta(days=offset)


def ordered(site, code):
    site.enter(
        code, ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1"), recorded.at(8, 31), by="ph-1"
    )


def prepared(site, code, recipient, start=TODAY, weight="60 kg"):
    """A course whose plan draws whole bags from the record's own stock."""
    with site.record.reading() as statements:
        containers = stock.available(statements)
    handling = md.product_handling(dispense="whole", rinsed=True)
    product = md.product_use(containers, handling, recipient=recipient, allergies=("none known",))
    plan = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient(weight, "actual", weighed=date(2024, 1, 26)), start,
        "calendar-month", "viable", md.Closures(), Window(3, 3), product=product,
    )  # fmt: skip
    session = site.session("ph-1")
    recorded.begin_course(site.record, session, recorded.opened(code, recipient), plan, None, recorded.at(8))
    ordered(site, code)


def thawed(site, code, infusion, *identities, expires):
    site.enter(code, giving.Thawed(infusion, identities, expires), recorded.at(8, 50), by="te-1")


def full(site):
    """Thawed and ticking, late, due, in the window, out of it, to come, held, ended."""
    site.stocked(*(f"00{number}" for number in range(1, 7)))
    prepared(site, "C-417", "P-0417")
    site.reserved("C-417", 1, "MSC24A 001")
    thawed(site, "C-417", 1, "MSC24A 001", expires=recorded.at(10, 35))
    site.enter("C-417", dating.Arranged(1, time="09:45", place="R12", needs=("isolation",)))
    site.begun("C-388", "P-0388", start=day(-2))
    site.begun("C-102", "P-0102")
    site.reserved("C-102", 1, "MSC24A 002")
    site.enter("C-102", dating.Arranged(1, time="15:00", place="C5"))
    site.begun("C-120", "P-0120", start=day(1))
    site.reserved("C-120", 1, "MSC24A 003")
    site.begun("C-333", "P-0333", start=day(-9))
    site.begun("C-500", "P-0500", start=day(20))
    site.begun("C-051", "P-0051", start=day(3))
    site.enter("C-051", dating.Held("platelets 12 × 10⁹/L, fever"))
    site.begun("C-207", "P-0207", start=day(5))
    site.enter("C-207", dating.CourseStopped("moved to another hospital"))
    return site
