"""Preparations, contents, handling and limits as plain mappings, ready for JSON.

Canonical units; a quotient that does not end is cut to 12 digits with its fraction beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from msc_dose.product.container import Container, Content, Dmso, Recovery
from msc_dose.product.handling import Clock, Handling
from msc_dose.product.limits import Limit
from msc_dose.product.preparation.clock import ClockTimes
from msc_dose.product.preparation.dispensing import Drawn, Option
from msc_dose.product.preparation.dmso import DmsoGiven
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.preparation.rates import Drops
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document, rounded_document
from msc_dose.quantity.rounded import Rounded

Document = dict[str, Any]


def preparation_document(preparation: Preparation) -> Document:
    """Everything of a preparation: results, working, problems."""
    made = preparation
    return {
        "cells_to_thaw": _rounded(made.cells_to_thaw),
        "containers_to_thaw": made.containers_to_thaw,
        "containers": [_draw(each) for each in made.containers],
        "withdrawal_volume": _rounded(made.withdrawal_volume),
        "delivered": _number(made.delivered),
        "per_weight": _number(made.per_weight),
        "percent_of_dose": _number(made.percent_of_dose),
        "infused": _number(made.infused),
        "diluent_volume": _number(made.diluent_volume),
        "final_volume": _number(made.final_volume),
        "final_concentration": _number(made.final_concentration),
        "parts": [
            {"number": part.number, "volume": _number(part.volume), "cells": _number(part.cells)}
            for part in made.parts
        ],
        "dmso": _dmso_given(made.dmso),
        "rate": _number(made.rate),
        "duration": _number(made.duration),
        "drops_per_minute": _drops(made.drops_per_minute),
        "clock": _clock_times(made.clock),
        "options": [_option(each) for each in made.options],
        "left_out": [
            {"identity": each.identity, "code": each.code, "why": each.why} for each in made.left_out
        ],
        "verdicts": [
            {"what": each.what, "value": _number(each.value), "verdict": each.verdict}
            for each in made.verdicts
        ],
        "steps": made.derivation.as_document(),
        "problems": [problem.as_document() for problem in made.problems],
    }


def content_document(content: Content) -> Document:
    """What one container holds; what is counted stands beside the numbers."""
    counted = content.cells or content.concentration
    return {
        "population": counted.population if counted else None,
        "counts": counted.counts if counted else None,
        "moment": counted.moment if counted else None,
        "cells": _number(content.cells),
        "concentration": _number(content.concentration),
        "fill": _number(content.fill),
        "nominal": _number(content.nominal),
        "withdrawable": _number(content.withdrawable),
        "viability": _number(content.viability),
        "viability_moment": content.viability_moment,
        "recovery": _percent_of(content.recovery),
        "dmso": _percent_of(content.dmso),
    }


def container_document(container: Container) -> Document:
    """One container of a stock, its identity and its content."""
    expiry = container.expiry
    return {
        "identity": container.identity,
        "lot_or_din": container.din or container.lot,
        "din": container.din,
        "product_code": container.product_code,
        "lot": container.lot,
        "serial": container.serial,
        "type": container.type,
        "donor_type": container.donor_type,
        "recipient": container.recipient,
        "expiry": expiry.isoformat() if isinstance(expiry, date) else expiry,
        "status": container.status,
        "position": container.position,
        "notes": {**asdict(container.notes), "hypersensitivity": list(container.notes.hypersensitivity)},
        "content": content_document(container.content),
    }


def handling_document(handling: Handling) -> Document:
    """How the product is handled: the fields of Handling."""
    return {
        "dispense": handling.dispense,
        "diluent": handling.diluent,
        "diluent_per_container": _number(handling.diluent_per_container),
        "diluent_volume": _number(handling.diluent_volume),
        "final_volume": _number(handling.final_volume),
        "step": _number(handling.step),
        "rinsed": handling.rinsed,
        "hold_up": _number(handling.hold_up),
        "split": handling.split,
        "rate": _number(handling.rate),
        "duration": _number(handling.duration),
        "steps": [
            {"rate": _number(step.rate), "duration": _number(step.duration)} for step in handling.steps
        ],
        "highest_rate": _number(handling.highest_rate),
        "drop_factor": handling.drop_factor,
        "clock": _clock(handling.clock),
    }


def limits_document(limits: Sequence[Limit]) -> list[Document]:
    """The limits: what is limited, both ends, whose limit it is."""
    return [
        {"what": each.what, "low": _number(each.low), "high": _number(each.high), "origin": each.origin}
        for each in limits
    ]


def _number(amount: Amount | None) -> Document | None:
    return None if amount is None else number_document(amount)


def _rounded(rounded: Rounded | None) -> Document | None:
    return None if rounded is None else rounded_document(rounded)


def _percent_of(part: Recovery | Dmso | None) -> Document | None:
    return None if part is None else {"percent": number_document(part.percent), "of": part.of}


def _draw(each: Drawn) -> Document:
    return {
        "identity": each.identity,
        "withdraw": _rounded(each.withdraw),
        "whole": each.whole,
        "cells": number_document(each.cells),
    }


def _option(option: Option) -> Document:
    return {
        "containers": option.containers,
        "cells": number_document(option.cells),
        "per_weight": _number(option.per_weight),
        "percent_of_dose": number_document(option.percent_of_dose),
        "inside": option.inside,
        "why": option.why,
    }


def _dmso_given(dmso: DmsoGiven | None) -> Document | None:
    if dmso is None:
        return None
    return {
        "mass": number_document(dmso.mass),
        "per_weight": _number(dmso.per_weight),
        "calendar_day": _number(dmso.calendar_day),
        "rolling_24_h": _number(dmso.rolling_24_h),
    }


def _drops(drops: Drops | None) -> Document | None:
    return None if drops is None else {**number_document(drops.number), "unit": "drops/min"}


def _clock(clock: Clock | None) -> Document | None:
    if clock is None:
        return None
    started = None if clock.started is None else clock.started.isoformat()
    return {
        "zero": clock.zero,
        "limit": number_document(clock.limit),
        "started": started,
        "source": clock.source,
    }


def _clock_times(clock: ClockTimes | None) -> Document | None:
    if clock is None:
        return None
    return {
        "zero": clock.zero,
        "limit": number_document(clock.limit),
        "start_within": _number(clock.start_within),
        "rate_needed": _number(clock.rate_needed),
        "start_by": None if clock.start_by is None else clock.start_by.isoformat(),
        "finish_by": None if clock.finish_by is None else clock.finish_by.isoformat(),
    }
