"""Where a record can be: which paths and addresses are taken, who may read it, and disks that fail."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import contextmanager

import pytest
from foreign import another_program

import msc_dose as md
from msc_dose.store import care
from msc_dose.store.databases import network_mounts, place
from msc_dose.store.databases.network_mounts import mounted_kind
from msc_dose.store.databases.place import chosen_place, database_at
from msc_dose.store.record import create_record, open_record

posix = pytest.mark.skipif(
    os.name != "posix", reason="only POSIX has owners, links and limits of a file's size"
)


def code_of(refusal):
    (code,) = refusal.value.codes
    return code


def made(path):
    return create_record(str(path), "Europe/Berlin", training=True)


# -- what was said


def test_what_was_said_goes_before_the_variable_and_that_before_the_platforms_own_place(monkeypatch):
    monkeypatch.setenv("MSC_DOSE_DB", "/srv/of-the-variable.db")
    assert chosen_place("/srv/said.db") == "/srv/said.db"
    assert chosen_place(None) == "/srv/of-the-variable.db"
    monkeypatch.setenv("MSC_DOSE_DB", "")
    assert chosen_place(None).endswith(os.path.join("msc_dose", "record.db"))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "mysql://u:secret@h/d",
        "postgresql+psycopg:/u:secret@h/d",
        "postgresql:u:secret@h",
        "Postgres:/secret",
        "postgresql+asyncpg://h/d",
        "https://h/record.db",
        "re\x1b[31mcord.db",
    ],
)
def test_what_is_neither_a_path_nor_an_address_of_postgres_is_refused_and_not_repeated(said):
    with pytest.raises(md.Refusal) as refusal:
        database_at(chosen_place(said), create=True)
    with pytest.raises(md.Refusal):
        care.where(said)
    assert code_of(refusal) == "record.address"
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "said",
    [
        "postgresql://[::1/d",
        "postgresql://ada:sec/ret@h/d",
        "postgresql+psycopg://ada:se@cret/x@h/d",
        "postgresql://h/d?nonsense=secret",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_what_may_be_a_passphrase(said):
    with pytest.raises(md.Refusal) as refusal:
        database_at(said)
    assert code_of(refusal) == "record.address"
    assert "sec" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_told_without_the_passphrase():
    with pytest.raises(md.Refusal, match=r"postgresql://ada@127\.0\.0\.1:1/record") as refusal:
        database_at("postgresql+psycopg://ada:secret@127.0.0.1:1/record")
    assert code_of(refusal) == "record.unreachable"
    assert "secret" not in str(refusal.value)


def test_without_the_driver_the_extra_is_named(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(md.Refusal, match=r"msc_dose\[postgres\]") as refusal:
        database_at("postgresql://localhost/record")
    assert code_of(refusal) == "record.driver-missing"


# -- files


@posix
def test_a_new_record_and_its_new_folder_can_be_read_by_their_owner_only(tmp_path):
    path = tmp_path / "new" / "record.db"
    before = os.umask(0)
    try:
        made(path).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
def test_a_record_behind_a_link_that_led_nowhere_is_its_owners_only_too(tmp_path):
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    made(tmp_path / "link.db").close()
    assert stat.S_IMODE((tmp_path / "real.db").stat().st_mode) == 0o600


@posix
def test_a_name_that_sqlite_would_keep_in_memory_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made(":memory:").close()
    open_record(":memory:").close()
    assert (tmp_path / ":memory:").stat().st_size > 0


def test_a_record_that_is_not_there_is_not_made_by_opening_it(tmp_path):
    with pytest.raises(md.Refusal) as refusal:
        open_record(str(tmp_path / "record.db"))
    assert code_of(refusal) == "record.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_record_and_a_file_no_folder(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file" / "record.db"):
        with pytest.raises(md.Refusal) as refusal:
            made(path)
        assert code_of(refusal) == "record.unreachable"


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague, " * 99, encoding="utf-8")
    for opening in (made, lambda path: open_record(str(path))):
        with pytest.raises(md.Refusal) as refusal:
            opening(path)
        assert code_of(refusal) == "record.not-a-record"
    assert path.read_text(encoding="utf-8") == "Dear colleague, " * 99


def test_a_file_whose_pages_were_overwritten_is_told_to_be_damaged(tmp_path):
    path = tmp_path / "record.db"
    made(path).close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])
    with pytest.raises(md.Refusal) as refusal:
        open_record(str(path)).database.soundness()
    assert code_of(refusal) == "record.damaged"


@contextmanager
def ordinary_user():
    """Root may do anything: whoever runs the tests as root is nobody for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared(tmp_path):
    """A folder that an ordinary user can reach, wherever pytest keeps its own."""
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="mscd")
    os.chmod(folder, 0o755)
    yield folder
    shutil.rmtree(folder)


@posix
def test_a_record_that_may_be_read_only_is_read_and_not_written(shared):
    path = f"{shared}/record.db"
    made(path).close()
    os.chmod(path, 0o444)
    with ordinary_user():
        record = open_record(path)
        assert record.training
        with pytest.raises(md.Refusal) as refusal, record.by_itself("a setting") as change:
            change.insert("setting", name="site", value="x")
        record.close()
    assert code_of(refusal) == "record.unwritable"


@posix
def test_a_record_that_may_not_be_read_or_made_is_unreachable(shared):
    path = f"{shared}/record.db"
    made(path).close()
    os.chmod(path, 0o000)
    os.chmod(shared, 0o555)
    with ordinary_user():
        for opening in (lambda: open_record(path), lambda: made(f"{shared}/other.db")):
            with pytest.raises(md.Refusal) as refusal:
                opening()
            assert code_of(refusal) == "record.unreachable"
    os.chmod(shared, 0o755)


FILLS = """
import resource, sys
from msc_dose.problems import Refusal
from msc_dose.store.record import open_record
record = open_record(sys.argv[1])
kept = resource.getrlimit(resource.RLIMIT_FSIZE)
limit = __import__("os").path.getsize(sys.argv[1]) + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, kept[1]))
def write(name):
    with record.by_itself("a setting") as change:
        change.insert("setting", name=name, value="x" * 900)
    print(name, flush=True)
try:
    for number in range(1_000):
        write(f"n{number}")
except Refusal as refusal:
    print(*refusal.codes, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, kept)
write("when there was room again")
"""


@posix
def test_on_a_full_disk_what_was_kept_stays_and_the_rest_is_told(tmp_path):
    path = tmp_path / "record.db"
    made(path).close()
    done = subprocess.run(
        [sys.executable, "-c", FILLS, str(path)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    *acknowledged, code, last = done.stdout.splitlines()
    assert code in ("record.unwritable", "record.outcome-unknown")
    record = open_record(str(path))
    with record.reading() as statements:
        names = {row["name"] for row in statements.all("every_setting")}
    assert names == {*acknowledged, last}
    assert record.database.soundness() == []
    record.close()


def test_a_file_at_its_largest_size_takes_no_more_and_loses_nothing(tmp_path):
    record = made(tmp_path / "record.db")
    pages = record.database._pragma("page_count")
    record.database._pragma(f"max_page_count = {pages}")

    def fill():
        with record.by_itself("many") as change:
            for number in range(200):
                change.note(f"n{number}", "x" * 900)

    head = record.head()
    with pytest.raises(md.Refusal, match="full") as refusal:
        fill()
    assert code_of(refusal) == "record.unwritable"
    assert record.head() == head
    record.database._pragma("max_page_count = 100000")
    fill()
    assert record.head().sequence == head.sequence + 200
    record.close()


def test_a_python_whose_sqlite_knows_no_strict_tables_makes_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.0")
    with pytest.raises(md.Refusal, match=r"SQLite 3\.36\.0; a record needs 3\.37\.0") as refusal:
        made(tmp_path / "record.db")
    assert code_of(refusal) == "record.sqlite-old"
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_copy_is_of_one_moment_its_owners_only_and_made_while_another_writes(tmp_path):
    record = made(tmp_path / "record.db")
    with another_program(str(tmp_path / "record.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        record.database.copy_to(str(tmp_path / "copy.db"))
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    copy = open_record(str(tmp_path / "copy.db"))
    assert (copy.identifier, copy.head()) == (record.identifier, record.head())
    with pytest.raises(md.Refusal, match=r"copy\.db cannot be written") as refusal:
        record.database.copy_to(str(tmp_path / "copy.db"))
    assert code_of(refusal) == "record.unwritable"
    copy.close()
    record.close()


# -- network mounts

MOUNTS = r"""rootfs / rootfs rw 0 0
/dev/vda1 / ext4 rw,relatime 0 0
server:/export /srv/data nfs4 rw 0 0
//office/share /mnt/our\040share cifs rw 0 0
ada@host: /home/ada/remote fuse.sshfs rw 0 0
/dev/vdb1 /srv/data/local\134disk xfs rw 0 0
/dev/sdb1 /media/usb fuseblk rw 0 0
tmpfs /over tmpfs rw 0 0
server:/late /over nfs rw 0 0
not a line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/record.db", "ext4"),
        ("/srv/data/record.db", "nfs4"),
        ("/srv/database/record.db", "ext4"),
        ("/mnt/our share/a/record.db", "cifs"),
        ("/home/ada/remote/record.db", "fuse.sshfs"),
        ("/home/ada/record.db", "ext4"),
        ("/srv/data/local\\disk/record.db", "xfs"),
        ("/media/usb/record.db", "fuseblk"),
        ("/over/record.db", "nfs"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_the_last_mount_nearest_above_it(path, kind):
    assert mounted_kind(path, MOUNTS) == kind


ON_MACOS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ada@office/share on /Volumes/our share (smbfs, nodev, nosuid, mounted by ada)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
/dev/disk4s2 on /Volumes/stick (msdos, local, nodev, nosuid, noowners)
not a line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/ada/record.db", ("apfs", True)),
        ("/Volumes/our share/record.db", ("smbfs", False)),
        ("/Volumes/stick/record.db", ("msdos", True)),
    ],
)
def test_on_macos_the_system_tells_which_mounts_are_of_the_machine(path, kind):
    assert network_mounts.mounted_kind_on_macos(path, ON_MACOS) == kind


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("nfs", True), ("nfs4", True), ("cifs", True), ("smb3", True), ("9p", True), ("fuse.sshfs", True),
        ("ceph", True), ("fuse.rclone", True), ("ext4", False), ("xfs", False), ("btrfs", False), ("zfs", False),
        ("fuse.gvfsd-fuse", True), ("fuse.kio-fuse", True), ("virtiofs", True), ("drvfs", True), ("vmhgfs", True),
        ("fuse.gcsfuse", True), ("fuse.juicefs", True), ("fuse.vmhgfs-fuse", True), ("fuse.mergerfs", False),
        ("overlay", False), ("tmpfs", False), ("fuseblk", False), ("nfsd", False),
    ],
)  # fmt: skip
def test_a_path_on_a_network_is_refused_before_anything_is_made_and_postgres_is_named(
    tmp_path, monkeypatch, kind, refused
):
    monkeypatch.setattr(network_mounts, "mounted_kind", lambda path, mounts: kind)
    path = tmp_path / "record.db"
    if not refused:
        assert place.network_mount_of(str(path)) is None
        return
    with pytest.raises(md.Refusal, match=r"use PostgreSQL: --db postgresql\+psycopg://") as refusal:
        made(path)
    assert code_of(refusal) == "record.network-mount"
    assert kind in str(refusal.value)
    assert not path.exists()
