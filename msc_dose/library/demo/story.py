"""One course of the demo as it went: what was entered, at which moment, by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.events.kinds import What
from msc_dose.courses.plan import Plan
from msc_dose.library.demo.people import NURSE, PHARMACIST, PHYSICIAN, SECOND_NURSE, TECHNOLOGIST
from msc_dose.library.demo.telling import DOSE, Deed, Teller, amount
from msc_dose.library.planning import plan_course
from msc_dose.library.prescribing import Patient
from msc_dose.product.container import Container
from msc_dose.protocols.protocol import Protocol
from msc_dose.scheduling import Closures, days_after
from msc_dose.scheduling.recurrence import months_before

VOLUMES = {"45 kg": "15 mL", "60 kg": "20 mL", "75 kg": "25 mL"}
"""What a bag of one dose holds, at 6 million cells/mL; the weights of the demo are these."""


def later(moment: datetime, minutes: int) -> datetime:
    """So many minutes after a moment, in its zone: of two clocks on one wall Python would add the hands."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Site:
    """What every story is told by: the present moment with its zone, the protocol, the calendar."""

    now: datetime
    protocol: Protocol
    closures: Closures

    @property
    def today(self) -> date:
        """The day of the present moment."""
        return self.now.date()

    def on(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A time of day."""
        return datetime.combine(day, time(hour, minute), self.now.tzinfo)

    def later(self, by: int) -> datetime:
        """So many minutes from now, on whatever day."""
        return later(self.now, by)

    def minutes(self, by: int) -> datetime:
        """So many minutes from now, on the same day whatever the hour."""
        moment = self.later(by)
        first, last = self.on(self.today, 0), self.on(self.today, 23, 59)
        return max(first, min(moment, last))


@dataclass(slots=True)
class Story:
    """A patient with a weight, and the bags of their infusions; infusion `number` is meant for `day`.

    `deeds` is what happened until now; a deed whose moment is still to come is left out.
    """

    site: Site
    patient: str
    weight: str
    number: int
    day: date
    bags: list[Container]
    deeds: list[Deed] = field(default_factory=list)

    @property
    def course(self) -> str:
        """The code of the course."""
        return f"C{self.patient[1:]}"

    @property
    def plan(self) -> Plan:
        """Four calendar-monthly infusions, of which the one that is meant is for its day or next to it."""
        start = months_before(self.day, self.number - 1)
        patient = Patient(self.weight, "actual")
        return plan_course(self.site.protocol, patient, start, closures=self.site.closures)

    def at(self, moment: datetime, by: str, what: What, second: str | None = None) -> None:
        """An event at a moment."""
        self._do(moment, lambda teller: teller.event(self.course, by, what, second))

    def _do(self, moment: datetime, deed: Callable[[Teller], None]) -> None:
        if moment.timestamp() <= self.site.now.timestamp():
            self.deeds.append((moment, deed))

    def begun(self) -> list[date]:
        """Opened two weeks before, consented, approved, ordered; the dates as they are planned."""
        plan, site = self.plan, self.site
        dates = [each.date for each in plan.infusions if each.date is not None]
        day = min(days_after(dates[0], -14), site.today)
        code, zone = self.course, str(site.now.tzinfo)
        opened = opening.Opened(code, self.patient, zone, training=True)
        self._do(_before(site, site.on(day, 8)), lambda teller: teller.begin(opened, plan))
        first = _before(site, site.on(day, 8, 20))
        self.at(first, PHYSICIAN, opening.Consent(f"consent form {self.patient}"))
        self.at(first, PHYSICIAN, opening.EthicsApproval("EC 24-012, of nobody"))
        order = ordering.Ordered(DOSE, PHYSICIAN, f"O-{self.patient[2:]}", PHARMACIST)
        self.at(first, PHARMACIST, order)
        return dates

    def moved_to_its_day(self, dates: list[date]) -> None:
        """The infusion that is meant, moved where a month has no such day."""
        if dates[self.number - 1] != self.day:
            what = dating.Moved(self.number, self.day, "this-one", "the end of the month")
            self.at(self.site.on(days_after(self.day, -8), 9), PHARMACIST, what)
            dates[self.number - 1] = self.day

    def arranged(self, number: int, day: date, start: datetime | str, place: str, *needs: str) -> None:
        """A time, a place and what is needed, three days before."""
        clock = start if isinstance(start, str) else _on_the_wall(start)
        moment = _before(self.site, self.site.on(days_after(day, -3), 10))
        self.at(moment, NURSE, dating.Arranged(number, clock, place, needs))

    def prepared(self, number: int, day: date, verified: bool = True) -> None:
        """Weighed, a bag reserved, and the double check done, the day before."""
        site, bag = self.site, self.bags[number - 1]
        eve = days_after(day, -1) if day <= site.today else days_after(site.today, -1)
        self.at(site.on(eve, 9), NURSE, ordering.Weighed(amount(self.weight, "body_weight")))
        self._do(site.on(eve, 10), lambda teller: teller.reserve(self.course, number, bag))
        if verified:
            self._do(site.on(eve, 11), lambda teller: teller.verify(self.course, number, self.weight, bag))

    def thawed(self, number: int, cleared: datetime, thawed: datetime, expires: datetime) -> None:
        """Cleared to thaw by the site's list, and thawed."""
        items = ("patient has arrived", "consent today", "IV access", "no fever")
        self.at(
            cleared, NURSE, giving.Cleared(number, tuple(giving.ClearanceItem(each, True) for each in items))
        )
        bag = self.bags[number - 1].identity
        self.at(thawed, TECHNOLOGIST, giving.Thawed(number, (bag,), expires))

    def started(self, number: int, first: datetime) -> str:
        """Cleared, thawed, checked by two and begun; the bag."""
        self.prepared(number, first.date())
        self.thawed(number, _before_it(first, 40), _before_it(first, 25), later(first, 60))
        bag = self.bags[number - 1].identity
        compared = ("name", "date of birth")
        check = giving.BedsideCheck(number, bag, SECOND_NURSE, compared, True, True, True, True, True)
        self.at(_before_it(first, 5), NURSE, check, SECOND_NURSE)
        self.at(first, NURSE, giving.Started(number))
        return bag

    def given(self, number: int, first: datetime, observed: bool = True) -> None:
        """All of it, from the clearance 40 minutes before to the end of the observation."""
        bag, ended = self.started(number, first), later(first, 25)
        volume = amount(VOLUMES[self.weight], "volume")
        whole = giving.Given(bag, volume, volume, amount("0 mL", "volume"))
        self.at(ended, NURSE, giving.Completed(number, first, ended, (whole,), line_rinsed=True))
        if observed:
            self.at(later(ended, 240), NURSE, giving.Observed(number, "well"))

    def stopped(self, number: int, first: datetime) -> None:
        """Stopped with 14 of 20 mL in, which counts."""
        bag, ended = self.started(number, first), later(first, 20)
        issued, infused, left = (amount(f"{each} mL", "volume") for each in (20, 14, 6))
        part = giving.Given(bag, issued, infused, left, "wasted")
        early = giving.StoppedEarly(number, first, ended, "chills, grade 1", (part,), line_rinsed=False)
        self.at(ended, NURSE, early)
        self.at(later(ended, 200), NURSE, giving.Observed(number, "well"))
        self.at(later(ended, 240), PHYSICIAN, giving.PartialDecided(number, "counts", "70 % is in"))

    def counted(self, day: date, count: str) -> None:
        """A platelet count of the morning."""
        found = results.Counted(amount(f"{count} × 10⁹/L", "platelet_count"), bleeding=False)
        self.at(self.site.on(day, 7, 30), TECHNOLOGIST, found)


def _before_it(first: datetime, minutes: int) -> datetime:
    """So many minutes before an infusion, on its own day."""
    return max(first.replace(hour=0, minute=0, second=0), later(first, -minutes))


def _on_the_wall(moment: datetime) -> str:
    """What a clock shows; an hour that comes twice in a night is avoided."""
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    return f"{moment.hour + 1:02}:00" if twice else f"{moment:%H:%M}"


def _before(site: Site, moment: datetime) -> datetime:
    """The moment, or now where it is still to come."""
    return min(moment, site.now)
