"""What every worker has: its record and session, the word to begin, and a way to report."""

import json
import sys

from staff import MONDAY, session

from msc_dose.store.record import open_record


def opened(place):
    return open_record(place, clock=lambda: MONDAY)


def signed_in(record, person):
    return session(record, person)


def ready():
    """Say so, and wait for the word that all begin at."""
    print("ready", flush=True)
    sys.stdin.readline()


def report(**said):
    """One line at once, so that nothing is reported that was not kept, and nothing kept is held back."""
    print(json.dumps(said), flush=True)
