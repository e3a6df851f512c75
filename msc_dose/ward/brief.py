"""What the ward sees of a course, whatever the moment: everything else of the course is left out.

A brief is derived from a course and shows the same on the ward. It decides nothing: who clears, verifies or
enters looks at the course itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from msc_dose.ward.obstacle_words import in_words
from msc_dose.ward.planned_volume import prepared_for, volume_of

if TYPE_CHECKING:
    from msc_dose.courses.course import Course, CourseInfusion, CourseVisit
    from msc_dose.quantity.amount import Amount

_ONE_DAY = timedelta(days=1)

Shut = tuple[tuple[Date, str], ...]
"""What keeps an infusion from being cleared, in words (empty: nothing), each from a day on."""


class BriefInfusion(NamedTuple):
    """What the ward sees of an infusion; the fields of CourseInfusion have the same meaning here.

    `volume` is the one planned to be infused, `needed` how many containers that takes, `thawed` names those
    that were thawed, each with what became of it (empty: nothing yet), `not_checked` those of them that no
    bedside check names. `shut` holds from the moment on at
    which the course was settled, see `Brief.settled`.
    """

    number: int
    of: int
    state: str
    target: Date | None
    earliest: Date | None
    latest: Date | None
    date: Date | None
    dose: Amount
    held: bool = False
    why_no_date: str = ""
    new_dose: Amount | None = None
    ended: datetime | None = None
    observed: bool = False
    expires: datetime | None = None
    time: str | None = None
    place: str | None = None
    needs: tuple[str, ...] = ()
    make_up: Amount | None = None
    make_up_by: Date | None = None
    volume: Amount | None = None
    needed: int | None = None
    thawed: tuple[tuple[str, str], ...] = ()
    shut: Shut = ()
    not_checked: tuple[str, ...] = ()

    @property
    def pending(self) -> bool:
        """As of CourseInfusion."""
        return self.state in ("planned", "cleared")

    @property
    def was_given(self) -> bool:
        """As of CourseInfusion."""
        return self.state in ("started", "paused", "completed", "stopped-early")


class BriefVisit(NamedTuple):
    """What the ward sees of a visit that has a date."""

    kind: str
    date: Date | None
    infusion: int | None = None
    detail: str = ""
    target: Date | None = None


class BriefQuestion(NamedTuple):
    """What the ward sees of a question."""

    code: str
    infusion: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A course as the ward sees it; the fields of Course have the same meaning here.

    `events` is how many events it was made of, `recorded` when the last one was recorded, `settled` the
    moment up to which something was still told: before it the words of `shut` may have been others.
    `weight_holds_to` is the last day on which the weight on record holds (None: none is asked for).
    """

    course: str
    recipient: str
    zone: str
    training: bool
    protocol: str
    events: int
    recorded: datetime | None
    settled: datetime | None
    held_since: Date | None
    held_reason: str
    stopped: str | None
    requires: tuple[str, ...]
    questions: tuple[BriefQuestion, ...]
    infusions: tuple[BriefInfusion, ...]
    visits: tuple[BriefVisit, ...]
    weight_holds_to: Date | None = None

    def shut(self, number: int, day: Date) -> str:
        """What keeps the infusion from being cleared on a day, in words; empty where nothing does."""
        pieces = next(each.shut for each in self.infusions if each.number == number)
        return next((words for first, words in reversed(pieces) if first <= day), "")


# Named as text: whoever reads briefs alone loads no courses.
Seen: TypeAlias = "Course | Brief"
SeenInfusion: TypeAlias = "CourseInfusion | BriefInfusion"
SeenVisit: TypeAlias = "CourseVisit | BriefVisit"


def brief_of(course: Course) -> Brief:
    """What the ward sees of the course."""
    from msc_dose.courses.standing import weight_holds_to

    settled = max((entry.event.recorded for entry in course.entries), default=None)
    shut = _Shutting(course, settled) if settled is not None and _to_come(course) else None
    return Brief(
        course.course,
        course.recipient,
        course.zone,
        course.training,
        course.plans[-1].protocol if course.plans else "",
        len(course.entries),
        course.entries[-1].event.recorded if course.entries else None,
        settled,
        course.held_since,
        course.held_reason,
        course.stopped,
        course.requires,
        tuple(BriefQuestion(each.code, each.infusion, each.text) for each in course.questions),
        tuple(_infusion(course, each, shut.of(each) if shut else ()) for each in course.infusions),
        tuple(
            BriefVisit(each.kind, each.date, each.infusion, each.detail, each.target)
            for each in course.visits
            if each.date is not None
        ),
        weight_holds_to(course),
    )


_TAKEN_OVER = BriefInfusion._fields[: BriefInfusion._fields.index("volume")]


def _infusion(course: Course, each: CourseInfusion, shut: Shut) -> BriefInfusion:
    from msc_dose.courses.standing import not_checked

    # A course without entries has nothing on which a preparation rests.
    made = prepared_for(course, each.number) if course.entries else None
    fates = dict(course.containers)
    return BriefInfusion._make(
        [
            *(getattr(each, name) for name in _TAKEN_OVER),
            volume_of(made),
            made.containers_to_thaw if made is not None else None,
            tuple((name, fates.get(name, "")) for name in each.thawed),
            shut,
            not_checked(course, each),
        ]
    )


def _to_come(course: Course) -> bool:
    """Whether an infusion can be late or due one day as things stand: held and stopped ones cannot."""
    return course.stopped is None and course.held_since is None and any(i.pending for i in course.infusions)


class _Shutting:
    """What keeps each infusion from being cleared, from the day on which it is due.

    Once everything is told, only two gates look at the day: the planned day passes, and the weight grows old.
    """

    def __init__(self, course: Course, settled: datetime) -> None:
        from msc_dose.courses.clearance import Obstacles

        self._course, self._zone = course, ZoneInfo(course.zone)
        self._settled = settled.astimezone(self._zone)
        self._obstacles = Obstacles(course)
        taken = course.weights[-1].taken.date() if course.weights else None
        valid = {plan.course_rules.weight_valid_days for plan in course.plans}
        self._old = {taken + timedelta(days=each + 1) for each in valid if each is not None and taken}

    def of(self, infusion: CourseInfusion) -> Shut:
        """The words, each from its day on; none for what is not planned for a day."""
        if infusion.state != "planned" or infusion.date is None or infusion.make_up_by is not None:
            return ()
        begins = max(infusion.date, self._settled.date())
        later = {infusion.date + _ONE_DAY, *self._old}
        days = [begins, *sorted(day for day in later if day > begins)]
        pieces = [(day, self._words(infusion, day)) for day in days]
        pieces[0] = infusion.date, pieces[0][1]
        return tuple(piece for at, piece in enumerate(pieces) if at == 0 or piece[1] != pieces[at - 1][1])

    def _words(self, infusion: CourseInfusion, day: Date) -> str:
        at = max(datetime.combine(day, time.min, self._zone), self._settled)
        return in_words(self._obstacles.at(infusion.number, at), self._course, infusion)
