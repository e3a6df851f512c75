"""A person with an old list of the whole stock, who reserves and gives containers of it as if all were free.

Arguments: place, person, name of the worker (its courses begin with it), seed.
"""

import random
import sys

from desk import opened, ready, report, signed_in
from recorded import at, begun, giving, volume

import msc_dose as md
from msc_dose.store import stock
from msc_dose.store.courses import append_event

CALENDAR = (1, 2, 3, 4)  # the infusions of a course
WHOLE = (volume("20 mL"), volume("20 mL"), volume("0 mL"))


class Taker:
    def __init__(self, place, person, name, seed):
        self.record, self.name = opened(place), name
        self.session = signed_in(self.record, person)
        self.chance = random.Random(int(seed))
        self.may_reserve = self.session.role != "nurse"
        self.courses = 0
        self.begin()
        with self.record.reading() as statements:
            self.seen = [each.identity for each in stock.listed(statements)]

    def begin(self):
        """A course of one's own; infusions are given in its order."""
        self.courses += 1
        self.code = f"{self.name}-{self.courses}"
        self.events = begun(self.record, self.session, self.code, f"P-{self.name}")
        self.infusion = 1

    def take(self, identities):
        """Reserve or give; whether it was done."""
        reserves = self.may_reserve and self.chance.random() < 0.5
        deed = self.reserve if reserves else self.give
        said = {
            "deed": deed.__name__,
            "course": self.code,
            "infusion": self.infusion,
            "containers": identities,
        }
        try:
            deed(identities)
        except md.Refusal as refusal:
            report(**said, refused=refusal.codes)
            return False
        report(**said, refused=[])
        if not reserves:
            self.infusion += 1
            if self.infusion > CALENDAR[-1]:
                self.begin()
        return True

    def reserve(self, identities):
        stock.reserve(self.record, self.session, self.code, self.infusion, identities)

    def give(self, identities):
        given = tuple(giving.Given(identity, *WHOLE) for identity in identities)
        what = giving.Completed(self.infusion, at(8, 10), at(8, 40), given)
        append_event(self.record, self.session, self.code, what, self.events, at(9))
        self.events += 1

    def work(self):
        """Through the old list in an order of one's own, by twos and threes, then what was refused singly."""
        self.chance.shuffle(self.seen)
        while self.seen:
            together = [self.seen.pop() for _ in range(min(self.chance.choice((1, 2, 3)), len(self.seen)))]
            if not self.take(together) and len(together) > 1:
                for identity in together:
                    self.take([identity])


if __name__ == "__main__":
    taker = Taker(*sys.argv[1:])
    ready()
    taker.work()
