"""Intervals in words: what people count differently is found, with what it can mean, and nothing else."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.notation.prose.intervals.finding import ambiguous_intervals

MONTH = ["calendar-month", "28-days"]
TWO_MONTHS = ["2-calendar-months", "8-weeks"]
QUARTER = ["3-calendar-months", "12-weeks"]
TWICE = ["14-days", "twice-a-month"]


def found(prose):
    return [
        (prose[at : at + width], [reading.value for reading in readings])
        for at, width, readings in ambiguous_intervals(prose)
    ]


def often(times):
    return [f"{times}-in-a-calendar-month", f"{times}-in-28-days"]


@pytest.mark.parametrize(
    ("words", "meanings"),
    [
        ("once monthly", MONTH),
        ("once-monthly", MONTH),
        ("once  a\r\nmonth", MONTH),
        ("one infusion a month", MONTH),
        ("a single IV infusion per month", MONTH),
        ("1/month", MONTH),
        ("1x/month", MONTH),
        ("1 × per month", MONTH),
        ("at 1-month intervals", MONTH),
        ("one-month intervals", MONTH),
        ("at intervals of one month", MONTH),
        ("1 month apart", MONTH),
        ("qmonth", MONTH),
        ("q1 month", MONTH),
        ("q1mo", MONTH),
        ("every 2 months", TWO_MONTHS),
        ("every two months", TWO_MONTHS),
        ("every other month", TWO_MONTHS),
        ("every 2nd month", TWO_MONTHS),
        ("once every 2 months", TWO_MONTHS),
        ("two months apart", TWO_MONTHS),
        ("2-monthly", TWO_MONTHS),
        ("every 6 months", ["6-calendar-months", "24-weeks"]),
        ("every quarter", QUARTER),
        ("at quarterly intervals", QUARTER),
    ],
)
def test_a_month_of_any_number_is_one_of_the_calendar_or_of_weeks(words, meanings):
    assert found(f"MSC infused {words}, as planned") == [(words, meanings)]


@pytest.mark.parametrize(
    ("words", "meanings"),
    [
        ("two times per month", TWICE),
        ("2 times monthly", TWICE),
        ("2x/month", TWICE),
        ("three times a month", often(3)),
        ("four times monthly", often(4)),
        ("5 times each month", often(5)),
        ("four infusions per month", often(4)),
        ("four infusions every month", often(4) + MONTH),
        ("three times every 2 months", ["3-in-2-calendar-months", "3-in-56-days"]),
    ],
)
def test_several_times_in_a_month_is_never_every_month(words, meanings):
    assert found(f"infused {words}.") == [(words, meanings)]


@pytest.mark.parametrize(
    ("words", "meanings"),
    [
        ("monatlich", MONTH), ("monatliche", MONTH), ("jeden Monat", MONTH), ("einmal im Monat", MONTH),
        ("einmal pro Monat", MONTH), ("1x im Monat", MONTH), ("eine Infusion pro Monat", MONTH),
        ("alle 2 Monate", TWO_MONTHS), ("alle zwei Monate", TWO_MONTHS), ("dreimal im Monat", often(3)),
        ("vierteljährlich", QUARTER),
        ("mensuel", MONTH), ("mensuelle", MONTH), ("tous les mois", MONTH), ("une fois par mois", MONTH),
        ("chaque mois", MONTH), ("tous les deux mois", TWO_MONTHS), ("3 fois par mois", often(3)),
        ("mensual", MONTH), ("cada mes", MONTH), ("una vez al mes", MONTH), ("cada dos meses", TWO_MONTHS),
        ("tres veces al mes", often(3)),
        ("月1回", MONTH), ("月に１回", MONTH), ("月に一度", MONTH), ("毎月", MONTH), ("毎月1回", MONTH), ("1か月に1回", MONTH),
        ("2ヶ月ごと", TWO_MONTHS), ("隔月", TWO_MONTHS), ("月2回", TWICE), ("月3回", often(3)),
        ("每月一次", MONTH), ("每月", MONTH), ("每个月", MONTH), ("一个月一次", MONTH), ("每两个月", TWO_MONTHS),
        ("每月两次", TWICE),
    ],
)  # fmt: skip
def test_other_languages_have_months_too(words, meanings):
    assert found(f"MSC {words}.") == [(words, meanings)]
    assert found(words) == [(words, meanings)]


def test_words_of_scripts_without_spaces_stand_amid_others():
    assert found("間葉系幹細胞を月1回投与した。") == [("月1回", MONTH)]
    assert found("患者每月一次输注。") == [("每月一次", MONTH)]


@pytest.mark.parametrize(
    "prose",
    [
        "every 28 days (monthly)",
        "every 28 days, i.e. monthly",
        "infused monthly (28 days apart)",
        "monthly (every 4 weeks)",
        "monthly (q4w)",
        "monthly infusions, every four weeks",
        "once a month (28 days)",
        "monthly (1 month = 28 days)",
        "monthly (28 ± 3 days)",
        "every 28 ± 2 days (monthly)",
        "28 days apart (monthly)",
        "at 28-day intervals (once a month)",
        "biweekly (every 14 days)",
        "biweekly (twice a week)",
        "every 2 months (every 8 weeks)",
        "quarterly [every 12 weeks]",
        "three times a month (every 10 days)",
        "alle 28 Tage (monatlich)",
        "月1回（28日ごと）",
        "每4周一次（每月）",
        "28日ごと（毎月）",
    ],
)
def test_where_days_or_weeks_say_the_interval_there_is_no_finding(prose):
    assert found(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "monthly (every 3 weeks)",
        "every 3 weeks (monthly)",
        "monthly (± 3 days)",
        "monthly (follow-up at 28 days)",
        "monthly for 28 days",
        "for 4 weeks (monthly)",
        "every 28 days\n\nmonthly",
        "every 28 days in arm A, monthly in arm B",
    ],
)
def test_other_days_and_weeks_say_nothing_of_the_interval(prose):
    assert found(prose) == [("monthly", MONTH)]


@pytest.mark.parametrize(
    "prose",
    [
        "Monthly Cost", "monthly report", "Quarterly reports", "biweekly meeting", "monthly fee", "Monthly newsletter",
        "monthly reviews", "Monatliche Kosten", "coût mensuel",
        "several times a month", "many times per month", "2-3 times per month", "three or four times a month",
        "once or twice a month", "2 to 3 months apart", "1.5 months apart", "number of infusions per month",
        "one infusion a month later", "$5/month", "2 x 10^6/month", "every quarter hour", "every 12 months",
        "every calendar month", "every 4 weeks", "a month later", "months", "once\n\na month", "once, a month",
        "今月1回", "2020年1月1回", "月1回目", "3月", "einmal im Jahr", "non-monthly",
    ],
)  # fmt: skip
def test_what_is_no_interval_of_treatment_or_has_one_meaning_is_left_alone(prose):
    assert found(prose) == []


def test_an_unusual_noun_beside_the_word_does_not_hide_it():
    assert found("monthly MSC; cost: none") == [("monthly", MONTH)]
    assert found("four infusions, each a month apart") == [("a month apart", MONTH)]
    assert found("a monthly dose") == [("monthly", MONTH)]


PIECES = st.sampled_from(
    ["once a month", "monthly", "every", "28 days", "(", ")", "2", "x", "/", "times", "per", "one infusion", "two",
     "months", "apart", "-", "–", "\n", "\n\n", "q", "1", "月", "回", "毎", "bi", "weekly", "intervals", "at", "of", "to",
     "or", ".", ",", "İ", "quarter", "每", "次", "个", "日"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
def test_findings_stand_in_order_within_the_text_and_apart(pieces, between):
    prose, before = between.join(pieces), 0
    for at, width, readings in ambiguous_intervals(prose):
        assert before <= at < at + width <= len(prose)
        assert prose[at : at + width].strip() == prose[at : at + width]
        assert len(readings) >= 2
        before = at + width


@given(st.integers(0, 400))
def test_an_interval_is_found_however_far_down_it_stands(words):
    assert found("word " * (words * 10) + "infused once a month (as tolerated)") == [("once a month", MONTH)]


@pytest.mark.parametrize(
    "piece", ["once a ", "every 2 ", "monthly (", "28 days (", "9", " ", "月", "q", "a b infusion "]
)
def test_time_is_linear_in_the_length_of_the_text(piece):
    """Ten times the text takes about ten times as long, never a hundred times."""
    short, long = (piece * (length // len(piece)) for length in (20_000, 200_000))
    limit = 40 * max(min(_seconds(short) for _ in range(3)), 0.005)
    assert any(_seconds(long) < limit for _ in range(3))


def _seconds(prose):
    """One run, without the collection of other tests' garbage in between."""
    gc.disable()
    try:
        return _once(prose)
    finally:
        gc.enable()


def _once(prose):
    started = time.process_time()
    list(ambiguous_intervals(prose))
    return time.process_time() - started
