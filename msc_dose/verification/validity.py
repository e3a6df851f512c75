"""What ends a signature although nothing that it covers has changed: time alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.problems import Problem, stop
from msc_dose.product.allocation.expiry import past, usable_until
from msc_dose.product.container import Container
from msc_dose.scheduling import day_text
from msc_dose.verification.resting import Rests, infusion_of, is_to_come, resting


def valid_at(
    course: Course, infusion: int, containers: Sequence[Container], at: datetime | None = None
) -> tuple[Problem, ...]:
    """What keeps a signature under this dose from being valid at a moment, each a STOP; else empty.

    `verify.order-cancelled`, `verify.weight-stale` (where the moment is given), `verify.container-expired`
    on the infusion's date. A date outside the window is covered itself, so it needs a signature of its own.
    Of an infusion that was given nothing ends any more. Raises Refusal `course.no-such-infusion`.
    """
    return lapses(course, infusion_of(course, infusion), resting(course, infusion), containers, at)


def lapses(
    course: Course,
    infusion: CourseInfusion,
    rests: Rests,
    containers: Sequence[Container],
    at: datetime | None,
    though_given: bool = False,
) -> tuple[Problem, ...]:
    """The same, of what the dose is known to rest on; `though_given` also once the product is in."""
    if not though_given and not is_to_come(infusion):
        return ()
    local = None if at is None else at.astimezone(ZoneInfo(course.zone))
    found = [
        *_orders(rests),
        *([] if local is None else _weight(course, rests, local)),
        *_expired(infusion, containers, local),
    ]
    return tuple(found)


def _orders(rests: Rests) -> Iterator[Problem]:
    if not rests.orders:
        message = "No order stands that this dose rests on."
        yield stop("verify.order-cancelled", "order", message, "Record the order that counts.")


def _weight(course: Course, rests: Rests, now: datetime) -> Iterator[Problem]:
    valid = rests.plan.course_rules.weight_valid_days
    if valid is None:
        return
    zone = ZoneInfo(course.zone)
    days = [w.taken.astimezone(zone).date() for w in course.weights if w.taken <= now]
    weighed = rests.inputs.patient.weighed
    if weighed is not None and _day(weighed) <= now.date():
        days.append(_day(weighed))
    taken = max(days, default=None)
    if taken is None or (now.date() - taken).days > valid:
        since = "no weight is on record" if taken is None else f"the weight is of {day_text(taken)}"
        message = f"The protocol holds a weight valid for {valid} days; {since}."
        yield stop("verify.weight-stale", "weight", message, "Weigh the patient.")


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _expired(
    infusion: CourseInfusion, containers: Sequence[Container], now: datetime | None
) -> Iterator[Problem]:
    day = infusion.date or (now.date() if now is not None else None)
    if day is None:
        return
    on: date = day
    if infusion.time is not None:
        on = datetime.combine(day, time.fromisoformat(infusion.time))
    for each in containers:
        if past(each, on):
            until = usable_until(each, on)
            message = f"Container {each.identity} is {until}; the infusion is {day_text(day)}."
            yield stop("verify.container-expired", "containers", message, "Reserve another container.")
