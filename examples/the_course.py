"""The whole course of the case, entry by entry: what moved it, what went in, and the response.

Sites, people, products and every number that the abstract does not print are invented. Everybody is a code.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill

import msc_dose as md
from msc_dose.courses.counted import counts_of, rescues_of
from msc_dose.courses.course_text import course_lines, entry_lines, question_lines

HERE = Path(__file__).parent
BERLIN = "Europe/Berlin"
NURSE, SECOND, PRESCRIBER, OFFICE = "rn-104", "rn-117", "md-12", "st-03"
E = md.events


def at(day: str, time: str) -> datetime:
    """A moment as the clocks in Berlin show it."""
    return md.local_moment(datetime.fromisoformat(day).date(), time, BERLIN)


def title(text: str) -> None:
    """A heading of the story."""
    print(f"\n== {text}\n")


class Record:
    """A course file under the pen: what is entered, when it occurred, and the course after it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = self.course = self.planned = None

    def enter(self, day, time, what, by=NURSE, recorded=None):
        """Record one event, a minute after it occurred unless said otherwise; the number of the entry."""
        occurred = at(day, time)
        later = recorded or occurred.replace(minute=occurred.minute + 1)
        self.before = self.course
        event, self.course = md.record_event(self.path, what, by=by, occurred=occurred, recorded=later)
        return event.number

    def tell(self, text):
        """What the last entry moved, and what a person must decide after it."""
        title(text)
        print("\n".join(md.difference(self.before, self.course).lines()))
        print("\n".join(question_lines(self.course)))

    def count(self, day, count, bleeding=False, note="", time="08:10"):
        """A platelet count of the day."""
        return self.enter(day, time, E.Counted(md.read(f"{count} × 10⁹/L", "platelet_count"), bleeding, note))

    def rescue(self, first, last):
        """rhIL-11, injected from a first to a last day, and entered after the last."""
        injected = E.RescueGiven("rhIL-11", datetime.fromisoformat(last).date())
        return self.enter(first, "10:00", injected, recorded=at(last, "18:00"))

    def weigh(self, day, weight):
        """A body weight of the day."""
        return self.enter(day, "08:05", E.Weighed(md.read(weight, "body_weight")))

    def give(self, number, day, bag, extra=(), infused="20 mL", why=None):
        """Clear, thaw, check, start and end an infusion of one bag of 20 mL."""
        items = ("order in force", "afebrile", "IV access", *extra)
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
        return self.enter(day, "12:15", E.Observed(number, "two hours; vital signs as before"))


def write(path: Path) -> Record:
    """Write the course file, one event a line."""
    record = Record(path)
    weekdays = md.Closures(open="mon-fri")
    plan = md.plan_course(
        HERE / "site_sjogren_msc.toml",
        md.Patient(weight="60 kg", basis="actual"),
        start=datetime(2027, 1, 29).date(),
        closures=weekdays,
    )

    # Before the first infusion: 14 to 30 × 10⁹/L, and rhIL-11 that lifts the count for a while.
    record.enter("2026-12-01", "09:00", E.Opened("C-0417", "P-0417", BERLIN), OFFICE)
    record.count("2026-12-01", 14)
    record.rescue("2026-12-03", "2026-12-09")
    record.count("2026-12-14", 68, note="after rhIL-11")
    record.count("2027-01-11", 30)
    record.enter("2027-01-14", "11:00", E.EthicsApproval("EC 2026/118"), OFFICE)
    record.enter("2027-01-18", "15:00", E.Consent("consent form 3.1, signed 18 January 2027"), OFFICE)
    record.enter("2027-01-20", "09:00", E.Planned(plan), PRESCRIBER)
    record.planned = record.course
    order = E.Ordered(
        "MSC 2 × 10⁶ viable cells/kg i.v., 60 kg, four times, once every calendar month",
        PRESCRIBER,
        "O-4711",
        transcribed_by=NURSE,
        dosing_weight=md.read("60 kg", "body_weight"),
    )
    record.enter("2027-01-20", "09:30", order)
    record.count("2027-01-25", 18)

    # Infusion 1; rhIL-11 once more, from the day after it.
    record.weigh("2027-01-28", "60.2 kg")
    record.count("2027-01-29", 20, note="before infusion 1: the baseline")
    record.give(1, "2027-01-29", "L26-014 0007")
    holidays = md.public_holidays("DE", years=[2027])
    calendar = md.merged_closures("mon-fri", holidays=holidays)
    entered = E.CalendarChanged(calendar, "public holidays of Germany, 2027")
    record.enter("2027-02-01", "08:30", entered, OFFICE)
    record.tell("Public holidays are entered: infusion 3 leaves Easter Monday")
    record.count("2027-02-08", 93)
    record.rescue("2027-01-30", "2027-02-08")

    # Infusion 2, stopped early: chills. The prescriber says that it counts.
    record.weigh("2027-02-26", "61.4 kg")
    record.count("2027-02-26", 31, note="before infusion 2")
    record.give(2, "2027-03-01", "L26-014 0011", infused="15 mL", why="chills")
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
    record.tell("Infusion 2 stopped early, with a reaction")
    counts = E.PartialDecided(2, "counts", "three quarters went in; md-12, 1 March")
    record.enter("2027-03-01", "14:00", counts, PRESCRIBER)
    record.count("2027-03-10", 62)
    record.count("2027-03-19", 74)

    # The weight has grown by more than a tenth: infusion 3 waits for a new order.
    record.weigh("2027-03-25", "66.5 kg")
    record.tell("66.5 kg: the dose stays until it is ordered")
    order = E.Ordered(
        "MSC 2 × 10⁶ viable cells/kg i.v., now 66.5 kg, infusions 3 and 4", PRESCRIBER, "O-4802"
    )
    record.enter("2027-03-25", "11:00", order, PRESCRIBER)
    heavier = E.DoseChanged(
        3, "weight 66.5 kg", PRESCRIBER, "O-4802", dosing_weight=md.read("66.5 kg", "body_weight")
    )
    record.enter("2027-03-25", "11:05", heavier, PRESCRIBER)
    record.count("2027-03-30", 104, note="before infusion 3")
    record.give(3, "2027-03-30", "L26-021 0002", extra=("last reaction reviewed",))

    # A count entered wrong, a day late; taken back, and entered again.
    wrong = E.Counted(md.read("10 × 10⁹/L", "platelet_count"), False)
    number = record.enter("2027-04-13", "08:10", wrong, recorded=at("2027-04-14", "07:50"))
    record.enter("2027-04-14", "08:20", E.EnteredInError(number, "a zero was lost in typing: 100"))
    right = E.Counted(md.read("100 × 10⁹/L", "platelet_count"), False)
    record.enter("2027-04-13", "08:10", right, recorded=at("2027-04-14", "08:22"))

    # Infusion 4, and the counts of a year.
    record.weigh("2027-04-28", "66.0 kg")
    record.count("2027-04-29", 121, note="before infusion 4")
    record.give(4, "2027-04-29", "L26-021 0005")
    record.count("2027-07-29", 140, bleeding=None)
    record.count("2027-10-29", 135)
    record.count("2028-01-28", 132, note="one year")
    return record


def response(course: md.Course, criteria: str) -> md.Response:
    """The response by these criteria: the baseline that the abstract prints, and a washout the site states."""
    return md.classify_response(
        counts_of(course),
        "14 × 10⁹/L to 30 × 10⁹/L",
        criteria=criteria,
        start=course.infusions[0].date,
        rescues=rescues_of(course),
        washouts={"rhIL-11": "26 days"},
        lower_limit="100 × 10⁹/L",
    )


def end(record: Record) -> None:
    """Where the course stands, what moved since the first plan, and the response by two criteria."""
    course = md.load_course(record.path)
    title(f"The course after {len(course.entries)} entries")
    print("\n".join(course_lines(course)))
    title("What was entered in error stays, struck")
    print("\n".join(entry_lines(replace(course, entries=course.entries[37:40]))))
    title("What moved since the first plan")
    print("\n".join(md.difference(record.planned, course).lines()))
    for criteria in ("iwg-2009-itp", "case-ab0452"):
        title(f"The response by {criteria}")
        told = response(course, criteria)
        parts = told.explain().split("\n\n")
        print("\n\n".join(parts if criteria == "iwg-2009-itp" else parts[:2]))
        for problem in told.problems:
            print(fill(f"{problem.severity.upper()}  {problem.message}", 80, subsequent_indent="    "))


def main() -> None:
    """Write the course in a folder of its own, and tell it."""
    with TemporaryDirectory() as folder:
        end(write(Path(folder) / "the_course.jsonl"))


if __name__ == "__main__":
    main()
