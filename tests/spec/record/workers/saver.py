"""A program that saves one thing after another, tells of each when it is kept, and waits to be killed.

Argument: place. Every line of its input is the name of a round: a process of its own then saves courses of
that round until it is killed, or until the record fails it; the refusal is told, and `ended` when it is gone.
"""

import os
import sys
from itertools import count

from desk import opened, report, signed_in
from recorded import at, entered, giving, plan, volume
from recorded import opened as beginning
from staff import proof
from stocked import bag

import msc_dose as md
from msc_dose.courses.events import results
from msc_dose.store import stock
from msc_dose.store.courses import begin_course

PLAN = plan()
WHOLE = (volume("20 mL"), volume("20 mL"), volume("0 mL"))


def saves(record, code):
    """A course with two bags of its own: each save, and what must be there when it was kept."""
    stocked, nurse = signed_in(record, "te-1"), signed_in(record, "rn-1")
    bags = [f"{code} 1", f"{code} 2"]
    begin_course(record, signed_in(record, "ph-1"), beginning(code, f"P-{code}"), PLAN, None, at(8))
    yield {"course": code, "events": 2}
    stock.import_containers(record, stocked, [bag(each) for each in bags])
    yield {"course": code, "events": 2, "state": "released", "containers": bags}
    stock.reserve(record, stocked, code, 1, bags)
    yield {"course": code, "events": 2, "state": "reserved", "containers": bags, "infusion": 1}
    done = giving.Completed(1, at(8, 10), at(8, 40), tuple(giving.Given(each, *WHOLE) for each in bags))
    entered(record, nurse, code, done, at(9))
    yield {"course": code, "events": 3, "state": "infused", "containers": bags, "infusion": 1}
    struck = results.EnteredInError(3, "recorded on the wrong course", "rn-2")
    entered(record, nurse, code, struck, at(9), second=proof(record, "rn-2"))
    yield {"course": code, "events": 4, "state": "reserved", "containers": bags, "infusion": 1}


def save(place, name):
    """One course after another, until the end."""
    try:
        record = opened(place)
        backend = getattr(record.database._connection, "info", None)
        report(backend=backend.backend_pid if backend else None)
        for number in count(1):
            for kept in saves(record, f"{name}-{number}"):
                report(kept=kept)
    except md.Refusal as refusal:
        report(refused=refusal.codes)


if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            try:
                save(sys.argv[1], line.strip())
            finally:
                os._exit(0)
        report(worker=worker)
        os.waitpid(worker, 0)
        report(ended=True)
