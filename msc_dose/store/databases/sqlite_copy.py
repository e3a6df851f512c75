"""A copy of an open SQLite file, of one moment, while others go on; it is on the disk when it is made."""

from __future__ import annotations

import os
import sqlite3
import time

from msc_dose.problems import Refusal

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy_whole(connection: sqlite3.Connection, path: str, seconds: float, busy: Refusal) -> None:
    """Copy everything into the empty file `path` and sync it and its folder.

    Raises `busy` where another program keeps the file to itself for so many seconds, OSError, sqlite3.Error.
    """
    until = time.monotonic() + seconds

    def waiting(status: int, remaining: int, total: int) -> None:
        if status in _BUSY and time.monotonic() >= until:
            raise busy

    copy = sqlite3.connect(os.path.realpath(path))
    try:
        connection.backup(copy, progress=waiting)
    finally:
        copy.close()
    _sync(path)
    if os.name == "posix":
        _sync(os.path.dirname(os.path.abspath(path)))


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
