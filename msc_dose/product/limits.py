"""Acceptance limits: the site's or the protocol's, none shipped; each result inside, outside, or not set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msc_dose.dosing.body import check_kind
from msc_dose.problems import Problem, refuse, require_text
from msc_dose.quantity.amount import Amount

# What can be limited, and the kind of amount in which it is. Of "a-to-b" the value is a ÷ b, in %.
LIMITED = {
    "prepared-to-calculated": "ratio",
    "infused-to-calculated": "ratio",
    "cells-per-weight": "dose_per_weight",
    "cells-per-dose": "cell_count",
    "post-thaw-viability": "percentage",
    "final-concentration": "cell_concentration",
    "final-volume": "volume",
    "nominal-to-measured": "ratio",
}
INSIDE, OUTSIDE, NOT_SET, NOT_KNOWN = "inside", "outside", "limit not set", "not known"


@dataclass(frozen=True, slots=True)
class Limit:
    """What is limited, the least and the most allowed (both included), and whose limit it is.

    Raises Refusal `limit.unknown`, `limit.empty`, `limit.reversed`, `limit.origin-missing`,
    `unit.wrong-kind`, `count.mixed`.
    """

    what: str
    low: Amount | None
    high: Amount | None
    origin: str

    def __post_init__(self) -> None:
        """Hold both ends to the kind of what is limited, and to their order."""
        require_text(self.what, self.origin)
        if self.what not in LIMITED:
            message, fix = f"{self.what!r} is nothing that is limited.", f"Say one of {', '.join(LIMITED)}."
            raise refuse("limit.unknown", "limits", message, fix, self.what)
        if not self.origin.strip():
            raise refuse(
                "limit.origin-missing", "limits", "Whose limit it is, is missing.", "Name the source."
            )
        ends = [
            check_kind(end, LIMITED[self.what], "limits") for end in (self.low, self.high) if end is not None
        ]
        if not ends:
            message = f"The limit of {self.what} has neither a least nor a most."
            raise refuse("limit.empty", "limits", message, "Give one of the two, or leave the limit out.")
        if self.low is not None and self.high is not None and alike(self.low, self.high) > self.high:
            message = f"The least, {self.low}, is above the most, {self.high}."
            raise refuse("limit.reversed", "limits", message, "Exchange or correct the two.")

    def holds(self, value: Amount) -> bool:
        """Whether the value is within the limit, both ends included; `count.mixed` for other cells."""
        low, high = self.low, self.high
        return not (
            (low is not None and value < alike(low, value))
            or (high is not None and value > alike(high, value))
        )

    def __str__(self) -> str:
        """The ends in words."""
        if self.low is None or self.high is None:
            return f"at least {self.low}" if self.high is None else f"at most {self.high}"
        return f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One result beside its limit: `inside`, `outside`, `limit not set`, or `not known` (no result)."""

    what: str
    value: Amount | None
    verdict: str
    limit: Limit | None = None


def alike(amount: Amount, like: Amount) -> Amount:
    """The amount, said to count what another counts, where it does not say otherwise.

    Raises Refusal `count.mixed` where both say what they count and differ.
    """
    for fact in ("counts", "population", "moment"):
        own, other = getattr(amount, fact), getattr(like, fact)
        if own is not None and other is not None and own != other:
            message = f"{amount} counts {own} cells where {other} cells are counted."
            raise refuse("count.mixed", "limits", message, "State the limit in the cells of the dose.")
    return replace(
        amount, counts=like.counts, population=like.population, moment=like.moment, basis=like.basis
    )


def check_limits(limits: Sequence[Limit]) -> dict[str, Limit]:
    """The limits by what they limit; Refusal `limit.twice` where two limit the same."""
    by_name: dict[str, Limit] = {}
    for limit in limits:
        if limit.what in by_name:
            message = f"Two limits of {limit.what}: {by_name[limit.what].origin} and {limit.origin}."
            raise refuse("limit.twice", "limits", message, "Keep the one that holds.")
        by_name[limit.what] = limit
    return by_name


def verdicts(
    values: Mapping[str, Amount | None], limits: Sequence[Limit]
) -> tuple[tuple[Verdict, ...], tuple[Problem, ...]]:
    """A verdict for everything that can be limited, in order, and a CHECK `limit.outside` for each outside.

    A limit that is set where there is no result is `not known`, with a NOTE `limit.not-judged`.
    """
    by_name = check_limits(limits)
    found = tuple(_verdict(what, values.get(what), by_name.get(what)) for what in LIMITED)
    return found, tuple(problem for verdict in found for problem in _told(verdict))


def _verdict(what: str, value: Amount | None, limit: Limit | None) -> Verdict:
    if limit is None:
        return Verdict(what, value, NOT_SET)
    if value is None:
        return Verdict(what, None, NOT_KNOWN, limit)
    return Verdict(what, value, INSIDE if limit.holds(value) else OUTSIDE, limit)


def _told(verdict: Verdict) -> list[Problem]:
    limit = verdict.limit
    if limit is None or verdict.verdict == INSIDE:
        return []
    if verdict.verdict == NOT_KNOWN:
        message = f"{verdict.what} is limited ({limit}), but there is nothing to hold to it."
        return [
            Problem("limit.not-judged", "note", "limits", message, "Judge it by hand.", source=limit.origin)
        ]
    message = f"{verdict.what} is {verdict.value}; the limit is {limit}."
    fix = "A person decides whether it may be used."
    return [Problem("limit.outside", "check", "limits", message, fix, str(verdict.value), limit.origin)]
