"""`msc-dose recheck PLAN.json`: the second calculation of any plan document."""

from __future__ import annotations

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.files.plans import load_document
from msc_dose.problems import Refusal
from msc_dose.recheck import recheck_plan

_EXAMPLES = """  msc-dose plan … --json > plan.json
  msc-dose recheck plan.json"""


def run(words: list[str], as_json: bool) -> int:
    """Calculate the document a second time; refuse it with every disagreement."""
    arguments = parser("recheck", "Calculate a plan document a second time, independently.", _EXAMPLES)
    arguments.add_argument("plan", metavar="PLAN.json", help="a document that plan --json wrote")
    given = arguments.parse_args(words)
    disagreements = recheck_plan(load_document(given.plan))
    if disagreements:
        raise Refusal(disagreements)
    if as_json:
        output.document({"schema": "msc-dose/recheck/1", "recheck": "agrees", "problems": []})
    else:
        output.say(
            f"✓ OK  {given.plan}: the second, independent calculation agrees. It is not a person's check."
        )
    return 0
