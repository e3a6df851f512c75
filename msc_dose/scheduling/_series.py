"""The targets of a series placed again: counted from its start, moved by decisions, or one after another."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from msc_dose.scheduling.facts import Facts, Rebase, Rhythm, Slot


def fixed_targets(start: dt.date, rhythm: Rhythm, facts: Facts) -> list[dt.date]:
    """The target of every infusion, each decision applied in its order to the ones from `first` on."""
    targets = _targets_from(rhythm, 1, start)
    for rebase in facts.rebased:
        at = rebase.first - 1
        if rebase.how == "count":
            targets[at:] = _targets_from(rhythm, rebase.anchor, rebase.day)[rebase.first - rebase.anchor :]
        else:
            moved = rebase.day - targets[rebase.anchor - 1]
            targets[at:] = [target + moved for target in targets[at:]]
    return targets


def parted_weeks(facts: Facts) -> frozenset[int]:
    """The weeks (from 1) of a course twice a week whose second infusion a decision took from the first.

    A decision that starts at the second infusion of a week gives it a day of its own, such as the day on
    which a held course resumes; 3 or 4 days from the first would leave no day there.
    """
    return frozenset(rebase.first // 2 for rebase in facts.rebased if rebase.first % 2 == 0)


class ChainedTargets:
    """Targets that count from the date of the infusion before, known one after another.

    After an infusion without a date (dropped, no day) the next counts from its target; after the first
    undecided one no target is known. A decision sets the target of its `first` infusion: `count` to the day
    that `targets_from(anchor, day)` gives it, `shift` by the days from the target of `anchor`; the later
    ones follow by themselves.
    """

    def __init__(self, start: dt.date, rhythm: Rhythm, facts: Facts) -> None:
        """Take the gaps from the targets that a course without a moved date would have."""
        targets = _targets_from(rhythm, 1, start)
        self.gaps = [other - one for one, other in pairwise(targets)]
        self.start, self.rhythm, self.facts = start, rhythm, facts
        self.targets: list[dt.date | None] = []

    def after(self, slots: list[Slot]) -> dt.date | None:
        """The target of the infusion after these slots."""
        target = self._unmoved(slots)
        for rebase in self.facts.rebased:
            if rebase.first == len(slots) + 1 and target is not None:
                target = self._decided(rebase, target)
        self.targets.append(target)
        return target

    def _unmoved(self, slots: list[Slot]) -> dt.date | None:
        if not slots:
            return self.start
        last = slots[-1]
        if last.target is None or last.state == "undecided":
            return None
        return (last.date or last.target) + self.gaps[len(slots) - 1]

    def _decided(self, rebase: Rebase, target: dt.date) -> dt.date:
        if rebase.how == "count":
            return _targets_from(self.rhythm, rebase.anchor, rebase.day)[rebase.first - rebase.anchor]
        anchor = target if rebase.anchor == rebase.first else self.targets[rebase.anchor - 1]
        assert anchor is not None  # the target of a later infusion is known, so this one is
        return target + (rebase.day - anchor)


def _targets_from(rhythm: Rhythm, number: int, day: dt.date) -> list[dt.date]:
    targets = list(rhythm.targets_from(number, day))
    if len(targets) != len(rhythm.windows) - number + 1:
        raise TypeError(f"targets_from({number}, …) must give a target for each infusion from {number} on")
    return targets
