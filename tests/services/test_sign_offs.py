"""Signing an article off: who, what it says, what ends it, and what two people do at once."""

from collections.abc import Iterator

import pytest

from factcheck.config import Settings
from factcheck.domain.errors import Invalid, NotAllowed, OutOfDate, Refused
from factcheck.domain.people import Actor
from factcheck.domain.review import DismissReason, Move
from factcheck.domain.sheets import ArticleSheet, SignOffSheet
from factcheck.domain.sign_offs import Account
from factcheck.services import articles, editing, sentences, sign_offs, triage, undoing
from factcheck.store.unit import JoinedUnit
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.services.conftest import TEXT, Newsroom

NOTE = "The rest is the weather."


def stands(room: Newsroom, article: int, actor: Actor | None = None) -> Account:
    return sign_offs.before_signing(room.unit(), article, actor or room.eva)[1]


def why_not(room: Newsroom, article: int, actor: Actor) -> str:
    return str(sign_offs.before_signing(room.unit(), article, actor)[2] or "")


def sign(room: Newsroom, article: int, actor: Actor | None = None, *, note: str = NOTE, seen: str = "") -> ArticleSheet:
    signer = actor or room.eva
    seal = seen or stands(room, article, signer).seal
    return sign_offs.sign_off(room.unit(), article, signer, hash_seen=seal, note=note)


def sign_off_of(room: Newsroom, article: int) -> SignOffSheet:
    signed = articles.sheet(room.unit(), article, room.jana).sign_off
    assert signed is not None
    return signed


def ended(room: Newsroom, article: int) -> list[str]:
    """Why the signature counts no more."""
    return [str(why) for why in sign_off_of(room, article).ended]


def ids(room: Newsroom, article: int) -> list[int]:
    return [row.id for row in articles.sheet(room.unit(), article, room.jana).claims]


# --- Giving it ------------------------------------------------------------------------------------


def test_an_editor_signs_and_it_stands_on_the_article_and_in_the_list(settled: Newsroom) -> None:
    article = settled.article()
    settled.approved(ids(settled, article)[0])
    signed = sign(settled, article).sign_off
    assert signed is not None
    assert (signed.by, signed.revision, signed.note, signed.stands) == ("Eva", 1, NOTE, True)
    assert (signed.open, signed.not_looked_at) == (4, 0)
    (line,), _ = articles.listed(settled.unit(), settled.jana)
    assert line.sign_off == signed


@pytest.mark.parametrize("name", ["jana", "boss"])
def test_who_is_no_editor_reads_what_is_untouched_and_signs_nothing(settled: Newsroom, name: str) -> None:
    article, actor = settled.article(), settled.people[name]
    assert "An editor signs articles off" in why_not(settled, article, actor)
    with pytest.raises(NotAllowed):
        sign(settled, article, actor)
    assert articles.sheet(settled.unit(), article, settled.jana).sign_off is None


@pytest.mark.parametrize("note", ["", "  ", "ok"])
def test_what_is_untouched_needs_a_note(settled: Newsroom, note: str) -> None:
    article = settled.article()
    with pytest.raises(Invalid, match="write a note"):
        sign(settled, article, note=note)
    assert articles.sheet(settled.unit(), article, settled.jana).sign_off is None


def test_where_nothing_is_untouched_no_note_is_needed(settled: Newsroom) -> None:
    article = settled.article("The northern pier is closed.")
    settled.approved(ids(settled, article)[0])
    assert not stands(settled, article).untouched
    assert sign(settled, article, note="").sign_off is not None


def test_who_set_something_aside_does_not_sign(settled: Newsroom) -> None:
    article = settled.article()
    first, second, *_ = ids(settled, article)
    settled.move(first, Move.DISMISS, settled.max, reason=DismissReason.OPINION)
    sentences.look_at(settled.unit(), article, settled.max, revision=1, sentences=[1])
    assert "(sentences: 1; claims: 1)" in why_not(settled, article, settled.max)
    with pytest.raises(Refused, match="another editor signs it off"):
        sign(settled, article, settled.max)
    editing.merge(settled.unit(), second, settled.eva, seen=settled.seen(second), into=ids(settled, article)[2])
    signed = sign(settled, article, settled.eva).sign_off  # what says the same as another claim is not set aside
    assert signed is not None
    assert signed.by == "Eva"


@pytest.mark.parametrize("way", ["one by one", "in one triage"])
def test_who_found_claims_not_checkable_does_not_sign_them_away(settled: Newsroom, way: str) -> None:
    article = settled.article()
    chosen = [(claim, settled.seen(claim)) for claim in ids(settled, article)]
    unworthy = {"checkworthy": False}
    if way == "in one triage":
        triage.triage(settled.unit(), settled.eva, chosen, changes=unworthy)
    else:
        for claim, seen in chosen:
            editing.edit(settled.unit(), claim, settled.eva, seen=seen, changes=unworthy)
    assert stands(settled, article).open == ()
    with pytest.raises(Refused, match="claims: 1, 2, 3, 4, 5"):
        sign(settled, article, settled.eva)
    sign(settled, article, settled.max)


def test_an_article_that_is_being_split_is_not_signed(settled: Newsroom) -> None:
    received = articles.receive_address(settled.unit(), "https://herald.example/2", settled.jana)
    with pytest.raises(Refused, match="still being split"):
        sign(settled, received.article_id)


def test_one_signature_stands_at_a_time(settled: Newsroom) -> None:
    article = settled.article()
    sign(settled, article)
    with pytest.raises(Refused, match="Eva has signed revision 1 off already"):
        sign(settled, article, settled.max)


def test_before_signing_all_that_is_set_aside_is_said_with_who_and_why(settled: Newsroom) -> None:
    article = settled.article()
    first, second, third, *_ = ids(settled, article)
    settled.move(first, Move.DISMISS, settled.jana, reason=DismissReason.PREDICTION)
    editing.edit(settled.unit(), second, settled.jana, seen=settled.seen(second), changes={"checkworthy": False})
    editing.merge(settled.unit(), third, settled.omar, seen=settled.seen(third), into=ids(settled, article)[3])
    found = stands(settled, article)
    assert [(each.claim.number, each.why, each.by) for each in found.dismissed] == [
        (1, "prediction", "Jana"),
        (2, "not checkable", "Jana"),
        (3, "says the same as claim 4", "Omar"),
    ]
    assert [sentence.number for sentence in found.left_by_the_splitter] == []
    assert [row.number for row in found.open] == [4, 5]


def test_claims_that_could_not_be_placed_are_said(settled: Newsroom) -> None:
    article = settled.article()
    articles.receive(settled.unit(), incoming("Ferries leave from the old quay."), settled.jana)
    settled.split(article)
    assert [row.number for row in stands(settled, article).not_placed] == [1, 3, 4, 5]


def incoming(text: str) -> articles.Incoming:
    return articles.Incoming(text, title="The news", outlet="Herald", url="https://herald.example/1")


# --- What ends it ---------------------------------------------------------------------------------


def test_work_that_goes_on_leaves_it_standing(settled: Newsroom) -> None:
    article = settled.article()
    first, second, third, *_ = ids(settled, article)
    sign(settled, article)
    settled.approved(first)
    settled.take(second)
    settled.move(second, Move.RELEASE, settled.jana)
    settled.move(third, Move.DISMISS, settled.jana, reason=DismissReason.OPINION)
    editing.edit(settled.unit(), second, settled.jana, seen=settled.seen(second), changes={"statement": "Ferries go."})
    assert sign_off_of(settled, article).stands


def test_a_new_text_ends_it(settled: Newsroom) -> None:
    article = settled.article()
    sign(settled, article)
    articles.receive(settled.unit(), incoming(f"{TEXT} A tower fell."), settled.jana)
    assert ended(settled, article) == ["The article has a new text: revision 2."]
    (line,), _ = articles.listed(settled.unit(), settled.jana)
    assert line.sign_off is not None
    assert not line.sign_off.stands


def test_an_added_claim_ends_it_for_good(settled: Newsroom) -> None:
    article = settled.article()
    sign(settled, article)
    added = editing.add(settled.unit(), article, settled.jana, fragments=[(0, 12)])
    undoing.undo(settled.unit(), added.row.id, settled.jana, seen=added.version, seq=added.history[0].seq)
    assert ended(settled, article) == ["Jana added claim 6."]


def test_a_reopened_and_a_restored_claim_end_it(settled: Newsroom) -> None:
    article = settled.article()
    first, second, *_ = ids(settled, article)
    settled.approved(first)
    settled.move(second, Move.DISMISS, settled.jana, reason=DismissReason.OPINION)
    sign(settled, article)
    settled.move(first, Move.REOPEN, settled.max, note="a reader wrote to us")
    settled.move(second, Move.RESTORE, settled.jana)
    assert ended(settled, article) == ["Max reopened claim 1.", "Jana restored claim 2."]


def test_a_claim_that_is_to_be_checked_after_all_or_stands_elsewhere_ends_it(settled: Newsroom) -> None:
    article = settled.article()
    first, second, *_ = ids(settled, article)
    editing.edit(settled.unit(), first, settled.jana, seen=settled.seen(first), changes={"checkworthy": False})
    sign(settled, article)
    settled_first = settled.sheet(first)
    undoing.undo(settled.unit(), first, settled.jana, seen=settled_first.version, seq=settled_first.history[0].seq)
    editing.edit(settled.unit(), second, settled.omar, seen=settled.seen(second), changes={"fragments": [(29, 40)]})
    assert ended(settled, article) == ["Jana found claim 1 worth checking.", "Omar moved claim 2 to other words."]


def test_a_split_and_a_merge_taken_apart_end_it(settled: Newsroom) -> None:
    article = settled.article()
    first, second, *_ = ids(settled, article)
    editing.merge(settled.unit(), second, settled.jana, seen=settled.seen(second), into=first)
    sign(settled, article)
    merged = settled.sheet(second)
    undoing.undo(settled.unit(), second, settled.jana, seen=merged.version, seq=merged.history[0].seq)
    editing.split(settled.unit(), second, settled.jana, seen=settled.seen(second), at=TEXT.index("leave from"))
    assert ended(settled, article) == ["Jana took claim 2 out of another again.", "Jana split claim 6 off another."]


def test_it_can_be_withdrawn_and_given_anew_and_all_of_it_is_kept(settled: Newsroom) -> None:
    article = settled.article()
    sign(settled, article)
    sign_offs.withdraw(settled.unit(), article, settled.max, note="Too early.")
    assert ended(settled, article) == ["Max withdrew it."]
    with pytest.raises(Refused, match="No signature stands"):
        sign_offs.withdraw(settled.unit(), article, settled.max)
    assert sign(settled, article, settled.max).sign_off is not None
    assert sign_off_of(settled, article).by == "Max"


# --- While somebody signs -------------------------------------------------------------------------


def test_a_claim_reopened_while_somebody_reads_is_said_and_nothing_is_signed(settled: Newsroom) -> None:
    article = settled.article()
    first = ids(settled, article)[0]
    settled.approved(first)
    seen = stands(settled, article).seal
    settled.move(first, Move.REOPEN, settled.max, note="a reader wrote to us")
    with pytest.raises(OutOfDate, match="Max reopened claim 1"):
        sign(settled, article, seen=seen)
    assert articles.sheet(settled.unit(), article, settled.jana).sign_off is None


@pytest.fixture
def postgres_room(postgresql_url: str, settings: Settings, clock: SetClock) -> Iterator[Newsroom]:
    """For what only a database with several writers lets happen."""
    desk = Desk(settings.model_copy(update={"database_url": postgresql_url}), clock, shared_politeness=False)
    yield Newsroom(desk, clock)
    desk.close()


def test_a_claim_reopened_between_reading_and_signing_ends_the_signature(postgres_room: Newsroom) -> None:
    room = postgres_room
    article = room.article()
    first = ids(room, article)[0]
    room.approved(first)
    seal = stands(room, article).seal
    unit = room.unit()
    with unit.writing() as session:
        sign_offs.sign_off(JoinedUnit(unit, session), article, room.eva, hash_seen=seal, note=NOTE)
        room.move(first, Move.REOPEN, room.max, note="a reader wrote to us")  # committed before the signature is
    assert ended(room, article) == ["Max reopened claim 1."]
    assert room.problems() == []


# --- Duplicates ------------------------------------------------------------------------------------


def dismissed_as(room: Newsroom, claim: int, other: int) -> None:
    room.move(claim, Move.DISMISS, room.eva, reason=DismissReason.DUPLICATE, duplicate_of=other)


def test_claims_that_are_each_other_s_duplicates_are_set_aside_by_who_said_so(settled: Newsroom) -> None:
    """Else the easiest way past four eyes would be to call two claims the same, and then the other way round."""
    room, article = settled, settled.article()
    first, second, *_ = ids(room, article)
    dismissed_as(room, first, second)
    assert why_not(room, article, room.eva) == ""
    dismissed_as(room, second, first)
    assert "You set something aside in it yourself (sentences: -; claims: 1, 2)" in why_not(room, article, room.eva)
    assert why_not(room, article, room.max) == ""


def test_the_duplicate_of_what_was_dismissed_is_set_aside_with_it(settled: Newsroom) -> None:
    room, article = settled, settled.article()
    first, second, third, *_ = ids(room, article)
    dismissed_as(room, first, second)
    dismissed_as(room, second, third)
    assert why_not(room, article, room.eva) == ""
    room.move(third, Move.DISMISS, room.max, reason=DismissReason.OPINION)
    assert "claims: 1, 2)" in why_not(room, article, room.eva)
