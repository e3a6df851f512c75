"""Why there is no day for an infusion or a week, in short: the whole is told where it is decided."""

from __future__ import annotations

_REST = ". Its target"


def in_short(why: str) -> str:
    """The first sentence of the words on a day that is not to be had: `Infusion 3 of 4 has no day`.

    Any other text stays as it is.
    """
    return why.partition(_REST)[0]
