"""A mail server on loopback with a certificate of its own, which takes letters or misbehaves as it is told."""

import base64
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "desk", "p@ss:word/1"
Answer = str | Callable[["Talk"], None]
"""A line, or something worse that is done instead of answering."""


@dataclass
class Taken:
    """A letter as it came in. `tls` says whether the line was encrypted."""

    sender: str
    to: list[str]
    content: bytes
    tls: bool

    @property
    def message(self) -> EmailMessage:
        found = message_from_bytes(self.content, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        return str(self.message.get_content()).replace("\r\n", "\n")


def certificate(folder: Path, host: str = "127.0.0.1", *, days: int = 30) -> tuple[Path, Path]:
    """(certificate, key) that a machine of this address signs for itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=60)).not_valid_after(now + timedelta(days=days))
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    signed = builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    paths = folder / f"{host}-{days}.pem", folder / f"{host}-{days}.key"
    paths[0].write_bytes(signed.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


@dataclass
class MailServer:
    """Listens at `port`. `answers` are said instead of the usual ones, by the word that they answer: in turn,
    and the last one for good. `""` is the greeting, `.` the end of a letter."""

    cert: tuple[Path, Path] | None = None
    implicit: bool = False
    starttls: bool = True
    login: bool = False
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._talks: list[threading.Thread] = []
        self._lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    @property
    def subjects(self) -> list[str]:
        return [str(letter.message["Subject"]) for letter in self.taken]

    def secure(self, line: socket.socket) -> ssl.SSLSocket:
        assert self.cert
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.cert)
        return context.wrap_socket(line, server_side=True)

    def answer(self, word: str, usual: str) -> Answer:
        said = self.answers.get(word, [])
        if not said:
            return usual
        return said[0] if len(said) == 1 else said.pop(0)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._door.accept()
                self._lines.append(line)
                talk = threading.Thread(target=Talk(self, line).run)
                self._talks.append(talk)
                talk.start()

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        for thread in (self._thread, *self._talks):
            thread.join()


class Hung(Exception):
    """The server has hung up."""


class Talk:
    """One connection."""

    def __init__(self, server: MailServer, line: socket.socket) -> None:
        self.server, self.line = server, line
        self.tls = self.let_in = False
        self.sender, self.to = "", list[str]()

    def run(self) -> None:
        with suppress(OSError, Hung, ValueError):
            if self.server.implicit:
                self.line, self.tls = self.server.secure(self.line), True
            self.say("", "220 mail.example ready")
            while True:
                self.hear(self.read())
        self.line.close()

    def read(self) -> str:
        line = b""
        while not line.endswith(b"\n"):
            piece = self.line.recv(1)
            if not piece:
                raise Hung
            line += piece
        return line.decode().rstrip("\r\n")

    def write(self, text: str) -> None:
        self.line.sendall(text.encode() + b"\r\n")

    def say(self, word: str, usual: str) -> str:
        answer = self.server.answer(word, usual)
        if callable(answer):
            answer(self)
            return ""
        self.write(answer)
        return answer

    def hear(self, line: str) -> None:
        self.server.heard.append(line)
        word = line.split(" ")[0].split(":")[0].upper()
        getattr(self, f"on_{word.lower()}", self.on_other)(line)

    def on_other(self, line: str) -> None:
        self.write("502 not known")

    def on_ehlo(self, line: str) -> None:
        more = ["STARTTLS"] if self.server.starttls and not self.tls else []
        more += ["AUTH PLAIN"] if self.server.login else []
        self.say("EHLO", "\r\n".join(["250-mail.example", *(f"250-{each}" for each in more), "250 8BITMIME"]))

    def on_starttls(self, line: str) -> None:
        if self.say("STARTTLS", "220 go on").startswith("220"):
            self.line, self.tls = self.server.secure(self.line), True

    def on_auth(self, line: str) -> None:
        self.let_in = base64.b64decode(line.split(" ")[2]).decode() == f"\0{USER}\0{PASSWORD}"
        self.say("AUTH", "235 welcome" if self.let_in else "535 5.7.8 wrong name or password")

    def on_mail(self, line: str) -> None:
        self.sender = line.partition("<")[2].partition(">")[0]
        usual = "530 5.7.0 sign in first" if self.server.login and not self.let_in else "250 ok"
        self.say("MAIL", usual)

    def on_rcpt(self, line: str) -> None:
        if self.say("RCPT", "250 ok").startswith("250"):
            self.to.append(line.partition("<")[2].partition(">")[0])

    def on_data(self, line: str) -> None:
        if not self.say("DATA", "354 go on").startswith("354"):
            return
        lines = []
        while (line := self.read()) != ".":
            lines.append(line.removeprefix(".") if line.startswith("..") else line)
        content = "".join(f"{line}\r\n" for line in lines).encode()
        letter = Taken(self.sender, self.to, content, self.tls)
        answer = self.server.answer(".", "250 taken")
        if callable(answer):
            answer(self)
        else:
            if answer.startswith("250"):
                self.server.taken.append(letter)
            self.write(answer)
        self.to = []

    def on_noop(self, line: str) -> None:
        self.write("250 ok")

    on_rset = on_noop

    def on_quit(self, line: str) -> None:
        self.say("QUIT", "221 bye")
        raise Hung


def hang_up(talk: Talk) -> None:
    """The connection is gone without a word."""
    raise Hung


def drip(talk: Talk) -> None:
    """A letter every tenth of a second, and the line never ends."""
    while True:
        talk.line.sendall(b"2")
        time.sleep(0.1)


def garbage(talk: Talk) -> None:
    """Something that is no answer."""
    talk.line.sendall(b"\xff\xfe SSH-2.0 hello\r\n" * 3)


def endless(talk: Talk) -> None:
    """An answer that goes on and on."""
    while True:
        talk.line.sendall(b"250-" + b"x" * 900 + b"\r\n")
