"""The desk: everything that the screens know, in one place, and what they ask of the record.

Its functions are called in threads; none of them knows a screen. What is shown is handed to the screens as
values, and what a person wants to change comes back as a call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from msc_dose.files.settings import Settings
from msc_dose.files.site_closures import closures_of_settings
from msc_dose.library.keeping import Keeper, WithTheTerminal
from msc_dose.library.kept_session import signed_out
from msc_dose.notation.conventions import Conventions
from msc_dose.problems import Refusal, refuse
from msc_dose.tui.desk.board import Board, Early, EverySeen
from msc_dose.tui.desk.folded import Folded, Progress, no_progress
from msc_dose.tui.desk.read_only import read_only

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.courses.events.kinds import What
    from msc_dose.library.record import Recorded
    from msc_dose.scheduling import Closures
    from msc_dose.store.databases.database import Statements
    from msc_dose.store.record import Proof, Record, Session
    from msc_dose.ward import Ward
    from msc_dose.ward.in_brief import InBrief

T = TypeVar("T")
NO_REASONS: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Desk:
    """The state of the screens.

    `record` is None where there is none to be opened, and `why` then says why. `banner` is the line that
    every screen begins with. `course` is the code of the course one looks at, and `infusion` the number of
    the infusion. `acting` is whoever began what is being done now: nobody else's name is put under it.
    `version` grows whenever the record may have changed: a screen that was filled at an
    earlier one asks again. `keeper` keeps who is signed in: for this terminal, or for one browser
    alone. `readonly` says that nothing is changed here, and nobody signs in; `elsewhere` that
    whoever looks sits at another machine, so that no file or printer of this one is theirs. `unreached` is
    since when the record cannot be reached, and why; None while it can.
    """

    record: Record | None = None
    why: Refusal | None = None
    settings: Settings = field(default_factory=Settings)
    banner: str = ""
    session: Session | None = None
    acting: Session | None = None
    ward: Ward | None = None
    course: str | None = None
    infusion: int | None = None
    version: int = 0
    head: int = -1
    closed: tuple[int, Closures] | None = None
    folded: Folded = field(default_factory=Folded)
    keeper: Keeper = field(default_factory=WithTheTerminal)
    readonly: bool = False
    elsewhere: bool = False
    unreached: tuple[datetime, str] | None = None
    _board: Board | None = None

    @property
    def conventions(self) -> Conventions:
        """How the site writes numbers."""
        return Conventions(self.settings.decimal_mark)

    @property
    def training(self) -> bool:
        """Whether what one looks at is no patient's."""
        return self.record is not None and self.record.training

    @property
    def open_record(self) -> Record:
        """The record; the Refusal `why` where there is none."""
        if self.record is None:
            raise self.why or refuse(
                "record.missing", "db", "No record is open.", "msc-dose db init makes one."
            )
        return self.record

    def now(self) -> datetime:
        """The present moment by the clocks of the site, to the second."""
        if self.record is not None:
            return self.record.now().replace(microsecond=0)
        return datetime.now(ZoneInfo(self.settings.zone) if self.settings.zone else UTC).replace(
            microsecond=0
        )

    def read(self, question: Callable[[Statements], T]) -> T:
        """Ask one moment's view of the record."""
        with self.open_record.reading() as statements:
            return question(statements)

    def closures(self) -> Closures:
        """The days on which the site gives no infusion, of last year, this one and the next."""
        year = self.now().year
        if self.closed is None or self.closed[0] != year:
            self.closed = (year, closures_of_settings(self.settings, year - 1, year + 1))
        return self.closed[1]

    def course_of(self, code: str) -> Course:
        """A course as it stands; Refusal `course.unknown`."""
        return self.read(lambda statements: self.folded.one(statements, code))

    def seen(self, progress: Progress = no_progress) -> EverySeen:
        """Every course as the ward sees it: its days and doses, none of them folded that has its brief.

        Nothing is decided by it: whoever moves, clears or enters asks `course_of`.
        """
        return self.board.every_now(progress)

    def briefs(self, progress: Progress = no_progress) -> tuple[InBrief, ...]:
        """Every course in brief, in order of code, none of them folded: what a list of courses shows.

        Each says `course`, `recipient`, `protocol`, `stage` and `word` (as the ward shows that course by
        itself now), `number` of `of` and `date` of the infusion that is meant (None where none is), `next`
        in words, `training`; and `why` it cannot be read, empty where it can. Open what is chosen with
        `course_of`: nothing is decided by a brief.
        """
        return self.board.in_brief(self.now(), progress)

    def look(self, progress: Progress = no_progress, early: Early | None = None) -> Ward:
        """The ward now, read anew; no course that has its brief is folded.

        Before all courses are read for the first time `early` is told the ward of the patients who come
        first: its rows can be shown, but there are more, so it counts nothing, and a NAME ALERT may be
        missing from it.
        """
        now, closures, slots = self.now(), self.closures(), self.settings.slots
        if early is not None and (first := self.board.first(now, closures, slots)) is not None:
            early(first)
        self.ward = self.board.ward(now, closures, slots, progress)
        return self.ward

    @property
    def board(self) -> Board:
        """The courses of the record as the ward sees them; the Refusal `why` where there is no record."""
        if self._board is None or self._board.record is not self.record:
            self._board = Board(self.open_record, self.folded, keeps=not self.readonly)
        return self._board

    def moved_on(self) -> bool:
        """Whether the record has changed since this was asked last, by whomever."""
        head = self.open_record.head().sequence
        changed, self.head = head != self.head, head
        if changed:
            self.version += 1
            self.closed = None
            self.settings = self._settings_on_record() or self.settings
        return changed

    def _settings_on_record(self) -> Settings | None:
        from msc_dose.library.approved import site_settings

        return site_settings(self.open_record)

    def whose(self) -> Session | None:
        """Who is signed in now; None where nobody is, or the sign-in has ended."""
        self.session = self._kept()
        return self.session

    def _kept(self) -> Session | None:
        if self.record is None or self.readonly:
            return None
        try:
            return self.keeper.kept(self.record)
        except Refusal as refusal:
            # A record that cannot be asked now has signed nobody out.
            if refusal.codes != signed_out().codes:
                raise
            return None

    def used(self) -> Session:
        """Whose change this is; the hour of their sign-in begins anew. Refusal `people.signed-out`."""
        self.check_may_change()
        meant, session = self.acting or self.session, self._kept()
        if session is None:
            raise signed_out()
        if meant is not None and meant.person != session.person:
            message = f"{meant.person} began this, and {session.person} has signed in since."
            fix = f"Leave it by Esc, or let {meant.person} sign in again: msc-dose people sign-in."
            raise refuse("people.other-person", "person", message, fix, session.person)
        self.keeper.keep(self.open_record, session)
        return session

    def check_may_change(self) -> None:
        """Refusal `screens.read-only` where these screens only show."""
        if self.readonly:
            raise read_only()

    def enter(
        self,
        course: Course,
        what: What,
        occurred: datetime | None = None,
        second: Proof | None = None,
        reasons: Mapping[str, str] = NO_REASONS,
    ) -> Recorded:
        """Record one more event of a course as it was seen; refused where somebody else was faster."""
        from msc_dose.library.record import append_event

        done = append_event(
            self.open_record, self.used(), course.course, what, len(course.entries), occurred, second, reasons
        )
        self.version += 1
        return done
