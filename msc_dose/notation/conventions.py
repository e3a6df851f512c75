"""What is declared or known beside a text: never guessed from the text, always said beside the result."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount

DECIMAL_MARKS = ("point", "comma")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How texts are read at this site.

    `decimal_mark`: `point`, or `comma` where the site declares it (`70,5 kg` is then 70.5; `70,500` may be
    grouped and is refused all the same). `pounds`: whether a body weight in lb is converted. `product`:
    the product class whose plausible range puts readings in order. `weight`: a body weight that is known, by
    which a reading says what it would mean for this patient; nothing is read by it. Raises Refusal
    `decimal-mark.unknown`.
    """

    decimal_mark: str = "point"
    pounds: bool = False
    product: str | None = None
    weight: Amount | None = None

    def __post_init__(self) -> None:
        """Hold the decimal mark to its two names."""
        if self.decimal_mark not in DECIMAL_MARKS:
            message = f"{self.decimal_mark!r} is not a decimal mark."
            raise refuse(
                "decimal-mark.unknown", "decimal_mark", message, "Say point or comma.", str(self.decimal_mark)
            )

    @property
    def comma(self) -> bool:
        """Whether a comma is a decimal mark here."""
        return self.decimal_mark == "comma"


DEFAULT = Conventions()
