"""Sentences in which a person found nothing to check: marked, unmarked, and found again in a new text."""

from collections.abc import Sequence

from factcheck.domain.coverage import Cover, coverage
from factcheck.domain.errors import Invalid, OutOfDate, Refused
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import ArticleSheet
from factcheck.domain.sign_offs import LOOK, LOOK_AWAY, numbered
from factcheck.services import articles
from factcheck.store import articles as article_rows
from factcheck.store import history, jobs
from factcheck.store import sign_offs as rows
from factcheck.store.tables import Revision
from factcheck.store.unit import Session, UnitOfWork, alone

MOST = 300
"""Sentences at once: what can be undone by one button."""


def look_at(
    uow: UnitOfWork, article_id: int, actor: Actor, *, revision: int, sentences: Sequence[int]
) -> tuple[int, ...]:
    """Say that these sentences, counted from 1, hold nothing to check; returns those that nobody had marked before.

    Refused when a claim in one of them is open: the claim is what is to be decided. OutOfDate when the text is another.
    """
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        article, latest = _as_seen(session, article_id, actor, revision, sentences)
        held = {sentence.number: sentence for sentence in coverage(article).sentences}
        for number in sentences:
            if held[number].cover is Cover.OPEN:
                claims = numbered(row.number for row in held[number].claims)
                raise Refused(
                    "open_claim",
                    "Sentence %(sentence)s holds a claim that is to be checked (%(claims)s): decide that first.",
                    sentence=number,
                    claims=claims,
                )
        new = tuple(number for number in sorted(set(sentences)) if not held[number].looked_at_by)
        rows.look_at(session, latest.id or 0, new, actor.id or 0, uow.now)
        _note(session, article_id, LOOK, actor, uow, revision, [[], new])
    return new


def look_away(
    uow: UnitOfWork, article_id: int, actor: Actor, *, revision: int, sentences: Sequence[int]
) -> tuple[int, ...]:
    """Take back that these sentences hold nothing to check; returns those that were marked."""
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        article, latest = _as_seen(session, article_id, actor, revision, sentences)
        gone = tuple(sorted(set(sentences) & {each.sentence for each in article.looked_at}))
        rows.look_away(session, latest.id or 0, gone)
        _note(session, article_id, LOOK_AWAY, actor, uow, revision, [gone, []])
    return gone


def _as_seen(
    session: Session, article_id: int, actor: Actor, revision: int, sentences: Sequence[int]
) -> tuple[ArticleSheet, Revision]:
    """The article and its latest text, if it is the one that the person counted the sentences in."""
    alone(session, f"article:{article_id}")
    article = articles.as_it_stands(session, article_id, actor)
    latest = article_rows.revision(session, article_id, article.revision)
    if latest is None or article.revision != revision:
        raise OutOfDate(
            "The article has a new text since you saw it: its sentences are others now.",
            yours={"revision": revision}, theirs={"revision": article.revision},
        )  # fmt: skip
    if not sentences:
        raise Invalid("sentence", "none", "Choose sentences first.")
    if len(sentences) > MOST:
        raise Invalid(
            "sentence",
            "too_many",
            "At most %(most)s sentences at once: you chose %(number)s.",
            most=MOST,
            number=len(sentences),
        )
    if not set(sentences) <= set(range(1, len(article.sentences) + 1)):
        raise Invalid(
            "sentence",
            "unknown",
            "The article has %(number)s sentences: choose among them.",
            number=len(article.sentences),
        )
    return article, latest


def _note(
    session: Session,
    article_id: int,
    what: str,
    actor: Actor,
    uow: UnitOfWork,
    revision: int,
    change: list[Sequence[int]],
) -> None:
    """Write it into the article's history, unless it changed nothing."""
    if not any(change):
        return
    data = {"revision": revision, "changes": {"sentences": [list(numbers) for numbers in change]}}
    history.append(session, f"article:{article_id}", what, actor, uow.now, data=data)
    jobs.signal(session, f"article:{article_id}")


def find_again(session: Session, before: Revision | None, revision: Revision) -> None:
    """Carry the marks over to sentences of the new text that read exactly as before, one for one."""
    if before is None:
        return
    marked = {_words(before, row.sentence): row for row, _ in rows.looked_at(session, before.id or 0)}
    for number in range(1, len(revision.sentences) + 1):
        row = marked.pop(_words(revision, number), None)
        if row is not None:
            rows.look_at(session, revision.id or 0, [number], row.person_id, row.at)


def _words(revision: Revision, number: int) -> str:
    start, end = revision.sentences[number - 1]
    return revision.text[start:end]
