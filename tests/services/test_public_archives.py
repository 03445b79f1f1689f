"""Public copies of what is attached: begun, looked after and shown, by a server that behaves and misbehaves as the
archive's documentation says."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select
from sqlmodel import col

from factcheck.adapters.calling import GuardedCaller
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.adapters.warc import warc
from factcheck.config import Settings
from factcheck.domain.claim_reviews import claim_review
from factcheck.domain.evidence import Medium, NewSource, SourceKind
from factcheck.domain.fetching import FetchFailed, HostBusy
from factcheck.domain.jobs import SaveInPublic
from factcheck.domain.records import record
from factcheck.domain.sheets import ArchiveSheet
from factcheck.services import attaching, keeping, plugins, public_archives, publishing, trials
from factcheck.services.keeping import Archive
from factcheck.services.public_archives import FIRST_LOOK, FULL, TRIES
from factcheck.store import jobs as job_rows
from factcheck.store.tables import JobRow, PublicCopy
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.elsewhere import Answer, Elsewhere, as_json, cut_off, desk_beside, elsewhere, html
from tests.services.conftest import FOR, Newsroom
from tests.services.fakes import FirstLineIsTitle, Web

NAME = "save-page-now"
PAGE = "https://tide.example/pier?a=1&b=2"
JOB = "spn2-5cc1f4d2"
ROOM: Answer = as_json({"available": 6, "processing": 0})
BEGUN: Answer = as_json({"url": PAGE, "job_id": JOB})
PENDING: Answer = as_json({"status": "pending", "job_id": JOB, "resources": []})
DONE: Answer = as_json({"status": "success", "job_id": JOB, "original_url": PAGE, "timestamp": "20260314093005"})


def failing(code: str) -> Answer:
    return as_json({"status": "error", "job_id": JOB, "status_ext": code, "message": "secret-of-theirs"})


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


@pytest.fixture
def desk(settings: Settings, clock: SetClock, server: Elsewhere) -> Iterator[Desk]:
    with desk_beside(server, settings, clock) as desk:
        yield desk


class Pier:
    """A newsroom with a source whose page it keeps, beside a public archive."""

    def __init__(self, room: Newsroom, server: Elsewhere) -> None:
        self.room, self.server = room, server
        self.claim = room.claim()
        room.take(self.claim)
        self.source = self.attach()

    def attach(self, **more: Any) -> int:
        given: dict[str, Any] = {"medium": Medium.WEB, "stance": FOR, "kind": SourceKind.PRIMARY, "url": PAGE}
        seen, unit = self.room.seen(self.claim), self.room.unit()
        sheet = attaching.attach(unit, self.claim, self.room.jana, seen=seen, source=NewSource(**given | more))
        web = Web(self.room.clock)
        web.pages[PAGE] = "Pier\nThe pier is closed."
        to = Archive(self.room.desk.vault, lambda fetched: warc(fetched, software="x"))
        keeping.archive(self.room.unit, web, FirstLineIsTitle(), to, sheet.sources[-1].id)
        return sheet.sources[-1].id

    def set_up(self, *, on: bool = True, **more: str) -> None:
        given = {
            "access_key": "AK",
            "secret_key": "SK-hush",
            "per_day": "5",
            "seconds": "5",
            "address": self.server.url,
        }
        unit, plugged, boss = self.room.unit, self.room.desk.plugged, self.room.boss
        seen = plugins.sheet(unit(), plugged, NAME, boss).version
        sheet = plugins.change(unit(), plugged, NAME, boss, seen=seen, given=given | more)
        if on and not sheet.on:
            plugins.switch(unit(), plugged, NAME, boss, seen=sheet.version, on=True)

    def want(self) -> int:
        return public_archives.want_missing(self.room.unit(), self.room.desk.plugged)

    def save(self, number: int = 1) -> None:
        """One job of a worker, when the gate of the archive is open again."""
        caller = GuardedCaller(
            allowed_private={self.server.pair}, contact="x", politeness=OwnPoliteness(clock=self.room.clock, gap=0.0),
            clock=self.room.clock,
        )  # fmt: skip
        with closing(caller):
            public_archives.save(self.room.unit, self.room.desk.plugged, caller, number)

    def waits(self, *answers: Answer) -> timedelta:
        """The job is given back until then, counted from now; no worker waits with it."""
        self.server.says(*answers)
        with pytest.raises(HostBusy) as busy:
            self.save()
        wait = busy.value.free_at - self.room.clock.now
        self.room.clock.now = busy.value.free_at
        return wait

    def copy(self) -> PublicCopy:
        with self.room.unit().reading() as session:
            return session.get_one(PublicCopy, 1)

    def shown(self) -> ArchiveSheet:
        source = next(each for each in self.room.sheet(self.claim).sources if each.id == self.source)
        assert source.archive
        return source.archive

    def open_jobs(self) -> int:
        with self.room.unit().reading() as session:
            return job_rows.open_for(session, [SaveInPublic.name], [1])

    def end_job(self) -> None:
        """What the worker does after a failure that makes no other try sensible."""
        with self.room.unit().writing() as session:
            [job] = session.scalars(select(JobRow).where(col(JobRow.name) == SaveInPublic.name))
            job.done_at = self.room.clock.now


@pytest.fixture
def pier(settled: Newsroom, server: Elsewhere) -> Pier:
    return Pier(settled, server)


@pytest.fixture
def wanted(pier: Pier) -> Pier:
    pier.set_up()
    assert pier.want() == 1
    return pier


def test_nothing_is_told_to_anybody_until_an_admin_switches_it_on(pier: Pier) -> None:
    assert pier.want() == 0
    pier.set_up(on=False)
    assert pier.want() == 0
    assert pier.server.asked == []


def test_a_page_is_begun_looked_after_and_then_shown_with_its_address(wanted: Pier) -> None:
    assert wanted.waits(ROOM, BEGUN) == FIRST_LOOK
    assert wanted.waits(PENDING) == FIRST_LOOK
    assert wanted.waits(PENDING) == FIRST_LOOK
    wanted.server.says(DONE)
    wanted.save()
    shown = wanted.shown()
    assert shown.public == f"{wanted.server.url}/web/20260314093005/{PAGE}"
    assert shown.public_at
    assert shown.public_at.isoformat() == "2026-03-14T09:30:05+00:00"
    limit, save, *looks = wanted.server.asked
    assert (limit.method, limit.path) == ("GET", "/save/status/user")
    assert (save.method, save.path, parse_qs(save.body.decode())["url"]) == ("POST", "/save", [PAGE])
    assert save.headers["content-type"] == "application/x-www-form-urlencoded"
    assert {each.path for each in looks} == {f"/save/status/{JOB}"}
    assert {each.headers["authorization"] for each in wanted.server.asked} == {"LOW AK:SK-hush"}


def test_the_gate_of_the_archive_lets_a_capture_follow_its_question_at_once(wanted: Pier) -> None:
    desk = wanted.room.desk
    wanted.server.says(ROOM, BEGUN)
    for _ in range(2):
        with pytest.raises(HostBusy):
            public_archives.save(desk.unit, desk.plugged, desk.caller, 1)
    assert [each.path for each in wanted.server.asked] == ["/save/status/user", "/save"]


def test_what_is_done_is_not_asked_for_again(wanted: Pier) -> None:
    wanted.waits(ROOM, BEGUN)
    wanted.server.says(DONE)
    wanted.save()
    asked = len(wanted.server.asked)
    wanted.save()
    assert len(wanted.server.asked) == asked


def test_one_page_is_wanted_once(wanted: Pier) -> None:
    assert wanted.want() == 0
    assert wanted.open_jobs() == 1


def test_the_limit_of_the_account_is_read_and_kept(wanted: Pier) -> None:
    assert wanted.waits(as_json({"available": 0, "processing": 6})) == FULL
    assert [each.path for each in wanted.server.asked] == ["/save/status/user"]
    assert wanted.copy().tries == 0


def test_the_budget_of_the_day_is_kept(pier: Pier) -> None:
    pier.set_up(per_day="0")
    pier.want()
    wait = pier.waits(ROOM, BEGUN)
    assert timedelta(0) < wait <= timedelta(days=1)
    assert [each.path for each in pier.server.asked] == ["/save/status/user"]


def test_a_page_whose_server_throttles_the_archive_is_begun_again_later(wanted: Pier) -> None:
    """It comes as a success: 200, with the error inside."""
    wanted.waits(ROOM, BEGUN)
    assert wanted.waits(failing("error:too-many-requests")) == timedelta(minutes=30)
    assert wanted.shown().public_problem == "the page's server asks the archive to wait"
    assert wanted.waits(ROOM, BEGUN) == FIRST_LOOK
    wanted.server.says(DONE)
    wanted.save()
    assert (wanted.shown().public_problem, wanted.copy().tries) == ("", 2)


def test_it_is_given_up_after_some_tries(wanted: Pier) -> None:
    for _ in range(TRIES - 1):
        wanted.waits(ROOM, BEGUN)
        wanted.waits(failing("error:too-many-requests"))
    wanted.waits(ROOM, BEGUN)
    wanted.server.says(failing("error:too-many-requests"))
    wanted.save()
    assert wanted.copy().done_at


@pytest.mark.parametrize(
    ("code", "said"),
    [("error:not-found", "it could not be captured (not-found)"), ("<b>odd</b>", "it could not be captured")],
)
def test_what_fails_for_good_is_said_and_not_tried_again(wanted: Pier, code: str, said: str) -> None:
    wanted.waits(ROOM, BEGUN)
    wanted.server.says(failing(code))
    wanted.save()
    assert wanted.shown().public_problem == said
    assert wanted.copy().done_at


@pytest.mark.parametrize("answer", [html(), as_json('{"status": "succ'), as_json([]), as_json({"status": "odd"})])
def test_an_answer_that_is_none_is_said_in_words(wanted: Pier, answer: Answer) -> None:
    wanted.waits(ROOM, BEGUN)
    wanted.server.says(answer)
    wanted.save()
    assert wanted.shown().public_problem
    assert wanted.shown().public == ""


@pytest.mark.parametrize("answer", [cut_off, (503, {}, b""), (429, {"Retry-After": "60"}, b"")])
def test_an_archive_that_is_away_is_asked_again(wanted: Pier, answer: Answer) -> None:
    wanted.server.says(answer)
    with pytest.raises(FetchFailed) as failed:
        wanted.save()
    assert failed.value.retry_at
    assert wanted.copy().done_at is None


def test_wrong_keys_end_it_and_new_ones_begin_it_again(wanted: Pier) -> None:
    wanted.server.says((401, {}, b"SK-hush is wrong"))
    with pytest.raises(FetchFailed):
        wanted.save()
    assert wanted.copy().done_at
    assert "SK-hush" not in wanted.shown().public_problem
    wanted.end_job()
    assert wanted.want() == 0
    wanted.room.clock.forward(timedelta(minutes=1))
    wanted.set_up(secret_key="SK-new")
    assert wanted.want() == 1
    assert wanted.copy().done_at is None


def test_a_capture_that_never_ends_is_begun_anew(wanted: Pier) -> None:
    wanted.waits(ROOM, BEGUN)
    wanted.room.clock.forward(timedelta(hours=2))
    assert wanted.waits(PENDING) == FULL
    assert (wanted.copy().job, wanted.copy().done_at) == ("", None)


def test_a_withheld_source_is_never_told(pier: Pier) -> None:
    seen = pier.room.seen(pier.claim)
    attaching.change_source(
        pier.room.unit(), pier.claim, pier.room.jana, seen=seen, source_id=pier.source,
        changes={"withheld": True, "withheld_reason": "it names a witness"},
    )  # fmt: skip
    pier.set_up()
    assert pier.want() == 0


def test_a_source_that_is_withheld_meanwhile_is_not_told_any_more(wanted: Pier) -> None:
    seen = wanted.room.seen(wanted.claim)
    attaching.change_source(
        wanted.room.unit(), wanted.claim, wanted.room.jana, seen=seen, source_id=wanted.source,
        changes={"withheld": True, "withheld_reason": "it names a witness"},
    )  # fmt: skip
    wanted.save()
    assert wanted.server.asked == []


def test_switched_off_it_asks_nobody(wanted: Pier) -> None:
    unit, plugged, boss = wanted.room.unit, wanted.room.desk.plugged, wanted.room.boss
    seen = plugins.sheet(unit(), plugged, NAME, boss).version
    plugins.switch(unit(), plugged, NAME, boss, seen=seen, on=False)
    wanted.save()
    assert wanted.server.asked == []


def test_another_address_of_the_source_needs_another_copy(wanted: Pier) -> None:
    wanted.waits(ROOM, BEGUN)
    wanted.server.says(DONE)
    wanted.save()
    attaching.change_source(
        wanted.room.unit(), wanted.claim, wanted.room.jana, seen=wanted.room.seen(wanted.claim),
        source_id=wanted.source, changes={"url": "https://tide.example/other"},
    )  # fmt: skip
    assert wanted.shown().public == ""


def test_the_public_copy_is_named_in_the_claim_review_and_the_records(wanted: Pier) -> None:
    wanted.waits(ROOM, BEGUN)
    wanted.server.says(DONE)
    wanted.save()
    wanted.room.submit(wanted.claim)
    wanted.room.approve(wanted.claim)
    check = publishing.public_check(wanted.room.unit(), wanted.room.desk.identity, wanted.claim)
    [citation] = claim_review(check, wanted.room.desk.identity)["citation"]
    assert citation["archivedAt"] == wanted.shown().public
    assert record(check)["sources"][0]["public_copy"] == wanted.shown().public


def test_the_test_button_asks_what_it_would_take_and_keeps_nothing(pier: Pier) -> None:
    pier.set_up(on=False)
    pier.server.says(ROOM)
    tried = trials.try_out(pier.room.unit(), pier.room.desk.plugged, pier.room.desk.caller, NAME, pier.room.boss)
    assert (tried.well, tried.sentence) == (True, "it answered, and would begin 6 captures now")
    assert [each.path for each in pier.server.asked] == ["/save/status/user"]
