"""The address of a PostgreSQL server: what psycopg connects with, and what a person may be told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from msc_dose.store.databases import failures


def read_address(address: str) -> dict[str, Any]:
    """The parts of an address. Raises Refusal `record.driver-missing`, `record.address`."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise failures.driver_missing() from error
    try:
        where = dict(conninfo_to_dict(address.replace("postgresql+psycopg://", "postgresql://", 1)))
    except psycopg.Error as error:
        raise failures.unreadable_address() from error
    ports, name = str(where.get("port", "")), str(where.get("dbname", ""))
    if (ports and not ports.replace(",", "").isdecimal()) or "@" in name:  # parts of a passphrase
        raise failures.unreadable_address()
    return where


def shown_without_passphrase(where: Mapping[str, Any]) -> str:
    """The address as a person may be told: without its passphrase."""
    user, host, port = (str(where.get(part) or "") for part in ("user", "host", "port"))
    socket = f"?host={host}" if host.startswith("/") else ""
    server = ("" if socket else f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    name = quote(str(where.get("dbname") or ""))
    return f"postgresql://{quote(user)}{'@' if user else ''}{server}/{name}{socket}"


def address_shown(address: str) -> str:
    """The address as a person may be told, without its passphrase; no server is asked.

    Raises Refusal `record.driver-missing`, `record.address`.
    """
    return shown_without_passphrase(read_address(address))
