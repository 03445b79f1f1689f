"""Earlier answers: matches each claim against the checks of the desk and imported ones, and shows what was found."""

import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from factcheck.domain.earlier import Answered, Came, Match, Matcher, Meaning
from factcheck.domain.evidence import AskStatus
from factcheck.domain.jobs import MatchChecks
from factcheck.domain.review import Stage
from factcheck.domain.search_words import search_words
from factcheck.domain.sheets import EarlierSheet
from factcheck.domain.texts import later
from factcheck.store import claims as claim_rows
from factcheck.store import earlier as rows
from factcheck.store import evidence as evidence_rows
from factcheck.store import jobs, search
from factcheck.store.tables import Approval, Ask, EarlierCheck, Finding, ImportedCheckRow
from factcheck.store.unit import Session, UnitOfWork, alone

NEAR_MOST, QUEUED_MOST = 2_000, 200
"""Claims that share words with a newly published check: how many are looked at, and how many compared again."""

LEDGER = later("earlier checks")
"""The name under which the ledger says that a claim was compared, how, and with how many."""


# --- Matching -------------------------------------------------------------------------------------


def match(uow: UnitOfWork, matcher: Matcher, claim_id: int) -> None:
    """Find the checks that answer the claim already, and keep them in place of what was found before.

    No transaction is open while texts are compared.
    """
    started = time.perf_counter()
    with uow.reading() as session:
        claim = claim_rows.by_id(session, claim_id)
        if claim is None or claim.stage in {Stage.DISMISSED, Stage.VOIDED}:
            return
        _learn(session, matcher)
        own = f"{rows.OWN}{claim_id}"
        nearest = [key for key in matcher.nearest(claim.statement) if key != own]
        known = rows.vectors(session, nearest, matcher.meaning.name) if matcher.meaning else {}
        missing = list(rows.answered(session, set(nearest) - set(known))) if matcher.meaning else []
    worked_out = _vectors(matcher.meaning, missing) if matcher.meaning else {}
    vectors = known | {key: vector for key, (_, vector) in worked_out.items()}
    found = [each for each in matcher.matches(claim.statement, vectors) if each.key != own]
    milliseconds = round((time.perf_counter() - started) * 1000)
    with uow.writing() as session:
        if matcher.meaning and worked_out:
            alone(session, "check vectors")
            rows.keep_vectors(session, matcher.meaning.name, worked_out)
        rows.replace(
            session, claim_id, [_row(claim_id, place, each, matcher, uow.now) for place, each in enumerate(found, 1)]
        )
        _note(session, claim_id, matcher, len(found), milliseconds, uow.now)
        jobs.signal(session, f"claim:{claim_id}", *(["queue"] if found else []))


def _learn(session: Session, matcher: Matcher) -> None:
    """Bring the matcher up to the checks that there are now: it holds what this process has seen so far."""
    there, known = rows.digests(session), matcher.known()
    matcher.forget([key for key in known if key not in there])
    matcher.learn(rows.answered(session, [key for key, digest in there.items() if known.get(key) != digest]))


def _vectors(meaning: Meaning, checks: Sequence[Answered]) -> dict[str, tuple[str, bytes]]:
    packed = meaning.packed([check.words for check in checks])
    return {check.key: (check.digest, vector) for check, vector in zip(checks, packed, strict=True)}


def _row(claim_id: int, place: int, found: Match, matcher: Matcher, now: datetime) -> EarlierCheck:
    row = EarlierCheck(claim_id=claim_id, place=place, score=found.score, compared=matcher.comparison, found_at=now)
    kind, number = found.key.split(":")
    if f"{kind}:" == rows.OWN:
        row.checked_id = int(number)
    else:
        row.imported_id = int(number)
    return row


def _note(session: Session, claim_id: int, matcher: Matcher, hits: int, milliseconds: int, now: datetime) -> None:
    words = f"compared by {matcher.comparison.value}"
    status = AskStatus.FOUND if hits else AskStatus.NOTHING
    row = evidence_rows.ask(session, claim_id, LEDGER, words)
    if row is None:
        row = Ask(claim_id=claim_id, provider=LEDGER, words=words, status=status, first_at=now, at=now)
        session.add(row)
    row.status, row.hits, row.milliseconds, row.at = status, hits, milliseconds, now


# --- Queued claims, once a check is published -----------------------------------------------------


def match_queued(uow: UnitOfWork, checked_id: int) -> None:
    """Have the queued claims that share words with a published check compared again: they may be answered by it."""
    with uow.writing() as session:
        published = rows.published(session, [checked_id]).get(checked_id)
        if published is None:
            return  # it was voided meanwhile
        words = search_words(published[0].content["claim"]["statement"])
        near = search.find(session, search.Kind.CLAIM, words, every=False, limit=NEAR_MOST)
        for claim_id in claim_rows.queued(session, near)[:QUEUED_MOST]:
            if claim_id != checked_id:
                jobs.enqueue(session, MatchChecks, claim_id, uow.now)


# --- Showing --------------------------------------------------------------------------------------


def of_claim(session: Session, claim_id: int, *, closed: bool = False) -> tuple[EarlierSheet, ...]:
    """The earlier checks of a claim, the nearest first, as they stand now.

    `closed`: without those that stood on pages which somebody attached, since they name the pages.
    """
    found = _sheets(session, rows.of_claims(session, [claim_id])).get(claim_id, ())
    hidden = evidence_rows.only_attached(session, claim_id) if closed and found else set()
    return tuple(sheet for sheet in found if sheet.came is not Came.PAGE or sheet.found_by not in hidden)


def hints(session: Session, claim_ids: Sequence[int], closed: Collection[int] = ()) -> dict[int, str]:
    """How the nearest earlier check of each of these claims rates it, and whose it is: "disputed", "False (Herald)"."""
    open_ones = [claim_id for claim_id in claim_ids if claim_id not in closed]
    found = _sheets(session, rows.of_claims(session, open_ones, nearest_only=True))
    found |= {claim_id: of_claim(session, claim_id, closed=True) for claim_id in claim_ids if claim_id in closed}
    nearest = {claim_id: sheets[0] for claim_id, sheets in found.items() if sheets}
    return {
        claim_id: f"{sheet.rating} ({sheet.publisher})" if sheet.publisher else sheet.rating
        for claim_id, sheet in nearest.items()
    }


def _sheets(session: Session, found: Sequence[EarlierCheck]) -> dict[int, tuple[EarlierSheet, ...]]:
    """What was voided or withdrawn since it was found is left out."""
    own = rows.published(session, [row.checked_id for row in found if row.checked_id])
    imported = rows.imported(session, [row.imported_id for row in found if row.imported_id])
    shown: dict[int, tuple[EarlierSheet, ...]] = {}
    for row in found:
        if row.checked_id in own:
            sheet = _own_sheet(row, *own[row.checked_id])
        elif row.imported_id in imported:
            sheet = _imported_sheet(row, imported[row.imported_id])
        else:
            continue
        shown[row.claim_id] = (*shown.get(row.claim_id, ()), sheet)
    return shown


def _own_sheet(row: EarlierCheck, finding: Finding, approval: Approval) -> EarlierSheet:
    claim = finding.content["claim"]
    return EarlierSheet(
        statement=claim["statement"],
        claimant=claim["claimant"],
        rating=finding.verdict.value,
        verdict=finding.verdict,
        publisher="",
        claim_id=finding.claim_id,
        url=f"/checks/{finding.claim_id}",
        checked_at=approval.approved_at,
        score=row.score,
        compared=row.compared,
        came=None,
        found_by="",
    )


def _imported_sheet(row: EarlierCheck, check: ImportedCheckRow) -> EarlierSheet:
    day = check.reviewed
    return EarlierSheet(
        statement=check.claim,
        claimant=check.claimant,
        rating=check.rating,
        verdict=None,
        publisher=check.publisher,
        claim_id=None,
        url=check.url,
        checked_at=datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None,
        score=row.score,
        compared=row.compared,
        came=check.came,
        found_by=check.found_by,
    )
