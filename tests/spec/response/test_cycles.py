"""Cyclic thrombocytopenia: noted where the counts show it, and where they are too far apart to show it."""

import pytest

from .counting import codes, counts, response

NOTES = {"response.cyclic", "response.sampled-too-rarely"}


def notes(*pairs, **more):
    return [code for code in codes(response(counts(*pairs), **more)) if code in NOTES]


def cycling(period, cycles=3, every=7, low=10, high=150):
    """Counts that rise and fall with this period, every so many days."""
    days = range(0, period * cycles + 1, every)
    return [(day, low if day % period < every else high) for day in days]


@pytest.mark.parametrize("period", [14, 21, 28])
def test_counts_every_week_show_a_cycle(period):
    assert notes(*cycling(period, 4)) == ["response.cyclic"]


def test_the_note_names_the_turns_and_how_far_they_are_apart():
    found = response(counts(*cycling(21, 4)))
    (note,) = (each for each in found.problems if each.code == "response.cyclic")
    assert note.severity == "note"
    assert note.message == "The counts turn on day 21, day 42 and day 63, 21 days apart, as a cycle would."
    assert "policy" in note.source


@pytest.mark.parametrize(
    "given",
    [
        cycling(35, 4),
        cycling(21, 2),
        cycling(21, 4, low=90),
        [(day, 110) for day in range(0, 90, 7)],
        [(day, 10 if day in (7, 21, 49) else 100) for day in range(0, 57, 7)],
        [(day, 10 if day in (20, 40, 60) else 100) for day in range(0, 81, 10)],
    ],
    ids=["too long", "too few", "too flat", "steady", "uneven", "too sparse"],
)
def test_what_is_no_cycle_is_not_called_one(given):
    assert notes(*given) == []


def test_counts_a_month_apart_cannot_show_a_cycle_and_that_is_said():
    assert notes((28, 110), (56, 112), (84, 108)) == ["response.sampled-too-rarely"]
    assert notes((14, 110), (28, 112), (42, 108)) == ["response.sampled-too-rarely"]
    assert notes((13, 110), (26, 112), (39, 108)) == []


def test_two_counts_say_nothing_of_cycles():
    assert notes((28, 110), (56, 112)) == []


def test_what_rescue_treatment_raised_is_no_part_of_a_cycle():
    given = cycling(21, 4)
    peaks = [("IVIG", day, None) for day, count in given if count == 150]
    assert notes(*given, rescues=peaks, washouts={"IVIG": 0}) != ["response.cyclic"]
