"""The case in a real terminal: from an empty home to the fourth infusion, keyboard only, at 80 × 24."""

import csv
from pathlib import Path

import pytest

import msc_dose as md

from .terminal import Terminal, tmux_or_skip

PEOPLE = {
    "ad-1": ("administrator", "correct horse battery"),
    "ph-7": ("pharmacist", "seven grey geese"),
    "ph-8": ("pharmacist", "eight grey geese"),
    "te-3": ("technologist", "nine blue herons"),
    "rn-104": ("nurse", "four green frogs"),
    "rn-117": ("nurse", "five black swans"),
}
ORDER = "MSC 2 x 10^6 viable cells/kg i.v., four times, monthly"
# Day, difference to UTC, platelets before: the fourth infusion comes after the clocks have changed.
INFUSIONS = (
    ("2027-01-29", "+01:00", "14"),
    ("2027-03-01", "+01:00", "45"),
    ("2027-03-29", "+02:00", "88"),
    ("2027-04-29", "+02:00", "104"),
)
BAG = {
    "lot": "MSC-27-001", "container": "bag", "population": "MSC", "viability_kind": "viable",
    "moment": "after thaw", "cells": "120e6 cells", "volume": "20 mL", "dmso": "10 % v/v",
    "donor_type": "allogeneic unrelated", "recipient": "unassigned", "expiry": "2029-06-30",
    "status": "released", "donor_eligibility": "eligible", "blood_group": "O RhD positive",
    "filter": "170 to 200 micrometres", "irradiation": "do not irradiate", "pump": "gravity only",
    "hypersensitivity": "dimethyl sulphoxide",
}  # fmt: skip
HEADS = Path(__file__).parents[2] / "examples" / "stock.csv"


class Ward:
    """The people of the case at one terminal; every screen they see is looked at."""

    def __init__(self, home: Path):
        self.terminal = Terminal(home)
        self.entries = 2  # the course begins with two

    def see(self, *texts):
        """The screen once these stand on it; it names the training record, and has no CHECK."""
        shown = self.terminal.wait(*texts, seconds=10)
        assert "TRAINING" in shown, shown
        assert "▲" not in shown, shown
        return shown

    def keys(self, *keys):
        self.terminal.keys(*keys)

    def fill(self, *texts):
        """Type each text into its field, and step on; an empty one leaves the field as it is."""
        for text in texts:
            if text:
                self.terminal.type(text)
            self.terminal.keys("Enter")

    def open(self, moment, *texts):
        """Begin the program at another moment: it freezes the clock."""
        self.terminal.open(f"MSC_DOSE_NOW={moment} msc-dose")
        self.see("F1 Help", *texts)

    def leave(self):
        self.keys("C-q")
        self.terminal.wait("^Q Quit", gone=True)

    def sign_in(self, code):
        """Sign whoever is signed in out, and this person in."""
        if "signed out (^O)" not in self.terminal.screen():
            self.keys("C-o")
            self.see("signed out (^O)")
        self.keys("C-o")
        self.see("Sign in")
        self.signs(code)
        self.see(f"{code} {PEOPLE[code][0]}")

    def signs(self, code, ask_code=True):
        self.fill(*([code] if ask_code else []))
        self.terminal.type(PEOPLE[code][1])
        self.keys("C-r")

    def choose(self, act, *texts):
        """Take an act from the menu by its digit, as it stands there; the dialog that opens."""
        self.keys("a")
        shown = self.see("WHAT CAN BE DONE NOW", act)
        line = next(line for line in shown.splitlines() if act in line)
        self.keys(line.partition(act)[0].split()[-1])
        self.see(*texts)

    def record(self):
        """Record what stands in the form, once nothing stands against it."""
        self.see("nothing stands against it")
        self.keys("C-r")
        self.recorded()

    def recorded(self):
        self.entries += 1
        self.see(f"Recorded as entry {self.entries}:")


@pytest.fixture
def ward(tmp_path):
    tmux_or_skip()
    ward = Ward(tmp_path)
    yield ward
    ward.terminal.close()


def the_record_is_made(ward, home):
    """On the shell: a training record, its people, four bags."""
    columns = HEADS.read_text(encoding="utf-8").splitlines()[0].split(",")
    with (home / "stock.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows({**BAG, "serial": f"000{n}", "position": f"tank 1 / A{n}"} for n in (1, 2, 3, 4))
    said = home / "passphrases.txt"
    said.touch(mode=0o600)
    said.write_text("".join(f"{code} {phrase}\n" for code, (_, phrase) in PEOPLE.items()), encoding="utf-8")
    run = ward.terminal.run
    run("export MSC_DOSE_PASSPHRASES=~/passphrases.txt MSC_DOSE_NOW=2027-01-25T09:00+01:00")
    init = "db init --zone Europe/Berlin --training --administrator ad-1 --name 'Administrator one'"
    run(f"msc-dose {init} && msc-dose people sign-in ad-1")
    adds = (
        f"msc-dose people add {code} --role {role} --name 'Person {code}'"
        for code, (role, _) in PEOPLE.items()
        if code != "ad-1"
    )
    run(" && ".join(adds))
    shown = run("msc-dose people sign-out && msc-dose stock import stock.csv --as te-3")
    assert "4 containers of stock.csv taken into the record" in shown


def the_course_is_begun(ward):
    """In the screens: the case is planned, begun and ordered by a pharmacist."""
    ward.open("2027-01-25T09:00+01:00", "TODAY")
    ward.keys("F9")
    ward.see("[F9 Plan]")
    ward.terminal.type("sjogren-itp")
    ward.keys("Down")
    ward.fill("60 kg", "2027-01-29")
    ward.keys("Right", "Down", "Right", "Down", "Right", "Down")
    ward.fill("3", "mon-fri")
    ward.see("120 million viable MSC × 4 infusions = 480 million viable MSC", "Mon 1-Mar-2027")
    ward.keys("C-g")
    ward.see("Sign in")
    ward.signs("ph-7")
    ward.see("Begin")
    ward.fill("C-0417")
    ward.terminal.type("P-0417")
    ward.keys("C-r")
    ward.see("[1 Timeline]", "4/4  Thu 29-Apr-2027", "Begun: course C-0417.")
    ward.choose("Enter the prescriber's order", "PRESCRIBER'S ORDER")
    ward.fill(ORDER, "md-12", "O-1", "", "60 kg")
    ward.record()


def the_dose_is_prepared(ward, number):
    """A pharmacist reserves the bag; another enters the order blind, from its source, and signs."""
    if number > 1:
        ward.sign_in("ph-7")
        ward.keys("F4")
        ward.see("sjogren-itp-msc-monthly", "/ Search")
        ward.keys("Enter")
    ward.see("[1 Timeline]", "b Bags")
    ward.keys("b")
    ward.see(f"Containers of infusion {number} of C-0417")
    ward.terminal.type(f"MSC-27-001 000{number}")
    ward.keys("C-r")
    ward.see("Next: have the")
    ward.sign_in("ph-8")
    ward.keys("F6")
    ward.see("TO CHECK")
    ward.keys("Enter")
    ward.see(f"Verify: C-0417, infusion {number}")
    ward.fill(str(number), "2 x 10^6 viable cells/kg")
    ward.keys("Right", "Enter", "Right", "Enter")
    ward.fill("60 kg")
    ward.terminal.type(f"MSC-27-001 000{number}")
    ward.keys("C-r")
    ward.see("Sign: independent double check")
    ward.signs("ph-8", ask_code=False)
    ward.see(f"✓ VERIFIED: C-0417, infusion {number}")


def the_infusion_is_started(ward, number, platelets):
    """A nurse weighs, counts, clears, thaws; two check at the bedside; the infusion is started."""
    ward.sign_in("rn-104")
    ward.keys("F10")
    ward.see("TODAY", f"P-0417   {number}/4", "clear to thaw")
    ward.choose("Enter a body weight", "BODY WEIGHT")
    ward.fill("60 kg")
    ward.record()
    ward.choose("Enter a platelet count", "PLATELET COUNT")
    ward.fill(f"{platelets} x 10^9/L")
    ward.record()
    ward.choose(f"Clear infusion {number} to thaw", "CLEAR TO THAW", "[ ] IV access")
    ward.keys("Space", "Down", "Space", "Down", "Space")
    ward.record()
    ward.choose(f"Record the thaw for infusion {number}", f"MSC-27-001 000{number}")
    ward.record()
    ward.choose(f"Bedside check of infusion {number} by two", "BEDSIDE CHECK BY TWO")
    ward.fill(f"MSC-27-001 000{number}", "rn-117", "date of birth", "name")
    ward.keys(*["Right", "Enter"] * 5)
    ward.see("nothing stands against it")
    ward.keys("C-r")
    ward.see("the second person, rn-117, signs")
    ward.signs("rn-117", ask_code=False)
    ward.recorded()
    ward.choose(f"Start infusion {number}", "START")
    ward.record()


def the_infusion_is_completed(ward, number, day):
    """It ended without a remainder; the nurse observes, and says so."""
    ward.sign_in("rn-104")
    ward.see("RUNNING")
    ward.choose(f"Complete infusion {number}", "COMPLETE", "read: 20 mL issued")
    ward.fill(f"{day} 09:10", "", "", "20 mL", "0 mL", "", "")
    ward.keys("Right")
    ward.record()
    ward.choose(f"End the observation after infusion {number}", "OBSERVATION")
    ward.record()


def given_wholly_and_audited(home):
    """What the record says in the end."""
    record = md.record.open_record(str(home / ".local" / "share" / "msc_dose" / "record.db"))
    try:
        course = md.record.overview(record)["C-0417"]
        problems = md.record.verify_audit(record)
    finally:
        record.close()
    assert [each.state for each in course.infusions] == ["completed"] * 4
    assert all(each.observed for each in course.infusions)
    assert [each.date.isoformat() for each in course.infusions] == [day for day, *_ in INFUSIONS]
    assert str(course.infused).startswith("480 million viable MSC")
    assert [each for each in course.problems if each.severity != "note"] == []
    assert len(course.entries) == 3 + 4 * 8
    assert course.training
    assert problems == ()


def test_the_case_is_given_from_an_empty_home_to_its_fourth_infusion_and_meets_no_check(ward, tmp_path):
    ward.terminal.open("msc-dose", "No record is open.", "msc-dose demo", "F9 plans a course", "^Q Quit")
    ward.leave()
    the_record_is_made(ward, tmp_path)
    the_course_is_begun(ward)
    the_dose_is_prepared(ward, 1)
    for number, (day, zone, platelets) in enumerate(INFUSIONS, 1):
        if number == 1:
            ward.leave()
        ward.open(f"{day}T08:30{zone}", "TODAY", "DUE", f"{number}/4")
        if number > 1:
            the_dose_is_prepared(ward, number)
        the_infusion_is_started(ward, number, platelets)
        ward.leave()
        ward.open(f"{day}T12:00{zone}", "RUNNING")
        the_infusion_is_completed(ward, number, day)
        ward.leave()
    ward.open("2027-04-30T08:00+02:00", "TODAY")
    ward.keys("F4")
    ward.see("P-0417", "/ Search")
    ward.keys("Enter")
    ward.see("INFUSED so far 480 million viable MSC", "4/4")
    ward.leave()
    given_wholly_and_audited(tmp_path)
