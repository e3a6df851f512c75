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

-- name: stock_states
SELECT state, count(*) AS number FROM container GROUP BY state;

-- name: stock_page
-- Places are counted on keys alone; only the rows of the page are read whole.
SELECT c.*, h.course AS course, h.infusion AS infusion,
       (SELECT s.name FROM step s
        WHERE s.container = c.key AND s.name IN ('release', 'quarantine', 'exceptional-release')
          AND NOT EXISTS (SELECT 1 FROM step e
                          WHERE e.container = c.key AND e.name = 'entered-in-error' AND e.event = s.number)
        ORDER BY s.number DESC LIMIT 1) AS judged
FROM (SELECT key FROM container
      WHERE (:state = '' OR state = :state)
        AND (:start = '' OR substr(key, 1, length(:start)) = :start
             OR substr(upper(recipient), 1, length(:start)) = :start)
      ORDER BY key LIMIT :most OFFSET :skipped) page
JOIN container c ON c.key = page.key
LEFT JOIN holding h ON h.container = c.key AND h.freed IS NULL
ORDER BY c.key;

-- name: stock_page_from_end
SELECT c.*, h.course AS course, h.infusion AS infusion,
       (SELECT s.name FROM step s
        WHERE s.container = c.key AND s.name IN ('release', 'quarantine', 'exceptional-release')
          AND NOT EXISTS (SELECT 1 FROM step e
                          WHERE e.container = c.key AND e.name = 'entered-in-error' AND e.event = s.number)
        ORDER BY s.number DESC LIMIT 1) AS judged
FROM (SELECT key FROM container
      WHERE (:state = '' OR state = :state)
        AND (:start = '' OR substr(key, 1, length(:start)) = :start
             OR substr(upper(recipient), 1, length(:start)) = :start)
      ORDER BY key DESC LIMIT :most OFFSET :skipped) page
JOIN container c ON c.key = page.key
LEFT JOIN holding h ON h.container = c.key AND h.freed IS NULL
ORDER BY c.key;

-- name: stock_page_counted
SELECT count(*) AS number FROM container
WHERE (:state = '' OR state = :state)
  AND (:start = '' OR substr(key, 1, length(:start)) = :start
       OR substr(upper(recipient), 1, length(:start)) = :start)
  AND (:before = '' OR key < :before);

-- name: stock_alike
-- Containers that differ in nothing but their own names and places, as one row. What is left of the document
-- without these tells them apart; where a place holds a sign that the document writes otherwise, the rows are
-- more, and say the same.
SELECT min(c.document) AS document, c.lot, c.recipient, c.expiry, c.state, count(*) AS number
FROM container c
WHERE (:state = '' OR c.state = :state)
GROUP BY c.lot, c.recipient, c.expiry, c.state,
         replace(replace(replace(replace(c.document,
             '"identity":"' || c.identity || '"', ''),
             '"position":"' || c.position || '"', ''),
             '"serial":"' || substr(c.identity, length(c.lot) + 2) || '"', ''),
             '"product_code":"' || substr(c.identity, length(c.lot) + 2) || '"', '')
ORDER BY c.lot, c.recipient, c.expiry, c.state;

-- name: stock_infusions_held
-- What was given or wasted is held for good, and serves nothing that is to come.
SELECT DISTINCT h.course, h.infusion FROM holding h
LEFT JOIN container c ON c.key = h.container
WHERE h.freed IS NULL AND coalesce(c.state, '') NOT IN ('infused', 'wasted');
