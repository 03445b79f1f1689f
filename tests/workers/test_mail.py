"""Letters of a real worker to a real mail server: taken, put off and given up, and what an admin sees of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select, update

from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.jobs import SendMail
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import Given, Move
from factcheck.services import articles, editing, jobs, notifications, people, review
from factcheck.store.tables import JobRow, Mail
from factcheck.store.unit import UnitOfWork
from tests.machines import Machine
from tests.mail_server import Answer, MailServer, certificate, hang_up
from tests.servers import until

ADMIN = Actor(None, "the tests", frozenset({Role.ADMIN, Role.EDITOR}))
TEXT = "The northern pier is closed."


class Posting:
    """A desk whose worker sends mail to a server on loopback. What happens here happened some minutes ago."""

    def __init__(self, machine: Machine, server: MailServer) -> None:
        self.machine, self.server = machine, server
        self.unit = UnitOfWork(machine.engine, lambda: datetime.now(UTC) - timedelta(minutes=3))
        people.add(self.unit, ADMIN, email="omar@desk.example", name="Omar", roles=["checker"])
        self.omar = people.by_email(self.unit, "omar@desk.example")[1]
        article = articles.receive(self.unit, Incoming(TEXT, "Pier"), ADMIN).article_id
        self.claim = editing.add(self.unit, article, ADMIN, fragments=[(0, len(TEXT))]).row.id
        notifications.choose(self.unit, self.omar, channels={"assigned": "at_once"})

    def assign(self) -> None:
        given = Given(assignee=self.omar)
        review.move(self.unit, self.claim, Move.ASSIGN, ADMIN, seen=1, given=given)

    def begin(self) -> None:
        self.machine.worker(1, ["mail"])  # type: ignore[list-item]
        self.machine.scheduler()

    def job(self) -> JobRow:
        (row,) = [row for row in self.machine.jobs() if row.name == SendMail.name]
        return row

    def again_now(self) -> None:
        with self.machine.unit.writing() as session:
            session.exec(update(JobRow).values(next_attempt_at=self.unit.now))  # type: ignore[call-overload]

    def sent(self) -> bool:
        with self.machine.unit.reading() as session:
            return session.exec(select(Mail.sent_at)).one() is not None


@pytest.fixture
def posting(database_url: str, tmp_path: Path, settings: Settings) -> Iterator[Posting]:
    cert = certificate(tmp_path)
    server = MailServer(cert=cert)
    machine = Machine(database_url, tmp_path)
    machine.environment |= {
        "SSL_CERT_FILE": str(cert[0]),
        "FACTCHECK_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "FACTCHECK_MAIL_FROM": "desk@desk.example",
    }
    yield Posting(machine, server)
    machine.close()
    server.close()


def test_a_letter_goes_out_encrypted_and_once(posting: Posting) -> None:
    posting.assign()
    posting.begin()
    until(posting.sent, what="the letter")
    assert posting.server.subjects == [f"Assigned to you: claim {posting.claim}"]
    assert posting.server.taken[0].tls
    until(lambda: posting.job().done_at is not None, what="the end of the job")
    assert not posting.job().failed


@pytest.mark.parametrize("answer", ["450 4.7.1 greylisted", "421 4.3.2 closing", hang_up])
def test_who_says_later_gets_it_later(posting: Posting, answer: Answer) -> None:
    posting.server.answers = {".": [answer, "250 taken"]}
    posting.assign()
    posting.begin()
    until(lambda: posting.job().problem != "", what="the first try")
    assert posting.job().next_attempt_at > posting.unit.now + timedelta(minutes=3)
    assert not posting.sent()
    posting.again_now()
    until(posting.sent, what="the letter")
    assert len(posting.server.taken) == 1


def test_what_is_refused_for_good_is_given_up_and_the_admin_sees_why(posting: Posting) -> None:
    posting.server.answers = {"RCPT": ["550 5.1.1 nobody of this name"]}
    posting.assign()
    posting.begin()
    until(lambda: posting.job().failed, what="the end")
    (failure,) = jobs.workers_seen(posting.unit, ADMIN).failures
    assert (failure.what, failure.over) == ("send a mail", True)
    assert failure.problem == "The mail server refuses this mail: 550 5.1.1 nobody of this name"
    assert posting.server.taken == []
