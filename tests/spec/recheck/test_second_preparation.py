"""The second calculation of preparations: every result worked out by hand is found, every other is not."""

from __future__ import annotations

import pytest

from msc_dose.recheck import recheck_plan

from . import plans
from .documents import (
    RULE,
    beside,
    content,
    fields,
    handling,
    leaves,
    limit,
    look_up,
    messages,
    n,
    plan_of,
    preparation,
    preparation_inputs,
    put,
    rounded,
    verdicts,
)

BAG = content(
    counts="all",
    moment="before freeze",
    cells=n("60000000 cells"),
    fill=n("10 mL"),
    nominal=n("10 mL"),
    viability=n("85 %"),
    viability_moment="after thaw",
    recovery={"percent": n("90 %"), "of": "total"},
    dmso={"percent": n("10 %"), "of": "v/v"},
)
HOW = handling(
    dispense="draw",
    final_volume=n("100 mL"),
    rinsed=False,
    hold_up=n("5 mL"),
    split=2,
    rate=n("4 mL/min"),
    highest_rate=n("6 mL/min"),
    drop_factor=20,
    clock={
        "zero": "thaw complete",
        "limit": n("90 min"),
        "started": "2027-01-29T10:00+01:00",
        "source": "site",
    },
)
DRAWN = preparation(
    cells_to_thaw=rounded("156862745.1 cells", "156862745.098", "up to 0.1 cells", "8000000000/51"),
    containers_to_thaw=3,
    containers=[
        {
            "identity": "container 1",
            "withdraw": rounded("10 mL", "10"),
            "whole": False,
            "cells": n("45900000 cells"),
        },
        {
            "identity": "container 2",
            "withdraw": rounded("10 mL", "10"),
            "whole": False,
            "cells": n("45900000 cells"),
        },
        {
            "identity": "container 3",
            "withdraw": rounded("6.14 mL", "6.14379084967", fraction="940/153"),
            "whole": False,
            "cells": n("28182600 cells"),
        },
    ],
    withdrawal_volume=rounded("26.14 mL", "26.1437908496", fraction="4000/153"),
    delivered=n("119982600 cells"),
    per_weight=n("1999710 cells/kg"),
    percent_of_dose=n("99.9855 %"),
    infused=n("113983470 cells"),
    diluent_volume=n("73.86 mL"),
    final_volume=n("100 mL"),
    final_concentration=n("1199826 cells/mL"),
    parts=[
        {"number": 1, "volume": n("50 mL"), "cells": n("59991300 cells")},
        {"number": 2, "volume": n("50 mL"), "cells": n("59991300 cells")},
    ],
    dmso={
        "mass": n("2.73163 g"),
        "per_weight": n("0.0455271666666 g/kg", "273163/6000000"),
        "calendar_day": n("0.0455271666666 g/kg", "273163/6000000"),
        "rolling_24_h": n("0.0955271666666 g/kg", "573163/6000000"),
    },
    rate=n("4 mL/min"),
    duration=n("25 min"),
    drops_per_minute=n("80 drops/min"),
    clock={
        "zero": "thaw complete",
        "limit": n("90 min"),
        "start_within": n("65 min"),
        "rate_needed": n("1.11111111111 mL/min", "10/9"),
        "start_by": "2027-01-29T11:05:00+01:00",
        "finish_by": "2027-01-29T11:30:00+01:00",
    },
    verdicts=verdicts(
        prepared_to_calculated=(n("99.9855 %"), "inside"),
        infused_to_calculated=(n("94.986225 %"), "outside"),
        cells_per_weight=(n("1999710 cells/kg"), "limit not set"),
        cells_per_dose=(n("119982600 cells"), "limit not set"),
        post_thaw_viability=(n("85 %"), "inside"),
        final_concentration=(n("1199826 cells/mL"), "limit not set"),
        final_volume=(n("100 mL"), "limit not set"),
    ),
)
LIMITS = (
    limit("prepared-to-calculated", "95 %", "105 %"),
    limit("infused-to-calculated", "95 %", None),
    limit("post-thaw-viability", "85 %", None),
)
TWO_MILLION = plans.rule(plans.span("2000000"))


def one_infusion(wanted, supply, how, limits=(), dose=TWO_MILLION, cells="120000000", weight="60", **others):
    asked = preparation_inputs(supply, how, limits, **others)
    document = plan_of(dose, cells, [wanted], preparation=asked, weight=n(f"{weight} kg"))
    document["infusions"][0]["dose_steps"] = plans.plan(
        plans.monthly(weight=n(f"{weight} kg"), dose=dose), plans.CASE_ROWS[:1], cells, cells
    )["infusions"][0]["dose_steps"]
    return document


def drawing(**changes):
    earlier = [{"when": "2027-01-28T09:00", "mass": n("3 g")}, {"when": "2027-01-27", "mass": n("9 g")}]
    return one_infusion(DRAWN | changes, BAG, HOW, LIMITS, earlier_dmso=earlier)


def test_a_preparation_worked_out_by_hand_agrees():
    """Three bags of 60 million, 85 % viable of 90 % recovered, for 120 million; 26.14 mL to 100 mL."""
    assert messages(drawing()) == {}


RESULTS = "infusions[0].preparation"


def mutated(value):
    """Other values of the same kind: a number, a verdict, a date, an identity."""
    if isinstance(value, bool) or value is None:
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if value[:4] == "2027":
        return [value.replace("T11:", "T12:").replace("-29", "-28")]
    digits = value.partition("/")[0]
    if digits.replace(".", "").isdigit():
        return [value.replace(digits, digits + "1"), value.replace(digits, "1" + digits), "0", "7"]
    return [value + "x"]


def assert_every_result_is_compared(document, words=frozenset()):
    for path in leaves(look_up(document, RESULTS), RESULTS):
        for value in mutated(look_up(document, path)):
            found = fields(put(document, path, value))
            assert bool(found) != (path in words), (path, value)


def test_every_single_result_of_a_preparation_is_compared():
    assert_every_result_is_compared(drawing())


def test_every_number_of_the_working_is_stated_or_calculated_here():
    """A person redoes the third draw from it: 28.2 million at 4.59 million/mL."""
    given = [n("28200000 cells"), n("4590000 cells/mL")]
    step = plans.step("volume", given, "6.14", "mL", "6.14379084967")
    assert messages(drawing(steps=[step])) == {}
    for place in ("inputs[0].value", "inputs[1].value", "result.value", "unrounded"):
        path = f"{RESULTS}.steps[0].{place}"
        document = drawing(steps=[step])
        (field,) = fields(put(document, path, look_up(document, path) + "1"))
        assert field.startswith(path.removesuffix(".value"))


@pytest.mark.parametrize(
    ("changes", "viability"),
    [
        ({"viability_moment": None}, "85 %"),
        ({"counts": "viable", "moment": "after thaw", "viability_moment": None}, None),
        ({"counts": "viable", "moment": "after thaw"}, "85 %"),
        ({"moment": "after thaw", "recovery": None, "viability_moment": None}, "85 %"),
        (
            {"recovery": {"percent": n("90 %"), "of": "viable"}, "viability_moment": "before freeze"},
            None,
        ),
    ],
)
def test_the_viability_by_which_cells_after_thaw_are_taken_is_the_one_that_is_judged(changes, viability):
    """Stated for no moment and used as that after thaw, it is held to its limit; unused, it is not."""
    path = f"{RESULTS}.verdicts[4].value"
    wanted = preparation(verdicts=verdicts(post_thaw_viability=(viability and n(viability), "limit not set")))
    assert not {field for field in fields(one_infusion(wanted, BAG | changes, handling())) if path in field}
    other = None if viability else n("85 %")
    wanted = preparation(verdicts=verdicts(post_thaw_viability=(other, "limit not set")))
    assert [field for field in fields(one_infusion(wanted, BAG | changes, handling())) if path in field]


def test_the_least_rate_of_the_working_is_rounded_up_to_a_hundredth():
    """100 mL in 90 min are 10/9 mL/min: 1.12 is enough, 1.11 is not."""
    given = [n("100 mL"), n("90 min")]
    step = plans.step("rate needed", given, "1.12", "mL/min", "1.11111111111")
    assert messages(drawing(steps=[step])) == {}
    (field,) = fields(drawing(steps=[step | {"result": n("1.11 mL/min")}]))
    assert field == f"{RESULTS}.steps[0].result.value"


def test_without_any_dmso_no_limit_is_passed():
    """What was given before stands beside it, and is not of this infusion."""
    none = BAG | {"dmso": {"percent": n("0 %"), "of": "v/v"}}
    earlier = [{"when": "2027-01-28", "mass": n("90 g")}]
    said = one_infusion(DRAWN, none, HOW, LIMITS, earlier_dmso=earlier)
    assert not any("dmso.above-limit" in problem.message for problem in recheck_plan(said))
    said = one_infusion(DRAWN, BAG, HOW, LIMITS, earlier_dmso=earlier)
    assert any("dmso.above-limit" in problem.message for problem in recheck_plan(said))


def test_a_preparation_that_is_missing_or_not_asked_for_is_found():
    assert fields(put(drawing(), RESULTS, None)) == [RESULTS]
    assert fields(put(drawing(), "inputs.preparation", None)) == [RESULTS]


@pytest.mark.parametrize(
    ("changes", "to_thaw", "containers"),
    [
        ({}, "156862745.1", 3),
        ({"counts": "viable", "recovery": {"percent": n("90 %"), "of": "viable"}}, "133333333.4", 3),
        (
            {
                "recovery": {"percent": n("90 %"), "of": "viable"},
                "viability": n("95 %"),
                "viability_moment": "before freeze",
            },
            "140350877.2",
            3,
        ),
        ({"moment": "after thaw", "recovery": None}, "141176470.6", 3),
        ({"counts": "viable", "moment": "after thaw"}, "120000000", 2),
        ({"moment": "label nominal"}, "141176470.6", 3),
        ({"counts": "viable", "moment": "label nominal"}, "120000000", 2),
        ({"counts": None, "moment": None, "viability_moment": None}, "156862745.1", 3),
        ({"counts": None, "moment": None, "recovery": None}, "141176470.6", 3),
    ],
)
def test_what_a_container_counts_becomes_what_the_dose_counts(changes, to_thaw, containers):
    """Total recovery goes with the post-thaw viability, viable recovery never does."""
    said = one_infusion(preparation(containers_to_thaw=containers), BAG | changes, handling())
    found = messages(said)
    assert f"{RESULTS}.containers_to_thaw" not in found
    assert f"gives {to_thaw} cells" in found[f"{RESULTS}.cells_to_thaw"]


@pytest.mark.parametrize(
    "changes",
    [
        {"recovery": {"percent": n("90 %"), "of": "viable"}},
        {"recovery": None},
        {"viability": None},
        {"counts": "viable"},
        {"counts": "viable", "recovery": None},
        {"population": "TNC"},
        {"viability_moment": "before freeze"},
        {"moment": None, "recovery": None, "viability_moment": "before freeze"},
        {"counts": None, "moment": None, "recovery": None, "viability_moment": "before freeze"},
    ],
)
def test_counts_that_nothing_converts_have_no_preparation(changes):
    said = one_infusion(preparation(), BAG | changes, handling())
    assert [problem for problem in messages(said).values() if "finds no containers for it" in problem]


def test_a_product_in_containers_of_no_stated_size_is_drawn_by_its_concentration():
    """70 million cells at 6.68 million/mL; how many containers that takes cannot be told."""
    product = content(concentration=n("6680000 cells/mL"))
    said = one_infusion(preparation(), product, handling(dispense="draw"), cells="70000000", weight="35")
    found = messages(said)
    assert "gives 10.4 mL." in found[f"{RESULTS}.withdrawal_volume"]
    assert "gives 70000000 cells" in found[f"{RESULTS}.cells_to_thaw"]
    assert "gives nothing" in found[f"{RESULTS}.containers_to_thaw"]
    whole = one_infusion(preparation(), content(), handling(), cells="70000000", weight="35")
    assert set(messages(whole)) == {f"{RESULTS}.cells_to_thaw", f"{RESULTS}.containers_to_thaw"}


@pytest.mark.parametrize(
    ("stated", "kilograms", "more"),
    [
        # 25 million in 3.8 mL against 25.384 million; half of the smaller can be got out.
        ({"cells": n("25000000 cells")}, "6.25", "6.2500005"),
        ({"cells": n("26000000 cells")}, "6.346", "6.3460005"),
        ({}, "6.346", "6.3460005"),
    ],
)
def test_of_what_cannot_all_be_withdrawn_the_smaller_statement_is_taken_in_part(stated, kilograms, more):
    concentration, fill, part = n("6680000 cells/mL"), n("3.8 mL"), n("1.9 mL")
    vial = content(concentration=concentration, fill=fill, withdrawable=part) | stated
    for weight, containers in ((kilograms, 1), (more, 2)):
        found = messages(one_infusion(preparation(), vial, handling(), weight=weight))
        assert f"gives {containers}." in found[f"{RESULTS}.containers_to_thaw"]


@pytest.mark.parametrize(
    ("stated", "weight", "cells", "volume"),
    [
        ({}, "35", "70000000", "10.47 mL"),
        ({"withdrawable": n("3.7 mL")}, "35", "70000000", "10.47 mL"),
        ({"concentration": None}, "35", "70000000", "10.64 mL"),
        ({"concentration": None, "withdrawable": n("1.9 mL")}, "35", "70000000", "10.64 mL"),
    ],
)
def test_a_vial_whose_two_numbers_disagree_holds_the_smaller(stated, weight, cells, volume):
    """25 million in 3.8 mL against 6.68 million/mL; drawn at the concentration that is stated."""
    vial = content(cells=n("25000000 cells"), concentration=n("6680000 cells/mL"), fill=n("3.8 mL")) | stated
    said = one_infusion(preparation(), vial, handling(dispense="draw"), cells=cells, weight=weight)
    assert f"gives {volume}." in messages(said)[f"{RESULTS}.withdrawal_volume"]


def test_where_counts_disagree_the_number_of_vials_may_differ():
    """25.1 million cells: two vials by the cells stated, though one has 25.384 million by its volume."""
    vial = content(cells=n("25000000 cells"), concentration=n("6680000 cells/mL"), fill=n("3.8 mL"))
    said = preparation(containers_to_thaw=2)
    document = one_infusion(said, vial, handling(), cells="25100000", weight="12.55")
    assert f"{RESULTS}.containers_to_thaw" not in messages(document)


def test_three_containers_are_three_though_binary_fractions_would_say_four():
    """0.5 million/kg × 10.5 kg ÷ 70 % ÷ 2.5 million."""
    bag = content(counts=None, moment=None, cells=n("2500000 cells"), viability=n("70 %"))
    said = preparation(
        cells_to_thaw=rounded("7500000 cells", "7500000", "up to 0.1 cells"),
        containers_to_thaw=3,
        containers=[
            {"identity": f"container {i}", "withdraw": None, "whole": False, "cells": n("1750000 cells")}
            for i in (1, 2, 3)
        ],
        verdicts=verdicts(post_thaw_viability=(n("70 %"), "limit not set")),
    )
    dose = plans.rule(plans.span("500000"))
    assert messages(one_infusion(said, bag, handling(), dose=dose, cells="5250000", weight="10.5")) == {}


def test_diluent_in_each_container_is_drawn_with_it():
    """72 million in 10.8 mL and 18 mL saline: 20 million are 8 of 28.8 mL, of which 3 mL are product."""
    bag = content(cells=n("72000000 cells"), fill=n("10.8 mL"), dmso={"percent": n("10 %"), "of": "w/v"})
    how = handling(dispense="draw", diluent_per_container=n("18 mL"), rate=n("4 mL/min"), rinsed=True)
    said = preparation(
        cells_to_thaw=rounded("20000000 cells", "20000000", "up to 0.1 cells"),
        containers_to_thaw=1,
        containers=[
            {
                "identity": "container 1",
                "withdraw": rounded("8 mL", "8"),
                "whole": False,
                "cells": n("20000000 cells"),
            }
        ],
        withdrawal_volume=rounded("8 mL", "8"),
        delivered=n("20000000 cells"),
        per_weight=n("2000000 cells/kg"),
        percent_of_dose=n("100 %"),
        infused=n("20000000 cells"),
        diluent_volume=n("0 mL"),
        final_volume=n("8 mL"),
        final_concentration=n("2500000 cells/mL"),
        parts=[{"number": 1, "volume": n("8 mL"), "cells": n("20000000 cells")}],
        dmso={
            "mass": n("0.3 g"),
            "per_weight": n("0.03 g/kg"),
            "calendar_day": n("0.03 g/kg"),
            "rolling_24_h": n("0.03 g/kg"),
        },
        rate=n("4 mL/min"),
        duration=n("2 min"),
        verdicts=verdicts(
            prepared_to_calculated=(n("100 %"), "limit not set"),
            infused_to_calculated=(n("100 %"), "limit not set"),
            cells_per_weight=(n("2000000 cells/kg"), "limit not set"),
            cells_per_dose=(n("20000000 cells"), "limit not set"),
            final_concentration=(n("2500000 cells/mL"), "limit not set"),
            final_volume=(n("8 mL"), "limit not set"),
        ),
    )
    document = one_infusion(said, bag, how, cells="20000000", weight="10", actual_weight=n("10 kg"))
    assert messages(document) == {}


VIAL = content(moment="label nominal", cells=n("25000000 cells"), fill=n("3.8 mL"))


def option(number, cells, percent, inside, per_weight, fractions=(None, None)):
    return {
        "containers": number,
        "cells": n(f"{cells} cells"),
        "per_weight": n(f"{per_weight} cells/kg", fractions[0]),
        "percent_of_dose": n(f"{percent} %", fractions[1]),
        "inside": inside,
        "why": "in words",
    }


WHOLE = preparation(
    cells_to_thaw=rounded("70000000 cells", "70000000", "up to 0.1 cells"),
    containers_to_thaw=3,
    containers=[
        {
            "identity": f"container {i}",
            "withdraw": rounded("3.8 mL", "3.8", "none: exact"),
            "whole": True,
            "cells": n("25000000 cells"),
        }
        for i in (1, 2, 3)
    ],
    withdrawal_volume=rounded("11.4 mL", "11.4", "none: exact"),
    delivered=n("75000000 cells"),
    per_weight=n("2142857.14285 cells/kg", "15000000/7"),
    percent_of_dose=n("107.142857142 %", "750/7"),
    infused=n("75000000 cells"),
    diluent_volume=n("28.6 mL"),
    final_volume=n("40 mL"),
    final_concentration=n("1875000 cells/mL"),
    parts=[{"number": 1, "volume": n("40 mL"), "cells": n("75000000 cells")}],
    duration=n("60 min"),
    rate=n("0.666666666666 mL/min", "2/3"),
    options=[
        option(1, "25000000", "35.7142857142", False, "714285.714285", ("5000000/7", "250/7")),
        option(2, "50000000", "71.4285714285", False, "1428571.42857", ("10000000/7", "500/7")),
        option(3, "75000000", "107.142857142", True, "2142857.14285", ("15000000/7", "750/7")),
    ],
    verdicts=verdicts(
        prepared_to_calculated=(n("107.142857142 %", "750/7"), "inside"),
        infused_to_calculated=(n("107.142857142 %", "750/7"), "limit not set"),
        cells_per_weight=(n("2142857.14285 cells/kg", "15000000/7"), "limit not set"),
        cells_per_dose=(n("75000000 cells"), "limit not set"),
        final_concentration=(n("1875000 cells/mL"), "limit not set"),
        final_volume=(n("40 mL"), "limit not set"),
    ),
)
TIGHT = limit("prepared-to-calculated", "90 %", "110 %")
FILLED_UP = handling(dispense="whole", rinsed=True, final_volume=n("40 mL"), duration=n("60 min"))


def whole_vials(said=WHOLE, limits=(TIGHT,), maximum=None):
    dose = plans.per_weight("2000000", maximum)
    return one_infusion(said, VIAL, FILLED_UP, limits, dose=dose, cells="70000000", weight="35")


def test_whole_vials_nearest_to_the_dose_agree_and_every_result_is_compared():
    """A child of 35 kg on vials of 25 million: three are 107 %."""
    assert messages(whole_vials()) == {}
    words = {f"{RESULTS}.options[{i}].why" for i in range(3)}
    assert_every_result_is_compared(whole_vials(), words)


def test_whole_vials_never_pass_the_maximum_and_none_fits_where_a_limit_excludes_the_rest():
    found = messages(whole_vials(maximum="74000000"))
    assert any("finds no containers for it" in message for message in found.values())
    found = messages(whole_vials(limits=(), maximum="74000000"))
    assert found[f"{RESULTS}.containers_to_thaw"].endswith("gives 2.")


def test_of_two_numbers_equally_near_the_lower_is_right():
    """62.5 million lie between 50 and 75."""
    said = one_infusion(preparation(), VIAL, FILLED_UP, cells="62500000", weight="31.25")
    assert messages(said)[f"{RESULTS}.containers_to_thaw"].endswith("gives 2.")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"final_volume": n("26 mL"), "rate": n("1 mL/min")}, "volume.final-too-small"),
        ({"rate": n("7 mL/min")}, "rate.above-highest"),
        ({"rate": n("1 mL/min")}, "clock.too-slow"),
        ({"highest_rate": n("1 mL/min"), "rate": n("1 mL/min")}, "clock.cannot-finish"),
        ({"rate": n("4 mL/min"), "duration": n("24 min")}, "rate.disagrees"),
        ({"hold_up": n("100 mL")}, "hold-up.too-large"),
    ],
)
def test_what_must_stop_a_preparation_stops_it_here_too(change, code):
    document = put(drawing(), "inputs.preparation.handling", HOW | change)
    assert any(f"({code})" in problem.message for problem in recheck_plan(document))


def test_more_dmso_than_the_limit_on_one_day_or_within_a_day_is_found():
    document = drawing()
    for mass, stops in (("54 g", False), ("60 g", True)):
        document = put(document, "inputs.preparation.earlier_dmso", [{"when": "2027-01-28", "mass": n(mass)}])
        assert any("dmso.above-limit" in problem.message for problem in recheck_plan(document)) == stops


@pytest.mark.parametrize(
    ("steps", "duration"),
    [
        ([("1", "10"), ("2", "15"), ("3", None)], "45 min"),
        ([("1", "10"), ("9", None)], "20 min"),
        ([("10", "20"), ("3", None)], "10 min"),
    ],
)
def test_a_stepped_rate_gives_the_duration(steps, duration):
    """100 mL: 10 mL and 30 mL, then 60 mL at 3 mL/min."""
    rates = [{"rate": n(f"{rate} mL/min"), "duration": time and n(f"{time} min")} for rate, time in steps]
    how = HOW | {"rate": None, "highest_rate": None, "steps": rates}
    document = put(drawing(), "inputs.preparation.handling", how)
    assert f"gives {duration.split()[0]}." in messages(document).get(
        f"{RESULTS}.duration.value", f"gives {duration.split()[0]}."
    )
    assert f"{RESULTS}.rate" in messages(document)


@pytest.mark.parametrize(
    "number",
    [
        {"value": "26.14", "unit": "mL", "exact": True, "fraction": "1307/50"},
        {"value": "26.14", "unit": "mL", "exact": False},
        {"value": "26.14", "unit": "mL", "exact": False, "fraction": "1307/50"},
        {"value": "0.333333333334", "unit": "mL", "exact": False, "fraction": "1/3"},
        {"value": "0.333333333333", "unit": "mL", "exact": False, "fraction": "2/6"},
        {"value": "0.333333333333", "unit": "mL", "exact": False, "fraction": "1/0"},
        {"value": "0.333333333333", "unit": "mL", "exact": False, "fraction": "1/3.0"},
        {"value": "1", "unit": "L"},
        {"value": "1", "unit": "mL", "rounded": True},
        {"value": 1, "unit": "mL"},
        {"value": "9" * 5000, "unit": "mL"},
        {"value": "3", "unit": "mL", "exact": False, "fraction": "9" * 5000 + "/7"},
    ],
)
def test_a_number_that_is_not_written_as_the_program_writes_it_is_refused(number):
    """As an input it is malformed, as a result it is at least no agreement."""
    (path,) = fields(put(drawing(), "inputs.preparation.handling.hold_up", number))
    assert path.startswith("inputs.preparation.handling.hold_up")
    assert fields(put(drawing(), f"{RESULTS}.final_volume", number))


def test_a_fraction_beside_a_rounded_number_is_that_of_the_number_before_rounding():
    wrong = DRAWN["withdrawal_volume"] | beside("4001/153")
    assert fields(drawing(withdrawal_volume=wrong)) != []
    assert fields(drawing(withdrawal_volume=DRAWN["withdrawal_volume"] | {"rounding": RULE + "!"})) != []
