"""The keys of a scanner: it types a whole code faster than anybody can, and ends it with Enter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from textual import events

from msc_dose.product.scans.gs1 import SEPARATOR

Follows = Callable[[float], Awaitable[bool]]

FASTER_THAN_ANYBODY = 0.05  # seconds between two characters of one code
_SHORTEST = 4  # characters of a code; fewer in a row are keys
_OF_CONTROL = {
    "right_square_bracket": "\x1d",
    "circumflex_accent": "\x1e",
    "underscore": "\x1f",
    "backslash": "\x1c",
    "at": "\x00",
}


def character_of(key: str, character: str | None) -> str | None:
    """What a key puts into a code: a visible character, or a control character such as the separator GS.

    Terminals send GS as Ctrl and ]; a letter with Ctrl is a control character as well. None for any other
    key.
    """
    if character and len(character) == 1 and character.isprintable():
        return character
    control, plus, name = key.partition("+")
    if control != "ctrl" or not plus:
        return None
    if len(name) == 1 and "a" <= name <= "z":
        return chr(ord(name) & 0x1F)
    return _OF_CONTROL.get(name)


@dataclass(slots=True)
class Burst:
    """Characters that arrive one behind the other without a pause: `text`, the last of them at `last`.

    A code begins with a sign, a digit, a capital or a separator; a small letter or a stroke is a key at once.
    """

    text: str = ""
    last: float = 0.0

    def goes_on(self, at: float) -> bool:
        """Whether what arrives at this moment belongs to what came before."""
        return bool(self.text) and at - self.last <= FASTER_THAN_ANYBODY

    def takes(self, character: str, at: float) -> bool:
        """Keep a character that goes on with a code, or begins one."""
        if not self.goes_on(at):
            self.text = ""
            if not begins(character):
                return False
        self.text, self.last = self.text + character, at
        return True

    def ended(self, at: float) -> str:
        """The whole code, where Enter follows it at once; empty where Enter is a key. It begins anew."""
        code = self.text if self.goes_on(at) and len(self.text) >= _SHORTEST else ""
        self.text = ""
        return code


@dataclass(slots=True)
class ScanKeys:
    """The keys of a scanner among those of a list: `takes` says whether a key is part of a code.

    `follows` tells whether another key arrives at once; `whole` is given a code when its Enter comes.
    """

    follows: Follows
    whole: Callable[[str], None]
    burst: Burst = field(default_factory=Burst)

    async def takes(self, event: events.Key) -> bool:
        """Keep what belongs to a code; leave every other key to be a key."""
        if event.key == "enter":
            code = self.burst.ended(event.time)
            if code:
                self.whole(code)
            return bool(code)
        character = character_of(event.key, event.character)
        if character is not None and (
            character.isprintable()
            or character == SEPARATOR
            or await in_a_burst(event, self.burst, self.follows)
        ):
            return self.burst.takes(character, event.time)
        self.burst = Burst()
        return False


def begins(character: str) -> bool:
    """Whether a code may begin with this character."""
    return character in "=&(]\x1d" or character.isdigit() or (character.isalpha() and character.isupper())


async def in_a_burst(event: events.Key, burst: Burst, follows: Follows) -> bool:
    """Whether a control character stands within a code: right behind a character, and another key behind it.

    Somebody who types may press Ctrl-R right after a letter; then nothing follows.
    """
    return burst.goes_on(event.time) and await follows(FASTER_THAN_ANYBODY)
