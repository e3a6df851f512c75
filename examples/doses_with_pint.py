"""The same dose from text, from exact amounts and from pint quantities; and mixtures that are refused."""

import pint

import msc_dose as md

registry = pint.UnitRegistry()

rules = {
    "text": md.DoseRule.per_weight("2e6 cells/kg", maximum="2e8 cells", counts="viable"),
    "md.units": md.DoseRule.per_weight(
        md.units.Quantity(2_000_000, "viable_cell/body_kg"),
        maximum=md.units.Quantity(200_000_000, "viable_cell"),
    ),
    "pint": md.DoseRule.per_weight(
        registry.Quantity(2e6, "1/kg"), maximum=registry.Quantity(2e8, "count"), counts="viable"
    ),
}
weights = {
    "text": md.Patient("60 kg", "actual"),
    "md.units": md.Patient(md.units.Quantity(60, "kg"), "actual"),
    "pint": md.Patient(registry.Quantity(60.0, "kg"), "actual"),
}
for name, rule in rules.items():
    dose = md.calculate_dose(rule, weights[name])
    print(f"{name}: {dose.cells}; as a quantity {dose.cells.quantity}")

for what, make in {
    "grams of product as a weight": lambda: md.Patient(md.units.Quantity(60_000, "g")),
    "all cells where viable are counted": lambda: md.DoseRule.per_weight(
        md.units.Quantity(2_000_000, "all_cell/body_kg"), counts="viable"
    ),
    "a dose per kg times a bag's mass": lambda: (
        md.read("2e6 cells/kg", "dose_per_weight") * md.read("60 g", "mass")
    ),
}.items():
    try:
        make()
    except md.Refusal as refusal:
        print(f"{what}: {refusal.codes[0]}")
