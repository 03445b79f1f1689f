"""Brings articles in, recognises what is here already, and shows and corrects what is known of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from factcheck.domain.articles import ArticleStatus, Incoming, checked_address, checked_text, fingerprint
from factcheck.domain.errors import Invalid, NotFound, OutOfDate, Refused
from factcheck.domain.jobs import FetchArticle, SplitArticle
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import ArticleLine, ArticleSheet, LookedAtLine, Received, RevisionLine, SignOffSheet
from factcheck.domain.texts import say
from factcheck.services import anchoring, blind, sheets, signatures
from factcheck.store import articles as rows
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs, names, search
from factcheck.store import sign_offs as sign_off_rows
from factcheck.store.tables import Article, Revision
from factcheck.store.unit import Session, UnitOfWork, alone

Unit = Callable[[], UnitOfWork]


# --- Coming in ------------------------------------------------------------------------------------


def receive(uow: UnitOfWork, incoming: Incoming, actor: Actor) -> Received:
    """Take an article in whose text is at hand, and ask a worker to split it."""
    actor.require(Action.BRING_IN)
    checked_text(incoming.text)
    if incoming.url:
        incoming = replace(incoming, url=checked_address(incoming.url))
    with uow.writing() as session:
        alone(session, "articles coming in")
        known = rows.by_url(session, incoming.url) if incoming.url else None
        if known is None:
            twin = rows.by_fingerprint(session, fingerprint(incoming.text))
            if twin is not None:
                return already(twin)
            article = _added(session, incoming, actor, uow)
            _add_revision(session, article, incoming.text, actor, uow)
            return Received(article.id or 0, True, False, say("The article is in. A worker is splitting it."))
        return receive_again(session, known, incoming.text, actor, uow)


def receive_address(
    uow: UnitOfWork,
    url: str,
    actor: Actor,
    *,
    canonical: Callable[[str], str] = str,
    title: str = "",
    outlet: str = "",
    byline: str = "",
    published: date | None = None,
    language: str = "",
) -> Received:
    """Take in an article by its address: a worker fetches it. A known one is fetched again for changes."""
    actor.require(Action.BRING_IN)
    address = canonical(checked_address(url))
    with uow.writing() as session:
        alone(session, "articles coming in")
        known = rows.by_url(session, address)
        if known is not None:
            jobs.enqueue(session, FetchArticle, known.id or 0, uow.now)
            return replace(already(known), sentence=f"{already(known).sentence} It is fetched again for changes.")
        incoming = Incoming("", title, outlet, byline, published, language, address)
        article = _added(session, incoming, actor, uow)
        jobs.enqueue(session, FetchArticle, article.id or 0, uow.now)
        return Received(article.id or 0, True, False, "The article is being fetched.")


def already(article: Article) -> Received:
    name = f"\u201c{article.title}\u201d" if article.title else f"article {article.id}"
    return Received(article.id or 0, False, False, f"This article is here already: {name}.")


def _added(session: Session, incoming: Incoming, actor: Actor, uow: UnitOfWork) -> Article:
    article = Article(
        url=incoming.url or None,
        title=incoming.title.strip(),
        outlet=incoming.outlet.strip(),
        byline=incoming.byline.strip(),
        published=incoming.published,
        language=incoming.language,
        status=ArticleStatus.WAITING,
        added_by=actor.name,
        created_at=uow.now,
    )
    session.add(article)
    session.flush()
    history.append(session, f"article:{article.id}", "bring in", actor, uow.now, data={"url": incoming.url})
    return article


def receive_again(session: Session, article: Article, text: str, actor: Actor, uow: UnitOfWork) -> Received:
    """An article that is known: the same text changes nothing, another one becomes its next revision."""
    latest = rows.revision(session, article.id or 0, article.revision)
    if latest is not None and latest.fingerprint == fingerprint(text):
        return already(article)
    _add_revision(session, article, text, actor, uow)
    if latest is None:
        return Received(article.id or 0, True, False, say("The article is in. A worker is splitting it."))
    sentence = say(
        "This article is here already and has changed: it is now revision %(number)s.", number=article.revision
    )
    return Received(article.id or 0, False, True, sentence)


def _add_revision(session: Session, article: Article, text: str, actor: Actor, uow: UnitOfWork) -> None:
    """Keep the text as it came, move the claims over by their words, and ask for a split."""
    article.revision += 1
    article.version += 1
    article.status, article.problem = ArticleStatus.WAITING, ""
    revision = Revision(
        article_id=article.id or 0,
        number=article.revision,
        text=text,
        fingerprint=fingerprint(text),
        created_at=uow.now,
    )
    session.add(revision)
    session.flush()
    anchoring.re_anchor(session, article, revision, uow)
    search.put(session, search.Kind.ARTICLE, article.id or 0, article.title, text)
    names.keep(session, names.Named.OUTLET, article.outlet)
    data = {"revision": article.revision, "fingerprint": revision.fingerprint}
    history.append(session, f"article:{article.id}", "revision", actor, uow.now, data=data)
    jobs.enqueue(session, SplitArticle, article.id or 0, uow.now)
    jobs.signal(session, f"article:{article.id}", "queue")


# --- Looking and correcting -----------------------------------------------------------------------


def sheet(uow: UnitOfWork, article_id: int, actor: Actor) -> ArticleSheet:
    """One article with the text of its latest revision and its claims."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return as_it_stands(session, article_id, actor)


def as_it_stands(session: Session, article_id: int, actor: Actor) -> ArticleSheet:
    """The article as this transaction sees it, without what tells of answers closed to the person. NotFound."""
    article = existing(session, article_id)
    revision = rows.revision(session, article_id, article.revision)
    listed = claim_rows.of_article(session, article_id)
    places = claim_rows.places(session, [row.claim.id or 0 for row in listed])
    return ArticleSheet(
        id=article_id,
        title=article.title,
        outlet=article.outlet,
        byline=article.byline,
        published=article.published,
        language=article.language,
        url=article.url or "",
        status=article.status,
        problem=article.problem,
        note=article.note,
        text=revision.text if revision else "",
        revision=article.revision,
        revisions=_revision_lines(session, article_id),
        claims=tuple(blind.rows_for(session, [sheets.claim_row(row) for row in listed], actor)),
        places=tuple((key, tuple(sheets.place_sheet(place) for place in of)) for key, of in places.items()),
        sentences=tuple((int(a), int(b)) for a, b in revision.sentences) if revision else (),
        sentence_classes=tuple(revision.sentence_classes) if revision else (),
        added_by=article.added_by,
        created_at=article.created_at,
        version=article.version,
        looked_at=_looked_at(session, revision),
        sign_off=signatures.newest(session, {article_id: article.revision}).get(article_id),
    )


def _looked_at(session: Session, revision: Revision | None) -> tuple[LookedAtLine, ...]:
    marked = sign_off_rows.looked_at(session, revision.id or 0) if revision else []
    return tuple(LookedAtLine(row.sentence, name, row.person_id, row.at) for row, name in marked)


def _revision_lines(session: Session, article_id: int) -> tuple[RevisionLine, ...]:
    return tuple(RevisionLine(number, at, length) for number, at, length in rows.revisions(session, article_id))


def revision_text(uow: UnitOfWork, article_id: int, number: int, actor: Actor) -> str:
    """The text of an earlier revision."""
    actor.require(Action.READ)
    with uow.reading() as session:
        found = rows.revision(session, article_id, number)
        if found is None:
            raise NotFound("There is no such revision.")
        return found.text


def listed(
    uow: UnitOfWork, actor: Actor, *, q: str = "", cursor: str = "", limit: int = 50
) -> tuple[list[ArticleLine], str]:
    """Articles, the newest first, and the cursor of the next page (empty at the end). Invalid for another one."""
    actor.require(Action.READ)
    before = _before(cursor) if cursor else None
    limit = max(limit, 1)
    with uow.reading() as session:
        ids = search.find(session, search.Kind.ARTICLE, q.split(), every=True) if q.strip() else None
        lines = rows.listed(session, ids=ids, before=before, limit=limit + 1)
        signed = signatures.newest(session, {line[0].id or 0: line[0].revision for line in lines[:limit]})
    shown = [_line(*line, signed.get(line[0].id or 0)) for line in lines[:limit]]
    return shown, str(shown[-1].id) if len(lines) > limit else ""


def _before(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Invalid("cursor", "cursor", "That page does not exist: start again from the first.")
    return int(cursor)


def _line(article: Article, total: int, open_: int, approved: int, sign_off: SignOffSheet | None) -> ArticleLine:
    return ArticleLine(
        article.id or 0,
        article.title,
        article.outlet,
        article.published,
        article.language,
        article.status,
        article.problem,
        total,
        open_,
        approved,
        article.created_at,
        article.url or "",
        sign_off,
    )


def describe(
    uow: UnitOfWork,
    article_id: int,
    actor: Actor,
    *,
    seen: int,
    title: str,
    outlet: str,
    byline: str,
    published: date | None,
    language: str,
) -> ArticleSheet:
    """Correct what was found about the article. OutOfDate when somebody else did meanwhile."""
    actor.require(Action.EDIT_CLAIMS)
    given: dict[str, Any] = {"title": title.strip(), "outlet": outlet.strip(), "byline": byline.strip()}
    given |= {"published": published, "language": language.strip().lower()}
    with uow.writing() as session:
        article = existing(session, article_id)
        before = {field: getattr(article, field) for field in given}
        if not rows.claim_version(session, article_id, seen):
            session.refresh(article)
            theirs = {field: getattr(article, field) for field in (*given, "version")}
            raise OutOfDate("Somebody changed this article while you did.", yours=given, theirs=theirs)
        changes = {key: [str(before[key] or ""), str(given[key] or "")] for key in given if before[key] != given[key]}
        for field, value in given.items():
            setattr(article, field, value)
        revision = rows.revision(session, article_id, article.revision)
        search.put(session, search.Kind.ARTICLE, article_id, article.title, revision.text if revision else "")
        names.keep(session, names.Named.OUTLET, article.outlet)
        history.append(session, f"article:{article_id}", "describe", actor, uow.now, data={"changes": changes})
        jobs.signal(session, f"article:{article_id}")
    return sheet(uow, article_id, actor)


def try_again(uow: UnitOfWork, article_id: int, actor: Actor) -> None:
    """Fetch or split again what failed. Refused where nothing did: what is split would wait for nothing."""
    actor.require(Action.BRING_IN)
    with uow.writing() as session:
        article = existing(session, article_id)
        if not article.problem:
            raise Refused("nothing_failed", "Nothing went wrong with this article: there is nothing to try again.")
        latest = rows.revision(session, article_id, article.revision)
        is_split = latest is not None and latest.split_at is not None
        article.status, article.problem = (article.status if is_split else ArticleStatus.WAITING), ""
        kind = FetchArticle if latest is None or is_split else SplitArticle
        jobs.enqueue(session, kind, article_id, uow.now)
        history.append(session, f"article:{article_id}", "try again", actor, uow.now)
        jobs.signal(session, f"article:{article_id}")


def existing(session: Session, article_id: int) -> Article:
    """The row of an article. NotFound."""
    article = rows.by_id(session, article_id)
    if article is None:
        raise NotFound("There is no such article.")
    return article
