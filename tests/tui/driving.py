"""What a person does at the keyboard, in words."""

from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import FieldInput
from msc_dose.tui.widgets.headline import Headline

CASE = {
    "weight": "60 kg",
    "start": "2027-01-29",
    "window": "3",
    "open": "mon-fri",
}
CASE_CHOICES = {"basis": "actual", "counts": "viable", "interval": "calendar-month"}


async def put_into(pilot, **texts):
    """Put texts into fields at once; the focus stays in the last of them."""
    for name, text in texts.items():
        field(pilot.app, name).focus()
        field(pilot.app, name).value = text
        await pilot.pause()


def field(app, name):
    return app.screen.query_one(f"#{name}", FieldInput)


def headline(app):
    band = app.screen.query_one(Headline)
    return str(band.render()) if band.display else ""


async def plan_the_case(pilot, protocol="sjogren-itp-msc-monthly", version=None, **other):
    """The plan screen with the case filled in."""
    await pilot.press("f9")
    await pilot.pause()
    screen = pilot.app.screen
    screen.query_one("#protocol").value = protocol
    await pilot.pause()
    for name, value in (CASE_CHOICES | {"version": version}).items():
        choice = screen.query_one(f"#{name}", Choice)
        if value in choice._options:
            choice.value = value
    for name, text in (CASE | other).items():
        screen.query_one(f"#{name}", FieldInput).value = text
    await pilot.pause()
    return screen


async def until(pilot, condition, seconds=10):
    """Wait until something holds that a thread or a flow brings about."""
    for _ in range(int(seconds / 0.02)):
        await pilot.pause(0.02)
        if condition():
            await pilot.pause()  # what brought it about may not be painted yet
            return
    raise AssertionError(f"it never came about; the screen:\n{_shown(pilot.app)}")


def _shown(app):
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
