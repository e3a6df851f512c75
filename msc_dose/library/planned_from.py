"""What a plan of the record is made from: the protocol in force there, and the stock that nobody holds."""

from __future__ import annotations

from typing import Any

from msc_dose.files.protocols import load_protocol
from msc_dose.library.approved import protocol_on_record
from msc_dose.store.record import Record
from msc_dose.store.site.protocols import filed
from msc_dose.store.stock import available

ON_RECORD = "record"


def protocol_of(record: Record, name: str) -> Any:
    """The approved protocol; in a training record, where none is called so, also any other."""
    with record.reading() as statements:
        known = any(each.name == name for each in filed(statements))
    return load_protocol(name) if record.training and not known else protocol_on_record(record, name)[0]


def stock_of(record: Record, said: str | None) -> Any:
    """What nobody holds in the record, where the stock is said to be the `record`; else what was said."""
    if said != ON_RECORD:
        return said
    with record.reading() as statements:
        return available(statements)
