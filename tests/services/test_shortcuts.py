"""A person's keys: theirs alone, kept on both databases, and put back."""

import pytest

from factcheck.domain.errors import Invalid
from factcheck.domain.shortcuts import PLAIN
from factcheck.services import shortcuts
from tests.services.conftest import Newsroom


def test_the_keys_are_as_they_come_until_one_chooses_others(settled: Newsroom) -> None:
    assert shortcuts.of(settled.unit(), settled.jana).keys == PLAIN
    shortcuts.save(settled.unit(), settled.jana, {"next-claim": "т"})
    assert shortcuts.of(settled.unit(), settled.jana).keys == {**PLAIN, "next-claim": "т"}
    assert shortcuts.of(settled.unit(), settled.omar).keys == PLAIN
    shortcuts.save(settled.unit(), settled.jana, {})
    assert shortcuts.of(settled.unit(), settled.jana).keys == PLAIN


def test_switching_off_keeps_what_was_chosen(settled: Newsroom) -> None:
    shortcuts.switch(settled.unit(), settled.jana, on=False)
    shortcuts.save(settled.unit(), settled.jana, {"help": "F2"})
    assert shortcuts.of(settled.unit(), settled.jana).on is False
    shortcuts.switch(settled.unit(), settled.jana, on=True)
    mine = shortcuts.of(settled.unit(), settled.jana)
    assert (mine.on, mine.keys["help"]) == (True, "F2")


def test_what_is_refused_changes_nothing(settled: Newsroom) -> None:
    shortcuts.save(settled.unit(), settled.jana, {"next-claim": "ä"})
    with pytest.raises(Invalid):
        shortcuts.save(settled.unit(), settled.jana, {"next-claim": "ö", "help": "Ctrl+T"})
    assert shortcuts.of(settled.unit(), settled.jana).keys["next-claim"] == "ä"
