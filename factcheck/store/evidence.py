"""Outlets, feed entries, pages, asks, leads, reports and sources."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import CursorResult, func, or_, select, update
from sqlmodel import Session, col

from factcheck.domain.evidence import Medium
from factcheck.domain.jobs import FindReports
from factcheck.domain.owners import Owned, Owners
from factcheck.domain.review import Stage
from factcheck.store.tables import Alert, Ask, Claim, FeedItem, JobRow, Lead, Outlet, Page, Report, Source


def outlets(session: Session, *, active_only: bool = False) -> list[tuple[Outlet, int]]:
    """Outlets by name, with the number of feed entries kept of each."""
    counted = select(Outlet, func.count(col(FeedItem.id))).join(
        FeedItem, col(FeedItem.outlet_id) == col(Outlet.id), isouter=True
    )
    if active_only:
        counted = counted.where(col(Outlet.active))
    rows = session.execute(counted.group_by(col(Outlet.id)).order_by(col(Outlet.name), col(Outlet.id)))
    return [(outlet, entries) for outlet, entries in rows]


def outlet(session: Session, outlet_id: int) -> Outlet | None:
    return session.get(Outlet, outlet_id)


def outlet_by_feed(session: Session, feed_url: str) -> Outlet | None:
    return session.scalar(select(Outlet).where(col(Outlet.feed_url) == feed_url))


def owners(session: Session) -> Owners:
    """The owners of the outlets, as far as they are filled in. Outlets that are not read any more have theirs too."""
    found = session.scalars(select(Outlet).where(col(Outlet.owner) != "").order_by(col(Outlet.id).desc()))
    return Owners(Owned(row.name, row.owner, (row.site, row.feed_url)) for row in found)


def claim_poll(session: Session, outlet_id: int, now: datetime, until: datetime) -> bool:
    """Take the turn to read an outlet's feed: only one worker gets it until `until`."""
    mine = (
        update(Outlet)
        .where(
            col(Outlet.id) == outlet_id,
            col(Outlet.active),
            (col(Outlet.next_attempt_at).is_(None)) | (col(Outlet.next_attempt_at) <= now),
        )
        .values(next_attempt_at=until)
    )
    result = session.execute(mine)
    return isinstance(result, CursorResult) and result.rowcount == 1


def due_outlets(session: Session, now: datetime) -> list[Outlet]:
    waiting = (col(Outlet.next_attempt_at).is_(None)) | (col(Outlet.next_attempt_at) <= now)
    return list(session.scalars(select(Outlet).where(col(Outlet.active), waiting).order_by(col(Outlet.id))))


def known_guids(session: Session, outlet_id: int, guids: Iterable[str]) -> set[str]:
    found = select(col(FeedItem.guid)).where(col(FeedItem.outlet_id) == outlet_id, col(FeedItem.guid).in_(list(guids)))
    return set(session.scalars(found))


def feed_items(session: Session, ids: Sequence[int]) -> list[tuple[FeedItem, Outlet]]:
    """These entries with their outlets, in the order of the ids."""
    found = select(FeedItem, Outlet).join(Outlet, col(Outlet.id) == col(FeedItem.outlet_id))
    rows = {item.id: (item, of) for item, of in session.execute(found.where(col(FeedItem.id).in_(ids)))}
    return [rows[item_id] for item_id in ids if item_id in rows]


def page_by_url(session: Session, url: str) -> Page | None:
    return session.scalar(select(Page).where(col(Page.url) == url))


def pages_by_url(session: Session, urls: Collection[str]) -> dict[str, Page]:
    return {page.url: page for page in session.scalars(select(Page).where(col(Page.url).in_(urls)))}


def asks(session: Session, claim_id: int) -> list[Ask]:
    found = select(Ask).where(col(Ask.claim_id) == claim_id)
    return list(session.scalars(found.order_by(col(Ask.provider), col(Ask.id))))


def ask(session: Session, claim_id: int, provider: str, words: str, language: str = "") -> Ask | None:
    found = select(Ask).where(col(Ask.claim_id) == claim_id, col(Ask.provider) == provider, col(Ask.words) == words)
    return session.scalar(found.where(col(Ask.language) == language))


def lead(session: Session, lead_id: int) -> Lead | None:
    return session.get(Lead, lead_id)


def leads_by_id(session: Session, ids: Collection[int | None]) -> dict[int | None, Lead]:
    return {lead.id: lead for lead in session.scalars(select(Lead).where(col(Lead.id).in_(ids)))}


def leads(session: Session, claim_id: int) -> list[Lead]:
    return list(session.scalars(select(Lead).where(col(Lead.claim_id) == claim_id).order_by(col(Lead.id))))


def read_in_vain(session: Session, claim_id: int) -> list[Lead]:
    """The addresses that were named for the claim, could be read, and did not become a report."""
    reported = select(col(Report.id)).join(Page, col(Page.id) == col(Report.page_id))
    reported = reported.where(col(Report.claim_id) == claim_id, col(Page.url) == col(Lead.url))
    found = select(Lead).where(col(Lead.claim_id) == claim_id, col(Lead.done), col(Lead.problem) == "")
    return list(session.scalars(found.where(~reported.exists()).order_by(col(Lead.id))))


def report(session: Session, report_id: int) -> tuple[Report, Page] | None:
    found = select(Report, Page).join(Page, col(Page.id) == col(Report.page_id)).where(col(Report.id) == report_id)
    row = session.execute(found).first()
    return (row[0], row[1]) if row else None


def reports(session: Session, claim_id: int) -> list[tuple[Report, Page]]:
    """The reports of a claim with their pages, the earliest published first."""
    found = select(Report, Page).join(Page, col(Page.id) == col(Report.page_id))
    found = found.where(col(Report.claim_id) == claim_id)
    order = (col(Page.published).is_(None), col(Page.published), col(Report.id))
    return [(report, page) for report, page in session.execute(found.order_by(*order))]


def origins_of_pages(session: Session, claim_id: int) -> list[tuple[int, int, str, str]]:
    """Of each report of a claim its id and that of the first of its origin, and address and outlet of its page."""
    found = select(col(Report.id), func.coalesce(col(Report.origin), col(Report.id)), col(Page.url), col(Page.outlet))
    found = found.join(Page, col(Page.id) == col(Report.page_id)).where(col(Report.claim_id) == claim_id)
    return [
        (number, origin, url, outlet) for number, origin, url, outlet in session.execute(found.order_by(col(Report.id)))
    ]


def report_of_page(session: Session, claim_id: int, page_id: int) -> Report | None:
    found = select(Report).where(col(Report.claim_id) == claim_id, col(Report.page_id) == page_id)
    return session.scalar(found)


def reports_of_page(session: Session, page: Page) -> list[tuple[Report, Lead]]:
    """What became of a page for each claim that it was a report on, with the lead that led there."""
    same = (col(Lead.claim_id) == col(Report.claim_id)) & (col(Lead.url) == page.url)
    found = select(Report, Lead).join(Lead, same).where(col(Report.page_id) == page.id).order_by(col(Report.id))
    return [(report, lead) for report, lead in session.execute(found)]


def is_used(session: Session, report: Report) -> bool:
    """Whether a source was made of the report, even one taken off since, or a decision or an alert names it."""
    attached = select(col(Source.id)).where(col(Source.report_id) == report.id).exists()
    same_claim, placed = col(Report.claim_id) == report.claim_id, col(Report.placed_with)
    named = select(col(Report.id)).where(same_claim, placed == report.id).exists()
    told = select(col(Alert.id)).where(col(Alert.report_id) == report.id).exists()
    return report.placed_with is not None or bool(session.scalar(select(attached | named | told)))


def sources(session: Session, claim_id: int) -> list[Source]:
    """The sources attached to a claim now, in the order in which they were attached."""
    found = select(Source).where(col(Source.claim_id) == claim_id, col(Source.removed_at).is_(None))
    return list(session.scalars(found.order_by(col(Source.id))))


def only_attached(session: Session, claim_id: int) -> set[str]:
    """The addresses that people attached to the claim, now or once, and that no worker was sent to for it."""
    attached = set(session.scalars(select(col(Source.url)).where(col(Source.claim_id) == claim_id)))
    return attached - set(session.scalars(select(col(Lead.url)).where(col(Lead.claim_id) == claim_id)))


def unarchived(session: Session, own_address: str, limit: int) -> list[int]:
    """Attached pages of the web that have no archive and of which none was tried."""
    found = select(col(Source.id)).where(
        col(Source.medium) == Medium.WEB,
        col(Source.removed_at).is_(None),
        col(Source.kept_warc) == "",
        col(Source.kept_problem) == "",
        ~col(Source.url).startswith(own_address),
    )
    return list(session.scalars(found.order_by(col(Source.id)).limit(limit)))


def unstamped(session: Session, limit: int, *, again: bool) -> list[Source]:
    """Sources with an archive file or an uploaded one that no authority has stamped; `again` with those for which it
    was tried."""
    uploaded = (col(Source.medium) == Medium.UPLOAD) & (col(Source.kept_sha256) != "")
    found = select(Source).where(or_(col(Source.kept_warc) != "", uploaded), col(Source.stamp) == "")
    if not again:
        found = found.where(col(Source.stamp_problem) == "")
    return list(session.scalars(found.order_by(col(Source.id)).limit(limit)))


def stamped(session: Session) -> list[Source]:
    return list(session.scalars(select(Source).where(col(Source.stamp) != "").order_by(col(Source.id))))


def source(session: Session, claim_id: int, source_id: int) -> Source | None:
    found = session.get(Source, source_id)
    return found if found is not None and found.claim_id == claim_id and found.removed_at is None else None


SEARCHED_AGAIN = (Stage.QUEUED, Stage.CHECKING, Stage.SUBMITTED, Stage.APPROVED)


def claims_asked_before(session: Session, at: datetime, limit: int) -> list[int]:
    """Claims whose last search is older than `at`: those still worked on first, then the approved, the newest first.

    What is found for an approved claim raises its "new evidence". Claims that were never asked for are among them:
    their first search may be under way, with what was known before.
    """
    last = select(func.max(col(Ask.at))).where(col(Ask.claim_id) == col(Claim.id)).scalar_subquery()
    found = select(col(Claim.id)).where(col(Claim.stage).in_(SEARCHED_AGAIN), col(Claim.checkworthy))
    found = found.where(last.is_(None) | (last < at))
    order = (col(Claim.stage) == Stage.APPROVED, col(Claim.id).desc())
    return list(session.scalars(found.order_by(*order).limit(limit)))


def unasked_claims(session: Session, limit: int) -> list[int]:
    """Queued claims for which nobody has been asked and nobody is going to be: their search was lost."""
    asked = select(col(Ask.id)).where(col(Ask.claim_id) == col(Claim.id)).exists()
    wanted = select(col(JobRow.id)).where(
        col(JobRow.name) == FindReports.name,
        col(JobRow.subject_id) == col(Claim.id),
        col(JobRow.done_at).is_(None),
    )
    found = select(col(Claim.id)).where(col(Claim.stage) == Stage.QUEUED, col(Claim.checkworthy), ~asked)
    found = found.where(~wanted.exists())
    return list(session.scalars(found.order_by(col(Claim.id)).limit(limit)))
