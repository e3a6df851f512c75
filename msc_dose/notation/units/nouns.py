"""What a unit counts and whose kilogram it is: nouns of cells, viability, and the basis of a body weight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from msc_dose.notation.hazards import Hazard
from msc_dose.quantity.amount import Counts

_PLAIN = (
    "cells", "cell", "zellen", "zelle", "cellules", "cellule", "células", "célula", "celulas", "cellen",
    "cellule", "celler", "個", "个", "細胞", "细胞", "個の細胞", "个细胞", "個細胞", "[arb'u]",
)  # fmt: skip
# The word for cells may follow these (`CD34+ cells`) or be left out (`MSCs`).
_POPULATIONS = {
    "msc": "MSC", "mscs": "MSC", "hmsc": "MSC", "hmscs": "MSC", "msc's": "MSC",
    "mesenchymal stromal": "MSC", "mesenchymal stem": "MSC", "mesenchymal stem/stromal": "MSC",
    "tnc": "TNC", "tncs": "TNC", "nucleated": "TNC", "total nucleated": "TNC", "nc": "TNC",
    "mnc": "MNC", "mncs": "MNC", "mononuclear": "MNC", "pbmc": "PBMC", "pbmcs": "PBMC",
    "cd34+": "CD34+", "cd34-positive": "CD34+", "cd34 positive": "CD34+", "cd34": "CD34+",
    "cd3+": "CD3+", "cd3": "CD3+", "cd45+": "CD45+",
    "cd3+ t": "CD3+", "cd3-positive": "CD3+", "cd3 positive": "CD3+",
    "cd4+": "CD4+", "cd8+": "CD8+", "cd19+": "CD19+", "cd56+": "CD56+",
    "car+ t": "CAR+ T", "car-positive t": "CAR+ T", "car positive t": "CAR+ T", "car+": "CAR+ T",
    "car-t": "CAR-T", "car t": "CAR-T",
    "t": "T", "b": "B", "nk": "NK", "treg": "Treg", "tregs": "Treg", "lymphocytes": "lymphocyte",
    "leukocytes": "leukocyte", "leucocytes": "leukocyte", "white blood": "leukocyte", "wbc": "leukocyte",
}  # fmt: skip
_TISSUES = {
    "uc": "UC", "umbilical cord": "UC", "bm": "BM", "bone marrow": "BM", "ad": "AD", "adipose": "AD",
    "at": "AD", "wj": "WJ", "p": "P", "huc": "UC", "hbm": "BM",
}  # fmt: skip
# These need the word for cells: "2e6 T/kg" is not two million T cells.
_ADJECTIVES = frozenset(
    key for key in _POPULATIONS if key.split()[-1] in
    ("stromal", "stem", "stem/stromal", "nucleated", "mononuclear", "t", "b", "nk", "blood", "positive",
     "car-t")
)  # fmt: skip
_COUNTS: dict[str, Counts] = {
    "viable": "viable", "live": "viable", "living": "viable", "all": "all", "total": "all",
}  # fmt: skip
_SAYS_NO_MORE = frozenset(("human", "of", "de", "di"))
# These say whose cells they are, which an amount does not keep.
_WHOSE = frozenset(("allogeneic", "allogenic", "autologous", "donor"))
_BASES = {
    "": (None,), "body weight": (None,), "bodyweight": (None,), "bw": (None,), "b.w.": (None,),
    "recipient body weight": (None,), "recipient weight": (None,), "patient weight": (None,),
    "körpergewicht": (None,), "体重": (None,),
    "actual body weight": ("actual",), "actual": ("actual",), "total body weight": ("actual",),
    "tbw": ("actual",),
    "ideal body weight": ("ideal",), "ideal": ("ideal",), "ibw": ("ideal",),
    "adjusted body weight": ("adjusted",), "adjusted": ("adjusted",), "adjbw": ("adjusted",),
    "ajbw": ("adjusted",),
    "predicted body weight": ("predicted",), "predicted": ("predicted",), "pbw": ("predicted",),
    "abw": ("actual", "adjusted"),
}  # fmt: skip
_SURFACES = frozenset(("bsa", "body surface", "body surface area", "kof", "körperoberfläche", "体表面積"))


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: viability and population where the text says so, and what is unsafe in it."""

    counts: Counts | None = None
    population: str | None = None
    hazards: tuple[Hazard, ...] = ()


_CAR_T = Hazard(
    "unit.population",
    "CAR T cells may be all T cells of the product, or the CAR-positive ones.",
    "Write CAR+ T cells, or T cells.",
    "CAR-T as it stands",
)
_ARBITRARY = Hazard(
    "unit.unknown", "[arb'U] is an arbitrary unit.", "Write cells.", "arbitrary units taken as cells"
)
_UNSAFE = {"CAR-T": _CAR_T, "[arb'u]": _ARBITRARY}


# One reading looks the same text up once for every kind of amount that it may be.
@lru_cache(maxsize=256)
def noun(text: str) -> Noun | None:
    """What `viable CD34+ cells` counts; None where it is not the name of cells."""
    clean, hazards = _unglyphed(text)
    every = clean.lower().replace("_", " ").split()
    hazards += tuple(_left_out(word) for word in every if word in _WHOSE)
    counts, words = _viability([word for word in every if word not in _WHOSE])
    name = " ".join(words)
    found = _population(name)
    # A small b may be a 6 that lost its way: 15,656.9b cells.
    if found is None or (found == "B" and "B" not in clean.split()):
        return None
    unsafe = _UNSAFE.get(found) or _UNSAFE.get(name)
    return Noun(counts, found or None, (*hazards, unsafe) if unsafe else hazards)


def without_surface(text: str) -> str:
    """`m2 BSA`, `m2 of body surface`: the unit without the words that say no more than it."""
    name, space, words = text.partition(" ")
    said = words.lower().removeprefix("of ").removeprefix("(").removesuffix(")")
    return name if space and said in _SURFACES else text


def _viability(words: list[str]) -> tuple[Counts | None, list[str]]:
    """Whether viable or all cells are counted, and the words that name the cells."""
    counts: Counts | None = None
    while words and (words[0] in _SAYS_NO_MORE or (words[0] in _COUNTS and counts is None)):
        # "Total nucleated cells" are TNC, "total viable cells" the viable ones; "total" alone counts all.
        if words[:2] == ["total", "nucleated"]:
            break
        words = words[1:] if words[:2] == ["total", "viable"] else words
        counts, words = _COUNTS.get(words[0], counts), words[1:]
    if counts is None and "viable" in words[1:-1]:
        return "viable", [word for word in words if word != "viable"]
    return counts, words


def _left_out(word: str) -> Hazard:
    message = f"{word!r} says whose cells they are, which an amount does not keep."
    return Hazard("unit.population", message, "Say it beside the amount.", f"{word} left out")


def _unglyphed(text: str) -> tuple[str, tuple[Hazard, ...]]:
    """`CD34⁺` is written so; `CD34ϩ` is what a PDF font makes of it."""
    clean = text.replace("⁺", "+").replace("(+)", "+").replace("-cell", " cell").replace("CD34 +", "CD34+")
    if "ϩ" not in clean:
        return clean, ()
    return clean.replace("ϩ", "+"), (
        Hazard("notation.look-alike", "'ϩ' may be + misread.", "Write +.", "ϩ taken as +"),
    )


def _population(name: str) -> str | None:
    """The population of this name, "" for cells of which none is stated, None where there is none."""
    if name in _PLAIN:
        return ""
    head, _, last = name.rpartition(" ")
    if last in _PLAIN and head in _POPULATIONS:
        return _POPULATIONS[head]
    if name in _POPULATIONS and name not in _ADJECTIVES:
        return _POPULATIONS[name]
    return _of_tissue(head if last in _PLAIN else name)


def _of_tissue(name: str) -> str | None:
    """`UC-MSCs`, `bone marrow MSCs`, `adipose-derived MSCs`: the tissue stays part of the name."""
    for tissue, short in _TISSUES.items():
        for joint in ("-", " ", "-derived ", " derived "):
            rest = name.removeprefix(tissue + joint)
            if rest != name and _POPULATIONS.get(rest) == "MSC":
                return f"{short}-MSC"
    return None


@lru_cache(maxsize=256)
def bases(text: str) -> tuple[str | None, ...] | None:
    """The bases of weight that the words after a kg can name (None in it: not stated), if they name any."""
    clean = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text.strip()
    # German: Körpergewicht. In lower case a second kg is a slip.
    return (None,) if clean in ("KG", "KGW") else _BASES.get(clean.lower().removeprefix("of "))
