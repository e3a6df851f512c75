"""The site's own list before thaw: every item of it is answered, one way or the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msc_dose.courses.events.giving import Cleared
from msc_dose.courses.folding.gates import REVIEWED
from msc_dose.library.entries import listed_word
from msc_dose.problems import refuse


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
