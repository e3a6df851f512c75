"""Acceptance limits are the site's or the protocol's, none is shipped: inside, outside, or not set.

As planned from the inventory and as counted after thaw stand side by side.
"""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from msc_dose.courses.product_document import content_of, handling_of
from msc_dose.product.container import Content, Dmso
from msc_dose.product.document import content_document, handling_document, limits_document
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.limits import LIMITED, Limit, verdicts
from msc_dose.product.preparation.preparing import prepare
from msc_dose.product.preparation.thawing import Measured, as_thawed, side_by_side
from msc_dose.quantity.amount import Amount

from .amounts import (
    RYONCIL,
    at,
    case,
    cells,
    codes,
    kg,
    minutes,
    ml,
    per_ml,
    percent,
    rate,
    recovery,
    refused,
)

DRAW = Handling(dispense="draw", rinsed=True)


def ratio(number):
    return Amount("ratio", Decimal(number))


def limit(what, low=None, high=None, kind=None):
    low, high = (end and Amount(kind or LIMITED[what], Decimal(end)) for end in (low, high))
    return Limit(what, low, high, "site procedure 12")


def judged(made, what):
    return next(verdict for verdict in made.verdicts if verdict.what == what)


BEFORE_FREEZE = Amount("cell_count", Decimal(50_000_000), 1, "viable", "MSC", "before freeze")


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ({"viability": "69.9"}, "outside"),
        ({"viability": "69.9", "viability_moment": "after thaw"}, "outside"),
        ({"viability": "70"}, "inside"),
        ({"counts": "viable", "viability": "69.9"}, "not known"),
        ({"counts": "viable", "viability": "69.9", "viability_moment": "after thaw"}, "outside"),
        ({"moment": "before freeze", "viability": "69.9", "recovered": "total"}, "outside"),
        (
            {
                "moment": "before freeze",
                "viability": "69.9",
                "viability_moment": "before freeze",
                "recovered": "viable",
            },
            "not known",
        ),
        ({"counts": "viable", "viability": "69.9", "viability_moment": "before freeze"}, "not known"),
    ],
)
def test_a_viability_that_the_cells_after_thaw_are_taken_by_is_held_to_its_limit(stated, verdict):
    """Where no moment is stated it is used as the one after thaw, and so it is judged as that one."""
    own = cells("50e6", stated.get("counts", "all"), moment=stated.get("moment", "after thaw"))
    recovered = stated.get("recovered")
    content = Content(
        own,
        fill=ml(5),
        viability=percent(stated["viability"]),
        viability_moment=stated.get("viability_moment"),
        recovery=recovery(90, recovered) if recovered else None,
    )
    made = prepare(cells("20e6"), content, DRAW, (limit("post-thaw-viability", "70"),))
    assert judged(made, "post-thaw-viability").verdict == verdict
    assert ("limit.outside" in codes(made)) is (verdict == "outside")


def test_a_viability_of_a_dose_counted_before_freeze_is_none_after_thaw():
    own = cells("50e6", "all", moment="before freeze")
    content = Content(own, fill=ml(5), viability=percent("69.9"))
    made = prepare(BEFORE_FREEZE, content, DRAW, (limit("post-thaw-viability", "70"),))
    assert judged(made, "post-thaw-viability").verdict == "not known"


def test_every_result_says_that_no_limit_is_set():
    made = prepare(cells("70e6"), RYONCIL, DRAW, weight=kg(35))
    assert [verdict.what for verdict in made.verdicts] == list(LIMITED)
    assert {verdict.verdict for verdict in made.verdicts} == {"limit not set"}


@pytest.mark.parametrize("number", ["VIA-01", "VIA-02"])
def test_viability_at_its_threshold_passes(number):
    """Rows VIA-01 and VIA-02: 69.9 % fails at least 70 %, 70 % passes."""
    given_, expected = case(number)
    content = Content(
        cells("50e6", moment="after thaw"),
        fill=ml(5),
        viability=percent(given_["viability_pct"]),
        viability_moment="after thaw",
    )
    made = prepare(cells("70e6"), content, DRAW, (limit("post-thaw-viability", given_["threshold_pct"]),))
    assert (judged(made, "post-thaw-viability").verdict == "inside") is expected["pass"]
    assert ("limit.outside" in codes(made)) is not expected["pass"]


@pytest.mark.parametrize(
    ("what", "low", "high", "verdict"),
    [
        ("prepared-to-calculated", "99.9", "100", "inside"),
        ("prepared-to-calculated", "99.92", None, "outside"),
        ("infused-to-calculated", "94", "96", "outside"),
        ("cells-per-weight", "1e6", "2e6", "inside"),
        ("cells-per-weight", "2e6", None, "outside"),
        ("cells-per-dose", None, "69939600", "inside"),
        ("cells-per-dose", None, "69939599", "outside"),
        ("final-concentration", "1e6", "2e6", "inside"),
        ("final-volume", "40", "40", "inside"),
        ("final-volume", None, "39.9", "outside"),
        ("post-thaw-viability", "70", None, "not known"),
    ],
)
def test_results_are_held_to_the_limits_that_are_set(what, low, high, verdict):
    """35 kg of Ryoncil: 69,939,600 cells drawn, in 40 mL of which 1 mL stays behind."""
    handling = Handling(dispense="draw", final_volume=ml(40), hold_up=ml(1), diluent="saline")
    made = prepare(cells("70e6"), RYONCIL, handling, (limit(what, low, high),), weight=kg(35))
    found = judged(made, what)
    assert found.verdict == verdict
    told = {"inside": [], "outside": ["limit.outside"], "not known": ["limit.not-judged"]}[verdict]
    assert [problem.code for problem in made.problems if problem.field == "limits"] == told
    assert all(
        problem.source == "site procedure 12" for problem in made.problems if problem.field == "limits"
    )


@pytest.mark.parametrize(
    ("making", "code"),
    [
        (lambda: limit("colour", "1", kind="ratio"), "limit.unknown"),
        (lambda: limit("final-volume"), "limit.empty"),
        (lambda: limit("final-volume", "5", "4"), "limit.reversed"),
        (lambda: limit("final-volume", "5", kind="mass"), "unit.wrong-kind"),
        (lambda: Limit("final-volume", ml(5), None, " "), "limit.origin-missing"),
        (lambda: verdicts({}, [limit("final-volume", "5"), limit("final-volume", "6")]), "limit.twice"),
        (
            lambda: verdicts(
                {"cells-per-dose": cells(1)}, [Limit("cells-per-dose", cells(1, "all"), None, "x")]
            ),
            "count.mixed",
        ),
    ],
)
def test_a_limit_that_is_none_is_refused(making, code):
    assert refused(making, code).problems[0].field == "limits"


FROZEN = Content(
    cells("30e6", "all", moment="before freeze"),
    fill=ml(4),
    viability=percent(90),
    recovery=recovery(90, "total"),
)


def planned():
    return prepare(cells("70e6"), FROZEN, DRAW)


def test_as_thawed_takes_only_what_was_measured():
    thawed = as_thawed(FROZEN, Measured(concentration=per_ml("6e6"), viability=percent(82)))
    assert thawed.cells is None
    assert thawed.recovery is None
    assert thawed.concentration.moment == "after thaw"
    assert (thawed.viability_moment, thawed.fill) == ("after thaw", ml(4))
    refused(lambda: Measured(volume=ml(4)), "measured.missing")
    refused(lambda: Measured(cells=cells("5e6", None)), "measured.counts-missing")
    refused(lambda: as_thawed(FROZEN, Measured(cells=cells("1e6", population="TNC"))), "count.mixed")
    refused(lambda: as_thawed(FROZEN, Measured(cells=cells("1e6", moment="before freeze"))), "count.mixed")


def test_planned_and_as_thawed_stand_side_by_side():
    """3 bags of 24.3 million expected (30 × 90 % × 90 %); 25 million found in each."""
    before = planned()
    found = as_thawed(FROZEN, Measured(cells=cells("25e6")))
    after = prepare(cells("70e6"), found, DRAW, (limit("nominal-to-measured", "90", "110"),), planned=before)
    assert before.containers_to_thaw == after.containers_to_thaw == 3
    rows = {row.what: row for row in side_by_side(before, after)}
    held = rows["cells in the containers"]
    assert (held.planned, held.thawed, held.direction) == (cells("72900000"), cells("75e6"), "more")
    assert round(held.difference.value, 2) == Decimal("2.88")
    assert rows["withdrawal volume"].direction == "less"
    assert rows["DMSO"].difference is None
    nominal = judged(after, "nominal-to-measured")
    assert (nominal.value, nominal.verdict) == (ratio("97.2"), "inside")
    assert judged(before, "nominal-to-measured").value is None


def test_a_shortfall_found_after_thaw_is_a_check_and_all_there_is_is_drawn():
    found = as_thawed(FROZEN, Measured(cells=cells("20e6")))
    made = prepare(cells("70e6"), found, DRAW, planned=planned())
    problem = next(problem for problem in made.problems if problem.code == "dose.shortfall")
    assert problem.severity == "check"
    assert "10 million" in problem.message
    assert "14.28" in problem.message
    assert (made.delivered, made.withdrawal_volume.value) == (cells("60e6"), ml(12))
    assert round(made.percent_of_dose.value, 2) == Decimal("85.71")


def test_whole_containers_that_hold_more_than_planned_still_never_pass_the_maximum():
    whole = Handling(dispense="whole", rinsed=True)
    before = prepare(cells("70e6"), FROZEN, whole, maximum=cells("74e6"))
    found = as_thawed(FROZEN, Measured(cells=cells("25e6")))
    refused(
        lambda: prepare(cells("70e6"), found, whole, maximum=cells("74e6"), planned=before),
        "preparation.above-maximum",
    )


def test_the_document_holds_every_result_in_plain_numbers():
    handling = Handling(dispense="draw", final_volume=ml(40), hold_up=ml(2), diluent="saline", split=2)
    document = prepare(cells("70e6"), RYONCIL, handling, weight=kg(35)).as_document()
    assert document["withdrawal_volume"] == {
        "value": "10.47",
        "unit": "mL",
        "unrounded": "10.4790419161",
        "rounding": "down to 0.01 mL below 10 mL, else down to 0.1 mL",
        "exact": False,
        "fraction": "1750/167",
    }
    assert document["containers"][2]["cells"] == {"value": "19973200", "unit": "cells"}
    assert document["per_weight"]["fraction"] == "13987920/7"
    assert document["parts"][1] == {
        "number": 2,
        "volume": {"value": "20", "unit": "mL"},
        "cells": {"value": "34969800", "unit": "cells"},
    }
    assert document["verdicts"][7] == {
        "what": "nominal-to-measured",
        "value": None,
        "verdict": "limit not set",
    }
    assert set(document) == {
        "cells_to_thaw", "containers_to_thaw", "containers", "withdrawal_volume", "delivered", "per_weight",
        "percent_of_dose", "infused", "diluent_volume", "final_volume", "final_concentration", "parts", "dmso",
        "rate", "duration", "drops_per_minute", "clock", "options", "left_out", "verdicts", "steps", "problems",
    }  # fmt: skip


def test_what_was_stated_is_read_back_from_a_plans_document():
    handling = Handling(
        dispense="draw",
        diluent="saline",
        diluent_per_container=ml("0.5"),
        step=ml("0.2"),
        hold_up=ml(2),
        split=2,
        steps=(RateStep(rate(1), minutes(10)), RateStep(rate(4))),
        highest_rate=rate(5),
        drop_factor=20,
        clock=Clock("thaw complete", minutes(90), at("2027-03-01 10:15"), "site validation"),
    )
    content = replace(
        FROZEN, dmso=Dmso(percent("7.5"), "w/v"), withdrawable=ml(3), viability_moment="after thaw"
    )
    limits = (limit("final-volume", "30", "50"), limit("prepared-to-calculated", "90"))
    assert handling_of(json.loads(json.dumps(handling_document(handling)))) == handling
    assert content_of(json.loads(json.dumps(content_document(content)))) == content
    assert limits_document(limits) == [
        {
            "what": "final-volume",
            "low": {"value": "30", "unit": "mL"},
            "high": {"value": "50", "unit": "mL"},
            "origin": "site procedure 12",
        },
        {
            "what": "prepared-to-calculated",
            "low": {"value": "90", "unit": "%"},
            "high": None,
            "origin": "site procedure 12",
        },
    ]
