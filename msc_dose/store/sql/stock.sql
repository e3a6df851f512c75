-- Containers, their steps and who holds them.

-- name: stock_one
SELECT c.*, h.course AS course, h.infusion AS infusion,
       (SELECT s.name FROM step s
        WHERE s.container = c.key AND s.name IN ('release', 'quarantine', 'exceptional-release')
          AND NOT EXISTS (SELECT 1 FROM step e
                          WHERE e.container = c.key AND e.name = 'entered-in-error' AND e.event = s.number)
        ORDER BY s.number DESC LIMIT 1) AS judged
FROM container c
LEFT JOIN holding h ON h.container = c.key AND h.freed IS NULL
WHERE c.key = :key;

-- name: stock_listed
SELECT c.*, h.course AS course, h.infusion AS infusion,
       (SELECT s.name FROM step s
        WHERE s.container = c.key AND s.name IN ('release', 'quarantine', 'exceptional-release')
          AND NOT EXISTS (SELECT 1 FROM step e
                          WHERE e.container = c.key AND e.name = 'entered-in-error' AND e.event = s.number)
        ORDER BY s.number DESC LIMIT 1) AS judged
FROM container c
LEFT JOIN holding h ON h.container = c.key AND h.freed IS NULL
WHERE c.key > :after
  AND (:state = '' OR c.state = :state)
  AND (:course = '' OR h.course = :course)
  AND (:lot = '' OR upper(c.lot) = :lot)
  AND (:recipient = '' OR c.recipient = :recipient)
ORDER BY c.key
LIMIT :most;

-- name: stock_counted
SELECT count(*) AS number
FROM container c
LEFT JOIN holding h ON h.container = c.key AND h.freed IS NULL
WHERE (:state = '' OR c.state = :state)
  AND (:course = '' OR h.course = :course)
  AND (:lot = '' OR upper(c.lot) = :lot)
  AND (:recipient = '' OR c.recipient = :recipient);

-- name: stock_reserved_for
SELECT c.*, h.course AS course, h.infusion AS infusion,
       (SELECT s.name FROM step s
        WHERE s.container = c.key AND s.name IN ('release', 'quarantine', 'exceptional-release')
          AND NOT EXISTS (SELECT 1 FROM step e
                          WHERE e.container = c.key AND e.name = 'entered-in-error' AND e.event = s.number)
        ORDER BY s.number DESC LIMIT 1) AS judged
FROM holding h
JOIN container c ON c.key = h.container
WHERE h.course = :course AND h.infusion = :infusion AND h.freed IS NULL
ORDER BY c.key;

-- name: stock_like
SELECT identity FROM container WHERE key LIKE :start ORDER BY key LIMIT :most;

-- name: stock_first_step
SELECT number FROM step WHERE container = :container ORDER BY number LIMIT 1;

-- name: stock_holding
SELECT * FROM holding WHERE container = :container AND freed IS NULL;

-- name: stock_steps
SELECT * FROM step WHERE container = :container ORDER BY number;

-- name: stock_containers_of_event
SELECT DISTINCT container FROM step WHERE course = :course AND event = :event ORDER BY container;

-- name: stock_containers_of_course
SELECT DISTINCT container FROM step WHERE course = :course AND event IS NOT NULL ORDER BY container;

-- name: stock_strikes
SELECT number, document FROM event WHERE course = :course AND type = 'entered-in-error' ORDER BY number DESC;
