"""Where the demo's record is, and that it is no other record that is there."""

from __future__ import annotations

import os

from msc_dose.problems import Refusal, refuse
from msc_dose.store.databases.place import chosen_place, path_of
from msc_dose.store.record import open_record

_NAME = "demo.db"


def demo_place() -> str:
    """The file of the demo in this user's own data folder, whatever MSC_DOSE_DB names."""
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("msc_dose", appauthor=False), _NAME)


def checked_place(said: str | None) -> str:
    """The path at which the demo is or will be made: the one that is said, else `demo_place`.

    Raises Refusal `demo.not-a-file` for a server's address, `demo.other-record` where something else is
    there, `demo.configured` for the place of the record that this user works with.
    """
    path = demo_place() if said is None else path_of(said)
    if path is None:
        message = "The demo is a file on this machine, never a database on a server."
        raise refuse("demo.not-a-file", "db", message, "Leave --db out, or name a file.")
    path = os.path.abspath(path)
    if os.path.lexists(path):
        _check_demo(path)
    elif _same(path, chosen_place(None)):
        message = f"{path} is the place of the record that is worked with; the demo is not made there."
        raise refuse("demo.configured", "db", message, "Leave --db out, or name another file.", path)
    return path


def _check_demo(path: str) -> None:
    try:
        record = open_record(path)
    except Refusal as refusal:
        # One that cannot be opened and stands under the demo's own name may be made anew: what is there is
        # not thrown away for that (`set_aside`).
        if path == os.path.abspath(demo_place()) and os.path.isfile(path) and not os.path.islink(path):
            return
        raise _other(path) from refusal
    is_demo = record.demo
    record.close()
    if not is_demo:
        raise _other(path)


def set_aside(path: str) -> str:
    """Give a file that is not surely a demo another name, never one that is taken; empty where none is there.

    A copied or restored record can lie there damaged: only what bears the demo's marker is replaced.
    """
    if not os.path.lexists(path) or _is_demo(path):
        return ""
    number = 1
    while os.path.lexists(aside := f"{path}.old" if number == 1 else f"{path}.old-{number}"):
        number += 1
    for suffix in ("", "-journal", "-wal"):
        if not suffix or os.path.lexists(path + suffix):
            os.rename(path + suffix, aside + suffix)
    return aside


def _is_demo(path: str) -> bool:
    try:
        record = open_record(path)
    except Refusal:
        return False
    try:
        return record.demo
    finally:
        record.close()


def _other(path: str) -> Refusal:
    message = f"{path} is not a demo of msc_dose; it is left alone."
    return refuse(
        "demo.other-record", "db", message, "Leave --db out, or name a file that is not there.", path
    )


def _same(path: str, place: str) -> bool:
    try:
        other = path_of(place)
    except Refusal:
        return False
    return other is not None and os.path.realpath(path) == os.path.realpath(other)
