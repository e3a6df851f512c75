"""A real PostgreSQL server of the tests' own: made in a temporary directory, gone when they end.

As root it runs as the user `postgres`, as anybody else as oneself. It listens on a socket in its directory and
on no port. It ends with the process that started it, however that ends: it is watched through a pipe.
"""

import glob
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

OWNER = "msc_dose"  # no superuser: the record needs none
FAST = ("fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")
DURABLE = ("fsync=on", "full_page_writes=on")
QUIET = ("listen_addresses=", "shared_buffers=32MB", "max_connections=60", "autovacuum=off", "jit=off")
MADE = ("-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
# The server ends on a word through the pipe, or when nobody holds its other end any more; its directory goes too.
WATCHED = """
"$1" -D "$2/data" -k "$2" $3 >>"$2/log" 2>&1 & server=$!
read -r _
kill -INT $server; wait $server
rm -rf "$2"
"""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest where there are several."""
    on_path = shutil.which("initdb")
    newest = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    for found in [*([on_path] if on_path else []), *reversed(newest)]:
        folder = Path(found).resolve().parent
        if (folder / "postgres").exists():
            return folder
    return None


def absent() -> str | None:
    """Why no server can be started here, or None."""
    if programs() is None:
        return "no PostgreSQL server is installed"
    if os.geteuid() == 0 and not _there_is("postgres"):
        return "a server refuses to run as root, and there is no user postgres"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    return None


def _there_is(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _identity() -> dict:
    """As whom the server runs: it refuses to be root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _disk(durable: bool) -> str:
    """Where it is made: in memory where there is plenty; the path of a socket has at most 107 characters."""
    in_memory = "/dev/shm"
    if not durable and os.path.isdir(in_memory) and shutil.disk_usage(in_memory).free > 4e9:
        return in_memory
    return "/tmp"


class Server:
    """A running server; `durable` keeps the settings that a power cut asks for."""

    def __init__(self, durable: bool = False) -> None:
        self.bin = programs()
        self.settings = (*QUIET, *(DURABLE if durable else FAST))
        self.directory = tempfile.mkdtemp(prefix="mscd", dir=_disk(durable))
        if _identity():
            shutil.chown(self.directory, "postgres", "postgres")
        self._numbers = itertools.count(1)
        self._run("initdb", "-D", f"{self.directory}/data", *MADE)
        self.start()
        with self.administrator() as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.directory, check=False, **_identity()
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = " ".join(f"-c {setting}" for setting in self.settings)
        self._watcher = subprocess.Popen(
            ["sh", "-c", WATCHED, "sh", str(self.bin / "postgres"), self.directory, settings],
            stdin=subprocess.PIPE,
            start_new_session=True,  # an interrupt of the keyboard ends the tests; the pipe then ends the server
            cwd=self.directory,
            **_identity(),
        )
        self._wait()

    def _wait(self) -> None:
        import psycopg

        until = time.monotonic() + 60
        while True:
            try:
                return self.administrator().close()
            except psycopg.OperationalError:
                assert time.monotonic() < until, Path(self.directory, "log").read_text(encoding="utf-8")
                time.sleep(0.02)

    def stop(self) -> None:
        """End it and remove what it wrote."""
        self._watcher.communicate(b"end\n", timeout=60)
        shutil.rmtree(self.directory, ignore_errors=True)

    def kill(self) -> None:
        """Kill it without warning, as a power cut of the machine's programs would; `start` starts it again."""
        os.killpg(self._watcher.pid, signal.SIGKILL)
        self._watcher.wait(60)
        self._watcher.stdin.close()
        data = Path(self.directory, "data")
        for _ in range(500):  # the processes of its connections see that it is gone, and end
            if not [pid for pid in os.listdir("/proc") if pid.isdigit() and _works_in(pid, data)]:
                break
            time.sleep(0.02)
        for left in (data / "postmaster.pid", Path(self.directory, ".s.PGSQL.5432.lock")):
            with suppress(FileNotFoundError):
                left.unlink()

    def administrator(self, database: str = "postgres"):
        """A connection of the server's own administrator."""
        import psycopg

        return psycopg.connect(f"postgresql://postgres@/{database}?host={self.directory}", autocommit=True)

    def address(self, database: str) -> str:
        """The address of a database, as `--db` takes it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.directory}"

    def fresh(self, template: str = "template0") -> str:
        """The name of a new database, empty or like another one that nobody uses."""
        name = f"test_{next(self._numbers)}"
        with self.administrator() as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        with self.administrator() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _works_in(pid: str, data: Path) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(data)
    except OSError:
        return False
