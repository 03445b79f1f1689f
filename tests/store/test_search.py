"""The full-text index finds the same on both databases, and nothing a person types is taken for its syntax."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.store import search
from factcheck.store.engine import Engine
from factcheck.store.search import Kind
from factcheck.store.unit import UnitOfWork

TEXTS = {
    1: ("The northern pier is closed", "Ferries leave from the old quay, the harbour master said."),
    2: ("60,000 people left Kastova", "The mayor counted 60,000 people who left."),
    3: ("Ferries leave again", "The pier was closed for a month. The pier, the pier, the pier."),
    4: ("Z\u00fcrich opens a caf\u00e9", "Nothing about harbours here; not a word or near it."),
}


@pytest.fixture(scope="module")
def filled(shared: Engine) -> UnitOfWork:
    uow = UnitOfWork(shared)
    with uow.writing() as session:
        for ref, (title, body) in TEXTS.items():
            search.put(session, Kind.CLAIM, ref, title, body)
        search.put(session, Kind.ARTICLE, 1, "The northern pier is closed", "An article.")
    return uow


def find(uow: UnitOfWork, *words: str, every: bool = True, kind: Kind = Kind.CLAIM, limit: int = 200) -> list[int]:
    with uow.reading() as session:
        return search.find(session, kind, words, every=every, limit=limit)


def test_every_word_must_stand_there_or_any(filled: UnitOfWork) -> None:
    assert sorted(find(filled, "pier", "closed")) == [1, 3]
    assert find(filled, "pier", "kastova") == []
    assert sorted(find(filled, "pier", "kastova", every=False)) == [1, 2, 3]


def test_the_best_match_comes_first_and_titles_weigh_more(filled: UnitOfWork) -> None:
    assert find(filled, "ferries", "leave")[0] == 3
    assert find(filled, "northern", "pier", every=False)[0] == 1


@pytest.mark.parametrize(
    ("word", "refs"),
    [("PIER", [1, 3]), ("ferry", [1, 3]), ("leaving", [1, 3]), ("60,000", [2]), ("harbour", [1, 4]), ("quays", [1])],
)
def test_case_and_endings_do_not_matter(filled: UnitOfWork, word: str, refs: list[int]) -> None:
    assert sorted(find(filled, word)) == refs


def test_kinds_are_kept_apart(filled: UnitOfWork) -> None:
    assert find(filled, "pier", kind=Kind.ARTICLE) == [1]
    assert find(filled, "pier", kind=Kind.FEED_ITEM) == []


def test_putting_again_replaces_and_removing_removes(filled: UnitOfWork) -> None:
    with filled.writing() as session:
        search.put(session, Kind.PAGE, 1, "The tower stands", "")
        search.put(session, Kind.PAGE, 2, "The tower fell", "")
    with filled.writing() as session:
        search.put(session, Kind.PAGE, 1, "The bridge stands", "")
        search.remove(session, Kind.PAGE, 2)
    assert find(filled, "tower", kind=Kind.PAGE) == []
    assert find(filled, "bridge", kind=Kind.PAGE) == [1]
    assert sorted(find(filled, "pier")) == [1, 3]


def test_no_more_than_asked_for(filled: UnitOfWork) -> None:
    assert len(find(filled, "pier", "left", "opens", every=False, limit=2)) == 2


TYPED = ['"', '" OR *', "NEAR(pier closed)", "( - :", "AND", "OR", "NOT pier", "pier*", "title:pier", "^pier", "-pier",
         "'; DROP TABLE search; --", "pier & !closed", "pier <-> closed", "\\", "%", "_", "___", "{title}: x", "\x00",
         "a\x00b", "\ud800", "\U0001f600", "!!", "|", "'", "''", '""', "pier)", "*"]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
@pytest.mark.parametrize("every", [True, False])
def test_operators_typed_by_people_do_no_harm(filled: UnitOfWork, typed: str, every: bool) -> None:
    found = find(filled, *typed.split(), every=every)
    assert set(found) <= set(TEXTS)
    assert sorted(find(filled, "pier")) == [1, 3]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.text("ap\"*()-:^&|!<>'\\ \u00e9\u0301\x00_0", max_size=8), max_size=4), every=st.booleans())
def test_whatever_is_typed_is_a_search(filled: UnitOfWork, words: list[str], every: bool) -> None:
    assert set(find(filled, *words, every=every)) <= set(TEXTS)


def test_operators_are_words_like_others(filled: UnitOfWork) -> None:
    assert sorted(find(filled, "NEAR", "pier")) == []
    assert find(filled, "near") == [4]


def test_nothing_is_found_by_nothing(filled: UnitOfWork) -> None:
    assert find(filled) == find(filled, "", " ", "!?") == []


def test_a_text_of_more_different_words_than_an_index_takes_is_found_by_those_at_its_beginning(shared: Engine) -> None:
    many = "lighthouse " + " ".join(f"word{number:x}" for number in range(300_000))
    uow = UnitOfWork(shared)
    with uow.writing() as session:
        search.put(session, Kind.PAGE, 1, "A port", many)
        search.put(session, Kind.PAGE, 2, "A port", f"lighthouse {' '.join(map(chr, range(0x20000, 0x2A000)))}")
    assert sorted(find(uow, "lighthouse", kind=Kind.PAGE)) == [1, 2]
