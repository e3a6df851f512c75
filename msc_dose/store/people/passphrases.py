"""Passphrases: what one may be, how it is kept (scrypt), and whether another is the same."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

from msc_dose.problems import Problem, require_text, stop
from msc_dose.product.plain_text import in_one_writing

SHORTEST, LONGEST = 12, 256
_FIELD = "passphrase"
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_FEWEST_DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: scrypt's N, r and p; it needs 128 · N · r bytes of memory."""

    n: int
    r: int
    p: int


# OWASP Password Storage Cheat Sheet: scrypt with N = 2^17, r = 8, p = 1 at the least.
SHIPPED = Cost(2**17, 8, 1)
# A training record guards nothing, and is made and signed in to many times.
TRAINING = Cost(2**10, 8, 1)


def cost_of(training: bool) -> Cost:
    """The cost in a record of this kind."""
    return TRAINING if training else SHIPPED


def passphrase_problem(passphrase: str, code: str, name: str) -> Problem | None:
    """What keeps a text from being this person's new passphrase, if anything; it never repeats the text.

    Its length counts, not its composition (NIST SP 800-63B). Codes: `people.passphrase-short`,
    `people.passphrase-long`, `people.passphrase-characters`, `people.passphrase-guessable`.
    """
    require_text(passphrase, code, name)
    text = unicodedata.normalize("NFC", passphrase)
    if len(text) < SHORTEST:
        message = f"The passphrase has fewer than {SHORTEST} characters."
        return stop("people.passphrase-short", _FIELD, message, "Take a longer one: four words do well.")
    if len(text) > LONGEST:
        message = f"The passphrase has more than {LONGEST} characters."
        return stop("people.passphrase-long", _FIELD, message, "Take a shorter one.")
    if any(unicodedata.category(character) in _HIDDEN for character in text):
        message = "The passphrase has characters that are not visible."
        return stop("people.passphrase-characters", _FIELD, message, "Type it by hand.")
    if len(set(text)) < _FEWEST_DIFFERENT or _is_own(text, code, name):
        message = "The passphrase is the person's own code or name, or a few characters repeated."
        return stop("people.passphrase-guessable", _FIELD, message, "Take another: four words do well.")
    return None


def _is_own(passphrase: str, code: str, name: str) -> bool:
    """Whether the text is the code, the name or its words, in any writing, one after another."""
    text = in_one_writing(passphrase, "")
    own = {in_one_writing(word, "") for word in (code, *name.split())} - {""}
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {start + len(word) for word in own if text.startswith(word, start)}
    return bool(text) and len(text) in reached


def kept(passphrase: str, cost: Cost) -> str:
    """The passphrase as it is kept: `scrypt$n$r$p$salt$hash`, with a salt of its own."""
    salt = secrets.token_bytes(16)
    parts = (cost.n, cost.r, cost.p, _text(salt), _text(_derived(passphrase, salt, cost)))
    return "$".join(["scrypt", *map(str, parts)])


def fits(passphrase: str, stored: str | None, cost: Cost) -> bool:
    """Whether the passphrase is the one that is kept so.

    Where there is none (the person is not known) it is False and takes as long, at this cost.
    """
    parts = (stored or "").split("$")
    if len(parts) != 6 or parts[0] != "scrypt":
        _derived(passphrase, bytes(16), cost)
        return False
    n, r, p = map(int, parts[1:4])
    salt, expected = map(base64.b64decode, parts[4:])
    return hmac.compare_digest(_derived(passphrase, salt, Cost(n, r, p)), expected)


def _derived(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # One passphrase typed on two keyboards is one text in NFC (RFC 8265). A lone surrogate fits nothing.
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    memory = 128 * cost.n * cost.r + 2**20
    return hashlib.scrypt(text, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=32)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
