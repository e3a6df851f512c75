"""A plan of the form becomes a course of the record."""

from msc_dose.tui.app import MscDoseApp

from .a_record import passphrase_of
from .conftest import screen_text
from .driving import field, plan_the_case, until


async def test_a_plan_is_begun_as_a_course_by_whoever_signs_in(site, golden):
    app = MscDoseApp(site.desk(None), opens="plan")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, start="2024-01-29")
        await pilot.press("ctrl+g", *"rn-1", "enter", *passphrase_of("rn-1"), "ctrl+r")
        await until(pilot, lambda: app.screen.query("#recipient"))
        await pilot.press(*"C-0417", "enter", *"P-0417")
        await pilot.pause()
        golden(app, "begin-80")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.desk.course == "C-0417")
        course = app.desk.course_of("C-0417")
        assert (course.recipient, course.training, len(course.infusions)) == ("P-0417", True, 4)
        assert course.entries[-1].event.by == "rn-1"


async def test_a_code_that_is_taken_is_refused_in_the_dialog_and_nothing_typed_is_lost(site):
    site.begun("C-1")
    app = MscDoseApp(site.desk("ph-1"), opens="plan")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, start="2024-01-29")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: app.screen.query("#recipient"))
        await pilot.press(*"C-1", "enter", *"P-2", "ctrl+r")
        await until(pilot, lambda: "course.exists" in screen_text(app))
        assert field(app, "recipient").value == "P-2"
        await pilot.press("shift+tab", *"2", "ctrl+r")
        await until(pilot, lambda: app.desk.course == "C-12")
        assert app.desk.course_of("C-12").recipient == "P-2"


async def test_every_code_that_is_missing_is_named_at_once(site):
    app = MscDoseApp(site.desk("ph-1"), opens="plan")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, start="2024-01-29")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: app.screen.query("#recipient"))
        await pilot.press("ctrl+r")
        await pilot.pause()
        shown = screen_text(app)
        assert "The course is missing." in shown
        assert "The recipient is missing." in shown


async def test_without_a_record_a_plan_is_not_begun_and_the_way_to_one_is_named(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "msc-dose db init" in screen_text(app))


async def test_the_dose_is_copied_as_text_with_its_working(app):
    from .driving import put_into

    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, dose="2e6 cells/kg", weight="60 kg")
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert app.clipboard.startswith("DOSE 120 million cells")
        assert "source: as ordered" in app.clipboard
