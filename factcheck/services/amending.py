"""Carries out what an editor's amendment changes besides the answer, in the transaction of the move itself.

A submitted claim is sealed for everybody; its wording and its sources change only together with the new finding that
seals them, so that what waits for a signature is never half of one and half of another.
"""

from datetime import datetime

from factcheck.domain.amending import Amendment
from factcheck.domain.people import Actor
from factcheck.services import attaching, changing, editing
from factcheck.store.tables import Claim
from factcheck.store.unit import Session


def carry_out(session: Session, claim: Claim, amendment: Amendment, actor: Actor, now: datetime) -> bool:
    """Change wording and sources; whether anything is different now. Invalid or NotFound for what cannot be."""
    claim_id = claim.id or 0
    done = _reworded(session, claim, amendment.statement, actor, now)
    for source_id in sorted(amendment.without):
        attaching.take_off(session, claim_id, source_id, actor, now)
    for source_id, changes in sorted(amendment.changes.items()):
        if source_id not in amendment.without:
            done = bool(attaching.rewrite(session, claim_id, source_id, changes, actor, now)) or done
    for source in amendment.added:
        attaching.put_on(session, claim_id, source, actor, now)
    return done or bool(amendment.without) or bool(amendment.added)


def _reworded(session: Session, claim: Claim, statement: str, actor: Actor, now: datetime) -> bool:
    done = editing.apply(session, claim, {"statement": statement}) if statement.strip() else {}
    if done:
        data = {"changes": done, "revision": editing.revision_of(session, claim.id or 0)}
        changing.note(session, claim, "edit", actor, now, data)
        editing.look_again(session, claim, done, now)
    return bool(done)
