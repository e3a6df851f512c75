"""The record at the keyboard: its audit in pages and by filters, its chain verified, its copies."""

import sqlite3
import time
from pathlib import Path

import pytest

from msc_dose.store import audit
from msc_dose.store.care.backups import latest_backup
from msc_dose.store.chain import Head
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.auditing import flow
from msc_dose.tui.auditing.dialogs import FilterDialog, TextDialog
from msc_dose.tui.auditing.filters import FilterEntry, asked_of
from msc_dose.tui.auditing.flow import FoundScreen
from msc_dose.tui.auditing.work import WorkDialog
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.row_list import RowList

from .a_record import HOSTILE, a_site
from .conftest import at_rest, golden_everywhere, screen_text
from .doubled import opens, ready, types
from .driving import until


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A record whose place and head are the same in every run, so that its screens are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Head, "short", "1f7c15d3")
    made = a_site(Path())
    yield made
    made.record.close()


def record(site, who="ph-2"):
    return MscDoseApp(site.desk(who), opens="record")


async def loaded(pilot):
    app = pilot.app
    await until(pilot, lambda: app.page.loaded is not None and isinstance(app.focused, RowList))
    await until(pilot, lambda: screen_text(app).rstrip().endswith("^Q Quit"))


def shown_rows(app):
    return int(app.screen.query_one("#view").render().plain.partition(" rows")[0].split()[-1])


async def reads(pilot, *keys):
    """Press keys that end in a page to read."""
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, FoundScreen))
    await pilot.pause()
    return " ".join(screen_text(pilot.app).replace("▌", " ").split())


async def verified(pilot, head=""):
    """Verify the chain, against this head: what is said of it."""
    await pilot.press("k")
    await opens(pilot, TextDialog)
    await types(pilot, *head)
    return await reads(pilot, "ctrl+r")


def many(site, count):
    with site.record.by_itself("many people added for a test") as change:
        for number in range(count):
            row = {"code": f"xx-{number:03}", "name": "somebody", "role": "nurse", "passphrase": "none"}
            change.insert("person", **row, active=1, failures=0, failed=None)


async def test_the_audit_is_seen_at_a_glance(here):
    ready(here)
    app = record(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await golden_everywhere(pilot, "record")


async def test_the_audit_begins_without_colour_where_none_is_wanted(here, no_color, golden):
    ready(here)
    app = record(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await at_rest(pilot)
        golden(app, "record-80")


async def test_people_and_protocols_are_looked_at(here, golden):
    app = record(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("v")
        await pilot.pause()
        golden(app, "record-protocols-80")
        await pilot.press("v")
        await pilot.pause()
        golden(app, "record-people-80")
        await pilot.press("v", "escape")
        await until(pilot, lambda: app.current_mode == "today")


async def test_a_protocol_on_record_shows_its_state_and_review(here):
    here.planted(
        "protocol", hash="a1b2c3d4" * 8, name="our-own", text="", proposed_by="ph-1", approved_by="di-1",
        approved="2024-01-02T08:00:00+00:00", review="2024-01-28", withdrawn=None,
    )  # fmt: skip
    app = record(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert "▲ review passed  our-own   a1b2c3d4  Sun 28-Jan-2024  ph-1, di-1" in screen_text(app)


async def test_any_row_of_a_long_audit_is_reached_and_its_page_is_read_then(site):
    many(site, 450)
    app = record(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        assert "xx-449" in screen_text(app)
        await pilot.press("end")
        await until(pilot, lambda: "record created" in screen_text(app))
        row = app.page.query_one(RowList)
        assert row.key == "1"
        with site.record.by_itself("one more") as change:
            change.note("about", "tested")
        app.desk.moved_on()
        app.changed()
        await until(pilot, lambda: shown_rows(app) == 462)
        assert row.key == "1"
        text = await reads(pilot, "enter")
        assert text.startswith("RECORD")
        assert "ROW 1 OF THE AUDIT" in text


async def test_a_row_is_shown_whole(site):
    ready(site)
    app = record(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await loaded(pilot)
        with site.record.reading() as statements:
            row = audit.head_row(statements)
        text = await reads(pilot, "enter")
        for each in (row.hash, row.previous, row.entity, row.person, "Mon 29-Jan-2024 09:00:00 (+0100)"):
            assert each in text
        await pilot.press("escape", "down")
        text = await reads(pilot, "enter")
        assert "Old released" in text
        assert "New reserved" in text


async def test_a_secret_is_told_on_no_screen(site):
    app = record(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await loaded(pilot)
        text = await reads(pilot, "enter")
        assert "passphrase (kept secret)" in text
        assert "sha256" not in text


async def test_the_filter_asks_for_person_course_action_and_days(site):
    ready(site, "C-1", "P-1", "0001")
    site.begun("C-2", "P-2")
    app = record(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("f")
        await opens(pilot, FilterDialog)
        await types(pilot, *"ph-1", "enter", *"C-1", "enter", "enter", *"2024-01-29", "enter", *"29 Jan")
        assert "Mon 29-Jan-2024" in screen_text(app)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "■ STOP" in screen_text(app))
        await pilot.press("ctrl+u")
        await types(pilot, *"2024-01-29")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: not app.busy and shown_rows(app) == 4)
        assert "of course C-1" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: shown_rows(app) > 20)


async def test_the_quick_filter_finds_words_as_they_are_typed_and_takes_every_letter(site):
    ready(site)
    app = record(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("slash")
        await types(pilot, *"RESERVED")
        await until(pilot, lambda: shown_rows(app) == 3)
        await types(pilot, *"kvbxf")
        await until(pilot, lambda: "No row of the audit fits" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: shown_rows(app) > 10)


def test_a_day_is_taken_in_whole_by_the_sites_clocks():
    asked = asked_of(FilterEntry(entity="C-1", since="2024-03-31", until="2024-03-31"), "Europe/Berlin")
    assert (asked.until.timestamp() - asked.since.timestamp()) == 23 * 3600
    assert asked.entity == "course C-1"
    assert asked_of(FilterEntry(entity="container L1 1"), "UTC").entity == "container L1 1"


async def test_a_whole_chain_is_told_with_its_head_and_held_to_one_that_was_kept(site):
    ready(site)
    app = record(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await loaded(pilot)
        last = site.record.head()
        text = await verified(pilot)
        assert f"✓ OK THE AUDIT IS WHOLE: {last.sequence} rows" in text
        assert last.hash in text
        assert "not held to a head" in text
        await pilot.press("escape")
        text = await verified(pilot, f"{last.sequence}:{last.short}")
        assert "It holds the head that was kept" in text
        await pilot.press("escape")
        text = await verified(pilot, f"{last.sequence + 5}:{last.short}")
        assert "(audit.head)" in text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.page)
        await pilot.press("k")
        await opens(pilot, TextDialog)
        await types(pilot, *"nothing.json")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "(file.unreadable)" in screen_text(app))
        assert app.screen.text_of("text") == "nothing.json"


async def test_a_row_that_somebody_changed_in_the_file_is_told(site):
    ready(site)
    app = record(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await loaded(pilot)
        tampered(site, "UPDATE audit SET person = 'ph-2' WHERE sequence = 5")
        text = await verified(pilot)
        assert "■ STOP THE RECORD IS NOT WHAT ITS AUDIT TELLS" in text
        assert "Row 5 is not what it was" in text
        assert "(audit.broken)" in text


def tampered(site, statement):
    """Change the file as another program may, with the triggers back in their places."""
    with sqlite3.connect(site.record.database.place) as file:
        kept = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            file.execute(f"DROP TRIGGER {name}")
        file.execute(statement)
        for _, sql in kept:
            file.execute(sql)
    file.close()


async def test_a_record_whose_schema_was_altered_can_still_be_verified(site):
    app = record(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await loaded(pilot)
        with sqlite3.connect(site.record.database.place) as file:
            file.execute("DROP TABLE alert")
        file.close()
        text = await verified(pilot)
        assert "(record.altered)" in text


async def test_esc_stops_long_work_and_nothing_of_it_is_shown(site, monkeypatch):
    seen = []

    def slow(record, head, progress):
        for done in range(100_000):
            time.sleep(0.002)
            seen[:] = [done]
            progress(done, 100_000)
        return ()

    app = record(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        monkeypatch.setattr(flow.audit, "verify", slow)
        monkeypatch.setattr("msc_dose.tui.auditing.work._TOLD_EVERY", 0.0)
        await pilot.press("k")
        await opens(pilot, TextDialog)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, WorkDialog) and "of 100,000" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TextDialog))
        stopped = seen[0]
        await pilot.pause(0.1)
        assert seen[0] <= stopped + 1
        assert stopped < 99_999
        await pilot.press("escape")
        await until(pilot, lambda: not app.busy)
        assert app.screen is app.page


async def test_a_backup_is_taken_verified_and_known_from_then_on(site, tmp_path):
    app = record(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        assert "▲ no backup known" in screen_text(app)
        await pilot.press("b")
        await opens(pilot, TextDialog)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "backup Mon 29-Jan-2024 09:00" in screen_text(app))
        assert latest_backup(f"{site.record.database.place}.backups")
        assert "✓ Backup taken and verified" in " ".join(each.message for each in app._notifications)
        await pilot.press("b")
        await opens(pilot, TextDialog)
        await types(pilot, *str(tmp_path / "record.db" / "in-a-file"))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "(file.unwritable)" in screen_text(app))


async def test_everything_is_looked_at_in_one_check(site):
    ready(site)
    app = record(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await loaded(pilot)
        text = await reads(pilot, "x")
        assert "▲ CHECK The record is sound; something wants looking after." in text
        assert "record.no-backup" in text
        assert "✓ OK schema as it was shipped" in text


async def test_hostile_text_in_every_row_is_shown_and_not_obeyed(site):
    site.planted(
        "person", code=HOSTILE, name=HOSTILE, role=HOSTILE, passphrase="none", active=1, failures=0, failed=None
    )  # fmt: skip
    with site.record.by_itself(HOSTILE, HOSTILE) as change:
        change.note(HOSTILE, HOSTILE)
    app = record(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await loaded(pilot)
        seen = [screen_text(app), await reads_as_is(pilot, "enter")]
        await pilot.press("escape", "down")
        seen.append(await reads_as_is(pilot, "enter"))
        await pilot.press("escape", "v", "v")
        await pilot.pause()
        seen.append(screen_text(app))
        await pilot.press("slash")
        app.page.query_one("#find").value = HOSTILE
        await pilot.pause(0.2)
        seen.append(screen_text(app))
    for text in seen:
        assert "[B12] [/] " in text
        assert {each for each in text if safe(each) != each} <= {"\n"}


async def reads_as_is(pilot, key):
    await reads(pilot, key)
    return screen_text(pilot.app)


async def test_without_a_record_it_says_what_would_stand_here(in_colour, golden):
    app = MscDoseApp(opens="record")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "would stand here" in screen_text(app))
        await until(pilot, lambda: screen_text(app).rstrip().endswith("^Q Quit"))
        golden(app, "record-no-record-80")
        await pilot.press("k", "x", "b", "f", "slash", "v")
        assert app.screen is app.page
