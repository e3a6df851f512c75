"""The containers that a document chooses from the stock for a course, and whether they are right.

Where every infusion is served when each takes the best of what is left, in order of date, the document must
say exactly that. Elsewhere somebody gives way, and there are many ways to do so: then no container is used
twice, every choice is the best of what no other infusion uses, what is not served cannot be from the rest,
and the earliest infusions fare no worse than in order of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msc_dose.problems import Problem
from msc_dose.recheck.differing import disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.optimum import Names, best, few, lacking, not_best
from msc_dose.recheck.turns import Asked, Turns, Ways


@dataclass(frozen=True, slots=True)
class Choosing:
    """What is known of a course before its infusions are looked at one by one.

    `group` is the lot or donor of what is chosen, where all must be of one. `plainly` is what each infusion
    gets in its turn, None where that cannot be told; `right` is that where it serves all of them.
    """

    turns: Turns
    group: str | None
    plainly: Ways | None
    right: Ways | None

    @classmethod
    def of(cls, turns: Turns) -> Choosing:
        """The choices of these infusions from their stock."""
        containers, group = turns.stock.containers, None
        if turns.stock.same is not None:
            said = [name for asked in turns.asked for name in asked.chosen if name in containers]
            group = containers[said[0]].group if said else None
        plainly = turns.in_turn(group)
        if turns.stock.same is None:
            return cls(turns, None, plainly, plainly if plainly is not None and all(plainly) else None)
        right = None
        for each in turns.groups():
            found = plainly if each == group else turns.in_turn(each)
            if found is not None and all(found):
                right = found
            # A group before the first that serves all plainly may serve all by somebody giving way.
            if right is not None or (each == group and all(asked.chosen for asked in turns.asked)):
                break
        return cls(turns, group, plainly, right)

    def compare(self, node: Node, place: int) -> Iterator[Problem]:
        """The disagreements of the containers that one preparation chooses and leaves out."""
        asked = self.turns.asked[place]
        if not asked.chosen:
            if self._is_served(place):
                yield disagreement(node.path, "no containers", "gives a preparation")
            return
        wrong = list(self._wrong_names(node.at("containers"), place))
        yield from wrong
        if not wrong:
            finding = self._not_right(asked, place)
            if finding:
                said = ", ".join(map(describe, asked.chosen))
                yield disagreement(node.at("containers").path, said, finding)
        yield from self._compare_left_out(node.at("left_out"), place)

    def _is_served(self, place: int) -> bool:
        """Whether an infusion without containers ought to have some."""
        turns = self.turns
        asked = turns.asked[place]
        if self.right is not None:
            return True
        left = turns.candidates(place, turns.others(place), self.group)
        if best(left, asked.need, asked.whole):
            return True
        if self.plainly is None or not self.plainly[place]:
            return False
        # It would be served in its turn: that one before it is served instead is the only good reason.
        before = turns.order[: turns.order.index(place)]
        return all(bool(turns.asked[n].chosen) <= bool(self.plainly[n]) for n in before)

    def _wrong_names(self, node: Node, place: int) -> Iterator[Problem]:
        turns, seen = self.turns, set[str]()
        earlier = {name for asked in turns.asked[:place] for name in asked.chosen}
        for index, name in enumerate(turns.asked[place].chosen):
            path = f"{node.path}[{index}].identity"
            if name in seen or name in earlier:
                yield disagreement(path, describe(name), "finds it used already")
            elif name not in turns.stock.containers or turns.unfit(place, name):
                yield disagreement(path, describe(name), "finds that it may not be used for this infusion")
            elif self.group not in (None, turns.stock.containers[name].group):
                yield disagreement(path, describe(name), "finds it of another lot or donor")
            seen.add(name)

    def _not_right(self, asked: Asked, place: int) -> str:
        if self.right is not None and not asked.marked:
            right = self.right[place]
            return "" if asked.chosen == right else self._why(asked, place, right)
        # In its turn there may have been more than is left beside it in the end.
        if lacking(self.turns.candidates(place, (), self.group), asked.need):
            return "finds too few cells in all containers that may be used"
        left = self.turns.candidates(place, self.turns.others(place), self.group)
        if not {candidate.identity for candidate in left} >= set(asked.chosen):
            return "finds some of them used for another infusion"
        return not_best(asked.chosen, left, asked.need, asked.whole, asked.marked)

    def _why(self, asked: Asked, place: int, right: Names) -> str:
        """In words, why others are right."""
        left = self.turns.candidates(place, self.turns.others(place), self.group)
        if {candidate.identity for candidate in left} >= set(asked.chosen):
            found = not_best(asked.chosen, left, asked.need, asked.whole, asked.marked)
            if found:
                return found
        return f"chooses {few(right)}"

    def _compare_left_out(self, node: Node, place: int) -> Iterator[Problem]:
        """Each container that is not chosen stands there once, with the first reason that holds."""
        said: set[str] = set()
        chosen, containers = self.turns.asked[place].chosen, self.turns.stock.containers
        others = self.turns.others(place)
        for entry in node.items():
            entry.only("identity", "code", "why").at("why").text()
            name, code = entry.at("identity").text(), entry.at("code").text()
            if name in said or name in chosen or name not in containers:
                finding = "finds it chosen, left out twice, or not in the stock"
                yield disagreement(entry.at("identity").path, describe(name), finding)
            else:
                reason = self._reason(name, place, others)
                if code != reason:
                    yield disagreement(entry.at("code").path, code, f"finds {reason}")
            said.add(name)
        missing = [name for name in containers if name not in chosen and name not in said]
        if missing:
            yield disagreement(node.path, f"{len(said)} containers", f"also leaves out {few(missing)}")

    def _reason(self, name: str, place: int, others: set[str]) -> str:
        found = self.turns.unfit(place, name)
        if found:
            return found
        if name in others:
            return "container.reserved"
        if self.group not in (None, self.turns.stock.containers[name].group):
            return f"container.other-{self.turns.stock.same}"
        return "container.not-needed"
