-- The briefs of courses: what the ward sees of them.

-- name: insert_brief
INSERT INTO brief (course, recipient, events, form, busy, acts, opens, ends, time, body)
VALUES (:course, :recipient, :events, :form, :busy, :acts, :opens, :ends, :time, :body);

-- name: delete_brief
DELETE FROM brief WHERE course = :course;

-- name: one_brief
SELECT course, recipient, events, form, busy, acts, opens, ends, time, body FROM brief WHERE course = :course;

-- name: every_brief
-- All of them are wanted: an index on the form would only read them in another order.
SELECT course, recipient, events, body FROM brief WHERE form + 0 = :form ORDER BY course;

-- name: brief_lengths
SELECT course, events FROM brief WHERE form = :form;

-- name: count_briefs
SELECT count(*) AS number FROM brief WHERE form = :form;

-- name: courses_without_brief
SELECT code FROM course
WHERE NOT EXISTS (SELECT 1 FROM brief WHERE brief.course = course.code AND brief.form = :form)
ORDER BY code;

-- name: first_briefs
-- The briefs of those patients who come first on the ward, or nearly: the ward itself puts them in order.
SELECT brief.course, brief.recipient, brief.events, brief.body
FROM (
    SELECT DISTINCT recipient FROM (
        SELECT recipient FROM (
            SELECT recipient, acts, ends, time,
                CASE WHEN busy >= :now THEN 1
                    WHEN acts < :today AND ends >= :today THEN 2
                    WHEN acts = :today THEN 3
                    WHEN acts > :today AND opens <= :today THEN 4
                    WHEN acts <= :today THEN 5
                    ELSE 6 END AS rank
            FROM brief WHERE form = :form
        ) AS ranked
        ORDER BY rank, CASE WHEN rank = 4 THEN ends ELSE acts END, time, recipient
        LIMIT :most
    ) AS earliest
) AS found
JOIN course ON course.recipient = found.recipient
JOIN brief ON brief.course = course.code AND brief.form = :form
ORDER BY brief.course;
