"""Sources as people use them: attached to a claim, changed and taken off again."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from factcheck.domain.articles import checked_address
from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance, UploadedFile
from factcheck.domain.jobs import ArchiveSource, about_answer
from factcheck.domain.people import Actor
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import arriving, changing, claims, keeping, stances
from factcheck.store import evidence as rows
from factcheck.store import history, jobs, public_archives, watching
from factcheck.store.tables import Claim, Source
from factcheck.store.unit import Session, UnitOfWork

TEXT_MOST = 8000
"""Characters of a passage, a note or a reason that are kept."""


def attach(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, source: NewSource, file: UploadedFile | None = None
) -> ClaimSheet:
    """Attach a source. It changes the claim, so its version is raised; Invalid when a needed part is missing."""
    if file is not None:
        source = replace(source, title=source.title.strip() or file.name)
    checked = _checked(source)
    with uow.writing() as session:
        if not arriving.about_source(session, claim_id, actor, seen, "attach", lambda row: _is_this(row, checked)):
            changing.under_change(session, claim_id, actor, seen, uow.now, _plain(checked), _nothing_yet)
            put_on(session, claim_id, checked, actor, uow.now, file)
            jobs.signal(session, about_answer(claim_id))
    return claims.sheet(uow, claim_id, actor)


def _is_this(row: Source, source: NewSource) -> bool:
    """Whether the row is what this form attached. What a report gives it is not in the form."""
    given = {name: value for name, value in asdict(source).items() if value != "" or source.report_id is None}
    return row.removed_at is None and all(getattr(row, name) == value for name, value in given.items())


def put_on(
    session: Session, claim_id: int, source: NewSource, actor: Actor, now: datetime, file: UploadedFile | None = None
) -> None:
    """Attach a source in a transaction in which the claim may be changed, and write it into the history."""
    checked = _checked(source)
    row = Source(**asdict(checked), claim_id=claim_id, added_by_id=actor.id, added_by=actor.name, added_at=now)
    if checked.report_id is not None:
        _fill_from_report(session, claim_id, row)
    if file is not None:
        row.kept_sha256, row.kept_text, row.kept_name, row.kept_at = file.sha256, file.text, file.name, now
    session.add(row)
    session.flush()
    if keeping.wanted(row):
        jobs.enqueue(session, ArchiveSource, row.id or 0, now)
    data = {
        "source": row.id,
        "title": row.title,
        "url": row.url,
        "stance": row.stance.value,
        "kind": row.kind.value,
    }
    history.append(session, f"claim:{claim_id}", "attach", actor, now, data=data)


def _nothing_yet(claim: Claim) -> None:
    """A source that is being attached has nothing on the claim to be compared with."""


def attach_report(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, report_id: int, stance: Stance, kind: SourceKind
) -> ClaimSheet:
    """Attach a report with its address, the passage that answers the claim and the kept copy."""
    source = NewSource(medium=Medium.WEB, stance=stance, kind=kind, report_id=report_id)
    return attach(uow, claim_id, actor, seen=seen, source=source)


def _fill_from_report(session: Session, claim_id: int, row: Source) -> None:
    found = rows.report(session, row.report_id or 0)
    if found is None or found[0].claim_id != claim_id:
        raise NotFound("There is no such report for this claim.")
    report, page = found
    if any(source.report_id == report.id for source in rows.sources(session, claim_id)):
        raise Refused("attached", "This report is attached already.")
    row.url, row.title, row.outlet = page.url, page.title or page.url, page.outlet
    claim = claims.existing(session, claim_id)
    is_suggested = report.stance is row.stance and stances.is_read(claim, report, page)
    start, end = (
        (report.stance_start, report.stance_end) if is_suggested else (report.passage_start, report.passage_end)
    )
    row.passage = row.passage or page.text[start:end]
    row.kept_sha256, row.kept_at = page.kept_sha256, page.fetched_at


def _checked(source: NewSource, known_url: str = "") -> NewSource:
    """The source with its texts trimmed; Invalid when what its medium needs is missing.

    `known_url` is the address that the desk itself gave it: that of a report may be in the desk's own archive.
    """
    clean = replace(
        source,
        url=source.url.strip(),
        title=" ".join(source.title.split())[:1000],
        outlet=" ".join(source.outlet.split())[:1000],
        passage=source.passage.strip()[:TEXT_MOST],
        note=source.note.strip()[:TEXT_MOST],
        withheld_reason=source.withheld_reason.strip()[:TEXT_MOST],
    )
    from_report = clean.report_id is not None  # then address and title are those of the report
    needed = clean.url or (clean.medium is Medium.WEB and not from_report)
    if needed and not (known_url and clean.url == known_url):
        clean = replace(clean, url=checked_address(clean.url))
    if clean.medium is Medium.WEB:
        clean = replace(clean, title=clean.title or clean.url)
    if not clean.title and not from_report:
        raise Invalid("title", "missing", "Say what the %(medium)s is: who or what, and when.", medium=clean.medium)
    if clean.withheld and len(clean.withheld_reason) < 3:
        raise Invalid("withheld_reason", "missing", "Say why this source is withheld; only the desk sees it.")
    return clean


def _plain(source: NewSource) -> dict[str, Any]:
    return {key: getattr(value, "value", value) for key, value in asdict(source).items()}


def detach(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, source_id: int) -> ClaimSheet:
    """Take a source off the claim; it stays in the history and in the findings that sealed it."""
    with uow.writing() as session:
        if not arriving.about_source(session, claim_id, actor, seen, "detach", lambda row: row.id == source_id):
            changing.under_change(session, claim_id, actor, seen, uow.now, {"source": source_id})
            take_off(session, claim_id, source_id, actor, uow.now)
            jobs.signal(session, about_answer(claim_id))
    return claims.sheet(uow, claim_id, actor)


def take_off(session: Session, claim_id: int, source_id: int, actor: Actor, now: datetime) -> None:
    """Detach a source in a transaction in which the claim may be changed, and write it into the history."""
    row = _source(session, claim_id, source_id)
    row.removed_at = now
    data = {"source": source_id, "title": row.title, "url": row.url}
    history.append(session, f"claim:{claim_id}", "detach", actor, now, data=data)


CHANGEABLE = frozenset(
    {"stance", "kind", "title", "outlet", "passage", "note", "withheld", "withheld_reason", "url", "medium"}
)


def change_source(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, source_id: int, changes: Mapping[str, Any]
) -> ClaimSheet:
    """Change a source's stance, kind, passage, note, or whether it is withheld and why."""
    _refuse_unknown(changes)

    def is_so(row: Source) -> bool:
        return row.id == source_id and all(getattr(row, name) == value for name, value in changes.items())

    with uow.writing() as session:
        if not arriving.about_source(session, claim_id, actor, seen, "change source", is_so):
            changing.under_change(
                session,
                claim_id,
                actor,
                seen,
                uow.now,
                changes,
                lambda claim: rows.source(session, claim_id, source_id),
            )
            row = _source(session, claim_id, source_id)
            _note_change(session, row, _change(row, changes), actor, uow.now)
            jobs.signal(session, about_answer(claim_id))
    return claims.sheet(uow, claim_id, actor)


def rewrite(
    session: Session, claim_id: int, source_id: int, changes: Mapping[str, Any], actor: Actor, now: datetime
) -> dict[str, list[Any]]:
    """Change a source in a transaction in which the claim may be changed; what really changed, also in the history."""
    _refuse_unknown(changes)
    row = _source(session, claim_id, source_id)
    done = _change(row, changes)
    if done:
        _note_change(session, row, done, actor, now)
    return done


def _refuse_unknown(changes: Mapping[str, Any]) -> None:
    unknown = sorted(changes.keys() - CHANGEABLE)
    if unknown:
        raise Invalid(
            unknown[0], "unknown_field", "A source has no %(unknown)s that can be changed.", unknown=unknown[0]
        )


def _note_change(session: Session, row: Source, done: dict[str, list[Any]], actor: Actor, now: datetime) -> None:
    if "url" in done:
        _keep_anew(session, row, now)
    data = {"source": row.id, "changes": done}
    history.append(session, f"claim:{row.claim_id}", "change source", actor, now, data=data)


def _keep_anew(session: Session, row: Source, now: datetime) -> None:
    """Another address is another page: the copy of the first is no copy of it."""
    row.kept_sha256, row.kept_text, row.kept_warc, row.kept_problem, row.kept_at = "", "", "", "", None
    row.stamp, row.stamped_by, row.stamp_problem, row.stamped_at = "", "", "", None
    watching.forget(session, row.id or 0)
    public_archives.forget(session, row.id or 0)
    if keeping.wanted(row):
        jobs.enqueue(session, ArchiveSource, row.id or 0, now)


def _change(row: Source, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    known = {name: getattr(row, name) for name in NewSource.__dataclass_fields__}
    checked = _checked(replace(NewSource(**known), **_typed(changes)), row.url if row.report_id else "")
    done: dict[str, list[Any]] = {}
    for name, after in asdict(checked).items():
        if known[name] != after:
            done[name] = [getattr(known[name], "value", known[name]), getattr(after, "value", after)]
            setattr(row, name, after)
    return done


def _typed(changes: Mapping[str, Any]) -> dict[str, Any]:
    words = {"stance": Stance, "kind": SourceKind, "medium": Medium}
    typed = dict(changes)
    for name, enum in words.items():
        if name in typed:
            try:
                typed[name] = enum(typed[name])
            except ValueError as error:
                raise Invalid(name, "unknown", "%(typed)s is no %(name)s.", typed=typed[name], name=name) from error
    return typed


def _source(session: Session, claim_id: int, source_id: int) -> Source:
    row = rows.source(session, claim_id, source_id)
    if row is None:
        raise NotFound("There is no such source on this claim.")
    return row
