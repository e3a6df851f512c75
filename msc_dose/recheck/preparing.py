"""The preparation of every infusion of a plan, calculated again and compared with what the document says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from msc_dose.problems import Problem
from msc_dose.recheck.chain import Value, compare_chain, stated
from msc_dose.recheck.choosing import Choosing
from msc_dose.recheck.content import Content, Counted
from msc_dose.recheck.differing import disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.dose import Dose
from msc_dose.recheck.exact import Exact, total
from msc_dose.recheck.giving import Giving, Timing, giving, timing
from msc_dose.recheck.handling import Exposure, Handling, Limit, earlier_exposures, limits_of
from msc_dose.recheck.number import optional, some
from msc_dose.recheck.options import MOST_CONTAINERS, nearest_option, options
from msc_dose.recheck.outcome import options_of, rates, thawed, unsized, verdicts, volumes
from msc_dose.recheck.preparation import Need, Prepared, drawn, emptied, prepared
from msc_dose.recheck.prepared_working import on_the_way, times_of
from msc_dose.recheck.results import Number, Wanted, compare, number_or_none
from msc_dose.recheck.source import Source
from msc_dose.recheck.stock import Stock
from msc_dose.recheck.turns import Asked, Turns

_NOT_PROVEN = "allocation.waste-not-proven"
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
    limits: tuple[Limit, ...]
    dose: Counted
    nominal: Content | None
    choosing: Choosing | None
    actual_weight: Exact | None
    dmso_limit: Exact
    stated: set[Value]
    exposures: list[Exposure] = field(default_factory=list)

    def compare(self, node: Node, place: int, dose: Dose, day: date) -> Iterator[Problem]:
        """The disagreements of one infusion's preparation; its DMSO is remembered for the next."""
        need = _need(dose, self.limits)
        if self.choosing is not None:
            yield from self.choosing.compare(node, place)
        elif node.is_null():
            yield disagreement(node.path, "null", "gives a preparation")
        if node.is_null():
            return
        node.only(*_RESULTS)
        sources = self._chosen(node) if self.choosing is not None else self._nominal_sources(need)
        if sources is None:
            yield disagreement(node.path, "a preparation", "finds no containers for it")
            return
        yield from self._compare_results(node, sources, need, day)
        for problem in node.at("problems").items():
            problem.at("code").text()

    def _nominal_sources(self, need: Need) -> list[Source] | None:
        """As many equal containers as the dose takes; None where they hold nothing that the dose counts.

        Where their size is not stated there are none to name: at most the product, by its concentration.
        """
        content = self.nominal
        if content is None or content.percents(self.dose) is None:
            return None
        if not content.sized:
            product = unsized(content, need, self.dose) if self.handling.dispense == "draw" else None
            return [] if product is None else [product]
        source = Source.of(content, self.dose, self.handling.diluent_per_container, None)
        if source is None or Exact(MOST_CONTAINERS) < need.cells / source.cells:
            return None
        if self.handling.dispense != "whole":
            return [source] * (need.cells / source.cells).ceiling()
        option = nearest_option(options(source.cells, need), need)
        return None if option is None else [source] * option.containers

    def _chosen(self, node: Node) -> list[Source] | None:
        """The containers that the document chooses, in its order, as far as the stock has them."""
        containers = {} if self.choosing is None else self.choosing.turns.stock.containers
        found = []
        for entry in node.at("containers").items():
            name = entry.at("identity").text()
            if name in containers:
                content = containers[name].content
                found.append(Source.of(content, self.dose, self.handling.diluent_per_container, name))
        return [source for source in found if source is not None] or None

    def _compare_results(self, node: Node, sources: list[Source], need: Need, day: date) -> Iterator[Problem]:
        whole = self.handling.dispense == "whole"
        draws = emptied(sources) if whole else drawn(sources, need.cells, self.handling)
        made = prepared(draws, self.handling)
        given = giving(made.final_volume, self.handling)
        faults: Faults = [*made.faults, *given.faults]
        contents = [source.content for source in sources] if self.nominal is None else [self.nominal]
        sized = self.nominal is None or self.nominal.sized
        wanted = volumes(made, need, self.handling) | rates(given)
        wanted |= {"containers_to_thaw": len(draws) if sized else None}
        wanted |= {"cells_to_thaw": thawed(contents, need, self.dose)}
        wanted |= {"dmso": self._dmso(made, day, faults)}
        wanted |= {"verdicts": verdicts(made, need, contents, self.dose)}
        wanted |= {"options": options_of(sources[0], need) if whole and self.nominal else []}
        for key, value in wanted.items():
            yield from compare(node.at(key), value)
        yield from self._compare_times(node.at("clock"), made, given, day, faults)
        yield from self._compare_steps(node, made, given, need, day)
        codes = {problem.at("code").text() for problem in node.at("problems").items()}
        for code, finding in faults:
            if code not in codes:
                yield disagreement(node.path, "nothing of it", f"{finding} ({code})")

    def _compare_steps(
        self, node: Node, made: Prepared, given: Giving, need: Need, day: date
    ) -> Iterator[Problem]:
        known = self.stated | stated({key: node.at(key).value for key in _RESULTS if key != "steps"})
        known |= on_the_way(made, need, self.handling, self.exposures)
        known |= times_of(self.handling, self._timing(given, made, day))
        yield from compare_chain(node.at("steps").items(), known)

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
        for key, time in (("start_by", found.start_by), ("finish_by", found.finish_by)):
            yield from compare(node.at(key), None if time is None else time.isoformat())

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
        if mass and any(self.dmso_limit < found for found in sums.values()):
            faults.append(("dmso.above-limit", f"finds more DMSO than {self.dmso_limit} g/kg"))
        wanted: dict[str, Wanted] = {"mass": Number(mass, "g"), "per_weight": Number(mass / weight, "g/kg")}
        return wanted | {key: Number(found, "g/kg") for key, found in sums.items()}

    def _exposed(self, day: date, before: int) -> Exact:
        """Grams on this day and so many days before it: without a time of day all of yesterday counts."""
        return total([one.mass for one in self.exposures if 0 <= (day - one.day).days <= before])


def _need(dose: Dose, limits: tuple[Limit, ...]) -> Need:
    """What is prepared is the dose of one day."""
    return Need(dose.days[0], dose.weight, dose.maximum, limits)


def course_of(inputs: Node, doses: list[Dose | str], infusions: list[Node]) -> Course | None:
    """The product of the course; None where the plan prepares nothing."""
    node = inputs.at("preparation")
    if node.is_null():
        return None
    node.only("handling", "supply", "limits", "actual_weight", "dmso_limit", "earlier_dmso")
    dose, limits, handling = (
        Counted.of(inputs),
        limits_of(node.at("limits")),
        Handling.of(node.at("handling")),
    )
    supply, nominal, choosing = node.at("supply"), None, None
    if supply.at("kind").choice("nominal", "stock") == "nominal":
        nominal = Content.of(supply.only("kind", "content").at("content"))
    elif all(isinstance(found, Dose) for found in doses):
        pairs = zip(doses, infusions, strict=False)
        asked = [_asked(each, node, dose, limits, handling) for each, node in pairs if isinstance(each, Dose)]
        choosing = Choosing.of(Turns(Stock.of(supply), asked))
    return Course(
        handling,
        limits,
        dose,
        nominal,
        choosing,
        optional(node.at("actual_weight"), "kg"),
        some(node.at("dmso_limit"), "g/kg"),
        stated(node.value, inputs.at("weight").value),
        earlier_exposures(node.at("earlier_dmso")),
    )


def _asked(
    dose: Dose, infusion: Node, counted: Counted, limits: tuple[Limit, ...], handling: Handling
) -> Asked:
    """One infusion before the stock, and what the document says of it."""
    said, chosen, marked = infusion.at("preparation"), [], False
    if not said.is_null():
        chosen = [entry.at("identity").text() for entry in said.at("containers").items()]
        marked = _NOT_PROVEN in [problem.at("code").text() for problem in said.at("problems").items()]
    day, whole = infusion.at("date").day(), handling.dispense == "whole"
    need = _need(dose, limits)
    return Asked(need, counted, handling.diluent_per_container, day, whole, tuple(chosen), marked)
