"""What was opened for a caller is closed where the caller never gets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Closable(Protocol):
    """A record, a database or a connection to one."""

    def close(self) -> object:
        """Give it back."""


@contextmanager
def closed_on_failure(opened: Closable) -> Iterator[None]:
    """Close what is open where the block does not come to its end, even by Ctrl+C; the reason goes on.

    What is left open keeps its lock, and the next one who comes waits for it.
    """
    try:
        yield
    except BaseException:
        opened.close()
        raise
