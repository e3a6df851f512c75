"""Keys that arrive in one packet – a macro, a scanner, a slow line – end where they would end one by one."""

import asyncio

import pytest
from textual import events
from textual.keys import _character_to_key

from msc_dose.tui.widgets.choice import Choice

from .driving import field, headline, plan_the_case, put_into

NAMED = {
    "⌫": "backspace",
    "⇥": "tab",
    "←": "left",
    "→": "right",
    "↓": "down",
    "⏎": "enter",
    "⇤": "home",
    "⇥|": "end",
}


async def burst(app, pilot, keys):
    """Send every key at once, as the terminal's driver does, and wait until all is painted."""
    for key in keys:
        name = NAMED.get(key, key)
        character = key if len(key) == 1 and key not in NAMED else None
        app.post_message(events.Key(_character_to_key(character) if character else name, character))
    await asyncio.sleep(0)
    await pilot.pause(0.5)


@pytest.mark.parametrize(
    ("keys", "weight"),
    [
        ([*"605", "⌫", *" kg", "⇥"], "60 kg"),
        ([*"6", "←", *"8", "end", *" kg"], "86 kg"),
        ([*"700", "⌫", *" kg"], "70 kg"),
        ([*"65 kg", "ctrl+u", *"70 kg"], "70 kg"),
        ([*"5 kg", "⇤", *"6", "⇥"], "65 kg"),
    ],
    ids=["deleted and left", "inserted", "deleted", "emptied", "put in front"],
)
async def test_a_field_ends_as_it_was_typed_whatever_the_speed(app, keys, weight):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, maximum="200 million cells", dose="2e6 cells/kg", weight="")
        await burst(app, pilot, keys)
        assert field(app, "weight").value == weight
        assert field(app, "maximum").value == "200 million cells"
        assert headline(app).startswith(f"DOSE {2 * int(weight[:2])} million cells")


async def test_a_whole_form_in_one_packet_lands_in_its_own_fields(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, [*"2e6 cells/kg", "⇥", *"60 kg", "⇥", "⇥", "→", "↓", "→"])
        assert (field(app, "dose").value, field(app, "weight").value) == ("2e6 cells/kg", "60 kg")
        chosen = {
            name: app.screen.query_one(f"#{name}", Choice).value for name in ("basis", "counts", "product")
        }
        assert chosen == {"basis": "actual", "counts": "viable", "product": None}
        assert headline(app).startswith("DOSE 120 million viable cells")


async def test_a_reading_is_picked_in_the_same_packet_as_its_text(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await put_into(pilot, weight="60 kg", dose="")
        await burst(app, pilot, [*"2x106/kg", "↓", "↓", "⏎"])
        assert field(app, "dose").value == "212 cells/kg"


async def test_a_whole_plan_in_one_packet_lands_in_its_own_fields(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        await burst(
            app, pilot,
            [*"sjogren-i", "⇥", *"60 kg", "⇥", *"2027-01-29", "⇥", "→", "⇥", "→", "⇥", "→", "⇥", *"3", "⇥", *"mon-fri"],
        )  # fmt: skip
        assert headline(app).startswith("DOSE 120 million viable MSC × 4 infusions")
        entry = app.screen.entry()
        assert (entry.protocol, entry.weight, entry.start) == (
            "sjogren-itp-msc-monthly",
            "60 kg",
            "2027-01-29",
        )


async def test_another_protocol_and_weight_in_one_packet_leave_nothing_of_the_plan_before(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await plan_the_case(pilot)
        screen.set_focus(screen.query_one("#protocol"))
        await burst(app, pilot, ["⇤", *"ryo", "⇥", "ctrl+u", *"70 kg", "⇥"])
        assert headline(app).startswith("DOSE 140 million viable MSC × 8 infusions")
