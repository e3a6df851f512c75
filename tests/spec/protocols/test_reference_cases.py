"""The reference cases of shipped regimens, run against the protocol files themselves."""

import csv
import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.dosing.body import Patient
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.permitted import permitted_doses
from msc_dose.notation.reader import read_amount
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.preparing import prepare
from msc_dose.scheduling import Closures, Window

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = {
        row["id"]: (
            json.loads(row["inputs"], parse_float=Decimal),
            json.loads(row["expected"], parse_float=Decimal),
        )
        for row in csv.DictReader(lines)
    }


def patient(kg, basis="actual"):
    return Patient(read_amount(f"{kg} kg", "body_weight", "weight"), basis)


def dose_of(protocol, kg, ordered=None, version=None, basis="actual"):
    rule = md.load_protocol(protocol).rule
    if ordered is not None:
        ordered = read_amount(ordered, "dose_per_weight" if "kg" in ordered else "cell_count", "ordered")
    return calculate_dose(rule, patient(kg, basis), ordered, version)


def cells(text):
    return f"{text:f} cells"


@pytest.mark.parametrize("row", ["RYO-10", "RYO-13"])
def test_vials_of_ryoncil(row):
    inputs, expected = ROWS[row]
    protocol = md.load_protocol("ryoncil-us-2024")
    dose = dose_of("ryoncil-us-2024", inputs["weight_kg"])
    made = prepare(dose, protocol.content, Handling(dispense="draw"))
    assert dose.cells.value == expected["dose_cells"]
    assert made.containers_to_thaw == expected["vials_by_nominal_cells"]
    drawn = made.withdrawal_volume.unrounded.value
    assert drawn.quantize(Decimal("0.001"), ROUND_HALF_UP) == expected["withdraw_volume_mL"]


@pytest.mark.parametrize("row", ["TEM-01", "TEM-03", "TEM-10"])
def test_bags_of_temcell(row):
    inputs, expected = ROWS[row]
    protocol = md.load_protocol("temcell-jp")
    handling = protocol.handling
    assert handling.rate.value == inputs["rate_mL_min"]
    dose = dose_of("temcell-jp", inputs["weight_kg"])
    drawn = Handling(
        dispense="draw", diluent_per_container=handling.diluent_per_container, rate=handling.rate
    )
    made = prepare(dose, protocol.content, drawn)
    assert dose.cells.value == expected["dose_cells"]
    assert made.containers_to_thaw == expected["bags"]
    assert made.withdrawal_volume.value.value == expected["dose_volume_mL"]
    assert made.duration.value == expected["duration_min"]


@pytest.mark.parametrize("row", ["KYM-02", "KYM-05", "CAR-03"])
def test_the_permitted_range_of_a_patient(row):
    inputs, expected = ROWS[row]
    name = "ciltacabtagene" if row == "CAR-03" else "tisagenlecleucel-all"
    permitted = permitted_doses(md.load_protocol(name).rule, patient(inputs["weight_kg"]))
    assert (permitted.low.value, permitted.high.value) == (expected["min_cells"], expected["max_cells"])


@pytest.mark.parametrize("row", ["YES-01", "YES-05"])
def test_the_maximum_of_axicabtagene(row):
    inputs, expected = ROWS[row]
    dose = dose_of("axicabtagene", inputs["weight_kg"])
    assert (dose.cells.value, dose.calculated.value) == (expected["dose_cells"], expected["uncapped_cells"])
    assert ("dose.above-maximum" in [p.code for p in dose.problems]) == expected["capped"]
    assert round(dose.per_weight.value) == expected["effective_cells_per_kg"]


@pytest.mark.parametrize("row", ["ABE-01", "ABE-02", "ABE-04"])
@pytest.mark.parametrize(
    ("version", "key"),
    [
        ("US 2024", "in_US_2024_300_510"),
        ("US before 2024", "in_US_earlier_300_460"),
        ("EU", "in_EU_260_500"),
    ],
)
def test_a_dose_of_idecabtagene_by_version_of_the_label(row, version, key):
    inputs, expected = ROWS[row]
    ordered = cells(inputs["dose_cells"])
    if expected[key]:
        assert dose_of("idecabtagene", 70, ordered, version).cells.value == inputs["dose_cells"]
        return
    with pytest.raises(md.Refusal) as refusal:
        dose_of("idecabtagene", 70, ordered, version)
    assert refusal.value.codes == ("dose.outside-range",)


def test_a_band_of_cellgram_and_the_slip_of_one_paper():
    inputs, expected = ROWS["CEL-01"]
    assert dose_of("cellgram-ami", inputs["weight_kg"]).cells.value == expected["cells"]
    protocol = md.load_protocol("cellgram-ami")
    assert protocol.rule.shape.bands[0].volume.value == expected["mL"]
    slip, expected = ROWS["CEL-06"]
    volume, printed = slip["bands"][expected["outlier_index"]]
    heaviest = protocol.rule.shape.bands[-1]
    assert heaviest.volume.value == volume
    assert heaviest.gives.low.value * expected["fold"] == printed


@pytest.mark.parametrize(
    ("row", "protocol", "per_kg", "kg", "basis", "key"),
    [
        ("HPC-02", "cord-blood-hpc", "min_per_kg", "weight_kg", "actual", "required_TNC"),
        ("RATE-01", "ards-start", "dose_cells_per_kg", "weight_kg_PBW", "predicted", "dose_cells"),
    ],
)
def test_an_order_per_kg(row, protocol, per_kg, kg, basis, key):
    inputs, expected = ROWS[row]
    dose = dose_of(protocol, inputs[kg], f"{inputs[per_kg]:f} cells/kg", basis=basis)
    assert dose.cells.value == expected[key]


def test_donor_lymphocytes_of_a_column_with_the_inverse_exponent():
    inputs, expected = ROWS["DLI-03"]
    dose = dose_of("dli-cd3", inputs["weight_kg"], f"{expected['CD3_per_kg']:f} cells/kg")
    assert dose.cells.value == expected["total_CD3"]
    assert md.load_protocol("dli-cd3").doubts[0].printed == inputs["header"].replace(
        "CD3+ cell dose", "CD3+ cell dose"
    )


@pytest.mark.parametrize(
    ("row", "protocol", "closures"),
    [("SCH-01", "ryoncil-us-2024", Closures(open="mon-fri")), ("CAL-04", "itp-msc-five", Closures())],
)
def test_the_dates_of_a_course(row, protocol, closures):
    inputs, expected = ROWS[row]
    known = md.load_protocol(protocol)
    start = date.fromisoformat(inputs["start"])
    placed = known.schedule.place(start, Window(0, 0), closures, known.minimum_gap or 1)
    assert [placement.date.isoformat() for placement in placed] == expected["dates"]
    if "tol_d" in inputs:
        spans = [(p.target - p.earliest, p.latest - p.target) for p in placed[1:]]
        assert spans == [(timedelta(days), timedelta(days)) for days in inputs["tol_d"]]


def test_what_follows_a_mixed_response_on_day_28():
    _, expected = ROWS["SCH-07"]
    again = md.load_protocol("ryoncil-us-2024-weekly")
    assert again.schedule.infusions == expected["further_infusions"]
    assert str(again.schedule) == "4 infusions, one every week"


def test_the_time_limit_of_ciltacabtagene():
    inputs, _ = ROWS["CAR-05"]
    clock = md.load_protocol("ciltacabtagene").handling.clock
    assert (clock.zero, clock.limit.value) == ("thaw complete", inputs["limit_h"] * 60)
