"""Where the check of a dose stands: derived from the signatures and attempts each time that it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.problems import Problem
from msc_dose.product.plain_text import in_one_writing
from msc_dose.verification.changing import what_changed
from msc_dose.verification.comparison import compare_documents

CHECK = "independent double check"
COSIGN = "later co-signature"
URGENT = "urgent, not double-checked"
AGREES, DIFFERS, DECLARED = "agrees", "differs", "urgent"
STATES = ("calculated", "mismatch", "disagreed-twice", "verified", "void", "urgent")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature under a dose: who, meaning what, under which document (`shown`). `at` is UTC."""

    person: str
    name: str
    role: str
    meaning: str
    hash: str
    shown: str
    reason: str
    at: str

    @property
    def document(self) -> dict[str, Any]:
        """The covered document that was signed."""
        document: dict[str, Any] = json.loads(self.shown)
        return document


@dataclass(frozen=True, slots=True)
class Attempt:
    """One re-entry (`agrees`, `differs`) or declaration (`urgent`) over a document. `at` is UTC.

    `document` is what was re-entered; a Verification leaves it None until both sides may be shown.
    """

    person: str
    covers: str
    outcome: str
    document: Mapping[str, Any] | None
    at: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which two people disagree: both values in words, and where each comes from."""

    field: str
    first: str
    first_source: str
    second: str
    second_source: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the state of a dose follows from.

    `document` is what a signature would cover now and `hash` its hash; `calculators` says of each person who
    calculated the dose, or reserved for it, what they did; `sources` says of each field where its first entry
    comes from; `lapses` is what ends a signature by itself; `to_come` whether product can still be kept back;
    `zone` the one by which moments are told.
    """

    course: str
    infusion: int
    document: Mapping[str, Any]
    hash: str
    calculators: Mapping[str, str]
    sources: Mapping[str, str]
    signatures: tuple[Signed, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    lapses: tuple[Problem, ...] = ()
    to_come: bool = True
    zone: str = "UTC"

    def calculated_by(self, person: str) -> str | None:
        """What this person did for the first entry, if anything; a code is one in whatever writing."""
        code = in_one_writing(person)
        return next((what for who, what in self.calculators.items() if in_one_writing(who) == code), None)

    def differing(self, covers: str) -> tuple[Attempt, ...]:
        """The re-entries that differed from this document, in order."""
        return tuple(each for each in self.attempts if each.covers == covers and each.outcome == DIFFERS)

    @property
    def owed(self) -> Signed | None:
        """The declaration of urgency that nobody has co-signed yet."""
        last = self.signatures[-1] if self.signatures else None
        return last if last is not None and last.meaning == URGENT else None


@dataclass(frozen=True, slots=True)
class Verification:
    """Where the check of a dose stands.

    `state` is one of STATES; `signature` the one that holds, or the last that is void; `changes` says why it
    is void; `fields` names what the last re-entry differed in; `disagreement` holds both sides, where they
    may be shown; `owed` says that a co-signature is missing.
    """

    course: str
    infusion: int
    state: str
    signature: Signed | None = None
    changes: tuple[str, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    attempts: tuple[Attempt, ...] = field(default=())
    signatures: tuple[Signed, ...] = field(default=())
    owed: bool = False
    fields: tuple[str, ...] = ()

    @property
    def clears(self) -> bool:
        """Whether thaw may be cleared as far as the check of the dose goes."""
        return self.state in ("verified", "urgent")


def verification_of(case: Case) -> Verification:
    """The state of the case, with what may be shown of it."""
    state, signature = _state(case)
    changes: tuple[str, ...] = ()
    if state == "void" and signature is not None:
        changes = _why_void(case, signature)
    return Verification(
        case.course, case.infusion, state, signature, changes, _shown(case, state),
        tuple(_as_told(case, state)), case.signatures, case.owed is not None, _fields(case, state),
    )  # fmt: skip


def _fields(case: Case, state: str) -> tuple[str, ...]:
    """The names of the fields in which the last re-entry differed, and no value of either."""
    if state not in ("mismatch", "disagreed-twice"):
        return ()
    last = case.differing(case.hash)[-1]
    return tuple(each.field for each in compare_documents(case.document, last.document or {}))


def _state(case: Case) -> tuple[str, Signed | None]:
    sound = _sound(case)
    if sound is not None:
        return ("void" if case.lapses else "verified"), sound
    last = case.signatures[-1] if case.signatures else None
    # Of product that is in, a disagreement is told at once, and what is owed stays owed.
    is_in = case.owed is not None and not case.to_come
    differing = 0 if is_in else len(case.differing(case.hash))
    if differing:
        return ("mismatch" if differing == 1 else "disagreed-twice"), None
    if last is None:
        return "calculated", None
    if last.meaning == URGENT and last.hash == case.hash and not case.lapses:
        return "urgent", last
    return "void", last


def _sound(case: Case) -> Signed | None:
    """The last check of the present document by somebody who had no part in it."""
    checks = (each for each in reversed(case.signatures) if each.meaning in (CHECK, COSIGN))
    return next(
        (each for each in checks if each.hash == case.hash and case.calculated_by(each.person) is None), None
    )


def _why_void(case: Case, signature: Signed) -> tuple[str, ...]:
    changed = what_changed(signature.document, case.document)
    lapsed = tuple(problem.message for problem in case.lapses)
    part = case.calculated_by(signature.person) if signature.meaning != URGENT else None
    own = (f"{signature.person}, who signed, {part}",) if part is not None else ()
    return (*changed, *lapsed, *own)


def _shown(case: Case, state: str) -> tuple[Disagreement, ...]:
    """Both sides after the second mismatch; of product that is in, after the first."""
    if state == "disagreed-twice":
        return disagreements(case, case.document, case.differing(case.hash))
    owed = case.owed
    if owed is not None and not case.to_come:
        return disagreements(case, owed.document, case.differing(owed.hash))
    return ()


def _as_told(case: Case, state: str) -> Iterator[Attempt]:
    """The attempts; what was re-entered is told where both sides are, and once nobody enters it blind."""
    over: set[str] = set()
    if state == "verified" and case.owed is None:
        over = {each.covers for each in case.attempts}
    elif _shown(case, state):
        over = {case.hash if state == "disagreed-twice" or case.owed is None else case.owed.hash}
    for each in case.attempts:
        yield each if each.covers in over else replace(each, document=None)


def disagreements(
    case: Case, document: Mapping[str, Any], attempts: Sequence[Attempt]
) -> tuple[Disagreement, ...]:
    """Every field in which these re-entries differ from a document, both values with their sources."""
    return tuple(
        Disagreement(
            each.field,
            each.first,
            case.sources.get(each.field, "the course"),
            each.second,
            f"re-entered by {attempt.person}, {minute(attempt.at, case.zone)}",
        )
        for attempt in attempts
        for each in compare_documents(document, attempt.document or {})
    )


def minute(at: str, zone: str) -> str:
    """A moment that a row keeps (UTC, ISO), by the clocks of a zone, to the minute."""
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
