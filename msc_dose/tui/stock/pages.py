"""A list that comes in pages: the rows in sight are asked for, and kept until the record has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE = 100  # rows
_KEPT = 60  # pages


class Pages(Generic[T]):
    """`count` rows of which those are known that were `put`; a missing one is asked for by its page."""

    def __init__(self, count: int) -> None:
        """Nothing is known yet."""
        self.count = count
        self.missing: Callable[[int], None] = _nobody
        self._pages: dict[int, Sequence[T]] = {}

    def put(self, page: int, rows: Sequence[T]) -> None:
        """Keep the rows of a page; the one that was put first goes, where there are very many."""
        self._pages.pop(page, None)
        if len(self._pages) >= _KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[page] = rows

    def known(self, at: int) -> T | None:
        """The row at this place, where it is known; nothing is asked."""
        page, place = divmod(at, PAGE)
        rows = self._pages.get(page, ())
        return rows[place] if place < len(rows) else None

    def row(self, at: int) -> T | None:
        """The same; a page that is missing is asked for."""
        found = self.known(at)
        if found is None and at // PAGE not in self._pages:
            self.missing(at // PAGE)
        return found

    def has(self, page: int) -> bool:
        """Whether a page is known, or is none."""
        return page in self._pages or not 0 <= page * PAGE < max(1, self.count)


def _nobody(page: int) -> None:
    """Nobody asks for it."""
