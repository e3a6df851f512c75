"""Records to test against: each test that takes `record` or `place` runs on SQLite and on PostgreSQL."""

import os

import pytest
from servers import Server, absent
from staff import MONDAY

from msc_dose.store.record import create_record


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server of the tests' own; where none can be had the test is skipped, or fails if all must run."""
    why = absent()
    if why and os.environ.get("MSC_DOSE_TEST_ALL") == "1":
        pytest.fail(f"{why}, and MSC_DOSE_TEST_ALL=1 allows no absence")
    if why:
        pytest.skip(why)
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def postgres_place(server):
    """The address of an empty database on the server."""
    name = server.fresh()
    yield server.address(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    """Where a new record can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    return request.getfixturevalue("postgres_place")


@pytest.fixture
def record(place):
    """An empty training record whose clock stands at nine on Monday 29 January 2024 in Berlin."""
    made = create_record(place, "Europe/Berlin", training=True, clock=lambda: MONDAY)
    yield made
    made.close()
