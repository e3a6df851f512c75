"""A course file: one event a line, only ever added to; two writers lose nothing, a torn line is never dropped."""

import json
import multiprocessing
import os
import stat
import sys
import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from msc_dose.courses.events.documents import event_document
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.opening import Opened
from msc_dose.courses.events.ordering import Weighed
from msc_dose.courses.events.results import Counted
from msc_dose.files import course_file, locked
from msc_dose.files.course_file import append_event, load_events
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount

from .random_events import courses

AT = datetime(2027, 1, 28, 9, 10, tzinfo=timezone(timedelta(hours=1)))


def opened(number=1):
    return Event(number, AT, AT, "nurse-1", Opened("SJ-07", "R-204", "Europe/Berlin"))


def weighed(number, by="nurse-1"):
    return Event(number, AT, AT, by, Weighed(Amount("body_weight", Decimal("66.4"))))


@pytest.fixture
def course(tmp_path):
    """A file that holds two events."""
    path = tmp_path / "course.jsonl"
    append_event(path, opened(), 0)
    append_event(path, weighed(2), 1)
    return path


def refused(call, *arguments):
    with pytest.raises(Refusal) as refusal:
        call(*arguments)
    return refusal.value


def fields(refusal):
    return [(problem.code, problem.field) for problem in refusal.problems]


def test_what_is_added_is_read_back(course):
    assert load_events(course) == (opened(), weighed(2))
    assert load_events(str(course)) == load_events(course)


def test_each_event_is_one_line_and_the_lines_before_stay_as_they_are(course):
    before = course.read_bytes()
    append_event(course, weighed(3), 2)
    after = course.read_bytes()
    assert after.startswith(before)
    assert json.loads(after[len(before) :]) == event_document(weighed(3))
    assert (after.count(b"\n"), after[-1:]) == (3, b"\n")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(courses())
def test_any_course_is_written_and_read_without_loss(tmp_path_factory, course):
    path = tmp_path_factory.mktemp("course") / "course.jsonl"
    for at, event in enumerate(course):
        append_event(path, event, at)
    assert load_events(path) == course


def test_a_new_course_takes_no_file_that_is_there(course):
    before = course.read_bytes()
    assert fields(refused(append_event, course, opened(), 0)) == [("course.exists", "course")]
    assert course.read_bytes() == before


def test_somebody_else_was_faster(course):
    append_event(course, weighed(3, "nurse-2"), 2)
    before = course.read_bytes()
    refusal = refused(append_event, course, weighed(3), 2)
    assert fields(refusal) == [("course.changed-meanwhile", "course")]
    assert "event 3 (weighed, by nurse-2)" in refusal.problems[0].message
    assert course.read_bytes() == before


def test_a_file_that_lost_events_meanwhile_is_told(course):
    refusal = refused(append_event, course, weighed(4), 3)
    assert fields(refusal) == [("course.changed-meanwhile", "course")]


def test_an_event_that_is_not_the_next_is_refused(course):
    assert fields(refused(append_event, course, weighed(2), 2)) == [("course.sequence", "number")]


@pytest.mark.parametrize("cut", [1, 2, 30])
def test_a_torn_last_line_is_told_and_never_dropped(course, cut):
    whole = course.read_bytes()
    course.write_bytes(whole[:-cut])
    refusal = refused(load_events, course)
    assert fields(refusal) == [("course.torn", "line 2")]
    assert "the last line, is incomplete: " in refusal.problems[0].message
    assert ("add the line end" in refusal.problems[0].fix) == (cut == 1)
    assert fields(refused(append_event, course, weighed(3), 2)) == [("course.torn", "line 2")]
    assert course.read_bytes() == whole[:-cut]


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("", "course.not-json", "line 3"),
        ("{", "course.not-json", "line 3"),
        ("[]", "course.not-json", "line 3"),
        ('{"number": 3, "number": 3}', "course.not-json", "line 3"),
        ('{"number": NaN}', "course.not-json", "line 3"),
        ("[" * 100_000, "course.not-json", "line 3"),
        ('{"number": %s}' % ("9" * 5000), "course.not-json", "line 3"),
        ('{"number": 3, "type": "dreamt"}', "event.unknown-type", "line 3, type"),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_bad_line_is_named(course, line, code, field):
    with course.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    refusal = refused(load_events, course)
    assert fields(refusal) == [(code, field)]
    assert refusal.problems[0].message.startswith("Line 3")


def test_every_bad_line_is_named_at_once(course):
    first, second = course.read_text(encoding="utf-8").splitlines()
    third = json.dumps(event_document(weighed(3)) | {"by": "J. Doe"})
    course.write_text(
        "\n".join([first, "oops", third, second.replace("66.4", "6640")]) + "\n{", encoding="utf-8"
    )
    assert fields(refused(load_events, course)) == [
        ("course.not-json", "line 2"),
        ("course.torn", "line 5"),
        ("course.sequence", "line 4, number"),
        ("identifier.characters", "line 3, by"),
        ("weight.implausible", "line 4, weight"),
    ]


def test_a_missing_or_moved_line_is_told(course):
    append_event(course, weighed(3), 2)
    first, second, third = course.read_text(encoding="utf-8").splitlines(keepends=True)
    for lines, wrong in (([first, third], [2]), ([second], [1]), ([first, third, second], [2, 3]),
                         ([first, second, second], [3])):  # fmt: skip
        course.write_text("".join(lines), encoding="utf-8")
        found = fields(refused(load_events, course))
        assert found == [("course.sequence", f"line {line}, number") for line in wrong]


def test_an_editor_may_have_left_its_line_ends_and_its_mark(course):
    course.write_bytes(b"\xef\xbb\xbf" + course.read_bytes().replace(b"\n", b"\r\n"))
    assert load_events(course) == (opened(), weighed(2))


def test_an_empty_file_is_no_course(tmp_path):
    path = tmp_path / "course.jsonl"
    path.touch()
    assert fields(refused(load_events, path)) == [("course.empty", "course")]


def test_a_file_of_too_many_lines_or_bytes_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "course.jsonl"
    path.write_text("{}\n" * 20_001)
    assert fields(refused(load_events, path)) == [("course.too-many-events", "course")]
    monkeypatch.setattr(course_file, "LARGEST_COURSE", 60_000)
    assert fields(refused(load_events, path)) == [("file.too-large", "course")]


def test_what_cannot_be_read_or_written_is_told(tmp_path):
    nowhere = tmp_path / "nowhere" / "course.jsonl"
    for path in (tmp_path, tmp_path / "none.jsonl", nowhere, "", "a\0b", "-"):
        assert fields(refused(load_events, path)) == [("file.unreadable", "course")]
    assert fields(refused(append_event, tmp_path / "none.jsonl", weighed(2), 1)) == [
        ("file.unreadable", "course")
    ]
    assert fields(refused(append_event, nowhere, opened(), 0)) == [("file.unwritable", "course")]
    assert fields(refused(append_event, tmp_path, weighed(2), 1)) == [("file.unwritable", "course")]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere"
)
def test_a_file_that_may_only_be_read_is_told(course):
    course.chmod(stat.S_IRUSR)
    assert load_events(course)
    assert fields(refused(append_event, course, weighed(3), 2)) == [("file.unwritable", "course")]


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_line_that_cannot_be_written_whole_leaves_nothing(course, monkeypatch, failing):
    before = course.read_bytes()
    whole = os.write

    def half(descriptor, line):
        return whole(descriptor, line[: len(line) // 2])

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, {"write": half, "fsync": full}[failing])
    assert fields(refused(append_event, course, weighed(3), 2)) == [("file.unwritable", "course")]
    monkeypatch.undo()
    assert course.read_bytes() == before


def test_half_a_character_in_a_reason_of_the_calendar_is_kept(tmp_path):
    from msc_dose.courses.events.opening import CalendarChanged
    from msc_dose.scheduling import Closures

    event = Event(1, AT, AT, "n1", CalendarChanged(Closures(closed={AT.date(): "x\udce4"}), "new"))
    path = tmp_path / "course.jsonl"
    append_event(path, event, 0)
    assert load_events(path) == (event,)


# Several programs at once


def add(path, by, barrier, answers):
    """Enter ten weights, each after a look at the file; what is refused is entered again.

    Between looking and writing there is time, which only the lock keeps others from using.
    """
    write = course_file._write
    course_file._write = lambda *line: (time.sleep(0.01), write(*line))
    barrier.wait()
    entered, told = 0, 0
    while entered < 10:
        held = len(load_events(path))
        try:
            append_event(path, weighed(held + 1, by), held)
            entered += 1
        except Refusal as refusal:
            if refusal.codes != ("course.changed-meanwhile",):
                raise
            told += 1
    answers.put((by, entered, told))


def create(path, by, barrier, answers):
    """Begin a course."""
    barrier.wait()
    try:
        append_event(path, Event(1, AT, AT, by, Opened("SJ-07", "R-204", "UTC")), 0)
        answers.put((by, "made"))
    except Refusal as refusal:
        answers.put((by, *refusal.codes))


def at_once(work, path, names):
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(len(names)), context.Queue()
    programs = [context.Process(target=work, args=(path, by, barrier, answers)) for by in names]
    for program in programs:
        program.start()
    found = [answers.get(timeout=60) for _ in names]
    for program in programs:
        program.join(timeout=60)
    return found


def test_two_programs_that_add_at_once_lose_nothing(course):
    answers = at_once(add, str(course), ["n1", "n2"])
    events = load_events(course)
    assert [event.number for event in events] == list(range(1, 23))
    assert sorted(event.by for event in events[2:]) == ["n1"] * 10 + ["n2"] * 10
    assert sorted(answer[:2] for answer in answers) == [("n1", 10), ("n2", 10)]


def test_of_two_programs_that_begin_one_course_one_is_refused(tmp_path):
    path = tmp_path / "course.jsonl"
    answers = at_once(create, str(path), ["n1", "n2"])
    assert sorted(answer[1] for answer in answers) == ["course.exists", "made"]
    [made] = [by for by, answer in answers if answer == "made"]
    assert [event.by for event in load_events(path)] == [made]


@pytest.mark.skipif(sys.platform == "win32", reason="the test holds the lock as POSIX does")
def test_a_file_that_another_program_keeps_is_told_after_a_while(course, monkeypatch):
    import fcntl

    monkeypatch.setattr(locked, "_WAITS", 2)
    with course.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert fields(refused(load_events, course)) == [("course.busy", "course")]
        assert fields(refused(append_event, course, weighed(3), 2)) == [("course.busy", "course")]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_a_file_put_in_the_place_of_the_locked_one_is_told(course, monkeypatch):
    other = course.with_suffix(".new")
    other.write_bytes(course.read_bytes())
    read = course_file.file_text

    def replaced(*arguments):
        if other.exists():
            other.replace(course)
        return read(*arguments)

    monkeypatch.setattr(course_file, "file_text", replaced)
    assert fields(refused(append_event, course, weighed(3), 2)) == [("course.changed-meanwhile", "course")]
    assert load_events(course) == (opened(), weighed(2))


def test_reading_is_linear_in_the_number_of_events(tmp_path):
    """Ten times the events take about ten times as long, never a hundred times."""
    few, many = (seconds(tmp_path / f"{number}.jsonl", number) for number in (40, 400))
    assert many < 40 * max(few, 0.002)


def seconds(path, number):
    """The least of three readings of a course of so many counts."""
    counts = [
        Event(at, AT, AT, "nurse-1", Counted(Amount("platelet_count", Decimal(at)), False, "a note"))
        for at in range(1, number + 1)
    ]
    path.write_text("".join(f"{json.dumps(event_document(event))}\n" for event in counts), encoding="utf-8")
    taken = []
    for _ in range(3):
        begun = time.process_time()
        assert len(load_events(path)) == number
        taken.append(time.process_time() - begun)
    return min(taken)
