-- Approved protocols, settings and patients of a site.

-- name: protocols_of_name
SELECT * FROM protocol WHERE name = :name ORDER BY hash;

-- name: patients_identified
SELECT count(*) AS number FROM patient WHERE identifiers <> '{}';

-- name: patients_alike
SELECT code FROM patient WHERE lower(code) = :folded;

-- name: patients_with_courses
SELECT patient.code AS code, patient.identifiers AS identifiers, count(course.code) AS courses
FROM patient LEFT JOIN course ON course.recipient = patient.code
GROUP BY patient.code, patient.identifiers
ORDER BY patient.code;

-- name: told_of_setting
SELECT at, utc_offset, person, role, version, field, new, reason FROM audit
WHERE entity = :entity ORDER BY sequence;
