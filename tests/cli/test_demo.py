"""The demo: its own record and no other, dated from now, of which nothing is taken out."""

import sqlite3
from contextlib import closing

import pytest

from msc_dose.library import kept_session
from msc_dose.library.clock import with_clock
from msc_dose.library.demo import (
    NURSE,
    PEOPLE,
    checked_place,
    demo_place,
    make_demo,
    open_demo,
    passphrase_of,
)
from msc_dose.problems import Refusal
from msc_dose.scheduling import Closures
from msc_dose.store.all_courses import all_courses
from msc_dose.store.audit import verify
from msc_dose.store.record import create_record, open_record
from msc_dose.ward import ward_view

from .a_demo import laid
from .running import msc_dose

NOW = "2027-03-31T14:05:00+02:00"


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", NOW)
    return NOW


def said(*words, text=None, **environment):
    done = msc_dose(*words, text=text, **environment)
    return done.returncode, done.stdout, done.stderr


def code_of(answer):
    return answer[0], answer[2].split("[")[-1].split("]")[0]


# The last day of a month, half past midnight, a minute before it, and the hour that a spring night lacks.
@pytest.mark.parametrize(
    "moment",
    [NOW, "2028-03-31T00:02:00+02:00", "2027-12-01T23:59:00+01:00", "2027-03-28T03:20:00+02:00"],
)
def test_on_any_day_today_is_alive_and_no_course_asks_for_a_second_look(tmp_path, monkeypatch, moment):
    monkeypatch.setenv("MSC_DOSE_NOW", moment)
    record = open_demo(laid(str(tmp_path / "demo.db")))
    with record.reading() as statements:
        courses = all_courses(statements).read
    ward = ward_view(courses, record.now(), Closures())
    rows = {row.recipient: row for row in ward.rows}
    assert rows["P-0417"].stage == "on-clock"
    assert (rows["P-0417"].number, rows["P-0417"].of) == (3, 4)
    assert rows["P-0207"].stage in ("observe", "running")
    assert {rows[f"P-{each}"].stage for each in ("0388", "0102", "0471")} <= {"late", "due"}
    assert [rows[f"P-{each}"].stage for each in ("0051", "0333", "0260")] == [
        "held",
        "out-of-window",
        "in-window",
    ]
    assert rows["P-0417"].alike == ("P-0471",)
    assert [each for course in courses for each in course.problems if each.severity != "note"] == []
    assert verify(record) == ()
    record.close()


def test_it_is_made_once_beside_the_default_and_its_nurse_is_signed_in(now, tmp_path):
    other = str(tmp_path / "site.db")
    create_record(other, "Europe/Berlin").close()
    before = (tmp_path / "site.db").read_bytes()
    status, out, err = said("demo", MSC_DOSE_DB=other)
    assert status == 0
    assert out.startswith("TRAINING")
    assert f"Made: {demo_place()}" in out
    assert all(f"{code:<7} {role:<14} {passphrase_of(code)}" in out for code, role in PEOPLE.items())
    assert "* THAWED" in out
    assert "this is none" in err
    assert f"Opened: {demo_place()}" in said("demo", MSC_DOSE_DB=other)[1]
    with closing(with_clock(open_record(demo_place()))) as record:
        assert kept_session.kept(record)[0].person == NURSE
    assert (tmp_path / "site.db").read_bytes() == before


def test_it_is_made_anew_only_when_that_is_typed(now):
    open_demo(laid()).close()
    weighed = said("course", "weigh", "C-0102", "61 kg", "--db", demo_place())
    assert weighed[0] == 0, weighed
    assert code_of(said("demo", "--again", text="yes\n")) == (3, "demo.not-confirmed")
    assert "61 kg" in said("course", "show", "C-0102", "--db", demo_place())[1]
    assert said("demo", "--again", text="again\n")[0] == 0
    assert "61 kg" not in said("course", "show", "C-0102", "--db", demo_place())[1]


def test_no_other_record_is_taken_for_the_demo_and_none_is_made_where_one_works(now, tmp_path, monkeypatch):
    place = str(tmp_path / "training.db")
    create_record(place, "Europe/Berlin", training=True).close()
    for path, code in (
        (place, "demo.other-record"),
        (str(tmp_path), "demo.other-record"),
        ("postgresql://msc@server/msc", "demo.not-a-file"),
    ):
        with pytest.raises(Refusal) as refusal:
            checked_place(path)
        assert refusal.value.codes == (code,)
    monkeypatch.setenv("MSC_DOSE_DB", str(tmp_path / "to-come.db"))
    assert code_of(said("demo", "--db", str(tmp_path / "to-come.db"))) == (3, "demo.configured")


def test_a_demo_of_another_version_says_how_it_is_made_anew(now):
    path = laid()
    with sqlite3.connect(path) as database:
        database.execute("DROP TRIGGER about_kept")
    assert "--again" in said("demo")[2]
    assert make_demo(checked_place(None), again=True).made


def test_what_is_not_surely_a_demo_is_kept_when_one_is_made_in_its_place(now, tmp_path):
    path = tmp_path / "elsewhere" / "demo.db"
    path.parent.mkdir()
    path.write_text("a damaged record", encoding="utf-8")
    (tmp_path / "elsewhere" / "demo.db.old").write_text("an earlier one", encoding="utf-8")
    demo = make_demo(str(path), again=True)
    assert demo.aside == f"{path}.old-2"
    kept = {each.name: each.read_text(encoding="utf-8") for each in path.parent.glob("*.old*")}
    assert kept == {"demo.db.old": "an earlier one", "demo.db.old-2": "a damaged record"}
    assert make_demo(str(path), again=True).aside == ""


def test_its_patients_stay_where_they_are(now, tmp_path):
    path = laid()
    secrets = tmp_path / "passphrases"
    secrets.write_text(f"ad-601 {passphrase_of('ad-601')}\n", encoding="utf-8")
    secrets.chmod(0o600)
    file = str(tmp_path / "out.jsonl")
    signed = ("--as", "ad-601", "--passphrases", str(secrets))
    for words in (
        ("course", "export", "C-0417", file),
        ("audit", "export", file),
        ("db", "export", file, *signed),
        ("db", "backup", "--to", str(tmp_path)),
    ):
        assert code_of(said(*words, "--db", path)) == (3, "demo.stays"), words
    assert sorted(each.name for each in tmp_path.iterdir()) == ["passphrases"]
