"""What the audit tells of a change, and how its rows hang together."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from foreign import ROWS
from staff import MONDAY, staffed

import msc_dose as md
from msc_dose.store.chain import AuditRow, Head, canonical, digest, told
from msc_dose.store.record import create_record


def audit(record):
    with record.reading() as statements:
        return [AuditRow(**row) for row in statements.all("every_audit")]


def one(record, table, **key):
    with record.reading() as statements:
        return statements.one(f"one_{table}", **key)


def test_a_new_record_begins_the_chain_with_what_it_is(record):
    first, second, third = audit(record)
    assert [row.entity for row in (first, second, third)] == ["about record", "about zone", "about training"]
    assert first.previous == ""
    assert (first.sequence, first.action, first.person, first.role) == (
        1,
        "record created",
        "msc_dose",
        "program",
    )
    assert json.loads(third.new) == {"value": "yes"}


def test_a_row_tells_who_did_what_when_where_and_why(record):
    session = staffed(record)["ph-1"]
    with record.changing(session, "settings put", "the ward moved") as change:
        change.insert("setting", name="site", value="a")
    row = audit(record)[-1]
    assert (row.person, row.role, row.host) == ("ph-1", "pharmacist", record.host)
    assert (row.action, row.entity, row.reason) == ("settings put", "setting site", "the ward moved")
    assert (row.at, row.utc_offset) == ("2024-01-29T08:00:00.000000+00:00", "+01:00")
    assert (row.version, row.field, row.old, row.new) == (1, "", None, '{"value":"a"}')
    assert row.program == f"msc_dose {md.__version__}"


def test_each_row_is_sealed_over_all_it_says_and_the_row_before(record):
    staffed(record)
    rows = audit(record)
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert [row.previous for row in rows] == ["", *(row.hash for row in rows[:-1])]
    assert all(row.hash == row.expected_hash() for row in rows)
    assert record.head() == Head(rows[-1].sequence, rows[-1].hash)
    assert record.head().short == rows[-1].hash[:8]


@pytest.mark.parametrize(
    "field", [name for name in AuditRow.__slots__ if name not in ("hash", "sequence", "version")]
)
def test_a_word_changed_anywhere_in_a_row_is_another_hash(field):
    from dataclasses import replace

    row = AuditRow(
        7, "2024-01-29T08:00:00.000000+00:00", "+01:00", "ph-1", "pharmacist", "host", "act", "setting site", 2,
        "value", "old", "new", "why", "msc_dose 1", "before",
    ).sealed()  # fmt: skip
    assert replace(row, **{field: "other"}).expected_hash() != row.hash
    assert replace(row, sequence=8).expected_hash() != row.hash
    assert replace(row, version=3).expected_hash() != row.hash
    assert replace(row, old=None).expected_hash() != replace(row, old="").expected_hash()


def test_the_hash_of_a_row_is_the_same_on_every_machine():
    """A record is verified years later by another version: what is hashed must not move."""
    row = AuditRow(
        1, "2024-01-29T08:00:00.000000+00:00", "+01:00", "ph-1", "pharmacist", "host", "act", "setting site", 1,
        "", None, '{"value":"2 × 10⁶"}', "", "msc_dose 1", "",
    )  # fmt: skip
    text = (
        '{"action":"act","at":"2024-01-29T08:00:00.000000+00:00","entity":"setting site","field":"","host":"host",'
        '"new":"{\\"value\\":\\"2 × 10⁶\\"}","old":null,"person":"ph-1","previous":"","program":"msc_dose 1",'
        '"reason":"","role":"pharmacist","sequence":1,"utc_offset":"+01:00","version":1}'
    )
    assert row.expected_hash() == digest(text)
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_offset_is_the_sites_at_that_moment(tmp_path):
    times = {"2024-07-01": "+02:00", "2024-01-01": "+01:00"}
    for day, offset in times.items():
        at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        record = create_record(
            str(tmp_path / f"{day}.db"), "Europe/Berlin", training=True, clock=lambda at=at: at
        )
        assert audit(record)[-1].utc_offset == offset
        assert record.now() == at
        assert record.now().tzinfo == ZoneInfo("Europe/Berlin")
        record.close()
    assert MONDAY.tzinfo is UTC


def test_a_change_tells_every_field_that_differs_with_the_version_it_makes(record):
    staffed(record)
    head = record.head().sequence
    with record.by_itself("left") as change:
        after = change.update("person", one(record, "person", code="rn-1"), active=0, name="Someone")
    told_of = [
        (row.entity, row.version, row.field, row.old, row.new) for row in audit(record) if row.sequence > head
    ]
    assert told_of == [
        ("person rn-1", 2, "name", "Person rn-1", "Someone"),
        ("person rn-1", 2, "active", "1", "0"),
    ]
    assert after["version"] == 2
    assert one(record, "person", code="rn-1") == after


def test_a_change_that_changes_nothing_writes_nothing(record):
    staffed(record)
    head, before = record.head(), one(record, "person", code="rn-1")
    with record.by_itself("nothing") as change:
        assert change.update("person", before, active=1) == before
    assert (record.head(), one(record, "person", code="rn-1")) == (head, before)


def test_a_change_of_what_somebody_changed_meanwhile_is_refused_and_nothing_is_written(record):
    staffed(record)
    seen = one(record, "person", code="rn-1")
    with record.by_itself("the quicker") as change:
        change.update("person", seen, name="A")
    head = record.head()
    with pytest.raises(md.Refusal, match="person rn-1 was changed meanwhile") as refusal:  # noqa: SIM117
        with record.by_itself("the slower") as change:
            change.update("person", seen, name="B")
    assert refusal.value.codes == ("record.changed-meanwhile",)
    assert (record.head(), one(record, "person", code="rn-1")["name"]) == (head, "A")


def test_secrets_and_long_texts_are_told_by_their_digest_only(record):
    staffed(record)
    long = "x" * 1_001
    with record.by_itself("secrets") as change:
        change.update("person", one(record, "person", code="rn-1"), passphrase="hash of a passphrase")
        change.insert("patient", code="P-1", identifiers='{"name":"Jane Example"}')
        change.insert("setting", name="site", value=long)
    everything = canonical([[row.old, row.new] for row in audit(record)])
    assert digest("hash of a passphrase") in everything
    assert digest(long) in everything
    for secret in ("hash of a passphrase", "Jane Example", long):
        assert secret not in everything


@pytest.mark.parametrize(
    ("value", "secret", "text"),
    [
        (None, False, None),
        (None, True, None),
        (0, False, "0"),
        ("", False, ""),
        ("x" * 1_000, False, "x" * 1_000),
        ("x" * 1_001, False, "sha256:" + digest("x" * 1_001)),
        ("y", True, "sha256:" + digest("y")),
    ],
)
def test_a_value_is_told_as_text_or_by_its_digest(value, secret, text):
    assert told(value, secret) == text


def test_numbered_rows_are_numbered_without_a_gap(record):
    staffed(record)
    row = {name: value for name, value in ROWS["alert"].items() if name != "number"}
    for _ in range(2):
        with record.by_itself("alerts") as change:
            assert [change.append("alert", **row), change.append("alert", **row)]
    with record.reading() as statements:
        assert [each["number"] for each in statements.all("every_alert")] == [1, 2, 3, 4]


def test_what_writes_no_row_can_be_told_too(record):
    head = record.head()
    with record.by_itself("exported") as change:
        change.note("export", "42 rows")
    row = audit(record)[-1]
    assert (row.sequence, row.entity, row.new) == (head.sequence + 1, "note export", "42 rows")


def test_a_row_with_a_column_too_many_too_few_or_unknown_is_a_defect(record):
    """A value that no column takes would be lost, and the audit would not tell of it."""
    staffed(record)
    with record.by_itself("wrong") as change:
        for row in ({"name": "site"}, {"name": "site", "value": "x", "note": "y"}):
            with pytest.raises(TypeError, match="a row of setting has name, value"):
                change.insert("setting", **row)
        with pytest.raises(TypeError, match="what can change of person"):
            change.update("person", one(record, "person", code="rn-1"), code="rn-9")
    assert audit(record)[-1].entity.startswith("person")


def test_whoever_left_or_has_another_role_since_signing_in_changes_nothing(record):
    session = staffed(record)["rn-1"]
    with record.by_itself("left") as change:
        change.update("person", one(record, "person", code="rn-1"), active=0)
    head = record.head()
    with pytest.raises(md.Refusal) as refusal, record.changing(session, "anything") as change:
        change.insert("setting", name="site", value="x")
    assert refusal.value.codes == ("people.not-active",)
    assert record.head() == head
