"""What a claim says about itself: kind, hedge and denial, role and channel, and when it happened."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText, ClaimKind, Split, SplitClaim
from factcheck.domain.days import spelled
from factcheck.language.splitter import LocalSplitter

WEDNESDAY = date(2025, 3, 12)


def split(splitter: LocalSplitter, text: str, title: str = "") -> Split:
    return splitter.split(ArticleText(text, title, "Herald", WEDNESDAY, "en"))


def only(splitter: LocalSplitter, text: str) -> SplitClaim:
    (claim,) = split(splitter, text).claims
    return claim


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels seized the airport at Orlin on Sunday.", ClaimKind.EVENT),
        ("Exports fell by 12 percent in Corvane.", ClaimKind.QUANTITY),
        ("The Orlin bridge is the longest in the country.", ClaimKind.QUANTITY),
        ("The harbour belongs to a foreign bank.", ClaimKind.STATE),
        ("The blackout was caused by a fallen mast.", ClaimKind.CAUSAL),
        ("Ferries were late because of fog.", ClaimKind.CAUSAL),
        ("A reef is a ridge of coral.", ClaimKind.DEFINITION),
        ("The mayor rejected the report.", ClaimKind.QUOTATION),
        ("The bank will cut its rate in June.", ClaimKind.PREDICTION),
        ("The mayor vowed to rebuild the bridge.", ClaimKind.PROMISE),
        ("The union urged members to vote.", ClaimKind.REQUEST),
        ('"It would be wrong to declare victory," the mayor said.', ClaimKind.OPINION),
        ('"I heard a loud bang behind the house," said Mira Kolnik, a nurse.', ClaimKind.EXPERIENCE),
        ("The mayor accused the council of wasting money.", ClaimKind.EVENT),
        ("Cholera spreads through contaminated water.", ClaimKind.STATE),
        ("Will the bridge hold?", ClaimKind.QUESTION),
        ("The Herald could not independently verify the report.", ClaimKind.REPORTING),
    ],
)
def test_each_claim_has_a_kind(splitter: LocalSplitter, text: str, kind: ClaimKind) -> None:
    assert only(splitter, text).kind is kind


@pytest.mark.parametrize("kind", [ClaimKind.OPINION, ClaimKind.PREDICTION, ClaimKind.QUESTION])
def test_what_no_source_settles_is_kept_and_marked(splitter: LocalSplitter, kind: ClaimKind) -> None:
    text = "The plan would be a disgrace, the mayor said. The bank will cut its rate in June. Will the bridge hold?"
    found = [claim for claim in split(splitter, text).claims if claim.kind is kind]
    assert [claim.checkworthy for claim in found] == [False]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Rebels reportedly seized the airport at Orlin.", "reportedly"),
        ("The army posted a video purportedly showing rebels leaving Orlin.", "purportedly"),
        ("The pilot is believed to have survived the crash.", "is believed to"),
        ("Rebels seized the airport at Orlin.", ""),
        ("The army alleged that rebels had seized the airport.", ""),
    ],
)
def test_a_hedge_is_named(splitter: LocalSplitter, text: str, hedge: str) -> None:
    assert only(splitter, text).hedge == hedge


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("The ministry denied that it had hidden the deaths.", True),
        ("The army rejected the accusation as fiction.", True),
        ("The mayor said the report was false.", True),
        ("The mayor said nobody had been hurt.", False),
        ("The ministry said that it had hidden the deaths.", False),
    ],
)
def test_a_denial_is_marked(splitter: LocalSplitter, text: str, denial: bool) -> None:
    assert only(splitter, text).denial is denial


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Defence Minister Ilse Varga said the port was closed.", "Defence Minister"),
        ("Ilse Varga, the defence minister, said the port was closed.", "defence minister"),
        ("Corvane's deputy mayor, Ilse Varga, said the port was closed.", "Corvane's deputy mayor"),
        ("Ilse Varga said the port was closed.", ""),
        ("Mrs Ilse Varga said the port was closed.", ""),
    ],
)
def test_the_role_is_what_the_text_says(splitter: LocalSplitter, text: str, role: str) -> None:
    claim = only(splitter, text)
    assert (claim.claimant, claim.claimant_role) == ("Ilse Varga", role)


def test_a_role_holds_for_the_whole_article(splitter: LocalSplitter) -> None:
    text = "Defence Minister Ilse Varga said the port was closed.\n\nThe mine was cleared, Varga added."
    assert {claim.claimant_role for claim in split(splitter, text).claims} == {"Defence Minister"}


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("The port was closed, the army said in a post on Telegram on Monday.", "a post on Telegram"),
        ("The port was closed, the mayor told a news conference.", "a news conference"),
        ("The mayor told reporters that the port was closed.", "reporters"),
        ("In an interview with Radio Orlin the mayor said the port was closed.", "an interview with Radio Orlin"),
        ("The ministry said in a statement that the port was closed.", "a statement"),
        ("The army posted a video purportedly showing rebels leaving Orlin.", "a video"),
        ("The mayor said the port was closed.", ""),
    ],
)
def test_the_channel_is_the_form_in_which_it_came(splitter: LocalSplitter, text: str, channel: str) -> None:
    assert only(splitter, text).channel == channel


@pytest.mark.parametrize(
    ("text", "said", "event", "basis"),
    [
        ("The bridge fell on Sunday, the mayor said on Monday.", "2025-03-10", "2025-03-09", "on Sunday"),
        ("The bridge was opened in March 2024.", "2025-03-12", "2024-03", "in March 2024"),
        ("The bridge was opened in November.", "2025-03-12", "2024-11", "in November"),
        ("The bridge was opened in 1998, the mayor said.", None, "1998", "in 1998"),
        ("The bridge was closed last month.", "2025-03-12", "2025-02", "last month"),
        ("The bridge was closed three days ago.", "2025-03-12", "2025-03-09", "three days ago"),
        ("The bridge was closed two years ago.", "2025-03-12", "2023", "two years ago"),
        ("The bridge fell overnight.", "2025-03-12", "2025-03-12", "overnight"),
        ("The bridge fell last week.", "2025-03-12", None, "last week"),
        ("The mayor said on Monday that the bridge was closed.", "2025-03-10", None, None),
        ("Trade has halved since the war began in 2023.", "2025-03-12", None, None),
        ("The bridge may reopen by 2027.", "2025-03-12", "2027", "by 2027"),
    ],
)
def test_the_day_of_an_event_is_kept_apart_from_the_day_of_saying(
    splitter: LocalSplitter, text: str, said: str | None, event: str | None, basis: str | None
) -> None:
    claim = only(splitter, text)
    assert spelled(claim.said_date, claim.said_precision) == said
    assert (spelled(claim.event_date, claim.event_precision), claim.event_basis) == (event, basis)


def test_a_saying_of_a_month_stays_a_month(splitter: LocalSplitter) -> None:
    claim = only(splitter, "The bridge was safe, the mayor said in March 2024.")
    assert (spelled(claim.said_date, claim.said_precision), claim.said_basis) == ("2024-03", "in March 2024")


def test_every_sentence_has_a_class(splitter: LocalSplitter) -> None:
    text = (
        "Bridge at Orlin falls\n12 March 2025\nBy Mira Kolnik\n\nThe bridge at Orlin fell on Sunday. "
        'Mayor Tomas Rhee said:\n\n"It would be wrong to blame anybody."\n\nNo comment from the builders.\n'
    )
    result = split(splitter, text, "Bridge at Orlin falls")
    classes = {text[start:end]: word for (start, end), word in zip(result.sentences, result.classes, strict=True)}
    assert classes["12 March 2025"] == "the date line"
    assert classes["By Mira Kolnik"] == "the byline"
    assert classes["The bridge at Orlin fell on Sunday."] == "event"
    assert classes["Mayor Tomas Rhee said:"] == "only says who speaks"
    assert classes['"It would be wrong to blame anybody."'] == "opinion"
    assert classes["No comment from the builders."].startswith("no statement")
    assert "".join(classes).replace(" ", "") == "".join(text.split())


def test_every_sentence_of_a_language_without_grammar_has_a_class(splitter: LocalSplitter) -> None:
    result = splitter.split(ArticleText("Die Brücke ist zu. Hält sie?", "", "Herald", WEDNESDAY, "de"))
    assert result.classes == ("state of affairs", "question")
