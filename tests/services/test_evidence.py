"""Sources that people attach: checked, sealed, grouped by origin, and never lost."""

import pytest
from sqlmodel import select

from factcheck.domain.errors import Invalid, NotAllowed, NotFound, Refused
from factcheck.domain.evidence import Medium, SourceKind, Stance
from factcheck.domain.jobs import PollOutlet
from factcheck.domain.people import Actor
from factcheck.domain.review import Move
from factcheck.domain.sheets import ClaimSheet, EvidenceSheet, OutletSheet
from factcheck.services import attaching, evidence, history, jobs, keeping, outlets
from factcheck.store import jobs as rows
from factcheck.store.tables import JobRow, Page, Report
from tests.services.conftest import AGAINST, FOR, Newsroom

SECONDARY = {"kind": SourceKind.SECONDARY, "medium": Medium.WEB}


def change(room: Newsroom, claim: int, source: int, actor: Actor | None = None, **changes: object) -> ClaimSheet:
    return attaching.change_source(
        room.unit(), claim, actor or room.jana, seen=room.seen(claim), source_id=source, changes=changes
    )


def test_two_copies_from_one_outlet_are_one_origin_and_two_outlets_are_two(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.attach(claim, url="https://www.herald.example/1", **SECONDARY)
    assert settled.attach(claim, url="https://herald.example/2", **SECONDARY).supports.independent == 1
    sheet = settled.attach(claim, url="https://courier.example/1", **SECONDARY)
    assert (sheet.supports.met, sheet.supports.independent) == (True, 2)
    assert not sheet.refutes.met


REPORTED = "https://herald.example/pier"


def found(room: Newsroom, *urls: str) -> tuple[int, list[int]]:
    """A claim, and the reports on it at these addresses, of which the others copy the first."""
    claim, numbers = room.claim(), []
    with room.unit().writing() as session:
        for url in urls:
            outlet = url.split("/")[2].partition(".")[0].title()
            page = Page(url=url, title="Pier", outlet=outlet, text="The pier is closed.", fetched_at=room.clock.now)
            session.add(page)
            session.flush()
            row = Report(claim_id=claim, page_id=page.id or 0, provider="feed", score=0.9, found_at=room.clock.now)
            row.passage_start, row.passage_end = 0, 8
            session.add(row)
            session.flush()
            numbers.append(row.id or 0)
            row.origin = numbers[0]
    return claim, numbers


@pytest.mark.parametrize(
    "added", [REPORTED, "http://www.herald.example/pier/#top", "https://post.example/pier", "https://herald.example/2"]
)
def test_a_copy_that_is_added_by_hand_does_not_count_beside_the_one_that_was_found(
    settled: Newsroom, added: str
) -> None:
    claim, (report, *_) = found(settled, REPORTED, "https://post.example/pier")
    settled.attach(claim, report_id=report, **SECONDARY)
    sheet = settled.attach(claim, url=added, **SECONDARY)
    assert (sheet.supports.met, sheet.supports.independent) == (False, 1)
    assert settled.attach(claim, url="https://courier.example/1", **SECONDARY).supports.independent == 2


def test_copies_that_were_found_and_are_added_by_their_addresses_are_one_origin(settled: Newsroom) -> None:
    claim, _ = found(settled, REPORTED, "https://post.example/pier")
    settled.attach(claim, url=REPORTED, **SECONDARY)
    assert settled.attach(claim, url="https://post.example/pier?", **SECONDARY).supports.independent == 1


def test_what_a_source_lacks_is_said(settled: Newsroom) -> None:
    claim = settled.claim()
    for source, field in (
        ({"medium": Medium.WEB, "url": ""}, "url"),
        ({"medium": Medium.WEB, "url": "javascript:alert(1)"}, "url"),
        ({"medium": Medium.DOCUMENT, "url": "http://[x"}, "url"),
        ({"medium": Medium.CALL, "url": "javascript:alert(1)"}, "url"),
        ({"medium": Medium.PERSON, "title": "  "}, "title"),
        ({"withheld": True, "withheld_reason": " "}, "withheld_reason"),
    ):
        with pytest.raises(Invalid) as no:
            settled.attach(claim, **source)
        assert no.value.field == field
    assert settled.sheet(claim).sources == ()


def test_a_source_is_changed_and_the_history_says_how(settled: Newsroom) -> None:
    claim = settled.claim()
    source = settled.attach(claim).sources[0].id
    sheet = change(settled, claim, source, stance="refutes", withheld=True, withheld_reason="promised to the source")
    assert (sheet.sources[0].stance, sheet.sources[0].withheld) == (AGAINST, True)
    assert {field: (before, after) for field, before, after in sheet.history[0].changes} == {
        "stance": ("supports", "refutes"), "withheld": ("False", "True"),
        "withheld_reason": ("", "promised to the source"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [("stance", "loves"), ("kind", "third-hand"), ("medium", "rumour"), ("url", "javascript:alert(1)"), ("title", " "),
     ("withheld", True), ("added_by", "Omar"), ("kept_sha256", "f"), ("report_id", 1), ("removed_at", None)],
)  # fmt: skip
def test_a_change_that_makes_no_sense_changes_nothing(sqlite_room: Newsroom, field: str, value: object) -> None:
    claim = sqlite_room.claim()
    source = sqlite_room.attach(claim).sources[0].id
    before = sqlite_room.sheet(claim)
    with pytest.raises(Invalid):
        change(sqlite_room, claim, source, **{field: value})
    assert sqlite_room.sheet(claim) == before


def test_a_detached_source_stays_in_what_was_sealed_with_it(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    room.move(claim, Move.RETURN, room.eva, note="Is that all?")
    room.open(claim)
    source = room.sheet(claim).sources[0].id
    attaching.detach(room.unit(), claim, room.jana, seen=room.seen(claim), source_id=source)
    sheet = room.sheet(claim)
    assert (sheet.sources, sheet.findings[0].sources[0].title) == ((), "Register of piers")
    assert sheet.history[0].what == "detach"
    with pytest.raises(Refused, match="None is attached yet"):
        room.submit(claim)
    for attempt in (
        lambda: attaching.detach(room.unit(), claim, room.jana, seen=room.seen(claim), source_id=source),
        lambda: change(room, claim, source, note="x"),
    ):
        with pytest.raises(NotFound, match="no such source"):
            attempt()


def test_a_source_of_another_claim_is_not_found_here(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    source = settled.attach(one).sources[0].id
    with pytest.raises(NotFound):
        change(settled, two, source, note="x")
    with pytest.raises(NotFound):
        keeping.file_of(settled.unit(), settled.desk.vault, two, source, settled.jana, warc=False)
    with pytest.raises(NotFound, match="No copy of this source was kept"):
        keeping.file_of(settled.unit(), settled.desk.vault, one, source, settled.jana, warc=False)


def test_the_claimant_again_and_context_back_nothing(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    for stance in (Stance.REPEATS, Stance.CONTEXT, AGAINST):
        settled.attach(claim, stance=stance)
    with pytest.raises(Refused, match="supports it"):
        settled.submit(claim)
    settled.attach(claim, stance=FOR)
    settled.submit(claim)


def test_admins_attach_nothing(settled: Newsroom) -> None:
    with pytest.raises(Refused):
        settled.attach(settled.claim(), settled.boss)
    with pytest.raises(NotAllowed):
        evidence.search_again(settled.unit(), 1, settled.boss)


def outlet(room: Newsroom, feed: str = "https://herald.example/feed") -> OutletSheet:
    return outlets.add(room.unit(), room.eva, name="Herald", site="", feed_url=feed)


def test_an_outlet_is_read_from_when_it_is_added(settled: Newsroom) -> None:
    added = outlet(settled)
    assert [message.name for message in jobs.due(settled.unit())] == [PollOutlet.name]
    assert [sheet.id for sheet in outlets.known(settled.unit(), settled.jana)] == [added.id]
    with pytest.raises(Invalid, match="This feed is read already"):
        outlet(settled)
    with pytest.raises(NotAllowed):
        outlets.add(settled.unit(), settled.jana, name="x", site="", feed_url="https://x.example/feed")


def test_an_outlet_that_is_switched_off_is_not_due(settled: Newsroom) -> None:
    added = outlet(settled)
    outlets.switch(settled.unit(), added.id, settled.eva, active=False)
    assert outlets.poll_due(settled.unit()) == 0
    outlets.switch(settled.unit(), added.id, settled.eva, active=True)
    assert outlets.poll_due(settled.unit()) == 1
    with settled.unit().reading() as session:
        assert rows.open_for(session, [PollOutlet.name], [added.id]) == 1
    with pytest.raises(NotFound):
        outlets.switch(settled.unit(), 4711, settled.eva, active=True)


# --- Owners ---------------------------------------------------------------------------------------


def reports_of(room: Newsroom, *outlets: str) -> EvidenceSheet:
    """What the claim's page shows when each of these outlets has a report of its own on it."""
    number, now = room.claim(), room.clock.now
    with room.unit().writing() as session:
        for place, outlet in enumerate(outlets):
            page = Page(url=f"https://{outlet}.example/{place}", title=f"On {place}", outlet=outlet, fetched_at=now)
            page.text = f"Report number {place}."
            session.add(page)
            session.flush()
            row = Report(claim_id=number, page_id=page.id or 0, provider="feed", score=0.9, found_at=now)
            row.passage_start, row.passage_end, row.origin = 0, 6, place
            session.add(row)
        for job in session.exec(select(JobRow)):
            job.done_at = now  # nobody searches any more, so that what is missing is said
    return evidence.sheet(room.unit(), number, room.jana)


def own(room: Newsroom, name: str, owner: str) -> int:
    feed = f"https://{name}.example/feed"
    return outlets.add(room.unit(), room.eva, name=name, site="", feed_url=feed, owner=owner).id


def test_two_outlets_of_one_owner_are_one_voice(settled: Newsroom) -> None:
    own(settled, "herald", "Halvern House")
    own(settled, "post", "Halvern House")
    sheet = reports_of(settled, "herald", "post")
    assert "All from one owner: Halvern House." in sheet.gaps
    assert sheet.shared_owners == {"Halvern House"}
    assert {report.owner for report in sheet.reports} == {"Halvern House"}


def test_an_outlet_whose_owner_nobody_knows_is_a_voice_of_its_own(settled: Newsroom) -> None:
    own(settled, "herald", "Halvern House")
    own(settled, "post", "")
    sheet = reports_of(settled, "herald", "post")
    assert not [gap for gap in sheet.gaps if gap.startswith("All from")]
    assert sheet.shared_owners == frozenset()


def test_an_owner_is_filled_in_later_and_stands_in_the_history(settled: Newsroom) -> None:
    room, number = settled, own(settled, "herald", "")
    changed = outlets.set_owner(room.unit(), number, room.eva, owner="  Halvern \n House ")
    outlets.set_owner(room.unit(), number, room.eva, owner="Halvern House")
    assert changed.owner == "Halvern House"
    lines = history.lines(room.unit(), f"outlet:{number}", room.boss)
    assert [line.what for line in lines if line.what == "change owner"] == ["change owner"]
    with pytest.raises(NotFound):
        outlets.set_owner(room.unit(), 999, room.eva, owner="x")
    with pytest.raises(NotAllowed):
        outlets.set_owner(room.unit(), number, room.jana, owner="x")
