"""The lines around an article, and what it says about itself."""

from datetime import date

import pytest

from factcheck.language import Found, describe
from factcheck.language.layout import Part, layout

TEXT = """Two bridges closed in Osk
Cars wait at the river. / Reuters
March 12, 2025
By Ann Lee

Two bridges were closed on Monday, the mayor said.

'No danger'

They will open again in May.

SOURCE: Northwind News & Agencies
"""


def test_each_line_has_its_part() -> None:
    assert [block.part for block in layout(TEXT)] == [
        Part.HEADLINE, Part.CAPTION, Part.DATE, Part.BYLINE, Part.BODY, Part.CROSSHEAD, Part.BODY, Part.META,
    ]  # fmt: skip


def test_a_caption_ends_before_its_credit() -> None:
    caption = layout(TEXT)[1]
    assert (TEXT[caption.start : caption.end], caption.note) == ("Cars wait at the river.", "Reuters")


def test_an_article_describes_itself() -> None:
    assert describe(TEXT) == Found("Two bridges closed in Osk", date(2025, 3, 12), "Northwind News", "Ann Lee")


@pytest.mark.parametrize("text", ["", "   \n", "One sentence without anything around it."])
def test_nothing_is_made_up(text: str) -> None:
    assert describe(text) == Found()


def test_a_place_line_names_the_agency_and_is_no_claim() -> None:
    text = "A headline here\nPORT ELSA, Oct 6 (Continental) - The bridge fell, the mayor said.\nIt was old."
    assert describe(text).outlet == "Continental"
    assert text[layout(text)[1].start :].startswith("The bridge fell")


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "The bridge over the river was closed on Monday after a\nship had struck a pillar.\n\nNobody was hurt."
    assert len(layout(text)) == 2


def test_a_headline_is_not_joined_with_the_line_below_it() -> None:
    text = (
        "Osk says its coastguard has captured fourteen smugglers in the bay\n"
        "The boats came from the north, the ministry says\n"
        "March 12, 2025\n\nOsk's coastguard captured 14 smugglers in the bay."
    )
    assert [block.part for block in layout(text)] == [Part.HEADLINE, Part.STANDFIRST, Part.DATE, Part.BODY]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Osk floods\nNorthwind News, Monday 3 February 2025\nIt rained.", ("Northwind News", date(2025, 2, 3))),
        ("Osk floods\nOSK, 3 February 2025 (Wire) - It rained.", ("Wire", date(2025, 2, 3))),
        ("Osk floods\nOsk (dpa) - It rained.", ("", None)),
        ("Osk floods\nOsk (Reuters) - It rained.", ("Reuters", None)),
    ],
)
def test_outlet_and_day_are_read_off_the_line_that_has_them(text: str, found: tuple[str, date | None]) -> None:
    described = describe(text)
    assert (described.outlet, described.published) == found


def test_an_article_that_begins_with_blanks_beyond_where_its_head_is_looked_for_says_nothing_of_itself() -> None:
    assert describe(" " * 20_000 + TEXT) == Found()
    assert describe("\n" * 25_000 + "x") == Found()
