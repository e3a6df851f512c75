"""`msc-dose protocol`: the regimens listed, shown and checked; a site's own proposed and approved."""

from __future__ import annotations

from importlib import import_module

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.table import wrapped
from msc_dose.files.protocols import load_protocol, shipped_protocols
from msc_dose.problems import Refusal
from msc_dose.protocols.protocol import STATUSES, Protocol

_EXAMPLES = """  msc-dose protocol list
  msc-dose protocol show sjogren-itp-msc-monthly
  msc-dose protocol check our-protocol.toml
  msc-dose protocol propose our-protocol.toml --review 2028-06-30
  msc-dose protocol approve our-protocol --as md-3
  msc-dose protocol approved"""
# What needs a record, each in a file of its own, so that the others load none.
_ON_RECORD = {
    "propose": ("on_record", "put a site's file forward"),
    "approve": ("on_record", "approve what another person proposed"),
    "withdraw": ("on_record", "take one out of use"),
    "approved": ("approved", "those of the record, and when their review is due"),
}


def run(words: list[str], as_json: bool) -> int:
    """List the shipped protocols, show or check one; or propose, approve and list those of a record."""
    if words and words[0] in _ON_RECORD:
        home = import_module(f"msc_dose.cli.protocols.{_ON_RECORD[words[0]][0]}")
        return int(home.run(words[0], words[1:], as_json))
    arguments = parser("protocol", "The regimens.", _EXAMPLES)
    actions = arguments.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="the shipped protocols")
    shown = actions.add_parser("show", help="one protocol, with what its source does not state")
    shown.add_argument("protocol", metavar="ID", help="a protocol's id, or a .toml file")
    checked = actions.add_parser("check", help="read a file and run its worked examples")
    checked.add_argument("protocol", metavar="FILE", help="a .toml file, or a protocol's id")
    for name, (_, said) in _ON_RECORD.items():
        actions.add_parser(name, help=said)
    given = arguments.parse_args(words)
    if given.action == "list":
        return _list(as_json)
    protocol = load_protocol(given.protocol)
    return _show(protocol, as_json) if given.action == "show" else _check(protocol, as_json)


def _list(as_json: bool) -> int:
    protocols = [load_protocol(name) for name in shipped_protocols()]
    if as_json:
        rows = [{"id": p.id, "title": p.title, "status": p.status} for p in protocols]
        output.document({"schema": "msc-dose/protocols/1", "protocols": rows})
        return 0
    width = max(len(p.id) for p in protocols) + 2
    lines = []
    for status in STATUSES:
        rows_of_status = [f"{p.id:{width}}{p.title}" for p in protocols if p.status == status]
        if rows_of_status:
            lines += [f"Status: {status}"]
            lines += [line for row in rows_of_status for line in _row(row, width)]
            lines += [""]
    output.say("\n".join([*lines, "All are for reference only; msc-dose protocol show ID tells more."]))
    return 0


def _row(text: str, width: int) -> list[str]:
    """A protocol's line, the rest of a long title below its beginning."""
    name, title = text[:width], text[width:]
    first, *rest = wrapped(f"{'.' * width}{title}", indent=width)
    return [name + first[width:], *rest]


def _show(protocol: Protocol, as_json: bool) -> int:
    if as_json:
        output.document({"schema": "msc-dose/protocol/1", **protocol.as_document()})
    else:
        from msc_dose.cli.protocol_text import protocol_lines

        lines = protocol_lines(protocol)
        output.say("\n".join(line for text in lines for line in wrapped(text, indent=12)))
    return 0


def _check(protocol: Protocol, as_json: bool) -> int:
    from msc_dose.courses.checking import check_protocol

    problems = check_protocol(protocol)
    if any(problem.severity == "stop" for problem in problems):
        raise Refusal(problems)
    names = [example.name for example in protocol.examples]
    if as_json:
        found = [problem.as_document() for problem in problems]
        content = {"schema": "msc-dose/protocol-check/1", "protocol": protocol.id, "examples": names}
        output.document({**content, "problems": found})
    else:
        lines = [line for name in names for line in wrapped(f"✓ OK  {name}", indent=6)]
        output.say(
            "\n".join(
                [
                    f"{protocol.id}: {len(names)} example{'s' * (len(names) != 1)} checked: all agree",
                    *lines,
                    *output.problem_lines(problems),
                ]
            )
        )
    return 0
