"""Which command is meant, what it answers, and the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msc_dose.cli.screens import Screens

COMMANDS = {
    "read": "read one quantity, or show every reading of it",
    "lint": "find dangerous notation in documents",
    "dose": "one dose, and what is thawed, drawn and given for it",
    "plan": "dated infusions with doses and their preparation: the main job",
    "course": "a patient's course: recorded, moved, decided, shown; the ward today",
    "response": "platelet counts over time into a response, with reasons",
    "protocol": "the regimens: list, show, check",
    "stock": "containers: a list checked, the stock on record, one found by its scan",
    "verify": "independent double checks: what waits, the blind re-entry, what is owed",
    "patient": "patients on record: by code, or by local identifiers where the site has them",
    "people": "who works with the record: added, signed in, signed out",
    "audit": "what was changed, by whom and why; the chain verified",
    "settings": "what the site has declared, in the record",
    "db": "the record itself: made, upgraded, checked, backed up, exported",
    "recheck": "calculate a plan document a second time",
    "tui": "the terminal screens (also: msc-dose alone)",
    "serve": "the same screens in a browser",
    "demo": "sample data in a training record of its own, and the screens over it",
}
DONE, DEFECT, USAGE, REFUSED, CONFLICT, INTERRUPTED = 0, 1, 2, 3, 4, 130
# Refusals in which somebody else was faster: nothing is wrong with what was entered.
_CONFLICTS = frozenset(
    (
        *("course.changed-meanwhile", "course.exists", "course.busy"),
        *("record.changed-meanwhile", "record.busy", "record.outcome-unknown", "record.altered"),
        *("container.held", "stock.exists", "audit.broken", "audit.state", "audit.head"),
    )
)
_HOMES = {"patient": "patients", "settings": "site_record"}

_HELP = """usage: msc-dose [COMMAND] [OPTIONS]

Infusion dosing and scheduling calculator for cell therapy. It advises people who
can check it: every result shows its working. Not a medical device.

{commands}

options:
  --json      one JSON document instead of text (every command)
  --help      this text; after a command, that command's options
  --version   the version

examples:
  msc-dose read dose_per_weight "2 × 10⁶ cells/kg"
  msc-dose lint protocol.md
  msc-dose dose --per-kg "2e6 cells/kg" --weight "60 kg" --basis actual --counts viable
  msc-dose plan sjogren-itp-msc-monthly --weight "60 kg" --basis actual --counts viable \\
      --start 2027-01-29 --interval calendar-month --open mon-fri --window 3
  msc-dose dose --per-kg "2e6 viable cells/kg" --weight "60 kg" --stock stock.csv \
      --population MSC --recipient P-0417 --on 2027-01-29 --dispense draw
  msc-dose course show p-0417.jsonl
  msc-dose response counts.csv --baseline "20 × 10⁹/L"
  msc-dose protocol list
  msc-dose stock check stock.csv

exit status: 0 done; 2 wrong usage; 3 refused, or found by lint, with the reason;
4 conflict with the record; 130 interrupted; 1 a defect of msc_dose
"""


def main(argv: list[str], screens: Screens) -> int:
    """Run one command; the exit status: 0 done, 2 usage, 3 refused, 130 interrupted, 1 our defect.

    `screens` are the terminal screens, which the command line itself does not know.
    """
    try:
        return _dispatch(argv, screens)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return unwritten(error)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except Exception as defect:  # noqa: BLE001  # the one place where a defect meets a user
        return _own_up(defect)


def _dispatch(argv: list[str], screens: Screens) -> int:
    as_json = "--json" in argv
    words = [word for word in argv if word != "--json"]
    if words[:1] == ["help"] and words[1:2]:
        words = [*words[1:2], "--help"]
    if words[:1] in (["--help"], ["-h"], ["help"]):
        return _help()
    if words[:1] == ["--version"]:
        return _version()
    if words and words[0] not in COMMANDS:
        return _unknown(words[0])
    if words[:1] in ([], ["tui"], ["demo"]):
        home = "demo" if words[:1] == ["demo"] else "screens"
        run = import_module(f"msc_dose.cli.{home}").run
        return _refusing(lambda: int(run(words[1:], as_json, screens)), as_json)
    return _run(words[0], words[1:], as_json)


def _run(command: str, words: list[str], as_json: bool) -> int:
    run = import_module(f"msc_dose.cli.{_HOMES.get(command, command)}").run
    return _refusing(lambda: int(run([_guarded(word) for word in words], as_json)), as_json)


def _refusing(work: Callable[[], int], as_json: bool) -> int:
    """The exit status of the work; what it refuses is written, with status 3."""
    from msc_dose.cli import output
    from msc_dose.problems import Refusal

    try:
        return work()
    except Refusal as refusal:
        output.refused(refusal, as_json)
        return CONFLICT if _CONFLICTS & set(refusal.codes) else REFUSED


def _guarded(word: str) -> str:
    """A text such as -70kg is a value, not an option: a sign before it tells argparse so.

    The parser takes the sign away again; no argument of a process can hold a NUL of its own.
    """
    return f"\0{word}" if word[:1] == "-" and word[1:2].isdigit() else word


def _version() -> int:
    from msc_dose import __version__
    from msc_dose.cli import output

    output.say(f"msc-dose {__version__}")
    return DONE


def _help() -> int:
    from msc_dose.cli import output

    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:<{width}}  {text}" for name, text in COMMANDS.items())
    output.say(_HELP.format(commands=f"commands:\n{commands}"))
    return DONE


def _unknown(word: str) -> int:
    from difflib import get_close_matches

    from msc_dose.cli import output

    near = get_close_matches(word, COMMANDS, 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    output.complain(f"msc-dose: there is no command {word!r}. {hint}msc-dose --help lists them.")
    return USAGE


def unwritten(error: OSError) -> int:
    """Nothing but writing the answer reaches a file here: `| head` has left, or the disk is full."""
    # What is still buffered goes nowhere, or Python would fail on it once more at exit.
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return DONE
    if sys.stderr is not None:
        from msc_dose.cli import output

        output.complain(f"msc-dose: the answer could not be written: {error.strerror or error}.")
    return REFUSED


def _own_up(defect: Exception) -> int:
    import traceback

    from msc_dose import __version__
    from msc_dose.cli import output

    where = traceback.extract_tb(defect.__traceback__)[-1]
    output.complain(
        f"msc-dose {__version__} has a defect and computed nothing.\n"
        f"  {type(defect).__name__}: {defect} ({os.path.basename(where.filename)}, line {where.lineno})\n"
        "  Please report it with what you entered."
    )
    return DEFECT
