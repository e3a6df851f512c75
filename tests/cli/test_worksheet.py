"""The page that two people work from: 80 columns, blanks for all that is found, nothing called inside."""

from dataclasses import replace
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.cli.prepared import left_out_lines, option_lines, permitted_line
from msc_dose.derivation import step, term
from msc_dose.exports.worksheet_blanks import in_numbers, step_lines
from msc_dose.product.allocation.eligibility import LeftOut
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.quantity.page import columns_of
from msc_dose.quantity.writer import in_ascii

from .running import msc_dose

STOCK = str(Path(__file__).parents[2] / "examples" / "stock.csv")
PLAN = ("--basis", "actual", "--start", "2027-01-25", "--open", "mon-fri")
RYONCIL = ("plan", "ryoncil-us-2024", "--weight", "35 kg", "--counts", "viable", *PLAN)
SPLIT = (
    *("plan", "tnc-daily-ceiling", "--weight", "10 kg", "--counts", "all", "--ordered", "4e9 TNC/kg", *PLAN),
    *("--container", "3e9 TNC", "--volume", "7 mL", "--dispense", "draw", "--split", "2"),
    *(
        "--diluent",
        "saline",
        "--diluent-volume",
        "50 mL",
        "--rate-steps",
        "1 mL/min for 10 min, then 4 mL/min",
    ),
    *("--drops", "20", "--keep", "2 h", "--keep-from", "thaw complete"),
)
STOCKED = (
    *("plan", "sjogren-itp-msc-monthly", "--weight", "40 kg", "--counts", "viable", "--interval", "28-days"),
    *(*PLAN, "--stock", STOCK, "--recipient", "P-0417", "--dispense", "draw"),
)
DOSE = ("dose", "--per-kg", "2e6 viable MSC/kg", "--weight", "35 kg", "--basis", "actual")
WHOLE = (*DOSE, "--container", "25e6 viable cells", "--volume", "3.8 mL", "--dispense", "whole")


def lines_of(*words):
    done = msc_dose(*words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "words",
    [
        WHOLE,
        (*DOSE, "--stock", STOCK, "--recipient", "P-0417", "--on", "2027-01-29", "--dispense", "draw"),
        (*WHOLE, "--thawed-cells", "22e6 viable cells"),
        RYONCIL,
        (*RYONCIL, "--dispense", "draw", "--explain"),
        SPLIT,
        (*SPLIT, "--explain"),
        (*SPLIT, "--worksheet", "1"),
        (*STOCKED, "--worksheet", "1"),
    ],
    ids=" ".join,
)
def test_nothing_is_wider_than_eighty_columns(words):
    assert max(map(columns_of, lines_of(*words))) <= 80


def test_the_table_of_whole_containers_says_where_no_limit_judges_it(tmp_path):
    table = [line for line in lines_of(*WHOLE) if line.endswith("limit not set")]
    assert [line.split("  ")[0] for line in table] == ["1", "2", "3"]
    limits = tmp_path / "limits.toml"
    limits.write_text('[limits.prepared-to-calculated]\nlow = "95 %"\nhigh = "110 %"\n', encoding="utf-8")
    judged = lines_of(*WHOLE, "--limits", str(limits))
    assert any(line.startswith("3 ") and line.endswith("inside") for line in judged)
    assert any(line.startswith("1 ") and line.endswith("NOT ALLOWED") for line in judged)
    assert any(line.startswith("  1 not allowed: outside the limit of prepared-to") for line in judged)


def test_no_option_makes_no_table():
    assert option_lines(Preparation(md.read("70e6 cells", "cell_count"))) == []


def test_a_limit_of_something_else_does_not_judge_the_number_of_containers(tmp_path):
    limits = tmp_path / "limits.toml"
    limits.write_text('[limits.final-volume]\nhigh = "50 mL"\n', encoding="utf-8")
    assert sum(line.endswith("limit not set") for line in lines_of(*WHOLE, "--limits", str(limits))) == 3


def test_the_table_as_thawed_says_that_its_numbers_are_cut():
    lines = lines_of(*WHOLE, "--thawed-cells", "22e6 viable cells")
    (at,) = [i for i, line in enumerate(lines) if line.startswith("AS THAWED beside PLANNED")]
    assert "cut to four digits" in " ".join(lines[at : at + 2])
    assert any(line.startswith("cells prepared ") for line in lines)
    assert not any(line.startswith("cells delivered ") for line in lines)


def test_a_dose_over_days_says_so_in_its_first_line():
    words = (
        *("dose", "--per-kg", "4e9 TNC/kg", "--weight", "10 kg", "--basis", "actual", "--counts", "all"),
        *("--daily-ceiling", "1.63e9 TNC/kg"),
    )
    assert lines_of(*words)[0].endswith("given over 3 days")
    bags = ("--container", "3e9 all TNC", "--volume", "7 mL", "--dispense", "draw")
    assert "each of 3 days" in lines_of(*words, *bags)[0]


def test_the_sheet_of_a_split_dose_is_for_each_of_its_days():
    lines = lines_of(*SPLIT, "--worksheet", "1")
    assert "each of 3 days" in lines[0]
    assert "day 1 of 3: the sheet is the same for each day" in " ".join(" ".join(lines).split())
    assert any("of the day's dose" in line for line in lines)


def test_the_sheet_holds_its_status_on_the_second_line_and_at_the_end():
    lines = lines_of(*RYONCIL, "--dispense", "draw", "--worksheet", "2")
    status = [i for i, line in enumerate(lines) if line.startswith("REFERENCE ONLY")]
    assert status[0] == 1
    assert status[-1] > max(i for i, line in enumerate(lines) if line.startswith("Checked by"))


def test_the_sheet_of_nominal_containers_asks_what_they_are():
    lines = lines_of(*RYONCIL, "--dispense", "draw", "--worksheet", "2")
    assert sum("lot ____" in line and "serial ____" in line and "expiry ____" in line for line in lines) == 3
    assert not any("identity and label agree" in line for line in lines)
    assert sum("withdraw 3.74 mL   withdrawn ____" in line for line in lines) == 2
    assert sum("START BY ____:____   FINISH BY ____:____" in line for line in lines) == 3
    assert any("earliest START BY and FINISH BY govern" in line for line in lines)


def test_the_sheet_of_a_stock_names_what_must_be_known_of_each_container():
    text = " ".join(" ".join(lines_of(*STOCKED, "--worksheet", "1")).split())
    assert "identity and label agree with this sheet" in text
    assert "contains: dimethyl sulphoxide" in text
    assert "donor eligibility:" in text


@pytest.mark.parametrize(
    "blank",
    [
        "second identifier: ____",
        "Order as written: ____",
        "[ ] Diluent (saline): lot ____",
        "[ ] Final volume measured ____",
        "[ ] Post-thaw count ____",
        "viability ____",
        "[ ] Discarded ________ mL, reason ____",
        "initials ____/____",
        "LABEL, final product container 2 of 2: 40.61 mL",
        "msc-dose 0.1.0; self-test passed",
        "NOTE ",
    ],
)
def test_the_sheet_has_a_place_for_everything_that_is_found(blank):
    assert blank in "\n".join(lines_of(*SPLIT, "--worksheet", "1"))


def test_the_self_test_stands_far_from_the_signatures():
    lines = lines_of(*RYONCIL, "--dispense", "draw", "--worksheet", "1")
    (tested,) = [i for i, line in enumerate(lines) if "self-test" in line]
    (signed,) = [i for i, line in enumerate(lines) if line.startswith("Prepared by")]
    assert signed - tested > 20


def test_a_step_shows_its_numbers_in_one_line():
    lines = lines_of(*RYONCIL, "--dispense", "draw", "--worksheet", "1")
    assert "2. cells in one container: 6,680,000 cells/mL × 3.8 mL = 25,384,000 cells" in lines


def test_a_formula_whose_words_cannot_be_told_apart_lists_its_inputs():
    volume = md.read("2 mL", "volume")
    inputs = (term("volume of one", volume), term("volume of another", volume))
    made = step("both", "volume × volume", inputs, volume, "arithmetic")
    assert in_numbers(made) is None
    assert step_lines(1, made, 80) == [
        "1. both: volume × volume: volume of one 2 mL; volume of another 2 mL = 2 mL"
    ]


def test_the_sheet_in_ascii_is_no_wider():
    lines = lines_of(*STOCKED, "--worksheet", "1")
    assert max(len(in_ascii(line)) for line in lines) <= 80


def test_the_notes_of_chosen_containers_stand_on_the_dose():
    lines = lines_of(
        *DOSE, "--stock", STOCK, "--recipient", "P-0417", "--on", "2027-01-29", "--dispense", "draw"
    )
    at = lines.index("Containers:")
    said = " ".join(" ".join(lines[at : lines.index("Left out:")]).split())
    for word in ("filter:", "irradiation:", "pump:", "donor eligibility:", "blood group:", "contains:"):
        assert word in said


def left(number, why="in quarantine, not released", code="container.quarantined"):
    return tuple(LeftOut(f"L1 {n:04}", code, why) for n in range(1, number + 1))


def test_many_containers_left_out_are_told_by_their_reason():
    made = Preparation(md.read("70e6 cells", "cell_count"))
    assert left_out_lines_of(made, left(12))[1:] == [
        f"  L1 {n:04}: in quarantine, not released [container.quarantined]" for n in range(1, 13)
    ]
    many = (*left(400), *left(1, "expired", "container.expired"))
    assert left_out_lines_of(made, many) == [
        "Left out:",
        "  400 containers (L1 0001, …, L1 0400): in quarantine, not released",
        "    [container.quarantined]",
        "  L1 0001: expired [container.expired]",
    ]
    told = tuple(LeftOut(f"L1 {n}", "container.empty", f"holds {n}") for n in range(40))
    assert len(left_out_lines_of(made, told)) == 2


def left_out_lines_of(made, left_out):
    return list(left_out_lines(replace(made, left_out=left_out)))


def test_a_range_of_one_amount_is_one_amount():
    one, two = md.read("100e6 viable cells", "cell_count"), md.read("200e6 viable cells", "cell_count")
    assert "only 100 million viable cells is permitted" in permitted_line(one, one)
    assert permitted_line(one, two).startswith("DOSE from 100 million viable cells to 200 million")
