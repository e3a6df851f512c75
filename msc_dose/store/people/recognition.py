"""Recognising a person by their passphrase; every failure counts, and makes the next try wait."""

from __future__ import annotations

import math
from datetime import datetime

from msc_dose.problems import Refusal, refuse, require_text
from msc_dose.product.plain_text import in_one_writing
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.databases.decoding import decoded
from msc_dose.store.people.passphrases import cost_of, fits
from msc_dose.store.record import Proof, Record, Session, seal_of

LONGEST_WAIT = 30  # seconds; more would keep the right person from a patient
_DOUBLINGS = 5  # after as many the longest wait is reached
_SIGN_IN = "sign-in"


def row_of(statements: Statements, code: str) -> Row | None:
    """The person whose code this is, in any writing: RN-104 and rn.104 are one person."""
    writing = in_one_writing(code)
    rows = statements.all("every_person")
    return next((row for row in rows if in_one_writing(row["code"]) == writing), None)


def sign_in(record: Record, code: str, passphrase: str) -> Session:
    """The session of whoever gives the right passphrase; the audit tells of it.

    Raises Refusal `people.not-recognised` (in the same words and after the same time for a code that nobody
    active has), `people.wait` within the delay after a failure, whatever the passphrase.
    """
    row = _recognised(record, code, passphrase, _SIGN_IN)
    return _session(record, row)


def prove(record: Record, code: str, passphrase: str) -> Proof:
    """The proof that somebody has just given their passphrase, to sign with; refuses as `sign_in` does."""
    row = _recognised(record, code, passphrase, "passphrase given")
    seal = seal_of(record.identifier, row["passphrase"])
    return Proof(row["code"], row["name"], row["role"], record.now(), seal)


def _session(record: Record, row: Row) -> Session:
    return Session(row["code"], row["name"], row["role"], seal_of(record.identifier, row["passphrase"]))


def _recognised(record: Record, code: str, passphrase: str, action: str) -> Row:
    require_text(code, passphrase)
    with record.reading() as statements:
        seen = row_of(statements, code)
    if seen is None or not seen["active"]:
        fits(passphrase, None, cost_of(record.training))
        raise _failed(record, None)
    _refuse_within_delay(record, seen, record.now())
    cost = cost_of(record.training)
    if not decoded("person", seen["code"], lambda: fits(passphrase, seen["passphrase"], cost)):
        raise _failed(record, seen["code"])
    try:
        return _taken_in(record, seen, action)
    except Refusal as refusal:
        if "people.other-sign-in" not in refusal.codes:
            raise
        # The passphrase was changed while this one was worked out.
        raise _not_recognised() from refusal


def _taken_in(record: Record, seen: Row, action: str) -> Row:
    """Forget the failures before, and tell of a sign-in."""
    with record.changing(_session(record, seen), action) as change:
        row = change.statements.one("one_person", code=seen["code"])
        if row is None:
            raise _not_recognised()
        # Another try may have failed while this one was worked out: its delay holds for all.
        _refuse_within_delay(record, row, change.at)
        if action == _SIGN_IN:
            change.note(_SIGN_IN, row["code"])
        return change.update("person", row, failures=0, failed=None)


def _failed(record: Record, code: str | None) -> Refusal:
    """Count the failure before anybody is told of it; a try within another's delay learns nothing."""
    with record.by_itself("sign-in failed") as change:
        row = change.statements.one("one_person", code=code) if code else None
        if row is None:
            # What was typed as a code may be a passphrase, so that it stands nowhere.
            change.note(_SIGN_IN, "a code that nobody active has")
            return _not_recognised()
        if _waits(record, row, change.at):
            return _wait(row, change.at)
        change.update("person", row, failures=row["failures"] + 1, failed=change.moment)
    return _not_recognised()


def seconds_to_wait(row: Row, now: datetime) -> int:
    """Whole seconds until the next try: after n failures 2ⁿ⁻¹ since the last one, at most 30."""
    if not row["failures"]:
        return 0
    delay = min(LONGEST_WAIT, 2 ** min(row["failures"] - 1, _DOUBLINGS))
    failed = decoded("person", row["code"], lambda: datetime.fromisoformat(row["failed"]))
    passed = (now - failed).total_seconds()
    # A clock that was set back would otherwise keep everybody out until it comes round again.
    return math.ceil(delay - passed) if 0 <= passed < delay else 0


def _waits(record: Record, row: Row, now: datetime) -> bool:
    # By a clock that stands still the delay would never pass; only a training record can have one.
    return not record.stopped and seconds_to_wait(row, now) > 0


def _refuse_within_delay(record: Record, row: Row, now: datetime) -> None:
    if _waits(record, row, now):
        raise _wait(row, now)


def _wait(row: Row, now: datetime) -> Refusal:
    left, failures = seconds_to_wait(row, now), row["failures"]
    wrong = "passphrase was" if failures == 1 else f"{failures} passphrases were"
    message = f"The last {wrong} wrong."
    fix = f"Try again in {left} second{'' if left == 1 else 's'}."
    return refuse("people.wait", "passphrase", message, fix)


def _not_recognised() -> Refusal:
    message = "The code and the passphrase do not fit together."
    return refuse("people.not-recognised", "passphrase", message, "Type both again.")
