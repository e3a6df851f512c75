"""One record, and places for as many copies of it as a test asks for; nothing is left behind."""

import itertools
import os
import shutil

from staff import MONDAY

from msc_dose.store.record import create_record, open_record


def clock():
    return MONDAY


class Places:
    """The `original` is made at once; `fill(record)` puts into it what every copy begins with."""

    def __init__(self, folder, fill):
        self.folder, self._numbers, self._made = folder, itertools.count(1), []
        self.original = self.fresh()
        record = create_record(self.original, "Europe/Berlin", training=True, clock=clock)
        self.staff = fill(record)
        record.close()
        self._made.clear()

    def open(self, place):
        return open_record(place, clock=clock)

    def fresh(self, dialect=None):
        """A place where a record can be made, in a file unless it is to be on a server."""
        self._made.append(str(self.folder / f"record-{next(self._numbers)}.db"))
        return self._made[-1]

    def copy(self):
        """The place of a copy of the original."""
        place = self.fresh()
        shutil.copy(self.original, place)
        return place

    def clear(self):
        """Every copy is gone."""
        while self._made:
            self.remove(self._made.pop())

    def remove(self, place):
        if os.path.exists(place):
            os.unlink(place)

    def end(self):
        self.clear()
        self.remove(self.original)


class ServerPlaces(Places):
    """The same on a PostgreSQL server, with files beside it."""

    def __init__(self, server, folder, fill):
        self.server = server
        super().__init__(folder, fill)

    def fresh(self, dialect="postgres"):
        if dialect == "sqlite":
            return super().fresh()
        self._made.append(self.server.address(self.server.fresh()))
        return self._made[-1]

    def copy(self):
        self._made.append(self.server.address(self.server.fresh(_database(self.original))))
        return self._made[-1]

    def remove(self, place):
        if "://" in place:
            self.server.drop(_database(place))
        else:
            super().remove(place)


def _database(address):
    return address.partition("@/")[2].partition("?")[0]
