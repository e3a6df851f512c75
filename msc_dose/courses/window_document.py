"""A window as a plain mapping, and back; the days preferred inside it stand under a key of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msc_dose.scheduling import Window


def window_document(window: Window) -> dict[str, Any]:
    """`before` and `after` in whole days, and `preferred` with the same keys where some are preferred."""
    preferred = window.preferred
    inner = {} if preferred is None else {"preferred": {"before": preferred.before, "after": preferred.after}}
    return {"before": window.before, "after": window.after, **inner}


def window_of(window: Mapping[str, Any]) -> Window:
    """The window of a mapping that has these keys; other keys are not looked at."""
    inner = window.get("preferred")
    preferred = None if inner is None else Window(inner["before"], inner["after"])
    return Window(window["before"], window["after"], preferred)
