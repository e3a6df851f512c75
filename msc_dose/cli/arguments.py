"""What the commands share: a parser that guesses nothing, and attempts that gather refusals."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from msc_dose.cli import output
from msc_dose.library.attempts import Attempts

__all__ = ["Attempts", "Once", "Parser", "parser"]


class Once(argparse.Action):
    """Stores an option's value; given twice it is wrong usage, for no one can say which was meant."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: Any, values: Any, option: Any = None
    ) -> None:
        """Store the first value, refuse a second."""
        if option and getattr(namespace, self.dest) is not None:
            parser.error(f"{option} is given twice")
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """A parser that guesses nothing and writes its help in what the terminal can show."""

    def __init__(self, **settings: Any) -> None:
        """Options are never abbreviated, and never given twice."""
        super().__init__(**settings, allow_abbrev=False)
        self.register("action", None, Once)
        self.register("action", "store", Once)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments, without the sign that marks a value beginning with a minus, alone or in a list."""
        given = super().parse_args(args, namespace)
        for name, value in vars(given).items():
            setattr(given, name, _unmarked(value))
        return given

    def _print_message(self, message: str, file: Any = None) -> None:
        output.write(file or sys.stderr, message)


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(one) for one in value]
    return value.removeprefix("\0") if isinstance(value, str) else value


def parser(command: str, description: str, examples: str, usage: str | None = None) -> Parser:
    """A parser for one command, with its examples; `usage` in short where its options are many."""
    return Parser(
        prog=f"msc-dose {command}",
        usage=usage and f"msc-dose {command} {usage}",
        description=description,
        epilog=f"examples:\n{examples}\n\n--json gives one JSON document, refusals too.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
