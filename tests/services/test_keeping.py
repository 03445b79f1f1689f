"""Every attached page is archived, every upload kept, and every digest can be checked."""

from datetime import timedelta

import pytest

from factcheck.adapters.warc import warc
from factcheck.domain.errors import Invalid, NotFound, TooLarge
from factcheck.domain.evidence import Medium, NewSource, SourceKind
from factcheck.domain.fetching import Extractor, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import ArchiveSource
from factcheck.domain.sheets import ClaimSheet, SourceSheet
from factcheck.services import attaching, keeping
from factcheck.services.keeping import NOT_IN_COPY, TRIES, Archive
from factcheck.store import jobs as job_rows
from tests.services.conftest import FOR, Newsroom
from tests.services.fakes import FirstLineIsTitle, Web

PAGE = "https://tide.example/pier"
PASSAGE = "The northern pier is closed"
TEXT = f"{PASSAGE}, the harbour master said."


class Desk:
    """A newsroom with a claim on which a page is attached, and the worker that archives it."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.web = room, Web(room.clock)
        self.web.pages[PAGE] = f"Harbour\n{TEXT}"
        self.claim = room.claim()

    def attach(self, url: str = PAGE, **more: object) -> SourceSheet:
        given = NewSource(medium=Medium.WEB, stance=FOR, kind=SourceKind.PRIMARY, url=url, passage=PASSAGE)
        given = NewSource(**({name: getattr(given, name) for name in given.__dataclass_fields__} | more))
        seen = self.room.sheet(self.claim).version
        return attaching.attach(self.room.unit(), self.claim, self.room.jana, seen=seen, source=given).sources[-1]

    def archive(self, source: SourceSheet, attempt: int = 1, extractor: Extractor | None = None) -> SourceSheet:
        to = Archive(self.room.desk.vault, lambda fetched: warc(fetched, software="x"))
        keeping.archive(self.room.unit, self.web, extractor or FirstLineIsTitle(), to, source.id, attempt)
        return self.source(source)

    def source(self, source: SourceSheet) -> SourceSheet:
        return next(each for each in self.sheet().sources if each.id == source.id)

    def sheet(self) -> ClaimSheet:
        return self.room.sheet(self.claim)

    def wanted(self, source: SourceSheet) -> int:
        with self.room.unit().reading() as session:
            return job_rows.open_for(session, [ArchiveSource.name], [source.id])

    def kept(self, source: SourceSheet) -> str:
        found = keeping.kept(self.room.unit(), self.room.desk.vault, self.claim, source.id, self.room.jana)
        assert found.passage
        return found.text[slice(*found.passage)]


@pytest.fixture
def desk(settled: Newsroom) -> Desk:
    return Desk(settled)


def test_an_attached_page_is_archived_with_its_passage(desk: Desk) -> None:
    source = desk.attach()
    assert (source.kept, desk.wanted(source)) == ("", 1)
    archived = desk.archive(source)
    assert archived.kept_at == desk.room.clock.now
    assert archived.archive
    assert (archived.archive.readable, archived.archive.problem) == (True, "")
    assert desk.kept(source) == PASSAGE
    vault = desk.room.desk.vault
    assert vault.read(archived.kept) == desk.web.pages[PAGE].encode()  # type: ignore[union-attr]
    assert b"tide.example" not in vault.read(archived.kept)
    assert vault.read(archived.archive.warc).startswith(b"\x1f\x8b")


def test_archiving_changes_no_version_and_happens_once(desk: Desk) -> None:
    source = desk.attach()
    version = desk.sheet().version
    desk.archive(source)
    desk.archive(source)
    assert desk.sheet().version == version
    assert desk.web.visits == [PAGE]


def test_what_is_not_on_the_web_is_not_fetched(desk: Desk) -> None:
    for medium in set(Medium) - {Medium.WEB}:
        source = desk.attach("", medium=medium, title="Call to the harbour master, 3 May")
        assert desk.wanted(source) == 0
        desk.archive(source)
    assert desk.web.visits == []


def test_a_page_that_cannot_be_had_says_so_and_is_tried_again_a_few_times(desk: Desk) -> None:
    source = desk.attach()
    desk.web.pages[PAGE] = FetchFailed(FetchProblem.TOO_SLOW, retry_at=desk.room.clock.now + timedelta(minutes=2))
    with pytest.raises(FetchFailed) as first:
        desk.archive(source)
    assert first.value.retry_at
    assert "tried again at" in desk.source(source).archive.problem  # type: ignore[union-attr]
    desk.web.pages[PAGE] = FetchFailed(FetchProblem.TOO_SLOW, retry_at=desk.room.clock.now + timedelta(minutes=2))
    with pytest.raises(FetchFailed) as last:
        desk.archive(source, attempt=TRIES)
    assert last.value.retry_at is None
    assert desk.source(source).archive.problem == "No copy could be made: timed out."  # type: ignore[union-attr]


def test_a_busy_host_is_asked_later(desk: Desk) -> None:
    source = desk.attach()
    desk.web.pages[PAGE] = HostBusy("tide.example", desk.room.clock.now)
    with pytest.raises(HostBusy):
        desk.archive(source)
    assert desk.source(source).archive.problem == ""  # type: ignore[union-attr]


def test_a_passage_that_is_not_in_the_copy_is_said(desk: Desk) -> None:
    source = desk.archive(desk.attach(passage="The southern pier is closed"))
    assert source.archive
    assert source.archive.problem == NOT_IN_COPY


def test_another_address_is_kept_anew(desk: Desk) -> None:
    source = desk.archive(desk.attach())
    other = "https://tide.example/quay"
    desk.web.pages[other] = f"Quay\n{TEXT}"
    seen = desk.sheet().version
    attaching.change_source(
        desk.room.unit(), desk.claim, desk.room.jana, seen=seen, source_id=source.id, changes={"url": other}
    )
    assert (desk.source(source).kept, desk.wanted(source)) == ("", 1)
    assert desk.archive(source).kept


def test_sources_from_before_are_archived_too(desk: Desk) -> None:
    source = desk.attach()
    assert keeping.want_missing(desk.room.unit()) == 1
    desk.archive(source)
    assert keeping.want_missing(desk.room.unit()) == 0


class TestUploads:
    def test_a_file_is_kept_with_its_text(self, desk: Desk) -> None:
        file = keeping.take_in(desk.room.desk.vault, "C:\\mail\\log.txt", TEXT.encode(), lambda *_: TEXT)
        given = NewSource(medium=Medium.UPLOAD, stance=FOR, kind=SourceKind.PRIMARY, passage=PASSAGE)
        seen = desk.sheet().version
        sheet = attaching.attach(
            desk.room.unit(), desk.claim, desk.room.jana, seen=seen, source=given, file=file
        )  # fmt: skip
        [source] = sheet.sources
        assert (source.title, source.kept_at) == ("log.txt", desk.room.clock.now)
        assert desk.kept(source) == PASSAGE
        content = keeping.file_of(
            desk.room.unit(), desk.room.desk.vault, desk.claim, source.id, desk.room.jana, warc=False
        )
        assert content == TEXT.encode()

    def test_a_picture_has_no_text_and_is_kept_all_the_same(self, desk: Desk) -> None:
        file = keeping.take_in(desk.room.desk.vault, "pier.jpg", b"\xff\xd8\xff", lambda *_: "")
        assert file.text == ""
        assert desk.room.desk.vault.read(file.sha256) == b"\xff\xd8\xff"

    def test_too_much_and_nothing_are_refused(self, desk: Desk) -> None:
        with pytest.raises(TooLarge):
            keeping.take_in(desk.room.desk.vault, "a.txt", b"x" * (keeping.UPLOAD_MOST + 1), lambda *_: "")
        with pytest.raises(Invalid, match="empty"):
            keeping.take_in(desk.room.desk.vault, "a.txt", b"", lambda *_: "")

    def test_there_is_no_text_to_show_of_a_call(self, desk: Desk) -> None:
        source = desk.attach("", medium=Medium.CALL, title="Call to the harbour master, 3 May")
        with pytest.raises(NotFound):
            desk.kept(source)


class TestVerify:
    def problems(self, desk: Desk) -> list[str]:
        return keeping.verify(desk.room.unit(), desk.room.desk.vault)[1]

    def test_what_is_whole_is_counted(self, desk: Desk) -> None:
        desk.archive(desk.attach())
        assert keeping.verify(desk.room.unit(), desk.room.desk.vault) == (3, [])

    def test_what_is_missing_or_changed_is_said_for_each(self, desk: Desk) -> None:
        source = desk.archive(desk.attach())
        assert source.archive
        folder = desk.room.desk.settings.data / "kept"
        place = {path.name: path for path in folder.rglob("*") if path.is_file()}
        place[source.kept].unlink()
        place[source.archive.warc].write_bytes(b"something else")
        assert self.problems(desk) == [
            f"the copy of source {source.id}: missing ({source.kept})",
            f"the archive file of source {source.id}: changed ({source.archive.warc})",
        ]
