"""`msc-dose serve`: the same screens in a browser, on this machine unless that is asked for in full."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.serve_guard import MOST, Bounded, is_a_terminal, is_ours, proxy_address
from msc_dose.cli.signing import add_record, record_of
from msc_dose.cli.table import wrapped
from msc_dose.problems import refuse
from msc_dose.store.databases.place import chosen_place, path_of

_EXAMPLES = """  msc-dose serve
  msc-dose serve --port 8001 --db training.db
  msc-dose serve --host 10.0.0.5 --expose https://msc.hospital.example"""
_PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page")
_ABOUT = """The screens in a browser.

Without --expose only browsers on this machine reach them. A port belongs to no user: everybody
who works on this machine can open it and look at the board. Whoever changes something signs in."""
_HERE = (
    "Only browsers on this machine reach them; each signs in for itself.",
    "▲ Every user of this machine can reach this port and look at the board without signing in.",
)
_BEFORE = (
    "Put a proxy in front of it that speaks TLS and lets in only whom the site knows (its own sign-on);",
    "let the proxy pass on web sockets and the header Host, and close this port to everybody else.",
    "Whoever comes in signs in here too: nothing is shown before that.",
)


def run(words: list[str], as_json: bool) -> int:
    """Serve until it is told to end.

    Raises Refusal `serve.not-installed`, `serve.port`, `serve.not-exposed`, `serve.no-tls`,
    `serve.not-bound`, and those of opening the record.
    """
    given = _given(words)
    loopback = _is_loopback(given.host)
    public = _public(given, loopback)
    if find_spec("textual_serve") is None:
        message = "The screens are shown in a browser by textual-serve, which is not installed."
        raise refuse("serve.not-installed", "serve", message, "pip install 'msc_dose[web]'")
    if not loopback:
        record_of(given).close()  # without a record nobody could sign in
    output.say("\n".join(_said(given, public, loopback)))
    _serve(given, public, _command(given, loopback))
    return 0


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("serve", _ABOUT, _EXAMPLES)
    add_record(arguments, signing=False)
    said = "the address of this machine at which it listens; else 127.0.0.1: nobody else reaches that"
    arguments.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help=said)
    arguments.add_argument("--port", metavar="NUMBER", default="8000", help="else 8000")
    said = "let others in: the address https://… at which their browsers reach it through your proxy"
    arguments.add_argument("--expose", metavar="URL", help=said)
    given: argparse.Namespace = arguments.parse_args(words)
    if not (given.port.isascii() and given.port.isdigit() and 1 <= int(given.port) <= 65_535):
        raise refuse("serve.port", "port", f"{given.port!r} is no port.", "Give 1 to 65535.", given.port)
    return given


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _public(given: argparse.Namespace, loopback: bool) -> str:
    """The address that browsers use, without a path; refused where others would get in by mistake."""
    if given.expose is None:
        if not loopback:
            message = f"{given.host} can be reached from other machines."
            fix = "Leave --host out; or say --expose https://… once a proxy stands in front of it."
            raise refuse("serve.not-exposed", "host", message, fix, given.host)
        name = f"[{given.host}]" if ":" in given.host else given.host
        return f"http://{name}:{given.port}"
    address = proxy_address(given.expose)
    if address is None:
        # What stands before an @ can be a password: it is not repeated.
        said = "What was given" if "@" in given.expose else repr(given.expose)
        message = f"{said} is not the address of a proxy with TLS."
        fix = "Write it as https://msc.hospital.example or https://msc.hospital.example:8443"
        raise refuse("serve.no-tls", "expose", message, fix)
    return address


def _said(given: argparse.Namespace, public: str, loopback: bool) -> list[str]:
    first = f"The screens are at {public} (Ctrl-C ends it)."
    if given.expose is None:
        return [first, *(line for each in _HERE for line in wrapped(each, 2))]
    own = f"It listens at {given.host}, port {given.port}{'' if not loopback else ', on this machine alone'}."
    return [first, own, *(line for each in _BEFORE for line in wrapped(f"▲ {each}", 2))]


def _command(given: argparse.Namespace, loopback: bool) -> str:
    """What is run for each browser: nothing in it comes from the browser."""
    place = chosen_place(given.db)
    place = place if path_of(place) is None else os.path.abspath(path_of(place) or "")
    exposed = given.expose is not None or not loopback
    words = [sys.executable, "-m", "msc_dose", "tui", "--served", "exposed" if exposed else "here"]
    # The address of a server can hold a password, and arguments are seen by everybody on the machine.
    if path_of(place) is None:
        os.environ["MSC_DOSE_DB"] = place
    else:
        words += ["--db", place]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _serve(given: argparse.Namespace, public: str, command: str) -> None:
    from aiohttp import web
    from textual_serve.server import Server

    names = {urlsplit(public).hostname, *(("localhost", "127.0.0.1", "::1") if not given.expose else ())}

    opened: set[int] = set()
    sockets: set[Any] = set()

    @web.middleware
    async def guard(request: Any, handler: Any) -> Any:
        """Other sites that a browser has open, and other names for this address, get nothing."""
        if not is_ours(request.headers, names) or not is_a_terminal(request.query):
            raise web.HTTPForbidden(text="msc-dose is not reached this way.")
        response = await handler(request)
        if not response.prepared:
            response.headers["X-Frame-Options"] = "DENY"
            response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return response

    class Quiet(Server):
        """Says nothing of its own: no command, and no values in a log."""

        def initialize_logging(self) -> None:
            """Leave the log alone."""

        async def on_startup(self, app: Any) -> None:
            """What is to be said was said."""

        async def _make_app(self) -> Any:
            app = await super()._make_app()
            app.middlewares.append(guard)
            return app

        async def handle_websocket(self, request: Any) -> Any:
            """One browser more, while there are not too many."""
            if len(opened) >= MOST:
                raise web.HTTPServiceUnavailable(text="Too many browsers are open; close one.")
            opened.add(id(request))
            try:
                return await super().handle_websocket(request)
            finally:
                opened.discard(id(request))

        async def _process_messages(self, websocket: Any, app_service: Any) -> None:
            bounded: Any = Bounded(app_service)
            sockets.add(websocket)
            try:
                await super()._process_messages(websocket, bounded)
            finally:
                sockets.discard(websocket)

        async def on_shutdown(self, app: Any) -> None:
            """No browser that is open holds up the end."""
            for websocket in tuple(sockets):
                await websocket.close()

    server = Quiet(command, given.host, int(given.port), "msc-dose", public, templates_path=_PAGE)
    try:
        server.serve()
    except OSError as error:
        message = f"{given.host}, port {given.port}, cannot be listened at: {error.strerror or error}."
        raise refuse("serve.not-bound", "port", message, "Give another --port or --host.") from error
