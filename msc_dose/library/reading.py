"""Many values read one after the other, so that one refusal names all that is wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msc_dose.library.amounts import amount_of
from msc_dose.library.attempts import Attempts
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_moment
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount

if TYPE_CHECKING:
    from msc_dose.library.amounts import AmountLike


class Reader:
    """Reads one value after the other; what is refused is kept, and told at once by `settle`."""

    def __init__(self, site: Conventions = DEFAULT) -> None:
        """Begin with nothing refused; `site` is how the site writes."""
        self.attempts, self.site = Attempts(), site

    def amount(self, value: AmountLike | None, kind: str, field: str) -> Amount | None:
        """The amount, or `None` where nothing is given or it is refused."""
        if value is None:
            return None
        return self.attempts.get(lambda: amount_of(value, kind, field, self.site))

    def moment(self, value: date | str | None, field: str) -> date | datetime | None:
        """The day, or day and time, or `None`."""
        if value is None or isinstance(value, date):
            return value
        return self.attempts.get(lambda: read_moment(value, field))


def read_years(age: int | str | None) -> int | None:
    """An age in whole years; Refusal `age.format` for anything else."""
    if not isinstance(age, str):
        return age
    text = age.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise refuse("age.format", "age", f"{age!r} is not an age in whole years.", "Give digits alone.", age)
    return int(text)
