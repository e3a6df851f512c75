"""Without a terminal that shows the screens: the ward as lines, or how a record is made."""

import os
import pty
import subprocess
import sys

from .a_demo import laid
from .running import msc_dose

ESCAPE = "\x1b"


def test_the_board_is_printed_with_its_banner_first_and_stderr_says_why():
    path = laid()
    for words, environment in (((), {"MSC_DOSE_DB": path}), (("tui", "--db", path, "--readonly"), {})):
        done = msc_dose(*words, **environment)
        assert done.returncode == 0
        assert done.stdout.startswith("TRAINING")
        assert "* THAWED" in done.stdout
        assert "this is none" in done.stderr
        assert ESCAPE not in done.stdout + done.stderr


def test_in_a_terminal_that_cannot_move_its_cursor_the_board_stands_too():
    path = laid()
    outside, inside = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "MSC_DOSE_DB": path, "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "msc_dose"]
    child = subprocess.Popen(words, stdin=inside, stdout=inside, stderr=inside, env=environment)
    os.close(inside)
    shown = b""
    while True:
        try:
            part = os.read(outside, 65536)
        except OSError:  # Linux tells so that the other side has closed
            break
        if not part:
            break
        shown += part
    assert child.wait(timeout=60) == 0
    assert b"* THAWED" in shown
    assert b"this is none" in shown
    assert ESCAPE.encode() not in shown


def test_without_a_record_it_says_how_one_is_made():
    done = msc_dose()
    assert (done.returncode, done.stdout) == (2, "")
    for words in ("--help", "msc-dose plan", "msc-dose db init", "msc-dose demo"):
        assert words in done.stderr


def test_a_record_that_cannot_be_opened_is_refused_by_its_code(tmp_path):
    (tmp_path / "record.db").write_text("no record")
    done = msc_dose("tui", "--db", str(tmp_path / "record.db"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "[record." in done.stderr


def test_every_key_is_listed_by_its_name():
    done = msc_dose("tui", "--keys")
    assert done.returncode == 0
    assert "everywhere.go-stock" in done.stdout
    assert ESCAPE not in done.stdout
