"""Why something is done: one visible line, asked for where a change must be explained later."""

from __future__ import annotations

from msc_dose.problems import Refusal
from msc_dose.product.plain_text import note_problem

LONGEST_REASON = 500


def stated_reason(reason: str) -> str:
    """The reason itself; Refusal `value.missing`, `text.too-long`, `text.control-character`."""
    problem = note_problem(reason, "reason", LONGEST_REASON)
    if problem is not None:
        raise Refusal([problem])
    return reason
