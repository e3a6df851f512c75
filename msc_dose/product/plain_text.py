"""What a name, a scan or a note may be made of, so that no two look alike and none hurts a screen."""

from __future__ import annotations

import re
import unicodedata

from msc_dose.problems import Problem, Refusal, refuse, stop

LONGEST_SCAN = 200
LONGEST_IDENTIFIER = 40
LONGEST_NOTE = 80
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+:-]*")
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SHOWN = 60


def shown(text: str) -> str:
    """The text as a message may show it: what is not ASCII written out as its code, cut when long."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "."
    return "".join(c if " " <= c <= "~" else f"\\u{ord(c):04x}" for c in cut)


def in_one_writing(name: str, sign: str = "-") -> str:
    """A name in lower case, its signs and spaces as one `sign` each, outer ones left off.

    `RN-104`, `rn.104` and `rn 104` are one; with no sign, `rn104` is as well, and so is `rn-10-4`: that is
    alike, and may be another.
    """
    return sign.join(re.findall(r"[^\W_]+", name.casefold()))


def container_key(identity: str) -> str:
    """One writing for one container: upper case, outer spaces off, runs of spaces one.

    It is the name under which a container is kept, sought and compared, everywhere. TypeError for anything
    but a str.
    """
    if not isinstance(identity, str):
        raise TypeError(f"an identity is text, not {type(identity).__name__}")
    return " ".join(identity.split()).upper()


def scanned_text(text: str, field: str) -> str:
    """One scan without the line end that a keyboard-wedge scanner sends behind it.

    Raises TypeError for anything but a str; Refusal `value.missing`, `text.too-long`,
    `identifier.characters` (anything but visible ASCII, spaces and the group separator).
    """
    if not isinstance(text, str):
        raise TypeError(f"{field} is text, not {type(text).__name__}")
    clean = text.rstrip("\r\n\t ")
    if not clean:
        raise refuse("value.missing", field, f"The {_said(field)} is empty.", f"Give the {_said(field)}.")
    if len(clean) > LONGEST_SCAN:
        message = f"The scan has {len(clean):,} characters; {LONGEST_SCAN} are the most."
        raise refuse("text.too-long", field, message, "Scan one bar code.", shown(clean))
    if any(not " " <= c <= "~" and c != "\x1d" for c in clean):
        raise _characters(clean, field)
    return clean


def identifier_problem(
    text: object, field: str, longest: int = LONGEST_IDENTIFIER, given_by: str = ""
) -> Problem | None:
    """What keeps a text from being an identifier, if anything; TypeError for anything but a str.

    Letters A–Z and a–z, digits, and `. _ / + : -` after the first; nothing else looks like them.
    """
    if not isinstance(text, str):
        raise TypeError(f"{field} is text, not {type(text).__name__}")
    if not text:
        return stop("value.missing", field, f"The {_said(field)} is missing.", f"Give the {_said(field)}.")
    if len(text) > longest:
        message = f"The {_said(field)} has {len(text):,} characters; {longest} are the most{given_by}."
        return stop("text.too-long", field, message, "Give the identifier alone.", shown(text))
    if not _IDENTIFIER.fullmatch(text):
        return _characters(text, field).problems[0]
    return None


def note_problem(text: object, field: str, longest: int = LONGEST_NOTE) -> Problem | None:
    """What keeps a text from being a short note, if anything; TypeError for anything but a str."""
    if not isinstance(text, str):
        raise TypeError(f"{field} is text, not {type(text).__name__}")
    if not text.strip():
        return stop("value.missing", field, f"The {_said(field)} is blank.", "Write it, or write unknown.")
    if len(text) > longest:
        message = f"The {_said(field)} has {len(text):,} characters; {longest} are the most."
        return stop("text.too-long", field, message, "Shorten it.", shown(text))
    plain = text.isascii() and text.isprintable()
    if text != text.strip() or not (plain or all(unicodedata.category(c) not in _HIDDEN for c in text)):
        message = f"The {_said(field)} {shown(text)!r} has outer spaces or characters that are not visible."
        return stop("text.control-character", field, message, "Type it again by hand.", shown(text))
    return None


def _characters(text: str, field: str) -> Refusal:
    message = f"The {_said(field)} {shown(text)!r} has characters that an identifier cannot have."
    fix = "Type it with the plain letters A to Z, digits, and . _ / + : - as they stand on the label."
    return refuse("identifier.characters", field, message, fix, shown(text))


def _said(field: str) -> str:
    return field.replace("_", " ")
