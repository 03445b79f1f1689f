"""The splitter as a whole: its promises on any text, and its floor on the annotated reports."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.claims import predicted
from benchmarks.data_files import documents
from benchmarks.score_claims import score
from factcheck.domain.claims import FRAGMENT_JOINT, ArticleText, PlaceRole
from factcheck.domain.interchange import interchange
from factcheck.language import LocalSplitter, detect_language
from factcheck.language.coarse import sentences

AGENCY = Path(__file__).parents[2] / "benchmarks" / "data" / "agency_dev.jsonl"

PIECES = st.sampled_from(
    ["he said", "The army", '"', "“", "”", "'", ",", ".", " ", "\n", "\n\n", "according to", "on Monday", "which",
     "was quoted as saying", "60,000", "Ann Lee", "denied", "that", "as well as", "—", "(", ")", "/ Reuters", "\t",
     "and", "😀", "مدينة", "城市。", "?", "May", "2025", "\x00", "\r\n", "\u2028", "called",
     "described", "as", "-", "...", "\ud800", "\u200b", "\u202e", "\u2067", "\ufeff", "„", "«", "»", "‘", "’", "|",
     "👨‍👩‍👧", "🇺🇦", "sagte die Ministerin", "laut", "dedi", "söyledi.", "göre", "İ", "ﬁ", "сказала", "за даними",
     "dijo", "según", "selon"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, language=st.sampled_from(["en", "de", "es", "fr", "tr", "uk", "ru", "xx", ""]))
def test_any_text_gives_spans_that_fit_and_the_same_twice(splitter: LocalSplitter, text: str, language: str) -> None:
    article = ArticleText(text, language=language, published=date(2025, 1, 1))
    found = splitter.split(article)
    assert "rules failed" not in found.note
    for claim in found.claims:
        assert claim.span.fits(text)
        assert claim.span.text_in(text) == FRAGMENT_JOINT.join(text[a:b] for a, b in claim.span.fragments)
        assert 0 <= claim.score <= 1
        assert claim.statement
    ids = [claim.id for claim in found.claims]
    assert len(set(ids)) == len(ids)
    assert all(claim.duplicate_of in ids for claim in found.claims if claim.duplicate_of)
    edges = [0, *(edge for sentence in found.sentences for edge in sentence), len(text)]
    assert edges == sorted(edges)
    assert splitter.split(article) == found


@pytest.mark.parametrize(
    "text",
    ["", '"' * 10_000, "a" * 200_000, "he said " * 8_000, "x\n" * 20_000, "وقال الوزير. " * 2_000, "😀 said " * 3_000],
    ids=["empty", "marks", "no space", "no full stop", "lines", "right to left", "emoji"],
)
@pytest.mark.timeout(60)
def test_odd_texts_are_split_in_bounded_time(splitter: LocalSplitter, text: str) -> None:
    found = splitter.split(ArticleText(text))
    assert all(claim.span.fits(text) for claim in found.claims)


def test_claims_come_in_the_order_of_the_text(splitter: LocalSplitter) -> None:
    text = "The dam, which holds 40 percent of the water, burst in May. The mayor said 12 people had died."
    starts = [claim.span.start for claim in splitter.split(ArticleText(text)).claims]
    assert starts == sorted(starts)


def test_a_language_without_a_table_is_split_into_sentences(splitter: LocalSplitter) -> None:
    text = "Ministeren sagde mandag, at broen er lukket for al trafik. Ingen mennesker blev dræbt eller såret."
    found = splitter.split(ArticleText(text, outlet="Bladet"))
    assert (found.language, len(found.claims)) == ("da", 2)
    assert "coarse" in found.note
    assert {claim.claimant for claim in found.claims} == {"Bladet"}


def test_an_error_of_a_rule_loses_no_text(monkeypatch: pytest.MonkeyPatch, splitter: LocalSplitter) -> None:
    def broken(*_: object) -> None:
        raise IndexError("a rule that fails")

    monkeypatch.setattr("factcheck.language.splitter.voices", broken)
    found = splitter.split(ArticleText("The bridge fell. Nobody was hurt.", language="en"))
    assert len(found.claims) == 2
    assert "rules failed" in found.note


def test_what_is_not_given_is_read_off_the_text(splitter: LocalSplitter) -> None:
    text = "Bridge falls in Osk\nMarch 12, 2025\n\nThe bridge fell on Monday.\n\nSOURCE: Northwind News"
    claim = splitter.split(ArticleText(text)).claims[-1]
    assert (claim.claimant, claim.said_date, claim.role) == ("Northwind News", date(2025, 3, 12), PlaceRole.BODY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister said on Monday that the bridge was closed.", "en"),
        ("Le ministre a déclaré lundi que le pont était fermé à la circulation.", "fr"),
        ("", "en"),
        ("Osk", "en"),
    ],
)
def test_the_language_is_told(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_sentences_are_told_apart_without_grammar() -> None:
    text = "Er kam am 3. Mai. Dr. Lee blieb.  Wirklich?"
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == ["Er kam am 3. Mai.", "Dr. Lee blieb.", "Wirklich?"]


def test_the_interchange_format_is_plain_json(splitter: LocalSplitter) -> None:
    article = ArticleText("The bridge fell, the mayor said on Monday.", outlet="Wire", published=date(2025, 3, 12))
    shape = json.loads(json.dumps(interchange("d1", article, splitter.split(article), with_text=True)))
    (claim,) = shape["claims"]
    assert shape["text"][slice(*claim["span"][0])] == claim["span_text"] == "The bridge fell"
    assert (claim["speaker"], claim["quote_type"], claim["said_date"]) == ("mayor", "indirect", "2025-03-10")


def test_the_floor_on_the_annotated_reports_holds(splitter: LocalSplitter) -> None:
    gold = documents(AGENCY)
    found = score(gold, [predicted(one, splitter) for one in gold])
    assert found.f1 >= 0.65
    assert found.checkworthy_recall >= 0.7
    assert found.speaker >= 0.75
