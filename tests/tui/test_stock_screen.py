"""The stock: containers in pages, lots, what runs out; one container, and what is done with it."""

import json
from datetime import date

import pytest

from msc_dose.product.document import container_document
from msc_dose.store.chain import canonical
from msc_dose.store.databases.sqlite_statements import SqliteStatements
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.stock import StockScreen
from msc_dose.tui.stock.container_page import ContainerPage
from msc_dose.tui.widgets.row_list import RowList

from .a_record import HOSTILE, passphrase_of, recorded
from .conftest import at_rest, golden_everywhere, screen_text
from .driving import until

MANY = 20_000


@pytest.fixture
def stock(site):
    """Bags in states that a list or a person brings about; two courses, one with a bag reserved."""
    site.begun("C-1", "P-1")
    site.begun("C-2", "P-2", weight="90 kg")
    site.stocked("0001", "0002", "0003", "0004")
    site.stocked("0101", lot="MSC23B", expiry=date(2023, 12, 31))
    site.stocked("0201", lot="MSC24C", status="quarantined", expiry=date(2024, 3, 31))
    site.stocked("0301", lot="MSC24D", recipient="P-2", expiry=date(2024, 2, 15))
    site.reserved("C-1", 1, "MSC24A 0001")
    return site


def many(site, count=MANY):
    """So many released bags, written past the door, for it is faster."""
    like = container_document(recorded.bag("0001"))
    with site.record.by_itself("many for a test") as change:
        for number in range(count):
            lot, serial = f"MSC{number // 500:04d}", f"{number:06d}"
            bag = {**like, "lot": lot, "lot_or_din": lot, "serial": serial, "identity": f"{lot} {serial}"}
            row = {name: bag[name] for name in ("identity", "recipient", "expiry", "position")}
            change.insert(
                "container", key=bag["identity"], **row, lot=lot, state="released", document=canonical(bag)
            )


@pytest.fixture
def counted(monkeypatch):
    """Every statement that is asked, and how many rows it gave."""
    asked = []
    real = SqliteStatements.all

    def counting(self, name, /, **values):
        rows = real(self, name, **values)
        asked.append((name, len(rows)))
        return rows

    monkeypatch.setattr(SqliteStatements, "all", counting)
    return asked


async def opened(pilot, *keys):
    """The stock, and what these keys bring up."""
    await pilot.press("f5")
    await shown(pilot)
    for key in keys:
        await pilot.press(key)
        await shown(pilot)
    return pilot.app.screen


async def shown(pilot):
    """Wait until nothing is being read any more."""
    await until(pilot, lambda: not pilot.app.busy and getattr(pilot.app.screen, "loaded", True) is not None)
    await pilot.pause(0.05)


async def typed(pilot, *texts):
    """Put texts into the fields one after the other, from the one that has the focus, and do what the dialog says."""
    for number, text in enumerate(texts):
        if number:
            await pilot.press("enter")
        pilot.app.focused.value = text
    await pilot.press("ctrl+r")


async def found(pilot, text):
    """What `/` finds."""
    await pilot.press("slash")
    pilot.app.focused.value = text
    await pilot.press("enter")
    await shown(pilot)


async def act(pilot, label):
    """Choose this act of the menu by its digit."""
    await pilot.press("a")
    await until(pilot, lambda: label in screen_text(pilot.app))
    line = next(line for line in screen_text(pilot.app).splitlines() if label in line)
    await pilot.press(line.split("│")[1].strip(" >")[0])


def row(app):
    return app.screen.query_one(RowList).key


def state_of(site, identity):
    from msc_dose.library.record import find

    with site.record.reading() as statements:
        return find(statements, identity)


async def test_containers_lots_what_runs_out_and_one_container(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await golden_everywhere(pilot, "stock")
        await pilot.press("v")
        await shown(pilot)
        await golden_everywhere(pilot, "stock-lots")
        await pilot.press("v")
        await shown(pilot)
        await golden_everywhere(pilot, "stock-forecast")
        await pilot.press("v", "down", "enter")
        await shown(pilot)
        await golden_everywhere(pilot, "stock-container")
        await pilot.press("a")
        await until(pilot, lambda: "Waste it" in screen_text(app))
        await golden_everywhere(pilot, "stock-acts")
        await pilot.press("escape", "escape")
        await shown(pilot)
        assert row(app) == "MSC24A 0001"


async def test_the_stock_begins_without_colour_where_none_is_wanted(stock, no_color, golden):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await at_rest(pilot)
        golden(app, "stock-80")


async def test_an_empty_stock_says_how_containers_come_into_it(site):
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await golden_everywhere(pilot, "stock-empty")


async def test_without_a_record_it_says_what_would_stand_here():
    app = MscDoseApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: "msc-dose db init" in screen_text(app))
        await pilot.press("a", "v", "f", "slash", "enter")
        await pilot.pause()
        assert isinstance(app.screen, StockScreen)


async def test_twenty_thousand_containers_are_read_a_page_at_a_time(site, counted):
    many(site)
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        counted.clear()
        await opened(pilot)
        assert row(app) == "MSC0000 000000"
        await pilot.press("end")
        await until(pilot, lambda: row(app) == "MSC0039 019999")
        assert "MSC0039 019999" in screen_text(app)
        await pilot.press(*["pageup"] * 20)
        await until(pilot, lambda: row(app).startswith("MSC0039"))
        assert "…" not in [line.strip() for line in screen_text(app).splitlines()]
        rows = [number for name, number in counted if name.startswith("stock_page") and "counted" not in name]
        assert max(rows) <= 100
        assert sum(rows) <= 1_000
        assert not any(name in ("stock_listed", "stock_alike") for name, _ in counted)


async def test_a_page_that_is_not_read_yet_keeps_no_key_waiting(site, monkeypatch):
    from msc_dose.tui.stock import reading

    many(site, 2_000)
    app = MscDoseApp(site.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        gate = __import__("threading").Event()
        real = reading.page
        monkeypatch.setattr(reading, "page", lambda *asked: (gate.wait(10), real(*asked))[1])
        await pilot.press("end")
        await pilot.pause()
        assert ">  …" in screen_text(app)
        await pilot.press("enter", "a", "up")
        await pilot.pause()
        assert app.screen.query_one(RowList).at == 1_998
        gate.set()
        await until(pilot, lambda: row(app) == "MSC0003 001998")
        assert ">  RELEASED    MSC0003 001998" in screen_text(app)


async def test_what_is_sought_is_shown_alone_and_escape_shows_all_again(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await found(pilot, "msc24a")
        assert "SHOWN: only beginning with msc24a: 4 of 7. Esc shows all." in screen_text(app)
        await pilot.press("escape")
        await shown(pilot)
        await found(pilot, "p-2")
        assert "1 of 7" in screen_text(app)
        assert row(app) == "MSC24D 0301"
        await pilot.press("escape", "f", "2")
        await shown(pilot)
        assert "SHOWN: only quarantined: 1 of 7" in screen_text(app)
        await found(pilot, "nothing")
        assert "No container is quarantined and of that identity" in screen_text(app)
        await pilot.press("escape")
        await found(pilot, "msc24a 0003")
        assert row(app) == "MSC24A 0003"
        await pilot.press("v", "down", "enter")
        await shown(pilot)
        assert "beginning with MSC24A" in screen_text(app)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.current_mode == "today")


async def test_a_container_is_reserved_retrieved_and_returned(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "down", "down")
        assert row(app) == "MSC24A 0002"
        await act(pilot, "Reserve it")
        await typed(pilot, "C-1", "2")
        await shown(pilot)
        held = state_of(stock, "MSC24A 0002")
        assert (held.state, held.course, held.infusion) == ("reserved", "C-1", 2)
        assert ">  RESERVED    MSC24A 0002" in screen_text(app)
        assert "for C-1 no. 2" in screen_text(app)
        await act(pilot, "Retrieve it")
        await pilot.press("ctrl+r")
        await shown(pilot)
        assert state_of(stock, "MSC24A 0002").state == "retrieved"
        await act(pilot, "Return it to storage")
        await typed(pilot, "postponed")
        await shown(pilot)
        assert state_of(stock, "MSC24A 0002").state == "reserved"


async def test_what_the_record_refuses_is_shown_and_nothing_is_done(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "end")
        assert row(app) == "MSC24D 0301"
        await act(pilot, "Reserve it")
        await typed(pilot, "C-1", "2")
        await until(pilot, lambda: "container.other-recipient" in screen_text(app))
        await pilot.press("escape")
        await shown(pilot)
        assert state_of(stock, "MSC24D 0301").state == "released"


async def test_wasting_takes_a_reason_and_the_identity_typed(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await act(pilot, "Waste it (cannot be undone)")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "value.missing" in screen_text(app)
        await typed(pilot, "bag torn")
        await until(pilot, lambda: "WASTE MSC23B 0101?" in screen_text(app))
        await typed(pilot, "MSC23B 0102")
        await pilot.pause()
        assert state_of(stock, "MSC23B 0101").state == "released"
        await pilot.press("backspace", "1", "ctrl+r")
        await shown(pilot)
        assert state_of(stock, "MSC23B 0101").state == "wasted"


async def test_a_wrong_step_is_entered_in_error_by_two(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "down", "down", "enter")
        await act(pilot, "Quarantine it")
        await typed(pilot, "wrong bag")
        await until(pilot, lambda: state_of(stock, "MSC24A 0002").state == "quarantined")
        await shown(pilot)
        assert isinstance(app.screen, ContainerPage)
        await act(pilot, "Entered in error")
        await typed(pilot, "the other bag was meant")
        await until(pilot, lambda: "Type it" in screen_text(app))
        await typed(pilot, "MSC24A 0002")
        await until(pilot, lambda: "Second person" in screen_text(app))
        await typed(pilot, "ph-2", passphrase_of("ph-2"))
        await until(pilot, lambda: state_of(stock, "MSC24A 0002").state == "released")
        await until(pilot, lambda: "DOES NOT COUNT (entered in error): quarantine" in screen_text(app))


async def test_an_exceptional_release_is_signed_by_two(stock):
    app = MscDoseApp(stock.desk("ph-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await found(pilot, "MSC24C 0201")
        await act(pilot, "Exceptional release")
        await typed(pilot, "viability 62 %", "no other", "QA-17")
        await until(pilot, lambda: "First of two" in screen_text(app))
        await typed(pilot, "ph-2", passphrase_of("ph-2"))
        await until(pilot, lambda: "Second of two, with ph-2" in screen_text(app))
        await typed(pilot, "di-1", passphrase_of("di-1"))
        await until(pilot, lambda: state_of(stock, "MSC24C 0201").exceptional)
        await shown(pilot)
        assert "EXCEPTIONAL RELEASE" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "QA-17" in screen_text(app))
        assert "Person di-1 (di-1, director)" in screen_text(app)
        assert "in force" in screen_text(app)


async def test_what_another_person_does_is_seen_at_once(stock):
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "down", "down", "down")
        assert row(app) == "MSC24A 0003"
        stock.stocked("0000")
        stock.reserved("C-1", 3, "MSC24A 0003")
        await app._look()
        await until(pilot, lambda: ">  RESERVED    MSC24A 0003" in screen_text(app))


async def test_hostile_text_is_shown_for_what_it_is(stock):
    """The record's door refuses it; another program may have written it past the door."""
    like = container_document(recorded.bag("0009"))
    rows = {
        "MSC24E 0001": {**like, "position": HOSTILE},
        f"MSC24F {HOSTILE}": {**like, "recipient": HOSTILE, "content": HOSTILE},
        f"{HOSTILE} 1": None,
    }
    for identity, document in rows.items():
        stock.planted(
            "container", key=identity.upper(), identity=identity, lot=HOSTILE, recipient=HOSTILE, expiry=HOSTILE,
            position=HOSTILE, state="released", document=json.dumps(document, ensure_ascii=False),
        )  # fmt: skip
    with stock.record.by_itself("planted for a test") as change:
        change.append(
            "step", container="MSC24A 0002", name="quarantine", course=HOSTILE, infusion=1, event=None,
            at="2024-01-29T08:00:00+00:00", person=HOSTILE, reason=HOSTILE,
        )  # fmt: skip
    app = MscDoseApp(stock.desk("te-1"))
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert "record.damaged" in screen_text(app)
        assert "[B12] [/] <U+001B>[31m" in screen_text(app)
        _nothing_hidden(app)
        for _ in range(2):
            await pilot.press("v")
            await shown(pilot)
            _nothing_hidden(app)
        await pilot.press("v")
        await found(pilot, "MSC24A 0002")
        await pilot.press("enter")
        await until(pilot, lambda: "STEPS" in screen_text(app))
        assert f"by {safe(HOSTILE)[:20]}" in screen_text(app)
        _nothing_hidden(app)
        await pilot.press("a")
        await pilot.pause(0.2)
        _nothing_hidden(app)


def _nothing_hidden(app):
    text = screen_text(app)
    assert {character for character in text if safe(character) != character} == {"\n"}
