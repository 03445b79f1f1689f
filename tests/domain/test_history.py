"""The hash chain: whatever is done to a history behind the desk's back is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.history import FIRST, Entry, broken_links, canonical, content_hash, heads_digest, signature

NOW = datetime.now(UTC)
KEY = b"a key of this desk"
Chain = list[tuple[Entry, str, str]]


def chain(length: int = 5) -> Chain:
    made: Chain = []
    previous = FIRST
    for seq in range(1, length + 1):
        at = NOW + timedelta(minutes=seq)
        entry = Entry("claim:7", seq, at, 3, "Eva", "edit", None, None, f"note {seq}", {"changes": {"topic": [1, seq]}})
        sealed = entry.sealed(previous)
        made.append((entry, previous, sealed))
        previous = sealed
    return made


def test_a_chain_that_nobody_touched_holds() -> None:
    assert broken_links(chain()) == []
    assert broken_links([]) == []


CHANGES: dict[str, object] = {
    "subject": "claim:8", "at": NOW, "actor_id": None, "actor_name": "Omar", "what": "approve", "from_stage": "queued",
    "to_stage": "approved", "note": "another note", "data": {"changes": {}},
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_an_edit_of_any_field_is_found(field: str) -> None:
    links = chain()
    entry, previous, sealed = links[2]
    links[2] = (replace(entry, **{field: CHANGES[field]}), previous, sealed)
    assert any("entry 3: its content does not match its hash" in line for line in broken_links(links))


def test_every_field_of_an_entry_is_sealed() -> None:
    assert set(CHANGES) | {"seq"} == set(Entry.__dataclass_fields__)


def test_an_edit_that_is_sealed_anew_breaks_the_next_link() -> None:
    links = chain()
    entry, previous, _ = links[2]
    forged = replace(entry, note="it was somebody else")
    links[2] = (forged, previous, forged.sealed(previous))
    assert broken_links(links) == ["claim:7 entry 4: does not follow the entry before it"]


def deleted(links: Chain) -> Chain:
    return links[:1] + links[2:]


def inserted(links: Chain) -> Chain:
    entry = replace(links[1][0], note="slipped in")
    return [*links[:2], (entry, links[1][2], entry.sealed(links[1][2])), *links[2:]]


def reordered(links: Chain) -> Chain:
    return [links[0], links[2], links[1], *links[3:]]


def beheaded(links: Chain) -> Chain:
    return links[1:]


def doubled(links: Chain) -> Chain:
    return [*links, links[-1]]


@pytest.mark.parametrize("tampered", [deleted, inserted, reordered, beheaded, doubled])
def test_what_is_done_to_the_order_is_found(tampered: Callable[[Chain], Chain]) -> None:
    assert broken_links(tampered(chain()))


def test_a_cut_tail_is_found_by_the_heads_that_were_signed() -> None:
    links = chain()
    before = heads_digest({"claim:7": (5, links[-1][2])})
    after = heads_digest({"claim:7": (4, links[-2][2])})
    assert broken_links(links[:-1]) == []
    assert before != after


@given(st.permutations(range(6)))
def test_only_the_true_order_holds(order: list[int]) -> None:
    links = chain(6)
    assert (broken_links([links[at] for at in order]) == []) == (order == sorted(order))


def test_a_checkpoint_needs_the_key_the_time_and_the_digest() -> None:
    signed = signature("digest", NOW, KEY)
    assert signature("digest", NOW, KEY) == signed
    others = {signature("other", NOW, KEY), signature("digest", NOW + timedelta(seconds=1), KEY)}
    assert signed not in others | {signature("digest", NOW, b"another key")}


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
)


@given(st.dictionaries(st.text("abcdef", max_size=4), json, max_size=5))
def test_the_seal_does_not_hang_on_the_order_of_the_fields(content: dict[str, object]) -> None:
    backwards = dict(reversed(list(content.items())))
    assert content_hash(backwards) == content_hash(content)
    assert canonical(backwards) == canonical(content)


def test_another_content_has_another_seal() -> None:
    assert content_hash({"rationale": "a"}) != content_hash({"rationale": "b"})
    assert content_hash({"a": "b"}) != content_hash({"b": "a"})
    with pytest.raises(ValueError, match="JSON compliant"):
        content_hash({"score": float("nan")})
