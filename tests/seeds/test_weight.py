"""What the workbench of the demo weighs at first view: each claim, in the longer language, and the densest in hand."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from factcheck.web.app import create_app
from factcheck.web.assets import SHORT, content
from tests.seeds.conftest import SCRIPT, Demo
from tests.seeds.test_german import GERMAN, signed_in

LINKED = re.compile(r'(?:href|src)="/static/([^"?]+)\?')  # the static files of a page
pytestmark = pytest.mark.timeout(900)
"""Seconds. The first test of this folder loads the demo."""

KILOBYTE = 1024


@pytest.fixture(scope="module")
def app(loaded: tuple[Demo, str]) -> Flask:
    return create_app(loaded[0].desk)


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    """Editors are offered most: what checkers have, and to whom a claim may be given."""
    ruben = next(person for person in SCRIPT.people if person.key == "ruben")
    return signed_in(app, ruben.email, ruben.password)


def first_view(page: bytes) -> list[bytes]:
    """What a browser that has nothing yet fetches for a page."""
    names = set(LINKED.findall(page.decode()))
    return [page, *(content(SHORT.get(name, name)) for name in names)]


def move(editor: FlaskClient, claim_id: int, made: str, page: bytes) -> None:
    token, seen = (re.search(rf'name="{name}" value="([^"]+)"', page.decode()) for name in ("csrf_token", "seen"))
    assert token
    assert seen
    answer = editor.post(f"/claims/{claim_id}/moves/{made}", data={"csrf_token": token[1], "seen": seen[1]})
    assert answer.status_code == 303


def in_hand(editor: FlaskClient, claim_id: int, free: bytes) -> bytes:
    """The page of a claim while somebody works on it, who gives it back."""
    move(editor, claim_id, "take", free)
    page = editor.get(f"/claims/{claim_id}", headers=GERMAN).data
    move(editor, claim_id, "release", page)
    assert b'id="field-rationale"' in page
    return page


def test_every_claim_of_the_demo_stays_within_the_bounds_also_in_hand(
    loaded: tuple[Demo, str], editor: FlaskClient
) -> None:
    pages = {sheet.row.id: editor.get(f"/claims/{sheet.row.id}", headers=GERMAN).data for sheet in loaded[0].claims()}
    free = {claim_id: page for claim_id, page in pages.items() if b"moves/take" in page}
    densest = sorted(free, key=lambda claim_id: -len(free[claim_id]))[:3]
    taken = [in_hand(editor, claim_id, free[claim_id]) for claim_id in densest]
    for page in (*pages.values(), *taken):
        bodies = first_view(page)
        assert len(bodies) <= 10
        assert sum(map(len, bodies)) <= 150 * KILOBYTE
        assert sum(len(gzip.compress(body)) for body in bodies) <= 45 * KILOBYTE
