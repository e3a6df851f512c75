-- The audit as a person asks for it, and what was shown and overridden.

-- name: audit_count
SELECT count(*) AS number FROM audit;

-- name: one_audit
SELECT * FROM audit WHERE sequence = :sequence;

-- name: audit_rows
SELECT * FROM audit
WHERE sequence > :after AND at >= :since AND at < :until
    AND (:person = '' OR person = :person)
    AND (:action = '' OR action = :action)
    AND (:entity = '' OR entity = :entity OR (entity >= :below AND entity < :below_end)
        OR (entity >= :events AND entity < :events_end))
    AND (:words = '' OR lower(person) LIKE :words ESCAPE '!' OR lower(action) LIKE :words ESCAPE '!'
        OR lower(entity) LIKE :words ESCAPE '!' OR lower(reason) LIKE :words ESCAPE '!')
ORDER BY sequence
LIMIT :most;

-- name: latest_audit_rows
SELECT * FROM audit
WHERE sequence > :after AND at >= :since AND at < :until
    AND (:person = '' OR person = :person)
    AND (:action = '' OR action = :action)
    AND (:entity = '' OR entity = :entity OR (entity >= :below AND entity < :below_end)
        OR (entity >= :events AND entity < :events_end))
    AND (:words = '' OR lower(person) LIKE :words ESCAPE '!' OR lower(action) LIKE :words ESCAPE '!'
        OR lower(entity) LIKE :words ESCAPE '!' OR lower(reason) LIKE :words ESCAPE '!')
ORDER BY sequence DESC
LIMIT :most;

-- name: audit_matching
SELECT count(*) AS number FROM audit
WHERE at >= :since AND at < :until
    AND (:person = '' OR person = :person)
    AND (:action = '' OR action = :action)
    AND (:entity = '' OR entity = :entity OR (entity >= :below AND entity < :below_end)
        OR (entity >= :events AND entity < :events_end))
    AND (:words = '' OR lower(person) LIKE :words ESCAPE '!' OR lower(action) LIKE :words ESCAPE '!'
        OR lower(entity) LIKE :words ESCAPE '!' OR lower(reason) LIKE :words ESCAPE '!');

-- name: audit_page_starts
SELECT sequence FROM (
    SELECT sequence, row_number() OVER (ORDER BY sequence) AS place FROM audit
    WHERE at >= :since AND at < :until
        AND (:person = '' OR person = :person)
        AND (:action = '' OR action = :action)
        AND (:entity = '' OR entity = :entity OR (entity >= :below AND entity < :below_end)
            OR (entity >= :events AND entity < :events_end))
        AND (:words = '' OR lower(person) LIKE :words ESCAPE '!' OR lower(action) LIKE :words ESCAPE '!'
            OR lower(entity) LIKE :words ESCAPE '!' OR lower(reason) LIKE :words ESCAPE '!')
) AS placed
WHERE (place - 1) % :size = 0
ORDER BY sequence;

-- name: alert_kept
SELECT number FROM alert
WHERE code = :code AND entity = :entity AND message = :message AND overridden = :overridden
LIMIT 1;

-- name: alerts_of_code
SELECT * FROM alert WHERE :code = '' OR code = :code ORDER BY number;

-- name: alerts_of_entity
SELECT * FROM alert WHERE entity = :entity ORDER BY number;

-- name: alert_counts
SELECT code,
    sum(CASE WHEN overridden = 0 THEN 1 ELSE 0 END) AS shown,
    sum(CASE WHEN overridden = 1 THEN 1 ELSE 0 END) AS overridden
FROM alert
GROUP BY code
ORDER BY code;

-- name: latest_reasons
SELECT reason FROM alert WHERE code = :code AND overridden = 1 ORDER BY number DESC LIMIT :latest;
