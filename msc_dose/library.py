"""The public functions: text, Amounts and pint quantities come in here and become exact values.

Everything below this module works on values only; reading what a person wrote happens at this door,
on the command line, on the screens and in `files`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from msc_dose.courses import planning
from msc_dose.courses.plan import Plan
from msc_dose.dosing import body, dose, rules
from msc_dose.dosing.body import check_kind
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.guards import check_product
from msc_dose.files.protocols import load_protocol
from msc_dose.notation import lint as linter
from msc_dose.notation import reader
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.lint import Finding
from msc_dose.problems import Problem, refuse
from msc_dose.protocols.protocol import Protocol
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.quantity.kinds import kind_of
from msc_dose.quantity.stated import Stated
from msc_dose.recheck import comparison
from msc_dose.scheduling import Closures, Window

if TYPE_CHECKING:
    import pint

    AmountLike = str | Amount | pint.Quantity[Any]


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


class Patient(body.Patient):
    """A dosing weight and its basis.

    `weight` is text (`"60 kg"`), an Amount, or a pint Quantity (a plain `kg` is a body weight here), from
    0.2 to 650 kg; `basis` is `actual`, `ideal`, `adjusted` or `predicted`. `None` is "not stated".
    `allow_lb` converts pounds (`154.3 lb`); `decimal_mark` is `comma` where the site has declared it. Raises
    Refusal with the codes of the reader, `weight.implausible`, `unit.wrong-kind`, `weight.basis-unknown`,
    `weight.basis-differs`.
    """

    __slots__ = ()

    def __init__(
        self,
        weight: AmountLike | None = None,
        basis: str | None = None,
        *,
        allow_lb: bool = False,
        decimal_mark: str = "point",
    ) -> None:
        """Read the weight, and hold both to what they may be."""
        conventions = Conventions(decimal_mark, allow_lb)
        known = None if weight is None else amount_of(weight, "body_weight", "weight", conventions)
        super().__init__(known, basis)


class DoseRule(rules.DoseRule):
    """A prescription: cells per kg of body weight, perhaps with a maximum. Made by `per_weight`."""

    __slots__ = ()

    @classmethod
    def per_weight(
        cls,
        dose: AmountLike,
        maximum: AmountLike | None = None,
        counts: str | None = None,
        product: str | None = None,
        population: str | None = None,
        source: str = rules.AS_ORDERED,
        decimal_mark: str = "point",
    ) -> DoseRule:
        """A dose in cells/kg and a maximum in cells, as text, Amounts or pint quantities.

        `counts` is `viable`, `all`, or `None` (not stated); `product` is the class whose guards apply
        (`iv-msc`). Raises Refusal with the codes of the reader, `unit.wrong-kind`, `count.mixed` where an
        amount counts other cells than stated, `counts.unknown`, `product.unknown`, `dose.zero`.
        """
        site = Conventions(decimal_mark, product=product)
        per_kg = amount_of(dose, "dose_per_weight", "dose", site)
        most = None if maximum is None else amount_of(maximum, "cell_count", "maximum", site)
        made = super().per_weight(per_kg, most, cast(Counts | None, counts), product, population, source)
        return cast(DoseRule, made)


def calculate_dose(rule: rules.DoseRule, patient: body.Patient) -> Dose:
    """The dose of one infusion: `cells` (exact), its `derivation` step by step, and `problems`.

    Cells/kg times kg, at most the maximum. What is not stated is a NOTE (`weight.basis-not-stated`,
    `dose.counts-not-stated`). Raises Refusal `value.missing` (weight) or `dose.implausible`.

    Source: the product is arithmetic; each step names its rule's source, and the limits of `dose.implausible`
    are policy, told with their reason in `msc_dose.dosing.guards`.
    """
    _require(rule, rules.DoseRule, "rule")
    _require(patient, body.Patient, "patient")
    return dose.calculate_dose(rule, patient)


def _require(value: object, kind: type, name: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name} is a {kind.__name__}, not {type(value).__name__}")


def plan_course(
    protocol: Protocol | str | os.PathLike[str],
    patient: body.Patient,
    start: date | None = None,
    interval: str | None = None,
    counts: str | None = None,
    closures: Closures | None = None,
    window: Window | int | tuple[int, int] | None = None,
) -> Plan:
    """The plan of a course: dated, dosed infusions, other visits, notes, and the working of it all.

    `protocol` is a Protocol, the id of a shipped one or the path of a `.toml`; `start` the target date of
    the first infusion; `interval` (`calendar-month`, `28-days`) is asked for where the protocol leaves it
    open; `counts` is `viable` or `all`; `window` is whole days either side, or (before, after). Raises one
    Refusal that names everything missing (`value.missing`), or `schedule.no-open-day` with the days in the
    way; a plan that exists has passed its second calculation.

    Source: dose, schedule and visits are the protocol's, whose source stands in every step; the rule by
    which the nearest open day is taken is this project's own.
    """
    _require(patient, body.Patient, "patient")
    if closures is not None:
        _require(closures, Closures, "closures")
    if start is not None and (not isinstance(start, date) or isinstance(start, datetime)):
        raise TypeError(f"start is a date, not {type(start).__name__}")
    known = protocol if isinstance(protocol, Protocol) else load_protocol(protocol)
    said = cast(Counts | None, counts)
    return planning.plan_course(known, patient, start, interval, said, closures, _window_of(window))


def read_window(text: str) -> Window:
    """The window of `3` (whole days either side) or `2,5` (days before, days after).

    Raises Refusal `window.invalid`.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        fix = "Give whole days: 3, or 2,5 for two before and five after."
        raise refuse("window.invalid", "window", f"{text!r} is not a window in whole days.", fix, text)
    return Window(int(parts[0]), int(parts[-1]))


def _window_of(window: Window | int | tuple[int, int] | None) -> Window | None:
    if window is None or isinstance(window, Window):
        return window
    sides = window if isinstance(window, tuple) else (window, window)
    if len(sides) != 2:
        raise TypeError("a window is whole days, or a pair of days before and after")
    return Window(*sides)


def recheck_plan(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The second calculation of a plan's document: every disagreement, none when it agrees exactly.

    Raises Refusal `document.malformed` or `document.schema`.
    """
    return comparison.recheck_plan(document)
