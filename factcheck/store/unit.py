"""The unit of work: one transaction of one use case, undone unless it is committed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session as Session

from factcheck.domain.clock import Clock, utc_now
from factcheck.domain.errors import OutsideUnavailable
from factcheck.store.engine import READING


class UnitOfWork:
    """Opens a session for writing or for reading. `now` is the time of the whole use case (UTC).

    >>> with uow.writing() as session:  # committed at the end, rolled back on any exception
    ...     ...
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def now(self) -> datetime:
        return self._clock()

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may change rows."""
        with _named_outages(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: it waits for no writer. What it changes by mistake is undone."""
        with (
            _named_outages(),
            self._engine.connect().execution_options(**READING) as connection,
            connection.begin() as transaction,
            Session(bind=connection, autoflush=False) as session,
        ):
            yield session
            transaction.rollback()


def alone(session: Session, what: str) -> None:
    """Wait until no other transaction does `what`, to the end of this one. On SQLite there is one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})


@contextmanager
def _named_outages() -> Iterator[None]:
    """Turn a database that is not there into the domain's word for it; other errors stay what they are."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise OutsideUnavailable("The database does not answer just now. Nothing was changed; try again.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise OutsideUnavailable("The database went away. Nothing was changed; try again.") from error
        raise


class JoinedUnit(UnitOfWork):
    """Transactions inside one that is open already: what happens in them is kept or undone together with it.

    For a use case whose effect must stand or fall with something else, such as the answer to a call that
    may come twice.
    """

    def __init__(self, uow: UnitOfWork, session: Session) -> None:
        super().__init__(uow._engine, uow._clock)
        self._session = session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A savepoint: undone on any exception, else kept if the outer transaction is."""
        with self._session.begin_nested():
            yield self._session
        # a use case that begins after the commit of another reads its rows anew; so does one in here
        self._session.expire_all()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        yield self._session
