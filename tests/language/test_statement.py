"""Statements that can be read alone."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText
from factcheck.language.splitter import LocalSplitter

WEDNESDAY = date(2025, 3, 12)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Kelvany's army said its tanks had left on Monday.", "Kelvany's army's tanks left on 10 March 2025."),
        ("The ferry sank in November.", "The ferry sank in November 2024."),
        ("The council plans to close two schools next month.", "The council plans to close two schools in April 2025."),
        ('The mayor said the road was "wide open".', "The road is wide open."),
        ("Minister Ann Lee promised to repair the dam.", "Ann Lee promised to repair the dam."),
        (
            "The ministry has confirmed 31 cases since January.",
            "The ministry has confirmed 31 cases since January 2025.",
        ),
        (
            "The ministry denied that it had hidden 31 cases.",
            "The ministry has hidden 31 cases (denied by the ministry).",
        ),
        (
            "The ministry denied that it had received any such plan.",
            "The ministry has received such a plan (denied by the ministry).",
        ),
        ("But hundreds of soldiers had left.", "Hundreds of soldiers left."),
        ("But 200 drivers had managed to cross the bridge.", "200 drivers managed to cross the bridge."),
        ("The mayor had been warned by the army.", "The mayor was warned by the army."),
        ("The road had been closed when the flood came.", "The road had been closed when the flood came."),
        ('Mayor Ann Lee had called the dam a "step forward".', "Ann Lee called the dam a step forward."),
        ('"This is a good bridge," Mayor Ann Lee said.', 'Ann Lee: "This is a good bridge."'),
        (
            '"It will bring work to the towns that we left behind," Mayor Ann Lee said.',
            'Ann Lee: "It will bring work to the towns that we left behind."',
        ),
        ('"It is clear that the bridge is old," Mayor Ann Lee said.', "It is clear that the bridge is old."),
        ('"We all know how important," Mayor Ann Lee said.', 'Ann Lee: "We all know how important."'),
        ("Is the bridge safe?", "Is the bridge safe?"),
        ("‘The bridge was old,’ the mayor said.", "The bridge was old."),
        ("The mayor said it was too early to say.", "It is too early to say."),
        ("The bridge, Mayor Ann Lee said, was closed.", "The bridge was closed."),
        ("The president will visit Osk on Friday.", "The president will visit Osk on 14 March 2025."),
        ("The mayor said Monday's ferry had sunk.", "The 10 March 2025 ferry sank."),
        ("The drivers' union, however, left the talks.", "The drivers' union left the talks."),
        ("The mayor denied that any box had been moved.", "A box has been moved (denied by the mayor)."),
        ("The mayor said only 212 letters had come by noon.", "Only 212 letters had come by noon."),
        (
            "In a letter, Admiral Jo Vey said a frigate fired two missiles at the freighter.",
            "A frigate fired two missiles at the freighter.",
        ),
    ],
)
def test_a_statement_is_read_alone(splitter: LocalSplitter, text: str, statement: str) -> None:
    found = splitter.split(ArticleText(text, outlet="Wire", published=WEDNESDAY, language="en"))
    assert found.claims[0].statement == statement


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Lee said that a boat had picked up six sailors, two of them badly burned.",
            "Two of the six sailors were badly burned.",
        ),
        (
            "The Sennet Institute was founded in 1990.\n\nThe institute, which has a garden, was sold to a bank.",
            "The Sennet Institute has a garden.",
        ),
        (
            "The Sennet Institute and the Osk Institute met in May.\n\nThe institute was sold to a bank.",
            "The institute was sold to a bank.",
        ),
        (
            "The ship belonged to Osk Lines, whose director, Jo Pel, told reporters that it had left port on Monday.",
            "The ship left port on 10 March 2025.",
        ),
        (
            "In 2019, the court closed the school after finding that 300 bills had been forged.",
            "300 bills were forged.",
        ),
        (
            "Reval accused the board of breaking a 2022 agreement that ruled out dismissals.",
            "Reval accused the board of breaking a 2022 agreement that ruled out dismissals.",
        ),
        (
            "Carmaker Veltro left.\n\nMinister Ann Lee said it rained, adding the company had lost 3 million crowns.",
            "Veltro has lost 3 million crowns.",
        ),
        (
            '"My father died of it," said Agnes Rohl, 61, who lives in Osk and leads a group.',
            "Agnes Rohl lives in Osk and leads a group.",
        ),
        (
            "Peter Ams, a chemist at the Institute for Risk, who was not involved in the study, noted it was short.",
            "A chemist at the Institute for Risk was not involved in the study.",
        ),
        ("Keeper Jo Moll resigned on Monday. He lost 80,000 crowns, the league said.", "Jo Moll lost 80,000 crowns."),
        ("A decision is expected in July.", "A decision is expected in July 2025."),
        (
            "The union said the club had known of it and had done nothing, which Osk denies.",
            "The club has done nothing.",
        ),
        (
            '"No page has my client\'s name on it," lawyer Ann Falk said outside the court, where 200 people had met.',
            "No page has Ann Falk's client's name on it.",
        ),
        ("The line has been closed until at least Tuesday.", "The line has been closed until at least 18 March 2025."),
        ("The line was closed until Tuesday.", "The line was closed until 11 March 2025."),
        (
            "Lee said the warning had come: a report in 2023 had found that the wall was weak.",
            "A report in 2023 found that the wall was weak.",
        ),
        (
            "Osk forces held the town, Ann Lee said, and 41 of their soldiers had been killed.",
            "41 of Osk forces' soldiers have been killed.",
        ),
        ("Experts say the storm is strong. It is expected to weaken.", "The storm is expected to weaken."),
        ("Mayor Jo Bee said nobody had called him.", "Nobody has called Jo Bee."),
        ("Mayor Jo Bee said Ann Lee had called him.", "Ann Lee has called him."),
        ("Their lawyer says they were asleep when it began.", "They were asleep when it began."),
        (
            "Arrivals rose 44 percent in May, the data show; more than half of those arriving were Afghans.",
            "More than half of those arriving were Afghans.",
        ),
        ("The army left the town after the mayor said the road was open.", "The army left the town."),
        ("Veltro sold 61,000 vans, of which 14,000 were electric.", "14,000 of the 61,000 vans were electric."),
        (
            'Keeper Jo Moll left. "I was ill," Moll wrote in a post, in which he apologised to fans.',
            "Jo Moll apologised to fans.",
        ),
        (
            "Workers at the Ost plant, where 1,900 people build a van, downed tools.",
            "Workers at the Ost plant, where 1,900 people build a van, downed tools.",
        ),
        ("A spokesman for the mission, Jo Tarr, said its members saw nothing.", "The mission's members saw nothing."),
    ],
)
def test_one_of_its_statements_names_what_it_speaks_of(splitter: LocalSplitter, text: str, statement: str) -> None:
    found = splitter.split(ArticleText(text, outlet="Wire", published=WEDNESDAY, language="en"))
    assert statement in [claim.statement for claim in found.claims]


def test_the_city_is_named_where_there_is_only_one(splitter: LocalSplitter) -> None:
    text = "Rebels took the city of Osk.\n\nThousands of people fled the city."
    assert (
        splitter.split(ArticleText(text, language="en")).claims[-1].statement
        == "Thousands of people fled the city of Osk."
    )


def test_the_city_stays_where_two_are_named(splitter: LocalSplitter) -> None:
    text = "Rebels took the city of Osk and the city of Brod.\n\nThousands of people fled the city."
    assert splitter.split(ArticleText(text, language="en")).claims[-1].statement == "Thousands of people fled the city."


def test_an_owner_in_a_relative_clause_is_named(splitter: LocalSplitter) -> None:
    text = '"It is a start," said Jo Reed, whose brother drowned in the river.'
    claims = splitter.split(ArticleText(text, language="en")).claims
    assert "Jo Reed's brother drowned in the river." in [claim.statement for claim in claims]


@pytest.mark.parametrize(
    ("text", "nonsense"),
    [
        ("Senator Jo Bee held up a map that he said showed three towns without a clinic.", "held up"),
        (
            "The hearing came a day after the Office of Review estimated the loss at 90 million, half of it.",
            "came a day",
        ),
        ('"It fell," one of them, who asked not to be named because of the job, said.', "them said"),
        ("The front published a photograph, sacks stamped with a logo.", "Sacks stamped"),
    ],
)
def test_what_is_left_beside_a_saying_is_no_claim(splitter: LocalSplitter, text: str, nonsense: str) -> None:
    found = splitter.split(ArticleText(text, outlet="Wire", published=WEDNESDAY, language="en"))
    assert found.claims
    assert not [claim.statement for claim in found.claims if nonsense in claim.statement and claim.claimant == "Wire"]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "The gain, announced by the army on Monday, worries the mayor of Osk.",
            ["The gain was announced by the army on 10 March 2025.", "The gain worries the mayor of Osk."],
        ),
        (
            "The battlefield gains, announced by the palace in a post on Monday, up the pressure on Osk.",
            [
                "The battlefield gains were announced by the palace in a post on 10 March 2025.",
                "The battlefield gains up the pressure on Osk.",
            ],
        ),
        (
            "Osk, located in the north, has been rebuilt since May.",
            ["Osk, located in the north, has been rebuilt since May 2024."],
        ),
    ],
)
def test_who_announced_it_or_when_is_a_claim_beside_what_it_did(
    splitter: LocalSplitter, text: str, statements: list[str]
) -> None:
    found = splitter.split(ArticleText(text, outlet="Wire", published=WEDNESDAY, language="en"))
    assert sorted(claim.statement for claim in found.claims) == sorted(statements)
