"""Today: who, what, when, is it safe – in every stage of a ward, in the laboratory, and with nothing to show."""

import json
import shutil
from datetime import timedelta

import pytest
import recorded

from msc_dose.courses.events import dating, giving
from msc_dose.problems import refuse
from msc_dose.store import verifications
from msc_dose.store.record import open_record
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.course import CourseScreen
from msc_dose.tui.today import patients
from msc_dose.tui.today.clear_dialog import ClearDialog
from msc_dose.tui.today.glance import PatientGlance
from msc_dose.tui.widgets.row_list import RowList

from . import a_ward
from .a_record import HOSTILE, Clock, Site, a_site, document
from .conftest import at_rest, golden_everywhere, screen_text
from .driving import until

NO_RECORD = refuse(
    "record.missing", "db", "There is no record at records/ward.db.", "msc-dose db init makes one."
)


async def shown(pilot):
    await until(pilot, lambda: pilot.app.screen.loaded is not None)
    await at_rest(pilot)


async def dialog(pilot, kind):
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await at_rest(pilot)


def urgent(site, code, infusion=1, reason="the second pharmacist is on the way"):
    verifications.declare_urgent(site.record, site.proof("ph-2"), code, infusion, reason)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A full ward, made once."""
    folder = tmp_path_factory.mktemp("ward")
    made = a_ward.full(a_site(folder))
    made.record.close()
    return folder / "record.db"


@pytest.fixture
def ward(template, tmp_path):
    """A copy of the full ward for one test."""
    shutil.copy(template, tmp_path / "record.db")
    clock = Clock()
    record = open_record(str(tmp_path / "record.db"), clock)
    yield Site(record, clock)
    record.close()


async def test_a_full_ward(ward):
    """Today; a patient at a glance; the list before thaw; the laboratory's view; the load of the days."""
    app = MscDoseApp(ward.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await golden_everywhere(pilot, "today-full")
        await pilot.press("enter")
        await dialog(pilot, PatientGlance)
        await golden_everywhere(pilot, "today-glance")
        await pilot.press("escape", "down", "down")
        await at_rest(pilot)
        await pilot.press("c")
        await dialog(pilot, ClearDialog)
        await pilot.press("y", "n", *"38.4")
        await at_rest(pilot)
        await golden_everywhere(pilot, "today-clear")
        await pilot.press("escape", "t")
        await at_rest(pilot)
        await golden_everywhere(pilot, "today-thaws")
        await pilot.press("v", "down")
        await at_rest(pilot)
        await golden_everywhere(pilot, "today-load")


async def test_today_begins_without_colour_where_none_is_wanted(ward, no_color, golden):
    app = MscDoseApp(ward.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        golden(app, "today-full-80")


async def test_the_laboratory_begins_with_its_thaws(ward):
    app = MscDoseApp(ward.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert " Today [Thaws] Load" in screen_text(app)


async def test_without_a_record_one_learns_how_to_begin():
    app = MscDoseApp(Desk(why=NO_RECORD))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        await golden_everywhere(pilot, "today-no-record")


async def test_a_record_without_courses_says_how_one_begins(site):
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await golden_everywhere(pilot, "today-no-courses")


async def test_a_day_without_anything_due_says_so_and_shows_what_comes(site):
    site.begun("C-500", "P-0500", start=a_ward.day(20))
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "Nothing is due today." in screen_text(app)
        await golden_everywhere(pilot, "today-quiet")


async def test_what_ticks_is_the_first_row_then_late_due_and_the_rest(ward):
    app = MscDoseApp(ward.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        rows = app.screen.query_one(RowList)
        order = [rows.source.key(at) for at in range(len(rows.source))]
        assert order == ["P-0417", "P-0388", "P-0102", "P-0120", "P-0333", "P-0500", "P-0051", "P-0207"]


async def test_the_next_step_of_a_late_row_stands_before_its_reason(ward):
    late, out = ward.desk("rn-1").look().rows[1], ward.desk("rn-1").look().rows[4]
    assert patients.step_of(late).startswith("move it: its day has passed; planned Sat 27-Jan-2024")
    assert patients.step_of(out) == "decide; window ended Tue 23-Jan-2024, 6 days ago"


async def test_a_board_left_open_turns_the_page_at_midnight(site):
    site.begun("C-120", "P-0120", start=a_ward.day(1))
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        assert "~ IN WINDOW" in screen_text(app)
        site.clock.now = recorded.at(23, 59)
        await app._look()
        site.clock.now += timedelta(minutes=2)
        await app._look()
        await until(pilot, lambda: "o DUE" in screen_text(app))
        assert "TODAY  Tue 30-Jan-2024 00:01 CET" in screen_text(app)


async def test_the_clock_counts_down_and_says_when_it_has_run_out(ward):
    app = MscDoseApp(ward.desk("te-1"))
    async with app.run_test(size=(120, 40)) as pilot:
        await shown(pilot)
        assert "FINISH BY 10:35, 1 h 35 min left" in screen_text(app)
        ward.clock.now = recorded.at(10, 45)
        await app._look()
        await until(pilot, lambda: "EXPIRED 10:35, 10 min ago" in screen_text(app))


def styled(app, word):
    """The styles in which a word of the footer is painted."""
    strips = app.screen._compositor.render_strips()
    return [s.style for strip in strips[-3:] for s in strip if s.text.strip() == word]


async def test_what_is_thawed_is_not_offered_to_be_cleared_and_the_key_says_why(ward):
    app = MscDoseApp(ward.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        for there in ((), ("t",)):
            await pilot.press(*there)
            await at_rest(pilot)
            assert app.screen.check_action("clear", ()) is None
            assert [style.italic for style in styled(app, "Clear")] == [True]
            await pilot.press("c")
            await pilot.pause()
            told = [each.message for each in app._notifications]
            assert told == [
                "P-0417 1/4 is not to be cleared to thaw: it is THAWED. a shows what can be done now."
            ]
            app.clear_notifications()
        await pilot.press("t", "down")
        await at_rest(pilot)
        assert app.screen.check_action("clear", ()) is True
        assert [style.italic for style in styled(app, "Clear")] != [True]


async def test_an_infusion_is_cleared_with_keys_only(site):
    site.stocked("001")
    site.begun("C-1", "P-1")
    site.reserved("C-1", 1, "MSC24A 001")
    urgent(site, "C-1")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("c")
        await dialog(pilot, ClearDialog)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "Not answered: patient has arrived" in screen_text(app)
        await pilot.press("y", "y", "space", "ctrl+r")
        await until(pilot, lambda: "DUE" in screen_text(app) and "thaw" in screen_text(app))
        await until(pilot, lambda: not app.busy)
    cleared = recorded.course(site.record).infusions[0]
    assert cleared.state == "cleared"
    items = recorded.course(site.record).events[-1].what.items
    assert [(each.item, each.holds) for each in items] == [
        ("patient has arrived", True),
        ("no fever, no infection today", True),
        ("IV access", True),
    ]


async def test_the_keys_of_the_list_before_thaw_stop_on_nothing_that_is_not_shown(site):
    site.stocked("001")
    site.begun("C-1", "P-1")
    site.reserved("C-1", 1, "MSC24A 001")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("c")
        await dialog(pilot, ClearDialog)
        items = [each.id for each in app.screen.query("ItemLine")]
        walked = []
        for _ in range(len(items) + 1):
            walked.append(app.focused.id)
            await pilot.press("tab")
        assert walked == [*items, items[0]]


async def test_an_item_that_does_not_hold_clears_nothing_and_keeps_the_answers(site):
    site.stocked("001")
    site.begun("C-1", "P-1")
    site.reserved("C-1", 1, "MSC24A 001")
    urgent(site, "C-1")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("c")
        await dialog(pilot, ClearDialog)
        await pilot.press("y", "n", *"38.4", "enter", "y", "ctrl+r")
        await until(pilot, lambda: "(course.item-not-met)" in screen_text(app))
        assert "38.4" in screen_text(app)
        await pilot.press("escape")
    assert recorded.course(site.record).infusions[0].state == "planned"


async def test_what_stands_in_the_way_is_told_before_anybody_answers(site):
    site.begun("C-1", "P-1")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        await pilot.press("c")
        await dialog(pilot, ClearDialog)
        assert "(verify.missing)" in screen_text(app)
        await pilot.press("escape")


async def test_a_search_narrows_the_rows_and_escape_shows_all_again(ward):
    app = MscDoseApp(ward.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("/", *"c-33")
        await pilot.pause()
        rows = app.screen.query_one(RowList)
        assert [rows.source.key(at) for at in range(len(rows.source))] == ["P-0333"]
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert len(rows.source) == 8
        await pilot.press("/", *"nobody")
        await pilot.pause()
        assert "“nobody”" in screen_text(app)


async def test_from_the_glance_one_goes_to_the_course(ward):
    app = MscDoseApp(ward.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("enter", "g")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        assert (app.desk.course, app.desk.infusion) == ("C-417", 1)


async def test_a_co_signature_that_is_owed_and_a_course_that_cannot_be_read_are_not_overlooked(site):
    site.begun("C-1", "P-1")
    urgent(site, "C-1")
    recorded.spoilt(site.record, "C-2", "P-2")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        text = " ".join(screen_text(app).split())
        assert "■ STOP 1 course cannot be read, and what is due for it is not shown: C-2 of P-2" in text
        assert "▲ CHECK 1 co-signature owed: C-1 infusion 1, for 0 days. F6 Checks" in text
        assert "CO-SIGNATURE OWED; " in text


async def test_codes_of_one_day_that_are_alike_are_told_on_their_rows(site):
    site.begun("C-1", "P-0471")
    site.begun("C-2", "P-0417")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert screen_text(app).count("NAME ALERT; ") == 2
        assert "today also P-0471: compare the codes sign by sign" in screen_text(app)


async def test_hostile_text_is_neither_obeyed_nor_hidden(site):
    site.stocked("001")
    site.begun("C-1", "P-1")
    site.reserved("C-1", 1, "MSC24A 001")
    site.enter("C-1", dating.Arranged(1, time="12:00", place="[@click=app.quit]R[/]", needs=("[B12]", "[/]")))
    urgent(site, "C-1", reason="[/] [B12]")
    site.begun("C-3", "P-3")
    site.enter("C-3", dating.Held("[/] [bold]fever[/bold]"))
    site.planted("patient", code=HOSTILE, identifiers="{}")
    site.planted("course", code=f"C-2{HOSTILE}", recipient=HOSTILE, training=1)
    event = {"course": f"C-2{HOSTILE}", "number": 1, "type": "opened", "person": "rn-1"}
    site.planted("event", **event, recorded=recorded.at(8).isoformat(), document=document({"no": HOSTILE}))
    with site.record.by_itself("a container spoilt for a test") as change:
        row = dict(change.statements.one("stock_one", key="MSC24A 001"))
        held = json.loads(row["document"]) | {"position": HOSTILE}
        row = {name: value for name, value in row.items() if name not in ("course", "infusion", "judged")}
        change.update("container", row, document=json.dumps(held))
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(120, 40)) as pilot:
        await shown(pilot)
        seen = screen_text(app)
        for keys in (["t"], ["v"], ["escape", "/", *"[/]"], ["escape"], ["enter"]):
            await pilot.press(*keys)
            await pilot.pause(0.1)
            seen += screen_text(app)
    assert "[@click=app.quit]R[/], [B12], [/]" in seen
    assert "[/] [bold]fever[/bold]" in seen
    assert "<U+001B>[31m <U+202E>" in seen
    assert {character for character in seen if safe(character) != character} <= {"\n"}


async def test_a_container_thawed_and_given_today_stays_in_sight_of_the_laboratory(site):
    site.stocked("001")
    site.begun("C-1", "P-1")
    site.reserved("C-1", 1, "MSC24A 001")
    site.clock.now = recorded.at(12)
    site.enter("C-1", giving.Thawed(1, ("MSC24A 001",), recorded.at(9)), recorded.at(8), by="te-1")
    site.enter("C-1", recorded.given("MSC24A 001"), recorded.at(8, 40))
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "v INFUSED" in screen_text(app)
        assert "ended 08:40" in screen_text(app)


async def test_where_nothing_may_be_changed_no_key_offers_it(ward):
    desk = ward.desk("rn-1")
    desk.readonly = True
    app = MscDoseApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        footer = screen_text(app).splitlines()[-1]
        assert "Clear" not in footer
        assert "Acts" not in footer
        assert "read-only" in screen_text(app).splitlines()[1]
