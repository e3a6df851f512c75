"""A unit's text with its spaces, strokes and powers in one form."""

from __future__ import annotations

from functools import lru_cache

from msc_dose.notation.hazards import Hazard

# One way of writing what means the same; the spaces around a point between units are none of its own.
_ALIKE = {
    "³": "3", "²": "2", "╱": "/", "∕": "/", "⁄": "/", "‑": "-", "‐": "-", " · ": "·", " ∙ ": "·", "∙": "·",
    "⋅": "·", "体重": " 体重", "kgBW": "kg BW", "kgbw": "kg bw",
}  # fmt: skip
_PER = (" per ", " Per ", " PER ", " pro ")
_INVERSE = ("⁻¹", "^-1", "^−1", "^{-1}", "**-1", "<sup>-1</sup>")
_LOST_INVERSE = ("-1", "−1", "–1")
# m² as pages and keyboards write it, and m⁻², whose ² is a 2 by then.
_SQUARES = ("m^2", "m\\^2", "m^{2}", "m**2", "m<sup>2</sup>")
_INVERSE_SQUARES = ("m⁻2", "m^-2", "m^−2", "m^{-2}", "m**-2", "m<sup>-2</sup>")
_LOST_INVERSE_SQUARES = ("m-2", "m−2", "m–2")


# One reading looks the same text up once for every kind of amount that it may be.
@lru_cache(maxsize=256)
def tidied(text: str) -> tuple[str, tuple[Hazard, ...]]:
    """Spaces single, none around the stroke; `per` and `⁻¹` as the stroke; m² as m2; `{cells}` as cells.

    A `-1` or `-2` behind a unit has lost its superscript and is to be confirmed.
    """
    clean = " ".join(text.split(" ")).strip()
    for written, said in _ALIKE.items():
        clean = clean.replace(written, said)
    for square in _SQUARES:
        clean = clean.replace(square, "m2")
    clean, hazards = _inverse(clean)
    clean = f" {clean} ".replace(" per cent ", " percent ")
    for word in _PER if " in 1" not in clean else (*_PER, " in "):
        clean = clean.replace(word, "/")
    clean = _of_one(clean.strip().removeprefix("·"))
    clean = "/".join(" ".join(part.split()) for part in clean.split("/"))
    return _without_braces(clean), hazards


def _inverse(text: str) -> tuple[str, tuple[Hazard, ...]]:
    for ending in _INVERSE:
        if text.endswith(ending):
            return _under_stroke(text.removesuffix(ending).rstrip()), ()
    for ending in _INVERSE_SQUARES:
        if text.endswith(ending):
            return _under_stroke(f"{text.removesuffix(ending)}m2"), ()
    for ending in _LOST_INVERSE:
        if text.endswith(ending) and text[: -len(ending)][-1:].isalpha():
            return _under_stroke(text.removesuffix(ending)), (_lost(text, "/kg", "-1 taken as ⁻¹"),)
    for ending in _LOST_INVERSE_SQUARES:
        if text.endswith(ending):
            without = f"{text.removesuffix(ending)}m2"
            return _under_stroke(without), (_lost(text, "/m²", "-2 taken as ⁻²"),)
    return text, ()


def _lost(text: str, stroke: str, taken: str) -> Hazard:
    message = f"{text!r} ends in a power that lost its superscript."
    return Hazard("notation.lost-superscript", message, f"Write the unit with a stroke: {stroke}.", taken)


def _under_stroke(text: str) -> str:
    """`cells·kg` as `cells/kg`: the last word is what the count is taken by."""
    at = max(text.rfind(joint) for joint in (" ", "·", ".", "*", "×"))
    return f"{text[:at] if at >= 0 else ''}/{text[at + 1 :]}"


def _without_braces(text: str) -> str:
    """UCUM names what is counted, or whose weight it is, in braces: `{viable_MSC}/kg`, `/kg{ideal}`."""
    clean = text.removeprefix(".")
    if clean.startswith("{") and "}" in clean:
        inside, _, rest = clean[1:].partition("}")
        return _without_braces(f"{inside.replace('_', ' ')}{rest}")
    over, brace, inside = clean.partition("{")
    if brace and over and inside.endswith("}") and inside[:-1].isalpha():
        return f"{over} {inside[:-1]}"
    return text


def _of_one(text: str) -> str:
    """`/1 mL` as `/mL`: what one of a unit holds."""
    over, stroke, under = text.partition("/")
    rest = under.lstrip(" ").removeprefix("1")
    alone = stroke and under.lstrip(" ").startswith("1") and (rest.lstrip(" ")[:1].isalpha())
    return f"{over}/{rest.lstrip(' ')}" if alone else text
