"""What pages and API say of checks that were made before."""

import json
from datetime import timedelta

import pytest

from factcheck.domain.earlier import Came, ImportedCheck
from factcheck.domain.people import TokenScope
from factcheck.language import CheckMatcher
from factcheck.services import earlier, imports, tokens
from tests.conftest import SetClock
from tests.web.conftest import World

CLAIM = "The night ferry carried 12 people to Osthaven."


@pytest.fixture
def checked_before(world: World, clock: SetClock) -> int:
    """A claim that another publisher has checked some 130 days ago, and whose search has been made."""
    review = {
        "@type": "ClaimReview", "url": "https://facts.example/ferry", "claimReviewed": CLAIM,
        "author": {"name": "Example Facts"}, "reviewRating": {"alternateName": "Mostly false"},
        "itemReviewed": {"author": {"name": "Lina Brandt"}},
        "datePublished": (clock.now - timedelta(days=130)).date().isoformat(),
    }  # fmt: skip
    imports.bring_in(world.desk.unit(), world.actors["ada"], json.dumps(review).encode(), "checks.json")
    earlier.match(world.desk.unit(), CheckMatcher(), world.claims[0])
    return world.claims[0]


def test_the_workbench_says_when_who_and_what(world: World, checked_before: int) -> None:
    text = " ".join(world.signed_in("jana").get(f"/claims/{checked_before}").text.split())
    for words in ("compared by words", "4 months ago", "Mostly false", "said by Lina Brandt", "Example Facts"):
        assert words in text
    assert 'href="https://facts.example/ferry"' in text
    assert ", imported" in text


@pytest.mark.parametrize(
    ("came", "words"), [(Came.NAMED, ", named by Example Search"), (Came.PAGE, ", from the markup of its page")]
)
def test_a_check_that_nobody_brought_in_says_how_it_came(world: World, came: Came, words: str) -> None:
    check = ImportedCheck(
        url="https://facts.example/<b>", claim=f"{CLAIM} <script>x</script>", rating="Mostly <i>false", publisher="<b>F"
    )
    with world.desk.unit().writing() as session:
        imports.keep_found(session, world.claims[0], [check], came, "Example Search", world.desk.unit().now)
    earlier.match(world.desk.unit(), CheckMatcher(), world.claims[0])
    page = world.signed_in("jana").get(f"/claims/{world.claims[0]}").text
    assert words in " ".join(page.split())
    assert "<script>x" not in page
    assert "<i>false" not in page


def test_the_queue_hints_at_it(world: World, checked_before: int) -> None:
    rows = world.signed_in("jana").get("/queue").text.split("<li")
    assert [f"/claims/{checked_before}" in row for row in rows if "checked before: Mostly false" in row] == [True]


def test_the_api_gives_it(world: World, checked_before: int) -> None:
    jana = world.actors["jana"]
    token = tokens.add_token(world.desk.unit(), jana.id or 0, jana, label="test", scope=TokenScope.READ)
    answer = world.visitor().get(f"/api/v1/claims/{checked_before}", headers={"Authorization": f"Bearer {token}"})
    [found] = answer.get_json()["earlier"]
    assert (found["rating"], found["publisher"], found["compared"]) == ("Mostly false", "Example Facts", "words")
    assert (found["came"], found["found_by"]) == ("imported", "")
