"""Pages of exports: choosing what leaves the desk, looking at it first, downloading it or having it written."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError
from factcheck.domain.exports import LOOKED_AT, Format
from factcheck.domain.people import Action
from factcheck.domain.review import QueueFilters
from factcheck.domain.sheets import COUNTED_MOST
from factcheck.services import claims, exports
from factcheck.web import errors, filters
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("exports", __name__)


def again(error: DeskError) -> ResponseReturnValue:
    return show(error=error)


@rooms.get("/exports")
@needs(Action.EXPORT)
@shows_again(again)
def choose() -> ResponseReturnValue:
    return show()


def show(*, error: DeskError | None = None) -> ResponseReturnValue:
    """The page of exports; with an error under the plain filters, so that the form can be mended."""
    wanted = QueueFilters() if error else filters.from_args(request.values)
    chosen = Format.CSV if error else format_of()
    unit = desk().unit()
    return page(
        "exports/choose.html",
        piece="exports/_preview.html",
        status=errors.status_of(error) if error else 200,
        here="exports.choose",
        error=error,
        filters=wanted,
        args=args_of(wanted, chosen),
        chosen=chosen,
        preview=exports.preview(unit, actor(), wanted, chosen, desk().identity),
        looked_at=LOOKED_AT,
        counted_most=COUNTED_MOST,
        api_address=api_address(wanted, chosen),
        names=claims.names_in_use(unit, actor()),
        files=exports.files(unit, actor()),
        topics=[f"person:{actor().id}"],
    )


def format_of() -> Format:
    return filters.word(Format, "format", request.values) or Format.CSV


def args_of(wanted: QueueFilters, chosen: Format) -> dict[str, Any]:
    """What an address has to carry to mean this export."""
    given = {name: value for name, value in filters.to_args(wanted).items() if name in exports.NARROWING}
    return {"format": chosen.value, **given}


def api_address(wanted: QueueFilters, chosen: Format) -> str:
    """Where a program gets the same export, with a token."""
    return f"{desk().settings.public_url}/api/v1/exports/claims?{urlencode(args_of(wanted, chosen))}"


# --- At once --------------------------------------------------------------------------------------


@rooms.get("/exports/download")
@needs(Action.EXPORT)
def download() -> ResponseReturnValue:
    """The export piece by piece, as it is read."""
    wanted, chosen = filters.from_args(request.args), format_of()
    since = request.args.get("since", "")
    pieces = exports.stream(desk().unit(), desk().identity, chosen, wanted, since=since)
    return as_file(stream_with_context(pieces), chosen, f"checks-{desk().unit().now:%Y-%m-%d}")


def as_file(content: Any, chosen: Format, name: str) -> Response:
    """An answer that a browser keeps as a file and never shows."""
    answer = Response(content, content_type=exports.CONTENT_TYPES[chosen])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{exports.ENDINGS[chosen]}"'
    return answer


# --- In the background ----------------------------------------------------------------------------


@rooms.post("/exports")
@needs(Action.EXPORT)
@shows_again(again)
def order() -> ResponseReturnValue:
    wanted, chosen = filters.from_args(request.form), format_of()
    exports.order(desk().unit(), actor(), format=chosen, filters=wanted)
    return onward(
        url_for("exports.choose", **args_of(wanted, chosen), _anchor="files"), _("A worker is writing the file.")
    )


@rooms.get("/exports/files")
@needs(Action.EXPORT)
def files() -> ResponseReturnValue:
    """The list of one's own files, fetched again when a worker has written one."""
    if not wants_piece():
        return onward(url_for("exports.choose", _anchor="files"))
    return page("exports/_files.html", files=exports.files(desk().unit(), actor()))


@rooms.get("/exports/files/<int:export_id>")
@needs(Action.EXPORT)
def file(export_id: int) -> ResponseReturnValue:
    written, content = exports.file(desk().unit(), desk().vault, export_id, actor())
    return as_file(content, Format(written.format), f"checks-{written.created_at:%Y-%m-%d}-{written.id}")
