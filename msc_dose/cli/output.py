"""How results and refusals are written: text that no terminal can be hurt by, or one JSON document."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from msc_dose.cli.table import WIDTH, wrapped
from msc_dose.problems import Problem, Reading, Refusal
from msc_dose.quantity.writer import in_ascii

_SIGNS = {"stop": "■ STOP ", "check": "▲ CHECK", "note": "● NOTE "}
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def visible(text: str) -> str:
    """The text with control and bidirectional characters written out, line ends kept."""
    return "".join(c if c == "\n" or unicodedata.category(c) not in _HIDDEN else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    """The character as JSON and Python write it out."""
    code = ord(character)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def say(text: str) -> None:
    """Write text to standard output, in ASCII writings where its encoding lacks a character."""
    write(sys.stdout, text)


def complain(text: str) -> None:
    """Write text to standard error."""
    write(sys.stderr, text)


def write(stream: TextIO | None, text: str) -> None:
    """Write text that no terminal can be hurt by; OSError where the stream is closed or full."""
    if stream is None:
        raise OSError("the output is closed")
    clean = visible(text)
    encoding = stream.encoding or "ascii"
    try:
        clean.encode(encoding)
    except UnicodeEncodeError:
        clean = in_ascii(clean).encode(encoding, "backslashreplace").decode(encoding)
    stream.write(clean.rstrip("\n") + "\n")
    stream.flush()


def document(content: Mapping[str, Any]) -> None:
    """Write one JSON document to standard output; what is hidden in its texts is written out."""
    import json

    encoding = (sys.stdout.encoding if sys.stdout else None) or "ascii"
    ascii_only = encoding.lower().replace("-", "") != "utf8"
    write(sys.stdout, json.dumps(content, indent=2, ensure_ascii=ascii_only, allow_nan=False))


def refused(refusal: Refusal, as_json: bool) -> None:
    """Write a refusal: JSON on standard output, or text on standard error."""
    if as_json:
        document(refusal_document(refusal))
    else:
        complain("\n".join([*problem_lines(refusal.problems), *reading_lines(refusal.readings)]))


def refusal_document(refusal: Refusal) -> dict[str, Any]:
    """The refusal as a plain mapping (schema `msc-dose/refusal/1`)."""
    return {
        "schema": "msc-dose/refusal/1",
        "problems": [problem.as_document() for problem in refusal.problems],
        "readings": [reading.as_document() for reading in refusal.readings],
    }


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Problems in order of gravity, each with sign, word, field, message, what to do, and its code."""
    lines: list[str] = []
    for problem in sorted(problems, key=lambda p: list(_SIGNS).index(p.severity)):
        head = f"{_SIGNS[problem.severity]} {problem.field}: {problem.message}"
        lines += wrapped(head, indent=8)
        read = f' (read: "{problem.read}")' if problem.read and problem.severity == "stop" else ""
        lines += wrapped(f"        {problem.fix} [{problem.code}]{read}", indent=8)
    return lines


def reading_lines(readings: Iterable[Reading]) -> list[str]:
    """The readings offered, numbered, most plausible first."""
    offers = tuple(readings)
    several = len({reading.field for reading in offers}) > 1
    lines = [
        line
        for n, offer in enumerate(offers, 1)
        for line in wrapped(
            f"  {n}. {f'{offer.field} ' if several else ''}{offer.text} – {offer.reason}", indent=5
        )
    ]
    return ["It could mean:", *lines] if lines else []


def rule() -> str:
    """A line across the page."""
    return "-" * WIDTH
