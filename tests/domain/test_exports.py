"""What leaves the desk: valid ClaimReview, honest numbers, cells no spreadsheet runs, and nothing that is withheld."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claim_reviews import CLAIM_MOST, claim_review, feed_head, feed_item, validate
from factcheck.domain.days import Precision
from factcheck.domain.evidence import Medium, SourceKind, Stance
from factcheck.domain.exports import summary
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.records import CSV_COLUMNS, csv_row, neutral, record, tombstone
from factcheck.domain.review import Verdict
from factcheck.domain.sheets import PublicCheck, PublicNotice, PublicSource

NOW = datetime.now(UTC)
TODAY = NOW.date()
DESK = DeskIdentity("The Harbour Desk", "https://desk.example", "https://licence.example/by", production=True)
SOURCE = PublicSource(
    "Register of piers", "Harbour Authority", "https://authority.example/piers", Stance.SUPPORTS, SourceKind.PRIMARY,
    Medium.WEB, "Pier 4: closed.", NOW - timedelta(days=1),
)  # fmt: skip
CHECK = PublicCheck(
    claim_id=7, finding=2, url="https://desk.example/checks/7", statement="The northern pier is closed.",
    claimant="Mira Kolnik", said_date=TODAY - timedelta(days=3), said_precision=Precision.DAY, appearance="https://herald.example/pier",
    article_title="Pier closed", outlet="Herald", published=TODAY - timedelta(days=2), language="en",
    verdict=Verdict.CONFIRMED, rationale="The register says so.", tried="", sources=(SOURCE,),
    first_published=NOW - timedelta(days=1), modified=NOW, approver="Eva", authors=("Jana",), notices=(),
    under_review=False, voided_at=None, void_note="",
)  # fmt: skip
VOIDED = replace(CHECK, voided_at=NOW, void_note="We mistook the pier.")


def review(desk: DeskIdentity = DESK, **changes: Any) -> dict[str, Any]:
    return claim_review(replace(CHECK, **changes), desk)


def everything_in(value: Any) -> list[Any]:
    """Every value inside a JSON document."""
    if isinstance(value, dict):
        return [inner for each in value.values() for inner in everything_in(each)]
    if isinstance(value, list):
        return [inner for each in value for inner in everything_in(each)]
    return [value]


# --- ClaimReview ----------------------------------------------------------------------------------


def test_a_whole_check_is_valid_and_without_warning() -> None:
    found = validate(review(), DESK)
    assert (found.errors, found.warnings) == ([], [])


def test_a_review_says_what_its_readers_require() -> None:
    made = review()
    assert made["@type"] == "ClaimReview"
    assert made["claimReviewed"] == "The northern pier is closed."
    assert made["url"] == "https://desk.example/checks/7"
    assert made["reviewRating"]["alternateName"] == "Confirmed"
    assert made["author"]["name"] == "The Harbour Desk"
    assert made["itemReviewed"]["author"] == {"@type": "Person", "name": "Mira Kolnik"}
    assert made["itemReviewed"]["datePublished"] == (TODAY - timedelta(days=3)).isoformat()
    assert made["itemReviewed"]["appearance"]["url"] == "https://herald.example/pier"
    assert made["sdLicense"] == DESK.licence
    assert made["author"]["correctionsPolicy"].startswith("https://desk.example/")


@pytest.mark.parametrize("claimant", ["Herald", "Ministry of Ports", "the city council"])
def test_a_body_is_no_person(claimant: str) -> None:
    assert review(claimant=claimant)["itemReviewed"]["author"]["@type"] == "Organization"


def test_nothing_is_called_unknown_and_nothing_is_empty() -> None:
    made = review(claimant="", said_date=None, appearance="", published=None, language="", sources=(), outlet="")
    assert "author" not in made["itemReviewed"]
    assert not {"unknown", "", "none"} & {str(value).strip().lower() for value in everything_in(made)}


def test_a_correction_and_a_running_review_are_said() -> None:
    notice = PublicNotice(NOW, "Correction", "The pier has another number.")
    made = review(notices=(notice,), under_review=True)
    assert made["correction"][0]["text"] == "Correction: The pier has another number."
    assert made["creativeWorkStatus"] == "Under review"
    assert "creativeWorkStatus" not in review()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"statement": ""}, "claimReviewed is missing."),
        ({"url": ""}, "url is missing."),
        ({"url": "https://elsewhere.example/checks/7"}, "The address of the check is not on the desk's own site."),
        ({"url": "https://desk.example.evil.example/7"}, "The address of the check is not on the desk's own site."),
        ({"claimant": "Unknown"}, "An unknown claimant is left out, not called unknown."),
    ],
)
def test_a_check_that_is_not_fit_is_kept_out(changes: dict[str, Any], problem: str) -> None:
    assert problem in validate(review(**changes), DESK).errors


def test_the_appearance_is_never_on_the_desks_own_site() -> None:
    assert "appearance" not in review(appearance="https://desk.example/articles/3")["itemReviewed"]
    forged = review()
    forged["itemReviewed"]["appearance"]["url"] = "https://desk.example/articles/3"
    assert "The claim's appearance must not be on the desk's own site." in validate(forged, DESK).errors


@pytest.mark.parametrize("missing", ["claimReviewed", "url", "author", "itemReviewed"])
def test_each_required_field_is_asked_for(missing: str) -> None:
    made = review()
    del made[missing]
    assert f"{missing} is missing." in validate(made, DESK).errors


def test_a_verdict_in_words_is_asked_for() -> None:
    made = review()
    del made["reviewRating"]
    assert "The verdict in words (reviewRating.alternateName) is missing." in validate(made, DESK).errors


def test_without_https_nothing_goes_out_in_production() -> None:
    for production in (True, False):
        plain = replace(DESK, url="http://desk.example", production=production)
        found = validate(review(plain, url="http://desk.example/checks/7"), plain)
        sentence = "The desk's public address is not https, so this is not fit to publish."
        assert (sentence in found.errors, sentence in found.warnings) == (production, not production)


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"statement": "x" * (CLAIM_MOST + 1)}, "The claim is 76 characters long; result pages show about 75."),
        ({"statement": "False: the pier is closed."}, "The claim holds a word of a verdict"),
        ({"appearance": ""}, "It is not said where the claim appeared"),
    ],
)
def test_what_is_poor_but_fit_goes_with_a_warning(changes: dict[str, Any], warning: str) -> None:
    found = validate(review(**changes), DESK)
    assert found.errors == []
    assert any(line.startswith(warning) for line in found.warnings)


# --- Numbers --------------------------------------------------------------------------------------


@given(
    verdict=st.sampled_from(Verdict), disputed=st.integers(0, 4), tried=st.text(max_size=9), rationale=st.text(max_size=9)  # noqa: E501
)  # fmt: skip
def test_all_three_numbers_or_none_nearer_the_best_is_truer(
    verdict: Verdict, disputed: int, tried: str, rationale: str
) -> None:
    desk = replace(DESK, disputed_rating=disputed)
    made = review(desk, verdict=verdict, tried=tried, rationale=rationale)
    rating = made["reviewRating"]
    numbers = [rating.get(name) for name in ("worstRating", "ratingValue", "bestRating")]
    if verdict is Verdict.UNVERIFIED or not disputed:
        assert numbers == [None, None, None]
    else:
        assert numbers == [1, 5 if verdict is Verdict.CONFIRMED else disputed, 5]
    assert validate(made, desk).errors == []


@pytest.mark.parametrize(
    "numbers",
    [
        {"ratingValue": 3},
        {"ratingValue": 3, "bestRating": 5},
        {"worstRating": 1, "ratingValue": 6, "bestRating": 5},
        {"worstRating": 0, "ratingValue": 3, "bestRating": 5},
        {"worstRating": 5, "ratingValue": 5, "bestRating": 5},
        {"worstRating": 5, "ratingValue": 3, "bestRating": 1},
    ],
)
def test_numbers_that_do_not_fit_together_are_kept_out(numbers: dict[str, int]) -> None:
    made = review()
    made["reviewRating"] |= numbers
    assert "The rating's numbers do not fit together." in validate(made, DESK).errors


def test_unverified_never_carries_a_number() -> None:
    made = review(verdict=Verdict.UNVERIFIED, tried="Asked twice.")
    made["reviewRating"] |= {"worstRating": 1, "ratingValue": 3, "bestRating": 5}
    assert "Unverified must not carry a number." in validate(made, DESK).errors
    assert (
        review(verdict=Verdict.UNVERIFIED, tried="Asked twice.")["reviewRating"]["ratingExplanation"] == "Asked twice."
    )


# --- Feed, JSON Lines, tombstones -----------------------------------------------------------------


def test_a_feed_item_holds_its_review_in_a_list() -> None:
    item = feed_item(CHECK, DESK)
    assert (item["@type"], item["url"], item["item"]) == ("DataFeedItem", CHECK.url, [claim_review(CHECK, DESK)])
    head = feed_head(NOW, DESK)
    assert (head["@type"], head["dateModified"], head["sdLicense"]) == ("DataFeed", NOW.isoformat(), DESK.licence)


@pytest.mark.parametrize("shape", [tombstone(VOIDED), record(VOIDED), feed_item(VOIDED, DESK), csv_row(VOIDED)])
def test_of_a_voided_check_only_address_time_and_note_remain(shape: Any) -> None:
    text = json.dumps(shape)
    assert VOIDED.url in text
    assert VOIDED.void_note in text
    for gone in (CHECK.statement, CHECK.claimant, CHECK.rationale, SOURCE.title, SOURCE.passage, CHECK.article_title):
        assert gone not in text


def test_a_voided_check_is_an_empty_item_of_the_feed() -> None:
    assert (feed_item(VOIDED, DESK)["item"], feed_item(VOIDED, DESK)["dateDeleted"]) == ([], NOW.isoformat())


def test_a_record_holds_the_check_and_no_name_of_the_desks_people() -> None:
    line = record(CHECK)
    assert (line["id"], line["finding"], line["verdict"], line["voided"]) == (7, 2, "confirmed", False)
    assert line["sources"][0]["passage"] == "Pier 4: closed."
    assert not {"Eva", "Jana"} & {value for value in everything_in(line) if isinstance(value, str)}


def test_the_summary_names_each_problem_once_with_its_claims() -> None:
    bad = [replace(CHECK, claim_id=number, statement="") for number in range(1, 8)]
    left_out, warnings = summary([CHECK, VOIDED, *bad], DESK)
    assert left_out == ["claimReviewed is missing. (7 claims: 1, 2, 3, 4, 5 ...)"]
    assert warnings == []
    assert summary([replace(CHECK, appearance="")], DESK)[1][0].endswith("(claim 7)")


# --- CSV ------------------------------------------------------------------------------------------

FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
BEFORE = ["", " ", "  ", "\t", "\r", "\n", "\ufeff", "\x00", "\x01", "\x1f", "\x7f", "\x85", "\x9f", "\u00a0", "\u00ad",
          "\u1680", "\u2003", "\u200b", "\u200e", "\u202e", "\u2028", "\u202f", "\u2060", "\u3000", " \ufeff\x01 "]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("sign", FORMULA)
@pytest.mark.parametrize("before", BEFORE, ids=ascii)
def test_no_cell_begins_a_formula(before: str, sign: str) -> None:
    assert neutral(f"{before}{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("cell", ["\tx", "\rx", "\nx"])
def test_no_cell_begins_with_a_tab_or_a_line_end(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", " ", "The pier", "2 - 1", "1=1", "a@desk.example", "'=1", "\u2212 5", "\u00e9t\u00e9"]
)
def test_an_honest_cell_stays_as_it_is(cell: str) -> None:
    assert neutral(cell) == cell


def test_whatever_blank_or_invisible_stands_in_front_the_formula_is_found() -> None:
    invisible = [chr(c) for c in range(0x10000) if unicodedata.category(chr(c)) in {"Zs", "Zl", "Zp", "Cc", "Cf"}]
    assert [ascii(before) for before in invisible if not neutral(f"{before}=1+1").startswith("'")] == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.sampled_from(FORMULA))
def test_a_row_comes_back_from_a_csv_reader_cell_by_cell(text: str, sign: str) -> None:
    hostile = replace(
        CHECK, statement=f"{sign}{text}", claimant=text, rationale=f'{text}"\n,;{sign}', tried=f" {sign}1"
    )
    cells = csv_row(hostile)
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow(cells)
    [back] = list(csv.reader(io.StringIO(written.getvalue(), newline=""), strict=True))
    assert back == cells
    assert len(back) == len(CSV_COLUMNS)
    assert back[CSV_COLUMNS.index("claim")] == f"'{sign}{text}"
    assert not any(cell.lstrip(" \ufeff")[:1] in set(FORMULA) for cell in back)


def test_a_row_says_day_verdict_sources_and_notices_in_words() -> None:
    row = dict(zip(CSV_COLUMNS, csv_row(replace(CHECK, notices=(PublicNotice(NOW, "Update", "Open."),))), strict=True))
    assert row["said_date"] == date.isoformat(TODAY - timedelta(days=3))
    assert (row["verdict"], row["voided"], row["under_review"]) == ("confirmed", "no", "no")
    assert row["sources"] == "supports (primary) Harbour Authority: Register of piers https://authority.example/piers"
    assert row["notices"] == "Update: Open."
