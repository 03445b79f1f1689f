"""Spans in a text, and claims that say the same thing."""

from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claims import FRAGMENT_JOINT, ClaimKind, Quotation, Span, SplitClaim, joined

TEXT = "The pier is closed, the mayor said, until June."


def split_claim(name: str, same_as: str | None = None) -> SplitClaim:
    return SplitClaim(
        id=name, span=Span(((0, 3),)), statement=name, claimant="", cue=None, quotation=Quotation.NONE, chain=(),
        said_date=None, said_basis=None, checkworthy=True, score=0.5, reasons=(), kind=ClaimKind.STATE,
        duplicate_of=same_as,
    )  # fmt: skip


def test_a_span_of_two_fragments_reads_as_its_verbatim_words() -> None:
    assert Span(((0, 18), (36, 47))).text_in(TEXT) == f"The pier is closed{FRAGMENT_JOINT}until June."


@given(st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=4))
def test_a_span_fits_when_its_fragments_are_in_order_and_inside(fragments: list[tuple[int, int]]) -> None:
    edges = [edge for fragment in fragments for edge in fragment]
    inside = all(0 <= edge <= len(TEXT) for edge in edges)
    fits = bool(fragments) and inside and edges == sorted(edges) and all(start < end for start, end in fragments)
    assert Span(tuple(fragments)).fits(TEXT) == fits


def test_followers_stand_behind_the_claim_they_repeat() -> None:
    one, two, again = split_claim("one"), split_claim("two"), split_claim("again", same_as="one")
    assert joined([one, two, again]) == [(one, [again]), (two, [])]


def test_no_voice_of_its_own_is_called_outlet_between_programs() -> None:
    assert [quotation.interchange for quotation in Quotation] == ["direct", "indirect", "mixed", "outlet"]
