"""A file's text, or a refusal that names the file and the reason."""

from __future__ import annotations

import os
import sys

from msc_dose.problems import refuse

LARGEST_FILE = 2_000_000


def file_text(path: str | os.PathLike[str], field: str, largest: int = LARGEST_FILE) -> str:
    """The UTF-8 text of a file of at most 2 MB (or `largest` bytes); a byte order mark is left out.

    The path `-` is standard input. Raises Refusal `file.unreadable`, `file.too-large`, `file.not-utf-8`.
    """
    name = os.fspath(path)
    try:
        content = _content(name, largest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse("file.unreadable", field, f"{name}: {reason}.", "Check the path.", name) from error
    if len(content) > largest:
        message = f"{name} is larger than {largest // 1_000_000} MB."
        raise refuse("file.too-large", field, message, "Give a smaller file.", name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name} is not UTF-8 (byte {error.start + 1})."
        raise refuse("file.not-utf-8", field, message, "Save the file as UTF-8.", name) from error


def _content(name: str, most: int) -> bytes:
    if name != "-":
        with open(name, "rb") as file:
            return file.read(most)
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read(most)
