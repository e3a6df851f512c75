"""Entries in a course: what can be done now, what is typed read back, what it would change, and the record."""

import re
import unicodedata
from datetime import timedelta

from textual import events

import msc_dose as md
from msc_dose.courses.acts import acts_for
from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.events.documents import event_document
from msc_dose.courses.events.event import Event
from msc_dose.library.actions import ACTIONS
from msc_dose.library.approved import SiteText
from msc_dose.tui.dialogs.choose import ChooseDialog
from msc_dose.tui.dialogs.reasons import ReasonsDialog
from msc_dose.tui.entries.around import around
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.entries.flow import following
from msc_dose.tui.entries.reading import read_entry
from msc_dose.tui.entries.shape import kind_of, shape_of
from msc_dose.tui.entries.told import ToldDialog
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import FieldInput
from msc_dose.tui.widgets.headline import Headline

from .a_case import act, alone, app_of, course, idle, menu, ready, shows, states, ticks, typed, worked_out
from .a_record import HOSTILE, document, recorded
from .conftest import at_rest, golden_everywhere, screen_text

ODD = giving.PostThawCount(2, "MSC24A X9", md.read("100 million viable MSC", "cell_count"))


def flat(app):
    """The words of the dialog, without frames and line ends."""
    lines = [line for line in screen_text(app).splitlines() if line.count("│") == 2]
    return " ".join(" ".join(line.split("│")[1] for line in lines).split())


async def test_what_can_be_done_now_is_a_menu(site):
    ready(site)
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        menu(app)
        await shows(pilot, ChooseDialog)
        await alone(pilot)
        await golden_everywhere(pilot, "acts")


async def test_a_menu_stands_without_colour_where_none_is_wanted(site, no_color, golden):
    ready(site)
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        menu(app)
        await shows(pilot, ChooseDialog)
        await alone(pilot)
        await at_rest(pilot)
        golden(app, "acts-80")


async def test_the_bedside_check_waits_for_every_comparison(site):
    bag, _ = ready(site, "B1", "B2")
    site.enter("C-1", giving.Cleared(1, ()), recorded.at(9))
    site.enter("C-1", giving.Thawed(1, (bag,), recorded.at(11)), recorded.at(9))
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "bedside-check")
        await shows(pilot, EntryDialog)
        await typed(pilot, bag, "rn-2", "date of birth")
        await worked_out(pilot)
        await alone(pilot)
        await golden_everywhere(pilot, "bedside-check")


async def test_volumes_that_do_not_add_up_are_told_beside_what_is_typed(site):
    (bag,) = ready(site)
    site.enter("C-1", giving.Cleared(1, ()), recorded.at(8, 50))
    site.enter("C-1", giving.Thawed(1, (bag,)), recorded.at(8, 50))
    site.enter("C-1", giving.Started(1), recorded.at(8, 52))
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "stopped-early", started="2024-01-29 08:52")
        await shows(pilot, EntryDialog)
        await typed(pilot, "2024-01-29 08:58", "chills")
        await pilot.press("enter", "enter")
        await typed(pilot, "14.5 mL", "3 mL")
        await worked_out(pilot)
        await alone(pilot)
        await golden_everywhere(pilot, "stopped-early")


async def test_a_clearance_ticks_the_list_of_the_site_and_shows_what_it_changes(site, golden):
    ready(site)
    settings = 'clearance = ["order in force", "afebrile", "IV access"]\n'
    md.record.put_site_settings(site.record, site.session("ad-1"), SiteText(settings), "the list of the ward")
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "clear")
        await shows(pilot, EntryDialog)
        assert "would be refused" in str(app.screen.query_one(Headline).render())
        await pilot.press("space", "down", "space", "right", *"36.8 C", "enter", "space")
        await worked_out(pilot)
        await alone(pilot)
        golden(app, "cleared-80")
        await pilot.press("ctrl+r")
        await idle(pilot)
    assert [(one.item, one.holds, one.note) for one in course(site).events[-1].what.items] == [
        ("order in force", True, ""),
        ("afebrile", True, "36.8 C"),
        ("IV access", True, ""),
    ]


async def test_while_anything_is_missing_or_wrong_no_earlier_effect_stays(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "move")
        await shows(pilot, EntryDialog)
        assert "To, Moves and Reason are missing" in flat(app)
        await typed(pilot, "2024-01-31")
        await pilot.press("right", "enter")
        await typed(pilot, "no bed")
        await shows(pilot, EntryDialog)
        assert "Wed 31-Jan-2024" in flat(app)
        assert "Infusion 1: Mon 29-Jan-2024 → Wed 31-Jan-2024" in flat(app)
        await pilot.press("up", "up", "left")
        assert "→" not in flat(app).replace("→ Choose", "")
        assert "Moves is missing" in flat(app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert isinstance(app.screen, EntryDialog)
        assert len(course(site).entries) == 3


async def test_an_amount_that_can_be_read_in_two_ways_offers_its_readings(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "weigh", infusion=None)
        await shows(pilot, EntryDialog)
        await pilot.press(*"60,5 kg")
        await pilot.pause()
        assert "Weight has 1 reading to choose from" in flat(app)
        await pilot.press("ctrl+r")
        assert isinstance(app.screen, EntryDialog)
        await pilot.press("down", "enter")
        await worked_out(pilot)
        assert app.screen.typed()["weight"] == "60.5 kg"
        await pilot.press("ctrl+r")
        await idle(pilot)
    assert str(course(site).weights[-1].weight) == "60.5 kg"


async def test_what_was_chosen_at_the_last_moment_is_what_is_recorded(site):
    """Neither the choice nor the key is lost where the one has not told of itself when the other acts."""
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "weigh", infusion=None)
        await shows(pilot, EntryDialog)
        await typed(pilot, "61 kg")
        await worked_out(pilot)
        app.screen.query_one("#method", Choice).value = "stated"
        await app.screen.action_submit()
        await idle(pilot)
    assert [event.what.method for event in course(site).events[-1:]] == ["stated"]


async def test_escape_among_the_readings_goes_back_to_the_field_and_loses_nothing(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "weigh", infusion=None)
        await shows(pilot, EntryDialog)
        await pilot.press(*"60,5 kg")
        await pilot.pause()
        await pilot.press("down")
        assert app.focused.id == "offers"
        assert "Esc Field" in screen_text(app)
        assert "Esc Cancel" not in screen_text(app)
        await pilot.press("escape")
        assert (app.focused.id, app.focused.value) == ("weight", "60,5 kg")
        await pilot.press("down", "tab")
        assert app.focused.id not in ("offers", "weight")


def test_after_an_entry_stands_what_today_says_is_next(site):
    """Never "clear to thaw" where clearing would be refused."""
    site.begun()
    assert following(course(site), "", site.record.now()) == "Next: clear to thaw."
    site.enter("C-1", ordering.OrderCancelled("O-1", "typed twice"))
    assert following(course(site), "1", site.record.now()) == "Next: no order: record it."


async def test_a_day_written_with_slashes_keeps_its_time_when_it_is_picked(site):
    site.begun()
    site.clock.now += timedelta(days=40)
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "weigh", infusion=None)
        await shows(pilot, EntryDialog)
        await pilot.press(*"60 kg", "enter", "enter", *"03/02/2024 07:30", "down")
        await pilot.press("enter")
        await worked_out(pilot)
        assert app.screen.typed()["occurred"] == "2024-02-03 07:30"
        assert "Sat 3-Feb-2024 07:30 CET" in flat(app)


async def test_a_course_is_held_and_goes_on(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "hold", infusion=None)
        await shows(pilot, EntryDialog)
        await typed(pilot, "fever")
        await pilot.press("ctrl+r")
        await idle(pilot)
        assert course(site).held_reason == "fever"
        menu(app)
        await shows(pilot, ChooseDialog)
        assert "1  Resume the course" in screen_text(app)
        await pilot.press("1")
        await shows(pilot, EntryDialog)
        await typed(pilot, "2024-02-05", "afebrile for a week")
        await shows(pilot, EntryDialog)
        assert "To decide:" in flat(app)
        await pilot.press("ctrl+r")
        await idle(pilot)
        assert course(site).held_since is None
        menu(app)
        await shows(pilot, ChooseDialog)
        assert "1  Decide how later dates follow the hold" in screen_text(app)


async def test_who_was_slower_is_told_by_whom_and_loses_nothing(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "hold", infusion=None)
        await shows(pilot, EntryDialog)
        await typed(pilot, "fever")
        await worked_out(pilot)
        weight = md.read("61 kg", "body_weight")
        site.enter("C-1", ordering.Weighed(weight), by="rn-2")
        await pilot.press("ctrl+r")
        await pilot.pause(0.3)
        await shows(pilot, EntryDialog)
        assert "Somebody was faster: entry 4 by rn-2: weighed: 61 kg" in flat(app)
        assert app.screen.typed()["reason"] == "fever"
        assert len(course(site).entries) == 4
        await pilot.press("ctrl+r")
        await idle(pilot)
        assert course(site).events[-1].what == dating.Held("fever")


async def test_a_check_that_asks_for_a_reason_gets_it_and_nothing_is_recorded_before(site):
    ready(site)
    site.enter("C-1", ODD, by="te-1")
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "clear")
        await shows(pilot, EntryDialog)
        await ticks(pilot)
        await pilot.press("ctrl+r")
        await shows(pilot, ReasonsDialog)
        assert "MSC24A X9 was not thawed for it" in flat(app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "A reason is missing for course.container-unknown" in flat(app)
        assert states(site)[0] == "planned"
        await pilot.press("right", "enter", *"typed for another patient", "ctrl+r")
        await idle(pilot)
    assert states(site)[0] == "cleared"
    with site.record.reading() as statements:
        kept = [row["reason"] for row in statements.all("every_alert") if row["overridden"]]
    assert kept == ["checked and right: typed for another patient"]


async def test_leaving_the_reasons_leads_back_to_the_form(site):
    ready(site)
    site.enter("C-1", ODD, by="te-1")
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "clear")
        await shows(pilot, EntryDialog)
        await ticks(pilot)
        await pilot.press(*"consent", "ctrl+r")
        await shows(pilot, ReasonsDialog)
        await pilot.press("escape")
        await shows(pilot, EntryDialog)
        assert app.screen.typed()["other-item"] == "consent"
        assert states(site)[0] == "planned"


async def test_what_was_done_against_every_rule_can_be_recorded_and_is_told(site):
    site.begun()
    site.stocked("B1", status="quarantined")
    app = app_of(site)
    async with app.run_test(size=(100, 30)) as pilot:
        act(app, "thawed")
        await shows(pilot, EntryDialog)
        await typed(pilot, "MSC24A B1")
        await worked_out(pilot)
        assert "thawed without clearance" in flat(app)
        await pilot.press("ctrl+r", "ctrl+r")
        await shows(pilot, ToldDialog)
        assert "quarantine" in flat(app)
        await pilot.press("escape")
        await idle(pilot)
    assert states(site)[0] == "thawed"


async def test_a_check_that_was_not_yet_seen_is_shown_before_it_is_recorded(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        act(app, "started")
        await pilot.press("ctrl+r")
        await shows(pilot, EntryDialog)
        assert "started without clearance to thaw" in flat(app)
        assert "not recorded yet" in flat(app)
        assert states(site)[0] == "planned"
        await pilot.press("ctrl+r")
        await idle(pilot)
    assert states(site)[0] == "started"


def test_every_entry_has_a_form_that_names_its_infusion(site):
    site.begun()
    known = around(site.desk(), "C-1", {"infusion": "1"})
    for action in {*ACTIONS, "stopped-early", "missed"}:
        kind = kind_of(action)
        settled = shape_of(kind, known, {"infusion": "1"})
        asked = {line.of for line in shape_of(kind, known).lines}
        assert ("infusion" in asked) == ("infusion" in settled.settled)
        assert "infusion" not in {line.of for line in settled.lines}
        names = [line.name for line in settled.lines]
        assert len(set(names)) == len(names)
        assert read_entry(settled, settled.typed, known, recorded.at(9)).headline or action in WHOLE


# Of these nothing needs to be typed.
WHOLE = {"clear", "started", "restarted", "observed"}


async def test_the_forms_that_are_rarely_used_come_up_and_are_left(site):
    site.begun()
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        for action in ("order", "dose", "count", "decide", "block-chosen", "arranged", "post-thaw-count"):
            act(app, action)
            await shows(pilot, EntryDialog, settled=False)
            await pilot.press("escape")
            await idle(pilot)
    assert len(course(site).entries) == 3


def hidden(app):
    return {c for c in screen_text(app) if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")}


async def test_hostile_text_in_the_record_and_in_every_field_is_neither_obeyed_nor_hidden(site):
    site.begun()
    moment = recorded.at(8, 40)
    event = event_document(Event(4, moment, moment, "ph-1", dating.Held("reason")))
    row = {"course": "C-1", "number": 4, "type": "held", "recorded": event["recorded"], "person": "ph-1"}
    site.planted("event", **row, document=document({**event, "reason": "[B12] [/] [@click=app.quit]x[/]"}))
    app = app_of(site)
    async with app.run_test(size=(120, 40)) as pilot:
        act(app, "retract", infusion=None)
        await shows(pilot, ChooseDialog)
        assert "[B12] [/] [@click=app.quit]x[/]" in flat(app)
        await pilot.press("1")
        await shows(pilot, EntryDialog)
        assert "[B12] [/]" in screen_text(app)
        await pilot.press("escape")
        await idle(pilot)
        for action in ("order", "thawed", "stopped-early", "react"):
            act(app, action)
            await shows(pilot, EntryDialog)
            for field in app.screen.query(FieldInput):
                field.value = HOSTILE
            await worked_out(pilot)
            assert hidden(app) == set()
            assert "[B12] [/]" in screen_text(app)
            assert "cannot record" in str(app.screen.query_one(Headline).render())
            await pilot.press("escape")
            await idle(pilot)


def test_every_act_is_an_entry_with_a_form_and_stands_once(site):
    site.begun()
    for what in (results.RescueGiven("IVIG"), giving.Started(1), opening.Consent("form 3")):
        made = acts_for(course(site), None)
        assert len({(act.action, act.infusion) for act in made}) == len(made)
        for act_ in made:
            known = around(site.desk(), "C-1", act_.preset)
            shape = shape_of(kind_of(act_.action), known)
            assert shape.lines[-1].name == "occurred"
        site.enter("C-1", what, recorded.at(8, 45))


async def test_a_code_scanned_into_the_menu_of_acts_picks_nothing(site):
    """The 2 of MSC24T0032 is no answer; a digit by itself is one."""
    ready(site)
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        menu(app)
        await shows(pilot, ChooseDialog)
        for key in "MSC24T0032":
            app.post_message(events.Key(key, key))
        app.post_message(events.Key("enter", "\r"))
        await pilot.pause(0.2)
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press("1")
        await shows(pilot, EntryDialog, settled=False)


async def at_stopping(pilot, site, *serials, action="stopped-early"):
    """The form in which an infusion ends; its containers were thawed for it."""
    names = ready(site, *serials)
    site.enter("C-1", giving.Cleared(1, ()), recorded.at(8, 50))
    site.enter("C-1", giving.Thawed(1, tuple(names)), recorded.at(8, 50))
    site.enter("C-1", giving.Started(1), recorded.at(8, 52))
    act(pilot.app, action, started="2024-01-29 08:52")
    await shows(pilot, EntryDialog)
    return names


def beside(app, name):
    return " ".join(str(app.screen.query_one(f"#field-{name} .said").render()).split())


async def test_a_scan_replaces_the_container_that_stands_there_and_another_ones_line_is_refused_at_once(site):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        bag, other = await at_stopping(pilot, site, "B1", "B2")
        await typed(pilot, "2024-01-29 08:58", "chills", bag)
        assert app.screen.typed()["container-1"] == bag
        assert app.screen.focused.id == "issued-1"
        await pilot.press("up")
        await typed(pilot, other)
        assert app.screen.focused.id == "container-1"
        assert f"■ STOP {other} is not the container of this line, {bag}." in beside(app, "container-1")
        await worked_out(pilot)
        assert "Container 1 refused" in flat(app)
        await pilot.press("ctrl+r")
        assert isinstance(app.screen, EntryDialog)
        await typed(pilot, bag)
        assert app.screen.typed()["container-1"] == bag
        assert beside(app, "container-1") == "as typed"
        assert app.screen.focused.id == "issued-1"


async def test_a_click_marks_what_stands_in_a_line_and_a_second_one_sets_the_cursor(site):
    app = app_of(site)
    async with app.run_test(size=(100, 30)) as pilot:
        (bag,) = await at_stopping(pilot, site, "B1")
        await pilot.click("#container-1", offset=(3, 0))
        assert app.screen.focused.selected_text == bag
        await pilot.pause(0.6)
        await pilot.click("#container-1", offset=(3, 0))
        assert app.screen.focused.selected_text == ""
        assert app.screen.focused.cursor_position == 3


async def test_a_container_that_was_not_expected_has_a_line_though_the_first_is_emptied(site):
    app = app_of(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_stopping(pilot, site, "B1")
        app.screen.set_focus(app.screen.query_one("#container-1"))
        await pilot.press("backspace", "enter")
        assert app.screen.typed()["container-1"] == ""
        assert app.screen.focused.id == "container-2"


async def test_a_volume_of_many_digits_is_seen_whole(site):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_stopping(pilot, site, "B1")
        for width in (80, 100, 120):
            await pilot.resize_terminal(width, 24)
            for part in ("issued", "infused", "left"):
                line = app.screen.query_one(f"#{part}-1", FieldInput)
                app.screen.set_focus(line)
                line.value = "100,200.75 mL"
                await pilot.pause()
                assert line.size.width >= 16
                assert f"{part}" in screen_text(app)
                assert re.search(rf"{part} +100,200\.75 mL ", screen_text(app))


async def test_all_of_it_went_in_is_refused_while_a_volume_is_left(site):
    app = app_of(site)
    async with app.run_test(size=(100, 30)) as pilot:
        (bag,) = await at_stopping(pilot, site, "B1", action="give")
        await typed(pilot, "2024-01-29 08:58")
        await pilot.press("enter", "enter")
        await typed(pilot, "17 mL", "3 mL")
        await pilot.press("right")
        await worked_out(pilot)
        assert (
            f"■ STOP Left 1: Complete says that all of it went in, but of {bag} 17 mL of 20 mL are infused"
            " and 3 mL left. Correct infused and left" in flat(app)
        )
        await pilot.press("ctrl+r")
        assert isinstance(app.screen, EntryDialog)
        assert states(site)[0] == "started"


async def test_what_is_wrong_between_fields_is_told_though_another_field_does_not_read(site):
    app = app_of(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_stopping(pilot, site, "B1")
        await typed(pilot, "2024-01-29 08:40", "chills")
        await pilot.press("enter", "enter")
        await typed(pilot, "1,4 mL")
        await worked_out(pilot)
        assert "Ended: The end, Mon 29-Jan-2024 08:40 (+0100), is not after the start" in flat(app)
        assert "Infused 1" in flat(app)
        assert "Left 1 is missing" in flat(app)


async def test_the_readings_of_an_order_say_the_total_for_the_weight_on_record_or_in_the_form(site):
    site.begun()
    site.enter("C-1", ordering.DoseChanged(1, "grown", "md-1", "O-2", None, md.read("75 kg", "body_weight")))
    app = app_of(site)
    async with app.run_test(size=(100, 30)) as pilot:
        act(app, "dose", infusion=None, from_infusion="1")
        await shows(pilot, EntryDialog)
        app.screen.query_one("#ordered", FieldInput).value = "2x106/kg"
        await worked_out(pilot)
        assert "150 million cells for 75 kg" in flat(app)
        app.screen.query_one("#dosing_weight", FieldInput).value = "80 kg"
        await worked_out(pilot)
        assert "160 million cells for 80 kg" in flat(app)
        assert "60 kg" not in flat(app)
