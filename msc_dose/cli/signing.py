"""What the commands of the record share: the record, who is signed in, who signs, and what it is not for."""

from __future__ import annotations

import argparse

from msc_dose.cli.passphrase_input import passphrase_for
from msc_dose.library import kept_session
from msc_dose.library.banner import banner, banner_of
from msc_dose.library.clock import with_clock
from msc_dose.store import people
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.databases.place import chosen_place
from msc_dose.store.record import Proof, Record, Session, open_record

__all__ = ["add_passphrases", "add_record", "banner", "banner_of", "proof_of", "record_of", "session_of"]


def add_record(arguments: argparse.ArgumentParser, signing: bool = True) -> None:
    """Add where the record is; and, unless the command only looks, whose it is and their passphrases."""
    said = "the record: a file, or postgresql+psycopg://…; else MSC_DOSE_DB, else this user's own"
    arguments.add_argument("--db", metavar="PLACE", help=said)
    if signing:
        said = "whose command this is, instead of whoever is signed in; asks for the passphrase"
        arguments.add_argument("--as", dest="acting", metavar="CODE", help=said)
        add_passphrases(arguments)


def add_passphrases(arguments: argparse.ArgumentParser) -> None:
    """Add where passphrases stand that are not typed."""
    said = 'lines "CODE passphrase", mode 0600; - is standard input; else MSC_DOSE_PASSPHRASES, or asked'
    arguments.add_argument("--passphrases", metavar="FILE", help=said)


def record_of(given: argparse.Namespace) -> Record:
    """The record that is meant, open; MSC_DOSE_NOW sets the clock of a training record.

    Raises Refusal `clock.not-training` where it is set for any other, and those of `open_record`.
    """
    record = open_record(chosen_place(given.db))
    with closed_on_failure(record):
        return with_clock(record)


def session_of(record: Record, given: argparse.Namespace) -> Session:
    """Whose change this is: of `--as` with the passphrase, else of whoever signed in within the hour.

    Raises Refusal `people.signed-out`, and those of `passphrase_for` and `people.sign_in`.
    """
    if given.acting is not None:
        return people.sign_in(record, given.acting, passphrase_for(given, given.acting))
    session, _ = kept_session.kept(record)
    kept_session.keep(record, session)
    return session


def proof_of(record: Record, given: argparse.Namespace, code: str) -> Proof:
    """The proof that whoever has this code signs now; the passphrase is asked for anew each time.

    Raises the Refusals of `passphrase_for` and `people.prove`.
    """
    return people.prove(record, code, passphrase_for(given, code))
