"""A new origin that speaks against the answer is told of once, and changes nothing that people decided."""

from datetime import UTC, datetime, timedelta

import pytest

from factcheck.domain.contradictions import Sighting, contradictions
from factcheck.domain.evidence import Stance
from factcheck.domain.review import Move, QueueFilters, Stage, Verdict
from factcheck.domain.sheets import AlertSheet
from factcheck.domain.stances import Suggestion
from factcheck.domain.watching import AlertKind
from factcheck.services import claims, origins, stances, watching
from factcheck.store import evidence as rows
from factcheck.store.tables import Page, Report
from tests.services.conftest import Newsroom

WORDS = "The pier is open, the harbour office said on the radio."
REFUTES, SUPPORTS = Stance.REFUTES, Stance.SUPPORTS
OTHER_WORDS = "Anglers stood on the pier all day, a reader wrote, and boats came and went as they always do in spring."


class Says:
    """A finder that takes every text to do the same to the claim."""

    def __init__(self, stance: Stance | None) -> None:
        self.stance = stance

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None:
        return Suggestion(self.stance, 0, len(text), "denies: “is open”") if self.stance else None


class Press:
    """A newsroom with a claim for which reports come in."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.claim, self.printed = room, room.claim(), 0

    def prints(self, stance: Stance | None, text: str = WORDS, outlet: str = "Echo") -> int:
        """An hour later a report is there; a worker groups and reads it."""
        self.room.clock.forward(timedelta(hours=1))
        self.printed += 1
        now = self.room.clock.now
        with self.room.unit().writing() as session:
            page = Page(url=f"https://echo.example/{self.printed}", title="Pier", outlet=outlet, text=text)
            page.fetched_at = page.published = now
            session.add(page)
            session.flush()
            row = Report(claim_id=self.claim, page_id=page.id or 0, provider="feed", score=0.9, found_at=now)
            row.passage_start, row.passage_end = 0, len(text)
            session.add(row)
            session.flush()
            origins.regroup(session, self.claim)
            number = row.id or 0
        self.read(stance)
        return number

    def read(self, stance: Stance | None) -> None:
        stances.suggest(self.room.unit, Says(stance), self.claim)

    def alerts(self) -> list[AlertSheet]:
        return [alert for alert in self.room.sheet(self.claim).alerts if alert.set_aside_at is None]


@pytest.fixture
def press(settled: Newsroom) -> Press:
    return Press(settled)


@pytest.mark.parametrize(
    ("verdict", "stance", "sentence"),
    [
        (Verdict.CONFIRMED, REFUTES, "The verdict may be stale: a new origin seems to refute the claim."),
        (Verdict.DISPUTED, SUPPORTS, "The verdict may be stale: a new origin seems to support the claim."),
        (Verdict.CONFIRMED, SUPPORTS, ""),
        (Verdict.CONFIRMED, Stance.CONTEXT, ""),
        (Verdict.CONFIRMED, Stance.REPEATS, ""),
        (Verdict.CONFIRMED, None, ""),
        (Verdict.DISPUTED, REFUTES, ""),
        (Verdict.UNVERIFIED, REFUTES, ""),
        (Verdict.UNVERIFIED, SUPPORTS, ""),
    ],
)
@pytest.mark.parametrize("approved", [False, True])
def test_what_speaks_against_the_answer_is_told(
    press: Press, approved: bool, verdict: Verdict, stance: Stance | None, sentence: str
) -> None:
    tried = {"tried": "We asked the harbour office."} if verdict is Verdict.UNVERIFIED else {}
    press.room.submitted(press.claim, verdict=verdict, **tried)
    if approved:
        press.room.approve(press.claim)
    number = press.prints(stance)
    assert [(alert.sentence, alert.kind, alert.report_id) for alert in press.alerts()] == (
        [(sentence, AlertKind.ORIGIN, number)] if sentence else []
    )


def test_it_stands_in_the_queue_and_in_the_history_and_changes_nothing_else(press: Press) -> None:
    room = press.room
    room.approved(press.claim)
    before = room.sheet(press.claim)
    press.prints(REFUTES)
    after = room.sheet(press.claim)
    assert (after.version, after.row.stage, after.latest) == (before.version, Stage.APPROVED, before.latest)
    listed = claims.queue(room.unit(), room.jana, QueueFilters(stage=Stage.APPROVED)).rows
    assert [(row.alerts, row.verdict) for row in listed if row.id == press.claim] == [(1, Verdict.CONFIRMED)]
    [alert] = press.alerts()
    assert alert.detail == "Echo: denies: “is open”"
    assert [line.note for line in after.history if line.what == "alert"] == [alert.sentence]


def test_an_origin_is_told_of_once_however_often_it_is_copied_and_read(press: Press) -> None:
    press.room.approved(press.claim)
    press.prints(REFUTES)
    press.prints(REFUTES, outlet="Tide")
    press.read(REFUTES)
    assert press.room.sheet(press.claim).row.origins == 1
    assert len(press.alerts()) == 1
    watching.set_aside(press.room.unit(), press.claim, press.alerts()[0].id, press.room.omar, note="an old rumour")
    press.prints(REFUTES, outlet="Post")
    assert press.alerts() == []
    press.prints(REFUTES, OTHER_WORDS, "Herald of Orlin")
    assert [alert.detail.partition(":")[0] for alert in press.alerts()] == ["Herald of Orlin"]


def test_what_was_there_when_the_claim_was_answered_is_no_news_and_neither_are_its_copies(press: Press) -> None:
    press.prints(REFUTES)
    press.room.approved(press.claim)
    press.prints(REFUTES, outlet="Tide")
    assert press.alerts() == []


def test_while_somebody_works_on_the_claim_there_is_no_alert(press: Press) -> None:
    room = press.room
    room.approved(press.claim)
    room.move(press.claim, Move.REOPEN, room.eva, note="a reader wrote to us")
    press.prints(REFUTES)
    assert press.alerts() == []


def test_a_page_that_a_person_has_attached_is_no_news(press: Press) -> None:
    room = press.room
    room.take(press.claim)
    room.attach(press.claim, url="https://echo.example/1")
    room.submit(press.claim)
    press.prints(REFUTES)
    assert press.alerts() == []


def test_a_report_that_people_were_told_of_stays(press: Press) -> None:
    """Even when its page says nothing about the claim any more: the alert leads to it."""
    press.room.approved(press.claim)
    number = press.prints(REFUTES)
    with press.room.unit().reading() as session:
        row = session.get_one(Report, number)
        assert rows.is_used(session, row)


def test_the_first_of_a_new_origin_is_named() -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    later = now + timedelta(hours=1)
    seen = [
        Sighting(1, 1, None, now), Sighting(2, 1, REFUTES, later), Sighting(3, 3, SUPPORTS, later),
        Sighting(4, 3, REFUTES, later), Sighting(5, 3, REFUTES, later), Sighting(6, 6, REFUTES, later, known=True),
    ]  # fmt: skip
    assert [each.report for each in contradictions(Verdict.CONFIRMED, now, seen, ())] == [4]
    assert list(contradictions(Verdict.CONFIRMED, now, seen, {5})) == []
