"""What the commands share: a parser that guesses nothing, and attempts that gather refusals."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from msc_dose.cli import output
from msc_dose.library.attempts import Attempts

__all__ = ["Attempts", "Once", "Parser", "parser", "unmarked"]
# Set by main before a word such as -70kg, which is a value and no option.
_SIGN = "\0"


class Once(argparse.Action):
    """Stores an option's value; given twice it is wrong usage, for no one can say which was meant."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: Any, values: Any, option: Any = None
    ) -> None:
        """Store the first value, refuse a second."""
        if option and getattr(namespace, self.dest) is not self.default:
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
            setattr(given, name, unmarked(value))
        return given

    def error(self, message: str) -> NoReturn:
        """Wrong usage, told as it was typed."""
        super().error(message.replace(_SIGN, "").replace(repr(_SIGN)[1:-1], ""))

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """One value in its type; a number below zero is one too. What an action's own parser reads stays."""
        own = action.nargs == argparse.PARSER
        # argparse says nothing of this to its types: without it, int reads the sign as part of the number.
        return super()._get_value(action, arg_string if own else unmarked(arg_string))

    def _print_message(self, message: str, file: Any = None) -> None:
        output.write(file or sys.stderr, message)


def unmarked(value: Any) -> Any:
    """A value, or a list of them, as it was typed."""
    if isinstance(value, list):
        return [unmarked(one) for one in value]
    return value.removeprefix(_SIGN) if isinstance(value, str) else value


def parser(command: str, description: str, examples: str, usage: str | None = None) -> Parser:
    """A parser for one command, with its examples; `usage` in short where its options are many."""
    return Parser(
        prog=f"msc-dose {command}",
        usage=usage and f"msc-dose {command} {usage}",
        description=description,
        epilog=f"examples:\n{examples}\n\n--json gives one JSON document, refusals too.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
