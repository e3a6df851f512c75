"""The way into the screens by a browser: this machine alone, unless all that others need is said."""

import argparse
import http.client
import socket
import subprocess
import sys
import time

import pytest

from msc_dose.cli import serve
from msc_dose.cli.serve_guard import Bounded, proxy_address
from msc_dose.problems import Refusal

from .a_demo import laid
from .running import msc_dose


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--host", "0.0.0.0"), "serve.not-exposed"),
        (("--host", "::"), "serve.not-exposed"),
        (("--host", "localhost.example"), "serve.not-exposed"),
        (("--expose", "http://msc.hospital.example"), "serve.no-tls"),
        (("--host", "0.0.0.0", "--expose", "https://"), "serve.no-tls"),
        (("--expose", "https://msc.hospital.example/screens"), "serve.no-tls"),
        (("--expose", "https://user:secret@msc.hospital.example"), "serve.no-tls"),
        (("--expose", "https://msc.hospital.example#top"), "serve.no-tls"),
        (("--expose", "https://msc.hospital.example:99999"), "serve.no-tls"),
        (("--expose", "https://msc.hospital.example:0"), "serve.no-tls"),
        (("--expose", "https://["), "serve.no-tls"),
        (("--port", "0"), "serve.port"),
        (("--port", "http"), "serve.port"),
        (("--expose", "https://msc.hospital.example", "--host", "10.0.0.5"), "record.missing"),
    ],
)
def test_nobody_else_gets_in_by_mistake(words, code, tmp_path):
    with pytest.raises(Refusal) as refusal:
        serve.run([*words, "--db", str(tmp_path / "none.db")], False)
    assert refusal.value.codes == (code,)
    assert "secret" not in str(refusal.value)


def test_the_address_of_a_proxy_may_have_a_port():
    assert proxy_address("https://MSC.hospital.example:8443/") == "https://msc.hospital.example:8443"
    assert proxy_address("https://[2001:db8::1]") == "https://[2001:db8::1]"


async def test_a_program_hears_of_no_size_that_a_terminal_cannot_have():
    told = []

    class Service:
        async def set_terminal_size(self, width, height):
            told.append((width, height))

    bounded = Bounded(Service())
    for width in (10**9, 0, -1, True, "80", None, 80):
        await bounded.set_terminal_size(width, 24)
    assert told == [(80, 24)]


def test_the_help_says_who_can_look_at_the_board(capsys):
    with pytest.raises(SystemExit):
        serve.run(["--help"], False)
    assert "everybody\nwho works on this machine can open it and look" in capsys.readouterr().out


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(Refusal) as refusal:
        serve.run([], False)
    assert refusal.value.codes == ("serve.not-installed",)
    assert "msc_dose[web]" in str(refusal.value)


def test_what_is_run_for_a_browser_holds_the_place_and_no_password(monkeypatch, tmp_path):
    place = str(tmp_path / "a record; of two words.db")
    given = argparse.Namespace(db=place, expose=None)
    command = serve._command(given, True)
    assert command.endswith(f"--served here --db '{place}'")
    monkeypatch.setenv("MSC_DOSE_DB", "")
    given = argparse.Namespace(db="postgresql://msc:secret@server/msc", expose="https://msc.hospital.example")
    assert "secret" not in serve._command(given, True)
    assert serve._command(given, True).endswith("--served exposed")


def test_the_server_answers_only_pages_of_its_own_and_says_where_it_is():
    pytest.importorskip("textual_serve")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "msc_dose", "serve", "--port", str(port), "--db", laid()]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert f"http://127.0.0.1:{port}" in server.stdout.readline()
        assert "Only browsers on this machine" in server.stdout.readline()
        assert "Every user of this machine can reach this port" in server.stdout.readline()
        assert _asked(port, "/") == 200
        assert _asked(port, "/", Host="msc.evil.example") == 403
        assert _asked(port, "/", Host="[") == 403
        assert _asked(port, "/", Origin="http://[") == 403
        assert _asked(port, "/?width=%C2%B2") == 403
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        upgrade["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
        assert _asked(port, "/ws?width=80&height=24", Origin="https://evil.example", **upgrade) == 403
        assert _asked(port, "/ws?width=99999999&height=24", **upgrade) == 403
        assert _asked(port, "/ws?width=80&height=24", Origin=f"http://127.0.0.1:{port}", **upgrade) == 101
        taken = msc_dose("serve", "--port", str(port), "--db", laid())
        assert taken.returncode == 3
        assert "[serve.not-bound]" in taken.stderr
    finally:
        server.terminate()
        _, told = server.communicate(timeout=60)
    assert told == ""


def _asked(port, path, **headers):
    for _ in range(200):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            asked.request("GET", path, headers=headers)
        except ConnectionRefusedError:
            time.sleep(0.2)
        else:
            return asked.getresponse().status
        finally:
            asked.close()
    raise AssertionError("nobody listens")
