"""Kept copies are stamped by an authority, and the stamps are checked: a real one behind a server on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from factcheck.adapters.timestamping import Authority
from factcheck.cli.evidence import evidence as commands
from factcheck.config import Settings
from factcheck.domain.errors import Refused
from factcheck.domain.evidence import Medium, NewSource, SourceKind
from factcheck.domain.fetching import FetchFailed
from factcheck.domain.jobs import StampCopy
from factcheck.domain.sheets import KeptSheet
from factcheck.domain.timestamps import BadTimestamp
from factcheck.services import attaching, keeping, timestamps
from factcheck.services.timestamps import StampsChecked
from factcheck.store import jobs as job_rows
from factcheck.store.tables import Source
from factcheck.wiring import Desk
from tests.authority import StampingAuthority
from tests.conftest import SetClock, without_flushing
from tests.elsewhere import Answer, Elsewhere, cut_off, elsewhere, html
from tests.services.conftest import FOR, Newsroom
from tests.services.test_keeping import Desk as Keeping


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> StampingAuthority:
    return StampingAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


@pytest.fixture
def desk(settings: Settings, clock: SetClock, server: Elsewhere, authority: StampingAuthority) -> Iterator[Desk]:
    chosen = settings.model_copy(
        update={
            "private_hosts": frozenset({server.pair}),
            "timestamp_url": f"{server.url}/tsr",
            "timestamp_roots": str(authority.root),
        }
    )
    desk = Desk(chosen, clock, shared_politeness=False)
    without_flushing(desk)
    yield desk
    desk.close()


class Stamping(Keeping):
    """A page that is archived, beside an authority."""

    def __init__(self, room: Newsroom, server: Elsewhere) -> None:
        super().__init__(room)
        self.server = server
        self.the_source = self.archive(self.attach()).id

    def want(self, *, again: bool = False) -> int:
        return timestamps.want_missing(self.room.unit(), self.room.desk.timestamper, again=again)

    def stamp(self, attempt: int = 1) -> None:
        desk = self.room.desk
        timestamps.stamp(desk.unit, desk.timestamper, desk.vault, self.the_source, attempt)

    def shown(self) -> KeptSheet:
        return keeping.kept(self.room.unit(), self.room.desk.vault, self.claim, self.the_source, self.room.jana)

    def verify(self) -> StampsChecked:
        return timestamps.verify(self.room.unit(), self.room.desk.vault, self.room.desk.timestamper)


@pytest.fixture
def kept(settled: Newsroom, server: Elsewhere, authority: StampingAuthority) -> Stamping:
    server.says(authority.answering(server))
    return Stamping(settled, server)


def test_a_kept_copy_is_stamped_and_only_its_digest_leaves_the_desk(kept: Stamping) -> None:
    assert kept.want() == 1
    kept.stamp()
    shown = kept.shown()
    assert shown.stamped_by == kept.server.pair
    assert shown.stamped_at
    assert abs(datetime.now(UTC) - shown.stamped_at) < timedelta(minutes=5)
    [asked] = kept.server.asked
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/timestamp-query")
    assert len(asked.body) < 100
    assert kept.verify() == StampsChecked(1, 0, ())


def test_an_uploaded_file_is_stamped_too(kept: Stamping) -> None:
    desk, log = kept.room.desk, b"Harbour log\nThe night ferry carried 12 people."
    file = keeping.take_in(desk.vault, "log.txt", log, lambda name, content: content.decode())
    upload = NewSource(medium=Medium.UPLOAD, stance=FOR, kind=SourceKind.PRIMARY, title="Log")
    seen = kept.sheet().version
    sheet = attaching.attach(desk.unit(), kept.claim, kept.room.jana, seen=seen, source=upload, file=file)
    kept.the_source = sheet.sources[-1].id
    assert kept.want() == 2
    kept.stamp()
    assert kept.shown().stamped_by == kept.server.pair
    assert kept.verify() == StampsChecked(1, 0, ())


def test_a_call_has_nothing_to_be_stamped(kept: Stamping) -> None:
    call = NewSource(medium=Medium.CALL, stance=FOR, kind=SourceKind.PRIMARY, title="Call, 3 May")
    unit, seen = kept.room.unit(), kept.sheet().version
    attaching.attach(unit, kept.claim, kept.room.jana, seen=seen, source=call)
    assert kept.want() == 1


def test_a_copy_is_stamped_once(kept: Stamping) -> None:
    assert (kept.want(), kept.want()) == (1, 0)
    with kept.room.unit().reading() as session:
        assert job_rows.open_for(session, [StampCopy.name], [kept.the_source]) == 1
    kept.stamp()
    kept.stamp()
    assert len(kept.server.asked) == 1
    assert kept.want(again=True) == 0


def test_another_content_under_the_stamp_is_found_out(kept: Stamping) -> None:
    kept.stamp()
    with kept.room.unit().writing() as session:
        session.get_one(Source, kept.the_source).kept_warc = kept.room.desk.vault.keep(b"something else")
    [problem] = kept.verify().problems
    assert problem.startswith(f"the timestamp of source {kept.the_source}: it does not hold")


def test_a_stamp_that_is_not_there_any_more_is_found_out(kept: Stamping) -> None:
    kept.stamp()
    with kept.room.unit().writing() as session:
        session.get_one(Source, kept.the_source).stamp = "0" * 64
    assert len(kept.verify().problems) == 1
    assert any("timestamp" in problem for problem in keeping.verify(kept.room.unit(), kept.room.desk.vault)[1])


def test_the_signature_of_somebody_who_is_not_trusted_is_refused(
    kept: Stamping, tmp_path: Path, server: Elsewhere
) -> None:
    server.says(StampingAuthority(tmp_path).answering(server))
    kept.stamp()
    assert kept.shown().stamp_problem.startswith("it does not hold")
    assert kept.shown().stamped_at is None


def test_the_answer_to_another_question_is_refused(kept: Stamping, authority: StampingAuthority) -> None:
    other = timestamps_of(authority, b"another content")
    kept.server.says(authority.answering(kept.server, lambda _: other))
    kept.stamp()
    assert kept.shown().stamp_problem.startswith("it does not hold")


def timestamps_of(authority: StampingAuthority, content: bytes) -> bytes:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    query = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    return authority.reply(query.as_bytes())


@pytest.mark.parametrize("answer", [html(), (200, {}, b""), (200, {}, b"0" * 500)])
def test_what_is_no_timestamp_is_said_in_words(kept: Stamping, answer: Answer) -> None:
    kept.server.says(answer)
    kept.stamp()
    assert kept.shown().stamp_problem == "it is no answer of a timestamping authority"
    assert kept.want() == 0
    assert kept.want(again=True) == 1


@pytest.mark.parametrize(("attempt", "again"), [(1, True), (timestamps.TRIES, False)])
@pytest.mark.parametrize("answer", [cut_off, (503, {}, b""), (429, {"Retry-After": "60"}, b"")])
def test_an_authority_that_is_away_is_asked_again_some_times(
    kept: Stamping, answer: Answer, attempt: int, again: bool
) -> None:
    kept.server.says(answer)
    with pytest.raises(FetchFailed) as failed:
        kept.stamp(attempt)
    assert (failed.value.retry_at is not None) is again
    assert kept.shown().stamp_problem


def test_without_an_authority_nobody_is_asked(settled: Newsroom, server: Elsewhere) -> None:
    desk = settled.desk
    assert timestamps.want_missing(desk.unit(), None) == 0
    timestamps.stamp(desk.unit, None, desk.vault, 1)
    assert timestamps.verify(desk.unit(), desk.vault, None) == StampsChecked(0, 0, ())
    assert server.asked == []


def test_stamps_that_cannot_be_checked_are_counted(kept: Stamping) -> None:
    kept.stamp()
    assert timestamps.verify(kept.room.unit(), kept.room.desk.vault, None) == StampsChecked(0, 1, ())


def test_what_was_stamped_can_be_checked_after_the_authority_was_taken_out(
    kept: Stamping, authority: StampingAuthority
) -> None:
    kept.stamp()
    alone = Authority("", authority.root, lambda: kept.room.desk.caller)
    assert not alone.stamps
    assert timestamps.verify(kept.room.unit(), kept.room.desk.vault, alone).good == 1


def test_rubbish_is_no_timestamp(authority: StampingAuthority) -> None:
    with pytest.raises(BadTimestamp):
        Authority("", authority.root, lambda: pytest.fail("nobody is asked")).check(b"rubbish", b"content")


def test_an_address_without_certificates_is_refused_when_the_desk_starts() -> None:
    with pytest.raises(ValidationError, match="FACTCHECK_TIMESTAMP_ROOTS"):
        Settings(_env_file=None, timestamp_url="https://stamps.example")


@pytest.mark.parametrize("content", [b"no certificate", None])
def test_a_file_without_certificates_is_said_in_a_sentence(settings: Settings, tmp_path: Path, content: bytes) -> None:
    if content:
        (tmp_path / "roots.pem").write_bytes(content)
    desk = Desk(settings.model_copy(update={"timestamp_roots": str(tmp_path / "roots.pem")}))
    with pytest.raises(Refused, match="no certificates in"):
        _ = desk.timestamper


def test_the_command_says_how_many_timestamps_hold(kept: Stamping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.cli.acting.desk", lambda: kept.room.desk)
    kept.stamp()
    said = CliRunner().invoke(commands, ["verify"])
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "1 timestamps hold.")
