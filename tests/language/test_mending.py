"""Statements read alone: tenses behind a past cue, the speaker's own words, pronouns, the company, days and periods."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText
from factcheck.language import LocalSplitter

THURSDAY = date(2025, 11, 20)


def statements(splitter: LocalSplitter, text: str) -> list[str]:
    article = ArticleText(text, outlet="Wire", published=THURSDAY, language="en")
    return [claim.statement for claim in splitter.split(article).claims]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The mayor said the council had suspended the work.", "The council has suspended the work."),
        ("The mayor said two roads had been closed since May.", "Two roads have been closed since May 2025."),
        ("The mayor said floods had destroyed the mill in 2019.", "Floods destroyed the mill in 2019."),
        ("The mayor said the mill had been closed in 2019.", "The mill was closed in 2019."),
        ("The mayor said the council would sell the mill.", "The council will sell the mill."),
        ("The mayor said there was no danger.", "There is no danger."),
        ("The mayor said the thief was arrested in 2019.", "The thief was arrested in 2019."),
        ("The mayor said the driver was speeding.", "The driver was speeding."),
        ("The mayor says the mill had burned.", "The mill had burned."),
        ("The mayor has said the mill had burned down.", "The mill has burned down."),
        ("The mill, the mayor was quoted as saying, was unable to open.", "The mill is unable to open."),
        ("The mayor said the flood had taken the mill in 2019.", "The flood took the mill in 2019."),
        ("The mayor said the reservoir had been full.", "The reservoir had been full."),
        ("The mayor said the council now held two mills.", "The council now holds two mills."),
        ("The mayor said 41 of the mills had been closed.", "41 of the mills have been closed."),
        ("The mayor said 70 percent of the children had been fed.", "70 percent of the children have been fed."),
        ("The mayor said half of the harvest had been lost.", "Half of the harvest has been lost."),
        ("The mayor said the mill had burned and would be sold next year.", "The mill has burned."),
    ],
)
def test_tenses_are_mended_where_one_reading_is_left(splitter: LocalSplitter, text: str, statement: str) -> None:
    assert statements(splitter, text)[0] == statement


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ('"I have paid the money back," farmer Bo Rask said.', "Bo Rask has paid the money back."),
        ('"We lost two harvests," farmer Bo Rask said.', "Bo Rask and others lost two harvests."),
        ('"We have a mill. We have a barn," farmer Bo Rask said.', "Bo Rask and others have a mill."),
        ('"Nobody told us," farmer Bo Rask said.', "Nobody told Bo Rask and others."),
        ('"Our mill has lost its roof," farmer Bo Rask said.', "The mill of Bo Rask and others has lost its roof."),
        ('"My barn is gone," farmer Bo Rask said.', "Bo Rask's barn is gone."),
        ('"I lost it and we left," farmer Bo Rask said.', 'Bo Rask: "I lost it and we left."'),
    ],
)
def test_the_first_person_is_the_speaker(splitter: LocalSplitter, text: str, statement: str) -> None:
    assert statements(splitter, text)[0] == statement


def test_it_is_the_subject_of_the_sentence_before(splitter: LocalSplitter) -> None:
    text = "The Osmar dam was closed. Its reservoir holds 40 million litres.\n\nIts doors were locked."
    assert statements(splitter, text)[1:] == [
        "The Osmar dam's reservoir holds 40 million litres.",
        "Its doors were locked.",
    ]


def test_the_company_is_the_one_that_was_introduced(splitter: LocalSplitter) -> None:
    text = "Carmaker Osk Motors sold 300 cars. Its debt rose by 8 percent, the company said. The company fell silent."
    found = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims
    assert [claim.claimant for claim in found] == ["Wire", "Osk Motors", "Wire"]
    assert found[2].statement == "Osk Motors fell silent."


def test_a_short_name_is_the_full_one(splitter: LocalSplitter) -> None:
    text = (
        "The firm, Osk Dredging, won the contract. Osk said it had dismissed two managers and was helping the police."
    )
    claims = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims
    assert {claim.claimant for claim in claims[1:]} == {"Osk Dredging"}
    assert [claim.statement for claim in claims[1:]] == [
        "Osk Dredging has dismissed two managers.",
        "Osk Dredging was helping the police.",
    ]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Work will go on until the end of next year.", "Work will go on until the end of 2026."),
        ("The camp was hit in the night to Thursday.", "The camp was hit in the night to 20 November 2025."),
        ("Sales fell in the first nine months of the year.", "Sales fell in the first nine months of 2025."),
        ("Ann Lee will resign at the end of the month.", "Ann Lee will resign at the end of November 2025."),
        ("Nobody was there by Wednesday noon.", "Nobody was there by noon on 19 November 2025."),
        ("The camp was hit on Wednesday.", "The camp was hit on 19 November 2025."),
    ],
)
def test_dates_fit_what_stands_before_them(splitter: LocalSplitter, text: str, statement: str) -> None:
    assert statements(splitter, text)[0] == statement
