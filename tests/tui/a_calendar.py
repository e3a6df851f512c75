"""A ward with courses for the tests of the calendar, and what a person sees of it."""

from datetime import date

from textual.widgets import Static

import msc_dose as md
from msc_dose.courses.events import dating, ordering
from msc_dose.files.settings import Settings
from msc_dose.scheduling import Window
from msc_dose.scheduling.site_calendar import SiteDays
from msc_dose.store.courses import append_event, begin_course
from msc_dose.tui.app import MscDoseApp

from .a_record import recorded
from .conftest import screen_text
from .driving import until

CLOSED = {date(2024, 2, 14): "ward moves", date(2024, 3, 29): "Good Friday"}
SITE = Settings(open="mon-fri", closed="closed.csv", closed_days=SiteDays(tuple(CLOSED.items())))
WEEKDAYS = md.Closures("mon-fri", CLOSED)
MONTHLY, TWICE_A_WEEK = "sjogren-itp-msc-monthly", "ryoncil-us-2024"


def planned(site, code, recipient, start, closures=WEEKDAYS, weight="60 kg", protocol=MONTHLY):
    """A course on open days, planned and ordered by the pharmacy."""
    monthly = {"interval": "calendar-month", "window": Window(3, 3)} if protocol == MONTHLY else {}
    patient = md.Patient(weight, "actual")
    plan = md.plan_course(protocol, patient, start, counts="viable", closures=closures, **monthly)
    by = site.session("ph-1")
    begin_course(site.record, by, recorded.opened(code, recipient), plan, None, recorded.at(8))
    order = ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", f"O-{code}")
    append_event(site.record, by, code, order, 2, recorded.at(8, 30))


def a_ward(site):
    """A course with a moved infusion, one that is held, one with visits and a first infusion given today."""
    planned(site, "C-1", "P-0417", date(2024, 1, 30))
    planned(site, "C-2", "P-0388", date(2024, 2, 6), weight="70 kg")
    planned(site, "C-3", "P-0102", date(2024, 1, 29), weight="20 kg", protocol=TWICE_A_WEEK)
    site.stocked("001")
    site.enter("C-1", dating.Moved(2, date(2024, 3, 4), "this-one", "no bed"), recorded.at(8, 40))
    site.enter("C-2", dating.Held("fever"), recorded.at(8, 50))
    site.enter("C-3", recorded.given("MSC24A 001"), recorded.at(8, 50))
    return site


def one_course(site):
    """One course, of which nothing has been given."""
    planned(site, "C-1", "P-0417", date(2024, 1, 30))
    return site


def app_of(site, signed_in="rn-1", settings=SITE):
    desk = site.desk(signed_in)
    desk.settings = settings
    return MscDoseApp(desk)


async def at_calendar(pilot):
    await pilot.press("f3")
    await until(pilot, lambda: getattr(pilot.app.screen, "loaded", None) is not None)
    return pilot.app.screen


async def at_day(pilot, day):
    """The calendar with its cursor on a day."""
    page = await at_calendar(pilot)
    page.grid.go(day)
    await pilot.pause()
    return page


async def previewed(pilot, page):
    await until(pilot, lambda: page.mover.shown is not None)
    await pilot.pause()
    return page.mover.shown


def shown(app):
    """The screen with every run of spaces as one."""
    return " ".join(screen_text(app).split())


def told(page):
    """What the panel tells, as one line."""
    return " ".join(page.panel.query_one(Static).content.plain.split())
