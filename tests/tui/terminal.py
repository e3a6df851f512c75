"""A real terminal for tests: tmux, with keys sent to it and its screen read back as text."""

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest


def tmux_or_skip():
    """Where tmux is absent the test is skipped by name, or fails if all must run."""
    import shutil

    if shutil.which("tmux") is None:
        said = "tmux is not installed"
        if os.environ.get("MSC_DOSE_TEST_ALL") == "1":
            pytest.fail(f"{said}, and MSC_DOSE_TEST_ALL=1 allows no absence")
        pytest.skip(said)


class Terminal:
    """A shell in tmux, with a home of its own and `msc-dose` on its path."""

    def __init__(self, home: Path, columns=80, rows=24):
        self._count = 0
        self.name = f"msc-dose-{uuid.uuid4().hex[:8]}"
        folder = Path(sys.executable).parent
        self.environment = {
            "HOME": str(home),
            "PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "screen-256color",
            "PS1": "ready> ",
        }
        size = ["-x", str(columns), "-y", str(rows)]
        shell = ["bash", "--norc", "--noprofile", "-i"]
        self._tmux("-f", "/dev/null", "new-session", "-d", *size, "-s", "test", "-c", str(home), *shell)
        self.wait("ready>")

    def _tmux(self, *words):
        environment = {**self.environment, "TMUX_TMPDIR": self.environment["HOME"]}
        done = subprocess.run(
            ["tmux", "-L", self.name, *words],
            env=environment, capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip
        return done.stdout

    def screen(self):
        """What stands on the terminal."""
        return self._tmux("capture-pane", "-p", "-t", "test")

    def keys(self, *keys):
        """Send keys by tmux's names: `F3`, `C-r`, `Enter`, `Escape`, or a letter."""
        self._tmux("send-keys", "-t", "test", *keys)

    def type(self, text):
        """Type a text as it is."""
        self._tmux("send-keys", "-t", "test", "-l", text)

    def run(self, line):
        """Type a command line; the screen once it has ended."""
        self._count += 1
        self._tmux("send-keys", "-t", "test", "-l", f"clear; {line}; echo END-$(({self._count} + 1000))")
        self.keys("Enter")
        return self.wait(f"END-{self._count + 1000}")

    def open(self, line, *texts):
        """Type a command line that opens screens; the screen once the texts stand on it."""
        self._tmux("send-keys", "-t", "test", "-l", f"clear; {line}")
        self.keys("Enter")
        return self.wait(*texts)

    def wait(self, *texts, seconds=30, gone=False):
        """The screen once every text stands on it (or none, with `gone`)."""
        end = time.monotonic() + seconds
        while True:
            shown = self.screen()
            if gone != all(text in shown for text in texts):
                return shown
            assert time.monotonic() < end, f"{texts} {'stayed' if gone else 'never came'}:\n{shown}"
            time.sleep(0.05)

    def close(self):
        """End the shell and all it runs."""
        subprocess.run(
            ["tmux", "-L", self.name, "kill-server"],
            env={**self.environment, "TMUX_TMPDIR": self.environment["HOME"]},
            check=False,
        )
