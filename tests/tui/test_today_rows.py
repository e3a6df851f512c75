"""The rows of Today as values: what flows where in which width, and what a day of the load says."""

from datetime import date

import pytest

from msc_dose.tui.today import loads
from msc_dose.tui.today.listing import Line, Listing
from msc_dose.ward import Load

NAMES = ("  Stage", "Patient", "No.", "DOSE", "VOLUME", "Where", "Next step")
LABELS = ("", "", "", "DOSE", "VOLUME", "", "")
DOSE, VOLUME = "1,234,567,890 viable CD34+ cells", "1,250.5 mL"


def listing(width, patient="P-0417", then="bedside check", place="R12"):
    cells = ("* THAWED", patient, "12/12", DOSE, VOLUME, place, then)
    return Listing(NAMES, LABELS, [Line("P", cells, whole=True)], width)


def text(rows, width):
    return [rows.line(0, part, width).plain.rstrip() for part in range(rows.height)]


@pytest.mark.parametrize("width", [78, 98, 118])
@pytest.mark.parametrize("patient", ["P-1", "P" * 40])
@pytest.mark.parametrize("place", ["", "R12", "day ward, bed 4, isolation, monitored bed"])
def test_code_dose_volume_and_place_are_never_cut(width, patient, place):
    shown = " ".join(text(listing(width, patient, "next " * 60, place), width))
    assert patient in shown
    assert DOSE in shown
    assert VOLUME in shown
    assert place in shown
    assert "…" in shown  # the free text is what is cut


def test_what_flows_below_carries_its_name():
    assert text(listing(78, "P" * 40), 78) == [
        f"* THAWED  {'P' * 40}  12/12",
        f"    DOSE {DOSE}  VOLUME {VOLUME}  R12",
        "    bedside check",
    ]


def test_a_wide_list_has_one_line_a_row_and_its_names_above():
    rows = listing(118)
    assert rows.height == 1
    assert rows.heads(118).plain.split() == [
        "Stage",
        "Patient",
        "No.",
        "DOSE",
        "VOLUME",
        "Where",
        "Next",
        "step",
    ]
    assert text(rows, 118)[0].endswith("R12    bedside check")


def test_a_column_in_which_no_row_says_anything_takes_no_room():
    assert "Where" not in listing(118, place="").heads(118).plain


def test_a_day_that_is_closed_or_too_full_says_so_in_letters():
    days = [
        Load(date(2027, 3, 26), 1, 4, "closed: Good Friday"),
        Load(date(2027, 3, 30), 5, 4, needs=(("isolation", 2),)),
    ]
    rows = loads.listed(days, 78)
    shown = [" ".join(rows.line(at, 0, 78).plain.split()) for at in range(2)]
    assert shown == [
        "C Fri 26-Mar-2027 1 of 4 CLOSED: Good Friday (1 on it)",
        "! Tue 30-Mar-2027 5 of 4 2 × isolation OVER: 1 too many",
    ]
