"""The sign-in that is kept for the user of this machine between two commands: one file a record.

It is sealed by what is stored of the person's passphrase: a new passphrase, another role, leaving, or an
edit of the file ends it, and so does an hour without use.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal, refuse
from msc_dose.store.chain import canonical
from msc_dose.store.record import Record, Session, seal_of

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Row

LASTS = timedelta(minutes=60)
_OTHERS = 0o077
_FIELDS = {"person", "role", "used", "seal"}


def keep(record: Record, session: Session) -> datetime:
    """Keep the sign-in for as long as it is used; until when, if it is not.

    Raises Refusal `people.signed-out` where the person has left since, `people.session-unwritable`.
    """
    with record.reading() as statements:
        row = statements.one("one_person", code=session.person)
    if row is None or not row["active"] or row["role"] != session.role:
        raise signed_out()
    now = record.now()
    content = {"person": row["code"], "role": row["role"], "used": now.astimezone(UTC).isoformat()}
    _write(_path(record), json.dumps({**content, "seal": _seal(record, row, content)}))
    return now + LASTS


def kept(record: Record) -> tuple[Session, datetime]:
    """The session that is kept, and until when it is if not used.

    Raises Refusal `people.signed-out` where there is none that still holds.
    """
    content = _read(_path(record))
    with record.reading() as statements:
        row = statements.one("one_person", code=content.get("person", ""))
    if row is None or not row["active"] or not _holds(record, row, content):
        raise signed_out()
    used = datetime.fromisoformat(content["used"]).astimezone(record.now().tzinfo)
    seal = seal_of(record.identifier, row["passphrase"])
    return Session(row["code"], row["name"], row["role"], seal), used + LASTS


def forget(record: Record) -> None:
    """End the sign-in, if there is one. Refusal `people.session-unwritable`."""
    try:
        with suppress(FileNotFoundError):
            os.unlink(_path(record))
    except OSError as error:
        raise _unwritable(_path(record), error) from error


def signed_out() -> Refusal:
    """`people.signed-out`: nobody is signed in."""
    message = "Nobody is signed in to this record here, or the sign-in has ended."
    fix = "Sign in with msc-dose people sign-in CODE, or give --as CODE."
    return refuse("people.signed-out", "person", message, fix)


def _holds(record: Record, row: Row, content: dict[str, str]) -> bool:
    """Whether the seal is right, the role the same, and the last use less than an hour ago."""
    if not hmac.compare_digest(content.pop("seal"), _seal(record, row, content)):
        return False
    unused = record.now() - datetime.fromisoformat(content["used"])
    return content["role"] == row["role"] and timedelta(0) <= unused <= LASTS


def _seal(record: Record, row: Row, content: dict[str, str]) -> str:
    key = hashlib.sha256(f"{record.identifier}\n{row['passphrase']}".encode()).digest()
    return hmac.new(key, canonical(content).encode(), hashlib.sha256).hexdigest()


def _path(record: Record) -> str:
    from platformdirs import user_state_dir

    folder = os.path.join(user_state_dir("msc_dose", appauthor=False), "sessions")
    return os.path.join(folder, f"{record.identifier}.json")


def _read(path: str) -> dict[str, str]:
    """What the file says; nothing where it is not there, is read by others, or is no such file."""
    with suppress(OSError, ValueError), open(path, encoding="utf-8") as file:
        if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS:
            return {}
        content = json.load(file)
        return content if _is_session(content) else {}
    return {}


def _is_session(content: object) -> bool:
    """Whether it has the fields of a session, and in them nothing that a seal cannot be made of."""
    if not isinstance(content, dict) or set(content) != _FIELDS:
        return False
    return all(
        isinstance(value, str) and value.isascii() and value.isprintable() for value in content.values()
    )


def _write(path: str, text: str) -> None:
    """Put the file in place whole, read by its owner alone."""
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        number, temporary = tempfile.mkstemp(dir=folder)  # with mode 0600
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: str, error: OSError) -> Refusal:
    message = f"The sign-in kept at {path} cannot be written: {error.strerror}."
    fix = "Check your rights there; --as CODE with a command needs no such file."
    return refuse("people.session-unwritable", "person", message, fix)
