"""The pages of the tour: few words each, over the screen that they tell of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TourPage:
    """A title, what is said, and the screen that stands behind it; with `course` the case is opened."""

    mode: str
    title: str
    text: str
    course: bool = False


NO_RECORD = TourPage(
    "today",
    "The tour",
    "There is no record yet. The tour can make one of its own with sample data: a training record, marked"
    " as such on every screen, that is never used for a patient.\n\n"
    "d opens it (a few seconds). Enter goes on without one, and the screens stay empty.",
)
PAGES = (
    TourPage(
        "today",
        "Today: who is next",
        "The first column says how it stands: * thawed and ticking, ! late, o due, = held. What is most"
        " urgent is always above, and the next step stands beside or below it in words.\nEnter opens a"
        " patient, a lists what can be done now, c clears to thaw.",
    ),
    TourPage(
        "dose",
        "Dose: the calculator",
        "Type as it is written: 2 × 10⁶ cells/kg, 60 kg. Beside each field stands what was read; where a"
        " text can be read in two ways nothing is computed until you pick one.\nNothing here is written to"
        " the record.",
    ),
    TourPage(
        "calendar",
        "Calendar: month, week, agenda",
        "Letters mark closed days (C) as well as colour does. m moves an infusion: arrows choose the day, and"
        " everything that would change is shown before it does. v changes the view.",
    ),
    TourPage(
        "course",
        "Course: one patient from first to last",
        "Planned, window and given stand side by side; v shows doses, counts and every entry. w is the"
        " working of a dose, p the worksheet. u takes back what was entered in error: both stay visible.",
        course=True,
    ),
    TourPage(
        "stock",
        "Stock: bags, and who has them",
        "Expiry, position, reserved for whom, what runs out. A scanner can be used in every field that"
        " names a bag. A bag is never given to two.",
    ),
    TourPage(
        "checks",
        "Checks: the second person",
        "Doses wait here for somebody who had no part in them. They read the order again without seeing the"
        " first entry; the program compares, and they sign with their passphrase.",
    ),
    TourPage(
        "record",
        "Record: what was changed, by whom, why",
        "Nothing is ever deleted. The chain of its rows shows whether somebody changed it by other means.",
    ),
    TourPage(
        "today",
        "Everywhere",
        "F1 explains the screen you are on. ^P finds every command by name. ^O signs in or out. Esc goes"
        " back, ^Q leaves.\nIn a dialog Enter only goes to the next field; ^R does what the dialog says.",
    ),
)
