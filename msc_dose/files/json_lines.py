"""JSON Lines: one object a line, each line ended; what is not so is told by its line."""

from __future__ import annotations

import json
from typing import Any

from msc_dose.problems import Problem, stop
from msc_dose.product.plain_text import shown


def read_lines(text: str, field: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """Each line that is a JSON object, with its number from 1; and the problems of all others.

    `course.not-json` (a key that stands twice, NaN, an empty line included) and, for a last line without
    its end, `course.torn`: writing was cut short, and whether it tells all cannot be known from it.
    """
    found: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    *lines, rest = text.split("\n")
    for number, line in enumerate(lines, 1):
        read = _object(line)
        if isinstance(read, dict):
            found.append((number, read))
        else:
            message = f"Line {number} is not one JSON object: {read}."
            fix = "Compare it with a copy of the file; nothing is passed over."
            problems.append(stop("course.not-json", f"line {number}", message, fix, shown(line)))
    if rest:
        problems.append(_torn(len(lines) + 1, rest))
    return found, problems


def _torn(number: int, rest: str) -> Problem:
    message = f"Line {number}, the last line, is incomplete: {shown(rest)}"
    if isinstance(_object(rest), dict):
        message = f"Line {number}, the last line, is incomplete: it has no line end. {shown(rest)}"
        fix = (
            "Where it tells all that was entered, add the line end; else remove the line, and enter it again."
        )
    else:
        fix = "Keep a copy of the file, remove the line, and enter again what it was to tell."
    return stop("course.torn", f"line {number}", message, fix, shown(rest))


def _object(line: str) -> dict[str, Any] | str:
    """The object of a line, or why it is none."""
    try:
        value = json.loads(line, parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        return str(error)
    return value if isinstance(value, dict) else "it is another value"


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not a number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return table
