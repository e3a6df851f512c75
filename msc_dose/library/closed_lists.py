"""What an entry is held to besides its own fields: lists that are closed, and that it says what it means."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.courses.course import Course
from msc_dose.courses.events.dating import Arranged, BlockChosen
from msc_dose.courses.events.given_rules import all_went_in
from msc_dose.courses.events.giving import Cleared, Completed
from msc_dose.courses.events.kinds import What
from msc_dose.library.clearing import held_to_list
from msc_dose.library.entries import listed_word
from msc_dose.problems import Refusal, refuse


def held(what: What, course: Course, clearance: tuple[str, ...]) -> What:
    """The entry with the words of its lists as they are listed, whatever case they were typed in.

    `clearance` is the site's list before thaw. Refusal `course.item-missing`; `value.missing` for an
    arrangement of nothing; `event.left-over` for what is complete although a volume is left.
    """
    if isinstance(what, Cleared):
        return held_to_list(what, clearance)
    if isinstance(what, BlockChosen):
        return _as_decided(what, course)
    if isinstance(what, Completed) and (left := list(all_went_in(what))):
        raise Refusal(left)
    if isinstance(what, Arranged) and what.time is None and what.place is None and not what.needs:
        message = "Neither a time, nor a place, nor a need is given: nothing is arranged."
        raise refuse("value.missing", "time", message, "Give --time, --place or --needs.")
    return what


def _as_decided(what: BlockChosen, course: Course) -> BlockChosen:
    """The decision and its answer as the protocols of the course name them."""
    decisions = {each.name: each for plan in course.plans for each in plan.course_rules.decisions}
    name = listed_word(what.decision, decisions)
    answers = [answer.name for answer in decisions[name].answers] if name in decisions else []
    return replace(what, decision=name, answer=listed_word(what.answer, answers))
