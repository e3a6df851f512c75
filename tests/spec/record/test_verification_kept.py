"""What a signature covers is held fast when product is thawed, and watched whenever product is given."""

import pytest
from doublechecked import checks, gate, heavier, ready, reentry, stands, told_at, told_by
from recorded import entered
from staff import proof
from stocked import bag, given, in_error, reserved, stocked, thawed

from msc_dose.courses.events import giving
from msc_dose.store.site.settings import put_setting
from msc_dose.store.stock import exceptional_release, holdings, retract_step, take_step
from msc_dose.store.verifications import declare_urgent

BOTH = reentry(containers=("L1 1", "L1 2"))


@pytest.fixture
def staff(record):
    return ready(record)


@pytest.fixture
def checked(record, staff):
    """The first infusion has two bags, and another person has verified it so."""
    reserved(record, staff, "L1 2")
    checks(record, entry=BOTH)
    return staff


def thaw(record, staff, *identities, minute=5):
    told_by(record, staff, thawed(1, *identities), minute=minute)


def give(record, staff, *identities):
    told_by(record, staff, given(1, *identities), minute=30)


def unreserve(record, staff, identity="L1 2"):
    holdings.unreserve(record, staff["te-1"], "C-1", 1, [identity], "left over")


def waste(record, staff, identity="L1 2"):
    take_step(record, staff["te-1"], identity, "waste", "the bag was torn")


def retract(record, staff, identity="L1 2"):
    retract_step(record, staff["te-1"], identity, "another bag was meant", proof(record, "ph-1"))


@pytest.mark.parametrize("ended", [unreserve, waste, retract])
def test_what_becomes_of_a_left_over_bag_ends_no_signature_once_product_is_thawed(record, checked, ended):
    thaw(record, checked, "L1 1")
    ended(record, checked)
    assert stands(record).state == "verified"
    give(record, checked, "L1 1")
    assert (stands(record).state, told_at(record)) == ("verified", [])


@pytest.mark.parametrize("ended", [unreserve, waste, retract])
def test_nor_once_it_is_given(record, checked, ended):
    thaw(record, checked, "L1 1")
    give(record, checked, "L1 1")
    ended(record, checked)
    assert stands(record).state == "verified"


def test_before_the_thaw_it_does(record, checked):
    unreserve(record, checked)
    assert stands(record).changes == ("container L1 2 is reserved no more",)


def test_with_the_thaw_entered_in_error_what_is_reserved_counts_again(record, checked):
    thaw(record, checked, "L1 1")
    unreserve(record, checked)
    told_by(record, checked, in_error(4))
    assert stands(record).state == "void"
    reserved(record, checked, "L1 2")
    assert stands(record).state == "verified"


def test_whoever_reserves_a_left_over_once_more_while_product_goes_in_has_no_part_in_the_dose(
    record, checked
):
    thaw(record, checked, "L1 1")
    told_by(record, checked, giving.Started(1), minute=8)
    unreserve(record, checked)
    holdings.reserve(record, checked["ph-2"], "C-1", 1, ["L1 2"])
    assert stands(record).state == "verified"


def test_a_bag_that_nobody_checked_is_no_part_of_what_was_signed(record, staff):
    checks(record)
    thaw(record, staff, "L1 2")
    assert stands(record).changes == ("container L1 2 is reserved now",)
    assert told_at(record) == ["verify.void"]
    told_by(record, staff, in_error(4))
    assert stands(record).state == "verified"


def test_for_a_bag_that_breaks_after_the_thaw_another_is_verified_and_given(record, staff):
    checks(record)
    thaw(record, staff, "L1 1")
    waste(record, staff, "L1 1")
    reserved(record, staff, "L1 2")
    assert stands(record).state == "void"
    reasons = {"course.not-cleared": "an emergency"}
    checks(record, entry=reentry(containers=("L1 2",)), reasons=reasons)
    thaw(record, staff, "L1 2", minute=10)
    give(record, staff, "L1 2")
    assert (stands(record).state, told_at(record)) == ("verified", [])


def test_product_that_is_thawed_or_given_without_a_signature_is_told_each_time(record, staff):
    thaw(record, staff, "L1 1")
    assert told_at(record) == ["verify.missing"]
    give(record, staff, "L1 1")
    assert told_at(record) == ["verify.missing"]


def test_so_is_a_signature_that_no_longer_holds_or_a_dispute(record, staff):
    checks(record)
    assert told_at(record) == []
    told_by(record, staff, heavier())
    assert told_at(record) == ["verify.void"]
    for _ in range(2):
        checks(record)  # for 60 kg, and 62 kg count now
    assert told_at(record) == ["verify.disagreed"]


def test_a_dose_that_was_declared_urgent_is_given_without_a_word(record, staff):
    declare_urgent(record, proof(record, "rn-1"), "C-1", 1, "nobody else on duty")
    thaw(record, staff, "L1 1")
    give(record, staff, "L1 1")
    assert told_at(record) == []


LIMITS = '[limits]\npost-thaw-viability = "at least 70 %"\n'
LONG = f"# {'so the committee has decided. ' * 50}\n{LIMITS}"


def settle(record, staff, text):
    put_setting(record, staff["ad-1"], "site", text, "the committee of today")


@pytest.mark.parametrize("before", ["", LIMITS, LONG])
def test_other_limits_of_the_site_end_a_signature_until_product_is_thawed(record, staff, before):
    settle(record, staff, before)
    checks(record)
    settle(record, staff, LIMITS.replace("70", "60"))
    assert stands(record).changes == ("the site's limits, or other settings beside them, were changed",)
    settle(record, staff, before)
    assert stands(record).state == "verified"
    thaw(record, staff, "L1 1")
    for later in (LIMITS.replace("70", "50"), LONG.replace("70", "40"), ""):
        settle(record, staff, later)
        assert stands(record).state == "verified"


def test_limits_that_changed_between_signing_and_thawing_stay_changed(record, staff):
    settle(record, staff, LONG)
    checks(record)
    settle(record, staff, LONG.replace("70", "60"))
    thaw(record, staff, "L1 1")
    settle(record, staff, LONG)
    assert stands(record).state == "void"


def test_settings_that_speak_of_no_limits_end_nothing(record, staff):
    checks(record)
    settle(record, staff, 'open = "mon-fri"\n')
    assert (stands(record).state, gate(record)) == ("verified", [])


def release(record, staff, identity):
    why = ("viability after thaw 62 %", "no other product", "QA-2024-017")
    proofs = (proof(record, "di-1"), proof(record, "md-1"))
    exceptional_release(record, staff["te-1"], identity, *why, proofs)


def test_a_container_that_goes_by_exceptional_release_only_since_it_was_signed_is_verified_anew(
    record, staff
):
    checks(record)
    take_step(record, staff["te-1"], "L1 1", "quarantine")
    release(record, staff, "L1 1")
    said = "viability after thaw 62 %; reason: no other product; notification QA-2024-017"
    assert stands(record).changes == (f"container L1 1, exceptional release none → {said}",)
    assert checks(record).exceptional == (f"EXCEPTIONAL RELEASE of L1 1: {said}",)
    thaw(record, staff, "L1 1")
    give(record, staff, "L1 1")
    assert stands(record).state == "verified"


def test_a_left_over_that_is_set_apart_once_product_is_in_changes_nothing(record, staff):
    stocked(record, staff, bag("L3 1", status="quarantined"))
    release(record, staff, "L3 1")
    reserved(record, staff, "L3 1")
    checks(record, entry=reentry(containers=("L1 1", "L3 1")))
    thaw(record, staff, "L1 1")
    give(record, staff, "L1 1")
    take_step(record, staff["te-1"], "L3 1", "quarantine")
    assert stands(record).state == "verified"


def test_whoever_records_a_thaw_is_told_at_once_of_a_bag_that_nobody_checked(record, staff):
    checks(record)
    done = entered(record, staff["rn-1"], "C-1", thawed(1, "L1 2"))
    assert "verify.void" in [each.code for each in done.problems]
