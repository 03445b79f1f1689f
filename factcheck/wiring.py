"""The composition root: builds database, fetcher, splitter and the rest out of Settings, each when first needed.

What takes long to import (spaCy, the parsers) is imported where it is built, so that a process pays only for what
it uses.
"""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.config import Settings
from factcheck.domain.clock import Clock, utc_now
from factcheck.domain.errors import Invalid, Refused
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.jobs import Patience
from factcheck.domain.opinions import Draw
from factcheck.domain.people import Role
from factcheck.domain.preferences import Tongue
from factcheck.store.engine import Engine, open_engine
from factcheck.store.unit import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from factcheck.adapters.broker import Broker
    from factcheck.adapters.politeness import Politeness
    from factcheck.adapters.signals import SignalSender
    from factcheck.domain.claims import Similarity, Splitter
    from factcheck.domain.earlier import Matcher
    from factcheck.domain.fetching import Extracted, Extractor, FeedReader, Fetcher, Vault
    from factcheck.domain.plugins import Caller
    from factcheck.domain.stances import StanceFinder
    from factcheck.domain.timestamps import Timestamper
    from factcheck.language import Found, MiniLM
    from factcheck.services.keeping import Archive
    from factcheck.services.mail import Post
    from factcheck.services.plugins import Plugged
    from factcheck.services.second_factor import Factors
    from factcheck.services.signing_in import Passwords


def task_app(settings: Settings) -> Any:
    """The Celery application that the workers hang their tasks on."""
    from factcheck.adapters.broker import celery_app

    return celery_app(settings.broker_url, Patience(settings.task_seconds), settings.redeliver_seconds)


class Desk:
    """Everything one process of the desk works with. Cheap to make; build it after a fork, never before."""

    def __init__(self, settings: Settings, clock: Clock = utc_now, *, shared_politeness: bool = True) -> None:
        self.settings = settings
        self.clock = clock
        self._shared_politeness = shared_politeness
        self.patience = Patience(settings.task_seconds)

    @classmethod
    def from_settings(cls, settings: Settings | None = None) -> "Desk":
        """A desk on these settings, or on those of the environment."""
        return cls(settings or Settings())

    # --- The database ---------------------------------------------------------------------------

    @cached_property
    def _engine(self) -> Engine:
        if not self.settings.database_url:
            self.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return open_engine(self.settings.sqlalchemy_url)

    def unit(self) -> UnitOfWork:
        """A fresh unit of work."""
        return UnitOfWork(self._engine, self.clock)

    def close(self) -> None:
        """Close the connections to the database and to the outside."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
        for way_out in ("fetcher", "caller", "_politeness", "broker", "signals"):
            if way_out in self.__dict__:
                self.__dict__[way_out].close()

    # --- The outside ----------------------------------------------------------------------------

    @cached_property
    def _politeness(self) -> "Politeness":
        """The gates of all hosts, across all workers or within this process alone."""
        from factcheck.adapters.politeness import OwnPoliteness, SharedPoliteness

        gap, clock = self.settings.host_gap, self.clock
        if self._shared_politeness:
            return SharedPoliteness(self.settings.broker_url, clock=clock, gap=gap)
        return OwnPoliteness(clock=clock, gap=gap)

    @cached_property
    def fetcher(self) -> "Fetcher":
        """The one guarded way out for pages, polite to each host."""
        from factcheck.adapters.fetching import GuardedFetcher

        return GuardedFetcher(
            allowed_private=self.settings.private_hosts,
            contact=self.settings.contact or self.settings.public_url,
            politeness=self._politeness,
            clock=self.clock,
            deadline=self.settings.fetch_seconds,
        )

    @cached_property
    def caller(self) -> "Caller":
        """The guarded way out for calls to programs of other people, which only plug-ins make."""
        from factcheck.adapters.calling import GuardedCaller

        return GuardedCaller(
            allowed_private=self.settings.private_hosts,
            contact=self.settings.contact or self.settings.public_url,
            politeness=self._politeness,
            clock=self.clock,
        )

    @cached_property
    def plugged(self) -> "Plugged":
        """The plug-ins that are installed, and what opens their secrets."""
        from factcheck.adapters.plugins import EntryPointPlugIns
        from factcheck.adapters.sealing import FernetSealer
        from factcheck.services.plugins import Plugged

        return Plugged(EntryPointPlugIns(), FernetSealer(self.settings.key))

    @cached_property
    def extractor(self) -> "Extractor":
        from factcheck.adapters.extracting import DocumentExtractor

        return DocumentExtractor()

    @cached_property
    def feeds(self) -> "FeedReader":
        from factcheck.adapters.feeds import Feeds

        return Feeds()

    @cached_property
    def vault(self) -> "Vault":
        """Kept copies and written exports, in the data folder."""
        from factcheck.adapters.vault import FileVault

        return FileVault(self.settings.data / "kept")

    @cached_property
    def archive(self) -> "Archive":
        """Where copies of sources go, and who writes their archive files."""
        from factcheck.adapters.warc import warc
        from factcheck.services.keeping import Archive

        return Archive(self.vault, partial(warc, software="factcheck-desk"))

    @cached_property
    def timestamper(self) -> "Timestamper | None":
        """Who has kept copies stamped and checks the stamps; None where nobody has set certificates to be trusted.

        Refused when its library is not installed or the file of certificates is of no use.
        """
        roots = self.settings.timestamp_roots
        if not roots:
            return None
        try:
            from factcheck.adapters.timestamping import Authority

            return Authority(self.settings.timestamp_url, Path(roots), lambda: self.caller)
        except ImportError as error:
            raise Refused("timestamps", "Timestamps need a library that is not installed: make timestamps") from error
        except (OSError, ValueError) as error:
            raise Refused("timestamps", f"FACTCHECK_TIMESTAMP_ROOTS: no certificates in {roots} ({error}).") from error

    @cached_property
    def post(self) -> "Post | None":
        """How the desk sends mail; None where nobody has set a server."""
        from factcheck.services.mail import Post

        chosen = self.settings
        if not chosen.smtp_url:
            return None
        from factcheck.adapters import mail

        server = mail.Server(chosen.smtp_url, chosen.mail_from, chosen.desk_name, chosen.public_url)
        return Post(mail.SmtpMailer(server), chosen.public_url, Tongue(chosen.language), chosen.mail_statements)

    @cached_property
    def passwords(self) -> "Passwords":
        from factcheck.adapters.passwords import ArgonPasswords

        return ArgonPasswords()

    @cached_property
    def factors(self) -> "Factors":
        """What second factors are made of, and which roles need one."""
        from factcheck.adapters.sealing import SECOND_FACTORS, FernetSealer
        from factcheck.adapters.second_factor import OneTimeCodes
        from factcheck.services.second_factor import Factors

        sealer = FernetSealer(self.settings.key, SECOND_FACTORS)
        required = frozenset(Role(name) for name in self.settings.second_factor_roles)
        return Factors(OneTimeCodes(), sealer, self.settings.desk_name, required)

    def read_upload(self, filename: str, content: bytes) -> "Extracted":
        """The text of an uploaded file. Invalid or TooLarge when it is none that the desk reads."""
        from factcheck.adapters.uploads import read_upload

        return read_upload(filename, content)

    def text_of_upload(self, filename: str, content: bytes) -> str:
        """The readable part of a file that comes with a source; empty for pictures, recordings and the like."""
        try:
            return self.read_upload(filename, content).text
        except Invalid:
            return ""

    def canonical(self, url: str) -> str:
        """The one spelling of an address under which an article is known. Invalid when it is no web address."""
        from factcheck.adapters.addresses import canonical_url

        try:
            return canonical_url(url)
        except ValueError as error:
            raise Invalid("url", "address", f"That is not the address of a web page: {error}.") from error

    @cached_property
    def broker(self) -> "Broker":
        """The sending side of the jobs' broker. Only the scheduler sends; the web never talks to it."""
        from factcheck.adapters.broker import Broker

        return Broker(self.settings.broker_url)

    @cached_property
    def signals(self) -> "SignalSender":
        """Tells the live process which topics have changed."""
        from factcheck.adapters.signals import SignalSender

        return SignalSender(self.settings.broker_url)

    def listen(self) -> "AsyncGenerator[str]":
        """Topics as they change, for ever; EVERYTHING after an interruption."""
        from factcheck.adapters.signals import listen

        return listen(self.settings.broker_url)

    # --- Second opinions ------------------------------------------------------------------------

    @cached_property
    def draw(self) -> Draw:
        """Which claims go to a second checker when they are first sent."""
        return Draw(self.settings.second_opinion_share, self.settings.key)

    # --- Language -------------------------------------------------------------------------------

    @cached_property
    def splitter(self) -> "Splitter":
        from factcheck.language import LocalSplitter

        return LocalSplitter()

    @cached_property
    def article_splitter(self) -> "Splitter":
        """What splits the articles that come in: the desk's own splitter, unless an admin has switched another on."""
        from factcheck.services.splitters import ChosenSplitter

        return ChosenSplitter(self.unit, self.plugged, lambda: self.caller, self.splitter)

    @cached_property
    def similarity(self) -> "Similarity":
        from factcheck.language import MeaningSimilarity, TextSimilarity

        return MeaningSimilarity(self.meaning) if self.meaning else TextSimilarity()

    @cached_property
    def meaning(self) -> "MiniLM | None":
        """What texts mean as vectors; None where the optional weights are not installed (`make semantic`)."""
        from factcheck.language import MiniLM, weights_folder

        folder = weights_folder()
        return MiniLM(folder) if folder else None

    @cached_property
    def matcher(self) -> "Matcher":
        from factcheck.language import CheckMatcher

        return CheckMatcher(self.meaning)

    @cached_property
    def stances(self) -> "StanceFinder":
        """What suggests a stance for each report: the desk's own cues, unless an admin has switched a finder on."""
        from factcheck.services.stance_finders import ChosenStances

        return ChosenStances(self.unit, self.plugged, lambda: self.caller, lambda: self.cues)

    @cached_property
    def cues(self) -> "StanceFinder":
        """The desk's own finder of stances; it loads the English model when it is first asked."""
        from factcheck.language.stances import CueStances

        return CueStances()

    def describe(self, text: str) -> "Found":
        """Title, day, outlet and byline as the text itself gives them."""
        from factcheck.language import describe

        return describe(text)

    # --- What readers see -----------------------------------------------------------------------

    @cached_property
    def identity(self) -> DeskIdentity:
        """Who the desk is to the outside."""
        chosen = self.settings
        return DeskIdentity(
            chosen.desk_name, chosen.public_url, chosen.licence, chosen.disputed_rating, chosen.production
        )
