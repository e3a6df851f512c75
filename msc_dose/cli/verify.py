"""`msc-dose verify`: the independent double check of a dose, from the source order, blind."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

from msc_dose.cli import output
from msc_dose.cli.arguments import unmarked
from msc_dose.cli.table import wrapped
from msc_dose.cli.verifying import ACTIONS

DONE, USAGE = 0, 2
_HELP = """usage: msc-dose verify ACTION [OPTIONS]

Whoever verifies a dose has had no part in it: they enter the source order
again, without seeing the first entry, and the two are compared. A first
mismatch shows neither value.

{actions}

msc-dose verify ACTION --help shows the options of one.

examples:
  msc-dose verify list
  msc-dose verify check C-0417 1 --dose "2 × 10⁶ viable MSC/kg" \\
      --counts viable --basis actual --weight "60 kg" \\
      --containers "MSC24A 0012" --as ph-2
  msc-dose verify urgent C-0417 2 --reason "nobody else on duty" --as rn-104
  msc-dose verify owed

exit status: 0 signed; 3 refused, or the re-entry differs
"""


def run(words: list[str], as_json: bool) -> int:
    """Carry out one action of verification; raises Refusal as the action says."""
    if words[:1] in ([], ["--help"], ["-h"]):
        width = max(map(len, ACTIONS))
        actions = "\n".join(f"  {name:<{width}}  {said}" for name, (_, said) in ACTIONS.items())
        output.say(_HELP.format(actions=actions))
        return DONE if words else USAGE
    if words[0] not in ACTIONS:
        near = get_close_matches(words[0], ACTIONS, 1)
        hint = f"Did you mean {near[0]}? " if near else ""
        said = f"msc-dose verify: there is no action {unmarked(words[0])!r}. {hint}"
        output.complain("\n".join(wrapped(f"{said}msc-dose verify --help lists them.", 2)))
        return USAGE
    module = import_module(f"msc_dose.cli.verifying.{ACTIONS[words[0]][0]}")
    return int(module.run(words[0], words[1:], as_json))
