"""The script's claims are found wherever the splitter has cut, and nothing is taken for one that is not meant."""

from pathlib import Path

import pytest

from factcheck.config import Settings
from factcheck.domain.articles import ArticleStatus
from factcheck.domain.claims import PlaceRole
from factcheck.domain.clock import utc_now
from factcheck.domain.sheets import ArticleSheet, PlaceSheet
from factcheck.services import claims
from factcheck.wiring import Desk
from seeds.demo import Loading
from seeds.meant import meant, spot
from seeds.patience import Patience, Progress, Stalled

TEXT = "The mayor said on Friday that the bridge was closed and that 40 shops had lost customers, while trains ran."
WORDS = "40 shops had lost customers"


def article(*places: str) -> ArticleSheet:
    """An article whose claims, from 1 on, stand at these words of the text."""
    spots = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in places]
    sheets = [PlaceSheet(PlaceRole.BODY, (each,), TEXT[slice(*each)], True) for each in spots]
    return ArticleSheet(
        id=1, title="", outlet="", byline="", published=None, language="en", url="", status=ArticleStatus.READY,
        problem="", note="", text=TEXT, revision=1, revisions=(), claims=(), sentences=(), sentence_classes=(),
        added_by="", created_at=utc_now(), version=1,
        places=tuple((number, (sheet,)) for number, sheet in enumerate(sheets, 1)),
    )  # fmt: skip


@pytest.mark.parametrize("cut", [WORDS, "that 40 shops had lost customers, while trains ran.", "40 shops had lost"])
def test_a_claim_is_found_where_the_splitter_cut_a_little_otherwise(cut: str) -> None:
    assert meant(article("the bridge was closed", cut), WORDS, ()) == 2


def test_the_closest_place_is_the_one_that_is_meant() -> None:
    assert meant(article("and that 40 shops had lost customers, while trains ran.", WORDS), WORDS, ()) == 2


@pytest.mark.parametrize("cut", ["the bridge was closed", "customers, while trains ran."])
def test_another_claim_is_not_taken_for_it(cut: str) -> None:
    assert meant(article(cut), WORDS, ()) is None


def test_the_whole_sentence_is_not_taken_for_a_few_of_its_words() -> None:
    assert meant(article(TEXT), "trains ran", ()) is None


def test_a_claim_plays_one_story_only() -> None:
    assert meant(article(WORDS), WORDS, {1}) is None


def test_words_that_are_not_there_are_an_error_of_the_script() -> None:
    with pytest.raises(ValueError, match="not found"):
        spot(article(), "nobody said this")


def test_patience_ends_when_nothing_moves_and_says_what_waits() -> None:
    with pytest.raises(Stalled, match=r"Nothing has happened for 0\.2 s, with 2 of 5 feeds read\."):
        Patience([].append, 0.2).wait(lambda: Progress("feeds read", 2, 5))


def test_patience_lasts_as_long_as_something_moves() -> None:
    steps = iter(range(8))
    said: list[str] = []
    Patience(said.append, 0.3).wait(lambda: Progress("feeds read", int((step := next(steps)) == 7), 1, step))
    assert said == ["1 of 1 feeds read"]


def test_what_the_splitter_did_not_find_is_added_once_as_a_reader_would(sqlite_url: str, tmp_path: Path) -> None:
    desk = Desk.from_settings(Settings(_env_file=None, data=tmp_path, database_url=sqlite_url))
    loading = Loading(desk, utc_now().date(), 8901, [].append)
    cast = loading.add_people()
    numbers = {name: loading.bring_in(incoming) for name, incoming in loading.script.articles.items()}
    parts = loading.casting(cast, numbers)
    for number, story in parts.items():
        sheet = claims.sheet(desk.unit(), number, cast.people[story.steps[0].by])
        assert sheet.span_text == story.contains
        assert sheet.history[-1].who == cast.people[story.steps[0].by].name
    assert loading.casting(cast, numbers) == parts
    desk.close()
