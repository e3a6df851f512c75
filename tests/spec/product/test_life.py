"""The life of a container: quarantined → released → reserved → retrieved → thawed → issued → infused or wasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.product.life import STATES, STEPS, Life, Step, life_of, state_after

LAWFUL = {
    "quarantined": {"release": "released", "exceptional-release": "quarantined", "waste": "wasted"},
    "released": {
        **{"quarantine": "quarantined", "exceptional-release": "quarantined"},
        **{"reserve": "reserved", "waste": "wasted"},
    },
    "reserved": {
        **{"quarantine": "quarantined", "exceptional-release": "reserved", "unreserve": "released"},
        **{"retrieve": "retrieved", "waste": "wasted"},
    },
    "retrieved": {
        **{"quarantine": "quarantined", "exceptional-release": "retrieved", "return": "reserved"},
        **{"thaw": "thawed", "waste": "wasted"},
    },
    "thawed": {"issue": "issued", "quarantine": "quarantined", "waste": "wasted"},
    "issued": {"infuse": "infused", "quarantine": "quarantined", "waste": "wasted"},
    "infused": {},
    "wasted": {},
}
EVERY_STEP = st.builds(
    Step,
    st.sampled_from(STEPS),
    course=st.sampled_from(["C-1", "C-2"]),
    infusion=st.integers(1, 2),
    event=st.none() | st.integers(1, 9),
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_leads_where_the_table_says_or_is_refused(state, step):
    if step in LAWFUL[state]:
        assert state_after(state, step) == LAWFUL[state][step]
        return
    with pytest.raises(Refusal) as refused:
        state_after(state, step)
    assert refused.value.codes == ("container.unlawful-step",)


def test_a_refusal_says_what_it_is_and_what_could_be_done():
    with pytest.raises(Refusal) as refused:
        state_after("thawed", "return")
    (problem,) = refused.value.problems
    assert problem.message == "The container is thawed; it cannot be returned."
    assert problem.fix == "What can follow: quarantine, issue, waste."
    with pytest.raises(Refusal, match="Nothing follows that"):
        state_after("infused", "waste")


def lived(*names, status="released"):
    return life_of(status, [Step(name, "C-1", 1) for name in names])


def test_what_is_quarantined_while_reserved_is_still_its_infusions_once_released():
    assert lived("reserve", "quarantine").state == "quarantined"
    assert "retrieve" not in lived("reserve", "quarantine").lawful
    assert lived("reserve", "quarantine", "release").state == "reserved"
    assert lived("reserve", "retrieve", "quarantine", "return", "release").state == "reserved"


@pytest.mark.parametrize("place", ["thawed", "issued"])
def test_what_is_thawed_is_set_apart_by_a_late_result_and_goes_on_once_it_is_released(place):
    before = ("reserve", "retrieve", "thaw") + (("issue",) if place == "issued" else ())
    apart = lived(*before, "quarantine")
    assert (apart.state, apart.frozen, apart.holder.course) == ("quarantined", False, "C-1")
    assert apart.lawful == ("release", "exceptional-release", "waste")
    assert lived(*before, "quarantine", "release").state == place
    assert lived(*before, "quarantine", "exceptional-release").state == place
    assert lived(*before, "quarantine", "waste").state == "wasted"
    assert lived(*before, "quarantine", "infuse").state == "infused"


def test_what_was_thawed_although_it_was_quarantined_is_thawed_and_can_be_set_apart():
    thawed = lived("thaw", status="quarantined")
    assert (thawed.state, "quarantine" in thawed.lawful) == ("thawed", True)


def test_an_entry_in_error_is_no_step_and_moves_nothing():
    assert "entered-in-error" not in STEPS
    assert lived("reserve").after(Step("entered-in-error", event=1)) == lived("reserve")
    assert Step("waste").by_hand
    assert not Step("waste", "C-1", 1, 4).by_hand
    assert not Step("entered-in-error", event=1).by_hand


def test_released_by_exception_it_may_be_reserved_until_it_is_quarantined_again():
    apart = lived("exceptional-release", status="quarantined")
    assert (apart.state, "reserve" in apart.lawful) == ("quarantined", True)
    assert lived("exceptional-release", "reserve", "retrieve", status="quarantined").state == "retrieved"
    assert lived("exceptional-release", "reserve", "quarantine", status="quarantined").state == "quarantined"


def test_a_reservation_ends_when_the_container_is_wasted_and_what_was_thawed_stays_its_courses():
    assert lived("reserve", "waste").holder is None
    done = life_of("released", [Step("thaw", "C-1", 1, event=4), Step("waste")])
    assert (done.state, done.holder.course) == ("wasted", "C-1")


def test_what_was_done_comes_before_what_was_reserved():
    life = life_of("released", [Step("thaw", "C-1", 2, event=4), Step("reserve", "C-1", 1)])
    assert life.holder.infusion == 2
    assert life.after(Step("unreserve", "C-1", 1)).holder.infusion == 2


@given(st.lists(EVERY_STEP, max_size=12))
def test_whatever_is_told_it_never_freezes_again(steps):
    life, was_thawed = Life("released"), False
    for step in steps:
        life = life.after(step)
        was_thawed = was_thawed or step.name in ("thaw", "issue", "infuse", "waste")
        assert life.frozen is not was_thawed
        assert life.state in STATES


@given(st.lists(EVERY_STEP, max_size=12))
def test_by_lawful_steps_no_two_courses_ever_have_it(steps):
    life = Life("released")
    for step in steps:
        if step.name in life.lawful and (step.name == "reserve" or life.held_by_other(step.course) is None):
            life = life.after(step)
        assert len({claim.course for claim in life.claims}) <= 1


def test_other_words_are_no_steps_and_no_states():
    for state, step in (("frozen", "thaw"), ("released", "steal")):
        with pytest.raises(TypeError):
            state_after(state, step)
    with pytest.raises(TypeError):
        Step("steal")
