"""Rows read back: what this program never writes is damage, and is told as such."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msc_dose.problems import Refusal
from msc_dose.store.databases import failures

Read = TypeVar("Read")
# What reading a garbled document or value can raise: of its shape, its kinds, its numbers, its depth.
_GARBLED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


def decoded(table: str, key: object, work: Callable[[], Read]) -> Read:
    """What `work` reads out of the row of a table with this key.

    Raises Refusal `record.damaged`, naming table and key, where the row holds nothing of the kind.
    """
    try:
        return work()
    except Refusal as refusal:
        raise failures.row_damaged(table, str(key), refusal.problems[0].message) from refusal
    except _GARBLED as error:
        raise failures.row_damaged(table, str(key), f"{type(error).__name__}") from error
