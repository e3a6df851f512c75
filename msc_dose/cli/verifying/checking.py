"""`msc-dose verify check` and `cosign`: the source order entered again, without a look at the first entry."""

from __future__ import annotations

import argparse
from typing import cast

from msc_dose.cli.arguments import Attempts, Parser
from msc_dose.cli.courses.kept import answers_of
from msc_dose.cli.site import add_conventions, conventions_of
from msc_dose.cli.verifying.acting import add_dose, arguments_of, came_to, number_of, opened, signer
from msc_dose.library.amounts import amount_of
from msc_dose.library.entries import listed_word
from msc_dose.library.prescribing import dose_amount
from msc_dose.problems import refuse
from msc_dose.quantity.amount import BASES, COUNTS, Amount
from msc_dose.store.verifications import cosign, verify
from msc_dose.verification.comparison import Reentry

_WORK = {"check": verify, "cosign": cosign}


def run(action: str, words: list[str], as_json: bool) -> int:
    """Read the re-entry, have it compared, and write what came of it; Refusal as `verify` and `cosign`."""
    given = _arguments(action).parse_args(words)
    with opened(given) as record:
        entry = reentry_of(given)
        reasons = answers_of(argparse.Namespace(override=given.reason))
        proof = signer(record, given)
        outcome = _WORK[action](record, proof, given.course, entry.infusion, entry, reasons)
        return came_to(record, outcome, as_json)


def reentry_of(given: argparse.Namespace) -> Reentry:
    """What was typed as a re-entry; one Refusal names everything that cannot be read, with its readings."""
    site, attempts = conventions_of(given), Attempts()
    number = attempts.get(lambda: number_of(given.infusion))
    dose = attempts.get(lambda: dose_amount(given.dose, "dose", site))
    weight: Amount | None = None
    if given.weight is not None:
        weight = attempts.get(lambda: amount_of(given.weight, "body_weight", "weight", site))
    attempts.settle()
    basis = None if given.basis is None else listed_word(given.basis, BASES)
    counts = listed_word(given.counts or _stated(dose), COUNTS)
    return Reentry(
        cast(Amount, dose), counts, basis, weight, cast(int, number), tuple(given.containers or ())
    )


def _stated(dose: Amount | None) -> str:
    """What the dose itself says is counted; Refusal `value.missing`."""
    if dose is None or dose.counts is None:
        message = "It is not said which cells are counted."
        raise refuse("value.missing", "counts", message, f"Give --counts: {' or '.join(COUNTS)}.")
    return dose.counts


def _arguments(action: str) -> Parser:
    example = f"""  msc-dose verify {action} C-0417 1 --dose "2 × 10⁶ viable MSC/kg" \\
      --counts viable --basis actual --weight "60 kg" \\
      --containers "MSC24A 0012" "MSC24A 0013" --as ph-2

read everything from the source order and the containers themselves. A dose that
can be read in two ways is refused with its readings: the choice is your own."""
    made = arguments_of(action, example)
    add_dose(made)
    made.add_argument("--dose", metavar="TEXT", required=True, help="as ordered, per kg or in cells")
    said = f"{' or '.join(COUNTS)}, where the dose does not say it"
    made.add_argument("--counts", metavar="WORD", help=said)
    made.add_argument("--basis", metavar="WORD", help=f"of the weight: {', '.join(BASES)}")
    made.add_argument("--weight", metavar="TEXT", help="the weight that the order names, with its unit")
    made.add_argument("--containers", metavar="ID", nargs="+", help="those reserved, each in quotes")
    said = "why a CHECK of this code may stand; what needs one is told once the entry agrees"
    made.add_argument("--reason", metavar="CODE=TEXT", nargs="+", help=said)
    add_conventions(made)
    return made
