"""The SSRF gate: no spelling, answer, redirect or setting leads the desk to an address inside."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from factcheck.adapters.fetching import GuardedFetcher
from factcheck.adapters.gate import Gate, RefusedAddress
from factcheck.adapters.transport import GatedBackend, GatedTransport
from factcheck.domain.fetching import FetchFailed, FetchProblem
from tests.adapters.conftest import Outlet

Fetchers = Callable[..., GuardedFetcher]

FORBIDDEN = [
    "0.0.0.0", "0.1.2.3",  # noqa: S104  # an address to be refused
    "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.0.192", "192.0.2.7", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
    "198.19.255.255", "198.51.100.9", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "64:ff9b:1:ffff::a00:1", "100::1", "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:1ff::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a00:1::1", "2002:808:808::1", "3ffe::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fdff::1",
    "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1", "4000::1", "8000::1", "200::1",
]  # fmt: skip

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "168.63.129.17", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255",
    "198.17.255.255", "223.255.255.255", "2001:200::1", "2003::1", "2400:cb00::1", "2606:4700::1111", "2a00:1450::1",
]  # fmt: skip

ODD_SPELLINGS = [
    "2130706433", "017700000001", "0x7f000001", "0x7F.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "127.0.0.1.",
    "0x7f.1", "00127.0.0.1", "127.0.0.01", "127.0.0.0x1", "4294967297", "127.0.0.256", "1.0x7f",
]  # fmt: skip

REFUSED_URLS = [
    "ftp://paper.example/a", "file:///etc/passwd", "gopher://paper.example/", "unix:///run/desk.sock",
    "http+unix://%2Frun%2Fdesk.sock/", "data:text/html,hello", "//paper.example/a", "paper.example/a", "", "http://",
    "http:///a", "https://:80/a", "http://user@paper.example/", "http://user:pass@paper.example/",
    "http://paper.example@127.0.0.1/", "http://127.0.0.1\\@paper.example/", "http://[fe80::1%25eth0]/",
    "http://paper.example:99999/", "http://paper.example\n.evil.example/", "http://[::1", "javascript:alert(1)",
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://１２７.0.0.1/",
]  # fmt: skip


def answering(*answers: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: list(answers)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_name_that_points_inside_is_refused(address: str) -> None:
    with pytest.raises(RefusedAddress):
        Gate(resolve=answering(address)).addresses("paper.example", 80, 1.0)


@pytest.mark.parametrize("address", [address for address in FORBIDDEN if "%" not in address])
def test_an_address_inside_is_refused_when_it_stands_in_the_url(address: str) -> None:
    with pytest.raises(RefusedAddress):
        Gate().addresses(address, 443, 1.0)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes(address: str) -> None:
    assert Gate(resolve=answering(address)).addresses("paper.example", 443, 1.0) == [address]


@pytest.mark.parametrize("bad", ["10.0.0.1", "::1", "169.254.169.254", "fe80::1%1", "nonsense"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_answer_among_good_ones_refuses_all(bad: str, place: int) -> None:
    answers = ["8.8.8.8", "2606:4700::1111"]
    answers.insert(place, bad)
    with pytest.raises(RefusedAddress):
        Gate(resolve=answering(*answers)).addresses("paper.example", 80, 1.0)


@pytest.mark.parametrize("port", [0, 22, 25, 81, 442, 3306, 5432, 6379, 8080, 8443, 65535])
def test_ports_that_are_not_of_the_web_are_refused(port: int) -> None:
    with pytest.raises(RefusedAddress, match="port"):
        Gate(resolve=answering("8.8.8.8")).addresses("paper.example", port, 1.0)


@pytest.mark.parametrize("host", ODD_SPELLINGS)
def test_numbers_in_unusual_spellings_are_refused_even_for_an_allowed_host(
    outlet: Outlet, fetcher_to: Fetchers, host: str
) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetcher_to(outlet).fetch(outlet.url("/a", host))
    assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
    assert outlet.asked == []


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_what_is_no_plain_address_of_the_web_is_refused(fetcher_to: Fetchers, url: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        fetcher_to(resolve=answering("127.0.0.1")).fetch(url)
    assert failed.value.problem is FetchProblem.REFUSED_ADDRESS


class TestAllowedPairs:
    """A private host is opened by an explicit pair, with this port and nothing else."""

    def test_the_pair_opens_its_address_and_port(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        assert fetcher_to(outlet).fetch(outlet.page("/a")).status == 200

    def test_no_other_port_of_the_same_address(
        self, outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers
    ) -> None:
        with pytest.raises(FetchFailed) as failed:
            fetcher_to(outlet).fetch(other_outlet.page("/a"))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert other_outlet.asked == []

    def test_not_the_ports_of_the_web_either(self) -> None:
        gate = Gate({"127.0.0.1:8101"})
        for port in (80, 443):
            with pytest.raises(RefusedAddress):
                gate.addresses("127.0.0.1", port, 1.0)

    def test_no_other_address_with_the_same_port(self) -> None:
        gate = Gate({"127.0.0.1:8101"}, answering("8.8.8.8"))
        for host in ("127.0.0.2", "10.0.0.1", "8.8.8.8", "paper.example", "::1"):
            with pytest.raises(RefusedAddress):
                gate.addresses(host, 8101, 1.0)

    def test_a_name_opens_its_own_port(self) -> None:
        gate = Gate({"archive.example:8080"}, answering("10.1.2.3"))
        assert gate.addresses("archive.example", 8080, 1.0) == ["10.1.2.3"]
        for host, port in (("other.example", 8080), ("archive.example", 80), ("10.1.2.3", 8080)):
            with pytest.raises(RefusedAddress):
                gate.addresses(host, port, 1.0)

    def test_an_address_of_version_6_is_written_in_brackets(self) -> None:
        assert Gate({"[::1]:8101"}).addresses("::1", 8101, 1.0) == ["::1"]

    @pytest.mark.parametrize("pair", ["127.0.0.1", "8101", ":8101", "127.0.0.1:", "127.0.0.1:http", ""])
    def test_a_pair_that_is_none_is_said_at_the_start(self, pair: str) -> None:
        with pytest.raises(ValueError, match="host:port"):
            Gate({pair})


class TestRebinding:
    def test_the_second_request_is_checked_again(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
        outlet.page("/a", Connection="close")
        outlet.pages["/robots.txt"] = (404, {"Connection": "close"}, b"")
        fetcher = fetcher_to(outlet, resolve=lambda host, port: next(answers))
        assert fetcher.fetch(outlet.url("/a", "paper.example")).status == 200
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(outlet.url("/a", "paper.example"))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert outlet.asked == ["/robots.txt", "/a"]

    def test_a_name_that_changes_across_a_redirect_is_checked_again(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        answers = iter([["127.0.0.1"], ["127.0.0.1"], ["169.254.169.254"]])
        outlet.pages["/robots.txt"] = (404, {"Connection": "close"}, b"")
        outlet.pages["/a"] = (302, {"Location": "/b", "Connection": "close"}, b"")
        outlet.page("/b")
        with pytest.raises(FetchFailed) as failed:
            fetcher_to(outlet, resolve=lambda host, port: next(answers)).fetch(outlet.url("/a", "paper.example"))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert outlet.visits() == ["/a"]

    def test_an_open_connection_of_one_name_is_not_used_for_another(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        """Both names had the same address a moment ago; the second is looked up all the same."""
        outlet.page("/a")
        known = {"paper.example": ["127.0.0.1"], "other.example": ["10.0.0.1"]}
        fetcher = fetcher_to(outlet, resolve=lambda host, port: known[host])
        assert fetcher.fetch(outlet.url("/a", "paper.example")).status == 200
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(outlet.url("/a", "other.example"))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert outlet.visits() == ["/a"]

    def test_a_connection_goes_to_the_address_that_was_checked(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        """A second look-up for the connection itself would get the bad answer."""
        asked: list[str] = []

        def changing(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

        outlet.page("/robots.txt", "User-agent: *\nAllow: /", "text/plain")
        outlet.page("/a")
        page = fetcher_to(outlet, resolve=changing).fetch(outlet.url("/a", "paper.example"))
        assert page.url == outlet.url("/a", "paper.example")
        assert asked == ["paper.example"]  # robots.txt and the page share one connection.

    def test_the_name_is_kept_for_the_host_header(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.page("/a")
        fetcher_to(outlet, resolve=answering("127.0.0.1")).fetch(outlet.url("/a", "paper.example"))
        assert outlet.headers[-1]["host"] == f"paper.example:{outlet.port}"


class TestRedirects:
    @pytest.mark.parametrize(
        "location",
        [
            "http://127.0.0.1/admin", "http://127.0.0.1:22/", "http://169.254.169.254/latest/meta-data/",
            "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://10.0.0.1/", "//10.0.0.1/",
            "http://localhost/", "file:///etc/passwd", "gopher://10.0.0.1/", "http://user:pass@8.8.8.8/",
            "http://inside.example/", "http://[64:ff9b::7f00:1]/",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("status", [301, 303, 307])
    def test_a_redirect_inside_is_refused(
        self, outlet: Outlet, fetcher_to: Fetchers, location: str, status: int
    ) -> None:
        fetcher = fetcher_to(outlet, resolve=answering("127.0.0.1"))
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(outlet.redirect("/a", location, status))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert outlet.visits() == ["/a"]

    def test_a_redirect_to_another_port_is_refused(
        self, outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers
    ) -> None:
        with pytest.raises(FetchFailed) as failed:
            fetcher_to(outlet).fetch(outlet.redirect("/a", other_outlet.page("/b")))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert other_outlet.asked == []

    def test_robots_cannot_be_redirected_inside(
        self, outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers
    ) -> None:
        outlet.redirect("/robots.txt", other_outlet.page("/robots.txt", "User-agent: *\nAllow: /", "text/plain"))
        with pytest.raises(FetchFailed) as failed:
            fetcher_to(outlet).fetch(outlet.page("/a"))
        assert failed.value.problem is FetchProblem.REFUSED_ADDRESS
        assert other_outlet.asked == []


class TestWaysAround:
    @pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"])
    def test_proxies_of_the_environment_are_ignored(
        self,
        outlet: Outlet,
        other_outlet: Outlet,
        fetcher_to: Fetchers,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
    ) -> None:
        monkeypatch.setenv(name, other_outlet.url(""))
        for exception in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(exception, raising=False)
        assert fetcher_to(outlet).fetch(outlet.page("/a")).status == 200
        assert outlet.visits() == ["/a"]
        assert other_outlet.asked == []

    def test_sockets_of_this_machine_are_refused(self, tmp_path: Path) -> None:
        path = str(tmp_path / "desk.sock")
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
            listener.bind(path)
            listener.listen()
            with pytest.raises(RefusedAddress):
                GatedBackend(Gate()).connect_unix_socket(path)

    def test_the_transport_refuses_by_itself(self, outlet: Outlet) -> None:
        """Even a client that somebody builds on it without the fetcher's checks."""
        with httpx2.Client(transport=GatedTransport(Gate()), trust_env=False, follow_redirects=True) as client:
            with pytest.raises(RefusedAddress):
                client.get(outlet.page("/a"))
            with pytest.raises(RefusedAddress):
                client.get("http://user@paper.example/")
        assert outlet.asked == []

    def test_a_resolver_that_hangs_ends_at_the_deadline(self, fetcher_to: Fetchers) -> None:
        release = threading.Event()

        def hanging(host: str, port: int) -> list[str]:
            release.wait(20)
            return ["8.8.8.8"]

        started = time.monotonic()
        with pytest.raises(FetchFailed) as failed:
            fetcher_to(resolve=hanging, deadline=0.5).fetch("http://paper.example/")
        release.set()
        assert failed.value.problem is FetchProblem.TOO_SLOW
        assert time.monotonic() - started < 2.0

    def test_a_name_without_addresses_is_not_reached(self, fetcher_to: Fetchers) -> None:
        def unknown(host: str, port: int) -> list[str]:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")

        with pytest.raises(FetchFailed, match="no such name") as failed:
            fetcher_to(resolve=unknown).fetch("http://nowhere.example/")
        assert failed.value.problem is FetchProblem.NOT_REACHED
        with pytest.raises(httpcore2.ConnectError):
            Gate(resolve=answering()).addresses("paper.example", 80, 1.0)

    def test_the_next_address_is_tried_when_the_first_is_dead(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.page("/a")
        pairs = {outlet.pair, f"[::1]:{outlet.port}"}
        fetcher = fetcher_to(allowed_private=pairs, resolve=answering("::1", "127.0.0.1"))
        assert fetcher.fetch(outlet.url("/a", "paper.example")).status == 200


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for right.example that is its own authority, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "right.example")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("right.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "right.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return file


@pytest.fixture
def safe_outlet(outlet: Outlet, authority: Path) -> tuple[Outlet, list[str | None], ssl.SSLContext]:
    """The outlet over TLS, the names it was asked for in the handshake, and a client's trust in it."""
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)

    def note(sock: Any, name: str | None, _: ssl.SSLContext) -> None:
        names.append(name)

    context.sni_callback = note
    plain = outlet.server.get_request

    def accept() -> Any:
        connection, address = plain()
        connection.settimeout(5)
        return context.wrap_socket(connection, server_side=True), address

    outlet.server.get_request = accept  # type: ignore[method-assign]
    return outlet, names, ssl.create_default_context(cafile=str(authority))


class TestCertificates:
    def test_the_handshake_keeps_the_name(
        self, safe_outlet: tuple[Outlet, list[str | None], ssl.SSLContext], fetcher_to: Fetchers
    ) -> None:
        outlet, names, tls = safe_outlet
        outlet.page("/a")
        page = fetcher_to(outlet, tls=tls, resolve=answering("127.0.0.1")).fetch(
            f"https://right.example:{outlet.port}/a"
        )
        assert page.status == 200
        assert set(names) == {"right.example"}

    @pytest.mark.parametrize("host", ["wrong.example", "127.0.0.1"])
    def test_a_certificate_for_another_name_is_refused(
        self, safe_outlet: tuple[Outlet, list[str | None], ssl.SSLContext], fetcher_to: Fetchers, host: str
    ) -> None:
        outlet, _, tls = safe_outlet
        outlet.page("/a")
        with pytest.raises(FetchFailed) as failed:
            fetcher_to(outlet, tls=tls, resolve=answering("127.0.0.1")).fetch(f"https://{host}:{outlet.port}/a")
        assert failed.value.problem is FetchProblem.BAD_CERTIFICATE
        assert outlet.asked == []
