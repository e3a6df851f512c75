"""Eligibility: which containers may be used for an infusion, and the first reason why another may not."""

from datetime import UTC, date, datetime

import pytest

import msc_dose as md
from msc_dose.product.allocation.eligibility import allergy_problems, reasons, sort_out
from msc_dose.product.container import Content, Recovery
from msc_dose.quantity.amount import Amount

from .bags import DAY, bag, cells, names

at = datetime.fromisoformat
NEED = cells(100_000_000)


def sorted_out(*stock, on=DAY, recipient="P1", **more):
    return sort_out(stock, NEED, on, recipient=recipient, **more)


def why(container, **more):
    (left_out,) = sorted_out(container, **more).left_out
    assert left_out.identity == container.identity
    return left_out.code, left_out.why


@pytest.mark.parametrize(
    ("container", "code"),
    [
        (bag(1, 50, recipient="P2"), "container.other-recipient"),
        (bag(1, 50, recipient="P2", autologous=True), "container.other-recipient"),
        (bag(1, 50, status="quarantined"), "container.quarantined"),
        (bag(1, 50, date(2027, 2, 28)), "container.expired"),
        (bag(1, 0, content=Content(cells=cells(5e7, population="TNC"))), "container.counts-differ"),
        (bag(1, 0, content=Content(cells=cells(5e7, counts="all"))), "container.counts-differ"),
        (bag(1, 0, content=Content(cells=cells(5e7, moment="before freeze"))), "container.counts-differ"),
        (bag(1, 50, flags=("DMSO", "Porcine gelatine")), "container.allergy"),
    ],
)
def test_each_container_that_may_not_be_used_has_a_reason_with_a_code(container, code):
    found, text = why(container, allergies=("porcine gelatine",))
    assert (found, bool(text)) == (code, True)


def test_the_first_reason_in_the_fixed_order_is_the_one_told():
    facts = {"content": Content(cells=cells(5e7, population="TNC")), "flags": ("DMSO",)}
    late, early = date(2028, 1, 1), date(2027, 1, 1)
    worse = [
        bag(1, 0, early, recipient="P2", status="quarantined", **facts),
        bag(1, 0, early, status="quarantined", **facts),
        bag(1, 0, early, **facts),
        bag(1, 0, late, **facts),
        bag(1, 50, late, flags=("DMSO",)),
    ]
    codes = [why(container, allergies=("DMSO",))[0].removeprefix("container.") for container in worse]
    assert codes == ["other-recipient", "quarantined", "expired", "counts-differ", "allergy"]


def test_nothing_is_said_of_another_recipient():
    code, text = why(bag(1, 50, date(2027, 1, 1), recipient="HIDDEN-77", status="quarantined"))
    assert (code, text) == ("container.other-recipient", "bound to another recipient")


def test_a_container_of_the_patient_and_an_unassigned_one_may_both_be_used():
    own, anybody = bag(1, 50, recipient="P1", autologous=True), bag(2, 50)
    assert names(each.container for each in sorted_out(own, anybody).usable) == ["1", "2"]


@pytest.mark.parametrize("recipient", [None, "", "unassigned"])
def test_a_patient_must_be_named_where_any_container_is_bound(recipient):
    with pytest.raises(md.Refusal) as caught:
        sorted_out(bag(1, 50), bag(2, 50, recipient="P2"), recipient=recipient)
    assert caught.value.codes == ("recipient.missing",)
    assert "P2" not in str(caught.value)
    assert sorted_out(bag(1, 50), recipient=recipient).usable


@pytest.mark.parametrize(
    ("expiry", "on", "usable"),
    [
        (date(2027, 3, 1), date(2027, 3, 1), True),
        (date(2027, 3, 1), at("2027-03-01 23:59"), True),
        (date(2027, 3, 1), at("2027-03-02 00:00"), False),
        (at("2027-03-01 14:00"), at("2027-03-01 13:59"), True),
        (at("2027-03-01 14:00"), at("2027-03-01 14:00"), False),
        (at("2027-03-01 14:00"), date(2027, 2, 28), True),
        (at("2027-03-01 14:00"), date(2027, 3, 1), False),
        ("none assigned", date(2099, 1, 1), True),
    ],
)
def test_a_date_is_usable_through_its_day_and_a_time_until_then(expiry, on, usable):
    assert bool(sorted_out(bag(1, 50, expiry), on=on).usable) == usable


def test_what_is_expired_today_is_told_apart_from_what_expires_before_the_infusion():
    on = date(2027, 6, 1)
    assert why(bag(1, 50, date(2027, 2, 28)), on=on, today=DAY)[0] == "container.expired"
    code, text = why(bag(1, 50, date(2027, 3, 1)), on=on, today=DAY)
    assert (code, "2027-03-01" in text) == ("container.expires-before", True)


def test_on_the_day_of_an_expiry_by_the_hour_the_time_of_the_infusion_is_asked_for():
    code, text = why(bag(1, 50, at("2027-03-01 14:00")))
    assert code == "container.expires-before"
    assert text.endswith("usable until 2027-03-01 14:00, and the time of the infusion is not stated")


def test_containers_stand_in_order_of_expiry_then_identity_with_none_assigned_last():
    stock = (
        bag(5, 50, "none assigned"),
        bag(4, 50, date(2027, 5, 1)),
        bag(3, 50, date(2027, 5, 1)),
        bag(2, 50, at("2027-05-01 08:00")),
    )
    assert names(each.container for each in sorted_out(*stock).usable) == ["2", "3", "4", "5"]


def test_a_container_gives_what_its_own_count_converts_to():
    half = Recovery(Amount("percentage", 50), "viable")
    frozen = Content(cells=cells(5e7, moment="before freeze"), recovery=half)
    (usable,) = sorted_out(bag(1, 0, content=frozen)).usable
    assert usable.cells == cells(25_000_000)


def test_a_concentration_without_the_volume_that_is_in_it_gives_no_number_of_cells():
    concentration = Amount("cell_concentration", 5_000_000, 1, "viable", "MSC", "after thaw")
    content = Content(concentration=concentration, nominal=Amount("volume", 10))
    code, text = why(bag(1, 0, content=content))
    assert (code, "volume" in text) == ("container.empty", True)


@pytest.mark.parametrize(
    ("allergies", "flags", "code"),
    [
        (("latex",), ("unknown",), "allergy.content-unknown"),
        (("latex",), ("none known",), None),
        (("latex",), ("DMSO",), None),
        (("none known",), ("unknown",), None),
        (("none known",), ("DMSO",), None),
        (("unknown",), ("DMSO",), "allergy.patient-unknown"),
        (None, ("DMSO",), "allergy.patient-unknown"),
        (None, ("unknown",), None),
        (None, ("none known",), None),
    ],
)
def test_what_is_not_known_of_allergies_is_a_check_and_excludes_nothing(allergies, flags, code):
    container = bag(1, 50, flags=flags)
    assert sorted_out(container, allergies=allergies).usable
    problems = allergy_problems([container], allergies)
    assert [(p.code, p.severity) for p in problems] == ([(code, "check")] if code else [])


def test_a_container_listed_twice_is_refused():
    with pytest.raises(md.Refusal) as caught:
        sorted_out(bag(1, 50), bag(1, 60))
    assert caught.value.codes == ("stock.duplicate",)


def test_moments_carry_no_zone_and_a_stock_holds_containers():
    with pytest.raises(md.Refusal) as caught:
        sorted_out(bag(1, 50), on=datetime(2027, 3, 1, tzinfo=UTC))
    assert caught.value.codes == ("date.zone",)
    for stock, on in (("bag", DAY), (bag(1, 50), "2027-03-01")):
        with pytest.raises(TypeError):
            sorted_out(stock, on=on)


def test_reasons_are_counted_for_a_person():
    stock = [bag(n, 50, date(2027, 1, 1)) for n in (1, 2)] + [bag(3, 50, status="quarantined")]
    assert (
        reasons(sorted_out(*stock).left_out)
        == "2 container.expired (L1 1; L1 2), 1 container.quarantined (L1 3)"
    )
