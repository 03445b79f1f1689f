"""How the same article is recognised, and what is no article at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.articles import MOST_CHARACTERS, checked_address, checked_text, fingerprint
from factcheck.domain.errors import Invalid, TooLarge

TEXT = "The pier is closed.\n\nFerries leave from the old quay."


@pytest.mark.parametrize(
    "same",
    [TEXT.upper(), TEXT.replace("\n\n", " "), TEXT.replace("\n", "\r\n"), f"\t{TEXT}  \n", TEXT.replace(" ", "\u00a0")],
)
def test_case_and_blanks_do_not_make_another_text(same: str) -> None:
    assert fingerprint(same) == fingerprint(TEXT)


@pytest.mark.parametrize("other", [TEXT[:-1], TEXT.replace("old", "new"), TEXT.replace("is closed", "isclosed"), ""])
def test_other_words_are_another_text(other: str) -> None:
    assert fingerprint(other) != fingerprint(TEXT)


@given(st.text(), st.sampled_from([" ", "\n", "\t\t", "\u2003"]))
def test_blanks_around_a_text_never_matter(text: str, blanks: str) -> None:
    assert fingerprint(f"{blanks}{text}{blanks}") == fingerprint(text)


def test_a_text_is_kept_as_it_is() -> None:
    assert checked_text(f"  {TEXT}\n") == f"  {TEXT}\n"
    assert len(checked_text("x" * MOST_CHARACTERS)) == MOST_CHARACTERS


@pytest.mark.parametrize(
    ("text", "rule"), [("", "empty"), (" \n\t", "empty"), ("MZ\x00\x90", "binary"), ("x" * 400_001, "too_large")]
)
def test_what_is_no_text_is_refused(text: str, rule: str) -> None:
    with pytest.raises(Invalid) as no:
        checked_text(text)
    assert (no.value.field, no.value.rule) == ("text", rule)
    assert isinstance(no.value, TooLarge) == (rule == "too_large")


@pytest.mark.parametrize("url", ["https://herald.example/a", " http://herald.example:8080/?q=1#x\n"])
def test_an_address_of_a_page_is_kept_without_blanks(url: str) -> None:
    assert checked_address(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    ["", "herald.example/a", "ftp://herald.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "https:///a",
     "http://[herald.example/", "//herald.example/a", f"https://herald.example/{'a' * 2000}",
     "https://herald.example/" + "\u0444" * 1000],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="not the address of a web page") as no:
        checked_address(url)
    assert no.value.field == "url"


@pytest.mark.parametrize("url", ["https://ada:secret@herald.example/a", "https://ada@herald.example/"])
def test_an_address_with_a_password_in_it_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="a name or a password"):
        checked_address(url)
