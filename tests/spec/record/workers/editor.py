"""A person who edits a course that others edit too, by what they last saw of it.

Arguments: place, person, course, seed, how many attempts, and `again` or `next` after a conflict: enter the
same once more, or go on to the next entry.
"""

import random
import sys

from desk import opened, ready, report, signed_in
from recorded import at

import msc_dose as md
from msc_dose.courses.events import results
from msc_dose.store.courses import append_event, events_of


def seen(record, course):
    with record.reading() as statements:
        return len(events_of(statements, course))


def edit(record, session, course, seed, attempts, after_conflict, expected):
    chance, entry = random.Random(int(seed)), 1
    for _ in range(int(attempts)):
        text = f"entry {entry} of {seed}"
        try:
            done = append_event(record, session, course, results.Deviation(text, "busy"), expected, at(8, 45))
        except md.Refusal as refusal:
            report(text=text, expected=expected, refused=refusal.codes)
            entry += after_conflict == "next"
            expected = seen(record, course)
        else:
            report(text=text, expected=expected, refused=[], number=done.event.number)
            entry += 1
            expected = done.event.number if chance.random() < 0.5 else seen(record, course)


if __name__ == "__main__":
    place, person, course, seed, attempts, after_conflict = sys.argv[1:]
    own = opened(place)
    now = seen(own, course)
    ready()
    edit(own, signed_in(own, person), course, seed, attempts, after_conflict, now)
