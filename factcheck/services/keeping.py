"""Keeps copies of what people attach: the archive of a web page, the file of an upload; and checks every digest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from factcheck.domain.earlier import Came
from factcheck.domain.errors import Invalid, NotFound, TooLarge
from factcheck.domain.evidence import Medium, UploadedFile
from factcheck.domain.fetching import Archivist, Extractor, Fetched, Fetcher, FetchFailed, KeptState, Vault
from factcheck.domain.jobs import ArchiveSource, about_answer
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import KeptSheet
from factcheck.domain.texts import later, say
from factcheck.domain.watching import STEPS, WatchState, passage_in
from factcheck.services import blind, imports, reports
from factcheck.store import evidence as rows
from factcheck.store import jobs, public_archives, watching
from factcheck.store import kept as kept_rows
from factcheck.store.tables import Source, Watch
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

TRIES = 3
UPLOAD_MOST = 10_000_000
NAME_MOST = 200
NOT_IN_COPY = later("The passage does not stand in the copy that was kept; compare the two.")
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Archive:
    """Where copies go, and who writes the archive file of each."""

    vault: Vault
    archivist: Archivist


# --- Archiving ------------------------------------------------------------------------------------


def archive(unit: Unit, fetcher: Fetcher, extractor: Extractor, to: Archive, source_id: int, attempt: int = 1) -> None:
    """Fetch a source's page and keep it whole: its bytes, its text, and the records of request and response.

    Safe to run twice. Raises HostBusy, and FetchFailed while another try makes sense.
    """
    uow = unit()
    with uow.reading() as session:
        source = session.get(Source, source_id)
    if source is None or not wanted(source):
        return
    try:
        fetched = fetcher.fetch(source.url)
        extracted = extractor.extract(fetched)
    except FetchFailed as failed:
        _note_failure(uow, source_id, failed, attempt)
        raise
    digests = _store(to, fetched, extracted.text)
    with uow.writing() as session:
        _keep(session, source_id, fetched, extracted.text, digests)
        imports.keep_found(session, source.claim_id, extracted.checks, Came.PAGE, source.url, uow.now)


def wanted(source: Source) -> bool:
    """Whether the source is a page of the web that the desk has no archive of yet."""
    of_the_web = source.medium is Medium.WEB and not source.url.startswith(reports.OWN_ADDRESS)
    return of_the_web and source.removed_at is None and not source.kept_warc


def _note_failure(uow: UnitOfWork, source_id: int, failed: FetchFailed, attempt: int) -> None:
    if attempt >= TRIES:
        failed.retry_at = None
    with uow.writing() as session:
        source = session.get_one(Source, source_id)
        source.kept_problem = _no_copy(failed)
        jobs.signal(session, about_answer(source.claim_id))


def _no_copy(failed: FetchFailed) -> str:
    if failed.retry_at is None:
        return say("No copy could be made: %(why)s.", why=str(failed))
    again = f"{failed.retry_at:%H:%M}"
    return say("No copy could be made: %(why)s. It is tried again at %(time)s UTC.", why=str(failed), time=again)


def _store(to: Archive, fetched: Fetched, text: str) -> dict[str, str]:
    return {
        "kept_sha256": to.vault.keep(fetched.body),
        "kept_text": to.vault.keep(text.encode()),
        "kept_warc": to.vault.keep(to.archivist(fetched)),
    }


def _keep(session: Session, source_id: int, fetched: Fetched, text: str, digests: dict[str, str]) -> None:
    source = session.get_one(Source, source_id)
    for column, digest in digests.items():
        setattr(source, column, digest)
    source.kept_at = fetched.fetched_at
    missing = source.passage and passage_in(text, source.passage) is None
    source.kept_problem = NOT_IN_COPY if missing else ""
    if watching.of_source(session, source_id) is None:
        watch = Watch(source_id=source_id, state=WatchState.NEW, next_at=fetched.fetched_at + STEPS[0])
        watch.etag = fetched.headers.get("etag", "")
        watch.last_modified = fetched.headers.get("last-modified", "")
        session.add(watch)
    jobs.signal(session, about_answer(source.claim_id))


def want_missing(uow: UnitOfWork) -> int:
    """Ask for an archive of every attached page that has none and was never tried: what came before, what was lost."""
    with uow.writing() as session:
        missing = rows.unarchived(session, reports.OWN_ADDRESS, AT_ONCE)
        for source_id in missing:
            jobs.enqueue(session, ArchiveSource, source_id, uow.now)
        return len(missing)


# --- Looking at what was kept ---------------------------------------------------------------------


def kept(uow: UnitOfWork, vault: Vault, claim_id: int, source_id: int, actor: Actor) -> KeptSheet:
    """The text that was kept of a source, and where its passage stands in it."""
    actor.require(Action.READ)
    with uow.reading() as session:
        source = _source(session, claim_id, source_id, actor)
        watch = watching.of_source(session, source_id)
        copy = public_archives.of_sources(session, [source_id]).get(source_id)
    if not source.kept_text:
        raise NotFound("No text of this source was kept.")
    text = vault.read(source.kept_text).decode()
    now = vault.read(watch.text_now).decode() if watch and watch.text_now else ""
    return KeptSheet(
        source_id, source.title, source.outlet, source.url, source.kept_at, source.kept_sha256, source.kept_warc,
        text, passage_in(text, source.passage), now, watch.checked_at if watch else None,
        copy.url if copy else "", source.stamped_at, source.stamped_by, source.stamp_problem,
    )  # fmt: skip


def take_in(vault: Vault, name: str, content: bytes, read: Callable[[str, bytes], str]) -> UploadedFile:
    """Keep an uploaded file with its readable part. TooLarge, and Invalid for a file without content."""
    if len(content) > UPLOAD_MOST:
        raise TooLarge(
            "file",
            "size",
            "The file has %(megabytes)s MB; the desk takes up to 10 MB.",
            megabytes=f"{len(content) / 1e6:.1f}",
        )
    if not content:
        raise Invalid("file", "empty", "The file is empty.")
    called = " ".join(name.replace("\\", "/").rpartition("/")[2].split())[:NAME_MOST] or "file"
    text = read(called, content)
    return UploadedFile(called, vault.keep(content), vault.keep(text.encode()) if text else "")


def file_of(uow: UnitOfWork, vault: Vault, claim_id: int, source_id: int, actor: Actor, *, warc: bool) -> bytes:
    """The bytes of an upload or page as they were kept, or of its archive file; checked against their digest."""
    actor.require(Action.READ)
    with uow.reading() as session:
        source = _source(session, claim_id, source_id, actor)
    digest = source.kept_warc if warc else source.kept_sha256
    if not digest:
        raise NotFound("No copy of this source was kept.")
    return vault.read(digest)


def _source(session: Session, claim_id: int, source_id: int, actor: Actor) -> Source:
    found = rows.source(session, claim_id, source_id)
    if found is None or blind.is_closed(session, claim_id, actor):
        raise NotFound("There is no such source on this claim.")
    return found


# --- Checking the digests -------------------------------------------------------------------------


def verify(uow: UnitOfWork, vault: Vault) -> tuple[int, list[str]]:
    """How many kept copies were looked at, and in sentences which are missing or no longer what was kept."""
    known: dict[str, KeptState] = {}
    problems: list[str] = []
    for what, digest in _digests(uow):
        if digest not in known:
            known[digest] = vault.state(digest)
        if known[digest] is not KeptState.WHOLE:
            problems.append(f"{what}: {known[digest].value} ({digest})")
    return len(known), problems


def _digests(uow: UnitOfWork) -> Iterator[tuple[str, str]]:
    """What is kept and under which digest: of sources, taken off ones too, of fetched pages, of looks at them."""
    with uow.reading() as session:
        yield from kept_rows.digests(session)
