"""Files of the record's care: whole or not there, and never in the place of one that somebody else made."""

import os
from pathlib import Path

import pytest
from staff import MONDAY, staffed

from msc_dose.problems import Refusal
from msc_dose.store import care
from msc_dose.store.audit import files
from msc_dose.store.audit.files import put_in_place, unlink_own
from msc_dose.store.care import importing
from msc_dose.store.care.checking import check_record
from msc_dose.store.databases import postgres
from msc_dose.store.record import create_record, open_record


def clock():
    return MONDAY


def refused(work, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        work(*arguments, **named)
    return caught.value.codes


@pytest.fixture
def kept(tmp_path):
    """A record in a file."""
    record = create_record(str(tmp_path / "kept.db"), "Europe/Berlin", training=True, clock=clock)
    yield record
    record.close()


# -- exports


def test_an_export_that_fails_leaves_the_earlier_one_and_nothing_else(record, tmp_path, monkeypatch):
    session = staffed(record)["ad-1"]
    path = tmp_path / "out.jsonl"
    care.export_record(record, session, str(path))
    before, head = path.read_bytes(), record.head()

    def interrupted(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        care.export_record(record, session, str(path), force=True, progress=interrupted)

    def leaves():
        with record.by_itself("left") as change:
            change.update("person", change.statements.one("one_person", code="ad-1"), active=0)

    monkeypatch.setattr(files, "_fill", _after(files._fill, leaves))
    assert refused(care.export_record, record, session, str(path), force=True) == ("people.not-active",)
    assert path.read_bytes() == before
    assert record.head().sequence == head.sequence + 1
    assert [name for name in os.listdir(tmp_path) if name.startswith(".")] == []


def _after(work, then):
    def both(*arguments):
        work(*arguments)
        then()

    return both


def test_whoever_may_not_export_is_refused_before_anything_is_read(record, tmp_path):
    session = staffed(record)["ad-1"]
    with record.by_itself("left") as change:
        change.update("person", change.statements.one("one_person", code="ad-1"), active=0)
    asked = []
    refusal = refused(
        care.export_record, record, session, str(tmp_path / "out.jsonl"), progress=lambda *n: asked.append(n)
    )
    assert (refusal, asked) == (("people.not-active",), [])


# -- names


@pytest.mark.parametrize("links", [True, False])
def test_a_finished_file_never_takes_the_place_of_one_that_came_meanwhile(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    mine, other = tmp_path / "mine.part", tmp_path / "record.db"
    mine.write_text("mine")
    put_in_place(str(mine), str(other))
    assert (other.read_text(), mine.exists()) == ("mine", False)
    mine.write_text("mine again")
    assert refused(put_in_place, str(mine), str(other)) == ("file.exists",)
    assert (other.read_text(), mine.read_text()) == ("mine", "mine again")


def _no_links(*arguments):
    raise PermissionError(1, "Operation not permitted")


def test_a_name_that_could_be_taken_and_not_given_is_free_again(tmp_path, monkeypatch):
    mine = tmp_path / "mine.part"
    mine.write_text("mine")
    monkeypatch.setattr(os, "link", _no_links)
    monkeypatch.setattr(os, "replace", _no_links)
    assert refused(put_in_place, str(mine), str(tmp_path / "record.db")) == ("file.unwritable",)
    assert os.listdir(tmp_path) == ["mine.part"]


def test_only_a_file_of_ones_own_making_is_removed(tmp_path):
    path = tmp_path / "record.db"
    path.write_text("mine")
    made = (path.stat().st_dev, path.stat().st_ino)
    (tmp_path / "other").write_text("somebody else's")
    os.replace(tmp_path / "other", path)
    unlink_own(str(path), made)
    assert path.read_text() == "somebody else's"


# -- imports


def test_an_import_that_fails_removes_no_record_that_was_made_there_meanwhile(kept, tmp_path, monkeypatch):
    session, place = staffed(kept)["ad-1"], str(tmp_path / "new.db")
    care.export_record(kept, session, str(tmp_path / "out.jsonl"))

    def interrupted(*arguments):
        other = create_record(str(tmp_path / "other.db"), "Europe/Berlin", training=True)
        other.close()
        os.replace(tmp_path / "other.db", place)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_filled", interrupted)
    with pytest.raises(KeyboardInterrupt):
        care.import_record(str(tmp_path / "out.jsonl"), place, clock)
    open_record(place).close()


def test_an_import_that_fails_removes_the_file_that_it_made(kept, tmp_path):
    session, place = staffed(kept)["ad-1"], str(tmp_path / "new.db")
    care.export_record(kept, session, str(tmp_path / "out.jsonl"))

    def interrupted(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        care.import_record(str(tmp_path / "out.jsonl"), place, clock, progress=interrupted)
    assert not Path(place).exists()


# -- what is left behind


def test_what_a_killed_backup_left_is_named_and_the_server_that_is_not_safe(
    record, place, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(postgres, "SAFE", {"fsync": "on"})
    folder = tmp_path / "copies"
    care.backup(record, str(folder))
    (folder / ".4bf0.part").write_text("half of everything")
    found = {each.code: each for each in check_record(place, clock, backups=str(folder)).problems}
    assert ".4bf0.part" in found.pop("record.leftover").message
    unsafe = found.pop("record.unsafe", None)
    assert (unsafe is None) == (record.database.dialect == "sqlite")
    assert unsafe is None or "fsync is off" in unsafe.message
    assert found == {}


def test_a_record_that_does_not_say_its_zone_is_checked_all_the_same(record, place, tmp_path, monkeypatch):
    from intruder import Intruder

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    other = Intruder(place)
    with other.unguarded("about"):
        other.run("UPDATE about SET value = 'nowhere at all' WHERE name = 'zone'")
    other.close()
    assert "audit.state" in {each.code for each in check_record(place, clock).problems}
