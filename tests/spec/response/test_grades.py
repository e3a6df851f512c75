"""CTCAE grades of platelet counts. Rows of dosing.csv: CTC-01, CTC-03, CTC-07, CTC-11."""

from decimal import Decimal

import pytest

from msc_dose.library.response import ctcae_grade
from msc_dose.response.ctcae import Grade, Grading, grade_of

from .counting import GRADES, codes, counts, platelets, refused, response, row


@pytest.mark.parametrize("name", ["CTC-01", "CTC-03", "CTC-07", "CTC-11"])
def test_published_counts_have_their_grade(name):
    inputs, expected = row(name)
    found = grade_of(platelets(inputs["plt_1e9L"]), GRADES, platelets(inputs["LLN_1e9L"]))
    assert found == expected["grade"]


@pytest.mark.parametrize(
    ("count", "limit", "grade"),
    [
        ("0", 150, 4),
        ("24.9", 150, 4),
        ("25", 150, 3),
        ("49.9", 150, 3),
        ("50", 150, 2),
        ("74.9", 150, 2),
        ("75", 150, 1),
        ("149.9", 150, 1),
        ("150", 150, None),
        ("74.9", None, 2),
        ("300", None, None),
    ],
)
def test_the_ends_of_each_grade(count, limit, grade):
    assert grade_of(platelets(Decimal(count)), GRADES, platelets(limit)) == grade


@pytest.mark.parametrize("limit", [75, 60])
def test_a_lower_limit_of_normal_that_leaves_no_grade_1_is_refused(limit):
    assert refused(lambda: grade_of(platelets(10), GRADES, platelets(limit))).codes == ("grade.lower-limit",)


def test_a_response_grades_every_count_and_says_where_the_lower_limit_is_wanted():
    found = response(counts((1, 20), (8, 110)), start=1, grading=GRADES)
    assert [each.grade for each in found.counts] == [4, None]
    assert "grade.lower-limit-missing" in codes(found)
    stated = response(counts((1, 20), (8, 110)), start=1, grading=GRADES, lower_limit=platelets(150))
    assert [each.grade for each in stated.counts] == [4, 1]
    assert "grade.lower-limit-missing" not in codes(stated)


def test_the_public_function_takes_text_and_no_number_without_its_unit():
    assert ctcae_grade("24 × 10⁹/L") == 4
    assert ctcae_grade("99e9/L", "100 × 10⁹/L") == 1
    assert refused(lambda: ctcae_grade(24)).codes == ("unit.missing",)


def test_grades_whose_limits_do_not_rise_are_refused():
    fallen = (Grade(4, platelets(50)), Grade(3, platelets(25)))
    assert refused(lambda: Grading("x", "x", "x", "platelet_count", fallen)).codes == ("grade.order",)
