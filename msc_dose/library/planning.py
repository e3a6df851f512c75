"""A course from what people write, and its second calculation."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from msc_dose.courses import planning
from msc_dose.courses.follow_up import FollowUp
from msc_dose.courses.plan import Plan
from msc_dose.dosing import body
from msc_dose.files.protocols import load_protocol
from msc_dose.library.amounts import require
from msc_dose.library.prescribing import dose_amount
from msc_dose.problems import Problem, refuse
from msc_dose.product.use import ProductUse
from msc_dose.protocols.protocol import Protocol
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.recheck import comparison
from msc_dose.scheduling import Closures, Window

if TYPE_CHECKING:
    from msc_dose.library.amounts import AmountLike


def plan_course(
    protocol: Protocol | str | os.PathLike[str],
    patient: body.Patient,
    start: date | None = None,
    interval: str | None = None,
    counts: str | None = None,
    closures: Closures | None = None,
    window: Window | int | tuple[int, int] | None = None,
    *,
    ordered: AmountLike | Sequence[AmountLike] | None = None,
    version: str | None = None,
    product: ProductUse | None = None,
    component: str | None = None,
    follow_up: FollowUp | None = None,
    minimum_gap: int | None = None,
    maximum_gap: int | None = None,
) -> Plan:
    """The plan of a course: dated, dosed infusions, other visits, notes, and the working of it all.

    `protocol` is a Protocol, the id of a shipped one or the path of a `.toml`; `start` the target date of
    the first infusion; `interval` (`calendar-month`, `28-days`) is asked for where the protocol leaves it
    open; `counts` is `viable` or `all`; `window` is whole days either side, or (before, after).
    `ordered` is the dose ordered (cells/kg, cells/m² or cells; one for all infusions, or one for each)
    where the protocol states no single dose, `version` that of its label; `product` is what is at hand
    (`md.product_use`); `component` names the one that is planned where a product has several.
    `follow_up` adds visits in months from the first or the last infusion; `minimum_gap` and `maximum_gap`
    are whole days from one infusion's date to the next, where the protocol states none. Raises one
    Refusal that names everything missing (`value.missing`), or `schedule.no-open-day` with the days in the
    way; a plan that exists has passed its second calculation.

    Source: dose, schedule and visits are the protocol's, whose source stands in every step; the rule by
    which the nearest open day is taken is this project's own.
    """
    require(patient, body.Patient, "patient")
    if closures is not None:
        require(closures, Closures, "closures")
    if follow_up is not None:
        require(follow_up, FollowUp, "follow_up")
    if start is not None and (not isinstance(start, date) or isinstance(start, datetime)):
        raise TypeError(f"start is a date, not {type(start).__name__}")
    known = protocol if isinstance(protocol, Protocol) else load_protocol(protocol)
    said = cast(Counts | None, counts)
    return planning.plan_course(
        known, patient, start, interval, said, closures, _window_of(window), ordered=_orders(ordered),
        version=version, product=product, component=component, follow_up=follow_up, minimum_gap=minimum_gap,
        maximum_gap=maximum_gap,
    )  # fmt: skip


def _orders(ordered: AmountLike | Sequence[AmountLike] | None) -> tuple[Amount, ...]:
    """The dose ordered, or one for each infusion, as exact amounts."""
    if ordered is None:
        return ()
    several = ordered if isinstance(ordered, list | tuple) else (ordered,)
    return tuple(dose_amount(each) for each in several)


def read_window(text: str, field: str = "window") -> Window:
    """The window of `3` (whole days either side) or `2,5` (days before, days after).

    Raises Refusal `window.invalid`.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        fix = "Give whole days: 3, or 2,5 for two before and five after."
        raise refuse("window.invalid", field, f"{text!r} is not a window in whole days.", fix, text)
    return Window(int(parts[0]), int(parts[-1]))


def read_follow_up(months: str | None, origin: str | None, window: Window | None = None) -> FollowUp | None:
    """The follow-up of `1,3,6,12` and `first` or `last`; None where nothing is given.

    What is not given is asked for by the plan. Raises Refusal `follow-up.months`, `follow-up.origin`.
    """
    if months is None and origin is None and window is None:
        return None
    parts = [] if months is None else [part.strip() for part in months.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        message = f"{months!r} is not a list of months."
        raise refuse("follow-up.months", "follow_up", message, "Write, for instance, 1,3,6,12.", months)
    return FollowUp(tuple(map(int, parts)), origin, window)


def _window_of(window: Window | int | tuple[int, int] | None) -> Window | None:
    if window is None or isinstance(window, Window):
        return window
    sides = window if isinstance(window, tuple) else (window, window)
    if len(sides) != 2:
        raise TypeError("a window is whole days, or a pair of days before and after")
    return Window(*sides)


def recheck_plan(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The second calculation of a plan's document: every disagreement, none when it agrees exactly.

    Raises Refusal `document.malformed` or `document.schema`.
    """
    return comparison.recheck_plan(document)
