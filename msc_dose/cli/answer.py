"""What a command answers: lines for a person, a mapping for a program, and the problems of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msc_dose.problems import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """`lines` of text, the `document` without its problems, and the `problems`."""

    lines: Sequence[str]
    document: dict[str, Any]
    problems: Sequence[Problem] = ()
