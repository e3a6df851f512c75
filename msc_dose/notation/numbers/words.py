"""The words and signs around a number: times signs, multipliers, bounds, range marks, labels."""

from __future__ import annotations

from functools import lru_cache

TIMES = ("×", "x", "X", "·", "⋅", "∙", "•", "*", "∗", "\\times", "\\cdot", "&times;", "times ")
# What scanned and copied pages print for a times sign. ϫ and ⴛ come out of PDF fonts.
LOOKS_LIKE_TIMES = frozenset("✕✖⨯ⴛхХϫ╳⨉χΧ´?\ufffd¤.")
# Signs that stand where a caret was meant.
LOOKS_LIKE_CARET = frozenset("~'`´’°˄")
CARETS = ("\\^", "**", "^", "ˆ", "∧", "↑")
SUPERSCRIPT = {c: str(i) for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"⁻": "-", "⁺": "+"}
DASHES = frozenset("-–—−‐‑‒~〜∼")

# Words that stand for one power of ten only, whatever the country. "Billion" is not among them.
MULTIPLIERS = {
    "thousand": 3, "thousands": 3, "thous": 3, "thou": 3, "tausend": 3, "tsd": 3,
    "lakh": 5, "lakhs": 5, "lac": 5, "lacs": 5, "crore": 7, "crores": 7,
    "million": 6, "millions": 6, "mio": 6, "millionen": 6, "mln": 6, "millones": 6, "milioni": 6,
    "milliard": 9, "milliards": 9, "milliarde": 9, "milliarden": 9, "mrd": 9, "miliardi": 9,
}  # fmt: skip
# With these a point is a decimal point.
ENGLISH = frozenset(("thousand", "thousands", "million", "millions", "lakh", "lakhs", "crore", "crores"))
MULTIPLIER_SIGNS = {
    "百万": 6, "千万": 7, "百萬": 6, "千萬": 7, "万": 4, "萬": 4, "億": 8, "亿": 8, "千": 3,
}  # fmt: skip
AMBIGUOUS = {
    "M": ((6, "M for million"), (3, "M for the Roman thousand")),
    "m": ((6, "m for million"), (3, "m for the Roman thousand")),
    "MM": ((6, "MM for million"), (9, "MM for a thousand million")),
    "mm": ((6, "mm for million"),),
    "mn": ((6, "mn for million"),),
    "mil": ((6, "mil for million"), (3, "mil for the Spanish thousand")),
    "mill": ((6, "mill for million"), (3, "mill for the Scandinavian or Latin thousand")),
    "k": ((3, "k for thousand"),),
    "K": ((3, "K for thousand"),),
    "G": ((9, "G for giga"),),
    "B": ((9, "B for a thousand million"), (12, "B for a million million")),
    "billion": ((9, "a thousand million"), (12, "a million million")),
    "billions": ((9, "a thousand million"), (12, "a million million")),
    "bn": ((9, "a thousand million"), (12, "a million million")),
    "trillion": ((12, "a million million"), (18, "a million million million")),
}
# Letters that are sure only as a laboratory prints them, before a unit of volume: 24 K/µL, 24 G/L.
LABORATORY = {
    "K": (3, ("µL", "μL", "uL", "µl", "μl", "ul", "mcL", "MCL", "UL", "mm3", "mm³", "cumm")),
    "G": (9, ("L", "l")),
    "Gpt": (9, ("L", "l")),
    "Giga": (9, ("L", "l")),
    "giga": (9, ("L", "l")),
}

RELATIONS = {
    "<": "<", ">": ">", "≤": "≤", "≥": "≥", "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥",
    "<=": "≤", ">=": "≥", "=<": "≤", "=>": "≥",
    "less than": "<", "fewer than": "<", "lower than": "<", "below": "<", "under": "<",
    "less than or equal to": "≤", "up to": "≤", "at most": "≤", "no more than": "≤", "not more than": "≤",
    "within": "≤", "not to exceed": "≤", "no greater than": "≤", "not exceeding": "≤",
    "minimum": "≥", "min.": "≥", "maximum": "≤", "max.": "≤", "max": "≤", "a maximum of": "≤",
    "greater than": ">", "more than": ">", "higher than": ">", "above": ">", "over": ">", "exceeding": ">",
    "greater than or equal to": "≥", "at least": "≥", "no less than": "≥", "not less than": "≥",
    "no fewer than": "≥", "a minimum of": "≥",
}  # fmt: skip
# PDF fonts print Ն for ≥ and Յ for ≤.
LOOKS_LIKE_RELATION = {"Ն": "≥", "Յ": "≤"}
RELATIONS_BEHIND = {
    "or more": "≥", "or above": "≥", "or greater": "≥", "or higher": "≥", "and above": "≥", "以上": "≥",
    "or less": "≤", "or below": "≤", "or lower": "≤", "or fewer": "≤", "and below": "≤", "以下": "≤",
    "未満": "<", "未满": "<",
}  # fmt: skip
APPROXIMATE = (
    "~", "≈", "≃", "∼", "±", "about", "around", "roughly", "nearly", "almost", "approximately", "approx.",
    "approx", "circa", "ca.", "ca", "c.", "约", "約",
)  # fmt: skip
RANGE_WORDS = ("to", "through", "bis", "upto", "à")
PLUS_MINUS = ("±", "+/-", "+/−", "+-", "＋／－", "Ϯ")

# What may be written before an amount of a kind, and says no more than the kind itself.
LABELS = {
    "platelet_count": (
        "platelet count of", "platelet count", "platelets", "platelet", "plt count", "plts", "plt",
        "thrombocytes", "thrombozyten", "血小板数", "血小板",
    ),
    "dose_per_weight": ("dose of", "dose"),
    "cell_count": ("dose of", "dose", "cell count", "cells"),
    "cell_concentration": ("concentration of", "concentration"),
    "body_weight": ("body weight", "weight", "wt.", "wt", "体重"),
    "height": ("height", "ht", "身長"),
    "volume": ("volume of", "volume", "vol.", "vol"),
    "flow_rate": ("infusion rate", "rate of", "rate"),
    "duration": ("duration of", "duration"),
    "percentage": ("viability of", "viability"),
    "mass": (),
    "dose_per_surface": ("dose of", "dose"),
    "body_surface": (
        "body surface area of", "body surface area", "body surface", "bsa of", "bsa", "kof", "体表面積",
    ),
    "volume_per_weight": ("volume of", "volume"),
    "mass_per_weight": (),
    "ratio": (),
}  # fmt: skip


_LONGER_THAN_ANY = 64  # characters, than any of these words


def longest_start(text: str, words: tuple[str, ...]) -> str:
    """The longest of the words with which the text begins, in any case, and as a whole word; else ""."""
    if not text:
        return ""
    lowered = text[:_LONGER_THAN_ANY].lower()
    likely = _by_first_letter(words).get(lowered[0], ())
    found = [word for word in likely if lowered.startswith(word) and _ends_word(lowered, len(word))]
    return max(found, key=len, default="")


@lru_cache(maxsize=64)
def _by_first_letter(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {first: tuple(word for word in words if word[0] == first) for first in {word[0] for word in words}}


def _ends_word(text: str, at: int) -> bool:
    last, following = text[at - 1 : at], text[at : at + 1]
    return not (last.isascii() and last.isalpha() and following.isalpha())
