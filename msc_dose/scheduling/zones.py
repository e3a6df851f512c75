"""Time zones by their IANA names."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*){0,2}")


@lru_cache
def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone; one zone is looked up, as listing them all is slow."""
    if not _ZONE.fullmatch(name) or name == "Factory":
        return False
    try:
        return ZoneInfo(name).key == name
    except (ValueError, OSError, LookupError):  # not a zone's data; a folder such as Europe; no such name
        return False
