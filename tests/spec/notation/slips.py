"""Slips at random: a superscript lost, a comma for a point, a space dropped, a glyph swapped."""

from .safe_texts import SUPERSCRIPTS

RAISED = SUPERSCRIPTS + "⁻"
FLAT = str.maketrans(RAISED, "0123456789-")
MARKS_OF_POWERS = ("^{", "\\^", "**", "^", "<sup>", "</sup>", "の", "乗", "*", "}")
LOOK_ALIKE = {
    "×": "xX*·✕хχ╳", "x": "×*·хX", "·": ".×x*•⋅", "*": "x×·^", "^": " *ˆ", "-": "–−+~—", "–": "-−—~",
    "e": "EеЕ", "E": "eЕF", "0": "OoОD", "1": "lI|і", "5": "S", "8": "B", "6": "bG", "2": "Z", "9": "gq",
    "/": "|\\⁄∕l", "k": "кKк", "K": "kК", "M": "mМ", "m": "Mм", "L": "l1I|", "l": "1LI|", "g": "9q", "c": "сC",
    "µ": "uμ", "u": "µv", "G": "6g", "%": "‰", "±": "+t", "+": "±t-", "<": "‹", ">": "›", "≤": "⩽≦Յ", "≥": "⩾≧Ն",
    "万": "方萬", "億": "憶亿", "個": "箇个", "の": "的", "乗": "乘", ".": "·•", "(": "[（", ")": "]）",
    "⁻": "-¯",
}  # fmt: skip
ONE_FOR_ANOTHER = {".": ",'’", ",": ".'’"}


def lost_superscripts(text):
    yield text.translate(FLAT)
    yield "".join(character for character in text if character not in RAISED)
    for at, character in enumerate(text):
        if character in RAISED:
            yield text[:at] + text[at + 1 :]
            yield text[:at] + character.translate(FLAT) + text[at + 1 :]
    for mark in MARKS_OF_POWERS:
        for at in range(1, len(text)):
            if text.startswith(mark, at) and (text[at - 1].isdigit() or not text[at - 1].isalnum()):
                yield text[:at] + text[at + len(mark) :]
                yield text[:at] + " " + text[at + len(mark) :]


def commas_and_points(text):
    return _each_replaced(text, ONE_FOR_ANOTHER)


def dropped_spaces(text):
    yield text.replace(" ", "")
    for at, character in enumerate(text):
        if character == " ":
            yield text[:at] + text[at + 1 :]


def swapped_glyphs(text):
    return _each_replaced(text, LOOK_ALIKE)


def _each_replaced(text, others):
    for at, character in enumerate(text):
        for other in others.get(character, ""):
            yield text[:at] + other + text[at + 1 :]


FAMILIES = (lost_superscripts, commas_and_points, dropped_spaces, swapped_glyphs)


def slip(source, text):
    """The text after one random slip, of a random family of those that it offers."""
    offered = [slips for family in FAMILIES if (slips := [edit for edit in family(text) if edit != text])]
    return source.choice(source.choice(offered))
