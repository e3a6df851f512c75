"""What a plan carries for its course: nothing is calculated from it, so only its structure is looked at."""

from __future__ import annotations

from msc_dose.recheck.document import LONGEST_GAP, Node

_NUMBERS = {"weight_valid_days": (0, LONGEST_GAP), "weight_change_limit": (1, 1000), "day_numbering": (0, 1)}


def check_course_rules(node: Node | None) -> None:
    """Refuse as `document.malformed` what cannot be the rules of a course."""
    if node is None or node.is_null():
        return
    node.only("requires", "decisions", "minimum_gap_stated", *_NUMBERS)
    for key, bounds in _NUMBERS.items():
        number = node.maybe(key)
        if number is not None and not number.is_null():
            number.whole(*bounds)
    for required in _entries(node, "requires"):
        required.choice("consent", "ethics-approval")
    stated = node.maybe("minimum_gap_stated")
    if stated is not None:
        stated.flag()
    for decision in _entries(node, "decisions"):
        _check_decision(decision)


def _check_decision(decision: Node) -> None:
    """A decision at a visit, and for each answer what follows from it."""
    decision.only("name", "visit", "answers")
    decision.text_at("name")
    decision.text_at("visit")
    for answer in decision.at("answers").items():
        answer.only("name", "then", "protocol")
        answer.text_at("name")
        answer.text_at("then")
        protocol = answer.maybe("protocol")
        if protocol is not None and not protocol.is_null():
            protocol.text()


def _entries(node: Node, key: str) -> list[Node]:
    found = node.maybe(key)
    return [] if found is None else found.items()
