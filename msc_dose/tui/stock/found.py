"""What the stock screen shows: which view, how many in which state, and the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from msc_dose.store.databases.database import Statements
from msc_dose.store.stock import HeldContainer
from msc_dose.store.stock.overview import (
    Unreadable,
    Wanted,
    alike,
    count_wanted,
    infusions_with_containers,
    page,
    place_of,
    states,
)
from msc_dose.tui.desk import Desk
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.stock.lots import Lot, by_lot
from msc_dose.tui.stock.pages import PAGE, Pages
from msc_dose.ward.forecast import StockForecast, Supply, stock_forecast

VIEWS = ("containers", "lots", "forecast")
ContainerPages = Pages[HeldContainer | Unreadable]


@dataclass(frozen=True, slots=True)
class StockFound:
    """What was found at one `version` of the record.

    Of the `wanted` containers, `pages` holds those around place `at`: that of the container of this `key`,
    where one was asked for.
    """

    version: int
    view: str
    wanted: Wanted
    now: datetime
    states: Mapping[str, int]
    pages: ContainerPages | None = None
    key: str = ""
    at: int = 0
    lots: tuple[Lot, ...] = ()
    forecast: StockForecast | None = None
    unreadable: int = 0

    @property
    def total(self) -> int:
        """How many containers the stock has."""
        return sum(self.states.values())


def containers(
    desk: Desk, version: int, wanted: Wanted, key: str, at: int, before: StockFound | None
) -> StockFound:
    """The containers wanted around the one of this key, else around place `at`; in one view of the record.

    The pages that were read before are kept where neither the record nor the question is another.
    """
    now = desk.now()
    same = before if before and (before.version, before.wanted) == (version, wanted) else None

    def question(statements: Statements) -> StockFound:
        pages: ContainerPages | None = same.pages if same else None
        if pages is None:
            pages = Pages(count_wanted(statements, wanted))
        count = pages.count
        place = min(place_of(statements, wanted, key) if key else at, max(0, count - 1))
        for number in (place // PAGE, place // PAGE - 1 if place % PAGE < PAGE // 2 else place // PAGE + 1):
            if not pages.has(number):
                pages.put(number, page(statements, wanted, number * PAGE, PAGE, count))
        counts = same.states if same else states(statements)
        return StockFound(version, VIEWS[0], wanted, now, counts, pages, key, place)

    return desk.read(question)


def lots(desk: Desk, version: int) -> StockFound:
    """Every lot of the stock."""
    now = desk.now()

    def question(statements: Statements) -> StockFound:
        found = by_lot(alike(statements), now)
        return StockFound(version, VIEWS[1], Wanted(), now, states(statements), lots=found)

    return desk.read(question)


def forecast(desk: Desk, version: int, progress: Progress) -> StockFound:
    """What runs out: every course as the ward sees it against what is free."""
    now = desk.now()
    courses = desk.seen(progress)

    def question(statements: Statements) -> StockFound:
        free = [
            Supply(each.container, each.number) for each in alike(statements, "released") if each.container
        ]
        served = infusions_with_containers(statements)
        found = stock_forecast(courses.read, free, served, now.date())
        return StockFound(
            version, VIEWS[2], Wanted(), now, states(statements),
            forecast=found, unreadable=len(courses.unreadable),
        )  # fmt: skip

    return desk.read(question)
