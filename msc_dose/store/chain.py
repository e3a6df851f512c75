"""One row of the audit, and the chain that rows make: each holds the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

SHORT = 8  # characters of the head that paper shows
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_LONGEST = 1_000
_DIGEST = "sha256:"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who changed what, when and why. `at` is UTC; `utc_offset` the site's, such as `+01:00`.

    `entity` is a table's name and the row's key; `version` its version after the change; `field` is empty
    where the whole entity is new, and `new` is then its fields in JSON. `previous` is the hash before.
    """

    sequence: int
    at: str
    utc_offset: str
    person: str
    role: str
    host: str
    action: str
    entity: str
    version: int
    field: str
    old: str | None
    new: str | None
    reason: str
    program: str
    previous: str
    hash: str = ""

    def sealed(self) -> AuditRow:
        """The row with its hash: SHA-256 over all other fields, the previous hash among them."""
        return replace(self, hash=self.expected_hash())

    def expected_hash(self) -> str:
        """The hash that the row must have."""
        return digest(canonical({name: getattr(self, name) for name in self.__slots__ if name != "hash"}))


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of an audit; whoever keeps it can tell later whether what came before was touched."""

    sequence: int
    hash: str

    @property
    def short(self) -> str:
        """The first characters, as every worksheet shows them."""
        return self.hash[:SHORT]


def canonical(content: object) -> str:
    """JSON that is the same text for the same content."""
    return _JSON.encode(content)


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def told(value: object, secret: bool = False) -> str | None:
    """A field's value as the audit tells it: as text, or by its digest where it is long or secret.

    A text that looks like a digest is told by its own, or it could stand in the place of the long one.
    """
    if value is None:
        return None
    text = str(value)
    by_digest = secret or len(text) > _LONGEST or text.startswith(_DIGEST)
    return f"{_DIGEST}{digest(text)}" if by_digest else text
