"""The second choice of containers from a stock: whose they are, how few, which expire first, what is wasted."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.recheck import recheck_plan
from msc_dose.recheck.exact import Exact
from msc_dose.recheck.fewest import Candidate, best_draw
from msc_dose.recheck.handling import Limit
from msc_dose.recheck.nearest_sum import best_whole
from msc_dose.recheck.preparation import Need

from . import plans
from .documents import (
    container,
    content,
    fields,
    handling,
    leaves,
    limit,
    look_up,
    n,
    plan_of,
    preparation,
    preparation_inputs,
    put,
    rounded,
    stock,
    verdicts,
)

FLAT = plans.rule(plans.span("25000000", unit="cells"))
DAYS = ("2027-01-29", "2027-02-05", "2027-02-12", "2027-02-19")


def named(name):
    return name if " " in name else f"L1 {name}"


def left(name, code):
    return {"identity": named(name), "code": code, "why": "in words"}


def chosen(*names, left_out=(), each="10000000", dose=25_000_000, code=None):
    """A preparation by whoever only chooses containers and says nothing of volumes."""
    still = dose
    containers = []
    for name in names:
        cells = min(int(each), still)
        containers.append(
            {"identity": named(name), "withdraw": None, "whole": False, "cells": n(f"{cells} cells")}
        )
        still -= cells
    return preparation(
        cells_to_thaw=rounded(f"{dose} cells", f"{dose}", "up to 0.1 cells"),
        containers_to_thaw=len(names),
        containers=containers,
        left_out=[left(name, code or "container.not-needed") for name in left_out],
    )


def course(supply, *preparations, how=None, **others):
    """A course of these preparations; what another of them chooses is left out as reserved."""
    asked = preparation_inputs(supply, how or handling(), **others)
    taken = {entry["identity"] for one in preparations if one for entry in one["containers"]}
    for one in filter(None, preparations):
        for entry in one["left_out"]:
            if entry["identity"] in taken and entry["code"] == "container.not-needed":
                entry["code"] = "container.reserved"
    count = len(preparations)
    return plan_of(FLAT, "25000000", preparations, count, total=str(25_000_000 * count), preparation=asked)


def problems(document):
    return [(problem.field, problem.message) for problem in recheck_plan(document)]


FIVE = stock(*(container(name) for name in "abcde"))


def test_three_of_five_equal_bags_are_taken_in_the_order_of_their_names():
    assert problems(course(FIVE, chosen("a", "b", "c", left_out="de"))) == []
    ((field, message),) = problems(course(FIVE, chosen("a", "b", "d", left_out="ce")))
    assert field == "infusions[0].preparation.containers"
    assert message.endswith("chooses 'L1 a', 'L1 b', 'L1 c'.")


@pytest.mark.parametrize(
    ("unfit", "code"),
    [
        ({"recipient": "P-2"}, "other-recipient"),
        ({"status": "quarantined"}, "quarantined"),
        ({"expiry": "2027-01-28"}, "expired"),
        ({"expiry": "2027-01-29T12:00"}, "expires-before"),
        ({"donor_type": "autologous"}, "other-recipient"),
        ({"notes": {"hypersensitivity": ["bovine serum", "Dmso"]}}, "allergy"),
        ({"content": content(population="TNC", cells=n("10000000 cells"))}, "counts-differ"),
        ({"content": content(counts="all", cells=n("10000000 cells"))}, "counts-differ"),
        ({"content": content(moment="before freeze", cells=n("10000000 cells"))}, "counts-differ"),
        ({"content": content(concentration=n("10000000 cells/mL"))}, "empty"),
        ({"content": content(cells=n("0 cells"))}, "empty"),
    ],
)
def test_a_container_that_may_not_be_used_is_never_agreed_to(unfit, code):
    """Another patient's, quarantined, expired by then, or counting other cells."""
    supply = stock(container("a") | unfit, *(container(name) for name in "bcd"))
    supply["allergies"] = ["penicillin", "DMSO"]
    left = chosen("b", "c", "d", left_out="a", code=f"container.{code}")
    assert problems(course(supply, left)) == []
    other = chosen("b", "c", "d", left_out="a")
    assert fields(course(supply, other)) == ["infusions[0].preparation.left_out[0].code"]
    found = problems(course(supply, chosen("a", "b", "c", left_out="d")))
    assert ("infusions[0].preparation.containers[0].identity") in dict(found)


@pytest.mark.parametrize(
    "fit",
    [
        {"recipient": "P-1"},
        {"recipient": "P-1", "donor_type": "autologous"},
        {"expiry": "2027-01-29"},
        {"expiry": "2027-01-30T00:00"},
        {"content": content(population=None, cells=n("10000000 cells"))},
        {"content": content(moment="label nominal", cells=n("10000000 cells"))},
    ],
)
def test_a_container_that_may_be_used_is_not_passed_over(fit):
    supply = stock(container("a", "2027-01-30") | fit, *(container(name) for name in "bcd"))
    assert problems(course(supply, chosen("a", "b", "c", left_out="d"))) == []
    assert problems(course(supply, chosen("b", "c", "d", left_out="a"))) != []


def test_fewer_containers_come_before_an_earlier_expiry():
    supply = stock(
        container("a", "2027-02-01"),
        container("b", "2027-02-01"),
        container("c", "2027-02-01"),
        container("d", "2029-01-01", "25000000 cells"),
    )
    assert problems(course(supply, chosen("d", left_out="abc", each="25000000"))) == []
    (found,) = problems(course(supply, chosen("a", "b", "c", left_out="d")))
    assert found[1].endswith("needs 1.")


def test_the_earliest_expiries_come_first_and_no_expiry_comes_last():
    """One of b and c must be large, and the earlier expiry of the small one counts."""
    supply = stock(
        container("a", "none assigned", "15000000 cells"),
        container("b", "2028-01-01", "15000000 cells"),
        container("c", "2027-06-01"),
        container("d", "2027-05-01", "5000000 cells"),
    )
    right = chosen("c", "b", left_out="ad")
    right["containers"][1]["cells"] = n("15000000 cells")
    assert problems(course(supply, right)) == []
    wrong = chosen("c", "a", left_out="bd")
    wrong["containers"][1]["cells"] = n("15000000 cells")
    (found,) = problems(course(supply, wrong))
    assert found[1].endswith("finds others that expire first.")


def test_among_equals_the_least_is_wasted():
    held = {"a": "20000000 cells", "b": "16000000 cells", "c": "14000000 cells", "d": "10000000 cells"}
    supply = stock(*(container(name, held=cells) for name, cells in held.items()))
    right = chosen("b", "d", left_out="ac")
    right["containers"][0]["cells"], right["containers"][1]["cells"] = n("16000000 cells"), n("9000000 cells")
    assert problems(course(supply, right)) == []
    wrong = chosen("a", "d", left_out="bc")
    wrong["containers"][0]["cells"], wrong["containers"][1]["cells"] = n("20000000 cells"), n("5000000 cells")
    assert [message for _, message in problems(course(supply, wrong)) if "chooses 'L1 b', 'L1 d'" in message]


def test_nothing_is_used_twice_in_a_course():
    right = course(FIVE, chosen("a", "b", "c", left_out="de"), None)
    assert problems(right) == []
    again = course(FIVE, chosen("a", "b", "c", left_out="de"), chosen("c", "d", "e", left_out="ab"))
    assert "infusions[1].preparation.containers[0].identity" in fields(again)
    twice = course(FIVE, chosen("a", "b", "a", left_out="cde"))
    assert "infusions[0].preparation.containers[2].identity" in fields(twice)


def test_an_infusion_without_containers_is_right_only_when_the_stock_has_run_out():
    supply = stock(*(container(name) for name in "abcdef"))
    short = course(supply, chosen("a", "b", "c", left_out="def"), None)
    assert fields(short) == ["infusions[1].preparation"]


def test_the_containers_stand_in_the_order_in_which_they_are_used():
    supply = stock(container("a", "2028-01-01"), container("b", "2027-06-01"), container("c", "2027-12-01"))
    assert problems(course(supply, chosen("b", "c", "a"))) == []
    assert "infusions[0].preparation.containers" in fields(course(supply, chosen("a", "b", "c")))


def test_somebody_may_give_way_so_that_more_are_served_and_then_all_else_must_still_hold():
    """In turn the first takes the one large bag, which alone the second can use; it takes b, c, d instead."""
    bags = [container(name, "2027-02-04") for name in "bcd"]
    supply = stock(container("a", "2028-01-01", "25000000 cells"), *bags)
    large = chosen("a", each="25000000")
    large["left_out"] = [left(name, "container.expires-before") for name in "bcd"]
    gives_way = course(supply, chosen("b", "c", "d", left_out="a"), large)
    assert problems(gives_way) == []
    plainly = course(supply, chosen("a", left_out="bcd", each="25000000"), None)
    assert problems(plainly) == []
    assert "infusions[0].preparation" in fields(course(supply, None, large))


def test_whole_containers_that_hold_less_than_the_dose_serve_nothing_unless_a_limit_says_so():
    """Two bags of 10 million for 25 million: 80 %."""
    supply, how = stock(container("a"), container("b")), handling(dispense="whole")
    allowed = [limit("prepared-to-calculated", "70 %", None)]
    assert problems(course(supply, None, how=how)) == []
    assert fields(course(supply, None, how=how, limits=allowed)) == ["infusions[0].preparation"]


def test_of_a_choice_that_says_it_is_not_proven_only_what_is_proven_must_hold():
    """Fewest and first to expire hold always; the waste does not."""
    held = {"a": "20000000 cells", "b": "16000000 cells", "c": "14000000 cells", "d": "10000000 cells"}
    supply = stock(*(container(name, held=cells) for name, cells in held.items()))
    wasteful = chosen("a", "d", left_out="bc")
    wasteful["containers"][0]["cells"], wasteful["containers"][1]["cells"] = (
        n("20000000 cells"),
        n("5000000 cells"),
    )
    assert fields(course(supply, wasteful)) == ["infusions[0].preparation.containers"]
    wasteful["problems"] = [{"code": "allocation.waste-not-proven"}]
    assert problems(course(supply, wasteful)) == []
    three = chosen("b", "c", "d", left_out="a")
    three["problems"] = wasteful["problems"]
    assert "infusions[0].preparation.containers" in fields(course(supply, three))


def test_nobody_is_allergic_to_what_is_not_known():
    supply = stock(*(container(name) for name in "abc"))
    supply["allergies"] = ["none known"]
    assert problems(course(supply, chosen("a", "b", "c"))) == []


def test_bags_that_expire_before_a_later_infusion_are_used_before_and_not_then():
    supply = stock(*(container(name, "2027-02-04" if name in "abf" else "2028-01-01") for name in "abcdef"))
    first = chosen("a", "b", "f", left_out="cde")
    second = chosen("c", "d", "e", left_out="abf", code="container.expires-before")
    assert problems(course(supply, first, second)) == []


def test_one_lot_through_a_course():
    lots = {"a": "L1", "b": "L2", "c": "L1", "d": "L1", "e": "L1", "f": "L1", "g": "L1"}
    bags = [container(name, lot=lot) for name, lot in lots.items()]
    first, second = chosen("a", "c", "d", left_out="efg"), chosen("e", "f", "g", left_out="acd")
    for one in (first, second):
        one["left_out"].append(left("L2 b", "container.other-lot"))
    assert problems(course(stock(*bags, same="lot"), first, second)) == []
    mixed = chosen("a", "L2 b", "c", left_out="defg")
    found = problems(course(stock(*bags, same="lot"), mixed))
    assert any("another lot" in message for _, message in found)
    assert problems(course(stock(*bags), chosen("a", "c", "d", left_out=["e", "f", "g", "L2 b"]))) == []


@pytest.mark.parametrize("left_out", ["", "d", "dd", "dea", "dex", "dee"])
def test_every_container_not_chosen_stands_once_among_those_left_out(left_out):
    found = fields(course(FIVE, chosen("a", "b", "c", left_out=left_out)))
    assert found
    assert all(field.startswith("infusions[0].preparation.left_out") for field in found)


def test_an_identity_twice_in_the_stock_is_refused():
    assert fields(course(stock(container("a"), container("a")), None)) == [
        "inputs.preparation.supply.containers"
    ]


DRAWN = chosen("a", "b", "c", left_out="de") | {
    "withdrawal_volume": rounded("25 mL", "25"),
    "delivered": n("25000000 cells"),
    "per_weight": n("416666.666666 cells/kg", "1250000/3"),
    "percent_of_dose": n("100 %"),
    "infused": n("25000000 cells"),
    "diluent_volume": n("0 mL"),
    "final_volume": n("25 mL"),
    "final_concentration": n("1000000 cells/mL"),
    "parts": [{"number": 1, "volume": n("25 mL"), "cells": n("25000000 cells")}],
    "verdicts": verdicts(
        prepared_to_calculated=(n("100 %"), "limit not set"),
        infused_to_calculated=(n("100 %"), "limit not set"),
        cells_per_weight=(n("416666.666666 cells/kg", "1250000/3"), "limit not set"),
        cells_per_dose=(n("25000000 cells"), "limit not set"),
        final_concentration=(n("1000000 cells/mL"), "limit not set"),
        final_volume=(n("25 mL"), "limit not set"),
    ),
}
for _index, _volume in enumerate(("10 mL", "10 mL", "5 mL")):
    DRAWN["containers"][_index]["withdraw"] = rounded(_volume, _volume[:-3])


def test_every_identity_and_result_of_a_choice_is_compared():
    document = course(FIVE, DRAWN, how=handling(dispense="draw", rinsed=True))
    assert problems(document) == []
    path = "infusions[0].preparation"
    for place in leaves(look_up(document, path), path):
        before = look_up(document, place)
        if place.endswith((".code", ".why")):
            continue  # words
        if isinstance(before, bool) or before is None:
            changed = not before
        else:
            changed = before + 1 if isinstance(before, int) else before + "1"
        assert fields(put(document, place, changed)), place


CELLS = st.integers(1, 12)
STOCKS = st.lists(st.tuples(CELLS, st.integers(0, 2)), min_size=1, max_size=8)


def candidates(found):
    return [Candidate(f"{i:02}", Exact.ratio(cells, 3), (rank,)) for i, (cells, rank) in enumerate(found)]


@given(STOCKS, st.integers(1, 40))
def test_a_small_draw_is_the_best_of_all_subsets(found, need):
    """Fewest; then the expiries, one by one; then the waste; then the order of use."""
    those = candidates(found)
    ranked = []
    for size in range(1, len(those) + 1):
        for subset in combinations(those, size):
            cells = sum(found[int(one.identity)][0] for one in subset)
            if cells >= need:
                used = sorted((one.rank, one.identity) for one in subset)
                ranked.append((size, [rank for rank, _ in used], cells, used))
    best = best_draw(those, Exact.ratio(need, 3))
    if not ranked:
        assert best is None
        return
    size, ranks, _, used = min(ranked)
    assert (best.count, list(best.ranks), best.identities) == (size, ranks, tuple(name for _, name in used))


@given(STOCKS, st.integers(1, 40), st.integers(1, 60), st.integers(0, 60))
def test_a_small_choice_of_whole_containers_is_the_best_of_all_subsets(found, need, most, least):
    """Nearest to the dose within the limits; the lower of two; fewest; then expiries and order of use."""
    those = candidates(found)
    limits = (Limit("cells-per-dose", Exact.ratio(least, 3), None),)
    asked = Need(Exact.ratio(need, 3), Exact(60), Exact.ratio(most, 3), limits)
    ranked = []
    for size in range(1, len(those) + 1):
        for subset in combinations(those, size):
            cells = sum(found[int(one.identity)][0] for one in subset)
            if least <= cells <= most:
                used = sorted((one.rank, one.identity) for one in subset)
                ranked.append((abs(cells - need), cells, size, [rank for rank, _ in used], used))
    wanted = tuple(name for _, name in min(ranked)[-1]) if ranked else None
    assert best_whole(those, asked) == wanted


def test_hundreds_of_containers_are_chosen_among_at_once():
    """Two hundred bags, equal in pairs, of which forty are needed."""
    bags = [container(f"{i:03}", f"2028-{1 + i % 12:02}-01", f"{500_000 + i // 2} cells") for i in range(400)]
    assert "infusions[0].preparation" in fields(course(stock(*bags), None))
