"""Articles coming in: the same is recognised, a changed one becomes a revision, and claims follow their words."""

from datetime import timedelta

import pytest

from factcheck.domain.articles import ArticleStatus, Incoming
from factcheck.domain.errors import Invalid, NotAllowed, NotFound, OutOfDate, Refused
from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.jobs import FetchArticle, SplitArticle
from factcheck.domain.people import WORKER
from factcheck.domain.review import QueueFilters
from factcheck.domain.sheets import ArticleSheet, Received
from factcheck.domain.watching import WORDS_CHANGED
from factcheck.services import articles, claims, jobs, splitting
from factcheck.store.tables import JobRow
from tests.services.conftest import TEXT, Newsroom
from tests.services.fakes import EverySentence, FirstLineIsTitle, Web

URL = "https://herald.example/1"


def receive(room: Newsroom, text: str = TEXT, url: str = "", **more: str) -> Received:
    return articles.receive(room.unit(), Incoming(text, url=url, **more), room.jana)  # type: ignore[arg-type]


def sheet(room: Newsroom, article: int) -> ArticleSheet:
    return articles.sheet(room.unit(), article, room.jana)


def waiting(room: Newsroom) -> list[tuple[str, int]]:
    """The jobs that wait to be published, by kind and subject."""
    with room.unit().reading() as session:
        return [(job.name, session.get_one(JobRow, job.id).subject_id) for job in jobs.due(room.unit())]


def fetch(room: Newsroom, web: Web, article: int) -> None:
    splitting.fetch_article(room.unit, web, FirstLineIsTitle(), article)


# --- The same again -------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [TEXT, TEXT.upper(), f"\n {TEXT.replace(' ', '  ')}\n"])
def test_the_same_text_is_one_article(settled: Newsroom, again: str) -> None:
    first = receive(settled, title="The news")
    second = receive(settled, again)
    assert (first.new, second.new, second.revised, second.article_id) == (True, False, False, first.article_id)
    assert second.sentence == "This article is here already: \u201cThe news\u201d."
    assert [line.id for line in articles.listed(settled.unit(), settled.jana)[0]] == [first.article_id]


def test_the_same_text_from_another_address_is_the_same_article(settled: Newsroom) -> None:
    first = receive(settled, url=URL)
    assert receive(settled, url="https://courier.example/9").article_id == first.article_id


def test_an_earlier_text_of_an_article_is_recognised_too(settled: Newsroom) -> None:
    first = receive(settled, url=URL)
    receive(settled, "Something else entirely.", url=URL)
    assert receive(settled).article_id == first.article_id


def test_the_same_address_with_the_same_text_changes_nothing(settled: Newsroom) -> None:
    first = receive(settled, url=URL)
    settled.split(first.article_id)
    before = sheet(settled, first.article_id)
    assert not receive(settled, url=URL).revised
    assert sheet(settled, first.article_id) == before


def test_the_same_address_with_another_text_is_a_revision(settled: Newsroom) -> None:
    first = receive(settled, url=URL)
    again = receive(settled, TEXT + " A tower fell.", url=URL)
    assert (again.article_id, again.new, again.revised) == (first.article_id, False, True)
    assert again.sentence == "This article is here already and has changed: it is now revision 2."
    assert articles.revision_text(settled.unit(), first.article_id, 1, settled.jana) == TEXT
    assert [line.number for line in sheet(settled, first.article_id).revisions] == [1, 2]


@pytest.mark.parametrize("text", ["", "   \n", "a\x00b"])
def test_what_is_no_text_does_not_come_in(settled: Newsroom, text: str) -> None:
    with pytest.raises(Invalid):
        receive(settled, text)
    assert articles.listed(settled.unit(), settled.jana) == ([], "")


@pytest.mark.parametrize("url", ["http://[herald", "javascript:alert(1)", "herald"])
def test_what_is_no_address_does_not_come_in_with_the_text(settled: Newsroom, url: str) -> None:
    with pytest.raises(Invalid, match="not the address of a web page"):
        receive(settled, url=url)


def test_only_people_of_the_desk_bring_articles_in(settled: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        articles.receive(settled.unit(), Incoming(TEXT), WORKER)
    with pytest.raises(NotAllowed):
        articles.receive_address(settled.unit(), URL, WORKER)


# --- Splitting ------------------------------------------------------------------------------------


def test_an_article_is_split_into_the_claims_of_its_text(settled: Newsroom) -> None:
    article = settled.article()
    here = sheet(settled, article)
    assert here.status is ArticleStatus.READY
    assert [row.statement for row in here.claims] == [f"{sentence.strip()}." for sentence in TEXT.split(".")[:-1]]
    assert [row.number for row in here.claims] == [1, 2, 3, 4, 5]
    for claim, places in here.places:
        assert here.text[slice(*places[0].fragments[0])] == settled.sheet(claim).span_text
    assert len(here.sentences) == 5


def test_splitting_twice_changes_nothing(settled: Newsroom) -> None:
    article = settled.article()
    before, splitter = sheet(settled, article), EverySentence()
    splitting.split_article(settled.unit, splitter, article)
    assert (sheet(settled, article), splitter.asked) == (before, 0)


def test_two_workers_that_split_at_once_make_each_claim_once(settled: Newsroom) -> None:
    article = receive(settled).article_id
    splitting.split_article(settled.unit, EverySentence(meanwhile=lambda: settled.split(article)), article)
    assert [row.number for row in sheet(settled, article).claims] == [1, 2, 3, 4, 5]


def test_what_is_said_twice_is_one_claim_with_two_places(settled: Newsroom) -> None:
    article = settled.article("The pier is closed. A tower fell. The pier is closed.")
    claim = sheet(settled, article).claims[0]
    assert (claim.places, len(sheet(settled, article).claims)) == (2, 2)
    assert [place.fragments for place in settled.sheet(claim.id).places] == [((0, 19),), ((34, 53),)]


def test_an_article_that_is_not_there_is_not_split(settled: Newsroom) -> None:
    with pytest.raises(NotFound):
        settled.split(4711)


# --- Revisions ------------------------------------------------------------------------------------


def test_claims_follow_their_words_into_the_new_text(settled: Newsroom) -> None:
    article = settled.article()
    changed = "Correction at noon. " + TEXT.replace("Ferries leave from the old quay. ", "")
    settled.article(changed)
    here = sheet(settled, article)
    placed = {settled.sheet(claim).row.statement: places[0] for claim, places in here.places}
    lost = placed.pop("Ferries leave from the old quay.")
    assert not lost.placed
    assert lost.text == "Ferries leave from the old quay."
    for words, place in placed.items():
        assert place.placed
        assert here.text[slice(*place.fragments[0])] == place.text == words
    assert "Correction at noon." in placed
    assert len(here.claims) == 6


def test_a_lost_claim_is_placed_again_when_its_words_come_back(settled: Newsroom) -> None:
    article = settled.article()
    settled.article("Nothing is left.")
    assert [place.placed for _, [place] in sheet(settled, article).places] == [False] * 5 + [True]
    settled.article(f"Once more. {TEXT}")
    assert all(place.placed for _, [place] in sheet(settled, article).places[:5])
    assert len(sheet(settled, article).claims) == 7


WHARF = (
    "The harbour master spoke at noon. At least 40 boats were lost in the night. The insurers have sent their people. "
    "On the lake 40 boats were lost in the night. Nobody was hurt there."
)


def test_edited_words_stay_with_their_claim_and_the_old_ones_are_shown(settled: Newsroom) -> None:
    claim = settled.claim(WHARF, url=URL)
    lost = sheet(settled, settled.sheet(claim).row.article_id).claims[1].id
    for text, was in ((WHARF.replace("At least 40", "At least 52"), "At least 40 boats were lost in the night."),
                      (f"{WHARF} An end.", "")):  # fmt: skip
        settled.article(text, url=URL)
        [place] = settled.sheet(lost).places
        here = sheet(settled, settled.sheet(claim).row.article_id)
        assert place.placed
        assert place.was == was
        assert here.text[slice(*place.fragments[0])] == place.text == settled.sheet(lost).span_text
    assert [alert.sentence for alert in settled.sheet(lost).alerts] == [WORDS_CHANGED]
    assert [row.statement for row in here.claims].count("At least 52 boats were lost in the night.") == 0


def test_the_same_words_twice_stay_where_they_were(settled: Newsroom) -> None:
    twice = "Forty boats were lost. The lake is calm. Forty boats were lost. Nobody was hurt."
    claim = settled.claim(twice, url=URL)
    settled.article(f"Forty boats were lost. So says the radio. {twice}", url=URL)
    article = sheet(settled, settled.sheet(claim).row.article_id)
    both = next(places for _, places in article.places if len(places) == 2)
    assert [article.text[: place.fragments[0][0]].split()[-1] for place in both] == ["radio.", "calm."]


def test_who_looks_for_a_claim_finds_it_by_its_edited_words(settled: Newsroom) -> None:
    settled.claim(WHARF, url=URL)
    settled.article(WHARF.replace("At least 40", "At least fifty-two"), url=URL)
    rows, _ = claims.listed(settled.unit(), settled.jana, QueueFilters(q="fifty-two"))
    assert [row.statement for row in rows] == ["At least 40 boats were lost in the night."]


def test_words_that_look_like_two_fragments_are_still_one_place(settled: Newsroom) -> None:
    quoted = "\u201cThe pier [...] is closed\u201d was all they wrote."
    claim = settled.claim(quoted, url=URL)
    settled.article(f"An update {quoted}", url=URL)
    assert settled.sheet(claim).places[0].placed


def test_a_split_that_comes_too_late_places_nothing_in_the_new_text(settled: Newsroom) -> None:
    """While the splitter read the first text, the publisher changed it."""
    article = receive(settled, url=URL).article_id
    late = EverySentence(meanwhile=lambda: receive(settled, "A tower fell. Nothing else did.", url=URL))
    splitting.split_article(settled.unit, late, article)
    settled.split(article)
    here = sheet(settled, article)
    for claim, places in here.places:
        for place in places:
            assert not place.placed or here.text[slice(*place.fragments[0])] == settled.sheet(claim).span_text
    assert {row.statement for row in here.claims} >= {"A tower fell.", "Nothing else did."}
    assert here.status is ArticleStatus.READY


def test_sealed_findings_keep_the_words_they_judged(settled: Newsroom) -> None:
    claim = settled.approved(settled.claims()[0])
    before = settled.sheet(claim).findings
    settled.article("Nothing is left.")
    assert settled.sheet(claim).findings == before
    assert not settled.sheet(claim).places[0].placed


# --- By address -----------------------------------------------------------------------------------


def test_an_address_is_fetched_read_and_split(settled: Newsroom) -> None:
    web = Web(settled.clock)
    web.pages[URL] = f"The news\n{TEXT}"
    received = articles.receive_address(settled.unit(), URL, settled.jana, outlet="Herald")
    assert (received.new, sheet(settled, received.article_id).status) == (True, ArticleStatus.WAITING)
    assert waiting(settled) == [(FetchArticle.name, received.article_id)]
    fetch(settled, web, received.article_id)
    here = sheet(settled, received.article_id)
    assert (here.title, here.outlet, here.text, here.url) == ("The news", "Herald", TEXT, URL)
    assert (SplitArticle.name, received.article_id) in waiting(settled)


def test_an_address_is_known_in_its_canonical_spelling(settled: Newsroom) -> None:
    first = articles.receive_address(
        settled.unit(), URL + "?utm_source=x", settled.jana, canonical=settled.desk.canonical
    )
    again = articles.receive_address(settled.unit(), URL, settled.jana, canonical=settled.desk.canonical)
    assert (first.new, again.new, again.article_id) == (True, False, first.article_id)
    assert "fetched again for changes" in again.sentence


def test_a_known_address_is_fetched_again_and_a_changed_page_is_a_revision(settled: Newsroom) -> None:
    web = Web(settled.clock)
    article = articles.receive_address(settled.unit(), URL, settled.jana).article_id
    for text, revision in ((TEXT, 1), (TEXT, 1), (f"{TEXT} A tower fell.", 2)):
        web.pages[URL] = f"The news\n{text}"
        fetch(settled, web, article)
        assert sheet(settled, article).revision == revision


@pytest.mark.parametrize("url", ["ftp://herald.example/1", "herald", "http://[", ""])
def test_what_is_no_address_is_not_fetched(settled: Newsroom, url: str) -> None:
    with pytest.raises(Invalid, match="not the address of a web page"):
        articles.receive_address(settled.unit(), url, settled.jana, canonical=settled.desk.canonical)


@pytest.mark.parametrize("minutes", [None, 15])
def test_a_failed_fetch_is_visible_and_says_when_it_comes_again(settled: Newsroom, minutes: int | None) -> None:
    web, again = Web(settled.clock), settled.clock.now + timedelta(minutes=minutes) if minutes else None
    web.pages[URL] = FetchFailed(FetchProblem.FORBIDDEN, retry_at=again)
    article = articles.receive_address(settled.unit(), URL, settled.jana).article_id
    with pytest.raises(FetchFailed):
        fetch(settled, web, article)
    here = sheet(settled, article)
    later = f", again at {again:%H:%M} UTC" if again else ""
    assert here.problem == f"Its page: refuses the desk (401 or 403){later}."
    assert here.status is (ArticleStatus.WAITING if minutes else ArticleStatus.FAILED)
    articles.try_again(settled.unit(), article, settled.jana)
    assert (sheet(settled, article).status, sheet(settled, article).problem) == (ArticleStatus.WAITING, "")


def test_trying_a_later_fetch_again_leaves_the_article_as_ready_as_it_was(settled: Newsroom) -> None:
    """Its text is split: a job to split it would find nothing to do, and the article would wait for ever."""
    web = Web(settled.clock)
    web.pages[URL] = f"The news\n{TEXT}"
    article = articles.receive_address(settled.unit(), URL, settled.jana).article_id
    fetch(settled, web, article)
    settled.split(article)
    with pytest.raises(Refused, match="nothing to try again"):
        articles.try_again(settled.unit(), article, settled.jana)
    web.pages[URL] = FetchFailed(FetchProblem.FORBIDDEN)
    with pytest.raises(FetchFailed):
        fetch(settled, web, article)
    articles.try_again(settled.unit(), article, settled.jana)
    assert (sheet(settled, article).status, sheet(settled, article).problem) == (ArticleStatus.READY, "")
    assert FetchArticle.name in [message.name for message in jobs.due(settled.unit())]


def test_a_page_without_text_is_visible_as_a_failure(settled: Newsroom) -> None:
    web = Web(settled.clock)
    web.pages[URL] = "Only a title\n   "
    article = articles.receive_address(settled.unit(), URL, settled.jana).article_id
    with pytest.raises(Invalid):
        fetch(settled, web, article)
    assert sheet(settled, article).status is ArticleStatus.FAILED
    assert sheet(settled, article).problem == "There is no text in it."


def test_a_failed_fetch_of_a_known_article_leaves_its_text(settled: Newsroom) -> None:
    web = Web(settled.clock)
    web.pages[URL] = f"The news\n{TEXT}"
    article = articles.receive_address(settled.unit(), URL, settled.jana).article_id
    fetch(settled, web, article)
    settled.split(article)
    web.pages[URL] = FetchFailed(FetchProblem.GONE)
    with pytest.raises(FetchFailed):
        fetch(settled, web, article)
    here = sheet(settled, article)
    assert (here.text, here.status, here.problem) == (TEXT, ArticleStatus.READY, "Its page: not there (404 or 410).")


def test_a_page_with_the_text_of_another_article_says_which(settled: Newsroom) -> None:
    receive(settled, title="The news")
    web = Web(settled.clock)
    web.pages[URL] = f"The same\n{TEXT}"
    article = articles.receive_address(settled.unit(), URL, settled.jana).article_id
    fetch(settled, web, article)
    assert sheet(settled, article).problem == "This article is here already: \u201cThe news\u201d."


# --- Looking and correcting -----------------------------------------------------------------------


def test_what_was_found_about_an_article_is_corrected_once_at_a_time(settled: Newsroom) -> None:
    article = settled.article()
    given = {"title": "The pier", "outlet": "Courier", "byline": "", "published": None, "language": "EN"}
    seen = sheet(settled, article).version
    after = articles.describe(settled.unit(), article, settled.omar, seen=seen, **given)  # type: ignore[arg-type]
    assert (after.title, after.outlet, after.language) == ("The pier", "Courier", "en")
    with pytest.raises(OutOfDate) as late:
        articles.describe(settled.unit(), article, settled.jana, seen=seen, **given | {"title": "Piers"})  # type: ignore[arg-type]
    assert (late.value.yours["title"], late.value.theirs["title"]) == ("Piers", "The pier")


def test_articles_are_listed_page_by_page_and_found_by_their_words(settled: Newsroom) -> None:
    made = [settled.article(f"Tower {number} fell.", url=f"{URL}{number}", title="") for number in range(5)]
    shown: list[int] = []
    cursor = ""
    for _ in range(5):
        lines, cursor = articles.listed(settled.unit(), settled.jana, cursor=cursor, limit=2)
        shown += [line.id for line in lines]
        if not cursor:
            break
    assert shown == made[::-1]
    found, _ = articles.listed(settled.unit(), settled.jana, q="tower 3")
    assert [line.id for line in found] == [made[3]]
    assert (found[0].claims, found[0].open, found[0].approved) == (1, 1, 0)


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 40, "\u00b2", "1 OR 1"])
def test_a_cursor_that_is_not_from_here_is_refused(settled: Newsroom, cursor: str) -> None:
    with pytest.raises(Invalid, match="That page does not exist"):
        articles.listed(settled.unit(), settled.jana, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -3])
def test_a_list_shows_at_least_one_line(settled: Newsroom, limit: int) -> None:
    settled.article()
    lines, following = articles.listed(settled.unit(), settled.jana, limit=limit)
    assert (len(lines), following) == (1, "")


def test_a_revision_that_is_not_there_is_not_found(settled: Newsroom) -> None:
    article = settled.article()
    for number in (0, 2):
        with pytest.raises(NotFound):
            articles.revision_text(settled.unit(), article, number, settled.jana)
    with pytest.raises(NotFound):
        sheet(settled, 4711)


def test_a_file_that_is_uploaded_twice_is_one_article(settled: Newsroom) -> None:
    upload = settled.desk.read_upload("news.txt", TEXT.encode())
    first = receive(settled, upload.text)
    again = receive(settled, settled.desk.read_upload("copy.txt", TEXT.encode()).text)
    assert (first.new, again.new, again.article_id) == (True, False, first.article_id)
