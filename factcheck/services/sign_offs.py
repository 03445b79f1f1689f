"""Signs articles off: shows what a signature would leave untouched, gives it, takes it back."""

from collections.abc import Mapping

from factcheck.domain.errors import OutOfDate, Refused
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ArticleSheet, ClaimRow
from factcheck.domain.sign_offs import (
    SIGN_OFF,
    WITHDRAW,
    Account,
    Dismissal,
    account,
    content_of,
    lacks_note,
    last_change,
    why_not,
)
from factcheck.services import articles, signatures
from factcheck.services.effects import TEXT_MOST
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs
from factcheck.store import sign_offs as rows
from factcheck.store.tables import Claim, HistoryEntry
from factcheck.store.unit import Session, UnitOfWork, alone


def before_signing(uow: UnitOfWork, article_id: int, actor: Actor) -> tuple[ArticleSheet, Account, Refused | None]:
    """The article, what a signature under it would seal, and why this person does not sign it (None when they may)."""
    actor.require(Action.READ)
    with uow.reading() as session:
        article, stands = _read(session, article_id, actor)
    return article, stands, why_not(article, stands, actor)


def _read(session: Session, article_id: int, actor: Actor) -> tuple[ArticleSheet, Account]:
    """As this person may see it: what they sign is what they saw, and a seal must not tell of a closed answer."""
    article = articles.as_it_stands(session, article_id, actor)
    return article, account(article, _dismissals(session, article))


def _dismissals(session: Session, article: ArticleSheet) -> list[Dismissal]:
    who = {claim.id: (claim, entry) for claim, entry in rows.dismissals(session, article.id)}
    aside = {claim.id: entry for claim, entry in rows.not_checkable(session, article.id) if _says_so(entry)}
    numbers = {row.id: row.number for row in article.claims}
    gone = [(row, *who[row.id]) for row in article.claims if row.stage is Stage.DISMISSED]
    dismissed = [_dismissal(row, claim, entry, numbers, _lives_on(session, claim)) for row, claim, entry in gone]
    unworthy = [
        Dismissal(row, None, NOT_CHECKABLE, aside[row.id].actor_name, aside[row.id].actor_id)
        for row in article.claims
        if row.id in aside
    ]
    return sorted((*dismissed, *unworthy), key=lambda each: each.claim.number)


NOT_CHECKABLE = "not checkable"


def _says_so(entry: HistoryEntry) -> bool:
    """Whether with this edit a person found the claim not checkable; the splitter's own view is no edit."""
    return bool(entry.data.get("changes", {}).get("checkworthy", (None, None))[1] is False)


def _lives_on(session: Session, claim: Claim) -> bool:
    """Whether the claim that it says the same as is in the review or checked. That may be another's duplicate in turn,
    and where two are each other's, neither is checked by anybody."""
    passed: set[int | None] = set()
    of: Claim | None = claim
    while of is not None and of.stage is Stage.DISMISSED and of.duplicate_of and of.id not in passed:
        passed.add(of.id)
        of = claim_rows.by_id(session, of.duplicate_of)
    return of is not None and of.stage is not Stage.DISMISSED and (of.checkworthy or of.stage is not Stage.QUEUED)


def _dismissal(
    row: ClaimRow, claim: Claim, entry: HistoryEntry, numbers: Mapping[int, int], lives_on: bool
) -> Dismissal:
    why = claim.dismiss_reason.value if claim.dismiss_reason else ""
    if claim.duplicate_of:
        why = f"says the same as claim {numbers.get(claim.duplicate_of, claim.duplicate_of)}"
    return Dismissal(row, claim.dismiss_reason, why, entry.actor_name, entry.actor_id, lives_on)


def sign_off(uow: UnitOfWork, article_id: int, actor: Actor, *, hash_seen: str, note: str) -> ArticleSheet:
    """Sign the article off as it stands. `hash_seen` is the seal of what the person saw: OutOfDate when it has changed.

    NotAllowed, Refused or Invalid when it may not be signed, not by this person, or not without a note.
    """
    actor.require(Action.SIGN_OFF)
    with uow.writing() as session:
        alone(session, f"article:{article_id}")
        # what is read up to is noted before the rest is read: what comes in between ends the signature, never hides
        read = {
            "article": history.head(session, f"article:{article_id}")[0],
            "claims": {str(claim_id): seq for claim_id, seq in rows.heads(session, article_id).items()},
        }
        article, stands = _read(session, article_id, actor)
        _check(session, article, stands, actor, hash_seen, note)
        data = {"seal": stands.seal, "content": content_of(article, stands.coverage), "read": read}
        history.append(
            session, f"article:{article_id}", SIGN_OFF, actor, uow.now, note=note.strip()[:TEXT_MOST], data=data
        )
        jobs.signal(session, f"article:{article_id}", "queue")
    return articles.sheet(uow, article_id, actor)


def _check(session: Session, article: ArticleSheet, stands: Account, actor: Actor, hash_seen: str, note: str) -> None:
    refused = why_not(article, stands, actor)
    if refused:
        raise refused
    if hash_seen != stands.seal:
        raise OutOfDate(
            "This article has changed since you saw it. %(change)s Look at what is untouched now, then sign.",
            yours={}, theirs={"content_hash": stands.seal}, change=last_change(signatures.last(session, article.id)),
        )  # fmt: skip
    missing = lacks_note(stands, note)
    if missing:
        raise missing


def withdraw(uow: UnitOfWork, article_id: int, actor: Actor, *, note: str = "") -> ArticleSheet:
    """Take back the signature that stands; the history keeps both. Refused when none does."""
    actor.require(Action.SIGN_OFF)
    with uow.writing() as session:
        alone(session, f"article:{article_id}")
        article = articles.as_it_stands(session, article_id, actor)
        if article.sign_off is None or not article.sign_off.stands:
            raise Refused("not_signed", "No signature stands under this article.")
        history.append(session, f"article:{article_id}", WITHDRAW, actor, uow.now, note=note.strip()[:TEXT_MOST])
        jobs.signal(session, f"article:{article_id}", "queue")
    return articles.sheet(uow, article_id, actor)
