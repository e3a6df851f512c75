"""Forms that were open when the terminal was closed: kept, and offered to whoever typed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msc_dose.courses.events.giving import BedsideCheck, Cleared
from msc_dose.courses.events.kinds import KINDS, NAMES
from msc_dose.files.drafts import Draft, forget_draft
from msc_dose.scheduling import day_text
from msc_dose.tui.desk.drafts import OpenForm, keep_forms
from msc_dose.tui.dialogs.choose import ChooseDialog
from msc_dose.tui.dialogs.dialog import Left
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.entries.flow import enter
from msc_dose.tui.entries.words import title_of
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.form import Form

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

_OPTIONS = ("Bring it back into its form, to be looked at", "Throw it away")
# What was looked at beside a patient is looked at anew: it is never filled in from a file.
_NEVER = (BedsideCheck, Cleared)
_LONGEST = 60  # characters of a text in the list of what was typed


def keep_open_forms(app: MscDoseApp) -> None:
    """Keep what stands in the forms and in the entry that is open; passphrases are in neither."""
    keep_forms(app.desk, list(_open(app)))


def _open(app: MscDoseApp) -> Iterator[OpenForm]:
    for stack in app._screen_stacks.values():
        for screen in stack:
            if isinstance(screen, Form) and any(screen.typed().values()):
                yield OpenForm(screen.mode, screen.typed())
            elif isinstance(screen, EntryDialog) and screen.shape.kind not in _NEVER and screen.begun:
                name = NAMES[screen.shape.kind]
                yield OpenForm(name, screen.typed(), screen.course, screen.shape.settled)


async def offer_drafts(app: MscDoseApp, drafts: Sequence[Draft]) -> None:
    """Ask about each form that was open when the terminal was closed; Esc leaves it for the next start."""
    for draft in drafts:
        try:
            at = await app.ask(ChooseDialog(*_told(app, draft), _OPTIONS))
        except Left:
            continue
        forget_draft(draft)
        if at == 0:
            await _bring_back(app, draft)


def _told(app: MscDoseApp, draft: Draft) -> tuple[str, str]:
    """What the dialog is called, and what it says."""
    kept = draft.moment.astimezone(app.desk.now().tzinfo)
    when = f"{day_text(kept.date())} {kept:%H:%M} {kept.tzname()}"
    kind = KINDS.get(draft.form)
    if kind is None:
        what = "The plan of a course (F9)" if draft.form == "plan" else "The dose calculator (F2)"
    else:
        what = f"{title_of(kind)} of course {safe(draft.course)}"
    by = f", typed by {safe(draft.person)}," if draft.person else ""
    texts = "; ".join(safe(text) for text in draft.texts.values() if text)
    shown = texts if len(texts) <= _LONGEST else f"{texts[:_LONGEST]}…"
    said = f"{what}{by} was open when the terminal was closed on {when}.\n{shown}"
    return "NOT RECORDED: A FORM WAS OPEN", f"{said}\nNothing of it is on record."


async def _bring_back(app: MscDoseApp, draft: Draft) -> None:
    if draft.form in KINDS:
        await enter(app, draft.course, draft.form, draft.settled, draft.texts)
        return
    await app.action_go(draft.form)
    page = app.page
    if isinstance(page, Form):
        page.put(draft.texts)
