"""The first line: what is confirmed, what a single count says better, and what is doubtful in it."""

import pytest

from .counting import counts, response

IMPLAUSIBLE = "an implausible count (100000 × 10⁹/L on day 30) is among those judged"


def first_line(*pairs, **more):
    return response(counts(*pairs), start=0, **more).explain().splitlines()[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            [(7, 80), (8, 20), (9, 21), (30, 120)],
            "RESPONSE NR, confirmed; best single count CR, not confirmed",
        ),
        ([(7, 50), (14, 50), (30, 120)], "RESPONSE R, confirmed; best single count CR, not confirmed"),
        ([(7, 10), (8, 10), (30, 50), (40, 50)], "RESPONSE R, confirmed"),
        (
            [(7, 50), (14, 50), (20, 8), (21, 8), (30, 120)],
            "RESPONSE R, confirmed, lost on day 20; best single count CR, not confirmed",
        ),
        ([(7, 10), (8, 10)], "RESPONSE NR, confirmed"),
    ],
)
def test_a_better_single_count_stands_beside_what_is_confirmed(given, said):
    text = response(counts(*given), start=0).explain()
    assert " ".join(text.partition("\n  ")[0].split()) == said


def test_a_response_confirmed_later_outranks_no_response_confirmed_earlier():
    found = response(counts((7, 10), (8, 10), (30, 110), (37, 110)), start=0)
    assert (found.best_confirmed, found.no_response) == ("CR", None)


def test_an_implausible_count_among_those_judged_is_told_in_the_first_sentence_and_printed_once():
    found = response(counts((30, 100_000), (37, 110)), start=0)
    words = " ".join(found.explain().split())
    assert words.startswith(f"RESPONSE CR, confirmed; {IMPLAUSIBLE} ")
    (row,) = (line for line in found.explain().splitlines() if line.startswith("  day 30"))
    assert row.split() == ["day", "30", "100000", "×", "10⁹/L", "no", "CR"]
    (told,) = (each for each in found.problems if each.code == "response.count-implausible")
    assert told.message == "100000 × 10⁹/L on day 30 is no likely platelet count."


def test_an_implausible_count_that_is_not_judged_stays_out_of_the_first_line():
    assert first_line((0, 100_000), (7, 110), (14, 110)) == "RESPONSE CR, confirmed"
