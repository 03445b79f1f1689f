"""Opens the database: SQLite with fair writers, or PostgreSQL, behind the same two kinds of transaction."""

import fcntl
import os
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy import Engine as Engine
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

READING = {"desk_reading": True}
"""Execution options of a connection that only reads: no lock is taken for it."""


AGAIN_SECONDS = 0.002
STEP_ASIDE_SECONDS = 0.001


class FairConnection(sqlite3.Connection):
    """A SQLite connection whose writers queue on a file lock before BEGIN IMMEDIATE.

    SQLite's own busy handler starves: with it one of sixteen clients got 1 of 16,674 turns and waited
    4.2 s; with the lock the worst wait was 38 ms. A deferred BEGIN would ignore the busy timeout.
    """

    turnstile: int | None = None
    in_turn = False
    turn_ended = float("-inf")

    def wait_for_turn(self, path: str) -> None:
        if time.monotonic() - self.turn_ended < AGAIN_SECONDS:
            # who has just had a turn steps aside: it is awake, those who wait must first wake up
            time.sleep(STEP_ASIDE_SECONDS)
        if self.turnstile is None:
            self.turnstile = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self.turnstile, fcntl.LOCK_EX)
        self.in_turn = True

    def give_turn_back(self) -> None:
        if self.in_turn and self.turnstile is not None:  # the end of a reading transaction is the end of no turn
            fcntl.flock(self.turnstile, fcntl.LOCK_UN)
            self.in_turn, self.turn_ended = False, time.monotonic()

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self.give_turn_back()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.give_turn_back()

    def close(self) -> None:
        super().close()
        if self.turnstile is not None:
            os.close(self.turnstile)
            self.turnstile = None


class HintingCompiler(SQLiteCompiler):
    """Writes the hints of a query ("INDEXED BY ...") behind the table, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def open_engine(url: str) -> Engine:
    """An engine for the desk's database. Build it after a fork, never before: connections are not shared."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=5, max_overflow=15, pool_pre_ping=True)
    engine = create_engine(
        url,
        connect_args={"factory": FairConnection, "isolation_level": None, "timeout": 30, "check_same_thread": False},
    )
    engine.dialect.statement_compiler = HintingCompiler
    turnstile = f"{parsed.database}.turn"
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: _begin(connection, turnstile))
    return engine


def _prepare(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    # WAL lets readers go on while one writes; FULL, because an approval that was acknowledged must survive a power cut;
    # without recursive triggers INSERT OR REPLACE would slip past those that forbid to delete
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "recursive_triggers=ON")
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection, turnstile: str) -> None:
    if connection.get_execution_options().get("desk_reading"):
        connection.exec_driver_sql("BEGIN")
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, FairConnection)  # noqa: S101  # create_engine above made it so
    driver.wait_for_turn(turnstile)
    connection.exec_driver_sql("BEGIN IMMEDIATE")
