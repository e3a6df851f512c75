"""`msc-dose tui`: the screens, the board where they cannot be shown, and the names of their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.board import can_show_screens, show

_EXAMPLES = """  msc-dose tui
  msc-dose tui --db training.db
  msc-dose tui --readonly
  msc-dose tui --keys

The file of keys: one line for each key that is another, such as
  "everywhere.go-stock" = "f12"
MSC_DOSE_KEYS names it; else it is keys.toml in this user's folder of settings."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the screens are to be opened.

    `place` is the record (else the configured one); `readonly` shows and changes nothing; `served` is `here`
    or `exposed` for one browser's screens; `tour` begins with the tour; `welcome` is said at the start.
    """

    place: str | None = None
    readonly: bool = False
    served: str = ""
    tour: bool = False
    welcome: str = ""


class Screens(Protocol):
    """The terminal screens, which the command line itself does not know."""

    def __call__(self, wanted: Wanted) -> int:
        """Show them until the person leaves; the exit status."""

    def keys(self) -> list[str]:
        """Every key by its name, with what it does, as lines."""


def run(words: list[str], as_json: bool, screens: Screens) -> int:
    """Open the screens; without a terminal that can show them write the board."""
    arguments = parser("tui", "The terminal screens.", _EXAMPLES)
    said = "the record: a file, or postgresql+psycopg://…; else MSC_DOSE_DB, else this user's own"
    arguments.add_argument("--db", metavar="PLACE", help=said)
    arguments.add_argument("--readonly", action="store_true", help="look at everything, change nothing")
    said = "list every key by its name, with what it does; a file can bind another key to each"
    arguments.add_argument("--keys", action="store_true", help=said)
    said = "the side of `serve` that one browser sees"
    arguments.add_argument("--served", choices=("here", "exposed"), default="", help=said)
    given = arguments.parse_args(words)
    if given.keys:
        return _list(screens.keys(), as_json)
    if given.served:
        return screens(Wanted(given.db, given.readonly, given.served))
    return opened(Wanted(given.db, given.readonly), as_json, screens)


def opened(wanted: Wanted, as_json: bool, screens: Screens) -> int:
    """The screens where a terminal shows them, else the board."""
    # Looked at before Textual is loaded: it paints escapes even into a pipe.
    if as_json or not can_show_screens():
        return show(wanted.place, as_json)
    return screens(wanted)


def _list(lines: list[str], as_json: bool) -> int:
    if as_json:
        rows = [dict(zip(("name", "key", "meaning"), line.split("\t"), strict=True)) for line in lines]
        output.document({"schema": "msc-dose/keys/1", "keys": rows})
    else:
        output.say("\n".join(_columns([line.split("\t") for line in lines])))
    return 0


def _columns(rows: list[list[str]]) -> list[str]:
    name, key = (max(len(row[at]) for row in rows) for at in (0, 1))
    return [f"{row[0]:<{name}}  {row[1]:<{key}}  {row[2]}" for row in rows]
