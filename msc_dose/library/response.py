"""The response to a treatment, from what people write."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.courses.counted import counts_of, rescues_of, treatment_start
from msc_dose.courses.course import Course
from msc_dose.files.counts import counted
from msc_dose.files.response_criteria import load_criteria, shipped_grades
from msc_dose.library.amounts import amount_of
from msc_dose.library.attempts import Attempts
from msc_dose.notation import reader
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_date
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.stated import Bound, Range
from msc_dose.response import classify as core
from msc_dose.response import counts as values
from msc_dose.response.counts import Day, Rescue
from msc_dose.response.criteria import Criteria
from msc_dose.response.ctcae import Grading, grade_of
from msc_dose.response.result import Response

if TYPE_CHECKING:
    from msc_dose.library.amounts import AmountLike

_MINUTES_A_DAY = 24 * 60


def Count(
    day: Day | str,
    count: AmountLike | Bound,
    bleeding: bool | None = None,
    note: str = "",
    *,
    kind: str = "platelet_count",
) -> values.Count:
    """A count of a day: `Count("2027-03-01", "45 × 10⁹/L", bleeding=False)`.

    `day` is a date, its text YYYY-MM-DD, or the number of a day as an int; `count` is text (a bound such as
    `<5 × 10⁹/L` too), an Amount, a Bound or a pint Quantity; `bleeding` is True, False, or None where it is
    not reported, which is not absence. `kind` is what is counted, where it is not platelets. Raises Refusal
    `text.control-character` and the codes of the reader; TypeError for other types.
    """
    attempts = Attempts()
    on = attempts.get(lambda: _day(day, "day"))
    found = attempts.get(lambda: _counted(count, kind))
    attempts.settle()
    if on is None or found is None:
        raise TypeError("what was not refused is there")
    return values.Count(on, found, bleeding, note)


def classify_response(
    counts: Iterable[values.Count],
    baseline: AmountLike | Range | None,
    *,
    criteria: str | os.PathLike[str] | Criteria = "iwg-2009-itp",
    start: Day | str | None = None,
    rescues: Iterable[Rescue | tuple[str, Day | str] | tuple[str, Day | str, Day | str | None]] = (),
    washouts: Mapping[str, int | str] | None = None,
    lower_limit: AmountLike | None = None,
) -> Response:
    """The class of every count, the best confirmed class, and each response with its loss.

    `counts` are `Count`s. `baseline` is an amount or a range (text, Amount, Range, pint Quantity); None
    where the criteria need none. `criteria` is a shipped id, the path of a `.toml` file, or Criteria.
    `start` is the day of the first treatment. `rescues` are (treatment, day) or (treatment, first day, last
    day); `washouts` says for each treatment by name how many days after its last day counts are not
    judged, as an int or as text (`"26 days"`). `lower_limit` is the lower limit of normal, for grades.

    Raises one Refusal with the codes of the reader, of `load_criteria`, and of
    `msc_dose.response.classify.classify`; TypeError for other types.
    """
    attempts = Attempts()
    found = attempts.get(lambda: _criteria(criteria))
    kind = "platelet_count" if found is None else found.kind
    compared = attempts.get(lambda: read_baseline(baseline, kind))
    begun = attempts.get(lambda: None if start is None else _day(start, "start"))
    given = attempts.get(lambda: tuple(_rescue(each) for each in rescues))
    days = attempts.get(lambda: _washouts(washouts))
    limit = attempts.get(lambda: None if lower_limit is None else amount_of(lower_limit, kind, "lower_limit"))
    attempts.settle()
    if found is None or given is None:
        raise TypeError("what was not refused is there")
    return core.classify(
        counts,
        compared,
        found,
        start=begun,
        rescues=given,
        washouts=days,
        grading=grading_for(found),
        lower_limit=limit,
    )


def course_response(
    course: Course,
    baseline: AmountLike | Range | None,
    *,
    criteria: str | os.PathLike[str] | Criteria = "iwg-2009-itp",
    washouts: Mapping[str, int | str] | None = None,
    lower_limit: AmountLike | None = None,
) -> Response:
    """The response by the counts and rescue treatments on record in a course, from its first infusion on.

    Entries made in error are left out. The other arguments and the refusals are those of
    `classify_response`.
    """
    return classify_response(
        counts_of(course), baseline, criteria=criteria, start=treatment_start(course),
        rescues=rescues_of(course), washouts=washouts, lower_limit=lower_limit,
    )  # fmt: skip


def ctcae_grade(count: AmountLike, lower_limit: AmountLike | None = None) -> int | None:
    """The CTCAE grade of a platelet count (10⁹/L): 4 below 25, 3 below 50, 2 below 75, 1 below `lower_limit`.

    None where the count has no grade; from 75 on only the lower limit of normal can give one. Raises
    Refusal `grade.lower-limit` and the codes of the reader. Source: the shipped file `ctcae-platelets`.
    """
    attempts = Attempts()
    found = attempts.get(lambda: amount_of(count, "platelet_count", "count"))
    limit = attempts.get(
        lambda: None if lower_limit is None else amount_of(lower_limit, "platelet_count", "lower_limit")
    )
    attempts.settle()
    return None if found is None else grade_of(found, shipped_grades(), limit)


def grading_for(criteria: Criteria) -> Grading | None:
    """The shipped grades, where they are of what these criteria count."""
    grades = shipped_grades()
    return grades if grades.kind == criteria.kind else None


def read_baseline(
    baseline: AmountLike | Range | None, kind: str, conventions: Conventions = DEFAULT
) -> Amount | Range | None:
    """The baseline as one amount or a range; anything else that a text can state is refused."""
    if baseline is None or isinstance(baseline, Range):
        return baseline
    if isinstance(baseline, str):
        stated = reader.read(baseline, kind, "baseline", conventions)
        if isinstance(stated, Range):
            return stated
    return amount_of(baseline, kind, "baseline", conventions)


def washout_days(treatment: str, days: int | str) -> int:
    """A washout in days, from an int or a text such as `26 days`.

    Raises Refusal `washout.whole-days` for a part of a day, and the codes of the reader.
    """
    if not isinstance(days, str):
        return days
    top, bottom = reader.read_amount(days, "duration", "washouts").numerator.as_integer_ratio()
    whole, rest = divmod(top, bottom * _MINUTES_A_DAY)
    if rest:
        message = f"The washout of {treatment}, {days}, is not whole days."
        raise refuse("washout.whole-days", "washouts", message, "Give whole days, such as 7 days.", days)
    return whole


def _counted(count: AmountLike | Bound, kind: str) -> Amount | Bound:
    if isinstance(count, str):
        return counted(count, kind)
    return count if isinstance(count, Bound) else amount_of(count, kind, "count")


def _washouts(washouts: Mapping[str, int | str] | None) -> dict[str, int]:
    if washouts is not None and not isinstance(washouts, Mapping):
        raise TypeError(f"washouts are a mapping of names to days, not {type(washouts).__name__}")
    return {name: washout_days(name, days) for name, days in (washouts or {}).items()}


def _criteria(criteria: str | os.PathLike[str] | Criteria) -> Criteria:
    return criteria if isinstance(criteria, Criteria) else load_criteria(criteria)


def _day(day: Day | str, field: str) -> Day:
    if isinstance(day, date | int) and not isinstance(day, bool):
        return day
    return read_date(day, field)  # type: ignore[arg-type]  # a bool is refused there as no text


def _rescue(given: object) -> Rescue:
    if isinstance(given, Rescue):
        return given
    if not isinstance(given, tuple) or not 2 <= len(given) <= 3:
        raise TypeError("a rescue is (treatment, day) or (treatment, first day, last day)")
    treatment, first = given[0], _day(given[1], "rescues")
    last = given[2] if len(given) == 3 else None
    return Rescue(treatment, first, first if last is None else _day(last, "rescues"))
