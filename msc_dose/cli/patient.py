"""The options that describe the patient, shared by `dose` and `plan`."""

from __future__ import annotations

import argparse

from msc_dose.cli.site import conventions_of
from msc_dose.library.attempts import Attempts
from msc_dose.library.prescribing import Patient


def add_patient(arguments: argparse.ArgumentParser) -> None:
    """Add the options of weight, its basis, and what a computed weight needs."""
    add = arguments.add_argument_group("patient").add_argument
    add(
        "--weight",
        metavar="WEIGHT",
        help='the dosing weight, such as "60 kg"; the actual one where it is computed',
    )
    add(
        "--basis",
        help="whose weight: actual, ideal, adjusted, predicted; with --height and --sex it is computed",
    )
    add("--height", metavar="HEIGHT", help='such as "172 cm"')
    add("--sex", help="female, male")
    add("--age", metavar="YEARS", help="in whole years")
    add("--below-60-inches", metavar="HABIT", help="ideal weight below 152.4 cm: clamp, extrapolate")
    add("--surface-formula", metavar="NAME", help="mosteller, dubois, haycock, gehan-george")
    add("--actual-weight", metavar="WEIGHT", help="the actual weight, where --weight is another")
    add("--weighed", metavar="DATE", help="when the weight was taken: YYYY-MM-DD, or with HH:MM")
    add("--method", help="how it was taken: measured, stated, estimated")
    add("--order-weight", metavar="WEIGHT", help="the weight on which the order was written")


def patient_of(given: argparse.Namespace, attempts: Attempts) -> Patient | None:
    """The patient of these options; what is refused is kept in `attempts`."""
    site = conventions_of(given)
    return attempts.get(
        lambda: Patient(
            given.weight,
            given.basis,
            height=given.height,
            sex=given.sex,
            age=given.age,
            below_60_inches=given.below_60_inches,
            surface_formula=given.surface_formula,
            actual=given.actual_weight,
            weighed=given.weighed,
            method=given.method,
            ordered_on=given.order_weight,
            allow_lb=site.pounds,
            decimal_mark=site.decimal_mark,
        )
    )
