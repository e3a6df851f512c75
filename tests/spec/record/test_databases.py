"""The contract that both databases keep: settings, transactions, other writers, and what goes wrong."""

import threading
from contextlib import closing
from pathlib import Path

import pytest
from foreign import ROWS, another_program, filled, told
from staff import staffed

import msc_dose as md
from msc_dose.store.databases import postgres, sqlite
from msc_dose.store.databases.database import Taken
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import create_record, open_record


def setting(record, name, value="x"):
    with record.by_itself("a setting") as change:
        change.insert("setting", name=name, value=value)


def names(record):
    with record.reading() as statements:
        return [row["name"] for row in statements.all("every_setting")]


def code_of(refusal):
    (code,) = refusal.value.codes
    return code


def expected_settings(database):
    return sqlite.SETTINGS if database.dialect == "sqlite" else {**postgres.SETTINGS, **postgres.GUARDED}


# -- settings


def test_the_settings_that_keep_it_safe_are_in_force_on_every_connection(record, place):
    assert record.database.settings() == expected_settings(record.database)
    with closing(database_at(place)) as second:
        assert second.settings() == expected_settings(second)


def test_they_are_what_the_design_names():
    keep = {"journal_mode": "delete", "synchronous": 3, "fullfsync": 1, "foreign_keys": 1}
    assert keep.items() <= sqlite.SETTINGS.items()
    assert postgres.SETTINGS["synchronous_commit"] == "on"
    assert postgres.SETTINGS["default_transaction_isolation"] == "read committed"


def test_what_somebody_set_for_the_role_or_the_database_does_not_weaken_them(server, postgres_place):
    name = name_of(postgres_place)
    with server.administrator() as it:
        it.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        it.execute(f"ALTER DATABASE {name} SET lock_timeout = 0")
    with closing(database_at(postgres_place)) as database:
        assert database.settings() == expected_settings(database)


def test_a_server_that_would_let_triggers_sleep_is_refused(server, postgres_place):
    with server.administrator() as it:
        it.execute(f"ALTER DATABASE {name_of(postgres_place)} SET session_replication_role = replica")
    with pytest.raises(md.Refusal, match="session_replication_role") as refusal:
        database_at(postgres_place)
    assert code_of(refusal) == "record.unsafe"


def test_a_server_too_old_to_describe_its_schema_alike_is_refused(postgres_place, monkeypatch):
    monkeypatch.setattr(postgres, "OLDEST", 99)
    with pytest.raises(md.Refusal, match="needs 99 or newer") as refusal:
        database_at(postgres_place)
    assert code_of(refusal) == "record.postgres-old"


def test_a_file_that_another_program_keeps_in_another_journal_mode_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(sqlite.SETTINGS, "busy_timeout", 50)
    monkeypatch.setattr(sqlite, "WAITS", 50)
    place = str(tmp_path / "record.db")
    create_record(place, "Europe/Berlin", training=True).close()
    with another_program(place) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("BEGIN")
        other.execute("SELECT * FROM about").fetchall()
        with pytest.raises(md.Refusal) as refusal:
            open_record(place)
    assert code_of(refusal) in ("record.busy", "record.unsafe")
    open_record(place).close()  # it is put right as soon as nobody else keeps it


# -- transactions


def test_a_change_that_raises_leaves_neither_row_nor_audit(record):
    def half():
        with record.by_itself("a setting") as change:
            change.insert("setting", name="site", value="x")
            raise KeyError("no")

    head = record.head()
    with pytest.raises(KeyError):
        half()
    assert (names(record), record.head()) == ([], head)


def test_a_reader_sees_one_moment_while_a_writer_goes_on(record, place):
    written = threading.Event()
    with closing(open_record(place)) as other:

        def write():
            setting(other, "site")
            written.set()

        with record.reading() as statements:
            before = statements.all("every_setting")
            writer = threading.Thread(target=write)
            writer.start()
            written.wait(0.3)  # on SQLite it waits for the reader, on PostgreSQL it is done
            assert statements.all("every_setting") == before == []
        writer.join(20)
        assert names(record) == ["site"]


def test_nothing_is_written_while_reading(record):
    with pytest.raises((md.Refusal, RuntimeError)), record.reading():
        setting(record, "site")
    assert names(record) == []


def test_a_second_writer_waits_for_the_first_and_then_goes_on(record, place):
    with closing(open_record(place)) as other:
        with record.by_itself("the first") as change:
            second = threading.Thread(target=setting, args=(other, "second"))
            second.start()
            second.join(0.2)
            assert second.is_alive()
            change.insert("setting", name="first", value="x")
        second.join(20)
    assert names(record) == ["first", "second"]
    with record.reading() as statements:
        sequences = [row["sequence"] for row in statements.all("every_audit")]
    assert sequences == list(range(1, len(sequences) + 1))


def test_a_writer_who_waits_too_long_is_told_that_nothing_was_written(record, place, monkeypatch):
    monkeypatch.setitem(sqlite.SETTINGS, "busy_timeout", 50)
    monkeypatch.setitem(postgres.SETTINGS, "lock_timeout", "50ms")
    with closing(open_record(place)) as other, record.by_itself("the first"):
        with pytest.raises(md.Refusal, match="Nothing was written") as refusal:
            setting(other, "second")
        assert code_of(refusal) == "record.busy"
    assert names(record) == []


def test_a_change_within_a_change_is_a_defect_and_reading_within_one_sees_what_it_wrote(record):
    with record.by_itself("outer") as change:
        change.insert("setting", name="site", value="x")
        assert names(record) == ["site"]
        with pytest.raises(RuntimeError, match="within another"), record.by_itself("inner"):
            pass
    assert names(record) == ["site"]


@pytest.mark.parametrize("table", ["person", "setting", "container", "step", "holding"])
def test_a_row_that_is_there_already_is_taken_by_the_name_of_its_table(record, table):
    filled(record)
    row = ROWS.get(table) or {**one(record, "person", code="ph-1")}
    row.pop("version", None)
    with pytest.raises(Taken) as taken, record.by_itself("twice") as change:
        change.insert(table, **row)
    assert taken.value.what == table


def one(record, table, **key):
    with record.reading() as statements:
        return dict(statements.one(f"one_{table}", **key))


def test_a_container_that_another_infusion_holds_is_taken(record):
    filled(record)
    with pytest.raises(Taken) as taken, record.by_itself("a second holder") as change:
        change.insert("holding", **{**ROWS["holding"], "number": 2, "course": "C-2"})
    assert taken.value.what == "holding"


def test_after_a_statement_that_failed_nothing_of_the_change_is_kept(record):
    """Its audit row was written before it: whoever catches the failure must not keep that."""

    def caught(then=None):
        with record.by_itself("twice") as change:
            change.insert("setting", name="other", value="x")
            with pytest.raises(Taken):
                change.insert("setting", name="site", value="x")
            if then:
                change.statements.all(then)

    setting(record, "site")
    head = record.head()
    for then in (None, "every_setting"):
        with pytest.raises(RuntimeError, match="nothing of it can be kept"):
            caught(then)
    assert (names(record), record.head()) == (["site"], head)


def test_many_threads_share_one_open_record(record):
    def write(first):
        for number in range(10):
            setting(record, f"{first}{number}")
            assert f"{first}{number}" in names(record)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(names(record)) == 40


# -- statements


def test_rows_come_one_after_another_however_many_there_are(record):
    with record.by_itself("many") as change:
        for number in range(1, 2_502):
            change.note(f"n{number}", "x")
    with record.reading() as statements:
        sequences = [row["sequence"] for row in statements.each("every_audit")]
    assert sequences == list(range(1, record.head().sequence + 1))


def test_rows_left_half_read_keep_no_writer_waiting_and_cannot_be_read_on(record, place):
    with record.reading() as statements:
        rows = statements.each("every_about")
        next(rows)
        other = statements.each("every_about")
        next(other)
    with closing(open_record(place)) as second:
        setting(second, "site")
    setting(record, "other")
    with pytest.raises(Exception, match=r"closed|nothing"):
        list(rows)


def test_an_error_of_the_caller_stays_what_it_is(record):
    with pytest.raises(FileNotFoundError), record.reading():
        Path("/nowhere/at/all").read_bytes()
    with pytest.raises(ZeroDivisionError), record.by_itself("sums"):
        _ = 1 / 0


def test_a_statement_without_its_value_is_a_defect_and_no_refusal(record):
    with pytest.raises(Exception, match=r"code") as error, record.reading() as statements:
        statements.one("one_person")
    assert not isinstance(error.value, md.Refusal)


def test_a_table_that_disappears_while_the_record_is_open_is_told(record, place):
    told(place, "DROP TABLE alert")
    with (
        pytest.raises(md.Refusal, match="was changed while it was in use") as refusal,
        record.reading() as statements,
    ):
        statements.all("every_alert")
    assert code_of(refusal) == "record.altered"


def test_a_rule_of_the_database_is_told_as_a_refusal(record):
    staffed(record)
    with (
        pytest.raises(md.Refusal, match="Nothing was written") as refusal,
        record.by_itself("no such patient") as change,
    ):
        change.insert("course", code="C-1", recipient="P-9", training=1)
    assert code_of(refusal) == "record.refused"


# -- a server that goes away


def name_of(address):
    return address.split("@/")[1].split("?")[0]


@pytest.fixture
def served(postgres_place):
    made = create_record(postgres_place, "Europe/Berlin", training=True)
    yield made
    made.close()


def cut(server, record):
    """The connection of the record is ended by the server's administrator."""
    pid = record.database._connection.info.backend_pid
    with server.administrator() as it:
        it.execute("SELECT pg_terminate_backend(%s)", (pid,))
        while it.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (pid,)).fetchone():
            pass


def test_a_connection_that_broke_while_nobody_used_it_is_made_anew_with_its_settings(server, served):
    for _ in range(3):
        cut(server, served)
        assert names(served) == []
        assert served.database.settings() == expected_settings(served.database)
    cut(server, served)
    setting(served, "site")
    assert names(served) == ["site"]


def test_a_server_that_was_killed_and_came_back_is_met_again_and_one_that_did_not_is_told(server, served):
    setting(served, "site")
    server.kill()
    with pytest.raises(md.Refusal) as refusal:
        names(served)
    assert code_of(refusal) == "record.unreachable"
    server.start()
    assert names(served) == ["site"]


def test_a_connection_that_breaks_within_a_change_leaves_nothing(server, served):
    def broken_off():
        with served.by_itself("a setting") as change:
            change.insert("setting", name="site", value="x")
            cut(server, served)
            change.insert("setting", name="other", value="x")

    head = served.head()
    with pytest.raises(md.Refusal) as refusal:
        broken_off()
    assert code_of(refusal) == "record.unreachable"
    assert (names(served), served.head()) == ([], head)


def test_a_connection_that_breaks_while_a_change_is_being_kept_leaves_it_open_whether_it_was(server, served):
    def broken_off():
        with served.by_itself("a setting") as change:
            change.insert("setting", name="site", value="x")
            cut(server, served)

    with pytest.raises(md.Refusal, match="look before you enter it again") as refusal:
        broken_off()
    assert code_of(refusal) == "record.outcome-unknown"
    assert names(served) == []


def test_a_server_that_takes_no_writing_is_told(server, served, postgres_place):
    with server.administrator() as it:
        it.execute(f"ALTER DATABASE {name_of(postgres_place)} SET default_transaction_read_only = on")
    with closing(open_record(postgres_place)) as standing_by, pytest.raises(md.Refusal) as refusal:
        setting(standing_by, "site")
    assert code_of(refusal) == "record.unwritable"


def test_a_role_that_may_not_write_is_told(server, served, postgres_place):
    with server.administrator(name_of(postgres_place)) as it:
        it.execute("ALTER TABLE setting OWNER TO postgres")
        it.execute("GRANT SELECT ON setting TO msc_dose")
    with pytest.raises(md.Refusal, match="permission denied") as refusal:
        setting(served, "site")
    assert code_of(refusal) == "record.unwritable"


def test_a_closed_record_stays_closed(record):
    record.close()
    with pytest.raises(Exception, match="closed"):
        names(record)
