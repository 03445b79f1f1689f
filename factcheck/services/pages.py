"""The pages that are at hand for a lead, and the page that is made of a document when it is read."""

from datetime import datetime, timedelta

from factcheck.domain.fetching import Extracted
from factcheck.services import reports
from factcheck.store import articles as article_rows
from factcheck.store import evidence as rows
from factcheck.store.tables import FetchedDocument, Lead, Page
from factcheck.store.unit import Session

FRESH = timedelta(hours=24)
"""A page fetched within this time is not fetched again for another claim."""


def fresh(session: Session, lead: Lead, now: datetime) -> Page | None:
    """The page of a lead where it is at hand: one of the desk's own archive, or one that was fetched lately."""
    if lead.url.startswith(reports.OWN_ADDRESS):
        return _own(session, lead, now)
    page = rows.page_by_url(session, lead.url)
    return page if page is not None and now - page.fetched_at < FRESH else None


def _own(session: Session, lead: Lead, now: datetime) -> Page | None:
    """An article of the desk's own archive in the shape of a page."""
    article = article_rows.by_id(session, int(lead.url.removeprefix(reports.OWN_ADDRESS)))
    revision = article_rows.revision(session, article.id or 0, article.revision) if article else None
    if article is None or revision is None:
        return None
    published = datetime.combine(article.published, datetime.min.time(), now.tzinfo) if article.published else None
    page = Page(url=lead.url, title=article.title, outlet=article.outlet, byline=article.byline, fetched_at=now)
    page.published, page.language, page.text = published, article.language, revision.text
    return page


def made_of(document: FetchedDocument, extracted: Extracted, lead: Lead) -> Page:
    """The page of a lead, with what the provider said of it where the document does not say."""
    page = Page(url=lead.url, title=extracted.title or lead.title, fetched_at=document.fetched_at, text=extracted.text)
    page.outlet, page.byline, page.agency = lead.outlet or extracted.outlet, extracted.byline, extracted.agency
    page.published, page.language = extracted.published or lead.published, extracted.language
    page.modified = extracted.modified
    page.kept_sha256 = document.sha256
    return page
