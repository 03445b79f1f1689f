"""The one table of keys: it hangs together, and what people put in its place is a key and means one thing."""

import pytest

from factcheck.domain.errors import Invalid
from factcheck.domain.shortcuts import (
    BY_NAME,
    CHORD,
    EVERYWHERE,
    PLAIN,
    SHORTCUTS,
    Keyboard,
    Shortcut,
    checked_key,
    chosen,
    keyboard,
    refuse_twice,
)


def test_as_the_desk_comes_no_key_means_two_things_on_a_screen() -> None:
    refuse_twice(PLAIN)
    assert len(BY_NAME) == len(SHORTCUTS) > 40


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.name)
def test_every_key_of_the_table_could_be_chosen(shortcut: Shortcut) -> None:
    assert checked_key(shortcut.name, shortcut.key) == shortcut.key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("N", "n"), (" ю ", "ю"), ("É", "é"), ("e\u0301", "é"), ("ß", "ß"), ("ش", "ش"), ("字", "字"), ("7", "7"),
        ("&", "&"), ("§", "§"), ("f2", "F2"), ("ctrl + enter", CHORD), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_a_letter_digit_or_sign_of_any_keyboard_is_a_key(typed: str, key: str) -> None:
    assert checked_key("next-claim", typed) == key


@pytest.mark.parametrize(
    "typed",
    [
        "Ctrl+W",
        "ctrl+n",
        "Alt+F",
        "Cmd+T",
        "Shift+Tab",
        "Tab",
        "Enter",
        "Esc",
        "F5",
        "F12",
        "nn",
        "İ",
        "\u0301",
        "😀",
        "\x07",
    ],
)
def test_what_browsers_own_and_what_is_no_key_is_refused_by_the_name_of_its_shortcut(typed: str) -> None:
    with pytest.raises(Invalid, match="choose a") as refused:
        chosen({"next-claim": typed})
    assert refused.value.field == "next-claim"


def test_a_key_twice_on_one_screen_is_refused_and_both_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        chosen({"next-claim": "v"})
    assert "Take the best free claim" in str(refused.value)
    assert "Save these filters as a view" in str(refused.value)
    with pytest.raises(Invalid, match="is there twice"):
        chosen({"tick": "J"})


def test_the_same_key_on_two_screens_is_no_matter_and_two_can_change_places() -> None:
    assert chosen({"return": "t"}) == {"return": "t"}
    swapped = {"next-claim": "v", "save-view": "n"}
    assert chosen(swapped) == swapped


def test_only_what_differs_is_kept_and_nothing_is_a_choice_too() -> None:
    assert chosen(PLAIN) == {}
    assert chosen(dict(PLAIN) | {"undo": "", "help": ""}) == {"undo": "", "help": ""}


def test_what_is_no_shortcut_is_refused() -> None:
    with pytest.raises(Invalid, match="no shortcut nonsense"):
        chosen({"nonsense": "n"})


def test_a_shortcut_that_comes_later_gives_way_to_what_was_chosen_before() -> None:
    keys = keyboard({"next-claim": "v", "gone-since": "y"}).keys
    assert (keys["next-claim"], keys["save-view"], keys["check-chains"]) == ("v", "", "v")
    assert keys.keys() == PLAIN.keys()
    refuse_twice(keys)


def test_switched_off_only_the_chord_works() -> None:
    rests = Keyboard(on=False)
    assert {name for name in PLAIN if rests.works(name)} == {name for name, key in PLAIN.items() if key == CHORD}
    assert not keyboard({"help": ""}).works("help")


def test_lists_and_help_are_on_every_screen() -> None:
    assert {shortcut.name for shortcut in SHORTCUTS if shortcut.screens == EVERYWHERE} == {
        "notifications", "next-row", "previous-row", "undo", "help",
    }  # fmt: skip
