"""Who copied whom: copies, rewrites and cuts have one origin; what only shares words or quotations has its own."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.domain.likeness import Traits, containment, facts_in_order, followed, without_quotations
from factcheck.domain.origins import COPIED, GREY, Decided, Printed, Standing, spread

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WIRE = (
    "The harbour authority closed the northern pier on Monday after inspectors found cracks in two of its supports. "
    "Ferries to the islands of Skarr and Oland will leave from the old quay until the repairs are finished in June. "
    "About 4,200 passengers use the pier each day, and the repairs will cost 18 million crowns. "
    "Its lamps were put out at dusk by order of the harbour master, who had asked for money since 2019."
)
REWRITTEN = (
    "Ferries to Skarr and Oland have to leave from the old quay until June, when the repairs are to be finished. "
    "After inspectors found cracks in two supports of the northern pier, the harbour authority closed it on Monday. "
    "The repairs will cost some 18 million crowns; around 4,000 passengers use the pier each day."
)
OWN = (
    "Passengers for the islands queued at the old quay this morning. Nobody could say when the pier opens again; "
    "a welder pointed at a support with a crack as wide as a thumb and shook his head. Children sold lemonade. "
    "The bakery on the corner had never had such a Monday, its owner said, and locked the door at ten."
)


def stand(*texts: str | Printed, decided: tuple[Decided, ...] = ()) -> dict[int, Standing]:
    """Texts that appeared an hour after one another, numbered from 1, and where each stands."""
    given_texts = [text if isinstance(text, Printed) else printed(at, text) for at, text in enumerate(texts, 1)]
    return {standing.id: standing for standing in spread(given_texts, decided)}


def printed(number: int, text: str, **more: str) -> Printed:
    return Printed(number, text, published=NOON + timedelta(hours=number), **more)


def origins(*texts: str | Printed, decided: tuple[Decided, ...] = ()) -> list[int]:
    found = stand(*texts, decided=decided)
    return [found[number].origin for number in sorted(found)]


# --- Copies -------------------------------------------------------------------------------------


def test_a_copy_with_a_new_beginning_has_the_origin_of_what_it_copies() -> None:
    assert origins(WIRE, OWN, f"Our correspondent reports. {WIRE} More to follow.") == [1, 2, 1]


def test_a_cut_is_a_copy() -> None:
    assert origins(WIRE, WIRE[:240]) == [1, 1]


def test_a_rewrite_that_keeps_few_runs_of_words_is_found_by_its_sentences() -> None:
    assert containment(Traits(WIRE).fives, Traits(REWRITTEN).fives) < COPIED
    found = stand(WIRE, OWN, REWRITTEN)[3]
    assert (found.origin, found.copied_from) == (1, 1)
    assert "sentences follow the other's" in found.how


def test_who_writes_about_the_same_thing_has_an_origin_of_their_own() -> None:
    assert [standing.how for standing in stand(WIRE, OWN).values()] == ["", ""]


@pytest.mark.parametrize("marks", ["\u201c{}\u201d", '"{}"', "\u201e{}\u201c", "\u2018{}\u2019", "'{}'"])
def test_the_same_quotation_does_not_make_two_reports_one(marks: str) -> None:
    said = marks.format("We have closed the pier because two of its supports are cracked and nobody must be hurt")
    assert origins(f"{OWN} {said}, said the harbour master.", f"{said}: thus the harbour master at noon.") == [1, 2]


def test_a_quotation_that_nobody_closed_ends_with_its_paragraph() -> None:
    assert (
        without_quotations('He said: "It is closed.\nThe pier stands.').split() == "He said: The pier stands.".split()
    )


def test_an_apostrophe_opens_no_quotation() -> None:
    assert without_quotations("The dockers' union doesn't sign what isn't the dockers' own.").count("union") == 1


def test_texts_without_words_stand_alone() -> None:
    assert origins("", "", "pier closed", "pier closed") == [1, 2, 3, 4]


# --- The order and the paths --------------------------------------------------------------------


def test_the_earliest_is_the_origin_whatever_the_order_of_finding() -> None:
    late, early = printed(7, WIRE), printed(3, WIRE)
    assert {standing.origin for standing in spread([late, early])} == {3}


def test_a_report_without_a_day_comes_after_those_that_have_one() -> None:
    assert {standing.origin for standing in spread([Printed(1, WIRE), printed(2, WIRE)])} == {2}


def test_a_day_without_an_hour_comes_after_the_hours_of_that_day() -> None:
    day_only = Printed(1, WIRE, published=NOON.replace(hour=0))
    assert {standing.origin for standing in spread([day_only, Printed(2, WIRE, published=NOON)])} == {2}


def test_of_texts_of_one_moment_the_one_that_others_credit_is_the_origin() -> None:
    agency = Printed(2, WIRE, outlet="Northwire", published=NOON)
    assert {one.origin for one in spread([Printed(1, WIRE, agency="Northwire", published=NOON), agency])} == {2}


def test_each_follows_the_earlier_one_from_which_it_has_most() -> None:
    local = f"{WIRE} The bakery on the corner had never had such a Monday, its owner said, and locked the door at ten."
    found = stand(WIRE, REWRITTEN, local, f"{local} Ferries are late.")
    assert [found[number].copied_from for number in (1, 2, 3, 4)] == [None, 1, 1, 3]
    assert {standing.origin for standing in found.values()} == {1}


def test_a_digest_of_two_reports_does_not_make_them_one() -> None:
    found = stand(WIRE, OWN, f"{WIRE} {OWN}")
    assert [standing.origin for standing in found.values()] == [1, 2, 1]
    assert found[3].shares == (2,)


def test_cuts_of_one_text_that_appeared_before_it_are_one_origin() -> None:
    words = WIRE.split()
    head, tail = " ".join(words[:40]), " ".join(words[34:])
    assert containment(Traits(head).fives, Traits(tail).fives) < COPIED
    assert origins(head, tail, WIRE) == [1, 1, 1]


# --- The grey zone, and the marks of agencies ---------------------------------------------------


def test_one_shared_sentence_is_shared_text_and_no_copy() -> None:
    mixed = f"{OWN} {WIRE.split('. ')[1]}."
    assert GREY <= containment(Traits(WIRE).fives, Traits(mixed).fives) < 0.4
    halved = f"{mixed} " + " ".join(f"Word{number} stands beside thing{number} and waits." for number in range(40))
    longer = f"{WIRE} " + " ".join(f"Part{number} lies under item{number} and rests." for number in range(40))
    assert origins(longer, halved) == [1, 2]


def test_a_mark_joins_where_the_text_agrees() -> None:
    loose = (
        "Two supports of the northern pier have cracks, inspectors found, and the harbour authority has closed it. "
        "Whoever wants to sail to Skarr or Oland has to use the old quay. Repairs cost 18 million crowns. "
        "Fourteen families have lost their summer trade, the mayor told a meeting in the church hall on Thursday. "
        "In the town the fishmongers complain, the tourist office prints new maps, and the choir has moved its concert."
    )
    agency = printed(1, WIRE, outlet="Northwire")
    assert origins(agency, printed(2, loose)) == [1, 2]
    assert origins(agency, printed(2, loose, agency="Northwire")) == [1, 1]


def test_a_mark_alone_joins_nothing() -> None:
    assert origins(printed(1, WIRE, outlet="Northwire"), printed(2, OWN, agency="Northwire")) == [1, 2]


# --- What people decide -------------------------------------------------------------------------


def test_what_a_person_joins_is_one_origin_with_its_copies() -> None:
    assert origins(WIRE, OWN, f"{OWN} Ferries are late.", decided=(Decided(3, 1),)) == [1, 1, 1]


def test_what_a_person_sets_apart_stands_alone_and_the_others_stay_together() -> None:
    assert origins(WIRE, WIRE, WIRE, decided=(Decided(1, None),)) == [1, 2, 2]
    assert origins(WIRE, WIRE, WIRE, decided=(Decided(2, None),)) == [1, 2, 1]


def test_what_was_joined_with_one_set_apart_goes_without_it() -> None:
    assert origins(WIRE, OWN, decided=(Decided(2, 1), Decided(1, None))) == [1, 2]


def test_decisions_about_what_is_not_there_are_passed_over() -> None:
    assert origins(WIRE, OWN, decided=(Decided(2, 9), Decided(9, 1))) == [1, 2]


# --- Likeness -----------------------------------------------------------------------------------


def test_containment_counts_against_the_shorter_text() -> None:
    short, long = Traits(WIRE).fives, Traits(f"{OWN} {WIRE} {OWN}").fives
    assert containment(short, long) == 1.0
    assert containment(short, frozenset()) == 0.0
    assert containment(Traits(OWN).fives, short) == 0.0


def test_sentences_are_aligned_in_whatever_order() -> None:
    turned = ". ".join(reversed(WIRE.rstrip(".").split(". "))) + "."
    found = followed(Traits(WIRE), Traits(turned))
    assert (found.sentences, found.of, found.share) == (4, 4, 1.0)


def test_facts_in_the_same_order_are_counted_among_those_of_the_poorer_text() -> None:
    assert facts_in_order(Traits("Skarr 1960, Oland 12, Lindos"), Traits("12 in Oland, 1960 Lindos")) == (2, 4)


texts = st.lists(st.sampled_from([WIRE, OWN, WIRE[:220], REWRITTEN, f"{OWN} {WIRE}", ""]), max_size=6)
decisions = st.lists(st.builds(Decided, st.integers(1, 6), st.none() | st.integers(1, 6)), max_size=3)


@settings(deadline=None)  # machines are shared
@given(texts, decisions)
def test_an_origin_is_the_earliest_of_its_group_and_whoever_is_copied_came_before(
    given_texts: list[str], decided: list[Decided]
) -> None:
    found = stand(*given_texts, decided=tuple(decided))
    assert len(found) == len(given_texts)
    for number, standing in found.items():
        assert standing.origin <= number
        assert found[standing.origin].origin == standing.origin
        if standing.copied_from is not None:
            assert standing.copied_from < number
            assert found[standing.copied_from].origin == standing.origin
        assert all(found[other].origin != standing.origin for other in standing.shares)
