"""What the workers do with an article: fetch its page, split its text, keep the claims. Safe to run twice."""

from collections.abc import Callable

from factcheck.domain.articles import ArticleStatus, checked_text, fingerprint
from factcheck.domain.claims import ArticleText, Split, SplitClaim, Splitter, joined
from factcheck.domain.earlier import Came
from factcheck.domain.errors import Invalid
from factcheck.domain.fetching import Extractor, Fetcher, FetchFailed
from factcheck.domain.jobs import FindReports
from factcheck.domain.people import WORKER
from factcheck.domain.review import Stage
from factcheck.domain.texts import say
from factcheck.services import articles, imports, sentences, watching
from factcheck.store import articles as rows
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs
from factcheck.store.tables import Article, Claim, Place, Revision
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]


def fetch_article(unit: Unit, fetcher: Fetcher, extractor: Extractor, article_id: int) -> None:
    """Fetch an article by its address and take its text in. Raises HostBusy, and FetchFailed worth a retry."""
    uow = unit()
    with uow.reading() as session:
        article = articles.existing(session, article_id)
    try:
        extracted = extractor.extract(fetcher.fetch(article.url or ""))
        checked_text(extracted.text)
    except FetchFailed as failed:
        _note_problem(uow, article_id, _of_its_page(failed), over=failed.retry_at is None)
        raise
    except Invalid as unreadable:
        _note_problem(uow, article_id, str(unreadable), over=True)
        raise
    with uow.writing() as session:
        article = articles.existing(session, article_id)
        if article.status is ArticleStatus.READY:
            article.problem = ""  # of an earlier look at its page; that of a split has a try of its own
        if article.revision == 0 and _is_here_already(session, article, extracted.text):
            return
        article.title = article.title or extracted.title
        article.outlet = article.outlet or extracted.outlet
        article.byline = article.byline or extracted.byline
        article.language = article.language or extracted.language
        if article.published is None and extracted.published is not None:
            article.published = extracted.published.date()
        articles.receive_again(session, article, extracted.text, WORKER, uow)
        watching.watch_article(session, article, uow)
        imports.keep(session, extracted.checks, uow.now, Came.PAGE, article.url or "")
        jobs.signal(session, f"article:{article_id}")


def _is_here_already(session: Session, article: Article, text: str) -> bool:
    """Whether a text that comes in for the first time is that of another article; says so on this one.

    One that has claims stays an article of its own, whatever its outlet makes of the page.
    """
    twin = rows.by_fingerprint(session, fingerprint(text))
    if twin is None:
        return False
    article.status, article.problem = ArticleStatus.FAILED, articles.already(twin).sentence
    jobs.signal(session, f"article:{article.id}")
    return True


def _of_its_page(failed: FetchFailed) -> str:
    if failed.retry_at is None:
        return say("Its page: %(why)s.", why=str(failed))
    return say("Its page: %(why)s, again at %(time)s UTC.", why=str(failed), time=f"{failed.retry_at:%H:%M}")


def _note_problem(uow: UnitOfWork, article_id: int, sentence: str, *, over: bool) -> None:
    """Say what went wrong; an article that has no text yet has failed when no other try is to come."""
    with uow.writing() as session:
        article = articles.existing(session, article_id)
        if article.revision == 0 and over:
            article.status = ArticleStatus.FAILED
        article.problem = sentence
        jobs.signal(session, f"article:{article_id}")


def split_article(unit: Unit, splitter: Splitter, article_id: int) -> None:
    """Split the latest revision into claims. Running it twice changes nothing."""
    uow = unit()
    with uow.writing() as session:
        article = articles.existing(session, article_id)
        revision = rows.revision(session, article_id, article.revision)
        if revision is None or revision.split_at is not None:
            return
        article.status = ArticleStatus.SPLITTING
        jobs.signal(session, f"article:{article_id}")
    # no transaction is open while the splitter works
    split = splitter.split(
        ArticleText(revision.text, article.title, article.outlet, article.published, article.language)
    )
    with uow.writing() as session:
        _keep_split(session, article_id, revision.id or 0, split, uow)


def _keep_split(session: Session, article_id: int, revision_id: int, split: Split, uow: UnitOfWork) -> None:
    article = articles.existing(session, article_id)
    revision = rows.revision_by_id(session, revision_id)
    if revision.split_at is not None or revision.number != article.revision:
        return  # split by another worker, or the text has changed meanwhile and has a split of its own to come
    revision.split_at = uow.now
    revision.sentences = [[start, end] for start, end in split.sentences]
    revision.sentence_classes = list(split.classes)
    sentences.find_again(session, rows.split_before(session, article_id, revision.number), revision)
    article.status, article.problem, article.note = ArticleStatus.READY, "", split.note
    article.language = article.language or split.language
    known = _known_words(session, article_id)
    for principal, followers in joined(split.claims):
        if principal.span.text_in(revision.text) not in known:
            _add_claim(session, article, revision, principal, followers, uow)
    data = {"revision": revision.number, "claims": len(split.claims), "splitter": split.splitter}
    history.append(session, f"article:{article_id}", "split", WORKER, uow.now, note=split.note, data=data)
    jobs.signal(session, f"article:{article_id}", "queue")


def _known_words(session: Session, article_id: int) -> set[str]:
    listed = claim_rows.of_article(session, article_id)
    places = claim_rows.places(session, [row.claim.id or 0 for row in listed])
    return {place.span_text for of_claim in places.values() for place in of_claim}


def _add_claim(
    session: Session,
    article: Article,
    revision: Revision,
    found: SplitClaim,
    followers: list[SplitClaim],
    uow: UnitOfWork,
) -> None:
    score = round(min(max(found.score, 0.0), 1.0), 4)
    claim = Claim(
        article_id=article.id or 0,
        number=rows.next_number(session, article),
        statement=found.statement,
        claimant=found.claimant,
        claimant_role=found.claimant_role,
        cue=found.cue or "",
        quotation=found.quotation,
        chain=list(found.chain),
        channel=found.channel,
        said_date=found.said_date,
        said_precision=found.said_precision,
        said_basis=found.said_basis or "",
        event_date=found.event_date,
        event_precision=found.event_precision,
        event_basis=found.event_basis or "",
        kind=found.kind.value,
        hedge=found.hedge,
        denial=found.denial,
        checkworthy=found.checkworthy,
        score=score,
        rank=-score,
        reasons=list(found.reasons),
        stage=Stage.QUEUED,
        created_at=uow.now,
    )
    session.add(claim)
    session.flush()
    for each in (found, *followers):
        add_place(session, claim, revision, each)
    claim_rows.index(session, claim, found.span.text_in(revision.text))
    data = {"article": article.id, "revision": revision.number, "statement": found.statement}
    history.append(session, f"claim:{claim.id}", "found", WORKER, uow.now, stages=(None, Stage.QUEUED.value), data=data)
    if found.checkworthy:
        jobs.enqueue(session, FindReports, claim.id or 0, uow.now)


def add_place(session: Session, claim: Claim, revision: Revision, found: SplitClaim) -> None:
    """Note that a revision says the claim at these places."""
    fragments = [[start, end] for start, end in found.span.fragments]
    text = found.span.text_in(revision.text)
    session.add(
        Place(
            claim_id=claim.id or 0, revision_id=revision.id or 0, role=found.role, fragments=fragments, span_text=text
        )
    )
