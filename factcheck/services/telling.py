"""Tells people what concerns them, in the transaction of its cause, and counts as read what is of no use any more."""

from collections.abc import Callable, Iterable
from datetime import datetime

from factcheck.domain.notifications import (
    OF_ALERT,
    OF_MOVE,
    RULES,
    Audience,
    Channel,
    Notice,
    shortened,
    still_holds,
)
from factcheck.domain.people import PERMISSIONS, WORKER, Action, Actor, Role
from factcheck.domain.review import Case, Move
from factcheck.services import mail
from factcheck.store import jobs
from factcheck.store import notifications as rows
from factcheck.store import opinions as opinion_rows
from factcheck.store import people as people_rows
from factcheck.store import review as review_rows
from factcheck.store.tables import Alert, Claim, Opinion
from factcheck.store.unit import Session

# --- Causes ---------------------------------------------------------------------------------------


def of_move(session: Session, claim: Claim, move: Move, before: Case, actor: Actor, seq: int, now: datetime) -> None:
    """Tell of a move that stands in the claim's history as `seq`; `before` is where the claim stood."""
    settle(session, claim, actor, now)
    kind = OF_MOVE.get(move)
    if kind is None or (kind is Notice.LEASE_LOST and not _has_draft(session, claim, before.assignee)):
        return
    note = claim.returned_note if kind in {Notice.RETURNED, Notice.REOPENED} else ""
    people = _AUDIENCES[RULES[kind].who](session, claim, before.assignee)
    _tell(session, kind, claim, people, f"claim:{claim.id}:{seq}", actor, now, note)


def _has_draft(session: Session, claim: Claim, person_id: int | None) -> bool:
    return person_id is not None and review_rows.draft(session, claim.id or 0, person_id) is not None


def of_alert(session: Session, alert: Alert) -> None:
    """Tell of an alert that was put on a claim."""
    claim, kind = session.get_one(Claim, alert.claim_id), OF_ALERT[alert.kind]
    people = _AUDIENCES[RULES[kind].who](session, claim, None)
    note = alert.sentence.removeprefix(f"{RULES[kind].sentence}: ")
    _tell(session, kind, claim, people, f"alert:{alert.id}", WORKER, alert.at, note)


def of_new_evidence(session: Session, claim: Claim, now: datetime) -> None:
    """Tell, once for each approved finding, that something was found after the approval."""
    people = _answerable(session, claim, None)
    _tell(session, Notice.NEW_EVIDENCE, claim, people, f"evidence:{claim.id}:{claim.findings}", WORKER, now)


def of_opinion_wanted(session: Session, claim: Claim, opinion: Opinion, by: Actor, now: datetime) -> None:
    """Tell everybody who could give it that a second opinion is wanted."""
    people = _in_the_dark(session, claim, None)
    _tell(session, Notice.OPINION_WANTED, claim, people, f"opinion:{opinion.id}:wanted", by, now)


def of_opinion_given_back(session: Session, claim: Claim, by: Actor, now: datetime) -> None:
    """What was told is unread again: however often somebody, or the clock, gives an opinion back, it is one line.

    A letter that went without it, since it was taken then, does not count as told.
    """
    people = _in_the_dark(session, claim, None) - {by.id or 0}
    told = rows.told_of(session, claim.id or 0, Notice.OPINION_WANTED, people)
    mail.enclose_again(session, told, now)
    for row in told:
        row.read_at = None
    signal(session, (row.person_id for row in told))


def of_opinion_in(session: Session, claim: Claim, opinion: Opinion, by: Actor, now: datetime, *, differs: bool) -> None:
    """Tell that a second opinion is in, now that both answers are open: editors if the two differ, else who asked."""
    kinds = [*([Notice.OPINION_DIFFERS] if differs else []), Notice.OPINION_IN]
    for kind in kinds:  # of one cause: who is told that the two differ is not told that it is in
        people = _AUDIENCES[RULES[kind].who](session, claim, None)
        _tell(session, kind, claim, people, f"opinion:{opinion.id}:in", by, now)


def _holder(session: Session, claim: Claim, last: int | None) -> set[int]:
    return {claim.assignee_id} if claim.assignee_id else set()


def _last_holder(session: Session, claim: Claim, last: int | None) -> set[int]:
    return {last} if last else set()


def _answerable(session: Session, claim: Claim, last: int | None) -> set[int]:
    latest = review_rows.latest_finding(session, claim.id or 0)
    if latest is None:
        return _holder(session, claim, last)
    number = latest.id or 0
    approval = review_rows.approvals(session, claim.id or 0).get(number)
    signed = {person for person, _ in review_rows.authors(session, [number])[number]}
    return _holder(session, claim, last) | signed | ({approval[0].approver_id} if approval else set())


def _editors(session: Session, claim: Claim, last: int | None) -> set[int]:
    return people_rows.with_role(session, Role.EDITOR)


def _approvers(session: Session, claim: Claim, last: int | None) -> set[int]:
    latest = review_rows.latest_finding(session, claim.id or 0)
    number = latest.id or 0 if latest else 0
    return _editors(session, claim, last) - {person for person, _ in review_rows.authors(session, [number])[number]}


def _in_the_dark(session: Session, claim: Claim, last: int | None) -> set[int]:
    opinion = opinion_rows.of_claim(session, claim.id or 0)
    if opinion is None or not opinion_rows.is_open(opinion):
        return set()
    able = set().union(*(people_rows.with_role(session, role) for role in PERMISSIONS[Action.SECOND]))
    return able - opinion_rows.readers(session, opinion.id or 0)


def _asker(session: Session, claim: Claim, last: int | None) -> set[int]:
    opinion = opinion_rows.of_claim(session, claim.id or 0)
    return {opinion.asked_by_id} if opinion and opinion.asked_by_id else set()


_AUDIENCES: dict[Audience, Callable[[Session, Claim, int | None], set[int]]] = {
    Audience.HOLDER: _holder,
    Audience.LAST_HOLDER: _last_holder,
    Audience.ANSWERABLE: _answerable,
    Audience.EDITORS: _editors,
    Audience.APPROVERS: _approvers,
    Audience.IN_THE_DARK: _in_the_dark,
    Audience.ASKER: _asker,
}
"""Who is told, by the words of the table. The last argument is who had the claim before a move."""


def _tell(
    session: Session, kind: Notice, claim: Claim, people: set[int], cause: str, by: Actor, now: datetime, note: str = ""
) -> None:
    wanted = people_rows.active(session, people - {by.id or 0})
    chosen = rows.choices(session, wanted)
    channels = {person: chosen.get((person, kind), RULES[kind].channel) for person in sorted(wanted)}
    common = {"claim_id": claim.id or 0, "kind": kind, "cause": cause, "by": by.name if by.id else "", "at": now}
    common["note"] = shortened(note)
    told = rows.write(
        session,
        [
            {**common, "person_id": person, "channel": channel}
            for person, channel in channels.items()
            if channel is not Channel.NONE
        ],
    )
    mail.enclose(session, told, now)
    signal(session, (row.person_id for row in told))


def signal(session: Session, people: Iterable[int]) -> None:
    jobs.signal(session, *(f"person:{person}" for person in sorted(set(people))))


# --- What counts as read --------------------------------------------------------------------------


def settle(session: Session, claim: Claim, actor: Actor, now: datetime) -> None:
    """After something was done: who did it has seen the claim, and what holds no longer concerns nobody any more."""
    unread = rows.unread_about(session, claim.id or 0)
    could_give = _could_give(session, claim, now) if unread else set()
    over = [
        row
        for row in unread
        if row.person_id == actor.id
        or not still_holds(row.kind, row.person_id, claim.assignee_id, claim.stage, could_give)
    ]
    for row in over:
        row.read_at = now
    signal(session, (row.person_id for row in over))


def _could_give(session: Session, claim: Claim, now: datetime) -> set[int]:
    """Whose the second opinion is to give just now: one person's while somebody has it."""
    opinion = opinion_rows.of_claim(session, claim.id or 0)
    if opinion is None or (opinion.lease_until is not None and opinion.lease_until > now):
        return set()
    return _in_the_dark(session, claim, None)


def seen(session: Session, claim_id: int, actor: Actor, now: datetime) -> None:
    """Who takes or opens a claim for work has seen what there was to be told about it."""
    if rows.read_about(session, claim_id, actor.id or 0, now):
        signal(session, [actor.id or 0])
