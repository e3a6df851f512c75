-- Verification of doses: re-entries and declarations, who reserved, what was answered with a reason.

-- name: verifications_of_dose
SELECT * FROM verification WHERE course = :course AND infusion = :infusion ORDER BY number;

-- name: attempted_doses
SELECT DISTINCT course, infusion FROM verification ORDER BY course, infusion;

-- name: urgent_doses
SELECT DISTINCT entity FROM signature WHERE meaning = :meaning ORDER BY entity;

-- name: reservations_of_dose
SELECT container, person, at FROM step
WHERE course = :course AND infusion = :infusion AND name = 'reserve'
ORDER BY number;

-- name: answers_of_entity
SELECT code, message, reason, person FROM alert WHERE entity = :entity AND overridden = 1 ORDER BY number;
