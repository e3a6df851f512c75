-- What the ward sees of each course, kept beside it so that a board of many courses is shown at once. It is
-- derived from the events and can be made anew from them at any time: the audit does not tell of it, nothing
-- is decided by it, and it may be thrown away. A new event throws away the brief of its course, whoever
-- writes the event: a brief that is there was made of every event of its course.

CREATE TABLE brief (
    course TEXT COLLATE "C" PRIMARY KEY REFERENCES course (code),
    recipient TEXT COLLATE "C" NOT NULL,
    events BIGINT NOT NULL CHECK (events > 0),
    form BIGINT NOT NULL,
    busy TEXT COLLATE "C" NOT NULL,
    acts TEXT COLLATE "C" NOT NULL,
    opens TEXT COLLATE "C" NOT NULL,
    ends TEXT COLLATE "C" NOT NULL,
    time TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);
-- Everything but the body: what is urgent is found without reading the bodies.
CREATE INDEX brief_urgent ON brief (form, busy, acts, opens, ends, time, recipient, events, course);

CREATE FUNCTION event_unbriefs() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN DELETE FROM brief WHERE course = NEW.course; RETURN NULL; END $$;
CREATE TRIGGER event_unbriefs AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_unbriefs();
