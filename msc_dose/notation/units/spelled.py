"""Names of units as people spell them: the table's own, other languages', and spellings to be confirmed."""

from __future__ import annotations

from functools import lru_cache

from msc_dose.notation.hazards import Hazard
from msc_dose.quantity.table import Unit, units

# Unambiguous names that are not pint names; the value is a name of units.txt.
_ALSO = {
    "kilogramm": "kg", "Kilogramm": "kg", "kilogramme": "kg", "kilogrammes": "kg", "公斤": "kg", "千克": "kg",
    "キログラム": "kg",
    "毫升": "mL", "ミリリットル": "mL", "微升": "µL", "cu mm": "mm3", "cubic mm": "mm3", "mm 3": "mm3",
    "cu.mm": "mm3", "cu. mm": "mm3",
    "CUMM": "mm3", "cmm": "mm3", "mm^3": "mm3", "MCL": "µL", "厘米": "cm", "公分": "cm",
    "sq m": "m2", "sq. m": "m2", "sqm": "m2", "square meters": "m2", "square metre": "m2",
    "square metres": "m2", "Quadratmeter": "m2", "㎡": "m2", "平方米": "m2", "平方メートル": "m2",
    "Min": "min", "分": "min", "分鐘": "min", "分钟": "min", "時間": "h", "小时": "h",
    "Minuten": "min", "Stunden": "h", "Stunde": "h", "Tage": "d",
    "minuti": "min", "heures": "h", "heure": "h", "jours": "d", "percent": "%", "per cent": "%",
}  # fmt: skip
_SHORTEST_WORD = 4
# One unit is meant, but the spelling stands for something else or for nothing: a person confirms it.
_DOUBTFUL = {
    "KG": ("kg", "K is kelvin and G is giga"), "kgs": ("kg", "symbols of units have no plural"),
    "Kgs": ("kg", "symbols of units have no plural"), "KGs": ("kg", "symbols of units have no plural"),
    "KGS": ("kg", "symbols of units have no plural"), "kG": ("kg", "G is gauss or giga"),
    "Kilo": ("kg", "a kilo is a thousand of anything"), "kilo": ("kg", "a kilo is a thousand of anything"),
    "kilos": ("kg", "a kilo is a thousand of anything"),
    "ML": ("mL", "ML is a million litres"), "Ml": ("mL", "Ml is a million litres"),
    "mls": ("mL", "symbols of units have no plural"), "mLs": ("mL", "symbols of units have no plural"),
    "UL": ("µL", "U is used for units"), "hrs": ("h", "symbols of units have no plural"),
    "mins": ("min", "symbols of units have no plural"), "secs": ("s", "symbols of units have no plural"),
    "cubic milliliter": ("mm3", "a cubic millilitre does not exist"),
    "cubic milliliters": ("mm3", "a cubic millilitre does not exist"),
    "cubic millilitre": ("mm3", "a cubic millilitre does not exist"),
    "cubic millilitres": ("mm3", "a cubic millilitre does not exist"),
    "m 2": ("m2", "its 2 stands apart"), "M2": ("m2", "M is mega"), "M 2": ("m2", "M is mega"),
    "␮L": ("µL", "␮ is what a PDF font makes of µ"), "␮l": ("µL", "␮ is what a PDF font makes of µ"),
    "␮g": ("µg", "␮ is what a PDF font makes of µ"),
}  # fmt: skip


# One reading looks the same text up once for every kind of amount that it may be.
@lru_cache(maxsize=256)
def unit_named(text: str) -> tuple[Unit, tuple[Hazard, ...]] | None:
    """The unit of this name, and what makes the name unsafe; None where there is none."""
    # Whole words may begin with a capital; symbols may not, for their capitals mean something else.
    word = text.lower() if len(text) >= _SHORTEST_WORD and text.isalpha() else text
    names = (text.replace(" ", "_"), _ALSO.get(text, ""), word, _ALSO.get(word, ""))
    found = next((units()[name] for name in names if name in units()), None)
    if found:
        return found, ()
    name, why = _DOUBTFUL.get(text, ("", ""))
    if not name:
        return None
    hazard = Hazard(
        "unit.unknown", f"{text!r} is not a unit here: {why}.", f"Write {name}.", f"{text} taken as {name}"
    )
    return units()[name], (hazard,)
