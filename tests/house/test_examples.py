"""Every example runs as it stands, and prints what the file beside it says."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_an_example_prints_what_it_promises(script, tmp_path):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(script)],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == script.with_suffix(".txt").read_text(encoding="utf-8")


def test_both_shipped_protocols_have_an_example():
    text = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    assert "sjogren-itp-msc-monthly" in text
    assert "ryoncil-us-2024" in text
