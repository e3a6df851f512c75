"""The course: containers of every infusion, none twice, reserved for later ones; what runs out, and when."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.product.allocation.allocating import allocate
from msc_dose.product.allocation.forecast import Need, allocate_course
from msc_dose.product.container import Container, Content

from .bags import DAY, bag, cells, names

FAR = date(2030, 1, 1)


def million(number):
    return cells(Decimal(str(number)) * 1_000_000)


def course(needs, stock, dispense="draw", **more):
    """Infusions a week apart, numbered from 1."""
    asked = [Need(n + 1, DAY + timedelta(days=7 * n), million(each)) for n, each in enumerate(needs)]
    return allocate_course(asked, tuple(stock), recipient="P1", dispense=dispense, **more)


def chosen(found):
    return [names(each.chosen) if each else None for each in found.allocations]


def test_each_infusion_has_its_own_containers_the_first_to_expire_first():
    stock = [bag(n, 30, DAY + timedelta(days=100 - n)) for n in range(1, 7)]
    found = course([60, 60, 60], stock)
    assert chosen(found) == [["6", "5"], ["4", "3"], ["2", "1"]]
    assert found.runs_out == ()
    assert found.problems == ()


def test_a_container_of_another_infusion_is_reserved_and_says_for_which():
    found = course([30, 30], [bag(1, 30), bag(2, 30)])
    first, second = ({left.identity: left.why for left in each.left_out} for each in found.allocations)
    assert first == {"L1 2": "reserved for infusion 2"}
    assert second == {"L1 1": "reserved for infusion 1"}


def test_a_container_that_expires_during_the_course_is_not_given_after():
    found = course([30, 30], [bag(1, 30, DAY), bag(2, 60, DAY + timedelta(days=3)), bag(3, 30, FAR)])
    assert chosen(found) == [["1"], ["3"]]
    codes = {left.identity: left.code for left in found.allocations[1].left_out}
    assert codes == {"L1 1": "container.expires-before", "L1 2": "container.expires-before"}


def test_an_earlier_infusion_leaves_a_later_one_what_only_that_can_use():
    """Alone, the first would take the one bag of 60 as the fewest; the second can use no other."""
    soon = DAY + timedelta(days=3)
    stock = [bag(1, 60, FAR), bag(2, 30, soon), bag(3, 30, soon)]
    assert names(allocate(million(60), stock, DAY, recipient="P1", dispense="draw").chosen) == ["1"]
    assert chosen(course([60, 60], stock)) == [["2", "3"], ["1"]]


def test_a_larger_later_dose_is_served_before_a_smaller_one_that_would_take_its_container():
    stock = [bag(1, 60, DAY + timedelta(days=90)), bag(2, 50), bag(3, 50)]
    assert chosen(course([50, 60, 50], stock)) == [["2"], ["1"], ["3"]]


def test_what_runs_out_is_told_with_infusion_date_and_missing_cells_and_the_earlier_ones_stand():
    found = course([60, 60, 60], [bag(n, 30) for n in range(1, 6)])
    assert chosen(found) == [["1", "2"], ["3", "4"], None]
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.field) == (
        "stock.runs-out",
        "check",
        "infusions[2].stock",
    )
    for part in ("Infusion 3 on 2027-03-15", "30 million", "4 container.reserved"):
        assert part in problem.message
    (last,) = found.runs_out
    assert (last.number, last.on, last.missing) == (3, date(2027, 3, 15), million(30))


def test_an_earlier_infusion_is_never_given_up_for_later_ones():
    """Both bags together serve the first, or each of them one of the two that follow."""
    found = course([90, 60, 60], [bag(1, 60), bag(2, 60)])
    assert chosen(found) == [["1", "2"], None, None]
    assert [each.missing for each in found.runs_out] == [million(60), million(60)]


def test_a_course_of_which_nothing_can_be_served_is_refused_for_every_infusion():
    with pytest.raises(md.Refusal) as caught:
        course([60, 70], [bag(1, 30)])
    assert caught.value.codes == ("stock.shortfall", "stock.shortfall")


@pytest.mark.parametrize("same", ["lot", "donor"])
def test_one_lot_serves_the_whole_course_though_another_expires_first(same):
    soon = DAY + timedelta(days=60)
    stock = [bag(1, 60, soon, lot="A"), bag(2, 60, FAR, lot="B"), bag(3, 60, FAR, lot="B")]
    found = course([60, 60], stock, same=same)
    assert (found.group, chosen(found)) == ("B", [["2"], ["3"]])
    left = {each.identity: each.code for each in found.allocations[0].left_out}
    assert left == {"A 1": f"container.other-{same}", "B 3": "container.reserved"}


def test_of_two_lots_that_serve_the_course_the_first_to_expire_is_taken():
    stock = [bag(n, 60, FAR - timedelta(days=ord(lot)), lot=lot) for lot in "AB" for n in (1, 2)]
    assert course([60, 60], stock, same="lot").group == "B"


def test_where_no_lot_serves_the_course_the_one_that_serves_most_is_taken_and_told():
    stock = [bag(1, 60, DAY + timedelta(days=60), lot="A")]
    stock += [bag(n, 60, FAR, lot="B") for n in (2, 3)]
    found = course([60, 60, 60], stock, same="lot")
    assert (found.group, chosen(found)) == ("B", [["2"], ["3"], None])
    assert found.runs_out[0].missing == million(60)
    assert course([60, 60, 60], stock).runs_out == ()


def test_bags_of_one_donation_share_their_donation_number():
    bags = [("G123498654321", "S11280A0"), ("A999914123458", "S11280A0"), ("A999914123458", "S11280B0")]
    content, facts = (
        Content(cells=million(60)),
        ("bag", "allogeneic unrelated", "unassigned", FAR, "released", "A1"),
    )
    stock = [Container(content, *facts, din=din, product_code=code) for din, code in bags]
    found = course([60, 60], stock, same="donor")
    assert found.group == "A999914123458"
    assert [each.chosen[0].identity for each in found.allocations] == [
        "A999914123458 S11280A0",
        "A999914123458 S11280B0",
    ]


def test_whole_containers_that_were_enough_in_their_turn_stay_when_the_rest_is_taken():
    """95 is nearest to 100 while 205 are there; what the second leaves beside it is less than 100."""
    found = course([100, 100], [bag(1, 95), bag(2, 110)], "whole")
    assert chosen(found) == [["1"], ["2"]]
    assert found.runs_out == ()


@pytest.mark.parametrize("dispense", ["draw", "whole"])
def test_no_container_is_given_twice_where_the_choices_are_too_many_to_try(monkeypatch, dispense):
    """With a smaller budget of search the choices of awkward bags are not proven, and stay apart."""
    for name in ("selecting", "selecting_whole"):
        monkeypatch.setattr(f"msc_dose.product.allocation.{name}.WORK", 0)
    monkeypatch.setattr("msc_dose.product.allocation.sums_sparse.BUDGET", 500)
    random, served = Random(3), 0
    for _ in range(60):
        bags = random.randint(20, 60)
        contents = [Decimal(random.randint(3_000_000, 60_000_000)).scaleb(-6) for _ in range(bags)]
        soon = [DAY + timedelta(days=random.choice([3, 20, 100, 200])) for _ in range(bags)]
        needs = [Decimal(random.randint(60_000_000, 700_000_000)).scaleb(-6) for _ in range(4)]
        try:
            found = course(needs, list(map(bag, range(bags), contents, soon)), dispense)
        except md.Refusal:
            continue
        used = [name for one in chosen(found) if one for name in one]
        assert len(used) == len(set(used))
        served += 1
    assert served > 30


def test_whole_containers_have_their_limits_for_each_infusion():
    needs = [Need(n, DAY, million(100), low=million(90), maximum=million(110)) for n in (1, 2)]
    stock = [bag(n, 50) for n in range(1, 4)]
    found = allocate_course(needs, stock, recipient="P1", dispense="whole")
    assert chosen(found) == [["1", "2"], None]
    assert found.forecast[1].held == million(50)


@pytest.mark.parametrize(
    ("needs", "more", "code"),
    [
        ([60], {"same": "bag"}, "same.unknown"),
        ([], {}, "value.missing"),
    ],
)
def test_what_cannot_be_asked_of_a_course_is_refused(needs, more, code):
    with pytest.raises(md.Refusal) as caught:
        course(needs, [bag(1, 60)], **more)
    assert caught.value.codes == (code,)


def test_two_infusions_of_one_number_are_refused():
    needs = [Need(1, DAY, million(60)), Need(1, DAY, million(60))]
    with pytest.raises(md.Refusal) as caught:
        allocate_course(needs, [bag(1, 60)], recipient="P1", dispense="draw")
    assert caught.value.codes == ("infusion.duplicate",)


def served_or_refused(needs, stock, dispense, same):
    try:
        return course(needs, stock, dispense, same=same)
    except md.Refusal as refusal:
        return refusal


facts = st.lists(
    st.tuples(
        st.integers(1, 60),
        st.integers(-5, 40),
        st.sampled_from(["unassigned", "unassigned", "P1", "P2"]),
        st.sampled_from("AB"),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(
    facts,
    st.lists(st.integers(1, 90), min_size=1, max_size=4),
    st.sampled_from(["draw", "whole"]),
    st.sampled_from([None, "lot", "donor"]),
    st.randoms(use_true_random=False),
)
def test_no_container_is_given_twice_nor_to_another_nor_lost(stock, needs, dispense, same, random):
    stock = [
        bag(n, c, DAY + timedelta(days=d), recipient=r, lot=lot) for n, (c, d, r, lot) in enumerate(stock)
    ]
    found = served_or_refused(needs, stock, dispense, same)
    if isinstance(found, md.Refusal):
        assert set(found.codes) <= {"stock.shortfall", "stock.none-fits"}
        assert 1 <= len(found.codes) <= len(needs)
        return
    made = [each for each in found.allocations if each]
    given = [container for each in made for container in each.chosen]
    assert len({each.identity for each in given}) == len(given)
    assert {each.recipient for each in given} <= {"unassigned", "P1"}
    if same:
        assert {each.lot for each in given} == {found.group}
    for each in made:
        told = [container.identity for container in each.chosen] + [left.identity for left in each.left_out]
        assert sorted(told) == sorted(container.identity for container in stock)
        others = {container.identity for container in stock if container.recipient == "P2"}
        assert {left.identity for left in each.left_out if left.code == "container.other-recipient"} == others
    shuffled = random.sample(stock, len(stock))
    assert course(needs, shuffled, dispense, same=same) == found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(1, 5))
def test_equal_bags_are_given_so_that_as_many_infusions_are_served_as_can_be(days, number):
    """One equal bag for each infusion: a bag for the latest infusion it reaches shows how many can be served."""
    stock = [bag(n, 60, DAY + timedelta(days=day)) for n, day in enumerate(days)]
    dates = [DAY + timedelta(days=7 * n) for n in range(number)]
    free, possible = sorted(days), 0
    for on in dates:
        free = [day for day in free if DAY + timedelta(days=day) >= on]
        if free:
            free.pop(0)
            possible += 1
    found = course([60] * number, stock)
    assert sum(1 for each in found.allocations if each) == possible
