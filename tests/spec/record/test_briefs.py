"""The briefs of courses in a record: written with each event, thrown away by any other, never relied upon."""

from datetime import date, timedelta

import pytest
import recorded
from foreign import told
from recorded import at, bag, begun, entered, given, opened
from staff import MONDAY, staffed

import msc_dose as md
from msc_dose.courses.events import dating, ordering
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Planned
from msc_dose.store import briefs, care
from msc_dose.store.briefs import checking, keeping, reading
from msc_dose.store.care.checking import check_record
from msc_dose.store.courses import course_on_record, import_course
from msc_dose.store.databases import migrations as module
from msc_dose.store.databases import schema_guard
from msc_dose.store.databases.migrations import migrations
from msc_dose.store.record import create_record, open_record
from msc_dose.store.stock import import_containers
from msc_dose.ward import ward_view
from msc_dose.ward.brief import brief_of
from msc_dose.ward.brief_document import FORM


def clock():
    return MONDAY


@pytest.fixture
def people(record):
    return staffed(record)


def kept(record):
    """The briefs of the record, by code."""
    with record.reading() as statements:
        return {each.course: each for each in reading.changed_briefs(statements, {}).briefs()}


def fresh(record, code="C-1"):
    with record.reading() as statements:
        return brief_of(course_on_record(statements, code))


def without(record):
    with record.reading() as statements:
        return briefs.unbriefed(statements)


def test_each_entry_leaves_the_brief_that_a_fold_would_give(record, people):
    begun(record, people["ph-1"])
    assert kept(record) == {"C-1": fresh(record)}
    for what in (
        ordering.Weighed(md.read("61 kg", "body_weight")),
        dating.Arranged(1, "14:30", "R12", ("isolation",)),
        dating.Held("fever"),
    ):
        entered(record, people["rn-1"], "C-1", what)
        assert kept(record) == {"C-1": fresh(record)}
    assert without(record) == ()


def test_what_is_given_and_struck_is_in_the_brief(record, people):
    import_containers(record, people["te-1"], [bag("1")])
    begun(record, people["ph-1"])
    entered(record, people["rn-1"], "C-1", given("MSC24A 1"), at(8, 45))
    assert kept(record)["C-1"].infusions[0].state == "completed"
    assert kept(record) == {"C-1": fresh(record)}


def test_a_course_that_is_imported_has_its_brief(record, people):
    events = [
        Event(1, at(7), at(7), "rn-9", opened("C-7", "P-7")),
        Event(2, at(7), at(7), "rn-9", Planned(recorded.plan())),
    ]
    import_course(record, people["ph-1"], events)
    assert kept(record) == {"C-7": fresh(record, "C-7")}


def test_an_entry_that_is_refused_leaves_the_brief_as_it_was(record, people):
    begun(record, people["ph-1"])
    before = kept(record)
    with pytest.raises(md.Refusal):
        entered(record, people["rn-1"], "C-1", dating.Resumed(date(2024, 1, 30), "was not held"))
    assert kept(record) == before


def test_an_event_that_another_program_writes_throws_the_brief_away(record, place, people):
    begun(record, people["ph-1"])
    begun(record, people["ph-1"], "C-2", "P-2")
    with record.by_itself("told in advance") as change:
        change._tell("event C-1 4", 1, "", None, "{}")
    told(
        place,
        "INSERT INTO event (course, number, type, recorded, person, document)"
        " VALUES ('C-1', 4, 'held', 'r', 'rn-1', '{}')",
    )
    assert without(record) == ("C-1",)
    assert set(kept(record)) == {"C-2"}


def test_only_what_changed_is_read_again(record, people):
    for number in range(1, 4):
        begun(record, people["ph-1"], f"C-{number}", f"P-{number}")
    with record.reading() as statements:
        known = dict(reading.changed_briefs(statements, {}).lengths)
    entered(record, people["rn-1"], "C-2", dating.Held("fever"))
    with record.reading() as statements:
        changed = reading.changed_briefs(statements, known)
    assert [row["course"] for row in changed.rows] == ["C-2"]
    assert dict(changed.lengths) == {**known, "C-2": known["C-2"] + 1}


def emptied(record):
    with record.database.writing() as statements:
        for code in kept_codes(statements):
            statements.run("delete_brief", course=code)


def kept_codes(statements):
    return [row["course"] for row in statements.all("brief_lengths", form=FORM)]


def test_briefs_that_are_missing_are_written_unless_the_course_has_changed_meanwhile(record, people):
    begun(record, people["ph-1"])
    begun(record, people["ph-1"], "C-2", "P-2")
    old = [fresh(record, "C-1"), fresh(record, "C-2")]
    entered(record, people["rn-1"], "C-2", dating.Held("fever"))
    emptied(record)
    assert without(record) == ("C-1", "C-2")
    head = record.head()
    keeping.keep_missing(record, old)
    assert without(record) == ("C-2",)
    assert record.head() == head  # the audit has nothing to tell
    keeping.keep_missing(record, [fresh(record, "C-2")])
    assert kept(record) == {"C-1": fresh(record), "C-2": fresh(record, "C-2")}


def test_a_brief_of_another_form_or_garbled_is_as_good_as_missing(record, place, people):
    begun(record, people["ph-1"])
    begun(record, people["ph-1"], "C-2", "P-2")
    told(
        place,
        "UPDATE brief SET form = 0 WHERE course = 'C-1'",
        "UPDATE brief SET body = '[1]' WHERE course = 'C-2'",
    )
    assert without(record) == ("C-1",)
    assert kept(record) == {}
    with record.reading() as statements:
        courses = [course_on_record(statements, code) for code in ("C-1", "C-2")]
        assert checking.differing_briefs(statements, courses) == (courses[1],)


def test_the_check_of_the_record_finds_a_brief_that_somebody_changed_and_makes_it_anew(record, place, people):
    begun(record, people["ph-1"])
    care.backup(record)
    told(place, "UPDATE brief SET body = replace(body, 'planned', 'completed')")
    found = {each.code: each for each in check_record(place, clock).problems}
    assert found["record.brief-differs"].severity == "stop"
    assert "C-1" in found["record.brief-differs"].message
    assert "record.brief-differs" not in {each.code for each in check_record(place, clock).problems}
    assert kept(record) == {"C-1": fresh(record)}


def test_what_a_brief_says_decides_nothing(record, place, people):
    """A brief that says that the infusion was given keeps nobody from entering, and lets nothing through."""
    begun(record, people["ph-1"])
    told(place, "UPDATE brief SET body = replace(body, 'planned', 'completed')")
    with record.reading() as statements:
        assert course_on_record(statements, "C-1").infusions[0].state == "planned"
    entered(record, people["rn-1"], "C-1", dating.Held("fever"))
    assert kept(record) == {"C-1": fresh(record)}


def test_those_who_come_first_are_found_without_reading_all(record, people):
    begun(record, people["ph-1"], "C-1", "P-1")
    begun(record, people["ph-1"], "C-2", "P-2")
    begun(record, people["ph-1"], "C-3", "P-3")
    begun(record, people["ph-1"], "C-4", "P-2")  # a second course of the same patient comes along
    import_containers(record, people["te-1"], [bag("1")])
    entered(record, people["rn-1"], "C-2", given("MSC24A 1"), at(8, 45))
    entered(record, people["rn-1"], "C-3", dating.Held("fever"))
    now = at(9)
    with record.reading() as statements:
        found = reading.first_briefs(statements, now, 2)
    assert {each.recipient for each in found} == {"P-2", "P-1"}
    assert {each.course for each in found} == {"C-1", "C-2", "C-4"}
    with record.reading() as statements:
        courses = [course_on_record(statements, code) for code in ("C-1", "C-2", "C-3", "C-4")]
    whole = ward_view(courses, now, md.Closures())
    first = ward_view(found, now, md.Closures())
    assert [row.recipient for row in first.rows] == [row.recipient for row in whole.rows][:2]


@pytest.mark.parametrize("days", [-3, -1, 0, 2, 4, 30, 60])
def test_the_first_page_is_in_the_order_of_the_whole_ward(record, people, days):
    begin = [0, 1, 2, 4, -30, -34, 28, 33, 60]
    for number, offset in enumerate(begin, 1):
        opening = opened(f"C-{number}", f"P-{number}")
        plan = recorded.plan("60 kg", recorded.START + timedelta(days=offset))
        recorded.begin_course(record, people["ph-1"], opening, plan, None, at(8))
    now = at(9) + timedelta(days=days)
    with record.reading() as statements:
        found = reading.first_briefs(statements, now, 4)
        courses = [course_on_record(statements, f"C-{number}") for number, _ in enumerate(begin, 1)]
    whole = ward_view(courses, now, md.Closures())
    first = ward_view(found, now, md.Closures())
    assert [row.recipient for row in first.rows] == [row.recipient for row in whole.rows][:4]


@pytest.fixture
def first_schema(record, monkeypatch):
    """The migrations of the first version, and what a server describes of them."""
    expected = schema_guard.expected_of_postgres()
    first = {name: said for name, said in expected.items() if "brief" not in name and "brief" not in said}
    monkeypatch.setattr(schema_guard, "expected_of_postgres", lambda: first)
    return migrations(record.database.dialect)[:1]


@pytest.fixture
def old_place(request, tmp_path, record):
    """Where a record of the first version can be made."""
    if record.database.dialect == "sqlite":
        yield str(tmp_path / "old.db")
        return
    server = request.getfixturevalue("server")
    name = server.fresh()
    yield server.address(name)
    server.drop(name)


def test_a_record_of_the_first_version_is_refused_upgraded_after_a_backup_and_briefed(
    record, old_place, first_schema, monkeypatch, people
):
    begun(record, people["ph-1"])
    with monkeypatch.context() as then:
        then.setattr(module, "migrations", lambda dialect: first_schema)
        then.setattr("msc_dose.store.record.migrations", lambda dialect: first_schema)
        old = create_record(old_place, "Europe/Berlin", training=True, clock=clock)
        copy_events(record, old)
        old.close()
    monkeypatch.undo()
    with pytest.raises(md.Refusal) as refusal:
        open_record(old_place)
    assert refusal.value.codes == ("record.old",)
    done = care.upgrade_record(old_place, clock)
    assert done.migrations == ("0002_briefs",)
    assert done.backup is not None
    assert "before-migration-0002" in done.backup.path
    upgraded = open_record(old_place, clock)
    assert without(upgraded) == ("C-1",)
    keeping.keep_missing(upgraded, [fresh(upgraded)])
    assert kept(upgraded) == {"C-1": fresh(upgraded)}
    assert [each for each in md_verify(upgraded) if each.severity == "stop"] == []
    upgraded.close()


def copy_events(record, old):
    """The patient, the course and its events, as the audit of the old record tells them."""
    with record.reading() as statements:
        rows = {name: statements.all(f"every_{name}") for name in ("patient", "course", "event")}
    with old.by_itself("copied for a test") as change:
        for table, found in rows.items():
            for row in found:
                change.insert(table, **{name: value for name, value in row.items() if name != "version"})


def md_verify(record):
    from msc_dose.store.audit import verify

    return verify(record)


def test_a_backup_of_the_first_version_is_restored_and_upgraded(tmp_path, monkeypatch):
    first = migrations("sqlite")[:1]
    place, again = str(tmp_path / "old.db"), str(tmp_path / "again.db")
    with monkeypatch.context() as then:
        then.setattr(module, "migrations", lambda dialect: first)
        then.setattr("msc_dose.store.record.migrations", lambda dialect: first)
        create_record(place, "Europe/Berlin", training=True, clock=clock).close()
    restored = care.restore(place, again, clock=clock)
    assert not restored.current
    assert care.upgrade_record(again, clock).migrations == ("0002_briefs",)
    open_record(again).close()


def test_two_programs_fill_what_is_missing_without_harm(record, place, people):
    begun(record, people["ph-1"])
    emptied(record)
    other = open_record(place, clock)
    keeping.keep_missing(record, [fresh(record)])
    keeping.keep_missing(other, [fresh(other)])
    other.close()
    assert kept(record) == {"C-1": fresh(record)}


def test_a_brief_is_of_a_course_that_is_there(record):
    row = {"course": "C-9", "recipient": "P-9", "events": 1, "form": 1, "body": "[]"}
    row |= dict.fromkeys(("busy", "acts", "opens", "ends", "time"), "")
    with pytest.raises(md.Refusal, match=r"(?i)foreign key"), record.database.writing() as statements:
        statements.run("insert_brief", **row)


def test_a_course_of_which_no_brief_can_be_made_is_recorded_all_the_same(record, people, monkeypatch):
    def fails(course):
        raise OverflowError("beyond the last day")

    monkeypatch.setattr(keeping, "brief_of", fails)
    begun(record, people["ph-1"])
    with record.reading() as statements:
        assert len(course_on_record(statements, "C-1").entries) == 3
    assert without(record) == ("C-1",)


def test_making_a_brief_costs_little_beside_the_fold(record, people):
    """A count, not a clock: writing a brief folds the course once more for what keeps it from being cleared."""
    from msc_dose.courses import clearance

    folds = []
    real = clearance.folded
    begun(record, people["ph-1"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clearance, "folded", lambda events: folds.append(1) or real(events))
        entered(record, people["rn-1"], "C-1", dating.Arranged(1, "14:30"))
    assert len(folds) == 1
