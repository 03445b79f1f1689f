"""Pages for readers: the published checks, each with its earlier versions, as data too, and how this desk works."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.atom import atom
from factcheck.domain.claim_reviews import claim_review, validate
from factcheck.domain.errors import NotFound
from factcheck.domain.exports import Format
from factcheck.domain.records import tombstone
from factcheck.domain.review import ARTICLE, MOVES, NEEDS_PUBLIC_NOTE, PARTICIPLE, QueueFilters
from factcheck.domain.sheets import PublicCheck
from factcheck.services import exports, publishing
from factcheck.web import filters
from factcheck.web.answers import page
from factcheck.web.doors import public
from factcheck.web.sessions import desk

rooms = Blueprint("public", __name__)

FRESH_FOR = 60
"""Seconds that a copy of a public page may be shown without asking: a voided check must not linger."""


@rooms.after_request
def keep_a_moment(answer: Response) -> Response:
    """Readers' pages may be kept for a moment; what is not there may not, it may come."""
    if answer.status_code == 200 and "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return answer


@rooms.get("/checks/")
@public
def listed() -> ResponseReturnValue:
    checks, following = publishing.newest(desk().unit(), desk().identity, cursor=filters.number("cursor", request.args))
    return page("public/listed.html", checks=checks, following=following)


@rooms.get("/checks/<int:claim_id>")
@public
def check(claim_id: int) -> ResponseReturnValue:
    found = publishing.public_check(desk().unit(), desk().identity, claim_id)
    return shown(found, found)


def shown(found: PublicCheck, today: PublicCheck) -> ResponseReturnValue:
    """A check, or an earlier version of it, as readers see it. What search engines must not keep says so."""
    hidden = today.voided_at is not None or found.finding != today.finding
    answer = make_response(
        page("public/check.html", check=found, today=today, hidden=hidden, review=None if hidden else as_review(found))
    )
    if hidden:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def as_review(found: PublicCheck) -> dict[str, Any] | None:
    """The check as ClaimReview, None when it would not pass the desk's own validation."""
    review = claim_review(found, desk().identity)
    return None if validate(review, desk().identity).errors else review


@rooms.get("/checks/<int:claim_id>/versions/<int:number>")
@public
def version(claim_id: int, number: int) -> ResponseReturnValue:
    today = publishing.public_check(desk().unit(), desk().identity, claim_id)
    if number == today.finding:
        return redirect(url_for("public.check", claim_id=claim_id), 302)
    return shown(publishing.public_check(desk().unit(), desk().identity, claim_id, finding=number), today)


@rooms.get("/checks/<int:claim_id>.json")
@public
def as_data(claim_id: int) -> ResponseReturnValue:
    """The check as ClaimReview; a voided one is gone, with a tombstone that says why."""
    found = publishing.public_check(desk().unit(), desk().identity, claim_id)
    if found.voided_at is not None:
        return jsonify(tombstone(found)), 410
    review = as_review(found)
    if review is None:
        raise NotFound("This check is not fit to be given as ClaimReview.")
    answer = jsonify(review)
    answer.mimetype = "application/ld+json"
    return answer


@rooms.get("/checks/feed.json")
@public
def feed() -> ResponseReturnValue:
    """Every valid check in the shape of the Data Commons feed; `since` (ISO time) gives what changed after it."""
    since = request.args.get("since", "")
    pieces = exports.stream(desk().unit(), desk().identity, Format.FEED, QueueFilters(), since=since)
    return Response(stream_with_context(pieces), content_type=exports.CONTENT_TYPES[Format.FEED])


@rooms.get("/checks/feed.atom")
@public
def atom_feed() -> ResponseReturnValue:
    """The newest checks for feed readers."""
    checks, _ = publishing.newest(desk().unit(), desk().identity)
    content = atom(checks, desk().identity, f"{desk().identity.url}{url_for('public.atom_feed')}")
    return Response(content, content_type="application/atom+xml; charset=utf-8")


@rooms.get("/about")
@public
def about() -> ResponseReturnValue:
    return page(
        "public/about.html",
        moves=MOVES,
        participles=PARTICIPLE,
        who=ARTICLE,
        noted=NEEDS_PUBLIC_NOTE,
        identity=desk().identity,
    )
