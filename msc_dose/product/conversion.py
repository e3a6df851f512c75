"""How the cells that a container counts become the cells that a dose counts.

(a) All cells before freeze: times total recovery, times post-thaw viability. (b) Viable cells before freeze:
times viable recovery, in which death already is. (c) Viable cells after thaw, or a label's nominal content:
as they are. What is stated converts, and nothing else does.
"""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.problems import Problem, Refusal, Severity, refuse
from msc_dose.product.container import Content
from msc_dose.quantity.amount import Amount

SAME = "the same count"
VIABILITY = "viability"
TOTAL = "total recovery"
TOTAL_AND_VIABILITY = "total recovery and viability after thaw"
VIABLE = "viable recovery"
VIABILITY_AND_VIABLE = "viability before freeze and viable recovery"
FROZEN = "before freeze"


@dataclass(frozen=True, slots=True)
class Conversion:
    """The `percents` that are taken, in order, of what the container counts; `names` says what each is.

    `case` is one of the six texts above.
    """

    percents: tuple[Amount, ...]
    names: tuple[str, ...]
    case: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Counted:
    counts: str | None
    moment: str | None


def conversion(content: Content, dose: Amount) -> Conversion:
    """How a content's cells become cells of the dose.

    A content that counts what the dose counts, at the same moment, is taken as it is. Raises Refusal
    `count.mixed` (another population, or a step back in time), `recovery.missing`, `recovery.wrong-kind`,
    `viability.missing`, `viability.moment-missing`.
    """
    stated = content.cells or content.concentration
    problems = [] if stated is None else _population(stated, dose)
    own = _Counted(stated.counts, stated.moment) if stated is not None else _Counted(None, None)
    wanted = _wanted(content, own, dose)
    taken, more = _taken(content, own, wanted, dose)
    case, percents, names = _case(content, taken, wanted)
    problems += [*more, *_not_applied(content, percents)]
    return Conversion(percents, names, case, tuple(problems))


def _wanted(content: Content, own: _Counted, dose: Amount) -> _Counted:
    """What the dose counts; where it does not say, viable cells if anything converts to them."""
    if dose.counts is not None:
        return _Counted(dose.counts, dose.moment)
    converts = content.viability is not None or content.recovery is not None
    return _Counted("viable" if converts and own.moment != "label nominal" else own.counts, dose.moment)


def _taken(
    content: Content, own: _Counted, wanted: _Counted, dose: Amount
) -> tuple[_Counted, tuple[Problem, ...]]:
    """What the container is taken to count, with a NOTE or CHECK for what it does not say."""
    counts, moment = own.counts, own.moment
    if counts is None and wanted.counts is not None:
        counts = wanted.counts if moment == "label nominal" else _implied(content, wanted.counts)
    if moment is None:
        moment = FROZEN if content.recovery is not None else wanted.moment
    found = []
    if own.counts is None or dose.counts is None:
        found += _counts_taken(own, dose, counts, wanted.counts)
    asked = moment is not None and (wanted.moment is not None or content.recovery is not None)
    if own.moment is None and asked and (content.cells or content.concentration):
        found.append(_moment_taken(content, moment))
    elif own.moment is None and wanted.moment is None and (content.cells or content.concentration):
        found.append(_after_thaw_taken())
    return _Counted(counts, moment), tuple(found)


def _implied(content: Content, wanted: str) -> str:
    """All cells where a viability is stated to take of them; else what the dose counts."""
    total = content.recovery is not None and content.recovery.of == "total"
    return "all" if content.viability is not None or total else wanted


def _case(
    content: Content, own: _Counted, wanted: _Counted
) -> tuple[str, tuple[Amount, ...], tuple[str, ...]]:
    if wanted.counts == "all" and own.counts == "viable":
        raise _mixed("The container counts viable cells, the dose counts all cells.")
    if own.moment != FROZEN and wanted.moment == FROZEN:
        raise _mixed(f"The container was counted {own.moment}, the dose counts cells before freeze.")
    thawing = own.moment == FROZEN and wanted.moment != FROZEN
    if own.counts == wanted.counts:
        return _through_thaw(content, own.counts) if thawing else (SAME, (), ())
    if not thawing:
        return VIABILITY, (_viability(content, _when_measured(own.moment)),), ("viability",)
    if content.recovery is None:
        raise _recovery_missing()
    if content.recovery.of == "viable":
        before = _viability(content, (FROZEN,))
        names = ("viability before freeze", "viable recovery")
        return VIABILITY_AND_VIABLE, (before, content.recovery.percent), names
    after = _viability(content, (None, "after thaw"))
    return TOTAL_AND_VIABILITY, (content.recovery.percent, after), ("total recovery", "viability after thaw")


def _through_thaw(content: Content, counts: str | None) -> tuple[str, tuple[Amount, ...], tuple[str, ...]]:
    """The same cells before freeze and after thaw: viable ones by viable recovery, all by total recovery."""
    if content.recovery is None:
        raise _recovery_missing()
    needed = "total" if counts == "all" else "viable"
    if content.recovery.of != needed:
        message = f"The container counts {counts} cells before freeze; a {content.recovery.of} recovery "
        message += "cannot be taken of them."
        fix = f"Give the {needed} recovery, or correct what the container counts."
        raise refuse("recovery.wrong-kind", "recovery_of", message, fix, content.recovery.of)
    name = f"{needed} recovery"
    return (VIABLE if needed == "viable" else TOTAL), (content.recovery.percent,), (name,)


def _when_measured(counted: str | None) -> tuple[str | None, ...]:
    """When a viability may have been measured that belongs to a count of all cells at this moment.

    One measured before freeze belongs to a count before freeze only: the thaw lies between it and the dose.
    """
    if counted in (None, "label nominal"):
        return None, "after thaw", "label nominal"
    return None, counted


def _viability(content: Content, moments: tuple[str | None, ...]) -> Amount:
    """The viability, where it was measured when it must have been."""
    when = " or ".join(dict.fromkeys(moment for moment in moments if moment)) or "then"
    if content.viability is None:
        message = f"The dose counts viable cells, the container all cells, and no viability {when} is stated."
        raise refuse("viability.missing", "viability", message, "Give the viability, for instance 85 %.")
    if content.viability_moment not in moments:
        at = content.viability_moment or "at a moment that is not stated"
        message = f"A viability {when} belongs here; the one stated was measured {at}."
        fix = "Say when it was measured, or say what the container counts, viable or all."
        raise refuse("viability.moment-missing", "viability", message, fix, str(content.viability))
    return content.viability


def _population(stated: Amount, dose: Amount) -> list[Problem]:
    if stated.population == dose.population:
        return []
    if stated.population and dose.population:
        raise _mixed(f"The container counts {stated.population}, the dose {dose.population}.", "population")
    known = stated.population or dose.population
    message = f"Only one of container and dose says that it counts {known}; the other is taken to do so."
    return [Problem("population.not-stated", "check", "population", message, "State what both count.")]


def _counts_taken(own: _Counted, dose: Amount, counts: str | None, wanted: str | None) -> list[Problem]:
    if counts is None and wanted is None:
        return []
    # A label states its number in the cells of its own dose: nothing else could be meant by it.
    label = own.counts is None and own.moment == "label nominal"
    severity: Severity = "note" if label or (own.counts is None and dose.counts is None) else "check"
    message = f"The container is taken to count {counts} cells and the dose {wanted} cells: not both say so."
    fix = "State what is counted in each, viable or all."
    return [Problem("counts.taken", severity, "counts", message, fix)]


def _moment_taken(content: Content, moment: str | None) -> Problem:
    why = "a recovery is stated for it" if content.recovery else "the dose counts them then"
    message = f"When the container was counted is not stated; {moment} is taken, for {why}."
    severity: Severity = "note" if content.recovery else "check"
    fix = "State when it was counted: before freeze, after thaw, label nominal."
    return Problem("moment.taken", severity, "container", message, fix)


def _after_thaw_taken() -> Problem:
    message = "When the container was counted is not stated, nor which moment the dose counts at; the "
    message += "cells are taken as counted after thaw."
    fix = "State when it was counted: before freeze, after thaw, label nominal."
    return Problem("moment.taken", "note", "container", message, fix)


def _not_applied(content: Content, percents: tuple[Amount, ...]) -> list[Problem]:
    """A NOTE for a viability or recovery that is stated and rightly not taken."""
    stated = (("viability", content.viability), ("recovery", content.recovery and content.recovery.percent))
    unused = [(name, amount) for name, amount in stated if amount is not None and amount not in percents]
    return [
        Problem(
            f"{name}.not-applied",
            "note",
            name,
            f"The {name} of {amount} is not taken: what the container counts does not call for it.",
            "Check when and how the container was counted.",
            str(amount),
        )
        for name, amount in unused
    ]


def _recovery_missing() -> Refusal:
    message = "The container was counted before freeze, the dose counts what is left after thaw."
    fix = "Give the recovery and its kind, or say that the dose counts cells before freeze."
    return refuse("recovery.missing", "recovery", message, fix)


def _mixed(message: str, field: str = "counts") -> Refusal:
    return refuse("count.mixed", field, message, "Convert by a stated fraction, or correct one of the two.")
