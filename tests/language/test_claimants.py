"""Who a mention means, over a whole text."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText, Quotation, SplitClaim
from factcheck.language.splitter import LocalSplitter


def last(splitter: LocalSplitter, text: str) -> SplitClaim:
    return splitter.split(ArticleText(text, outlet="Wire", language="en")).claims[-1]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Defence Minister Ilse Varga said the border was open.", "Ilse Varga"),
        ("Defence Minister Ilse Varga left. Varga said the border was open.", "Ilse Varga"),
        ("Governor Paul Ade spoke first. He said wages were growing.", "Paul Ade"),
        ("Governor Paul Ade spoke first. The governor said wages were growing.", "Paul Ade"),
        ("The utility's chief engineer, Ann Lee, said the pump had failed.", "Ann Lee"),
        ("Ossel's health ministry closed two wards. The ministry said they were empty.", "Ossel's health ministry"),
        ("State broadcaster NTV said the road was closed.", "NTV"),
        ("An aid group said two camps had closed. Doctors Without Limits, which runs a clinic, left.", "Wire"),
        (
            "Farmers Without Land put the number at 400 in a report. The report said more had fled.",
            "Farmers Without Land",
        ),
        ("Cyclist Jo Ains fell. The 34-year-old said the road was wet.", "Jo Ains"),
        ("Residents of the capital, Suri, said the power was out.", "Residents of the capital"),
        ("Rates rose by a tenth, according to figures from the health board seen by the Osk Courier.", "health board"),
        ("The engine maker, Osk Motors, left the town. In a letter, it said the road was closed.", "Osk Motors"),
        ("The Osk Front, in a message posted on its channel, said the road was closed.", "Osk Front"),
        ("Glaciologist Peter Okafor said the ice was thin.", "Peter Okafor"),
        ("Governor Ann Lee spoke first. Her deputy urged people to leave.", "Ann Lee's deputy"),
        ("Two men died, the coast guard said, adding that a third was well.", "coast guard"),
        ("The state says all have homes; victims' groups put the number without one at 120.", "victims' groups"),
        ("Scientists met on Monday. The weather service was closed. Seas are warmer, they say.", "Scientists"),
        ("Norzin rejected the report. The company said its own figures were better.", "Norzin"),
        ("A spokesman for Ann Lee said the border was open. Ann Lee left.", "Wire"),
        ("The road is closed.", "Wire"),
    ],
)
def test_the_claimant_is_named_in_full(splitter: LocalSplitter, text: str, claimant: str) -> None:
    assert last(splitter, text).claimant == claimant


def test_a_group_named_later_is_the_one_that_spoke(splitter: LocalSplitter) -> None:
    text = "An aid group said two camps had closed. Doctors Without Limits runs three clinics."
    first = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims[0]
    assert first.claimant == "Doctors Without Limits"


def test_the_chain_runs_from_the_outlet_to_the_speaker(splitter: LocalSplitter) -> None:
    text = "The ferry, Captain Bo Day was quoted as saying by the state agency VNA, was unable to turn."
    claim = last(splitter, text)
    assert claim.chain == ("Wire", "VNA", "Bo Day")


def test_a_quotation_that_goes_on_keeps_its_speaker_without_a_cue(splitter: LocalSplitter) -> None:
    text = '"The road is open," Mayor Ann Lee told a news conference.\n\n"Nobody was hurt in the storm."'
    claim = last(splitter, text)
    assert (claim.claimant, claim.cue, claim.quotation) == ("Ann Lee", None, Quotation.DIRECT)


def test_a_quotation_of_several_paragraphs_waits_for_its_speaker(splitter: LocalSplitter) -> None:
    text = (
        "Mayor Ann Lee said the road was open.\n\n"
        '"The river rose four metres in a night.\n\n'
        '"We lost two bridges," said Bo Day of the coastguard.'
    )
    claims = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims
    assert [claim.claimant for claim in claims] == ["Ann Lee", "Bo Day", "Bo Day"]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Mayor Jo Tarr told the broadcaster Vell One that the road was closed.", ("Wire", "Vell One", "Jo Tarr")),
        ("Mayor Jo Tarr told Radio Vell that the road was closed.", ("Wire", "Radio Vell", "Jo Tarr")),
        ("Mayor Jo Tarr told reporters that the road was closed.", ("Wire", "Jo Tarr")),
        ("Mayor Jo Tarr told the Security Council that the road was closed.", ("Wire", "Jo Tarr")),
    ],
)
def test_the_medium_that_was_told_is_in_the_chain(splitter: LocalSplitter, text: str, chain: tuple[str, ...]) -> None:
    assert last(splitter, text).chain == chain


def test_a_role_does_not_reach_over_the_words_before_it(splitter: LocalSplitter) -> None:
    text = "Lee won 48 percent, against 41 percent for President Lorn Hask. Hask said the count was wrong."
    assert last(splitter, text).claimant_role == "President"


def test_a_day_on_which_a_speaker_did_something_else_is_not_when_he_spoke(splitter: LocalSplitter) -> None:
    assert last(splitter, "Mayor Ann Lee, a pilot who took over in 2023, said the road was safe.").said_date is None


def test_the_halves_of_a_headline_have_their_own_speakers(splitter: LocalSplitter) -> None:
    text = "Rebels say road is open; army says bridge was blown up\n\nThe road to Osk was quiet on Monday."
    assert [claim.claimant for claim in splitter.split(ArticleText(text, outlet="Wire", language="en")).claims][:2] == [
        "Rebels",
        "army",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mayor Ann Lee defended it on Monday, telling reporters that the road was safe.", date(2025, 3, 10)),
        ("The state rejected an offer to take 400 children, the second such offer this year.", None),
    ],
)
def test_the_day_of_a_saying_is_that_of_its_act(splitter: LocalSplitter, text: str, day: date | None) -> None:
    found = splitter.split(ArticleText(text, outlet="Wire", published=date(2025, 3, 12), language="en"))
    assert [claim.said_date for claim in found.claims if claim.claimant != "Wire"] == [day]


def test_an_office_is_named_by_what_it_is_the_office_of(splitter: LocalSplitter) -> None:
    text = "The Office of Budget Review closed two rooms. The office found that costs had doubled."
    assert last(splitter, text).claimant == "Office of Budget Review"


def test_who_passed_it_on_is_in_the_chain_and_no_second_claim(splitter: LocalSplitter) -> None:
    text = 'In a memo, deputy Alan Pryce warned that the closures "will cost lives," according to two people.'
    claims = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims
    assert [claim.chain for claim in claims] == [("Wire", "two people", "Alan Pryce")]
