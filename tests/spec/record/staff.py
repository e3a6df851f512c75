"""The people of a test's record: codes, not names; nobody among them exists."""

from datetime import UTC, datetime

from msc_dose.store.record import Proof, Session, seal_of

MONDAY = datetime(2024, 1, 29, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin
ROLES = {
    "ph-1": "pharmacist",
    "ph-2": "pharmacist",
    "te-1": "technologist",
    "rn-1": "nurse",
    "rn-2": "nurse",
    "md-1": "physician",
    "di-1": "director",
    "ad-1": "administrator",
}


def staffed(record) -> dict[str, Session]:
    """Everybody is added (without a passphrase that fits anything) and signed in."""
    with record.by_itself("people added for a test") as change:
        for code, role in ROLES.items():
            change.insert(
                "person",
                code=code,
                name=f"Person {code}",
                role=role,
                passphrase="none",
                active=1,
                failures=0,
                failed=None,
            )
    return {code: session(record, code) for code in ROLES}


def session(record, code: str) -> Session:
    """What `people.sign_in` answers."""
    return Session(code, f"Person {code}", ROLES[code], seal_of(record.identifier, "none"))


def proof(record, code: str) -> Proof:
    """What `people.prove` answers when the right passphrase was given."""
    return Proof(code, f"Person {code}", ROLES[code], record.now(), seal_of(record.identifier, "none"))
