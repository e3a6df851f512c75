"""The class of a single count: thresholds, the baseline, strictness, bleeding.

Rows of dosing.csv: ITP-05, ITP-07, ITP-08, SER-12.
"""

from decimal import Decimal

import pytest

from msc_dose.quantity.stated import Range
from msc_dose.response.classify import classify
from msc_dose.response.counts import rescues_of

from .counting import CASE, IWG, classes, codes, counts, platelets, refused, response, row


@pytest.mark.parametrize("name", ["ITP-05", "ITP-07", "ITP-08"])
def test_published_single_counts_have_their_class_and_it_is_not_confirmed(name):
    inputs, expected = row(name)
    found = response(
        counts((30, inputs["count_1e9L"]), bleeding=inputs["bleeding"]), inputs["baseline_1e9L"], start=0
    )
    assert classes(found) == [expected["class_unconfirmed"]] == [found.best_unconfirmed]
    assert found.best_confirmed is None
    assert codes(found)[0] == "response.not-confirmed"


def test_a_response_is_at_least_30_and_at_least_twice_the_baseline():
    inputs, expected = row("SER-12")
    found = response(counts((30, inputs["count_1e9L"])), inputs["baseline_1e9L"], start=0)
    assert classes(found) == [expected["class_IWG_and"]] != [expected["class_if_OR_misread"]]


@pytest.mark.parametrize(
    ("baseline", "count", "name"),
    [
        (20, "99.9", "R"),
        (20, "100", "CR"),
        (20, "40", "R"),
        (20, "39.9", "NR"),
        (10, "30", "R"),
        (10, "29.9", "NR"),
        (15, "30", "R"),
        (0, "30", "R"),
        (60, "99", "NR"),
        (60, "100", "CR"),
        (20, "0", "NR"),
    ],
)
def test_the_ends_of_each_class(baseline, count, name):
    assert classes(response(counts((9, Decimal(count))), baseline)) == [name]


def test_exactly_100_is_a_complete_response_and_not_greater_than_100():
    exactly = counts((9, 100))
    assert classes(response(exactly)) == ["CR"]
    assert classes(response(exactly, None, CASE)) == ["not above 100"]
    assert classes(response(counts((9, Decimal("100.1"))), None, CASE)) == ["above 100"]


@pytest.mark.parametrize(
    ("count", "bleeding", "name", "conditional"),
    [
        (120, False, "CR", False),
        (120, True, "NR", False),
        (120, None, "CR", True),
        (45, None, "R", True),
        (12, None, "NR", False),
    ],
)
def test_bleeding_ends_every_response_and_what_is_not_reported_is_named(count, bleeding, name, conditional):
    found = response(counts((9, count), bleeding=bleeding))
    assert classes(found) == [name]
    assert found.counts[0].if_no_bleeding is conditional
    assert ("response.bleeding-not-reported" in codes(found)) is conditional


def test_criteria_that_do_not_ask_for_bleeding_do_not_assume_it_either():
    found = response(counts((9, 120), bleeding=None), None, CASE)
    assert not found.counts[0].if_no_bleeding
    assert "response.bleeding-not-reported" not in codes(found)


def test_a_missing_baseline_is_asked_for_where_the_criteria_compare_with_it():
    problem = refused(lambda: response(counts((9, 120)), None)).problems[0]
    assert (problem.code, problem.field) == ("value.missing", "baseline")


PRINTED = Range(platelets(14), platelets(30))


def ranged(given):
    return classify(given, PRINTED, IWG)


def test_a_range_of_baselines_is_refused_with_both_thresholds_where_a_class_depends_on_it():
    refusal = refused(lambda: ranged(counts((9, 45), (16, 120))))
    (problem,) = refusal.problems
    assert (problem.code, problem.field) == ("baseline.range", "baseline")
    assert "R at least 30 × 10⁹/L (baseline 14 × 10⁹/L)" in problem.message
    assert "R at least 60 × 10⁹/L (baseline 30 × 10⁹/L)" in problem.message
    assert "the class on day 9 depends on it" in problem.message
    assert [(reading.value, reading.field) for reading in refusal.readings] == [
        ("14", "baseline"),
        ("30", "baseline"),
    ]


@pytest.mark.parametrize("count", [29, 60, 100, 5])
def test_a_range_is_taken_where_the_whole_of_it_gives_every_count_one_class(count):
    found = ranged(counts((9, count)))
    assert found.baseline == PRINTED
    assert codes(found)[0] == "baseline.range-alike"


def test_a_count_that_is_not_judged_does_not_make_a_range_matter():
    given = counts((9, 45), (30, 120))
    found = classify(
        given, PRINTED, IWG, rescues=rescues_of([("platelets", 8, None)]), washouts={"platelets": 7}
    )
    assert [each.name for each in found.counts] == [None, "CR"]


def test_a_count_per_microlitre_taken_for_one_per_litre_is_looked_at():
    found = response(counts((9, 45_000)))
    assert "response.count-implausible" in codes(found)
    assert "response.count-implausible" not in codes(response(counts((9, 5000))))
