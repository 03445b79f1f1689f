"""Exports over the API: what is published, piece by piece, and the cursor of the next delta."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from factcheck.domain.people import Action
from factcheck.services import exports
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.exports import ExportQuery
from factcheck.web.sessions import desk

OVERLAP = timedelta(minutes=1)
"""How far the cursor lies before the start: what was being written while we read comes again rather than never."""


TOLD: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "What is published, in the format asked for. A check may come again in the next delta: take "
        "the newer one.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/x-ndjson": {"schema": {"type": "string", "description": "One JSON object a line."}},
            "application/ld+json": {
                "schema": {"type": ["array", "object"], "description": "ClaimReviews, or a DataFeed."}
            },
        },
        "headers": {
            "Export-Cursor": {
                "description": "Send it as `since` to get what changes from now on.",
                "schema": {"type": "string", "format": "date-time"},
            },
            "Link": {"description": "The address of that next delta.", "schema": {"type": "string"}},
        },
    }
}


@rooms.get("/exports/claims")
@rooms.input(ExportQuery, location="query", arg_name="asked")
@rooms.doc(responses=TOLD)
def export_claims(asked: ExportQuery) -> Response:
    """Export checked claims

    CSV, JSON Lines, ClaimReview or the feed; voided checks come as tombstones. With `since` only what changed.
    """
    actor().require(Action.EXPORT)
    unit = desk().unit()
    cursor = (unit.now - OVERLAP).isoformat()
    pieces = exports.stream(unit, desk().identity, asked.format, asked.filters(), since=asked.since)
    name = f"claims.{exports.ENDINGS[asked.format]}"
    following = urlencode({**request.args.to_dict(), "since": cursor})
    return Response(
        pieces,
        content_type=exports.CONTENT_TYPES[asked.format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Export-Cursor": cursor,
            "Link": f'<{request.path}?{following}>; rel="related"',
        },
    )
