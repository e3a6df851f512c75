"""`kill -9` at random moments: what was acknowledged is there, and what was not is there whole or not at all.

One record lives through every kill. `MSC_DOSE_KILLS` says how often, as `200/12` on SQLite and on PostgreSQL;
`MSC_DOSE_SEED` repeats the chances, as far as the machine repeats the moments.
"""

import json
import os
import random
import signal
import time

import pytest
from contents import agreement
from crews import crew
from servers import Server
from staff import MONDAY, staffed

import msc_dose as md
from msc_dose.store import audit, stock
from msc_dose.store.courses import codes, events_of
from msc_dose.store.record import create_record, open_record

KILLS = dict(zip(("sqlite", "postgres"), os.environ.get("MSC_DOSE_KILLS", "20/3").split("/"), strict=True))
SAVED_BEFORE = 12  # at most so many saves are awaited before a kill
A_SAVE = 0.03  # seconds, about: a kill falls somewhere in the next one or two

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGKILL"), reason="nothing is killed here without SIGKILL"
)


def clock():
    return MONDAY


class Nursery:
    """The worker that makes a process for every round, and what that process told."""

    def __init__(self, process):
        self.process = process

    def begin(self, name):
        self.kept, self.refused, self.worker, self.backend, self.gone = [], (), None, None, False
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        while self.worker is None:
            self._take()

    def _take(self):
        text = self.process.stdout.readline()
        assert text, "the worker is gone"
        line = json.loads(text)
        self.gone = "ended" in line
        self.worker = line.get("worker", self.worker)
        self.backend = line.get("backend", self.backend)
        self.refused = line.get("refused", self.refused)
        if "kept" in line:
            self.kept.append(line["kept"])

    def wait_for(self, saves):
        """Until so many saves are acknowledged."""
        while len(self.kept) < saves and not self.gone:
            self._take()

    def end(self):
        """Until the process is gone, however it ends."""
        while not self.gone:
            self._take()


def kill_worker(nursery, server):
    os.kill(nursery.worker, signal.SIGKILL)


def kill_backend(nursery, server):
    """The process of the server that works for the worker; the server then recovers by itself."""
    while nursery.backend is None and not nursery.gone:
        nursery._take()
    os.kill(nursery.backend, signal.SIGKILL)


def kill_server(nursery, server):
    """The whole server, as when the power fails; it is started again."""
    server.kill()
    server.start()


def check(record, name, acknowledged, head):
    """What the round left in the record; the head that the next round must still find."""
    last = {kept["course"]: kept for kept in acknowledged}
    with record.reading() as statements:
        there = [code for code in codes(statements) if code.startswith(f"{name}-")]
        assert set(last) <= set(there)
        assert len(there) <= len(last) + 1
        for code in there:  # both bags are taken by a save, or neither
            one, other = (stock.find(statements, f"{code} {number}") for number in (1, 2))
            assert (one and one.state) == (other and other.state)
        for code, kept in last.items():
            # The save after the last acknowledged one was kept, or was not: nothing else is possible.
            further = code == acknowledged[-1]["course"]
            assert len(events_of(statements, code)) - kept["events"] in ((0, 1) if further else (0,))
            for identity in kept.get("containers", ()):
                found = stock.find(statements, identity)
                allowed = (kept["state"], *(NEXT[kept["state"], kept["events"]] if further else ()))
                assert found is not None
                assert found.state in allowed
    assert agreement(record, f"{name}-") == []
    assert audit.verify(record, head) == ()
    return record.head()


NEXT = {
    ("released", 2): ("reserved",),
    ("reserved", 2): ("infused",),
    ("infused", 3): ("reserved",),
    ("reserved", 4): (),
}


def live_through(place, ways, times, server=None):
    """Kill so many times in these ways, one after another, and look at the record after each."""
    seed = int(os.environ.get("MSC_DOSE_SEED") or random.randrange(10**6))
    print(f"MSC_DOSE_SEED={seed}")
    chance = random.Random(seed)
    record = create_record(place, "Europe/Berlin", training=True, clock=clock)
    staffed(record)
    head, acknowledged = record.head(), 0
    record.close()
    with crew("saver", [(place,)]) as (process,):
        nursery = Nursery(process)
        for number in range(times):
            name = f"R{number}"
            nursery.begin(name)
            nursery.wait_for(chance.randrange(SAVED_BEFORE))
            time.sleep(chance.uniform(0, 2 * A_SAVE))
            ways[number % len(ways)](nursery, server)
            nursery.end()
            assert set(nursery.refused) <= {"record.unreachable", "record.outcome-unknown"}
            record = reopened(place)
            head = check(record, name, nursery.kept, head)
            record.close()
            acknowledged += len(nursery.kept)
    print(f"{times} kills, {acknowledged} saves acknowledged, {head.sequence} rows of audit")
    record = open_record(place, clock=clock)
    assert (agreement(record), audit.verify(record, head)) == ([], ())
    record.close()


def reopened(place):
    """The record, as soon as a server that recovers lets anybody in."""
    for _ in range(1_000):
        try:
            return open_record(place, clock=clock)
        except md.Refusal as refusal:
            if refusal.codes != ("record.unreachable",):
                raise
            time.sleep(0.05)
    raise AssertionError("the record cannot be reached any more")


def test_nothing_acknowledged_is_lost_and_nothing_torn_on_sqlite(tmp_path):
    live_through(str(tmp_path / "record.db"), [kill_worker], int(KILLS["sqlite"]))


@pytest.fixture
def durable_server(server):
    """A server of its own, with the settings that outlast a power cut; `server` says whether there can be one."""
    own = Server(durable=True)
    yield own
    own.stop()


def test_nothing_acknowledged_is_lost_and_nothing_torn_on_postgres(durable_server):
    place = durable_server.address(durable_server.fresh())
    ways = [kill_worker, kill_backend, kill_server]
    live_through(place, ways, int(KILLS["postgres"]), durable_server)
