"""NAME ALERT: codes of one day that are easily taken for each other (policy)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.ward import ward_view
from msc_dose.ward.alike import alike, pairs_alike

from .courses import MON_TO_FRI, at, course, infusion


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("P-0417", "P-0419", True),  # a character other
        ("P-0417", "P-0418", False),  # running numbers
        ("P-9", "P-10", False),
        ("P-1-A", "P-2-A", False),
        ("P-1-A", "P-1-B", True),
        ("S1-0417", "S2-0417", True),  # of two sites
        ("P-0417", "P-417", True),  # one less
        ("P-0417", "P-04171", True),  # one more
        ("P-0417", "P-0471", True),  # two neighbours exchanged
        ("P-0417", "P-7140", True),  # the digits backwards
        ("p-0417", "P-0417", True),  # capital letters
        ("P-0417", "P-0714", False),
        ("P-0417", "P-0528", False),
        ("AB-12", "BA-21", False),
    ],
)
def test_which_codes_are_alike(one, other, are_alike):
    assert (pairs_alike([one, other]) != ()) is are_alike


def test_a_code_is_not_alike_to_itself():
    assert alike(["P-1", "P-1"]) == {}


def test_only_patients_of_today_are_compared_and_each_row_names_the_others():
    courses = [
        course("P-0417", [infusion(1, "30 Mar")]),
        course("P-0471", [infusion(1, "30 Mar", time="09:00")]),
        course("P-0418", [infusion(1, "30 Apr")]),
    ]
    ward = ward_view(courses, at("30 Mar 14:05"), MON_TO_FRI)
    assert {row.recipient: row.alike for row in ward.rows} == {
        "P-0417": ("P-0471",), "P-0471": ("P-0417",), "P-0418": (),
    }  # fmt: skip
    assert "    NAME ALERT: today also P-0471" in ward.lines()


def running(first, last):
    return [course(f"P-{n:04}", [infusion(1, "30 Mar")]) for n in range(first, last + 1)]


def test_running_numbers_are_normal():
    ward = ward_view(running(411, 420), at("30 Mar 14:05"), MON_TO_FRI)
    assert {row.alike for row in ward.rows} == {()}
    assert pairs_alike(["P-0411", "P-0412", "P-0414"]) == (("P-0411", "P-0414"), ("P-0412", "P-0414"))


def test_neighbours_exchanged_within_running_numbers_are_still_told():
    assert pairs_alike(f"P-{n:04}" for n in range(411, 421)) == ()
    assert pairs_alike(f"P-{n:04}" for n in range(411, 422)) == (("P-0412", "P-0421"),)


def test_a_row_names_three_codes_and_counts_the_others():
    courses = [course(f"P-{n:04}", [infusion(1, "30 Mar")]) for n in range(411, 428, 2)]
    ward = ward_view(courses, at("30 Mar 14:05"), MON_TO_FRI)
    assert len(ward.rows[0].alike) == 5
    assert "    NAME ALERT: today also P-0413, P-0415, P-0417, and 2 more" in ward.lines()
    ahead = ward_view(courses, at("29 Mar 14:05"), MON_TO_FRI)
    assert len(ahead.tomorrow.alike) > 3
    said = " ".join(line.strip() for line in ahead.lines(120))
    assert said.count("NAME ALERT: ") == 3
    assert f"and {len(ahead.tomorrow.alike) - 3} more name alerts" in said


def test_a_patient_who_is_due_beside_an_overdue_infusion_is_compared_too():
    overdue = course("P-0417", [infusion(1, "20 Mar"), infusion(2, "30 Mar")])
    ward = ward_view([overdue, course("P-0471", [infusion(1, "30 Mar")])], at("30 Mar 14:05"), MON_TO_FRI)
    assert [row.alike for row in ward.rows] == [("P-0417",), ("P-0471",)]


def one_edit(one, other):
    """The rule by its words, without a table of signs."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) + 1 == len(other):
        return any(other[:n] + other[n + 1 :] == one for n in range(len(other)))
    differ = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1
    return len(one) == len(other) and (
        len(differ) <= 1
        or (swapped and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]])
    )


def backwards(one, other):
    places = [[n for n, c in enumerate(code) if c.isdigit()] for code in (one, other)]
    letters = ["".join("#" if c.isdigit() else c for c in code) for code in (one, other)]
    digits = ["".join(code[n] for n in at) for code, at in zip((one, other), places, strict=True)]
    return letters[0] == letters[1] and digits[0] == digits[1][::-1]


def exchanged(one, other):
    return any(one[:n] + one[n + 1] + one[n] + one[n + 2 :] == other for n in range(len(one) - 1))


def parts(code):
    """What stands around the last number of a code, and the number."""
    found = re.fullmatch(r"(.*?)([0-9]+)([^0-9]*)", code)
    return (found[1], found[3], int(found[2])) if found else None


def in_one_run(one, other, codes):
    """Whether every number between theirs is that of a code of the day."""
    if not parts(one) or not parts(other) or parts(one)[:2] != parts(other)[:2]:
        return False
    low, high = sorted((parts(one)[2], parts(other)[2]))
    there = set(map(parts, codes))
    return low < high and all((*parts(one)[:2], n) in there for n in range(low, high))


@given(st.lists(st.text("012a-", min_size=1, max_size=5), min_size=2, max_size=8))
def test_the_quick_way_finds_exactly_what_the_rule_says(codes):
    distinct = sorted(set(codes))
    expected = {
        (one, other)
        for one in distinct
        for other in distinct
        if one < other
        if exchanged(one, other)
        or backwards(one, other)
        or (one_edit(one, other) and not in_one_run(one, other, distinct))
    }
    assert set(pairs_alike(codes)) == expected
