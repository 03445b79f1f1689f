"""Who owns whom: found by the outlet's name or its host, and two of one owner are told from two of two."""

import pytest

from factcheck.domain.owners import Owned, Owners, shared

KNOWN = Owners([
    Owned("The Herald", "Halvern House", ("https://www.herald.example/", "https://feeds.wire.example/herald")),
    Owned("Tide", "Coast Trust", ("http://127.0.0.1:8901/",)),
    Owned("Post", "Halvern House"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("outlet", "url", "owner"),
    [
        ("the  herald", "", "Halvern House"),
        ("", "https://herald.example/1", "Halvern House"),
        ("Herald Sport", "https://sport.herald.example/1", "Halvern House"),
        ("", "https://feeds.wire.example/other", "Halvern House"),
        ("Post", "https://elsewhere.example/1", "Halvern House"),
        ("", "http://127.0.0.1:8901/1", "Coast Trust"),
        ("", "http://127.0.0.1:8902/1", ""),
        ("", "https://notherald.example/1", ""),
        ("", "https://herald.example.evil.example/1", ""),
        ("", "https://wire.example/1", ""),
        ("", "https://example/1", ""),
        ("", "", ""),
        ("", "https://[", ""),
    ],
)
def test_an_owner_is_known_by_the_outlet_or_its_host(outlet: str, url: str, owner: str) -> None:
    assert KNOWN.of(outlet, url) == owner


def test_an_owner_is_shared_by_two_outlets_and_not_by_two_reports_of_one() -> None:
    assert shared([("Herald", "House"), ("herald", "House"), ("Tide", "Trust"), ("A", ""), ("B", "")]) == frozenset()
    assert shared([("Herald", "House"), ("Post", "house"), ("Tide", "Trust")]) == {"House", "house"}
