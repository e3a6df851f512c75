"""What the database itself refuses to any program, and what the guard of the schema finds."""

import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from foreign import EVERY, FIXED, MUTABLE, ROWS, attempt, filled, told

import msc_dose as md
from msc_dose.store.databases import schema_guard
from msc_dose.store.databases.migrations import migrations
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import create_record, open_record
from msc_dose.store.tables import TABLES

SHIPPED = Path(schema_guard.__file__).parents[1] / "sql" / "postgres" / "schema.json"


def literal(value):
    return "NULL" if value is None else str(value) if isinstance(value, int) else f"'{value}'"


def inserting(table, verb="INSERT INTO", **other):
    row = {**ROWS[table], **({"version": 1} if TABLES[table].mutable else {}), **other}
    return f"{verb} {table} ({', '.join(row)}) VALUES ({', '.join(map(literal, row.values()))})"


def test_no_row_of_any_table_is_deleted_by_any_program(record, place):
    filled(record)
    answers = {table: attempt(place, f"DELETE FROM {table}") or "" for table in EVERY}
    assert {table for table in EVERY if "nothing recorded is ever deleted" not in answers[table]} == set()


def test_what_is_append_only_is_changed_by_no_program(record, place):
    filled(record)
    for table in FIXED:
        key = "sequence" if table == "audit" else "number" if table == "migration" else TABLES[table].key[0]
        assert "nothing recorded is ever changed" in (
            attempt(place, f"UPDATE {table} SET {key} = {key}") or ""
        )


def test_a_row_that_the_audit_does_not_tell_of_is_not_written(record, place):
    filled(record)
    for table, row in ROWS.items():
        kind = TABLES[table]
        other = {kind.key[-1]: 2 if isinstance(row[kind.key[-1]], int) else "other"}
        if table == "holding":
            other["container"] = "another"
        assert "the audit does not tell of it" in (attempt(place, inserting(table, **other)) or "")


def test_a_change_that_the_audit_does_not_tell_of_is_not_written(record, place):
    filled(record)
    for table in MUTABLE:
        column = TABLES[table].columns[0]
        for change in (f"{column} = {column}", "version = version + 1", "version = version"):
            answer = attempt(place, f"UPDATE {table} SET {change}") or ""
            assert "the audit does not tell of this change" in answer


@pytest.mark.parametrize(
    ("sequence", "previous"),
    [("max(sequence) + 2", "max(hash)"), ("max(sequence)", "max(hash)"), ("max(sequence) + 1", "'forged'")],
)
def test_an_audit_row_that_is_not_the_next_of_the_chain_is_refused(record, place, sequence, previous):
    row = (
        f"{sequence}, 'a', '+00:00', 'p', 'r', 'h', 'a', 'e', 1, '', NULL, NULL, '', 'p', {previous}, 'hash'"
    )
    last = "(SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1) AS last"
    answer = attempt(place, f"INSERT INTO audit SELECT {row} FROM {last}") or ""
    assert "not the next of the chain" in answer or "already" in answer


def test_a_container_is_held_once_even_for_a_program_that_writes_its_audit(record, place):
    filled(record)
    with pytest.raises(Exception, match="holding"), record.by_itself("a second holder") as change:
        change.insert("holding", **{**ROWS["holding"], "number": 2, "course": "C-2"})


def test_sqlite_replaces_no_row_for_a_program_that_asks_for_it(tmp_path):
    """With recursive triggers off, as they are by default, REPLACE deletes without asking a DELETE trigger."""
    place = str(tmp_path / "record.db")
    record = made(place)
    filled(record)
    for table in EVERY:
        answer = attempt(place, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}") or ""
        assert f"{table}: it is there already" in answer or f"{table}: not the next" in answer
    with record.by_itself("told in advance") as change:
        change._tell("holding 2", 1, "", None, "{}")
    assert "already" in (attempt(place, inserting("holding", "INSERT OR REPLACE INTO", number=2)) or "")
    row = "last.sequence + 1, 'a', '+00:00', 'p', 'r', 'h', 'a', 'e', 1, '', NULL, NULL, '', 'p', last.hash, audit.hash"
    last = "(SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1) AS last"
    forged = f"INSERT OR REPLACE INTO audit SELECT {row} FROM {last}, audit WHERE audit.sequence = 1"
    assert "already" in (attempt(place, forged) or "")
    record.close()


def test_postgres_empties_no_table_and_replaces_no_row(postgres_place):
    record = made(postgres_place)
    filled(record)
    for table in EVERY:
        answer = attempt(postgres_place, f"TRUNCATE {table} CASCADE") or ""
        assert "nothing recorded is ever deleted" in answer
    for table in ROWS:
        key, column = ", ".join(TABLES[table].key), TABLES[table].columns[-1]
        replacing = f"{inserting(table)} ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
        answer = attempt(postgres_place, replacing) or ""
        assert any(words in answer for words in ("is ever changed", "not tell of", "not the next"))
    record.close()


def made(place):
    return create_record(place, "Europe/Berlin", training=True)


EDITS = {
    "sqlite": [
        (["DROP TRIGGER event_kept"], "trigger event_kept is missing"),
        (["CREATE TRIGGER quiet AFTER INSERT ON event BEGIN SELECT 1; END"], "trigger quiet was added"),
        (
            ["DROP INDEX one_holder", "CREATE INDEX one_holder ON holding (container)"],
            "index one_holder was changed",
        ),
        (["ALTER TABLE person ADD COLUMN nickname TEXT"], "table person was changed"),
        (["CREATE TABLE customer (name TEXT)"], "table customer was added"),
        (["CREATE VIEW person_now AS SELECT * FROM person"], "view person_now was added"),
        (["DROP TABLE alert"], "table alert is missing"),
    ],
    "postgres": [
        (["DROP TRIGGER event_kept ON event"], "trigger event.event_kept is missing"),
        (["ALTER TABLE event DISABLE TRIGGER event_kept"], "trigger event.event_kept was changed"),
        (["ALTER TABLE event ENABLE REPLICA TRIGGER event_kept"], "trigger event.event_kept was changed"),
        (
            ["CREATE TRIGGER quiet BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION record_kept()"],
            "trigger event.quiet was added",
        ),
        (
            ["DROP INDEX one_holder", "CREATE UNIQUE INDEX one_holder ON holding (container, freed)"],
            "index one_holder was changed",
        ),
        (["ALTER TABLE person ADD COLUMN nickname TEXT"], "column person.nickname was added"),
        (["ALTER TABLE event ALTER COLUMN type TYPE VARCHAR(3)"], "column event.type was changed"),
        (["ALTER TABLE event ALTER COLUMN document SET DEFAULT '{}'"], "column event.document was changed"),
        (
            ["ALTER TABLE alert DROP CONSTRAINT alert_number_check"],
            "constraint alert.alert_number_check is missing",
        ),
        (["ALTER TABLE alert SET UNLOGGED"], "table alert was changed"),
        (["ALTER TABLE event ENABLE ROW LEVEL SECURITY"], "table event was changed"),
        (["CREATE POLICY mine ON event USING (person = 'ph-1')"], "policy event.mine was added"),
        (["CREATE RULE quiet AS ON DELETE TO event DO INSTEAD NOTHING"], "rule event.quiet was added"),
        (["CREATE VIEW person_now AS SELECT * FROM person"], "table person_now was added"),
        (["DROP TABLE alert"], "table alert is missing"),
        (
            [
                "CREATE OR REPLACE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RETURN OLD; END$$"
            ],
            "function record_kept() was changed",
        ),
        (["ALTER FUNCTION record_kept() SET search_path = elsewhere"], "function record_kept() was changed"),
    ],
}


class Undone(Exception):
    """An edit that was only tried."""


def test_every_edit_of_the_schema_is_found_and_named(record):
    database, unnamed = record.database, []
    for texts, words in EDITS[database.dialect]:
        with suppress(Undone), database.writing():
            for text in texts:
                database.script(text)
            found = schema_guard.schema_differences(database, migrations(database.dialect))
            if words not in found:
                unnamed.append((words, found))
            raise Undone
    assert unnamed == []
    schema_guard.check_schema(database, migrations(database.dialect))


def test_a_record_whose_schema_somebody_edited_is_not_opened(record, place):
    told(place, "DROP INDEX one_holder", "CREATE INDEX one_holder ON holding (container)")
    with pytest.raises(md.Refusal, match="index one_holder was changed") as refusal:
        open_record(place)
    assert refusal.value.codes == ("record.altered",)


def test_a_trigger_whose_text_somebody_edited_in_the_file_itself_is_found(tmp_path):
    place = str(tmp_path / "record.db")
    made(place).close()
    edit = "UPDATE sqlite_master SET sql = replace(sql, 'nothing', 'not much') WHERE name = 'audit_kept'"
    told(place, "PRAGMA writable_schema = 1", edit)
    with pytest.raises(md.Refusal, match="trigger audit_kept was changed"):
        open_record(place)


def test_a_foreign_key_that_the_servers_administrator_put_to_sleep_is_found(server, postgres_place):
    made(postgres_place).close()
    with server.administrator(name_of(postgres_place)) as it:
        it.execute("ALTER TABLE event DISABLE TRIGGER ALL")
    with pytest.raises(md.Refusal, match=r"constraint event\.event_course_fkey was changed"):
        open_record(postgres_place)


def name_of(address):
    return address.split("@/")[1].split("?")[0]


def test_upkeep_by_other_tools_is_no_change_of_the_schema(record, place):
    filled(record)
    told(
        place,
        "ANALYZE",
        "VACUUM",
        "REINDEX TABLE event" if record.database.dialect == "postgres" else "REINDEX",
    )
    open_record(place).close()


def test_what_an_extension_of_the_server_brings_along_is_no_change_of_the_schema(server, postgres_place):
    made(postgres_place).close()
    with server.administrator(name_of(postgres_place)) as it:
        offered = (
            "SELECT name FROM pg_available_extensions WHERE name IN ('pg_stat_statements', 'pgstattuple')"
        )
        for (name,) in it.execute(offered).fetchall():
            it.execute(f"CREATE EXTENSION {name} SCHEMA public")
    open_record(postgres_place).close()


def test_the_shipped_description_of_the_schema_is_what_a_server_answers(postgres_place):
    """MSC_DOSE_UPDATE_SCHEMA=1 writes it anew after a change of a migration."""
    database = database_at(postgres_place)
    with database.writing():
        for step in migrations("postgres"):
            database.script(step.text)
        described = database.schema()
    database.close()
    if os.environ.get("MSC_DOSE_UPDATE_SCHEMA") == "1":
        text = json.dumps(described, indent=1, sort_keys=True, ensure_ascii=False)
        SHIPPED.write_text(f"{text}\n", encoding="utf-8")
    assert described == json.loads(SHIPPED.read_text(encoding="utf-8"))


def test_both_dialects_make_the_same_tables_and_columns(record):
    """What the audit tells of a row is what is in it."""
    filled(record)
    with record.reading() as statements:
        for name, table in TABLES.items():
            version = {"version"} if table.mutable else set()
            assert set(statements.all(f"every_{name}")[0]) == {*table.key, *table.columns, *version}
