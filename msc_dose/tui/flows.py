"""Flows: what a person does in several steps, with dialogs and the record between them.

A flow is a coroutine that runs beside the screens. While it works on the record, or has not yet shown its
next dialog, keys wait: what is typed or scanned fast reaches the dialog that it is meant for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from msc_dose.problems import Refusal
from msc_dose.store.people import prove, sign_in
from msc_dose.tui.dialogs.dialog import Dialog, Left, Work
from msc_dose.tui.dialogs.passphrase import PassphraseDialog, Recognised
from msc_dose.tui.dialogs.refused import RefusedDialog
from msc_dose.tui.in_order import OrderedKeys

if TYPE_CHECKING:
    from msc_dose.store.record import Proof, Record, Session
    from msc_dose.tui.desk import Desk

__all__ = ["Flows", "Left"]
T = TypeVar("T")


class Flows(OrderedKeys):
    """An app whose flows run one at a time."""

    desk: Desk

    def start(self, flow: Coroutine[Any, Any, Any]) -> None:
        """Run a flow. What it refuses is shown in a dialog; nothing is started while another runs."""
        if self.busy:
            flow.close()
            self.notify("Something is open still: finish it, or leave it by Esc.", markup=False)
            return
        self.busy = True
        self.begin_waiting()
        self.run_worker(self._run(flow), exit_on_error=True)

    async def _run(self, flow: Coroutine[Any, Any, Any]) -> None:
        try:
            await flow
        except Left:
            pass
        except Refusal as refusal:
            await self.refused(refusal)
        finally:
            self.busy = False
            self.desk.acting = None
            self.end_waiting()

    async def ask(self, dialog: Dialog[T]) -> T:
        """What a person answers in the dialog; Left where they cancel it."""
        self.clear_notifications()  # what was told before would lie over the dialog
        self.end_waiting_when_shown(dialog)
        answer = await self.push_screen_wait(dialog)
        self.begin_waiting()
        if answer is None:
            raise Left
        return answer

    async def ask_doing(self, dialog: Dialog[T], work: Work[T]) -> T:
        """What a person answers, once the work with it is done; the dialog stays until it is, or they leave.

        What the work refuses is shown in the dialog.
        """
        dialog.work = work
        return await self.ask(dialog)

    async def refused(self, refusal: Refusal) -> None:
        """Show every problem of a refusal until a person has read it."""
        dialog = RefusedDialog(refusal)
        self.clear_notifications()
        self.end_waiting_when_shown(dialog)
        await self.push_screen_wait(dialog)
        self.begin_waiting()

    async def doing(self, work: Callable[[], T]) -> T:
        """The answer of something that takes a while, worked out in a thread; it may raise Refusal."""
        return await asyncio.to_thread(work)

    async def signed_in(self) -> Session:
        """Who is signed in; whoever is not is asked to sign in first. Refusal `screens.read-only`."""
        self.desk.check_may_change()
        session = await self.doing(self.desk.whose)
        self.desk.acting = session or await self.sign_in_now()
        return self.desk.acting

    async def sign_in_now(self, code: str = "") -> Session:
        """Ask for a code and its passphrase until they fit together."""
        self.desk.check_may_change()
        record, problem = self.desk.open_record, None
        while True:
            said = await self.ask(PassphraseDialog("Sign in", code, problem=problem))
            try:
                self.desk.session = session = await self.doing(partial(_kept, self.desk, record, said))
            except Refusal as refusal:
                problem, code = refusal, said.code
            else:
                self.show_header()
                return session

    async def proven(self, code: str, why: str) -> Proof:
        """The proof that a person signs now: their passphrase, asked for until it fits.

        With an empty `code` whoever signs gives their code too; `why` says what is signed.
        """
        self.desk.check_may_change()
        record, problem, fixed = self.desk.open_record, None, bool(code)
        while True:
            said = await self.ask(PassphraseDialog(why, code, fixed=fixed, problem=problem))
            try:
                return await self.doing(partial(prove, record, said.code, said.passphrase))
            except Refusal as refusal:
                problem, code = refusal, said.code

    def show_header(self) -> None:
        """Show anew who is signed in, and what is next."""
        raise NotImplementedError


def _kept(desk: Desk, record: Record, said: Recognised) -> Session:
    """The session of whoever gave the right passphrase, kept as the desk keeps it."""
    session = sign_in(record, said.code, said.passphrase)
    desk.keeper.keep(record, session)
    return session
