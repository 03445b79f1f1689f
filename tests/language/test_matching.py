"""Earlier checks that answer a claim, found by words alone and by words and meaning."""

import numpy as np
import pytest

from factcheck.domain.earlier import Answered, Comparison
from factcheck.language import CheckMatcher, MiniLM, weights_folder
from factcheck.language.meaning import WIDTH, gelu, unpacked
from factcheck.language.posts import without_machinery
from factcheck.language.wordpieces import WordPieces, words
from tests.conftest import missing

CHECKS = [
    Answered("check:1", "a", "The ferry to Osthaven carried 12 people on Sunday.", "Was the Osthaven ferry empty?"),
    Answered("check:2", "a", "The northern pier of Kastova is closed until May."),
    Answered("check:3", "a", "Wages in Orlin rose by 4 percent last year.", "Did wages in Orlin rise by 4 percent?"),
    Answered("check:4", "a", "The mayor of Belgar owns a vineyard abroad."),
    Answered("check:5", "a", "A drone struck a hospital in Dessa."),
]


@pytest.fixture(scope="session")
def mini() -> MiniLM:
    folder = weights_folder()
    if folder is None:
        missing("The weights are not installed: make semantic")
    return MiniLM(folder)


@pytest.fixture
def by_words() -> CheckMatcher:
    matcher = CheckMatcher()
    matcher.learn(CHECKS)
    return matcher


def keys(matcher: CheckMatcher, statement: str) -> list[str]:
    """What the matcher shows, with the vectors that it asks for."""
    texts = {check.key: check.words for check in CHECKS}
    near = matcher.nearest(statement)
    packed = matcher.meaning.packed([texts[key] for key in near]) if matcher.meaning else []
    return [match.key for match in matcher.matches(statement, dict(zip(near, packed, strict=False)))]


# --- By words -------------------------------------------------------------------------------------


def test_the_check_that_says_the_same_is_found(by_words: CheckMatcher) -> None:
    assert by_words.comparison is Comparison.WORDS
    assert keys(by_words, "Only 12 people were on the ferry to Osthaven.") == ["check:1"]


@pytest.mark.parametrize("statement", ["Wages in Corvane fell.", "The harbour is closed.", "", "the of and", "?"])
def test_one_shared_word_is_no_match(by_words: CheckMatcher, statement: str) -> None:
    assert keys(by_words, statement) == []


def test_what_is_forgotten_is_not_found_and_what_is_learnt_again_is_found_in_its_new_words(
    by_words: CheckMatcher,
) -> None:
    by_words.forget(["check:1", "check:99"])
    by_words.learn([Answered("check:2", "b", "The lighthouse of Orlin was sold.")])
    assert keys(by_words, "Only 12 people were on the ferry to Osthaven.") == []
    assert keys(by_words, "The northern pier of Kastova is closed.") == []
    assert keys(by_words, "The lighthouse of Orlin was sold for good.") == ["check:2"]
    assert by_words.known() == {"check:2": "b", "check:3": "a", "check:4": "a", "check:5": "a"}


def test_a_matcher_that_knows_nothing_finds_nothing() -> None:
    assert CheckMatcher().matches("The pier is closed.", {}) == []


def test_scores_are_shares(by_words: CheckMatcher) -> None:
    ranked = by_words.ranked("The northern pier of Kastova is closed until May.", {})
    assert ranked[0].key == "check:2"
    assert all(0 <= match.score <= 1 for match in ranked)
    assert ranked[0].score > 0.9


def test_a_post_is_read_without_its_machinery() -> None:
    post = "RT @harbour_office: #PierClosed until May2030 https://t.example/aB3 pic.twitter.com/xYz"
    assert without_machinery(post) == "harbour office : Pier Closed until May2030"
    assert without_machinery("The pier closes at 5.") == "The pier closes at 5."


# --- By meaning -----------------------------------------------------------------------------------


def test_the_same_in_other_words_is_nearer_than_something_else(mini: MiniLM) -> None:
    ferry, boat, wages = mini.vectors(
        ["The ferry was nearly empty.", "Hardly anybody was on the boat.", "Wages rose by four percent."]
    )
    assert ferry @ boat > 0.5 > 0.2 > ferry @ wages


def test_a_vector_has_length_one_and_does_not_depend_on_its_company(mini: MiniLM) -> None:
    texts = ["The pier is closed.", "", "word " * 2000, "Wages in Orlin rose by 4 percent last year."]
    together = mini.vectors(texts)
    assert together.shape == (4, WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, np.concatenate([mini.vectors([text]) for text in texts]), atol=1e-5)
    assert mini.vectors([]).shape == (0, WIDTH)


def test_a_kept_vector_is_nearly_the_one_that_was_packed(mini: MiniLM) -> None:
    [packed] = mini.packed(["The pier is closed."])
    [vector] = mini.vectors(["The pier is closed."])
    assert len(packed) == WIDTH * 2
    assert float(unpacked(packed) @ vector) > 0.999


def test_meaning_finds_what_words_alone_do_not(mini: MiniLM, by_words: CheckMatcher) -> None:
    matcher = CheckMatcher(mini)
    matcher.learn(CHECKS)
    statement = "A hospital in Dessa was hit by an unmanned aircraft."
    assert matcher.comparison is Comparison.MEANING
    assert keys(by_words, statement) == []
    assert keys(matcher, statement) == ["check:5"]
    assert keys(matcher, "The harbour cat had four kittens.") == []


def test_gelu_is_that_of_its_definition() -> None:
    x = np.array([-3, -1, -0.1, 0, 0.1, 1, 3], dtype=np.float32)
    exact = [-0.00404969, -0.15865526, -0.04601722, 0, 0.05398278, 0.84134474, 2.9959502]
    assert np.allclose(gelu(x), exact, atol=1e-6)


# --- Word pieces ----------------------------------------------------------------------------------


@pytest.fixture
def pieces() -> WordPieces:
    return WordPieces(["[UNK]", "[CLS]", "[SEP]", "re", "reopen", "##ed", "##o", "pier", ",", "$", "5"])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Reopened", [1, 4, 5, 2]),
        ("pier, PIER", [1, 7, 8, 7, 2]),
        ("piér\u200b", [1, 7, 2]),
        ("$5", [1, 9, 10, 2]),
        ("reox", [1, 0, 2]),
        ("p" * 101, [1, 0, 2]),
        ("", [1, 2]),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(pieces: WordPieces, text: str, numbers: list[int]) -> None:
    assert pieces.numbers(text, 16) == numbers


def test_no_more_pieces_are_read_than_asked_for(pieces: WordPieces) -> None:
    assert pieces.numbers("pier " * 100, 5) == [1, 7, 7, 7, 2]


def test_every_mark_and_every_chinese_character_is_a_word() -> None:
    assert list(words("Orlin's 4.5% – 港口 closed!")) == [
        "orlin", "'", "s", "4", ".", "5", "%", "–", "港", "口", "closed", "!",
    ]  # fmt: skip
