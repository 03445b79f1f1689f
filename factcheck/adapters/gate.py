"""The SSRF gate: which addresses the desk may connect to. `transport` asks it for every connection.

`ipaddress.is_global` is not used: it calls 224.0.0.1, 64:ff9b::7f00:1 and 2002:7f00:1:: global.
The list below follows the IANA special-purpose registries (RFC 6890 and later entries).
"""

import socket
import threading
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore2
import httpx2

from factcheck.domain.texts import later, say

Resolver = Callable[[str, int], list[str]]
"""Name and port to addresses in text; raises OSError where the name has none."""

WEB_PORTS = frozenset({80, 443})

# fmt: off
_FORBIDDEN = tuple((ip_network(network), name) for network, name in (
    ("0.0.0.0/8",       later("this network")),
    ("10.0.0.0/8",      later("a private network")),
    ("100.64.0.0/10",   later("a carrier's private network")),
    ("127.0.0.0/8",     later("this machine")),
    ("168.63.129.16/32", later("a cloud's own service")),
    ("169.254.0.0/16",  later("a link-local address")),
    ("172.16.0.0/12",   later("a private network")),
    ("192.0.0.0/24",    later("a protocol assignment")),
    ("192.0.2.0/24",    later("a documentation address")),
    ("192.88.99.0/24",  later("a 6to4 relay")),
    ("192.168.0.0/16",  later("a private network")),
    ("198.18.0.0/15",   later("a benchmarking network")),
    ("198.51.100.0/24", later("a documentation address")),
    ("203.0.113.0/24",  later("a documentation address")),
    ("224.0.0.0/4",     later("a multicast address")),
    ("240.0.0.0/4",     later("a reserved or broadcast address")),
    ("::1/128",         later("this machine")),
    ("::ffff:0:0/96",   later("an IPv4 address in IPv6 clothes")),
    ("::ffff:0:0:0/96", later("an IPv4 address in IPv6 clothes")),
    ("64:ff9b::/96",    later("a NAT64 address")),
    ("64:ff9b:1::/48",  later("a NAT64 address")),
    ("::/8",            later("a reserved or IPv4-compatible address")),
    ("100::/64",        later("a discard-only address")),
    ("2001::/23",       later("a protocol assignment or Teredo tunnel")),
    ("2001:db8::/32",   later("a documentation address")),
    ("2002::/16",       later("a 6to4 tunnel")),
    ("3ffe::/16",       later("a withdrawn test network")),
    ("3fff::/20",       later("a documentation address")),
    ("5f00::/16",       later("a segment-routing address")),
    ("fc00::/7",        later("a private network")),
    ("fe80::/10",       later("a link-local address")),
    ("fec0::/10",       later("a site-local address")),
    ("ff00::/8",        later("a multicast address")),
))
# fmt: on
_GLOBAL_IPV6 = ip_network("2000::/3")  # The only part of IPv6 that has been given out for the public.


class RefusedAddress(Exception):
    """The gate is closed for this address; the message names the reason, never what was resolved."""


def forbidden(address: IPv4Address | IPv6Address) -> str:
    """What makes this address one the desk never connects to; empty where nothing does."""
    for network, name in _FORBIDDEN:
        if address in network:
            return name
    if address.version == 6 and address not in _GLOBAL_IPV6:
        return later("not a public address")
    return ""


def system_resolver(host: str, port: int) -> list[str]:
    """All addresses of a name as the machine's own resolver gives them, in its order, each once."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def _pair(text: str) -> tuple[str, int]:
    host, _, port = text.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]").lower()
    if not host or not port.isdigit():
        raise ValueError(f"an allowed private host is written host:port, not {text!r}")
    literal = _literal(host)
    return (str(literal) if literal else host), int(port)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _looks_numeric(host: str) -> bool:
    """Whether inet_aton would read the host as a number: 2130706433, 0x7f.1, 0177.0.0.1, 127.1, 127.0.0.1."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return last.isdigit() or last.startswith("0x")


class Gate:
    """Decides on URLs and on addresses. `allowed_private` holds `host:port` pairs.

    An allowed pair opens this address with this port and nothing else. A name in an allowed pair is trusted
    with whatever it resolves to, so that addresses are the better entries.
    """

    def __init__(self, allowed_private: Iterable[str] = (), resolve: Resolver = system_resolver) -> None:
        self._allowed = frozenset(_pair(pair) for pair in allowed_private)
        self._resolve = resolve

    def admit(self, url: httpx2.URL) -> None:
        """Refuse what can be refused before any name is looked up. Raises RefusedAddress."""
        if url.scheme not in ("http", "https"):
            raise RefusedAddress("only http and https are fetched")
        if url.userinfo:
            raise RefusedAddress("the address carries a name or password")
        host = url.raw_host.decode("ascii")
        self._admit_host(host)
        if _literal(host):
            self._check(host, host, url.port or (443 if url.scheme == "https" else 80))

    def trusts(self, host: str, port: int) -> bool:
        """Whether this pair is one of the private ones that may be reached."""
        literal = _literal(host)
        return ((str(literal) if literal else host.lower()), port) in self._allowed

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The checked addresses of a host. One bad answer among good ones refuses all of them.

        Raises RefusedAddress, httpcore2.ConnectError (no such name) or httpcore2.ConnectTimeout.
        """
        self._admit_host(host)
        literal = _literal(host)
        answers = [str(literal)] if literal else self._resolved(host, port, seconds)
        for answer in answers:
            self._check(host, answer, port)
        return answers

    def _admit_host(self, host: str) -> None:
        if not host or "%" in host:
            raise RefusedAddress("the address names no host")
        if _looks_numeric(host) and not _literal(host):
            raise RefusedAddress("the host is a number in an unusual spelling")

    def _check(self, host: str, answer: str, port: int) -> None:
        address = _literal(answer)
        if address is None or "%" in answer:
            raise RefusedAddress("the host has an address that cannot be read")
        if (host.lower(), port) in self._allowed or (str(address), port) in self._allowed:
            return
        if reason := forbidden(address):
            raise RefusedAddress(say("the address is %(note)s", note=reason))
        if port not in WEB_PORTS:
            raise RefusedAddress(say("port %(port)s is not a port of the web", port=str(port)))

    def _resolved(self, host: str, port: int, seconds: float) -> list[str]:
        """Resolve in a thread: the system's resolver knows no deadline."""
        box: list[list[str] | Exception] = []

        def look_up() -> None:
            try:
                box.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                box.append(error)

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(max(seconds, 0.0))
        if not box:
            raise httpcore2.ConnectTimeout("the name was not resolved in time")
        if isinstance(box[0], Exception):
            raise httpcore2.ConnectError(box[0]) from box[0]
        if not box[0]:
            raise httpcore2.ConnectError("the name has no address")
        return box[0]
