"""Bands of body weight: their ends, their order, and the gaps between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.dosing.body import check_kind
from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount

if TYPE_CHECKING:
    from msc_dose.dosing.shapes import Band


def check_band(band: Band) -> None:
    """Hold the ends to body weights in order; `rule.band-empty` where no weight lies between them."""
    for name, end in (("above", band.above), ("up_to", band.up_to)):
        if end is not None and check_kind(end, "body_weight", name).basis is not None:
            message = f"{end} names a basis; a band goes by the dosing weight, whatever its basis."
            raise refuse("weight.basis-differs", name, message, "Leave the basis out of the band.")
    if band.volume is not None:
        check_kind(band.volume, "volume", "volume")
    if band.above is None or band.up_to is None:
        return
    both = band.above_included and band.up_to_included
    if band.above > band.up_to or (band.above == band.up_to and not both):
        message = f"No body weight is {range_text(band)}."
        raise refuse("rule.band-empty", "dose", message, "Give the lower end first.")


def check_bands(lighter: Band, heavier: Band) -> None:
    """Hold two bands to standing one after the other: `rule.bands-order`, `rule.bands-overlap`."""
    if lighter.up_to is not None and heavier.above is not None:
        meet = lighter.up_to == heavier.above and lighter.up_to_included and heavier.above_included
        if lighter.up_to <= heavier.above and not meet:
            return
    behind = (
        heavier.up_to is not None
        and lighter.above is not None
        and (
            heavier.up_to < lighter.above
            or (heavier.up_to == lighter.above and not (heavier.up_to_included and lighter.above_included))
        )
    )
    if behind:
        message = f"The band {range_text(heavier)} stands after the band {range_text(lighter)}."
        raise refuse("rule.bands-order", "dose", message, "Put the lightest first.")
    message = f"The bands {range_text(lighter)} and {range_text(heavier)} overlap: one weight, two doses."
    raise refuse("rule.bands-overlap", "dose", message, "Correct the ends of the bands.")


def band_of(bands: tuple[Band, ...], weight: Amount) -> Band:
    """The band that holds this body weight.

    Raises Refusal `weight.in-gap`, naming the bands on either side, or `weight.outside-bands`.
    """
    for band in bands:
        if band.holds(weight):
            return band
    lighter = [band for band in bands if band.up_to is not None and band.up_to <= weight]
    heavier = [band for band in bands if band.above is not None and band.above >= weight]
    raise _no_band(weight, lighter[-1] if lighter else None, heavier[0] if heavier else None)


def range_text(band: Band) -> str:
    """The body weights of a band in words: `up to 60 kg`, `from 61 kg up to 80 kg`, `above 50 kg`."""
    parts = []
    if band.above is not None:
        parts.append(f"{'from' if band.above_included else 'above'} {band.above}")
    if band.up_to is not None:
        parts.append(f"{'up to' if band.up_to_included else 'below'} {band.up_to}")
    return " ".join(parts) or "of any weight"


def _no_band(weight: Amount, lighter: Band | None, heavier: Band | None) -> Refusal:
    fix = "Ask the prescriber; the source gives no dose for this weight."
    if lighter and heavier:
        message = f"{weight} lies in the gap between the bands {lighter.weights} and {heavier.weights}."
        return refuse("weight.in-gap", "weight", message, fix, str(weight))
    side, band = ("above", lighter) if lighter else ("below", heavier)
    known = f", {band.weights}" if band else ""
    message = f"{weight} lies {side} the {'heaviest' if lighter else 'lightest'} band{known}."
    return refuse("weight.outside-bands", "weight", message, fix, str(weight))
