"""What holds of a course whatever happens to it: said once, held after every event of the random courses."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.events.documents import event_document, event_of
from msc_dose.courses.folding.calendar import closures_of
from msc_dose.courses.folding.entries import entries_of
from msc_dose.courses.folding.fold import course_of, folded
from msc_dose.protocols.days_and_gaps import AfterGaps

DECISIONS_OF_DATES = (dating.LaterDecided, dating.Moved, opening.Planned, results.EnteredInError)
DECISIONS_OF_DOSES = (ordering.DoseChanged, opening.Planned, results.EnteredInError)
NO_DATE = {"course.later-dates", "course.no-day"}


def ledger_of(events):
    return folded(entry.event for entry in entries_of(events) if entry.struck_by is None)


def hold_after(events, before, course):
    """Everything that holds after the last of these events, given the course before it."""
    ledger = ledger_of(events)
    gaps_hold(ledger, course)
    placed_dates_are_open_and_in_their_windows(ledger, course)
    what_has_no_date_says_why_and_is_asked(ledger, course)
    what_stopped_early_waits_for_a_person(ledger, course)
    visits_lie_beside_their_infusions(course)
    targets_are_those_of_the_plan(events, course)
    assert course_of(events) == course
    assert event_of(json.loads(json.dumps(event_document(events[-1])))) == events[-1]
    if before is not None:
        what_was_given_stays(events[-1].what, before, course)
        doses_change_by_an_order_alone(events[-1].what, before, course)
        targets_move_by_a_decision_alone(events[-1].what, before, course)


def gaps_hold(ledger, course):
    """A date that the rule gives keeps the gap to every other date; one that a person fixed, or it is asked."""
    asked = {question.infusion for question in course.questions if question.code == "course.no-day"}
    for block in ledger.blocks:
        infusions = [course.infusions[number - 1] for number in block.numbers]
        dated = [infusion for infusion in infusions if infusion.date is not None]
        for one, other in combinations(dated, 2):
            judged = [i for i in (one, other) if i.pending]
            free = [i for i in judged if ledger.records[i.number].fixed is None]
            if (other.date - one.date).days < block.minimum_gap:
                assert not free, (one.date, other.date, block.minimum_gap)
                thawed = {"thawed", "checked"} & {one.state, other.state}  # told by the entry of the thaw
                assert not judged or thawed or {i.number for i in judged} & asked


def placed_dates_are_open_and_in_their_windows(ledger, course):
    for infusion in course.infusions:
        if infusion.pending and infusion.date and ledger.records[infusion.number].fixed is None:
            assert infusion.earliest <= infusion.date <= infusion.latest
            block = ledger.block_of(infusion.number)
            assert closures_of(block).why_closed(infusion.date) is None
            assert block.not_before is None or block.not_before <= infusion.date


def what_has_no_date_says_why_and_is_asked(ledger, course):
    codes = {question.code for question in course.questions}
    for infusion in course.infusions:
        if infusion.pending and infusion.date is None:
            assert infusion.why_no_date
            assert course.held_since is not None or codes & NO_DATE
    assert course.stopped is None or not any(infusion.pending for infusion in course.infusions)


def what_stopped_early_waits_for_a_person(ledger, course):
    asked = {question.infusion for question in course.questions if question.code == "course.partial"}
    assert asked == {number for number, record in ledger.records.items() if record.undecided}


def visits_lie_beside_their_infusions(course):
    for visit in course.visits:
        assert (visit.date is None) == bool(visit.why_no_date)
        if visit.infusion is not None and visit.date is not None:
            assert course.infusions[visit.infusion - 1].date is not None


def targets_are_those_of_the_plan(events, course):
    """No date that was adjusted leaks into a target: without a decision, each is where the plan has it."""
    for each in (entry.event.what for entry in entries_of(events) if entry.struck_by is None):
        if isinstance(each, dating.LaterDecided) and each.follow != "keep-targets":
            return
        if isinstance(each, dating.Moved) and each.later == "all-later":
            return
    planned = [infusion for plan in course.plans for infusion in plan.infusions]
    leaking = [isinstance(p.inputs.schedule, AfterGaps) for p in course.plans for _ in p.infusions]
    for infusion, plan, chained in zip(course.infusions, planned, leaking, strict=True):
        assert chained or infusion.target == plan.target


def what_was_given_stays(what, before, course):
    """Dates, doses and cells of infusions that were given change by an entry about them, or by none."""
    if isinstance(what, opening.Planned | results.EnteredInError):
        return
    about = getattr(what, "infusion", None)
    for was, now in zip(before.infusions, course.infusions, strict=False):
        if not was.was_given:
            continue
        assert now.dose == was.dose
        if was.number != about or not isinstance(what, giving.PartialDecided):
            assert now.date == was.date
        if was.number != about:
            assert (now.state, now.infused, now.given) == (was.state, was.infused, was.given)
        else:
            assert now.given[: len(was.given)] == was.given


def doses_change_by_an_order_alone(what, before, course):
    if isinstance(what, DECISIONS_OF_DOSES):
        return
    assert [i.dose for i in course.infusions] == [i.dose for i in before.infusions]


def targets_move_by_a_decision_alone(what, before, course):
    if isinstance(what, DECISIONS_OF_DATES):
        return
    if any(isinstance(plan.inputs.schedule, AfterGaps) for plan in course.plans):
        return
    assert [i.target for i in course.infusions] == [i.target for i in before.infusions]


def without(events, number):
    """The events as if this one and the entry that strikes it (the last) had never been."""
    kept = []
    for event in events[:-1]:
        if event.number == number:
            continue
        what = event.what
        if isinstance(what, results.EnteredInError) and what.event > number:
            what = replace(what, event=what.event - 1)
        kept.append(replace(event, number=len(kept) + 1, what=what))
    return kept


def is_as_if_it_had_never_been(course, events, number):
    """A course after an entry was struck is the course without the two, and shows them both."""
    other = course_of(without(events, number))
    for name in (
        "infusions",
        "visits",
        "questions",
        "containers",
        "infused",
        "held_since",
        "stopped",
        "plans",
    ):
        assert getattr(course, name) == getattr(other, name), name
    assert [(w.weight, w.taken, w.method) for w in course.weights] == [
        (w.weight, w.taken, w.method) for w in other.weights
    ]
    assert told(course) == told(other)
    assert course.entries[number - 1].struck_by == len(events)
    assert len(course.entries) == len(events)


def told(course):
    """What is told of the course itself; when its entries were made is told of the record, struck or not."""
    return [problem.code for problem in course.problems if problem.code != "course.clock"]
