"""The moves on what is chosen in a text, without JavaScript: sentences, words of one, a selection, pasted words."""

import re

import pytest

from factcheck.domain.articles import Incoming
from factcheck.domain.claims import ArticleText, ClaimKind, Quotation, Span, Split, SplitClaim
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ClaimRow
from factcheck.services import articles, splitting
from tests.web.conftest import Visitor, World
from tests.web.test_articles import article

SNOW = "Snow fell on the pass. Ten lorries waited, and two turned back. The road office closed it.\n\nNobody was hurt."
SENTENCES = [found.span() for found in re.finditer(r"[^.\s][^.]*\.", SNOW)]


class FirstTwo:
    """A splitter that finds a claim in each of the first two sentences and none in the others."""

    def split(self, article: ArticleText) -> Split:
        made = [
            SplitClaim(
                str(number), Span((span,)), article.text[slice(*span)], "the road office", "said", Quotation.NONE, (),
                None, None, True, 0.5, ("number",), ClaimKind.EVENT,
            )
            for number, span in enumerate(SENTENCES[:2])
        ]  # fmt: skip
        return Split(tuple(made), "en", tuple(SENTENCES), ("event", "event", "no statement", "no statement"))


@pytest.fixture
def snow(world: World) -> int:
    made = articles.receive(world.desk.unit(), Incoming(SNOW, "Snow", "Hill Post"), world.actors["jana"]).article_id
    splitting.split_article(world.desk.unit, FirstTwo(), made)
    return made


def rows(world: World, snow: int) -> tuple[ClaimRow, ...]:
    return article(world, snow).claims


def words(world: World, claim: ClaimRow) -> str:
    return world.sheet(claim.id).places[0].text


def undo(world: World, visitor: Visitor, answer_from: str) -> str:
    """Send the form beside the message of what was done; returns where it leads."""
    shown = visitor.get(answer_from).text
    toast = shown.partition('id="toasts"')[2].partition("</form>")[0]
    action = re.search(r'action="([^"]+)"', toast)
    assert action is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', toast))
    return visitor.post(action[1].replace("&amp;", "&"), fields).location


def test_the_page_lists_every_sentence_with_what_it_holds(world: World, snow: int) -> None:
    page = world.signed_in("jana").get(f"/articles/{snow}?view=sentences").text
    assert re.findall(r'checkbox" name="sentence" value="(\d+)"', page) == ["1", "2", "3", "4"]
    covers = re.findall(r'id="sentence-\d+" data-cover="([^"]+)"', page)
    assert covers == ["open", "open", "not looked at", "not looked at"]
    assert "claim 2" in page


def test_sentences_that_follow_one_another_become_one_claim_and_others_its_parts(world: World, snow: int) -> None:
    jana = world.signed_in("jana")
    answer = jana.post(f"/articles/{snow}/claims?view=sentences", {"sentence": ["3", "4"], "revision": 1})
    assert answer.location == f"/articles/{snow}?view=sentences#sentence-3"
    assert words(world, rows(world, snow)[-1]) == SNOW[SENTENCES[2][0] :]
    assert undo(world, jana, answer.location) == f"/articles/{snow}?view=sentences#sentence-3"
    assert rows(world, snow)[-1].stage is Stage.DISMISSED
    jana.post(f"/articles/{snow}/claims?view=sentences", {"sentence": ["1", "4"], "revision": 1})
    assert words(world, rows(world, snow)[-1]) == "Snow fell on the pass. [...] Nobody was hurt."


def test_words_of_a_sentence_become_a_claim(world: World, snow: int) -> None:
    jana = world.signed_in("jana")
    answer = jana.post(f"/articles/{snow}/sentences/part?view=sentences", {"sentence": "2"})
    page = jana.get(answer.location).text
    offered = re.findall(r'name="word" value="(\d+-\d+)">([^<]+)<', page)
    assert [word for _, word in offered] == SNOW[slice(*SENTENCES[1])].split()
    chosen = [place for place, word in offered if word in {"two", "turned", "back."}]
    jana.post(f"/articles/{snow}/claims?view=sentences", {"word": chosen, "revision": 1})
    assert words(world, rows(world, snow)[-1]) == "two turned back."


def test_a_claim_is_extended_to_the_next_sentence_and_back(world: World, snow: int) -> None:
    jana, second = world.signed_in("jana"), rows(world, snow)[1]
    answer = jana.post(f"/articles/{snow}/sentences/extend?view=sentences", {"sentence": ["2", "3"], "revision": 1})
    assert words(world, second) == SNOW[SENTENCES[1][0] : SENTENCES[2][1]]
    assert world.sheet(second.id).row.statement == words(world, second)
    undo(world, jana, answer.location)
    assert words(world, second) == SNOW[slice(*SENTENCES[1])]
    assert world.sheet(second.id).row.statement == second.statement


def test_an_opened_claim_is_extended_by_words_that_do_not_touch_it(world: World, snow: int) -> None:
    first = rows(world, snow)[0]
    start, end = SENTENCES[3]
    given = {"start": start, "end": end, "revision": 1}
    world.signed_in("jana").post(f"/articles/{snow}/sentences/extend?claim={first.id}", given)
    assert words(world, first) == "Snow fell on the pass. [...] Nobody was hurt."


@pytest.mark.parametrize("chosen", ["and two turned back", "Ten lorries waited,"])
def test_a_claim_is_split_at_the_words_that_are_chosen(world: World, snow: int, chosen: str) -> None:
    jana, claim = world.signed_in("jana"), rows(world, snow)[1]
    answer = jana.post(f"/articles/{snow}/sentences/split", {"words": chosen, "revision": 1})
    assert words(world, claim) == "Ten lorries waited,"
    assert words(world, rows(world, snow)[-1]) == "and two turned back."
    undo(world, jana, answer.location)
    assert words(world, claim) == SNOW[slice(*SENTENCES[1])]


def test_two_claims_are_merged_and_parted_again(world: World, snow: int) -> None:
    jana, (first, second) = world.signed_in("jana"), rows(world, snow)
    answer = jana.post(f"/articles/{snow}/sentences/merge?view=sentences", {"sentence": ["1", "2"], "revision": 1})
    assert len(world.sheet(first.id).places) == 2
    assert world.sheet(second.id).row.stage is Stage.DISMISSED
    undo(world, jana, answer.location)
    assert len(world.sheet(first.id).places) == 1
    assert world.sheet(second.id).row.stage is Stage.QUEUED


def test_the_claim_that_stands_there_is_opened(world: World, snow: int) -> None:
    jana, second = world.signed_in("jana"), rows(world, snow)[1]
    answer = jana.post(f"/articles/{snow}/sentences/open?view=sentences", {"sentence": "2"})
    assert answer.location == f"/articles/{snow}?claim={second.id}&view=sentences#claim-{second.id}"
    page = jana.get(answer.location).text
    assert "article-claim-open" in page
    assert f"/claims/{second.id}/edit?view=sentences" in page


@pytest.mark.parametrize(
    ("move", "given", "says"),
    [
        ("extend", {}, "Select words or choose sentences first."),
        ("extend", {"sentence": "4"}, "No claim stands there."),
        ("extend", {"sentence": ["1", "2"]}, "Several claims stand there: 1, 2."),
        ("extend", {"word": "x"}, "Choose sentences of the article."),
        ("split", {"sentence": "1"}, "Put the cut inside the claim&#39;s words."),
        ("merge", {"sentence": "1"}, "There stand: 1."),
        ("merge", {"sentence": "4"}, "There stand: -."),
        ("open", {"sentence": "3"}, "No claim stands there."),
        ("look-at", {"sentence": "1"}, "Sentence 1 holds a claim that is to be checked (1)"),
        ("part", {"sentence": "9"}, "The article has 4 sentences"),
        ("look-at", {"sentence": ",".join(["1-4"] * 60_000)}, "The article has 4 sentences"),
        ("extend", {"sentence": "4-1"}, "The article has 4 sentences"),
        ("extend", {"word": "900000000-900000009"}, "No claim stands there."),
        ("split", {"start": "0", "end": "999999999"}, "Several claims stand there"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    world: World, snow: int, move: str, given: dict[str, object], says: str
) -> None:
    before = article(world, snow)
    answer = world.signed_in("jana").post(f"/articles/{snow}/sentences/{move}?view=sentences", {"revision": 1, **given})
    assert answer.status_code == 422
    assert says in answer.text
    assert article(world, snow) == before


def test_what_changed_since_it_was_seen_is_not_overwritten(world: World, snow: int) -> None:
    jana, first = world.signed_in("jana"), rows(world, snow)[0]
    given = {"sentence": ["1"], "revision": 1, "versions": f"{first.id}:{first.version}"}
    jana.post(f"/articles/{snow}/claims/{first.id}/edit", {"seen": first.version, "claimant": "Nobody"})
    assert jana.post(f"/articles/{snow}/sentences/extend", {**given, "sentence": ["1", "4"]}).status_code == 409
    assert words(world, first) == SNOW[slice(*SENTENCES[0])]
    assert jana.post(f"/articles/{snow}/sentences/look-at", {"sentence": "4", "revision": 2}).status_code == 409


def test_who_may_not_edit_reads_the_text_and_finds_no_moves(world: World, snow: int) -> None:
    ada = world.signed_in("ada")
    assert "formaction" not in ada.get(f"/articles/{snow}?view=sentences").text
    for move in ("extend", "split", "merge", "look-at", "look-away"):
        assert ada.post(f"/articles/{snow}/sentences/{move}", {"sentence": "1"}).status_code == 403
