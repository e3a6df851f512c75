"""`msc-dose audit`: what was changed, by whom and why, and whether all of it is as it was."""

from __future__ import annotations

from importlib import import_module

from msc_dose.cli import output
from msc_dose.cli.arguments import unmarked

ACTIONS = {
    "show": ("showing", "what was changed: who, when, what from and to, why"),
    "verify": ("verifying", "hold the record to its audit; status 4 where it was touched"),
    "export": ("exporting", "the whole audit in a file, exact or for a spreadsheet"),
    "head": ("heads", "the last row's number and hash, to be kept elsewhere"),
    "alerts": ("alerts", "which CHECKs were shown, and overridden with which reasons"),
}
_HELP = """usage: msc-dose audit ACTION [OPTIONS]

Every change of the record stands in its audit: who, when, what, from what to
what, why. Each row holds the hash of the one before. Looking needs no sign-in.

{actions}

examples:
  msc-dose audit show --entity "course C-0417"
  msc-dose audit show --person rn-104 --since 2027-01-29
  msc-dose audit head kept.json
  msc-dose audit verify --head kept.json
  msc-dose audit verify --head 1204:9f86d081
  msc-dose audit export audit.jsonl
  msc-dose audit alerts
  msc-dose audit show --help
"""


def run(words: list[str], as_json: bool) -> int:
    """Run one action on the audit; 2 for an action that is not known."""
    action = words[0] if words else "--help"
    if action in ("--help", "-h"):
        listed = "\n".join(f"  {name:<9} {said}" for name, (_, said) in ACTIONS.items())
        output.say(_HELP.format(actions=listed))
        return 0
    if action in ACTIONS:
        return int(import_module(f"msc_dose.cli.audits.{ACTIONS[action][0]}").run(words[1:], as_json))
    known = ", ".join(ACTIONS)
    output.complain(f"msc-dose audit: {unmarked(action)!r} is no action. Actions: {known}.")
    return 2
