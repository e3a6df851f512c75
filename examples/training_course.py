"""A training course as the manual uses it: planned, ordered, and its first infusion given."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msc_dose as md

HERE = Path(__file__).parent
E = md.events


def at(day: str, time: str) -> datetime:
    """A moment as the clocks in Berlin show it."""
    return md.local_moment(date.fromisoformat(day), time, "Europe/Berlin")


def events() -> list[tuple[str, str, object]]:
    """When each event occurred, and what it was."""
    sixty = md.read("60 kg", "body_weight")
    holidays = md.public_holidays("DE", years=[2024])
    plan = md.plan_course(
        HERE / "site_sjogren_msc.toml",
        md.Patient(weight=sixty, basis="actual"),
        start=date(2024, 1, 29),
        closures=md.merged_closures("mon-fri", holidays=holidays),
    )
    order = "MSC 2 × 10⁶ viable cells/kg i.v., four times, monthly"
    items = tuple(E.ClearanceItem(item, True) for item in ("order in force", "afebrile", "IV access"))
    volume = md.read("20 mL", "volume")
    given = E.Given("V-0012", volume, volume, md.read("0 mL", "volume"))
    began, ended = at("2024-01-29", "09:45"), at("2024-01-29", "10:15")
    return [
        ("2024-01-15", "09:00", E.Opened("T-1", "P-T1", "Europe/Berlin", training=True)),
        ("2024-01-15", "09:10", E.Planned(plan)),
        ("2024-01-15", "09:20", E.Ordered(order, "md-12", "O-1", dosing_weight=sixty)),
        ("2024-01-16", "10:00", E.Consent("consent form 3.1")),
        ("2024-01-16", "10:05", E.EthicsApproval("EC 2023/7")),
        ("2024-01-26", "08:05", E.Weighed(sixty)),
        ("2024-01-29", "09:00", E.Cleared(1, items)),
        ("2024-01-29", "09:20", E.Thawed(1, ("V-0012",), at("2024-01-29", "13:20"))),
        (
            "2024-01-29",
            "09:40",
            E.BedsideCheck(
                1, "V-0012", "rn-117", ("recipient's code", "date of birth"), True, True, True, True, True
            ),
        ),
        ("2024-01-29", "09:45", E.Started(1)),
        ("2024-01-29", "10:15", E.Completed(1, began, ended, (given,), line_rinsed=True)),
        ("2024-01-29", "12:15", E.Observed(1)),
    ]


def write(path: Path) -> None:
    """Write the course file, each event recorded at the minute it occurred."""
    for day, time, what in events():
        md.record_event(path, what, by="rn-104", occurred=at(day, time), recorded=at(day, time))


def main() -> None:
    """Write the course in a folder of its own, and show it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "training.jsonl"
        write(path)
        print("\n".join(md.load_course(path).lines()))


if __name__ == "__main__":
    main()
