"""The Course screen: all courses, one course in five views, its containers and its worksheet."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
import recorded

import msc_dose as md
from msc_dose.courses.events import giving, ordering, results
from msc_dose.scheduling import day_text
from msc_dose.store.record import open_record
from msc_dose.store.stock import reserved_for
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.course.bags_dialog import BagsDialog, TickList
from msc_dose.tui.course.counts import counts_in, table_lines
from msc_dose.tui.course.table import Line, Table
from msc_dose.tui.course.worksheet import WorksheetPage
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.dialogs.refused import RefusedDialog
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.course import CourseScreen
from msc_dose.tui.screens.working import WorkingScreen
from msc_dose.tui.widgets.row_list import RowList

from .a_record import HOSTILE, Clock, Site, a_site
from .a_story import COUNTS, at, told
from .conftest import at_rest, golden_everywhere, screen_text
from .driving import put_into, until

VIEWS = ("timeline", "doses", "counts", "history", "changes")


@pytest.fixture(scope="module")
def told_once(tmp_path_factory):
    """The record of the story, made once and then copied."""
    folder = tmp_path_factory.mktemp("story")
    site = a_site(folder)
    told(site)
    site.record.close()
    return folder / "record.db", site.clock.now


@pytest.fixture
def story(told_once, tmp_path):
    path, now = told_once
    shutil.copy(path, tmp_path / "record.db")
    clock = Clock(now)
    made = Site(open_record(str(tmp_path / "record.db"), clock), clock)
    yield made
    made.record.close()


async def opened(pilot, code="C-1"):
    """The Course screen with this course."""
    await pilot.app.open_course(code)
    await until(
        pilot, lambda: pilot.app.screen.loaded is not None and f"Course {code}" in screen_text(pilot.app)
    )
    return pilot.app.screen


async def view(pilot, number):
    await pilot.press(str(number))
    await until(pilot, lambda: f"[{number} " in screen_text(pilot.app))


def has(site, number, course="C-1"):
    with site.record.reading() as statements:
        return [each.identity for each in reserved_for(statements, course, number)]


async def test_all_courses_and_every_view_of_one(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: "C-2" in screen_text(app))
        await golden_everywhere(pilot, "course-all")
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Course C-1" in screen_text(app))
        for number, name in enumerate(VIEWS, 1):
            await view(pilot, number)
            await pilot.pause()
            await golden_everywhere(pilot, f"course-{name}")
        assert app.focused is not None


async def test_a_course_stands_without_colour_where_none_is_wanted(story, no_color, golden):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for number in (1, 3):
            await view(pilot, number)
            await at_rest(pilot)
            golden(app, f"course-{VIEWS[number - 1]}-80")


async def test_a_course_that_is_held_says_so_above_everything(story):
    async with MscDoseApp(story.desk()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, "C-2")
        shown = screen_text(pilot.app)
        assert "= HELD since Tue 20-Feb-2024: fever of 38.9 °C" in shown
        assert shown.count("= HELD ") == 5


async def test_a_course_that_cannot_be_read_teaches_why_and_hides_no_other(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: "UNREADABLE" in screen_text(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: "COURSE C-3 cannot be shown" in screen_text(app))
        assert "second calculation" in " ".join(screen_text(app).split())
        await pilot.press("escape")
        await until(pilot, lambda: "UNREADABLE" in screen_text(app))
        assert "C-2" in screen_text(app)


async def test_a_course_is_found_by_its_code_or_its_patient(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: "C-2" in screen_text(app))
        await pilot.press("slash", *"p-2")
        await pilot.pause()
        assert [line.key for line in app.screen.query_one("#courses").source._lines] == ["C-2"]
        await pilot.press(*"7")
        assert "No course and no patient has a code like this" in screen_text(app)
        await pilot.press("backspace", "enter", "enter")
        await until(pilot, lambda: "Course C-2" in screen_text(app))
        await pilot.press("escape", "escape", "escape")
        await pilot.pause()
        assert app.current_mode == "today"


async def test_without_a_course_on_record_the_list_teaches_how_one_begins(site):
    async with MscDoseApp(site.desk()).run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: "F9 makes a plan" in screen_text(pilot.app))


async def test_without_a_record_it_says_what_makes_one():
    async with MscDoseApp().run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: "msc-dose db init makes one" in screen_text(pilot.app))


async def test_what_a_person_must_decide_stands_above_the_timeline(story):
    story.begun("C-5", "P-5")
    story.clock.now = at(date(2024, 2, 21))
    some = giving.Given(
        "MSC24A 0002", *(md.read(text, "volume") for text in ("20 mL", "5 mL", "15 mL")), "wasted"
    )
    when = at(date(2024, 2, 20), 9, 30), at(date(2024, 2, 20), 9, 40)
    story.reserved("C-5", 1, "MSC24A 0002")
    story.enter(
        "C-5", giving.StoppedEarly(1, *when, "the line is blocked", (some,)), at(date(2024, 2, 20), 9, 50)
    )
    async with MscDoseApp(story.desk()).run_test(size=(100, 30)) as pilot:
        await opened(pilot, "C-5")
        lines = screen_text(pilot.app).splitlines()
        decide = next(at for at, line in enumerate(lines) if "TO DECIDE" in line)
        assert decide < next(at for at, line in enumerate(lines) if line.startswith(" State"))
        assert "30 million viable MSC" in screen_text(pilot.app)


async def test_the_working_of_a_dose_is_one_key_away_and_ends_with_its_plan(story):
    async with MscDoseApp(story.desk()).run_test(size=(80, 60)) as pilot:
        await opened(pilot)
        await pilot.press("home", "f8")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkingScreen)
        text = pilot.app.screen._text
        for said in (
            "Infusion 1 of 4, Mon 29-Jan-2024",
            "“2 × 10⁶ viable MSC/kg”",
            "DOSE CALCULATED",
            "INFUSED",
        ):
            assert said in text
        assert text.index("THE PLAN OF THIS INFUSION") > text.index("= 120,000,000 cells")
        await pilot.press("escape", "2", "w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkingScreen)


async def test_counts_are_drawn_as_they_are_tabled(story):
    async with MscDoseApp(story.desk()).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await view(pilot, 3)
        await until(pilot, lambda: pilot.app.screen.query("#counts-plot"))
        await pilot.pause(0.1)
        plot = pilot.app.screen.query_one("#counts-plot")
        assert plot.drawn == tuple((day, float(text.partition(" ")[0])) for day, text in COUNTS)
        table = table_lines(counts_in(story.desk().course_of("C-1")))
        for day, text in COUNTS:
            assert any(line.startswith(day_text(day)) and text in line for line in table)
        drawing = [line.partition("▌")[0] for line in screen_text(pilot.app).splitlines() if "│" in line]
        assert sum(line.count("o") for line in drawing) == len(COUNTS)


async def test_counts_without_a_rescue_have_their_class(story):
    story.enter("C-1", results.EnteredInError(rescue_of(story), "another patient"), story.clock.now)
    counts = counts_in(story.desk().course_of("C-1"))
    assert counts.said.startswith("RESPONSE R, confirmed; best single count CR, not confirmed")
    assert counts.said.endswith("Baseline 14 × 10⁹/L of Mon 22-Jan-2024")
    assert [point.named for point in counts.points] == ["-", "R", "CR", "R"]


def rescue_of(site):
    entries = site.desk().course_of("C-1").entries
    return next(each.event.number for each in entries if isinstance(each.event.what, results.RescueGiven))


async def test_an_entry_made_in_error_stays_in_the_history_and_is_struck(story):
    number = rescue_of(story)
    story.enter("C-1", results.EnteredInError(number, "another patient"), story.clock.now)
    async with MscDoseApp(story.desk()).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await view(pilot, 4)
        line = next(line for line in screen_text(pilot.app).splitlines() if "rescue-given:" in line)
        assert line.startswith(f" x  {number} ")
        assert f"[ENTERED IN ERROR, see {number + 2}]" in " ".join(screen_text(pilot.app).split())
        assert not pilot.app.screen.check_action("clear", ())
        assert pilot.app.screen.check_action("undo", ())


async def test_a_signature_that_holds_no_more_says_what_has_changed(story):
    weight = md.read("62 kg", "body_weight")
    story.reserved("C-1", 2, "MSC24A 0002")
    from doublechecked import reentry

    from msc_dose.store.verifications import verify

    verify(story.record, story.proof("ph-2"), "C-1", 2, reentry(infusion=2, containers=("MSC24A 0002",)))
    story.clock.now = at(date(2024, 2, 20), 10)
    story.enter(
        "C-1", ordering.DoseChanged(2, "gained", "dr-lee", "O-2", None, weight), story.clock.now, "ph-1"
    )
    async with MscDoseApp(story.desk()).run_test(size=(80, 30)) as pilot:
        await opened(pilot)
        assert "VOID" in screen_text(pilot.app)
        assert "DOSING WEIGHT 62 kg (order O-2, Tue 20-Feb-2024)" in screen_text(pilot.app)
        await view(pilot, 5)
        shown = " ".join(screen_text(pilot.app).replace("▌", " ").split())
        assert "■ Infusion 2: VOID, to be verified anew (independent double check by ph-2)" in shown
        assert "dosing weight 60 kg → 62 kg" in shown
        assert "Infusions 2, 3 and 4: DOSE 120 million viable MSC → 124 million viable MSC" in shown


async def test_containers_are_reserved_and_given_back_with_a_reason(story):
    app = MscDoseApp(story.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BagsDialog))
        offered = [line.key for line in app.screen.query_one(TickList).source._lines]
        assert offered == ["MSC24A 0002", "MSC24A 0003"]  # 0001 is used, 0004 another patient's
        await pilot.press("tab", "space", "down", "space", "ctrl+r")
        await until(pilot, lambda: has(story, 2) == ["MSC24A 0002", "MSC24A 0003"])
        await until(pilot, lambda: "2 bags" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BagsDialog))
        await pilot.press("tab", "space", "ctrl+r")
        await pilot.pause()
        assert "Why is MSC24A 0002 given back?" in screen_text(app)
        await put_into(pilot, reason="torn")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: has(story, 2) == ["MSC24A 0003"])


async def test_a_container_is_reserved_by_its_scan(story):
    app = MscDoseApp(story.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("b", *"MSC24A 0003", "enter", "ctrl+r")
        await until(pilot, lambda: has(story, 2) == ["MSC24A 0003"])


async def test_whoever_may_not_reserve_is_told_before_they_choose(story):
    app = MscDoseApp(story.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, RefusedDialog))
        assert "people.role" in screen_text(app)


async def test_taking_and_giving_back_are_done_one_after_the_other(story, golden):
    story.reserved("C-1", 2, "MSC24A 0002")
    app = MscDoseApp(story.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("b", "tab", "space", "down", "space", "ctrl+r")
        await until(pilot, lambda: "(bags.one-thing)" in screen_text(app))
        golden(app, "course-bags-80")
        await pilot.press("escape")
        await pilot.pause()
        assert has(story, 2) == ["MSC24A 0002"]


async def test_another_patients_container_is_refused_and_nothing_is_done(story):
    app = MscDoseApp(story.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("b", *"MSC24A 0004", "enter", "ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, RefusedDialog))
        assert "container.other-recipient" in screen_text(app)
        assert "P-9" not in screen_text(app)
        assert has(story, 2) == []


async def test_the_worksheet_is_shown_before_it_is_printed(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, WorksheetPage))
        await pilot.pause()
        lines = screen_text(app).splitlines()
        for said in (
            "Infusion 2 of 4: planned, Fri 1-Mar-2024",
            "DOSE 120 million viable MSC (120,000,000 viable MSC)",
        ):
            assert said in lines
        await pilot.press("p")
        await until(pilot, lambda: "worksheet-C-1-2" in screen_text(app))


async def test_m_takes_the_infusion_to_the_calendar_and_says_why_a_given_one_is_not_moved(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("home", "m")
        await until(
            pilot, lambda: any("only one to come is moved" in each.message for each in app._notifications)
        )
        assert app.current_mode == "course"
        await pilot.press("down", "down", "m")
        await pilot.pause()
        assert (app.current_mode, app.desk.course, app.desk.infusion) == ("calendar", "C-1", 3)


@pytest.mark.parametrize("keys", ["a", "c", "h", "s", "4 u"])
async def test_every_key_that_records_something_asks_first(story, keys):
    app = MscDoseApp(story.desk("ph-2"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        before = len(app.screen.seen.course.entries)
        await pilot.press(*keys.split())
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        assert not isinstance(app.screen, RefusedDialog)
        await pilot.press("escape")
        assert len(story.desk().course_of("C-1").entries) == before


async def test_a_course_outlives_a_terminal_of_any_size(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for number, (columns, rows) in enumerate(((3, 2), (20, 5), (120, 40), (80, 24)), 2):
            await pilot.press(str(number))
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
        await view(pilot, 1)
        assert "120 million viable MSC" in screen_text(app)


async def test_a_course_is_shown_with_the_cursor_on_the_infusion_that_is_meant(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await app.open_course("C-1", 4)
        await until(pilot, lambda: "4/4  PLANNED" in screen_text(app))
        assert app.screen.query_one("#infusions", RowList).key == "infusion 4"
        assert app.screen.number == 4


async def test_nothing_hidden_and_nothing_like_markup_is_obeyed_in_any_view(site):
    site.begun()
    texts = {"reason": HOSTILE, "text": HOSTILE}
    day = recorded.START
    site.clock.now = at(day, 12)
    site.enter("C-1", results.RescueGiven("[/] IVIG [B12]"), at(day, 11))
    site.enter(
        "C-1",
        results.Counted(md.read("45 × 10⁹/L", "platelet_count"), None, "[@click=app.quit]x[/]"),
        at(day, 10),
    )
    desk = site.desk()
    course = desk.course_of("C-1")
    spoilt = replace(
        course, recipient=f"P-1{HOSTILE}", held_reason=HOSTILE, held_since=day, requires=(HOSTILE,),
        infusions=tuple(replace(each, place=HOSTILE, why_this_date=(HOSTILE,)) for each in course.infusions),
        problems=(md.Problem("x.y", "check", HOSTILE, HOSTILE, HOSTILE),),
        entries=tuple(replace(each, event=planted(each.event, texts)) for each in course.entries),
    )  # fmt: skip
    desk.folded.one = lambda statements, code: spoilt
    async with MscDoseApp(desk).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        for number in range(1, 6):
            await view(pilot, number)
            shown = screen_text(pilot.app)
            assert {c for c in shown if safe(c) != c} == {"\n"}
            assert "P-1[B12] [/] <U+001B>[31m <U+202E>" in shown
        await pilot.press("1", "w")
        await pilot.pause()
        assert {c for c in screen_text(pilot.app) if safe(c) != c} == {"\n"}


def planted(event, texts):
    """The event with these texts in its fields, past the door."""
    if isinstance(event.what, ordering.Ordered):
        object.__setattr__(event.what, "text", texts["text"])
    return event


async def test_the_footer_fits_and_the_keys_of_a_course_are_absent_from_the_list(story):
    app = MscDoseApp(story.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: "C-2" in screen_text(app))
        footer = screen_text(app).splitlines()[-1]
        assert footer.endswith("^Q Quit")
        assert "Clear" not in footer
        await opened(pilot)
        for number in range(1, 6):
            await view(pilot, number)
            footer = screen_text(app).splitlines()[-1]
            assert footer.startswith("F1 Help")
            assert footer.endswith("^Q Quit")


@pytest.mark.parametrize("width", [40, 60, 79])
def test_a_dose_wraps_in_its_column_and_is_never_cut(width):
    dose = "1,234.567 million viable CD34+ cells"
    table = Table(("State", "No.", "DOSE"), [Line("1", ("! LATE 12 days", "1/4", dose))], width, (2, 0))
    lines = [table.line(0, part, width).plain for part in range(table.height)]
    assert all(len(line) <= width - 2 for line in lines)
    words = " ".join(" ".join(lines).split())
    assert all(word in words for word in dose.split())
    assert any("1,234.567 million" in line for line in lines)


def test_what_draws_is_loaded_only_when_counts_are_looked_at():
    code = "import sys, msc_dose.tui.app; sys.exit(any('plotext' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_screen_is_the_one_of_the_mode():
    assert isinstance(MscDoseApp.MODES["course"](), CourseScreen)
