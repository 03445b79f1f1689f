"""An editor's amendment: answer, wording and sources change together in a new finding that somebody else approves."""

from typing import Any

import pytest

from factcheck.domain.amending import Amendment
from factcheck.domain.errors import Invalid, NotAllowed, NotFound, OutOfDate, Refused
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.people import Actor
from factcheck.domain.review import Move, Stage
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import approving, review
from tests.services.conftest import Newsroom

LETTER = NewSource(
    medium=Medium.DOCUMENT, stance=Stance.SUPPORTS, kind=SourceKind.PRIMARY, title="Letter of the harbour office"
)


def amend(
    room: Newsroom,
    claim: int,
    actor: Actor,
    *,
    statement: str = "",
    changes: Any = None,
    without: Any = (),
    added: Any = (),
    **more: Any,
) -> ClaimSheet:
    latest = room.sheet(claim).latest
    assert latest is not None
    seal = {"hash_seen": latest.content_hash, "verdict": latest.verdict, "rationale": latest.rationale}
    wanted = Amendment(statement=statement, changes=changes or {}, without=frozenset(without), added=tuple(added))
    return room.move(claim, Move.AMEND, actor, **seal | more, amendment=wanted)


def test_sources_and_wording_change_with_the_new_finding_and_another_approves_it(settled: Newsroom) -> None:
    claim = settled.submitted()
    source = settled.sheet(claim).sources[0]
    changes = {source.id: {"passage": "Closed since May.", "stance": "supports"}}
    amended = amend(
        settled, claim, settled.eva, statement="The pier has been closed since May.", changes=changes, added=[LETTER]
    )
    assert amended.row.stage is Stage.SUBMITTED
    first, second = amended.findings
    assert (first.statement, second.statement) == (
        "The northern pier is closed.",
        "The pier has been closed since May.",
    )
    assert [each.passage for each in second.sources] == ["Closed since May.", ""]
    assert [each.title for each in second.sources][1] == LETTER.title
    assert (first.sources[0].passage, len(first.sources)) == ("", 1)
    assert set(second.authors) == {"Eva", "Jana"}
    with pytest.raises(NotAllowed, match="somebody else approves"):
        settled.approve(claim, settled.eva)
    settled.approve(claim, settled.max)
    assert settled.sheet(claim).public_finding is not None
    assert settled.history(claim)[-5:] == ["edit", "change source", "attach", "amend", "approve"]


def test_an_amendment_of_sources_alone_is_one_and_of_nothing_is_none(settled: Newsroom) -> None:
    claim = settled.submitted()
    source = settled.sheet(claim).sources[0]
    before = settled.sheet(claim)
    as_it_is = {source.id: {"stance": source.stance, "kind": source.kind, "passage": source.passage}}
    with pytest.raises(Refused, match="Nothing is changed"):
        amend(settled, claim, settled.eva, statement=before.row.statement, changes=as_it_is)
    assert settled.sheet(claim) == before
    assert len(amend(settled, claim, settled.eva, added=[LETTER]).findings) == 2


def test_the_evidence_rule_looks_at_the_sources_that_are_left_and_a_refusal_changes_nothing(settled: Newsroom) -> None:
    claim = settled.submitted()
    before = settled.sheet(claim)
    source = before.sources[0]
    with pytest.raises(Refused, match="primary source"):
        amend(settled, claim, settled.eva, without=[source.id], statement="Another wording.")
    with pytest.raises(Refused, match="primary source"):
        amend(settled, claim, settled.eva, changes={source.id: {"stance": "context"}})
    assert settled.sheet(claim) == before
    amended = amend(settled, claim, settled.eva, without=[source.id], added=[LETTER])
    assert amended.latest is not None
    assert [each.title for each in amended.latest.sources] == [LETTER.title]


def test_who_is_no_editor_and_who_saw_another_finding_amend_nothing(settled: Newsroom) -> None:
    claim = settled.submitted()
    before = settled.sheet(claim)
    with pytest.raises(NotAllowed):
        amend(settled, claim, settled.omar, added=[LETTER])
    with pytest.raises(OutOfDate):
        amend(settled, claim, settled.eva, added=[LETTER], hash_seen="0" * 64)
    with pytest.raises(NotFound):
        amend(settled, claim, settled.eva, without=[999_999])
    with pytest.raises(Invalid):
        amend(settled, claim, settled.eva, changes={before.sources[0].id: {"added_by": "me"}})
    assert settled.sheet(claim) == before


def test_what_is_public_stays_as_it_was_until_the_amendment_is_approved(settled: Newsroom) -> None:
    claim = settled.approved()
    settled.move(claim, Move.REOPEN, settled.eva, note="a reader wrote to us")
    settled.open(claim)
    settled.submit(claim, rationale="The register says the same today.")
    amend(settled, claim, settled.eva, statement="The pier is closed for good.")
    sheet = settled.sheet(claim)
    assert sheet.public_finding == 1
    assert [finding.statement for finding in sheet.findings][::2] == [
        "The northern pier is closed.", "The pier is closed for good.",
    ]  # fmt: skip


def test_ticks_go_with_what_changes_and_the_other_editor_sees_it_since_they_last_looked(settled: Newsroom) -> None:
    claim = settled.submitted()
    amend(settled, claim, settled.eva, added=[LETTER])
    old, new = settled.sheet(claim).sources
    for source in (old, new):
        approving.tick(settled.unit(), claim, source.id, settled.max, read=True)
    amend(settled, claim, settled.eva, changes={old.id: {"passage": "Closed since May."}})
    assert approving.ticked(settled.unit(), claim, settled.max) == {new.id}
    seen, latest = review.since_last_seen(settled.unit(), claim, settled.max)
    assert latest is not None
    assert seen is not None
    assert (seen.number, latest.number) == (2, 3)
    assert (seen.sources[0].passage, latest.sources[0].passage) == ("", "Closed since May.")
