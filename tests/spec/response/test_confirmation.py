"""Confirmation and loss: two counts 7 days apart (response) or 1 day apart (loss, no response)."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .counting import CASE, codes, counts, response


def spells(found, name):
    return [
        (each.achieved, each.confirmed, each.lost, each.duration)
        for each in found.spells
        if each.name == name
    ]


@pytest.mark.parametrize(
    ("days", "confirmed"),
    [((30, 36), None), ((30, 37), "CR"), ((30, 33, 37), "CR"), ((30,), None)],
)
def test_two_counts_at_least_7_days_apart_confirm(days, confirmed):
    found = response(counts(*((day, 110) for day in days)), start=0)
    assert found.best_confirmed == confirmed
    assert found.best_unconfirmed == "CR"


def test_every_count_between_the_two_qualifies_too():
    found = response(counts((30, 110), (33, 20), (37, 110), (44, 110)), start=0)
    assert spells(found, "CR") == [(37, 44, None, 7)]


def test_a_complete_response_between_two_responses_confirms_response_alone():
    found = response(counts((30, 50), (37, 110), (44, 60)), start=0)
    assert found.best_confirmed == "R"
    assert spells(found, "R") == [(30, 37, None, 14)]
    assert "response.not-confirmed" in codes(found)


def test_the_day_achieved_is_the_first_of_the_pair_and_time_counts_from_the_start():
    start = date(2027, 1, 29)
    found = response(counts(*((start + timedelta(days=day), 110) for day in (42, 49, 100))), start=start)
    (spell, _) = found.spells
    assert (spell.achieved, spell.confirmed) == (date(2027, 3, 12), date(2027, 3, 19))
    assert found.time_to_response == 42
    assert (spell.censored, spell.duration, spell.last) == (True, 58, date(2027, 5, 9))


def test_the_time_to_response_is_that_of_the_first_class_achieved():
    found = response(counts((10, 45), (17, 50), (30, 110), (37, 110)), start=0)
    assert found.best_confirmed == "CR"
    assert found.time_to_response == 10


def test_without_a_start_no_time_to_response_is_stated():
    found = response(counts((30, 110), (37, 110)))
    assert found.time_to_response is None
    assert "response.start-not-stated" in codes(found)


def test_counts_up_to_the_day_of_the_start_are_no_response_to_the_treatment():
    found = response(counts((-7, 110), (0, 110), (1, 110)), start=0)
    assert [each.reason for each in found.counts] == [
        "7 days before the start of the treatment",
        "on the day of the start: no response to the treatment yet",
        "",
    ]


def test_loss_of_a_complete_response_leaves_the_response():
    found = response(counts((10, 110), (20, 120), (30, 90), (31, 80), (60, 85)), start=0)
    assert spells(found, "CR") == [(10, 20, 30, 20)]
    assert spells(found, "R") == [(10, 20, None, 50)]
    assert found.spells[0].loss_confirmed == 31


def test_one_count_below_is_no_loss_until_a_second_confirms_it():
    found = response(counts((10, 110), (20, 120), (30, 90), (40, 120)), start=0)
    (complete, _) = found.spells
    assert (complete.lost, complete.doubtful, complete.last) == (None, (30,), 40)
    at_the_end = response(counts((10, 110), (20, 120), (30, 20)), start=0).spells[0]
    assert (at_the_end.lost, at_the_end.doubtful, at_the_end.last) == (None, (30,), 20)


def test_two_single_counts_below_with_one_above_between_them_are_no_loss():
    found = response(counts((10, 110), (20, 120), (30, 90), (40, 120), (50, 90)), start=0)
    assert (found.spells[0].lost, found.spells[0].doubtful) == (None, (30, 50))


def test_bleeding_loses_a_response_whatever_the_count():
    found = response(counts((10, 110), (20, 120), (30, 110, True), (31, 110, True)), start=0)
    assert spells(found, "CR") == [(10, 20, 30, 20)]


def test_a_response_can_be_achieved_again():
    given = counts((10, 110), (20, 120), (30, 10), (31, 10), (50, 110), (60, 110))
    assert spells(response(given, start=0), "CR") == [(10, 20, 30, 20), (50, 60, None, 10)]


def test_no_response_is_confirmed_by_two_counts_a_day_apart():
    found = response(counts((10, 12), (11, 14)), start=0)
    assert (found.best_confirmed, found.no_response) == ("NR", (10, 11))
    assert response(counts((10, 12)), start=0).best_confirmed is None


CONTRADICTED = [(9, 50), (9, 20)]


@pytest.mark.parametrize(
    ("between", "more"),
    [(CONTRADICTED, {}), ([], {"rescues": [("platelets", 8, None)], "washouts": {"platelets": 1}})],
    ids=["contradicting counts", "rescue"],
)
def test_what_parts_two_counts_keeps_no_response_and_loss_from_being_confirmed_too(between, more):
    found = response(counts((7, 10), *between, (10, 10)), start=0, **more)
    assert (found.best_confirmed, found.no_response) == (None, None)
    later = response(counts((7, 10), *between, (10, 10), (11, 10)), start=0, **more)
    assert later.no_response == (10, 11)
    begun = [(-20, 110), (-10, 110)]
    kept = response(counts(*begun, (7, 10), *between, (10, 10)), **more)
    assert (kept.spells[0].lost, kept.spells[0].doubtful) == (None, (7, 10))
    lost = response(counts(*begun, (7, 10), *between, (10, 10), (11, 10)), **more)
    assert (lost.spells[0].lost, lost.spells[0].loss_confirmed) == (10, 11)


def test_a_confirmed_response_on_day_0_is_one():
    found = response(counts((-7, 110), (0, 110)))
    assert (found.best_confirmed, found.no_response) == ("CR", None)


def test_criteria_without_a_confirmation_confirm_nothing_and_say_so():
    found = response(counts((10, 101), (20, 130)), None, CASE, start=0)
    assert (found.best_confirmed, found.best_unconfirmed) == (None, "above 100")
    assert spells(found, "above 100") == [(10, None, None, 10)]
    assert "response.confirmation-not-stated" in codes(found)


def test_a_response_that_rests_on_unreported_bleeding_says_so():
    found = response(counts((10, 110), (20, 110, None)), start=0)
    assert found.spells[0].if_no_bleeding
    assert found.explain().startswith("RESPONSE CR, confirmed, if there was no bleeding\n")


def test_bleeding_that_is_not_reported_later_leaves_the_confirmation_and_not_the_duration():
    found = response(counts((10, 110), (20, 110), (30, 110, None), (40, 110)), start=0)
    spell = found.spells[0]
    assert (spell.if_no_bleeding, spell.lasting_if_no_bleeding) == (False, True)
    assert found.explain().startswith("RESPONSE CR, confirmed\n")
    assert "still so on day 40: 30 days or more, if there was no bleeding" in found.explain()


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 150)), min_size=1, unique_by=lambda pair: pair[0])
)
def test_what_confirms_is_always_seven_days_of_qualifying_counts(pairs):
    found = response(counts(*pairs), start=0)
    for spell in found.spells:
        least = 100 if spell.name == "CR" else 40
        within = [count for day, count in pairs if spell.achieved <= day <= spell.confirmed]
        assert spell.confirmed - spell.achieved >= 7
        assert min(within) >= least
    runs = any(
        second[0] - first[0] >= 7
        and all(count >= 100 for day, count in pairs if first[0] <= day <= second[0])
        for first in pairs
        for second in pairs
    )
    assert (found.best_confirmed == "CR") is runs


@given(st.permutations([(10, 110), (20, 120), (30, 10), (31, 10), (50, 45)]))
def test_the_order_of_the_counts_does_not_matter(pairs):
    assert response(counts(*pairs)) == response(counts(*sorted(pairs)))


def test_two_thousand_counts_and_two_hundred_rescues_are_judged_in_time():
    given = counts(*((day, 110 if day % 40 < 30 else 10) for day in range(1, 2001)))
    rescues = [("platelets", day, None) for day in range(5, 2000, 10)]
    begun = time.process_time()
    response(given, start=0, rescues=rescues, washouts={"platelets": 2}).explain()
    assert time.process_time() - begun < 3
