"""Fact-checks that nobody brought in: bounded, in plain words, linked by https, and a page speaks for itself alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.earlier import Came
from factcheck.domain.outside_checks import MOST_OF_A_PAGE, checks_of_answer, checks_of_page, plain

PAGE = "https://www.facts.example/pier"


def review(**more: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "url": PAGE,
        "claimReviewed": "The pier is open.",
        "author": {"name": "Example Facts", "url": "https://www.facts.example"},
        "reviewRating": {"alternateName": "False"},
        "datePublished": "2026-01-03",
    } | more


def test_a_page_speaks_for_its_own_host() -> None:
    [check] = checks_of_page([review()], PAGE)
    assert (check.claim, check.rating, check.url) == ("The pier is open.", "False", PAGE)
    assert (check.publisher, check.site) == ("facts.example", "facts.example")


@pytest.mark.parametrize(
    "url",
    [
        "https://agency.example/pier",
        "https://facts.example.evil.example/pier",
        "https://evil.example/facts.example",
        "https://m.facts.example/pier",
        "https://facts.example@evil.example/pier",
        "http://www.facts.example/pier",
        "javascript:alert(1)",
        "https://[/",
        "//facts.example/pier",
        "",
    ],
)
def test_what_a_page_says_of_another_host_or_without_https_is_left_out(url: str) -> None:
    assert checks_of_page([review(url=url)], PAGE) == ()


def test_a_check_that_names_no_address_is_at_its_page() -> None:
    bare = {name: value for name, value in review().items() if name != "url"}
    assert [check.url for check in checks_of_page([bare], PAGE)] == [PAGE]
    assert checks_of_page(["nonsense", None, []], PAGE) == ()


def test_a_page_cannot_take_the_name_of_somebody_else() -> None:
    [check] = checks_of_page([review(author={"name": "The Great Agency", "url": "https://agency.example"})], PAGE)
    assert "Agency" not in check.publisher + check.site


def test_a_page_without_a_host_says_nothing() -> None:
    assert checks_of_page([review()], "about:blank") == ()
    assert checks_of_page([review()], "https://[") == ()


def test_a_provider_names_checks_of_all_hosts_with_their_publishers() -> None:
    there = [review(), review(url="https://tide.example/pier", author={"name": "Tide"}), review(url="http://x.example")]
    assert [check.publisher for check in checks_of_answer(there)] == ["Example Facts", "Tide"]


def test_an_endless_page_gives_a_bounded_number_and_each_check_once() -> None:
    many = [review(claimReviewed=f"Pier {number} is open.") for number in range(5_000)]
    assert len(checks_of_page(many, PAGE)) == MOST_OF_A_PAGE
    assert len(checks_of_page([review()] * 30, PAGE)) == 1


def test_marks_and_hidden_signs_are_taken_out() -> None:
    words, rating = "<b>The</b>&nbsp;pier\u202e \x1b[31mis\ud800 o\u200bpen.", {"alternateName": "<i>No</i>"}
    [check] = checks_of_page([review(claimReviewed=words, reviewRating=rating)], PAGE)
    assert (check.claim, check.rating) == ("The pier [31mis open.", "No")
    assert checks_of_page([review(claimReviewed="<img src=x>")], PAGE) == ()
    assert checks_of_page([review(reviewRating={"alternateName": "\u202e"})], PAGE) == ()


@given(st.text())
def test_plain_words_can_be_shown_and_kept(text: str) -> None:
    shown = plain(text)
    shown.encode()
    assert not any(sign in shown for sign in "\x00\x1b\u202e\u2066")


def test_each_way_is_farther_than_the_one_before() -> None:
    assert Came.IMPORTED.distance < Came.NAMED.distance < Came.PAGE.distance


WORDS = st.text() | st.none() | st.integers() | st.lists(st.text(), max_size=2)
THINGS = st.recursive(
    WORDS,
    lambda inner: st.dictionaries(
        st.sampled_from(["@type", "url", "claimReviewed", "author", "name", "reviewRating", "alternateName", "item"]),
        inner | st.just("ClaimReview") | st.just(PAGE), max_size=6,
    ) | st.lists(inner, max_size=3),
)  # fmt: skip


@given(THINGS)
def test_no_markup_makes_it_fail_or_link_elsewhere(found: object) -> None:
    for check in checks_of_page(found, PAGE):
        assert check.url.startswith("https://www.facts.example/")
