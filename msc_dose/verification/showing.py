"""Where the check of one dose stands, in lines; its values only where no check can be spoilt by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.scheduling import day_text
from msc_dose.verification.outcome import Answered, value_lines
from msc_dose.verification.states import Verification
from msc_dose.verification.wording import said

_SHORT = 8  # characters of a hash that are shown
_SAID = {
    "calculated": "calculated, not double-checked",
    "mismatch": "a re-entry differs: both return to the source",
    "disagreed-twice": "in dispute: the owner corrects it by the source order",
    "verified": "verified",
    "void": "void: what was signed is no more what is",
    "urgent": "urgent, not double-checked: a co-signature is owed",
}
_TRIED = {
    "agrees": "the re-entry agrees",
    "differs": "the re-entry differs",
    "urgent": "declared urgent",
}


def may_show(found: Verification) -> bool:
    """Whether nobody enters blind any more what was signed: it is checked, or has changed since."""
    return found.state in ("verified", "void") and not found.owed


def standing_lines(
    found: Verification,
    reasons: Sequence[Answered],
    exceptional: Sequence[str],
    zone: str,
    compared: Iterable[str] | None = None,
) -> Iterator[str]:
    """Where the check stands; `reasons` are those of `may_show`, `exceptional` names no container before.

    `compared` are the lines of what two people disagree on, where they are set otherwise than one beneath
    the other; moments are told by the clocks of `zone`.
    """
    yield f"DOSE of course {found.course}, infusion {found.infusion}: {_SAID[found.state]}"
    yield from exceptional
    if found.fields:
        yield f"differs in: {', '.join(found.fields)}"
    yield from (f"since then: {each}" for each in found.changes)
    yield from value_lines(found.disagreement) if compared is None else compared
    for attempt in found.attempts:
        yield f"{moment_text(attempt.at, zone)}  {attempt.person}: {_TRIED[attempt.outcome]}"
    for each in found.signatures:
        why = f": {each.reason}" if each.reason else ""
        yield f"{moment_text(each.at, zone)}  signed by {each.name} ({each.person}): {each.meaning}{why}"
    if found.owed and found.state != "urgent":
        yield "A co-signature is owed."
    if may_show(found) and found.signature is not None:
        yield ""
        yield "WHAT WAS SIGNED"
        yield from _covered(found.signature.document)
        yield from (f"answered: {e.code}: {e.message} – {e.reason} ({e.person})" for e in reasons)


def _covered(document: dict[str, Any]) -> Iterator[str]:
    """The facts of a covered document that are there, a line each."""
    for order in document["orders"]:
        yield f"order {order['number']}: “{order['text']}” ({order['prescriber']})"
    for each in document["containers"]:
        cells = said(each["content"]["cells"] or each["content"]["concentration"])
        by = f", by exceptional release: {release}" if (release := each["exceptional_release"]) else ""
        yield f"container {each['identity']}: {cells}, expires {each['expiry']}, for {each['recipient']}{by}"
    for name, value in document.items():
        known = name not in ("schema", "course", "infusion", "orders", "containers")
        facts = {k: v for k, v in value.items() if v and k != "site"} if isinstance(value, dict) else value
        if known and facts:
            yield f"{name.replace('_', ' ')}: {said(facts)}"
    if document["limits"]["site"]:
        yield f"the site's limits: as in the settings {document['limits']['site'][:_SHORT]}"


def moment_text(at: str, zone: str) -> str:
    """A moment that the record keeps in UTC, as the site's clock showed it."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    return f"{day_text(local.date())} {local:%H:%M}"
