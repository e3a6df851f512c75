"""A site's record as the command line finds it: two people, an approved protocol, and somebody signed in."""

from datetime import timedelta
from pathlib import Path

from msc_dose.library import kept_session
from msc_dose.store.databases.place import chosen_place
from msc_dose.store.record import Proof, create_record, seal_of
from msc_dose.store.site.protocols import approve, propose

PROTOCOL = Path(__file__).parents[2] / "examples" / "site_sjogren_msc.toml"
PEOPLE = {"rn-104": "nurse", "ph-7": "pharmacist", "md-12": "director"}


def site(signed_in="rn-104", place=None):
    """The record in the platform's own place: nothing in it but people and one approved protocol."""
    record = create_record(place or chosen_place(None), "Europe/Berlin")
    with record.by_itself("people added for a test") as change:
        for code, role in PEOPLE.items():
            row = {"code": code, "name": f"Person {code}", "role": role, "passphrase": "none"}
            change.insert("person", **row, active=1, failures=0, failed=None)
    text = PROTOCOL.read_text(encoding="utf-8")
    review = (record.now() + timedelta(days=365)).date()
    proposed = propose(record, _proof(record, "ph-7"), "site-sjogren-msc", text, review)
    approve(record, _proof(record, "md-12"), proposed)
    kept_session.keep(record, _proof(record, signed_in).session)
    return record


def _proof(record, code):
    return Proof(code, f"Person {code}", PEOPLE[code], record.now(), seal_of(record.identifier, "none"))
