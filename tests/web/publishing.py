"""What tests of readers' pages and exports need: claims taken all the way to a published check."""

from typing import Any

from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.review import CorrectionClass, Given, Move, Stage, Verdict
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import attaching, leases, review
from tests.web.conftest import World

RATIONALE = "The harbour's own counting agrees with the claim."
NOTE = "INTERNAL: he called from +00 555 0100"
WITHHELD = "A clerk who wants no name"
STANCES = {
    Verdict.CONFIRMED: Stance.SUPPORTS,
    Verdict.DISPUTED: Stance.REFUTES,
    Verdict.UNVERIFIED: Stance.CONTEXT,
}


def source(stance: Stance, **more: Any) -> NewSource:
    """A primary source on the web, unless said otherwise."""
    given: dict[str, Any] = {
        "medium": Medium.WEB,
        "stance": stance,
        "kind": SourceKind.PRIMARY,
        "url": "https://harbour.example/counts",
        "title": "Harbour counts",
        "outlet": "Harbour office",
        "passage": "12 people came off the night ferry.",
    }
    return NewSource(**given | more)


def withheld(stance: Stance) -> NewSource:
    return source(
        stance,
        medium=Medium.PERSON,
        url="",
        title=WITHHELD,
        outlet="",
        passage="He said it aloud.",
        note=NOTE,
        withheld=True,
        withheld_reason="would lose the job",
    )


def submit(world: World, claim: int, verdict: Verdict = Verdict.CONFIRMED, rationale: str = RATIONALE) -> ClaimSheet:
    """Jana writes the finding, with a source that is published and one that is withheld."""
    jana = world.actors["jana"]
    sheet = world.sheet(claim)
    if sheet.row.stage is Stage.QUEUED:
        sheet = leases.take(world.desk.unit(), claim, jana, seen=sheet.version)
        for new in (source(STANCES[verdict]), withheld(STANCES[verdict])):
            sheet = attaching.attach(world.desk.unit(), claim, jana, seen=sheet.version, source=new)
    else:
        sheet = leases.open_claim(world.desk.unit(), claim, jana)
    given = Given(verdict=verdict, rationale=rationale, tried="Asked the harbour and the operator.")
    return review.move(world.desk.unit(), claim, Move.SUBMIT, jana, seen=sheet.version, given=given)


def publish(
    world: World,
    claim: int,
    verdict: Verdict = Verdict.CONFIRMED,
    rationale: str = RATIONALE,
    correction: CorrectionClass | None = None,
    public_note: str = "",
) -> ClaimSheet:
    """Jana writes it, Omar signs it."""
    sheet = submit(world, claim, verdict, rationale)
    assert sheet.latest is not None
    given = Given(hash_seen=sheet.latest.content_hash, correction=correction, public_note=public_note)
    return review.move(world.desk.unit(), claim, Move.APPROVE, world.actors["omar"], seen=sheet.version, given=given)


def editor_does(world: World, claim: int, move: Move, **given: Any) -> ClaimSheet:
    seen = world.sheet(claim, "omar").version
    return review.move(world.desk.unit(), claim, move, world.actors["omar"], seen=seen, given=Given(**given))


def correct(world: World, claim: int, note: str = "It was 13 people, not 12.") -> ClaimSheet:
    """The published check is opened again and a corrected one takes its place."""
    editor_does(world, claim, Move.REOPEN, note="the number")
    return publish(
        world, claim, rationale="A better rationale.", correction=CorrectionClass.SUBSTANCE, public_note=note
    )
