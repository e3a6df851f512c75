"""What is told of the containers chosen from a stock, and of what is not known of a product."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING

from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.allocation.expiry import check_moment, past, usable_until
from msc_dose.product.container import NONE_KNOWN, UNKNOWN, Container
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.use import ProductUse


def check_counted(rule: DoseRule) -> None:
    """Raise Refusal `value.missing` for a dose that does not say which cells it counts.

    A stock holds several populations, and what counts one must never be drawn for another.
    """
    missing = []
    if rule.population is None:
        message = "Which cells the dose counts is not stated, and a stock may hold several populations."
        missing.append(stop("value.missing", "population", message, "Name them, such as MSC or CD34+."))
    if rule.counts is None:
        message = "Whether the dose counts viable or all cells is not stated, and the stock counts both."
        missing.append(stop("value.missing", "counts", message, "Say viable or all."))
    if missing:
        raise Refusal(missing)


def expiring(chosen: tuple[Container, ...], made: Preparation, on: date | datetime) -> list[Problem]:
    """A CHECK for each container that expires before the infusion of it can have ended."""
    ends = [made.clock.finish_by] if made.clock is not None and made.clock.finish_by is not None else []
    if isinstance(on, datetime) and made.duration is not None:
        minutes = int(made.duration.value.to_integral_value(ROUND_CEILING))
        ends.append(on + timedelta(minutes=minutes))
    found = []
    for each in chosen:
        if any(past(each, check_moment(end, "started")) for end in ends):
            until = usable_until(each, ends[0])
            message = f"{each.identity} is {until}; by then the infusion has not ended."
            fix = "Start earlier or infuse faster, within what the product allows; or choose another."
            found.append(Problem("container.expires-during", "check", "stock", message, fix))
    return found


def mixed_lots(chosen: tuple[Container, ...]) -> list[Problem]:
    """A CHECK (policy) where one dose is made of containers of more than one lot or donation."""
    lots = dict.fromkeys(each.din or each.lot or "" for each in chosen)
    if len(lots) < 2:
        return []
    message = f"One dose is made of {len(lots)} lots or donations: {', '.join(lots)}."
    fix = "Ask whether they may be combined, or choose one: --same lot, --same donor."
    return [Problem("allocation.mixed-lots", "check", "stock", message, fix, source="policy")]


def unmatched(use: ProductUse) -> list[Problem]:
    """A NOTE of the patient's allergies that no container of the stock lists by that name."""
    listed = {name.casefold() for each in use.supply for name in each.notes.hypersensitivity}  # type: ignore[union-attr]
    asked = [each for each in use.allergies or () if each not in (NONE_KNOWN, UNKNOWN)]
    missing = [each for each in asked if each.casefold() not in listed]
    if not missing or UNKNOWN in listed:  # what is unknown is told by itself
        return []
    message = f"No container of the stock lists {', '.join(missing)}; names are compared as they are written."
    fix = "Compare with what the containers contain: DMSO and dimethyl sulphoxide are two names."
    return [Problem("allergy.no-match", "note", "allergies", message, fix)]


def unknown_notes(chosen: tuple[Container, ...]) -> list[Problem]:
    """A NOTE of what is unknown of the chosen containers and must be known before they are used."""
    unknown: dict[str, list[str]] = {}
    for each in chosen:
        for name, text in each.notes.texts():
            if text == UNKNOWN:
                unknown.setdefault(name.replace("_", " "), []).append(each.identity)
    if not unknown:
        return []
    message = "; ".join(f"{name} is unknown for {', '.join(which)}" for name, which in unknown.items())
    fix = "Find it out before the containers are used."
    return [Problem("container.unknown", "note", "stock", f"{message[0].upper()}{message[1:]}.", fix)]


def allergies_unanswered(use: ProductUse) -> list[Problem]:
    """A CHECK where the patient has allergies and nothing says what a nominal container contains."""
    listed = tuple(each for each in use.allergies or () if each not in (NONE_KNOWN, UNKNOWN))
    if not listed or isinstance(use.supply, tuple):
        return []
    message = f"The patient is allergic to {', '.join(listed)}; what the product contains is not stated."
    return [Problem("allergy.content-unknown", "check", "allergies", message, "Ask the manufacturer.")]
