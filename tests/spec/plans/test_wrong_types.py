"""A wrong Python type is a TypeError; a wrong value is a Refusal; nothing else comes out."""

from datetime import date, datetime

import pytest

import msc_dose as md

PATIENT = md.Patient("60 kg", "actual")
START = date(2027, 1, 29)


def plan(**changes):
    given = {"start": START, "interval": "28-days", "counts": "viable", "closures": None, "window": 3}
    return md.plan_course("sjogren-itp-msc-monthly", **{"patient": PATIENT, **given, **changes})


@pytest.mark.parametrize(
    "call",
    [
        lambda: plan(window=(1,)),
        lambda: plan(window=(1, 2, 3)),
        lambda: plan(window="3"),
        lambda: plan(window=True),
        lambda: plan(closures="mon-fri"),
        lambda: plan(start="2027-01-29"),
        lambda: plan(start=datetime(2027, 1, 29)),  # noqa: DTZ001
        lambda: plan(patient="60 kg"),
        lambda: md.calculate_dose(1, PATIENT),
        lambda: md.calculate_dose(md.DoseRule.per_weight("1e6 cells/kg"), "60 kg"),
        lambda: md.Patient(True),
        lambda: md.Patient([60]),
        lambda: md.Amount("volume", "1"),
        lambda: md.Amount("volume", 1, 2.0),
        lambda: md.Amount("weight", 1),
        lambda: md.Amount("volume", 1).to(3),
        lambda: md.read("60 kg", "weight"),
        lambda: md.read(b"60 kg", "body_weight"),
    ],
)
def test_a_wrong_type_is_a_type_error(call):
    with pytest.raises(TypeError):
        call()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: md.Amount("duration", 1, 0), "number.zero"),
        (lambda: md.Amount("duration", 1, -3), "number.zero"),
        (lambda: md.Amount("cell_count", 1, population="\x1b[31m"), "population.unknown"),
        (lambda: md.Amount("cell_count", 1, moment="60 kg"), "moment.unknown"),
        (lambda: md.Patient(60), "unit.missing"),
        (lambda: md.Closures(closed={START: "a\u202eb"}), "closures.reason"),
        (
            lambda: md.plan_course("ryoncil-us-2024", PATIENT, START, None, "viable", window=7),
            "window.invalid",
        ),
    ],
)
def test_a_wrong_value_is_a_refusal(call, code):
    with pytest.raises(md.Refusal) as refused:
        call()
    assert refused.value.codes == (code,)
