"""Text, Amounts and pint quantities into exact amounts; and the linter of prose."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from msc_dose.dosing.body import check_kind
from msc_dose.dosing.guards import check_product
from msc_dose.notation import lint as linter
from msc_dose.notation import reader
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.lint import Finding
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.kinds import kind_of
from msc_dose.quantity.stated import Stated

if TYPE_CHECKING:
    import pint

    AmountLike = str | Amount | pint.Quantity[Any]


@overload
def read(
    text: AmountLike,
    kind: Literal["body_weight"],
    *,
    decimal_mark: str = ...,
    allow_lb: bool = ...,
    product: str | None = ...,
) -> Amount: ...
@overload
def read(
    text: AmountLike,
    kind: str,
    *,
    decimal_mark: str = ...,
    allow_lb: bool = ...,
    product: str | None = ...,
) -> Stated: ...
def read(
    text: AmountLike,
    kind: str,
    *,
    decimal_mark: str = "point",
    allow_lb: bool = False,
    product: str | None = None,
) -> Stated:
    """What a text of this kind states: an exact Amount, a Range, a Bound, or an amount with ± (PlusMinus).

    A range, a bound and a ± are never made into one number; a body weight is one amount always. A pint
    Quantity or an Amount is taken as well.

    `kind` is one of `body_weight` (kg), `height` (cm), `dose_per_weight` (cells/kg), `cell_count` (cells),
    `cell_concentration` (cells/mL), `volume` (mL), `mass` (g), `flow_rate` (mL/min), `duration` (min),
    `platelet_count` (10*9/L), `percentage` (%, 0–100). Raises Refusal, with every reading a person may
    confirm, unless the text has exactly one; TypeError for an unknown kind or anything else.

    `decimal_mark` is `comma` where the site has declared it (`70,5 kg` is then read; `70,500 kg` is refused
    all the same); `allow_lb` converts a body weight in pounds, and keeps the text in `as_written`;
    `product` (`iv-msc`) names the plausible range that puts readings in order.
    """
    check_product(product)
    conventions = Conventions(decimal_mark, allow_lb, product)
    if isinstance(text, str):
        return reader.read(text, kind, "text", conventions)
    return amount_of(text, kind, "text", conventions)


def amount_of(value: object, kind: str, field: str, conventions: Conventions = DEFAULT) -> Amount:
    """Text, an Amount or a pint Quantity of any registry as one exact Amount of this kind.

    Raises Refusal with the codes of the reader (`notation.range` and its like for what is not one amount),
    `unit.missing` for a bare number, `unit.wrong-kind` for an amount or quantity of another kind;
    TypeError for anything else.
    """
    if isinstance(value, Amount):
        return check_kind(value, kind, field)
    if isinstance(value, str):
        return reader.read_amount(value, kind, field, conventions)
    if _is_quantity(value):
        from msc_dose.quantity.with_pint import amount_of_quantity

        return amount_of_quantity(cast(Any, value), kind, field)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        wanted = kind_of(kind)
        fix = f"Write the unit, for instance {wanted.unit}."
        raise refuse(
            "unit.missing", field, f"A {wanted.noun} needs its unit; none is assumed.", fix, str(value)
        )
    raise TypeError(f"{field} is text, an Amount or a pint Quantity, not {type(value).__name__}")


def _is_quantity(value: object) -> bool:
    """Whether this is a pint Quantity, without loading pint: one that exists has loaded it."""
    pint = sys.modules.get("pint")
    return pint is not None and isinstance(value, pint.Quantity)


def lint(text: str, intervals: bool = False, *, decimal_mark: str = "point") -> tuple[Finding, ...]:
    """Every dangerous or ambiguous dose, count or weight in running prose, in its order.

    Each finding has `line` and `column` (from 1), `text`, `code`, `readings` and a safe `rewrite`; with
    `intervals` also words such as "once a month". TypeError for anything but a str.
    """
    return linter.lint(text, intervals, Conventions(decimal_mark))


def require(value: object, kind: type, name: str) -> None:
    """Raise TypeError unless the value is of this type."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} is a {kind.__name__}, not {type(value).__name__}")
