"""An open record goes on being held to what it was when it was opened, whoever does what to it meanwhile."""

from contextlib import closing

import pytest
from foreign import another_program, attempt, filled, told

import msc_dose as md
from msc_dose.store.databases import postgres, sqlite
from msc_dose.store.databases.decoding import decoded
from msc_dose.store.databases.place import database_at
from msc_dose.store.record import create_record, open_record


def setting(record, name, value="x"):
    with record.by_itself("a setting") as change:
        change.insert("setting", name=name, value=value)


def refused(work, *arguments, **named):
    with pytest.raises(md.Refusal) as caught:
        work(*arguments, **named)
    return caught.value.codes


def name_of(address):
    return address.split("@/")[1].split("?")[0]


# -- the schema while the record is open

DROPPED = {
    "sqlite": "DROP TRIGGER setting_kept",
    "postgres": "DROP TRIGGER setting_kept ON setting",
}
SWALLOWED = {
    "sqlite": "CREATE TRIGGER quiet BEFORE INSERT ON setting BEGIN SELECT RAISE(IGNORE); END",
    "postgres": "CREATE RULE quiet AS ON INSERT TO setting DO INSTEAD NOTHING",
}


def test_nothing_is_written_to_a_record_whose_schema_was_changed_while_it_was_open(record, place):
    setting(record, "before")
    head = record.head()
    told(place, DROPPED[record.database.dialect])
    assert refused(setting, record, "after") == ("record.altered",)
    assert refused(setting, record, "again") == ("record.altered",)
    assert record.head() == head


def test_a_function_that_was_replaced_is_noticed_at_the_next_write(postgres_place):
    record = create_record(postgres_place, "Europe/Berlin", training=True)
    told(
        postgres_place,
        "CREATE OR REPLACE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
    )
    assert refused(setting, record, "after") == ("record.altered",)
    record.close()


def test_upkeep_by_other_tools_stands_in_the_way_of_no_write(record, place):
    told(place, "ANALYZE", "VACUUM")
    setting(record, "after")
    setting(record, "again")


def test_only_the_tables_that_analyze_counts_in_are_no_change_of_the_schema(tmp_path):
    place = str(tmp_path / "record.db")
    create_record(place, "Europe/Berlin", training=True).close()
    told(place, "ANALYZE")
    open_record(place).close()
    edit = "UPDATE sqlite_master SET name = 'sqlite_stat9' WHERE name = 'event_kept'"
    told(place, "PRAGMA writable_schema = 1", edit)
    assert refused(open_record, place)[0] in ("record.altered", "record.damaged")


def test_a_row_that_the_database_swallowed_is_not_acknowledged(record):
    database = record.database

    def swallowed():
        with database.writing() as statements:
            database.script(SWALLOWED[database.dialect])
            from msc_dose.store.change import Change

            Change(statements, record.itself, record.now(), "a setting").insert(
                "setting", name="n", value="v"
            )

    head = record.head()
    assert refused(swallowed) == ("record.refused",)
    assert record.head() == head


# -- the record at an address


def test_a_connection_that_is_made_anew_finds_the_same_record_or_is_refused(server, tmp_path):
    one, other = server.fresh(), server.fresh()
    create_record(server.address(other), "Europe/Berlin", training=True).close()
    record = create_record(server.address(one), "Europe/Berlin", training=True)
    with server.administrator() as it:
        it.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{one}'")
        it.execute(f"ALTER DATABASE {one} RENAME TO {one}_aside")
        it.execute(f"ALTER DATABASE {other} RENAME TO {one}")
    for work in (record.head, lambda: setting(record, "wrong")):
        assert refused(work) == ("record.other",)
    with closing(open_record(server.address(one))) as second:
        assert second.head().sequence == 3
    with server.administrator() as it:
        it.execute(f"ALTER DATABASE {one} RENAME TO {other}")
        it.execute(f"ALTER DATABASE {one}_aside RENAME TO {one}")
    setting(record, "right")
    record.close()
    server.drop(one)
    server.drop(other)


# -- what PostgreSQL looks up, and where


def test_a_temporary_table_does_not_stand_in_the_place_of_the_audit(postgres_place):
    record = create_record(postgres_place, "Europe/Berlin", training=True)
    filled(record)
    shadow = "CREATE TEMP TABLE audit AS SELECT 'setting forged' AS entity, 1::bigint AS version"
    forged = "INSERT INTO public.setting (name, value, version) VALUES ('forged', 'x', 1)"
    assert "the audit does not tell of it" in (attempt(postgres_place, shadow, forged) or "")
    record.close()


def test_a_function_or_operator_of_another_schema_is_never_called(postgres_place):
    record = create_record(postgres_place, "Europe/Berlin", training=True)
    filled(record)
    forged = "INSERT INTO public.setting (name, value, version) VALUES ('forged', 'x', 1)"
    answer = attempt(
        postgres_place,
        "CREATE SCHEMA other",
        "CREATE FUNCTION other.differs(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
        "CREATE OPERATOR other.<> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = other.differs)",
        "SET search_path = other, pg_catalog, public",
        forged,
    )
    assert "the audit does not tell of it" in (answer or "")
    record.close()


def test_a_record_in_a_schema_of_its_own_is_one_like_any_other(server, postgres_place):
    with server.administrator(name_of(postgres_place)) as it:
        it.execute('CREATE SCHEMA "The Ward" AUTHORIZATION msc_dose')
        it.execute(f'ALTER DATABASE {name_of(postgres_place)} SET search_path = "The Ward", public')
        it.execute(f"ALTER DATABASE {name_of(postgres_place)} SET quote_all_identifiers = on")
    create_record(postgres_place, "Europe/Berlin", training=True).close()
    with closing(open_record(postgres_place)) as record:
        setting(record, "site")


def test_a_database_without_a_schema_to_write_to_is_refused(server, postgres_place):
    with server.administrator() as it:
        it.execute(f"ALTER DATABASE {name_of(postgres_place)} SET search_path = nowhere")
    assert refused(database_at, postgres_place) == ("record.unsafe",)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("GRANT INSERT ON setting TO PUBLIC", "right of everybody to INSERT on setting was added"),
        ("GRANT SELECT (name) ON person TO PUBLIC", "right of everybody to SELECT on person.name was added"),
        (
            "CREATE OPERATOR || (LEFTARG = text, RIGHTARG = bigint, FUNCTION = anytextcat)",
            r"operator \|\|\(text, bigint\) was added",
        ),
    ],
)
def test_rights_for_everybody_and_operators_are_changes_of_the_schema(postgres_place, edit, words):
    create_record(postgres_place, "Europe/Berlin", training=True).close()
    told(
        postgres_place,
        "CREATE FUNCTION anytextcat(text, bigint) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        edit,
    )
    with pytest.raises(md.Refusal, match=words):
        open_record(postgres_place)


def test_an_index_that_is_not_ready_is_no_index(server, postgres_place):
    create_record(postgres_place, "Europe/Berlin", training=True).close()
    with server.administrator(name_of(postgres_place)) as it:
        it.execute("UPDATE pg_index SET indisready = false WHERE indexrelid = 'public.one_holder'::regclass")
    with pytest.raises(md.Refusal, match="index one_holder was changed"):
        open_record(postgres_place)


def test_a_server_that_a_power_cut_takes_entries_from_is_named(postgres_place, monkeypatch):
    with closing(database_at(postgres_place)) as database:
        assert database.hazards() == [
            "fsync is off",
            "full_page_writes is off",
        ]  # as the tests' own server is
        monkeypatch.setattr(postgres, "SAFE", {"zero_damaged_pages": "off"})
        assert database.hazards() == []


# -- rows that this program never writes


def test_what_is_read_out_of_a_garbled_row_is_damage_with_table_and_key():
    with pytest.raises(md.Refusal, match=r"event C-1 3 .* db check") as refusal:
        decoded("event", "C-1 3", lambda: {}["type"])
    assert refusal.value.codes == ("record.damaged",)
    assert decoded("event", "C-1 3", lambda: 7) == 7


@pytest.mark.parametrize(
    ("edit", "row"),
    [
        ("UPDATE about SET value = 'Atlantis/Harbour' WHERE name = 'zone'", "about zone"),
        ("DELETE FROM about WHERE name = 'zone'", "about zone"),
        ("DELETE FROM about WHERE name = 'record'", "about record"),
        ("UPDATE about SET value = 'perhaps' WHERE name = 'training'", "about training"),
    ],
)
def test_a_record_that_does_not_say_what_it_is_is_damaged(record, place, edit, row):
    from intruder import Intruder

    other = Intruder(place)
    with other.unguarded("about"):
        other.run(edit)
    other.close()
    with pytest.raises(md.Refusal, match=row) as refusal:
        open_record(place)
    assert refusal.value.codes == ("record.damaged",)


# -- texts that are none


def test_bytes_that_are_no_text_are_refused_wherever_they_are_looked_up_or_written(record):
    filled(record)
    half = "\udcff"

    def looked_up():
        with record.reading() as statements:
            statements.one("one_person", code=half)

    def written():
        setting(record, "site-2", half)

    def reasoned():
        with record.by_itself("a setting", half) as change:
            change.insert("setting", name="site-3", value="x")

    def changed():
        with record.by_itself("a setting") as change:
            change.update("setting", change.statements.one("one_setting", name="site"), value=half * 2_000)

    head = record.head()
    for work in (looked_up, written, reasoned, changed):
        assert refused(work) == ("text.not-unicode",)
    assert record.head() == head


# -- reading at length


def test_a_large_record_is_read_at_length_without_keeping_a_writer_waiting(
    record, place, monkeypatch, tmp_path
):
    from msc_dose.store import audit

    filled(record)
    monkeypatch.setattr(sqlite, "LARGE", 0)
    monkeypatch.setitem(sqlite.SETTINGS, "busy_timeout", 50)
    monkeypatch.setattr(sqlite, "WAITS", 50)
    numbers = iter(range(100))

    def meanwhile(done, total):
        with closing(open_record(place, record.clock)) as other:
            setting(other, f"m-{next(numbers)}")

    assert audit.verify(record, progress=meanwhile) == ()
    assert next(numbers) > 0
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []
    with record.by_itself("within") as change:
        change.insert("setting", name="within", value="x")
        assert audit.verify(record) == ()  # a change sees what it wrote


def test_a_copy_of_a_file_that_another_program_keeps_to_itself_ends_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sqlite.SETTINGS, "busy_timeout", 300)
    monkeypatch.setattr(sqlite, "WAITS", 300)
    place = str(tmp_path / "record.db")
    record = create_record(place, "Europe/Berlin", training=True)
    with another_program(place) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert refused(record.database.copy_to, str(tmp_path / "copy.db")) == ("record.busy",)
    assert not (tmp_path / "copy.db").exists()
    record.database.copy_to(str(tmp_path / "copy.db"))
    record.close()
