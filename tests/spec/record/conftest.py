"""Records to test against: each test that takes `record` runs on SQLite and on PostgreSQL."""

import pytest
from staff import MONDAY

from msc_dose.store.record import create_record


@pytest.fixture(params=["sqlite"])
def place(request, tmp_path):
    """Where a new record can be made."""
    return str(tmp_path / "record.db")


@pytest.fixture
def record(place):
    """An empty training record whose clock stands at nine on Monday 29 January 2024 in Berlin."""
    made = create_record(place, "Europe/Berlin", training=True, clock=lambda: MONDAY)
    yield made
    made.close()
