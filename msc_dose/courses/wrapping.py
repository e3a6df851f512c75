"""Lines within the columns of a page in which a date, and a number with its word, are never split."""

from __future__ import annotations

import re

from msc_dose.quantity.page import columns_of, fitted

_SPACE, _GLUE = " ", "\N{NO-BREAK SPACE}"
# A weekday stays with its date, and a number with the word that says its size.
_WHOLE = re.compile(
    r"\b((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d)|[\d.,]+ (?=(?:million|mL|kg|h|min|days?)\b)|[\d.]+ (?=%))"
)


def glued(text: str) -> str:
    """The text with spaces that do not break inside dates and numbers."""
    return _WHOLE.sub(lambda found: found[0].replace(_SPACE, _GLUE), text)


def fitted_whole(text: str, width: int, indent: int | None = None) -> list[str]:
    """The text in lines of at most `width` columns; later ones are indented by `indent`, else by four."""
    if columns_of(text) <= width:
        return [text.rstrip()]
    return [line.replace(_GLUE, _SPACE) for line in fitted(glued(text), width, indent)]
