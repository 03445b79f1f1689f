"""A claim is found again in a changed text: by its exact words, by what stands around them, or not at all."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.domain.anchoring import Words, anchor

TEXT = (
    "The storm reached the islands before noon. At least 37 people were hurt in the harbour, the mayor said. "
    "Nobody had expected so much wind. On the mainland 12 people were hurt, most of them by falling trees. "
    "The ferry stays in port until Sunday. The mayor said that the school would open its kitchen for everybody."
)
HURT = "At least 37 people were hurt in the harbour"


def found(old: str, quote: str, new: str, nth: int = 0) -> str | None:
    """What stands in the new text where the claim now has its place."""
    start = -1
    for _ in range(nth + 1):
        start = old.index(quote, start + 1)
    place = anchor(Words(old), [(start, start + len(quote))], Words(new))
    return None if place is None else new[slice(*place.fragments[0])]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("37 people", "52 people"), "At least 52 people were hurt in the harbour"),
        (("hurt in the harbour", "injured in the harbour"), "At least 37 people were injured in the harbour"),
        (("At least 37", "More than 40"), "More than 40 people were hurt in the harbour"),
        (("hurt in", "hurt, some badly, in"), "At least 37 people were hurt, some badly, in the harbour"),
        (("harbour, the", "harbour or at sea, the"), HURT),
        (("in the harbour", "in the old harbour"), "At least 37 people were hurt in the old harbour"),
        (("noon. At", "noon. Update at six: At"), HURT),
        (("The storm reached", "Correction. The storm has reached"), HURT),
    ],
)  # fmt: skip
def test_a_lightly_edited_claim_is_found_by_what_stands_around_it(edit: tuple[str, str], words: str) -> None:
    assert found(TEXT, HURT, TEXT.replace(*edit)) == words


def test_whether_the_words_have_changed_is_told() -> None:
    spot = [(TEXT.index(HURT), TEXT.index(HURT) + len(HURT))]
    same, edited = (anchor(Words(TEXT), spot, Words(text)) for text in (f"New. {TEXT}", TEXT.replace("37", "52")))
    assert same
    assert edited
    assert (same.changed, edited.changed) == (False, True)


@pytest.mark.parametrize(
    "edit",
    [
        (f"{HURT}, the mayor said. ", ""),
        (HURT, "Nothing is known about the fishing boats"),
        (HURT, "Nobody was hurt"),
        (HURT, "The lifeboat crew of the neighbouring village has searched the bay since dawn"),
        (TEXT, "The council has put off the vote on the new library."),
        (TEXT, "..."),
    ],
)
def test_what_was_taken_out_or_rewritten_has_no_place(edit: tuple[str, str]) -> None:
    assert found(TEXT, HURT, TEXT.replace(*edit)) is None


TWICE = "people were hurt"


@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize(
    "edit",
    [
        ("The storm", "A storm"),
        ("Nobody had expected so much wind. ", ""),
        ("The storm reached", "Ten people were hurt elsewhere. The storm reached"),
    ],
)
def test_of_several_places_with_the_same_words_the_one_with_the_same_surroundings_is_taken(
    nth: int, edit: tuple[str, str]
) -> None:
    new = TEXT.replace(*edit)
    start = TEXT.index(TWICE) if nth == 0 else TEXT.rindex(TWICE)
    place = anchor(Words(TEXT), [(start, start + len(TWICE))], Words(new))
    assert place
    ahead = {0: "At least 37 ", 1: "On the mainland 12 "}[nth]
    assert new[: place.fragments[0][0]].endswith(ahead)


def test_marks_around_the_words_go_with_them() -> None:
    old = "He wrote: “The pier has been closed since Monday.” Then he left for the mainland with his dog."
    new = old.replace("Monday", "Tuesday")
    assert found(old, "“The pier has been closed since Monday.”", new) == "“The pier has been closed since Tuesday.”"


def test_parts_of_one_claim_stay_in_their_order() -> None:
    old = "The pier, he said, is closed. The pier is old."
    parts = [(0, 8), (19, 28)]
    new = "The pier is new? The pier, he said, is closed. The pier is old."
    place = anchor(Words(old), parts, Words(new))
    assert place
    assert [new[slice(*each)] for each in place.fragments] == ["The pier", "is closed"]
    assert place.fragments[0][0] == new.index("The pier, he")


WORD = st.sampled_from("the a of mayor harbour said 12 37 people hurt storm ferry school tree wind".split())
TEXTS = st.lists(WORD, min_size=1, max_size=60).map(" ".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_unchanged_words_are_found_whatever_is_put_around_them(before: str, quote: str, after: str, more: str) -> None:
    old = f"{before}. {quote}. {after}"
    spot = (len(before) + 2, len(before) + 2 + len(quote))
    new = f"{more}. {old}. {more}"
    place = anchor(Words(old), [spot], Words(new))
    assert place
    assert not place.changed
    assert new[slice(*place.fragments[0])] == quote


@given(TEXTS, TEXTS, st.data())
@example("a b", "", None)
def test_a_place_lies_inside_the_text_and_is_never_empty(old: str, new: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(old))) if data else 0
    end = data.draw(st.integers(start, len(old))) if data else 1
    place = anchor(Words(old), [(start, end)], Words(new))
    if place is not None:
        [(left, right)] = place.fragments
        assert 0 <= left < right <= len(new)
        assert place.changed == (new[left:right] != old[start:end])


@given(st.lists(WORD, min_size=40, max_size=80, unique=False), st.integers(12, 24), st.integers(0, 6))
def test_one_changed_word_among_seven_is_followed(words: list[str], first: int, which: int) -> None:
    numbered = [f"{word}{number}" for number, word in enumerate(words)]
    old = " ".join(numbered)
    quote = " ".join(numbered[first : first + 7])
    numbered[first + which] = "otherwise"
    assert found(old, quote, " ".join(numbered)) == " ".join(numbered[first : first + 7])


def seconds(times: int, edit: tuple[str, str]) -> float:
    old = " ".join(f"{TEXT} Row {number} of the list." for number in range(times))
    middle = old.index(HURT, len(old) // 2)
    new, began = old.replace(*edit), time.process_time()
    assert anchor(Words(old), [(middle, middle + len(HURT))], Words(new))
    return time.process_time() - began


@pytest.mark.parametrize("edit", [("the mayor said", "the mayor says"), ("37 people", "52 people")])
def test_ten_times_the_text_takes_about_ten_times_the_time(edit: tuple[str, str]) -> None:
    seconds(20, edit)
    short = min(seconds(60, edit) for _ in range(3))
    assert min(seconds(600, edit) for _ in range(3)) < 30 * short
