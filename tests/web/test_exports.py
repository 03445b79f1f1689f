"""Exports on the page: what is shown is what leaves, and what leaves can do no harm."""

import csv
import io
import json
import re

import pytest

from factcheck.domain.records import CSV_COLUMNS
from factcheck.domain.review import Move, Verdict
from factcheck.services import editing, exports
from tests.web.conftest import World
from tests.web.publishing import NOTE, WITHHELD, editor_does, publish, submit


@pytest.fixture
def published(world: World) -> World:
    publish(world, world.claims[0])
    publish(world, world.claims[1], Verdict.DISPUTED)
    submit(world, world.claims[2])
    return world


def test_the_preview_shows_what_is_published_and_nothing_else(published: World) -> None:
    page = published.signed_in("jana").get("/exports").text
    assert "2 checks" in page
    first, second, waiting = (published.sheet(claim).row.statement for claim in published.claims)
    assert first in page
    assert second in page
    assert waiting not in page


def test_filters_narrow_the_preview_and_the_address_for_programs(published: World) -> None:
    page = published.signed_in("jana").get("/exports?format=jsonl&verdict=disputed").text
    assert "1 check<" in page
    address = f"{published.desk.settings.public_url}/api/v1/exports/claims?format=jsonl&amp;verdict=disputed"
    assert address in page
    assert "No published check passes" in published.signed_in("jana").get("/exports?claimant=nobody").text


def test_htmx_gets_the_preview_alone(published: World) -> None:
    piece = published.signed_in("jana").piece("/exports?format=feed").text
    assert piece.lstrip().startswith('<section class="stack" id="preview"')


def test_what_is_not_fit_is_named(published: World) -> None:
    page = published.signed_in("jana").get("/exports?format=claimreview").text
    assert "public address is not https" in page
    assert "It is not said where the claim appeared" in page


def test_a_filter_that_makes_no_sense_is_refused_on_the_page(published: World) -> None:
    answer = published.signed_in("jana").get("/exports?verdict=perhaps")
    assert answer.status_code == 422
    assert "Verdict is one of: confirmed, disputed, unverified." in answer.text
    assert "2 checks" in answer.text


@pytest.mark.parametrize("format", ["csv", "jsonl", "claimreview", "feed"])
def test_each_format_comes_as_a_file(published: World, format: str) -> None:
    answer = published.signed_in("jana").get(f"/exports/download?format={format}")
    ending = {"csv": "csv", "jsonl": "jsonl"}.get(format, "jsonld")
    assert answer.status_code == 200
    assert answer.is_streamed
    assert re.fullmatch(rf'attachment; filename="checks-[\d-]+\.{ending}"', answer.headers["Content-Disposition"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for secret in (NOTE, WITHHELD, "would lose the job"):
        assert secret not in answer.text


def test_the_file_holds_what_the_preview_said(published: World) -> None:
    jana = published.signed_in("jana")
    rows = list(csv.reader(io.StringIO(jana.get("/exports/download?verdict=disputed").text.lstrip("\ufeff"))))
    assert rows[0] == list(CSV_COLUMNS)
    assert [row[CSV_COLUMNS.index("verdict")] for row in rows[1:]] == ["disputed"]
    reviews = json.loads(jana.get("/exports/download?format=claimreview").text)
    assert [review["@type"] for review in reviews] == ["ClaimReview", "ClaimReview"]


def test_no_cell_of_the_table_is_a_formula(world: World) -> None:
    claim = world.claims[0]
    changes = {"statement": '=HYPERLINK("https://evil.example","12 people")', "claimant": "@SUM(A1)"}
    editing.edit(world.desk.unit(), claim, world.actors["jana"], seen=world.seen(claim), changes=changes)
    publish(world, claim, rationale="+1 more formula, with words")
    text = world.signed_in("jana").get("/exports/download").text.lstrip("\ufeff")
    cells = [cell for row in list(csv.reader(io.StringIO(text)))[1:] for cell in row]
    assert '\'=HYPERLINK("https://evil.example","12 people")' in cells
    assert "'@SUM(A1)" in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@")]


def test_a_voided_check_leaves_as_a_tombstone(published: World) -> None:
    editor_does(published, published.claims[0], Move.VOID, public_note="A mistake of ours.")
    jana = published.signed_in("jana")
    assert "voided" in jana.get("/exports").text
    lines = [json.loads(line) for line in jana.get("/exports/download?format=jsonl").text.splitlines()]
    assert [(line["voided"], "claim" in line) for line in lines] == [(True, False), (False, True)]
    assert len(json.loads(jana.get("/exports/download?format=claimreview").text)) == 1


def test_a_file_is_written_in_the_background_and_is_its_owners_alone(published: World) -> None:
    jana = published.signed_in("jana")
    answer = jana.post("/exports", {"format": "jsonl", "verdict": "confirmed"})
    assert answer.location == "/exports?format=jsonl&verdict=confirmed#files"
    (ordered,) = exports.files(published.desk.unit(), published.actors["jana"])
    assert jana.get(f"/exports/files/{ordered.id}").status_code == 404
    assert "waiting" in jana.piece("/exports/files").text
    exports.write(published.desk.unit, published.desk.vault, published.desk.identity, ordered.id)
    assert f'href="/exports/files/{ordered.id}"' in jana.piece("/exports/files").text
    file = jana.get(f"/exports/files/{ordered.id}")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="checks-')
    assert len(file.text.splitlines()) == 1
    assert published.signed_in("tim").get(f"/exports/files/{ordered.id}").status_code == 404
    assert f'/exports/files/{ordered.id}"' not in published.signed_in("tim").get("/exports").text
