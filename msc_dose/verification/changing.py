"""What has changed between the document that was signed and today's, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msc_dose.product.plain_text import container_key
from msc_dose.verification.wording import said

_NAMES = {
    "ordered_dose": "ordered dose",
    "weight_basis": "weight basis",
    "dosing_weight": "dosing weight",
    "calculated_dose": "calculated dose",
    "change": "change of dose",
    "depends_on": "what the dose depends on",
    "make_up": "cells to be made up",
    "days": "dose of each day",
    "outside_window": "date outside the window",
}
_PARTS = ("volumes", "body")


def what_changed(signed: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """One line for each fact that differs: `dosing weight 60 kg → 62 kg`; empty where nothing does."""
    return tuple(_changed(signed, now))


def _changed(signed: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*signed, *now]):
        before, after = signed.get(name), now.get(name)
        if before == after:
            continue
        if name == "orders":
            yield from _listed("order", _texts(before), _texts(after))
        elif name == "containers":
            yield from _containers(before or [], after or [])
        elif name == "limits":
            yield from _limits(before, after)
        elif name in _PARTS and before and after:
            word = name.removesuffix("s")
            yield from (f"{word}, {line}" for line in _changed(before, after))
        else:
            yield f"{_NAMES.get(name, name.replace('_', ' '))} {said(before)} → {said(after)}"


def _limits(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[str]:
    then, now = dict(before or {}), dict(after or {})
    # The hash of a text says nothing to anybody.
    if then.pop("site", None) != now.pop("site", None):
        yield "the site's limits, or other settings beside them, were changed"
    yield from (f"limit, {line}" for line in _changed(then, now))


def _texts(orders: list[Mapping[str, Any]] | None) -> dict[str, str]:
    texts: dict[str, str] = {}
    for order in orders or ():
        said_here = f"“{order['text']}” ({order['prescriber']})"
        known = texts.get(order["number"])
        texts[order["number"]] = f"{known}; {said_here}" if known else said_here
    return texts


def _listed(noun: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for number in dict.fromkeys([*before, *after]):
        if number not in after:
            yield f"{noun} {number} counts no more"
        elif number not in before:
            yield f"{noun} {number} is new: {after[number]}"
        elif before[number] != after[number]:
            yield f"{noun} {number}: {before[number]} → {after[number]}"


def _containers(before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> Iterator[str]:
    then, now = ({container_key(each["identity"]): each for each in some} for some in (before, after))
    for key in dict.fromkeys([*then, *now]):
        if key not in now:
            yield f"container {then[key]['identity']} is reserved no more"
        elif key not in then:
            yield f"container {now[key]['identity']} is reserved now"
        elif then[key] != now[key]:
            parts = _changed(_flat(then[key]), _flat(now[key]))
            yield from (f"container {now[key]['identity']}, {part}" for part in parts)


def _flat(container: Mapping[str, Any]) -> dict[str, Any]:
    """A container with its notes and content beside its identity."""
    inner = {**container.get("notes", {}), **container.get("content", {})}
    return {name: value for name, value in container.items() if name not in ("notes", "content")} | inner
