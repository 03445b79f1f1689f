"""Quotation marks and what they make of a claim."""

import pytest

from factcheck.domain.claims import Quotation
from factcheck.language.quotations import quotation_of, quotations


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ('He said "yes" twice.', ['"yes"']),
        ("“Open it,” she said. “Now.”", ["“Open it,”", "“Now.”"]),
        ("The lenders' data and the banks' data differ.", []),
        ("'Important step'", ["'Important step'"]),
        ('"It goes on in the next paragraph.', ['"It goes on in the next paragraph.']),
        ("«Ja», sagte er.", ["«Ja»"]),
        ('A 12" pipe burst.', []),
    ],
)
def test_quotations_are_found_with_their_marks(paragraph: str, expected: list[str]) -> None:
    assert [paragraph[quote.start : quote.end] for quote in quotations(paragraph)] == expected


def test_a_quotation_without_an_end_is_open() -> None:
    assert [quote.closed for quote in quotations('"Yes. "No.')] == [True]
    assert [quote.closed for quote in quotations('"Yes, and more')] == [False]


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ('"The road is open."', Quotation.DIRECT),
        ('the road is "wide open" again', Quotation.MIXED),
        ("the road is open", Quotation.INDIRECT),
    ],
)
def test_the_share_in_quotation_marks_decides_the_kind(paragraph: str, kind: Quotation) -> None:
    assert quotation_of(paragraph, [(0, len(paragraph))], quotations(paragraph)) is kind
