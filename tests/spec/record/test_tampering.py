"""Nobody changes the record unseen: the database refuses it, or `audit.verify` finds it.

What is done here is done by another program that has the owner's rights, and that first takes the triggers
away and puts them back as they were, where they stand in its way.
"""

import re

import pytest
from filled import LONG, filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intruder import ERRORS, EVERY_TABLE, Intruder

from msc_dose.problems import Refusal
from msc_dose.store import audit
from msc_dose.store.chain import AuditRow, Head, digest
from msc_dose.store.record import open_record
from msc_dose.store.tables import TABLES

KEYS = {
    **{name: table.key for name, table in TABLES.items()},
    "audit": ("sequence",),
    "migration": ("number",),
}


@pytest.fixture
def full(record):
    """A record with something in every table."""
    filled(record)
    return record


@pytest.fixture
def other(place, full):
    """Another program at the same record."""
    program = Intruder(place)
    yield program
    program.close()


def found(record, head=None):
    return [(problem.code, problem.field) for problem in audit.verify(record, head)]


def codes(record, head=None):
    return {problem.code for problem in audit.verify(record, head)}


def test_a_record_that_nobody_touched_is_what_its_audit_tells(full):
    assert audit.verify(full) == ()
    assert audit.verify(full, full.head()) == ()


# What the database itself refuses, whoever asks.


def refused(program, text, *values):
    """How the database refuses a statement; empty where it does not."""
    try:
        program.run(text, *values)
    except ERRORS as error:
        return str(error)
    return ""


def test_nothing_is_deleted(other):
    for table in EVERY_TABLE:
        assert "nothing recorded is ever deleted" in refused(other, f"DELETE FROM {table}"), table


def test_no_table_is_emptied_at_once(other):
    for table in EVERY_TABLE:
        why = "syntax" if other.sqlite else "nothing recorded is ever deleted"  # SQLite has no such word
        assert why in refused(other, f"TRUNCATE {table} CASCADE"), table


def test_nothing_is_changed_unless_the_audit_tells_of_it(other):
    for table in EVERY_TABLE:
        column = next(name for name in other.rows(f"SELECT * FROM {table}")[0] if name not in KEYS[table])
        version = ", version = version + 1" if table in TABLES and TABLES[table].mutable else ""
        why = refused(other, f"UPDATE {table} SET {column} = {column}{version}")
        assert re.search(r"ever changed|does not tell|can be told", why), table


def test_no_row_is_replaced(other):
    for table in EVERY_TABLE:
        row = other.rows(f"SELECT * FROM {table}")[-1]
        written = f"INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        keys = KEYS[table]
        anew = f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {keys[0]} = EXCLUDED.{keys[0]}"
        text = f"INSERT OR REPLACE {written}" if other.sqlite else f"INSERT {written} {anew}"
        why = refused(other, text, *row.values())
        assert re.search(r"there already|ever changed|does not tell|not the next|can be told", why), table


def test_no_row_is_added_that_the_audit_does_not_tell_of(other):
    for table, key in KEYS.items():
        row = other.rows(f"SELECT * FROM {table}")[-1]
        last = key[-1]
        row[last] = row[last] + 1 if isinstance(row[last], int) else f"{row[last]}0"
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        why = refused(other, f"INSERT INTO {table} ({names}) VALUES ({marks})", *row.values())
        assert re.search(r"does not tell of it|not the next of the chain", why) or table == "migration", table


# What is found where somebody took the triggers away and put them back.


def test_an_edited_row_of_the_audit_is_found(full, other):
    with other.unguarded("audit"):
        other.run("UPDATE audit SET person = 'rn-1' WHERE sequence = 7")
    assert found(full) == [("audit.broken", "audit row 7")]


def test_an_edited_row_of_the_audit_with_a_new_hash_of_its_own_is_found_at_the_next_row(full, other):
    with other.unguarded("audit"):
        rewrite(other, 7, 7, person="rn-1")
    assert found(full) == [("audit.broken", "audit row 8")]


def test_an_edited_row_is_found_with_both_values(full, other):
    with other.unguarded("container"):
        other.run("UPDATE container SET state = 'released'")
    (problem,) = audit.verify(full)
    assert (problem.code, problem.field) == ("audit.state", "container L S-1, state")
    assert "the audit tells 'reserved'" in problem.message
    assert "the table holds 'released'" in problem.message


def test_a_secret_is_not_told_where_it_was_edited(full, other):
    with other.unguarded("person"):
        other.run("UPDATE person SET passphrase = 'scrypt of mine' WHERE code = 'rn-2'")
    (problem,) = audit.verify(full)
    assert problem.field == "person rn-2, passphrase"
    assert "scrypt" not in problem.message
    assert digest("scrypt of another")[:30] in problem.message


def test_a_long_text_replaced_by_its_own_digest_is_found(full, other):
    with other.unguarded("event"):
        other.run("UPDATE event SET document = ? WHERE number = 2", f"sha256:{digest(LONG)}")
    assert found(full) == [("audit.state", "event C-1 2, document")]


def test_a_change_of_the_version_alone_is_found(full, other):
    with other.unguarded("setting"):
        other.run("UPDATE setting SET version = 3")
    assert found(full) == [("audit.state", "setting identity, version")]


@pytest.mark.parametrize("table", ["alert", "step", "holding", "event", "verification"])
def test_a_deleted_row_is_found(full, other, table):
    key = KEYS[table]
    last = other.rows(f"SELECT * FROM {table} ORDER BY {', '.join(key)}")[-1]
    with other.unguarded(table):
        other.run(f"DELETE FROM {table} WHERE {key[-1]} = ?", last[key[-1]])
    (problem,) = audit.verify(full)
    assert (problem.code, problem.field) == (
        "audit.state",
        " ".join([table, *(str(last[name]) for name in key)]),
    )
    assert problem.message.startswith("Deleted:")


def test_an_added_row_is_found(full, other):
    with other.unguarded("alert"):
        row = other.rows("SELECT * FROM alert WHERE number = 2")[0]
        other.insert("alert", row | {"number": 3, "reason": "the director said so"})
    (problem,) = audit.verify(full)
    assert (problem.code, problem.field) == ("audit.state", "alert 3")
    assert problem.message.startswith("Added:")


def test_a_deleted_row_of_the_audit_is_found(full, other):
    with other.unguarded("audit"):
        other.run("DELETE FROM audit WHERE sequence IN (5, 6)")
    broken = [each for each in audit.verify(full) if each.code == "audit.broken"]
    assert [each.field for each in broken] == ["audit row 7"]
    assert "rows 5 to 6 are gone" in broken[0].message


def test_two_rows_of_the_audit_that_changed_places_are_found(full, other):
    with other.unguarded("audit"):
        sixth, seventh = other.rows("SELECT * FROM audit WHERE sequence IN (6, 7) ORDER BY sequence")
        other.run("DELETE FROM audit WHERE sequence IN (6, 7)")
        other.insert("audit", seventh | {"sequence": 6})
        other.insert("audit", sixth | {"sequence": 7})
    assert {field for code, field in found(full) if code == "audit.broken"} >= {"audit row 6", "audit row 7"}


def test_a_row_of_the_audit_that_was_invented_with_a_right_hash_is_found(full, other):
    last = other.rows("SELECT * FROM audit ORDER BY sequence DESC LIMIT 1")[0]
    told = {"entity": "container L S-1", "version": 3, "field": "state", "old": "released", "new": "thawed"}
    forged = last | told | {"sequence": last["sequence"] + 1, "previous": last["hash"]}
    other.insert("audit", sealed(forged))  # the database takes it: it is the next of the chain
    problems = audit.verify(full)
    assert [(each.code, each.field) for each in problems] == [
        ("audit.broken", f"audit row {forged['sequence']}"),  # it was reserved, and not released
        ("audit.state", "container L S-1, version"),
        ("audit.state", "container L S-1, state"),
    ]


CONTRADICTIONS = {
    "tells as new what was there before": {"entity": "course C-1", "version": 1, "field": "", "new": "{}"},
    "tells of version 9 after version 2": {
        "entity": "setting identity",
        "version": 9,
        "field": "value",
        "old": "local",
    },
    "tells of version 2 after version 1": {
        "entity": "course C-1",
        "version": 2,
        "field": "training",
        "old": "1",
    },
    "tells of state, which nothing told of before": {"entity": "container X", "version": 2, "field": "state"},
    "tells of colour, which nothing told of before": {
        "entity": "setting identity",
        "version": 3,
        "field": "colour",
    },
    "tells of a table that no record has": {"entity": "recipe 1", "version": 1, "field": ""},
}


@pytest.mark.parametrize("said", CONTRADICTIONS)
def test_a_row_of_the_audit_that_cannot_follow_from_those_before_is_found(full, other, said):
    last = other.rows("SELECT * FROM audit ORDER BY sequence DESC LIMIT 1")[0]
    forged = (
        last
        | {"old": None, "sequence": last["sequence"] + 1, "previous": last["hash"]}
        | CONTRADICTIONS[said]
    )
    other.insert("audit", sealed(forged))
    assert said in audit.verify(full)[0].message


def test_a_tail_cut_off_is_found_by_what_it_told_of(full, other):
    with other.unguarded("audit"):
        other.run("DELETE FROM audit WHERE entity LIKE 'alert%' OR entity LIKE 'note%'")
    assert found(full) == [("audit.state", "alert 1"), ("audit.state", "alert 2")]


def test_a_tail_cut_off_with_all_that_it_told_of_is_found_by_a_head_that_was_kept(full, other):
    kept = full.head()
    with other.unguarded("audit", "alert"):
        other.run("DELETE FROM audit WHERE entity LIKE 'alert%' OR entity LIKE 'note%'")
        other.run("DELETE FROM alert")
    assert found(full) == []
    assert found(full, kept) == [("audit.head", "head")]


def test_an_audit_written_anew_is_found_by_a_head_that_was_kept_or_printed(full, other):
    kept = full.head()
    with other.unguarded():
        other.run("UPDATE container SET position = 'B9'")
        told = "container L S-1"
        sequence = other.rows("SELECT sequence FROM audit WHERE entity = ? AND field = 'position'", told)[0][
            "sequence"
        ]
        rewrite(other, sequence, kept.sequence, new="B9")
    assert found(full) == []  # without a head nothing can tell: the forger may do all that the program does
    assert found(full, kept) == [("audit.head", "head")]
    assert found(full, Head(kept.sequence, kept.short)) == [("audit.head", "head")]
    assert found(full, full.head()) == []


@pytest.mark.parametrize(
    "head", [Head(0, ""), Head(7, ""), Head(7, "abcd"), Head(7, "ABCDEF01"), Head(7, "g" * 64)]
)
def test_a_head_that_is_none_is_refused_and_never_found_right(full, head):
    with pytest.raises(Refusal) as refusal:
        audit.verify(full, head)
    assert refusal.value.codes == ("audit.head-unreadable",)


def test_a_record_that_stands_in_the_place_of_another_is_found_by_its_head(full):
    assert codes(full, Head(3, "0" * 64)) == {"audit.head"}
    assert codes(full, Head(10_000, "0" * 8)) == {"audit.head"}


def test_a_dropped_trigger_is_found_and_the_record_is_opened_no_more(place, full, other):
    name = "audit_fixed" if other.sqlite else "audit_fixed ON audit"
    other.run(f"DROP TRIGGER {name}")
    assert codes(full) == {"record.altered"}
    with pytest.raises(Refusal) as refusal:
        open_record(place)
    assert refusal.value.codes == ("record.altered",)
    looked_at = audit.unguarded_record(place)
    assert codes(looked_at) == {"record.altered"}
    looked_at.close()


def test_a_table_that_is_gone_is_found(place, full, other):
    other.run("DROP TABLE alert" if other.sqlite else "DROP TABLE alert CASCADE")
    assert "record.altered" in codes(full)


def test_a_changed_list_of_migrations_is_found(full, other):
    with other.unguarded("migration"):
        other.run("UPDATE migration SET name = 'another'")
    assert codes(full) == {"record.altered"}


def test_a_text_that_is_none_is_damage_that_is_found(full, other):
    if not other.sqlite:
        pytest.skip("PostgreSQL keeps no such text")
    with other.unguarded("alert"):
        other.run("UPDATE alert SET message = CAST(x'ff' AS TEXT)")
    assert codes(full) == {"record.damaged"}


def test_time_that_goes_backwards_is_a_note(full, other):
    with other.unguarded():
        rewrite(other, 9, full.head().sequence, at="2023-01-29T08:00:00.000000+00:00")
    assert [(each.code, each.severity) for each in audit.verify(full)] == [("audit.time-backwards", "note")]


def test_the_rest_is_counted_where_very_much_was_changed(full, other):
    with full.by_itself("many") as change:
        for number in range(250):
            change.insert("setting", name=f"s-{number:03}", value="old")
    with other.unguarded("setting"):
        other.run("UPDATE setting SET value = 'new' WHERE value = 'old'")
    problems = audit.verify(full)
    assert len(problems) == 101
    assert problems[-1].message == "150 more of this kind."


NOT_HELD = {("migration", "applied")}  # when a migration was made says nothing of what is recorded


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_cell_that_is_changed_is_found(full, other, data):
    table = data.draw(st.sampled_from(EVERY_TABLE))
    rows = other.rows(f"SELECT * FROM {table}")
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from([name for name in row if (table, name) not in NOT_HELD]))
    value = data.draw(another(row[column]))
    where = " AND ".join(f"{name} = ?" for name in KEYS[table])
    keys = [row[name] for name in KEYS[table]]
    try:
        with other.unguarded(table):
            other.run(f"UPDATE {table} SET {column} = ? WHERE {where}", value, *keys)
    except ERRORS:
        return  # a rule of the table itself refused it
    assert {"audit.broken", "audit.state", "record.altered"} & codes(full), (table, column, value)
    with other.unguarded(table):
        changed = [value if name == column else row[name] for name in KEYS[table]]
        assert other.run(f"UPDATE {table} SET {column} = ? WHERE {where}", row[column], *changed) == 1


def another(value):
    """Any other value of a cell, those above all that could pass for it."""
    if isinstance(value, int):
        return st.integers(0, 2**62).filter(lambda new: new != value)
    near = [
        f"{value} ",
        str(value).upper(),
        str(value).lower(),
        "",
        None,
        f"sha256:{digest(str(value))}",
        "None",
    ]
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return (st.sampled_from(near) | st.text(letters, max_size=20)).filter(lambda new: new != value)


def sealed(row):
    """The row with the hash that it must have."""
    return row | {"hash": AuditRow(**(row | {"hash": ""})).expected_hash()}


def rewrite(program, first, last, **changed):
    """Change row `first`, and write it and the rows to `last` anew with hashes that fit."""
    rows = program.rows("SELECT * FROM audit WHERE sequence BETWEEN ? AND ? ORDER BY sequence", first, last)
    previous = rows[0]["previous"]
    for row in rows:
        told = changed if row["sequence"] == first else {}
        fresh = sealed(row | told | {"previous": previous})
        program.run("DELETE FROM audit WHERE sequence = ?", row["sequence"])
        program.insert("audit", fresh)
        previous = fresh["hash"]


# What no index stands for any more, and every row of the audit tells of.


def test_a_container_that_is_held_twice_is_found_although_the_audit_tells_of_both(full, other):
    taken = {"container": "K", "course": "C-1", "infusion": 1, "taken": full.now().isoformat(), "freed": None}
    with full.by_itself("held") as change:
        change.append("holding", **taken)
    with other.unguarded("holding", "audit"):
        told = other.rows("SELECT * FROM audit WHERE entity = 'holding 2'")[0]
        forged = {
            **told,
            "entity": "holding 3",
            "sequence": full.head().sequence + 1,
            "previous": full.head().hash,
        }
        other.run("DROP INDEX one_holder")
        other.insert("audit", vars_of(AuditRow(**forged).sealed()))
        other.insert("holding", {"number": 3, **taken, "version": 1})
    problems = audit.verify(full)
    assert ("audit.state", "container K") in [(each.code, each.field) for each in problems]
    assert any("held twice at once, by holding 2 and holding 3" in each.message for each in problems)


def vars_of(row):
    return {name: getattr(row, name) for name in row.__slots__}


def test_events_that_are_not_numbered_without_a_gap_are_found_although_the_audit_tells_of_them(full, other):
    with other.unguarded("event", "audit"):
        told = other.rows("SELECT * FROM audit WHERE entity = 'event C-1 2'")[0]
        row = other.rows("SELECT * FROM event WHERE course = 'C-1' AND number = 2")[0]
        forged = {
            **told,
            "entity": "event C-1 4",
            "sequence": full.head().sequence + 1,
            "previous": full.head().hash,
        }
        other.insert("audit", vars_of(AuditRow(**forged).sealed()))
        other.insert("event", {**row, "number": 4})
    problems = [each for each in audit.verify(full) if each.code != "audit.time-backwards"]
    assert [(each.code, each.field) for each in problems] == [("audit.state", "course C-1")]
    assert "4 stands for 3" in problems[0].message


@pytest.mark.parametrize("name", ["record", "zone", "training"])
def test_a_record_that_says_no_more_what_it_is_is_verified_all_the_same(place, full, other, name):
    with other.unguarded("about"):
        other.run("DELETE FROM about WHERE name = ?", name)
    looked_at = audit.unguarded_record(place)
    assert found(looked_at) == [("audit.state", f"about {name}")]
    looked_at.close()
