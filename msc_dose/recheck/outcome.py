"""What the results of one preparation must be: numbers, containers, parts, options, verdicts."""

from __future__ import annotations

from msc_dose.recheck.content import Content, Counted, part
from msc_dose.recheck.exact import HUNDRED, ONE, Exact
from msc_dose.recheck.giving import Giving
from msc_dose.recheck.handling import LIMITED, Handling
from msc_dose.recheck.options import options
from msc_dose.recheck.preparation import Need, Prepared
from msc_dose.recheck.results import WORDS, Number, RoundedTo, Wanted, number_or_none
from msc_dose.recheck.source import Draw, Source

PRODUCT = "product"
_TENTH = Exact(1, 10)


def volumes(made: Prepared, need: Need, handling: Handling) -> dict[str, Wanted]:
    """Containers, volumes and cells of what is prepared."""
    rule = "none: exact" if handling.dispense == "whole" else handling.rounding
    withdrawal = None
    if made.withdrawal is not None and made.withdrawal_unrounded is not None:
        withdrawal = RoundedTo(made.withdrawal, made.withdrawal_unrounded, "mL", rule)
    return {
        "containers": [_container(n, draw, rule, handling) for n, draw in enumerate(made.draws, 1)],
        "withdrawal_volume": withdrawal,
        "delivered": number_or_none(made.delivered, "cells"),
        "per_weight": number_or_none(need.per_weight(made.delivered), "cells/kg"),
        "percent_of_dose": number_or_none(_percent(made.delivered, need), "%"),
        "infused": number_or_none(made.infused, "cells"),
        "diluent_volume": number_or_none(made.diluent, "mL"),
        "final_volume": number_or_none(made.final_volume, "mL"),
        "final_concentration": number_or_none(made.final_concentration, "cells/mL"),
        "parts": [
            {"number": n, "volume": Number(one.volume, "mL"), "cells": Number(one.cells, "cells")}
            for n, one in enumerate(made.parts, 1)
        ],
    }


def thawed(contents: list[Content], need: Need, dose: Counted) -> Wanted:
    """The dose before the percentages are taken, where all containers count and convert alike."""
    alike = {(one.counted.kind, one.percents(dose)) for one in contents}
    percents = [percents for _, percents in alike]
    if len(alike) != 1 or percents[0] is None:
        return None
    unrounded = need.cells / part(percents[0])
    return RoundedTo(unrounded.up_to(_TENTH), unrounded, "cells", "up to 0.1 cells")


def unsized(content: Content, need: Need, dose: Counted) -> Source | None:
    """A product in containers of no stated size as one source of all that is needed, by its concentration."""
    percents = content.percents(dose)
    if percents is None or content.concentration is None:
        return None
    concentration = content.concentration * part(percents)
    return Source(PRODUCT, content, percents, need.cells, None, concentration, ONE) if concentration else None


def rates(given: Giving) -> dict[str, Wanted]:
    """Rate, duration and drops per minute."""
    return {
        "rate": number_or_none(given.rate, "mL/min"),
        "duration": number_or_none(given.duration, "min"),
        "drops_per_minute": number_or_none(given.drops, "drops/min"),
    }


def options_of(source: Source, need: Need) -> list[Wanted]:
    """What 1, 2, 3 … whole containers give."""
    return [
        {
            "containers": option.containers,
            "cells": Number(option.cells, "cells"),
            "per_weight": number_or_none(need.per_weight(option.cells), "cells/kg"),
            "percent_of_dose": Number(option.cells / need.cells * HUNDRED, "%"),
            "inside": option.inside,
            "why": WORDS,
        }
        for option in options(source.cells, need)
    ]


def verdicts(made: Prepared, need: Need, contents: list[Content], dose: Counted) -> list[Wanted]:
    """Every result that can be limited, beside its limit."""
    values = {
        "prepared-to-calculated": _percent(made.delivered, need),
        "infused-to-calculated": _percent(made.infused, need),
        "cells-per-weight": need.per_weight(made.delivered),
        "cells-per-dose": made.delivered,
        "post-thaw-viability": _lowest_viability(contents, dose),
        "final-concentration": made.final_concentration,
        "final-volume": made.final_volume,
        # What was measured after thaw is no part of a plan.
        "nominal-to-measured": None,
    }
    return [
        {
            "what": what,
            "value": number_or_none(values[what], unit),
            "verdict": _verdict(what, values[what], need),
        }
        for what, unit in LIMITED.items()
    ]


def _verdict(what: str, value: Exact | None, need: Need) -> str:
    limits = [limit for limit in need.limits if limit.what == what]
    if not limits:
        return "limit not set"
    if value is None:
        return "not known"
    return "inside" if all(limit.holds(value) for limit in limits) else "outside"


def _percent(cells: Exact | None, need: Need) -> Exact | None:
    return None if cells is None else cells / need.cells * HUNDRED


def _container(number: int, draw: Draw, rule: str, handling: Handling) -> Wanted:
    withdraw: Wanted = None
    if handling.dispense and draw.volume is not None and draw.unrounded is not None:
        withdraw = RoundedTo(draw.volume, draw.unrounded, "mL", rule)
    return {
        "identity": draw.source.identity or f"container {number}",
        "withdraw": withdraw,
        "whole": draw.whole,
        "cells": Number(draw.cells, "cells"),
    }


def _lowest_viability(contents: list[Content], dose: Counted) -> Exact | None:
    known = [one.thawed_viability(dose) for one in contents]
    found = [viability for viability in known if viability is not None]
    return min(found) if found and len(found) == len(contents) else None
