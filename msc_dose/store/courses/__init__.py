"""Courses in the record: begun, added to, read, imported.

reading    the events of a course, and what they come to
writing    a course's row and its next event, and what both are held to
recording  a course begun, and one more event with its gates, containers and second person
importing  a whole course file
"""

from msc_dose.store.courses.importing import import_course
from msc_dose.store.courses.reading import codes, course_on_record, event_text, events_of, lengths
from msc_dose.store.courses.recording import NO_REASONS, Recorded, append_event, begin_course

__all__ = [
    "NO_REASONS",
    "Recorded",
    "append_event",
    "begin_course",
    "codes",
    "course_on_record",
    "event_text",
    "events_of",
    "import_course",
    "lengths",
]
