"""Headline, caption and body that say the same thing."""

from factcheck.domain.claims import ArticleText, PlaceRole, joined
from factcheck.language.duplicates import Entry, duplicates
from factcheck.language.splitter import LocalSplitter

TEXT = """Osk says it captured 14 smugglers
Smugglers were led to the harbour of Osk on Monday. / Reuters
March 12, 2025

Osk's coastguard captured 14 smugglers in the bay, the ministry said.

Smugglers were led to the harbour of Osk on Monday.
"""


def test_headline_and_caption_point_to_the_body(splitter: LocalSplitter) -> None:
    claims = splitter.split(ArticleText(TEXT, outlet="Wire")).claims
    roles = {claim.role: claim for claim in claims if claim.duplicate_of}
    assert set(roles) == {PlaceRole.HEADLINE, PlaceRole.CAPTION}
    assert [len(followers) for _, followers in joined(claims)] == [1, 1]


def test_other_numbers_are_another_claim() -> None:
    entries = [
        Entry("c1", "Osk captured 14 smugglers", PlaceRole.HEADLINE, "Osk"),
        Entry("c2", "Osk captured 12 smugglers", PlaceRole.BODY, "Osk"),
    ]
    assert duplicates(entries) == {}


def test_two_claimants_saying_the_same_are_two_claims() -> None:
    entries = [
        Entry("c1", "The bridge over the Osk river fell", PlaceRole.BODY, "Ann Lee"),
        Entry("c2", "The bridge over the Osk river fell", PlaceRole.BODY, "Bo Day"),
    ]
    assert duplicates(entries) == {}
