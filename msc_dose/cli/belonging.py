"""A quantity of the wrong kind is told what it is and where it would belong."""

from __future__ import annotations

import argparse
from dataclasses import replace

from msc_dose.notation.reader import read
from msc_dose.problems import Problem, Refusal
from msc_dose.quantity.kinds import kind_of

WRONG_KIND = "unit.wrong-kind"
# The options that take each kind of amount, the likeliest first.
_PLACES = {
    "body_weight": ("--weight", "--actual-weight", "--order-weight"),
    "height": ("--height",),
    "dose_per_weight": ("--per-kg", "--ordered"),
    "dose_per_surface": ("--per-m2", "--ordered"),
    "cell_count": ("--container", "--flat", "--max", "--min", "--ordered"),
    "cell_concentration": ("--concentration",),
    "volume": ("--volume", "--final-volume", "--diluent-volume", "--hold-up"),
    "flow_rate": ("--rate", "--highest-rate"),
    "duration": ("--time", "--keep"),
    "percentage": ("--viability", "--recovery", "--dmso"),
    "mass": ("--earlier-dmso",),
}


def placed(refusal: Refusal, arguments: argparse.ArgumentParser) -> Refusal:
    """The refusal, whose amounts of a wrong kind name the options of this command that take them."""
    known = {option for action in arguments._actions for option in action.option_strings}
    return Refusal([_placed(problem, known) for problem in refusal.problems], refusal.readings)


def _placed(problem: Problem, known: set[str]) -> Problem:
    if problem.code != WRONG_KIND or problem.read is None:
        return problem
    for kind, options in _PLACES.items():
        places = [option for option in options if option in known]
        if places and _own(problem) not in places and _is(problem.read, kind):
            what = kind_of(kind).noun
            fix = f"{problem.fix} A {what} would belong to {' or '.join(places[:3])}."
            return replace(problem, fix=fix)
    return problem


def _own(problem: Problem) -> str:
    return f"--{problem.field.replace('_', '-')}"


def _is(text: str, kind: str) -> bool:
    """Whether the text is an amount of this kind, with one reading or several."""
    try:
        read(text, kind, "text")
    except Refusal as refusal:
        return bool(refusal.readings)
    return True
