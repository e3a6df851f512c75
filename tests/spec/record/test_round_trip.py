"""An export holds everything: from it the same record is made, on either database, or none at all."""

import hashlib
import json
import os

import pytest
from filled import LONG, filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staff import MONDAY

from msc_dose.problems import Refusal
from msc_dose.store.audit import verify
from msc_dose.store.care.export_file import NUMBERS
from msc_dose.store.care.exporting import COLUMNS, LONGEST_LINE, Lines
from msc_dose.store.care.importing import import_record
from msc_dose.store.chain import Head, canonical
from msc_dose.store.databases.place import database_at
from msc_dose.store.databases.sqlite import SqliteDatabase
from msc_dose.store.record import create_record


def exported(record) -> str:
    return "".join(Lines(record.database))


def written(path, text) -> str:
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def clock():
    return MONDAY


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The lines of an export in which every table has a row."""
    place = str(tmp_path_factory.mktemp("exported") / "first.db")
    record = create_record(place, "Europe/Berlin", training=True, clock=clock)
    filled(record)
    text = exported(record)
    record.close()
    return text


def test_a_record_goes_from_sqlite_to_postgres_and_back_and_is_the_same_byte_for_byte(
    whole, postgres_place, tmp_path
):
    on_server = import_record(written(tmp_path / "1.jsonl", whole), postgres_place, clock)
    over_there = exported(on_server)
    on_server.close()
    back = import_record(written(tmp_path / "2.jsonl", over_there), str(tmp_path / "back.db"), clock)
    assert whole == over_there == exported(back)
    assert verify(back) == ()
    assert (back.training, back.zone) == (True, "Europe/Berlin")
    back.close()


def test_every_table_has_a_row_in_it_and_those_that_changed_have_their_later_version(whole):
    rows = [json.loads(line) for line in whole.splitlines()[1:-1]]
    assert {each["table"] for each in rows} == set(COLUMNS)
    assert [each["row"]["version"] for each in rows if each["table"] == "container"] == [2]
    assert any(LONG in str(each["row"].values()) for each in rows)


def test_what_was_imported_goes_on_where_the_export_ended(place, whole, tmp_path):
    record = import_record(written(tmp_path / "1.jsonl", whole), place, clock)
    with record.by_itself("gone on") as change:
        change.update("setting", change.statements.one("one_setting", name="identity"), value="pseudonym")
    assert verify(record) == ()
    record.close()


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.lists(_TEXTS, min_size=1, max_size=4))
)
def test_any_text_and_any_number_of_changes_come_through(tmp_path, told):
    for name in ("a.db", "b.db"):
        (tmp_path / name).unlink(missing_ok=True)
    record = create_record(str(tmp_path / "a.db"), "Europe/Berlin", training=True, clock=clock)
    with record.by_itself("told") as change:
        for name, values in told.items():
            row = change.insert("setting", name=name, value=values[0])
            for value in values[1:]:
                row = change.update("setting", row, value=value)
    text = exported(record)
    record.close()
    again = import_record(written(tmp_path / "any.jsonl", text), str(tmp_path / "b.db"), clock)
    assert exported(again) == text
    again.close()


def test_the_numbers_of_an_export_are_the_numbers_of_the_schema(record):
    schema = record.database.schema()
    for table, columns in COLUMNS.items():
        for column in columns:
            if record.database.dialect == "postgres":
                number = schema[f"column {table}.{column}"].startswith("bigint")
            else:
                number = f"    {column} INTEGER" in schema[f"table {table}"]
            assert number == (column in NUMBERS), (table, column)


# What somebody could do to a file, and the code by which it is refused. `sealed` writes the last line anew.


def sealed(contents) -> str:
    lines = "".join(canonical(content) + "\n" for content in contents)
    last = {"counts": contents[0]["counts"], "sha256": hashlib.sha256(lines.encode()).hexdigest()}
    return lines + canonical(last) + "\n"


def forged(alter):
    """An export with contents that were altered, and a last line that fits them."""

    def forge(text):
        contents = [json.loads(line) for line in text.splitlines()[:-1]]
        alter(contents)
        return sealed(contents)

    return forge


def row_of(contents, table, last=False):
    found = [each for each in contents[1:] if each["table"] == table]
    return found[-1 if last else 0]


def added(table, **columns):
    def add(contents):
        where = contents.index(row_of(contents, table, last=True))
        contents.insert(where + 1, {"table": table, "row": {**contents[where]["row"], **columns}})
        contents[0]["counts"][table] += 1

    return forged(add)


def put(table, column, value):
    return forged(lambda contents: row_of(contents, table)["row"].__setitem__(column, value))


def headed(name, value):
    return forged(lambda contents: contents[0].__setitem__(name, value))


HOSTILE = {
    "empty": (lambda text: "", "record.import-header"),
    "another file": (lambda text: '{"hello":"world"}\nsecond\n', "record.import-header"),
    "no header": (lambda text: text.partition("\n")[2], "record.import-header"),
    "only a header": (lambda text: text.splitlines(True)[0], "record.import-torn"),
    "cut within a line": (lambda text: text[: len(text) // 2], "record.import-torn"),
    "cut after a line": (lambda text: "".join(text.splitlines(True)[:-1]), "record.import-torn"),
    "the last line end is missing": (lambda text: text[:-1], "record.import-torn"),
    "one character": (lambda text: text.replace("A2", "A3"), "record.import-hash"),
    "a line left out": (lambda text: "".join(each for n, each in enumerate(text.splitlines(True)) if n != 9), "record.import-hash"),
    "something behind the end": (lambda text: text + "{}\n", "record.import-line"),
    "another schema": (headed("schema", "msc-dose/record/2"), "record.import-version"),
    "other migrations": (headed("migrations", ["0001_record", "0002_more"]), "record.import-version"),
    "a header of other kinds": (headed("head", "412"), "record.import-header"),
    "two headers": (forged(lambda c: c.insert(1, c[0])), "record.import-line"),
    "spaces in a line": (lambda text: text.replace('"table":"alert"', '"table": "alert"'), "record.import-line"),
    "a name twice": (lambda text: text.replace('{"row":{', '{"row":1,"row":{', 1), "record.import-line"),
    "no number": (lambda text: text.replace('"failures":0', '"failures":NaN', 1), "record.import-line"),
    "brackets": (lambda text: text.replace("\n", "\n" + "[" * 100_000 + "\n", 1), "record.import-line"),
    "half a character": (lambda text: text.replace("P-1", r"\ud800", 1), "record.import-line"),
    "an unknown table": (forged(lambda c: c[-1].__setitem__("table", "sqlite_master")), "record.import-table"),
    "a column more": (put("person", "admin", "yes"), "record.import-columns"),
    "a column less": (forged(lambda c: row_of(c, "person")["row"].pop("role")), "record.import-columns"),
    "a number for a text": (put("person", "name", 1), "record.import-value"),
    "a text for a number": (put("person", "active", "1"), "record.import-value"),
    "a truth for a number": (put("person", "active", True), "record.import-value"),
    "a number too great": (put("person", "failures", 2**63), "record.import-value"),
    "a NUL": (put("person", "name", "a\0b"), "record.import-value"),
    "a list": (put("person", "name", ["a"]), "record.import-value"),
    "rows out of order": (forged(lambda c: c.append(c.pop(1))), "record.import-order"),
    "a row less than told": (forged(lambda c: c.pop()), "record.import-counts"),
    "a row twice": (added("setting"), "record.import-refused"),
    "a row nobody told of": (added("setting", name="limits"), "record.import-refused"),
    "nothing where something must be": (put("person", "name", None), "record.import-refused"),
    "a row of another version": (put("container", "version", 1), "record.import-refused"),
    "an audit row changed": (put("audit", "person", "rn-1"), "record.import-audit"),
    "a row changed": (put("container", "state", "released"), "record.import-audit"),
    "an audit row left out": (forged(lambda c: (c.pop(2), c[0]["counts"].__setitem__("audit", c[0]["counts"]["audit"] - 1))), "record.import-refused"),
    "another head": (headed("head", {"sequence": 1, "hash": "0" * 64}), "record.import-head"),
    "another record": (headed("record", "another"), "record.import-head"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_whole_export_is_refused_and_nothing_is_kept(name, whole, tmp_path):
    alter, code = HOSTILE[name]
    text = alter(whole)
    assert text != whole
    place = tmp_path / "new.db"
    with pytest.raises(Refusal) as refused:
        import_record(written(tmp_path / "hostile.jsonl", text), str(place), clock)
    assert refused.value.codes[0] == code
    assert "line " in refused.value.problems[0].message or code == "record.import-audit"
    assert not place.exists()


@pytest.mark.parametrize("name", ["a row nobody told of", "a row changed", "another head"])
def test_on_a_server_too_nothing_is_kept(name, whole, tmp_path, postgres_place):
    alter, code = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        import_record(written(tmp_path / "hostile.jsonl", alter(whole)), postgres_place, clock)
    assert refused.value.codes[0] == code
    database = database_at(postgres_place)
    assert database.schema() == {}
    database.close()


def test_the_line_that_is_wrong_is_named(whole, tmp_path):
    text = added("setting", name="limits")(whole)
    line = 1 + next(i for i, each in enumerate(text.splitlines()) if '"name":"limits"' in each)
    with pytest.raises(Refusal) as refused:
        import_record(written(tmp_path / "hostile.jsonl", text), str(tmp_path / "new.db"), clock)
    assert f"line {line}:" in refused.value.problems[0].message


def test_a_line_without_an_end_is_not_read_into_memory(whole, tmp_path):
    path = tmp_path / "endless.jsonl"
    path.write_text(whole.splitlines(True)[0], encoding="utf-8")
    os.truncate(path, 20 * LONGEST_LINE)  # a hole in the disk, read as zeros
    with pytest.raises(Refusal) as refused:
        import_record(str(path), str(tmp_path / "new.db"), clock)
    assert refused.value.codes == ("record.import-line",)
    assert "line 2" in refused.value.problems[0].message


def test_an_export_from_before_the_head_that_is_known_is_refused_where_that_is_asked(whole, tmp_path):
    path = written(tmp_path / "1.jsonl", whole)
    with pytest.raises(Refusal) as refused:
        import_record(path, str(tmp_path / "new.db"), clock, head=Head(500, "0a1b2c3d"))
    assert refused.value.codes == ("record.import-audit", "audit.head")


def test_a_record_that_is_there_is_never_imported_over(record, whole, tmp_path, place):
    before = record.head()
    with pytest.raises(Refusal) as refused:
        import_record(written(tmp_path / "1.jsonl", whole), place, clock)
    assert refused.value.codes == ("record.exists",)
    assert record.head() == before


def test_another_programs_file_is_left_as_it_is(whole, tmp_path):
    other = tmp_path / "other.db"
    other.write_bytes(b"something of somebody else" * 100)
    with pytest.raises(Refusal) as refused:
        import_record(written(tmp_path / "1.jsonl", whole), str(other), clock)
    assert refused.value.codes == ("record.not-a-record",)
    assert other.read_bytes().startswith(b"something of somebody else")


def test_a_file_that_was_empty_stays_where_it_is(whole, tmp_path):
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(Refusal):
        import_record(written(tmp_path / "h.jsonl", HOSTILE["another head"][0](whole)), str(empty), clock)
    SqliteDatabase(str(empty)).close()
    assert import_record(written(tmp_path / "1.jsonl", whole), str(empty), clock).head().sequence > 1
