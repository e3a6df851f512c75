"""The statements of the `.sql` files by name: `-- name: events_of_course` begins one."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_NAMED = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)
_VALUE = re.compile(r"(?<!:):([a-z_]+)\b")


@lru_cache(maxsize=1)
def statements() -> dict[str, str]:
    """Every statement by its name; both dialects read the same text."""
    found: dict[str, str] = {}
    for file in sorted((files("msc_dose.store") / "sql").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".sql"):
            parts = _NAMED.split(file.read_text(encoding="utf-8"))[1:]
            for name, text in zip(parts[::2], parts[1::2], strict=True):
                if name in found:
                    raise ValueError(f"two statements are called {name}")
                found[name] = text.strip().rstrip(";")
    return found


@lru_cache(maxsize=256)
def for_postgres(name: str) -> str:
    """The statement with its values written as psycopg reads them."""
    return _VALUE.sub(r"%(\1)s", statements()[name].replace("%", "%%"))
