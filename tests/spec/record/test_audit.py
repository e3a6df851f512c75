"""The audit is asked by who, what and when, and leaves the record in a file that anybody can check."""

import csv
import hashlib
import json
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest
from filled import filled
from staff import MONDAY

from msc_dose.problems import Refusal
from msc_dose.store import audit
from msc_dose.store.audit import Asked
from msc_dose.store.chain import Head


@pytest.fixture
def full(record):
    """A record with something in every table."""
    filled(record)
    return record


def entities(record, asked, **more):
    with record.reading() as statements:
        return [row.entity for row in audit.rows(statements, asked, **more)]


def exported(record, path, force=False):
    with record.reading() as statements:
        return audit.export(statements, str(path), force)


def test_every_row_is_there_in_its_order(full):
    with full.reading() as statements:
        rows = audit.rows(statements)
        assert audit.head_row(statements) == rows[-1]
    assert [row.sequence for row in rows] == list(range(1, full.head().sequence + 1))


def test_a_course_takes_in_its_events_and_no_other_course(full):
    with full.by_itself("another course") as change:
        change.insert("course", code="C-10", recipient="P-1", training=1)
    assert entities(full, Asked(entity="course C-1")) == ["course C-1", "event C-1 1", "event C-1 2"]


def test_the_first_words_of_a_name_are_enough_and_half_a_word_is_not(full):
    assert set(entities(full, Asked(entity="container"))) == {"container L S-1"}
    assert entities(full, Asked(entity="contain")) == []
    assert entities(full, Asked(entity="CONTAINER")) == []


def test_rows_are_asked_by_person_and_by_action(full):
    assert set(entities(full, Asked(person="msc_dose", action="record created"))) == {
        "about record", "about training", "about zone"
    }  # fmt: skip
    assert entities(full, Asked(person="ph-1", action="record created")) == []


def test_until_is_left_out_and_since_is_not(full):
    hour = timedelta(hours=1)
    everything = full.head().sequence
    assert len(entities(full, Asked(since=MONDAY, until=MONDAY + hour))) == everything
    assert entities(full, Asked(until=MONDAY)) == []
    assert entities(full, Asked(since=MONDAY + timedelta(microseconds=1))) == []


def test_a_page_goes_on_behind_a_row_or_is_the_latest_one(full):
    with full.reading() as statements:
        assert [row.sequence for row in audit.rows(statements, after=4, limit=3)] == [5, 6, 7]
        last = full.head().sequence
        assert [row.sequence for row in audit.rows(statements, limit=2, latest=True)] == [last - 1, last]


def test_anybody_can_check_the_exported_chain_with_nothing_of_this_program(full, tmp_path):
    assert exported(full, tmp_path / "audit.jsonl") == full.head()
    previous = ""
    rows = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text(encoding="ascii").splitlines()]
    for sequence, row in enumerate(rows, 1):
        claimed = row.pop("hash")
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (row["sequence"], row["previous"]) == (sequence, previous)
        assert hashlib.sha256(text.encode()).hexdigest() == claimed
        previous = claimed
    assert Head(len(rows), previous) == full.head()


def test_a_spreadsheet_calculates_nothing_and_shows_what_is_hidden(record, tmp_path):
    with record.by_itself("=1+1", "evil\u202etxt") as change:
        change.note("-2", "@SUM(A1)")
    exported(record, tmp_path / "audit.csv")
    with open(tmp_path / "audit.csv", encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["action"], last["new"], last["utc_offset"]) == ("'=1+1", "'@SUM(A1)", "'+01:00")
    assert last["reason"] == "evil\\u202etxt"
    assert last["hash"] == record.head().hash


def test_an_export_is_for_its_owner_alone_and_writes_over_nothing(full, tmp_path):
    path = tmp_path / "audit.csv"
    path.write_text("mine", encoding="ascii")
    with pytest.raises(Refusal) as refusal:
        exported(full, path)
    assert refusal.value.codes == ("file.exists",)
    assert path.read_text(encoding="ascii") == "mine"
    exported(full, path, force=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) in (["audit.csv"], ["audit.csv", "record.db"], ["record.db", "audit.csv"])


def test_an_export_that_fails_leaves_nothing_behind(full, tmp_path, monkeypatch):
    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(Refusal) as refusal:
        exported(full, tmp_path / "out" / "audit.jsonl")
    assert refusal.value.codes == ("file.unwritable",)
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize("name", ["audit", "audit.txt", "-", "audit.jsonl.gz"])
def test_an_export_says_by_its_name_what_it_is(full, tmp_path, name):
    with pytest.raises(Refusal) as refusal:
        exported(full, tmp_path / name)
    assert refusal.value.codes == ("audit.export-suffix",)


def test_verifying_tells_how_far_it_is(record):
    with record.by_itself("many") as change:
        for number in range(2_100):
            change.note(str(number), "something")
    told = []
    assert audit.verify(record, progress=lambda done, total: told.append((done, total))) == ()
    assert told == [(1_000, 2_103), (2_000, 2_103), (2_103, 2_103)]


def test_what_is_asked_for_in_another_zone_is_the_same_moment(full):
    utc = datetime(2024, 1, 29, 8, 0, tzinfo=UTC)
    assert entities(full, Asked(since=utc)) == entities(full, Asked(since=full.now()))
