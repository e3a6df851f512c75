"""`msc-dose serve` as a process of its own, what a browser shows of it, and a proxy with TLS."""

import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

MOVE = re.compile(r"\x1b\[(\d*);?(\d*)H")
ESCAPE = re.compile(r"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|[\]PX^_].*?(\x07|\x1b\\)|[@-Z\\-_])", re.DOTALL)
LONGEST = 90  # seconds for whatever a busy machine takes
ENDS_WITHIN = 15  # seconds, whatever windows are open


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def served(*words, port):
    """The server listening at this port, ended with the block; nothing of it is left."""
    command = [sys.executable, "-m", "msc_dose", "serve", "--port", str(port), *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        until(lambda: listening(port) or server.poll() is not None)
        assert server.poll() is None, server.stdout.read()
        yield server
    finally:
        server.terminate()
        server.communicate(timeout=ENDS_WITHIN)


def listening(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def until(condition, wait=time.sleep):
    """Wait until something holds."""
    end = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < end, "it never came about"
        wait(0.1)


class Window:
    """A window of a browser of its own, and the screen in it.

    xterm.js draws on a canvas, which has no text: what it is sent is painted here a second time.
    """

    def __init__(self, browser, **how):
        self.page = browser.new_context(viewport={"width": 1100, "height": 700}, **how).new_page()
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._take))
        self._cells, self._at = {}, (1, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.page.context.close()

    def _take(self, frame):
        text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        place = 0
        while place < len(text):
            if escape := ESCAPE.match(text, place):
                if move := MOVE.match(text, place):
                    self._at = (int(move[1] or 1), int(move[2] or 1))
                place = escape.end()
                continue
            row, column = self._at
            if text[place] == "\n":
                self._at = (row + 1, 1)
            elif text[place] >= " ":
                self._cells[self._at] = text[place]
                self._at = (row, column + 1)
            place += 1

    @property
    def screen(self):
        """What stands in the window."""
        rows = range(1, 1 + max((row for row, _ in self._cells), default=0))
        return "\n".join(
            "".join(self._cells.get((row, at), " ") for at in range(1, 161)).rstrip() for row in rows
        )

    def open(self, address):
        self.page.goto(address)
        self.page.locator("textarea").focus()
        return self

    def shows(self, *texts):
        """Wait until all of this stands there; the screen as it is then."""
        until(lambda: all(text in self.screen for text in texts), self._wait)
        return self.screen

    def _wait(self, seconds):
        self.page.wait_for_timeout(seconds * 1000)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text, delay=15)


@contextmanager
def with_tls(port, behind, folder):
    """A proxy with TLS at one port that passes everything on to another, as a site has one in front."""
    certificate, key = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=msc.hospital.example",
    ]
    subprocess.run(
        [*made, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=LONGEST
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", port)) as plain:
        threading.Thread(target=_accept, args=(plain, context, behind), daemon=True).start()
        yield


def _accept(plain, context, behind):
    while True:
        try:
            one, _ = plain.accept()
        except OSError:
            return
        threading.Thread(target=_pass_on, args=(one, context, behind), daemon=True).start()


def _pass_on(one, context, behind):
    with suppress(OSError):
        outside = context.wrap_socket(one, server_side=True)
        inside = socket.create_connection(("127.0.0.1", behind))
        threading.Thread(target=_copy, args=(inside, outside), daemon=True).start()
        _copy(outside, inside)


def _copy(source, target):
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
