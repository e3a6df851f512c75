"""The options that state how a dose is prescribed, for `dose`."""

from __future__ import annotations

import argparse

from msc_dose.cli.site import conventions_of
from msc_dose.library.attempts import Attempts
from msc_dose.library.prescribing import DoseRule, dose_amount
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount


def add_rule(arguments: argparse.ArgumentParser) -> None:
    """Add the options of the dose, its limits and its change."""
    add = arguments.add_argument_group("dose").add_argument
    add("--per-kg", metavar="DOSE", help='per body weight, such as "2e6 cells/kg" or "0.5e6 to 1e6 cells/kg"')
    add("--per-m2", metavar="DOSE", help='per body surface, such as "1e8 cells/m²"')
    add("--flat", metavar="CELLS", help='the same for everybody, such as "120e6 cells"')
    add("--ordered", metavar="DOSE", help="the dose ordered within a range")
    add("--min", metavar="CELLS", help="the least for one infusion")
    add("--max", metavar="CELLS", help='the most for one infusion, such as "2e8 cells"')
    add(
        "--daily-ceiling",
        metavar="CELLS",
        help="a day's dose stays below it, in cells or cells/kg; else it is split",
    )
    add("--reduce", metavar="PERCENT", help='order so much less, such as "25 %%"; needs --reason')
    add("--increase", metavar="PERCENT", help="order so much more; needs --reason")
    add("--reason", metavar="WHY", help="why the dose is changed")
    add("--counts", help="what is counted: viable, all")
    add("--population", metavar="CELLS", help="which cells: MSC, CD34+, TNC, …")
    add("--product", help="the product class whose guards apply: iv-msc")


def rule_of(given: argparse.Namespace, attempts: Attempts) -> DoseRule | None:
    """The rule of these options; what is refused is kept in `attempts`."""
    return attempts.get(lambda: _rule(given))


def _rule(given: argparse.Namespace) -> DoseRule:
    if given.reason is not None and given.reduce is None and given.increase is None:
        message = "A reason is given, and nothing is changed."
        raise refuse("change.percent", "reason", message, "Give --reduce or --increase too, or leave it out.")
    stated = [(kind, text) for kind, text in _doses(given) if text is not None]
    if len(stated) > 1:
        message = "The dose is stated more than once."
        raise refuse("value.twice", "dose", message, "Give one of --per-kg, --per-m2 and --flat.")
    if not stated:
        fix = 'Give it with its unit: --per-kg "2e6 cells/kg".'
        raise refuse("value.missing", "dose", "The dose per body weight is missing.", fix)
    kind, text = stated[0]
    return DoseRule.prescribed(
        text,
        kind,
        minimum=given.min,
        maximum=given.max,
        daily_ceiling=given.daily_ceiling,
        reduce=given.reduce,
        increase=given.increase,
        reason=given.reason,
        counts=given.counts,
        population=given.population,
        product=given.product,
        site=conventions_of(given),
    )


def _doses(given: argparse.Namespace) -> tuple[tuple[str, str | None], ...]:
    return (
        ("dose_per_weight", given.per_kg),
        ("dose_per_surface", given.per_m2),
        ("cell_count", given.flat),
    )


def ordered_of(given: argparse.Namespace, attempts: Attempts) -> Amount | None:
    """The dose ordered within a range; `None` where none is given."""
    if given.ordered is None:
        return None
    return attempts.get(lambda: dose_amount(given.ordered, "ordered", conventions_of(given)))
