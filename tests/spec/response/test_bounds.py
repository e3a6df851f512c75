"""A count that is known only as a bound (below what the machine can count) and what it may be classed as."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.files.counts import load_counts
from msc_dose.library.response import Count as count_of
from msc_dose.quantity.stated import Bound, Range
from msc_dose.response.classify import classify
from msc_dose.response.counts import Count

from .counting import CASE, GRADES, IWG, classes, codes, counts, platelets, refused, response


def bound(day, relation, limit, bleeding=False):
    return Count(day, Bound(relation, platelets(Decimal(limit))), bleeding)


@pytest.mark.parametrize(
    ("relation", "limit", "name"),
    [
        ("<", "5", "NR"),
        ("<", "40", "NR"),
        ("≤", "39.9", "NR"),
        ("≥", "100", "CR"),
        (">", "1000", "CR"),
        (">", "99.9", None),
        ("≤", "40", None),
        (">", "40", None),
        ("<", "0", None),
    ],
)
def test_a_bound_has_the_class_that_every_count_within_it_has(relation, limit, name):
    assert classes(response([bound(9, relation, limit)])) == [name]


def test_a_bound_that_allows_several_classes_is_left_out_with_them_named():
    found = response([bound(9, "<", "120")], start=0)
    assert found.counts[0].reason == "known only as less than 120 × 10⁹/L, which may be CR, R or NR"
    (told,) = (each for each in found.problems if each.code == "response.bound-open")
    assert told.severity == "check"
    assert "day 9" in told.message
    assert "less than 120 × 10⁹/L" in found.explain()


def test_a_bound_confirms_as_any_count_of_its_class_does():
    found = response([bound(9, "<", "5"), *counts((10, 8))], start=0)
    assert (found.best_confirmed, found.no_response) == ("NR", (9, 10))


def test_counts_on_either_side_of_an_open_bound_do_not_confirm_each_other():
    given = [*counts((9, 110)), bound(12, "<", "120"), *counts((16, 110))]
    assert response(given, start=0).best_confirmed is None
    later = response([*given, *counts((23, 110))], start=0)
    assert [(each.achieved, each.confirmed) for each in later.spells if each.name == "CR"] == [(16, 23)]


@pytest.mark.parametrize(
    ("relation", "limit", "grade"),
    [("<", "5", 4), ("<", "25", 4), ("≤", "25", None), ("<", "30", None), (">", "150", None)],
)
def test_a_bound_has_the_grade_that_every_count_within_it_has(relation, limit, grade):
    found = response([bound(9, relation, limit)], grading=GRADES, lower_limit=platelets(150))
    assert [each.grade for each in found.counts] == [grade]


def test_an_open_bound_within_a_washout_says_the_washout_and_asks_nothing():
    found = response([bound(9, "<", "120")], rescues=[("platelets", 8, None)], washouts={"platelets": 3})
    assert found.counts[0].reason == "1 day after platelets of day 8, washout 3 days"
    assert "response.bound-open" not in codes(found)


def test_a_range_of_baselines_is_held_against_the_whole_of_a_bound():
    ends = Range(platelets(14), platelets(30))
    assert classes(classify([bound(9, "<", "30")], ends, IWG)) == ["NR"]
    assert classes(classify([bound(9, "<", "45")], ends, IWG)) == [None]


def test_a_bound_is_no_turn_of_a_cycle_and_no_implausible_count():
    days = [bound(day, "<", "5") if day % 21 == 0 else counts((day, 150))[0] for day in range(0, 85, 7)]
    assert "response.cyclic" not in codes(response(days))
    assert "response.count-implausible" in codes(response([bound(9, ">", "9000")]))


def test_a_bound_is_read_from_a_file_and_from_text_and_no_number_is_made_of_it(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("day,count [10*9/L]\n9,<5\n10,8\n", encoding="utf-8")
    assert load_counts(str(path)) == (
        Count(9, Bound("<", platelets(5))),
        Count(10, platelets(8)),
    )
    assert count_of(9, "< 5 × 10⁹/L", False) == bound(9, "<", "5")
    document = response([bound(9, "<", "5")]).as_document()
    assert document["counts"][0]["count"] == {"relation": "<", "value": "5", "unit": "10*9/L"}
    assert refused(lambda: count_of(9, "5–10 × 10⁹/L")).codes == ("notation.range",)


@given(
    st.sampled_from(["<", "≤", ">", "≥"]),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(1, 120),
    st.sampled_from([IWG, CASE]),
)
def test_a_bound_is_never_classed_otherwise_than_a_count_within_it(
    relation, limit, number, baseline, criteria
):
    within = {"<": number < limit, "≤": number <= limit, ">": number > limit, "≥": number >= limit}[relation]
    (name,) = classes(response([bound(9, relation, limit)], baseline, criteria))
    (exact,) = classes(response(counts((9, number)), baseline, criteria))
    assert name in (None, exact) or not within
