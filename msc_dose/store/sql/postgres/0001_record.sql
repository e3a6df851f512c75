-- The record on PostgreSQL. Every table refuses deletion; what is append-only refuses change; and no row is
-- written unless the audit already tells of it, in the same transaction.

CREATE TABLE migration (
    number BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    checksum TEXT COLLATE "C" NOT NULL,
    applied TEXT COLLATE "C" NOT NULL
);

CREATE TABLE about (
    name TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY CHECK (sequence > 0),
    at TEXT COLLATE "C" NOT NULL,
    utc_offset TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    host TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    field TEXT COLLATE "C" NOT NULL,
    old TEXT COLLATE "C",
    new TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    program TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE INDEX audit_entity ON audit (entity, version);

CREATE TABLE person (
    code TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    passphrase TEXT COLLATE "C" NOT NULL,
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    failures BIGINT NOT NULL CHECK (failures >= 0),
    failed TEXT COLLATE "C",
    version BIGINT NOT NULL CHECK (version > 0)
);

CREATE TABLE setting (
    name TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0)
);

CREATE TABLE protocol (
    hash TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL REFERENCES person (code),
    approved_by TEXT COLLATE "C" REFERENCES person (code) CHECK (approved_by <> proposed_by),
    approved TEXT COLLATE "C",
    review TEXT COLLATE "C" NOT NULL,
    withdrawn TEXT COLLATE "C",
    version BIGINT NOT NULL CHECK (version > 0)
);

CREATE TABLE patient (
    code TEXT COLLATE "C" PRIMARY KEY,
    identifiers TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX patient_folded ON patient (lower(code));

CREATE TABLE course (
    code TEXT COLLATE "C" PRIMARY KEY,
    recipient TEXT COLLATE "C" NOT NULL REFERENCES patient (code),
    training BIGINT NOT NULL CHECK (training IN (0, 1))
);
CREATE INDEX course_recipient ON course (recipient);

CREATE TABLE event (
    course TEXT COLLATE "C" NOT NULL REFERENCES course (code),
    number BIGINT NOT NULL CHECK (number > 0),
    type TEXT COLLATE "C" NOT NULL,
    recorded TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (course, number)
);

CREATE TABLE container (
    key TEXT COLLATE "C" PRIMARY KEY,
    identity TEXT COLLATE "C" NOT NULL,
    lot TEXT COLLATE "C" NOT NULL,
    recipient TEXT COLLATE "C" NOT NULL,
    expiry TEXT COLLATE "C" NOT NULL,
    position TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX container_state ON container (state, expiry, key);

CREATE TABLE step (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    container TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    course TEXT COLLATE "C",
    infusion BIGINT,
    event BIGINT,
    at TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL
);
CREATE INDEX step_container ON step (container, number);
CREATE INDEX step_course ON step (course, event);

CREATE TABLE holding (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    container TEXT COLLATE "C" NOT NULL,
    course TEXT COLLATE "C" NOT NULL,
    infusion BIGINT NOT NULL,
    taken TEXT COLLATE "C" NOT NULL,
    freed TEXT COLLATE "C",
    version BIGINT NOT NULL CHECK (version > 0)
);
-- A container is held once: by one infusion of one course, until it is freed; what was given never is.
CREATE UNIQUE INDEX one_holder ON holding (container) WHERE freed IS NULL;
CREATE INDEX holding_course ON holding (course, infusion);

CREATE TABLE signature (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    person TEXT COLLATE "C" NOT NULL REFERENCES person (code),
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    meaning TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    shown TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    utc_offset TEXT COLLATE "C" NOT NULL
);
CREATE INDEX signature_entity ON signature (entity, number);

CREATE TABLE verification (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    course TEXT COLLATE "C" NOT NULL,
    infusion BIGINT NOT NULL,
    person TEXT COLLATE "C" NOT NULL REFERENCES person (code),
    covers TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX verification_course ON verification (course, infusion, number);

CREATE TABLE alert (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    code TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    message TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    overridden BIGINT NOT NULL CHECK (overridden IN (0, 1)),
    reason TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX alert_code ON alert (code, number);
CREATE INDEX alert_entity ON alert (entity, code);

-- A trigger's function looks where the record is, and what is temporary comes last: no other table or
-- function can stand in the place of the record's own.
CREATE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: nothing recorded is ever deleted', TG_TABLE_NAME; END $$;

CREATE FUNCTION record_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: nothing recorded is ever changed', TG_TABLE_NAME; END $$;

CREATE TRIGGER about_kept BEFORE DELETE ON about FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER about_not_emptied BEFORE TRUNCATE ON about FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION about_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'about ' || NEW.name AND version = 1)
    THEN RAISE EXCEPTION 'about: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER about_told BEFORE INSERT ON about FOR EACH ROW EXECUTE FUNCTION about_told();

CREATE TRIGGER about_fixed BEFORE UPDATE ON about FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER person_kept BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER person_not_emptied BEFORE TRUNCATE ON person FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION person_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'person ' || NEW.code)
    THEN RAISE EXCEPTION 'person: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_told BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_told();

CREATE FUNCTION person_change_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.code <> OLD.code OR NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'person ' || NEW.code AND version = NEW.version)
    THEN RAISE EXCEPTION 'person: the audit does not tell of this change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_change_told BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION person_change_told();

CREATE TRIGGER setting_kept BEFORE DELETE ON setting FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER setting_not_emptied BEFORE TRUNCATE ON setting FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION setting_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'setting ' || NEW.name)
    THEN RAISE EXCEPTION 'setting: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER setting_told BEFORE INSERT ON setting FOR EACH ROW EXECUTE FUNCTION setting_told();

CREATE FUNCTION setting_change_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.name <> OLD.name OR NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'setting ' || NEW.name AND version = NEW.version)
    THEN RAISE EXCEPTION 'setting: the audit does not tell of this change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER setting_change_told BEFORE UPDATE ON setting FOR EACH ROW EXECUTE FUNCTION setting_change_told();

CREATE TRIGGER protocol_kept BEFORE DELETE ON protocol FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER protocol_not_emptied BEFORE TRUNCATE ON protocol FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION protocol_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'protocol ' || NEW.hash)
    THEN RAISE EXCEPTION 'protocol: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protocol_told BEFORE INSERT ON protocol FOR EACH ROW EXECUTE FUNCTION protocol_told();

CREATE FUNCTION protocol_change_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.hash <> OLD.hash OR NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'protocol ' || NEW.hash AND version = NEW.version)
    THEN RAISE EXCEPTION 'protocol: the audit does not tell of this change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protocol_change_told BEFORE UPDATE ON protocol FOR EACH ROW EXECUTE FUNCTION protocol_change_told();

CREATE TRIGGER patient_kept BEFORE DELETE ON patient FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER patient_not_emptied BEFORE TRUNCATE ON patient FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION patient_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'patient ' || NEW.code)
    THEN RAISE EXCEPTION 'patient: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER patient_told BEFORE INSERT ON patient FOR EACH ROW EXECUTE FUNCTION patient_told();

CREATE FUNCTION patient_change_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.code <> OLD.code OR NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'patient ' || NEW.code AND version = NEW.version)
    THEN RAISE EXCEPTION 'patient: the audit does not tell of this change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER patient_change_told BEFORE UPDATE ON patient FOR EACH ROW EXECUTE FUNCTION patient_change_told();

CREATE TRIGGER course_kept BEFORE DELETE ON course FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER course_not_emptied BEFORE TRUNCATE ON course FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION course_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'course ' || NEW.code AND version = 1)
    THEN RAISE EXCEPTION 'course: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER course_told BEFORE INSERT ON course FOR EACH ROW EXECUTE FUNCTION course_told();

CREATE TRIGGER course_fixed BEFORE UPDATE ON course FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION event_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'event ' || NEW.course || ' ' || NEW.number::text AND version = 1)
    THEN RAISE EXCEPTION 'event: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_told BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_told();

CREATE TRIGGER event_fixed BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER container_kept BEFORE DELETE ON container FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER container_not_emptied BEFORE TRUNCATE ON container FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION container_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'container ' || NEW.key)
    THEN RAISE EXCEPTION 'container: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER container_told BEFORE INSERT ON container FOR EACH ROW EXECUTE FUNCTION container_told();

CREATE FUNCTION container_change_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.key <> OLD.key OR NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'container ' || NEW.key AND version = NEW.version)
    THEN RAISE EXCEPTION 'container: the audit does not tell of this change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER container_change_told BEFORE UPDATE ON container FOR EACH ROW EXECUTE FUNCTION container_change_told();

CREATE TRIGGER step_kept BEFORE DELETE ON step FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER step_not_emptied BEFORE TRUNCATE ON step FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION step_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'step ' || NEW.number::text AND version = 1)
    THEN RAISE EXCEPTION 'step: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_told BEFORE INSERT ON step FOR EACH ROW EXECUTE FUNCTION step_told();

CREATE TRIGGER step_fixed BEFORE UPDATE ON step FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER holding_kept BEFORE DELETE ON holding FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER holding_not_emptied BEFORE TRUNCATE ON holding FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION holding_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < 1 OR NEW.version <> (SELECT coalesce(max(version), 0) FROM audit WHERE entity = 'holding ' || NEW.number::text)
    THEN RAISE EXCEPTION 'holding: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holding_told BEFORE INSERT ON holding FOR EACH ROW EXECUTE FUNCTION holding_told();

CREATE FUNCTION holding_change_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.number <> OLD.number OR NEW.version <> OLD.version + 1
        OR NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'holding ' || NEW.number::text AND version = NEW.version)
    THEN RAISE EXCEPTION 'holding: the audit does not tell of this change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holding_change_told BEFORE UPDATE ON holding FOR EACH ROW EXECUTE FUNCTION holding_change_told();

CREATE TRIGGER signature_kept BEFORE DELETE ON signature FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER signature_not_emptied BEFORE TRUNCATE ON signature FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION signature_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'signature ' || NEW.number::text AND version = 1)
    THEN RAISE EXCEPTION 'signature: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signature_told BEFORE INSERT ON signature FOR EACH ROW EXECUTE FUNCTION signature_told();

CREATE TRIGGER signature_fixed BEFORE UPDATE ON signature FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER verification_kept BEFORE DELETE ON verification FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER verification_not_emptied BEFORE TRUNCATE ON verification FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION verification_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'verification ' || NEW.number::text AND version = 1)
    THEN RAISE EXCEPTION 'verification: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verification_told BEFORE INSERT ON verification FOR EACH ROW EXECUTE FUNCTION verification_told();

CREATE TRIGGER verification_fixed BEFORE UPDATE ON verification FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER alert_kept BEFORE DELETE ON alert FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER alert_not_emptied BEFORE TRUNCATE ON alert FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE FUNCTION alert_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit WHERE entity = 'alert ' || NEW.number::text AND version = 1)
    THEN RAISE EXCEPTION 'alert: the audit does not tell of it'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alert_told BEFORE INSERT ON alert FOR EACH ROW EXECUTE FUNCTION alert_told();

CREATE TRIGGER alert_fixed BEFORE UPDATE ON alert FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE TRIGGER migration_kept BEFORE DELETE ON migration FOR EACH ROW EXECUTE FUNCTION record_kept();

CREATE TRIGGER migration_not_emptied BEFORE TRUNCATE ON migration FOR EACH STATEMENT EXECUTE FUNCTION record_kept();

CREATE TRIGGER migration_fixed BEFORE UPDATE ON migration FOR EACH ROW EXECUTE FUNCTION record_fixed();

CREATE FUNCTION audit_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
        OR NEW.previous <> coalesce((SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1), '')
    THEN RAISE EXCEPTION 'audit: not the next of the chain'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_next BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_next();

CREATE FUNCTION event_next() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event WHERE course = NEW.course)
    THEN RAISE EXCEPTION 'event: not the next of the course'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_next BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_next();

CREATE FUNCTION holding_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF OLD.freed IS NOT NULL OR NEW.container <> OLD.container OR NEW.course <> OLD.course
        OR NEW.infusion <> OLD.infusion
    THEN RAISE EXCEPTION 'holding: only its end can be told, once'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holding_ends_once BEFORE UPDATE ON holding FOR EACH ROW EXECUTE FUNCTION holding_ends_once();
