"""Plan documents: JSON as `plan --json` writes it, read without trusting it."""

from __future__ import annotations

import json
import os
from typing import Any

from msc_dose.files.reading import file_text
from msc_dose.problems import refuse


def load_document(path: str | os.PathLike[str]) -> Any:
    """The JSON value of a file.

    Raises Refusal `file.unreadable`, `document.not-json` (NaN, infinities, a key twice and nesting
    without end included).
    """
    name = os.fspath(path)
    try:
        return json.loads(file_text(path, "plan"), parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        message = f"{name} is not a JSON document: {error}."
        raise refuse(
            "document.not-json", "plan", message, "Give a file that plan --json wrote.", name
        ) from error


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not a number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return table
