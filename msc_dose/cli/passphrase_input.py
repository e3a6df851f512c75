"""Where a passphrase comes from: a file that only its owner reads, standard input, or the terminal.

Nothing here repeats a passphrase: not in a message, an exception, a log, or the arguments of a process.
"""

from __future__ import annotations

import argparse
import os
import sys

from msc_dose.problems import Refusal, refuse
from msc_dose.product.plain_text import in_one_writing, shown

VARIABLE = "MSC_DOSE_PASSPHRASES"
STANDARD_INPUT = "-"
_OTHERS = 0o077


def place_of(given: argparse.Namespace) -> str | None:
    """The file of passphrases: that of `--passphrases`, else of MSC_DOSE_PASSPHRASES."""
    return given.passphrases or os.environ.get(VARIABLE) or None


def passphrase_for(given: argparse.Namespace, code: str) -> str:
    """The passphrase of a code, from the file of `--passphrases` or of the variable, else asked for.

    Raises Refusal `people.passphrase-missing` where there is neither, and those of the file:
    `people.passphrases-readable`, `people.passphrases-unreadable`, `people.passphrases-twice`.
    """
    found = _from_file(given, place_of(given), code)
    return _asked(f"Passphrase of {shown(code)}: ", code) if found is None else found


def new_passphrase_for(given: argparse.Namespace, place: str | None, code: str) -> str:
    """A new passphrase, from a file of such lines, else asked for twice.

    Raises Refusal `people.passphrases-differ` besides those of `passphrase_for`.
    """
    found = _from_file(given, place, code)
    if found is not None:
        return found
    first = _asked(f"New passphrase of {shown(code)}, 12 characters at least: ", code)
    if first != _asked("The same again: ", code):
        message = "The two passphrases differ."
        raise refuse("people.passphrases-differ", "passphrase", message, "Nothing was written; start again.")
    return first


def _from_file(given: argparse.Namespace, place: str | None, code: str) -> str | None:
    """The passphrase behind the code on its line; None without a file or such a line."""
    if place is None:
        return None
    writing = in_one_writing(code)
    pairs = (line.split(" ", 1) for line in _lines(given, place))
    found = [pair[1] for pair in pairs if len(pair) == 2 and in_one_writing(pair[0]) == writing]
    if len(found) > 1:
        message = f"{_named(place)} has {len(found)} passphrases of {shown(code)}."
        raise refuse("people.passphrases-twice", "passphrases", message, "Leave one line for each code.")
    return found[0] if found else None


def _lines(given: argparse.Namespace, place: str) -> list[str]:
    """The lines of the file; standard input is read once and kept for the second person to sign."""
    text = getattr(given, "standard_input", None) if place == STANDARD_INPUT else None
    if text is None:
        text = _text(place)
    if place == STANDARD_INPUT:
        given.standard_input = text
    return text.removeprefix("\ufeff").split("\n")


def _text(place: str) -> str:
    try:
        if place == STANDARD_INPUT:
            return sys.stdin.read() if sys.stdin else ""
        with open(place, encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & _OTHERS:
                message = f"{place} can be read by others (mode {mode & 0o777:o})."
                raise refuse("people.passphrases-readable", "passphrases", message, f"chmod 600 {place}")
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        message = f"{_named(place)} cannot be read: {reason}."
        fix = 'Give a file with a line "CODE passphrase" for each person.'
        # The text that could not be decoded stands in the error, and in what it is a cause of.
        raise refuse("people.passphrases-unreadable", "passphrases", message, fix) from None


def _asked(prompt: str, code: str) -> str:
    """What is typed on a terminal without being shown there."""
    import getpass
    import warnings

    if sys.stdin is None or not sys.stdin.isatty():
        raise _missing(code)
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError):
            raise _missing(code) from None


def _missing(code: str) -> Refusal:
    message = f"The passphrase of {shown(code)} is missing, and there is no terminal to ask for it on."
    fix = 'Give a file with the line "CODE passphrase" (mode 0600), or - for standard input: see --help.'
    return refuse("people.passphrase-missing", "passphrase", message, fix)


def _named(place: str) -> str:
    return "Standard input" if place == STANDARD_INPUT else place
