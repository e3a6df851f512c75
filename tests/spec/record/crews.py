"""Processes of a test: several programs at one record, begun together, and none of them left behind."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import msc_dose

HERE = Path(__file__).parent
PACKAGE = Path(msc_dose.__file__).parent.parent
LONGEST = 300  # seconds after which a worker that hangs is ended, and its test fails


def started(script, *arguments):
    """A worker of the folder `workers`, which says a line when it is ready."""
    return subprocess.Popen(
        [sys.executable, str(HERE / "workers" / f"{script}.py"), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(HERE)])},
    )


def ended(process):
    """The process is gone, whatever it was doing."""
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


@contextmanager
def crew(script, arguments):
    """One process for each line of arguments; all are ready."""
    processes = []
    try:
        for line in arguments:
            processes.append(started(script, *line))
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        yield processes
    finally:
        for process in processes:
            ended(process)


def reports(script, arguments):
    """What each process of a crew reports, line by line in JSON, when all begin at the same moment."""
    with crew(script, arguments) as processes:
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [process.communicate(timeout=LONGEST)[0].splitlines() for process in processes]
        assert [process.returncode for process in processes] == [0] * len(processes)
    return [[json.loads(line) for line in lines] for lines in told]
