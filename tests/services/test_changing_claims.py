"""Editing, splitting, merging and taking it back: each change in the history, each refusal in words."""

import base64
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claims import Quotation
from factcheck.domain.days import Precision
from factcheck.domain.errors import Invalid, NotAllowed, NotFound, Refused
from factcheck.domain.jobs import FindReports
from factcheck.domain.people import Actor
from factcheck.domain.review import DismissReason, Move, QueueFilters, Sort, Stage
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import articles, claims, editing, undoing
from factcheck.services.correcting import FIELDS
from factcheck.store import jobs
from tests.services.conftest import TEXT, Newsroom


def edit(room: Newsroom, claim: int, actor: Actor | None = None, **changes: object) -> ClaimSheet:
    return editing.edit(room.unit(), claim, actor or room.jana, seen=room.seen(claim), changes=changes)


def wanted(room: Newsroom, claim: int) -> int:
    """How many searches for a claim are due."""
    with room.unit().reading() as session:
        return jobs.open_for(session, [FindReports.name], [claim])


def split(room: Newsroom, claim: int, at: int) -> int:
    """Cut the claim and return the number of the new one."""
    article = room.sheet(claim).row.article_id
    editing.split(room.unit(), claim, room.jana, seen=room.seen(claim), at=at)
    return max(row.id for row in articles.sheet(room.unit(), article, room.jana).claims)


def merge(room: Newsroom, claim: int, into: int, actor: Actor | None = None) -> ClaimSheet:
    return editing.merge(room.unit(), claim, actor or room.jana, seen=room.seen(claim), into=into)


def undo(room: Newsroom, claim: int, actor: Actor | None = None, seq: int | None = None) -> ClaimSheet:
    number = room.sheet(claim).history[0].seq if seq is None else seq
    return undoing.undo(room.unit(), claim, actor or room.jana, seen=room.seen(claim), seq=number)


def content(sheet: ClaimSheet) -> tuple[object, ...]:
    return (sheet.row.statement, sheet.row.claimant, sheet.row.topic, sheet.row.kind, sheet.row.quotation,
            sheet.row.cue, sheet.row.chain, sheet.row.said_date, sheet.places, sheet.span_text)  # fmt: skip


# --- Editing --------------------------------------------------------------------------------------


def test_every_field_is_corrected_and_the_history_says_from_what_to_what(settled: Newsroom) -> None:
    claim = settled.claim()
    sheet = edit(
        settled, claim, statement=" Pier 4  is closed. ", claimant="Mira Kolnik", cue="said", quotation="direct",
        chain=["Herald", "Wire"], said_date="2026-03-14", topic="harbour", kind="causal", fragments=[[4, 17]],
        claimant_role="harbour master", channel="a briefing", said_basis="on Saturday", event_date="2026-02",
        event_basis="in February", hedge="reportedly", denial="yes", checkworthy="no", priority="first",
        due_on="2031-05-04",
    )  # fmt: skip
    assert (sheet.row.statement, sheet.row.claimant, sheet.row.cue, sheet.row.quotation) == (
        "Pier 4 is closed.", "Mira Kolnik", "said", Quotation.DIRECT,
    )  # fmt: skip
    assert (sheet.row.chain, sheet.span_text, sheet.row.topic) == (("Herald", "Wire"), "northern pier", "harbour")
    changes = {field: (before, after) for field, before, after in sheet.history[0].changes}
    assert changes["statement"] == ("The northern pier is closed.", "Pier 4 is closed.")
    assert changes["said_date"] == ("", "2026-03-14")
    assert changes["fragments"] == ("0, 28", "4, 17")
    assert (changes["event_date"], changes["event_precision"]) == (("", "2026-02-01"), ("day", "month"))
    assert set(changes) == {*FIELDS, "fragments"} - {"said_precision"}


def test_a_date_is_kept_as_exactly_as_it_is_stated(settled: Newsroom) -> None:
    claim = settled.claim()
    edit(settled, claim, said_date="2026-03-14", event_date="2024")
    row = edit(settled, claim, said_date="2026-03").row
    assert (row.said_date, row.said_precision) == (date(2026, 3, 1), Precision.MONTH)
    assert (row.event_date, row.event_precision) == (date(2024, 1, 1), Precision.YEAR)
    row = undo(settled, claim).row
    assert (row.said_date, row.said_precision) == (date(2026, 3, 14), Precision.DAY)
    cleared = edit(settled, claim, event_date="").row
    assert (cleared.event_date, cleared.event_precision) == (None, Precision.DAY)


def test_what_a_person_finds_worth_checking_is_searched_for(settled: Newsroom) -> None:
    claim = settled.claim("Perhaps the northern pier is closed.")
    assert wanted(settled, claim) == 0
    edit(settled, claim, checkworthy="yes")
    assert wanted(settled, claim) == 1
    edit(settled, claim, checkworthy="no")
    assert wanted(settled, claim) == 1


def test_an_edit_that_changes_nothing_leaves_no_entry(settled: Newsroom) -> None:
    claim = settled.claim()
    edit(settled, claim, statement="The northern pier is closed.")
    assert settled.history(claim) == ["found"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("statement", "  x ", "A statement has 3 to 2,000 characters."),
        ("statement", "x" * 2001, "A statement has 3 to 2,000 characters."),
        ("statement", None, "A statement has 3 to 2,000 characters."),
        ("quotation", "shouted", "A quotation is direct, indirect, mixed or none."),
        ("said_date", "yesterday", "Give a day, a month or a year"),
        ("said_date", "2026-13", "Give a day, a month or a year"),
        ("event_date", "2026-02-30", "Give a day, a month or a year"),
        ("said_precision", "week", "A date is stated to the day, the month or the year."),
        ("kind", "rumour", "A claim is one of these kinds: event, quantity"),
        ("denial", "perhaps", "Say yes or no."),
        ("checkworthy", None, "Say yes or no."),
        ("fragments", [[5, 2]], "Select a piece of the article's text."),
        ("fragments", [[0, 4711]], "Select a piece of the article's text."),
        ("fragments", [], "Select a piece of the article's text."),
        ("fragments", "abc", "Select a piece of the article's text."),
        ("fragments", [[3, 4]], "Select a piece of the article's text."),
        ("stage", "approved", "A claim has no stage that can be changed."),
        ("version", 7, "A claim has no version that can be changed."),
        ("score", 1, "A claim has no score that can be changed."),
        ("assignee_id", 1, "A claim has no assignee_id that can be changed."),
    ],
)
def test_what_makes_no_sense_is_refused_by_the_name_of_its_field(
    sqlite_room: Newsroom, field: str, value: object, sentence: str
) -> None:
    claim = sqlite_room.claim()
    before = sqlite_room.sheet(claim)
    with pytest.raises(Invalid, match=sentence) as no:
        edit(sqlite_room, claim, **{field: value, "topic": "harbour"})
    assert no.value.field == field
    assert sqlite_room.sheet(claim) == before


def test_only_its_holder_or_an_editor_changes_a_claim_that_is_checked(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    with pytest.raises(Refused, match="Somebody else holds this claim"):
        edit(settled, claim, settled.omar, topic="harbour")
    assert edit(settled, claim, settled.eva, topic="harbour").row.topic == "harbour"
    with pytest.raises(Refused, match="Your role does not let you edit claims"):
        edit(settled, claim, settled.boss, topic="harbour")


def test_an_edited_claim_is_found_by_its_new_words(settled: Newsroom) -> None:
    claim = settled.claim()
    edit(settled, claim, statement="The southern lighthouse is dark.")
    found, _ = claims.listed(settled.unit(), settled.jana, QueueFilters(q="lighthouse"))
    assert [row.id for row in found] == [claim]


# --- Adding ---------------------------------------------------------------------------------------


def test_a_claim_is_added_where_a_person_selected_it(settled: Newsroom) -> None:
    article = settled.article()
    start = TEXT.index(" Kastova")
    sheet = editing.add(settled.unit(), article, settled.jana, fragments=[[start, start + 8]])
    assert (sheet.span_text, sheet.row.statement, sheet.row.number, sheet.row.claimant) == (
        "Kastova", "Kastova", 6, "Herald",
    )  # fmt: skip
    assert sheet.places[0].fragments == ((start + 1, start + 8),)
    assert settled.history(sheet.row.id) == ["add"]
    gone = undo(settled, sheet.row.id)
    assert (gone.row.stage, gone.dismissed_because) == (Stage.DISMISSED, DismissReason.NOT_NEWSWORTHY.value)


def test_a_claim_is_not_added_where_there_is_no_text(settled: Newsroom) -> None:
    with pytest.raises(NotFound, match="no text to add a claim to"):
        editing.add(settled.unit(), 4711, settled.jana, fragments=[[0, 5]])
    with pytest.raises(NotAllowed):
        editing.add(settled.unit(), settled.article(), settled.boss, fragments=[[0, 5]])


# --- Splitting ------------------------------------------------------------------------------------


def test_a_split_gives_what_comes_after_to_a_second_claim(settled: Newsroom) -> None:
    claim = settled.claim("The pier is closed and ferries leave from the old quay.")
    new = split(settled, claim, 18)
    one, two = settled.sheet(claim), settled.sheet(new)
    assert (one.span_text, two.span_text) == ("The pier is closed", "and ferries leave from the old quay.")
    assert (one.row.statement, two.row.statement) == (one.span_text, two.span_text)
    assert (two.row.stage, two.row.claimant, two.row.score) == (Stage.QUEUED, one.row.claimant, one.row.score)
    assert (settled.history(claim), settled.history(new)) == (["found", "split"], ["split off"])


@pytest.mark.parametrize("at", [-1, 0, 28, 4711])
def test_a_cut_outside_the_claim_is_refused(settled: Newsroom, at: int) -> None:
    claim = settled.claim()
    with pytest.raises(Invalid, match=r"inside the claim's words|Select a piece"):
        split(settled, claim, at)
    assert settled.history(claim) == ["found"]


def test_a_split_is_taken_back_on_both_sides(settled: Newsroom) -> None:
    claim = settled.claim("The pier is closed and ferries leave from the old quay.")
    before = content(settled.sheet(claim))
    new = split(settled, claim, 18)
    assert content(undo(settled, claim)) == before
    gone = settled.sheet(new)
    assert (gone.row.stage, gone.dismissed_because) == (Stage.DISMISSED, f"duplicate of claim {claim}")
    assert settled.history(claim) == ["found", "split", "undo split"]
    assert gone.history[0].to_stage == Stage.DISMISSED.value
    assert settled.history(new) == ["split off", "undo split"]


def test_a_split_is_not_taken_back_once_the_new_claim_has_been_worked_on(settled: Newsroom) -> None:
    claim = settled.claim("The pier is closed and ferries leave from the old quay.")
    new = split(settled, claim, 18)
    settled.take(new, settled.omar)
    with pytest.raises(Refused, match="has been worked on: merge it instead"):
        undo(settled, claim)
    assert settled.sheet(new).row.stage is Stage.CHECKING


# --- Merging --------------------------------------------------------------------------------------


def test_a_merge_gives_its_places_to_the_other_claim(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    seen = settled.seen(two)
    sheet = merge(settled, one, two)
    assert [place.text for place in sheet.places] == [
        "Ferries leave from the old quay.",
        "The northern pier is closed.",
    ]
    gone = settled.sheet(one)
    assert (gone.row.stage, gone.dismissed_because) == (Stage.DISMISSED, f"duplicate of claim {two}")
    assert (settled.history(one), settled.history(two)) == (["found", "merge"], ["found", "merged in"])
    assert settled.seen(two) == seen + 1, "who has the other claim on screen must notice"


def test_a_merge_is_taken_back_on_both_sides(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    before = content(settled.sheet(one)), content(settled.sheet(two))
    merge(settled, one, two)
    seen = settled.seen(two)
    undo(settled, one)
    assert (content(settled.sheet(one)), content(settled.sheet(two))) == before
    assert settled.sheet(one).row.stage is Stage.QUEUED
    assert settled.history(one) == ["found", "merge", "undo merge"]
    assert settled.history(two) == ["found", "merged in", "undo merge"]
    assert settled.seen(two) == seen + 1


def test_only_claims_of_one_article_that_are_open_are_merged(settled: Newsroom) -> None:
    one, two, three, *_ = settled.claims()
    other = settled.claim("A tower fell in Orlin.", url="https://herald.example/2")
    for into in (one, other, 4711):
        with pytest.raises(Invalid, match="Choose another claim of the same article"):
            merge(settled, one, into)
    settled.submitted(two)
    with pytest.raises(Refused, match="The other claim is submitted: its places are sealed"):
        merge(settled, one, two)
    settled.move(three, Move.DISMISS, settled.jana, reason=DismissReason.OPINION)
    with pytest.raises(Refused, match="The other claim is dismissed"):
        merge(settled, one, three)
    assert settled.history(one) == ["found"]


def test_a_published_check_is_not_merged_away(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    settled.approved(one)
    settled.move(one, Move.REOPEN, settled.eva, note="a reader wrote to us")
    with pytest.raises(Refused, match="void it instead"):
        merge(settled, one, two, settled.eva)


def test_nothing_is_merged_into_what_somebody_else_is_checking(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    settled.take(two, settled.omar)
    with pytest.raises(Refused, match="Somebody else holds"):
        merge(settled, one, two)
    assert settled.history(two) == ["found", "take"]
    assert merge(settled, one, two, settled.eva).row.places == 2


def test_a_merge_is_not_taken_back_once_the_other_claim_is_sealed(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    merge(settled, one, two)
    settled.submitted(two)
    with pytest.raises(Refused, match="submitted: its places are sealed"):
        undo(settled, one)


# --- Taking back ----------------------------------------------------------------------------------


def test_an_edit_is_taken_back_whole(settled: Newsroom) -> None:
    claim = settled.claim()
    before = content(settled.sheet(claim))
    edit(settled, claim, statement="Pier 4 is closed.", quotation="direct", said_date="2026-03-14", chain=["Wire"],
         fragments=[[4, 17]])  # fmt: skip
    assert content(undo(settled, claim)) == before
    assert settled.history(claim) == ["found", "edit", "undo edit"]


def test_only_the_newest_change_is_taken_back_and_only_once(settled: Newsroom) -> None:
    claim = settled.claim()
    edit(settled, claim, topic="harbour")
    edit(settled, claim, topic="sea")
    first, second = (line.seq for line in settled.sheet(claim).history[1::-1])
    for seq in (1, first, second + 1):
        with pytest.raises(Refused, match="Only the newest change can be undone"):
            undo(settled, claim, seq=seq)
    undo(settled, claim, seq=second)
    assert not any(line.undoable for line in settled.sheet(claim).history)
    with pytest.raises(Refused, match="Only the newest change"):
        undo(settled, claim, seq=second)
    assert settled.sheet(claim).row.topic == "harbour"


def test_a_move_is_not_taken_back_by_undoing(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    with pytest.raises(Refused, match="Only the newest change"):
        undo(settled, claim)


def test_who_may_not_change_a_claim_does_not_take_its_changes_back(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    edit(settled, claim, topic="harbour")
    with pytest.raises(Refused, match="Somebody else holds"):
        undo(settled, claim, settled.omar)
    with pytest.raises(NotAllowed):
        undo(settled, claim, settled.boss)
    assert settled.sheet(claim).row.topic == "harbour"
    assert undo(settled, claim).row.topic == ""


def test_a_place_is_not_moved_back_into_another_text(settled: Newsroom) -> None:
    """The article has changed since the place was moved: the old offsets would point to other words."""
    claim = settled.claim("The northern pier is closed.")
    edit(settled, claim, fragments=[[4, 17]])
    settled.article("News: the old quay is open, the northern pier is closed.")
    with pytest.raises(Refused, match="The article has a new text since"):
        undo(settled, claim)
    assert settled.sheet(claim).span_text == "northern pier"


# --- Lists ----------------------------------------------------------------------------------------


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


NOT_FROM_HERE = ["x", "%%%", "\u00e9", "e30", cursor(), cursor(1), cursor(0.5, "2026-03-14T10:00:00", 1), cursor("a", "b", "c"),  # noqa: E501
                 cursor(-0.5, "2026-03-14T10:00:00+00:00", "1e999"), "NQ", cursor(-0.5, "2026-03-14T10:00:00+00:00", 10**30),  # noqa: E501
                 cursor("nan", "2026-03-14T10:00:00+00:00", 1), cursor(10**400, "2026-03-14T10:00:00+00:00", 1),
                 cursor([1], "2026-03-14T10:00:00+00:00", 1), cursor(None, None, None)]  # fmt: skip


@pytest.mark.parametrize("text", NOT_FROM_HERE)
def test_a_cursor_that_is_not_from_here_is_refused(settled: Newsroom, text: str) -> None:
    with pytest.raises(Invalid, match="That page does not exist"):
        claims.listed(settled.unit(), settled.jana, QueueFilters(), cursor=text)


@given(st.text(), st.sampled_from(Sort))
def test_no_text_is_a_cursor_that_breaks_the_list(text: str, sort: Sort) -> None:
    try:
        claims._read_cursor(text, sort)
    except Invalid as no:
        assert no.field == "cursor"  # noqa: PT017  # whether it refuses is what varies


def test_a_cursor_of_another_order_is_refused(settled: Newsroom) -> None:
    settled.claims()
    _, following = claims.listed(settled.unit(), settled.jana, QueueFilters(sort=Sort.WORTH), limit=1)
    with pytest.raises(Invalid, match="That page does not exist"):
        claims.listed(settled.unit(), settled.jana, QueueFilters(sort=Sort.OLDEST), cursor=following)


def test_the_queue_shows_what_is_queued_and_counts_the_rest(settled: Newsroom) -> None:
    one, two, *others = settled.claims()
    settled.submitted(one)
    settled.take(two)
    page = claims.queue(settled.unit(), settled.jana, QueueFilters())
    assert [row.id for row in page.rows] == others
    assert (page.counts.open, page.counts.mine, page.counts.submitted, page.counts.done) == (3, 1, 1, 1)
    mine = claims.queue(settled.unit(), settled.jana, QueueFilters(mine=True))
    assert [row.id for row in mine.rows] == [two]


@pytest.mark.parametrize("typed", ["50%", "_", "\\", "'", '"', "%_\\%", "\u00e9", "HERALD"])
def test_filters_take_what_is_typed_literally(settled: Newsroom, typed: str) -> None:
    settled.claims()
    for filters in (QueueFilters(claimant=typed), QueueFilters(outlet=typed), QueueFilters(q=typed)):
        rows, _ = claims.listed(settled.unit(), settled.jana, filters)
        assert bool(rows) == (typed == "HERALD")
