"""What a plan must hold, looked at naively with fractions and by trying every choice."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from fractions import Fraction
from itertools import combinations
from math import lcm

from msc_dose.courses.plan import Infusion, Plan
from msc_dose.product.container import Container, Content

MOST_TRIED = 9


def exact(amount) -> Fraction:
    return Fraction(amount.numerator) / amount.denominator


def part(percent) -> Fraction:
    return exact(percent) / 100


def gives(
    content: Content, counts: str, moment: str | None, population: str | None = None
) -> Fraction | None:
    """The cells of the dose that can be got out of one container; None where nothing converts."""
    stated, fill = content.cells or content.concentration, content.fill or content.withdrawable
    of_two = [] if content.cells is None else [exact(content.cells)]
    if content.concentration is not None and fill is not None:
        of_two.append(exact(content.concentration) * exact(fill))
    if not of_two or (population and stated.population and stated.population != population):
        return None
    held = min(of_two)
    if content.fill is not None and content.withdrawable is not None:
        held = held * exact(content.withdrawable) / exact(content.fill)
    viability, when, recovery = content.viability, content.viability_moment, content.recovery
    own, then = stated.counts, stated.moment
    if own is None:
        sure = then != "label nominal" and (viability or (recovery and recovery.of == "total"))
        own = "all" if sure else counts
    frozen = then == "before freeze" or (then is None and (recovery or moment == "before freeze"))
    needed = "before freeze" if frozen else then or "after thaw"
    if frozen and moment != "before freeze":
        if recovery is None or (own, recovery.of) == ("viable", "total"):
            return None
        held *= part(recovery.percent)
        if recovery.of == "viable":
            own, needed = "viable" if own == "viable" else "of all", "before freeze"
        else:
            needed = "after thaw"
    elif moment == "before freeze" and not frozen:
        return None
    if own == counts:
        return held
    if counts == "all" or viability is None:
        return None
    fits = {needed, None} | ({"after thaw"} if needed == "label nominal" else set())
    fits |= {"label nominal"} if then is None and moment is None else set()
    return held * part(viability) if when in fits - ({None} if own == "of all" else set()) else None


def lasts(container: Container, day: date) -> bool:
    expiry = container.expiry
    if isinstance(expiry, datetime):
        return datetime.combine(day, time.max) < expiry
    return expiry == "none assigned" or day <= expiry


def order(container: Container) -> tuple:
    expiry = container.expiry
    if expiry == "none assigned":
        return (date.max, time.max), container.identity
    timed = isinstance(expiry, datetime)
    return (expiry.date(), expiry.time()) if timed else (expiry, time.max), container.identity


def look(plan: Plan, offered: tuple[Container, ...] | None) -> Counter[str]:
    """What kinds of preparation the plan holds; AssertionError where one is not what it must be."""
    seen: Counter[str] = Counter()
    made = [infusion.preparation for infusion in plan.infusions]
    used = [each.identity for one in made if one for each in one.containers]
    if offered is not None:
        assert len(used) == len(set(used)), "a container twice in a course"
        assert_nobody_elses(plan, offered)
    for infusion in plan.infusions:
        if offered is not None:
            assert_choice(plan, infusion)
        if infusion.preparation is None:
            seen["not served"] += offered is not None
            continue
        seen["stock" if offered is not None else "nominal"] += 1
        seen[plan.inputs.product.handling.dispense or "not stated"] += 1
        assert_amounts(plan, infusion, nominal=offered is None)
    return seen


def assert_nobody_elses(plan: Plan, offered: tuple[Container, ...]) -> None:
    """Nothing bound to another patient is chosen, left out, or anywhere in the document."""
    theirs = {each.identity for each in offered if each.recipient not in ("unassigned", "P-1")}
    document = plan.as_document()
    listed = {each["identity"] for each in document["inputs"]["preparation"]["supply"]["containers"]}
    for infusion in document["infusions"]:
        one = infusion["preparation"] or {"containers": [], "left_out": []}
        listed |= {each["identity"] for each in (*one["containers"], *one["left_out"])}
    assert not theirs & listed, "a container of another patient"


def assert_amounts(plan: Plan, infusion: Infusion, nominal: bool) -> None:
    """Never above the maximum, never above the dose where it is drawn, never a container too many or few."""
    made, use, rule = infusion.preparation, plan.inputs.product, plan.inputs.rule
    need, whole = exact(infusion.dose.days[0]), use.handling.dispense == "whole"
    assert exact(made.need) == need
    if made.delivered is not None:
        assert rule.maximum is None or exact(made.delivered) <= exact(rule.maximum), "above the maximum"
        assert whole or exact(made.delivered) <= need, "more drawn than the dose"
    if nominal and made.containers_to_thaw is not None:
        number, each = made.containers_to_thaw, gives(use.supply, rule.counts, rule.moment, rule.population)
        if whole:
            low, high = range_of(plan, infusion, need)
            held = [n * each for n in range(1, int(need / each) + 2)]
            allowed = [cells for cells in held if low <= cells and (high is None or cells <= high)]
            nearest = min(allowed, key=lambda cells: (abs(cells - need), cells))
            assert number * each == exact(made.delivered) == nearest, "not the nearest number of containers"
        else:
            assert (number - 1) * each < need <= number * each, "a container too many or too few"


def assert_choice(plan: Plan, infusion: Infusion) -> None:
    """The best of every choice among what no other infusion uses; none where none is good enough."""
    use, rule, need = plan.inputs.product, plan.inputs.rule, exact(infusion.dose.days[0])
    others = {
        each.identity
        for other in plan.infusions
        if other.preparation and other is not infusion
        for each in other.preparation.containers
    }
    mine = [each.identity for each in infusion.preparation.containers] if infusion.preparation else []
    groups = {each.lot for each in use.supply if each.identity in others | set(mine)} if use.same else set()
    assert len(groups) <= 1, "two lots in a course of one"
    held = {}
    for each in sorted(use.supply, key=order):
        allergies = {text.casefold() for text in use.allergies or ()} - {"none known", "unknown"}
        fit = each.status == "released" and lasts(each, infusion.date) and each.identity not in others
        fit = fit and not allergies & {text.casefold() for text in each.notes.hypersensitivity}
        cells = gives(each.content, rule.counts, rule.moment, rule.population)
        if fit and cells is not None and (not groups or each.lot in groups):
            held[each.identity] = cells, order(each)
    assert set(mine) <= set(held), "a container that may not be used"
    if use.handling.dispense == "draw":
        assert bool(mine) == (sum(cells for cells, _ in held.values()) >= need), "served, or not, wrongly"
    low, high = range_of(plan, infusion, need)
    # Less than the dose in all is given whole only where a limit says how much less.
    enough = low > 0 or sum(cells for cells, _ in held.values()) >= need
    if len(held) <= MOST_TRIED and (mine or enough):
        best = best_of_all(held, need, low, high, use.handling.dispense == "draw")
        assert tuple(mine) == best, f"{mine}, and not {best}"


def range_of(plan: Plan, infusion: Infusion, need: Fraction) -> tuple[Fraction, Fraction | None]:
    """The least and the most that whole containers may give."""
    weight = infusion.dose.weight
    each = {"prepared-to-calculated": need / 100, "cells-per-dose": Fraction(1)}
    each |= {"cells-per-weight": exact(weight)} if weight is not None else {}
    limits = [limit for limit in plan.inputs.product.limits if limit.what in each]
    lows = [exact(limit.low) * each[limit.what] for limit in limits if limit.low is not None]
    highs = [exact(limit.high) * each[limit.what] for limit in limits if limit.high is not None]
    highs += [exact(plan.inputs.rule.maximum)] if plan.inputs.rule.maximum else []
    return max(lows, default=Fraction(0)), min(highs, default=None)


def best_of_all(
    held: dict, need: Fraction, low: Fraction, high: Fraction | None, drawn: bool
) -> tuple[str, ...]:
    """By trying every choice: drawn, the fewest that hold the dose; whole, those nearest to it."""
    numbers = [need, low, *(high,) * (high is not None), *(cells for cells, _ in held.values())]
    scale = lcm(*(number.denominator for number in numbers))
    wanted, least = int(need * scale), int(low * scale)
    most = None if high is None else int(high * scale)
    own = [(int(cells * scale), place) for cells, place in held.values()]
    best, first = None, ()
    for size in range(1, len(own) + 1):
        for places in combinations(range(len(own)), size):
            total = sum(own[place][0] for place in places)
            if total < wanted if drawn else total < least or (most is not None and total > most):
                continue
            expiries = [own[place][1][0] for place in places]
            key = (size, expiries, total) if drawn else (abs(total - wanted), total, size, expiries)
            if best is None or (key, places) < best:
                best, first = (key, places), tuple(list(held)[place] for place in places)
        if drawn and best is not None:
            break
    return first
