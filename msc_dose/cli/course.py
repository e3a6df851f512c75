"""`msc-dose course`: a patient's course in a file or in the record, from its plan to its last count."""

from __future__ import annotations

from importlib import import_module

from msc_dose.cli import output
from msc_dose.cli.arguments import unmarked
from msc_dose.cli.table import wrapped
from msc_dose.library.actions import ACTIONS

_SHELLS = {
    "new": ("new", "begin a course file with its plan"),
    "next": ("new", "plan the next block, after a decision"),
    "calendar": ("calendar", "other days are closed from now on"),
    "show": ("show", "where the course stands, and what was recorded"),
    "diff": ("diff", "what has moved since the plan, or since an entry"),
    "worksheet": ("sheet", "the preparation sheet of an infusion on record"),
    "list": ("listing", "the courses of the record"),
    "import": ("recorded", "keep a course file in the record"),
    "export": ("recorded", "write a course of the record into a file"),
    "today": ("today", "the ward: what is due, late, held, on the clock"),
}
_HELP = """usage: msc-dose course ACTION COURSE [OPTIONS]

A course in a file of its own (.jsonl), or in the record under its code: events, only ever
added. Every entry shows what it moved, and what a person must decide.

look:
{looks}

record (most used):
{records}

and each other type of event by its name: {others}

examples:
  msc-dose course new p-0417.jsonl site_sjogren_msc.toml --course C-0417 --recipient P-0417 \\
      --zone Europe/Berlin --by rn-104 --weight "60 kg" --start 2027-01-29 --open mon-fri
  msc-dose course weigh p-0417.jsonl "66.5 kg" --by rn-104
  msc-dose course show p-0417.jsonl
  msc-dose course list
  msc-dose course move training.jsonl 3 --to 2024-04-02 --later this-one --reason "no bed" \\
      --by rn-104 --occurred "2024-03-04 09:00"
  msc-dose course today p-0417.jsonl training.jsonl --on 2027-03-30
  msc-dose course hold --help
"""


def run(words: list[str], as_json: bool) -> int:
    """Run one action on a course file; 2 for an action that is not known."""
    action = words[0] if words else "--help"
    if action in ("--help", "-h"):
        output.say(_help())
        return 0
    if action in _SHELLS:
        return int(
            import_module(f"msc_dose.cli.courses.{_SHELLS[action][0]}").run(action, words[1:], as_json)
        )
    if action in ACTIONS:
        return int(import_module("msc_dose.cli.courses.entering").run(action, words[1:], as_json))
    known = "\n".join(wrapped(f"  Actions: {', '.join((*_SHELLS, *ACTIONS))}.", indent=2))
    said = f"msc-dose course: {unmarked(action)!r} is no action. See msc-dose course --help."
    output.complain(f"{said}\n{known}")
    return 2


def _help() -> str:
    used = {name: action.help for name, action in ACTIONS.items() if action.short}
    others = ", ".join(name for name, action in ACTIONS.items() if not action.short)
    looks = {name: said for name, (_, said) in _SHELLS.items()}
    return _HELP.format(looks=_listed(looks), records=_listed(used), others=others)


def _listed(said: dict[str, str]) -> str:
    return "\n".join(f"  {name:<9} {words}" for name, words in said.items())
