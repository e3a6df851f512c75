"""The preparation of every infusion of a plan, calculated again and compared with what the document says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from msc_dose.problems import Problem
from msc_dose.recheck.chain import Value, compare_chain, stated
from msc_dose.recheck.choosing import Asked, Choosing
from msc_dose.recheck.content import Content, Counted, part
from msc_dose.recheck.differing import disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.dose import Dose
from msc_dose.recheck.exact import HUNDRED, Exact, total
from msc_dose.recheck.giving import Giving, Timing, giving, timing
from msc_dose.recheck.handling import LIMITED, Exposure, Handling, earlier_exposures, limits_of
from msc_dose.recheck.number import optional, some
from msc_dose.recheck.options import MOST_CONTAINERS, nearest_option, options
from msc_dose.recheck.preparation import Need, Prepared, drawn, emptied, prepared
from msc_dose.recheck.prepared_working import on_the_way, times_of
from msc_dose.recheck.results import WORDS, Number, RoundedTo, Wanted, compare, number_or_none
from msc_dose.recheck.source import Draw, Source
from msc_dose.recheck.stock import Stock

_TENTH = Exact(1, 10)
_SECONDS_OF_A_MINUTE = 60
_RESULTS = (
    "cells_to_thaw",
    "containers_to_thaw",
    "containers",
    "withdrawal_volume",
    "delivered",
    "per_weight",
    "percent_of_dose",
    "infused",
    "diluent_volume",
    "final_volume",
    "final_concentration",
    "parts",
    "dmso",
    "rate",
    "duration",
    "drops_per_minute",
    "clock",
    "options",
    "left_out",
    "verdicts",
    "steps",
    "problems",
)
Faults = list[tuple[str, str]]


@dataclass(slots=True)
class Course:
    """What the inputs say of the product, and what earlier infusions of the course leave behind."""

    handling: Handling
    need: Need
    dose: Counted
    nominal: Content | None
    choosing: Choosing | None
    actual_weight: Exact | None
    dmso_limit: Exact
    stated: set[Value]
    exposures: list[Exposure] = field(default_factory=list)

    def compare(self, node: Node, dose: Dose, day: date) -> Iterator[Problem]:
        """The disagreements of one infusion's preparation; what it uses is remembered for the next."""
        self.need = Need(dose.cells, dose.weight, dose.maximum, self.need.limits)
        asked = self._asked(day)
        if node.is_null():
            if self.choosing is None or not self.choosing.runs_out(asked):
                yield disagreement(node.path, "null", "gives a preparation")
            return
        node.only(*_RESULTS)
        sources = self._nominal_sources(self.nominal)
        if self.choosing is not None:
            yield from self.choosing.compare(node, asked)
            sources = self._chosen(node, asked)
        if not sources:
            yield disagreement(node.path, "a preparation", "finds no containers for it")
            return
        yield from self._compare_results(node, sources, day)
        for problem in node.at("problems").items():
            problem.at("code").text()

    def _asked(self, day: date) -> Asked:
        whole = self.handling.dispense == "whole"
        return Asked(self.need, self.dose, self.handling.diluent_per_container, day, whole)

    def _nominal_sources(self, content: Content | None) -> list[Source]:
        """As many equal containers as the dose takes; none where they hold nothing that the dose counts."""
        if content is None:
            return []
        source = Source.of(content, self.dose, self.handling.diluent_per_container, None)
        if source is None or Exact(MOST_CONTAINERS) < self.need.cells / source.cells:
            return []
        if self.handling.dispense != "whole":
            return [source] * (self.need.cells / source.cells).ceiling()
        option = nearest_option(options(source.cells, self.need), self.need)
        return [] if option is None else [source] * option.containers

    def _chosen(self, node: Node, asked: Asked) -> list[Source]:
        """The containers that the document chooses, in its order, as far as the stock has them."""
        if self.choosing is None:
            return []
        found = []
        for entry in node.at("containers").items():
            name = entry.at("identity").text()
            container = self.choosing.stock.containers.get(name)
            if container is not None:
                found.append(Source.of(container.content, asked.dose, asked.diluent, name))
        return [source for source in found if source is not None]

    def _compare_results(self, node: Node, sources: list[Source], day: date) -> Iterator[Problem]:
        whole = self.handling.dispense == "whole"
        draws = emptied(sources) if whole else drawn(sources, self.need.cells, self.handling)
        made = prepared(draws, self.handling)
        given = giving(made.final_volume, self.handling)
        faults: Faults = [*made.faults, *given.faults]
        wanted = self._volumes(made) | _rates(given)
        wanted |= {"dmso": self._dmso(made, day, faults), "verdicts": self._verdicts(made)}
        wanted |= {"options": self._options(sources[0]) if whole and self.nominal else []}
        for key, value in wanted.items():
            yield from compare(node.at(key), value)
        yield from self._compare_times(node.at("clock"), made, given, day, faults)
        known = self.stated | stated({key: node.at(key).value for key in _RESULTS if key != "steps"})
        known |= on_the_way(made, self.need, self.handling, self.exposures)
        yield from compare_chain(
            node.at("steps").items(), known | times_of(self.handling, self._timing(given, made, day))
        )
        codes = {problem.at("code").text() for problem in node.at("problems").items()}
        for code, finding in faults:
            if code not in codes:
                yield disagreement(node.path, "nothing of it", f"{finding} ({code})")

    def _volumes(self, made: Prepared) -> dict[str, Wanted]:
        rule = "none: exact" if self.handling.dispense == "whole" else self.handling.rounding
        withdrawal = None
        if made.withdrawal is not None and made.withdrawal_unrounded is not None:
            withdrawal = RoundedTo(made.withdrawal, made.withdrawal_unrounded, "mL", rule)
        delivered = made.delivered
        return {
            "cells_to_thaw": self._cells_to_thaw(made.draws),
            "containers_to_thaw": len(made.draws),
            "containers": [self._container(n, draw, rule) for n, draw in enumerate(made.draws, 1)],
            "withdrawal_volume": withdrawal,
            "delivered": number_or_none(delivered, "cells"),
            "per_weight": None if delivered is None else Number(delivered / self.need.weight, "cells/kg"),
            "percent_of_dose": number_or_none(self._percent(delivered), "%"),
            "infused": number_or_none(made.infused, "cells"),
            "diluent_volume": number_or_none(made.diluent, "mL"),
            "final_volume": number_or_none(made.final_volume, "mL"),
            "final_concentration": number_or_none(made.final_concentration, "cells/mL"),
            "parts": [
                {"number": n, "volume": Number(one.volume, "mL"), "cells": Number(one.cells, "cells")}
                for n, one in enumerate(made.parts, 1)
            ],
        }

    def _percent(self, cells: Exact | None) -> Exact | None:
        return None if cells is None else cells / self.need.cells * HUNDRED

    def _cells_to_thaw(self, draws: tuple[Draw, ...]) -> Wanted:
        """The dose before the percentages are taken, where all containers have the same."""
        percents = {draw.source.percents for draw in draws}
        if len(percents) > 1:
            return None
        unrounded = self.need.cells / part(percents.pop())
        return RoundedTo(unrounded.up_to(_TENTH), unrounded, "cells", "up to 0.1 cells")

    def _container(self, number: int, draw: Draw, rule: str) -> Wanted:
        withdraw: Wanted = None
        if self.handling.dispense and draw.volume is not None and draw.unrounded is not None:
            withdraw = RoundedTo(draw.volume, draw.unrounded, "mL", rule)
        return {
            "identity": draw.source.identity or f"container {number}",
            "withdraw": withdraw,
            "whole": draw.whole,
            "cells": Number(draw.cells, "cells"),
        }

    def _timing(self, given: Giving, made: Prepared, day: date) -> Timing | None:
        """What the clock asks; it runs on the day on which it was started."""
        clock = self.handling.clock
        if clock is None:
            return None
        if clock.started is not None and clock.started.date() != day:
            clock = replace(clock, started=None)
        return timing(clock, made.final_volume, given, self.handling.highest_rate)

    def _compare_times(
        self, node: Node, made: Prepared, given: Giving, day: date, faults: Faults
    ) -> Iterator[Problem]:
        clock = self.handling.clock
        if clock is None:
            yield from compare(node, None)
            return
        found = self._timing(given, made, day)
        if found is None or node.is_null():
            yield disagreement(node.path, describe(node.value), "gives a clock")
            return
        faults += found.faults
        node.only("zero", "limit", "start_within", "rate_needed", "start_by", "finish_by")
        yield from compare(node.at("zero"), clock.zero)
        yield from compare(node.at("limit"), Number(clock.limit, "min"))
        yield from compare(node.at("start_within"), number_or_none(found.start_within, "min"))
        yield from compare(node.at("rate_needed"), number_or_none(found.rate_needed, "mL/min"))
        yield from _compare_time(node.at("start_by"), found.start_by)
        yield from _compare_time(node.at("finish_by"), found.finish_by)

    def _dmso(self, made: Prepared, day: date, faults: Faults) -> Wanted:
        """The mass of this infusion, and per kg of actual weight with what came before it."""
        mass = made.dmso
        if mass is None:
            return None
        self.exposures.append(Exposure(day, mass))
        weight = self.actual_weight
        if weight is None:
            unknown: dict[str, Wanted] = dict.fromkeys(("per_weight", "calendar_day", "rolling_24_h"))
            return {"mass": Number(mass, "g")} | unknown
        days = {"calendar_day": 0, "rolling_24_h": 1}
        sums = {key: self._exposed(day, before) / weight for key, before in days.items()}
        if any(self.dmso_limit < found for found in sums.values()):
            faults.append(("dmso.above-limit", f"finds more DMSO than {self.dmso_limit} g/kg"))
        wanted: dict[str, Wanted] = {"mass": Number(mass, "g"), "per_weight": Number(mass / weight, "g/kg")}
        return wanted | {key: Number(found, "g/kg") for key, found in sums.items()}

    def _exposed(self, day: date, before: int) -> Exact:
        """Grams on this day and so many days before it: without a time of day all of yesterday counts."""
        return total([one.mass for one in self.exposures if 0 <= (day - one.day).days <= before])

    def _options(self, source: Source) -> list[Wanted]:
        return [
            {
                "containers": option.containers,
                "cells": Number(option.cells, "cells"),
                "per_weight": Number(option.cells / self.need.weight, "cells/kg"),
                "percent_of_dose": Number(option.cells / self.need.cells * HUNDRED, "%"),
                "inside": option.inside,
                "why": WORDS,
            }
            for option in options(source.cells, self.need)
        ]

    def _verdicts(self, made: Prepared) -> list[Wanted]:
        contents = [draw.source.content for draw in made.draws]
        values = {
            "prepared-to-calculated": self._percent(made.delivered),
            "infused-to-calculated": self._percent(made.infused),
            "cells-per-weight": None if made.delivered is None else made.delivered / self.need.weight,
            "cells-per-dose": made.delivered,
            "post-thaw-viability": _lowest_viability(contents),
            "final-concentration": made.final_concentration,
            "final-volume": made.final_volume,
            # What was measured after thaw is no part of a plan.
            "nominal-to-measured": None,
        }
        return [
            {
                "what": what,
                "value": number_or_none(values[what], unit),
                "verdict": self._verdict(what, values),
            }
            for what, unit in LIMITED.items()
        ]

    def _verdict(self, what: str, values: dict[str, Exact | None]) -> str:
        limits, value = [limit for limit in self.need.limits if limit.what == what], values[what]
        if not limits:
            return "limit not set"
        if value is None:
            return "not known"
        return "inside" if all(limit.holds(value) for limit in limits) else "outside"


def _rates(given: Giving) -> dict[str, Wanted]:
    return {
        "rate": number_or_none(given.rate, "mL/min"),
        "duration": number_or_none(given.duration, "min"),
        "drops_per_minute": number_or_none(given.drops, "drops/min"),
    }


def _lowest_viability(contents: list[Content]) -> Exact | None:
    known = [one.viability for one in contents if one.viability_moment == "after thaw"]
    found = [viability for viability in known if viability is not None]
    return min(found) if len(found) == len(contents) else None


def _compare_time(node: Node, wanted: datetime | None) -> Iterator[Problem]:
    """Times may be cut to whole minutes or seconds, never set later."""
    if wanted is None or node.is_null():
        yield from compare(node, None if wanted is None else wanted.isoformat())
        return
    said = node.time()
    aware = (said.tzinfo is None) == (wanted.tzinfo is None)
    if not aware or not 0 <= (wanted - said).total_seconds() < _SECONDS_OF_A_MINUTE:
        yield disagreement(node.path, describe(node.value), f"gives {wanted.isoformat()}")


def _reserved(infusions: list[Node]) -> frozenset[str]:
    """The identities that the document chooses for any infusion of the course."""
    prepared = [infusion.at("preparation") for infusion in infusions]
    chosen = [node.at("containers").items() for node in prepared if not node.is_null()]
    return frozenset(entry.at("identity").text() for entries in chosen for entry in entries)


def course_of(inputs: Node, doses: list[Dose | str], infusions: list[Node]) -> Course | None:
    """The product of the course; None where the plan prepares nothing."""
    node = inputs.at("preparation")
    if node.is_null():
        return None
    node.only("handling", "supply", "limits", "actual_weight", "dmso_limit", "earlier_dmso")
    dose = Counted.of(inputs)
    supply, nominal, choosing = node.at("supply"), None, None
    if supply.at("kind").choice("nominal", "stock") == "nominal":
        nominal = Content.of(supply.only("kind", "content").at("content"))
    else:
        choosing = Choosing(Stock.of(supply), _reserved(infusions))
    first = next((found for found in doses if isinstance(found, Dose)), None)
    weight = Exact(1) if first is None else first.weight
    return Course(
        Handling.of(node.at("handling")),
        Need(Exact(1), weight, None, limits_of(node.at("limits"))),
        dose,
        nominal,
        choosing,
        optional(node.at("actual_weight"), "kg"),
        some(node.at("dmso_limit"), "g/kg"),
        stated(node.value, inputs.at("weight").value),
        earlier_exposures(node.at("earlier_dmso")),
    )
