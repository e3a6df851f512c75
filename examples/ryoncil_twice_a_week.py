"""Twice a week on open days: the label's eight infusions, a week that moves, and one that is refused."""

from datetime import date

import msc_dose as md

PATIENT = md.Patient(weight="35 kg", basis="actual")
MONDAY = date(2027, 3, 1)


def plan(closures: md.Closures) -> md.Plan:
    """The course from Monday 1 March 2027 on these open days."""
    return md.plan_course("ryoncil-us-2024", PATIENT, start=MONDAY, counts="viable", closures=closures)


for weekdays in ("mon-fri", "mon,tue,wed,fri"):
    print(f"open {weekdays}:")
    for row in plan(md.Closures(open=weekdays)).rows():
        print(" ", row["date"], row["kind"], row["dose"])

print("open mon-thu, with one Monday closed:")
try:
    plan(md.Closures(open="mon-thu", closed={date(2027, 3, 8): "staff training"}))
except md.Refusal as refusal:
    print(" ", refusal)
