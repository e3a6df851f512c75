"""What the queue of checks shows, asked of the record in short reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msc_dose.store.all_courses import Unreadable
from msc_dose.store.verifications import owed, prepared, waiting
from msc_dose.store.verifications.looked_into import FromRows, from_rows
from msc_dose.tui.checking.queue import Queued, queue_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msc_dose.store.databases.database import Statements
    from msc_dose.tui.desk import Desk
    from msc_dose.tui.desk.folded import Progress
    from msc_dose.ward.brief import Seen


@dataclass(frozen=True, slots=True)
class Checks:
    """What the screen shows: the queue, and the courses that cannot be read."""

    queue: tuple[Queued, ...]
    unreadable: tuple[Unreadable, ...]


def checks_of(desk: Desk, progress: Progress) -> Checks:
    """The queue as the record has it.

    A course whose check nobody has begun, and whose orders all stand, is told by its brief; each other one
    is read by itself.
    """
    desk.look(progress)
    briefs, unreadable = desk.board.every(), desk.board.unreadable
    rows = desk.read(from_rows)
    told = [*_looked_into(desk, briefs, rows, progress)]
    courses = [each for each in told if not isinstance(each, Unreadable)]

    def question(statements: Statements) -> tuple[Queued, ...]:
        now = desk.now()
        wait = waiting(statements, courses, now)
        return queue_of(courses, wait, owed(statements), prepared(statements), now, rows.ordered)

    damaged = tuple(each for each in told if isinstance(each, Unreadable))
    return Checks(desk.read(question), (*unreadable, *damaged))


def _looked_into(
    desk: Desk, briefs: Sequence[Seen], rows: FromRows, progress: Progress
) -> Iterator[Seen | Unreadable]:
    for done, each in enumerate(briefs, 1):
        pending = [(each.course, one.number) for one in each.infusions if one.pending]
        if pending and (each.course in rows.undone or not rows.tried.isdisjoint(pending)):
            yield desk.read(partial(desk.folded.told, code=each.course))
            progress(done, len(briefs))
        else:
            yield each
