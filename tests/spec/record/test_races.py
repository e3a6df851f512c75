"""Six programs at one record at once: no container twice, no entry lost, and whoever was slower is told.

`MSC_DOSE_RACES` says how many containers are taken and how many edits are made, as `150/300` (60/120 if it is
not set). `MSC_DOSE_SEED` repeats a run of chance as far as the machine repeats it; every run prints its seed.
"""

import os
import random

import pytest
from contents import agreement
from crews import reports
from foreign import another_program
from recorded import begun
from staff import staffed
from stocked import bag

from msc_dose.courses.events import results
from msc_dose.store import audit, stock
from msc_dose.store.courses import events_of

SIX = ("ph-1", "ph-2", "te-1", "di-1", "rn-1", "rn-2")
CONTAINERS, EDITS = (int(number) for number in os.environ.get("MSC_DOSE_RACES", "60/120").split("/"))


@pytest.fixture
def chance():
    seed = int(os.environ.get("MSC_DOSE_SEED") or random.randrange(10**6))
    print(f"MSC_DOSE_SEED={seed}")
    return random.Random(seed)


def twice(place):
    """Every container that is held more than once, as another program counts it."""
    asked = "SELECT container FROM holding WHERE freed IS NULL GROUP BY container HAVING count(*) > 1"
    with another_program(place) as connection:
        return connection.execute(asked).fetchall()


def test_six_who_look_at_old_lists_take_each_container_once(record, place, chance):
    staff = staffed(record)
    bags = [bag(f"MSC24A {number:04}") for number in range(1, CONTAINERS + 1)]
    stock.import_containers(record, staff["te-1"], bags)
    lines = [(place, person, f"W{number}", chance.randrange(10**6)) for number, person in enumerate(SIX, 1)]
    told = [each for lines in reports("taker", lines) for each in lines]
    done = [each for each in told if not each["refused"]]
    assert {code for each in told for code in each["refused"]} == {"container.held"}
    taken = {
        identity: (STATE[each["deed"]], each["course"], each["infusion"])
        for each in done
        for identity in each["containers"]
    }
    assert len(taken) == sum(len(each["containers"]) for each in done) == CONTAINERS
    assert twice(place) == []
    with record.reading() as statements:
        stands = {
            each.identity: (each.state, each.course, each.infusion) for each in stock.listed(statements)
        }
    assert stands == taken
    assert (agreement(record), audit.verify(record)) == ([], ())


STATE = {"reserve": "reserved", "give": "infused"}


def test_of_six_who_edit_one_course_again_and_again_each_edit_is_kept_or_told_of_a_conflict(
    record, place, chance
):
    staff = staffed(record)
    seen = begun(record, staff["ph-1"])
    share = EDITS // len(SIX)
    lines = [
        (place, person, "C-1", chance.randrange(10**6), share, ("again", "next")[number % 2])
        for number, person in enumerate(SIX)
    ]
    told = [each for lines in reports("editor", lines) for each in lines]
    kept = {each["number"]: each["text"] for each in told if not each["refused"]}
    refused = [each for each in told if each["refused"]]
    assert len(kept) + len(refused) == EDITS
    assert {code for each in refused for code in each["refused"]} == {"course.changed-meanwhile"}
    with record.reading() as statements:
        events = events_of(statements, "C-1")
    entries = {each.number: each.what.text for each in events if isinstance(each.what, results.Deviation)}
    assert entries == kept
    assert sorted(kept) == list(range(seen + 1, len(events) + 1))
    assert len(set(kept.values())) == len(kept)
    assert (agreement(record), audit.verify(record)) == ([], ())
