"""Who had a part in the first entry of a dose, and where each of its fields comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.verifications.chosen import Chosen, went_in_at
from msc_dose.verification.resting import Rests
from msc_dose.verification.states import minute

_IMPORTED = "course imported"


def reservations_of(
    statements: Statements, course: str, infusion: int, rests: Rests, held: Sequence[Chosen]
) -> list[Row]:
    """Who reserved the containers that are covered, and when; once the product is in nobody does any more."""
    keys = {each.held.key for each in held}
    until = went_in_at(statements, course, rests.giving)
    rows = statements.all("reservations_of_dose", course=course, infusion=infusion)
    return [row for row in rows if row["container"] in keys and row["sequence"] < until]


def calculators_of(
    statements: Statements, course: str, rests: Rests, reservations: Sequence[Row]
) -> Mapping[str, str]:
    """Of everybody who calculated the dose, reserved for it or imported it, what they did last."""
    did = {event.by: f"recorded event {event.number} ({event.type})" for event in rests.entries}
    reserved = {row["person"]: f"reserved {row['container']}" for row in reservations}
    # What a file says that somebody calculated elsewhere is entered here by whoever imports it.
    brought = statements.one("first_told", entity=f"course {course}")
    imported = (
        {brought["person"]: "imported the course"} if brought and brought["action"] == _IMPORTED else {}
    )
    return imported | reserved | did


def sources_of(rests: Rests, reservations: Sequence[Row], zone: str) -> Mapping[str, str]:
    """Of each field that is re-entered, where its first entry comes from."""
    planned = _entered(rests, "", zone)
    reserved = [f"reserved by {row['person']}, {minute(row['at'], zone)}" for row in reservations]
    return {
        "dose": _entered(rests, "ordered", zone),
        "weight": _entered(rests, "dosing_weight", zone),
        **dict.fromkeys(("counts", "population", "basis", "infusion"), planned),
        "containers": "; ".join(dict.fromkeys(reserved)) or "nothing is reserved",
    }


def _entered(rests: Rests, field: str, zone: str) -> str:
    """The last change that says this field, else the plan's entry: which, by whom, when."""
    said: Iterator[str] = (
        f"event {event.number} ({event.type}) by {event.by}, {minute(event.recorded.isoformat(), zone)}"
        for event in reversed(rests.entries)
        if event is rests.planned or getattr(event.what, field, None) is not None
    )
    return next(said)
