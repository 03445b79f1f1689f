"""Second opinions: who is asked, who stays in the dark, one lease at a time, and what ends them; on both databases."""

import multiprocessing
from datetime import timedelta
from multiprocessing.synchronize import Barrier as BarrierType

import pytest
from sqlalchemy import text

from factcheck.domain.amending import Amendment
from factcheck.domain.errors import Invalid, NotAllowed, NotFound, OutOfDate, Refused, WrongStage
from factcheck.domain.opinions import OpinionGiven, OpinionState
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE, CorrectionClass, DismissReason, Given, Move, QueueFilters, Stage, Verdict
from factcheck.domain.sheets import OpinionDraftSheet, OpinionSheet
from factcheck.services import (
    approving,
    articles,
    attaching,
    claims,
    dashboard,
    editing,
    evidence,
    history,
    opinion_work,
    opinions,
    review,
)
from factcheck.store.engine import open_engine
from factcheck.store.unit import UnitOfWork
from tests.services.conftest import AGAINST, Newsroom

DISPUTED = OpinionGiven(Verdict.DISPUTED, "The harbour log has it open.", "https://harbour.example/log")
SECRET = "The register says the same."


def sent(room: Newsroom, claim: int | None = None, *, drawn: bool = True, actor: Actor | None = None) -> int:
    """A claim that Jana (unless another) took, found a primary source for and sent; drawn for a second opinion."""
    number, by = claim or room.claim(), actor or room.jana
    if room.sheet(number).row.stage is Stage.QUEUED:
        room.take(number, by)
        room.attach(number, by)
    given = Given(verdict=Verdict.CONFIRMED, rationale=SECRET)
    seen = room.sheet(number, by).version
    review.move(room.unit(), number, Move.SUBMIT, by, seen=seen, given=given, drawn=lambda _: drawn)
    return number


def opinion_of(room: Newsroom, claim: int) -> int:
    line = room.sheet(claim).opinion
    assert line is not None
    return line.id


def take(room: Newsroom, claim: int, actor: Actor | None = None) -> OpinionSheet:
    return opinion_work.take(room.unit(), opinion_of(room, claim), actor or room.omar)


def answer(room: Newsroom, claim: int, actor: Actor | None = None, given: OpinionGiven = DISPUTED) -> OpinionSheet:
    held = take(room, claim, actor)
    return opinion_work.send(room.unit(), held.line.id, actor or room.omar, fence=held.fence, given=given)


def read(room: Newsroom, claim: int, actor: Actor | None = None) -> None:
    opinions.read(room.unit(), opinion_of(room, claim), actor or room.eva)


# --- Asking ---------------------------------------------------------------------------------------


def test_a_drawn_claim_waits_for_who_does_not_know_the_answer(settled: Newsroom) -> None:
    claim = sent(settled)
    assert [line.claim_id for line in opinions.waiting(settled.unit(), settled.omar)] == [claim]
    assert opinions.waiting(settled.unit(), settled.jana) == []
    assert settled.history(claim)[-2:] == ["submit", "ask opinion"]
    assert settled.sheet(claim).history[0].who == "the draw"


def test_what_is_not_drawn_is_open_to_everybody(settled: Newsroom) -> None:
    claim = sent(settled, drawn=False)
    assert settled.sheet(claim, settled.omar).latest is not None
    assert settled.sheet(claim, settled.omar).opinion is None


def test_an_editor_asks_by_hand_and_knows_the_answer_by_it(settled: Newsroom) -> None:
    claim = sent(settled, drawn=False)
    line = opinions.ask(settled.unit(), claim, settled.eva)
    assert (line.drawn, line.asked_by, line.may_give) == (False, "Eva", False)
    assert settled.sheet(claim, settled.omar).findings == ()
    assert settled.sheet(claim, settled.eva).findings != ()
    with pytest.raises(NotAllowed, match="You know the first answer"):
        take(settled, claim, settled.eva)


def test_a_claim_has_one_second_opinion_ever(settled: Newsroom) -> None:
    claim = sent(settled)
    answer(settled, claim)
    with pytest.raises(Refused, match="asked for already") as refused:
        opinions.ask(settled.unit(), claim, settled.eva)
    assert refused.value.rule == "asked"


def test_an_opinion_is_asked_for_by_editors_while_the_answer_waits(settled: Newsroom) -> None:
    claim = settled.claim()
    with pytest.raises(WrongStage, match="waits for approval"):
        opinions.ask(settled.unit(), claim, settled.eva)
    sent(settled, claim, drawn=False)
    with pytest.raises(NotAllowed):
        opinions.ask(settled.unit(), claim, settled.omar)


def test_nobody_is_blind_to_what_is_published(settled: Newsroom) -> None:
    claim = settled.approved()
    settled.move(claim, Move.REOPEN, settled.eva, note="a reader wrote")
    settled.open(claim)
    sent(settled, claim)
    assert settled.sheet(claim).opinion is None
    with pytest.raises(Refused, match="published check") as refused:
        opinions.ask(settled.unit(), claim, settled.eva)
    assert refused.value.rule == "public"


def test_what_an_editor_has_sent_back_is_not_drawn_later(settled: Newsroom) -> None:
    claim = sent(settled, drawn=False)
    settled.move(claim, Move.RETURN, settled.eva, note="which register?")
    settled.open(claim)
    sent(settled, claim)
    assert settled.sheet(claim).opinion is None


# --- In the dark ----------------------------------------------------------------------------------


def test_the_first_answer_is_closed_in_every_service(settled: Newsroom) -> None:
    claim = sent(settled)
    source = settled.sheet(claim).sources[0].id
    for dark in (settled.omar, settled.eva, settled.boss):
        sheet = settled.sheet(claim, dark)
        assert (sheet.findings, sheet.sources, sheet.alerts, sheet.latest) == ((), (), (), None)
        assert sheet.row.answer_closed
        assert (sheet.row.verdict, sheet.supports.primary, sheet.refutes.primary) == (None, 0, 0)
        assert "attach" not in {line.what for line in sheet.history}
        lines = history.lines(settled.unit(), f"claim:{claim}", dark)
        assert [line.seq for line in lines] == list(range(len(lines), 0, -1))
        assert "attach" not in {line.what for line in lines}
        article = articles.sheet(settled.unit(), sheet.row.article_id, dark)
        assert next(row for row in article.claims if row.id == claim).verdict is None
        listed, _ = claims.listed(settled.unit(), dark, QueueFilters(stage=Stage.SUBMITTED))
        assert [(row.verdict, row.authors, row.is_own) for row in listed] == [(None, (), False)]
        assert review.since_last_seen(settled.unit(), claim, dark) == (None, None)
        assert [row.verdict for row in review.waiting(settled.unit(), dark)] == [None]
        assert approving.ticked(settled.unit(), claim, dark) == frozenset()
        assert not any(r.attached for o in evidence.sheet(settled.unit(), claim, dark).origins for r in o.reports)
        assert opinions.sheet(settled.unit(), opinion_of(settled, claim), dark).first is None
    with pytest.raises(NotFound):
        approving.tick(settled.unit(), claim, source, settled.eva, read=True)
    with pytest.raises(Refused, match="second opinion"):
        attaching.detach(settled.unit(), claim, settled.eva, seen=settled.seen(claim), source_id=source)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_no_filter_finds_a_closed_answer_out(settled: Newsroom, verdict: Verdict) -> None:
    sent(settled)
    wanted = QueueFilters(stage=Stage.SUBMITTED, verdict=verdict)
    assert claims.listed(settled.unit(), settled.omar, wanted)[0] == []
    assert len(claims.listed(settled.unit(), settled.jana, wanted)[0]) == (verdict is Verdict.CONFIRMED)


def test_a_stale_form_does_not_give_the_answer_away(settled: Newsroom) -> None:
    claim = sent(settled)
    with pytest.raises(OutOfDate) as stale:
        settled.move(claim, Move.RETURN, settled.eva, seen=0, note="why?")
    assert not {"verdict", "rationale"} & stale.value.theirs.keys()
    with pytest.raises(OutOfDate) as open_to_her:
        settled.move(claim, Move.WITHDRAW, settled.jana, seen=0)
    assert open_to_her.value.theirs["rationale"] == SECRET


@pytest.mark.parametrize("move", [Move.APPROVE, Move.RETURN, Move.AMEND])
def test_an_editor_in_the_dark_judges_nothing(settled: Newsroom, move: Move) -> None:
    claim = sent(settled)
    given = {"note": "why?", "verdict": Verdict.DISPUTED, "rationale": "Another answer.", "hash_seen": "x"}
    with pytest.raises(NotAllowed, match="read the first answer") as refused:
        settled.move(claim, move, settled.eva, **given)
    assert refused.value.rule == "knows_the_answer"
    assert settled.sheet(claim).row.stage is Stage.SUBMITTED


def test_who_reads_the_first_answer_leaves_the_second_to_others(settled: Newsroom) -> None:
    claim = sent(settled)
    take(settled, claim, settled.eva)
    read(settled, claim)
    assert settled.sheet(claim, settled.eva).latest is not None
    with pytest.raises(NotAllowed, match="You know the first answer"):
        take(settled, claim, settled.eva)
    assert take(settled, claim, settled.omar).line.state is OpinionState.YOURS
    with pytest.raises(NotAllowed):
        read(settled, claim, settled.omar)


def test_who_is_given_the_claim_knows_its_answer(settled: Newsroom) -> None:
    """Taken after a withdrawal, or assigned: the earlier finding is on their page, so the second is not theirs."""
    claim = sent(settled)
    settled.move(claim, Move.WITHDRAW, settled.jana)
    settled.move(claim, Move.RELEASE, settled.jana)
    settled.take(claim, settled.omar)
    settled.move(claim, Move.RELEASE, settled.omar)
    with pytest.raises(NotAllowed, match="You know the first answer"):
        take(settled, claim, settled.omar)
    settled.take(claim)
    settled.move(claim, Move.ASSIGN, settled.eva, assignee=settled.max)
    with pytest.raises(NotAllowed, match="You know the first answer"):
        take(settled, claim, settled.max)


def test_the_database_itself_takes_no_answer_of_who_knows(settled: Newsroom) -> None:
    claim = sent(settled)
    opinion = opinion_of(settled, claim)
    say = (
        "INSERT INTO opinion_answer (opinion_id, person_id, verdict, content_hash, sent_at) VALUES (:o, :p, :v, :h, :a)"
    )
    values = {"o": opinion, "p": settled.jana.id, "v": "disputed", "h": "x", "a": "2026-01-05 10:00:00+00:00"}
    with pytest.raises(Exception, match="knows the first answer"), settled.unit().writing() as session:
        session.execute(text(say), values)


# --- Taking, leases, drafts -----------------------------------------------------------------------


def test_the_longest_waiting_is_handed_out_first_and_only_once(settled: Newsroom) -> None:
    first, second, *_ = settled.claims()
    sent(settled, second)
    settled.clock.now += timedelta(minutes=1)
    sent(settled, first)
    assert opinion_work.take_next(settled.unit(), settled.omar) == opinion_of(settled, second)
    assert opinion_work.take_next(settled.unit(), settled.eva) == opinion_of(settled, first)
    assert opinion_work.take_next(settled.unit(), settled.max) is None
    assert opinion_work.take_next(settled.unit(), settled.jana) is None
    with pytest.raises(NotAllowed):
        opinion_work.take_next(settled.unit(), settled.boss)


def test_somebody_else_s_opinion_is_not_taken_until_their_time_is_up(settled: Newsroom) -> None:
    claim = sent(settled)
    held = take(settled, claim)
    with pytest.raises(Refused, match="Somebody else is giving") as refused:
        take(settled, claim, settled.max)
    assert refused.value.rule == "taken"
    settled.clock.now += LEASE + timedelta(seconds=1)
    assert take(settled, claim, settled.max).line.state is OpinionState.YOURS
    with pytest.raises(Refused, match="Somebody else is giving"):
        opinion_work.send(settled.unit(), held.line.id, settled.omar, fence=held.fence, given=DISPUTED)


def test_use_keeps_the_lease_and_a_lost_one_says_so(settled: Newsroom) -> None:
    held = take(settled, sent(settled))
    settled.clock.now += LEASE - timedelta(minutes=1)
    until = opinion_work.renew(settled.unit(), held.line.id, settled.omar, fence=held.fence)
    assert until == settled.clock.now + LEASE
    settled.clock.now = until + timedelta(seconds=1)
    with pytest.raises(Refused, match="run out") as refused:
        opinion_work.send(settled.unit(), held.line.id, settled.omar, fence=held.fence, given=DISPUTED)
    assert refused.value.rule == "lease_lost"


def test_the_clock_takes_back_what_nobody_finished_and_hands_it_out_again(settled: Newsroom) -> None:
    claim = sent(settled)
    held = take(settled, claim)
    typed = OpinionDraftSheet(Verdict.DISPUTED, "Half a thought", "a link")
    opinion_work.save_draft(settled.unit(), held.line.id, settled.omar, draft=typed)
    assert opinion_work.lapse_all(settled.unit()) == 0, "the time still runs"
    settled.clock.now += LEASE
    assert opinion_work.lapse_all(settled.unit()) == 1
    assert opinion_work.lapse_all(settled.unit()) == 0
    assert settled.history(claim)[-2:] == ["take opinion", "lapse opinion"]
    with pytest.raises(Refused, match="run out"):
        opinion_work.send(settled.unit(), held.line.id, settled.omar, fence=held.fence, given=DISPUTED)
    assert opinion_work.take_next(settled.unit(), settled.max) == held.line.id
    assert take(settled, claim, settled.max).draft.rationale == ""
    settled.clock.now += LEASE
    opinion_work.lapse_all(settled.unit())
    assert take(settled, claim, settled.omar).draft.rationale == "Half a thought"


@pytest.mark.parametrize("faster", ["renewed", "sent", "given back", "closed", "taken by another"])
def test_whoever_is_faster_than_the_clock_keeps_what_they_did(settled: Newsroom, faster: str) -> None:
    claim = sent(settled)
    held = take(settled, claim)
    number, late = held.line.id, settled.clock.now + LEASE
    if faster == "renewed":
        settled.clock.now += timedelta(minutes=1)
        opinion_work.renew(settled.unit(), number, settled.omar, fence=held.fence)
    elif faster == "sent":
        opinion_work.send(settled.unit(), number, settled.omar, fence=held.fence, given=DISPUTED)
    elif faster == "given back":
        opinion_work.release(settled.unit(), number, settled.omar)
    elif faster == "closed":
        read(settled, claim)
        opinions.close(settled.unit(), number, settled.eva)
    settled.clock.now = late
    if faster == "taken by another":
        take(settled, claim, settled.max)
    before = settled.history(claim)
    assert opinion_work.lapse_all(settled.unit()) == 0
    assert settled.history(claim) == before


def test_a_draft_is_the_person_s_own_and_outlives_the_lease(settled: Newsroom) -> None:
    held = take(settled, sent(settled))
    typed = OpinionDraftSheet(Verdict.DISPUTED, "Half a thought", "a link")
    saved = opinion_work.save_draft(settled.unit(), held.line.id, settled.omar, draft=typed)
    assert saved.revision == 1
    with pytest.raises(OutOfDate) as stale:
        opinion_work.save_draft(settled.unit(), held.line.id, settled.omar, draft=OpinionDraftSheet(rationale="Other"))
    assert (stale.value.yours["rationale"], stale.value.theirs["rationale"]) == ("Other", "Half a thought")
    opinion_work.release(settled.unit(), held.line.id, settled.omar)
    assert take(settled, held.line.claim_id, settled.max).draft.rationale == ""
    opinion_work.release(settled.unit(), held.line.id, settled.max)
    assert take(settled, held.line.claim_id).draft.rationale == "Half a thought"
    assert settled.history(held.line.claim_id)[-5:] == [
        "take opinion", "release opinion", "take opinion", "release opinion", "take opinion",
    ]  # fmt: skip


CLIENTS = 8


def race(url: str, actor: Actor, together: BarrierType, results: "multiprocessing.Queue[list[int] | str]") -> None:
    unit = UnitOfWork(open_engine(url))
    together.wait(timeout=60)
    got = []
    try:
        while (taken := opinion_work.take_next(unit, actor)) is not None:
            got.append(taken)
    except Exception as error:  # the parent shows it
        results.put(repr(error))
        return
    results.put(got)


def test_eight_people_at_once_never_get_the_same_opinion(settled: Newsroom) -> None:
    numbers = settled.claims(" ".join(f"Pier number {number} is closed." for number in range(24)))
    wanted = {opinion_of(settled, sent(settled, claim)) for claim in numbers}
    people = [settled.hire(f"second{number}", ["checker"]) for number in range(CLIENTS)]
    settled.desk.close()
    context = multiprocessing.get_context("fork")
    together, results = context.Barrier(CLIENTS), context.Queue()
    url = settled.desk.settings.sqlalchemy_url
    processes = [context.Process(target=race, args=(url, who, together, results), daemon=True) for who in people]
    for process in processes:
        process.start()
    handed = [results.get(timeout=90) for _ in processes]
    for process in processes:
        process.join(timeout=10)
    assert [error for error in handed if isinstance(error, str)] == []
    given = [opinion for got in handed for opinion in got]
    assert len(given) == len(set(given))
    assert set(given) == wanted


# --- Answering ------------------------------------------------------------------------------------


def test_once_the_second_is_in_both_are_open_to_everybody(settled: Newsroom) -> None:
    claim = sent(settled)
    both = answer(settled, claim)
    assert both.first is not None
    assert (both.first.rationale, both.line.differs) == (SECRET, True)
    for anybody in (settled.jana, settled.omar, settled.eva, settled.boss):
        seen = opinions.sheet(settled.unit(), both.line.id, anybody)
        assert seen.answer is not None
        assert (seen.answer.verdict, seen.answer.by) == (Verdict.DISPUTED, "Omar")
        assert settled.sheet(claim, anybody).latest is not None
    assert settled.history(claim)[-1] == "give opinion"
    settled.approve(claim)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (OpinionGiven(None, "A whole rationale.", "a link there"), "answered"),
        (OpinionGiven(Verdict.DISPUTED, "short", "a link there"), "answered"),
        (OpinionGiven(Verdict.DISPUTED, "A whole rationale.", " "), "grounded"),
        (OpinionGiven(Verdict.UNVERIFIED, "A whole rationale.", ""), "grounded"),
    ],
)
def test_half_an_answer_is_refused_and_changes_nothing(settled: Newsroom, given: OpinionGiven, rule: str) -> None:
    claim = sent(settled)
    held = take(settled, claim)
    with pytest.raises(Refused) as refused:
        opinion_work.send(settled.unit(), held.line.id, settled.omar, fence=held.fence, given=given)
    assert refused.value.rule == rule
    assert opinions.sheet(settled.unit(), held.line.id, settled.omar).line.state is OpinionState.YOURS


def test_a_tampered_answer_is_found(room: Newsroom) -> None:
    answer(room, sent(room))
    assert room.problems() == []
    with room.unit().writing() as session:
        if room.unit().dialect == "sqlite":
            session.execute(text("DROP TRIGGER opinion_answer_no_update"))
        else:
            session.execute(text("ALTER TABLE opinion_answer DISABLE TRIGGER USER"))
        session.execute(text("UPDATE opinion_answer SET verdict = 'confirmed'"))
    assert any("second opinion" in problem for problem in room.problems())


# --- What the review does to it -------------------------------------------------------------------


def test_an_editor_who_knows_goes_on_without_it(settled: Newsroom) -> None:
    claim = sent(settled)
    held = take(settled, claim)
    read(settled, claim)
    settled.approve(claim)
    line = settled.sheet(claim).opinion
    assert line is not None
    assert (line.state, line.closed_why) == (OpinionState.CLOSED, "approved without it")
    with pytest.raises(Refused, match="not waited for any more") as refused:
        opinion_work.send(settled.unit(), held.line.id, settled.omar, fence=held.fence, given=DISPUTED)
    assert refused.value.rule == "closed"
    assert settled.sheet(claim, settled.omar).latest is not None


def test_an_editor_closes_it_and_nobody_waits_any_more(settled: Newsroom) -> None:
    claim = sent(settled)
    opinions.close(settled.unit(), opinion_of(settled, claim), settled.eva)
    assert settled.sheet(claim, settled.omar).latest is not None
    assert opinions.waiting(settled.unit(), settled.omar) == []
    with pytest.raises(Refused, match="not waited for"):
        opinions.close(settled.unit(), opinion_of(settled, claim), settled.eva)


def test_a_dismissed_claim_waits_for_nobody(settled: Newsroom) -> None:
    claim = sent(settled)
    settled.move(claim, Move.WITHDRAW, settled.jana)
    settled.open(claim)
    settled.move(claim, Move.DISMISS, settled.jana, reason=DismissReason.OPINION)
    assert opinions.waiting(settled.unit(), settled.omar) == []


def first_number(room: Newsroom, claim: int) -> int:
    line = room.sheet(claim).opinion
    assert line is not None
    return line.finding


def test_an_answer_taken_back_and_sent_anew_counts_as_the_first(settled: Newsroom) -> None:
    claim = sent(settled)
    settled.move(claim, Move.WITHDRAW, settled.jana)
    assert settled.sheet(claim, settled.omar).findings == ()
    settled.open(claim)
    sent(settled, claim)
    assert first_number(settled, claim) == 2


def test_an_answer_that_an_editor_judged_stays_the_first(settled: Newsroom) -> None:
    claim = sent(settled)
    read(settled, claim)
    settled.move(claim, Move.RETURN, settled.eva, note="which register?")
    settled.open(claim)
    sent(settled, claim)
    assert first_number(settled, claim) == 1
    assert settled.sheet(claim, settled.omar).findings == ()


def test_what_somebody_has_begun_to_answer_stays_the_first(settled: Newsroom) -> None:
    claim = sent(settled)
    take(settled, claim)
    settled.move(claim, Move.WITHDRAW, settled.jana)
    settled.open(claim)
    sent(settled, claim)
    assert first_number(settled, claim) == 1


# --- Where two answers differ ---------------------------------------------------------------------


def test_editors_see_where_two_answers_differ(settled: Newsroom) -> None:
    first, second, *_ = settled.claims()
    answer(settled, sent(settled, first))
    same = OpinionGiven(Verdict.CONFIRMED, "The log agrees.", "https://harbour.example/log")
    answer(settled, sent(settled, second), given=same)
    (found,) = opinions.differing(settled.unit(), settled.eva, days=30)
    assert (found.claim_id, found.first, found.second) == (first, Verdict.CONFIRMED, Verdict.DISPUTED)
    assert (found.first_by, found.second_by, found.stage) == ("Jana", "Omar", Stage.SUBMITTED)
    with pytest.raises(NotAllowed):
        opinions.differing(settled.unit(), settled.omar, days=30)
    with pytest.raises(Invalid):
        opinions.differing(settled.unit(), settled.eva, days=8)
    settled.clock.now += timedelta(days=8)
    assert opinions.differing(settled.unit(), settled.eva, days=7) == []


def test_a_correction_later_leaves_the_comparison_as_it_was(settled: Newsroom) -> None:
    claim = sent(settled)
    answer(settled, claim)
    settled.approve(claim)
    settled.move(claim, Move.REOPEN, settled.eva, note="a reader wrote")
    settled.open(claim)
    settled.attach(claim, stance=AGAINST, title="The log")
    settled.submit(claim, verdict=Verdict.DISPUTED)
    settled.approve(claim, correction=CorrectionClass.RATING, public_note="We were wrong.")
    (found,) = opinions.differing(settled.unit(), settled.eva, days=30)
    assert (found.first, found.verdict_now) == (Verdict.CONFIRMED, Verdict.DISPUTED)


# --- The dashboard --------------------------------------------------------------------------------


def test_the_dashboard_counts_drawn_pairs_and_those_by_hand_apart(settled: Newsroom) -> None:
    first, second, third, fourth, *_ = settled.claims()
    answer(settled, sent(settled, first))
    sent(settled, second, drawn=False)
    opinions.ask(settled.unit(), second, settled.eva)
    answer(settled, second)
    sent(settled, third)
    opinions.close(settled.unit(), opinion_of(settled, sent(settled, fourth)), settled.eva)
    found = dashboard.dashboard(settled.unit(), settled.jana, days=7).agreement
    assert found.pairs == ((Verdict.CONFIRMED, Verdict.DISPUTED),)
    assert (found.by_hand, found.waiting, found.without, found.enough) == (1, 1, 1, False)
    settled.clock.now += timedelta(days=8)
    later = dashboard.dashboard(settled.unit(), settled.jana, days=7).agreement
    assert (later.pairs, later.by_hand, later.waiting, later.without) == ((), 0, 1, 0)


# --- Ways around the dark -------------------------------------------------------------------------


def test_who_has_judged_an_answer_or_read_its_sources_is_no_second_checker(settled: Newsroom) -> None:
    """An opinion that an editor asks for by hand is closed to whom the desk knows to have seen the first answer."""
    claim = sent(settled, drawn=False)
    settled.move(claim, Move.RETURN, settled.eva, note="which register?")
    settled.open(claim)
    sent(settled, claim, drawn=False)
    ida = settled.hire("ida", ["editor"])
    approving.tick(settled.unit(), claim, settled.sheet(claim).sources[0].id, ida, read=True)
    opinions.ask(settled.unit(), claim, settled.max)
    for knows in (settled.eva, ida):
        assert settled.sheet(claim, knows).latest is not None
        with pytest.raises(NotAllowed, match="You know the first answer"):
            take(settled, claim, knows)
    assert take(settled, claim, settled.omar).line.state is OpinionState.YOURS


def test_a_claim_that_is_merged_into_another_waits_for_no_opinion(settled: Newsroom) -> None:
    claim, other, *_ = settled.claims()
    sent(settled, claim)
    settled.move(claim, Move.WITHDRAW, settled.jana)
    settled.open(claim)
    editing.merge(settled.unit(), claim, settled.jana, seen=settled.seen(claim), into=other)
    assert opinions.waiting(settled.unit(), settled.omar) == []
    line = settled.sheet(claim).opinion
    assert line is not None
    assert (line.state, line.closed_why) == (OpinionState.CLOSED, "the claim was dismissed")


@pytest.mark.parametrize("changes", [{"title": ""}, {"stance": "nonsense"}, {"passage": "Mine."}])
def test_an_amendment_in_the_dark_tells_nothing_of_sources(settled: Newsroom, changes: dict[str, str]) -> None:
    """Whether one is there, and what it is, would show in which rule refuses first."""
    claim = sent(settled)
    there = settled.sheet(claim).sources[0].id
    said = set()
    for source in (there, there + 1000):
        amendment = Amendment(changes={source: changes}, without=frozenset({source + 1}))
        with pytest.raises(Exception, match=r".+") as refused:
            settled.move(claim, Move.AMEND, settled.eva, verdict=Verdict.DISPUTED, amendment=amendment)
        said.add((refused.type, str(refused.value)))
    assert [kind for kind, _ in said] == [NotAllowed]


def test_the_version_in_the_dark_counts_nothing_that_is_closed(settled: Newsroom) -> None:
    """Two claims that differ only in how often somebody attached something have one version to who is in the dark."""
    plain, busy, *_ = settled.claims()
    for claim, more in ((plain, 0), (busy, 5)):
        settled.take(claim)
        for number in range(1 + more):
            settled.attach(claim, title=f"Register of piers, volume {number}")
        sent(settled, claim)
    assert settled.seen(busy) == settled.seen(plain) + 5
    listed, _ = claims.listed(settled.unit(), settled.omar, QueueFilters(stage=Stage.SUBMITTED))
    assert {row.version for row in listed} == {settled.sheet(busy, settled.omar).version}
    with pytest.raises(OutOfDate) as stale:
        settled.move(busy, Move.RETURN, settled.eva, seen=settled.seen(busy), note="why?")
    assert stale.value.theirs["version"] == settled.sheet(plain, settled.eva).version


def test_who_is_in_the_dark_acts_on_what_they_see_and_not_on_an_older_one(settled: Newsroom) -> None:
    claim = sent(settled)
    settled.move(claim, Move.WITHDRAW, settled.jana)
    seen = settled.sheet(claim, settled.eva).version
    settled.open(claim)
    settled.attach(claim)
    with pytest.raises(OutOfDate):
        settled.move(claim, Move.ASSIGN, settled.eva, seen=seen, assignee=settled.max)
    seen = settled.sheet(claim, settled.eva).version
    settled.attach(claim, title="What nobody in the dark hears of")
    settled.move(claim, Move.ASSIGN, settled.eva, seen=seen, assignee=settled.max)
    assert settled.sheet(claim, settled.max).row.holder == "Max"
