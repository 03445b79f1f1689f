"""What an answer of somebody else's server means for the desk: status, Retry-After, kind of document, failure."""

import socket
import ssl
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from factcheck.adapters.gate import RefusedAddress
from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.texts import say

SOON = timedelta(minutes=2)
LATER = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=1)
"""A server that asks for more is asked again after a day all the same."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_GONE = frozenset({404, 410})
_SLOW = frozenset({408, 425, 504})
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
_UNKNOWN_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def retry_at(headers: httpx2.Headers, now: datetime, otherwise: timedelta) -> datetime:
    """When to ask again: Retry-After in seconds or as a date (RFC 9110, 10.2.3), at most a day from now."""
    wanted = headers.get("retry-after", "").strip()
    moment = now + otherwise
    if wanted.isascii() and wanted.isdigit():
        moment = now + timedelta(seconds=min(int(wanted[:9]), LONGEST_WAIT.total_seconds()))
    elif wanted:
        moment = _date(wanted) or moment
    return min(max(moment, now + timedelta(seconds=1)), now + LONGEST_WAIT)


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the second for numbers that no machine counts in
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def refuse_status(response: httpx2.Response, now: datetime) -> None:
    """Raise the FetchFailed that belongs to the status; nothing for 2xx, nor for a 304 that was asked for."""
    status = response.status_code
    if 200 <= status < 300 or (status == 304 and _CONDITIONS & set(response.request.headers)):
        return
    said = say("it answered %(status)s", status=str(status))
    if status in _GONE:
        raise FetchFailed(FetchProblem.GONE)
    if status == 429:
        raise FetchFailed(FetchProblem.THROTTLED, retry_at=retry_at(response.headers, now, LATER))
    if status in _SLOW:
        raise FetchFailed(FetchProblem.TOO_SLOW, said, retry_at(response.headers, now, SOON))
    if status >= 500:
        raise FetchFailed(FetchProblem.SERVER_ERROR, said, retry_at(response.headers, now, LATER))
    if status >= 400:
        raise FetchFailed(FetchProblem.FORBIDDEN) if status in (401, 403) else FetchFailed(FetchProblem.FORBIDDEN, said)
    raise FetchFailed(FetchProblem.UNREADABLE, said)


def refuse_type(response: httpx2.Response, accept: Collection[str]) -> None:
    """Raise FetchFailed(WRONG_TYPE) for a declared type that is not accepted; the reader judges undeclared ones."""
    declared = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if declared not in accept and declared not in _UNKNOWN_TYPES:
        raise FetchFailed(FetchProblem.WRONG_TYPE, declared)


def failure(error: Exception, now: datetime) -> FetchFailed:
    """The desk's words for what went wrong on the way."""
    if isinstance(error, RefusedAddress):
        return FetchFailed(FetchProblem.REFUSED_ADDRESS, str(error))
    if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol | UnicodeError | ValueError):
        return FetchFailed(FetchProblem.REFUSED_ADDRESS, "it is not an address of the web")
    if isinstance(error, httpx2.TimeoutException):
        return FetchFailed(FetchProblem.TOO_SLOW, retry_at=now + LATER)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return FetchFailed(FetchProblem.BAD_CERTIFICATE)
    return FetchFailed(FetchProblem.NOT_REACHED, _why(error), now + LATER)


def worth_another_try(error: Exception) -> bool:
    """Connecting may work a second later, unless the name does not exist or the certificate is wrong.

    A server that hangs up without a word has closed a connection that was kept open; a new one may do.
    """
    if isinstance(error, httpx2.RemoteProtocolError):
        return "without sending a response" in str(error)
    final = (socket.gaierror, ssl.SSLCertVerificationError)
    return isinstance(error, httpx2.ConnectError) and not any(isinstance(cause, final) for cause in _causes(error))


def _why(error: Exception) -> str:
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return "no such name"
        if isinstance(cause, ConnectionRefusedError):
            return "nothing listens there"
        if isinstance(cause, ssl.SSLError):
            return "no safe connection"
    return "the connection broke off" if isinstance(error, httpx2.ReadError | httpx2.RemoteProtocolError) else ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from; httpcore2 cuts the chain, but keeps the cause as an argument."""
    while error is not None:
        yield error
        error = error.__cause__ or next((part for part in error.args if isinstance(part, BaseException)), None)
