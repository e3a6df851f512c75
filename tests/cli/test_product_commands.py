"""What a person types between the freezer and the vein: containers, stock, worksheet, as processes."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from .running import answer, msc_dose

STOCK = Path(__file__).parents[2] / "examples" / "stock.csv"
RYONCIL = (
    *("plan", "ryoncil-us-2024", "--weight", "35 kg", "--basis", "actual", "--counts", "viable"),
    *("--start", "2027-03-01", "--open", "mon-fri"),
)
CASE = (
    *("plan", "sjogren-itp-msc-monthly", "--weight", "40 kg", "--basis", "actual", "--counts", "viable"),
    *("--start", "2027-01-29", "--interval", "28-days", "--open", "mon-fri"),
)


def codes(document):
    return [problem["code"] for problem in document["problems"]]


def test_three_containers_are_three_where_binary_floats_say_four():
    """0.5e6 × 10.5 ÷ 0.7 ÷ 2.5e6 is exactly 3; in binary floats it is 3.0000000000000004."""
    status, dose = answer(
        "dose", "--per-kg", "0.5e6 cells/kg", "--weight", "10.5 kg", "--viability", "70 %",
        "--container", "2.5e6 cells",
    )  # fmt: skip
    assert (status, dose["containers_to_thaw"], dose["cells_to_thaw"]) == (0, 3, "7500000")


RECOVERED = (
    "dose",
    "--per-kg",
    "2e6 cells/kg",
    "--weight",
    "60 kg",
    "--viability",
    "85 %",
    "--recovery",
    "90 %",
)


def test_cells_to_thaw_are_rounded_by_a_named_rule_with_the_exact_number_beside():
    status, dose = answer(*RECOVERED, "--recovery-of", "total")
    thaw = dose["preparation"]["cells_to_thaw"]
    assert (status, dose["cells_to_thaw"], thaw["rounding"]) == (0, "156862745.1", "up to 0.1 cells")
    assert Fraction(thaw["fraction"]) == Fraction(120_000_000) / Fraction(85, 100) / Fraction(90, 100)


def test_a_recovery_that_does_not_say_of_which_cells_is_refused():
    status, refusal = answer(*RECOVERED)
    assert (status, codes(refusal)) == (3, ["recovery.kind-missing"])
    status, refusal = answer(*RECOVERED, "--recovery-of", "viable")
    assert (status, codes(refusal)) == (3, ["viability.moment-missing"])


def test_the_volume_to_withdraw_stands_on_the_first_line_of_a_dose():
    done = msc_dose(
        "dose", "--per-kg", "2e6 viable cells/kg", "--weight", "35 kg", "--basis", "actual",
        "--container", "25e6 viable cells", "--concentration", "6.68e6 cells/mL", "--volume", "3.8 mL",
        "--dispense", "draw",
    )  # fmt: skip
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith("VOLUME 10.47 mL to withdraw (about 10.479 mL, rounded down), from 3 containers")
    assert second.startswith("DOSE 70 million viable cells")


@pytest.mark.parametrize(
    ("mode", "containers", "volume", "delivered"),
    [("draw", 1, "8", "20000000"), ("whole", 1, "28.8", "72000000")],
)
def test_drawing_and_giving_whole_containers_are_two_things(mode, containers, volume, delivered):
    """TEM-01: 20 million of a bag of 72 million in 10.8 mL, with 18 mL of saline added."""
    status, dose = answer(
        "dose", "--per-kg", "2e6 viable cells/kg", "--weight", "10 kg", "--basis", "actual",
        "--container", "72e6 viable cells", "--volume", "10.8 mL", "--diluent-per-container", "18 mL",
        "--dispense", mode,
    )  # fmt: skip
    found = [dose[key] for key in ("containers_to_thaw", "withdrawal_volume", "delivered")]
    assert (status, found) == (0, [containers, volume, delivered])


def test_a_quantity_of_the_wrong_kind_is_told_what_it_is_and_where_it_would_belong():
    done = msc_dose("dose", "--per-kg", "2e6 cells/kg", "--weight", "60 kg", "--container", "18 mL")
    assert done.returncode == 3
    said = " ".join(done.stderr.split())
    assert "mL is the unit of a volume, not of a number of cells" in said
    assert "A volume would belong to --volume" in said


def test_a_dose_from_a_stock_names_its_containers_and_lists_none_that_is_bound_to_another():
    words = (
        *("dose", "--per-kg", "2e6 viable MSC/kg", "--weight", "60 kg", "--basis", "actual"),
        *("--stock", str(STOCK), "--on", "2027-01-29", "--dispense", "draw"),
    )
    status, dose = answer(*words, "--recipient", "P-0417")
    assert status == 0
    bound = {"DLI-26-003 A1", "G123425004412 S5678900", "G123425009031 S2468000"}
    made = dose["preparation"]
    shown = {each["identity"] for each in (*made["containers"], *made["left_out"])}
    assert shown
    assert not shown & bound
    assert "container.other-recipient" in codes(dose)
    status, refusal = answer(*words)
    assert (status, codes(refusal)) == (3, ["recipient.missing"])


def test_a_plan_from_a_stock_uses_no_container_twice_and_says_which_infusion_runs_out():
    status, plan = answer(*CASE, "--stock", str(STOCK), "--recipient", "P-0417", "--dispense", "draw")
    assert status == 0
    used = [
        each["identity"]
        for infusion in plan["infusions"]
        if infusion["preparation"]
        for each in infusion["preparation"]["containers"]
    ]
    assert used
    assert len(used) == len(set(used))
    (runs_out,) = [problem for problem in plan["problems"] if problem["code"] == "stock.runs-out"]
    assert runs_out["field"] == "infusions[3].stock"
    assert plan["infusions"][3]["preparation"] is None


def test_the_worksheet_begins_with_the_volume_and_ends_with_two_signatures_in_eighty_columns():
    done = msc_dose(*RYONCIL, "--dispense", "draw", "--worksheet", "2")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("VOLUME 10.47 mL to withdraw")
    assert any("infusion 2 of 8, Thu 4-Mar-2027" in line for line in lines)
    assert any(line.startswith("REFERENCE ONLY") for line in lines)
    order = [next(i for i, line in enumerate(lines) if line.startswith(begin)) for begin in (
        "VOLUME", "Containers to thaw", "Steps", "Clock", "Prepared by", "Checked by",
    )]  # fmt: skip
    assert order == sorted(order)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*RYONCIL, "--worksheet", "9"), "infusion.unknown"),
        ((*RYONCIL, "--worksheet", "two"), "number.not-whole"),
        ((*CASE, "--worksheet", "1"), "preparation.missing"),
        ((*RYONCIL, "--container", "30e6 cells"), "protocol.conflict"),
        ((*CASE, "--container", "25e6 cells", "--stock", str(STOCK)), "value.twice"),
        ((*RYONCIL[:2], "--start", "2027-03-01", "--flat-dose", "1"), None),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(words, code):
    if code is None:
        assert msc_dose(*words).returncode == 2
        return
    status, refusal = answer(*words)
    assert (status, code in codes(refusal)) == (3, True)


def test_planned_and_as_thawed_stand_side_by_side():
    words = (
        *("dose", "--per-kg", "2e6 viable cells/kg", "--weight", "35 kg", "--basis", "actual"),
        *("--container", "25e6 viable cells", "--volume", "3.8 mL", "--dispense", "draw"),
        *("--thawed-cells", "22e6 viable cells", "--thawed-volume", "3.7 mL"),
    )
    status, dose = answer(*words)
    assert status == 0
    assert dose["containers_to_thaw"] == 3
    planned, thawed = (dose[key]["delivered"]["value"] for key in ("planned", "as_thawed"))
    assert Fraction(thawed) < Fraction(planned)
    assert dose["delivered"] == thawed
    assert "dose.shortfall" in codes(dose)
    assert "AS THAWED beside PLANNED" in msc_dose(*words).stdout


def test_a_donation_number_alone_lists_its_containers_and_selects_none():
    status, found = answer("stock", "find", str(STOCK), "=G12342600011700")
    assert (status, found["selected"], len(found["containers"])) == (0, None, 3)
    assert codes(found) == ["identity.incomplete"]
    status, found = answer("stock", "find", str(STOCK), "=G12342600011700", "=<S12345A0")
    assert (status, found["selected"]["identity"]) == (0, "G123426000117 S12345A0")
    status, refusal = answer("stock", "find", str(STOCK), "=G12342600099900")
    assert (status, codes(refusal)) == (3, ["container.not-found"])


def test_the_days_of_a_split_dose_are_held_to_the_calendar():
    words = (
        *("plan", "tnc-daily-ceiling", "--weight", "10 kg", "--basis", "actual", "--counts", "all"),
        *("--ordered", "4e9 TNC/kg", "--open", "mon-fri", "--start"),
    )
    status, plan = answer(*words, "2027-01-25")
    assert (status, len(plan["infusions"][0]["days"])) == (0, 3)
    assert "dose.split-day" not in codes(plan)
    assert codes(answer(*words, "2027-01-29")[1]).count("dose.split-day") == 2


def test_what_is_at_hand_says_what_dose_it_is():
    status, found = answer("dose", "--at-hand", "97e6 cells", "--weight", "60 kg")
    assert (status, found["per_weight"]["fraction"]) == (0, "4850000/3")


def test_acceptance_limits_of_a_file_judge_every_result(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text(
        '[limits.prepared-to-calculated]\nlow = "95 %"\nhigh = "105 %"\n'
        '[limits.post-thaw-viability]\nlow = "70 %"\norigin = "cell laboratory"\n',
        encoding="utf-8",
    )
    words = (
        *("dose", "--per-kg", "2e6 viable cells/kg", "--weight", "10 kg", "--basis", "actual"),
        *(
            "--container",
            "8e6 viable cells",
            "--volume",
            "4 mL",
            "--dispense",
            "draw",
            "--limits",
            str(limits),
        ),
    )
    status, dose = answer(*words)
    verdicts = {each["what"]: each["verdict"] for each in dose["preparation"]["verdicts"]}
    assert status == 0
    assert verdicts["prepared-to-calculated"] == "inside"
    assert verdicts["post-thaw-viability"] == "not known"
    assert verdicts["final-volume"] == "limit not set"
    done = msc_dose(*words[:-2], MSC_DOSE_SETTINGS=str(limits))
    assert "prepared-to-calculated: 100 % – inside" in done.stdout


def test_a_plan_of_every_shape_goes_through_the_second_calculation_of_its_file(tmp_path):
    status, plan = answer(*RYONCIL, "--dispense", "whole")
    assert status == 0
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    status, checked = answer("recheck", str(path))
    assert (status, checked["recheck"]) == (0, "agrees")
    plan["infusions"][0]["preparation"]["delivered"]["value"] = "70000000"
    path.write_text(json.dumps(plan), encoding="utf-8")
    status, refusal = answer("recheck", str(path))
    assert (status, codes(refusal)[0]) == (3, "recheck.disagrees")


def test_an_order_within_a_range_is_planned_and_one_outside_is_refused():
    words = (
        "plan", "ciltacabtagene", "--weight", "60 kg", "--basis", "actual", "--counts", "viable",
        "--start", "2027-03-01",
    )  # fmt: skip
    status, refusal = answer(*words)
    assert (status, [p["field"] for p in refusal["problems"]]) == (3, ["ordered"])
    status, plan = answer(*words, "--ordered", "0.75e6 cells/kg")
    assert (status, plan["infusions"][0]["cells"]) == (0, "45000000")
    status, refusal = answer(*words, "--ordered", "2e6 cells/kg")
    assert (status, codes(refusal)) == (3, ["dose.outside-range"])


def test_whole_containers_outside_a_range_are_told_and_beside_one_dose_only_the_limits_speak():
    whole = (
        "--container",
        "40e6 cells",
        "--container-counts",
        "viable",
        "--volume",
        "10 mL",
        "--dispense",
        "whole",
    )
    words = ("--weight", "45 kg", "--basis", "actual", "--counts", "viable", "--start", "2027-03-01", *whole)
    _, band = answer("plan", "cellgram-ami", *words)
    assert "preparation.outside-range" not in codes(band)
    assert "limit.not-set" in codes(band)
    big = tuple("50e6 cells" if word == "40e6 cells" else word for word in words)
    _, ranged = answer("plan", "ciltacabtagene", *big, "--ordered", "1e6 cells/kg")
    assert "preparation.outside-range" in codes(ranged)


def test_two_units_of_cord_blood_for_one_patient_are_planned_from_a_stock(tmp_path):
    """A dose that the site enters, a minimum before freeze, whole units, a clock from the protocol."""
    head, *_ = STOCK.read_text(encoding="utf-8").splitlines()
    columns = head.split(",")[:19]
    facts = {"container": "bag", "population": "TNC", "viability_kind": "all", "moment": "before freeze"}
    facts |= {"volume": "25 mL", "dmso": "10 % v/v", "donor_type": "allogeneic unrelated", "recipient": "P1"}
    facts |= {
        "position": "tank 1",
        "expiry": "none assigned",
        "status": "released",
        "product_code": "S1234500",
    }
    units = (
        {"din": "G123426000101", "cells": "1.31e9 cells"},
        {"din": "G123426000202", "cells": "1.07e9 cells"},
    )
    rows = [",".join((facts | unit).get(column, "") for column in columns) for unit in units]
    stock = tmp_path / "cord.csv"
    stock.write_text("\n".join([",".join(columns), *rows]), encoding="utf-8")
    words = (
        *("plan", "cord-blood-hpc", "--weight", "63.7 kg", "--basis", "actual", "--counts", "all"),
        *("--start", "2027-03-02", "--recipient", "P1", "--stock", str(stock), "--dispense", "whole"),
        *("--rinsed", "--rate", "5 mL/min", "--started", "2027-03-02 09:40"),
    )
    status, plan = answer(*words, "--ordered", "3.1e7 cells/kg")
    made = plan["infusions"][0]["preparation"]
    assert status == 0
    assert (made["containers_to_thaw"], made["delivered"]["value"]) == (2, "2380000000")
    assert made["dmso"]["mass"]["value"] == "5.5"
    assert made["clock"]["finish_by"] == "2027-03-02T13:40:00"
    assert made["clock"]["start_by"] == "2027-03-02T13:30:00"
    assert {"allocation.mixed-lots", "limit.not-set"} <= set(codes(plan))
    status, refusal = answer(*words, "--ordered", "2e7 cells/kg")
    assert (status, codes(refusal)[0]) == (3, "dose.below-minimum")


THAWED = (
    *("dose", "--per-kg", "2e6 viable MSC/kg", "--weight", "60 kg", "--basis", "actual", "--rinsed"),
    *("--container", "70e6 viable MSC", "--moment", "after thaw", "--volume", "10 mL", "--dispense", "draw"),
)


def test_what_is_counted_after_thaw_is_held_to_the_minimum_too():
    status, dose = answer(*THAWED, "--min", "110e6 cells", "--thawed-cells", "50e6 viable MSC")
    assert (status, dose["delivered"]) == (0, "100000000")
    assert "preparation.outside-range" in codes(dose)


def test_two_days_of_a_split_dose_are_held_to_the_limit_of_dmso_together():
    """Each day gives 0.55 g/kg; within 24 hours of each other they give 1.1 g/kg."""
    words = (
        *("dose", "--per-kg", "2e9 all TNC/kg", "--weight", "60 kg", "--basis", "actual", "--rinsed"),
        *("--daily-ceiling", "1.63e9 cells/kg", "--container", "60e9 all TNC", "--moment", "after thaw"),
        *("--dispense", "draw", "--dmso", "10 % v/v", "--volume"),
    )
    status, refusal = answer(*words, "300 mL")
    assert (status, codes(refusal)) == (3, ["dmso.above-limit"])
    assert answer(*words, "200 mL")[0] == 0


def test_a_container_that_is_usable_through_the_day_expires_during_an_infusion_past_midnight(tmp_path):
    stock = tmp_path / "stock.csv"
    text = STOCK.read_text(encoding="utf-8").replace("2028-05-31", "2027-01-29")
    stock.write_text(text, encoding="utf-8")
    words = (
        *(
            "dose",
            "--per-kg",
            "2e5 viable MSC/kg",
            "--weight",
            "60 kg",
            "--basis",
            "actual",
            "--dispense",
            "draw",
        ),
        *(
            "--stock",
            str(stock),
            "--recipient",
            "P-0417",
            "--allergies",
            "none known",
            "--rate",
            "0.02 mL/min",
        ),
    )
    for moment, late in (("2027-01-29 20:00", False), ("2027-01-29 23:30", True)):
        _, dose = answer(*words, "--on", moment)
        assert ("container.expires-during" in codes(dose)) is late
