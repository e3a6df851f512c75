"""What the screens remember for the user of this machine: the theme that was chosen last."""

from __future__ import annotations

import os
from contextlib import suppress


def remembered_theme() -> str:
    """The name of the theme that was chosen last; empty where none was."""
    with suppress(OSError, UnicodeDecodeError), open(_path(), encoding="utf-8") as file:
        return file.read(100).strip()
    return ""


def remember_theme(name: str) -> None:
    """Keep the name. Where it cannot be kept the next start shows the usual theme, and nothing is lost."""
    with suppress(OSError):
        os.makedirs(os.path.dirname(_path()), mode=0o700, exist_ok=True)
        with open(_path(), "w", encoding="utf-8") as file:
            file.write(f"{name}\n")


def _path() -> str:
    from platformdirs import user_state_dir

    return os.path.join(user_state_dir("msc_dose", appauthor=False), "theme")
