"""A document as plain text: marks of Markdown, HTML and LaTeX taken away, every character with its origin."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import unescape

from msc_dose.notation.door import SPACES

_LINE_ENDS = frozenset("\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")
_LONGEST_ENTITY, _LONGEST_TAG, _LONGEST_FORMULA = 10, 40, 80
_TAGS = frozenset(("b", "strong", "i", "em", "u", "span", "font", "small", "sub", "code", "mark"))
# ㎏ is one character; subscripts and the letters of LaTeX say what they stand for.
_INSTEAD = {"㎏": "kg", "㎖": "mL", "㎕": "µL", "㎎": "mg"} | {c: str(i) for i, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_LATEX = {
    "\\times": "×", "\\cdot": "·", "\\pm": "±", "\\mu": "µ", "\\,": " ", "\\;": " ", "\\ ": " ", "\\%": "%",
    "{,}": ",",
}  # fmt: skip
_JOINING_BEFORE = frozenset("×·⋅∙*–—")
_JOINING_BEHIND = frozenset("×·⋅∙")


@dataclass(frozen=True, slots=True)
class Prose:
    """The plain text of a document; `begins` and `ends` are where each of its characters stands in it.

    `hidden` holds the places of characters that no one sees, such as zero-width spaces.
    """

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    hidden: tuple[int, ...]

    def span(self, at: int, width: int) -> tuple[int, int]:
        """Where in the document these characters of the plain text begin and end."""
        return self.begins[at], self.ends[at + width - 1]


def plain_prose(text: str) -> Prose:
    """The document without the marks that its readers do not see, in one pass."""
    out: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    hidden: list[int] = []
    at = 0
    while at < len(text):
        said, width = _next(text, at, out)
        if not said and width == 1 and unicodedata.category(text[at]) == "Cf":
            hidden.append(at)
        for character in said:
            out.append(character)
            begins.append(at)
            ends.append(at + width)
        at += width
    return Prose("".join(out), tuple(begins), tuple(ends), tuple(hidden))


def _next(text: str, at: int, out: list[str]) -> tuple[str, int]:
    """What the characters that begin here say, and how many they are."""
    character = text[at]
    if character == "\n" or character in _LINE_ENDS:
        return _line_end(text, at, out)
    if character in _MARKS:
        return _MARKS[character](text, at, out)
    if character in _INSTEAD:
        return _INSTEAD[character], 1
    if not character.isascii() and unicodedata.category(character) == "Cf":
        return "", 1
    return character.translate(SPACES), 1


def _line_end(text: str, at: int, out: list[str]) -> tuple[str, int]:
    """A line's end is a space where a times sign or a dash stands beside it: `2 ×` at the end of a line."""
    width = 2 if text[at : at + 2] == "\r\n" else 1
    behind = text[at + width : at + width + 8].lstrip(" >\t")
    before = next((c for c in reversed(out[-4:]) if c != " "), "")
    sign = behind[:1] in ("x", "*") and behind[1:].lstrip(" ").startswith("10")
    times_x = before in ("x", "X") and out[-2:-1] and not out[-2].isalpha()
    ten = "".join(out[-6:]).rstrip(" ")
    torn = ten.endswith("10") and ten[:-2].rstrip(" ")[-1:] in ("x", "X", "×", "·") and behind[:1].isdigit()
    joined = before in _JOINING_BEFORE or times_x or behind[:1] in _JOINING_BEHIND or sign or torn
    return (" " if joined and behind else "\n"), width + (_quoted(text, at + width) if joined else 0)


def _quoted(text: str, at: int) -> int:
    """The sign with which a quotation's line begins."""
    return 2 if text[at : at + 2] == "> " else 0


def _entity(text: str, at: int, out: list[str]) -> tuple[str, int]:
    end = text.find(";", at, at + _LONGEST_ENTITY)
    said = unescape(text[at : end + 1]) if end > 0 else ""
    known = (said and not said.startswith("&") and said.isprintable()) or said == "\xa0"
    return (said.translate(SPACES), end + 1 - at) if known else ("&", 1)


def _tag(text: str, at: int, out: list[str]) -> tuple[str, int]:
    end = text.find(">", at, at + _LONGEST_TAG)
    name = text[at + 1 : end].strip("/ ").partition(" ")[0].lower() if end > 0 else ""
    return ("", end + 1 - at) if name in _TAGS else ("<", 1)


def _latex(text: str, at: int, out: list[str]) -> tuple[str, int]:
    for written, said in _LATEX.items():
        if text.startswith(written, at) and not (written[-1].isalpha() and _letter(text, at + len(written))):
            return said, len(written)
    return text[at], 1


def _dollar(text: str, at: int, out: list[str]) -> tuple[str, int]:
    """A dollar that has its fellow near it on the line is LaTeX's; one alone is money."""
    before = text[max(0, at - _LONGEST_FORMULA) : at].rpartition("\n")[2]
    behind = text[at + 1 : at + _LONGEST_FORMULA].partition("\n")[0]
    return ("", 1) if "$" in before or "$" in behind else ("$", 1)


def _star(text: str, at: int, out: list[str]) -> tuple[str, int]:
    """`**` is a power behind a ten and before a digit, and emphasis elsewhere."""
    if text[at : at + 2] != "**":
        return "*", 1
    power = "".join(out[-3:]).rstrip(" ").endswith("10") and text[at + 2 : at + 4].lstrip(" ")[:1].isdigit()
    return ("**", 2) if power else ("", 2)


def _underscore(text: str, at: int, out: list[str]) -> tuple[str, int]:
    inside = bool(out) and out[-1].isalnum() and text[at + 1 : at + 2].isalnum()
    return ("_", 1) if inside else ("", 1)


def _backtick(text: str, at: int, out: list[str]) -> tuple[str, int]:
    return "", 1


def _tilde(text: str, at: int, out: list[str]) -> tuple[str, int]:
    tie = bool(out) and out[-1].isdigit() and _letter(text, at + 1)
    return (" " if tie else "~"), 1


def _letter(text: str, at: int) -> bool:
    return text[at : at + 1].isalpha()


_MARKS = {
    "&": _entity, "<": _tag, "\\": _latex, "{": _latex, "$": _dollar, "*": _star, "_": _underscore,
    "`": _backtick, "~": _tilde,
}  # fmt: skip
