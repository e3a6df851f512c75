"""msc_dose: infusion dosing and scheduling for cell therapy, every number with its working.

The map of the house. Data flows downward once; each line imports only from lines above it:

    problems      Problem, Reading, Refusal: what is wrong, said so that a person can mend it
    quantity      exact amounts whose kinds do not mix; units.txt; pint in and out; safe text
    derivation    the working of a dose or a date, step by step
    notation      what people write into exact amounts, or every reading of it; the linter of prose
    scheduling    targets, windows, closed days, what has moved: dates and only dates
    response      counts over time into a response, by criteria that are data
    dosing        prescription and patient into a calculated dose
    product       freezer to final product container: conversion, volumes, clock, allocation, limits
    protocols     regimens as data, with sources and worked examples
    recheck       the same plan calculated a second way, from its document alone
    courses       a patient's treatment over time: the plan, its events, what they come to, what differs
    verification  what a signature covers, the blind re-entry, the states that follow
    ward          many courses on one day
    files         protocol files, course files, stock lists, closed days, counts and the site's settings
    store         the record: courses, stock, people, signatures, audit; SQLite or PostgreSQL
    exports       the preparation sheet
    library       the public functions
    cli · tui     the shells: arguments or keys in, text or JSON or screens out

An amount writes itself (`quantity.writer`), so that messages and workings need no reader. The public
names below are loaded at first use: importing msc_dose loads neither pint nor textual.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

TYPE_CHECKING = False  # type checkers take this name as true; importing `typing` for it costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    import pint

    from msc_dose.courses.course import Course as Course
    from msc_dose.courses.difference import Difference as Difference
    from msc_dose.courses.difference import difference as difference
    from msc_dose.courses.folding.fold import course_of as course_of
    from msc_dose.courses.follow_up import FollowUp as FollowUp
    from msc_dose.courses.plan import Plan as Plan
    from msc_dose.dosing.dose import Dose as Dose
    from msc_dose.files.closed_days import load_closed_days as load_closed_days
    from msc_dose.files.closed_days import load_days_away as load_days_away
    from msc_dose.files.closed_days import load_site_days as load_site_days
    from msc_dose.files.course_file import load_events as load_events
    from msc_dose.files.protocols import load_protocol as load_protocol
    from msc_dose.files.public_holidays import public_holidays as public_holidays
    from msc_dose.files.stock import load_stock as load_stock
    from msc_dose.library import events as events
    from msc_dose.library import record as record
    from msc_dose.library.amounts import lint as lint
    from msc_dose.library.amounts import read as read
    from msc_dose.library.courses import load_course as load_course
    from msc_dose.library.courses import record_event as record_event
    from msc_dose.library.planning import plan_course as plan_course
    from msc_dose.library.planning import recheck_plan as recheck_plan
    from msc_dose.library.preparing import prepare_dose as prepare_dose
    from msc_dose.library.preparing import worksheet as worksheet
    from msc_dose.library.prescribing import DoseRule as DoseRule
    from msc_dose.library.prescribing import Patient as Patient
    from msc_dose.library.prescribing import calculate_dose as calculate_dose
    from msc_dose.library.prescribing import dose_at_hand as dose_at_hand
    from msc_dose.library.prescribing import permitted_doses as permitted_doses
    from msc_dose.library.products import container_content as container_content
    from msc_dose.library.products import product_handling as product_handling
    from msc_dose.library.products import product_use as product_use
    from msc_dose.library.response import Count as Count
    from msc_dose.library.response import classify_response as classify_response
    from msc_dose.library.response import course_response as course_response
    from msc_dose.library.response import ctcae_grade as ctcae_grade
    from msc_dose.notation.lint import Finding as Finding
    from msc_dose.problems import Problem as Problem
    from msc_dose.problems import Reading as Reading
    from msc_dose.problems import Refusal as Refusal
    from msc_dose.product.container import Container as Container
    from msc_dose.product.finding import find_containers as find_containers
    from msc_dose.product.preparation.preparing import Preparation as Preparation
    from msc_dose.product.scans.identifiers import read_scan as read_scan
    from msc_dose.product.use import ProductUse as ProductUse
    from msc_dose.protocols.protocol import Protocol as Protocol
    from msc_dose.quantity.amount import Amount as Amount
    from msc_dose.quantity.stated import Bound as Bound
    from msc_dose.quantity.stated import PlusMinus as PlusMinus
    from msc_dose.quantity.stated import Range as Range
    from msc_dose.response.result import Response as Response
    from msc_dose.scheduling import Closures as Closures
    from msc_dose.scheduling import Window as Window
    from msc_dose.scheduling.site_calendar import PublicHolidays as PublicHolidays
    from msc_dose.scheduling.site_calendar import SiteDays as SiteDays
    from msc_dose.scheduling.site_calendar import merged_closures as merged_closures
    from msc_dose.scheduling.wall_time import local_moment as local_moment
    from msc_dose.ward import Ward as Ward
    from msc_dose.ward import ward_view as ward_view

    units: pint.UnitRegistry[Any]

_HOMES = {
    "Amount": "quantity.amount",
    "Bound": "quantity.stated",
    "Closures": "scheduling",
    "Container": "product.container",
    "Count": "library.response",
    "Course": "courses.course",
    "Difference": "courses.difference",
    "Dose": "dosing.dose",
    "DoseRule": "library.prescribing",
    "Finding": "notation.lint",
    "FollowUp": "courses.follow_up",
    "Patient": "library.prescribing",
    "Plan": "courses.plan",
    "PlusMinus": "quantity.stated",
    "Preparation": "product.preparation.preparing",
    "Problem": "problems",
    "ProductUse": "product.use",
    "Protocol": "protocols.protocol",
    "PublicHolidays": "scheduling.site_calendar",
    "Range": "quantity.stated",
    "Reading": "problems",
    "Refusal": "problems",
    "Response": "response.result",
    "SiteDays": "scheduling.site_calendar",
    "Ward": "ward",
    "Window": "scheduling",
    "calculate_dose": "library.prescribing",
    "classify_response": "library.response",
    "container_content": "library.products",
    "course_response": "library.response",
    "course_of": "courses.folding.fold",
    "ctcae_grade": "library.response",
    "difference": "courses.difference",
    "dose_at_hand": "library.prescribing",
    "find_containers": "product.finding",
    "lint": "library.amounts",
    "load_closed_days": "files.closed_days",
    "load_course": "library.courses",
    "load_days_away": "files.closed_days",
    "load_events": "files.course_file",
    "load_protocol": "files.protocols",
    "load_site_days": "files.closed_days",
    "load_stock": "files.stock",
    "local_moment": "scheduling.wall_time",
    "merged_closures": "scheduling.site_calendar",
    "permitted_doses": "library.prescribing",
    "plan_course": "library.planning",
    "prepare_dose": "library.preparing",
    "product_handling": "library.products",
    "product_use": "library.products",
    "public_holidays": "files.public_holidays",
    "read": "library.amounts",
    "read_scan": "product.scans.identifiers",
    "recheck_plan": "library.planning",
    "record_event": "library.courses",
    "ward_view": "ward",
    "worksheet": "library.preparing",
}

__all__ = ["__version__", "events", "record", "units", *_HOMES]  # noqa: PLE0604  # the names of _HOMES are text


def __getattr__(name: str) -> Any:
    """Load a public name at its first use, and keep it."""
    if name == "units":
        from msc_dose.quantity.with_pint import registry

        value: Any = registry()
    elif name in ("events", "record"):
        value = import_module(f"msc_dose.library.{name}")
    elif name in _HOMES:
        value = getattr(import_module(f"msc_dose.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module 'msc_dose' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
