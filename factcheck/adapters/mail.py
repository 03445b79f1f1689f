"""Hands letters to an SMTP server: encrypted, with its certificate verified, and never for longer than a deadline.

The address of the server says how: smtp:// asks for STARTTLS and sends nothing without it, smtps:// is encrypted from
the first byte, smtp+plain:// is for a server on this machine alone. Sources: RFC 5321 (SMTP), 3207 (STARTTLS), 8314
(implicit TLS), 3834 (Auto-Submitted), 2369 (List-Unsubscribe).
"""

import ipaddress
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any
from urllib.parse import unquote, urlsplit

from factcheck.domain.mail import Letter, NeverTaken, NotTaken, one_line

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
DEADLINE = 30.0
"""Seconds for everything that is said to a server about one letter."""

REPLY_MOST = 200
"""Characters of a server's answer that are repeated to people."""

LINE_MOST = 2048
"""Bytes of one line of an answer; RFC 5321 knows 512."""

FOR_GOOD = range(500, 600)
LOCKED_OUT = frozenset({530, 534, 535, 538})
"""Answers that are about the desk's own signing in: the letter can still go when that is mended."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the desk hands in its mail, with name and password in the address, and as whom it writes."""

    url: str
    sender: str
    name: str
    site: str


class SmtpMailer:
    """Speaks to the server anew for each letter; nothing is kept open."""

    def __init__(self, server: Server, *, deadline: float = DEADLINE) -> None:
        parts = urlsplit(server.url)
        self._server, self._deadline = server, deadline
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._called = _greeting(server.site)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(self, letter: Letter) -> None:
        """Hand one letter over. NotTaken, NeverTaken."""
        message = self._message(letter)
        with self._said(), self._open() as server:
            server.send_message(message, self._server.sender, [letter.to])

    def ask(self) -> None:
        """Sign in and say good-bye. NotTaken when that does not work."""
        with self._said(), self._open() as server:
            server.noop()

    def _message(self, letter: Letter) -> EmailMessage:
        """The letter as it goes over the wire. NeverTaken for an address that no header can carry."""
        message = EmailMessage(policy=_ON_THE_WIRE)
        try:
            message["From"] = Address(_in_header(self._server.name, 100), addr_spec=self._server.sender)
            if _ENCODED in letter.to:
                raise ValueError(letter.to)
            message["To"] = Address(addr_spec=letter.to)
        except (ValueError, IndexError, MessageError) as error:
            raise NeverTaken("No mail can be sent to this address: it is not written as mail wants it.") from error
        message["Subject"] = _in_header(letter.subject, 150)
        message["Date"] = letter.at
        message["Message-ID"] = f"<{letter.message_id}@{self._server.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<{self._server.site}/account#notifications>"
        message.set_content(letter.text, cte="quoted-printable")
        message["Content-Language"] = letter.language.value
        return message

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        """A connection that is encrypted, unless it stays on this machine, and signed in where there is a name."""
        until = time.monotonic() + self._deadline
        if self._scheme == "smtps":
            server: _Patient = _PatientTls(self._called, until, self._deadline)
        else:
            server = _Patient(self._called, until, self._deadline)
        try:
            server.connect_named(self._host, self._port)
            if self._scheme == "smtp":
                server.starttls(context=ssl.create_default_context())  # raises where the server has none
            if self._user:
                server.login(self._user, self._password)
            yield server
            server.part()
        finally:
            server.close()

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What goes wrong, in the desk's words. What the server says is repeated, but never the password."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            raise self._refusal(code, reply) from error
        except smtplib.SMTPAuthenticationError as error:
            raise NotTaken("The mail server did not let the desk in: %(reply)s", reply=self._reply(error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotTaken(
                "The mail server cannot do what is needed: %(reply)s", reply=self._plain(str(error))
            ) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise self._refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPResponseException as error:
            raise NotTaken("The mail server does not want to talk: %(reply)s", reply=self._reply(error)) from error
        except ssl.SSLError as error:
            reason = self._plain(getattr(error, "verify_message", "") or error.reason or "")
            raise NotTaken("The mail server's encryption cannot be trusted: %(reason)s", reason=reason) from error
        except (smtplib.SMTPException, OSError) as error:
            reason = self._plain(str(error) or type(error).__name__)
            raise NotTaken("The mail server does not answer as it should: %(reason)s", reason=reason) from error

    def _refusal(self, code: int, reply: bytes | str) -> NotTaken | NeverTaken:
        words = self._plain(reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply)
        if code in FOR_GOOD and code not in LOCKED_OUT:
            return NeverTaken("The mail server refuses this mail: %(code)s %(reply)s", code=code, reply=words)
        return NotTaken("The mail server does not take this mail now: %(code)s %(reply)s", code=code, reply=words)

    def _reply(self, error: smtplib.SMTPResponseException) -> str:
        reply = error.smtp_error
        words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
        return self._plain(f"{error.smtp_code} {words}")

    def _plain(self, text: str) -> str:
        if self._password:
            text = text.replace(self._password, "…")
        return one_line(text, REPLY_MOST)


class _OnTheWire(EmailPolicy):
    """Folds headers as mail wants it, but for the address of a page: broken into pieces it is none."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == "List-Unsubscribe":
            return f"{name}: {value}\r\n".encode("ascii", "ignore")
        return super().fold_binary(name, value)


_ON_THE_WIRE = _OnTheWire(linesep="\r\n")


_ENCODED = "=?"
"""How an encoded word begins. Python's email package decodes those that are in a text, line ends and all, and would
write them out as headers of their own."""


def _in_header(text: str, most: int) -> str:
    """What somebody wrote, as a header may hold it."""
    return one_line(text, most).replace(_ENCODED, "= ?")


def _greeting(site: str) -> str:
    """The name by which the desk greets a server: that of its public address; a number in brackets."""
    host = urlsplit(site).hostname or "localhost"
    try:
        return f"[{'IPv6:' if ':' in host else ''}{ipaddress.ip_address(host)}]"
    except ValueError:
        return host if host.isascii() else "localhost"


# --- A client that waits only so long --------------------------------------------------------------


class _Patient(smtplib.SMTP):
    """smtplib waits its timeout for each byte anew; this one has a deadline for the whole conversation."""

    def __init__(self, called: str, until: float, timeout: float) -> None:
        self._until = until
        super().__init__(local_hostname=called, timeout=timeout)

    def connect_named(self, host: str, port: int) -> None:
        """Connect, and check a certificate later against this name."""
        self._host = host
        code, reply = self.connect(host, port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, reply)

    def part(self) -> None:
        """Say good-bye. The letter is taken already: how the server answers changes nothing."""
        try:
            self.quit()
        except (smtplib.SMTPException, OSError):
            self.close()

    def send(self, s: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(_left(self._until))
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock, self._until)
        return super().getreply()


class _PatientTls(_Patient):
    """The same, encrypted from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


class _Lines:
    """Reads an answer line by line, and not a byte further: what stands behind it may have to be encrypted."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until

    def readline(self, most: int = LINE_MOST) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n") and len(line) < min(most, LINE_MOST):
            self._sock.settimeout(_left(self._until))
            piece = self._sock.recv(1)
            if not piece:
                break
            line += piece
        return bytes(line)

    def close(self) -> None:
        """The socket is closed by whom it belongs to."""


def _left(until: float) -> float:
    """Seconds that are left. TimeoutError when none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for this mail is over")
    return left
