"""The composition root: builds database, fetcher, splitter and the rest out of Settings, each when first needed."""

from functools import cached_property

from factcheck.config import Settings
from factcheck.domain.clock import Clock, utc_now
from factcheck.domain.exports import DeskIdentity
from factcheck.store.engine import Engine, open_engine
from factcheck.store.unit import UnitOfWork


class Desk:
    """Everything one process of the desk works with. Cheap to make; build it after a fork, never before."""

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.clock = clock

    @classmethod
    def from_settings(cls, settings: Settings | None = None) -> "Desk":
        """A desk on these settings, or on those of the environment."""
        return cls(settings or Settings())

    @cached_property
    def _engine(self) -> Engine:
        if not self.settings.database_url:
            self.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return open_engine(self.settings.sqlalchemy_url)

    def unit(self) -> UnitOfWork:
        """A fresh unit of work."""
        return UnitOfWork(self._engine, self.clock)

    def close(self) -> None:
        """Close the connections to the database."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @cached_property
    def identity(self) -> DeskIdentity:
        """Who the desk is to the outside."""
        chosen = self.settings
        return DeskIdentity(
            chosen.desk_name, chosen.public_url, chosen.licence, chosen.disputed_rating, chosen.production
        )
