"""Who could give a second opinion is told that one is wanted, and editors of what came of it; never of an answer."""

from datetime import timedelta

import pytest

from factcheck.domain.mail import GATHER, NOT_SOONER
from factcheck.domain.notifications import Notice
from factcheck.domain.opinions import OpinionGiven
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE, Move, Verdict
from factcheck.domain.sheets import NotificationLine
from factcheck.services import notifications, opinion_work, opinions, people
from tests.services.conftest import INSTALLER, Newsroom
from tests.services.test_mail import SITE, Mailed, mailed  # noqa: F401
from tests.services.test_opinions import SECRET, answer, opinion_of, read, sent, take

SAME = OpinionGiven(Verdict.CONFIRMED, "The harbour log has it shut.", "https://harbour.example/log")


pytestmark = pytest.mark.usefixtures("settled")


def lines(room: Newsroom, actor: Actor) -> list[NotificationLine]:
    return list(notifications.listed(room.unit(), actor).lines)


def unread(room: Newsroom, actor: Actor) -> list[Notice]:
    return [line.kind for line in notifications.listed(room.unit(), actor, only_unread=True).lines]


def told(room: Newsroom) -> dict[str, list[Notice]]:
    """What each person has not read, of those who have anything."""
    found = {name: unread(room, actor) for name, actor in room.people.items()}
    return {name: kinds for name, kinds in found.items() if kinds}


def asked(room: Newsroom) -> int:
    """A claim that was sent and for which Eva asks a second opinion by hand."""
    claim = sent(room, drawn=False)
    opinions.ask(room.unit(), claim, room.eva)
    return claim


# --- One is wanted --------------------------------------------------------------------------------


def test_everybody_who_could_give_a_drawn_opinion_is_told(room: Newsroom) -> None:
    claim = sent(room)
    assert told(room) == {name: [Notice.OPINION_WANTED] for name in ("omar", "eva", "max")}
    (line,) = lines(room, room.omar)
    assert (line.sentence, line.by, line.note) == ("A second opinion is wanted", "", "")
    assert (line.claim_id, line.opinion_id) == (claim, opinion_of(room, claim))


def test_who_asks_or_knows_the_answer_is_not_asked(room: Newsroom) -> None:
    asked(room)
    assert told(room) == {name: [Notice.OPINION_WANTED] for name in ("omar", "max")}
    assert lines(room, room.omar)[0].by == "Eva"


def test_what_somebody_has_taken_waits_for_nobody_else(room: Newsroom) -> None:
    take(room, sent(room))
    assert told(room) == {}


def test_what_is_given_back_is_wanted_again_by_all_but_who_gave_it_back(room: Newsroom) -> None:
    claim = sent(room)
    for _ in range(3):
        take(room, claim)
        assert told(room) == {}
        opinion_work.release(room.unit(), opinion_of(room, claim), room.omar)
        assert told(room) == {name: [Notice.OPINION_WANTED] for name in ("eva", "max")}
    assert [len(lines(room, person)) for person in (room.omar, room.eva, room.max)] == [1, 1, 1]


def test_what_nobody_finished_in_time_is_wanted_again_by_everybody_who_could_give_it(room: Newsroom) -> None:
    claim = sent(room)
    for _ in range(2):
        take(room, claim)
        room.clock.forward(LEASE)
        assert opinion_work.lapse_all(room.unit()) == 1
        assert told(room) == {name: [Notice.OPINION_WANTED] for name in ("omar", "eva", "max")}
    assert [len(lines(room, person)) for person in (room.omar, room.eva, room.max)] == [1, 1, 1]
    answer(room, claim, room.max)
    assert Notice.OPINION_WANTED not in {kind for kinds in told(room).values() for kind in kinds}


def test_who_reads_the_first_answer_is_not_asked_any_more(room: Newsroom) -> None:
    read(room, sent(room))
    assert set(told(room)) == {"omar", "max"}


def test_who_is_given_the_claim_itself_is_not_asked_any_more(room: Newsroom) -> None:
    claim = sent(room)
    read(room, claim)
    room.move(claim, Move.RETURN, room.eva, note="Ask the harbour.")
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    assert unread(room, room.omar) == [Notice.ASSIGNED]


@pytest.mark.parametrize("end", ["closed", "approved"])
def test_what_nobody_waits_for_any_more_is_nobody_s_to_give(room: Newsroom, end: str) -> None:
    claim = sent(room)
    read(room, claim)
    if end == "closed":
        opinions.close(room.unit(), opinion_of(room, claim), room.eva)
    else:
        room.approve(claim, room.eva)
    assert told(room) == {}


def test_who_does_not_want_to_be_asked_is_not(room: Newsroom) -> None:
    notifications.choose(room.unit(), room.omar, channels={"opinion_wanted": "none"})
    sent(room)
    assert lines(room, room.omar) == []


# --- One is in ------------------------------------------------------------------------------------


def test_editors_are_told_where_two_answers_differ(room: Newsroom) -> None:
    claim = sent(room)
    answer(room, claim)
    assert told(room) == {name: [Notice.OPINION_DIFFERS] for name in ("eva", "max")}
    line = lines(room, room.eva)[0]
    assert (line.sentence, line.by, line.opinion_id) == ("Two answers differ", "Omar", opinion_of(room, claim))


def test_where_they_agree_only_who_asked_is_told(room: Newsroom) -> None:
    answer(room, asked(room), given=SAME)
    assert told(room) == {"eva": [Notice.OPINION_IN]}


def test_who_asked_is_told_once_that_they_differ(room: Newsroom) -> None:
    answer(room, asked(room))
    assert told(room) == {name: [Notice.OPINION_DIFFERS] for name in ("eva", "max")}


def test_an_editor_who_gave_it_or_wrote_the_first_is_not_told(room: Newsroom) -> None:
    claim = sent(room, actor=room.max)
    answer(room, claim, room.eva)
    assert told(room) == {}


def test_what_is_decided_is_no_disagreement_to_look_at(room: Newsroom) -> None:
    claim = sent(room)
    answer(room, claim)
    room.approve(claim, room.eva)
    assert told(room) == {}


def test_who_is_no_editor_any_more_does_not_see_what_editors_are_told(room: Newsroom) -> None:
    answer(room, sent(room))
    people.change_roles(room.unit(), room.max.id or 0, INSTALLER, roles=["checker"])
    assert Notice.OPINION_DIFFERS not in unread(room, room.person("max"))


# --- By mail --------------------------------------------------------------------------------------


def test_a_letter_leads_to_the_opinion_and_gives_nothing_of_the_answer_away(mailed: Mailed) -> None:  # noqa: F811
    room = mailed.room
    mailed.choose(room.omar, opinion_wanted="at_once")
    claim = sent(room, mailed.claims[0])
    mailed.later()
    (letter,) = mailed.postman.taken
    opinion = opinion_of(room, claim)
    assert letter.subject == f"A second opinion is wanted: claim {claim}"
    assert letter.text.startswith(f"A second opinion is wanted: claim {claim}\n{SITE}/opinions/{opinion}\n")
    for secret in (SECRET, "confirmed", "Jana", "register", "pier"):
        assert secret not in letter.text + letter.subject


def test_nobody_is_mailed_about_what_was_taken_meanwhile(mailed: Mailed) -> None:  # noqa: F811
    mailed.choose(mailed.room.max, opinion_wanted="at_once")
    claim = sent(mailed.room, mailed.claims[0])
    mailed.room.clock.forward(timedelta(seconds=30))
    take(mailed.room, claim)
    mailed.later(GATHER)
    assert mailed.postman.taken == []


def test_an_editor_is_mailed_that_two_differ(mailed: Mailed) -> None:  # noqa: F811
    mailed.choose(mailed.room.eva, opinion_differs="at_once")
    claim = sent(mailed.room, mailed.claims[0])
    answer(mailed.room, claim)
    mailed.later()
    assert mailed.subjects == [("eva", f"Two answers differ: claim {claim}")]


def given_back(mailed: Mailed, claim: int) -> None:  # noqa: F811
    """Omar takes it for half a minute."""
    take(mailed.room, claim)
    mailed.later(timedelta(seconds=30))
    opinion_work.release(mailed.room.unit(), opinion_of(mailed.room, claim), mailed.room.omar)


@pytest.mark.parametrize("way", ["at_once", "digest"])
def test_whose_letter_went_without_it_is_mailed_once_it_is_given_back(mailed: Mailed, way: str) -> None:  # noqa: F811
    """Taken when the letter went, so that it said nothing; who gives it back must not leave the others untold."""
    mailed.choose(mailed.room.max, hour=13, opinion_wanted=way)
    claim = sent(mailed.room, mailed.claims[0])
    take(mailed.room, claim)
    mailed.later(timedelta(hours=2))
    assert mailed.postman.taken == []
    given_back(mailed, claim)
    mailed.later(timedelta(days=1))
    assert [name for name, _ in mailed.subjects] == ["max"]


def test_who_was_told_nothing_is_mailed_once_the_time_has_run_out(mailed: Mailed) -> None:  # noqa: F811
    mailed.choose(mailed.room.max, opinion_wanted="at_once")
    take(mailed.room, sent(mailed.room, mailed.claims[0]))
    mailed.later(LEASE)
    assert mailed.postman.taken == []
    opinion_work.lapse_all(mailed.room.unit())
    mailed.later()
    assert [name for name, _ in mailed.subjects] == ["max"]


def test_who_gives_an_opinion_back_again_and_again_fills_no_mailbox(mailed: Mailed) -> None:  # noqa: F811
    mailed.choose(mailed.room.max, opinion_wanted="at_once")
    claim = sent(mailed.room, mailed.claims[0])
    mailed.later()
    for _ in range(3):
        given_back(mailed, claim)
        mailed.later()
    assert len(mailed.postman.taken) == 1
    mailed.later(NOT_SOONER)
    given_back(mailed, claim)
    mailed.later()
    assert [name for name, _ in mailed.subjects] == ["max", "max"]
