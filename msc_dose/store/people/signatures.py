"""Signatures: who, in which role, when, meaning what, under exactly which text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from msc_dose.problems import refuse, require_text
from msc_dose.store.chain import digest
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.record import Proof, seal_of

MEANINGS = (
    "independent double check",
    "later co-signature",
    "urgent, not double-checked",
    "protocol proposed",
    "protocol approved",
    "exceptional release",
    "second person",
)
FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature; `hash` is that of `shown`, the text that the person had before them. `at` is UTC."""

    number: int
    person: str
    name: str
    role: str
    meaning: str
    entity: str
    hash: str
    shown: str
    reason: str
    at: str
    utc_offset: str

    def covers(self, text: str) -> bool:
        """Whether this very text was signed."""
        return digest(text) == self.hash


def sign(change: Change, proof: Proof, meaning: str, entity: str, shown: str, reason: str = "") -> int:
    """Sign what was shown, within a change of whoever's session; the signature's number.

    Raises Refusal `signature.meaning` (none of MEANINGS), `signature.nothing-shown`, `signature.stale`
    where the passphrase was given more than five minutes ago, `people.not-active`.
    """
    require_text(meaning, entity, shown, reason)
    if meaning not in MEANINGS:
        message = f"{meaning!r} is nothing that a signature means here."
        raise refuse("signature.meaning", "meaning", message, f"One of: {'; '.join(MEANINGS)}.", meaning)
    if not shown.strip() or not entity.strip():
        message = "A signature is under something that was shown."
        raise refuse("signature.nothing-shown", "shown", message, "Show what is signed.")
    row = standing(change, proof)
    return change.append(
        "signature",
        **{name: row[name] for name in ("name", "role")},
        **{"person": row["code"], "meaning": meaning, "entity": entity},
        **{"hash": digest(shown), "shown": shown, "reason": reason},
        **{"at": change.moment, "utc_offset": change.offset},
    )


def standing(change: Change, proof: Proof) -> Row:
    """The row of a person whose proof holds at this moment.

    Raises Refusal `signature.stale`, and `people.not-active` where they have left or changed their role.
    """
    if not timedelta(0) <= change.at - proof.at <= FRESH:
        message = f"The passphrase of {proof.person} was not given within the last five minutes."
        raise refuse("signature.stale", "passphrase", message, "Give it again, and sign.")
    row = change.statements.one("one_person", code=proof.person)
    if row is None or not row["active"] or row["role"] != proof.role:
        message = f"{proof.person} is not active as {proof.role} any more."
        raise refuse("people.not-active", "person", message, "Somebody who is signs instead.", proof.person)
    about = change.statements.one("one_about", name="record")
    if about is None or proof.seal != seal_of(about["value"], row["passphrase"]):
        message = f"The passphrase of {proof.person} was given to another record, or is an earlier one."
        raise refuse("people.other-sign-in", "passphrase", message, "Give it again, and sign.", proof.person)
    return row


def signatures_of(statements: Statements, entity: str) -> tuple[Signature, ...]:
    """The signatures under one thing, in the order in which they were given."""
    rows = statements.all("signatures_of_entity", entity=entity)
    return tuple(Signature(**row) for row in rows)
