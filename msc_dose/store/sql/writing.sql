-- What is written, one statement a table. A change names the version that it was made on.

-- name: insert_audit
INSERT INTO audit (sequence, at, utc_offset, person, role, host, action, entity, version, field, old, new, reason, program, previous, hash)
VALUES (:sequence, :at, :utc_offset, :person, :role, :host, :action, :entity, :version, :field, :old, :new, :reason, :program, :previous, :hash);

-- name: insert_about
INSERT INTO about (name, value)
VALUES (:name, :value);

-- name: insert_person
INSERT INTO person (code, name, role, passphrase, active, failures, failed, version)
VALUES (:code, :name, :role, :passphrase, :active, :failures, :failed, :version);

-- name: update_person
UPDATE person
SET name = :name, role = :role, passphrase = :passphrase, active = :active, failures = :failures, failed = :failed, version = :version
WHERE code = :code AND version = :version - 1;

-- name: insert_setting
INSERT INTO setting (name, value, version)
VALUES (:name, :value, :version);

-- name: update_setting
UPDATE setting
SET value = :value, version = :version
WHERE name = :name AND version = :version - 1;

-- name: insert_protocol
INSERT INTO protocol (hash, name, text, proposed_by, approved_by, approved, review, withdrawn, version)
VALUES (:hash, :name, :text, :proposed_by, :approved_by, :approved, :review, :withdrawn, :version);

-- name: update_protocol
UPDATE protocol
SET name = :name, text = :text, proposed_by = :proposed_by, approved_by = :approved_by, approved = :approved, review = :review, withdrawn = :withdrawn, version = :version
WHERE hash = :hash AND version = :version - 1;

-- name: insert_patient
INSERT INTO patient (code, identifiers, version)
VALUES (:code, :identifiers, :version);

-- name: update_patient
UPDATE patient
SET identifiers = :identifiers, version = :version
WHERE code = :code AND version = :version - 1;

-- name: insert_course
INSERT INTO course (code, recipient, training)
VALUES (:code, :recipient, :training);

-- name: insert_event
INSERT INTO event (course, number, type, recorded, person, document)
VALUES (:course, :number, :type, :recorded, :person, :document);

-- name: insert_container
INSERT INTO container (key, identity, lot, recipient, expiry, position, state, document, version)
VALUES (:key, :identity, :lot, :recipient, :expiry, :position, :state, :document, :version);

-- name: update_container
UPDATE container
SET identity = :identity, lot = :lot, recipient = :recipient, expiry = :expiry, position = :position, state = :state, document = :document, version = :version
WHERE key = :key AND version = :version - 1;

-- name: insert_step
INSERT INTO step (number, container, name, course, infusion, event, at, person, reason)
VALUES (:number, :container, :name, :course, :infusion, :event, :at, :person, :reason);

-- name: insert_holding
INSERT INTO holding (number, container, course, infusion, taken, freed, version)
VALUES (:number, :container, :course, :infusion, :taken, :freed, :version);

-- name: update_holding
UPDATE holding
SET container = :container, course = :course, infusion = :infusion, taken = :taken, freed = :freed, version = :version
WHERE number = :number AND version = :version - 1;

-- name: insert_signature
INSERT INTO signature (number, person, name, role, meaning, entity, hash, shown, reason, at, utc_offset)
VALUES (:number, :person, :name, :role, :meaning, :entity, :hash, :shown, :reason, :at, :utc_offset);

-- name: insert_verification
INSERT INTO verification (number, course, infusion, person, covers, outcome, document, at)
VALUES (:number, :course, :infusion, :person, :covers, :outcome, :document, :at);

-- name: insert_alert
INSERT INTO alert (number, code, entity, message, person, overridden, reason, at)
VALUES (:number, :code, :entity, :message, :person, :overridden, :reason, :at);

-- name: insert_migration
INSERT INTO migration (number, name, checksum, applied)
VALUES (:number, :name, :checksum, :applied);
