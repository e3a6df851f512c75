"""Protocol files: those that are shipped, by their id, and a site's own, by their path."""

from __future__ import annotations

import os
import tomllib
from functools import cache

from msc_dose import protocols as _package
from msc_dose.files.reading import file_text
from msc_dose.notation.reader import read_amount
from msc_dose.problems import refuse
from msc_dose.protocols.building import build_protocol
from msc_dose.protocols.protocol import Protocol

_FOLDER = os.path.dirname(_package.__file__)


def shipped_protocols() -> list[str]:
    """The ids of the shipped protocols, in order."""
    return sorted(name.removesuffix(".toml") for name in os.listdir(_FOLDER) if name.endswith(".toml"))


def load_protocol(protocol: str | os.PathLike[str]) -> Protocol:
    """A shipped protocol by its id, or a protocol file by its path (it ends in `.toml`).

    Raises Refusal `protocol.unknown`, `file.unreadable`, `protocol.not-toml`, or the problems of
    `build_protocol`, each naming file, key and fix.
    """
    name = os.fspath(protocol)
    if name in shipped_protocols():
        return _shipped(name)
    if name.endswith(".toml"):
        return protocol_from_text(file_text(name, "protocol"), name)
    fix = f"Use {', '.join(shipped_protocols())}, or the path of a .toml file."
    raise refuse("protocol.unknown", "protocol", f"No protocol is called {name!r}.", fix, name)


@cache
def _shipped(name: str) -> Protocol:
    path = os.path.join(_FOLDER, f"{name}.toml")
    return protocol_from_text(file_text(path, "protocol"), f"{name}.toml")


def protocol_from_text(text: str, name: str) -> Protocol:
    """The Protocol that the text of a TOML file states."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        message = f"{name} is not TOML: {error or 'nested too deep'}."
        raise refuse("protocol.not-toml", "protocol", message, "Correct the line.", name) from error
    return build_protocol(table, read_amount, name)
