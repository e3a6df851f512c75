"""How the screens ask the record: by its functions alone, in short reads, by settings as they are now."""

import ast
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msc_dose as md
from msc_dose.courses.events.ordering import OrderCancelled
from msc_dose.courses.folding.fold import course_of
from msc_dose.library.approved import SiteText
from msc_dose.library.clearing import WITHOUT_A_LIST
from msc_dose.store.courses import course_on_record, reading
from msc_dose.store.record import Record
from msc_dose.store.verifications import declare_urgent, owed, prepared, verification_of, waiting
from msc_dose.tui.checking.found import checks_of
from msc_dose.tui.checking.queue import queue_of
from msc_dose.tui.course.changes import change_lines, changes_of
from msc_dose.tui.desk.folded import no_progress
from msc_dose.tui.entries.around import around
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.entries.heading import text_of_entry
from msc_dose.tui.entries.shape import kind_of, shape_of
from msc_dose.tui.today.asked import asked_for

from .a_case import act, app_of, shows, states, worked_out
from .conftest import screen_text
from .doubled import entered, every_state, ready

TUI = Path(md.__file__).parent / "tui"


def test_no_screen_names_a_statement_of_the_record():
    named = [
        f"{path.relative_to(TUI)}:{call.lineno}"
        for path in sorted(TUI.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("one", "all", "run")
        and "statements" in ast.unparse(call.func.value)
    ]
    assert not named


def test_the_queue_from_briefs_is_that_of_whole_courses(site):
    every_state(site)
    ready(site, "C-8", "P-8", "0008")
    site.enter("C-8", OrderCancelled("O-1", "another drug"), by="md-1")
    with site.record.reading() as statements:
        courses = [course_on_record(statements, f"C-{n}") for n in range(1, 9)]
        now = site.record.now()
        wait = waiting(statements, courses, now)
        whole = queue_of(courses, wait, owed(statements), prepared(statements), now)
    assert checks_of(site.desk("ph-2"), no_progress).queue == whole


def test_no_read_of_the_queue_folds_more_than_one_course_and_most_are_not_folded(site, monkeypatch):
    every_state(site)
    desk, folds, fold, open_read = site.desk("ph-2"), [], reading.course_of, Record.reading

    @contextmanager
    def counted(record):
        folds.append(0)
        with open_read(record) as statements:
            yield statements

    def folded(events):
        folds[-1] += 1
        return fold(events)

    monkeypatch.setattr(Record, "reading", counted)
    monkeypatch.setattr(reading, "course_of", folded)
    checks_of(desk, no_progress)
    assert max(folds) == 1
    assert sum(folds) == 4  # C-2 to C-5: somebody tried to verify them, or declared them urgent


def test_a_course_is_compared_with_its_last_verified_plan_and_urgency_stands_apart(site):
    ready(site)
    declare_urgent(site.record, site.proof("rn-1"), "C-1", 1, "nobody else on duty")
    with site.record.reading() as statements:
        course = course_on_record(statements, "C-1")
        checked = verification_of(statements, course, 1, site.record.now())
    urgent = changes_of(course, {1: checked}, course_of)
    assert urgent.since.startswith("its first plan")
    assert "URGENT, not double-checked; a co-signature is owed (declared by rn-1" in " ".join(
        " ".join(change_lines(urgent, 72)).split()
    )
    ready(site, "C-2", "P-2", "0002")
    entered(site, "C-2", "MSC24A 0002")
    with site.record.reading() as statements:
        course = course_on_record(statements, "C-2")
        checked = verification_of(statements, course, 1, site.record.now())
    (signed,) = checked.signatures
    # The same hour in two writings: as texts the first is the later one.
    early = replace(signed, person="ph-9", at="2024-01-29T10:30:00+02:00")
    late = replace(signed, person="ph-8", at="2024-01-29T09:00:00+00:00")
    both = replace(checked, signatures=(late, early))
    assert "by ph-8" in changes_of(course, {1: both}, course_of).since


def test_both_ways_of_clearing_ask_the_list_that_another_session_put_there(site):
    ready(site)
    desk = site.desk("rn-1")
    desk.look()
    for listed in (("afebrile", "IV access"), ("consent",)):
        text = f"clearance = {list(listed)!r}".replace("'", '"')
        md.record.put_site_settings(site.record, site.session("ad-1"), SiteText(text), "the ward's list")
        asked, known = asked_for(desk, "C-1", 1), around(desk, "C-1", {"infusion": "1"})
        assert (asked.items, asked.own) == (known.clearance, known.own) == (listed, True)


async def test_without_a_list_an_act_clears_nothing_unasked_and_says_whose_items_these_are(site):
    ready(site)
    declare_urgent(site.record, site.proof("ph-2"), "C-1", 1, "nobody else on duty")
    app = app_of(site)
    known = around(app.desk, "C-1", {"infusion": "1"})
    assert known.clearance == asked_for(app.desk, "C-1", 1).items == WITHOUT_A_LIST
    assert "has declared no list" in text_of_entry(shape_of(kind_of("clear"), known), known)
    async with app.run_test(size=(100, 30)) as pilot:
        act(app, "clear")
        await shows(pilot, EntryDialog)
        assert all(item in screen_text(app) for item in WITHOUT_A_LIST)
        await pilot.press("ctrl+r", "ctrl+r")
        await worked_out(pilot)
        assert isinstance(app.screen, EntryDialog)
        assert states(site)[0] == "planned"
        await pilot.press("escape")
