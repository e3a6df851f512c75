"""The record is cared for: copies of it are taken and proved, it is made from them, upgraded, and looked after."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from filled import filled
from recorded import begun, spoilt
from staff import MONDAY, staffed

from msc_dose.problems import Problem, Refusal
from msc_dose.store import care
from msc_dose.store.audit import verify
from msc_dose.store.care import backups, courses_checked, examining
from msc_dose.store.care.backups import latest_backup
from msc_dose.store.care.checking import check_record
from msc_dose.store.care.exporting import Lines
from msc_dose.store.care.restoring import Replacing
from msc_dose.store.chain import Head
from msc_dose.store.databases import postgres
from msc_dose.store.databases.migrations import Migration, migrations
from msc_dose.store.databases.sqlite import SqliteDatabase
from msc_dose.store.record import create_record, open_record

PASSPHRASE = "four words do well"


def clock():
    return MONDAY


def refused(work, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        work(*arguments, **named)
    return caught.value.codes


def put(record, name, value):
    with record.by_itself("put for a test") as change:
        row = change.statements.one("one_setting", name=name)
        if row is None:
            change.insert("setting", name=name, value=value)
        else:
            change.update("setting", row, value=value)


def value(place, name):
    record = open_record(place, clock)
    with record.reading() as statements:
        row = statements.one("one_setting", name=name)
    record.close()
    return row and row["value"]


@pytest.fixture
def kept(tmp_path):
    """A record in a file."""
    record = create_record(str(tmp_path / "kept.db"), "Europe/Berlin", training=True, clock=clock)
    put(record, "site", "first")
    yield record
    record.close()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Backups of a record on a server go to the user's data directory; the tests' server fears no power cut."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(postgres, "SAFE", {})


# A record is begun with the person who adds everybody else.


def begin(place, zone="Europe/Berlin", training=True, passphrase=lambda: PASSPHRASE):
    return care.begin_record(place, zone, training, ("ad-1", "Administrator"), passphrase, clock)


def test_a_record_is_begun_with_its_administrator(place):
    record = begin(place)
    with record.reading() as statements:
        assert [(row["code"], row["role"]) for row in statements.all("every_person")] == [
            ("ad-1", "administrator")
        ]
    record.close()


def test_what_was_interrupted_before_anybody_was_added_is_gone_on_with(place):
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin(place, passphrase=interrupted)
    begun = open_record(place)
    again = begin(place)
    assert again.identifier == begun.identifier
    assert refused(begin, place) == ("record.exists",)
    begun.close()
    again.close()


def test_an_interrupted_one_is_not_gone_on_with_as_another(place):
    assert refused(begin, place, passphrase=lambda: "short") == ("people.passphrase-short",)
    assert refused(begin, place, zone="Europe/Paris") == ("record.exists",)
    assert refused(begin, place, training=False) == ("record.exists",)


@pytest.mark.parametrize(
    "zone", ["CET+1", "Berlin", "Factory", "/etc/localtime", "", "Europe", "europe/berlin"]
)
def test_the_zone_is_a_name_of_the_iana_list(zone, tmp_path):
    assert refused(begin, str(tmp_path / "r.db"), zone=zone) == ("record.zone",)
    assert not (tmp_path / "r.db").exists()


# An export.


def test_an_export_is_for_who_cares_for_the_record_and_stands_in_the_audit(record, tmp_path):
    staff = staffed(record)
    path = tmp_path / "out.jsonl"
    assert refused(care.export_record, record, staff["rn-1"], str(path)) == ("people.role",)
    assert not path.exists()
    done = care.export_record(record, staff["ad-1"], str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    with record.reading() as statements:
        last = statements.all("every_audit")[-1]
    assert (last["person"], last["action"], last["sequence"]) == (
        "ad-1",
        "record exported",
        done.head.sequence + 1,
    )
    assert done.sha256 in last["new"]


def test_the_same_record_exports_the_same_bytes(record):
    filled(record)
    assert list(Lines(record.database)) == list(Lines(record.database))


def test_an_export_replaces_an_earlier_one_only_when_told_and_nothing_else_ever(record, tmp_path):
    session = staffed(record)["ad-1"]
    path, other = tmp_path / "out.jsonl", tmp_path / "thesis.txt"
    care.export_record(record, session, str(path))
    before = path.read_bytes()
    assert refused(care.export_record, record, session, str(path)) == ("file.exists",)
    assert path.read_bytes() == before
    care.export_record(record, session, str(path), force=True)
    assert path.read_bytes() != before
    other.write_text("three years of work")
    onto = ("record.export-onto-other",)
    assert refused(care.export_record, record, session, str(other), force=True) == onto


def test_an_export_that_stops_on_the_way_leaves_nothing(record, tmp_path):
    session = staffed(record)["ad-1"]

    def full(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        care.export_record(record, session, str(tmp_path / "out.jsonl"), progress=full)
    assert not list(tmp_path.glob("*out*"))
    assert not list(tmp_path.glob(".msc*"))


def test_whoever_has_left_meanwhile_takes_no_export_along(record, tmp_path):
    session = staffed(record)["ad-1"]
    with record.by_itself("left") as change:
        change.update("person", change.statements.one("one_person", code="ad-1"), active=0)
    assert refused(care.export_record, record, session, str(tmp_path / "out.jsonl")) == ("people.not-active",)
    assert not (tmp_path / "out.jsonl").exists()


# Backups.


def test_a_backup_has_its_time_and_head_in_its_name_and_is_a_whole_record(record, tmp_path):
    filled(record)
    before = record.head()
    taken = care.backup(record, str(tmp_path / "copies"))
    assert taken.head == before == record.head()
    assert Path(taken.path).name.startswith(f"record-20240129T080000Z-{before.short}.")
    assert Path(taken.path).stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path / "copies") == [Path(taken.path).name]
    restored = care.restore(taken.path, str(tmp_path / "again.db"), clock=clock)
    assert restored.head == before


def test_without_a_folder_it_is_kept_beside_the_record(kept):
    taken = care.backup(kept)
    assert Path(taken.path).parent == Path(f"{kept.database.place}.backups")
    assert latest_backup(str(Path(taken.path).parent)) == (taken.path, MONDAY)


def test_a_copy_that_is_not_sound_is_never_called_a_backup(kept, tmp_path):
    kept.database._connection.execute("DROP TRIGGER setting_change_told")
    kept.database._connection.execute("UPDATE setting SET value = 'edited by hand'")
    with pytest.raises(Refusal, match=r"kept as .*\.unsound") as refusal:
        care.backup(kept, str(tmp_path / "copies"))
    assert refusal.value.codes[:2] == ("record.copy-unsound", "record.altered")
    (name,) = os.listdir(tmp_path / "copies")
    assert name.endswith(".db.unsound")
    assert latest_backup(str(tmp_path / "copies")) is None


def test_a_backup_does_not_take_the_name_of_another(kept, tmp_path):
    care.backup(kept, str(tmp_path))
    assert refused(care.backup, kept, str(tmp_path)) == ("file.exists",)


WRITER = """
import sys, time
from datetime import UTC, datetime
sys.path.insert(0, sys.argv[2])
from test_care import clock, put
from msc_dose.store.record import open_record
record = open_record(sys.argv[1], clock)
print("writing", flush=True)
for n in range(10_000):
    put(record, "process", str(n))
    time.sleep(0.005)
"""


def test_backups_are_whole_while_six_threads_and_a_process_write(record, place, tmp_path):
    stop = threading.Event()

    def write(number):
        own = open_record(place, clock)
        for n in range(10_000):
            if stop.wait(0.005):
                break
            put(own, f"thread-{number}", str(n))
        own.close()

    folder = str(Path(__file__).parent)
    process = subprocess.Popen([sys.executable, "-c", WRITER, place, folder], stdout=subprocess.PIPE)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    try:
        assert process.stdout.readline() == b"writing\n"
        for thread in threads:
            thread.start()
        taken = [care.backup(record, str(tmp_path / f"copy-{n}")) for n in range(3)]
    finally:
        stop.set()
        process.kill()
        process.communicate()
        for thread in threads:
            thread.join()
    heads = [each.head.sequence for each in taken]
    assert heads == sorted(heads)
    assert heads[0] < heads[-1]
    for each in taken:  # what was copied is what stands in the record now
        assert verify(record, each.head) == ()


# Restoring.


def test_a_record_is_restored_to_the_moment_of_its_backup(kept, tmp_path):
    taken = care.backup(kept, str(tmp_path))
    place = str(tmp_path / "a new machine" / "again.db")
    restored = care.restore(taken.path, place, clock=clock)
    assert (restored.head, restored.missing, restored.set_aside) == (taken.head, None, None)
    assert value(place, "site") == "first"
    record = open_record(place)
    with record.reading() as statements:
        last = statements.all("every_audit")[-1]
    assert (last["action"], last["entity"]) == ("record restored", "note restore")
    assert taken.head.hash in last["new"]
    assert verify(record, taken.head) == ()
    record.close()


def test_what_is_there_is_only_set_aside_and_only_when_told(kept, tmp_path):
    place = kept.database.place
    taken = care.backup(kept)
    put(kept, "site", "second")
    newer = kept.head()
    assert refused(care.restore, taken.path, place, clock=clock) == ("record.exists",)
    restored = care.restore(taken.path, place, force=True, head=newer, clock=clock)
    assert restored.set_aside == f"{place}.replaced-20240129T080000Z"
    assert restored.missing == newer.sequence - taken.head.sequence == 1
    assert (value(place, "site"), value(restored.set_aside, "site")) == ("first", "second")


def used(record):
    """A record in use: a backup of it, and what was written to it since."""
    people = staffed(record)
    taken = care.backup(record)
    put(record, "site", "second")
    put(record, "site", "third")
    return people, taken


def by(session, reason="the disk failed", agree=lambda lost: None):
    return Replacing(session, reason, agree)


def test_a_record_in_use_is_replaced_by_its_own_administrator_alone_who_says_why(kept, tmp_path):
    people, taken = used(kept)
    place = kept.database.place
    other = create_record(str(tmp_path / "other.db"), "Europe/Berlin", training=True, clock=clock)
    foreign = staffed(other)["ad-1"]
    for who, code in (
        (Replacing(), "people.signed-out"),
        (by(people["ph-1"]), "people.role"),
        (by(people["ad-1"], " "), "value.missing"),
        (by(foreign), "people.other-sign-in"),
    ):
        assert refused(care.restore, taken.path, place, force=True, clock=clock, by=who) == (code,)
    assert value(place, "site") == "third"
    assert not list(tmp_path.glob("*.replaced-*"))
    other.close()


def test_whoever_replaces_a_record_is_told_what_is_lost_before_and_after_and_stands_in_the_audit(kept):
    people, taken = used(kept)
    place, before, told = kept.database.place, kept.head(), []
    done = care.restore(taken.path, place, force=True, clock=clock, by=by(people["ad-1"], agree=told.append))
    assert told == [done.replaced]
    assert (done.replaced.head, done.replaced.rows) == (before, before.sequence - taken.head.sequence)
    record = open_record(place, clock)
    with record.reading() as statements:
        last = statements.all("every_audit")[-1]
    assert (last["action"], last["person"], last["role"]) == ("record restored", "ad-1", "administrator")
    assert last["reason"] == "the disk failed"
    assert f"in place of {before.sequence}:{before.hash}, 2 rows" in last["new"]
    assert verify(record, taken.head) == ()
    record.close()


def test_what_is_lost_is_counted_from_where_two_copies_went_apart(kept, tmp_path):
    people, taken = used(kept)
    care.restore(taken.path, str(tmp_path / "again.db"), clock=clock)
    again = open_record(str(tmp_path / "again.db"), clock)
    for number in range(5):  # the copy has the higher number, and another past
        put(again, "site", str(number))
    newer = care.backup(again, str(tmp_path / "newer"))
    again.close()
    done = care.restore(newer.path, kept.database.place, force=True, clock=clock, by=by(people["ad-1"]))
    assert done.replaced.rows == 2


def test_nobody_who_does_not_agree_replaces_anything(kept):
    people, taken = used(kept)

    def disagree(lost):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        care.restore(
            taken.path, kept.database.place, True, clock=clock, by=by(people["ad-1"], agree=disagree)
        )
    assert value(kept.database.place, "site") == "third"


def test_what_somebody_writes_while_another_agrees_is_not_lost(kept):
    people, taken = used(kept)
    meanwhile = by(people["ad-1"], agree=lambda lost: put(kept, "site", "meanwhile"))
    codes = refused(care.restore, taken.path, kept.database.place, True, clock=clock, by=meanwhile)
    assert codes == ("record.changed-meanwhile",)
    assert value(kept.database.place, "site") == "meanwhile"


def test_in_place_of_a_broken_record_nobody_signs_and_the_audit_tells_so(kept, tmp_path):
    taken = care.backup(kept)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"nothing of a database" * 1000)
    done = care.restore(taken.path, str(broken), force=True, clock=clock)
    assert (done.replaced.rows, done.replaced.broken) == (None, ("record.not-a-record",))
    record = open_record(str(broken), clock)
    with record.reading() as statements:
        last = statements.all("every_audit")[-1]
    assert "could not be opened (record.not-a-record)" in last["new"]
    record.close()


def test_whoever_had_the_old_one_open_writes_nothing_into_it(kept):
    place = kept.database.place
    taken = care.backup(kept)
    aside = care.restore(taken.path, place, force=True, clock=clock).set_aside
    assert refused(put, kept, "site", "lost") == ("record.replaced",)
    assert value(place, "site") == value(aside, "site") == "first"


def test_a_destroyed_record_is_set_aside_and_its_journal_does_not_meet_the_new_one(kept, tmp_path):
    taken = care.backup(kept)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"nothing of a database" * 1000)
    Path(f"{broken}-journal").write_bytes(b"a journal that belongs to it")
    aside = care.restore(taken.path, str(broken), force=True, clock=clock).set_aside
    assert Path(aside).read_bytes().startswith(b"nothing of a database")
    assert not Path(f"{broken}-journal").exists()
    assert value(str(broken), "site") == "first"


def test_a_backup_that_somebody_edited_is_not_restored(kept, tmp_path):
    taken = care.backup(kept, str(tmp_path))
    edited = SqliteDatabase(taken.path)
    edited._connection.execute("DROP TRIGGER setting_change_told")
    edited._connection.execute("UPDATE setting SET value = 'edited by hand'")
    edited.close()
    place = tmp_path / "again.db"
    assert refused(care.restore, taken.path, str(place), clock=clock)[0] == "record.copy-unsound"
    assert not place.exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_of_another_record_does_not_hold_the_head(kept, tmp_path):
    taken = care.backup(kept, str(tmp_path))
    other = Head(2, "0a1b2c3d")
    codes = refused(care.restore, taken.path, str(tmp_path / "again.db"), head=other, clock=clock)
    assert codes == ("record.copy-unsound", "audit.head")


def test_a_server_is_restored_from_its_export_into_an_empty_database(server, postgres_place, tmp_path):
    record = create_record(postgres_place, "Europe/Berlin", training=True, clock=clock)
    taken = care.backup(record)
    assert taken.path.startswith(str(tmp_path / "home"))
    newer = Head(record.head().sequence + 3, "0a1b2c3d")
    assert refused(care.restore, taken.path, postgres_place, clock=clock) == ("record.exists",)
    assert refused(care.restore, taken.path, postgres_place, force=True, clock=clock) == (
        "record.restore-server",
    )
    empty = server.address(server.fresh())
    restored = care.restore(taken.path, empty, head=newer, clock=clock)
    assert (restored.head, restored.missing) == (taken.head, 3)
    record.close()


def test_what_is_no_backup_is_refused(tmp_path):
    place = str(tmp_path / "again.db")
    assert refused(care.restore, str(tmp_path / "none.db"), place) == ("record.restore-unreadable",)
    Path(tmp_path / "text").write_text("no backup\n")
    assert refused(care.restore, str(tmp_path / "text"), place) == ("record.import-header",)
    assert not Path(place).exists()


# Upgrading.

NEXT = len(migrations("sqlite")) + 1  # the number of a migration that a later version would ship
LATER = "CREATE TABLE later (number INTEGER PRIMARY KEY) STRICT;\n"


def later(text=LATER):
    return (*migrations("sqlite"), Migration(NEXT, "later", text))


def test_an_upgrade_takes_a_backup_before_and_the_audit_tells_of_it(kept):
    before = kept.head()
    done = care.upgrade_record(kept.database.place, clock, shipped=later())
    assert done.migrations == (f"{NEXT:04}_later",)
    assert (
        Path(done.backup.path).name == f"record-before-migration-{NEXT:04}-20240129T080000Z-{before.short}.db"
    )
    assert done.backup.head == before
    with kept.reading() as statements:
        last = statements.all("every_audit")[-1]
    assert (last["action"], last["entity"], last["new"]) == (
        "record upgraded",
        "note migration",
        f"{NEXT:04}_later",
    )
    assert "table later" in kept.database.schema()


def test_a_record_that_is_current_is_left_alone(record, place):
    before = record.head()
    done = care.upgrade_record(place, clock)
    assert (done.migrations, done.backup, record.head()) == ((), None, before)


def test_a_migration_that_fails_changes_nothing(kept):
    before = kept.head()
    place = kept.database.place
    assert refused(care.upgrade_record, place, clock, shipped=later(LATER + "CREATE TABLE later (a);\n"))
    assert kept.head() == before
    assert "table later" not in kept.database.schema()
    assert open_record(place).head() == before


def test_a_record_that_is_old_is_never_upgraded_by_opening_it(kept, monkeypatch):
    monkeypatch.setattr("msc_dose.store.databases.migrations.migrations", lambda dialect: later())
    assert refused(open_record, kept.database.place) == ("record.old",)


def test_a_backup_from_before_a_migration_can_be_restored(kept, tmp_path, monkeypatch):
    for module in (examining, backups):
        monkeypatch.setattr(module, "migrations", lambda dialect: later())
    taken = care.backup(kept, str(tmp_path))
    restored = care.restore(taken.path, str(tmp_path / "again.db"), clock=clock)
    assert (restored.current, restored.head) == (False, kept.head())


def test_a_server_is_exported_before_a_migration(postgres_place, monkeypatch):
    record = create_record(postgres_place, "Europe/Berlin", training=True, clock=clock)
    shipped = (*migrations("postgres"), Migration(NEXT, "later", "CREATE TABLE later (number BIGINT)"))
    monkeypatch.setattr(backups, "migrations", lambda dialect: shipped)
    assert refused(care.upgrade_record, postgres_place, clock, shipped=shipped) == ("record.altered",)
    path, _ = latest_backup(backups.backup_folder(record))
    assert Path(path).name.startswith(f"record-before-migration-{NEXT:04}-")
    assert "table later" not in record.database.schema()
    record.close()


# Looking after it.


def codes_of(checked):
    return {problem.code: problem.severity for problem in checked.problems}


def test_a_record_that_is_well_is_well(record, place):
    begun(record, staffed(record)["ph-1"])
    care.backup(record)
    checked = check_record(place, clock, record.head())
    assert (checked.sound, checked.problems, checked.head) == (True, (), record.head())
    assert {"schema", "file", "audit", "settings", "backup"} <= {each.what for each in checked.looked}


def test_a_course_that_cannot_be_read_is_told_with_its_code_and_the_others_are_read(record, place):
    begun(record, staffed(record)["ph-1"])
    told = []
    assert looked_at(check_record(place, clock), "courses") == "1 read"
    spoilt(record, "C-2")
    checked = check_record(place, clock, of_courses=lambda done, total: told.append((done, total)))
    assert codes_of(checked)["record.course-unreadable"] == "stop"
    assert looked_at(checked, "courses") == "1 read, 1 cannot be"
    assert told == [(1, 2), (2, 2)]


def looked_at(checked, what):
    (found,) = [each.found for each in checked.looked if each.what == what]
    return found


def test_what_a_course_and_the_stock_say_differently_is_marked(record, place, monkeypatch):
    begun(record, staffed(record)["ph-1"])
    said = Problem("stock.disagrees", "check", "containers", "It differs.", "Look.")
    monkeypatch.setattr(courses_checked, "disagreements", lambda statements, course: (said,))
    checked = check_record(place, clock)
    assert (codes_of(checked)["stock.disagrees"], checked.sound) == ("check", True)


def test_a_record_without_a_backup_or_with_an_old_one_is_marked(record, place, tmp_path):
    assert codes_of(check_record(place, clock)) == {"record.no-backup": "check"}
    care.backup(record, str(tmp_path / "copies"))
    assert check_record(place, clock, backups=str(tmp_path / "copies")).problems == ()
    late = check_record(place, lambda: MONDAY + timedelta(days=8), backups=str(tmp_path / "copies"))
    assert codes_of(late) == {"record.backup-old": "check"}


def test_a_file_that_others_may_read_is_marked(kept):
    os.chmod(kept.database.place, 0o644)
    assert codes_of(check_record(kept.database.place, clock))["record.mode"] == "check"


def test_a_disk_that_is_nearly_full_is_marked(kept, monkeypatch):
    usage = type("usage", (), {"free": 5_000_000})
    monkeypatch.setattr("msc_dose.store.care.checking.shutil.disk_usage", lambda path: usage)
    assert codes_of(check_record(kept.database.place, clock))["record.space"] == "check"


def test_what_somebody_did_to_it_is_told(kept):
    kept.database._connection.execute("DROP TRIGGER setting_change_told")
    kept.database._connection.execute("UPDATE setting SET value = 'edited by hand'")
    checked = check_record(kept.database.place, clock)
    assert not checked.sound
    assert {"record.altered": "stop", "audit.state": "stop"}.items() <= codes_of(checked).items()


def test_a_record_of_an_older_version_is_told_to_be_upgraded(kept, monkeypatch):
    monkeypatch.setattr("msc_dose.store.databases.migrations.migrations", lambda dialect: later())
    checked = check_record(kept.database.place, clock)
    assert codes_of(checked) == {"record.old": "stop"}


def test_a_network_mount_is_an_answer_and_no_record_is_a_refusal(kept, monkeypatch, tmp_path):
    assert refused(check_record, str(tmp_path / "none.db")) == ("record.missing",)
    monkeypatch.setattr("msc_dose.store.databases.place.network_mount_of", lambda path: "nfs4")
    assert codes_of(check_record(kept.database.place, clock)) == {"record.network-mount": "stop"}


# Which record it is.


def test_the_place_is_said_with_its_reason(tmp_path, monkeypatch):
    monkeypatch.delenv("MSC_DOSE_DB", raising=False)
    assert care.where(None) == care.Where(str(tmp_path / "home" / "msc_dose" / "record.db"), "default", False)
    monkeypatch.setenv("MSC_DOSE_DB", "postgresql+psycopg://rn:secret@server/msc")
    assert care.where(None) == care.Where("postgresql://rn@server/msc", "variable", None)
    there = tmp_path / "there.db"
    there.touch()
    assert care.where(str(there)) == care.Where(str(there), "option", True)
