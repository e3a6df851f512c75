"""The list before thaw: what it asks, and that every item of it is answered, one way or the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.folding.gates import REVIEWED
from msc_dose.library.approved import site_settings
from msc_dose.library.entries import listed_word
from msc_dose.problems import refuse

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.store.record import Record

# Policy, for a site that has declared no list: what keeps a thawed product from being given most often.
WITHOUT_A_LIST = ("patient has arrived", "no fever, no infection today", "IV access")
NOT_OWN = "The site has declared no list of its own (settings: clearance). These are asked instead:"


@dataclass(frozen=True, slots=True)
class ListBeforeThaw:
    """The items that are asked before a thaw; `own` says that the site declared them itself."""

    items: tuple[str, ...]
    own: bool


def list_before_thaw(record: Record, course: Course, declared: Sequence[str] = ()) -> ListBeforeThaw:
    """What is asked before an infusion of the course is thawed, by the record's settings at this moment.

    `declared` is the list of the site for a record that keeps no settings; without any list what is
    suggested is asked. A reaction that asks for review is one more item.
    """
    settings = site_settings(record)
    own = tuple(declared) if settings is None else settings.clearance
    items = own or WITHOUT_A_LIST
    if any(question.code == "course.review-reaction" for question in course.questions):
        items = (*items, *(name for name in (REVIEWED,) if name not in items))
    return ListBeforeThaw(items, bool(own))


def held_to_list(what: Cleared, listed: Sequence[str]) -> Cleared:
    """The clearance with its items named as the list names them, in whatever case they were typed.

    Refusal `course.item-missing` where an item of the list is not answered; those of `Cleared`.
    """
    items = tuple(replace(item, item=listed_word(item.item, (*listed, REVIEWED))) for item in what.items)
    answered = {item.item for item in items}
    missing = [item for item in listed if item not in answered]
    if missing:
        message = f"The site's list before thaw also has: {', '.join(missing)}."
        fix = f'Answer each: --items "{missing[0]}" where it holds, "{missing[0]}=no" where it does not.'
        raise refuse("course.item-missing", "items", message, fix)
    return replace(what, items=items)
