"""Which action makes which event, and which of its fields stand without an option's name."""

from __future__ import annotations

from dataclasses import MISSING, dataclass
from typing import Any

from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.events.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Action:
    """An action: the event it makes, its positional fields, a line of help, and whether it has a short name.

    `instead` is the event that it makes where the option of that name is given.
    """

    kind: type[Any]
    positional: tuple[str, ...] = ()
    help: str = ""
    short: bool = True
    instead: tuple[tuple[str, type[Any]], ...] = ()


_SHORT = {
    "order": Action(ordering.Ordered, (), "the prescriber's order, verbatim"),
    "dose": Action(ordering.DoseChanged, ("from_infusion",), "another dose or dosing weight, by an order"),
    "weigh": Action(ordering.Weighed, ("weight",), "a body weight; it changes no dose by itself"),
    "clear": Action(giving.Cleared, ("infusion",), "clear an infusion to thaw, item by item"),
    "give": Action(
        giving.Completed,
        ("infusion",),
        "an infusion that ended; --stopped-early where not all went in",
        instead=(("stopped_early", giving.StoppedEarly),),
    ),
    "hold": Action(dating.Held, (), "no infusion until the course is resumed"),
    "resume": Action(dating.Resumed, (), "infusions may be given again, from a day on"),
    "move": Action(dating.Moved, ("infusion",), "another day for one infusion, or for all later ones too"),
    "skip": Action(
        dating.NotNeeded,
        ("infusion",),
        "an infusion that is not needed; --missed where it was",
        instead=(("missed", dating.Missed),),
    ),
    "decide": Action(
        dating.LaterDecided, (), "how later dates follow an infusion outside its window, or a hold"
    ),
    "stop": Action(dating.CourseStopped, (), "no further infusion"),
    "count": Action(results.Counted, ("count",), "a platelet count"),
    "rescue": Action(results.RescueGiven, ("treatment",), "rescue treatment, which blurs counts after it"),
    "react": Action(giving.Reaction, ("infusion",), "a reaction to an infusion"),
    "retract": Action(results.EnteredInError, ("event",), "an entry was made in error; both stay visible"),
}
_PLANNED_ELSEWHERE = (opening.Opened, opening.Planned, opening.CalendarChanged)
_TAKEN = {action.kind for action in _SHORT.values()} | {
    kind for action in _SHORT.values() for _, kind in action.instead
}


def _rest() -> dict[str, Action]:
    """Every other type of event, by its own name."""
    return {
        name: Action(kind, _infusion_first(kind), _said(kind), short=False)
        for name, kind in KINDS.items()
        if kind not in _TAKEN and kind not in _PLANNED_ELSEWHERE
    }


def _infusion_first(kind: type[Any]) -> tuple[str, ...]:
    """The infusion stands first where the event must name one."""
    field = kind.__dataclass_fields__.get("infusion")
    return ("infusion",) if field is not None and field.default is MISSING else ()


def _said(kind: type[Any]) -> str:
    return (kind.__doc__ or "").split("\n")[0].rstrip(".")


ACTIONS = {**_SHORT, **_rest()}
