"""The containers of a whole course: each infusion's own, those reserved for others, and what runs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from msc_dose.problems import Problem, gather, refuse
from msc_dose.product.allocation.allocating import Allocation, allocation_of, refused, said, without_reserved
from msc_dose.product.allocation.choosing import Choice, Demand, choose
from msc_dose.product.allocation.eligibility import LeftOut, Sorted, reasons, sort_out
from msc_dose.product.allocation.serving import Served, group_of, served_by_group
from msc_dose.product.container import Container
from msc_dose.product.preparation.working import total
from msc_dose.quantity.amount import Amount

SAME = (None, "lot", "donor")


@dataclass(frozen=True, slots=True)
class Need:
    """Infusion `number` of a course, its date (or date and time), and the cells it needs (a cell_count).

    `low`, `high` and `maximum` (cells) limit what whole containers hold.
    """

    number: int
    on: date
    cells: Amount
    low: Amount | None = None
    high: Amount | None = None
    maximum: Amount | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """How one infusion fares: `held` is what is usable on its date and not reserved for another infusion.

    `missing` is the need less `held` where it runs out (`None` where it is served, or where whole containers
    would suffice and none fit); `left_out` says how many containers were left out for which reason.
    """

    number: int
    on: date
    need: Amount
    served: bool
    held: Amount
    missing: Amount | None
    left_out: str


@dataclass(frozen=True, slots=True)
class CourseAllocation:
    """One Allocation for each infusion (`None`: none can be made), and the forecast in the same order.

    `group` is the lot or donor that all are taken from, where one was asked for. `problems` holds a CHECK
    `stock.runs-out` for each infusion without containers; those of an allocation stand in it.
    """

    allocations: tuple[Allocation | None, ...]
    forecast: tuple[Outlook, ...]
    group: str | None
    problems: tuple[Problem, ...]

    @property
    def runs_out(self) -> tuple[Outlook, ...]:
        """The infusions that cannot be served, in order."""
        return tuple(each for each in self.forecast if not each.served)


def allocate_course(
    needs: Sequence[Need],
    stock: Iterable[Container],
    *,
    recipient: str | None,
    dispense: str,
    same: str | None = None,
    allergies: tuple[str, ...] | None = None,
    taken: frozenset[str] = frozenset(),
    today: date | None = None,
) -> CourseAllocation:
    """The containers of every infusion of a course, none of them twice.

    Infusions are served in order of date, each by the rules of `allocate` from what is left. Where one
    cannot be served it is put before all others and the course is served anew, each at most once; of all
    these ways the one is kept that serves the earliest infusions, an earlier one counting more than all
    later ones, and of equals the first. `same` takes all from one `lot` or `donor` (a donation number or a
    lot): of the groups by first expiry the first that serves every infusion, else the one that serves most.
    `today` is the first infusion's date where it is not given. Raises Refusal `stock.shortfall` or
    `stock.none-fits` where no infusion can be served, `same.unknown`, `infusion.duplicate`, and those of
    `allocate`.
    """
    order = _in_order(needs, same)
    containers, first = tuple(stock), needs[order[0]].on
    demands = [Demand(need.cells, dispense, need.low, need.high, need.maximum) for need in needs]
    names = dict.fromkeys(taken, "another infusion")
    sorted_out = [
        _apart(
            sort_out(
                containers,
                need.cells,
                need.on,
                recipient=recipient,
                today=first if today is None else today,
                allergies=allergies,
            ),
            names,
        )
        for need in needs
    ]
    served = served_by_group([each.usable for each in sorted_out], demands, order, by_group=same is not None)
    outcomes = [_outcome(i, needs, demands, sorted_out[i], served, same) for i in range(len(needs))]
    if not any(choice.places for choice, _ in outcomes):
        refusals = [
            refused(choice, demand, each.left_out)
            for (choice, each), demand in zip(outcomes, demands, strict=True)
        ]
        # Where every infusion lacks the same for the same reason, it is said once.
        raise gather({str(refusal): refusal for refusal in refusals}.values())
    forecast = tuple(_outlook(need, *each) for need, each in zip(needs, outcomes, strict=True))
    return CourseAllocation(
        tuple(
            allocation_of(choice, each, demand, allergies) if choice.places else None
            for (choice, each), demand in zip(outcomes, demands, strict=True)
        ),
        forecast,
        served.group,
        tuple(_runs_out(each) for each in forecast if not each.served),
    )


def _in_order(needs: Sequence[Need], same: str | None) -> list[int]:
    """The places of the infusions in order of date, then number."""
    if same not in SAME:
        raise refuse("same.unknown", "same", f"{same!r} is not what can be the same.", "Say lot or donor.")
    if not needs:
        raise refuse("value.missing", "needs", "The course has no infusion.", "Give its infusions.")
    if len({need.number for need in needs}) < len(needs):
        message = "Two infusions have the same number."
        raise refuse("infusion.duplicate", "needs", message, "Number every infusion once.")
    return sorted(range(len(needs)), key=lambda i: (_moment(needs[i].on), needs[i].number))


def _moment(on: date) -> datetime:
    return on if isinstance(on, datetime) else datetime.combine(on, time.min)


def _apart(each: Sorted, names: dict[str, str]) -> Sorted:
    """The usable containers without those that are reserved outside this course."""
    usable, reserved = without_reserved(each.usable, names)
    return Sorted(usable, (*each.left_out, *reserved))


def _outcome(
    i: int, needs: Sequence[Need], demands: Sequence[Demand], own: Sorted, served: Served, same: str | None
) -> tuple[Choice, Sorted]:
    """The choice of one infusion among what is usable for it and not reserved for another one."""
    names = {
        name: f"infusion {needs[j].number}"
        for j, chosen in enumerate(served.chosen)
        if j != i
        for name in chosen.names
    }
    usable, reserved = without_reserved(own.usable, names)
    others = [each for each in usable if same and group_of(each) != served.group]
    usable = tuple(each for each in usable if not same or group_of(each) == served.group)
    why = f"not of the {same} from which the course is taken"
    apart = tuple(LeftOut(each.container.identity, f"container.other-{same}", why) for each in others)
    rest = Sorted(usable, (*own.left_out, *reserved, *apart))
    taken = served.chosen[i]
    if not taken:
        return replace(choose(usable, demands[i]), places=()), rest
    # What was chosen in its turn stands: chosen anew from less, it might be of another's, or none.
    places = tuple(n for n, each in enumerate(usable) if each.container.identity in taken.names)
    return Choice(places, taken.proven, total([each.cells for each in usable])), rest


def _outlook(need: Need, choice: Choice, each: Sorted) -> Outlook:
    served = bool(choice.places)
    short = not served and choice.held < need.cells
    missing = need.cells - choice.held if short else None
    return Outlook(need.number, need.on, need.cells, served, choice.held, missing, reasons(each.left_out))


def _runs_out(each: Outlook) -> Problem:
    lacking = f"{said(each.missing)} are missing" if each.missing else "no whole containers fit its limits"
    message = (
        f"Infusion {each.number} on {each.on.isoformat()} has no containers: {lacking}, "
        f"with {said(each.held)} usable of {said(each.need)}. Left out: {each.left_out}."
    )
    fix = "Find more containers before that date."
    return Problem("stock.runs-out", "check", f"infusions[{each.number - 1}].stock", message, fix)
