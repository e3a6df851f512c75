"""Criteria of response and grades: those that are shipped, by their id, and a site's own, by their path."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import Any

from msc_dose import response as _package
from msc_dose.files.reading import file_text
from msc_dose.notation.reader import read_amount
from msc_dose.problems import refuse
from msc_dose.response.building import build_criteria, build_grading
from msc_dose.response.criteria import Criteria
from msc_dose.response.ctcae import Grading

_FOLDER = os.path.dirname(_package.__file__)
GRADES = "ctcae-platelets"


def shipped_criteria() -> list[str]:
    """The ids of the shipped criteria of response, in order."""
    names = (name.removesuffix(".toml") for name in os.listdir(_FOLDER) if name.endswith(".toml"))
    return sorted(name for name in names if name != GRADES)


def load_criteria(criteria: str | os.PathLike[str]) -> Criteria:
    """Shipped criteria by their id, or a criteria file by its path (it ends in `.toml`).

    Raises Refusal `criteria.unknown`, `file.unreadable`, `criteria.not-toml`, or the problems of
    `build_criteria`, each naming its key.
    """
    name = os.fspath(criteria)
    if name in shipped_criteria():
        return _shipped(name)
    if name.endswith(".toml"):
        return criteria_from_text(file_text(name, "criteria"), name)
    fix = f"Use {', '.join(shipped_criteria())}, or the path of a .toml file."
    raise refuse("criteria.unknown", "criteria", f"No criteria are called {name!r}.", fix, name)


def criteria_from_text(text: str, name: str) -> Criteria:
    """The Criteria that the text of a TOML file states."""
    return build_criteria(_parsed(text, name), read_amount)


@cache
def shipped_grades() -> Grading:
    """The shipped grades of a low platelet count."""
    return build_grading(_parsed(_text(GRADES), GRADES), read_amount)


@cache
def _shipped(name: str) -> Criteria:
    return criteria_from_text(_text(name), f"{name}.toml")


def _text(name: str) -> str:
    return file_text(os.path.join(_FOLDER, f"{name}.toml"), "criteria")


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        message = f"{name} is not TOML: {error or 'nested too deep'}."
        raise refuse("criteria.not-toml", "criteria", message, "Correct the line.", name) from error
