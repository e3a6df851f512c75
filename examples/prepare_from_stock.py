"""A dose from a stock list: its containers and volume, who is left out and why, and the preparation sheet."""

from datetime import date
from pathlib import Path

import msc_dose as md

STOCK = md.load_stock(Path(__file__).with_name("stock.csv"))
# A handling invented for this example: the copy of the label states none of it.
HANDLING = md.product_handling(
    dispense="draw",
    round_volume="0.1 mL",
    diluent="saline",
    final_volume="100 mL",
    rinsed=True,
    rate="4 mL/min",
    keep="2 h",
    keep_from="thaw complete",
)
PRODUCT = md.product_use(STOCK, HANDLING, recipient="P-0999", allergies=["none known"])
PATIENT = md.Patient(weight="12 kg", basis="actual")

rule = md.DoseRule.per_weight("2e6 cells/kg", counts="viable", population="MSC")
made = md.prepare_dose(rule, PATIENT, PRODUCT, on="2027-03-01")
preparation = made.preparation
print("dose:", made.dose)
print("withdraw:", preparation.withdrawal_volume, "from")
for each in preparation.containers:
    print(" ", each.identity, each.withdraw)
print("left out:")
for left in preparation.left_out:
    print(" ", left.identity, "–", left.why)

# The containers of other patients are counted, and never listed.
print(*(problem.message for problem in made.problems), sep="\n")

plan = md.plan_course(
    "ryoncil-us-2024",
    PATIENT,
    start=date(2027, 3, 1),
    counts="viable",
    closures=md.Closures(open="mon-fri"),
    product=PRODUCT,
)
print()
print("infusions without containers:")
for problem in plan.problems:
    if problem.code == "stock.runs-out":
        print(" ", problem.message)
print()
print(*md.worksheet(plan, 1), sep="\n")
