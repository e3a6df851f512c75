"""A text in words, numbers and single signs, and the numbers that words say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, repeat
from typing import NamedTuple

from msc_dose.notation.prose.intervals.vocabulary import ENDINGS, NUMBERS, OPENINGS, ORDINALS

# No phrase has more words; a block of words overlaps the next by more than any look ahead or back.
WORDS, MARGIN, _BLOCK = 12, 40, 4096


class Token(NamedTuple):
    """A word, a number, or a single sign; `gap` is what joins it to the one before.

    It is empty, a space, or a hyphen; `–` for a dash made of a hyphen, `|` for the end of a paragraph.
    """

    word: str
    start: int
    end: int
    gap: str


Words = Sequence[str]


def blocks(text: str) -> Iterator[list[Token]]:
    """The tokens in lists whose inner parts, without the margins, follow one another."""
    nothing = Token("", len(text), len(text), "|")
    tokens = [Token("", 0, 0, "|")] * MARGIN
    for token in chain(_tokens(text), repeat(nothing, MARGIN)):
        tokens.append(token)
        if len(tokens) == _BLOCK:
            yield tokens
            tokens = tokens[-2 * MARGIN :]
    yield tokens


def _tokens(text: str) -> Iterator[Token]:
    at, gap = 0, "|"
    for kind, characters in groupby(text, _kind):
        run = "".join(characters)
        if kind == "gap":
            gap = _joint(run)
        for word in [run] if kind in ("word", "number") else run if kind == "sign" else ():
            yield Token(word.lower(), at, at + len(word), gap)
            at, gap = at + len(word), ""
        at += len(run) if kind == "gap" else 0


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    if character in " \t\r\n-‐‑":
        return "gap"
    if character in "0123456789":
        return "number"
    return "word" if character.isalpha() and not ideographic(character) else "sign"


def ideographic(word: str) -> bool:
    """Whether a script without spaces begins here: kana, or Chinese characters."""
    return "\u3040" <= word[:1] <= "\u9fff"


def _joint(gap: str) -> str:
    if gap.count("\n") > 1:
        return "|"
    if not gap.strip():
        return " "
    return "-" if len(gap.strip()) == 1 and gap[0].strip() else "–"


def words_from(tokens: Sequence[Token], at: int) -> list[str]:
    """The words from here on that one phrase can hold, and empty ones."""
    words = [tokens[at].word]
    for token in tokens[at + 1 : at + WORDS]:
        if token.gap in "|–" and token.gap:
            break
        words.append(token.word)
    return words + [""] * (2 * WORDS - len(words))


def opens(word: str) -> bool:
    """Whether a phrase can begin with this word."""
    return word in OPENINGS or digits(word)


def digits(word: str) -> bool:
    """Whether the word is written in the digits 0 to 9."""
    return word.isascii() and word.isdigit()


def number_of(word: str) -> int | None:
    """The whole number from 1 to 99 that a word or digits say."""
    if digits(word):
        return int(word) or None if len(word) < 3 else None
    return NUMBERS.get(word)


def nth(words: Words) -> tuple[int, int] | None:
    """The number of `2`, `two`, `2nd` or `other`, and of how many words."""
    number = number_of(words[0]) or ORDINALS.get(words[0])
    return (number, 2 if words[1] in ENDINGS else 1) if number else None
