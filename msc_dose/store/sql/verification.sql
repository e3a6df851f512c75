-- Verification of doses: re-entries and declarations, who reserved, what was answered with a reason, and
-- what the audit tells of when each came about.

-- name: verifications_of_dose
SELECT * FROM verification WHERE course = :course AND infusion = :infusion ORDER BY number;

-- name: attempted_doses
SELECT DISTINCT course, infusion FROM verification ORDER BY course, infusion;

-- name: urgent_doses
SELECT DISTINCT entity FROM signature WHERE meaning = :meaning ORDER BY entity;

-- name: reservations_of_dose
SELECT s.container AS container, s.person AS person, s.at AS at, a.sequence AS sequence
FROM step s
JOIN audit a ON a.entity = 'step ' || s.number AND a.version = 1
WHERE s.course = :course AND s.infusion = :infusion AND s.name = 'reserve'
ORDER BY s.number;

-- name: containers_of_dose
SELECT DISTINCT container FROM step WHERE course = :course AND infusion = :infusion ORDER BY container;

-- name: steps_told
SELECT s.number AS number, a.sequence AS sequence
FROM step s
JOIN audit a ON a.entity = 'step ' || s.number AND a.version = 1
WHERE s.container = :container
ORDER BY s.number;

-- name: first_told
SELECT sequence, person, action FROM audit WHERE entity = :entity AND version = 1 ORDER BY sequence LIMIT 1;

-- name: settings_told
SELECT sequence, field, new FROM audit WHERE entity = :entity ORDER BY sequence;

-- name: signatures_told
SELECT s.shown AS shown, a.sequence AS sequence
FROM signature s
JOIN audit a ON a.entity = 'signature ' || s.number AND a.version = 1
WHERE s.entity = :entity
ORDER BY s.number;

-- name: doses_by_exception
SELECT DISTINCT h.course AS course, h.infusion AS infusion, h.container AS container
FROM holding h
JOIN step s ON s.container = h.container AND s.name = 'exceptional-release'
WHERE h.freed IS NULL
ORDER BY h.course, h.infusion, h.container;

-- name: doses_with_containers
SELECT DISTINCT course, infusion FROM holding WHERE freed IS NULL ORDER BY course, infusion;

-- name: answers_of_entity
SELECT code, message, reason, person FROM alert WHERE entity = :entity AND overridden = 1 ORDER BY number;

-- name: orders_by_course
-- Whether a course has an order, and whether any of what it says was cancelled or entered in error.
SELECT course,
    max(CASE WHEN type IN ('ordered', 'order-amended', 'dose-changed') THEN 1 ELSE 0 END) AS ordered,
    max(CASE WHEN type IN ('order-cancelled', 'entered-in-error') THEN 1 ELSE 0 END) AS undone
FROM event
WHERE type IN ('ordered', 'order-amended', 'dose-changed', 'order-cancelled', 'entered-in-error')
GROUP BY course ORDER BY course;
