"""Checks at the keyboard: the queue, the blind re-entry, what it comes to, urgency and co-signatures."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import recorded

import msc_dose as md
from msc_dose.courses.events import ordering
from msc_dose.courses.events.ordering import OrderCancelled
from msc_dose.store.courses import course_on_record
from msc_dose.store.verifications import declare_urgent, owed, prepared, verification_of, waiting
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.checking.dialogs import OutcomeDialog, WhyDialog
from msc_dose.tui.checking.flow import verify_dose
from msc_dose.tui.checking.queue import queue_of
from msc_dose.tui.checking.reentry import ReentryEntry, answer_reentry
from msc_dose.tui.checking.reentry_dialog import ReentryDialog
from msc_dose.tui.checking.standing import StandingScreen
from msc_dose.tui.dialogs.passphrase import PassphraseDialog
from msc_dose.tui.dialogs.refused import RefusedDialog
from msc_dose.tui.safe import safe

from .a_record import HOSTILE, passphrase_of
from .conftest import at_rest, golden_everywhere, screen_text
from .doubled import declares, every_state, opens, raised, re_enters, ready, signs, types
from .driving import until


def state_of(site, code="C-1", infusion=1):
    with site.record.reading() as statements:
        return verification_of(
            statements, course_on_record(statements, code), infusion, site.record.now()
        ).state


def checks(site, who="ph-2"):
    return MscDoseApp(site.desk(who), opens="checks")


async def loaded(pilot):
    app = pilot.app
    await until(pilot, lambda: app.page.loaded is not None and app.focused is not None)
    await until(pilot, lambda: screen_text(app).rstrip().endswith("^Q Quit"))


async def painted(pilot, text):
    """Wait until a text stands on the screen, and the footer beneath it."""
    app = pilot.app
    await until(pilot, lambda: text in screen_text(app) and screen_text(app).rstrip().endswith("^Q Quit"))
    await pilot.pause()


async def now_is(site, app, who):
    """Somebody else signs in at this terminal."""
    app.desk.keeper.forget(site.record)
    app.desk.keeper.keep(site.record, site.session(who))
    app.desk.whose()


async def test_the_queue_shows_where_each_check_stands(site):
    every_state(site)
    site.clock.now += timedelta(days=2)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await golden_everywhere(pilot, "checks")


async def test_the_re_entry_echoes_what_is_read_and_offers_every_reading(site):
    bag = ready(site)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await re_enters(pilot, [bag], dose="2x106/kg")
        await golden_everywhere(pilot, "checks-reentry")


async def test_enter_leaves_an_unclear_weight_for_the_next_field_and_only_down_goes_to_its_readings(site):
    bag = ready(site)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await re_enters(pilot, [bag], weight="60,5 kg")
        assert app.screen.entry().weight == "60,5 kg"
        assert app.screen.entry().containers[0] == bag


async def test_a_dose_whose_weight_is_too_old_waits_and_is_refused_before_anything_is_typed(site):
    plan = recorded.plan()
    plan = replace(plan, course_rules=replace(plan.course_rules, weight_valid_days=7))
    opened = recorded.opened("C-1", "P-1")
    recorded.begin_course(site.record, site.session("ph-1"), opened, plan, None, recorded.at(8))
    order = recorded.ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1")
    recorded.append_event(site.record, site.session("ph-1"), "C-1", order, 2, recorded.at(8, 30))
    site.reserved("C-1", 1, *site.stocked("0001"))
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        first = next(line for line in screen_text(app).splitlines() if "1/4" in line)
        assert first.split()[1:3] == ["NOT", "YET"]
        assert first.rstrip().endswith("no weight")
        app.start(verify_dose(app, "C-1", 1))
        await until(pilot, lambda: "verify.weight-stale" in screen_text(app))
        assert isinstance(app.screen, RefusedDialog)
        await pilot.press("escape")
        await until(pilot, lambda: not app.busy)
        site.enter("C-1", ordering.Weighed(md.read("60 kg", "body_weight")))
        await app._look()
        await painted(pilot, "TO CHECK")


async def test_a_dispute_shows_both_sides_beside_each_other(site):
    every_state(site)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        app.page.query_one("#queue").go_to("C-3 1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StandingScreen))
        await pilot.pause()
        await golden_everywhere(pilot, "checks-dispute")


async def test_the_checks_begin_without_colour_where_none_is_wanted(site, no_color, golden):
    every_state(site)
    site.clock.now += timedelta(days=2)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await at_rest(pilot)
        golden(app, "checks-80")


async def test_nothing_to_verify_teaches_what_would_stand_here(site, golden):
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await painted(pilot, "Nothing waits for a check")
        golden(app, "checks-empty-80")
        await pilot.press("s", "d", "o", "enter")
        assert app.screen is app.page


async def test_the_keyboard_alone_verifies_a_dose(site):
    bag = ready(site)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await re_enters(pilot, [bag])
        await signs(pilot, "ph-2")
        await until(pilot, lambda: state_of(site) == "verified")
        await until(pilot, lambda: "✓ VERIFIED: C-1, infusion 1" in told(app))
        assert "by ph-2, Mon 29-Jan-2024 09:00 CET" in told(app)


async def test_no_value_of_the_first_entry_is_on_any_screen_before_the_two_agree(site):
    bag = ready(site, weight="61.7 kg")
    app = checks(site)
    seen = []
    async with app.run_test(size=(120, 40)) as pilot:
        await loaded(pilot)
        seen.append(screen_text(app))
        await pilot.press("enter")
        await opens(pilot, ReentryDialog)
        seen.append(screen_text(app))
        await pilot.press("escape")
        await re_enters(pilot, ["L9 99"], weight="55 kg", dose="3 million viable MSC/kg")
        seen.append(screen_text(app))
        await pilot.press("ctrl+r")
        await opens(pilot, PassphraseDialog)
        seen.append(screen_text(app))
        await types(pilot, *passphrase_of("ph-2"))
        await pilot.press("ctrl+r")
        await opens_outcome(pilot)
        seen.append(screen_text(app))
        assert "dose ordered, dosing weight, containers differ" in screen_text(app)
        assert "55" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "▲ DIFFERS" in screen_text(app))
        seen.append(screen_text(app))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, StandingScreen))
        await pilot.pause()
        seen.append(screen_text(app))
    first = ("61.7", "123.4", "2 million", "2,000,000", bag, "0001", "dr-lee", "O-1", "MSC24A", "actual\n")
    assert [(at, value) for at, text in enumerate(seen) for value in first if value in text] == []


async def opens_outcome(pilot):
    await until(pilot, lambda: isinstance(pilot.app.screen, OutcomeDialog))
    await pilot.pause()


async def test_a_second_mismatch_shows_both_sides_and_the_dose_is_in_dispute(site):
    bag = ready(site)
    app = checks(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await loaded(pilot)
        for who in ("ph-2", "md-1"):
            await now_is(site, app, who)
            await re_enters(pilot, [bag], weight="66.6 kg")
            await signs(pilot, who)
            await opens_outcome(pilot)
            shown = screen_text(app)
            assert ("66.6 kg" in shown, "60 kg" in shown) == ((who == "md-1"),) * 2
            await pilot.press("escape")
            await until(pilot, lambda: not app.busy)
        assert re.search(r"dosing weight +60 kg +66\.6 kg", shown)
        assert "re-entered by md-1" in shown
        assert state_of(site) == "disagreed-twice"
        await until(pilot, lambda: "■ DISPUTE" in screen_text(app))


async def test_whoever_planned_the_course_is_refused_before_they_type_and_another_person_signs_in(site):
    ready(site)
    app = checks(site, "ph-1")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, RefusedDialog))
        await pilot.pause()
        assert "(verify.same-person)" in screen_text(app)
        await pilot.press("escape", "ctrl+o")
        await until(pilot, lambda: app.desk.session is None and not app.busy)
        await pilot.press("s")
        await opens(pilot, PassphraseDialog)
        await types(pilot, *"ph-2", "enter", *passphrase_of("ph-2"))
        await pilot.press("ctrl+r")
        await opens(pilot, ReentryDialog)
        assert app.desk.session.person == "ph-2"


async def test_an_administrator_verifies_nothing(site):
    ready(site)
    app = checks(site, "ad-1")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RefusedDialog))
        await pilot.pause()
        assert "(people.role)" in screen_text(app)


async def test_an_urgent_dose_needs_a_reason_and_its_course_typed_and_stays_owed_until_it_is_co_signed(site):
    bag = ready(site)
    app = checks(site, "rn-1")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await declares(pilot, "", "C-2")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "(confirm.other-word)" in screen_text(app))
        assert "(value.missing)" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: not app.busy)
        await declares(pilot, "nobody else on duty", "C-1")
        await signs(pilot, "rn-1")
        await until(pilot, lambda: state_of(site) == "urgent")
        await until(pilot, lambda: "! OWED" in screen_text(app))
        assert "nobody else on duty" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RefusedDialog))
        await pilot.press("escape")
        await now_is(site, app, "ph-2")
        await re_enters(pilot, [bag])
        await signs(pilot, "ph-2")
        await until(pilot, lambda: state_of(site) == "verified")
        await until(pilot, lambda: "✓ CO-SIGNED: C-1" in told(app))


async def test_a_check_that_the_dose_raises_asks_its_reason_once_the_re_entry_agrees(site):
    bag = ready(site)
    raised(site)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await re_enters(pilot, [bag], weight="62 kg")
        await signs(pilot, "ph-2")
        await opens(pilot, WhyDialog)
        await pilot.pause()
        assert "▲ CHECK" in screen_text(app)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "(value.missing)" in screen_text(app))
        for _ in app.screen.query("FieldInput"):
            await types(pilot, *"dr-lee agrees", "enter")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: state_of(site) == "verified")


async def test_bags_are_scanned_one_behind_the_other_into_as_many_lines_as_there_are_bags(site):
    bag = ready(site)
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        bags = [f"MSC24A {number:04}" for number in range(1, 6)]
        await re_enters(pilot, bags)
        assert app.screen.entry().containers[:5] == tuple(bags)
        assert bag in bags


async def test_a_dose_that_nobody_can_verify_yet_stands_there_and_says_why(site):
    site.begun()
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        assert "· NOT YET" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "waits for containers: nobody can verify it yet" in told(app))
        assert app.screen is app.page


async def test_the_cursor_begins_on_the_first_dose_that_can_be_checked(site):
    site.begun("C-1", "P-1")
    ready(site, "C-2", "P-2", "0002", start=site.clock.now.date() + timedelta(days=3))
    app = checks(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        assert "NOT YET" in screen_text(app)
        assert app.screen.loaded.queue[0].course == "C-1"
        assert app.screen.here.course == "C-2"


def told(app):
    """What the notifications say, which are set over the screen."""
    return " ".join(each.message for each in app._notifications)


def words(app):
    """What is shown, without the lines in which it is set and the borders around them."""
    return " ".join(re.sub(r"[▌▐│▎▊]", " ", screen_text(app)).split())


async def test_hostile_text_in_the_queue_is_shown_and_not_obeyed(site):
    ready(site)
    site.planted(
        "signature", number=1, person="rn-1", name=HOSTILE, role="nurse", meaning="urgent, not double-checked",
        entity="dose C-1 1", hash="0" * 64, shown="{}", reason=HOSTILE, at="2024-01-29T08:00:00+00:00",
        utc_offset="+01:00",
    )  # fmt: skip
    app = checks(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await loaded(pilot)
        assert safe(HOSTILE) in words(app)
        await pilot.press("o")
        await pilot.pause(0.3)
        for text in (screen_text(app),):
            assert {each for each in text if safe(each) != each} <= {"\n"}


async def test_without_a_record_it_says_what_would_stand_here(in_colour, golden):
    app = MscDoseApp(opens="checks")
    async with app.run_test(size=(80, 24)) as pilot:
        await painted(pilot, "would stand here")
        golden(app, "checks-no-record-80")


def queue(site):
    with site.record.reading() as statements:
        codes = [row["code"] for row in statements.all("every_course")]
        courses = [course_on_record(statements, code) for code in codes]
        now = site.record.now()
        wait = waiting(statements, courses, now)
        return queue_of(courses, wait, owed(statements), prepared(statements), now)


def test_what_is_owed_stands_first_then_the_earliest_and_within_a_day_the_most_urgent(site):
    every_state(site)
    found = queue(site)
    assert [(each.course, each.state) for each in found[:7]] == [
        ("C-4", "owed"),
        ("C-3", "dispute"),
        ("C-2", "differs"),
        ("C-5", "void"),
        ("C-1", "open"),
        ("C-6", "open"),
        ("C-7", "not yet"),
    ]
    assert found[5].next.startswith("EXCEPTIONAL RELEASE: ")
    assert found[6].next == "waits for an order and containers"
    assert [each.date for each in found[1:]] == sorted(each.date for each in found[1:])


def test_a_cancelled_order_is_no_order(site):
    ready(site)
    site.enter("C-1", OrderCancelled("O-1", "another drug"), by="md-1")
    assert queue(site)[0].lacking == ("an order",)


def test_a_dose_that_is_not_to_come_any_more_still_owes_its_co_signature(site):
    ready(site)
    declare_urgent(site.record, site.proof("rn-1"), "C-1", 1, "nobody else on duty")
    with site.record.reading() as statements:
        course = course_on_record(statements, "C-1")
        found = queue_of([course], [], owed(statements), (), site.record.now() + timedelta(days=3))
    assert [(each.key, each.state, each.days) for each in found] == [("C-1 1", "owed", 3)]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"value.missing"}),
        ({"infusion": "one"}, {"event.number"}),
        ({"ordered": "2x106/kg"}, {"notation.lost-superscript"}),
        ({"weight": "70,5 kg"}, {"notation.decimal-comma"}),
        ({"counts": "all"}, {"count.mixed"}),
        ({"basis": None}, {"value.missing"}),
    ],
)
def test_what_cannot_be_read_is_no_re_entry(given, codes):
    whole = {
        "infusion": "1",
        "ordered": "2e6 viable MSC/kg",
        "weight": "60 kg",
        "basis": "actual",
        "containers": (" L1 1 ", ""),
    }
    answer = answer_reentry(ReentryEntry(**(whole | given)) if given else ReentryEntry())
    assert answer.result is None
    assert {problem.code for problem in answer.problems} == codes
    made = answer_reentry(ReentryEntry(**whole)).result
    assert (made.counts, made.containers, made.infusion) == ("viable", ("L1 1",), 1)


def test_a_re_entry_says_a_total_for_the_weight_typed_in_it_alone():
    for weight, said in (("", []), ("70,5 kg", []), ("75 kg", ["150 million", "15,900"])):
        reasons = [
            each.reason for each in answer_reentry(ReentryEntry(ordered="2x106/kg", weight=weight)).readings
        ]
        assert not any("60 kg" in each for each in reasons)
        assert [each for each in reasons if " for " in each] == [
            each for each, total in zip(reasons, said, strict=False) if f"{total} cells for 75 kg" in each
        ]
        assert len([each for each in reasons if " for " in each]) == len(said)
