"""What readers and other systems get of the desk: published checks in four formats, each validated before it goes."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from factcheck.domain.days import Precision, read_day
from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.evidence import Vault
from factcheck.domain.exports import (
    CSV_COLUMNS,
    DeskIdentity,
    ExportPreview,
    Format,
    claim_review,
    csv_row,
    feed_head,
    feed_item,
    record,
    summary,
    validate,
)
from factcheck.domain.jobs import WriteExport
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import CorrectionClass, QueueFilters, Verdict
from factcheck.domain.sheets import ExportFileSheet, PublicAsk, PublicCheck, PublicNotice, PublicSource
from factcheck.services import sheets
from factcheck.store import exports as rows
from factcheck.store import history, jobs
from factcheck.store.exports import Published
from factcheck.store.tables import Approval, ExportFile, Finding
from factcheck.store.unit import UnitOfWork

Unit = Callable[[], UnitOfWork]

PREVIEW_ROWS = 20
CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/x-ndjson",
    Format.CLAIMREVIEW: "application/ld+json",
    Format.FEED: "application/ld+json",
}
ENDINGS = {Format.CSV: "csv", Format.JSONL: "jsonl", Format.CLAIMREVIEW: "jsonld", Format.FEED: "jsonld"}


# --- What is public -------------------------------------------------------------------------------


def public_check(uow: UnitOfWork, identity: DeskIdentity, claim_id: int, *, finding: int | None = None) -> PublicCheck:
    """One published check as readers see it, or an earlier approved version of it. NotFound for all else."""
    with uow.reading() as session:
        found = rows.one(session, claim_id)
    if found is None:
        raise NotFound("There is no published check with this address.")
    if finding is None:
        return _check(found, identity)
    numbers = [each.number for each, _, _ in found.signed]
    if finding not in numbers or found.voiding is not None:
        raise NotFound("There is no such version of this check.")
    return _check(replace(found, signed=found.signed[: numbers.index(finding) + 1]), identity)


def published(
    uow: UnitOfWork, identity: DeskIdentity, filters: QueueFilters, *, since: datetime | None = None
) -> Iterator[PublicCheck]:
    """Every published check that passes the filters, changed since then; voided ones too, as what they are."""
    wanted = replace(filters, stage=None, verdict=None, mine=False, unworthy=True)
    with uow.reading() as session:
        for found in rows.published(session, wanted, uow.now):
            check = _check(found, identity)
            if filters.verdict in (None, check.verdict) and (since is None or check.modified > since):
                yield check


def newest(
    uow: UnitOfWork, identity: DeskIdentity, *, cursor: int = 0, limit: int = 30
) -> tuple[list[PublicCheck], int]:
    """Published checks, the last signed first, and the cursor of the next page (0 at the end)."""
    with uow.reading() as session:
        found = rows.newest(session, cursor or None, limit + 1)
    shown = found[:limit]
    return [_check(each, identity) for _, each in shown], shown[-1][0] if len(found) > limit else 0


def _check(found: Published, identity: DeskIdentity) -> PublicCheck:
    finding, approval, approver = found.signed[-1]
    content = finding.content
    claim, article = content["claim"], content["article"]
    voided = found.voiding
    said, precision = read_day(claim["said_date"]) if claim["said_date"] else (None, Precision.DAY)
    changes = (approval.approved_at, found.claim.reopened_at, voided.at if voided else None)
    return PublicCheck(
        claim_id=finding.claim_id,
        finding=finding.number,
        url=f"{identity.url}/checks/{finding.claim_id}",
        statement=claim["statement"],
        claimant=claim["claimant"],
        said_date=said,
        said_precision=precision,
        appearance=article["url"] if article["url"].startswith(("http://", "https://")) else "",
        article_title=article["title"],
        outlet=article["outlet"],
        published=_day(article["published"]),
        language=article["language"],
        verdict=finding.verdict,
        rationale=content["rationale"],
        tried=content["tried"],
        sources=_public_sources(finding, found.copies),
        first_published=found.signed[0][1].approved_at,
        modified=max(moment for moment in changes if moment is not None),
        approver=approver,
        authors=(),
        notices=_notices(found),
        under_review=found.claim.reopened_at is not None,
        voided_at=voided.at if voided else None,
        void_note=voided.public_note if voided else "",
        earlier=tuple(each.number for each, _, _ in found.signed[:-1]),
        asked=_asked(found, approval.approved_at),
    )


def _asked(found: Published, signed_at: datetime) -> tuple[PublicAsk, ...]:
    """What was first asked before the check was signed. What was asked later may tell of a wording still in work."""
    return tuple(
        PublicAsk(ask.provider, ask.words, ask.language, ask.since, ask.until, ask.status, ask.hits, ask.at)
        for ask in found.asks
        if (ask.first_at or ask.at) <= signed_at
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _public_sources(finding: Finding, copies: Mapping[tuple[int, str], str]) -> tuple[PublicSource, ...]:
    """The sources that are not withheld, without the desk's internal notes."""
    known = [sheets.unsealed_source(source) for source in finding.content["sources"]]
    return tuple(
        PublicSource(
            title=source.title,
            outlet=source.outlet,
            url=source.url if source.url.startswith(("http://", "https://")) else "",
            stance=source.stance,
            kind=source.kind,
            medium=source.medium,
            passage=source.passage,
            kept_at=source.kept_at,
            archived_at=copies.get((source.id, source.url), ""),
        )
        for source in known
        if not source.withheld
    )


NOTICE_LABELS = {
    CorrectionClass.RATING: "Correction of the verdict",
    CorrectionClass.SUBSTANCE: "Correction",
    CorrectionClass.CLARIFICATION: "Clarification",
    CorrectionClass.UPDATE: "Update",
}
"""A typo is corrected silently; it stands in the history."""


def _notices(found: Published) -> tuple[PublicNotice, ...]:
    signed: list[Approval] = [approval for _, approval, _ in found.signed]
    return tuple(
        PublicNotice(approval.approved_at, NOTICE_LABELS[approval.correction], approval.public_note)
        for approval in reversed(signed)
        if approval.correction in NOTICE_LABELS
    )


# --- Exports --------------------------------------------------------------------------------------


def preview(
    uow: UnitOfWork, actor: Actor, filters: QueueFilters, format: Format, identity: DeskIdentity
) -> ExportPreview:
    """What an export by these filters would hold, with the report of its validation."""
    actor.require(Action.EXPORT)
    checks = list(published(uow, identity, filters))
    left_out, warnings = summary(checks, identity)
    fit = _fit(checks, format, identity)
    return ExportPreview(format, len(fit), tuple(fit[:PREVIEW_ROWS]), tuple(left_out), tuple(warnings))


def _fit(checks: list[PublicCheck], format: Format, identity: DeskIdentity) -> list[PublicCheck]:
    return [check for check in checks if _goes(check, format, identity)]


def _goes(check: PublicCheck, format: Format, identity: DeskIdentity) -> bool:
    """Whether a check leaves in this format: not when it is invalid; a ClaimReview list holds no tombstones."""
    if check.voided_at is not None:
        return format is not Format.CLAIMREVIEW
    if format in {Format.CSV, Format.JSONL}:
        return True
    return not validate(claim_review(check, identity), identity).errors


def stream(
    uow: UnitOfWork, identity: DeskIdentity, format: Format, filters: QueueFilters, *, since: str = ""
) -> Iterator[bytes]:
    """The export piece by piece, in a stable order; with `since` (ISO time) only what changed after it."""
    moment = _moment(since)
    checks = (check for check in published(uow, identity, filters, since=moment) if _goes(check, format, identity))
    return WRITERS[format](checks, identity, uow.now)


def _moment(since: str) -> datetime | None:
    if not since:
        return None
    try:
        moment = datetime.fromisoformat(since.replace(" ", "+"))
    except ValueError as error:
        raise Invalid("since", "time", "since is a time such as 2026-03-14T09:30:00+00:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Checks = Iterator[PublicCheck]


def _write_csv(checks: Checks, identity: DeskIdentity, now: datetime) -> Iterator[bytes]:
    # the byte-order mark tells spreadsheets that it is UTF-8
    yield "\ufeff".encode() + _csv_line(list(CSV_COLUMNS))
    for check in checks:
        yield _csv_line(csv_row(check))


def _csv_line(cells: list[str]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow(cells)
    return buffer.getvalue().encode()


def _write_jsonl(checks: Checks, identity: DeskIdentity, now: datetime) -> Iterator[bytes]:
    for check in checks:
        yield _json(record(check)) + b"\n"


def _write_reviews(checks: Checks, identity: DeskIdentity, now: datetime) -> Iterator[bytes]:
    return _array(b"[", (claim_review(check, identity) for check in checks), b"]\n")


def _write_feed(checks: Checks, identity: DeskIdentity, now: datetime) -> Iterator[bytes]:
    head = _json(feed_head(now, identity))
    return _array(head[:-1] + b',"dataFeedElement":[', (feed_item(check, identity) for check in checks), b"]}\n")


def _array(opening: bytes, items: Iterator[dict[str, Any]], closing: bytes) -> Iterator[bytes]:
    yield opening
    separator = b"\n"
    for item in items:
        yield separator + _json(item)
        separator = b",\n"
    yield closing


def _json(value: dict[str, Any]) -> bytes:
    """JSON in which no text can end a script element."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/").encode()


WRITERS: dict[Format, Callable[[Checks, DeskIdentity, datetime], Iterator[bytes]]] = {
    Format.CSV: _write_csv,
    Format.JSONL: _write_jsonl,
    Format.CLAIMREVIEW: _write_reviews,
    Format.FEED: _write_feed,
}


# --- Files that a worker writes -------------------------------------------------------------------


NARROWING = frozenset({"q", "verdict", "topic", "claimant", "outlet", "article", "reports", "older"})
"""The filters that mean something for what is published: all but stage, holder and order."""


def order(uow: UnitOfWork, actor: Actor, *, format: Format, filters: QueueFilters) -> int:
    """Ask a worker to write an export into a file; returns its number."""
    actor.require(Action.EXPORT)
    plain = {
        key: getattr(value, "value", value) for key, value in asdict(filters).items() if value and key in NARROWING
    }
    with uow.writing() as session:
        row = ExportFile(person_id=actor.id or 0, format=format.value, filters=plain, created_at=uow.now)
        session.add(row)
        session.flush()
        jobs.enqueue(session, WriteExport, row.id or 0, uow.now)
        history.append(session, "desk", "export", actor, uow.now, data={"format": format.value, "filters": plain})
        return row.id or 0


def write(unit: Unit, vault: Vault, identity: DeskIdentity, export_id: int) -> None:
    """Write an ordered export and note what it left out. Running it twice writes the same file."""
    uow = unit()
    with uow.reading() as session:
        row = session.get(ExportFile, export_id)
    if row is None or row.status == "ready":
        return
    format, filters = Format(row.format), _filters(row.filters)
    checks = list(published(uow, identity, filters))
    left_out, warnings = summary(checks, identity)
    fit = _fit(checks, format, identity)
    content = b"".join(WRITERS[format](iter(fit), identity, uow.now))
    sha256 = vault.keep(content)
    with uow.writing() as session:
        row = session.get_one(ExportFile, export_id)
        row.status, row.rows, row.size, row.sha256 = "ready", len(fit), len(content), sha256
        row.left_out, row.warnings = left_out, warnings
        jobs.signal(session, f"person:{row.person_id}")


def _filters(plain: dict[str, Any]) -> QueueFilters:
    known = {key: value for key, value in plain.items() if key in NARROWING - {"verdict"}}
    return QueueFilters(**known, verdict=Verdict(plain["verdict"]) if plain.get("verdict") else None)


def files(uow: UnitOfWork, actor: Actor) -> list[ExportFileSheet]:
    """The exports this person ordered, the newest first."""
    with uow.reading() as session:
        return [_file_sheet(row) for row in rows.files_of(session, actor.id or 0)]


def file(uow: UnitOfWork, vault: Vault, export_id: int, actor: Actor) -> tuple[ExportFileSheet, bytes]:
    """One's own export with its content. NotFound when it is somebody else's or not ready."""
    with uow.reading() as session:
        row = session.get(ExportFile, export_id)
    if row is None or row.person_id != actor.id or row.status != "ready":
        raise NotFound("There is no such export.")
    return _file_sheet(row), vault.read(row.sha256)


def _file_sheet(row: ExportFile) -> ExportFileSheet:
    described = ", ".join(f"{key}: {value}" for key, value in sorted(row.filters.items())) or "everything published"
    return ExportFileSheet(
        row.id or 0,
        row.format,
        described,
        row.status,
        row.rows,
        tuple(row.left_out),
        tuple(row.warnings),
        row.created_at,
        row.size,
    )
