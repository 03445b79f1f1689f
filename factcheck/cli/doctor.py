"""What `factcheck doctor` looks at: each thing the desk stands on, whether it is there, and what to do if not."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from factcheck.cli import database
from factcheck.config import Settings
from factcheck.domain.errors import DeskError
from factcheck.domain.gaps import PARTIES
from factcheck.store import migrations
from factcheck.up import valkey
from factcheck.wiring import Desk


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `needed`: it is missing, and without it the desk does not work."""

    what: str
    good: bool
    words: str
    needed: bool = False

    @property
    def line(self) -> str:
        return f"{'ok     ' if self.good else 'MISSING' if self.needed else 'note   '}  {self.what}: {self.words}"


def fine(what: str, words: str) -> Finding:
    return Finding(what, True, words)


def missing(what: str, words: str) -> Finding:
    return Finding(what, False, words, needed=True)


def note(what: str, words: str) -> Finding:
    return Finding(what, False, words)


def examine(settings: Settings, *, quick: bool = False) -> list[Finding]:
    """Look at everything; nothing is changed by it."""
    looks = QUICK if quick else (*QUICK, *THOROUGH)
    return [finding for look in looks for finding in look(settings)]


def _database(settings: Settings) -> Iterator[Finding]:
    kind = "SQLite" if settings.sqlalchemy_url.startswith("sqlite") else "PostgreSQL"
    try:
        at, newest = database.current(settings.sqlalchemy_url), migrations.newest()
    except DeskError as why:
        yield missing("database", f"{why} Look at DATABASE_URL, and whether the server runs.")
        return
    if at == newest:
        yield fine("database", f"{kind}, at migration {at}")
    else:
        yield missing("database", f"{kind}, at migration {at or 'none'} instead of {newest}. Run: factcheck migrate")


def _broker(settings: Settings) -> Iterator[Finding]:
    desk = Desk.from_settings(settings)
    try:
        desk.broker.ask()
    except DeskError as why:
        hint = "Look at REDIS_URL." if settings.redis_url else "`factcheck up` starts one; or set REDIS_URL."
        yield missing("broker", f"{why} ({why.__cause__}) {hint}")
    else:
        yield fine("broker", "answers" + ("" if settings.redis_url else " (the embedded Valkey)"))
    finally:
        desk.close()


def _data(settings: Settings) -> Iterator[Finding]:
    data = settings.data.resolve()
    nearest = next(folder for folder in (data, *data.parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        yield missing("data folder", f"{data} cannot be written. Give it to this account, or set FACTCHECK_DATA.")
    else:
        free = shutil.disk_usage(nearest).free // 2**20
        words = f"{data}, {free:,} MB free"
        yield fine("data folder", words) if free > 500 else note("data folder", f"{words}: make room soon")


def _key(settings: Settings) -> Iterator[Finding]:
    if settings.secret_key.get_secret_value():
        yield fine("secret key", "from FACTCHECK_SECRET_KEY")
    elif (settings.data / "secret_key").exists():
        yield fine("secret key", f"kept in {settings.data / 'secret_key'}")
    else:
        yield note(
            "secret key", "none yet; the first start makes one. Several machines need the same: FACTCHECK_SECRET_KEY"
        )


def _embedded(settings: Settings) -> Iterator[Finding]:
    if settings.redis_url:
        return
    try:
        yield fine("embedded Valkey", valkey.program())
    except DeskError as why:
        yield missing("embedded Valkey", str(why))


def _public(settings: Settings) -> Iterator[Finding]:
    if settings.https:
        yield fine("public address", settings.public_url)
    elif settings.production:
        yield missing(
            "public address", f"{settings.public_url} is not https: exports are refused. Set FACTCHECK_PUBLIC_URL"
        )
    else:
        yield note(
            "public address", f"{settings.public_url} is not https: exports carry a warning. Set FACTCHECK_PUBLIC_URL"
        )


def _splitter(settings: Settings) -> Iterator[Finding]:
    from factcheck.domain.claims import ArticleText

    try:
        Desk.from_settings(settings).splitter.split(ArticleText("The mayor said on Monday that the bridge is closed."))
    except Exception as error:  # whatever is wrong with the model's files: the reason is what helps
        yield missing("splitter", f"{type(error).__name__}: {error}. Run: make install")
    else:
        yield fine("splitter", "splits a sentence")


def _meaning(settings: Settings) -> Iterator[Finding]:
    if Desk.from_settings(settings).meaning:
        yield fine("earlier checks", "compared by words and meaning")
    else:
        yield note("earlier checks", "compared by words alone. `make semantic` adds the weights for meaning")


def _contact(settings: Settings) -> Iterator[Finding]:
    if settings.contact:
        yield fine("contact", settings.contact)
    else:
        yield note("contact", "none: outlets cannot tell whose fetcher it is. Set FACTCHECK_CONTACT")


def _mail(settings: Settings) -> Iterator[Finding]:
    post = Desk.from_settings(settings).post
    if post is None:
        yield note("mail", "off: notifications stand in the page alone. Set FACTCHECK_SMTP_URL and FACTCHECK_MAIL_FROM")
        return
    try:
        post.mailer.ask()
    except DeskError as why:
        yield note(
            "mail", f"{why} Letters wait for a day. Look at FACTCHECK_SMTP_URL; `factcheck mail test ADDRESS` tries"
        )
    else:
        yield fine("mail", f"the server lets the desk in; letters come from {settings.mail_from}")


def _languages(settings: Settings) -> Iterator[Finding]:
    unknown = settings.search_languages - {party.language for party in PARTIES}
    if unknown:
        known = ", ".join(party.language for party in PARTIES)
        yield note("languages", f"{', '.join(sorted(unknown))}: no claim is searched in it. The desk knows {known}")
    elif settings.search_languages:
        yield fine("languages", f"claims are searched in {', '.join(sorted(settings.search_languages))} too")


def _work(settings: Settings) -> Iterator[Finding]:
    from factcheck.cli.acting import COMMAND_LINE
    from factcheck.services import jobs

    try:
        queues = jobs.workers_seen(Desk.from_settings(settings).unit(), COMMAND_LINE).queues
    except DeskError:
        return  # no database, which is said already
    waiting, running, failed = (
        sum(getattr(line, kind) for line in queues) for kind in ("waiting", "running", "failed")
    )
    yield fine("work", f"{waiting} jobs wait, {running} run, {failed} have failed; editors see them under Workers")


Look = Callable[[Settings], Iterator[Finding]]
QUICK: tuple[Look, ...] = (_database, _broker)
THOROUGH: tuple[Look, ...] = (_data, _key, _embedded, _public, _contact, _mail, _splitter, _meaning, _languages, _work)
