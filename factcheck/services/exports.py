"""What other systems get of the desk: published checks in four formats, each validated before it goes."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from factcheck.domain.claim_reviews import claim_review, feed_head, feed_item, validate
from factcheck.domain.clock import read_moment
from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.exports import LOOKED_AT, ExportPreview, Format, Summary, summary
from factcheck.domain.fetching import Vault
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.jobs import WriteExport
from factcheck.domain.people import Action, Actor
from factcheck.domain.records import CSV_COLUMNS, csv_row, record
from factcheck.domain.review import QueueFilters, Verdict
from factcheck.domain.sheets import COUNTED_MOST, ExportFileSheet, PublicCheck
from factcheck.services import publishing
from factcheck.store import exports as rows
from factcheck.store import history, jobs
from factcheck.store.tables import ExportFile
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


def preview(
    uow: UnitOfWork, actor: Actor, filters: QueueFilters, format: Format, identity: DeskIdentity
) -> ExportPreview:
    """What an export by these filters would hold, with the report of its validation."""
    actor.require(Action.EXPORT)
    wants_voided = format is not Format.CLAIMREVIEW
    checks, counted = publishing.first(uow, identity, filters, LOOKED_AT, voided=wants_voided)
    left_out, warnings = summary(checks, identity)
    fit = _fit(checks, format, identity)
    kept_out = len(checks) - len(fit) if counted <= COUNTED_MOST else 0
    said = tuple(left_out), tuple(warnings), counted == len(checks)
    return ExportPreview(format, counted - kept_out, tuple(fit[:PREVIEW_ROWS]), *said)


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
    checks = (
        check for check in publishing.published(uow, identity, filters, since=moment) if _goes(check, format, identity)
    )
    return WRITERS[format](checks, identity, uow.now)


def _moment(since: str) -> datetime | None:
    if not since:
        return None
    try:
        return read_moment(since.replace(" ", "+"))
    except ValueError as error:
        raise Invalid("since", "time", "since is a time such as 2026-03-14T09:30:00+00:00.") from error


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
    """Write an ordered export and note what it left out. Running it twice writes the same file.

    It goes to the disk as it is read: neither the checks nor the file are ever in memory whole.
    """
    uow = unit()
    with uow.reading() as session:
        row = session.get(ExportFile, export_id)
    if row is None or row.status == "ready":
        return
    going = _Going(Format(row.format), identity)
    checks = going.through(publishing.published(uow, identity, _filters(row.filters)))
    sha256, size = vault.keep_pieces(WRITERS[going.format](checks, identity, uow.now))
    with uow.writing() as session:
        row = session.get_one(ExportFile, export_id)
        row.status, row.rows, row.size, row.sha256 = "ready", going.rows, size, sha256
        row.left_out, row.warnings = going.said.left_out, going.said.warnings
        jobs.signal(session, f"person:{row.person_id}")


class _Going:
    """Lets the checks by that leave in a format, counts them and notes what is to be said of all."""

    def __init__(self, format: Format, identity: DeskIdentity) -> None:
        self.format, self._identity = format, identity
        self.rows, self.said = 0, Summary(identity)

    def through(self, checks: Checks) -> Checks:
        for check in checks:
            self.said.add(check)
            if _goes(check, self.format, self._identity):
                self.rows += 1
                yield check


def _filters(plain: dict[str, Any]) -> QueueFilters:
    known = {key: value for key, value in plain.items() if key in NARROWING - {"verdict"}}
    return QueueFilters(**known, verdict=Verdict(plain["verdict"]) if plain.get("verdict") else None)


def files(uow: UnitOfWork, actor: Actor) -> list[ExportFileSheet]:
    """The exports this person ordered, the newest first."""
    with uow.reading() as session:
        return [_file_sheet(row) for row in rows.files_of(session, actor.id or 0)]


def file(uow: UnitOfWork, vault: Vault, export_id: int, actor: Actor) -> tuple[ExportFileSheet, Iterator[bytes]]:
    """One's own export with its content, piece by piece. NotFound when it is somebody else's or not ready."""
    with uow.reading() as session:
        row = session.get(ExportFile, export_id)
    if row is None or row.person_id != actor.id or row.status != "ready":
        raise NotFound("There is no such export.")
    return _file_sheet(row), vault.pieces(row.sha256)


def _file_sheet(row: ExportFile) -> ExportFileSheet:
    return ExportFileSheet(
        row.id or 0,
        row.format,
        tuple((name, str(value)) for name, value in sorted(row.filters.items())),
        row.status,
        row.rows,
        tuple(row.left_out),
        tuple(row.warnings),
        row.created_at,
        row.size,
    )
