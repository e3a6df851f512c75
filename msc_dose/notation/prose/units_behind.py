"""The unit that follows a number in prose: the longest of the known ones, behind at most a few adjectives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from msc_dose.notation.units.nouns import noun
from msc_dose.notation.units.spelled import unit_named
from msc_dose.notation.units.tidied import tidied
from msc_dose.notation.units.unit_text import is_pound, known_unit
from msc_dose.quantity.kinds import KINDS

_LONGEST_UNIT = 48
# The kinds a bare stroke may belong to are tried in this order: /µL and /L are platelets first.
_KINDS = (
    "dose_per_weight", "platelet_count", "cell_concentration", "dose_per_surface", "cell_count",
    "body_weight",
)  # fmt: skip
_ADJECTIVES = frozenset(
    (
        "thawed", "post-thaw", "cryopreserved", "frozen", "fresh", "expanded", "culture-expanded", "cultured",
        "human", "allogeneic", "allogenic", "autologous", "donor", "haploidentical", "third-party",
        "cord-derived", "marrow-derived", "adipose-derived", "placenta-derived", "umbilical", "infused",
        "selected", "purified", "transduced", "gene-corrected", "intravenous", "adherent",
    )
)  # fmt: skip
_MOST_ADJECTIVES = 3


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit of prose: the kind it belongs to, where it begins behind the number, its width and its text."""

    kind: str
    begin: int
    width: int
    text: str


def unit_at(rest: str, powered: bool) -> UnitFound | None:
    """The unit with which the rest of a line begins, after adjectives such as "thawed", if one does."""
    begin = len(rest) - len(rest.lstrip(" \n"))
    if rest[begin : begin + 1] == "-" and rest[begin + 1 : begin + 2].isalpha():
        begin += 1  # a 70,5-kg patient
    for _ in range(_MOST_ADJECTIVES + 1):
        found = _longest(rest, begin, powered)
        if found:
            return found
        word = rest[begin:].partition(" ")[0]
        if word.strip("\n").lower() not in _ADJECTIVES:
            return None
        begin += len(word) + 1
    return None


def _longest(rest: str, begin: int, powered: bool) -> UnitFound | None:
    """The longest text from here that is a unit of a kind that is looked for."""
    first = rest[begin : begin + 1]
    if not (first.isalpha() or first in tuple("/[{µ␮")):
        return None
    for end in _ends(rest, begin):
        # What goes on with a stroke is another unit: cells/hpf, kg/m².
        if rest[end : end + 1] in ("/", "⁄", "²", "^"):
            continue
        text = rest[begin:end].replace("\n", " ")
        kind = _kind_of_unit(text, powered)
        if kind:
            return UnitFound(kind, begin, end - begin, text)
    return None


def _ends(rest: str, begin: int) -> list[int]:
    """Where a word ends, the farthest first; a paragraph's end is an end."""
    limit = min(len(rest), begin + _LONGEST_UNIT)
    limit = next((at for at in range(begin, limit) if _breaks(rest, at)), limit)
    ends = [at for at in range(begin + 1, limit) if _between_words(rest[at - 1], rest[at])]
    limit = begin + len(rest[begin:limit].rstrip(" \n"))
    cut = limit < len(rest) and not _breaks(rest, limit) and not _between_words(rest[limit - 1], rest[limit])
    return [*([] if cut else [limit]), *reversed(ends)] if limit > begin else []


def _breaks(rest: str, at: int) -> bool:
    """No unit goes over the end of a paragraph or of a clause, nor to another number (but "in 1 mL")."""
    another = rest[at] == " " and rest[at + 1 : at + 2].isdigit() and not rest[:at].endswith(" in")
    return rest[at] in ";!?:|=" or rest[at : at + 2] == "\n\n" or another or (at == 0 and rest[at].isdigit())


def _between_words(one: str, other: str) -> bool:
    joined = (one.isascii() and one.isalnum()) and (other.isascii() and (other.isalnum() or other == "_"))
    return not joined and one not in " \n"


def _kind_of_unit(text: str, powered: bool) -> str | None:
    if is_pound(text) and not powered:
        return "body_weight"
    return next((kind for kind in _KINDS if _fits(text, kind, powered)), None)


@lru_cache(maxsize=4096)
def _fits(text: str, kind: str, powered: bool) -> bool:
    if kind == "body_weight" and powered:
        return False
    counted = tidied(text)[0].partition("/")[0]
    if kind == "platelet_count" and counted and noun(counted):
        return False
    if kind == "dose_per_surface" and not counted and not powered:
        return False  # 75/m² may be anything
    bare_milliliter = kind == "platelet_count" and text.lower().replace(" ", "") in ("/ml", "perml")
    return not bare_milliliter and known_unit(text, KINDS[kind]) is not None


def other_unit_at(rest: str) -> bool:
    """Whether the number belongs to something else: `2 x 105 mg`, `120 x 108 mm`, a percentage."""
    word = rest.strip(" \n")[:24]
    end = 0
    while end < len(word) and (word[end].isalpha() or word[end] in "%µμ"):
        end += 1
    named = unit_named(word[:end])
    counted = named is not None and named[0].dimension and named[0].dimension[0][0] in ("cells", "platelets")
    return (named is not None and not counted) or word[:1] == "%"
