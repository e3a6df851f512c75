"""`msc-dose settings show | set | identity`: what the site has declared, in its record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of, session_of
from msc_dose.cli.table import wrapped
from msc_dose.library.approved import put_site_settings, read_site_text, settings_difference, site_settings
from msc_dose.problems import refuse
from msc_dose.scheduling import day_text
from msc_dose.store.record import Record
from msc_dose.store.site import settings
from msc_dose.store.site.settings import Told

_EXAMPLES = """  msc-dose settings show
  msc-dose settings show --history
  msc-dose settings set site.toml --reason "limits of SOP 12, version 4"
  msc-dose settings identity
  msc-dose settings identity local --reason "SOP 3: names are kept"

a settings file may name closed days (closed = "closed.csv"): they are kept too."""
_NOTHING = "The record keeps no settings; those of the file that MSC_DOSE_SETTINGS names are in force."
_Answer = tuple[list[str], dict[str, Any]]


def run(words: list[str], as_json: bool) -> int:
    """Show or change what the record keeps of the site.

    Raises Refusal `settings.…`, and those of the record and of signing in.
    """
    given = _given(words)
    record = record_of(given)
    try:
        lines, document = _ACTIONS[given.action](record, given)
        head = banner(record)
    finally:
        record.close()
    if as_json:
        output.document(document)
    else:
        output.say("\n".join([*head, *lines]))
    return 0


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("settings", "What the site has declared, for everybody of its record.", _EXAMPLES)
    actions = arguments.add_subparsers(dest="action", required=True, metavar="show | set | identity")
    shown = actions.add_parser("show", help="the settings in force, as they were written")
    shown.add_argument("--history", action="store_true", help="every change: when, by whom, why")
    add_record(shown, signing=False)
    made = actions.add_parser("set", help="keep a settings file and its closed days in the record")
    made.add_argument("file", metavar="FILE", help="the settings file (.toml)")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    add_record(made)
    named = actions.add_parser("identity", help="whether the record may hold what patients are called")
    named.add_argument(
        "word", metavar="WORD", nargs="?", help="pseudonym (codes only) or local; none: show it"
    )
    named.add_argument("--reason", metavar="TEXT", help="why")
    named.add_argument("--confirm", metavar="WORD", help="the word once more; else it is asked for")
    add_record(named)
    given: argparse.Namespace = arguments.parse_args(words)
    return given


def _show(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        texts = {name: settings.setting(statements, name) for name in (settings.SITE, settings.CLOSED)}
        identity, told = settings.identity(statements), settings.history(statements)
    site_settings(record)  # what cannot be read any more is refused here, not at the next dose
    document: dict[str, Any] = {"schema": "msc-dose/settings/1", "identity": identity, **texts}
    lines = [
        f"identity: {identity}",
        *_text(texts["site"], "SETTINGS"),
        *_text(texts["closed"], "CLOSED DAYS"),
    ]
    lines += [] if texts["site"] else wrapped(_NOTHING)
    if given.history:
        document["history"] = [_told_document(one) for one in told]
        lines += ["", "HISTORY", *(line for one in told for line in wrapped(_told(one, record), 2))]
        lines += [] if told else ["No setting was ever changed."]
    return lines, document


def _text(text: str | None, title: str) -> list[str]:
    return ["", title, *text.splitlines()] if text else []


def _told(one: Told, record: Record) -> str:
    at = datetime.fromisoformat(one.at).astimezone(ZoneInfo(record.zone))
    when = f"{day_text(at.date())} {at:%H:%M}"
    return (
        f"{when}  {one.name} version {one.version} ({one.digest}) by {one.person}, {one.role}: {one.reason}"
    )


def _told_document(one: Told) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _set(record: Record, given: argparse.Namespace) -> _Answer:
    site = read_site_text(given.file)
    differs = settings_difference(record, site)
    document: dict[str, Any] = {
        "schema": "msc-dose/settings-set/1",
        "file": given.file,
        "difference": differs,
    }
    if not differs:
        return ["✓ The record has exactly these settings already."], {**document, "changed": False}
    session = session_of(record, given)
    put_site_settings(record, session, site, given.reason)
    lines = [
        *differs,
        *wrapped(f"✓ Set: the settings of {given.file}, by {session.person}: {given.reason}", 2),
    ]
    return lines, {**document, "changed": True, "person": session.person}


def _identity(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        before = settings.identity(statements)
    document = {"schema": "msc-dose/identity/1", "identity": before}
    if given.word is None:
        return [f"identity: {before}"], document
    if given.word in settings.IDENTITIES:
        _confirm(given)
    session = session_of(record, given)
    settings.put_setting(record, session, settings.IDENTITY, given.word, given.reason or "")
    said = f"✓ identity: {before} until now, {given.word} from now on, by {session.person}: {given.reason}"
    return wrapped(said, 2), {**document, "identity": given.word, "before": before}


def _confirm(given: argparse.Namespace) -> None:
    """Refusal `settings.not-confirmed` unless the word is typed once more."""
    word = given.confirm
    if word is None and sys.stdin is not None and sys.stdin.isatty():
        output.complain(f"identity = {given.word} is for every patient of the record. Type {given.word}:")
        word = sys.stdin.readline().strip()
    if word != given.word:
        message = f"The word {given.word} was not typed a second time."
        raise refuse("settings.not-confirmed", "confirm", message, f"Give --confirm {given.word}.", word)


_ACTIONS: dict[str, Callable[[Record, argparse.Namespace], _Answer]] = {
    "show": _show,
    "set": _set,
    "identity": _identity,
}
