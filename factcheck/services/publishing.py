"""What is public of a claim: derived from its signed findings each time, and kept nowhere else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from factcheck.domain.days import Precision, read_day
from factcheck.domain.errors import NotFound
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.review import CorrectionClass, QueueFilters
from factcheck.domain.sheets import COUNTED_MOST, PublicAsk, PublicCheck, PublicNotice, PublicSource, SourceSheet
from factcheck.services import sheets
from factcheck.store import exports as rows
from factcheck.store.exports import Published, Wanted
from factcheck.store.tables import Approval, Finding
from factcheck.store.unit import UnitOfWork


def public_check(uow: UnitOfWork, identity: DeskIdentity, claim_id: int, *, finding: int | None = None) -> PublicCheck:
    """One published check as readers see it, or an earlier approved version of it. NotFound for all else."""
    with uow.reading() as session:
        found = rows.one(session, claim_id)
    if found is None:
        raise NotFound("There is no published check with this address.")
    if finding is None:
        return _check(found, identity)
    hidden = _withheld(found)
    numbers = [each.number for each, _, _ in found.signed]
    if finding not in numbers or found.voiding is not None:
        raise NotFound("There is no such version of this check.")
    return _check(replace(found, signed=found.signed[: numbers.index(finding) + 1]), identity, hidden)


def published(
    uow: UnitOfWork, identity: DeskIdentity, filters: QueueFilters, *, since: datetime | None = None
) -> Iterator[PublicCheck]:
    """Every published check that passes the filters, changed since then; voided ones too, as what they are."""
    with uow.reading() as session:
        for found in rows.published(session, Wanted(filters, since), uow.now):
            yield _check(found, identity)


def first(
    uow: UnitOfWork, identity: DeskIdentity, filters: QueueFilters, most: int, *, voided: bool
) -> tuple[list[PublicCheck], int]:
    """The first published checks that pass, and how many do: COUNTED_MOST + 1 means more than COUNTED_MOST."""
    wanted = Wanted(filters, voided=voided)
    with uow.reading() as session:
        checks = [_check(found, identity) for found in rows.published(session, wanted, uow.now, most)]
        counted = rows.counted(session, wanted, uow.now, COUNTED_MOST + 1) if len(checks) == most else len(checks)
        return checks, counted


def newest(
    uow: UnitOfWork, identity: DeskIdentity, *, cursor: int = 0, limit: int = 30
) -> tuple[list[PublicCheck], int]:
    """Published checks, the last signed first, and the cursor of the next page (0 at the end)."""
    with uow.reading() as session:
        found = rows.newest(session, cursor or None, limit + 1)
    shown = found[:limit]
    return [_check(each, identity) for _, each in shown], shown[-1][0] if len(found) > limit else 0


def _withheld(found: Published) -> frozenset[str]:
    """What no version may show: a source that was open once and is withheld now must not stand in the older ones."""
    now: dict[str, bool] = {}
    for source in (source for finding, _, _ in found.signed for source in finding.content["sources"]):
        now |= dict.fromkeys(_names(sheets.unsealed_source(source)), source["withheld"])
    return frozenset(name for name, withheld in now.items() if withheld)


def _names(source: SourceSheet) -> set[str]:
    """By what a source is known again: its row, and its address or title where somebody attached it anew."""
    return {f"row {source.id}", f"address {source.url}" if source.url else f"title {source.title.casefold()}"}


def _check(found: Published, identity: DeskIdentity, hidden: frozenset[str] = frozenset()) -> PublicCheck:
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
        sources=_public_sources(finding, found.copies, hidden),
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


def _public_sources(
    finding: Finding, copies: Mapping[tuple[int, str], str], hidden: frozenset[str]
) -> tuple[PublicSource, ...]:
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
        if not source.withheld and hidden.isdisjoint(_names(source))
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
