"""No test reads or writes what belongs to whoever runs it: records and sign-ins are in a folder of its own."""

import gc
import os
import sys
from itertools import count

import pytest

# What is compiled is kept beside its source even where the environment forbids it: without that every worker
# and every process that a test starts compiles the same files again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """One worker more than there are processors: much of the time a test of the screens waits."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config):
    """Workers are given a few tests at a time: none has a long row of slow ones left when the others end."""
    if hasattr(config.option, "maxschedchunk"):
        config.option.maxschedchunk = 12


# What waits long comes first, and the many short ones fill what is left. All walks are in the first dozen:
# what is walked once for all of their tests is then walked by one worker alone.
_FIRST = ("test_walks.py", "test_the_case_in_tmux.py", "test_in_a_browser.py", "test_demo.py")
_ROOMS = ("tui", "record", "cli", "fuzz", "house")


def pytest_collection_modifyitems(items):
    """Slow files, slow folders, the rest."""

    def rank(item):
        name, rooms = item.path.name, item.path.parts
        if name in _FIRST:
            return _FIRST.index(name)
        return len(_FIRST) + next((at for at, room in enumerate(_ROOMS) if room in rooms), len(_ROOMS))

    items.sort(key=rank)


def pytest_collection_finish(session):
    """The tests themselves live to the end: the collector of garbage need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """A folder for every test in turn; whoever asks pytest for each has them all listed each time."""
    within = tmp_path_factory.mktemp("homes")
    return (within / str(number) for number in count())


@pytest.fixture(autouse=True)
def a_home_of_its_own(homes, monkeypatch):
    """The platform's folders of this test, and none of the variables that name others."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    for variable in ("MSC_DOSE_DB", "MSC_DOSE_PASSPHRASES", "MSC_DOSE_KEYS"):
        monkeypatch.delenv(variable, raising=False)
