"""Articles on the page: coming in by three ways, worked on in their text, corrected, compared."""

import io
import re
from datetime import date

import pytest

from factcheck.domain.articles import ArticleStatus, Incoming
from factcheck.domain.claims import ArticleText, ClaimKind, PlaceRole, Quotation, Span, Split, SplitClaim
from factcheck.domain.fetching import Extracted, Fetched, FetchFailed, FetchProblem
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ArticleSheet
from factcheck.services import articles, editing, splitting
from factcheck.web.comparing import text_diff
from factcheck.web.diffs import word_diff
from tests.web.conftest import STATEMENTS, TEXT, Visitor, World

OTHER = "Snow on the pass\n\nThe road office said the pass was closed on 4 March. Ten lorries waited."


def article(world: World, article_id: int = 0) -> ArticleSheet:
    return articles.sheet(world.desk.unit(), article_id or world.article, world.actors["jana"])


def newest(world: World) -> ArticleSheet:
    found, _ = articles.listed(world.desk.unit(), world.actors["jana"])
    return article(world, found[0].id)


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to this address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form is not None
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))


class OneSentenceOneClaim:
    """A splitter that takes every line for a claim."""

    def split(self, article: ArticleText) -> Split:
        spans = [found.span() for found in re.finditer(r"[^\n]+", article.text)]
        made = [
            SplitClaim(
                str(n), Span((span,)), article.text[slice(*span)], "the road office", "said", Quotation.INDIRECT, (),
                date(2025, 3, 4), None, n > 0, 0.5, ("number",), ClaimKind.EVENT, PlaceRole.BODY,
            )
            for n, span in enumerate(spans)
        ]  # fmt: skip
        return Split(tuple(made), "en", tuple(spans))


# --- The list -------------------------------------------------------------------------------------


def test_the_list_counts_claims_and_finds_words(world: World) -> None:
    articles.receive(world.desk.unit(), Incoming(OTHER, "Snow on the pass", "Hill Post"), world.actors["jana"])
    jana = world.signed_in("jana")
    page = jana.get("/articles").text
    assert page.index("Snow on the pass") < page.index("Ferry to Osthaven")
    assert "waiting for a worker" in page
    found = jana.get("/articles?q=lorries").text
    assert "Snow on the pass" in found
    assert "Ferry to Osthaven" not in found
    assert "No article holds these words" in jana.get("/articles?q=zeppelin").text


def test_the_list_goes_on_where_the_page_ended(world: World) -> None:
    for number in range(55):
        articles.receive(world.desk.unit(), Incoming(f"{OTHER} {number}", f"Snow {number}"), world.actors["jana"])
    jana = world.signed_in("jana")
    page = jana.get("/articles").text
    following = re.search(r'href="(/articles\?cursor=\d+)"', page)
    assert following is not None
    rest = jana.piece(following[1]).text
    assert "<html" not in rest
    shown = re.findall(r'id="article-(\d+)"', page + rest)
    assert len(shown) == len(set(shown)) == 56
    assert jana.get("/articles?cursor=nonsense").status_code == 422


def test_a_line_is_fetched_again_until_its_article_is_split(world: World) -> None:
    jana = world.signed_in("jana")
    assert "signal:queue" in jana.piece(f"/articles/{world.article}/line").text
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), world.article)
    line = jana.piece(f"/articles/{world.article}/line").text
    assert "signal:queue" not in line
    assert "claims</span>" in line


# --- Coming in ------------------------------------------------------------------------------------


def test_pasted_text_is_kept_as_it_is_and_described_by_itself(world: World) -> None:
    text = "Snow on the pass\r\n\r\nHIGHTOWN, March 4 (Hillwire) - The pass was closed, the road office said.\r\n"
    answer = world.signed_in("jana").post("/articles/new", {"way": "text", "text": text, "byline": "Ann Lee"})
    made = newest(world)
    assert answer.location == f"/articles/{made.id}"
    assert made.text == text
    assert (made.title, made.byline, made.outlet) == ("Snow on the pass", "Ann Lee", "Hillwire")


def test_the_same_article_again_says_so_and_leads_there(world: World) -> None:
    answer = world.signed_in("jana").post("/articles/new", {"way": "text", "text": TEXT.upper()})
    assert answer.status_code == 409
    assert "This article is here already" in answer.text
    assert f'href="/articles/{world.article}"' in answer.text
    assert newest(world).id == world.article


def test_an_address_is_left_to_a_worker(world: World) -> None:
    jana = world.signed_in("jana")
    jana.post("/articles/new", {"way": "url", "url": "https://hillpost.example/snow", "outlet": "Hill Post"})
    made = newest(world)
    assert (made.status, made.url, made.outlet) == (ArticleStatus.WAITING, "https://hillpost.example/snow", "Hill Post")
    assert "Fetching its page" in jana.get(f"/articles/{made.id}").text
    again = jana.post("/articles/new", {"way": "url", "url": "https://hillpost.example/snow"})
    assert again.location == f"/articles/{made.id}"


def test_an_uploaded_file_is_read(world: World) -> None:
    upload = (io.BytesIO(OTHER.encode()), "snow.txt")
    world.signed_in("jana").post("/articles/new", {"way": "file", "file": upload, "published": "2025-03-05"})
    made = newest(world)
    assert made.text == OTHER
    assert made.published == date(2025, 3, 5)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"way": "text", "text": "  "}, "text", "There is no text in it."),
        ({"way": "url", "url": "ftp://x.example"}, "url", "not the address of a web page"),
        ({"way": "file"}, "file", "Choose a file."),
        ({"way": "file", "file": (io.BytesIO(b"MZ"), "run.exe")}, "file", "The desk takes .txt, .html and .pdf"),
        ({"way": "text", "text": OTHER, "published": "soon"}, "published", "soon is not a date"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(
    world: World, given: dict[str, object], field: str, words: str
) -> None:
    answer = world.signed_in("jana").post("/articles/new", {**given, "title": "My title"})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#field-{field}"' in answer.text
    assert f'id="field-{field}-error"' in answer.text
    assert 'value="My title"' in answer.text


# --- How far it is --------------------------------------------------------------------------------


def test_the_page_follows_an_article_from_waiting_to_split(world: World) -> None:
    jana = world.signed_in("jana")
    piece = jana.piece(f"/articles/{world.article}").text
    assert "Waiting to be split" in piece
    assert 'hx-trigger="signal:article from:body' in piece
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), world.article)
    piece = jana.piece(f"/articles/{world.article}").text
    assert "Waiting to be split" not in piece
    assert "worth checking 0.50: number" in piece
    assert "said <time" in piece


def test_what_failed_says_why_and_can_be_tried_again(world: World) -> None:
    unit, jana = world.desk.unit, world.actors["jana"]
    made = articles.receive_address(unit(), "https://gone.example/a", jana).article_id

    class Gone:
        def fetch(self, url: str, **_: object) -> Fetched:
            raise FetchFailed(FetchProblem.GONE)

    class Unused:
        def extract(self, fetched: Fetched) -> Extracted:
            raise AssertionError(fetched)

    with pytest.raises(FetchFailed):
        splitting.fetch_article(unit, Gone(), Unused(), made)
    visitor = world.signed_in("jana")
    assert "not there (404 or 410)" in visitor.get(f"/articles/{made}").text
    visitor.post(f"/articles/{made}/try-again")
    assert article(world, made).status is ArticleStatus.WAITING


def test_news_are_announced_only_when_something_changed(world: World) -> None:
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), world.article)
    jana = world.signed_in("jana")
    asked = re.search(r'hx-get="(/articles/\d+/news\?state=[^"]+)"', jana.get(f"/articles/{world.article}").text)
    assert asked is not None
    assert "have changed" not in jana.piece(asked[1]).text
    work = {"seen": world.seen(world.claims[0]), "claimant": "Nobody"}
    jana.post(f"/articles/{world.article}/claims/{world.claims[0]}/edit", work)
    assert "have changed" in jana.piece(asked[1]).text


def test_the_coverage_counts_every_sentence_once(world: World) -> None:
    made = articles.receive(world.desk.unit(), Incoming(OTHER), world.actors["jana"]).article_id
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), made)
    page = world.signed_in("jana").get(f"/articles/{made}").text
    assert "Of 2 sentences:" in page
    assert "1 holds an open claim" in page
    assert "1 holds nothing to check" in page


# --- The text as the work surface -----------------------------------------------------------------


def texts(page: str) -> str:
    """What the marked text reads as, without its marks."""
    lines = re.findall(r'<p class="text-line" dir="auto">(.*?)</p>', page, re.DOTALL)
    return "\n".join(re.sub(r"<[^>]+>", "", line) for line in lines)


def test_the_text_stands_there_word_for_word_with_its_marks(world: World) -> None:
    page = world.signed_in("jana").get(f"/articles/{world.article}").text
    assert texts(page).replace("&#34;", '"') == "\n".join(line for line in TEXT.splitlines() if line)
    for number, (claim, statement) in enumerate(zip(world.claims, STATEMENTS, strict=True), 1):
        at = TEXT.index(statement)
        assert re.search(rf'id="at-{at}" data-number="{number}" href="#claim-{claim}"[^>]*>{statement}</a>', page)


def open_claim(world: World, visitor: Visitor, claim: int) -> str:
    return visitor.piece(f"/articles/{world.article}/claims/{claim}").text


def test_a_claim_is_added_by_its_place_or_by_its_words(world: World) -> None:
    jana = world.signed_in("jana")
    start = TEXT.index("The harbour office")
    jana.post(f"/articles/{world.article}/claims", {"start": start, "end": start + 18, "words": ""})
    jana.post(f"/articles/{world.article}/claims", {"start": "", "end": "", "words": "Ferry   to Osthaven\nwas empty"})
    added = article(world).claims[-2:]
    assert [row.statement for row in added] == ["The harbour office", "Ferry to Osthaven was empty"]


@pytest.mark.parametrize(
    ("words", "said"), [("no such words", "do not stand in the article"), ("Brandt said", "more than once")]
)
def test_words_that_do_not_name_one_place_are_refused(world: World, words: str, said: str) -> None:
    before = len(article(world).claims)
    answer = world.signed_in("jana").post(f"/articles/{world.article}/claims", {"words": words})
    assert answer.status_code == 422
    assert said in answer.text
    assert len(article(world).claims) == before


def test_each_change_of_a_claim_can_be_undone(world: World) -> None:
    jana, claim, base = world.signed_in("jana"), world.claims[0], f"/articles/{world.article}/claims"
    at = TEXT.index("carried 12")
    for name, given in [
        ("edit", {"statement": "The night ferry took 12 people.", "claimant": "Lina", "said_date": "2025-05-04"}),
        ("place", {"words": "The night ferry carried 12"}),
        ("split", {"at": at}),
    ]:
        before = world.sheet(claim)
        answer = jana.post(f"{base}/{claim}/{name}", {"seen": world.seen(claim), **given})
        assert answer.status_code == 303, answer.text
        changed = world.sheet(claim)
        assert (changed.row.statement, changed.places) != (before.row.statement, before.places)
        undo = hidden(open_claim(world, jana, claim), f"{base}/{claim}/undo")
        jana.post(f"{base}/{claim}/undo", undo)
        undone = world.sheet(claim)
        assert (undone.row.statement, undone.row.said_date, undone.places) == (
            before.row.statement,
            before.row.said_date,
            before.places,
        )


def test_merging_and_dismissing_have_their_way_back(world: World) -> None:
    jana, (first, second, _) = world.signed_in("jana"), world.claims
    base = f"/articles/{world.article}/claims"
    answer = jana.post(f"{base}/{second}/merge", {"seen": world.seen(second), "into": first})
    assert answer.location.endswith(f"claim={first}#claim-{first}")
    assert len(world.sheet(first).places) == 2
    jana.post(f"{base}/{second}/undo", hidden(open_claim(world, jana, second), f"{base}/{second}/undo"))
    assert len(world.sheet(first).places) == 1
    jana.post(f"{base}/{second}/dismiss", {"seen": world.seen(second), "reason": "opinion"})
    assert world.sheet(second).row.stage is Stage.DISMISSED
    jana.post(f"{base}/{second}/restore", {"seen": world.seen(second)})
    assert world.sheet(second).row.stage is Stage.QUEUED


def test_a_refused_change_keeps_what_was_typed(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    given = {"seen": world.seen(claim), "statement": "x", "claimant": "Typed by me"}
    answer = jana.post(f"/articles/{world.article}/claims/{claim}/edit", given)
    assert answer.status_code == 422
    assert "A statement has 3 to 2,000 characters." in answer.text
    assert 'value="Typed by me"' in answer.text


def test_a_claim_in_other_hands_shows_no_forms(world: World) -> None:
    tim, claim = world.signed_in("tim"), world.claims[0]
    tim.post(f"/claims/{claim}/moves/take", {"seen": world.seen(claim)})
    opened = open_claim(world, world.signed_in("jana"), claim)
    assert "Tim is checking it" in opened
    assert "<textarea" not in opened


def test_an_admin_who_is_no_checker_changes_nothing(world: World) -> None:
    ada, claim = world.signed_in("ada"), world.claims[0]
    page = ada.get(f"/articles/{world.article}").text
    assert "Add claim" not in page
    assert ada.post(f"/articles/{world.article}/claims", {"words": "The harbour office"}).status_code == 403
    given = {"seen": world.seen(claim), "statement": "Something else entirely."}
    assert ada.post(f"/articles/{world.article}/claims/{claim}/edit", given).status_code == 403


# --- Describing, revisions, history ---------------------------------------------------------------


def test_what_was_found_can_be_corrected(world: World) -> None:
    jana = world.signed_in("jana")
    given = {"seen": article(world).version, "title": "Empty ferry", "outlet": "Coast", "byline": "", "language": "EN"}
    jana.post(f"/articles/{world.article}/describe", {**given, "published": "2025-05-03"})
    now = article(world)
    assert (now.title, now.outlet, now.language, now.published) == ("Empty ferry", "Coast", "en", date(2025, 5, 3))
    assert "Empty ferry" in jana.get(f"/articles/{world.article}/history").text


def test_a_stale_correction_shows_both_and_can_be_sent_again(world: World) -> None:
    jana, tim = world.signed_in("jana"), world.signed_in("tim")
    seen = article(world).version
    tim.post(f"/articles/{world.article}/describe", {"seen": seen, "title": "Tim's title"})
    answer = jana.post(f"/articles/{world.article}/describe", {"seen": seen, "title": "Jana's title"})
    assert answer.status_code == 409
    assert "Tim&#39;s" in answer.text
    form = hidden(answer.text, f"/articles/{world.article}/describe?")
    jana.post(f"/articles/{world.article}/describe", {"title": "Jana's title", "seen": form["seen"]})
    assert article(world).title == "Jana's title"


def test_revisions_are_compared_word_by_word(world: World) -> None:
    unit, jana = world.desk.unit, world.actors["jana"]
    url = "https://coast.example/ferry"
    made = articles.receive(unit(), Incoming("The pass was closed.\n\nTen lorries waited.", url=url), jana).article_id
    articles.receive(unit(), Incoming("The pass was closed.\n\nTwelve lorries waited.", url=url), jana)
    visitor = world.signed_in("jana")
    page = visitor.get(f"/articles/{made}/revisions/1").text
    assert "<del>Ten</del><ins>Twelve</ins> lorries waited." in page
    assert visitor.get(f"/articles/{made}/revisions/9").status_code == 404
    assert f'href="/articles/{made}/revisions/1"' in visitor.get(f"/articles/{made}").text


def test_a_claim_whose_words_are_gone_is_said_to_be_lost(world: World) -> None:
    unit, jana = world.desk.unit, world.actors["jana"]
    url = "https://coast.example/ferry"
    made = articles.receive(unit(), Incoming("The pass was closed.\n\nTen lorries waited.", url=url), jana).article_id
    editing.add(unit(), made, jana, fragments=[(22, 40)])
    articles.receive(unit(), Incoming("The pass was closed.\n\nNobody waited.", url=url), jana)
    assert "1 claim could not be placed" in world.signed_in("jana").get(f"/articles/{made}").text


@pytest.mark.timeout(60)
def test_texts_made_to_be_slow_are_compared_in_time() -> None:
    before = "\n".join(f"line {number % 7}" for number in range(6_000))
    lines = text_diff(before, before.replace("line 3", "line three", 1))
    assert [change for line in lines for change in line if change[0] != "same"] != []
    assert text_diff("a" * 50_000, "b" * 50_000) == [[("del", "a" * 50_000), ("ins", "b" * 50_000)]]
    text_diff("\n".join(f"w{n} " * 300 for n in range(300)), "\n".join(f"v{n} " * 300 for n in range(300)))
    word_diff("q w e r " * 1_000, "w q r e " * 1_000)


def test_words_that_the_publisher_edited_are_shown_with_the_change(world: World) -> None:
    unit, jana = world.desk.unit, world.actors["jana"]
    url, text = "https://coast.example/pass", "The pass was closed.\n\nTen lorries waited at the lower gate since noon."
    made = articles.receive(unit(), Incoming(text, url=url), jana).article_id
    claim = editing.add(unit(), made, jana, fragments=[(22, len(text))]).row.id
    articles.receive(unit(), Incoming(text.replace("Ten", "Sixty"), url=url), jana)
    visitor = world.signed_in("jana")
    assert "words edited" in visitor.get(f"/articles/{made}").text
    shown = visitor.get(f"/claims/{claim}").text
    assert "The publisher has edited this claim" in shown
    assert "<del>Ten</del><ins>Sixty</ins> lorries waited" in shown
    assert "the words of this claim read otherwise now" in shown
