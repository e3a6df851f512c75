"""pint in and out: quantities of any registry are taken, and every amount gives one back."""

import pickle
import subprocess
import sys
from decimal import Decimal

import pint
import pytest

import msc_dose as md
from msc_dose.quantity.with_pint import amount_of_quantity

DEFAULT = pint.UnitRegistry()
DECIMAL = pint.UnitRegistry(non_int_type=Decimal)
WITH_CELLS = pint.UnitRegistry()
WITH_CELLS.define("cell = [cells] = cells")
CELL_IS_COUNT = pint.UnitRegistry()
CELL_IS_COUNT.define("cell = count")


class Array:
    """The magnitude of an array, as far as pint looks at it."""

    def __init__(self, *values):
        self.values = values

    def __array__(self):
        return self.values

    def __repr__(self):
        return f"array({self.values})"


def holding(magnitude, unit="kg"):
    """A quantity whose magnitude pint itself would not take, as numpy or a subclass can make one."""
    quantity = DEFAULT.Quantity(1, unit)
    quantity._magnitude = magnitude
    return quantity


def refusal_of(quantity, kind="body_weight"):
    with pytest.raises(md.Refusal) as caught:
        amount_of_quantity(quantity, kind, "weight")
    return caught.value


@pytest.mark.parametrize(
    ("quantity", "kilograms"),
    [
        (60 * DEFAULT.kg, "60"),
        (60.1 * DEFAULT.kg, "60.1"),
        (Decimal("60.10") * DECIMAL.kg, "60.1"),
        (md.units.Quantity(Decimal(60), "kg"), "60"),
        (md.units.Quantity(60, "body_kg"), "60"),
        (md.units.Quantity(Decimal("154.3"), "lb"), "69.989302691"),
        (154.3 * DEFAULT.pound, "69.989302691"),
        (0.1 * DEFAULT.kg * 7, "0.7000000000000001"),
    ],
    ids=str,
)
def test_a_body_weight_of_any_registry_is_taken_exactly(quantity, kilograms):
    """A plain kilogram is the patient's here; a float is the shortest decimal that it prints as."""
    assert md.Patient(weight=quantity).weight == md.Amount("body_weight", Decimal(kilograms))


@pytest.mark.parametrize(
    "quantity",
    [
        md.units.Quantity(2_000_000, "cell/body_kg"),
        md.units.Quantity(2_000_000, "cell/kg"),
        DEFAULT.Quantity(2e6, "1/kg"),
        DEFAULT.Quantity(2e6, "count/kg"),
        DEFAULT.Quantity(907184.74, "1/pound"),
        WITH_CELLS.Quantity(2e6, "cell/kg"),
        CELL_IS_COUNT.Quantity(2e6, "cell/kg"),
    ],
    ids=["ours", "ours, plain kg", "pure number", "count", "per pound", "cells defined", "cell = count"],
)
def test_a_dose_of_any_registry_is_taken_exactly(quantity):
    assert md.DoseRule.per_weight(quantity).dose == md.Amount("dose_per_weight", Decimal(2_000_000))


@pytest.mark.parametrize("counts", ["viable", "all"])
def test_what_a_quantity_counts_is_kept(counts):
    dose = md.units.Quantity(2_000_000, f"{counts}_cell/body_kg")
    assert md.DoseRule.per_weight(dose).counts == counts


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (60_000 * DEFAULT.gram, "unit.wrong-kind"),
        (60 * DEFAULT.milliliter, "unit.wrong-kind"),
        (DEFAULT.Quantity(60), "unit.wrong-kind"),
        (60 * DEFAULT.kg**0.5, "unit.wrong-kind"),
        (9 * DEFAULT.stone, "unit.unknown"),
        (DEFAULT.Quantity(60, "degC"), "unit.unknown"),
        (float("nan") * DEFAULT.kg, "number.not-finite"),
        (float("inf") * DEFAULT.kg, "number.not-finite"),
        (holding(Decimal("sNaN")), "number.not-finite"),
        (-60 * DEFAULT.kg, "number.negative"),
        (700 * DEFAULT.kg, "weight.implausible"),
        (10**40 * DEFAULT.kg, "number.too-long"),
        (10**5000 * DEFAULT.kg, "number.too-long"),
        (1e-30 * DEFAULT.kg, "number.out-of-range"),
        (holding(True), "number.type"),
        (holding("60"), "number.type"),
        (holding([60, 70]), "number.type"),
        (holding(Array(60, 70)), "number.type"),
        (holding(60 + 0j), "number.type"),
        (holding(None), "number.type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_one_number_of_the_kind_is_a_coded_refusal(quantity, code):
    assert refusal_of(quantity).codes == (code,)


def test_platelets_are_no_cells_and_cells_no_platelets():
    assert refusal_of(md.units.Quantity(2, "platelet/L"), "cell_concentration").codes == ("unit.wrong-kind",)
    assert refusal_of(md.units.Quantity(2, "cell/L"), "platelet_count").codes == ("unit.wrong-kind",)


@pytest.mark.parametrize(
    ("text", "kind", "magnitude", "unit"),
    [
        ("70.5 kg", "body_weight", "70.5", "body_kg"),
        ("120 million viable cells", "cell_count", "120000000", "viable_cell"),
        ("2e6 all cells/kg", "dose_per_weight", "2000000", "all_cell/body_kg"),
        ("2e6 cells/kg", "dose_per_weight", "2000000", "cell/body_kg"),
        ("12 g", "mass", "12", "gram"),
        ("120 mL/h", "flow_rate", "2", "milliliter/minute"),
        ("14 × 10⁹/L", "platelet_count", "14", "giga_platelet/liter"),
    ],
)
def test_every_amount_gives_a_quantity_of_md_units(text, kind, magnitude, unit):
    quantity = md.read(text, kind).quantity
    assert quantity == md.units.Quantity(Decimal(magnitude), unit)
    assert isinstance(quantity.magnitude, Decimal)
    assert amount_of_quantity(quantity, kind, "x") == md.read(text, kind)


def test_a_body_weight_is_given_in_pounds_on_request():
    pounds = md.read("70.5 kg", "body_weight").to("lb")
    assert str(pounds.magnitude)[:12] == "155.42589484"  # 70.5 / 0.45359237, cut at 28 digits
    assert pounds.units == md.units.Unit("body_lb")


@pytest.mark.parametrize(
    ("text", "kind", "unit", "magnitude"),
    [
        ("4 mL/min", "flow_rate", "mL/h", "240"),
        ("10 s", "duration", "s", "10"),
        ("2 million viable cells/kg", "dose_per_weight", "viable_cell/lb", "907184.74"),
        ("14 × 10⁹/L", "platelet_count", "platelet/uL", "14000"),
    ],
)
def test_conversion_is_exact_where_the_result_ends(text, kind, unit, magnitude):
    assert md.read(text, kind).to(unit).magnitude == Decimal(magnitude)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("g", "unit.wrong-kind"),
        ("mL", "unit.wrong-kind"),
        ("stone", "unit.unknown"),
        ("", "unit.unknown"),
        ("kg/", "unit.unknown"),
        ("9**9**9", "unit.unknown"),
        ("__import__('os')", "unit.unknown"),
    ],
)
def test_conversion_into_anything_else_is_refused(unit, code):
    """The unit's name is looked up in the table; pint's parser never sees it."""
    with pytest.raises(md.Refusal) as caught:
        md.read("70 kg", "body_weight").to(unit)
    assert caught.value.codes == (code,)


def test_the_quantity_of_an_amount_is_not_what_is_pickled():
    amount = md.read("70 kg", "body_weight")
    assert amount.quantity
    assert pickle.loads(pickle.dumps(amount)) == amount


FIRST_USE_IN_THREADS = """
import threading
import msc_dose as md
found, ready = [], threading.Barrier(16)
def use():
    ready.wait()
    units = md.units
    found.append((id(units), str(units.Quantity(60, "body_lb").to("body_kg"))))
threads = [threading.Thread(target=use) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(found), len(set(found)))
"""


def test_the_first_use_of_md_units_may_come_from_many_threads_at_once():
    run = subprocess.run(
        [sys.executable, "-c", FIRST_USE_IN_THREADS], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["16", "1"]


HOSTILE = """
import decimal, sys
if sys.argv[1] == "hostile":
    for context in (decimal.DefaultContext, decimal.getcontext()):
        context.prec, context.rounding, context.Emax, context.Emin = 3, decimal.ROUND_UP, 5, -5
        context.capitals, context.clamp = 0, 1
        for signal in context.traps:
            context.traps[signal] = True
import msc_dose as md
from msc_dose.quantity import writer
weight = md.Patient(md.units.Quantity(154.3, "body_lb"), "actual")
rule = md.DoseRule.per_weight("2.345678 million viable cells/kg", maximum="200,123,456 viable cells")
amount = md.read("12.3456789012 mL", "volume")
third = md.read("10 s", "duration")
print(repr(md.calculate_dose(rule, weight)), md.calculate_dose(rule, weight).derivation)
print(amount, amount.to("L"), amount.quantity, writer.exact(amount), writer.scientific(amount))
print(third, third / 7, third * 123456, third - third / 3, third / 3 < third, third.to("s"))
print(weight.weight, weight.weight.to("lb"), md.units.Quantity(1, "inch").to("cm"))
"""


def test_the_callers_decimal_context_changes_no_amount():
    """Three digits, every trap set, the process's default spoiled too, before msc_dose is imported."""
    calm, hostile = (
        subprocess.run([sys.executable, "-c", HOSTILE, how], capture_output=True, text=True, check=True)
        for how in ("calm", "hostile")
    )
    assert hostile.stdout == calm.stdout
    assert "Decimal('164172367.557619498')" in calm.stdout
