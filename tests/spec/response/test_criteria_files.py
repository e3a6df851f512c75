"""Criteria are data: the shipped files, a disease of another kind, and what a file is refused for."""

import time

import pytest

from msc_dose.files.response_criteria import criteria_from_text, load_criteria, shipped_criteria
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.stated import Range
from msc_dose.response.classify import classify
from msc_dose.response.counts import Count

from .counting import refused

BLASTS = """
id = "blasts"
title = "marrow blasts"
source = "the site's"
counts = "percentage"
loss_confirmed_after = "not stated"

[[class]]
name = "cleared"
title = "fewer than 5 %"
below = "5 %"
without_bleeding = false
confirmed_after = 28

[[class]]
name = "halved"
title = "at most half, and at most 25 %"
at_most = "25 %"
at_most_of_baseline = "0.5"
without_bleeding = false
confirmed_after = "not stated"

[otherwise]
name = "not reduced"
title = "anything else"
confirmed_after = "not stated"
"""


def test_the_shipped_criteria_are_those_of_the_working_group_and_of_the_case():
    assert shipped_criteria() == ["case-ab0452", "iwg-2009-itp"]
    iwg, case = load_criteria("iwg-2009-itp"), load_criteria("case-ab0452")
    assert [(each.name, each.confirmed_after) for each in (*iwg.classes, iwg.otherwise)] == [
        ("CR", 7),
        ("R", 7),
        ("NR", 1),
    ]
    assert iwg.loss_after == 1
    assert [each.text() for each in case.classes] == ["more than 100 × 10⁹/L"]
    assert case.classes[0].confirmed_after is None


def test_another_disease_brings_its_own_classes_limits_and_kind_of_count():
    criteria = criteria_from_text(BLASTS, "blasts.toml")
    given = [
        Count(day, Amount("percentage", number)) for day, number in ((0, 40), (30, 20), (60, 4), (90, 3))
    ]
    found = classify(given, Amount("percentage", 40), criteria, start=0)
    assert [each.name for each in found.counts] == [None, "halved", "cleared", "cleared"]
    assert found.best_confirmed == "cleared"
    assert refused(lambda: classify([Count(1, Amount("platelet_count", 9))], None, criteria)).codes == (
        "unit.wrong-kind",
    )


def test_a_class_between_two_multiples_of_the_baseline_may_hold_inside_a_range_alone():
    text = BLASTS.replace('at_most = "25 %"\n', 'at_least_of_baseline = "0.25"\n')
    criteria = criteria_from_text(text, "blasts.toml")
    # 15 % is a quarter to a half of a baseline of 40 %, and of neither end of the range.
    ends = Range(Amount("percentage", 20), Amount("percentage", 80))
    assert [criteria.rank(Amount("percentage", 15), end, False) for end in (ends.low, ends.high)] == [2, 2]
    assert refused(lambda: classify([Count(9, Amount("percentage", 15))], ends, criteria)).codes == (
        "baseline.range",
    )


@pytest.mark.parametrize(
    ("written", "instead", "code", "field"),
    [
        ('title = "marrow blasts"\n', "", "criteria.missing-key", "title"),
        ('id = "blasts"', "id = 3", "criteria.wrong-type", "id"),
        ('id = "blasts"', 'id = "blasts"\nnmae = "x"', "criteria.unknown-key", "nmae"),
        ('"percentage"', '"per cent"', "criteria.unknown-kind", "counts"),
        ('below = "5 %"', 'below = "5"', "unit.missing", "class[0].below"),
        ('below = "5 %"', 'belwo = "5 %"', "criteria.unknown-key", "class[0].belwo"),
        ('"0.5"', '"0,5"', "criteria.factor", "class[1].at_most_of_baseline"),
        ('"0.5"', '"0"', "criteria.factor", "class[1].at_most_of_baseline"),
        ("= 28", "= 0", "criteria.out-of-range", "class[0].confirmed_after"),
        ("= 28", "= true", "criteria.wrong-type", "class[0].confirmed_after"),
        ('below = "5 %"\n', "", "criteria.no-condition", "class[0].at_least"),
        ('name = "halved"', 'name = "cleared"', "criteria.class-twice", "class"),
        ("[otherwise]", "[other]", "criteria.missing-key", "otherwise"),
        ("[otherwise]", "[otherwise", "criteria.not-toml", "criteria"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_key(written, instead, code, field):
    assert written in BLASTS
    refusal = refused(lambda: criteria_from_text(BLASTS.replace(written, instead, 1), "blasts.toml"))
    assert (code, field) in [(each.code, each.field) for each in refusal.problems]


def test_all_mistakes_of_a_file_are_named_at_once():
    text = BLASTS.replace('title = "marrow blasts"\n', "").replace("= 28", "= 0")
    assert refused(lambda: criteria_from_text(text, "blasts.toml")).codes == (
        "criteria.missing-key",
        "criteria.out-of-range",
    )


def test_unknown_criteria_are_refused_with_those_that_are_shipped():
    (problem,) = refused(lambda: load_criteria("iwg")).problems
    assert problem.code == "criteria.unknown"
    assert "iwg-2009-itp" in problem.fix


def two_classes(first, second, name="high"):
    stated = [
        f'[[class]]\nname = "{title}"\ntitle = "x"\nwithout_bleeding = {bleeding}\nconfirmed_after = 7\n{limits}\n'
        for title, (limits, bleeding) in (("low", first), (name, second))
    ]
    head = 'id = "x"\ntitle = "x"\nsource = "x"\ncounts = "platelet_count"\nloss_confirmed_after = 1\n'
    last = '[otherwise]\nname = "none"\ntitle = "x"\nconfirmed_after = 1\n'
    return f"{head}{''.join(stated)}{last}"


AT_30, AT_100 = 'at_least = "30 × 10⁹/L"', 'at_least = "100 × 10⁹/L"'
TWICE, HALF = 'at_least_of_baseline = "2"', 'at_least_of_baseline = "0.5"'


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ((AT_30, "false"), (AT_100, "false"), 1),
        ((AT_30, "false"), (AT_100, "true"), 1),
        ((AT_30, "true"), (AT_100, "true"), 1),
        ((AT_100 + '\nbelow = "50 × 10⁹/L"', "false"), (AT_30, "false"), 0),
        ((HALF, "false"), (TWICE, "false"), 1),
        (('at_least = "0 × 10⁹/L"', "false"), (TWICE, "false"), 1),
        (('above_of_baseline = "2"\nbelow_of_baseline = "1"', "false"), (AT_30, "false"), 0),
        ((AT_30, "true"), (AT_100, "false"), None),
        ((AT_100, "false"), (AT_30, "false"), None),
        ((AT_30 + "\n" + TWICE, "false"), (AT_100, "false"), None),
        ((TWICE, "false"), (HALF, "false"), None),
        ((TWICE + '\nbelow = "1 × 10⁹/L"', "false"), (AT_100, "false"), None),
    ],
)
def test_a_class_that_no_count_can_ever_have_is_refused_with_its_place(first, second, place):
    text = two_classes(first, second)
    if place is None:
        assert len(criteria_from_text(text, "own.toml").classes) == 2
        return
    (problem,) = refused(lambda: criteria_from_text(text, "own.toml")).problems
    assert (problem.code, problem.field) == ("criteria.unreachable", f"class[{place}]")


def test_limits_that_no_amount_of_the_kind_can_pass_leave_a_class_unreachable():
    text = BLASTS.replace('below = "5 %"', 'above = "100 %"')
    (problem,) = refused(lambda: criteria_from_text(text, "blasts.toml")).problems
    assert (problem.code, problem.field) == ("criteria.unreachable", "class[0]")
    assert "limits" in problem.message


def test_a_file_of_very_many_limits_is_read_in_time():
    limits = "".join(
        f'[[class]]\nname = "{n}"\ntitle = "x"\nwithout_bleeding = false\nconfirmed_after = 7\n'
        f'at_least = "{n} × 10⁹/L"\nat_least_of_baseline = "1.{n}"\n'
        for n in range(400, 100, -1)
    )
    never = 'above = "9 × 10⁹/L"\nbelow = "8 × 10⁹/L"'
    text = two_classes((never, "false"), (AT_30, "false"))
    begun = time.process_time()
    criteria_from_text(text.replace("[[class]]", f"{limits}[[class]]", 1), "own.toml")
    assert time.process_time() - begun < 5
