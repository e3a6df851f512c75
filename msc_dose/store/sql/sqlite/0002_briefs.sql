-- What the ward sees of each course, kept beside it so that a board of many courses is shown at once. It is
-- derived from the events and can be made anew from them at any time: the audit does not tell of it, nothing
-- is decided by it, and it may be thrown away. A new event throws away the brief of its course, whoever
-- writes the event: a brief that is there was made of every event of its course.

CREATE TABLE brief (
    course TEXT PRIMARY KEY REFERENCES course (code),
    recipient TEXT NOT NULL,
    events INTEGER NOT NULL CHECK (events > 0),
    form INTEGER NOT NULL,
    busy TEXT NOT NULL,
    acts TEXT NOT NULL,
    opens TEXT NOT NULL,
    ends TEXT NOT NULL,
    time TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Everything but the body: what is urgent is found without reading the bodies.
CREATE INDEX brief_urgent ON brief (form, busy, acts, opens, ends, time, recipient, events);

CREATE TRIGGER event_unbriefs AFTER INSERT ON event
BEGIN DELETE FROM brief WHERE course = NEW.course; END;
