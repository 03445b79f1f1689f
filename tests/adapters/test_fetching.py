"""The fetcher against real servers: bounds, redirects, robots, conditions, and the words for what goes wrong."""

import gzip
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from factcheck.adapters.fetching import GuardedFetcher
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.fetching import FetchFailed, FetchProblem, HostBusy
from tests.adapters.conftest import Outlet, now

Fetchers = Callable[..., GuardedFetcher]

TEXT = "The river rose by two metres. " * 2000


def problem(fetcher: GuardedFetcher, url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(url)
    return failed.value


class TestAnswers:
    def test_a_page_comes_as_it_is(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        url = outlet.page("/a?b=1", "<p>Größe</p>", "text/html; charset=utf-8", X_Outlet="The Post")
        page = fetcher_to(outlet).fetch(url + "#part")
        assert (page.url, page.status, page.body.decode()) == (url, 200, "<p>Größe</p>")
        assert (page.content_type, page.headers["x-outlet"]) == ("text/html", "The Post")
        assert abs(page.fetched_at - now()) < timedelta(seconds=5)

    def test_the_desk_says_who_it_is(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher_to(outlet, contact="desk@paper.example\r\nX-Evil: 1 (ü)").fetch(outlet.page("/a"))
        assert outlet.headers[-1]["user-agent"] == "factcheck-desk (+desk@paper.exampleX-Evil: 1 )"

    def test_cookies_are_not_kept(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet)
        outlet.page("/a", Set_Cookie="reader=1; Path=/")
        fetcher.fetch(outlet.url("/a"))
        fetcher.fetch(outlet.url("/a"))
        assert all("cookie" not in headers for headers in outlet.headers)

    @pytest.mark.parametrize(
        ("status", "expected", "again"),
        [
            (400, FetchProblem.FORBIDDEN, False),
            (401, FetchProblem.FORBIDDEN, False),
            (403, FetchProblem.FORBIDDEN, False),
            (404, FetchProblem.GONE, False),
            (408, FetchProblem.TOO_SLOW, True),
            (410, FetchProblem.GONE, False),
            (429, FetchProblem.THROTTLED, True),
            (451, FetchProblem.FORBIDDEN, False),
            (500, FetchProblem.SERVER_ERROR, True),
            (502, FetchProblem.SERVER_ERROR, True),
            (503, FetchProblem.SERVER_ERROR, True),
            (504, FetchProblem.TOO_SLOW, True),
            (304, FetchProblem.UNREADABLE, False),
            (300, FetchProblem.UNREADABLE, False),
            (302, FetchProblem.UNREADABLE, False),
        ],
    )
    def test_a_status_has_its_words(
        self, outlet: Outlet, fetcher_to: Fetchers, status: int, expected: FetchProblem, again: bool
    ) -> None:
        failed = problem(fetcher_to(outlet), outlet.status("/a", status))
        assert failed.problem is expected
        assert (failed.retry_at is not None) is again
        assert failed.retry_at is None or failed.retry_at > now()

    def test_not_modified(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.status("/feed", 304, ETag='"v2"')
        page = fetcher_to(outlet).fetch(outlet.url("/feed"), etag='"v1"', last_modified="Fri, 01 Mar 2024 10:00:00 GMT")
        assert (page.status, page.not_modified, page.body, page.headers["etag"]) == (304, True, b"", '"v2"')
        assert outlet.headers[-1]["if-none-match"] == '"v1"'
        assert outlet.headers[-1]["if-modified-since"] == "Fri, 01 Mar 2024 10:00:00 GMT"

    @pytest.mark.parametrize("mark", ['"a"\r\nX-Evil: 1', '"ü"', '"\x00"'])
    def test_marks_that_would_break_a_header_are_not_sent(
        self, outlet: Outlet, fetcher_to: Fetchers, mark: str
    ) -> None:
        assert fetcher_to(outlet).fetch(outlet.page("/a"), etag=mark, last_modified=mark).status == 200
        assert not {"if-none-match", "if-modified-since", "x-evil"} & set(outlet.headers[-1])

    @pytest.mark.parametrize(
        "kind", ["image/png", "video/mp4", "application/zip", "text/css", "TEXT/CSS; charset=utf-8"]
    )
    def test_other_types_are_refused(self, outlet: Outlet, fetcher_to: Fetchers, kind: str) -> None:
        assert problem(fetcher_to(outlet), outlet.page("/a", "x", kind)).problem is FetchProblem.WRONG_TYPE

    def test_only_what_was_asked_for_is_accepted(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet)
        url = outlet.page("/a", "{}", "application/json")
        assert fetcher.fetch(url, accept=["application/json"]).body == b"{}"
        with pytest.raises(FetchFailed, match="application/json"):
            fetcher.fetch(url, accept=["text/html"])

    def test_a_type_that_says_nothing_passes(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        assert fetcher_to(outlet).fetch(outlet.page("/a", b"%PDF-1.7", "application/octet-stream")).status == 200

    def test_nobody_there(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            pair = f"127.0.0.1:{free.getsockname()[1]}"
        tries: list[str] = []

        def resolve(host: str, port: int) -> list[str]:
            tries.append(host)
            return ["127.0.0.1"]

        fetcher = fetcher_to(allowed_private={pair}, resolve=resolve)
        failed = problem(fetcher, f"http://paper.example:{pair.partition(':')[2]}/a")
        assert failed.problem is FetchProblem.NOT_REACHED
        assert failed.retry_at
        assert failed.retry_at > now()
        assert len(tries) == 3

    def test_a_server_that_hangs_up_without_a_word_is_asked_again(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def answer_the_second_time(handler: BaseHTTPRequestHandler) -> None:
            if len(outlet.visits()) > 1:
                handler.send_response(200)
                handler.send_header("Content-Length", "5")
                handler.end_headers()
                handler.wfile.write(b"hello")

        outlet.pages["/a"] = answer_the_second_time
        assert fetcher_to(outlet).fetch(outlet.url("/a")).body == b"hello"
        outlet.pages["/b"] = lambda handler: None
        assert problem(fetcher_to(outlet), outlet.url("/b")).problem is FetchProblem.NOT_REACHED
        assert outlet.asked.count("/b") == 3

    def test_a_connection_that_breaks_off(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def cut(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"<p>Half")

        outlet.pages["/a"] = cut
        assert problem(fetcher_to(outlet), outlet.url("/a")).problem is FetchProblem.NOT_REACHED


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("said", "least", "most"),
        [
            ("120", 110, 130),
            ("0", 0, 10),
            ("999999999999", 86_000, 86_500),
            ("-5", 590, 610),
            ("soon", 590, 610),
            ("", 590, 610),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0, 10),
            ("Sun, 99 Foo 2026", 590, 610),
            ("Thu, 01 Jan 2026 00:00:00 +99999999999999999999", 590, 610),
            ("Thu, 01 Jan 99999999999999999999 00:00:00 GMT", 590, 610),
        ],
    )
    def test_is_honoured_within_reason(
        self, outlet: Outlet, fetcher_to: Fetchers, said: str, least: int, most: int
    ) -> None:
        failed = problem(fetcher_to(outlet), outlet.status("/a", 429, Retry_After=said))
        assert failed.retry_at
        assert least <= (failed.retry_at - now()).total_seconds() <= most

    def test_may_be_a_date(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        wanted = now() + timedelta(minutes=7)
        failed = problem(fetcher_to(outlet), outlet.status("/a", 503, Retry_After=format_datetime(wanted, usegmt=True)))
        assert failed.problem is FetchProblem.SERVER_ERROR
        assert failed.retry_at
        assert abs(failed.retry_at - wanted) <= timedelta(seconds=1)

    def test_closes_the_gate_of_the_host_for_every_page(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet)
        problem(fetcher, outlet.status("/a", 429, Retry_After="60"))
        with pytest.raises(HostBusy) as busy:
            fetcher.fetch(outlet.page("/b"))
        assert 50 < (busy.value.free_at - now()).total_seconds() <= 61
        assert outlet.visits() == ["/a"]


class TestRedirects:
    def test_five_are_followed(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        for number in range(5):
            outlet.redirect(f"/{number}", f"{number + 1}?q=ü")
            outlet.redirect(f"/{number}?q=%C3%BC", f"./{number + 1}?q=ü")
        outlet.page("/5?q=%C3%BC", "the end")
        page = fetcher_to(outlet).fetch(outlet.url("/0"))
        assert page.body == b"the end"
        assert page.url == outlet.url("/5?q=%C3%BC")

    def test_six_are_not(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        for number in range(6):
            outlet.redirect(f"/{number}", f"/{number + 1}")
        outlet.page("/6")
        assert problem(fetcher_to(outlet), outlet.url("/0")).problem is FetchProblem.TOO_MANY_REDIRECTS
        assert "/6" not in outlet.asked

    def test_a_loop_ends(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.redirect("/b", "/a")
        failed = problem(fetcher_to(outlet), outlet.redirect("/a", "/b"))
        assert failed.problem is FetchProblem.TOO_MANY_REDIRECTS
        assert len(outlet.visits()) == 6

    def test_to_another_outlet_is_subject_to_its_robots(
        self, outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers
    ) -> None:
        other_outlet.page("/robots.txt", "User-agent: *\nDisallow: /b", "text/plain")
        outlet.redirect("/a", other_outlet.page("/b"))
        assert problem(fetcher_to(outlet, other_outlet), outlet.url("/a")).problem is FetchProblem.ROBOTS
        assert other_outlet.asked == ["/robots.txt"]


class TestBounds:
    def test_a_drip_ends_at_the_deadline(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.1)

        outlet.pages["/a"] = drip
        self.ends_at_the_deadline(outlet, fetcher_to)

    def test_dripping_headers_end_at_the_deadline(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.1)

        outlet.pages["/a"] = drip
        self.ends_at_the_deadline(outlet, fetcher_to)

    def test_a_dripping_robots_counts_too(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            for _ in range(100):
                handler.wfile.write(b"#")
                time.sleep(0.1)

        outlet.pages["/robots.txt"] = drip
        self.ends_at_the_deadline(outlet, fetcher_to)

    def test_redirects_share_one_deadline(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def slow(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(0.4)
            handler.send_response(302)
            handler.send_header("Location", "/a")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        outlet.pages["/a"] = slow
        self.ends_at_the_deadline(outlet, fetcher_to)

    def test_a_server_that_never_answers(self, fetcher_to: Fetchers) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            pair = f"127.0.0.1:{silent.getsockname()[1]}"
            for scheme in ("http", "https"):
                started = time.monotonic()
                failed = problem(fetcher_to(allowed_private={pair}, deadline=0.5), f"{scheme}://{pair}/")
                assert failed.problem is FetchProblem.TOO_SLOW
                assert time.monotonic() - started < 2.5

    @staticmethod
    def ends_at_the_deadline(outlet: Outlet, fetcher_to: Fetchers) -> None:
        started = time.monotonic()
        failed = problem(fetcher_to(outlet, deadline=1.0), outlet.url("/a"))
        assert failed.problem is FetchProblem.TOO_SLOW
        assert failed.retry_at
        assert 0.9 < time.monotonic() - started < 3.0

    def test_the_body_may_be_as_large_as_the_bound(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet, max_bytes=100_000)
        assert len(fetcher.fetch(outlet.page("/a", b"x" * 100_000)).body) == 100_000
        assert problem(fetcher, outlet.page("/b", b"x" * 100_001)).problem is FetchProblem.TOO_LARGE

    def test_a_body_without_a_length_is_counted(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        def endless(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            while True:
                handler.wfile.write(b"x" * 10_000)

        outlet.pages["/a"] = endless
        assert problem(fetcher_to(outlet, max_bytes=100_000), outlet.url("/a")).problem is FetchProblem.TOO_LARGE

    @pytest.mark.parametrize("packing", ["gzip", "x-gzip", "GZIP", "deflate", "raw deflate"])
    def test_packed_bodies_are_unpacked(self, outlet: Outlet, fetcher_to: Fetchers, packing: str) -> None:
        fetcher = fetcher_to(outlet, max_bytes=len(TEXT))
        url = outlet.page("/a", packed(TEXT.encode(), packing), Content_Encoding=packing.removeprefix("raw "))
        assert fetcher.fetch(url).body.decode() == TEXT
        larger = packed(TEXT.encode() + b"x", packing)
        url = outlet.page("/b", larger, Content_Encoding=packing.removeprefix("raw "))
        assert problem(fetcher, url).problem is FetchProblem.TOO_LARGE

    @pytest.mark.parametrize(
        ("packing", "body"),
        [
            ("gzip", b"not packed at all"),
            ("gzip", gzip.compress(b"cut off" * 100)[:25]),
            ("deflate", b"\xff\xff\xff"),
            ("br", b"\x0b\x02\x80hello\x03"),
            ("gzip, gzip", gzip.compress(gzip.compress(b"twice"))),
        ],
    )
    def test_broken_and_unknown_packing_is_said(
        self, outlet: Outlet, fetcher_to: Fetchers, packing: str, body: bytes
    ) -> None:
        url = outlet.page("/a", body, Content_Encoding=packing)
        assert problem(fetcher_to(outlet), url).problem is FetchProblem.UNREADABLE

    def test_rubbish_after_the_packed_body_is_not_read(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        url = outlet.page("/a", gzip.compress(b"the page") + b"\x1f\x8b rubbish" * 10, Content_Encoding="gzip")
        assert fetcher_to(outlet).fetch(url).body == b"the page"

    @pytest.mark.parametrize("packing", ["gzip", "deflate"])
    def test_a_bomb_ends_within_20_mb(self, outlet: Outlet, tmp_path: Path, packing: str) -> None:
        """1 MB that unpacks to 1 GiB, measured by the kernel in a process of its own."""
        bomb = packed_gibibyte(packing)
        assert len(bomb) < 1_200_000
        outlet.page("/small")
        outlet.page("/bomb", bomb, Content_Encoding=packing)
        script = tmp_path / "fetch.py"
        script.write_text(FETCH_AND_MEASURE)
        run = subprocess.run(
            [sys.executable, str(script), outlet.pair], capture_output=True, text=True, check=True, timeout=60
        )
        said, grown, seconds = run.stdout.split("|")
        assert said == "TOO_LARGE"
        assert 5_000 < int(grown) < 20_000  # Less would mean that it was not measured.
        assert float(seconds) < 5


FETCH_AND_MEASURE = """
import resource, sys, time
from pathlib import Path
sys.path[:0] = %r
from factcheck.adapters.fetching import GuardedFetcher
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.clock import utc_now
from factcheck.domain.fetching import FetchFailed

def kilobytes(name):
    # On Linux a process inherits the maximum of the one that started it, so that it is asked of /proc.
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

pair = sys.argv[1]
fetcher = GuardedFetcher(
    allowed_private={pair}, contact="", politeness=OwnPoliteness(clock=utc_now, gap=0), clock=utc_now
)
fetcher.fetch(f"http://{pair}/small")
if sys.platform == "linux":
    Path("/proc/self/clear_refs").write_text("5")  # The maximum begins again.
before = kilobytes("VmRSS")
started = time.monotonic()
try:
    fetcher.fetch(f"http://{pair}/bomb")
    said = "read"
except FetchFailed as error:
    said = error.problem.name
print(said, kilobytes("VmHWM") - before, time.monotonic() - started, sep="|")
""" % [str(Path(__file__).parents[2])]


def packed(content: bytes, packing: str) -> bytes:
    window = {"deflate": zlib.MAX_WBITS, "raw deflate": -zlib.MAX_WBITS}.get(packing, zlib.MAX_WBITS | 16)
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return packer.compress(content) + packer.flush()


def packed_gibibyte(packing: str) -> bytes:
    """One MiB of zeros packed once, its block repeated: the sum at the end is never reached."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16 if packing == "gzip" else zlib.MAX_WBITS)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + block * 1023


class TestRobots:
    RULES = "User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: factcheck-desk\nDisallow: /desk"

    def test_what_is_forbidden_is_not_asked_for(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.page("/robots.txt", self.RULES, "text/plain")
        failed = problem(fetcher_to(outlet), outlet.page("/desk/a"))
        assert (failed.problem, failed.retry_at) == (FetchProblem.ROBOTS, None)
        assert outlet.asked == ["/robots.txt"]

    def test_what_is_allowed_is_fetched_and_the_rules_are_kept(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.page("/robots.txt", self.RULES, "text/plain")
        fetcher = fetcher_to(outlet)
        for _ in range(3):
            fetcher.fetch(outlet.page("/private/a"))  # The group of the desk's own name is the one that counts.
        assert outlet.asked.count("/robots.txt") == 1

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
    def test_no_robots_means_no_rules(self, outlet: Outlet, fetcher_to: Fetchers, status: int) -> None:
        outlet.status("/robots.txt", status)
        assert fetcher_to(outlet).fetch(outlet.page("/a")).status == 200

    @pytest.mark.parametrize("status", [429, 500, 502, 503])
    def test_an_error_forbids_everything_for_now(self, outlet: Outlet, fetcher_to: Fetchers, status: int) -> None:
        outlet.status("/robots.txt", status)
        fetcher = fetcher_to(outlet)
        for _ in range(2):
            failed = problem_or_busy(fetcher, outlet.page("/a"))
            assert failed > now()
        assert outlet.asked == ["/robots.txt"]

    def test_robots_may_redirect(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.redirect("/robots.txt", "/rules.txt", 301)
        outlet.page("/rules.txt", "User-agent: *\nDisallow: /", "text/plain")
        assert problem(fetcher_to(outlet), outlet.page("/a")).problem is FetchProblem.ROBOTS

    def test_robots_that_redirect_for_ever_count_as_none(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.redirect("/robots.txt", "/robots.txt")
        assert fetcher_to(outlet).fetch(outlet.page("/a")).status == 200

    def test_only_the_beginning_of_an_endless_robots_is_read(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        rules = "User-agent: *\nDisallow: /private\n" + "# nothing\n" * 60_000 + "Disallow: /\n"
        outlet.page("/robots.txt", rules, "text/plain")
        fetcher = fetcher_to(outlet)
        assert fetcher.fetch(outlet.page("/a")).status == 200
        assert problem(fetcher, outlet.page("/private")).problem is FetchProblem.ROBOTS

    @pytest.mark.parametrize(
        "rules", [b"\xff\xfe\x00binary\x00", b"<html>no rules</html>", b"", b"\xef\xbb\xbfUser-agent: *"]
    )
    def test_robots_that_make_no_sense_count_as_none(self, outlet: Outlet, fetcher_to: Fetchers, rules: bytes) -> None:
        outlet.page("/robots.txt", rules, "text/plain")
        assert fetcher_to(outlet).fetch(outlet.page("/a")).status == 200


def problem_or_busy(fetcher: GuardedFetcher, url: str) -> datetime:
    """When to come again: a 429 on robots.txt also closes the gate of the host."""
    with pytest.raises((FetchFailed, HostBusy)) as failed:
        fetcher.fetch(url)
    error = failed.value
    if isinstance(error, HostBusy):
        return error.free_at
    assert isinstance(error, FetchFailed)
    assert error.problem is FetchProblem.ROBOTS
    assert error.retry_at
    return error.retry_at


class TestPoliteness:
    def test_the_second_visit_waits(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet, gap=30)
        fetcher.fetch(outlet.page("/a"))
        with pytest.raises(HostBusy) as busy:
            fetcher.fetch(outlet.page("/b"))
        assert 20 < (busy.value.free_at - now()).total_seconds() <= 30
        assert outlet.visits() == ["/a"]

    def test_robots_and_redirects_within_a_host_are_one_visit(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        outlet.redirect("/a", "/b")
        outlet.page("/b")
        assert fetcher_to(outlet, gap=30).fetch(outlet.url("/a")).url == outlet.url("/b")

    def test_an_address_inside_is_refused_however_often_it_is_asked_for(self, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(gap=30)
        for _ in range(2):
            assert problem(fetcher, "http://10.0.0.1/").problem is FetchProblem.REFUSED_ADDRESS

    def test_another_host_has_its_own_gate(self, outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet, other_outlet, gap=30)
        assert fetcher.fetch(outlet.page("/a")).status == 200
        assert fetcher.fetch(other_outlet.page("/a")).status == 200

    def test_a_redirect_to_a_busy_host_waits(self, outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers) -> None:
        fetcher = fetcher_to(outlet, other_outlet, gap=30)
        fetcher.fetch(other_outlet.page("/b"))
        with pytest.raises(HostBusy):
            fetcher.fetch(outlet.redirect("/a", other_outlet.url("/b")))
        assert other_outlet.visits() == ["/b"]

    def test_the_gap_counts_from_the_page_not_from_what_came_before_it(
        self, outlet: Outlet, fetcher_to: Fetchers
    ) -> None:
        """Rules, a connection and a busy machine stand between the gate and the page."""
        asked_at: list[datetime] = []

        def page(handler: BaseHTTPRequestHandler) -> None:
            asked_at.append(now())
            handler.send_response(200)
            handler.send_header("Content-Type", "text/plain")
            handler.end_headers()

        outlet.pages["/page"] = page
        fetcher = fetcher_to(outlet, politeness=OwnPoliteness(clock=now, gap=30))
        fetcher.fetch(outlet.url("/page"))
        with pytest.raises(HostBusy) as busy:
            fetcher.fetch(outlet.url("/page"))
        assert busy.value.free_at >= asked_at[0] + timedelta(seconds=30)

    def test_nobody_else_gets_in_between_the_rules_and_the_page(self, outlet: Outlet, fetcher_to: Fetchers) -> None:
        """The rules take longer than the gap; then the page is asked for, and not two pages at the same time."""
        politeness, others = OwnPoliteness(clock=now, gap=0.05), fetcher_to(outlet, gap=0)
        others.fetch(outlet.page("/a"))  # knows the rules
        others._politeness = politeness
        turned_away: list[str] = []

        def rules(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(0.1)
            try:
                others.fetch(outlet.url("/a"))
            except HostBusy as busy:
                turned_away.append(busy.host)
            handler.send_response(404)
            handler.end_headers()

        outlet.pages["/robots.txt"] = rules
        fetcher_to(outlet, politeness=politeness).fetch(outlet.page("/b"))
        assert (turned_away, outlet.visits()) == ([outlet.pair], ["/a", "/b"])

    def test_what_robots_forbid_costs_no_visit_once_the_rules_are_known(
        self, outlet: Outlet, fetcher_to: Fetchers
    ) -> None:
        politeness = OwnPoliteness(clock=now, gap=0.3)
        fetcher = fetcher_to(outlet, politeness=politeness)
        outlet.page("/robots.txt", "User-agent: *\nDisallow: /b", "text/plain")
        assert problem(fetcher, outlet.page("/b")).problem is FetchProblem.ROBOTS
        time.sleep(0.35)
        for _ in range(3):
            assert problem(fetcher, outlet.url("/b")).problem is FetchProblem.ROBOTS
        assert fetcher.fetch(outlet.page("/a")).status == 200
