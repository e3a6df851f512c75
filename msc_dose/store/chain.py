"""One row of the audit, and the chain that rows make: each holds the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace

SHORT = 8  # characters of the head that paper shows
_LONGEST = 1_000


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
        fields = asdict(self)
        del fields["hash"]
        return digest(canonical(fields))


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
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def told(value: object, secret: bool = False) -> str | None:
    """A field's value as the audit tells it: as text, or by its digest where it is long or secret."""
    if value is None:
        return None
    text = str(value)
    return f"sha256:{digest(text)}" if secret or len(text) > _LONGEST else text
