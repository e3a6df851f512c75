"""The site's own list before thaw: every item of it is answered, one way or the other."""

from __future__ import annotations

from msc_dose.courses.events.giving import Cleared
from msc_dose.files.settings import declared_settings
from msc_dose.problems import refuse


def hold_site_list(what: Cleared) -> None:
    """Refusal `course.item-missing` where an item of the site's list is not answered."""
    answered = {item.item for item in what.items}
    missing = [item for item in declared_settings().clearance if item not in answered]
    if missing:
        message = f"The site's list before thaw also has: {', '.join(missing)}."
        fix = f'Answer each: --items "{missing[0]}" where it holds, "{missing[0]}=no" where it does not.'
        raise refuse("course.item-missing", "items", message, fix)
