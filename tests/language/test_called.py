"""What a claimant is called inside a statement: with its article and the country that the text gives elsewhere."""

import pytest

from factcheck.domain.claims import ArticleText
from factcheck.language import LocalSplitter


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The opposition disputed the figures.", "The opposition disputed the figures."),
        ("Officials rejected the figures as wrong.", "Officials rejected the figures as wrong."),
        (
            "The Transport Ministry rejected the figures. Kelvanian Transport Minister Ann Lee resigned.",
            "The Kelvanian Transport Ministry rejected the figures.",
        ),
        (
            "The Transport Ministry rejected the figures. Kelvanian Transport Minister Ann Lee met the Tarsenian "
            "Transport Minister.",
            "The Transport Ministry rejected the figures.",
        ),
    ],
)
def test_an_institution_has_its_article_and_its_country(splitter: LocalSplitter, text: str, statement: str) -> None:
    claims = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims
    assert claims[0].statement == statement
