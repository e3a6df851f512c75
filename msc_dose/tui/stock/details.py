"""Everything that is known of one container, as lines under headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from msc_dose.problems import Problem
from msc_dose.product.container import Container
from msc_dose.product.life import ENTERED_IN_ERROR, Life, Step
from msc_dose.product.limits import Limit
from msc_dose.quantity.writer import briefly
from msc_dose.store.databases.database import Statements
from msc_dose.store.stock import (
    ExceptionalRelease,
    HeldContainer,
    exceptional_releases,
    history,
    life_on_record,
    not_told_to_course,
    release_in_force,
    second_people,
)
from msc_dose.store.stock.rows import known
from msc_dose.tui.stock.words import expiry_of, for_whom, holds
from msc_dose.verification.showing import moment_text


@dataclass(frozen=True, slots=True)
class Details:
    """One container as the record has it: its life, every step and whether it counts, its releases."""

    held: HeldContainer
    life: Life
    steps: tuple[tuple[Step, bool], ...]
    agreed: Mapping[str, str]
    releases: tuple[ExceptionalRelease, ...]
    in_force: ExceptionalRelease | None
    problems: tuple[Problem, ...] = ()

    @property
    def last_by_hand(self) -> Step | None:
        """The step that can be entered in error: the last that a person took and that counts."""
        steps = [step for step, counts in self.steps if counts and step.by_hand]
        return steps[-1] if steps else None


def details_of(statements: Statements, identity: str) -> Details:
    """Everything on one container; Refusal `container.not-found`."""
    held = known(statements, identity)
    return Details(
        held,
        life_on_record(statements, held.identity),
        history(statements, held.identity),
        second_people(statements, held.identity),
        exceptional_releases(statements, held.identity),
        release_in_force(statements, held.identity),
        tuple(not_told_to_course(statements, held.identity)),
    )


def headline(details: Details, now: datetime) -> str:
    """State, holder and expiry in one line: what decides whether it may be used."""
    held = details.held
    by = f", held by course {held.course}, infusion {held.infusion}" if held.course else ""
    exceptional = " BY EXCEPTIONAL RELEASE" if held.exceptional else ""
    return f"{held.state.upper()}{exceptional}{by}.  {_until(held, now)}"


def _until(held: HeldContainer, now: datetime) -> str:
    expiry = expiry_of(held.container, now, held.state)
    return expiry.text if expiry.over else f"Expires {expiry.text}"


def facts(held: HeldContainer) -> list[tuple[str, str]]:
    """Each fact by its name; what is unknown says so."""
    container = held.container
    return [
        ("Identity", held.identity),
        *_label(container),
        ("Whose", f"{for_whom(container)}; donor: {container.donor_type}"),
        ("Holds", _holds(container)),
        *_content(container),
        ("Container", container.type),
        ("Position", container.position),
        *((name.replace("_", " ").capitalize(), text) for name, text in container.notes.texts()),
        ("Contains", "; ".join(container.notes.hypersensitivity)),
    ]


def _label(container: Container) -> Iterator[tuple[str, str]]:
    if container.din:
        yield "Donation no.", container.din
        yield "Product code", container.product_code or "unknown"
    else:
        yield "Lot", container.lot or "unknown"
        yield "Serial", container.serial or "unknown"


def _holds(container: Container) -> str:
    counted = container.content.counted
    when = f", counted {counted.moment}" if counted and counted.moment else ", when counted is not stated"
    return f"{holds(container.content)}{when}"


def _content(container: Container) -> Iterator[tuple[str, str]]:
    content = container.content
    amounts = {
        "Concentration": content.concentration if content.cells else None,
        "Withdrawable": content.withdrawable,
        "Nominal": content.nominal if content.fill else None,
    }
    yield from ((name, briefly(amount)) for name, amount in amounts.items() if amount)
    if content.viability:
        at = f" {content.viability_moment}" if content.viability_moment else ""
        yield "Viability", f"{briefly(content.viability)}{at}"
    if content.recovery:
        yield "Recovery", f"{briefly(content.recovery.percent)} of {content.recovery.of} cells"
    if content.dmso:
        yield "DMSO", f"{briefly(content.dmso.percent)} {content.dmso.of}"


def limit_lines(limits: tuple[Limit, ...]) -> list[tuple[str, str]]:
    """The acceptance limits of the site, each with whose it is."""
    return [(each.what, f"{_range(each)} ({each.origin})") for each in limits]


def _range(limit: Limit) -> str:
    if limit.low and limit.high:
        return f"{briefly(limit.low)} to {briefly(limit.high)}"
    if limit.low:
        return f"{briefly(limit.low)} or more"
    return f"{briefly(limit.high)} or less" if limit.high else "none"


def release_lines(details: Details, zone: str) -> list[list[tuple[str, str]]]:
    """Each exceptional release: what departs, why, the reference, who signed; whether it is in force."""
    found = []
    for each in details.releases:
        force = "in force" if each == details.in_force else "not in force any more"
        rows = [("Exceptional", force), ("Fact", each.fact), ("Reason", each.reason)]
        rows.append(("Notification", each.notification))
        rows += [
            ("Signed", f"{one.name} ({one.person}, {one.role}), {moment_text(one.at, zone)}")
            for one in each.signatures
        ]
        found.append(rows)
    return found


def step_lines(details: Details, zone: str) -> list[tuple[str, str]]:
    """Every step with its moment, the last first; one that does not count says so."""
    names = {step.number: step.name for step, _ in details.steps}
    return [
        (moment_text(step.at, zone), _said(step, counts, names, details.agreed))
        for step, counts in reversed(details.steps)
    ]


def _said(step: Step, counts: bool, names: Mapping[int, str], agreed: Mapping[str, str]) -> str:
    why = f": {step.reason}" if step.reason else ""
    if step.name == ENTERED_IN_ERROR:
        second = f" and {agreed[step.at]}" if step.at in agreed else ""
        what = names.get(step.event or 0, "a step")
        return f"{what} entered in error, by {step.person}{second}{why}"
    whose = f" for {step.course}, infusion {step.infusion}" if step.course else ""
    told = f", told by event {step.event}" if step.event is not None else ""
    struck = "" if counts else "DOES NOT COUNT (entered in error): "
    return f"{struck}{step.name}{whose}, by {step.person}{told}{why}"
