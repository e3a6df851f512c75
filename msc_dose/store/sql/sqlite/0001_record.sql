-- The record on SQLite. Every table refuses deletion; what is append-only refuses change; and no row is
-- written unless the audit already tells of it, in the same transaction.

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied TEXT NOT NULL
) STRICT;

CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
    at TEXT NOT NULL,
    utc_offset TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    host TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    field TEXT NOT NULL,
    old TEXT,
    new TEXT,
    reason TEXT NOT NULL,
    program TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_entity ON audit (entity, version);

CREATE TABLE person (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    passphrase TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    failed TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES person (code),
    approved_by TEXT REFERENCES person (code) CHECK (approved_by <> proposed_by),
    approved TEXT,
    review TEXT NOT NULL,
    withdrawn TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE patient (
    code TEXT PRIMARY KEY,
    identifiers TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX patient_folded ON patient (lower(code));

CREATE TABLE course (
    code TEXT PRIMARY KEY,
    recipient TEXT NOT NULL REFERENCES patient (code),
    training INTEGER NOT NULL CHECK (training IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX course_recipient ON course (recipient);

CREATE TABLE event (
    course TEXT NOT NULL REFERENCES course (code),
    number INTEGER NOT NULL CHECK (number > 0),
    type TEXT NOT NULL,
    recorded TEXT NOT NULL,
    person TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (course, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE container (
    key TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    lot TEXT NOT NULL,
    recipient TEXT NOT NULL,
    expiry TEXT NOT NULL,
    position TEXT NOT NULL,
    state TEXT NOT NULL,
    document TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX container_state ON container (state, expiry, key);

CREATE TABLE step (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    container TEXT NOT NULL,
    name TEXT NOT NULL,
    course TEXT,
    infusion INTEGER,
    event INTEGER,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX step_container ON step (container, number);
CREATE INDEX step_course ON step (course, event);

CREATE TABLE holding (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    container TEXT NOT NULL,
    course TEXT NOT NULL,
    infusion INTEGER NOT NULL,
    taken TEXT NOT NULL,
    freed TEXT,
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT;
-- A container is held once: by one infusion of one course, until it is freed; what was given never is.
CREATE UNIQUE INDEX one_holder ON holding (container) WHERE freed IS NULL;
CREATE INDEX holding_course ON holding (course, infusion);

CREATE TABLE signature (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    person TEXT NOT NULL REFERENCES person (code),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    meaning TEXT NOT NULL,
    entity TEXT NOT NULL,
    hash TEXT NOT NULL,
    shown TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    utc_offset TEXT NOT NULL
) STRICT;
CREATE INDEX signature_entity ON signature (entity, number);

CREATE TABLE verification (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    course TEXT NOT NULL,
    infusion INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (code),
    covers TEXT NOT NULL,
    outcome TEXT NOT NULL,
    document TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX verification_course ON verification (course, infusion, number);

CREATE TABLE alert (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    code TEXT NOT NULL,
    entity TEXT NOT NULL,
    message TEXT NOT NULL,
    person TEXT NOT NULL,
    overridden INTEGER NOT NULL CHECK (overridden IN (0, 1)),
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX alert_code ON alert (code, number);
CREATE INDEX alert_entity ON alert (entity, code);

CREATE TRIGGER about_kept BEFORE DELETE ON about
BEGIN SELECT RAISE(ABORT, 'about: nothing recorded is ever deleted'); END;

CREATE TRIGGER about_once BEFORE INSERT ON about WHEN EXISTS (SELECT 1 FROM about WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'about: it is there already'); END;

CREATE TRIGGER about_told BEFORE INSERT ON about
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'about ' || NEW.name AND version = 1)
BEGIN SELECT RAISE(ABORT, 'about: the audit does not tell of it'); END;

CREATE TRIGGER about_fixed BEFORE UPDATE ON about
BEGIN SELECT RAISE(ABORT, 'about: nothing recorded is ever changed'); END;

CREATE TRIGGER person_kept BEFORE DELETE ON person
BEGIN SELECT RAISE(ABORT, 'person: nothing recorded is ever deleted'); END;

CREATE TRIGGER person_once BEFORE INSERT ON person WHEN EXISTS (SELECT 1 FROM person WHERE code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'person: it is there already'); END;

CREATE TRIGGER person_told BEFORE INSERT ON person
WHEN NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'person ' || NEW.code)
BEGIN SELECT RAISE(ABORT, 'person: the audit does not tell of it'); END;

CREATE TRIGGER person_change_told BEFORE UPDATE ON person
WHEN NEW.code <> OLD.code OR NEW.version <> OLD.version + 1
    OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'person ' || NEW.code AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'person: the audit does not tell of this change'); END;

CREATE TRIGGER setting_kept BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'setting: nothing recorded is ever deleted'); END;

CREATE TRIGGER setting_once BEFORE INSERT ON setting WHEN EXISTS (SELECT 1 FROM setting WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'setting: it is there already'); END;

CREATE TRIGGER setting_told BEFORE INSERT ON setting
WHEN NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'setting ' || NEW.name)
BEGIN SELECT RAISE(ABORT, 'setting: the audit does not tell of it'); END;

CREATE TRIGGER setting_change_told BEFORE UPDATE ON setting
WHEN NEW.name <> OLD.name OR NEW.version <> OLD.version + 1
    OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'setting ' || NEW.name AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'setting: the audit does not tell of this change'); END;

CREATE TRIGGER protocol_kept BEFORE DELETE ON protocol
BEGIN SELECT RAISE(ABORT, 'protocol: nothing recorded is ever deleted'); END;

CREATE TRIGGER protocol_once BEFORE INSERT ON protocol WHEN EXISTS (SELECT 1 FROM protocol WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'protocol: it is there already'); END;

CREATE TRIGGER protocol_told BEFORE INSERT ON protocol
WHEN NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'protocol ' || NEW.hash)
BEGIN SELECT RAISE(ABORT, 'protocol: the audit does not tell of it'); END;

CREATE TRIGGER protocol_change_told BEFORE UPDATE ON protocol
WHEN NEW.hash <> OLD.hash OR NEW.version <> OLD.version + 1
    OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'protocol ' || NEW.hash AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'protocol: the audit does not tell of this change'); END;

CREATE TRIGGER patient_kept BEFORE DELETE ON patient
BEGIN SELECT RAISE(ABORT, 'patient: nothing recorded is ever deleted'); END;

CREATE TRIGGER patient_once BEFORE INSERT ON patient WHEN EXISTS (SELECT 1 FROM patient WHERE code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'patient: it is there already'); END;

CREATE TRIGGER patient_told BEFORE INSERT ON patient
WHEN NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'patient ' || NEW.code)
BEGIN SELECT RAISE(ABORT, 'patient: the audit does not tell of it'); END;

CREATE TRIGGER patient_change_told BEFORE UPDATE ON patient
WHEN NEW.code <> OLD.code OR NEW.version <> OLD.version + 1
    OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'patient ' || NEW.code AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'patient: the audit does not tell of this change'); END;

CREATE TRIGGER course_kept BEFORE DELETE ON course
BEGIN SELECT RAISE(ABORT, 'course: nothing recorded is ever deleted'); END;

CREATE TRIGGER course_once BEFORE INSERT ON course WHEN EXISTS (SELECT 1 FROM course WHERE code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'course: it is there already'); END;

CREATE TRIGGER course_told BEFORE INSERT ON course
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'course ' || NEW.code AND version = 1)
BEGIN SELECT RAISE(ABORT, 'course: the audit does not tell of it'); END;

CREATE TRIGGER course_fixed BEFORE UPDATE ON course
BEGIN SELECT RAISE(ABORT, 'course: nothing recorded is ever changed'); END;

CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event: nothing recorded is ever deleted'); END;

CREATE TRIGGER event_once BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE course = NEW.course AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'event: it is there already'); END;

CREATE TRIGGER event_told BEFORE INSERT ON event
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'event ' || NEW.course || ' ' || NEW.number AND version = 1)
BEGIN SELECT RAISE(ABORT, 'event: the audit does not tell of it'); END;

CREATE TRIGGER event_fixed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event: nothing recorded is ever changed'); END;

CREATE TRIGGER container_kept BEFORE DELETE ON container
BEGIN SELECT RAISE(ABORT, 'container: nothing recorded is ever deleted'); END;

CREATE TRIGGER container_once BEFORE INSERT ON container WHEN EXISTS (SELECT 1 FROM container WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'container: it is there already'); END;

CREATE TRIGGER container_told BEFORE INSERT ON container
WHEN NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'container ' || NEW.key)
BEGIN SELECT RAISE(ABORT, 'container: the audit does not tell of it'); END;

CREATE TRIGGER container_change_told BEFORE UPDATE ON container
WHEN NEW.key <> OLD.key OR NEW.version <> OLD.version + 1
    OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'container ' || NEW.key AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'container: the audit does not tell of this change'); END;

CREATE TRIGGER step_kept BEFORE DELETE ON step
BEGIN SELECT RAISE(ABORT, 'step: nothing recorded is ever deleted'); END;

CREATE TRIGGER step_once BEFORE INSERT ON step WHEN EXISTS (SELECT 1 FROM step WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'step: it is there already'); END;

CREATE TRIGGER step_told BEFORE INSERT ON step
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'step ' || NEW.number AND version = 1)
BEGIN SELECT RAISE(ABORT, 'step: the audit does not tell of it'); END;

CREATE TRIGGER step_fixed BEFORE UPDATE ON step
BEGIN SELECT RAISE(ABORT, 'step: nothing recorded is ever changed'); END;

CREATE TRIGGER holding_kept BEFORE DELETE ON holding
BEGIN SELECT RAISE(ABORT, 'holding: nothing recorded is ever deleted'); END;

CREATE TRIGGER holding_once BEFORE INSERT ON holding
WHEN EXISTS (SELECT 1 FROM holding WHERE number = NEW.number)
    OR NEW.freed IS NULL AND EXISTS (SELECT 1 FROM holding WHERE container = NEW.container AND freed IS NULL)
BEGIN SELECT RAISE(ABORT, 'holding: it is there already'); END;

CREATE TRIGGER holding_told BEFORE INSERT ON holding
WHEN NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'holding ' || NEW.number)
BEGIN SELECT RAISE(ABORT, 'holding: the audit does not tell of it'); END;

CREATE TRIGGER holding_change_told BEFORE UPDATE ON holding
WHEN NEW.number <> OLD.number OR NEW.version <> OLD.version + 1
    OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'holding ' || NEW.number AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'holding: the audit does not tell of this change'); END;

CREATE TRIGGER signature_kept BEFORE DELETE ON signature
BEGIN SELECT RAISE(ABORT, 'signature: nothing recorded is ever deleted'); END;

CREATE TRIGGER signature_once BEFORE INSERT ON signature WHEN EXISTS (SELECT 1 FROM signature WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'signature: it is there already'); END;

CREATE TRIGGER signature_told BEFORE INSERT ON signature
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'signature ' || NEW.number AND version = 1)
BEGIN SELECT RAISE(ABORT, 'signature: the audit does not tell of it'); END;

CREATE TRIGGER signature_fixed BEFORE UPDATE ON signature
BEGIN SELECT RAISE(ABORT, 'signature: nothing recorded is ever changed'); END;

CREATE TRIGGER verification_kept BEFORE DELETE ON verification
BEGIN SELECT RAISE(ABORT, 'verification: nothing recorded is ever deleted'); END;

CREATE TRIGGER verification_once BEFORE INSERT ON verification WHEN EXISTS (SELECT 1 FROM verification WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'verification: it is there already'); END;

CREATE TRIGGER verification_told BEFORE INSERT ON verification
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'verification ' || NEW.number AND version = 1)
BEGIN SELECT RAISE(ABORT, 'verification: the audit does not tell of it'); END;

CREATE TRIGGER verification_fixed BEFORE UPDATE ON verification
BEGIN SELECT RAISE(ABORT, 'verification: nothing recorded is ever changed'); END;

CREATE TRIGGER alert_kept BEFORE DELETE ON alert
BEGIN SELECT RAISE(ABORT, 'alert: nothing recorded is ever deleted'); END;

CREATE TRIGGER alert_once BEFORE INSERT ON alert WHEN EXISTS (SELECT 1 FROM alert WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'alert: it is there already'); END;

CREATE TRIGGER alert_told BEFORE INSERT ON alert
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'alert ' || NEW.number AND version = 1)
BEGIN SELECT RAISE(ABORT, 'alert: the audit does not tell of it'); END;

CREATE TRIGGER alert_fixed BEFORE UPDATE ON alert
BEGIN SELECT RAISE(ABORT, 'alert: nothing recorded is ever changed'); END;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: nothing recorded is ever deleted'); END;

CREATE TRIGGER audit_once BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'audit: it is there already'); END;

CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: nothing recorded is ever changed'); END;

CREATE TRIGGER migration_kept BEFORE DELETE ON migration
BEGIN SELECT RAISE(ABORT, 'migration: nothing recorded is ever deleted'); END;

CREATE TRIGGER migration_once BEFORE INSERT ON migration WHEN EXISTS (SELECT 1 FROM migration WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'migration: it is there already'); END;

CREATE TRIGGER migration_fixed BEFORE UPDATE ON migration
BEGIN SELECT RAISE(ABORT, 'migration: nothing recorded is ever changed'); END;

CREATE TRIGGER audit_next BEFORE INSERT ON audit
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
    OR NEW.previous <> coalesce((SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'audit: not the next of the chain'); END;

CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event WHERE course = NEW.course)
BEGIN SELECT RAISE(ABORT, 'event: not the next of the course'); END;

CREATE TRIGGER holding_ends_once BEFORE UPDATE ON holding
WHEN OLD.freed IS NOT NULL OR NEW.container <> OLD.container OR NEW.course <> OLD.course OR NEW.infusion <> OLD.infusion
BEGIN SELECT RAISE(ABORT, 'holding: only its end can be told, once'); END;
