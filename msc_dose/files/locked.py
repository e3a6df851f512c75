"""An open file that other processes wait for: a lock for as long as it is read or written."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from msc_dose.problems import Refusal, refuse

_WAITS, _PAUSE = 200, 0.05  # ten seconds in all; an entry takes milliseconds
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def locked(path: str, flags: int, field: str) -> Iterator[int]:
    """The descriptor of the file, opened with these flags of `os.open` and locked until the block ends.

    Readers (`os.O_RDONLY`) share the lock, a writer has it alone. Raises Refusal `file.unreadable` (not
    there, no file, not allowed), `file.unwritable` where a writer may not, `course.exists` where
    `os.O_EXCL` finds a file, `course.busy` after ten seconds of waiting.
    """
    descriptor = _opened(path, flags, field)
    try:
        _lock(descriptor, path, flags, field)
        try:
            yield descriptor
        finally:
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def unwritable(
    path: str, error: OSError, field: str, fix: str = "Check the path and your rights."
) -> Refusal:
    """The refusal `file.unwritable`, ready to raise."""
    return refuse("file.unwritable", field, f"{path}: {_reason(error)}.", fix, path)


def _opened(path: str, flags: int, field: str) -> int:
    writes = flags != os.O_RDONLY
    try:
        # A pipe would keep whoever opens it waiting; nothing but a file is opened at all.
        if not flags & os.O_CREAT and not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, "It is not a file")
        return os.open(path, flags | _BINARY, 0o666)
    except FileExistsError as error:
        message = f"{path} is there already."
        fix = "Add to it, or choose another name; an empty file that was left behind may be deleted."
        raise refuse("course.exists", field, message, fix, path) from error
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError) and not flags & os.O_CREAT
        if writes and not missing and isinstance(error, OSError):
            raise unwritable(path, error, field) from error
        message = f"{path}: {_reason(error)}."
        raise refuse("file.unreadable", field, message, "Check the path.", path) from error


def _lock(descriptor: int, path: str, flags: int, field: str) -> None:
    for _ in range(_WAITS):
        try:
            return _try_lock(descriptor, flags == os.O_RDONLY)
        except OSError as error:
            if error.errno not in _HELD:
                raise unwritable(path, error, field, "Keep it where files can be locked.") from error
        time.sleep(_PAUSE)
    message = f"Another program has kept {path} to itself for {_WAITS * _PAUSE:.0f} seconds."
    raise refuse("course.busy", field, message, "Close the other program, then try again.", path)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


if sys.platform == "win32":
    import msvcrt

    # Bytes that are locked cannot be read here; this one lies beyond every course file.
    _FAR = 2**31 - 2

    def _try_lock(descriptor: int, shared: bool) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
