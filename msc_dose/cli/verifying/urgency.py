"""`msc-dose verify urgent`: a dose goes without a second person, who signs later."""

from __future__ import annotations

from msc_dose.cli.verifying.acting import add_dose, arguments_of, came_to, number_of, opened, signer
from msc_dose.store.verifications import declare_urgent

_EXAMPLES = """  msc-dose verify urgent C-0417 2 --reason "nobody else on duty" --as rn-104

it holds for exactly this dose, and stays on msc-dose verify owed until another
person enters the source order too (msc-dose verify cosign)."""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Sign the declaration and write it; Refusal as `declare_urgent`."""
    arguments = arguments_of(action, _EXAMPLES)
    add_dose(arguments)
    arguments.add_argument("--reason", metavar="TEXT", required=True, help="why nobody else can check it")
    given = arguments.parse_args(words)
    with opened(given) as record:
        number = number_of(given.infusion)
        outcome = declare_urgent(record, signer(record, given), given.course, number, given.reason)
        return came_to(record, outcome, as_json)
