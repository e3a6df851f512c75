"""What a protocol asks for beyond the patient and the dates, and what is shown of products and doses."""

import re
from dataclasses import replace

import pytest

from msc_dose.cli.main import main
from msc_dose.files.protocols import load_protocol
from msc_dose.files.settings import Settings
from msc_dose.tui.answers.asks import Asks, asks_of
from msc_dose.tui.answers.plan import ELSEWHERE, PlanEntry, answer_plan
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import FieldInput

from .conftest import golden_everywhere, screen_text
from .driving import field, headline, put_into
from .driving import plan_the_case as plan_a_case

ENTRY = PlanEntry(
    protocol="sle-uc-msc-d0-d7",
    weight="60 kg",
    basis="actual",
    counts="viable",
    start="2027-03-01",
    open="mon-fri",
)


async def plan_the_case(pilot, protocol="sjogren-itp-msc-monthly", version=None, **other):
    """The case from a Monday on and without a window of its own."""
    return await plan_a_case(pilot, protocol, version, **{"start": "2027-03-01", "window": ""} | other)


async def test_a_dose_ordered_for_each_infusion(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "sle-uc-msc-d0-d7", ordered="1e6 cells/kg, 2e6 cells/kg")
        await golden_everywhere(pilot, "plan-ordered")


async def test_an_order_that_is_unclear_is_offered_like_any_text(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "sle-uc-msc-d0-d7", ordered="1e6 cells/kg, 2x106/kg")
        await golden_everywhere(pilot, "plan-ordered-unclear")


async def test_a_flat_dose_by_a_version_of_the_label(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "idecabtagene", "US before 2024", ordered="400 million cells")
        await golden_everywhere(pilot, "plan-version")


async def test_the_containers_and_the_volume_stand_above_the_list(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "darvadstrocel")
        await golden_everywhere(pilot, "plan-prepared")


async def test_an_order_and_a_version_are_asked_for_only_where_the_protocol_does(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot)
        assert fields_in_sight(screen) == []
        for name, wanted in [
            ("ards-start", ["ordered"]),
            ("idecabtagene", ["version", "ordered"]),
            ("darvadstrocel", []),
        ]:
            screen.query_one("#protocol").value = name
            await pilot.pause()
            assert fields_in_sight(screen) == wanted


def fields_in_sight(screen):
    shown = {"version": "#version", "ordered": "#field-ordered"}
    return [name for name, selector in shown.items() if screen.query_one(selector).display]


async def test_tab_passes_by_what_is_not_asked_for(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot)
        screen.set_focus(screen.query_one("#protocol"))
        await pilot.press("tab")
        assert app.focused is field(app, "weight")
        screen.query_one("#protocol").value = "idecabtagene"
        await pilot.pause()
        screen.set_focus(screen.query_one("#protocol"))
        await pilot.press("tab")
        assert app.focused is screen.query_one("#version")
        await pilot.press("tab")
        assert app.focused is field(app, "ordered")


async def test_the_reading_picked_takes_the_place_of_its_own_order_only(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "itp-msc-five")
        await put_into(pilot, ordered="1e6 cells/kg, 2x106/kg, 3x106/kg, 1e6 cells/kg, 1e6 cells/kg")
        await pilot.press("down", "enter")
        await pilot.pause()
        wanted = "1e6 cells/kg, 2 million cells/kg, 3x106/kg, 1e6 cells/kg, 1e6 cells/kg"
        assert field(app, "ordered").value == wanted
        await pilot.press("down", "enter")
        await pilot.pause()
        assert field(app, "ordered").value == wanted.replace("3x106/kg", "3 million cells/kg")


@pytest.mark.parametrize(
    ("ordered", "said"),
    [
        ("", "cannot plan: dose ordered is missing"),
        ("1e6 cells/kg, ", "cannot plan: dose ordered is missing"),
        ("1000000", "cannot plan: dose ordered refused"),
        ("100 million cells", "cannot plan: dose ordered refused"),
        ("1e6 cells/kg, 1e6 cells/kg, 1e6 cells/kg", "cannot plan: dose ordered refused"),
        ("1,5 million cells/kg", "cannot plan: dose ordered has 1 reading to confirm"),
    ],
)
async def test_an_order_that_is_missing_or_refused_takes_the_plan_away(app, ordered, said):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "sle-uc-msc-d0-d7", ordered=ordered)
        assert headline(app) == said


async def test_an_order_by_one_protocol_is_none_by_another(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot, "sle-uc-msc-d0-d7", ordered="1e6 cells/kg")
        assert headline(app).startswith("DOSE 60 million viable MSC × 2 infusions")
        screen.query_one("#protocol").value = "itp-msc-five"
        await pilot.pause()
        assert headline(app) == "cannot plan: dose ordered is missing"
        assert field(app, "ordered").value == ""


async def test_an_order_is_read_as_the_site_declares(in_colour):
    app = MscDoseApp(Desk(settings=Settings(decimal_mark="comma")), opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "sle-uc-msc-d0-d7", ordered="1,5 million cells/kg, 1 million cells/kg")
        assert headline(app).startswith("DOSE 90 million viable MSC (infusion 1), 60 million viable MSC")


async def test_a_version_of_another_label_is_not_kept(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot, "idecabtagene", "EU", ordered="500 million cells")
        assert headline(app).startswith("DOSE 500 million viable CAR+ T cells in one infusion")
        screen.query_one("#version", Choice).value = "US before 2024"
        await pilot.pause()
        assert headline(app) == "cannot plan: dose ordered refused"
        screen.query_one("#protocol").value = "axicabtagene"
        await pilot.pause()
        assert screen.entry().version is None


async def test_a_new_form_keeps_neither_order_nor_version(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot, "idecabtagene", "EU", ordered="500 million cells")
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert screen.entry() == PlanEntry()
        assert fields_in_sight(screen) == []


async def test_a_split_dose_names_the_cells_of_each_day(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await plan_the_case(pilot, "tnc-daily-ceiling", ordered="2e9 cells/kg")
        assert headline(app).startswith(
            "DOSE 120,000,000,000 viable TNC in one infusion, SPLIT OVER 2 DAYS: "
            "60,000,000,000 viable TNC + 60,000,000,000 viable TNC"
        )


async def test_no_weight_is_asked_for_where_the_dose_is_flat(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot, "idecabtagene", weight="")
        assert "may stay empty" in screen_text(app)
        screen.query_one("#protocol").value = "ards-start"
        await pilot.pause()
        assert "may stay empty" not in screen_text(app)
        assert "in cells/kg" in screen_text(app)


def test_what_each_protocol_asks_for():
    assert asks_of(None) == Asks()
    assert asks_of("sjogren-itp-msc-monthly") == Asks(intervals=("calendar-month", "28-days"))
    versions = ("US 2024", "US before 2024", "EU")
    assert asks_of("idecabtagene") == Asks(versions=versions, ordered="cells", weight=False)
    assert asks_of("tisagenlecleucel-all").ordered == "cells/kg or cells"


@pytest.mark.parametrize(
    ("protocol", "version", "permitted"),
    [
        ("ards-start", None, "1 million MSC/kg; or 5 million MSC/kg; or 10 million MSC/kg"),
        ("idecabtagene", "EU", "says: 260 million CAR+ T cells to 500 million CAR+ T cells."),
        ("dli-cd3", None, "entered by the site, per kg of body weight"),
    ],
)
def test_a_missing_order_tells_what_the_protocol_permits(protocol, version, permitted):
    answer = answer_plan(replace(ENTRY, protocol=protocol, version=version, basis=None))
    missing = next(problem for problem in answer.problems if problem.field == "ordered")
    assert permitted in missing.fix


def test_a_dose_per_body_surface_is_read_as_such_and_the_missing_height_is_understandable(tmp_path):
    """The form has no height: it says so, and where to give one."""
    path = per_surface(tmp_path)
    assert asks_of(path).ordered == "cells/m²"
    answer = answer_plan(replace(ENTRY, protocol=path, ordered="5 million cells/m²"))
    assert answer.said["ordered"].text == "5 million cells/m²"
    assert answer.headline == "cannot plan: height and formula of the body surface are missing"
    for problem, option in zip(answer.problems, ("--height", "--surface-formula"), strict=True):
        assert problem.fix.endswith(f"This form has no field for it: msc-dose plan {option}.")
    unclear = answer_plan(replace(ENTRY, protocol=path, ordered="5x106 cells/m2"))
    assert unclear.said["ordered"].text == "▲ 2 readings ↓"


def per_surface(folder):
    import msc_dose.files.protocols as files

    shipped = files.os.path.join(files._FOLDER, "dli-cd3.toml")
    with open(shipped, encoding="utf-8") as file:
        text = file.read()
    path = folder / "surface.toml"
    path.write_text(text.replace('per = "weight"', 'per = "surface"'), encoding="utf-8")
    return str(path)


def test_a_problem_of_a_dose_that_may_be_flat_is_not_called_per_kg():
    answer = answer_plan(replace(ENTRY, protocol="axicabtagene", counts=None))
    assert "prescribed dose" in {problem.field for problem in answer.problems}


def test_every_option_named_for_what_the_form_has_not_is_one_of_the_command_line(capsys):
    main(["plan", "--help"], lambda: 0)
    said = capsys.readouterr().out
    assert [name for name in ELSEWHERE if not re.search(rf"--{name.replace(chr(95), chr(45))}\b", said)] == []
    assert not set(ELSEWHERE) & set(PlanEntry.__slots__)


def test_the_dose_of_the_plan_is_the_one_of_the_library():
    import msc_dose as md

    answer = answer_plan(replace(ENTRY, ordered="1e6 cells/kg, 2e6 cells/kg"))
    plan = md.plan_course(
        load_protocol(ENTRY.protocol),
        md.Patient("60 kg", "actual"),
        answer.result.inputs.start,
        counts="viable",
        closures=md.Closures(open="mon-fri"),
        ordered=["1e6 cells/kg", "2e6 cells/kg"],
    )
    assert answer.result == plan


async def test_hidden_order_text_is_never_used(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot, "axicabtagene")
        screen.query_one("#ordered", FieldInput).value = "nonsense"
        await pilot.pause()
        assert headline(app).startswith("DOSE 120 million viable CAR+ T cells in one infusion")
