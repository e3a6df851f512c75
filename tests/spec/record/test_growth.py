"""What is asked at every entry is found by an index, however much the record holds."""

from contextlib import closing

import pytest

from msc_dose.store.databases.sqlite import SqliteDatabase
from msc_dose.store.databases.statements import statements
from msc_dose.store.record import create_record


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("patients_alike", "patient_folded"),
        ("alert_kept", "alert_entity"),
        ("stock_first_step", "step_container"),
        ("one_container", "PRIMARY KEY"),
    ],
)
def test_what_every_entry_asks_is_found_by_an_index(tmp_path, name, index):
    place = str(tmp_path / "record.db")
    create_record(place, "Europe/Berlin", training=True).close()
    with closing(SqliteDatabase(place)) as database:
        names = {"folded", "code", "entity", "message", "overridden", "container", "key"}
        plan = database._connection.execute(
            f"EXPLAIN QUERY PLAN {statements()[name]}", dict.fromkeys(names, "")
        )
        steps = [row[3] for row in plan]
    assert len(steps) == 1
    assert steps[0].startswith("SEARCH")
    assert index in steps[0]
