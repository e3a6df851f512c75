-- Courses and their events.

-- name: events_of_course
SELECT number, document FROM event WHERE course = :course ORDER BY number;

-- name: count_of_events
SELECT count(*) AS events FROM event WHERE course = :course;

-- name: course_codes
SELECT code FROM course ORDER BY code;

-- name: courses_of_recipient
SELECT code FROM course WHERE recipient = :recipient ORDER BY code;
