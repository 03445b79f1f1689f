"""Marks in a text: whatever nests or overlaps, no letter is lost and each claim lies where it should."""

from hypothesis import given
from hypothesis import strategies as st

from factcheck.web.marks import Mark, lines, window

texts = st.text(alphabet=st.sampled_from("ab \n\r\u2028é😀<&\t"), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    edge = st.integers(0, len(text))
    pairs = st.tuples(edge, edge).map(lambda pair: (min(pair), max(pair)))
    return text, [Mark(claim, (draw(pairs),)) for claim in range(draw(st.integers(0, 5)))]


@given(marked())
def test_every_letter_stands_once_under_exactly_its_claims(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    places: dict[int, tuple[int, ...]] = {}
    for line in lines(text, marks):
        for piece in line:
            assert piece.text == text[piece.start : piece.start + len(piece.text)]
            for place in range(piece.start, piece.start + len(piece.text)):
                assert place not in places
                places[place] = piece.claims
    assert {place for place, letter in enumerate(text) if letter not in "\r\n"} == set(places)
    for place, claims in places.items():
        over = {mark.claim for mark in marks for low, high in mark.fragments if low <= place < high}
        assert set(claims) == over
        assert len(claims) == len(over)


@given(marked())
def test_the_shortest_claim_comes_first_so_that_a_click_reaches_it(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    length = {mark.claim: mark.fragments[0][1] - mark.fragments[0][0] for mark in marks}
    for line in lines(text, marks):
        for piece in line:
            assert [length[claim] for claim in piece.claims] == sorted(length[claim] for claim in piece.claims)


def test_no_piece_holds_a_line_end() -> None:
    found = lines("one\r\ntwo\rthree\nfour", [Mark(1, ((0, 19),))])
    assert [[piece.text for piece in line] for line in found] == [["one"], ["two"], ["three"], ["four"]]
    assert [line[0].start for line in found] == [0, 5, 9, 15]


@given(st.text(alphabet="ab\n", min_size=0, max_size=300), st.integers(0, 299), st.integers(1, 50))
def test_a_window_holds_its_fragment_and_whole_lines(text: str, at: int, most: int) -> None:
    at = min(at, max(0, len(text) - 1))
    low, high = window(text, [(at, at + 1)], most)
    assert 0 <= low <= at
    assert high >= min(at + 1, len(text)) or text[high : high + 1] == "\n"
    assert low == 0 or text[low - 1] == "\n"
