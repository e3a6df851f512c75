"""The record: courses, stock, people, signatures and their audit, in SQLite or PostgreSQL.

    databases      the one small interface: reading and writing by named statements; sqlite · postgres
                   behind it, their numbered migrations, the guard that holds the schema to them
    chain          one row of the audit, its hash, and the head
    tables         what is kept, and how the audit names its rows
    change         one transaction: every row that it writes stands in the audit
    record         an open record: its database, its clock, who has signed in, who signs
    people         people, passphrases, what a role may do, signatures, the second person of an event
    site           approved protocols, settings, patients
    stock          containers, their steps, who holds them, what events do to them
    verifications  the blind re-entry of a dose, and what its signature came to
    alerts         CHECKs as they were shown, and the reasons by which they stand
    clearing       what the record asks for before an infusion is cleared to thaw
    briefs         what the ward sees of each course, kept beside it
    courses        courses begun, added to, read, imported
    all_courses    every course, though one of them cannot be read
    audit          the audit shown, exported, verified
    care           made, upgraded, checked, backed up, restored, exported, imported

A line uses those above it, but that `people` and `stock` tell of courses; SQL stands in `sql`.
"""
