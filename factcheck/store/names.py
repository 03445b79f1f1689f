"""The names that claimants and outlets go by: each once, so that a part of a name is looked for among names alone."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from factcheck.store.tables import Name

MOST = 200
"""Names. Claims are found by so many; a part that more names hold is common, and met soon along the way."""


class Named(StrEnum):
    CLAIMANT = "claimant"
    OUTLET = "outlet"


def keep(session: Session, named: Named, name: str) -> None:
    """Know this name from now on. Names that nobody goes by any more stay: they lead to no claim."""
    if not name:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"kind": named.value, "name": name, "folded": name.lower()}
    session.execute(insert(Name).values(row).on_conflict_do_nothing())


def holding(session: Session, named: Named, part: str) -> list[str] | None:
    """The names that hold this part, in whatever case; None when there are more than MOST."""
    found = select(col(Name.name)).where(*_holds(named, part)).limit(MOST + 1)
    known = list(session.scalars(found))
    return known if len(known) <= MOST else None


def says(named: Named, column: Any, part: str, known: Sequence[str] | None) -> ColumnElement[bool]:
    """That the name in this column is one of the known ones, or, where they are too many, holds the part."""
    if known is not None:
        held: ColumnElement[bool] = column.in_(known)
        return held
    looked_up = select(col(Name.name)).where(col(Name.name) == column, *_holds(named, part))
    # looked up row by row: as a join the databases would collect thousands of names for a page of 20 claims
    return looked_up.offset(0).exists()


def _holds(named: Named, part: str) -> tuple[ColumnElement[bool], ...]:
    return col(Name.kind) == named.value, col(Name.folded).contains(part.lower(), autoescape=True)
