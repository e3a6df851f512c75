"""Allocation: the fewest containers, first expiry, least waste, identity; and why not each other one."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.product.allocation import selecting, selecting_whole
from msc_dose.product.allocation.allocating import allocate
from msc_dose.product.allocation.expiry import expires
from msc_dose.product.allocation.selecting import select_drawn
from msc_dose.product.allocation.selecting_whole import select_whole

from .bags import DAY, bag, cells, names

JAN, FEB, MAR = date(2028, 1, 1), date(2028, 2, 1), date(2028, 3, 1)


def million(number):
    return cells(Decimal(str(number)) * 1_000_000)


def allocated(need, stock, dispense="draw", **more):
    return allocate(million(need), tuple(stock), DAY, recipient="P1", dispense=dispense, **more)


@pytest.mark.parametrize(
    ("need", "stock", "chosen"),
    [
        (
            50,
            [bag(1, 50, FEB), bag(2, 25, JAN), bag(3, 25, JAN)],
            ["1"],
        ),  # one container, though two expire first
        (50, [bag(1, 60, FEB), bag(2, 70, JAN)], ["2"]),  # the first to expire, though it wastes more
        (50, [bag(1, 70), bag(2, 60)], ["2"]),  # the least waste among equals
        (50, [bag(2, 60), bag(1, 60)], ["1"]),  # the first by identity
        (70, [bag(1, 30, JAN), bag(2, 50, FEB), bag(3, 40, MAR)], ["1", "2"]),
        (85, [bag(1, 30, JAN), bag(2, 50, FEB), bag(3, 40, MAR)], ["2", "3"]),
        (50, [bag(1, 50, "none assigned"), bag(2, 50, MAR)], ["2"]),
    ],
)
def test_fewest_then_first_expiry_then_least_waste_then_identity(need, stock, chosen):
    assert names(allocated(need, stock).chosen) == chosen


def test_the_chosen_stand_in_order_of_use_and_what_is_left_is_told():
    found = allocated(100, [bag(9, 60, JAN), bag(1, 61.5, FEB), bag(5, 10, JAN)])
    assert names(found.chosen) == ["9", "1"]
    assert found.cells == (million(60), million(61.5))
    assert (found.held, found.waste) == (million(121.5), million(21.5))


def test_the_working_can_be_redone_by_hand():
    chosen, left = allocated(100, [bag(9, 60, JAN), bag(1, 61.5, FEB)]).steps
    assert [term.name for term in chosen.inputs] == [
        "dose",
        "L1 9, expires 2028-01-01",
        "L1 1, expires 2028-02-01",
    ]
    assert chosen.result.value == "121500000"
    assert left.result.value == "21500000"


def test_each_container_not_needed_says_by_which_rule():
    stock = [bag(1, 30, JAN), bag(2, 50, FEB), bag(3, 51, FEB), bag(4, 40, MAR), bag(5, 40, "none assigned")]
    found = allocated(50, stock)
    assert names(found.chosen) == ["2"]
    assert {left.identity: (left.code, left.why) for left in found.left_out} == {
        "L1 1": (
            "container.not-needed",
            "not needed: with one more of its expiry, more than 1 would be needed",
        ),
        "L1 3": (
            "container.not-needed",
            "not needed: others of its expiry are fuller, leave less waste or come first by identity",
        ),
        "L1 4": ("container.not-needed", "not needed: it expires later than those chosen"),
        "L1 5": ("container.not-needed", "not needed: it expires later than those chosen"),
    }


def test_reserved_containers_are_left_out_with_what_they_are_reserved_for():
    found = allocated(50, [bag(1, 50), bag(2, 50)], taken={"L1 1": "infusion 2"})
    assert names(found.chosen) == ["2"]
    assert [(left.code, left.why) for left in found.left_out] == [
        ("container.reserved", "reserved for infusion 2")
    ]
    assert names(allocated(50, [bag(1, 50), bag(2, 50)], taken=frozenset(["L1 1"])).chosen) == ["2"]


def test_too_little_stock_is_refused_with_what_is_missing_and_why():
    stock = [bag(1, 60), bag(2, 60, recipient="P2"), bag(3, 60, status="quarantined")]
    with pytest.raises(md.Refusal) as caught:
        allocated(80, stock)
    assert caught.value.codes == ("stock.shortfall",)
    text = str(caught.value)
    for part in ("20 million", "25 %", "1 container.other-recipient", "1 container.quarantined"):
        assert part in text
    assert "P2" not in text


def test_an_empty_stock_lacks_the_whole_dose():
    with pytest.raises(md.Refusal, match="100 %"):
        allocated(80, [])


@pytest.mark.parametrize(
    ("limits", "chosen"),
    [
        ({}, ["1", "3"]),  # 95 and 105 are equally near to 100: the lower
        ({"low": million(96)}, ["2", "3"]),
        ({"maximum": million(94)}, ["2"]),
        ({"low": million(106), "high": million(120)}, ["1", "2"]),
        ({"low": million(100), "maximum": million(120), "high": million(112)}, ["2", "3"]),
    ],
)
def test_whole_containers_come_nearest_to_the_dose_inside_their_limits(limits, chosen):
    stock = [bag(1, 50), bag(2, 60), bag(3, 45)]
    found = allocated(100, stock, "whole", **limits)
    assert names(found.chosen) == chosen
    assert found.waste is None


def test_whole_containers_of_one_sum_are_fewest_then_first_to_expire_then_by_identity():
    stock = [
        bag(1, 25, JAN),
        bag(2, 25, JAN),
        bag(3, 20, FEB),
        bag(5, 30, MAR),
        bag(4, 30, MAR),
        bag(6, 50, MAR),
    ]
    assert names(allocated(50, stock, "whole").chosen) == ["6"]
    assert names(allocated(50, stock[:-1], "whole").chosen) == ["1", "2"]
    assert names(allocated(50, stock[2:-1], "whole").chosen) == ["3", "4"]


def test_where_no_whole_containers_fit_the_nearest_below_and_above_are_shown():
    with pytest.raises(md.Refusal) as caught:
        allocated(70, [bag(1, 50), bag(2, 60)], "whole", low=million(65), high=million(75))
    assert caught.value.codes == ("stock.none-fits",)
    assert "nearest below is 60 million" in str(caught.value)
    assert "nearest above 110 million" in str(caught.value)


def test_whole_containers_give_less_than_the_dose_from_a_short_stock_only_where_a_limit_allows_it():
    stock = [bag(1, 50), bag(2, 45)]
    with pytest.raises(md.Refusal) as caught:
        allocated(100, stock, "whole")
    assert caught.value.codes == ("stock.shortfall",)
    assert names(allocated(100, stock, "whole", low=million(90)).chosen) == ["1", "2"]


@pytest.mark.parametrize(
    ("need", "more", "code"),
    [
        (0, {}, "dose.zero"),
        (100, {"dispense": "some"}, "dispense.not-stated"),
        (100, {"dispense": "whole", "low": million(90), "maximum": million(80)}, "limit.reversed"),
        (100, {"maximum": million(99)}, "dose.above-maximum"),
        (100, {"low": cells(1, counts="all")}, "kind.mixed"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(need, more, code):
    with pytest.raises(md.Refusal) as caught:
        allocated(need, [bag(1, 200)], **more)
    assert caught.value.codes == (code,)


def test_where_not_every_choice_can_be_tried_a_note_says_so_and_the_fewest_still_hold():
    stock = [bag(n, f"{20 + n * 7919 % 1009 / 1013:.6f}") for n in range(200)]
    found = allocated(305, stock)
    assert [(p.code, p.severity) for p in found.problems] == [("allocation.waste-not-proven", "note")]
    fullest = sorted((each.content.cells.value for each in stock), reverse=True)
    assert sum(fullest[: len(found.chosen) - 1]) < 305_000_000 <= sum(each.value for each in found.cells)
    assert found.waste < million("0.01")


contents = st.one_of(
    st.integers(1, 6), st.sampled_from([25_000_000, 25_384_000, 12_500_000]), st.integers(1, 10**11)
)
places = st.lists(st.tuples(contents, st.integers(0, 3)), min_size=1, max_size=9)


def subsets(count):
    return (places for size in range(1, count + 1) for places in combinations(range(count), size))


@pytest.mark.parametrize("work", [0, selecting.WORK])  # met in the middle, and by bits
@settings(max_examples=60, deadline=None)
@given(places, st.data())
def test_drawn_containers_are_the_best_of_all_subsets(work, stock, data):
    weights, classes = [w for w, _ in stock], sorted(c for _, c in stock)
    need = data.draw(st.integers(1, sum(weights) + 2))
    kept, selecting.WORK = selecting.WORK, work
    try:
        found = select_drawn(weights, classes, need)
    finally:
        selecting.WORK = kept
    sums = [(p, sum(weights[i] for i in p)) for p in subsets(len(stock))]
    best = min(((len(p), [classes[i] for i in p], s - need, p) for p, s in sums if s >= need), default=None)
    assert (found is None) == (best is None)
    if found and best:
        assert (found.places, found.total - need, found.proven) == (best[3], best[2], True)


@pytest.mark.parametrize("work", [0, selecting.WORK])
@settings(max_examples=60, deadline=None)
@given(places, st.data())
def test_whole_containers_are_the_best_of_all_subsets(work, stock, data):
    weights, classes = [w for w, _ in stock], sorted(c for _, c in stock)
    need = data.draw(st.integers(1, sum(weights) + 2))
    low = data.draw(st.integers(1, need + 2))
    high = data.draw(st.one_of(st.none(), st.integers(low, 2 * need + 2)))
    kept, selecting_whole.WORK = selecting_whole.WORK, work
    try:
        found, proven = select_whole(weights, classes, low, need, high)
    finally:
        selecting_whole.WORK = kept
    sums = [(p, sum(weights[i] for i in p)) for p in subsets(len(stock))]
    inside = [(p, s) for p, s in sums if low <= s and (high is None or s <= high)]
    ranked = ((abs(s - need), s, len(p), [classes[i] for i in p], p) for p, s in inside)
    best = min(ranked, default=None)
    assert proven
    assert (found.places if found else None) == (best[4] if best else None)


bags = st.lists(
    st.tuples(
        st.decimals(1, 60, places=3),
        st.sampled_from([date(2027, 2, 1), JAN, FEB, "none assigned"]),
        st.sampled_from(["unassigned", "P1", "P2"]),
        st.sampled_from(["released", "released", "quarantined"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(bags, st.randoms(use_true_random=False), st.sampled_from(["draw", "whole"]))
def test_every_container_is_chosen_or_left_out_once_whatever_the_order_of_the_stock(facts, random, dispense):
    stock = [bag(n, c, e, recipient=r, status=s) for n, (c, e, r, s) in enumerate(facts)]
    usable = [each for each in stock if each.recipient != "P2" and each.status == "released"]
    usable = [each for each in usable if expires(each)[0] >= DAY]
    held = sum((each.content.cells.value for each in usable), Decimal(0))
    if not held:
        return
    need = held / 1_000_000 * Decimal("0.6")
    found = allocated(need, stock, dispense)
    told = sorted([each.identity for each in found.chosen] + [left.identity for left in found.left_out])
    assert told == sorted(each.identity for each in stock)
    assert {each.recipient for each in found.chosen} <= {"unassigned", "P1"}
    random.shuffle(stock)
    assert allocated(need, stock, dispense) == found
    more = allocated(need, [*stock, bag("X", 99, JAN, recipient="P2")], dispense)
    assert (more.chosen, more.held, more.steps) == (found.chosen, found.held, found.steps)
    assert {left.identity for left in more.left_out} - {left.identity for left in found.left_out} == {"L1 X"}
