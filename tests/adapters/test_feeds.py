"""Feeds as outlets really serve them: RSS and Atom, broken in the documented ways; and canonical addresses."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.adapters.addresses import canonical_url
from factcheck.adapters.feeds import Feeds
from factcheck.domain.fetching import FeedEntry, Fetched, FetchFailed, FetchProblem
from tests.adapters.conftest import now

FEED = "https://www.outlet.com/feeds/news.xml"


def read(body: str | bytes, kind: str = "application/rss+xml", url: str = FEED) -> list[FeedEntry]:
    content = body.encode() if isinstance(body, str) else body
    return Feeds().read(Fetched(url=url, status=200, headers={"content-type": kind}, body=content, fetched_at=now()))


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>The Post</title>{inside}</channel></rss>'


LATIN = "<?xml version='1.0' encoding='iso-8859-1'?>"
CP1252 = "text/xml; charset=cp1252"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><id>tag:outlet.com,2024:1</id><link rel="alternate" href="/news/1"/><link rel="enclosure" href="/a.mp3"/>
<title type="html">River &lt;em&gt;rises&lt;/em&gt;</title><summary>It &amp;amp; rose</summary>
<author><name>Ann Lee</name></author><published>2024-03-04T05:06:07+01:00</published></entry>
<entry><id>https://www.outlet.com/news/2</id><title>No link</title><updated>2024-03-05T00:00:00Z</updated></entry>
<entry><id>tag:outlet.com,2024:3</id><title>Nowhere</title></entry></feed>"""


def test_rss() -> None:
    entries = read(
        rss(
            "<title>River rises</title><link>https://www.outlet.com/news/1</link><guid isPermaLink='false'>n-1</guid>"
            "<description>It rose by &lt;b&gt;two&lt;/b&gt; metres.</description><author>Ann Lee</author>"
            "<pubDate>Mon, 04 Mar 2024 05:06:07 +0100</pubDate>"
        )
    )
    assert entries == [
        FeedEntry(
            guid="n-1",
            url="https://www.outlet.com/news/1",
            title="River rises",
            summary="It rose by two metres.",
            byline="Ann Lee",
            published=datetime(2024, 3, 4, 4, 6, 7, tzinfo=UTC),
        )
    ]


def test_atom() -> None:
    first, second = read(ATOM, "application/atom+xml")
    assert (first.guid, first.url) == ("tag:outlet.com,2024:1", "https://www.outlet.com/news/1")
    assert (first.title, first.summary, first.byline) == ("River rises", "It & rose", "Ann Lee")
    assert first.published == datetime(2024, 3, 4, 4, 6, 7, tzinfo=UTC)
    assert (second.url, second.published) == ("https://www.outlet.com/news/2", datetime(2024, 3, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Wed, 99 Foo 2026 99:99:99 GMT",
        "0000-00-00",
        "9999999999999",
        "<b>now</b>",
        f"{now().year + 1}-13-45T00:00:00Z",
    ],
)
def test_a_date_that_makes_no_sense_is_none(date: str) -> None:
    (entry,) = read(rss(f"<title>A</title><link>https://outlet.com/a</link><pubDate>{date}</pubDate>"))
    assert entry.published is None
    assert entry.title == "A"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("River &lt;b&gt;rises&lt;/b&gt;", "River rises"),
        ("<![CDATA[River <i>rises</i>]]>", "River rises"),
        ("<![CDATA[River&nbsp;&amp;amp; sea]]>", "River & sea"),
        ("River &amp;lt;b&amp;gt;rises", "River rises"),
        ("\n River\n\t rises \n", "River rises"),
        ("5 &lt; 7 and 8 &gt; 3", "5 < 7 and 8 > 3"),
        ("<![CDATA[One<br>Two<script>alert(1)</script>]]>", "One Two"),
        ("", ""),
    ],
)
def test_titles_are_text(title: str, text: str) -> None:
    (entry,) = read(rss(f"<title>{title}</title><link>https://outlet.com/a</link>"))
    assert entry.title == text


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/news/1</link>", "https://www.outlet.com/news/1"),
        ("<link>1.html?a=b&amp;c=d</link>", "https://www.outlet.com/feeds/1.html?a=b&c=d"),
        ("<link>//other.com/1</link>", "https://other.com/1"),
        ("<link>\n  https://outlet.com/1\n</link>", "https://outlet.com/1"),
        ("<guid>https://outlet.com/1</guid>", "https://outlet.com/1"),
        ("<guid isPermaLink='true'>https://outlet.com/1</guid>", "https://outlet.com/1"),
        ("<link xmlns='http://www.w3.org/2005/Atom' href='https://outlet.com/1'/>", "https://outlet.com/1"),
    ],
)
def test_links_are_whole_addresses(item: str, url: str) -> None:
    (entry,) = read(rss(f"<title>A</title>{item}"))
    assert entry.url == url
    assert entry.guid


@pytest.mark.parametrize(
    "item",
    ["", "<link></link>", "<link>javascript:alert(1)</link>", "<link>mailto:a@b.c</link>", "<link>http://[::1</link>",
     "<guid isPermaLink='false'>n-1</guid>", "<link>ftp://outlet.com/a</link>", "<link>file:///etc/passwd</link>"],
)  # fmt: skip
def test_an_entry_without_an_address_is_left_out(item: str) -> None:
    (entry,) = read(rss(f"<title>A</title>{item}", "<title>B</title><link>https://outlet.com/b</link>"))
    assert entry.title == "B"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss("<title>Größe</title><link>https://outlet.com/a</link>").encode(), "application/rss+xml"),
        (rss("<title>Größe</title><link>https://outlet.com/a</link>").encode(), "text/plain"),
        (rss("<title>Größe</title><link>https://outlet.com/a</link>").encode(), "text/html"),
        (rss("<title>Größe</title><link>https://outlet.com/a</link>").encode(), ""),
        (b"\xef\xbb\xbf" + rss("<title>Größe</title><link>https://outlet.com/a</link>").encode(), "text/xml"),
        (b"\n\n  " + rss("<title>Größe</title><link>https://outlet.com/a</link>").encode(), "text/xml"),
        (
            rss("<title>Größe</title><link>https://outlet.com/a</link>", head=LATIN).encode("latin-1"),
            "application/rss+xml",
        ),
        (rss("<title>Größe</title><link>https://outlet.com/a</link>", head="").encode("cp1252"), CP1252),
        (rss("<title>Größe</title><link>https://outlet.com/a</link><x>&nbsp;&bogus;</x>").encode(), "text/xml"),
        (rss("<title>Größe</title><link>https://outlet.com/a</link><open>").encode(), "text/xml"),
        (rss("<title>Größe</title><link>https://outlet.com/a</link>").encode()[:-20], "text/xml"),
        (rss("<title>Größe</title><link>https://outlet.com/a?x=1&y=2</link>").encode(), "text/xml"),
        (rss("<title>Größe\x0b</title><link>https://outlet.com/a</link>").encode(), "text/xml"),
    ],
)  # fmt: skip
def test_feeds_broken_in_the_usual_ways_are_read(body: bytes, kind: str) -> None:
    (entry,) = read(body, kind)
    assert entry.title.rstrip("\x0b") == "Größe"
    assert entry.url.startswith("https://outlet.com/a")


def test_addresses_and_ids_that_no_index_takes_are_left_out() -> None:
    """One of them held up the search of every claim that its headline fits."""
    long, cyrillic = "https://www.outlet.com/" + "a" * 2000, "https://www.outlet.com/" + "\u0444" * 1200
    entries = read(
        rss(
            *(f"<title>River</title><link>{url}</link>" for url in (long, cyrillic)),
            f"<title>Rain</title><link>https://www.outlet.com/2</link><guid isPermaLink='false'>{'b' * 2001}</guid>",
        )
    )
    assert [(entry.guid, entry.url) for entry in entries] == [("https://www.outlet.com/2", "https://www.outlet.com/2")]


def test_an_empty_feed_has_no_entries() -> None:
    assert read(rss()) == []


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Not here</body></html>", b"hello", b'{"items": []}', b"%PDF-1.7", b"\x00\x01\x02"]
)
def test_what_is_no_feed_is_said(body: bytes) -> None:
    with pytest.raises(FetchFailed, match="not a feed") as failed:
        read(body)
    assert failed.value.problem is FetchProblem.UNREADABLE


def test_a_body_is_never_taken_for_a_file_or_an_address(tmp_path: Path) -> None:
    """feedparser opens bytes and strings where it can."""
    file = tmp_path / "feed.xml"
    file.write_text(rss("<title>Inside</title><link>https://outlet.com/a</link>"))
    for body in (str(file), f"file://{file}"):
        with pytest.raises(FetchFailed):
            read(body)


def test_entities_neither_read_files_nor_explode(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    kinds = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>',
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY x "' + "&a;" * 1000 + '">]>',
        "<!DOCTYPE r [<!ENTITY l0 'ha'>"
        + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
        + "<!ENTITY x '&l11;'>]>",
    )
    started = time.monotonic()
    for kind in kinds:
        entries = read(rss("<title>A &x;</title><link>https://outlet.com/a</link>", head=kind))
        assert "canary" not in repr(entries)
        assert len(repr(entries)) < 100_000
    assert time.monotonic() - started < 5


def test_an_enormous_feed_is_cut() -> None:
    items = [f"<title>{number}</title><link>https://outlet.com/{number}</link>" for number in range(1200)]
    assert len(read(rss(*items))) == 1000


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://outlet.com/a#part", "https://outlet.com/a"),
        ("HTTPS://Outlet.COM:443/a/../b/./c", "https://outlet.com/b/c"),
        ("http://outlet.com:80", "http://outlet.com/"),
        ("http://outlet.com:8080/", "http://outlet.com:8080/"),
        ("https://outlet.com/a?b=2&a=1", "https://outlet.com/a?a=1&b=2"),
        ("https://outlet.com/a?utm_source=x&utm_medium=y&id=7", "https://outlet.com/a?id=7"),
        ("https://outlet.com/a?fbclid=x", "https://outlet.com/a"),
        ("https://outlet.com/a?id=7&gclid=x&UTM_Campaign=z&mc_cid=1#y", "https://outlet.com/a?id=7"),
        ("https://outlet.com/a?at_medium=x&at_campaign=y&ns_source=z", "https://outlet.com/a"),
        ("https://outlet.com/article?cid=7&source=8&ref=9&session=1", "https://outlet.com/article?cid=7&ref=9&session=1&source=8"),
        ("https://outlet.com/größe?q=ü", "https://outlet.com/gr%C3%B6%C3%9Fe?q=%C3%BC"),
        ("https://outlet.com/gr%c3%b6", "https://outlet.com/gr%C3%B6"),
        ("https://outlet.com/a?tag=x&tag=y", "https://outlet.com/a?tag=x&tag=y"),
        (" https://outlet.com/a ", "https://outlet.com/a"),
        ("https://outlet.com/photo?fbid=7&v=8", "https://outlet.com/photo?fbid=7&v=8"),
        ("https://outlet.com/a?q=", "https://outlet.com/a?q="),
    ],
)  # fmt: skip
def test_canonical_addresses(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_an_address_is_as_long_as_it_is_when_it_is_spelled_out() -> None:
    url = "https://www.outlet.com/" + "\u0444" * 400  # six signs each, as %D1%84
    with pytest.raises(ValueError, match="longer than any"):
        canonical_url(url)
    link = f'<link rel="canonical" href="{url}">'
    assert canonical_url("https://www.outlet.com/1", link) == "https://www.outlet.com/1"


@pytest.mark.parametrize(
    "url", ["", "outlet.com/a", "ftp://outlet.com/a", "javascript:alert(1)", "https://", "http://[::1"]
)
def test_what_is_no_address_of_the_web(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the parsers' own words differ
        canonical_url(url)


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ('<link rel="canonical" href="/b?utm_source=x">', "https://www.outlet.com/b"),
        ("<LINK href='https://outlet.com/b' REL=canonical />", "https://outlet.com/b"),
        ("<link rel=canonical href=/b>", "https://www.outlet.com/b"),
        ('<link rel="canonical" href="https://evil.com/b">', "https://www.outlet.com/a"),
        ('<link rel="canonical" href="https://outlet.com.evil.com/b">', "https://www.outlet.com/a"),
        ('<link rel="canonical" href="https://www.outlet.com/">', "https://www.outlet.com/a"),
        ('<link rel="canonical" href="">', "https://www.outlet.com/a"),
        ('<link rel="canonical">', "https://www.outlet.com/a"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://www.outlet.com/a"),
        ('<link rel="alternate" href="/b">', "https://www.outlet.com/a"),
    ],
)
def test_the_canonical_link_of_a_page(link: str, canonical: str) -> None:
    assert canonical_url("https://www.outlet.com/a", f"<html><head>{link}</head></html>") == canonical


def test_an_entry_s_title_has_an_end_and_turns_no_text_round() -> None:
    """An entity that grows tenfold six times is cut before it is looked at."""
    grows = "".join(f'<!ENTITY {name} "{f"&{of};" * 10}">' for of, name in zip("abcde", "bcdef", strict=True))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "AAAAAAAAAA">{grows}]>'
    turned = "<title>\u202eEvil pier</title><link>https://www.outlet.com/1</link>"
    bomb = f"<title>{'&f;' * 10} {'long ' * 100_000}</title><link>https://www.outlet.com/2</link>"
    entries = {entry.url[-1]: entry.title for entry in read(rss(turned, bomb, head=head))}
    assert entries["1"] == "Evil pier"
    assert len(entries["2"]) <= 1000
