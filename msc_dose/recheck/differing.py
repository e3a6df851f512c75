"""A disagreement between what the document says and what the second calculation gives."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.problems import Problem, stop


def differ(field: str, said: object, calculated: object, refused: str = "this plan") -> Iterator[Problem]:
    """The disagreement where the two are not the same text: each kind has one text for each value."""
    if str(said) != str(calculated):
        yield disagreement(field, said, f"gives {calculated}", refused)


def disagreement(field: str, said: object, finding: str, refused: str = "this plan") -> Problem:
    """The Problem `recheck.disagrees` at this path; `refused` is what must not be used."""
    message = f"The document says {said}, the second calculation {finding}."
    report = "Unless the document was changed by hand, report a defect of the program."
    fix = f"Do not use {refused}. {report}"
    return stop("recheck.disagrees", field, message, fix, str(said))
