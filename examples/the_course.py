"""The whole course of the case, entry by entry: what moved it, what went in, and the response.

The abstract prints a dose, a range of counts, a threshold and a year. Everything else here is invented: the
site, its people, its products, each count and each date. Everybody is a code.
"""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any

import msc_dose as md
from msc_dose.courses.course_text import entry_lines, question_lines

HERE = Path(__file__).parent
BERLIN = "Europe/Berlin"
NURSE, SECOND, PRESCRIBER, OFFICE = "rn-104", "rn-117", "md-12", "st-03"
E = md.events


def at(day: str, time: str) -> datetime:
    """A moment as the clocks in Berlin show it."""
    return md.local_moment(date.fromisoformat(day), time, BERLIN)


def kilograms(text: str) -> md.Amount:
    """A body weight."""
    return md.read(text, "body_weight")


class Record:
    """A course file under the pen; `told` is what was shown at the entries that moved something."""

    def __init__(self, path: Path) -> None:
        """Nothing is written before the first entry."""
        self.path = path
        self.before: md.Course | None = None
        self.course: md.Course | None = None
        self.told: list[str] = []

    def enter(self, day: str, time: str, what: Any, by: str = NURSE, recorded: datetime | None = None) -> int:
        """Record one event, a minute after it occurred unless said otherwise; the number of the entry."""
        occurred = at(day, time)
        later = recorded or occurred.replace(minute=occurred.minute + 1)
        self.before = self.course
        event, self.course = md.record_event(self.path, what, by=by, occurred=occurred, recorded=later)
        return event.number

    def tell(self, text: str) -> None:
        """Keep what the last entry moved, and what a person must decide after it."""
        moved = md.difference(self.before, self.course).lines()
        self.told += [title(text), *moved, *question_lines(self.course)]

    def count(self, day: str, count: int, bleeding: bool | None = False, note: str = "") -> None:
        """A platelet count of the day."""
        amount = md.read(f"{count} × 10⁹/L", "platelet_count")
        self.enter(day, "08:10", E.Counted(amount, bleeding, note))

    def rescue(self, first: str, last: str) -> None:
        """Injections of rhIL-11 from a first to a last day, entered after the last."""
        injected = E.RescueGiven("rhIL-11", date.fromisoformat(last))
        self.enter(first, "10:00", injected, recorded=at(last, "18:00"))

    def weigh(self, day: str, weight: str) -> None:
        """A body weight of the day."""
        self.enter(day, "08:05", E.Weighed(kilograms(weight)))

    def give(
        self, number: int, day: str, bag: str, extra: str = "", infused: str = "20 mL", why: str = ""
    ) -> None:
        """Clear, thaw, check, start and end an infusion of one bag of 20 mL; `why` it was stopped early."""
        items = ("order in force", "afebrile", "IV access", *filter(None, [extra]))
        self.enter(day, "09:00", E.Cleared(number, tuple(E.ClearanceItem(item, True) for item in items)))
        self.enter(day, "09:20", E.Thawed(number, (bag,), at(day, "13:20")))
        matches = {f"{what}_matches": True for what in ("patient", "container", "expiry", "volume")}
        identifiers = ("recipient's code", "date of birth")
        check = E.BedsideCheck(number, bag, SECOND, identifiers, **matches, appearance_normal=True)
        self.enter(day, "09:40", check)
        self.enter(day, "09:45", E.Started(number))
        issued, went_in = md.read("20 mL", "volume"), md.read(infused, "volume")
        left = md.Amount("volume", issued.value - went_in.value)
        given = (E.Given(bag, issued, went_in, left, "wasted" if left.value else "none"),)
        began, ended = at(day, "09:45"), at(day, "10:15")
        if why:
            end = E.StoppedEarly(number, began, ended, why, given, line_rinsed=False)
        else:
            end = E.Completed(number, began, ended, given, line_rinsed=True)
        self.enter(day, "10:15", end)

    def observe(self, number: int, day: str) -> None:
        """The observation ends two hours after the infusion."""
        self.enter(day, "12:15", E.Observed(number, "vital signs as before"))


def before_treatment(record: Record) -> md.Course:
    """Counts of 14 to 30, rhIL-11 that lifts them for a while; approval, consent, plan and order."""
    record.enter("2026-12-01", "08:00", E.Opened("C-0417", "P-0417", BERLIN), OFFICE)
    record.count("2026-12-01", 14)
    record.rescue("2026-12-03", "2026-12-09")
    record.count("2026-12-14", 68, note="after rhIL-11")
    record.count("2027-01-11", 30)
    record.enter("2027-01-14", "11:00", E.EthicsApproval("EC 2026/118"), OFFICE)
    record.enter("2027-01-18", "15:00", E.Consent("consent form 3.1, signed 18 January 2027"), OFFICE)
    plan = md.plan_course(
        HERE / "site_sjogren_msc.toml",
        md.Patient(weight="60 kg", basis="actual"),
        start=date(2027, 1, 29),
        closures=md.Closures(open="mon-fri"),
    )
    record.enter("2027-01-20", "09:00", E.Planned(plan), PRESCRIBER)
    planned = record.course
    text = "MSC 2 × 10⁶ viable cells/kg i.v., 60 kg, four times, once every calendar month"
    order = E.Ordered(text, PRESCRIBER, "O-4711", transcribed_by=NURSE, dosing_weight=kilograms("60 kg"))
    record.enter("2027-01-20", "09:30", order)
    record.count("2027-01-25", 18)
    return planned


def first_infusion(record: Record) -> None:
    """Infusion 1, rhIL-11 once more from the day after, and the public holidays, which nobody had entered."""
    record.weigh("2027-01-28", "60.2 kg")
    record.count("2027-01-29", 20, note="before infusion 1: the baseline")
    record.give(1, "2027-01-29", "L26-014 0007")
    record.observe(1, "2027-01-29")
    calendar = md.merged_closures("mon-fri", holidays=md.public_holidays("DE", years=[2027]))
    changed = E.CalendarChanged(calendar, "public holidays of Germany, 2027")
    record.enter("2027-02-01", "08:30", changed, OFFICE)
    record.tell("Public holidays are entered: infusion 3 leaves Easter Monday")
    record.count("2027-02-08", 93)
    record.rescue("2027-01-30", "2027-02-08")


def second_infusion(record: Record) -> None:
    """Infusion 2, stopped early for chills; the prescriber says that it counts."""
    record.weigh("2027-02-26", "61.4 kg")
    record.count("2027-02-26", 31, note="before infusion 2")
    record.give(2, "2027-03-01", "L26-014 0011", infused="15 mL", why="chills")
    record.tell("Infusion 2 stops early: only a person can say what becomes of it")
    chills = E.Reaction(
        2,
        onset=at("2027-03-01", "10:08"),
        signs="chills, 37.9 °C",
        grade=2,
        action="infusion stopped, pethidine",
        outcome="resolved after 40 min",
        volume_by_then=md.read("13 mL", "volume"),
    )
    record.enter("2027-03-01", "10:50", chills)
    record.observe(2, "2027-03-01")
    decided = E.PartialDecided(2, "counts", "three quarters went in")
    record.enter("2027-03-01", "14:00", decided, PRESCRIBER)
    record.count("2027-03-10", 62)
    record.count("2027-03-19", 74)


def third_infusion(record: Record) -> None:
    """The weight has grown by more than a tenth: infusion 3 waits for a new order, and for the review."""
    record.weigh("2027-03-25", "66.5 kg")
    record.tell("66.5 kg: the dose stays until it is ordered")
    text = "MSC 2 × 10⁶ viable cells/kg i.v., now 66.5 kg, infusions 3 and 4"
    record.enter("2027-03-25", "11:00", E.Ordered(text, PRESCRIBER, "O-4802"), PRESCRIBER)
    heavier = kilograms("66.5 kg")
    changed = E.DoseChanged(3, "weight 66.5 kg", PRESCRIBER, "O-4802", dosing_weight=heavier)
    record.enter("2027-03-25", "11:05", changed, PRESCRIBER)
    record.count("2027-03-30", 104, note="before infusion 3")
    record.give(3, "2027-03-30", "L26-021 0002", extra="last reaction reviewed")
    record.observe(3, "2027-03-30")


def wrong_count(record: Record) -> None:
    """A count entered wrong a day late, taken back, and entered again."""
    wrong = E.Counted(md.read("10 × 10⁹/L", "platelet_count"), False)
    number = record.enter("2027-04-13", "08:10", wrong, recorded=at("2027-04-14", "07:50"))
    record.enter("2027-04-14", "08:20", E.EnteredInError(number, "a zero was lost in typing: 100"))
    right = E.Counted(md.read("100 × 10⁹/L", "platelet_count"), False)
    record.enter("2027-04-13", "08:10", right, recorded=at("2027-04-14", "08:22"))


def fourth_infusion(record: Record) -> None:
    """Infusion 4, and counts up to a year after the first."""
    record.weigh("2027-04-28", "66.0 kg")
    record.count("2027-04-29", 121, note="before infusion 4")
    record.give(4, "2027-04-29", "L26-021 0005")
    record.observe(4, "2027-04-29")
    record.count("2027-07-29", 140, bleeding=None)
    record.count("2027-10-29", 135)
    record.count("2028-01-28", 132, note="one year")


def write(path: Path) -> tuple[md.Course, list[str]]:
    """Write the course file; the course as it was first planned, and what was told on the way."""
    record = Record(path)
    planned = before_treatment(record)
    first_infusion(record)
    second_infusion(record)
    third_infusion(record)
    wrong_count(record)
    fourth_infusion(record)
    return planned, record.told


def title(text: str) -> str:
    """A heading of the story."""
    return f"\n== {text}\n"


def response(course: md.Course, criteria: str) -> md.Response:
    """The response by these criteria; the baseline is the abstract's range, the washout the site's."""
    return md.course_response(
        course,
        "14 × 10⁹/L to 30 × 10⁹/L",
        criteria=criteria,
        washouts={"rhIL-11": "26 days"},
        lower_limit="100 × 10⁹/L",
    )


def at_the_end(planned: md.Course, course: md.Course) -> list[str]:
    """Where the course stands, what was struck, and what moved since the first plan."""
    struck = [each for each in course.entries if each.struck_by or each.event.type == "entered-in-error"]
    moved = md.difference(planned, course).lines()
    return [
        title(f"The course after {len(course.entries)} entries"),
        *course.lines(),
        title("What was entered in error stays, struck"),
        *entry_lines(replace(course, entries=tuple(struck))),
        title("What moved since the first plan (its closed days are told above)"),
        *(line for line in moved if not line.startswith("Closed newly")),
    ]


def answers(course: md.Course) -> list[str]:
    """The response by both criteria; the counts, which are the same, are listed with the first."""
    lines = []
    for criteria in ("iwg-2009-itp", "case-ab0452"):
        found = response(course, criteria)
        parts = found.explain().split("\n\n")
        shown = parts if criteria == "iwg-2009-itp" else parts[:2]
        notes = [f"{problem.severity.upper()}  {problem.message}" for problem in found.problems]
        lines += [title(f"The response by {criteria}"), "\n\n".join(shown), ""]
        lines += [fill(note, 80, subsequent_indent="    ") for note in notes]
    return lines


def main() -> None:
    """Write the course in a folder of its own, and tell it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "the_course.jsonl"
        planned, told = write(path)
        course = md.load_course(path)
    print("\n".join([*told, *at_the_end(planned, course), *answers(course)]).lstrip())


if __name__ == "__main__":
    main()
