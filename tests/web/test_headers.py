"""The headers that protect answers are on every one of them."""

import pytest
from flask import Flask

from factcheck.web.headers import CSP
from tests.web.conftest import World


@pytest.mark.parametrize("path", ["/queue", "/claims/1", "/claims/9999", "/nothing-here", "/account", "/approve"])
def test_every_page_is_protected(world: World, path: str) -> None:
    answer = world.signed_in("omar").get(path)
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_refusals_and_accidents_are_protected_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setitem(world.app.view_functions, "claims.queue", broken)
    answer = world.signed_in("jana").get("/queue")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == CSP
    assert "secret of the house" not in answer.text
    assert "Traceback" not in answer.text
    assert world.visitor().get("/queue").headers["Content-Security-Policy"] == CSP


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert "unsafe" not in CSP
    assert "default-src 'none'" in CSP
    assert "frame-ancestors 'none'" in CSP
    assert "http" not in CSP


def test_static_files_with_their_hash_are_kept_and_others_are_asked_for(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/sign-in").text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    for path, kept in (
        (style, "immutable"),
        (style.split("?")[0], "no-cache"),
        ("/static/nothing.css?v=1", "no-store"),
    ):
        with client.get(path) as answer:
            assert answer.headers["Cache-Control"].endswith(kept)
