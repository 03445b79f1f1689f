"""People, how they sign in, and what they have saved for themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from factcheck.domain.people import Role, TokenScope
from factcheck.store.tables.columns import later_text
from factcheck.store.types import Moment, json_column, stored_enum


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    active: bool = True
    created_at: datetime = Field(sa_type=Moment)
    language: str = later_text()
    timezone: str = later_text()


class PersonRole(SQLModel, table=True):
    __tablename__ = "person_role"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(sa_column=Column(stored_enum(Role, "role"), primary_key=True))


class Invitation(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_sha256: str = Field(unique=True)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class SignIn(SQLModel, table=True):
    """A server-side session: signing out, a new password or role, or an admin ends it here."""

    __tablename__ = "sign_in"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    address: str = ""
    browser: str = ""


class SignInTry(SQLModel, table=True):
    """Counted before the password is looked at; `key` is a person, an address or everybody."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index(None, "key", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str
    at: datetime = Field(sa_type=Moment)


class SecondFactor(SQLModel, table=True):
    """A person's secret as it was sealed; on since `confirmed_at`. A code of `last_step` or before is used up."""

    __tablename__ = "second_factor"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sealed: str
    begun_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    last_step: int = 0


class RecoveryCode(SQLModel, table=True):
    __tablename__ = "recovery_code"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sha256: str = Field(primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class HalfSignIn(SQLModel, table=True):
    """Somebody whose password was right and whose code has not come yet; it opens no door."""

    __tablename__ = "half_sign_in"
    token_sha256: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)


class ApiToken(SQLModel, table=True):
    __tablename__ = "api_token"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    sha256: str = Field(unique=True)
    label: str = ""
    scope: TokenScope = Field(sa_column=Column(stored_enum(TokenScope, "scope"), nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class IdempotencyKey(SQLModel, table=True):
    """The answer of an unsafe API call, stored with its effect: the same call again gets the same answer."""

    __tablename__ = "idempotency_key"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    key: str = Field(primary_key=True)
    request_sha256: str
    status: int
    body: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    at: datetime = Field(sa_type=Moment)


class SavedView(SQLModel, table=True):
    """A person's filters of the queue under a name of their own; `filters` are what its address carries."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str
    filters: dict[str, str] = Field(default_factory=dict, sa_column=json_column("{}"))
    created_at: datetime = Field(sa_type=Moment)


class PersonKeys(SQLModel, table=True):
    """The keyboard shortcuts as a person wants them; `keys` holds what differs, by the name of the shortcut."""

    __tablename__ = "person_keys"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    working: bool = True
    keys: dict[str, str] = Field(default_factory=dict, sa_column=json_column("{}"))
