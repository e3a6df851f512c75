-- Whole tables in the order of their keys, for export and for holding them to the audit; and one row by its key.

-- name: every_about
SELECT * FROM about ORDER BY name;

-- name: one_about
SELECT * FROM about WHERE name = :name;

-- name: every_person
SELECT * FROM person ORDER BY code;

-- name: one_person
SELECT * FROM person WHERE code = :code;

-- name: every_setting
SELECT * FROM setting ORDER BY name;

-- name: one_setting
SELECT * FROM setting WHERE name = :name;

-- name: every_protocol
SELECT * FROM protocol ORDER BY hash;

-- name: one_protocol
SELECT * FROM protocol WHERE hash = :hash;

-- name: every_patient
SELECT * FROM patient ORDER BY code;

-- name: one_patient
SELECT * FROM patient WHERE code = :code;

-- name: every_course
SELECT * FROM course ORDER BY code;

-- name: one_course
SELECT * FROM course WHERE code = :code;

-- name: every_event
SELECT * FROM event ORDER BY course, number;

-- name: one_event
SELECT * FROM event WHERE course = :course AND number = :number;

-- name: every_container
SELECT * FROM container ORDER BY key;

-- name: one_container
SELECT * FROM container WHERE key = :key;

-- name: every_step
SELECT * FROM step ORDER BY number;

-- name: one_step
SELECT * FROM step WHERE number = :number;

-- name: every_holding
SELECT * FROM holding ORDER BY number;

-- name: one_holding
SELECT * FROM holding WHERE number = :number;

-- name: every_signature
SELECT * FROM signature ORDER BY number;

-- name: one_signature
SELECT * FROM signature WHERE number = :number;

-- name: every_verification
SELECT * FROM verification ORDER BY number;

-- name: one_verification
SELECT * FROM verification WHERE number = :number;

-- name: every_alert
SELECT * FROM alert ORDER BY number;

-- name: one_alert
SELECT * FROM alert WHERE number = :number;

-- name: last_step
SELECT coalesce(max(number), 0) AS number FROM step;

-- name: last_holding
SELECT coalesce(max(number), 0) AS number FROM holding;

-- name: last_signature
SELECT coalesce(max(number), 0) AS number FROM signature;

-- name: last_verification
SELECT coalesce(max(number), 0) AS number FROM verification;

-- name: last_alert
SELECT coalesce(max(number), 0) AS number FROM alert;

-- name: every_audit
SELECT * FROM audit ORDER BY sequence;

-- name: head
SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1;

-- name: every_migration
SELECT * FROM migration ORDER BY number;
