"""What each move of the review does besides changing the stage: findings, approvals, who has the claim next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.domain.days import spelled
from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.history import content_hash
from factcheck.domain.jobs import MatchQueued
from factcheck.domain.people import Actor
from factcheck.domain.review import Case, DismissReason, Given, Move, Stage
from factcheck.services import sheets
from factcheck.store import articles as article_rows
from factcheck.store import claims as claim_rows
from factcheck.store import evidence as evidence_rows
from factcheck.store import history, jobs
from factcheck.store import review as rows
from factcheck.store.tables import Approval, Claim, Finding, FindingAuthor, Voiding
from factcheck.store.unit import Session

ABOUT_THE_CLAIM = ("edit", "split", "merged in", "undo edit", "undo split", "undo merge", "attach", "amend")
"""Entries of the history that change what a finding will seal of the claim, or answer it."""

LEFT = (Stage.QUEUED.value, Stage.APPROVED.value)
"""Work on a finding begins when a claim leaves the queue or is opened again; a return goes on with it."""

ABOUT_ITS_EVIDENCE = ("change source", "detach", "place origin", "undo place origin")
"""Entries that change what the evidence weighs. It stays with a claim that goes back to the queue, so these count from
the last approval on."""

SIGNED = (Stage.APPROVED.value,)

TEXT_MOST = 20_000
"""Characters of a rationale, a note or a line about what was tried."""


@dataclass(frozen=True, slots=True)
class Step:
    """Everything an effect may need: the claim under change, who moves it, what they gave."""

    session: Session
    claim: Claim
    case: Case
    actor: Actor
    given: Given
    now: datetime


def answer(given: Given) -> dict[str, Any]:
    """What a person answers, as it is sealed."""
    verdict = given.verdict.value if given.verdict else ""
    return {
        "verdict": verdict,
        "rationale": given.rationale.strip()[:TEXT_MOST],
        "tried": given.tried.strip()[:TEXT_MOST],
        "override": given.override.strip()[:TEXT_MOST],
    }


def _dismiss(here: Step) -> dict[str, Any]:
    here.claim.dismiss_reason = here.given.reason
    other = here.given.duplicate_of if here.given.reason is DismissReason.DUPLICATE else None
    if other is not None and (other == here.claim.id or claim_rows.by_id(here.session, other) is None):
        raise Invalid("duplicate_of", "duplicate_of", "Give the number of the other claim that says the same.")
    here.claim.duplicate_of = other
    reason = here.given.reason.value if here.given.reason else ""
    return {"reason": reason, "duplicate_of": other}


def _restore(here: Step) -> dict[str, Any]:
    here.claim.dismiss_reason, here.claim.duplicate_of = None, None
    return {}


def _release(here: Step) -> dict[str, Any]:
    here.claim.returned_note = ""
    return {}


def _assign(here: Step) -> dict[str, Any]:
    assignee = here.given.assignee
    here.claim.assignee_id = assignee.id if assignee else None
    here.claim.fence += 1
    return {"assignee": assignee.name if assignee else "", "had": here.case.assignee, "after": here.given.after}


def _submit(here: Step) -> dict[str, Any]:
    finding = _seal(here, _authors(here), here.actor.id or 0)
    here.claim.returned_note = ""
    return _about(finding)


def _authors(here: Step) -> set[int]:
    """Who sends it, and everybody whose work it seals: who attached its sources, changed the claim or its evidence
    meanwhile, or wrote the words that it repeats.

    An editor who helped while a checker held the claim would otherwise approve their own words.
    """
    claim_id = here.claim.id or 0
    attached = {source.added_by_id for source in evidence_rows.sources(here.session, claim_id)}
    changed = history.hands_since(here.session, f"claim:{claim_id}", LEFT, ABOUT_THE_CLAIM)
    weighed = history.hands_since(here.session, f"claim:{claim_id}", SIGNED, ABOUT_ITS_EVIDENCE)
    hands = {here.actor.id, *attached, *changed, *weighed, *_wrote_it_before(here)}
    return {person for person in hands if person is not None}


def _wrote_it_before(here: Step) -> set[int]:
    """The authors of findings since the last signed one whose words this answer repeats, whoever sends them now."""
    claim_id = here.claim.id or 0
    findings, signed = rows.findings(here.session, claim_id), rows.approvals(here.session, claim_id)
    last = max((finding.number for finding in findings if finding.id in signed), default=0)
    words = _words(answer(here.given))
    same = [each.id or 0 for each in findings if each.number > last and words & _words(each.content)]
    return {person for authors in rows.authors(here.session, same).values() for person, _ in authors}


def _words(said: Mapping[str, Any]) -> set[str]:
    """What an answer says in sentences, blanks and capitals aside."""
    sentences = {" ".join(said[field].casefold().split()) for field in ("rationale", "tried", "override")}
    return sentences - {""}


def _amend(here: Step) -> dict[str, Any]:
    latest = rows.latest_finding(here.session, here.claim.id or 0)
    main = latest.submitted_by if latest else here.actor.id or 0
    finding = _seal(here, {*here.case.authors, here.actor.id or 0}, main)
    rows.remember_look(here.session, here.claim.id or 0, here.actor.id or 0, finding.number)
    return _about(finding)


def _about(finding: Finding) -> dict[str, Any]:
    return {"finding": finding.number, "verdict": finding.verdict.value, "content_hash": finding.content_hash}


def _seal(here: Step, authors: set[int], main: int) -> Finding:
    """Write the next finding: everything it says, and the hash over it."""
    content = sealed_content(here.session, here.claim) | answer(here.given)
    here.claim.findings += 1
    verdict = here.given.verdict
    if verdict is None:
        raise Refused("answered", "Choose a verdict.")
    finding = Finding(
        claim_id=here.claim.id or 0,
        number=here.claim.findings,
        verdict=verdict,
        content=content,
        content_hash=content_hash(content),
        submitted_by=main,
        submitted_at=here.now,
    )
    here.session.add(finding)
    here.session.flush()
    here.session.add_all(FindingAuthor(finding_id=finding.id or 0, person_id=person) for person in sorted(authors))
    here.session.flush()
    return finding


def sealed_content(session: Session, claim: Claim) -> dict[str, Any]:
    """What a finding seals besides the answer: the claim, its article and its sources as they stand."""
    article = article_rows.by_id(session, claim.article_id)
    if article is None:
        raise NotFound("The article of this claim is not there.")
    places = claim_rows.places(session, [claim.id or 0])[claim.id or 0]
    return {
        "claim": {
            "id": claim.id,
            "statement": claim.statement,
            "claimant": claim.claimant,
            "cue": claim.cue,
            "quotation": claim.quotation.value,
            "chain": list(claim.chain),
            "said_date": spelled(claim.said_date, claim.said_precision),
            "places": [{"role": place.role.value, "text": place.span_text} for place in places],
        },
        "article": {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url or "",
            "published": article.published.isoformat() if article.published else None,
            "language": article.language,
            "revision": article.revision,
        },
        "sources": [sheets.sealed_source(source) for source in sheets.source_sheets(session, claim.id or 0)],
    }


def _withdraw(here: Step) -> dict[str, Any]:
    here.claim.assignee_id = here.actor.id
    return {}


def _return(here: Step) -> dict[str, Any]:
    latest = rows.latest_finding(here.session, here.claim.id or 0)
    here.claim.assignee_id = latest.submitted_by if latest else None
    here.claim.returned_note = here.given.note.strip()[:TEXT_MOST]
    _looked(here)
    return {"finding": latest.number if latest else 0}


def _approve(here: Step) -> dict[str, Any]:
    latest = rows.latest_finding(here.session, here.claim.id or 0)
    if latest is None:
        raise NotFound("There is no finding to approve.")
    approval = Approval(
        finding_id=latest.id or 0,
        claim_id=here.claim.id or 0,
        content_hash=here.given.hash_seen,
        approver_id=here.actor.id or 0,
        approved_at=here.now,
        correction=here.given.correction if here.case.public_verdict else None,
        public_note=here.given.public_note.strip()[:TEXT_MOST] if here.case.public_verdict else "",
    )
    here.session.add(approval)
    here.claim.reopened_at, here.claim.new_evidence, here.claim.evidence_at = None, False, here.now
    _looked(here)
    jobs.enqueue(here.session, MatchQueued, here.claim.id or 0, here.now)
    correction = approval.correction.value if approval.correction else None
    return _about(latest) | {"correction": correction, "public_note": approval.public_note}


def _looked(here: Step) -> None:
    rows.remember_look(here.session, here.claim.id or 0, here.actor.id or 0, here.claim.findings)


def _reopen(here: Step) -> dict[str, Any]:
    latest = rows.latest_finding(here.session, here.claim.id or 0)
    chosen = here.given.assignee
    here.claim.assignee_id = chosen.id if chosen else (latest.submitted_by if latest else None)
    here.claim.reopened_at = here.now
    here.claim.returned_note = here.given.note.strip()[:TEXT_MOST]
    return {"assignee": chosen.name if chosen else ""}


def _void(here: Step) -> dict[str, Any]:
    note = here.given.public_note.strip()[:TEXT_MOST]
    here.session.add(Voiding(claim_id=here.claim.id or 0, public_note=note, person_id=here.actor.id or 0, at=here.now))
    here.claim.reopened_at = None
    return {"public_note": note}


EFFECTS: dict[Move, Callable[[Step], dict[str, Any]]] = {
    Move.DISMISS: _dismiss,
    Move.RESTORE: _restore,
    Move.RELEASE: _release,
    Move.LAPSE: _release,
    Move.ASSIGN: _assign,
    Move.SUBMIT: _submit,
    Move.AMEND: _amend,
    Move.WITHDRAW: _withdraw,
    Move.RETURN: _return,
    Move.APPROVE: _approve,
    Move.REOPEN: _reopen,
    Move.VOID: _void,
}
