"""Letters over real SMTP: encrypted or not at all, patient with who says "later", and never for ever."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from factcheck.adapters.mail import Server, SmtpMailer
from factcheck.domain.mail import Letter, NeverTaken, NotTaken
from tests.mail_server import (
    PASSWORD,
    USER,
    Answer,
    MailServer,
    certificate,
    drip,
    endless,
    garbage,
    hang_up,
)

SENDER, NAME, SITE = "desk@desk.example", "The fact-check desk", "https://desk.example"
LETTER = Letter(
    "jana@desk.example", "Returned to you: claim 12", "Text.\n", "abc123", datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
)
Open = Callable[..., MailServer]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens servers; their certificate is one that this machine trusts."""
    cert = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert[0]))
    servers: list[MailServer] = []

    def start(**how: Any) -> MailServer:
        servers.append(MailServer(**{"cert": cert} | how))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def mailer(server: MailServer, scheme: str = "smtp", *, login: bool = False, **more: Any) -> SmtpMailer:
    who = f"{USER}:{quote(PASSWORD, safe='')}@" if login else ""
    given = {"sender": SENDER, "name": NAME, "site": SITE}
    named = {key: more.pop(key) for key in list(more) if key in given}
    return SmtpMailer(Server(f"{scheme}://{who}127.0.0.1:{server.port}", **given | named), **more)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_letter_goes_encrypted_and_signed_in(opened: Open, scheme: str) -> None:
    server = opened(login=True, implicit=scheme == "smtps")
    mailer(server, scheme, login=True).send(LETTER)
    (letter,) = server.taken
    assert (letter.tls, letter.sender, letter.to) == (True, SENDER, ["jana@desk.example"])
    assert server.heard[0] == "ehlo desk.example"


def test_a_letter_says_what_it_is(opened: Open) -> None:
    server = opened()
    mailer(server).send(LETTER)
    message = server.taken[0].message
    assert {name: str(message[name]) for name in set(message) - {"MIME-Version", "Content-Transfer-Encoding"}} == {
        "From": "The fact-check desk <desk@desk.example>",
        "To": "jana@desk.example",
        "Subject": "Returned to you: claim 12",
        "Date": "Wed, 04 Mar 2026 09:30:00 +0000",
        "Message-ID": "<abc123@desk.example>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://desk.example/account#notifications>",
        "Content-Language": "en",
        "Content-Type": 'text/plain; charset="utf-8"',
    }
    assert server.taken[0].text == "Text.\n"


def test_the_address_of_a_page_is_not_broken_into_pieces(opened: Open) -> None:
    server, site = opened(), f"https://{'long-name.' * 12}example.org"
    mailer(server, site=site).send(LETTER)
    assert f"List-Unsubscribe: <{site}/account#notifications>\r\n".encode() in server.taken[0].content


def test_a_server_without_encryption_gets_nothing(opened: Open) -> None:
    server = opened(starttls=False, login=True)
    with pytest.raises(NotTaken, match="cannot do what is needed: STARTTLS"):
        mailer(server, login=True).send(LETTER)
    assert [line for line in server.heard if not line.startswith("ehlo")] == []


def test_encryption_that_is_refused_ends_it(opened: Open) -> None:
    server = opened(answers={"STARTTLS": ["454 4.7.0 not now"]})
    with pytest.raises(NotTaken, match="454"):
        mailer(server).send(LETTER)
    assert server.heard[-1] == "STARTTLS"


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_of_another_machine_is_refused(opened: Open, tmp_path: Path, scheme: str) -> None:
    server = opened(cert=certificate(tmp_path, "192.0.2.7"), implicit=scheme == "smtps")
    with pytest.raises(NotTaken, match="encryption cannot be trusted"):
        mailer(server, scheme, login=True).send(LETTER)
    assert not any("AUTH" in line for line in server.heard)


def test_a_certificate_that_has_expired_is_refused(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = certificate(tmp_path, days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(old[0]))
    with pytest.raises(NotTaken, match="expired"):
        mailer(opened(cert=old)).send(LETTER)


def test_a_server_on_this_machine_may_be_spoken_to_in_the_open(opened: Open) -> None:
    server = opened(cert=None, starttls=False)
    mailer(server, "smtp+plain").send(LETTER)
    assert [letter.tls for letter in server.taken] == [False]


# --- What servers say no with ---------------------------------------------------------------------

LATER: list[tuple[str, Answer]] = [
    ("", "421 4.3.2 too busy"),
    ("", "554 5.7.1 no"),
    ("", hang_up),
    ("", garbage),
    ("EHLO", "421 4.3.2 going down"),
    ("EHLO", hang_up),
    ("STARTTLS", "454 4.7.0 no certificate"),
    ("AUTH", "454 4.7.0 try later"),
    ("AUTH", "535 5.7.8 wrong"),
    ("MAIL", "450 4.7.1 greylisted"),
    ("MAIL", "530 5.7.0 sign in first"),
    ("RCPT", "450 4.2.1 mailbox busy"),
    ("RCPT", "421 4.3.2 closing"),
    ("DATA", "451 4.3.0 local error"),
    (".", "452 4.3.1 out of space"),
    (".", hang_up),
]
FOR_GOOD: list[tuple[str, str]] = [
    ("MAIL", "550 5.7.1 not you"),
    ("RCPT", "550 5.1.1 nobody of this name"),
    ("RCPT", "553 5.1.3 no such address"),
    ("DATA", "554 5.5.0 no"),
    (".", "554 5.6.0 looks like spam"),
]


@pytest.mark.parametrize(("word", "answer"), LATER, ids=[f"{word or 'greeting'}-{answer}" for word, answer in LATER])
def test_what_may_pass_is_tried_again(opened: Open, word: str, answer: Answer) -> None:
    server = opened(login=True, answers={word: [answer]})
    with pytest.raises(NotTaken):
        mailer(server, login=True).send(LETTER)
    assert server.taken == []
    server.answers.clear()
    mailer(server, login=True).send(LETTER)
    assert server.subjects == ["Returned to you: claim 12"]


@pytest.mark.parametrize(("word", "answer"), FOR_GOOD)
def test_what_is_refused_for_good_is_said_with_the_server_s_words(opened: Open, word: str, answer: str) -> None:
    server = opened(answers={word: [answer]})
    with pytest.raises(NeverTaken, match=answer):
        mailer(server).send(LETTER)
    assert server.taken == []


def test_nobody_there_is_said(opened: Open) -> None:
    server = opened()
    server.close()
    with pytest.raises(NotTaken, match="does not answer as it should"):
        mailer(server).send(LETTER)


@pytest.mark.parametrize("word", ["", "EHLO", "RCPT", "."])
@pytest.mark.parametrize("how", [drip, endless])
def test_no_server_holds_the_desk_longer_than_the_deadline(opened: Open, word: str, how: Callable[[Any], None]) -> None:
    server = opened(answers={word: [how]})
    begun = time.monotonic()
    with pytest.raises(NotTaken):
        mailer(server, deadline=1.0).send(LETTER)
    assert time.monotonic() - begun < 8


def test_how_the_server_says_good_bye_changes_nothing(opened: Open) -> None:
    server = opened(answers={"QUIT": [hang_up]})
    mailer(server).send(LETTER)
    assert len(server.taken) == 1


def test_what_stood_behind_the_answer_before_encryption_is_not_believed(opened: Open) -> None:
    """What somebody on the way puts behind "220 go on" would else be read as the server's own, encrypted words."""
    server = opened(answers={"STARTTLS": [lambda talk: talk.write("220 go on\r\n250-mail.example\r\n250 AUTH PLAIN")]})
    with pytest.raises(NotTaken):
        mailer(server, login=True, deadline=2.0).send(LETTER)
    assert not any("AUTH" in line for line in server.heard)


def test_the_password_stands_in_no_error(opened: Open) -> None:
    server = opened(login=True, answers={"AUTH": [f"535 5.7.8 {PASSWORD} is not it"]})
    with pytest.raises(NotTaken) as failed:
        mailer(server, login=True).ask()
    assert PASSWORD not in str(failed.value)
    assert "is not it" in str(failed.value)


def test_asking_signs_in_and_sends_nothing(opened: Open) -> None:
    server = opened(login=True)
    mailer(server, login=True).ask()
    assert (server.taken, server.heard[-1].upper()) == ([], "QUIT")


# --- What people write ----------------------------------------------------------------------------

HOSTILE = [
    "Claim\r\nBcc: all@desk.example\r\n\r\nHello",
    "Claim\nX-Evil: 1",
    "Claim\x00\x0b\x0c\x85\u2028\u2029X-Evil: 1",
    "\u202egnitset",
    "=?utf-8?q?=0D=0ABcc:=20all@desk.example?=",
    "Пункт 12 äöü 日本語 😀" * 10,
    "." * 400,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_people_write_becomes_a_header(opened: Open, words: str) -> None:
    server = opened()
    letter = Letter(LETTER.to, words, f"{words}\r\n.\r\nMAIL FROM:<x@y.example>\r\n", "abc123", LETTER.at)
    mailer(server, name=words).send(letter)
    (taken,) = server.taken
    assert taken.to == ["jana@desk.example"]
    message = taken.message
    assert {name.lower() for name in message} == {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "list-unsubscribe", "content-language",
        "content-type", "content-transfer-encoding", "mime-version",
    }  # fmt: skip
    assert message["From"].addresses[0].addr_spec == SENDER
    assert len(message["From"].addresses) == 1
    assert [line for line in server.heard if line.startswith("mail")] == [f"mail FROM:<{SENDER}>"]
    assert "\u202e" not in str(message["Subject"])


@pytest.mark.parametrize(
    "address",
    [
        "a,b@desk.example",
        "<x>@desk.example",
        '"a"@b@desk.example',
        "a@desk.example>",
        "a;b@desk.example",
        "@desk.example",
        "=?utf-8?q?x=0D=0ABcc:all?=@desk.example",
    ],
)
def test_an_address_that_no_header_can_carry_is_refused_or_goes_to_itself_alone(opened: Open, address: str) -> None:
    server = opened()
    with suppress(NeverTaken):
        mailer(server).send(Letter(address, "A", "B", "abc123", LETTER.at))
    assert all(len(taken.to) == 1 for taken in server.taken)
