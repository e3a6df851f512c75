"""How long one waits for the screens, in a pseudo-terminal, beside the smallest Textual application.

Run it as a program: `python benchmarks/screens.py [courses]`. It prints, as medians and as ratios,
the time from the start of the process to the first rows that are painted (to the words of the empty state
where there is no course), and from a key to what it paints, which is the first output after the key. All are
measured in one run on one machine; the ratios hold on any.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

from many_courses import NOW, record_of

RUNS = 11
KEYS = 60
ROWS, COLUMNS = 24, 80
DOWN, UP = b"\x1b[B", b"\x1b[A"
_QUIET = 0.06  # seconds without output before the next key
_LONGEST = 120.0
SMALLEST = """
from textual.app import App
from textual.widgets import DataTable

class Smallest(App):
    def compose(self):
        yield DataTable(cursor_type="row")
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Stage", "Patient", "Next step")
        table.add_rows([(f"stage {n}", f"Q-{n:05}", "what is next to do") for n in range(20)])

Smallest().run()
"""


@dataclass
class Terminal:
    """A program in a pseudo-terminal of 80 × 24."""

    command: list[str]
    environment: dict[str, str]
    text: bytes = b""
    started: float = field(default_factory=time.perf_counter)

    def __enter__(self) -> Terminal:
        """Start it."""
        self.started = time.perf_counter()
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.execvpe(self.command[0], self.command, self.environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.file)

    def read(self, seconds: float) -> bytes:
        """What it writes next within this time; empty where nothing comes."""
        ready, _, _ = select.select([self.file], [], [], seconds)
        if not ready:
            return b""
        try:
            more = os.read(self.file, 65536)
        except OSError:
            raise SystemExit(
                f"{' '.join(self.command)} ended:\n{self.text.decode(errors='replace')}"
            ) from None
        self.text += more
        return more

    def until(self, pattern: bytes) -> float:
        """The seconds from its start until it has painted this."""
        while not re.search(pattern, self.text):
            if not self.read(_LONGEST):
                raise SystemExit(f"{' '.join(self.command)} never painted {pattern!r}")
        return time.perf_counter() - self.started

    def settle(self, seconds: float = _QUIET) -> None:
        """Wait until it is quiet."""
        while self.read(seconds):
            pass

    def key(self, key: bytes) -> float:
        """The seconds from a key to the first output after it."""
        self.settle()
        pressed = time.perf_counter()
        os.write(self.file, key)
        if not self.read(_LONGEST):
            raise SystemExit("the key painted nothing")
        return time.perf_counter() - pressed


@dataclass
class Program:
    """What is started, by which record, what its first rows look like, and whether keys move among them."""

    name: str
    command: list[str]
    shows: bytes
    record: Path | None = None
    moves: bool = True
    starts: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)

    def terminal(self, home: str) -> Terminal:
        """Its terminal, with a home of its own."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("MSC_DOSE", "XDG"))},
            "HOME": home,
            "TERM": "xterm-256color",
            "MSC_DOSE_NOW": NOW.isoformat(),
            **({"MSC_DOSE_DB": str(self.record)} if self.record else {}),
        }
        return Terminal(self.command, environment)

    def start(self, home: str) -> None:
        """One start."""
        with self.terminal(home) as terminal:
            self.starts.append(terminal.until(self.shows))

    def press(self, home: str) -> None:
        """Many keys, once everything is read."""
        with self.terminal(home) as terminal:
            terminal.until(self.shows)
            terminal.settle(3)
            for number in range(KEYS):
                self.keys.append(terminal.key(DOWN if number % 20 < 10 else UP))


def programs(courses: int) -> list[Program]:
    """The smallest application, and ours with no course and with many."""
    ours = [sys.executable, "-m", "msc_dose"]
    return [
        Program("smallest Textual app", [sys.executable, "-c", SMALLEST], rb"Q-00000"),
        Program("no course", ours, rb"(?i)no course", record_of(0), moves=False),
        Program("1 course", ours, rb"P-0\d{4}", record_of(1), moves=False),
        Program("30 courses", ours, rb"P-0\d{4}", record_of(30)),
        Program(f"{courses:,} courses", ours, rb"P-0\d{4}", record_of(courses)),
        Program(f"{courses:,} courses, all due", ours, rb"P-0\d{4}", record_of(courses, all_due=True)),
    ]


def main() -> None:
    """Print the table."""
    courses = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    measured = programs(courses)
    with tempfile.TemporaryDirectory() as home:
        for run in range(RUNS + 1):
            for program in measured:  # one after another, so that a busy machine slows all of them
                program.start(home)
                if run == 0:
                    program.starts.clear()  # the first one fills the caches of the disk
        for program in measured:
            if program.moves:
                program.press(home)
    print(f"medians of {RUNS} starts, {KEYS} keys; {ROWS} rows by {COLUMNS} columns")
    heads = ("", "first rows", "× smallest", "× empty", "key p50", "key p95", "× smallest")
    print("".join(head.ljust(26) if at == 0 else head.rjust(12) for at, head in enumerate(heads)))
    for program in measured:
        print("".join([program.name.ljust(26), *(cell.rjust(12) for cell in _cells(program, *measured[:2]))]))


def _cells(program: Program, smallest: Program, empty: Program) -> list[str]:
    """The figures of a program, and how many times those of the smallest application and of no course."""
    start, least, bare = (statistics.median(each.starts) for each in (program, smallest, empty))
    cells = [f"{start * 1000:.0f} ms", f"{start / least:.2f}", f"{start / bare:.2f}"]
    if program.keys:
        middle, late = statistics.median(program.keys), _p95(program.keys)
        cells += [f"{middle * 1000:.1f} ms", f"{late * 1000:.1f} ms", f"{late / _p95(smallest.keys):.2f}"]
    return cells


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
