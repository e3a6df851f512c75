"""What stands between a browser and the screens: whose it is, how large, how many at once."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

WIDEST = 1000  # columns or rows; a terminal of more is none
MOST = 50  # browsers at once; each has a program of its own
_NAME = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")


def proxy_address(said: str) -> str | None:
    """`https://name` or `https://name:port`; None for anything else: a path, a user, a fragment, no port."""
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError:
        return None
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name
    address = f"https://{name}" if port is None else f"https://{name}:{port}"
    plain = said.lower().removesuffix("/") == address and port != 0
    return address if plain and _NAME.fullmatch(name) else None


def is_ours(headers: Any, names: set[str | None]) -> bool:
    """Whether the request is for a name of ours, and comes from a page of ours.

    A page of another site could otherwise open a web socket here, and type into the screens.
    """
    origin = headers.get("Origin")
    try:
        host = urlsplit(f"//{headers.get('Host', '')}")
        return host.hostname in names and (origin is None or urlsplit(origin).netloc == host.netloc)
    except ValueError:
        return False


def is_a_terminal(query: Any) -> bool:
    """Whether the sizes in an address, where it has them, are some that a terminal can have."""
    sizes = [query[name] for name in ("width", "height") if name in query]
    return all(len(each) <= 4 and each.isascii() and each.isdigit() and _fits(int(each)) for each in sizes)


def _fits(size: object) -> bool:
    return type(size) is int and 1 <= size <= WIDEST


class Bounded:
    """The program of one browser, which is told of no size that a terminal cannot have."""

    def __init__(self, service: Any) -> None:
        """`service` is textual-serve's own."""
        self._service = service

    def __getattr__(self, name: str) -> Any:
        """Everything else is the service's."""
        return getattr(self._service, name)

    async def set_terminal_size(self, width: object, height: object) -> None:
        """Pass the size on; one that is none is left out."""
        if _fits(width) and _fits(height):
            await self._service.set_terminal_size(width, height)
