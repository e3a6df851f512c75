"""Another program with the rights of the record's owner: it knows the tables, and none of the rules."""

import sqlite3
from contextlib import contextmanager

import psycopg

from msc_dose.store.tables import TABLES

ERRORS = (sqlite3.Error, psycopg.Error)
EVERY_TABLE = (*TABLES, "audit", "migration")


class Intruder:
    """A connection of its own to the place of a record; values stand for `?`."""

    def __init__(self, place):
        self.sqlite = "://" not in place
        self._connection = (
            sqlite3.connect(place, isolation_level=None)
            if self.sqlite
            else psycopg.connect(place.replace("+psycopg", ""), autocommit=True)
        )

    def _execute(self, text, values):
        if not self.sqlite:
            text = text.replace("%", "%%").replace("?", "%s")
        return self._connection.execute(text, values)

    def run(self, text, *values):
        """Carry a statement out; how many rows it wrote."""
        return self._execute(text, values).rowcount

    def rows(self, text, *values):
        """The rows that a statement gives, each with its columns by name."""
        cursor = self._execute(text, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def insert(self, table, row):
        """Write a whole row."""
        marks = ", ".join("?" * len(row))
        return self.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())

    @contextmanager
    def unguarded(self, *tables):
        """Take the triggers of these tables (or of all) away, and put them back exactly as they were.

        What the tables themselves refuse is undone.
        """
        names = tables or EVERY_TABLE
        if self.sqlite:
            kept = self.rows("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = [each for each in kept if each["tbl_name"] in names]
            taken, given = [f"DROP TRIGGER {each['name']}" for each in kept], [each["sql"] for each in kept]
        else:
            words = ("DISABLE", "ENABLE")
            taken, given = ([f"ALTER TABLE {name} {word} TRIGGER USER" for name in names] for word in words)
        try:
            for text in ("BEGIN", *taken):
                self.run(text)
            yield self
            for text in (*given, "COMMIT"):
                self.run(text)
        except ERRORS:
            self.run("ROLLBACK")
            raise

    def close(self):
        """Leave the record."""
        self._connection.close()
