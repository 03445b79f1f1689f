"""A claim's way through the pages with plain forms: no JavaScript, every button."""

from datetime import timedelta
from html import unescape

import pytest

from factcheck.domain.evidence import Stance
from factcheck.domain.review import Stage
from factcheck.domain.stances import Suggestion
from factcheck.services import editing, origins, stances
from factcheck.store.tables import Claim, Page, Report
from factcheck.web.times import iso
from tests.conftest import SetClock
from tests.web.conftest import World

SOURCE = {
    "medium": "document",
    "title": "Passenger list of 2 May",
    "stance": "supports",
    "kind": "primary",
    "passage": "12 passengers",
}
ANSWER = {"verdict": "confirmed", "rationale": "The passenger list names twelve people."}


def taken(world: World, claim: int, name: str = "jana") -> None:
    world.signed_in(name).post(f"/claims/{claim}/moves/take", {"seen": world.seen(claim)})


def submitted(world: World, claim: int, name: str = "jana") -> None:
    visitor = world.signed_in(name)
    if world.sheet(claim).row.stage is Stage.QUEUED:
        taken(world, claim, name)
    if not world.sheet(claim).sources:
        visitor.post(f"/claims/{claim}/sources", SOURCE | {"seen": world.seen(claim)})
    visitor.post(f"/claims/{claim}/moves/submit", ANSWER | {"seen": world.seen(claim)})


def test_next_claim_takes_the_best_free_one_under_the_filters(world: World) -> None:
    jana = world.signed_in("jana")
    answer = jana.post("/queue/next?claimant=Lina")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("?claimant=Lina")
    held = [claim for claim in world.claims if world.sheet(claim).row.holder == "Jana"]
    assert answer.headers["Location"].startswith(f"/claims/{held[0]}?")
    nothing = jana.post("/queue/next?claimant=Nobody", follow_redirects=True)
    assert "Nothing is free under these filters." in nothing.text


def test_sending_opens_the_next_claim_and_can_be_undone(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    taken(world, claim)
    jana.post(f"/claims/{claim}/sources", SOURCE | {"seen": world.seen(claim)})
    answer = jana.post(
        f"/claims/{claim}/moves/submit", ANSWER | {"seen": world.seen(claim), "then": "next"}, follow_redirects=True
    )
    assert world.sheet(claim).row.stage is Stage.SUBMITTED
    assert answer.request.path in {f"/claims/{other}" for other in world.claims[1:]}
    assert "Sent to an editor." in answer.text
    assert f'action="/claims/{claim}/moves/withdraw"' in answer.text
    jana.post(f"/claims/{claim}/moves/withdraw", {"seen": world.seen(claim)})
    assert world.sheet(claim).row.stage is Stage.CHECKING


def test_a_draft_is_kept_and_shown_again(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    taken(world, claim)
    form = {"verdict": "disputed", "rationale": "A half sent", "revision": 0}
    assert jana.post(f"/claims/{claim}/draft", form).status_code == 303
    page = jana.get(f"/claims/{claim}").text
    assert "A half sent" in page
    piece = jana.post(f"/claims/{claim}/draft", form | {"revision": 1}, headers={"HX-Request": "true"})
    assert 'data-revision="2"' in piece.text
    again = jana.post(f"/claims/{claim}/draft", form | {"revision": 1}, headers={"HX-Request": "true"})
    assert again.status_code == 200  # the same words, because the answer was lost
    other = form | {"revision": 1, "rationale": "Another half"}
    stale = jana.post(f"/claims/{claim}/draft", other, headers={"HX-Request": "true"})
    assert stale.status_code == 409


def test_the_editor_returns_then_approves_and_goes_on(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    submitted(world, claim)
    assert "The night ferry carried 12 people" in omar.get("/approve").text
    back = omar.post(f"/claims/{claim}/moves/return", {"seen": world.seen(claim), "note": "Quote the list."})
    assert back.status_code == 303
    jana = world.signed_in("jana")
    assert "Quote the list." in jana.get("/queue").text
    jana.post(f"/claims/{claim}/open")
    assert "Quote the list." in jana.get(f"/claims/{claim}").text
    better = ANSWER | {"rationale": "The passenger list names 12 passengers.", "seen": world.seen(claim)}
    jana.post(f"/claims/{claim}/moves/submit", better)
    page = omar.get(f"/claims/{claim}").text
    assert "<ins>" in page
    sheet = world.sheet(claim)
    assert sheet.latest is not None
    seal = {"seen": sheet.version, "hash_seen": sheet.latest.content_hash, "then": "next"}
    done = omar.post(f"/claims/{claim}/moves/approve", seal, follow_redirects=True)
    assert done.request.path == "/approve"
    assert world.sheet(claim).row.stage is Stage.APPROVED


def test_an_approval_of_what_was_not_seen_is_refused(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    submitted(world, claim)
    form = {"seen": world.seen(claim), "hash_seen": "0" * 64}
    assert omar.post(f"/claims/{claim}/moves/approve", form).status_code == 409
    assert world.sheet(claim).row.stage is Stage.SUBMITTED


def test_an_author_reads_why_they_cannot_approve(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    submitted(world, claim, "omar")
    page = omar.get(f"/claims/{claim}").text
    assert "somebody else approves it" in page
    assert "moves/approve" not in page
    sheet = world.sheet(claim)
    assert sheet.latest is not None
    form = {"seen": sheet.version, "hash_seen": sheet.latest.content_hash}
    assert omar.post(f"/claims/{claim}/moves/approve", form).status_code == 403


def test_editing_splitting_merging_and_undoing(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    assert jana.get(f"/claims/{claim}/edit").status_code == 200
    jana.post(f"/claims/{claim}/edit", {"seen": world.seen(claim), "statement": "A dozen people were on the ferry."})
    assert "A dozen" in world.sheet(claim).row.statement
    history = jana.get(f"/claims/{claim}/history").text
    assert "Undo this" in history
    seq = world.sheet(claim).history[0].seq
    jana.post(f"/claims/{claim}/undo/{seq}", {"seen": world.seen(claim)})
    assert "12 people" in world.sheet(claim).row.statement
    at = world.sheet(claim).places[0].fragments[0][0] + len("The night ferry ")
    jana.post(f"/claims/{claim}/split", {"seen": world.seen(claim), "at": at})
    assert world.sheet(claim).span_text == "The night ferry"
    into = world.claims[1]
    kept = jana.post(f"/claims/{claim}/merge", {"seen": world.seen(claim), "into": into})
    assert kept.headers["Location"] == f"/claims/{into}"
    assert world.sheet(claim).row.stage is Stage.DISMISSED


def test_a_sealed_claim_says_why_instead_of_showing_a_form(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    assert "data-takes-selection" in jana.get(f"/claims/{claim}/edit").text
    submitted(world, claim)
    page = jana.get(f"/claims/{claim}/edit").text
    assert world.sheet(claim).sealed in unescape(page)
    assert "data-takes-selection" not in page


def test_sources_are_changed_withheld_and_removed(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    taken(world, claim)
    jana.post(f"/claims/{claim}/sources", SOURCE | {"seen": world.seen(claim)})
    source = world.sheet(claim).sources[0]
    change = {"seen": world.seen(claim), "title": source.title, "withheld": "1", "withheld_reason": "Asked for it"}
    jana.post(f"/claims/{claim}/sources/{source.id}", change)
    assert world.sheet(claim).sources[0].withheld
    assert "Asked for it" in jana.get(f"/claims/{claim}").text
    jana.post(f"/claims/{claim}/sources/{source.id}/remove", {"seen": world.seen(claim)})
    assert not world.sheet(claim).sources


def reported(world: World, claim: int, outlet: str, hours: int) -> int:
    """A report of the claim as a worker leaves it behind; all of them copy one another."""
    text = "The night ferry left Osthaven at ten with twelve people and not one car, according to its operator in May."
    now = world.desk.unit().now
    with world.desk.unit().writing() as session:
        page = Page(url=f"https://{outlet.lower()}.example/1", title="Ferry", outlet=outlet, text=text, fetched_at=now)
        page.published = now + timedelta(hours=hours)
        session.add(page)
        session.flush()
        report = Report(
            claim_id=claim, page_id=page.id or 0, provider="feed", score=0.9, passage_start=0, passage_end=20,
            found_at=now,
        )  # fmt: skip
        session.add(report)
        session.flush()
        origins.regroup(session, claim)
        return report.id or 0


def test_origins_are_parted_joined_and_left_to_the_workers_again(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    first, second = reported(world, claim, "Coastwire", 0), reported(world, claim, "Echo", 1)
    shown = jana.get(f"/claims/{claim}").text
    assert "2 reports, 1 origin" in shown
    assert "2 reports of one origin, the earliest first" in shown
    assert f'Follows <a href="#report-{first}">Coastwire</a>' in shown
    decision = {"report_id": second, "together_with": "apart", "reason": "The Echo had a reporter on board."}
    jana.post(f"/claims/{claim}/origins", decision | {"seen": world.seen(claim)})
    shown = jana.get(f"/claims/{claim}").text
    assert "2 reports, 2 origins" in shown
    assert "decided Jana: The Echo had a reporter on board." in shown
    decision = {"report_id": second, "together_with": first, "reason": "No, it had not."}
    jana.post(f"/claims/{claim}/origins", decision | {"seen": world.seen(claim)})
    assert f'One origin with <a href="#report-{first}">Coastwire</a>' in jana.get(f"/claims/{claim}").text
    jana.post(f"/claims/{claim}/origins", {"report_id": second, "together_with": "found", "seen": world.seen(claim)})
    assert "decided Jana" not in jana.get(f"/claims/{claim}").text


class Opinion:
    """A finder that takes the first words of everything for support."""

    def suggest(self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = "") -> Suggestion:
        return Suggestion(Stance.SUPPORTS, 0, 20, "says the same: twelve people")


def test_a_suggested_stance_is_shown_in_words_with_its_reason(world: World) -> None:
    claim = world.claims[0]
    report = reported(world, claim, "Coastwire", 0)
    stances.suggest(world.desk.unit, Opinion(), claim)
    taken(world, claim)
    shown = world.signed_in("jana").get(f"/claims/{claim}").text
    assert "Suggested: supports it" in shown
    assert "says the same: twelve people" in shown
    assert f'aria-describedby="suggested-{report}" name="stance" value="supports"' in shown
    assert not world.sheet(claim).sources


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"reason": ""}, 422, "Say why"),
        ({"report_id": "999"}, 404, "no such report"),
        ({"together_with": ""}, 404, "no such report"),
        ({"together_with": "x"}, 422, "is a whole number"),
    ],
)
def test_a_refused_decision_about_an_origin_says_what_is_missing(
    world: World, sent: dict[str, str], status: int, says: str
) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    report = reported(world, claim, "Coastwire", 0)
    decision = {"report_id": report, "together_with": "apart", "reason": "Own work.", "seen": world.seen(claim)}
    answer = jana.post(f"/claims/{claim}/origins", decision | sent)
    assert answer.status_code == status
    assert says in answer.text
    assert world.seen(claim) == decision["seen"]


def test_a_refused_source_says_what_is_missing(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    taken(world, claim)
    answer = jana.post(f"/claims/{claim}/sources", {"seen": world.seen(claim), "medium": "web", "url": "javascript:x"})
    assert answer.status_code == 422
    assert "not the address of a web page" in answer.text


def test_dismissing_assigning_and_restoring(world: World) -> None:
    first, second, _ = world.claims
    jana, omar = world.signed_in("jana"), world.signed_in("omar")
    jana.post(f"/claims/{first}/moves/dismiss", {"seen": world.seen(first), "reason": "opinion"})
    assert "opinion" in jana.get(f"/claims/{first}").text
    jana.post(f"/claims/{first}/moves/restore", {"seen": world.seen(first)})
    assert world.sheet(first).row.stage is Stage.QUEUED
    tim = world.actors["tim"].id
    omar.post(f"/claims/{second}/moves/assign", {"seen": world.seen(second), "assignee": tim})
    assert world.sheet(second).row.holder == "Tim"


def test_the_queue_is_read_page_by_page_and_by_filter(world: World) -> None:
    jana = world.signed_in("jana")
    assert "12 people" in jana.get("/queue?q=ferry").text
    assert "Nothing matches these filters" in jana.get("/queue?q=zeppelin").text
    assert jana.get("/queue?stage=nonsense").status_code == 422
    assert jana.get("/queue?reports=many").status_code == 422
    assert jana.get("/queue?cursor=nonsense").status_code == 422


def test_news_of_the_queue_are_announced(world: World, clock: SetClock) -> None:
    jana = world.signed_in("jana")
    later, earlier = clock.forward(timedelta(days=1)), clock.forward(-timedelta(days=2))
    assert " new</strong>" not in jana.piece(f"/queue/news?since={iso(later)}").text
    assert "<strong>3 new</strong>" in jana.piece(f"/queue/news?since={iso(earlier)}").text


def test_hostile_text_stays_text(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    evil = '"><script>alert(1)</script>'
    changes = {"statement": evil, "claimant": evil, "topic": evil}
    editing.edit(world.desk.unit(), claim, world.actors["jana"], seen=world.seen(claim), changes=changes)
    for path in ("/queue", f"/claims/{claim}", f"/claims/{claim}/edit", f"/claims/{claim}/history"):
        assert "<script>alert" not in jana.get(path).text


def test_what_a_person_took_up_is_shown_though_it_was_marked_as_not_checkable(world: World) -> None:
    first, second, _ = world.claims
    with world.desk.unit().writing() as session:
        for claim in (first, second):
            session.get_one(Claim, claim).checkworthy = False
    jana = world.signed_in("jana")
    assert "12 people" not in jana.get("/queue").text
    assert "12 people" in jana.get("/queue?unworthy=1").text
    submitted(world, first)
    page = world.signed_in("omar").get("/approve").text
    assert "12 people" in page
    assert "<strong>1</strong> finding" in page
