"""A disagreement between what the document says and what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.problems import Problem, stop


def differ(field: str, said: object, calculated: object) -> Iterator[Problem]:
    """The disagreement where the two are not the same text: each kind has one text for each value."""
    if str(said) != str(calculated):
        yield disagreement(field, said, f"gives {calculated}")


def disagreement(field: str, said: object, finding: str) -> Problem:
    """The Problem `recheck.disagrees` at this path."""
    message = f"The document says {said}, the second calculation {finding}."
    fix = "Do not use this plan. Unless the document was changed by hand, report a defect of the program."
    return stop("recheck.disagrees", field, message, fix, str(said))
