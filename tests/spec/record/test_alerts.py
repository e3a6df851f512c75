"""A CHECK is kept as it was shown, and once more when it was overridden, with the reason; never unsaid."""

import pytest
from staff import staffed

from msc_dose.problems import Problem, Refusal
from msc_dose.store import alerts

STALE = Problem("weight.stale", "check", "weight", "The weight is 40 days old.", "Weigh again.")
OLDER = Problem("weight.stale", "check", "weight", "The weight is 41 days old.", "Weigh again.")
LATE = Problem("infusion.late", "check", "infusion", "Infusion 2 is late.", "Move it.")
NOTED = Problem("rule.no-guard", "note", "dose", "No guard for this population.", "")
STOPPED = Problem("patient.wrong", "stop", "patient", "Another patient.", "Take the right bag.")


@pytest.fixture
def nurse(record):
    return staffed(record)["rn-1"]


def tell(record, session, problems, entity="course C-1"):
    with record.changing(session, "looked at") as change:
        alerts.tell(change, entity, problems)


def override(record, session, problem, reason, entity="course C-1"):
    with record.changing(session, "went on") as change:
        alerts.override(change, entity, problem, reason)


def listed(record, code=""):
    with record.reading() as statements:
        return [(each.code, each.message, each.overridden) for each in alerts.listed(statements, code)]


def test_only_checks_are_kept(record, nurse):
    tell(record, nurse, [STALE, NOTED, STOPPED])
    assert listed(record) == [("weight.stale", STALE.message, False)]


def test_what_is_shown_again_is_not_kept_again(record, nurse):
    tell(record, nurse, [STALE, LATE])
    tell(record, nurse, [LATE, STALE, STALE])
    assert len(listed(record)) == 2
    tell(record, nurse, [OLDER])
    tell(record, nurse, [STALE], entity="course C-2")
    assert len(listed(record)) == 4


def test_an_overridden_check_was_shown_and_has_its_reason_and_its_person(record, nurse):
    override(record, nurse, STALE, "weighed this morning")
    with record.reading() as statements:
        shown, overridden = alerts.listed(statements)
    assert (shown.overridden, shown.reason, shown.person) == (False, "", "rn-1")
    assert (overridden.overridden, overridden.reason, overridden.person) == (
        True,
        "weighed this morning",
        "rn-1",
    )
    tell(record, nurse, [STALE])
    assert len(listed(record)) == 2


def test_an_answer_holds_for_its_entity_and_message_alone(record, nurse):
    override(record, nurse, STALE, "weighed this morning")
    with record.reading() as statements:
        assert alerts.answered(statements, "course C-1", STALE)
        assert not alerts.answered(statements, "course C-2", STALE)
        assert not alerts.answered(statements, "course C-1", OLDER)


@pytest.mark.parametrize("problem", [STOPPED, NOTED])
def test_only_a_check_can_be_overridden(record, nurse, problem):
    with pytest.raises(Refusal) as refusal:
        override(record, nurse, problem, "the director said so")
    assert refusal.value.codes == ("alert.no-override",)
    assert listed(record) == []


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "value.missing"),
        ("  ", "value.missing"),
        ("two\nlines", "text.control-character"),
        ("hidden \u200b space", "text.control-character"),
        ("x" * 501, "text.too-long"),
    ],
)
def test_a_reason_is_one_visible_line(record, nurse, reason, code):
    with pytest.raises(Refusal) as refusal:
        override(record, nurse, STALE, reason)
    assert refusal.value.codes == (code,)
    with pytest.raises(Refusal) as refusal:
        alerts.needing_reasons([STALE], {"weight.stale": reason})
    assert refusal.value.codes == (code,)


def test_every_check_without_a_reason_is_named_at_once():
    with pytest.raises(Refusal) as refusal:
        alerts.needing_reasons([STALE, LATE, NOTED, STOPPED], {})
    assert refusal.value.codes == ("alert.reason-missing", "alert.reason-missing")
    assert [STALE.message in str(refusal.value), LATE.message in str(refusal.value)] == [True, True]


def test_a_reason_for_what_was_not_shown_is_refused():
    with pytest.raises(Refusal) as refusal:
        alerts.needing_reasons([STALE, STOPPED], {"weight.stale": "weighed", "patient.wrong": "he said yes"})
    assert refusal.value.codes == ("alert.reason-unknown",)


def test_one_reason_answers_every_check_of_its_code():
    alerts.needing_reasons([STALE, OLDER, NOTED], {"weight.stale": "weighed this morning"})
    assert alerts.unanswered([STALE, LATE, NOTED], {"weight.stale": "weighed"}) == (LATE,)


def test_the_counts_tell_what_was_shown_and_overridden_with_the_latest_reasons(record, nurse):
    tell(record, nurse, [LATE])
    for number in range(5):
        override(record, nurse, STALE, f"reason {number}")
    with record.reading() as statements:
        counts = alerts.counts(statements)
    assert counts == (
        alerts.AlertCount("infusion.late", 1, 0, ()),
        alerts.AlertCount("weight.stale", 1, 5, ("reason 4", "reason 3", "reason 2")),
    )
    assert [code for code, *_ in listed(record, "infusion.late")] == ["infusion.late"]


def test_a_message_is_kept_in_signs_that_every_database_holds(record, nurse):
    tell(record, nurse, [Problem("event.note", "check", "note", "half \ud83d, \0 and \u202e turned", "")])
    tell(record, nurse, [Problem("event.note", "check", "note", "half \ud83d, \0 and \u202e turned", "")])
    assert listed(record) == [("event.note", "half \\ud83d, \\u0000 and \\u202e turned", False)]
