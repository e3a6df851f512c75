"""Decision points of a protocol: what is found at a visit, and what each finding leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msc_dose.problems import refuse, require_text

REQUIREMENTS = ("consent", "ethics-approval")
_WORDS = {"consent": "consent", "ethics-approval": "ethics approval"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One finding, what follows from it in words, and the id of the protocol of the next block, if any."""

    name: str
    then: str
    protocol: str | None = None

    def __post_init__(self) -> None:
        """Hold every part to text; Refusal `protocol.decision` for one that is empty."""
        require_text(self.name, self.then, self.protocol or "")
        if not self.name.strip() or not self.then.strip() or self.protocol == "":
            message = "An answer names no finding, or does not say what follows from it."
            raise refuse("protocol.decision", "answer", message, "State name and then.", self.name)

    def __str__(self) -> str:
        """The answer on one line: `partial: once a week for 4 weeks (ryoncil-us-2024-weekly)`."""
        return f"{self.name}: {self.then}{f' ({self.protocol})' if self.protocol else ''}"

    def as_document(self) -> dict[str, Any]:
        """The answer as a plain mapping, ready for JSON."""
        return {"name": self.name, "then": self.then, "protocol": self.protocol}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided (`name`) at the visits of a kind, and the findings that it may rest on.

    It advises: a person finds the answer and orders what follows. Raises Refusal `protocol.decision` where
    nothing is named, or fewer than two answers, or one of them twice.
    """

    name: str
    visit: str
    answers: tuple[Answer, ...]

    def __post_init__(self) -> None:
        """Hold a decision to different answers."""
        require_text(self.name, self.visit)
        if not isinstance(self.answers, tuple) or not all(isinstance(each, Answer) for each in self.answers):
            raise TypeError("answers must be a tuple of Answer")
        names = [answer.name for answer in self.answers]
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        if not self.name.strip() or not self.visit.strip() or len(names) < 2 or twice:
            message = "A decision has no name, no visit, or not two answers."
            if twice:
                message = f"More than one answer is named {' and '.join(map(repr, twice))}."
            fix = "State name and visit, and two answers or more, each name once."
            raise refuse("protocol.decision", "decision", message, fix, ", ".join(names))

    def answer(self, name: str) -> Answer:
        """The answer of this name; Refusal `protocol.decision` for one that the protocol does not know."""
        for answer in self.answers:
            if answer.name == name:
                return answer
        known = ", ".join(answer.name for answer in self.answers)
        message = f"{name!r} is no answer to the decision “{self.name}”."
        raise refuse("protocol.decision", "answer", message, f"Say one of: {known}.", name)

    def __str__(self) -> str:
        """The decision on one line."""
        return f"{self.name} at the {self.visit}: {'; '.join(map(str, self.answers))}"

    def as_document(self) -> dict[str, Any]:
        """The decision as a plain mapping, ready for JSON."""
        answers = [answer.as_document() for answer in self.answers]
        return {"name": self.name, "visit": self.visit, "answers": answers}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Decision:
        """The decision that `as_document` wrote."""
        answers = tuple(Answer(**answer) for answer in document["answers"])
        return cls(document["name"], document["visit"], answers)


def requirements_text(requires: tuple[str, ...]) -> str:
    """What is required before the first infusion, in words: `consent and ethics approval`."""
    return " and ".join(_WORDS[each] for each in requires)
