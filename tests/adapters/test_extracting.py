"""The readable part of pages, PDF and plain text, taken out in a process that can be ended."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from factcheck.adapters.agencies import agency_of
from factcheck.adapters.apart import Apart, Unread
from factcheck.adapters.extracting import DocumentExtractor
from factcheck.adapters.uploads import read_upload
from factcheck.domain.errors import Invalid, TooLarge
from factcheck.domain.fetching import Extracted, Fetched, FetchFailed, FetchProblem
from tests.adapters.conftest import now

PARAGRAPHS = [
    "HARROW BAY, March 4 (Northwire) - The river Ould rose by two metres on Monday night, the mayor said.",
    "Nobody was hurt, according to the fire service, which had asked the people of three streets to leave.",
    "The water office did not answer questions on Tuesday. It had said in autumn that the dam was sound.",
]
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", body: str = STORY, lang: str = ' lang="en-GB"') -> str:
    frame = "<header><nav><a href='/'>Home</a><a href='/sport'>Sport</a></nav></header>"
    return f"<!DOCTYPE html><html{lang}><head>{head}</head><body>{frame}<article>{body}</article></body></html>"


def linked(**facts: object) -> str:
    facts = {"@context": "https://schema.org", "@type": "NewsArticle"} | facts
    return f'<script type="application/ld+json">{json.dumps(facts)}</script>'


CANONICAL = '<link rel="canonical" href="/news/river">'
CHECK: dict[str, object] = {
    "url": "https://www.outlet.com/news/river", "claimReviewed": "The dam of Harrow Bay broke.",
    "author": {"@type": "Organization", "name": "The Great Agency"},
    "reviewRating": {"@type": "Rating", "alternateName": "False"}, "datePublished": "2024-03-05",
}  # fmt: skip


def fetched(
    body: str | bytes, kind: str = "text/html", url: str = "https://www.outlet.com/news/river?utm_source=x"
) -> Fetched:
    content = body.encode() if isinstance(body, str) else body
    return Fetched(url=url, status=200, headers={"content-type": kind}, body=content, fetched_at=now())


def extract(body: str | bytes, kind: str = "text/html") -> Extracted:
    return DocumentExtractor().extract(fetched(body, kind))


def pdf(*pages: str, locked: str | None = None, title: str = "", packed: bytes = b"") -> bytes:
    """A small PDF with a line of text on each page, or with what `packed` unpacks to."""
    writer = pypdf.PdfWriter()
    font = pypdf.generic.DictionaryObject({
        pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
        pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
        pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
    })  # fmt: skip
    for line in pages:
        sheet = writer.add_blank_page(595, 842)
        stream: pypdf.generic.StreamObject = pypdf.generic.EncodedStreamObject()
        stream._data = packed
        stream[pypdf.generic.NameObject("/Filter")] = pypdf.generic.NameObject("/FlateDecode")
        if not packed:
            stream = pypdf.generic.DecodedStreamObject()
            stream.set_data(f"BT /F1 12 Tf 40 780 Td ({line}) Tj ET".encode("latin-1"))
        sheet[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
        sheet[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject({
            pypdf.generic.NameObject("/Font"): pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        })  # fmt: skip
    writer.add_metadata({"/Title": title, "/Author": "Office for Water", "/CreationDate": "D:20240304101500+01'00'"})
    if locked is not None:
        writer.encrypt(locked)
    whole = io.BytesIO()
    writer.write(whole)
    writer.close()
    return whole.getvalue()


class TestPages:
    def test_the_article_without_its_frame(self) -> None:
        found = extract(page(body=f"<h1>River rises</h1>{STORY}"))
        assert found.text.splitlines() == ["River rises", *PARAGRAPHS]
        assert "Sport" not in found.text

    def test_the_section_above_the_headline_is_no_part_of_the_text(self) -> None:
        found = extract(page("<title>River rises</title>", f"<p>Local news</p><h1>River rises</h1>{STORY}"))
        assert found.text.splitlines() == ["River rises", *PARAGRAPHS]
        below = extract(page("<title>River rises</title>", f"{STORY}<h2>River rises</h2>{STORY}"))
        assert below.text.startswith(PARAGRAPHS[0])

    def test_a_short_page_keeps_its_paragraphs(self) -> None:
        found = extract(
            page(body="<p>The bridge is closed, the mayor said on Monday.</p><p>It opens again in May.</p>" * 2)
        )
        assert found.text.splitlines()[:2] == [
            "The bridge is closed, the mayor said on Monday.",
            "It opens again in May.",
        ]

    def test_what_the_page_says_for_machines(self) -> None:
        said = linked(
            headline="River rises",
            datePublished="2024-03-04T05:06:07+01:00",
            author=[{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Rand"}],
            publisher={"@type": "Organization", "name": "The Valley Post"},
            inLanguage="en",
        )
        found = extract(page(said + "<title>River rises - VP</title>"))
        assert (found.title, found.outlet, found.byline) == ("River rises", "The Valley Post", "Ann Lee, Bo Rand")
        assert found.published == datetime(2024, 3, 4, 4, 6, 7, tzinfo=UTC)
        assert found.language == "en"

    @pytest.mark.parametrize(
        "head",
        [
            linked(datePublished="2024-03-04T00:00:00Z"),
            linked(
                **{
                    "@type": "Graph",
                    "@graph": [{"@type": "WebSite"}, {"@type": ["Report"], "datePublished": "2024-03-04"}],
                }
            ),
            '<meta property="article:published_time" content="2024-03-04T00:00:00+00:00">',
            '<meta name="date" content="2024-03-04">',
            '<script type="application/ld+json">{broken</script><meta name="dc.date" content="2024-03-04">',
            linked(datePublished="yesterday") + '<meta itemprop="datePublished" content="2024-03-04">',
            linked(datePublished={"deep": [[[[]]]]}) + '<meta name="DC.Date" content="2024-03-04">',
        ],
    )
    def test_when_it_was_published(self, head: str) -> None:
        assert extract(page(head)).published == datetime(2024, 3, 4, tzinfo=UTC)

    @pytest.mark.parametrize(
        "body",
        [
            f'<h1>River</h1><p>Published <time datetime="2024-03-04">then</time></p>{STORY}',
            f'<header><time datetime="2024-03-04">then</time></header>{STORY}',
            f'<aside><time datetime="2019-01-01">older</time></aside><time datetime="2024-03-04">then</time>{STORY}',
            f'<time datetime="2019-01-01">1</time><time itemprop="datePublished" datetime="2024-03-04">2</time>{STORY}',
            f'<time datetime="2019-01-01">1</time><time pubdate datetime="2024-03-04">2</time>{STORY}',
        ],
    )
    def test_the_day_of_a_masthead_or_of_another_report_is_not_its_own(self, body: str) -> None:
        masthead = '<header><time datetime="2026-11-29">Sunday</time></header>'
        found = extract(page(body=body).replace("<body>", f"<body>{masthead}"))
        assert found.published == datetime(2024, 3, 4, tzinfo=UTC)

    def test_of_several_articles_in_its_data_its_own_is_taken(self) -> None:
        own = {"@type": "NewsArticle", "headline": "River rises", "datePublished": "2024-03-04"}
        other = {
            "@type": "NewsArticle",
            "headline": "Other",
            "datePublished": "2019-01-01",
            "url": "https://www.outlet.com/o",
        }
        names_it = {"mainEntityOfPage": {"@id": "http://outlet.com/news/river/#article"}}
        for graph in ([other, own], [{"@type": "ItemList", "itemListElement": [{"item": other}]}, own | names_it]):
            found = extract(page(linked(**{"@type": "Graph", "@graph": graph}) + CANONICAL))
            assert (found.title, found.published) == ("River rises", datetime(2024, 3, 4, tzinfo=UTC))

    @pytest.mark.parametrize(
        "block",
        [
            '<script type="application/ld+json; charset=utf-8">{}</script>',
            '<script type=" Application/LD+JSON ">{}</script>',
            '<script type="application/ld+json">\n//<![CDATA[\n{}\n//]]>\n</script>',
            '<script type="application/ld+json">/*<![CDATA[*/{}/*]]>*/</script>',
            '<script type="application/ld+json"><!--{}--></script>',
        ],
    )  # fmt: skip
    def test_its_data_are_read_in_every_wrapping(self, block: str) -> None:
        article = {"@type": "https://schema.org/NewsArticle", "headline": "River --> <!-- rises"}
        assert extract(page(block.replace("{}", json.dumps(article)))).title == "River --> <!-- rises"

    @pytest.mark.parametrize(
        "head",
        [
            linked(datePublished="2024-03-04", dateModified="2024-03-05T00:00:00Z"),
            '<meta property="article:modified_time" content="2024-03-05T00:00:00+00:00">',
            linked(dateModified="lately") + '<meta property="og:updated_time" content="2024-03-05">',
        ],
    )
    def test_when_it_was_changed(self, head: str) -> None:
        assert extract(page(head)).modified == datetime(2024, 3, 5, tzinfo=UTC)

    def test_what_is_not_said_stays_empty(self) -> None:
        found = extract(page())
        assert (found.byline, found.published, found.modified, found.outlet) == ("", None, None, "outlet.com")

    @pytest.mark.parametrize(
        ("head", "lang", "language"),
        [
            ("", ' lang="de-AT"', "de"),
            ('<meta property="og:locale" content="fr_FR">', "", "fr"),
            ("", "", "en"),
            ("", ' lang="english"', "en"),
        ],
    )
    def test_its_language(self, head: str, lang: str, language: str) -> None:
        assert extract(page(head, lang=lang)).language == language

    @pytest.mark.parametrize(
        ("head", "url"),
        [
            ("", "https://www.outlet.com/news/river"),
            ('<link rel="canonical" href="/river">', "https://www.outlet.com/river"),
            ('<link rel="canonical" href="https://outlet.com/r#x">', "https://outlet.com/r"),
            ('<link rel="canonical" href="https://other.com/r">', "https://www.outlet.com/news/river"),
        ],
    )
    def test_its_canonical_address(self, head: str, url: str) -> None:
        assert extract(page(head)).url == url

    @pytest.mark.parametrize(
        ("declared", "meta", "encoding"),
        [
            ("text/html; charset=iso-8859-1", "", "cp1252"),
            ("text/html", '<meta charset="windows-1251">', "cp1251"),
            ("text/html; charset=utf-8", '<meta charset="latin-1">', "utf-8"),
            ("text/html", "", "utf-8"),
            ("text/html", "", "cp1252"),
            ("text/html; charset=nonsense", "", "utf-8"),
            ("text/html", "", "utf-8-sig"),
            ("text/html", "", "utf-16"),
        ],
    )
    def test_its_characters(self, declared: str, meta: str, encoding: str) -> None:
        words = "Река поднялась" if encoding == "cp1251" else "Größe, “Flut” – café"
        body = page(meta, f"<p>{words}, {PARAGRAPHS[1]}</p>{STORY}").encode(encoding)
        assert extract(body, declared).text.startswith(words)

    @pytest.mark.parametrize(
        "body", [b"", b"   ", b"<html></html>", b"<html><body><script>x</script></body></html>", b"<"]
    )
    def test_a_page_without_text_is_said(self, body: bytes) -> None:
        with pytest.raises(FetchFailed) as failed:
            extract(body)
        assert failed.value.problem is FetchProblem.UNREADABLE

    @pytest.mark.parametrize(
        "body",
        [
            "<html><body>" + "<div>" * 40_000 + "deep",
            "<html><body>" + "<a href='/x'>y</a>" * 200_000,
            "<html><body>" + "<p>x" * 70_000,
            "<html><body><p>" + "x" * 5_100_000,
        ],
    )
    def test_pages_that_would_cost_too_much_are_refused_quickly(self, body: str) -> None:
        extract(page())  # The process is running.
        started = time.monotonic()
        with pytest.raises(FetchFailed, match=r"large|elements") as failed:
            extract(body)
        assert failed.value.problem is FetchProblem.UNREADABLE
        assert time.monotonic() - started < 4

    def test_no_half_characters_and_no_nul(self) -> None:
        found = extract(page(body=f"<h1>&#0;&#xD800;River</h1>{STORY}"))
        assert "\x00" not in found.text
        assert found.text.encode()

    def test_other_kinds_are_refused(self) -> None:
        for kind in ("application/json", "application/rss+xml", "image/png"):
            with pytest.raises(FetchFailed) as failed:
                extract('{"a": 1}', kind)
            assert failed.value.problem is FetchProblem.WRONG_TYPE

    def test_the_content_is_believed_more_than_its_name(self) -> None:
        assert extract(pdf("A statement"), "text/html").text == "A statement"
        assert extract(page(), "text/plain").text.startswith("HARROW")
        assert extract(pdf("A statement"), "application/octet-stream").text == "A statement"


@pytest.mark.parametrize(
    ("text", "byline", "credits", "agency"),
    [
        ("HARROW BAY, March 4 (Northwire) - The river rose.", "", (), "Northwire"),
        ("LONDON (Reuters) \u2014 The river rose.", "", (), "Reuters"),
        ("Berlin (dpa) - Der Fluss stieg.", "", (), "dpa"),
        ("The river rose (AP).", "", (), "AP"),
        ("The river rose.\n(dpa/AFP)", "", (), "dpa"),
        ("x" * 1000 + " (AP) " + "x" * 1000, "", (), ""),
        ("The river rose.", "By The Associated Press", (), "AP"),
        ("The river rose.", "Reuters / Ann Lee", (), "Reuters"),
        ("The river rose.", "Ann Lee", (), ""),
        ("The Party of Action (PAA) - which lost - said so.", "", (), ""),
        ("Harrow Bay, 4 March (Northwire) \u2013 The river rose.", "", (), "Northwire"),
        ("The river rose.", "", ("Northwire",), "Northwire"),
        ("LONDON (Reuters) - The river rose.", "", ("Agence France-Presse",), "AFP"),
        ("The mayor (Labour) said the river rose.", "", (), ""),
        ("", "", (), ""),
    ],
)
def test_agency_marks(text: str, byline: str, credits: tuple[str, ...], agency: str) -> None:
    assert agency_of(text, byline, credits) == agency


@pytest.mark.parametrize(
    ("facts", "agency"),
    [
        ({"isBasedOn": "https://www.northwire.example/1"}, "northwire.example"),
        ({"isBasedOn": {"@type": "NewsArticle", "publisher": {"name": "Northwire"}}}, "Northwire"),
        ({"sourceOrganization": [{"name": "Deutsche Presse-Agentur"}]}, "dpa"),
        ({"creditText": ""}, "Northwire"),
        ({"sourceOrganization": {"name": "The Post"}, "publisher": {"name": "the post"}}, "Northwire"),
        ({"isBasedOn": "https://outlet.com/earlier"}, "Northwire"),
    ],
)
def test_the_agency_that_a_page_credits(facts: dict[str, object], agency: str) -> None:
    assert extract(page(linked(**facts))).agency == agency


class TestPdf:
    def test_text_and_properties(self) -> None:
        found = extract(pdf("The dam is sound.", "It was seen in autumn.", title="Statement"), "application/pdf")
        assert found.text == "The dam is sound.\n\nIt was seen in autumn."
        assert (found.title, found.byline) == ("Statement", "Office for Water")
        assert found.published == datetime(2024, 3, 4, 9, 15, tzinfo=UTC)

    def test_one_that_opens_without_a_password_is_read(self) -> None:
        assert read_upload("a.pdf", pdf("Open to all.", locked="")).text == "Open to all."

    def test_damaged_tables_are_searched_for(self) -> None:
        whole = pdf("The dam is sound.")
        assert "dam is sound" in read_upload("a.pdf", whole[: whole.rindex(b"startxref")]).text

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (pdf("Secret", locked="a password"), "locked with a password"),
            (pdf("", ""), "only pictures"),
            (b"%PDF-1.7\nrubbish", "damaged"),
            (b"%PDF-1.7\n" + os.urandom(1000), "damaged"),
        ],
    )
    def test_what_cannot_be_read_is_said_in_a_sentence(self, content: bytes, said: str) -> None:
        with pytest.raises(Invalid, match=said) as refused:
            read_upload("a.pdf", content)
        assert (refused.value.field, refused.value.rule) == ("file", "unreadable")

    def test_a_bomb_in_a_page_is_refused(self, apart: Apart) -> None:
        """1 MB that unpacks to 300 MB of drawing orders."""
        order = b"BT /F1 12 Tf (x) Tj ET\n"
        bomb = pdf("x", packed=zlib.compress(order * (300_000_000 // len(order)), 9))
        assert len(bomb) < 1_200_000
        started = time.monotonic()
        with pytest.raises(Invalid, match=r"too long|too much memory"):
            read_upload("a.pdf", bomb, apart)
        assert time.monotonic() - started < 8


class TestUploads:
    @pytest.mark.parametrize(
        "text", ["One\r\nTwo\r\n\r\nThree ", "\n\n  One\rTwo", "Ōne\u2028Two\u00a0\ufffe", "One\fTwo\t"]
    )
    def test_plain_text_stays_exactly_as_it_came(self, text: str) -> None:
        assert read_upload("a.txt", text.encode()).text == text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
    def test_its_characters(self, encoding: str) -> None:
        assert read_upload("A.TXT", "Größe – “Flut”".encode(encoding)).text == "Größe – “Flut”"

    def test_bytes_that_windows_1252_leaves_undefined(self) -> None:
        assert read_upload("a.txt", b"caf\xe9 \x81").text == "café \x81"

    def test_title_language_and_agency_are_found(self) -> None:
        found = read_upload("a.txt", ("River rises\n\n" + "\n".join(PARAGRAPHS)).encode())
        assert (found.title, found.language, found.agency) == ("River rises", "en", "Northwire")
        assert read_upload("a.txt", PARAGRAPHS[0].encode()).title == ""

    @pytest.mark.parametrize(
        ("line", "day"),
        [
            ("March 4, 2024", (2024, 3, 4)),
            ("4 March 2024", (2024, 3, 4)),
            ("2024-03-04", (2024, 3, 4)),
            ("Published on Monday, 4 Mar 2024", (2024, 3, 4)),
            ("04.03.2024", (2024, 3, 4)),
            ("Updated: Mar 4, 2024", (2024, 3, 4)),
            ("March 4, 2024 was a Monday.", None),
            ("March 44, 2024", None),
            ("60,000", None),
        ],
    )
    def test_a_day_on_a_line_of_its_own(self, line: str, day: tuple[int, int, int] | None) -> None:
        found = read_upload("a.txt", f"River rises\nBy Ann Lee\n{line}\n\nThe river rose by two metres.".encode())
        assert found.byline == "Ann Lee"
        assert found.published == (datetime(*day, tzinfo=UTC) if day else None)

    def test_a_saved_page_brings_its_address(self) -> None:
        found = read_upload(
            "page.html", page('<link rel="canonical" href="https://outlet.com/r?utm_source=a">').encode()
        )
        assert found.url == "https://outlet.com/r"
        assert found.text.startswith("HARROW BAY")
        assert read_upload("page.html", page('<link rel="canonical" href="/r">').encode()).url == ""

    def test_ten_megabytes_and_no_more(self) -> None:
        assert len(read_upload("a.txt", b"word " * 2_000_000).text) == 10_000_000
        with pytest.raises(TooLarge, match=r"10\.0 MB; the desk takes up to 10 MB"):
            read_upload("a.txt", b"word " * 2_000_000 + b"x")

    @pytest.mark.parametrize(
        ("name", "content", "rule"),
        [
            ("a.docx", b"PK\x03\x04", "type"),
            ("a.exe", b"hello", "type"),
            ("a", b"hello", "type"),
            ("a.txt.zip", b"hello", "type"),
            (".txt/a", b"hello", "type"),
            ("a.txt", b"", "empty"),
            ("a.txt", b" \n\t", "empty"),
            ("a.pdf", b"<html>no</html>", "type"),
            ("a.txt", b"PK\x03\x04\x00\x00", "unreadable"),
            ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "unreadable"),
            ("a.txt", b"hello" * 1000 + b"\x00", "unreadable"),
            ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00", "unreadable"),
        ],
    )
    def test_other_files_are_refused(self, name: str, content: bytes, rule: str) -> None:
        with pytest.raises(Invalid) as refused:
            read_upload(name, content)
        assert (refused.value.field, refused.value.rule) == ("file", rule)
        assert str(refused.value).endswith(".")

    def test_the_content_decides(self) -> None:
        assert read_upload("a.txt", pdf("A statement")).text == "A statement"
        assert "<p>" not in read_upload("a.txt", page().encode()).text


@pytest.fixture
def apart() -> Iterator[Apart]:
    process = Apart(seconds=1.0)
    yield process
    process.close()


class TestTheProcessApart:
    SLOW = ("<html><body><article>" + "<p>Some words stand here <i>for</i> a <b>while</b>.</p>" * 18_000).encode()

    def test_what_takes_too_long_is_ended_and_the_next_is_read(self) -> None:
        apart = Apart(seconds=0.3)
        started = time.monotonic()
        with pytest.raises(Unread, match="too long"):
            apart.read("html", {}, self.SLOW)
        assert time.monotonic() - started < 5  # Most of it is the start of the process.
        assert apart.read("text", {}, b"Two\nlines")["text"] == "Two\nlines"
        apart.close()

    def test_an_interruption_never_gives_one_document_the_text_of_another(
        self, apart: Apart, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A worker's time limit is an exception out of nowhere, here between a question and its answer."""

        class TimeIsUp(Exception):
            pass

        def interrupted(pipe: int, until: float) -> None:
            raise TimeIsUp

        apart.read("text", {}, b"One")
        with monkeypatch.context() as patched:
            patched.setattr("factcheck.adapters.apart.receive", interrupted)
            with pytest.raises(TimeIsUp):
                apart.read("text", {}, b"Two")
        assert apart.read("text", {}, b"Three")["text"] == "Three"

    def test_a_process_that_has_died_is_replaced(self, apart: Apart) -> None:
        apart.read("text", {}, b"One")
        assert apart._process
        os.kill(apart._process.pid, signal.SIGKILL)
        apart._process.wait()
        assert apart.read("text", {}, b"Two")["text"] == "Two"

    @pytest.mark.skipif(sys.platform != "linux", reason="reads the environment of a process from /proc")
    def test_it_knows_no_secret(self, apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_KEY", "canary")
        apart.read("text", {}, b"One")
        assert apart._process
        assert b"canary" not in Path(f"/proc/{apart._process.pid}/environ").read_bytes()

    def test_it_ends_when_its_parent_is_killed(self, tmp_path: Path) -> None:
        script = tmp_path / "parent.py"
        script.write_text(PARENT)
        with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout
            child = int(parent.stdout.readline())
            parent.kill()
        assert ended_within(child, 3)

    def test_a_fork_starts_its_own(self, tmp_path: Path) -> None:
        script = tmp_path / "fork.py"
        script.write_text(FORK)
        run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
        pids = run.stdout.split()
        assert len(set(pids)) == 2
        assert all(ended_within(int(pid), 3) for pid in pids)


def ended_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # Ended, and nobody has asked how.
        time.sleep(0.05)
    return False


START = f"""
import os, sys, time
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from factcheck.adapters.apart import reading

def child():
    assert reading.read("text", {{}}, b"One")["text"] == "One"
    print(reading._process.pid, flush=True)
"""
PARENT = START + "child()\ntime.sleep(60)\n"
FORK = START + "child()\nif os.fork() == 0:\n    child()\n    sys.exit()\nos.wait()\n"


# --- Fact-checks in the markup --------------------------------------------------------------------


def test_the_claim_review_of_a_page_is_read_beside_its_article() -> None:
    found = extract(page(linked() + linked(**{"@type": "ClaimReview"} | CHECK)))
    [check] = found.checks
    assert (check.claim, check.rating) == ("The dam of Harrow Bay broke.", "False")
    assert (check.publisher, check.url) == ("outlet.com", "https://www.outlet.com/news/river")
    assert str(check.reviewed) == "2024-03-05"
    assert found.text.startswith("HARROW BAY")


@pytest.mark.parametrize(
    "wrapped",
    [
        {"@graph": [CHECK | {"@type": "ClaimReview"}]},
        {"mainEntity": CHECK | {"@type": ["ClaimReview"]}},
        {"@type": "http://schema.org/ClaimReview"} | CHECK,
        {"@type": "ClaimReview"} | {name: value for name, value in CHECK.items() if name != "url"},
    ],
)
def test_it_is_found_wherever_the_markup_puts_it(wrapped: dict[str, object]) -> None:
    assert len(extract(page(linked(**wrapped))).checks) == 1


def test_the_claim_review_of_another_site_is_left_out() -> None:
    there = {"@type": "ClaimReview"} | CHECK | {"url": "https://agency.example/river"}
    assert extract(page(linked(**there))).checks == ()


def test_a_page_full_of_claim_reviews_is_read_in_its_time() -> None:
    many = [{"@type": "ClaimReview"} | CHECK | {"claimReviewed": f"Dam {number} broke."} for number in range(1_500)]
    found = extract(page(linked(**{"@graph": many})))
    assert 0 < len(found.checks) <= 20
    deep: object = "x"
    for _ in range(200):
        deep = {"reviewRating": [deep] * 2} if isinstance(deep, str) else {"author": deep}
    assert extract(page(linked(**{"@type": "ClaimReview", "itemReviewed": deep} | CHECK))).text


def test_a_plain_page_has_none() -> None:
    assert extract(page()).checks == ()


# --- What a hostile page calls itself -------------------------------------------------------------


def test_a_page_s_names_have_an_end_and_turn_no_text_round() -> None:
    """Every line of a list repeats the title of an article: 200 kB of it, or an override of the direction, hits all."""
    long, turned = "Pier closed " * 20_000, "\u202eEvil\u2066\x85 \u200fpier\u202c"
    found = extract(page(linked(headline=long, author=long, publisher={"name": turned})))
    assert (len(found.title), len(found.byline)) == (1000, 200)
    assert found.outlet == "Evil  \u200fpier"
    assert extract(page(linked(headline=turned))).title == "Evil  \u200fpier"
