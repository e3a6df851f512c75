"""A full ward in which every text that is shown is hostile: what the door lets in, and what was planted past it."""

from __future__ import annotations

import json

import recorded

from msc_dose.courses.events import dating, opening, ordering, results
from msc_dose.files.settings import Settings

from .a_record import HOSTILE, document

MARKUP = "[B12] [/] [@click=app.quit]x[/]"
LONG = "W" * 300
PLANTED = f"{HOSTILE} \x07 \u2066\u200b \n next {LONG}"


def hostile(site):
    """Add to a ward: C-Z1 with markup in every text of its own, and what another program may have written."""
    _through_the_door(site)
    _past_the_door(site)
    return site


def settings(folder):
    """The site's settings: days closed for reasons like markup."""
    path = folder / "closed.csv"
    path.write_text(f"date,reason\n2024-01-31,{MARKUP}\n2024-02-01,[/]\n", encoding="utf-8")
    return Settings(closed=str(path))


def _through_the_door(site):
    """Brackets and long words are text like any other: the door lets them in."""
    site.begun("C-Z1", "P-Z1")
    site.stocked("Z01")
    site.reserved("C-Z1", 1, "MSC24A Z01")
    note = f"{MARKUP} {LONG}"
    site.enter("C-Z1", opening.Consent(note))
    site.enter("C-Z1", ordering.OrderAmended("O-1", note, "dr-lee", note), by="ph-1")
    site.enter("C-Z1", dating.Arranged(1, time="12:00", place=MARKUP, needs=("[B12]", "[/]", "W" * 80)))
    site.enter("C-Z1", dating.Moved(2, recorded.START.replace(month=3, day=1), "this-one", note))
    site.enter("C-Z1", results.RescueGiven(MARKUP))
    site.begun("C-Z2", "P-Z2")
    site.enter("C-Z2", dating.Held(note))


def _past_the_door(site):
    person = {"role": "nurse", "passphrase": "", "active": 1, "failures": 0, "failed": None}
    site.planted("person", code="zz-1", name=PLANTED, **person)
    site.planted("patient", code=PLANTED, identifiers=document({"name": PLANTED}))
    site.planted("course", code=f"Z{PLANTED}", recipient=PLANTED, training=1)
    event = {"course": f"Z{PLANTED}", "number": 1, "type": PLANTED, "person": PLANTED}
    site.planted("event", **event, recorded=recorded.at(8).isoformat(), document=document({"no": PLANTED}))
    for key in ("ZZ 1", f"Z{PLANTED}"):
        row = {"identity": key, "lot": PLANTED, "recipient": PLANTED, "expiry": PLANTED, "position": PLANTED}
        site.planted("container", key=key, **row, state="released", document=document({"no": PLANTED}))
    site.planted(
        "protocol", hash="f" * 64, name=PLANTED, text=PLANTED, proposed_by="ph-1", approved_by=None,
        approved=None, review="2025-01-01", withdrawn=None,
    )  # fmt: skip
    site.planted(
        "signature", number=90, person="rn-1", name=PLANTED, role=PLANTED, meaning="urgent, not double-checked",
        entity="dose C-Z1 1", hash="0" * 64, shown="{}", reason=PLANTED, at="2024-01-29T08:00:00+00:00",
        utc_offset="+01:00",
    )  # fmt: skip
    with site.record.by_itself("planted for a test", PLANTED) as change:
        change.append(
            "step", container="MSC24A 001", name="quarantine", course=PLANTED, infusion=1, event=None,
            at="2024-01-29T08:00:00+00:00", person=PLANTED, reason=PLANTED,
        )  # fmt: skip
        row = dict(change.statements.one("stock_one", key="MSC24A Z01"))
        held = json.loads(row["document"]) | {"position": PLANTED}
        row = {name: value for name, value in row.items() if name not in ("course", "infusion", "judged")}
        change.update("container", row, document=json.dumps(held), position=PLANTED)
