"""Trying one input after the other, so that one refusal names all that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msc_dose.problems import Refusal, gather

T = TypeVar("T")


class Attempts:
    """Tries one input after the other, so that one refusal names all that is wrong."""

    def __init__(self) -> None:
        """Begin with nothing refused."""
        self.refusals: list[Refusal] = []

    def get(self, make: Callable[[], T]) -> T | None:
        """What `make` makes, or `None` and its refusal kept."""
        try:
            return make()
        except Refusal as refusal:
            self.refusals.append(refusal)
            return None

    @property
    def fields(self) -> set[str]:
        """The fields that were refused."""
        return {problem.field for refusal in self.refusals for problem in refusal.problems}

    def settle(self) -> None:
        """Raise everything that was refused, at once."""
        if self.refusals:
            raise gather(self.refusals)
