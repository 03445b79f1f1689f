"""Every change a person makes to a claim: adding, correcting, splitting, merging, each written into its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from factcheck.domain.claims import Fragment, PlaceRole, Quotation, Span, united
from factcheck.domain.errors import Invalid, NotFound, OutOfDate, Refused
from factcheck.domain.jobs import FindReports
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import DismissReason, Move, Stage
from factcheck.domain.sheets import ClaimSheet
from factcheck.domain.texts import Said, say
from factcheck.services import claims, opinions, sheets, telling
from factcheck.services.changing import note, under_change
from factcheck.services.correcting import ABOUT_THE_WORK, FIELDS, checked, checked_statement, plain
from factcheck.store import articles as article_rows
from factcheck.store import claims as rows
from factcheck.store import evidence as evidence_rows
from factcheck.store import history, jobs
from factcheck.store.tables import Article, Claim, Place, Revision
from factcheck.store.unit import Session, UnitOfWork, alone


def add(
    uow: UnitOfWork,
    article_id: int,
    actor: Actor,
    *,
    fragments: Sequence[Sequence[int]],
    statement: str = "",
    claimant: str = "",
) -> ClaimSheet:
    """Add a claim that a person selected in the article's latest text."""
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        article = article_rows.by_id(session, article_id)
        revision = article_rows.revision(session, article_id, article.revision) if article else None
        if article is None or revision is None:
            raise NotFound("There is no text to add a claim to.")
        span = _checked_span(fragments, revision)
        said = checked_statement(statement or span.text_in(revision.text))
        alone(session, f"claims of article:{article_id}")
        claim_id = rows.added(session, article_id, revision.id or 0, said, span.fragments)
        if claim_id is None:  # else it was sent once more, because the answer was lost
            claim_id = _put_in(session, article, revision, span, said, claimant, actor, uow.now)
    return claims.sheet(uow, claim_id, actor)


def _put_in(
    session: Session,
    article: Article,
    revision: Revision,
    span: Span,
    said: str,
    claimant: str,
    actor: Actor,
    now: datetime,
) -> int:
    """A new claim of a person at this place, queued and searched for; its number."""
    claim = Claim(
        article_id=article.id or 0,
        number=article_rows.next_number(session, article),
        statement=said,
        claimant=claimant.strip()[:200] or article.outlet,
        quotation=Quotation.NONE,
        chain=[article.outlet] if article.outlet else [],
        score=0.5,
        rank=-0.5,
        reasons=[say("added by %(name)s", name=actor.name)],
        kind="",
        stage=Stage.QUEUED,
        created_at=now,
    )
    session.add(claim)
    session.flush()
    _place(session, claim, revision, span, PlaceRole.BODY)
    rows.index(session, claim, span.text_in(revision.text))
    stages = (None, Stage.QUEUED.value)
    history.append(session, f"claim:{claim.id}", "add", actor, now, stages=stages, data={"statement": claim.statement})
    jobs.enqueue(session, FindReports, claim.id or 0, now)
    jobs.signal(session, "queue", f"article:{article.id}")
    return claim.id or 0


def _place(session: Session, claim: Claim, revision: Revision, span: Span, role: PlaceRole) -> None:
    fragments = [[start, end] for start, end in span.fragments]
    place = Place(claim_id=claim.id or 0, revision_id=revision.id or 0, role=role, fragments=fragments, span_text="")
    place.span_text = span.text_in(revision.text)
    session.add(place)


def _checked_span(fragments: Any, revision: Revision) -> Span:
    """The span, trimmed of blanks; Invalid when it is not a place in the text."""
    wrong = Invalid("fragments", "span", "Select a piece of the article's text.")
    try:
        pairs = [(int(start), int(end)) for start, end in fragments]
    except (TypeError, ValueError) as error:
        raise wrong from error
    if not Span(tuple(pairs)).fits(revision.text):
        raise wrong
    trimmed = tuple(pair for pair in (_trimmed(revision.text, *pair) for pair in pairs) if pair[0] < pair[1])
    if not trimmed:
        raise wrong
    return Span(trimmed)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def edit(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, changes: Mapping[str, Any]) -> ClaimSheet:
    """Correct fields of a claim; `fragments` moves its principal place. Invalid, Refused, OutOfDate."""
    unknown = sorted(changes.keys() - FIELDS.keys() - {"fragments"})
    if unknown:
        raise Invalid(
            unknown[0], "unknown_field", "A claim has no %(unknown)s that can be changed.", unknown=unknown[0]
        )
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, changes)
        done = apply(session, claim, changes)
        if done:
            what = "triage" if done.keys() <= ABOUT_THE_WORK else "edit"
            note(session, claim, what, actor, uow.now, {"changes": done, "revision": revision_of(session, claim_id)})
            look_again(session, claim, done, uow.now)
    return claims.sheet(uow, claim_id, actor)


def extend(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, fragments: Sequence[Fragment]) -> ClaimSheet:
    """Let the claim stand in these words of the latest text too. A statement that is its words grows with them.

    Invalid, Refused, OutOfDate; it is undone as an edit is.
    """
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, {"fragments": fragments})
        place = rows.places(session, [claim_id])[claim_id][0]
        revision = article_rows.revision_by_id(session, place.revision_id)
        article = article_rows.by_id(session, claim.article_id)
        if not place.placed or article is None or revision.number != article.revision:
            raise Refused("placed", "The claim's words are not in the text as it is now: move it to other words first.")
        here = [(start, end) for start, end in place.fragments]
        span = _checked_span(united([*here, *_checked_span(fragments, revision).fragments], revision.text), revision)
        changes: dict[str, Any] = {"fragments": span.fragments}
        if claim.statement == place.span_text:
            changes["statement"] = span.text_in(revision.text)
        done = apply(session, claim, changes)
        if done:
            note(session, claim, "edit", actor, uow.now, {"changes": done, "revision": place.revision_id})
            look_again(session, claim, done, uow.now)
    return claims.sheet(uow, claim_id, actor)


def look_again(session: Session, claim: Claim, changed: Mapping[str, Any], now: datetime) -> None:
    """What was found answers the old words: search with the new ones, and compare the known pages with them."""
    if changed.get("checkworthy", [None, None])[1] is True and claim.evidence_at is None:
        jobs.enqueue(session, FindReports, claim.id or 0, now)
    if "statement" not in changed:
        return
    for lead in evidence_rows.leads(session, claim.id or 0):
        lead.done = lead.done and bool(lead.problem)
    jobs.enqueue(session, FindReports, claim.id or 0, now)


def apply(session: Session, claim: Claim, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the new values and return field -> [before, after] of what really changed."""
    done: dict[str, list[Any]] = {}
    for field, after in sorted(checked(changes).items()):
        before = getattr(claim, field)
        if before != after:
            done[field] = [plain(before), plain(after)]
            setattr(claim, field, after)
    place = rows.places(session, [claim.id or 0])[claim.id or 0][0]
    if "fragments" in changes:
        done |= _move_place(session, place, changes["fragments"])
    rows.index(session, claim, place.span_text)
    return done


def revision_of(session: Session, claim_id: int) -> int:
    """The text in which the claim's principal place counts its offsets."""
    return rows.places(session, [claim_id])[claim_id][0].revision_id


def _move_place(session: Session, place: Place, fragments: Any) -> dict[str, list[Any]]:
    revision = article_rows.revision_by_id(session, place.revision_id)
    span = _checked_span(fragments, revision)
    before = place.fragments
    after = [[start, end] for start, end in span.fragments]
    if before == after:
        return {}
    place.fragments, place.span_text, place.placed = after, span.text_in(revision.text), True
    place.was = ""
    return {"fragments": [before, after]}


def split(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, at: int) -> ClaimSheet:
    """Cut the claim's principal place at a code point of the text: a second claim gets what comes after."""
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, {"at": at})
        place = rows.places(session, [claim_id])[claim_id][0]
        revision = article_rows.revision_by_id(session, place.revision_id)
        first, second = _cut(place.fragments, at)
        if not first or not second:
            raise Invalid("at", "outside", "Put the cut inside the claim's words.")
        rest = _checked_span(second, revision)
        new = _sibling(session, claim, revision, rest, place.role, actor, uow.now)
        changes: dict[str, Any] = {"fragments": first}
        changes["statement"] = _checked_span(first, revision).text_in(revision.text)
        done = apply(session, claim, changes)
        data = {"changes": done, "new_claim": new.id, "revision": place.revision_id}
        note(session, claim, "split", actor, uow.now, data)
        look_again(session, claim, done, uow.now)
        jobs.signal(session, "queue")
    return claims.sheet(uow, claim_id, actor)


def _cut(fragments: list[list[int]], at: int) -> tuple[list[list[int]], list[list[int]]]:
    first = [[start, min(end, at)] for start, end in fragments if start < at]
    second = [[max(start, at), end] for start, end in fragments if end > at]
    return first, second


def _sibling(
    session: Session, claim: Claim, revision: Revision, span: Span, role: PlaceRole, actor: Actor, now: datetime
) -> Claim:
    article = article_rows.by_id(session, claim.article_id)
    if article is None:
        raise NotFound("The article of this claim is not there.")
    text = span.text_in(revision.text)
    new = Claim(
        **{field: getattr(claim, field) for field in FIELDS.keys() - {"statement"}},
        article_id=claim.article_id,
        number=article_rows.next_number(session, article),
        statement=checked_statement(text),
        score=claim.score,
        rank=claim.rank,
        reasons=list(claim.reasons),
        stage=Stage.QUEUED,
        created_at=now,
    )
    session.add(new)
    session.flush()
    _place(session, new, revision, span, role)
    rows.index(session, new, text)
    stages = (None, Stage.QUEUED.value)
    data = {"split_from": claim.id, "statement": new.statement}
    history.append(session, f"claim:{new.id}", "split off", actor, now, stages=stages, data=data)
    jobs.enqueue(session, FindReports, new.id or 0, now)
    return new


def merge(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, into: int) -> ClaimSheet:
    """Join a claim to another of the same article that says the same; the other one gains its places and stays."""
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, {"into": into})
        other = rows.by_id(session, into)
        if other is None or other.id == claim.id or other.article_id != claim.article_id:
            raise Invalid("into", "other_claim", "Choose another claim of the same article.")
        open_places(session, other, "sealed", say("The other claim is"), actor, uow.now)
        if rows.public_finding(session, claim_id) is not None:
            raise Refused("nothing_public", "This claim has a published check: void it instead.")
        copies = [
            Place(
                claim_id=into, revision_id=place.revision_id, role=place.role, fragments=place.fragments,
                span_text=place.span_text, placed=place.placed, was=place.was,
            )
            for place in rows.places(session, [claim_id])[claim_id]
        ]  # fmt: skip
        session.add_all(copies)
        session.flush()
        before = claim.stage.value
        end_as_duplicate(claim, into)
        data = {"into": into, "places": [place.id for place in copies], "changes": {}}
        stages = (before, Stage.DISMISSED.value)
        history.append(session, f"claim:{claim_id}", "merge", actor, uow.now, stages=stages, data=data)
        note(session, other, "merged in", actor, uow.now, {"claim": claim_id})
        opinions.follow(session, claim, Move.DISMISS, actor, uow.now)
        telling.settle(session, claim, actor, uow.now)
        jobs.signal(session, "queue")
    return claims.sheet(uow, into, actor)


def open_places(session: Session, other: Claim, rule: str, named: Said, actor: Actor, now: datetime) -> None:
    """Make sure that the person may change the other claim's places too, and raise its version."""
    if other.stage not in {Stage.QUEUED, Stage.CHECKING}:
        raise Refused(rule, "%(named)s %(stage)s: its places are sealed.", named=named, stage=other.stage)
    sealed = claims.why_sealed(sheets.case_of(session, other), actor, now)
    if sealed is not None:
        raise Refused(rule, sealed)
    if not rows.claim_version(session, other.id or 0, other.version):
        raise OutOfDate("Somebody changed the other claim meanwhile.", yours={}, theirs={"claim": other.id})
    session.refresh(other)


def end_as_duplicate(claim: Claim, of: int) -> None:
    claim.dismiss_reason, claim.duplicate_of = DismissReason.DUPLICATE, of
    claim.stage, claim.assignee_id, claim.lease_until = Stage.DISMISSED, None, None
