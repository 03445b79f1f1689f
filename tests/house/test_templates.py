"""Templates parse, and hold nothing that the content policy forbids or that a forged form could use."""

import re
from pathlib import Path

import pytest
from flask import Flask

from factcheck.config import ROOT
from factcheck.domain.review import Verdict
from factcheck.domain.shortcuts import PLAIN
from factcheck.web.app import create_app
from factcheck.web.assets import STATIC
from factcheck.web.pages import ICONS
from factcheck.wiring import Desk

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S)  # a whole form
INLINE = re.compile(r"<[^>{]*\s(style|on[a-z]+)\s*=|<style|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)", re.I)


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Flask:
    from factcheck.config import Settings

    return create_app(Desk.from_settings(Settings(_env_file=None, data=tmp_path, database_url=sqlite_url)))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def test_every_template_parses(app: Flask) -> None:
    for path in TEMPLATES:
        app.jinja_env.get_template(named(path))
    assert len(TEMPLATES) > 20


IMPORT = re.compile(r"\{% from \"[^\"]+\" import ([\w, ]+?)(?: with context)? %\}")  # the macros of another template
MACRO = re.compile(r"\{% macro (\w+)")  # where one is defined


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_template_imports_the_macros_that_it_calls_and_no_others(path: Path) -> None:
    """A piece is fetched alone as well: it cannot lean on what the page around it has imported."""
    text = path.read_text()
    imported = {name for names in IMPORT.findall(text) for name in names.split(", ")}
    everywhere = {name for other in TEMPLATES for name in MACRO.findall(other.read_text())}
    called = set(re.findall(r"(?<![\w.\"'-])(\w+)\(", text)) & everywhere
    assert imported == called - set(MACRO.findall(text))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_is_inline(path: Path) -> None:
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_form_that_posts_has_its_token(path: Path) -> None:
    """Readers have no session that a token could belong to: their one form carries a signature of its own."""
    for form in FORM.findall(path.read_text()):
        if 'method="post"' in form.split(">")[0]:
            for_readers = named(path) == "public/error_form.html" and 'name="form" value="{{ form }}"' in form
            assert "csrf" in form or "seen()" in form or for_readers, form[:120]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_is_marked_safe(path: Path) -> None:
    assert "|safe" not in path.read_text().replace(" ", "")


def test_every_icon_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / ICONS).read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r'icon\("([a-z0-9-]+)"', path.read_text())}
    assert used <= sprite
    assert len(used) > 10


def test_every_key_on_a_page_comes_from_the_table_and_every_line_of_the_table_is_on_a_page() -> None:
    used: set[str] = set()
    for path in TEMPLATES:
        text = path.read_text()
        assert named(path) == "_macros.html" or "data-key=" not in text, path
        used |= set(re.findall(r'\b(?:keyed|kbd)\("([^"]+)"', text))
    made = {"attach-", "view-"}  # put together from a stance or a number
    listed = {"next-row", "previous-row", "attach", *(str(verdict) for verdict in Verdict)}
    assert used - made <= set(PLAIN)
    assert {name for name in PLAIN if not name.startswith(tuple(made))} == (used - made) | listed
