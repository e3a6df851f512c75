"""Some seconds of coverage-guided fuzzing: nothing but an exact answer or a Refusal comes back."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("fuzz_notation.py")
SECONDS = 10
# The instrumented reader answers some hundreds of inputs in a second; a loaded machine, a tenth of that.
FEWEST_RUNS = 1_000
FEWEST_EDGES = 500


@pytest.fixture
def _atheris():
    absent = importlib.util.find_spec("atheris") is None
    if absent and os.environ.get("MSC_DOSE_TEST_ALL") == "1":
        pytest.fail("atheris is not installed, and MSC_DOSE_TEST_ALL=1 allows no absence")
    if absent:
        pytest.skip("atheris is not installed")


def last_status(log):
    """Runs and covered edges of libFuzzer's last line of status: `#13767 DONE cov: 1445 ft: …`."""
    status = [line.split() for line in log.splitlines() if line.startswith("#") and " cov: " in line][-1]
    return int(status[0].removeprefix("#")), int(status[status.index("cov:") + 1])


@pytest.mark.fuzz
@pytest.mark.usefixtures("_atheris")
def test_some_seconds_of_fuzzing_finds_no_exception_but_a_refusal(tmp_path):
    options = ["-seed=106", f"-max_total_time={SECONDS}", f"-artifact_prefix={tmp_path}/"]
    command = [sys.executable, str(HARNESS), str(tmp_path / "corpus"), *options]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    log = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, log[-4000:]
    runs, edges = last_status(log)
    assert "INFO: Instrumenting msc_dose.notation.reader" in log
    assert (runs > FEWEST_RUNS, edges > FEWEST_EDGES) == (True, True), (runs, edges)
