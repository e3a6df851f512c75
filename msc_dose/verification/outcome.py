"""What one re-entry, or one declaration, came to; and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from msc_dose.verification.states import Disagreement


@dataclass(frozen=True, slots=True)
class Answered:
    """A CHECK that somebody answered with a reason: shown to whoever verifies after them."""

    code: str
    message: str
    reason: str
    person: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is `verified`, `mismatch`, `disagreed-twice` or `urgent`; `fields` names what differs.

    `values` holds both sides, and is empty after a first mismatch: nobody is told the other's value.
    `signature` is the number of the signature, where one was given; `answered` are the CHECKs answered;
    `exceptional` says in words which containers go by exceptional release.
    """

    course: str
    infusion: int
    state: str
    person: str
    fields: tuple[str, ...] = ()
    values: tuple[Disagreement, ...] = ()
    signature: int | None = None
    answered: tuple[Answered, ...] = ()
    meaning: str = ""
    exceptional: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The outcome in words, a line each."""
        return list(self._lines())

    def as_document(self) -> dict[str, Any]:
        """The outcome as a plain mapping, ready for JSON (schema `msc-dose/verification-outcome/1`)."""
        return {
            "schema": "msc-dose/verification-outcome/1",
            "course": self.course,
            "infusion": self.infusion,
            "state": self.state,
            "person": self.person,
            "fields": list(self.fields),
            "values": [asdict(each) for each in self.values],
            "signature": self.signature,
            "meaning": self.meaning,
            "exceptional": list(self.exceptional),
            "answered": [asdict(each) for each in self.answered],
        }

    def _lines(self) -> Iterator[str]:
        dose = f"dose of course {self.course}, infusion {self.infusion}"
        if self.signature is not None:
            yield f"✓ Signed by {self.person}: {self.meaning}, {dose}"
        elif not self.values:
            yield f"■ MISMATCH  {dose}: {', '.join(self.fields)}"
            yield "Neither value is shown. Both return to the source, and it is entered once more."
        else:
            yield f"■ DISAGREE  {dose}: {', '.join(self.fields)}"
            yield from value_lines(self.values)
            if self.state == "disagreed-twice":
                yield "It cannot be verified as it is: the owner looks at the source and corrects it."
            else:
                yield "The product is in: tell the physician, and record what follows from it."
        yield from self.exceptional
        for each in self.answered:
            yield f"answered: {each.code}: {each.message} – {each.reason} ({each.person})"


def value_lines(values: tuple[Disagreement, ...]) -> Iterator[str]:
    """Both sides of each field, with their sources."""
    for each in values:
        yield f"{each.field}"
        yield f"  {each.first}  – {each.first_source}"
        yield f"  {each.second}  – {each.second_source}"
