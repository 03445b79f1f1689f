"""The full-text index over claims, articles, feed entries and fetched pages: FTS5 or tsvector behind one door."""

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, column, false, func, select, table, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session


class Kind(IntEnum):
    """What is indexed. The number is part of the row's key on SQLite and must not change."""

    CLAIM = 1
    ARTICLE = 2
    FEED_ITEM = 3
    PAGE = 4


SURELY = 50_000
"""Characters that PostgreSQL takes into its index whatever they are; of longer texts it refuses those with more than a
megabyte of different words, which nobody has written who wants to be read."""

LIMIT_EXCEEDED = "54000"
"""program_limit_exceeded (PostgreSQL, appendix A)."""

_KINDS = 8
_WORD = re.compile(r"\w+")  # "60,000 people" gives "60", "000", "people"


def put(session: Session, kind: Kind, ref: int, title: str, body: str) -> None:
    """Index the text under (kind, ref) in place of what was there."""
    session.flush()
    remove(session, kind, ref)
    values = {"row": ref * _KINDS + kind, "kind": kind.name, "ref": ref, "title": title, "body": body}
    if _sqlite(session):
        sql = "INSERT INTO search (rowid, kind, ref, title, body) VALUES (:row, :kind, :ref, :title, :body)"
        session.execute(text(sql), values)
    elif len(body) <= SURELY:
        session.execute(_POSTGRES_PUT, values)
    else:
        _put_long(session, values)


_POSTGRES_PUT = text("INSERT INTO search (kind, ref, title, body) VALUES (:kind, :ref, :title, :body)")


def _put_long(session: Session, values: dict[str, Any]) -> None:
    """Index a long text; by its beginning alone where PostgreSQL does not take all of it."""
    try:
        with session.begin_nested():
            session.execute(_POSTGRES_PUT, values)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") != LIMIT_EXCEEDED:
            raise
        session.execute(_POSTGRES_PUT, {**values, "body": values["body"][:SURELY]})


def remove(session: Session, kind: Kind, ref: int) -> None:
    if _sqlite(session):
        session.execute(text("DELETE FROM search WHERE rowid = :row"), {"row": ref * _KINDS + kind})
    else:
        session.execute(text("DELETE FROM search WHERE kind = :kind AND ref = :ref"), {"kind": kind.name, "ref": ref})


def find(session: Session, kind: Kind, words: Sequence[str], *, every: bool, limit: int = 200) -> list[int]:
    """The refs that match, best first: `every` word must stand there, or any of them."""
    safe = [word for given in words for word in _WORD.findall(given)]
    if not safe:
        return []
    sql = _SQLITE_FIND if _sqlite(session) else _POSTGRES_FIND
    asked = _fts5(safe, every) if _sqlite(session) else _websearch(safe, every)
    rows = session.execute(text(sql), {"asked": asked, "kind": kind.name, "number": int(kind), "limit": limit})
    return [int(row[0]) for row in rows]


FOUND_MOST = 5000
"""Matches that are collected; of words that more texts hold, each text is asked as it comes by."""

_TABLE = table("search", column("rowid"), column("kind"), column("ref"), column("vector"), column("search"))


def holding(session: Session, kind: Kind, words: Sequence[str]) -> Select[Any]:
    """The refs that hold every word, in no order: what is read of it costs what is read, however many there are."""
    return select(_ref(session)).where(*_matching(session, kind, words))


def holds(session: Session, kind: Kind, ref: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """That every word stands in the text under this ref; nothing holds no words at all."""
    every = holding(session, kind, words)
    some = every.limit(FOUND_MOST + 1).subquery()
    if int(session.scalar(select(func.count()).select_from(some)) or 0) <= FOUND_MOST:
        collected: ColumnElement[bool] = ref.in_(every).is_(True)  # not as a join, which would be sorted whole
        return collected
    here = _TABLE.c.rowid == ref * _KINDS + kind if _sqlite(session) else _TABLE.c.ref == ref
    return every.where(here).offset(0).exists()


def _ref(session: Session) -> Any:
    return _TABLE.c.rowid.op("/")(_KINDS) if _sqlite(session) else _TABLE.c.ref


def _matching(session: Session, kind: Kind, words: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    safe = [word for given in words for word in _WORD.findall(given)]
    if not safe:
        return (false(),)
    if _sqlite(session):
        return _TABLE.c.search.op("MATCH")(_fts5(safe, every=True)), _TABLE.c.rowid % _KINDS == kind
    asked = func.websearch_to_tsquery("english", _websearch(safe, every=True))
    return _TABLE.c.vector.op("@@")(asked), _TABLE.c.kind == kind.name


_SQLITE_FIND = """
SELECT ref FROM search WHERE search MATCH :asked AND rowid % 8 = :number
ORDER BY bm25(search, 0, 0, 2.0, 1.0) LIMIT :limit
"""

_POSTGRES_FIND = """
SELECT ref FROM search, websearch_to_tsquery('english', :asked) asked
WHERE vector @@ asked AND kind = :kind ORDER BY ts_rank(vector, asked, 1) DESC, ref LIMIT :limit
"""


def _fts5(words: Sequence[str], every: bool) -> str:
    """Each word in quotation marks, so that nothing a person types is taken for syntax."""
    return (" AND " if every else " OR ").join(f'"{word}"' for word in words)


def _websearch(words: Sequence[str], every: bool) -> str:
    return (" " if every else " or ").join(f'"{word}"' for word in words)


def _sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
