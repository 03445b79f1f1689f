"""The tasks of the workers: each is one service call with the number of what it is about."""

from factcheck.wiring import Desk

from factcheck.domain.jobs import (
    FetchArticle,
    FetchLead,
    FindReports,
    Maintain,
    PollOutlet,
    SplitArticle,
    WriteExport,
)
from factcheck.services import articles, evidence, exports, jobs
from workers.carrying import handles


@handles(FetchArticle)
def fetch_article(desk: Desk, article_id: int) -> None:
    articles.fetch(desk.unit, desk.fetcher, desk.extractor, article_id)


@handles(SplitArticle)
def split_article(desk: Desk, article_id: int) -> None:
    articles.split(desk.unit, desk.splitter, article_id)


@handles(FindReports)
def find_reports(desk: Desk, claim_id: int) -> None:
    evidence.gather(desk.unit, claim_id)


@handles(FetchLead)
def fetch_lead(desk: Desk, lead_id: int) -> None:
    evidence.fetch_lead(desk.unit, desk.fetcher, desk.extractor, desk.similarity, desk.vault, lead_id)


@handles(PollOutlet)
def poll_outlet(desk: Desk, outlet_id: int) -> None:
    evidence.poll_outlet(desk.unit, desk.fetcher, desk.feeds, outlet_id)


@handles(WriteExport)
def write_export(desk: Desk, export_id: int) -> None:
    exports.write(desk.unit, desk.vault, desk.identity, export_id)


@handles(Maintain)
def maintain(desk: Desk, _: int) -> None:
    jobs.maintain(desk.unit())
