"""The people of a record and its protocols, as lists to look at: where each stands is the first column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date

from textual.content import Content

from msc_dose.scheduling import day_text
from msc_dose.store.people import Person
from msc_dose.store.site.protocol_files import APPROVED, OVERDUE, PROPOSED, WITHDRAWN, Filed
from msc_dose.tui.safe import safe

_STATE = 17
_SIGNS = {APPROVED: "✓", OVERDUE: "▲", PROPOSED: "○", WITHDRAWN: "="}


class PeopleRows:
    """Everybody of the record; whoever has left stands there as well."""

    height = 1

    def __init__(self, people: Sequence[Person]) -> None:
        """Show these people: the active ones first."""
        self._people = sorted(people, key=lambda each: (not each.active, each.code))
        self._code = max((len(safe(each.code)) for each in people), default=0)

    def __len__(self) -> int:
        """How many people."""
        return len(self._people)

    def heads(self, width: int) -> Content:
        """The heading."""
        return Content(f" {'State':<{_STATE}}{'Code':<{max(4, self._code)}}  {'Role':<15}Name")

    def line(self, at: int, part: int, width: int) -> Content:
        """One person."""
        each = self._people[at]
        state = "✓ active" if each.active else "= has left"
        code = f"{safe(each.code):<{max(4, self._code)}}"
        return Content.assemble(
            (f"{state:<{_STATE}}", "bold"), f"{code}  {safe(each.role):<15}{safe(each.name)}"
        )

    def key(self, at: int) -> str:
        """The person's code."""
        return self._people[at].code


class ProtocolRows:
    """Every protocol file that was ever proposed."""

    height = 1

    def __init__(self, protocols: Sequence[Filed], today: Date) -> None:
        """Show these, those in force first."""
        order = (APPROVED, PROPOSED, OVERDUE, WITHDRAWN)
        self._today = today
        self._filed = sorted(protocols, key=lambda each: (order.index(each.state(today)), each.name))
        self._width = max((len(safe(each.name)) for each in protocols), default=0)

    def __len__(self) -> int:
        """How many files."""
        return len(self._filed)

    def heads(self, width: int) -> Content:
        """The heading."""
        name = f"{'Protocol':<{max(8, self._width)}}"
        return Content(f" {'State':<{_STATE}}{name}  {'Hash':<10}{'Review':<17}Proposed, approved by")

    def line(self, at: int, part: int, width: int) -> Content:
        """One file."""
        each = self._filed[at]
        state = each.state(self._today)
        name = f"{safe(each.name):<{max(8, self._width)}}"
        people = ", ".join(safe(who) for who in (each.proposed_by, each.approved_by) if who)
        return Content.assemble(
            (f"{_SIGNS[state]} {state:<{_STATE - 2}}", "bold"),
            f"{name}  {each.short:<10}{day_text(each.review):<17}{people}",
        )

    def key(self, at: int) -> str:
        """The file's hash."""
        return self._filed[at].hash
