"""The record that is meant, opened for the screens; or why there is none to open."""

from __future__ import annotations

from msc_dose.files.settings import declared_settings
from msc_dose.library.approved import site_settings
from msc_dose.library.banner import banner
from msc_dose.library.clock import with_clock
from msc_dose.library.keeping import Keeper, WithTheTerminal
from msc_dose.problems import Refusal
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.databases.place import chosen_place
from msc_dose.store.record import open_record
from msc_dose.tui.desk.desk import Desk
from msc_dose.tui.desk.read_only import to_look_at


def open_desk(place: str | None = None, readonly: bool = False, keeper: Keeper | None = None) -> Desk:
    """The desk of the record at a place, else of the one that MSC_DOSE_DB names, else of this user's own.

    A `readonly` desk changes nothing; `keeper` keeps who is signed in, else this terminal does.

    A record that is not there, or that cannot be opened, leaves a desk without one: the calculators work,
    and the desk says why. Raises the refusals of a settings file that cannot be read.
    """
    settings = declared_settings()
    try:
        record = with_clock(open_record(chosen_place(place)))
    except Refusal as refusal:
        return Desk(why=refusal, settings=settings, keeper=keeper or WithTheTerminal(), readonly=readonly)
    with closed_on_failure(record):
        said = site_settings(record)
        desk = Desk(
            to_look_at(record) if readonly else record,
            settings=said or settings,
            banner=" ".join([*banner(record), *(["READ ONLY."] if readonly else [])]),
            keeper=keeper or WithTheTerminal(),
            readonly=readonly,
        )
        desk.whose()
        desk.moved_on()
    return desk
