"""The plan screen, as a person uses it."""

import pytest

from msc_dose.tui.answers.plan import PlanEntry
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.screens.working import WorkingScreen
from msc_dose.tui.widgets.month import Months

from .conftest import at_rest, golden_everywhere, screen_text
from .driving import field, headline, plan_the_case, put_into


async def test_an_empty_plan_teaches_what_can_be_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        await golden_everywhere(pilot, "plan-empty")


async def test_everything_missing_is_named_at_once(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press(*"ryo", "enter", "down", "down", "enter")
        await pilot.pause()
        await golden_everywhere(pilot, "plan-missing")


async def test_the_case_stands_as_list_and_calendar(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot)
        await golden_everywhere(pilot, "plan-case")


async def test_a_course_twice_a_week_with_its_assessment(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "ryoncil-us-2024", start="2027-03-01", window="")
        await golden_everywhere(pilot, "plan-twice-a-week")


async def test_the_case_stands_without_colour_where_none_is_wanted(no_color, golden):
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot)
        await at_rest(pilot)
        golden(app, "plan-case-80")


async def test_the_case_moves_from_sunday_to_monday_and_says_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot)
        shown = " ".join(screen_text(app).split())
        assert "1/4 Fri 29-Jan-2027" in shown
        assert "2/4 Mon 1-Mar-2027" in shown
        assert "28-Feb, +1 day" in shown
        assert "3/4 Mon 29-Mar-2027" in shown
        assert "4/4 Thu 29-Apr-2027" in shown
        assert "REFERENCE ONLY – not approved at this site" in shown
        assert headline(app).startswith("DOSE 120 million viable MSC × 4 infusions = 480 million viable MSC")


async def test_closed_days_of_a_file_move_an_infusion(app, tmp_path):
    path = tmp_path / "closed.csv"
    path.write_text("date,reason\n2027-03-26,Good Friday\n2027-03-29,Easter Monday\n", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, closed=str(path))
        assert "3/4 Tue 30-Mar-2027" in " ".join(screen_text(app).split())


async def test_a_pipe_as_the_file_of_closed_days_is_refused_and_not_waited_for(app, tmp_path):
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with names")
    os.mkfifo(tmp_path / "pipe")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, closed=str(tmp_path / "pipe"))
        assert headline(app) == "cannot plan: closed days refused"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("weight", "70,4 kg", "cannot plan: weight has 1 reading to confirm"),
        ("weight", "", "cannot plan: weight is missing"),
        ("start", "29/01/2027", "cannot plan: start date has 1 reading to confirm"),
        ("start", "2027-02-30", "cannot plan: start date refused"),
        ("window", "three", "cannot plan: window refused"),
        ("window", "2,5,7", "cannot plan: window refused"),
        ("open", "someday", "cannot plan: open days refused"),
        ("closed", "nowhere.csv", "cannot plan: closed days refused"),
        ("window", "0", "cannot plan: an infusion finds no open day"),
    ],
)
async def test_an_invalid_input_takes_the_plan_away(app, name, text, said):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, **{name: text})
        assert headline(app) == said
        assert "120 million" not in screen_text(app)
        assert not app.screen.query_one(Months).display


async def test_a_date_that_can_be_taken_two_ways_offers_both_and_takes_the_one_picked(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, start="")
        await put_into(pilot, start="03/02/2027")
        assert headline(app) == "cannot plan: start date has 2 readings to choose from"
        await pilot.press("down", "enter")
        await pilot.pause()
        assert field(app, "start").value == "2027-02-03"
        assert headline(app).startswith("DOSE")


async def test_a_window_may_have_two_sides(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, window="2,5")
        assert "2 days before to 5" in screen_text(app)


async def test_the_interval_is_asked_for_only_where_the_protocol_leaves_it_open(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot)
        assert screen.query_one("#interval").display
        screen.query_one("#protocol").value = "ryoncil-us-2024"
        await pilot.pause()
        assert not screen.query_one("#interval").display
        assert headline(app).startswith("DOSE")


async def test_brackets_move_the_months_outside_fields_and_are_text_inside(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot)
        months = screen.query_one(Months)
        assert months.first == (2027, 1)
        await pilot.press("escape", "]", "]")
        assert months.first == (2027, 3)
        await pilot.press("[")
        assert months.first == (2027, 2)
        field(app, "closed").focus()
        await pilot.press("[")
        assert months.first == (2027, 2)
        assert field(app, "closed").value == "["


async def test_the_months_move_by_mouse_too(app):
    async with app.run_test(size=(80, 30)) as pilot:
        screen = await plan_the_case(pilot)
        months = screen.query_one(Months)
        last = months.size.height - 1
        await pilot.click(Months, offset=(18, last))
        assert months.first == (2027, 2)
        await pilot.click(Months, offset=(3, last))
        assert months.first == (2027, 1)


async def test_f8_shows_the_working_and_escape_leads_back(app, golden):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, WorkingScreen)
        golden(app, "working-80")
        await pilot.press("escape")
        await pilot.pause()
        assert headline(app).startswith("DOSE 120 million")


async def test_without_a_plan_there_is_no_working_to_show(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "f8")
        await pilot.pause()
        assert not isinstance(app.screen, WorkingScreen)


async def test_a_new_form_keeps_nothing_of_the_patient_before_on_either_screen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg")
        screen = await plan_the_case(pilot)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert screen.entry() == PlanEntry()
        assert headline(app) == ""
        await pilot.press("f2")
        await pilot.pause()
        assert app.screen.entry().blank


async def test_a_file_of_closed_days_that_has_changed_is_read_again_before_the_plan_is_shown(app, tmp_path):
    closed = tmp_path / "closed.csv"
    closed.write_text("date,reason\n2027-03-29,Easter Monday\n", encoding="utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, closed=str(closed))
        assert "Tue 30-Mar-2027" in screen_text(app)
        closed.write_text("date,reason\n2027-03-29,Easter Monday\n2027-03-30,staff day\n", encoding="utf-8")
        await pilot.press("f2", "f9")
        await pilot.pause()
        assert "Wed 31-Mar-2027" in screen_text(app)


async def test_a_refused_day_is_named_by_the_fields_of_the_form(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await plan_the_case(pilot, protocol="ryoncil-us-2024", start="2027-03-03", window="")
        assert "start, open and closed days: Week 1 of 4" in screen_text(app)
        assert "closures" not in screen_text(app)
