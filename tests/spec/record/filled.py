"""A small record with something in every table, as the program writes it."""

from staff import staffed

from msc_dose.problems import Problem
from msc_dose.store import alerts
from msc_dose.store.chain import digest

LONG = "the order as it stands on the chart, word by word, " * 40  # the audit tells it by its digest


def filled(record):
    """Every table has a row, and what can change was changed; the sessions of the staff."""
    staff = staffed(record)
    with record.changing(staff["ph-1"], "filled for a test", "so that every table has a row") as change:
        person = change.statements.one("one_person", code="rn-2")
        change.update(
            "person", person, active=0, name="Person rn-2, who left", passphrase="scrypt of another"
        )
        setting = change.insert("setting", name="identity", value="pseudonym")
        change.update("setting", setting, value="local")
        written = {"proposed_by": "ph-1", "approved_by": None, "approved": None, "withdrawn": None}
        protocol = change.insert(
            "protocol", hash=digest(LONG), name="msc", text=LONG, review="2025-01-29", **written
        )
        change.update("protocol", protocol, approved_by="md-1", approved="2024-01-29")
        change.insert("patient", code="P-1", identifiers='{"name":"nobody"}')
        change.insert("course", code="C-1", recipient="P-1", training=1)
        for number, document in ((1, '{"type":"note"}'), (2, LONG)):
            told = {"type": "note", "recorded": change.moment, "person": "ph-1", "document": document}
            change.insert("event", course="C-1", number=number, **told)
        product = {"lot": "L", "recipient": "P-1", "expiry": "2027-01-29", "position": "A1", "document": "{}"}
        container = change.insert("container", key="L S-1", identity="L S-1", state="released", **product)
        change.update("container", container, state="reserved", position="A2")
        taken = {"container": "L S-1", "course": "C-1", "infusion": 1}
        step = {"event": None, "at": change.moment, "person": "ph-1", "reason": ""}
        change.append("step", name="reserve", **taken, **step)
        change.append("holding", **taken, taken=change.moment, freed=None)
        holding = change.statements.one("one_holding", number=1)
        change.update("holding", holding, freed=change.moment)
        said = {"person": "ph-2", "name": "Person ph-2", "role": "pharmacist", "at": change.moment}
        signed = {
            "meaning": "independent double check",
            "entity": "course C-1",
            "hash": digest(LONG),
            "shown": LONG,
        }
        change.append("signature", **said, **signed, reason="", utc_offset="+01:00")
        covered = {"person": "ph-2", "covers": digest(LONG), "outcome": "agreed", "document": "{}"}
        change.append("verification", course="C-1", infusion=1, at=change.moment, **covered)
        problem = Problem("weight.stale", "check", "weight", "The weight is 40 days old.", "Weigh again.")
        alerts.override(change, "course C-1", problem, "weighed this morning on the ward")
        change.note("export", "the audit, by hand")
    return staff
