"""Verified is never kept: it follows from signatures, attempts and the present facts."""

import pytest
from courses.story import Story, plan
from hypothesis import given as for_all
from hypothesis import strategies as st
from product.bags import bag

from msc_dose.courses.events import dating, ordering
from msc_dose.problems import stop
from msc_dose.verification.concerning import concerning
from msc_dose.verification.covered import covered
from msc_dose.verification.resting import resting
from msc_dose.verification.states import COSIGN, URGENT, verification_of
from msc_dose.verification.validity import valid_at

from .facts import Covered, at, attempt, case, reentry, signed, told

EXPIRED = stop("verify.container-expired", "containers", "Container V-1 is expired.", "Another.")


def documents():
    """What was signed, and what is covered now that the weight is another."""
    return [covered(*_with(told(each))) for each in (Covered(), Covered(weight="62 kg"))]


def _with(course_and_containers):
    course, containers = course_and_containers
    return course, 1, containers


THEN, NOW = documents()


def state(**more):
    return verification_of(case(THEN, **more)).state


def test_the_states_in_the_order_in_which_they_come_about():
    differs = attempt("rn-2", "differs", reentry(infusion=2).as_document())
    assert state() == "calculated"
    assert state(attempts=(differs,)) == "mismatch"
    assert state(attempts=(differs, differs)) == "disagreed-twice"
    assert state(attempts=(differs,), signatures=(signed(THEN),)) == "verified"
    assert state(signatures=(signed(THEN, meaning=URGENT),)) == "urgent"
    assert state(signatures=(signed(THEN, meaning=URGENT), signed(THEN, meaning=COSIGN))) == "verified"


def test_after_a_change_the_count_begins_anew_and_the_signature_is_void():
    attempts = (attempt("rn-2", "differs"), attempt("rn-2", "differs"))
    found = verification_of(case(NOW, hash="B", signatures=(signed(THEN),), attempts=attempts))
    assert found.state == "void"
    assert found.changes == (
        "dosing weight 60 kg → 62 kg",
        "calculated dose 120 million cells → 124 million cells",
        "volume, withdrawal 20 mL → 20.66 mL",
        "volume, diluent 80 mL → 79.34 mL",
    )


def test_time_alone_can_end_a_signature_and_says_so():
    found = verification_of(case(THEN, signatures=(signed(THEN),), lapses=(EXPIRED,)))
    assert (found.state, found.changes) == ("void", ("Container V-1 is expired.",))
    assert state(signatures=(signed(THEN, meaning=URGENT),), lapses=(EXPIRED,)) == "void"


people = st.sampled_from(["ph-1", "PH.1", "rn-2", "rn-3"])
marks = st.builds(
    signed,
    st.just(THEN),
    person=people,
    meaning=st.sampled_from(["independent double check", COSIGN, URGENT]),
    hash=st.sampled_from(["A", "B"]),
)
tries = st.builds(
    attempt, people, st.sampled_from(["agrees", "differs", "urgent"]), covers=st.sampled_from("AB")
)


@for_all(signatures=st.lists(marks).map(tuple), coming=st.booleans())
def test_nobody_who_calculated_ever_verifies_and_every_verified_dose_has_its_signature(signatures, coming):
    found = verification_of(case(THEN, signatures=signatures, to_come=coming))
    own = {"ph-1", "PH.1"}
    if found.state == "verified":
        assert found.signature.person not in own
        assert (found.signature.hash, found.signature.meaning) != ("B", URGENT)
    others = [s for s in signatures if s.hash == "A" and s.meaning != URGENT and s.person not in own]
    assert (found.state == "verified") == bool(others)


@for_all(attempts=st.lists(tries).map(tuple))
def test_values_are_shown_only_after_the_second_mismatch_over_the_same_facts(attempts):
    differing = [each for each in attempts if each.outcome == "differs" and each.covers == "A"]
    told_after = tuple(
        attempt(each.person, each.outcome, reentry(infusion=2).as_document(), each.covers)
        for each in attempts
    )
    found = verification_of(case(THEN, attempts=told_after))
    assert bool(found.disagreement) == (len(differing) > 1) == (found.state == "disagreed-twice")
    told = [each for each in found.attempts if each.document is not None]
    assert len(found.attempts) == len(attempts)
    assert all(each.covers == "A" for each in told)
    assert bool(told) == (len(differing) > 1)


def course_with(**rules):
    return Story().begin(plan(**rules))


def codes(found):
    return [problem.code for problem in found]


def test_a_weight_that_is_too_old_ends_a_signature_until_the_patient_is_weighed():
    story = course_with(weight_valid_days=3)
    assert codes(valid_at(story.course, 1, (), at("01-22"))) == ["verify.weight-stale"]
    story.weigh("60", "01-22")
    assert valid_at(story.course, 1, (), at("01-25")) == ()
    assert codes(valid_at(story.course, 1, (), at("01-26"))) == ["verify.weight-stale"]


def test_a_container_that_has_expired_on_the_date_of_the_infusion_ends_it_and_a_move_back_does_not():
    story = course_with()
    container = bag("V-1", 120, at("01-30").date())
    assert valid_at(story.course, 1, [container], at("01-22")) == ()
    story.move(1, "01-31", "01-22")
    assert codes(valid_at(story.course, 1, [container], at("01-22"))) == ["verify.container-expired"]
    story.move(1, "01-30", "01-22")
    assert valid_at(story.course, 1, [container], at("01-22")) == ()


def test_with_every_order_cancelled_nothing_is_valid():
    story = course_with()
    story.tell(ordering.OrderCancelled("O-1", "another drug"), "01-21")
    assert codes(valid_at(story.course, 1, (), at("01-22"))) == ["verify.order-cancelled"]


def test_of_an_infusion_that_was_given_time_ends_nothing_any_more():
    story = course_with(weight_valid_days=3)
    story.weigh("60", "01-28")
    story.give(1, "01-29")
    assert valid_at(story.course, 1, (), at("03-20")) == ()


@pytest.mark.parametrize(("number", "expected"), [(1, ["course.out-of-window"]), (2, [])])
def test_a_check_concerns_the_infusion_that_it_is_about(number, expected):
    story = course_with()
    story.tell(dating.Moved(1, at("02-03").date(), "this-one", "the ward asks"), "01-22")
    assert codes(concerning(story.course, number, resting(story.course, number))) == expected


def test_a_check_that_is_about_no_one_infusion_concerns_each():
    story = course_with()
    story.tell(ordering.Ordered("for 62 kg", "dr-lee", "O-2", None, story_weight()), "01-21")
    found = [codes(concerning(story.course, n, resting(story.course, n))) for n in (1, 4)]
    assert found == [["course.order-differs"], ["course.order-differs"]]


def story_weight():
    from courses.story import kg

    return kg("62")
