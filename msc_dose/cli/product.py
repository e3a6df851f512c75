"""The options that describe the product and what is done with it, shared by `dose` and `plan`."""

from __future__ import annotations

import argparse

from msc_dose.cli.site import conventions_of
from msc_dose.library import products
from msc_dose.library.attempts import Attempts
from msc_dose.problems import refuse
from msc_dose.product.container import Content
from msc_dose.product.handling import Handling
from msc_dose.product.use import ProductUse

_CONTAINER = {
    "container": ("CELLS", 'what one container holds, such as "6.3e6 cells"'),
    "concentration": ("CONC", 'of the thawed product, such as "6.68e6 cells/mL"'),
    "volume": ("VOLUME", 'in one container, such as "18 mL"'),
    "withdrawable": ("VOLUME", "what can be got out of it"),
    "container_counts": ("WHAT", "what is counted in it: viable, all"),
    "moment": ("WHEN", 'when it was counted: "before freeze", "after thaw", "label nominal"'),
    "viability": ("PERCENT", 'viable among all cells, such as "85 %%"'),
    "viability_at": ("WHEN", 'when the viability was measured: "before freeze", "after thaw"'),
    "recovery": ("PERCENT", 'what survives freezing and thawing, such as "90 %%"'),
    "recovery_of": ("WHICH", "total cells (then viability counts too) or viable cells"),
    "dmso": ("PERCENT", 'dimethyl sulphoxide in the thawed product, such as "10 %%"'),
    "dmso_of": ("WHICH", "v/v or w/v"),
}
_HANDLING = {
    "dispense": ("MODE", "draw (the calculated volume) or whole (whole containers)"),
    "diluent": ("NAME", "what it is diluted with"),
    "diluent_per_container": ("VOLUME", "added to each container before anything is drawn"),
    "diluent_volume": ("VOLUME", "added to what was drawn"),
    "final_volume": ("VOLUME", "what it is filled up to"),
    "round_volume": ("VOLUME", "the smallest volume that can be measured"),
    "hold_up": ("VOLUME", "what stays in container and line when they are not rinsed"),
    "rate": ("RATE", 'such as "4 mL/min"'),
    "time": ("TIME", 'such as "30 min"'),
    "rate_steps": ("STEPS", '"1 mL/min for 10 min, then 4 mL/min"'),
    "highest_rate": ("RATE", "never passed"),
    "keep": ("TIME", 'how long it may be kept until all is infused, such as "2.5 h"'),
    "keep_from": ("ZERO", '"out of storage", "thaw complete", "dilution complete"'),
    "started": ("TIME", "when that was: YYYY-MM-DD HH:MM"),
}
_STOCK = {
    "stock": ("FILE", "choose the containers from this stock list (CSV); a course of the record: record"),
    "recipient": ("ID", "the patient's identifier, as the stock list has it"),
    "same": ("WHAT", "one lot or one donor through the course: lot, donor"),
    "allergies": ("LIST", 'the patient\'s, separated by commas; "none known" where there are none'),
    "limits": ("FILE", "acceptance limits (TOML with a table [limits])"),
    "earlier_dmso": ("LIST", 'given before, such as "5 g 2027-01-28 15:00, 2 g 2027-01-29"'),
}


def add_product(arguments: argparse.ArgumentParser) -> None:
    """Add the options of container, handling and stock."""
    for title, options in (("container", _CONTAINER), ("handling", _HANDLING), ("stock and limits", _STOCK)):
        group = arguments.add_argument_group(title)
        for name, (metavar, words) in options.items():
            group.add_argument(f"--{name.replace('_', '-')}", metavar=metavar, help=words)
        if title == "handling":
            group.add_argument(
                "--rinsed", action="store_true", help="container and line are rinsed: nothing stays"
            )
            group.add_argument("--split", metavar="N", help="into so many final product containers")
            group.add_argument("--drops", metavar="N", help="drops per mL of the set: 10, 12, 15, 20, 60")


def content_of(given: argparse.Namespace, attempts: Attempts, population: str | None) -> Content | None:
    """What one container holds, by these options; `None` where they say nothing."""
    words = {name: getattr(given, name) for name in _CONTAINER if name != "container_counts"}
    return attempts.get(
        lambda: products.container_content(
            **words, counts=given.container_counts, population=population, site=conventions_of(given)
        )
    )


def handling_of(given: argparse.Namespace, attempts: Attempts) -> Handling | None:
    """How the product is handled, by these options."""
    words = {name: getattr(given, name) for name in _HANDLING}
    split, drops = (attempts.get(lambda n=name: whole_number(given, n)) for name in ("split", "drops"))  # type: ignore[misc]
    return attempts.get(
        lambda: products.product_handling(
            **words, rinsed=given.rinsed or None, split=split or 1, drops=drops, site=conventions_of(given)
        )
    )


def whole_number(given: argparse.Namespace, name: str) -> int | None:
    """The whole number of this option, or `None`; Refusal `number.not-whole`."""
    text = getattr(given, name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text)):
        raise refuse(
            "number.not-whole", name, f"{text!r} is not a whole number from 1.", "Give digits alone.", text
        )
    return int(text)


def stated(given: argparse.Namespace) -> bool:
    """Whether any of these options is given."""
    names = (*_CONTAINER, *_HANDLING, *_STOCK, "split", "drops")
    return given.rinsed or any(getattr(given, name) is not None for name in names)


def use_of(
    given: argparse.Namespace, supply: Content | None, handling: Handling | None, attempts: Attempts
) -> ProductUse | None:
    """The product of these options; `None` where neither a container nor a stock is named."""
    if given.stock is not None and supply is not None:
        message = "A stock list says what its containers hold; these options say it too."
        attempts.get(lambda: _raise(refuse("value.twice", "stock", message, "Give one of the two.")))
        return None
    source = given.stock if given.stock is not None else supply
    if source is None:
        if not attempts.refusals:  # a container that is refused is stated all the same
            attempts.get(_without_product)
        return None
    return attempts.get(
        lambda: products.product_use(
            source,
            handling,
            limits=products.limits_of(given.limits, conventions_of(given)),
            recipient=given.recipient,
            same=given.same,
            allergies=None if given.allergies is None else products.listed(given.allergies),
            earlier_dmso=products.exposures(given.earlier_dmso),
            site=conventions_of(given),
        )
    )


def _without_product() -> None:
    message = "What is done with the product is stated, what the product is not."
    fix = 'Give what one container holds (--container "25e6 cells"), or --stock FILE.'
    raise refuse("value.missing", "container", message, fix)


def _raise(refusal: Exception) -> None:
    raise refusal
