"""Makes the frozen values that pages show out of rows; nothing else of the services knows their shape."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from factcheck.domain.articles import plain_address
from factcheck.domain.evidence import Backing, Medium, SourceKind, Stance
from factcheck.domain.review import Case, Stage
from factcheck.domain.sheets import (
    REPORTED,
    AlertSheet,
    ApprovalSheet,
    ArchiveSheet,
    ClaimRow,
    DraftSheet,
    FindingSheet,
    PlaceSheet,
    SourceSheet,
)
from factcheck.store import claims as claim_rows
from factcheck.store import evidence as evidence_rows
from factcheck.store import opinions as opinion_rows
from factcheck.store import public_archives as public_rows
from factcheck.store import review as review_rows
from factcheck.store import watching as watch_rows
from factcheck.store.claims import Listed
from factcheck.store.tables import Approval, Claim, Draft, Finding, Place, PublicCopy, Source, Watch
from factcheck.store.unit import Session


def case_of(session: Session, claim: Claim) -> Case:
    """Where the claim stands, as the conditions of the review table look at it."""
    if not claim.findings:  # nothing has been answered: so it is with most claims that are opened
        return Case(
            stage=claim.stage,
            version=claim.version,
            assignee=claim.assignee_id,
            lease_until=claim.lease_until,
        )
    latest = review_rows.latest_finding(session, claim.id or 0)
    authors = review_rows.authors(session, [latest.id or 0])[latest.id or 0] if latest else []
    public = claim_rows.public_finding(session, claim.id or 0)
    opinion = opinion_rows.of_claim(session, claim.id or 0)
    is_open = opinion is not None and opinion.answered_at is None and opinion.closed_at is None
    return Case(
        stage=claim.stage,
        version=claim.version,
        assignee=claim.assignee_id,
        lease_until=claim.lease_until,
        authors=frozenset(person_id for person_id, _ in authors),
        content_hash=latest.content_hash if latest else "",
        submitted_verdict=latest.verdict if latest else None,
        public_verdict=public.verdict if public else None,
        knowers=opinion_rows.readers(session, opinion.id or 0) if opinion and is_open else None,
    )


def claim_row(listed: Listed) -> ClaimRow:
    """The claim as lists show it; the verdict of a draft or of a returned answer is not in it."""
    claim = listed.claim
    answered = claim.stage in {Stage.SUBMITTED, Stage.APPROVED, Stage.VOIDED}
    return ClaimRow(
        id=claim.id or 0,
        number=claim.number,
        statement=claim.statement,
        claimant=claim.claimant,
        article_id=claim.article_id,
        article_title=listed.article_title,
        outlet=listed.outlet,
        stage=claim.stage,
        verdict=listed.verdict if answered else None,
        score=claim.score,
        reasons=tuple(claim.reasons),
        kind=claim.kind,
        checkworthy=claim.checkworthy,
        places=listed.places,
        reports=claim.reports,
        origins=claim.origins,
        topic=claim.topic,
        priority=claim.priority,
        due_on=claim.due_on,
        holder=listed.holder,
        holder_id=claim.assignee_id,
        lease_until=claim.lease_until,
        returned_note=claim.returned_note,
        under_review=claim.reopened_at is not None,
        new_evidence=claim.new_evidence,
        created_at=claim.created_at,
        version=claim.version,
        claimant_role=claim.claimant_role,
        cue=claim.cue,
        quotation=claim.quotation,
        chain=tuple(claim.chain),
        channel=claim.channel,
        said_date=claim.said_date,
        said_precision=claim.said_precision,
        said_basis=claim.said_basis,
        event_date=claim.event_date,
        event_precision=claim.event_precision,
        event_basis=claim.event_basis,
        hedge=claim.hedge,
        denial=claim.denial,
        alerts=claim.alerts,
    )


def place_sheet(place: Place) -> PlaceSheet:
    fragments = tuple((int(start), int(end)) for start, end in place.fragments)
    return PlaceSheet(place.role, fragments, place.span_text, place.placed, place.was)


def draft_sheet(row: Draft | None) -> DraftSheet:
    if row is None:
        return DraftSheet()
    return DraftSheet(row.verdict, row.rationale, row.tried, row.override, row.saved_at, row.revision)


# --- Sources --------------------------------------------------------------------------------------


def origin_labels(session: Session, claim_id: int, sources: Sequence[Source]) -> dict[int, str]:
    """For each source the name of its origin: its report's group of copies, else its outlet or host, else itself.

    A page that was attached by its address is the report that workers made of it, and one of an outlet whose report is
    attached has its origin: else the same copy would count twice, once found and once added by hand.
    """
    asked = any(source.report_id or source.url for source in sources)
    found = evidence_rows.origins_of_pages(session, claim_id) if asked else []
    by_report = {number: f"{REPORTED}{origin}" for number, origin, _, _ in found}
    by_page = {plain_address(url): number for number, _, url, _ in found}
    of = {source.id or 0: source.report_id or by_page.get(plain_address(source.url)) for source in sources}
    attached = set(of.values())
    by_place = {
        place: by_report[number]
        for number, _, url, outlet in found
        for place in (outlet.casefold(), _host(url))
        if place and number in attached
    }
    return {number: by_report.get(of[number] or 0) or by_place.get(name, name) for number, name in _names(sources)}


def _names(sources: Sequence[Source]) -> Iterator[tuple[int, str]]:
    for source in sources:
        number = source.id or 0
        yield number, source.outlet.casefold() or _host(source.url) or f"source {number}"


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def source_sheets(session: Session, claim_id: int) -> tuple[SourceSheet, ...]:
    """The sources attached now."""
    sources = evidence_rows.sources(session, claim_id)
    labels = origin_labels(session, claim_id, sources)
    watches = watch_rows.of_sources(session, list(labels))
    copies = public_rows.of_sources(session, list(labels))
    return tuple(
        _source_sheet(source, labels[number := source.id or 0], watches.get(number), copies.get(number))
        for source in sources
    )


def _source_sheet(row: Source, origin: str, watch: Watch | None, copy: PublicCopy | None) -> SourceSheet:
    return SourceSheet(
        id=row.id or 0,
        medium=row.medium,
        url=row.url,
        title=row.title,
        outlet=row.outlet,
        stance=row.stance,
        kind=row.kind,
        passage=row.passage,
        note=row.note,
        withheld=row.withheld,
        withheld_reason=row.withheld_reason,
        kept=row.kept_sha256,
        kept_at=row.kept_at,
        origin=origin,
        report_id=row.report_id,
        added_by=row.added_by,
        added_at=row.added_at,
        archive=ArchiveSheet(
            readable=bool(row.kept_text),
            warc=row.kept_warc,
            file_name=row.kept_name,
            problem=row.kept_problem,
            state=watch.state if watch else None,
            checked_at=watch.checked_at if watch else None,
            next_at=watch.next_at if watch else None,
            miss=watch.problem if watch else "",
            public=copy.url if copy else "",
            public_at=copy.captured_at if copy else None,
            public_problem=copy.problem if copy else "",
        ),
    )


def alert_sheets(session: Session, claim_id: int) -> tuple[AlertSheet, ...]:
    """All alerts of the claim, the newest first."""
    return tuple(
        AlertSheet(
            row.id or 0, row.kind, row.source_id, row.report_id, row.sentence, row.detail, row.at, row.set_aside_at,
            row.set_aside_by, row.set_aside_note,
        )
        for row in watch_rows.alerts(session, claim_id)
    )  # fmt: skip


def backing(sources: Sequence[SourceSheet]) -> list[Backing]:
    """What the evidence rule looks at."""
    return [Backing(source.stance, source.kind, source.origin) for source in sources]


def sealed_source(source: SourceSheet) -> dict[str, Any]:
    """A source as it is sealed into a finding."""
    return {
        "id": source.id,
        "medium": source.medium.value,
        "url": source.url,
        "title": source.title,
        "outlet": source.outlet,
        "stance": source.stance.value,
        "kind": source.kind.value,
        "passage": source.passage,
        "note": source.note,
        "withheld": source.withheld,
        "withheld_reason": source.withheld_reason,
        "kept": source.kept,
        "kept_at": source.kept_at.isoformat() if source.kept_at else None,
        "origin": source.origin,
        "report_id": source.report_id,
        "added_by": source.added_by,
        "added_at": source.added_at.isoformat(),
    }


def unsealed_source(content: Mapping[str, Any]) -> SourceSheet:
    """The way back from `sealed_source`."""
    return SourceSheet(
        id=content["id"],
        medium=Medium(content["medium"]),
        url=content["url"],
        title=content["title"],
        outlet=content["outlet"],
        stance=Stance(content["stance"]),
        kind=SourceKind(content["kind"]),
        passage=content["passage"],
        note=content["note"],
        withheld=content["withheld"],
        withheld_reason=content["withheld_reason"],
        kept=content["kept"],
        kept_at=datetime.fromisoformat(content["kept_at"]) if content["kept_at"] else None,
        origin=content["origin"],
        report_id=content["report_id"],
        added_by=content["added_by"],
        added_at=datetime.fromisoformat(content["added_at"]),
    )


# --- Findings -------------------------------------------------------------------------------------


def finding_sheets(session: Session, claim_id: int) -> tuple[FindingSheet, ...]:
    """All findings of a claim, the oldest first."""
    findings = review_rows.findings(session, claim_id)
    authors = review_rows.authors(session, [finding.id or 0 for finding in findings])
    approvals = review_rows.approvals(session, claim_id)
    return tuple(
        finding_sheet(finding, [name for _, name in authors[finding.id or 0]], approvals.get(finding.id or 0))
        for finding in findings
    )


def finding_sheet(finding: Finding, authors: Sequence[str], approval: tuple[Approval, str] | None) -> FindingSheet:
    content = finding.content
    return FindingSheet(
        number=finding.number,
        statement=content["claim"]["statement"],
        verdict=finding.verdict,
        rationale=content["rationale"],
        tried=content["tried"],
        override=content["override"],
        sources=tuple(unsealed_source(source) for source in content["sources"]),
        authors=tuple(authors),
        submitted_at=finding.submitted_at,
        content_hash=finding.content_hash,
        approval=approval_sheet(approval),
    )


def approval_sheet(approval: tuple[Approval, str] | None) -> ApprovalSheet | None:
    """The signature, with its signer's name; None where nobody has signed."""
    if approval is None:
        return None
    row, name = approval
    return ApprovalSheet(name, row.approved_at, row.correction, row.public_note)
