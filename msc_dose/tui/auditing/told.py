"""One row of the audit whole, and what a verification or a check found, in lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from msc_dose.problems import Problem
from msc_dose.store.audit.telling import moment_text, values_of
from msc_dose.store.care.checking import Checked, Looked
from msc_dose.store.chain import AuditRow, Head
from msc_dose.tui.widgets.problems import OK, SIGNS

_NAME, _WIDTH = 11, 76
_NO_HEAD = (
    "It was not held to a head that was kept: nothing else can tell that rows at the end were cut off, "
    "or that everything was written anew. Every worksheet shows one; msc-dose audit head writes one."
)


def row_lines(row: AuditRow, words: str, zone: str) -> list[str]:
    """Everything that a row holds; `words` is what it tells in words."""
    old, new = values_of(row)
    said = {
        "When": moment_text(row.at, zone),
        "In UTC": row.at,
        "Who": f"{row.person} ({row.role}), at {row.host}",
        "Action": row.action,
        "What": f"{row.entity}, version {row.version}",
        "Told": words,
        "Field": row.field,
        "Reason": row.reason,
        "Program": row.program,
        "Hash": row.hash,
        "Before it": row.previous,
    }
    lines = [f"ROW {row.sequence:,} OF THE AUDIT", ""]
    lines += [line for name, text in said.items() if text for line in _beside(name, text)]
    if row.field:
        return [*lines, *_beside("Old", old), *_beside("New", new)]
    return [*lines, *_beside("New", new)]


def _beside(name: str, text: str) -> list[str]:
    """A text beside its name, folded; nothing of it is left out."""
    first, *more = textwrap.wrap(text, _WIDTH - _NAME, replace_whitespace=False) or [""]
    return [f"{name:<{_NAME}}{first}", *(f"{'':{_NAME}}{line}" for line in more)]


def chain_lines(found: Sequence[Problem], last: Head, head: Head | None) -> list[str]:
    """Whether the audit is whole, in words, with its head."""
    wrong = [each for each in found if each.severity == "stop"]
    if wrong:
        how_many = "1 problem" if len(wrong) == 1 else f"{len(wrong):,} problems"
        first = [
            f"{SIGNS['stop']}  THE RECORD IS NOT WHAT ITS AUDIT TELLS: {how_many}.",
            "Keep it as it is, do not work on with it, and tell whoever answers for it.",
        ]
    else:
        kept = f" It holds the head that was kept, {head.sequence:,}:{head.short}." if head else ""
        first = [
            f"{OK}  THE AUDIT IS WHOLE: {last.sequence:,} rows, and the record is what they tell.",
            f"Head {last.sequence:,}:{last.short}.{kept}",
            f"Whole: {last.hash}",
        ]
    rest = [] if head or wrong else ["", _NO_HEAD]
    return [*first, *_problems(found), *rest]


def checked_lines(found: Checked) -> list[str]:
    """Everything that was looked at, each with what was found."""
    stops = sum(each.severity == "stop" for each in found.problems)
    checks = sum(each.severity == "check" for each in found.problems)
    if stops:
        first = f"{SIGNS['stop']}  THE RECORD IS NOT SOUND."
    elif checks:
        first = f"{SIGNS['check']}  The record is sound; something wants looking after."
    else:
        first = f"{OK}  THE RECORD IS SOUND."
    return [first, found.place, "", *(line for each in found.looked for line in _looked(each))]


def _looked(each: Looked) -> Iterator[str]:
    problems = each.problems
    sign = SIGNS[problems[0].severity] if problems else OK
    yield f"{sign:<9}{each.what:<11}{each.found}"
    yield from (f"{'':9}{problem}" for problem in problems)


def _problems(found: Sequence[Problem]) -> Iterator[str]:
    for each in found:
        yield ""
        yield f"{SIGNS[each.severity]}  {each.field}: {each.message} {each.fix} ({each.code})"
