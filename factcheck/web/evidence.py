"""Pages of evidence: what the workers found for a claim, and the sources that people attach to it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import Invalid
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance, UploadedFile
from factcheck.domain.people import Action
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import attaching, claims, evidence, keeping, origins, watching
from factcheck.web import claims as pages
from factcheck.web import filters, folding
from factcheck.web.answers import onward, page, shows_again, strangers_bytes, wants_piece
from factcheck.web.comparing import text_diff
from factcheck.web.doors import needs
from factcheck.web.marks import Mark, lines
from factcheck.web.reading import reading
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("evidence", __name__)


@rooms.get("/claims/<int:claim_id>/evidence")
def found(claim_id: int) -> ResponseReturnValue:
    """The evidence pane, fetched again when a worker has found something."""
    claim = claims.sheet(desk().unit(), claim_id, actor())
    if not wants_piece():
        return onward(pages.address(claim_id))
    seen = filters.number("seen", request.args)
    return page("evidence/_fresh.html", seen=seen, changed=bool(seen) and seen != claim.version, **shown(claim))


def shown(claim: ClaimSheet) -> dict[str, Any]:
    """What the pieces about a claim's evidence need."""
    found = evidence.sheet(desk().unit(), claim.row.id, actor(), desk().settings.search_languages)
    return {
        "claim": claim,
        "found": found,
        "reading": reading(claim, found),
        "folding": folding.folding(claim, found),
        "args": filters.to_args(pages.working_filters()),
    }


@rooms.post("/claims/<int:claim_id>/search")
@needs(Action.ATTACH)
def search_again(claim_id: int) -> ResponseReturnValue:
    evidence.search_again(desk().unit(), claim_id, actor())
    if wants_piece():
        return page(
            "evidence/_fresh.html", seen=0, changed=False, **shown(claims.sheet(desk().unit(), claim_id, actor()))
        )
    return onward(pages.address(claim_id), _("The workers search again."))


@rooms.get("/claims/<int:claim_id>/reports/<int:report_id>")
def kept(claim_id: int, report_id: int) -> ResponseReturnValue:
    """The stored text of a report's page, as it was when a worker fetched it."""
    report, text = evidence.kept(desk().unit(), report_id, actor(), claim_id=claim_id)
    start = text.find(report.passage) if report.passage else -1
    place = [Mark(claim_id, ((start, start + len(report.passage)),))] if start >= 0 else []
    return page("evidence/kept.html", claim_id=claim_id, report=report, lines=lines(text, place))


# --- What is kept of sources --------------------------------------------------------------------------


@rooms.get("/claims/<int:claim_id>/sources/<int:source_id>/kept")
def archived(claim_id: int, source_id: int) -> ResponseReturnValue:
    """The text that was kept of a source with its passage marked, and what has changed on the page since."""
    kept = keeping.kept(desk().unit(), desk().vault, claim_id, source_id, actor())
    place = [Mark(claim_id, (kept.passage,))] if kept.passage else []
    changes = text_diff(kept.text, kept.text_now) if kept.text_now else []
    return page("evidence/archived.html", claim_id=claim_id, kept=kept, lines=lines(kept.text, place), changes=changes)


@rooms.get("/claims/<int:claim_id>/sources/<int:source_id>/file")
def kept_file(claim_id: int, source_id: int) -> ResponseReturnValue:
    """The kept bytes as they came. They are somebody else's: never shown, only saved."""
    content = keeping.file_of(desk().unit(), desk().vault, claim_id, source_id, actor(), warc=False)
    return strangers_bytes(content, f"source-{source_id}.bin")


@rooms.get("/claims/<int:claim_id>/sources/<int:source_id>/warc")
def kept_warc(claim_id: int, source_id: int) -> ResponseReturnValue:
    """The records of request and response."""
    content = keeping.file_of(desk().unit(), desk().vault, claim_id, source_id, actor(), warc=True)
    return strangers_bytes(content, f"source-{source_id}.warc.gz")


@rooms.post("/claims/<int:claim_id>/sources/<int:source_id>/look")
@needs(Action.ATTACH)
@shows_again(pages.again)
def look_now(claim_id: int, source_id: int) -> ResponseReturnValue:
    claim = watching.look_now(desk().unit(), claim_id, source_id, actor())
    return worked(claim, _("A worker looks at the page again. What it finds is shown with the source."))


@rooms.post("/claims/<int:claim_id>/alerts/<int:alert_id>")
@needs(Action.ATTACH)
@shows_again(pages.again)
def set_aside(claim_id: int, alert_id: int) -> ResponseReturnValue:
    note = request.form.get("note", "")
    claim = watching.set_aside(desk().unit(), claim_id, alert_id, actor(), note=note)
    return worked(claim, _("The alert is set aside."))


@rooms.post("/claims/<int:claim_id>/origins")
@needs(Action.ATTACH)
@shows_again(pages.again)
def place_origin(claim_id: int) -> ResponseReturnValue:
    """Join a report to the origin of another, part it from all, or leave it to the workers again."""
    unit, form, seen = desk().unit(), request.form, pages.seen()
    report_id, where = filters.number("report_id", form), form.get("together_with", "")
    if where == "found":
        claim = origins.leave_to_workers(unit, claim_id, actor(), seen=seen, report_id=report_id)
        return worked(claim, _("The report stands where the workers put it."))
    other = None if where == "apart" else filters.number("together_with", form)
    claim = origins.place(
        unit, claim_id, actor(), seen=seen, report_id=report_id, together_with=other, reason=form.get("reason", "")
    )
    return worked(claim, _("Decided. The history can undo it."))


# --- Sources --------------------------------------------------------------------------------------


@rooms.post("/claims/<int:claim_id>/reports/<int:report_id>/attach")
@needs(Action.ATTACH)
@shows_again(pages.again)
def attach_report(claim_id: int, report_id: int) -> ResponseReturnValue:
    stance = filters.word(Stance, "stance", request.form) or Stance.CONTEXT
    claim = attaching.attach_report(
        desk().unit(), claim_id, actor(), seen=pages.seen(), report_id=report_id, stance=stance, kind=kind()
    )
    return worked(claim, _("Attached: %(stance)s.", stance=_(stance.value)))


@rooms.post("/claims/<int:claim_id>/sources")
@needs(Action.ATTACH)
@shows_again(pages.again)
def attach(claim_id: int) -> ResponseReturnValue:
    source = new_source()
    file = uploaded() if source.medium is Medium.UPLOAD else None
    claim = attaching.attach(desk().unit(), claim_id, actor(), seen=pages.seen(), source=source, file=file)
    return worked(claim, _("The source is attached."))


@rooms.post("/claims/<int:claim_id>/sources/<int:source_id>")
@needs(Action.ATTACH)
@shows_again(pages.again)
def change(claim_id: int, source_id: int) -> ResponseReturnValue:
    source = new_source()
    changes = {name: getattr(source, name) for name in CHANGEABLE if name in request.form or name == "withheld"}
    claim = attaching.change_source(
        desk().unit(), claim_id, actor(), seen=pages.seen(), source_id=source_id, changes=changes
    )
    return worked(claim, _("The source is changed."))


@rooms.post("/claims/<int:claim_id>/sources/<int:source_id>/remove")
@needs(Action.ATTACH)
@shows_again(pages.again)
def detach(claim_id: int, source_id: int) -> ResponseReturnValue:
    claim = attaching.detach(desk().unit(), claim_id, actor(), seen=pages.seen(), source_id=source_id)
    return worked(claim, _("The source is removed."))


CHANGEABLE = ("stance", "kind", "title", "outlet", "passage", "note", "withheld", "withheld_reason")


def kind() -> SourceKind:
    return filters.word(SourceKind, "kind", request.form) or SourceKind.SECONDARY


def new_source() -> NewSource:
    """A source as the form gives it."""
    form = request.form
    text: dict[str, Any] = {
        name: form.get(name, "").strip() for name in ("url", "title", "outlet", "passage", "note", "withheld_reason")
    }
    return NewSource(
        medium=filters.word(Medium, "medium", form) or Medium.WEB,
        stance=filters.word(Stance, "stance", form) or Stance.CONTEXT,
        kind=kind(),
        withheld=form.get("withheld") == "1",
        **text,
    )


def uploaded() -> UploadedFile:
    """The file that came with the form, kept in the vault."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid("file", "missing", "Choose the file to upload.")
    content = file.stream.read(keeping.UPLOAD_MOST + 1)
    return keeping.take_in(desk().vault, file.filename, content, desk().text_of_upload)


def worked(claim: ClaimSheet, said: str) -> ResponseReturnValue:
    """After the sources changed: their part of the page and the evidence beside it, or the whole page."""
    if wants_piece():
        return page("evidence/_worked.html", said=said, **shown(claim))
    return onward(pages.address(claim.row.id), said)
