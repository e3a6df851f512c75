-- How many rows each table has, for the header of an export.

-- name: count_audit
SELECT count(*) AS number FROM audit;

-- name: count_about
SELECT count(*) AS number FROM about;

-- name: count_person
SELECT count(*) AS number FROM person;

-- name: count_setting
SELECT count(*) AS number FROM setting;

-- name: count_protocol
SELECT count(*) AS number FROM protocol;

-- name: count_patient
SELECT count(*) AS number FROM patient;

-- name: count_course
SELECT count(*) AS number FROM course;

-- name: count_event
SELECT count(*) AS number FROM event;

-- name: count_container
SELECT count(*) AS number FROM container;

-- name: count_step
SELECT count(*) AS number FROM step;

-- name: count_holding
SELECT count(*) AS number FROM holding;

-- name: count_signature
SELECT count(*) AS number FROM signature;

-- name: count_verification
SELECT count(*) AS number FROM verification;

-- name: count_alert
SELECT count(*) AS number FROM alert;
