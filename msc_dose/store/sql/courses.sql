-- Courses and their events.

-- name: events_of_course
SELECT number, document FROM event WHERE course = :course ORDER BY number;

-- name: count_of_events
SELECT count(*) AS events FROM event WHERE course = :course;

-- name: course_codes
SELECT code FROM course ORDER BY code;

-- name: courses_of_recipient
SELECT code FROM course WHERE recipient = :recipient ORDER BY code;

-- name: course_lengths
-- The events of a course are numbered without a gap.
SELECT course.code AS code, (SELECT max(number) FROM event WHERE event.course = course.code) AS events FROM course
WHERE (:code = '' OR course.code = :code) AND EXISTS (SELECT 1 FROM event WHERE event.course = course.code)
ORDER BY course.code;
