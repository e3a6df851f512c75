"""The site's settings file: what a site declares once, in TOML."""

from __future__ import annotations

import os
from dataclasses import dataclass

from msc_dose.files.reading import file_text
from msc_dose.notation.conventions import Conventions
from msc_dose.problems import refuse

VARIABLE = "MSC_DOSE_SETTINGS"
_KEYS = ("decimal_mark",)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site has declared. `decimal_mark` is `point` or `comma`."""

    decimal_mark: str = "point"


def declared_settings() -> Settings:
    """The settings of the file that the environment variable MSC_DOSE_SETTINGS names; else the defaults.

    Raises the refusals of `load_settings`.
    """
    path = os.environ.get(VARIABLE)
    return load_settings(path) if path else Settings()


def load_settings(path: str | os.PathLike[str]) -> Settings:
    """The settings of a TOML file; what it leaves out keeps its default.

    Raises Refusal `file.unreadable`, `settings.not-toml`, `settings.key-unknown`, `decimal-mark.unknown`.
    """
    import tomllib

    name = os.fspath(path)
    try:
        table = tomllib.loads(file_text(name, "settings"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"{name} is not TOML: {error or 'nested too deep'}."
        raise refuse("settings.not-toml", "settings", message, "Correct the line.", name) from error
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        message = f"{name} has the key {unknown[0]!r}, which is no setting."
        raise refuse("settings.key-unknown", unknown[0], message, f"The keys are {', '.join(_KEYS)}.", name)
    mark = table.get("decimal_mark", "point")
    return Settings(Conventions(mark if isinstance(mark, str) else repr(mark)).decimal_mark)
