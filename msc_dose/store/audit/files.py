"""Files written whole or not at all, which never take the place of one that somebody else made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from msc_dose.problems import Refusal, refuse

_FIELD = "file"


def write_file(path: str, texts: Iterable[str], force: bool = False) -> None:
    """Write a file whole or not at all, for its owner alone (mode 0600), synced to the disk.

    Raises Refusal `file.exists` where there is one and not `force`; `file.unwritable`.
    """
    with written(path, texts, force):
        pass


@contextmanager
def written(path: str, texts: Iterable[str], force: bool = False) -> Iterator[None]:
    """The file is whole when the block begins, and has its name when the block has ended.

    Where the block raises nothing is left, and what was there before stays. Refusals as of `write_file`.
    """
    if not force and os.path.lexists(path):
        raise exists(path)
    temporary = _temporary(path)
    try:
        _fill(temporary, texts)
        yield
        put_in_place(temporary, path, force)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def put_in_place(temporary: str, path: str, force: bool = False) -> None:
    """Give a finished file its name, where nothing has it, or `force` replaces what has.

    Raises Refusal `file.exists`, `file.unwritable`.
    """
    try:
        if force:
            os.replace(temporary, path)
        else:
            _name(temporary, path)
    except FileExistsError as error:
        raise exists(path) from error
    except OSError as error:
        raise unwritable(path, error) from error
    sync_folder(path)


def sync_folder(path: str) -> None:
    """Bring a new name to the disk, where a folder can be told so; the file's content is there."""
    if os.name == "posix":
        with suppress(OSError):
            descriptor = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def exists(path: str) -> Refusal:
    """`file.exists`: something has the name, and is not written over."""
    message = f"{path} is there already."
    return refuse("file.exists", _FIELD, message, "Name another file, or say --force.", path)


def unwritable(path: str, error: OSError) -> Refusal:
    """`file.unwritable`, with the system's reason."""
    message = f"{path}: {error.strerror or error}."
    return refuse("file.unwritable", _FIELD, message, "Check the path and your rights.", path)


def unlink_own(path: str, made: tuple[int, int]) -> None:
    """Remove the file of this device and inode, if it still has this name."""
    with suppress(OSError):
        there = os.lstat(path)
        if (there.st_dev, there.st_ino) == made:
            os.unlink(path)


def _temporary(path: str) -> str:
    try:
        descriptor, temporary = tempfile.mkstemp(
            prefix=".msc-dose-", suffix=".part", dir=os.path.dirname(os.path.abspath(path))
        )
        os.close(descriptor)
    except OSError as error:
        raise unwritable(path, error) from error
    return temporary


def _fill(temporary: str, texts: Iterable[str]) -> None:
    try:
        with open(temporary, "w", encoding="utf-8", newline="") as file:
            file.writelines(texts)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unwritable(temporary, error) from error


def _name(temporary: str, path: str) -> None:
    """Give the file its name, and refuse one that came meanwhile."""
    try:
        os.link(temporary, path)
        os.unlink(temporary)
    except FileExistsError:
        raise
    except OSError:  # a memory stick, whose files have one name each
        _reserve(temporary, path)


def _reserve(temporary: str, path: str) -> None:
    """Take the name by an empty file, which nobody else can, and put the finished one over it."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    made = os.fstat(descriptor)
    os.close(descriptor)
    try:
        os.replace(temporary, path)
    except OSError:
        unlink_own(path, (made.st_dev, made.st_ino))
        raise
