"""Politeness towards other people's servers: one gate per registrable host, shared by all workers."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

import redis
import tldextract

from factcheck.adapters.broker import redis_address
from factcheck.domain.clock import Clock
from factcheck.domain.fetching import HostBusy

log = logging.getLogger(__name__)

GAP = 5.0
"""Seconds between two visits to one host: what GDELT asks for, and a quiet pace for a small outlet."""
BROKER_DOWN = timedelta(seconds=30)
INSIDE = 30.0
"""Seconds after which a visitor that has not asked for anything is taken for dead."""

# The list of public suffixes that ships inside the package: nothing is fetched, nothing is cached. Sites that let
# anybody have a subdomain count as suffixes, so that one blog cannot close the gate of all its neighbours.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registrable_host(url: str) -> str:
    """Whose gate an address belongs to: `outlet.example` for all its subdomains, host:port for the rest.

    Addresses in numbers, localhost and names without a public suffix have no registrable part.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    whole = f"{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    try:
        ip_address(host)
    except ValueError:
        return _suffixes(host).top_domain_under_public_suffix or whole
    return whole


class Politeness(Protocol):
    """The gates of all hosts."""

    def enter(self, host: str, gap: float | None = None) -> None:
        """Begin a visit. Raises HostBusy while the gate is closed, or another visitor is inside who has yet to ask."""
        ...

    def asked(self, host: str, gap: float | None = None) -> None:
        """The visitor has asked: the gate is closed for the gap in seconds from now, however long it took to ask."""
        ...

    def close_until(self, host: str, until: datetime) -> None:
        """Keep the gate closed until a moment that the host itself has asked for."""
        ...

    def close(self) -> None:
        """Give back what the gates are kept in."""
        ...


# GCRA with a burst of one: the theoretical arrival time of the next visit, and whether somebody is inside, is all there
# is to keep. The server's clock decides, so that workers on machines with different clocks agree.
_ENTER = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local free_at = tonumber(redis.call('GET', KEYS[1]) or '0')
local gap = tonumber(ARGV[1])
if redis.call('EXISTS', KEYS[2]) == 1 then return math.max(free_at, ms + gap) end
if ms < free_at then return free_at end
if gap > 0 then redis.call('SET', KEYS[2], '1', 'PX', ARGV[2]) end
return 0
"""
_ASKED = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('DEL', KEYS[2])
local free_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), ms + tonumber(ARGV[1]))
local left = free_at - ms
if left > 0 then redis.call('SET', KEYS[1], string.format('%d', free_at), 'PX', string.format('%d', left)) end
return free_at
"""
_CLOSE = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local free_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1]))
local left = free_at - ms
if left > 0 then redis.call('SET', KEYS[1], string.format('%d', free_at), 'PX', string.format('%d', left)) end
return free_at
"""


class SharedPoliteness:
    """Gates in Redis. While the broker is down every host counts as busy for half a minute."""

    def __init__(self, redis_url: str, *, clock: Clock, gap: float = GAP) -> None:
        self._redis = redis.Redis.from_url(redis_address(redis_url), socket_timeout=3.0, socket_connect_timeout=3.0)
        self._enter = self._redis.register_script(_ENTER)
        self._asked = self._redis.register_script(_ASKED)
        self._close = self._redis.register_script(_CLOSE)
        self._gap = round(gap * 1000)
        self._clock = clock

    def enter(self, host: str, gap: float | None = None) -> None:
        try:
            free_at = int(self._enter(keys=_keys(host), args=[self._ms(gap), round(INSIDE * 1000)]))
        except redis.RedisError as error:
            log.warning("the politeness gate does not answer: %s", error)
            raise HostBusy(host, self._clock() + BROKER_DOWN) from error
        if free_at:
            raise HostBusy(host, datetime.fromtimestamp(free_at / 1000, UTC))

    def asked(self, host: str, gap: float | None = None) -> None:
        try:
            self._asked(keys=_keys(host), args=[self._ms(gap)])
        except redis.RedisError as error:
            log.warning("the gate of %s was left as it was: %s", host, error)

    def close_until(self, host: str, until: datetime) -> None:
        try:
            self._close(keys=_keys(host), args=[round(until.timestamp() * 1000)])
        except redis.RedisError as error:
            log.warning("the politeness gate of %s could not be closed: %s", host, error)

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()

    def _ms(self, gap: float | None) -> int:
        return self._gap if gap is None else round(gap * 1000)


def _keys(host: str) -> list[str]:
    return [f"fc:gate:{host}", f"fc:inside:{host}"]


class OwnPoliteness:
    """Gates of one process, for the command line and where there is no Redis."""

    def __init__(self, *, clock: Clock, gap: float = GAP) -> None:
        self._gap = gap
        self._clock = clock
        self._free_at: dict[str, float] = {}
        self._inside: dict[str, float] = {}
        self._lock = threading.Lock()

    def enter(self, host: str, gap: float | None = None) -> None:
        now, closed = time.monotonic(), self._gap if gap is None else gap
        with self._lock:
            is_inside = self._inside.get(host, now) > now
            wait = max(self._free_at.get(host, now) - now, closed if is_inside else 0.0)
            if wait <= 0:
                self._free_at = {name: moment for name, moment in self._free_at.items() if moment > now}
                if closed > 0:
                    self._inside[host] = now + INSIDE
                return
        raise HostBusy(host, self._clock() + timedelta(seconds=wait))

    def asked(self, host: str, gap: float | None = None) -> None:
        with self._lock:
            self._inside.pop(host, None)
            free_at = time.monotonic() + (self._gap if gap is None else gap)
            self._free_at[host] = max(free_at, self._free_at.get(host, 0.0))

    def close_until(self, host: str, until: datetime) -> None:
        moment = time.monotonic() + (until - self._clock()).total_seconds()
        with self._lock:
            self._free_at[host] = max(moment, self._free_at.get(host, 0.0))

    def close(self) -> None:
        """There is nothing to give back."""
