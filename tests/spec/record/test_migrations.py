"""Making a record and bringing it up to date: wholly or not at all, whoever else does the same."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from foreign import told
from staff import MONDAY

import msc_dose as md
from msc_dose.store.databases import migrations as module
from msc_dose.store.databases import schema_guard
from msc_dose.store.databases.migrations import Migration, applied, migrations, upgrade
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import create_record, open_record

HAS = list(range(1, len(migrations("sqlite")) + 1))  # the numbers of the migrations that are shipped
NEXT = len(HAS) + 1
LATER = Migration(NEXT, "alerts_by_time", "CREATE INDEX alert_at ON alert (at);\n")
AT = "2024-01-29T08:00:00+00:00"


@pytest.fixture
def two(record, monkeypatch):
    """A made-up further migration, which a later version would ship."""
    expected = schema_guard.expected_of_postgres()
    index = {"index alert_at": "CREATE INDEX alert_at ON alert USING btree (at)"}
    monkeypatch.setattr(schema_guard, "expected_of_postgres", lambda: {**expected, **index})
    return (*migrations(record.database.dialect), LATER)


def upgraded(database, shipped, before=lambda: None):
    return upgrade(database, AT, before, shipped)


def code_of(refusal):
    (code,) = refusal.value.codes
    return code


def test_what_a_record_lacks_is_carried_out_after_a_backup_and_remembered_by_its_checksum(record, two):
    had = []
    assert upgraded(record.database, two, lambda: had.append(sorted(applied(record.database)))) == (LATER,)
    assert had == [HAS]
    assert applied(record.database) == {each.number: each.checksum for each in two}
    assert upgraded(record.database, two, lambda: had.append("again")) == ()
    assert had == [HAS]


def test_without_its_backup_nothing_is_carried_out(record, two):
    def fails():
        raise OSError("no room for a backup")

    with pytest.raises(OSError, match="no room"):
        upgraded(record.database, two, fails)
    assert sorted(applied(record.database)) == HAS


def test_a_migration_that_fails_leaves_nothing(record, two):
    before = record.database.schema()
    failing = replace(LATER, text=f"{LATER.text}CREATE INDEX lost ON nowhere (at);\n")
    with pytest.raises(md.Refusal, match="nowhere"):
        upgraded(record.database, (*two[:-1], failing))
    assert record.database.schema() == before
    assert sorted(applied(record.database)) == HAS


def test_a_migration_that_makes_another_schema_than_a_server_should_have_leaves_nothing(postgres_place):
    record = create_record(postgres_place, "Europe/Berlin", training=True)
    with pytest.raises(md.Refusal, match="index alert_at was added"):
        upgraded(record.database, (*migrations("postgres"), LATER))
    assert sorted(applied(record.database)) == HAS
    record.close()


def test_a_record_that_somebody_edited_is_not_brought_up_to_date(record, place, two):
    told(place, "DROP INDEX alert_code")
    with pytest.raises(md.Refusal, match="index alert_code is missing") as refusal:
        upgraded(record.database, two)
    assert code_of(refusal) == "record.altered"
    assert sorted(applied(record.database)) == HAS


def test_another_text_under_the_number_of_a_migration_is_refused(record):
    first, *others = migrations(record.database.dialect)
    with pytest.raises(md.Refusal) as refusal:
        upgraded(record.database, (replace(first, text=first.text + "-- edited\n"), *others))
    assert code_of(refusal) == "record.altered"


def test_a_record_of_a_newer_version_is_left_alone(record, place, two):
    upgraded(record.database, two)
    with pytest.raises(md.Refusal) as refusal:
        open_record(place)
    assert code_of(refusal) == "record.newer"
    assert f"migration {NEXT}" in str(refusal.value)


def test_a_record_of_an_older_version_is_not_opened_until_it_is_brought_up_to_date(
    record, place, two, monkeypatch
):
    monkeypatch.setattr(module, "migrations", lambda dialect: two)
    with pytest.raises(md.Refusal) as refusal:
        open_record(place)
    assert code_of(refusal) == "record.old"
    upgrade(record.database, AT, before=lambda: None)
    open_record(place).close()


def in_two_threads(work):
    """What two threads answer or raise, both let go at once."""
    answers, gate = [], threading.Barrier(2, timeout=20)

    def one():
        try:
            answers.append(work(gate))
        except md.Refusal as refusal:
            answers.append(refusal.codes)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(answers, key=str)


def test_of_two_who_bring_it_up_to_date_at_once_one_does_and_the_other_finds_it_done(record, place, two):
    def work(gate):
        database = database_at(place)
        try:
            return upgraded(database, two, gate.wait)
        finally:
            database.close()

    assert in_two_threads(work) == sorted([(), (LATER,)], key=str)
    assert sorted(applied(record.database)) == [*HAS, NEXT]


def test_of_two_who_make_a_record_at_once_one_does_and_the_other_is_told(place):
    def work(gate):
        gate.wait()
        made = create_record(place, "Europe/Berlin", training=True, clock=lambda: MONDAY)
        made.close()
        return made.identifier

    told_off, identifier = in_two_threads(work)
    assert told_off == ("record.exists",)
    assert open_record(place).identifier == identifier


def test_a_record_is_made_once(record, place):
    with pytest.raises(md.Refusal) as refusal:
        create_record(place, "Europe/Berlin")
    assert code_of(refusal) == "record.exists"
    assert open_record(place).identifier == record.identifier


DIES = """
import os, sys
from msc_dose.store import record
from msc_dose.store.databases import migrations
from msc_dose.store.change import Change
def die(*given, **named): os.kill(os.getpid(), 9)
where = sys.argv[2]
if where == "file made": record.upgrade = die
if where == "schema made": migrations.check_schema = die
if where == "half told": Change.insert = (lambda kept: lambda self, *given, **named:
    (die if self.head.sequence else kept)(self, *given, **named))(Change.insert)
record.create_record(sys.argv[1], "Europe/Berlin", training=True)
die()
"""


@pytest.mark.parametrize("where", ["file made", "schema made", "half told", "all told"])
def test_a_record_whose_making_was_killed_is_there_or_can_be_made_again(place, where):
    died = subprocess.run([sys.executable, "-c", DIES, place, where], check=False)
    assert died.returncode == -9
    if where == "all told":
        open_record(place).close()
        return
    with pytest.raises(md.Refusal) as refusal:
        open_record(place)
    assert code_of(refusal) == "record.empty"
    create_record(place, "Europe/Berlin", training=True).close()
    open_record(place).close()


def test_a_database_without_any_table_is_told_to_be_empty(place, tmp_path):
    (tmp_path / "record.db").write_bytes(b"")
    with pytest.raises(md.Refusal) as refusal:
        open_record(place)
    assert code_of(refusal) == "record.empty"
    assert (tmp_path / "record.db").read_bytes() == b""  # looking changes nothing


def test_a_database_of_another_program_is_left_alone(place, tmp_path):
    told(place, "CREATE TABLE customer (name TEXT)")
    left = (tmp_path / "record.db").read_bytes() if (tmp_path / "record.db").exists() else None
    for opening in (open_record, lambda place: create_record(place, "Europe/Berlin")):
        with pytest.raises(md.Refusal) as refusal:
            opening(place)
        assert code_of(refusal) == "record.not-a-record"
    assert left is None or (tmp_path / "record.db").read_bytes() == left


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
def test_the_shipped_migrations_are_numbered_without_a_gap_and_begin_no_transaction_of_their_own(dialect):
    shipped = migrations(dialect)
    assert [each.number for each in shipped] == list(range(1, len(shipped) + 1))
    words = {word for each in shipped for word in each.text.upper().replace(";", " ;").split()}
    assert not words & {"COMMIT", "ROLLBACK", "PRAGMA", "VACUUM", "CONCURRENTLY"}
