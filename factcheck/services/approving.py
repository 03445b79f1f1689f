"""An editor's reading of a submitted finding: which of its sources they have ticked, and what is still open."""

from factcheck.domain.approving import tick_digest
from factcheck.domain.errors import NotAllowed, NotFound, WrongStage
from factcheck.domain.people import Action, Actor, Role
from factcheck.domain.review import Stage, has_role
from factcheck.domain.sheets import SourceSheet
from factcheck.services import blind, claims, sheets
from factcheck.store import review as rows
from factcheck.store.tables import SourceTick
from factcheck.store.unit import Session, UnitOfWork, alone


def ticked(uow: UnitOfWork, claim_id: int, actor: Actor) -> frozenset[int]:
    """The sources of the latest finding that this person has ticked and that read as they did then."""
    actor.require(Action.READ)
    with uow.reading() as session:
        claims.existing(session, claim_id)
        digests = rows.ticks(session, claim_id, actor.id or 0)
        return frozenset(
            source.id for source in _sources(session, claim_id, actor) if digests.get(source.id) == tick_digest(source)
        )


def tick(uow: UnitOfWork, claim_id: int, source_id: int, actor: Actor, *, read: bool) -> frozenset[int]:
    """Tick a source of the submitted finding as read, or take the tick back; returns all that are ticked now."""
    if not has_role(actor, Role.EDITOR):
        raise NotAllowed("role", "Ticks are for the editor who approves.")
    with uow.writing() as session:
        claim = claims.existing(session, claim_id)
        if claim.stage is not Stage.SUBMITTED:
            raise WrongStage("Sources are ticked while the finding waits for approval.")
        source = next((each for each in _sources(session, claim_id, actor) if each.id == source_id), None)
        if source is None:
            raise NotFound("This finding has no such source.")
        alone(session, f"tick:{source_id}:{actor.id}")
        rows.forget_tick(session, source_id, actor.id or 0)
        if read:
            mine = {"source_id": source_id, "person_id": actor.id or 0, "claim_id": claim_id}
            session.add(SourceTick(**mine, digest=tick_digest(source), at=uow.now))
    return ticked(uow, claim_id, actor)


def _sources(session: Session, claim_id: int, actor: Actor) -> tuple[SourceSheet, ...]:
    latest = None if blind.is_closed(session, claim_id, actor) else rows.latest_finding(session, claim_id)
    return tuple(sheets.unsealed_source(source) for source in latest.content["sources"]) if latest else ()
