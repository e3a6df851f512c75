"""The containers that a document chooses from the stock for one infusion, and whether it is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from msc_dose.problems import Problem
from msc_dose.recheck.content import Counted
from msc_dose.recheck.differing import disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.exact import Exact, total
from msc_dose.recheck.fewest import Candidate, best_draw
from msc_dose.recheck.nearest_sum import TooMany, best_whole
from msc_dose.recheck.preparation import Need
from msc_dose.recheck.source import Source
from msc_dose.recheck.stock import Stock


@dataclass(frozen=True, slots=True)
class Asked:
    """For what containers are chosen: the need, what the dose counts, the day, how they are used."""

    need: Need
    dose: Counted
    diluent: Exact | None
    day: date
    whole: bool


@dataclass(slots=True)
class Choosing:
    """The choices of a course, infusion by infusion: nothing is chosen twice."""

    stock: Stock
    reserved: frozenset[str]
    taken: set[str] = field(default_factory=set)
    group: str | None = None

    def compare(self, node: Node, asked: Asked) -> Iterator[Problem]:
        """The disagreements of the containers that this preparation chooses and leaves out."""
        names = [entry.at("identity").text() for entry in node.at("containers").items()]
        usable = self.usable(asked)
        yield from self._compare_names(node.at("containers"), names, usable)
        chosen = [name for name in dict.fromkeys(names) if name in usable]
        if self.group is None and self.stock.same is not None and chosen:
            self.group = self.stock.containers[chosen[0]].group
            usable = self.usable(asked)
            for name in chosen:
                if name not in usable:
                    yield disagreement(
                        node.at("containers").path, describe(name), "finds it of another lot or donor"
                    )
        if len(chosen) == len(names):
            wrong = self._not_best(chosen, usable, asked)
            if wrong:
                yield disagreement(node.at("containers").path, ", ".join(map(describe, chosen)), wrong)
        yield from self._compare_left_out(node.at("left_out"), set(names), asked)
        self.taken.update(names)

    def usable(self, asked: Asked) -> dict[str, Source]:
        """What may be used for this infusion, after what earlier infusions took."""
        found: dict[str, Source] = {}
        for name, container in self.stock.containers.items():
            source = Source.of(container.content, asked.dose, asked.diluent, name)
            wrong_group = self.group is not None and container.group != self.group
            if source is None or name in self.taken or wrong_group:
                continue
            if not self.stock.unfit(name, source, asked.day):
                found[name] = source
        return found

    def runs_out(self, asked: Asked) -> bool:
        """Whether the stock has no choice left for this infusion."""
        candidates = self._candidates(self.usable(asked))
        if not asked.whole:
            return total([one.cells for one in candidates]) < asked.need.cells
        try:
            return best_whole(candidates, asked.need) is None
        except TooMany:
            return False

    def _candidates(self, usable: dict[str, Source]) -> list[Candidate]:
        return [
            Candidate(name, source.cells, self.stock.containers[name].rank) for name, source in usable.items()
        ]

    def _compare_names(self, node: Node, names: list[str], usable: dict[str, Source]) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, name in enumerate(names):
            path = f"{node.path}[{index}].identity"
            if name in seen or name in self.taken:
                yield disagreement(path, describe(name), "finds it used already")
            elif name not in usable:
                yield disagreement(path, describe(name), "finds that it may not be used for this infusion")
            seen.add(name)

    def _not_best(self, chosen: list[str], usable: dict[str, Source], asked: Asked) -> str:
        candidates = self._candidates(usable)
        if asked.whole:
            try:
                best = best_whole(candidates, asked.need)
            except TooMany:
                return self._nearer_by_one(chosen, usable, asked)
            if best is None:
                return "finds no containers that give a dose within the limits"
            return "" if best == tuple(sorted(chosen)) else f"chooses {_few(best)}"
        found = best_draw(candidates, asked.need.cells)
        if found is None:
            return "finds too few cells in all containers that may be used"
        ranks = tuple(sorted(self.stock.containers[name].rank for name in chosen))
        if len(chosen) != found.count:
            return f"needs {found.count}"
        if ranks != found.ranks:
            return "finds others that expire first"
        if found.identities is not None:
            return "" if found.identities == tuple(sorted(chosen)) else f"chooses {_few(found.identities)}"
        return self._less_by_one(chosen, usable, asked)

    def _less_by_one(self, chosen: list[str], usable: dict[str, Source], asked: Asked) -> str:
        """Where not every sum can be looked at: no single exchange wastes less and is still enough."""
        given = total([usable[name].cells for name in chosen])
        if given < asked.need.cells:
            return "finds too few cells in them"
        for name, other in self._exchanges(chosen, usable):
            less = usable[other].cells < usable[name].cells
            if less and asked.need.cells <= given - usable[name].cells + usable[other].cells:
                return f"wastes less with {describe(other)} in the place of {describe(name)}"
        return ""

    def _exchanges(self, chosen: list[str], usable: dict[str, Source]) -> Iterator[tuple[str, str]]:
        ranks = {name: self.stock.containers[name].rank for name in usable}
        for name in chosen:
            for other in usable:
                if other not in chosen and ranks[other] == ranks[name]:
                    yield name, other

    def _nearer_by_one(self, chosen: list[str], usable: dict[str, Source], asked: Asked) -> str:
        """Where not every sum can be looked at: what is chosen is allowed, and adding none is nearer."""
        given, need = total([usable[name].cells for name in chosen]), asked.need
        if not need.allows(given):
            return "finds their cells outside the limits"
        for name, source in usable.items():
            more = given + source.cells
            if name not in chosen and more <= need.cells and need.allows(more):
                return f"comes nearer to the dose with {describe(name)}"
        return ""

    def _compare_left_out(self, node: Node, names: set[str], asked: Asked) -> Iterator[Problem]:
        """Each container that is not chosen stands there once, with a reason that holds."""
        said: set[str] = set()
        for entry in node.items():
            entry.only("identity", "code", "why").at("why").text()
            name, code = entry.at("identity").text(), entry.at("code").text()
            if name in said or name in names or name not in self.stock.containers:
                finding = "finds it chosen, left out twice, or not in the stock"
                yield disagreement(entry.at("identity").path, describe(name), finding)
            else:
                reasons = self._reasons(name, asked)
                if code not in reasons:
                    yield disagreement(entry.at("code").path, code, f"finds {' or '.join(sorted(reasons))}")
            said.add(name)
        missing = [name for name in self.stock.containers if name not in names and name not in said]
        if missing:
            yield disagreement(node.path, f"{len(said)} containers", f"also leaves out {_few(missing)}")

    def _reasons(self, name: str, asked: Asked) -> set[str]:
        """The codes of all reasons for leaving a container out; where there is none, it is not needed."""
        container = self.stock.containers[name]
        source = Source.of(container.content, asked.dose, asked.diluent, name)
        found = self.stock.unfit(name, source, asked.day)
        if name in self.reserved:
            found |= {"container.reserved"}
        if self.group is not None and container.group != self.group:
            found |= {f"container.other-{self.stock.same}"}
        return found or {"container.not-needed"}


def _few(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(describe(name) for name in names[:5])
    return shown + (" …" if len(names) > 5 else "")
