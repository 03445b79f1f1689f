"""The demo's script fits its articles, its press and the rules of the desk."""

import io
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from pypdf import PdfReader

from factcheck.domain.evidence import Backing, Medium, SourceKind, Stance, evidence_rule
from factcheck.domain.people import checked_email, checked_password, checked_roles
from factcheck.domain.review import MOVES, CorrectionClass, DismissReason, Move, Stage, Verdict
from seeds import press_pages
from seeds.days import dated, moment
from tests.seeds.conftest import Press

SEEDS = Path(press_pages.__file__).parent
A_DAY = date(2026, 3, 1)
DEMO: dict[str, Any] = tomllib.loads((SEEDS / "demo.toml").read_text(encoding="utf-8"))
ARTICLES = tomllib.loads((SEEDS / "articles/articles.toml").read_text(encoding="utf-8"))["article"]
each_claim = pytest.mark.parametrize("claim", DEMO["claim"], ids=lambda claim: claim["contains"][:40])
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])
PEOPLE = {person["key"] for person in DEMO["person"]}
OWN_WORDS = {"open", "attach", "draft", "give opinion"}


def text_of(file: str, language: str = "en") -> str:
    return dated((SEEDS / "articles" / file).read_text(encoding="utf-8"), A_DAY, language)


def stages(claim: dict[str, Any]) -> list[Stage]:
    """The stages the claim goes through by the review table; a step that the table lacks is a KeyError."""
    stage = [Stage.QUEUED]
    for step in claim["step"]:
        if step["do"] not in OWN_WORDS:
            stage.append(MOVES[stage[-1], Move(step["do"])].to)
    return stage


@each_article
def test_an_article_reads_without_markers_and_begins_with_its_headline(article: dict[str, str]) -> None:
    text = text_of(article["file"], article["language"])
    assert "{" not in text
    assert text.splitlines()[0] == article["title"]
    assert moment(article["published"], A_DAY).date() < A_DAY


def test_the_articles_are_four_english_reports_and_a_short_german_one() -> None:
    lengths = {(each["language"], len(text_of(each["file"]).split())) for each in ARTICLES}
    assert sorted(language for language, _ in lengths) == ["de", "en", "en", "en", "en"]
    assert all(250 <= words <= 500 for language, words in lengths if language == "en")


def test_dates_are_counted_from_the_day_given() -> None:
    assert (
        dated("{day:-1}, {date:-2}, {weekday:-1}, {iso:1}", A_DAY)
        == "28 February 2026, 27 February, Saturday, 2026-03-02"
    )
    assert (
        dated("{day:-1}, {weekday:0}, {month:-3}, {year:-1}", A_DAY, "de")
        == "28. Februar 2026, Sonntag, Dezember, 2025"
    )


@each_claim
def test_a_claim_is_found_by_words_that_stand_once_in_its_article(claim: dict[str, Any]) -> None:
    assert text_of(f"{claim['article']}.txt").count(claim["contains"]) == 1


@each_claim
def test_every_step_is_open_at_its_stage_and_done_by_somebody_of_the_desk(claim: dict[str, Any]) -> None:
    assert stages(claim)
    assert {step["by"] for step in claim["step"]} <= PEOPLE
    assert {step["to"] for step in claim["step"] if "to" in step} <= PEOPLE


def test_the_demo_has_something_for_every_screen() -> None:
    ends = Counter(stages(claim)[-1] for claim in DEMO["claim"])
    assert set(ends) == set(Stage) - {Stage.QUEUED}  # what the script leaves alone is queued
    done = [claim for claim in DEMO["claim"] if stages(claim)[-1] is Stage.APPROVED]
    last = {[step["verdict"] for step in claim["step"] if step["do"] == "submit"][-1] for claim in done}
    assert last == set(Verdict)
    moves = Counter(step["do"] for claim in DEMO["claim"] for step in claim["step"])
    assert moves["reopen"] >= 2
    assert moves["return"] >= 1
    assert any(step.get("correction") for claim in DEMO["claim"] for step in claim["step"])
    assert any(step.get("withheld") for claim in DEMO["claim"] for step in claim["step"])


def test_second_opinions_wait_agree_and_differ() -> None:
    drawn = [claim for claim in DEMO["claim"] if any(step.get("drawn") for step in claim["step"])]
    ends = set()
    for claim in drawn:
        first = next(step for step in claim["step"] if step.get("drawn"))
        second = next((step for step in claim["step"] if step["do"] == "give opinion"), None)
        if second is None:
            ends.add("waits")
            continue
        assert second["by"] not in {step["by"] for step in claim["step"] if step is not second}
        ends.add("agree" if second["verdict"] == first["verdict"] else "differ")
    assert ends == {"waits", "agree", "differ"}


@each_claim
def test_the_words_of_the_script_are_the_words_of_the_desk(claim: dict[str, Any]) -> None:
    for step in claim["step"]:
        for name, words in (
            ("verdict", Verdict),
            ("stance", Stance),
            ("kind", SourceKind),
            ("medium", Medium),
            ("reason", DismissReason),
            ("correction", CorrectionClass),
        ):
            assert name not in step or words(step[name])


@each_claim
def test_what_is_submitted_meets_the_evidence_rule(claim: dict[str, Any]) -> None:
    backing: list[Backing] = []
    for step in claim["step"]:
        if step["do"] == "attach":
            backing.append(
                Backing(Stance(step["stance"]), SourceKind(step["kind"]), step.get("page", step.get("title")))
            )
        elif step["do"] == "submit" and step["verdict"] == "unverified":
            assert step["tried"]
        elif step["do"] == "submit":
            stance = Stance.SUPPORTS if step["verdict"] == "confirmed" else Stance.REFUTES
            assert evidence_rule(stance, backing).met


@each_claim
def test_nobody_approves_their_own_finding(claim: dict[str, Any]) -> None:
    moves = [step for step in claim["step"] if step["do"] in {"submit", "approve"}]
    for earlier, later in pairwise(moves):
        assert later["do"] != "approve" or earlier["by"] != later["by"]


@each_claim
def test_a_statement_is_short_enough_to_be_exported(claim: dict[str, Any]) -> None:
    submitted = any(step["do"] == "submit" for step in claim["step"])
    assert (10 if submitted else 0) <= len(claim.get("statement", "")) < 75


@pytest.mark.parametrize(
    "source",
    [step for claim in DEMO["claim"] for step in claim["step"] if "page" in step],
    ids=lambda source: source["page"],
)
def test_a_quoted_passage_stands_word_for_word_on_its_page(press: Press, source: dict[str, str]) -> None:
    page = next(each for each in press.pages() if each.ref == source["page"])
    body = press.page(page.ref)
    read = (
        PdfReader(io.BytesIO(body)).pages[0].extract_text() if page.is_document else trafilatura.extract(body.decode())
    )
    assert dated(source["passage"], press.day, page.language) in (read or "")


def test_the_people_could_sign_in() -> None:
    for person in DEMO["person"]:
        assert checked_email(person["email"]) == person["email"]
        assert checked_password(person["password"])
        assert checked_roles(person["roles"])
