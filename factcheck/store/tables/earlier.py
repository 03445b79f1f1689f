"""Earlier checks: imported ones, vectors of meaning, and what was found for which claim."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from factcheck.domain.earlier import Came, Comparison
from factcheck.store.tables.columns import later_text
from factcheck.store.types import Moment, stored_enum


class ImportedCheckRow(SQLModel, table=True):
    """A fact-check of somebody else; `key` is made of its address and its claim, `digest` of all that it says.

    `found_by` is the provider that named it or the page that carries it; empty where a person imported it.
    """

    __tablename__ = "imported_check"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    digest: str
    url: str
    claim: str = Field(sa_type=Text)
    title: str = ""
    claimant: str = ""
    rating: str
    publisher: str = Field(index=True)
    site: str = ""
    language: str = ""
    reviewed: date | None = None
    said: date | None = None
    came: Came = Field(
        default=Came.IMPORTED,
        sa_column=Column(stored_enum(Came, "came"), nullable=False, server_default=Came.IMPORTED.value),
    )
    found_by: str = later_text()
    imported_at: datetime = Field(sa_type=Moment)


class CheckVector(SQLModel, table=True):
    """What a check means, as a model's vector, so that it is worked out once. `key`: "claim:12", "check:34"."""

    __tablename__ = "check_vector"
    key: str = Field(primary_key=True)
    digest: str
    model: str
    vector: bytes = Field(sa_type=LargeBinary)


class EarlierCheck(SQLModel, table=True):
    """A check, the desk's own or an imported one, that answers a claim; `place` 1 is the nearest."""

    __tablename__ = "earlier_check"
    __table_args__ = (
        UniqueConstraint("claim_id", "place"),
        CheckConstraint("(checked_id IS NULL) <> (imported_id IS NULL)", "one_of_two"),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    place: int
    checked_id: int | None = Field(default=None, foreign_key="claim.id", index=True)
    imported_id: int | None = Field(default=None, foreign_key="imported_check.id", index=True)
    score: float
    compared: Comparison = Field(sa_column=Column(stored_enum(Comparison, "compared"), nullable=False))
    found_at: datetime = Field(sa_type=Moment)
