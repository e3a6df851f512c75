"""Alerts: which CHECKs a person was shown, and with which reason one was overridden.

A CHECK is kept once for each entity, code and message, however often it is shown; a STOP or NOTE never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.plain_text import note_problem, shown
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.visible import visible

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert: shown to a person, or overridden by them with a reason. `at` is UTC in ISO form."""

    number: int
    code: str
    entity: str
    message: str
    person: str
    overridden: bool
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class AlertCount:
    """How often the CHECKs of a code were shown and overridden, and the latest reasons, newest first."""

    code: str
    shown: int
    overridden: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A CHECK of an entity: to whom it was shown first; the latest reason by which it stands, `by` whom."""

    code: str
    message: str
    person: str
    at: str
    reason: str = ""
    by: str | None = None


def tell(change: Change, entity: str, problems: Iterable[Problem]) -> None:
    """Keep each CHECK among the problems as shown; what is kept of this entity already is not kept twice."""
    for problem in problems:
        if problem.severity == "check" and not _kept(change.statements, entity, problem, overridden=0):
            _keep(change, entity, problem, overridden=0, reason="")


def override(change: Change, entity: str, problem: Problem, reason: str) -> None:
    """Keep that a CHECK was overridden, and why; it counts as shown as well.

    Raises Refusal `alert.no-override` for a STOP or a NOTE; `value.missing`, `text.too-long`,
    `text.control-character` for a reason that is not one visible line of at most 500 characters.
    """
    if problem.severity != "check":
        message = f"{problem.code} is a {problem.severity.upper()}; only a CHECK is overridden with a reason."
        raise refuse("alert.no-override", problem.field, message, problem.fix)
    wrong = note_problem(reason, "reason", LONGEST_REASON)
    if wrong:
        raise Refusal([wrong])
    tell(change, entity, [problem])
    _keep(change, entity, problem, overridden=1, reason=reason)


def answered(statements: Statements, entity: str, problem: Problem) -> bool:
    """Whether this CHECK of the entity, with this message, was overridden before."""
    return _kept(statements, entity, problem, overridden=1)


def unanswered(problems: Iterable[Problem], reasons: Mapping[str, str]) -> tuple[Problem, ...]:
    """The CHECKs among the problems for whose code there is no reason."""
    return tuple(each for each in problems if each.severity == "check" and each.code not in reasons)


def needing_reasons(problems: Iterable[Problem], reasons: Mapping[str, str]) -> None:
    """Hold the reasons (code → one visible line) to the CHECKs that were shown.

    Raises one Refusal that names each `alert.reason-missing` (a CHECK without a reason),
    `alert.reason-unknown` (a reason for what was not shown), and every reason that is no visible line.
    """
    found = tuple(problems)
    shown_codes = {each.code for each in found if each.severity == "check"}
    wrong = [
        *(_missing(each) for each in unanswered(found, reasons)),
        *(_unknown(code) for code in reasons if code not in shown_codes),
        *(bad for reason in reasons.values() if (bad := note_problem(reason, "reason", LONGEST_REASON))),
    ]
    if wrong:
        raise Refusal(wrong)


def listed(statements: Statements, code: str = "") -> tuple[Alert, ...]:
    """Every alert of a code, or of all codes, in the order in which they were kept."""
    return tuple(_alert(row) for row in statements.all("alerts_of_code", code=code))


def told_of(statements: Statements, entity: str) -> tuple[Told, ...]:
    """Every CHECK that was shown of this very entity, each once, in the order in which they were."""
    found: dict[tuple[str, str], Told] = {}
    for each in map(_alert, statements.all("alerts_of_entity", entity=entity)):
        key = (each.code, each.message)
        one = found.setdefault(key, Told(*key, each.person, each.at))
        if each.overridden:
            found[key] = replace(one, reason=each.reason, by=each.person)
    return tuple(found.values())


def counts(statements: Statements, latest: int = 3) -> tuple[AlertCount, ...]:
    """What was shown and overridden, by code, with so many of the latest reasons of each."""
    return tuple(
        AlertCount(row["code"], row["shown"], row["overridden"], _reasons(statements, row["code"], latest))
        for row in statements.all("alert_counts")
    )


def _reasons(statements: Statements, code: str, latest: int) -> tuple[str, ...]:
    return tuple(row["reason"] for row in statements.all("latest_reasons", code=code, latest=latest))


def _kept(statements: Statements, entity: str, problem: Problem, overridden: int) -> bool:
    asked = {"code": problem.code, "entity": entity, "message": visible(problem.message)}
    return statements.one("alert_kept", **asked, overridden=overridden) is not None


def _keep(change: Change, entity: str, problem: Problem, overridden: int, reason: str) -> None:
    change.append(
        "alert",
        code=problem.code,
        entity=entity,
        message=visible(problem.message),
        person=change.who.person,
        overridden=overridden,
        reason=reason,
        at=change.moment,
    )


def _alert(row: Row) -> Alert:
    return Alert(**{**row, "overridden": bool(row["overridden"])})


def _missing(problem: Problem) -> Problem:
    message = f"A reason is missing for {problem.code}: {problem.message}"
    return stop(
        "alert.reason-missing", problem.field, message, f"Say why it is done all the same. {problem.fix}"
    )


def _unknown(code: str) -> Problem:
    message = f"No CHECK {shown(code)} waits for a reason."
    return stop(
        "alert.reason-unknown", "reasons", message, "Give reasons for what is shown only.", shown(code)
    )
