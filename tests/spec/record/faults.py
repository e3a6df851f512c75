"""A model of faults: between a database and its connection, one statement goes wrong in a named way."""

import sqlite3

import msc_dose as md
from msc_dose.problems import refuse


class Crash(BaseException):
    """The program is gone: it carries nothing out any more, and tells nobody."""


def _error(connection):
    """The error of the driver when a disk fails or a server does not answer."""
    if connection.dialect == "sqlite":
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        return error
    import psycopg

    return psycopg.OperationalError("the connection timed out")


def error_before(connection, carry_out):
    """The statement is not carried out."""
    raise _error(connection)


def answer_lost(connection, carry_out):
    """It is carried out, and instead of that the program learns of an error."""
    carry_out()
    if connection.dialect == "postgres":
        terminated(connection, carry_out)
    raise _error(connection)


def refusal(connection, carry_out):
    """A rule of the program says no in the middle of a save."""
    raise refuse("test.fault", "fault", "The model of faults says no.", "Nothing to be done.")


def interrupt(connection, carry_out):
    """Somebody presses Ctrl-C after the statement."""
    carry_out()
    raise KeyboardInterrupt


def refused_by_server(connection, carry_out):
    """PostgreSQL itself refuses; nothing but a rollback is possible then."""
    connection.real.execute("SELECT 1 / 0")


def terminated(connection, carry_out):
    """PostgreSQL ends the connection, as when it is shut down."""
    connection.real.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def crash_before(connection, carry_out):
    """The program dies before the statement."""
    connection.dead = True
    raise Crash


def crash_after(connection, carry_out):
    """The program dies when the statement is carried out."""
    carry_out()
    connection.dead = True
    raise Crash


ALL = (
    error_before,
    answer_lost,
    refusal,
    interrupt,
    refused_by_server,
    terminated,
    crash_before,
    crash_after,
)
GONE = (answer_lost, terminated)  # on a server, the connection with it
CARRIED_OUT = (answer_lost, interrupt, crash_after)  # the statement itself took effect
TOLD = (md.Refusal, KeyboardInterrupt, Crash)  # all that a save may raise for a fault: never a driver's error


class FaultyConnection:
    """The connection of a database; statement number `at`, counted from 1, meets the fault."""

    def __init__(self, database, at=0, fault=None):
        self.real, self.dialect = database._connection, database.dialect
        self.at, self.fault, self.said, self.dead = at, fault, [], False

    def execute(self, text, *values):
        if self.dead:
            raise Crash
        self.said.append(text)
        if len(self.said) == self.at:
            return self.fault(self, lambda: self.real.execute(text, *values))
        return self.real.execute(text, *values)

    def __getattr__(self, name):
        return getattr(self.real, name)


class faulty:
    """A record whose statement number `at` meets a fault; without one it only counts."""

    def __init__(self, record, at=0, fault=None):
        self.database, self.at, self.fault = record.database, at, fault

    def __enter__(self):
        self.connection = FaultyConnection(self.database, self.at, self.fault)
        self.database._connection = self.connection
        return self.connection

    def __exit__(self, *raised):
        if self.database._connection is self.connection:  # else it was made anew
            self.database._connection = self.connection.real
