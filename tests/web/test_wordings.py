"""Words on pages: differences lose nothing, links lead only to web pages, ages are short."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web.diffs import word_diff
from factcheck.web.excerpts import browser_words, lead_in, lead_out, leads_to
from factcheck.web.times import age, left
from factcheck.web.tongue import ngettext
from factcheck.web.wordings import in_words

words = st.lists(st.sampled_from(["the", "list", "140", "143", ",", "."]), max_size=12).map(" ".join)


@given(words, words)
def test_a_difference_holds_both_wordings_in_full(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(text for kind, text in parts if kind != "ins") == before
    assert "".join(text for kind, text in parts if kind != "del") == after


def test_words_that_were_replaced_together_stay_together() -> None:
    assert word_diff("18,000 people", "12,600 people") == [
        ("del", "18,000"), ("ins", "12,600"), ("same", " people"),
    ]  # fmt: skip
    assert word_diff("list of the master names 140", "list of 10 November names 143") == [
        ("same", "list of "),
        ("del", "the master"),
        ("ins", "10 November"),
        ("same", " names "),
        ("del", "140"),
        ("ins", "143"),
    ]


@pytest.mark.parametrize(
    ("reasons", "beside", "words"),
    [
        (("number: 41", "event: killed"), "", "number (41), event (killed)"),
        (("attributed to a party: Ines Harrow", "agency"), "Ines Harrow", "attributed to a party, agency"),
        (("Worth a look: the minister says so.",), "", "Worth a look: the minister says so."),
    ],
)
def test_reasons_read_as_one_phrase_without_what_stands_beside_them(
    reasons: tuple[str, ...], beside: str, words: str
) -> None:
    assert in_words(reasons, beside) == words


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "//x.example", "", "article:x"]
)
def test_what_is_no_web_page_is_no_link(url: str) -> None:
    assert leads_to(url) == ""


def test_web_pages_and_own_articles_are_links() -> None:
    assert leads_to("https://x.example/a") == "https://x.example/a"
    assert leads_to("article:12") == "/articles/12"


def test_ages_and_times_left_are_in_one_unit() -> None:
    now = datetime.now(UTC)
    ages = [age(now - timedelta(**{unit: 3}), now) for unit in ("seconds", "minutes", "hours", "days")]
    assert ages == ["now", "3 min", "3 h", "3 d"]
    assert [left(now + timedelta(seconds=s), now) for s in (-1, 30, 150)] == ["run out", "under a minute", "2 min"]


def test_counts_have_their_noun() -> None:
    counted = [ngettext("%(num)s report", "%(num)s reports", n) for n in (0, 1, 1204)]
    assert counted == ["0 reports", "1 report", "1,204 reports"]


def test_context_is_cut_at_sentences_or_words() -> None:
    long = "half a sentence " * 20 + "ends. Then this one stands before the passage "
    assert lead_in(long) == "… Then this one stands before the passage "
    assert lead_in(long.rstrip() + ". ") == "… Then this one stands before the passage. "
    assert lead_in("short") == "short"
    assert lead_out("goes on to here. " + "then more words " * 20) == "goes on to here. …"


def test_browsers_have_names() -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    assert browser_words(firefox) == "Firefox on Linux"
    assert browser_words("") == "unknown browser"
