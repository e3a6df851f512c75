"""Containers for the tests of allocation: bags of viable MSC, counted after thaw."""

from datetime import date
from decimal import Decimal

from msc_dose.product.container import Container, Content, Notes
from msc_dose.quantity.amount import Amount

DAY = date(2027, 3, 1)


def cells(number, counts="viable", population="MSC", moment="after thaw"):
    return Amount("cell_count", Decimal(str(number)), 1, counts, population, moment)


def bag(
    serial,
    number,
    expiry=date(2028, 1, 1),
    *,
    lot="L1",
    recipient="unassigned",
    flags=("none known",),
    **more,
):
    """A bag `lot serial` of so many million cells."""
    content = more.pop("content", None) or Content(cells=cells(Decimal(str(number)) * 1_000_000))
    donor = "autologous" if more.pop("autologous", False) else "allogeneic unrelated"
    facts = {"type": "bag", "donor_type": donor, "status": "released", "position": "A1", "lot": lot, **more}
    notes = Notes(hypersensitivity=flags)
    return Container(content, recipient=recipient, expiry=expiry, serial=str(serial), notes=notes, **facts)


def names(containers):
    return [container.serial for container in containers]
