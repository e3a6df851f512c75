"""Rescue treatment: its washout is declared, and every count within says why it is not judged.

Rows of dosing.csv: SER-13, SER-14.
"""

from datetime import date

import pytest

from .counting import codes, counts, refused, response, row


def judged_days(found):
    return [each.count.day for each in found.counts if each.used]


@pytest.mark.parametrize("name", ["SER-13", "SER-14"])
def test_published_series_keep_their_evaluable_days(name):
    inputs, expected = row(name)
    events = [(each["type"], each["day"], each.get("last_day")) for each in inputs["events"]]
    found = response(
        counts(*inputs["series_day_count"]),
        inputs["baseline_1e9L"],
        rescues=events,
        washouts=dict.fromkeys((each[0] for each in events), inputs["washout_d"]),
    )
    assert judged_days(found) == expected["evaluable_days"]
    assert found.best_confirmed is expected["best_confirmed"]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (5, ""),
        (6, "on the day of platelet transfusion of day 6, washout 7 days"),
        (7, "1 day after platelet transfusion of day 6, washout 7 days"),
        (13, "7 days after platelet transfusion of day 6, washout 7 days"),
        (14, ""),
    ],
)
def test_a_count_is_not_judged_from_the_treatment_to_the_end_of_its_washout(day, reason):
    rescues = [("platelet transfusion", 6, None)]
    found = response(counts((day, 90)), rescues=rescues, washouts={"platelet transfusion": 7})
    assert [each.reason for each in found.counts] == [reason]


def test_treatment_of_several_days_and_two_treatments_are_both_named():
    rescues = [("rhIL-11", 0, 10), ("platelets", 9, None)]
    found = response(counts((5, 90), (11, 90)), rescues=rescues, washouts={"rhIL-11": 26, "platelets": 7})
    assert [each.reason for each in found.counts] == [
        "during rhIL-11 of day 0 to day 10, washout 26 days",
        "1 day after rhIL-11 of day 0 to day 10, washout 26 days; "
        "2 days after platelets of day 9, washout 7 days",
    ]
    assert "response.nothing-judged" in codes(found)
    assert found.best_unconfirmed is None


def test_a_rescue_without_a_declared_washout_is_asked_for_by_name():
    rescues = [("rhIL-11", 0, 10), ("platelets", 9, None), ("rhIL-11", 20, 25)]
    refusal = refused(lambda: response(counts((90, 90)), rescues=rescues))
    assert [(each.code, each.read) for each in refusal.problems] == [
        ("washout.missing", "rhIL-11"),
        ("washout.missing", "platelets"),
    ]


def test_upper_and_lower_case_are_one_name_and_a_washout_of_nothing_is_told():
    found = response(counts((9, 90)), rescues=[("rhIL-11", 0, 8)], washouts={"RHIL-11": 0, "IVIG": 14})
    assert judged_days(found) == [9]
    assert "washout.unused" in codes(found)
    twice = refused(lambda: response(counts((9, 90)), washouts={"IVIG": 3, "ivig": 4}))
    assert twice.codes == ("washout.twice",)
    assert refused(lambda: response(counts((9, 90)), washouts={"IVIG": -1})).codes == (
        "washout.out-of-range",
    )


def test_two_counts_with_a_rescue_between_them_do_not_confirm_each_other():
    rescues = [("platelets", 12, None)]
    apart = response(counts((10, 110), (40, 110)), rescues=rescues, washouts={"platelets": 7})
    assert (apart.best_confirmed, apart.best_unconfirmed) == (None, "CR")
    later = response(counts((10, 110), (40, 110), (47, 110)), rescues=rescues, washouts={"platelets": 7})
    assert [(each.achieved, each.confirmed) for each in later.spells if each.name == "CR"] == [(40, 47)]


def test_a_rescue_during_a_response_is_told_and_ends_nothing_by_itself():
    given = counts((10, 110), (20, 110), (22, 8), (40, 110))
    found = response(given, rescues=[("platelets", 22, None)], washouts={"platelets": 7})
    assert found.spells[0].lost is None
    (told,) = (each for each in found.problems if each.code == "response.rescue-within")
    assert told.severity == "check"
    assert "CR, R" in told.message


def test_two_counts_of_one_day_that_differ_are_both_left_out_and_none_is_picked():
    found = response(counts((10, 110), (15, 110), (15, 12), (20, 110)))
    assert judged_days(found) == [10, 20]
    assert found.counts[1].reason == found.counts[2].reason
    assert "none is picked" in found.counts[1].reason
    assert "series.conflict" in codes(found)
    assert found.best_confirmed is None


def test_a_count_repeated_alike_is_used_once():
    found = response(counts((10, 110), (10, 110), (20, 110)))
    assert [each.reason for each in found.counts] == ["", "the same count once more", ""]
    assert found.best_confirmed == "CR"
    assert "series.conflict" not in codes(found)


def test_bleeding_that_contradicts_itself_is_a_conflict_too():
    found = response(counts((10, 110, True), (10, 110, False)))
    assert judged_days(found) == []


def test_dates_and_numbers_of_days_are_never_compared():
    mixed = [*counts((10, 110)), *counts((date(2027, 3, 1), 110))]
    assert refused(lambda: response(mixed)).codes == ("series.mixed-days",)
    assert refused(lambda: response(counts((10, 110)), start=date(2027, 3, 1))).codes == (
        "series.mixed-days",
    )
    dated = counts((date(2027, 3, 1), 110))
    rescue = {"rescues": [("IVIG", 3, None)], "washouts": {"IVIG": 7}}
    assert refused(lambda: response(dated, **rescue)).codes == ("series.mixed-days",)


def test_a_rescue_that_ends_before_it_begins_or_has_no_name_is_refused():
    assert refused(lambda: response(counts((9, 90)), rescues=[("IVIG", 5, 3)])).codes == ("rescue.reversed",)
    assert refused(lambda: response(counts((9, 90)), rescues=[(" ", 5, 6)])).codes == ("rescue.unnamed",)
