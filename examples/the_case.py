"""The case report, from its printed notation to a dated, dosed, explained plan."""

from datetime import date
from pathlib import Path

import msc_dose as md

# The abstract prints its dose with the superscript lost. Nothing is guessed: both readings come back.
for printed, kind in (
    ("2x106/Kg", "dose_per_weight"),
    ("14–30*10E9/L", "platelet_count"),
    ("100*10E9/L", "platelet_count"),
):
    try:
        md.read(printed, kind)
    except md.Refusal as refusal:
        print(f"{printed} is refused; it could mean")
        for reading in refusal.readings:
            print(f"  {reading.text} – {reading.why}")

# What the abstract does not state has to be supplied, and all of it is named at once.
protocol = md.load_protocol("sjogren-itp-msc-monthly")
try:
    md.plan_course(protocol, md.Patient())
except md.Refusal as refusal:
    print("missing:", ", ".join(problem.field for problem in refusal.problems))

closed = md.load_closed_days(Path(__file__).with_name("closed_days.csv"))
plan = md.plan_course(
    protocol,
    md.Patient(weight="60 kg", basis="actual"),
    start=date(2027, 1, 29),
    interval="calendar-month",
    counts="viable",
    closures=md.Closures(open="mon-fri", closed=closed),
    window=3,
)
print()
for infusion in plan.infusions:
    print(infusion.number, infusion.target, infusion.date, infusion.dose)
print()
print(plan.explain())
