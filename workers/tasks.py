"""The tasks of the workers: each is one service call about one article, claim, address, outlet or export."""

from factcheck.domain.jobs import (
    ArchiveSource,
    AskProvider,
    FetchArticle,
    FetchLead,
    FindReports,
    Maintain,
    MatchChecks,
    MatchQueued,
    PollOutlet,
    ReadLead,
    SaveInPublic,
    SendMail,
    SplitArticle,
    StampCopy,
    SuggestStances,
    WatchPage,
    WriteExport,
)
from factcheck.services import (
    asking,
    documents,
    earlier,
    exports,
    finding,
    jobs,
    keeping,
    leads,
    mail,
    public_archives,
    splitting,
    stances,
    timestamps,
    watching,
)
from factcheck.services.jobs import Hand, TakenJob
from factcheck.wiring import Desk
from workers.carrying import handles, handles_together


@handles(FetchArticle)
def fetch_article(desk: Desk, job: TakenJob) -> None:
    splitting.fetch_article(desk.unit, desk.fetcher, desk.extractor, job.subject_id)


@handles(SplitArticle)
def split_article(desk: Desk, job: TakenJob) -> None:
    splitting.split_article(desk.unit, desk.article_splitter, job.subject_id)


@handles(FindReports)
def find_reports(desk: Desk, job: TakenJob) -> None:
    finding.gather(desk.unit, desk.similarity, job.subject_id)
    earlier.match(desk.unit(), desk.matcher, job.subject_id)
    asking.order(desk.unit, desk.plugged, job.subject_id)


@handles(AskProvider)
def ask_provider(desk: Desk, job: TakenJob) -> None:
    languages = desk.settings.search_languages
    asking.ask_provider(
        desk.unit, desk.plugged, desk.caller, desk.similarity, desk.canonical, job.subject_id, job.attempt, languages
    )


@handles(SuggestStances)
def suggest_stances(desk: Desk, job: TakenJob) -> None:
    stances.suggest(desk.unit, desk.stances, job.subject_id)


@handles(MatchChecks)
def match_checks(desk: Desk, job: TakenJob) -> None:
    earlier.match(desk.unit(), desk.matcher, job.subject_id)


@handles_together(FetchLead)
def fetch_leads(desk: Desk, hand: Hand) -> None:
    at_once = desk.settings.fetches_at_once
    leads.fetch(desk.unit, desk.fetcher, desk.vault, hand, at_once=at_once, begin=desk.patience.begin)


@handles_together(ReadLead)
def read_leads(desk: Desk, hand: Hand) -> None:
    reader = documents.Reader(desk.extractor, desk.vault)
    documents.read(desk.unit, reader, desk.similarity, hand, begin=desk.patience.begin)


@handles(MatchQueued)
def match_queued(desk: Desk, job: TakenJob) -> None:
    earlier.match_queued(desk.unit(), job.subject_id)


@handles(PollOutlet)
def poll_outlet(desk: Desk, job: TakenJob) -> None:
    finding.poll_outlet(desk.unit, desk.fetcher, desk.feeds, job.subject_id, desk.patience.lease)


@handles(ArchiveSource)
def archive_source(desk: Desk, job: TakenJob) -> None:
    keeping.archive(desk.unit, desk.fetcher, desk.extractor, desk.archive, job.subject_id, job.attempt)


@handles(SaveInPublic)
def save_in_public(desk: Desk, job: TakenJob) -> None:
    public_archives.save(desk.unit, desk.plugged, desk.caller, job.subject_id)


@handles(StampCopy)
def stamp_copy(desk: Desk, job: TakenJob) -> None:
    timestamps.stamp(desk.unit, desk.timestamper, desk.vault, job.subject_id, job.attempt)


@handles(WatchPage)
def watch_page(desk: Desk, job: TakenJob) -> None:
    watching.look_again(desk.unit, desk.fetcher, desk.extractor, desk.vault, job.subject_id)


@handles(WriteExport)
def write_export(desk: Desk, job: TakenJob) -> None:
    exports.write(desk.unit, desk.vault, desk.identity, job.subject_id)


@handles(SendMail)
def send_mail(desk: Desk, job: TakenJob) -> None:
    mail.send(desk.unit, desk.post, job.subject_id)


@handles(Maintain)
def maintain(desk: Desk, job: TakenJob) -> None:
    jobs.maintain(desk.unit())
