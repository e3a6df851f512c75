"""Which containers of a stock may be used for an infusion, and for each other one the first reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.allocation.expiry import Expiry, check_moment, expires, later_today, past, usable_until
from msc_dose.product.container import Container, Content
from msc_dose.product.content import deliverable
from msc_dose.product.validity import NONE_KNOWN, UNASSIGNED, UNKNOWN
from msc_dose.quantity.amount import Amount

FEW = 6
WITHOUT_CONTENT = ("content.missing", "content.volume-missing")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A container that is not used: its identity, the code of the first reason, and the reason in words."""

    identity: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Usable:
    """A container that may be used, and the cells it gives in the terms of the dose (a cell_count)."""

    container: Container
    cells: Amount

    @property
    def order(self) -> tuple[Expiry, str]:
        """First expiry first, then by identity."""
        return expires(self.container), self.container.identity


@dataclass(frozen=True, slots=True)
class Sorted:
    """The containers that may be used, in order of use, and those that may not, in order of identity."""

    usable: tuple[Usable, ...]
    left_out: tuple[LeftOut, ...]


def sort_out(
    stock: Iterable[Container],
    need: Amount,
    on: date,
    *,
    recipient: str | None,
    today: date | None = None,
    allergies: tuple[str, ...] | None = None,
) -> Sorted:
    """The containers of a stock that may be used for an infusion of `need` cells on a date, and the others.

    `on` is a date, or a date and time, of the infusion; `today` (of the same two forms; `on` where it is not
    given) tells what is expired already from what expires before the infusion. The first of these that holds
    is the reason: `container.other-recipient`, `container.quarantined`, `container.expired`,
    `container.expires-before`, `container.counts-differ`, `container.empty`, `container.allergy`. Raises
    Refusal `recipient.missing`, `stock.duplicate`, `date.zone`.
    """
    containers = tuple(stock)
    _check(containers, recipient)
    now = check_moment(on if today is None else today, "today")
    when, given = check_moment(on, "on"), {flag.casefold() for flag in allergies or ()}
    known: dict[Content, Amount | LeftOut] = {}
    usable, left_out = [], []
    for container in containers:
        found = _standing(container, recipient, now, when) or _cells(container, need, known)
        if isinstance(found, Amount):
            found = _allergy(container, given) or found
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            usable.append(Usable(container, found))
    usable.sort(key=lambda each: each.order)
    return Sorted(tuple(usable), tuple(sorted(left_out, key=lambda each: each.identity)))


def allergy_problems(chosen: Iterable[Container], allergies: tuple[str, ...] | None) -> tuple[Problem, ...]:
    """What is not known of the chosen containers' contents, or of the patient's allergies.

    A CHECK `allergy.content-unknown` names the containers where the patient has an allergy; a CHECK
    `allergy.patient-unknown` where the allergies are not stated or unknown and a container lists something.
    """
    containers = tuple(chosen)
    if not allergies or UNKNOWN in allergies:
        listed = [c.identity for c in containers if not {UNKNOWN, NONE_KNOWN} & {*c.notes.hypersensitivity}]
        message = f"The patient's allergies are not known; listed contents: {', '.join(listed)}."
        return _allergy_check("allergy.patient-unknown", message, "State the allergies.") if listed else ()
    if NONE_KNOWN in allergies:
        return ()
    unknown = [c.identity for c in containers if UNKNOWN in c.notes.hypersensitivity]
    message = f"The patient has allergies; what may cause them in {', '.join(unknown)} is unknown."
    return _allergy_check("allergy.content-unknown", message, "Ask the manufacturer.") if unknown else ()


def reasons(left_out: Iterable[LeftOut]) -> str:
    """How many containers were left out for which reason, and which where they are few."""
    found: dict[str, list[str]] = {}
    for each in left_out:
        found.setdefault(each.code, []).append(each.identity)
    counted = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return ", ".join(f"{len(which)} {code}{_which(code, which)}" for code, which in counted) or "none"


def _which(code: str, identities: list[str]) -> str:
    """The containers by name where they are few, and never those of another recipient."""
    if code == "container.other-recipient" or len(identities) > FEW:
        return ""
    return f" ({'; '.join(identities)})"


def _check(containers: tuple[Container, ...], recipient: str | None) -> None:
    if any(not isinstance(container, Container) for container in containers):
        raise TypeError("a stock holds Containers")
    if recipient is not None and not isinstance(recipient, str):
        raise TypeError(f"recipient is text, not {type(recipient).__name__}")
    named = recipient not in (None, "", UNASSIGNED)
    if not named and any(container.recipient != UNASSIGNED for container in containers):
        message = "The stock holds containers bound to a recipient; for whom the dose is, is not stated."
        raise refuse("recipient.missing", "recipient", message, "Give the patient's identifier.")
    twice = [name for name, number in Counter(c.identity for c in containers).items() if number > 1]
    if twice:
        message = f"Listed more than once: {', '.join(sorted(twice))}."
        raise refuse("stock.duplicate", "stock", message, "List every container once.")


def _standing(container: Container, recipient: str | None, now: date, when: date) -> LeftOut | None:
    """The first reason in what a container is, whatever it holds. Nothing is said of another recipient."""
    found: tuple[str, str] | None = None
    if container.recipient not in (UNASSIGNED, recipient):
        found = "container.other-recipient", "bound to another recipient"
    elif container.status != "released":
        found = "container.quarantined", "in quarantine, not released"
    elif past(container, now) and not later_today(container, now):
        found = "container.expired", f"expired: {usable_until(container, now)}"
    elif past(container, when):
        found = "container.expires-before", f"expires before the infusion: {usable_until(container, when)}"
    return LeftOut(container.identity, *found) if found else None


def _cells(container: Container, need: Amount, known: dict[Content, Amount | LeftOut]) -> Amount | LeftOut:
    """The cells a container gives in the terms of the dose, or that it cannot be counted so."""
    found = known.get(container.content)
    if found is None:
        try:
            found = deliverable(container.content, need).cells
        except Refusal as refusal:
            empty = set(refusal.codes) <= set(WITHOUT_CONTENT)
            why = " ".join(problem.message for problem in refusal.problems)
            found = LeftOut("", "container.empty" if empty else "container.counts-differ", why)
        known[container.content] = found
    return LeftOut(container.identity, found.code, found.why) if isinstance(found, LeftOut) else found


def _allergy(container: Container, allergies: set[str]) -> LeftOut | None:
    meant = allergies - {UNKNOWN, NONE_KNOWN}
    listed = sorted(flag for flag in container.notes.hypersensitivity if flag.casefold() in meant)
    if not listed:
        return None
    why = f"the patient is allergic to what it holds: {', '.join(listed)}"
    return LeftOut(container.identity, "container.allergy", why)


def _allergy_check(code: str, message: str, fix: str) -> tuple[Problem, ...]:
    return (Problem(code, "check", "allergies", message, fix),)
