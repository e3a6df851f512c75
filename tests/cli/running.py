"""Running the program as a process of its own, as a person or a script does."""

import json
import os
import subprocess
import sys


def msc_dose(*words, encoding="utf-8", text=None, **environment):
    """Run the program without a terminal, with this text on its standard input."""
    env = {**os.environ, "PYTHONIOENCODING": encoding, **environment}
    given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
    return subprocess.run(
        [sys.executable, "-m", "msc_dose", *words],
        capture_output=True,
        encoding=encoding,
        env=env,
        check=False,
        **given,
    )


def answer(*words):
    """Exit status and the one JSON document of a command."""
    done = msc_dose(*words, "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)
