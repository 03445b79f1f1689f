"""Signing an article off on its page: what is untouched is listed, who may sign, and what a change meanwhile does."""

import re

import pytest

from factcheck.domain.claims import ArticleText, Split
from factcheck.domain.review import Move
from factcheck.services import articles, splitting
from tests.web.conftest import Visitor, World
from tests.web.publishing import editor_does, publish
from tests.web.test_articles import OneSentenceOneClaim, article


@pytest.fixture
def split(world: World) -> World:
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), world.article)
    return world


def address(world: World) -> str:
    return f"/articles/{world.article}/sign-off"


def seal(page: str) -> str:
    found = re.search(r'name="hash_seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def sign(world: World, editor: Visitor, note: str = "The rest is the weather.") -> None:
    page = editor.get(address(world)).text
    assert editor.post(address(world), {"hash_seen": seal(page), "note": note}).status_code == 303


def test_the_page_lists_what_is_untouched_and_each_leads_to_its_place(split: World) -> None:
    claim = article(split).claims[0]
    page = split.signed_in("omar").get(address(split)).text
    assert "5 claims still to be checked" in page
    assert f'href="/articles/{split.article}?claim={claim.id}#claim-{claim.id}"' in page
    assert "1 sentence in which the splitter alone sees nothing to check" in page
    assert f'href="/articles/{split.article}#sentence-1"' in page
    assert 'id="sentence-1"' in split.signed_in("omar").get(f"/articles/{split.article}").text


def test_a_signature_shows_on_the_article_in_the_list_and_in_the_history(split: World) -> None:
    omar, jana = split.signed_in("omar"), split.signed_in("jana")
    sign(split, omar)
    page = jana.get(f"/articles/{split.article}").text
    assert "Signed off by Omar" in page
    assert "The rest is the weather." in page
    assert "5 claims open then" in page
    assert "signed off by Omar" in jana.get("/articles").text
    assert "signed it off" in jana.get(f"/articles/{split.article}/history").text


def test_without_a_note_what_is_untouched_is_not_signed(split: World) -> None:
    omar = split.signed_in("omar")
    answer = omar.post(address(split), {"hash_seen": seal(omar.get(address(split)).text), "note": " "})
    assert answer.status_code == 422
    assert 'href="#field-note"' in answer.text
    assert "write a note" in answer.text
    assert article(split).sign_off is None


def test_a_checker_and_an_admin_get_the_sentence_and_no_button(split: World) -> None:
    for name in ("jana", "ada"):
        visitor = split.signed_in(name)
        page = visitor.get(address(split)).text
        assert "An editor signs articles off" in page
        assert 'name="hash_seen"' not in page
        assert visitor.post(address(split), {"hash_seen": "x", "note": "All fine."}).status_code == 403
    assert article(split).sign_off is None


def test_a_claim_reopened_while_one_reads_is_said_and_the_note_stays(split: World) -> None:
    omar, claim = split.signed_in("omar"), split.claims[0]
    publish(split, claim)
    seen = seal(omar.get(address(split)).text)
    editor_does(split, claim, Move.REOPEN, note="A reader wrote to us.")
    answer = omar.post(address(split), {"hash_seen": seen, "note": "My note."})
    assert answer.status_code == 409
    assert "This article has changed since you saw it. Omar reopened claim 1." in answer.text
    assert "My note." in answer.text
    assert article(split).sign_off is None
    again = omar.post(address(split), {"hash_seen": seal(answer.text), "note": "My note."})
    assert again.status_code == 303


def test_what_ended_a_signature_is_said_on_the_article_and_in_the_list(split: World) -> None:
    omar, jana = split.signed_in("omar"), split.signed_in("jana")
    sign(split, omar)
    jana.post(f"/articles/{split.article}/claims", {"words": "The harbour office"})
    page = jana.get(f"/articles/{split.article}").text
    assert "The sign-off counts no more." in page
    assert "Jana added claim 7." in page
    assert "sign-off counts no more" in jana.get("/articles").text


def test_a_signature_is_taken_back_by_the_undo_beside_it(split: World) -> None:
    omar = split.signed_in("omar")
    sign(split, omar)
    page = omar.get(f"/articles/{split.article}").text
    assert f'action="{address(split)}/withdraw"' in page
    omar.post(f"{address(split)}/withdraw")
    assert "Omar withdrew it." in omar.get(f"/articles/{split.article}").text


# --- Sentences ------------------------------------------------------------------------------------


def test_a_sentence_is_passed_over_and_taken_back(world: World) -> None:
    made = articles.receive(world.desk.unit(), articles.Incoming("Snow.\n\nIt fell."), world.actors["jana"]).article_id

    class Sentences(OneSentenceOneClaim):
        """A splitter that finds sentences and no claim."""

        def split(self, article: ArticleText) -> Split:
            found = super().split(article)
            return Split((), "en", found.sentences, ("no statement", "no statement"))

    splitting.split_article(world.desk.unit, Sentences(), made)
    jana = world.signed_in("jana")
    assert "2 sentences nobody has looked at" in jana.get(f"/articles/{made}").text
    answer = jana.post(f"/articles/{made}/sentences/look-at", {"revision": 1, "sentence": "1-2"})
    assert answer.location == f"/articles/{made}#sentence-1"
    page = jana.get(f"/articles/{made}").text
    assert "Nothing to check in sentences 1, 2." in page
    assert "2 hold nothing to check" in page
    jana.post(f"/articles/{made}/sentences/look-away", {"revision": 1, "sentence": "2"})
    assert [mark.sentence for mark in article(world, made).looked_at] == [1]
    jana.post(f"/articles/{made}/sentences/look-at", {"revision": 1, "start": 7, "end": 9})
    assert [mark.sentence for mark in article(world, made).looked_at] == [1, 2]


@pytest.mark.parametrize("given", [{"sentence": "one"}, {"sentence": "9"}, {"sentence": ""}, {"sentence": "2-1"}, {}])
def test_what_is_no_sentence_is_refused_in_words(split: World, given: dict[str, str]) -> None:
    answer = split.signed_in("jana").post(f"/articles/{split.article}/sentences/look-at", {"revision": 1, **given})
    assert answer.status_code == 422
    assert "entence" in answer.text
    assert article(split).looked_at == ()
