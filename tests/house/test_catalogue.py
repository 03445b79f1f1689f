"""Every text of the pages goes through the catalogue, and the catalogue of each language is complete."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from factcheck.config import ROOT
from factcheck.domain.claims import ClaimKind
from factcheck.domain.evidence import Medium, SourceKind, Stance
from factcheck.domain.people import ASSIGNABLE, Action, TokenScope, who
from factcheck.domain.preferences import Tongue
from factcheck.domain.review import ARTICLE, PARTICIPLE
from factcheck.domain.stages import CorrectionClass, DismissReason, Move, Priority, Stage, Verdict
from tests.catalogue import WRITTEN_IN, in_all_forms, texts, written

JINJA = re.compile(
    r"\{% block (?:width|body_attributes) %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S
)  # what Jinja puts in, and the blocks that hold names of classes and attributes
TEXT = re.compile(r">([^<>]+)<")  # what stands between two tags
SPOKEN = re.compile(r"\s(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")  # attributes that somebody hears or reads
PREVIEWED = re.compile(r"<meta (?:name=\"description\"|property=\"og:(?:title|description)\") content=\"([^\"]*)\"")
WORDS = re.compile(r"[^\W\d_]{2,}")  # runs of letters
NO_WORDS = {"Esc", "ms", "nbsp"}
"""A key, a unit and a blank."""

OTHERS = [tongue for tongue in Tongue if tongue is not WRITTEN_IN]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")  # "%(name)s", and a percent sign written twice
TAG = re.compile(r"</?\w+")  # the beginning of a tag: "<strong", "</a"


@pytest.fixture(scope="module")
def said() -> Catalog:
    return texts()


def keys(catalogue: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalogue if message.id}


@pytest.mark.parametrize("tongue", OTHERS)
def test_each_text_has_its_words_and_no_text_is_left_over(said: Catalog, tongue: Tongue) -> None:
    """`make translations` brings texts that are new into the catalogue; the words are for somebody to write."""
    catalogue = written(tongue)
    assert keys(catalogue) == keys(said)
    assert [message.id for message in catalogue if message.id and not all(in_all_forms(message.string))] == []
    assert len(keys(catalogue)) > 100


@pytest.mark.parametrize("tongue", OTHERS)
def test_no_words_are_a_guess(tongue: Tongue) -> None:
    assert [message.id for message in written(tongue) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("tongue", OTHERS)
def test_the_same_values_stand_in_both(tongue: Tongue) -> None:
    """One form of a plural may say the number in a word."""
    for message in written(tongue):
        for one, words in forms(message):
            assert values(one) - {"num"} == values(words) - {"num"}, message.id
            assert Counter(TAG.findall(one)) == Counter(TAG.findall(words)), message.id


WORDS_OF_THE_DESK = (
    *(each.value for kind in (Action, CorrectionClass, ClaimKind, DismissReason, Medium, Move) for each in kind),
    *(each.value for kind in (Priority, SourceKind, Stage, Stance, TokenScope, Verdict) for each in kind),
    *(role.value for role in ASSIGNABLE), *(who(action) for action in Action), *PARTICIPLE.values(), *ARTICLE.values(),
)  # fmt: skip


@pytest.mark.parametrize("tongue", OTHERS)
def test_each_word_that_the_domain_puts_into_a_sentence_is_in_the_catalogue(tongue: Tongue) -> None:
    """It is looked up by its value, so no keyword marks it where it stands."""
    assert set(WORDS_OF_THE_DESK) - {id_ for id_, context in keys(written(tongue)) if context is None} == set()


SENTENCES_OF_WORKERS = {
    "AskFailed": 0, "BadTimestamp": 0, "FetchFailed": 1, "NoUsableAnswer": 0, "Off": 0, "RefusedAddress": 0,
    "Unread": 0, "Unused": 0, "Tried": 1,
}  # fmt: skip
"""What is raised or kept with a sentence of the desk in it, and the place of that sentence among the arguments."""


def test_what_workers_keep_in_words_is_told_in_the_language_of_the_page() -> None:
    """It goes through `say`, so that the pages know its pattern: words that are put together by hand stay English."""
    by_hand = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "factcheck").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SENTENCES_OF_WORKERS
        for argument in call.args[SENTENCES_OF_WORKERS[call.func.id] :][:1]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
    ]
    assert by_hand == []


def values(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def forms(message: Message) -> list[tuple[str, str]]:
    """Each form of a message beside its words."""
    if not message.id:
        return []
    return list(zip(in_all_forms(message.id), in_all_forms(message.string), strict=True))


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_no_words_of_a_template_go_past_the_catalogue(path: Path) -> None:
    plain = JINJA.sub("", path.read_text())
    shown = [text for text in TEXT.findall(f">{plain}<") if '="' not in text]
    texts = (*shown, *SPOKEN.findall(plain), *PREVIEWED.findall(plain))
    assert [word for text in texts for word in WORDS.findall(text) if word not in NO_WORDS] == []


def test_no_words_after_a_form_go_past_the_catalogue() -> None:
    """What `onward` says on the next page: a text that is put together in the view stays English."""
    by_hand = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "factcheck" / "web").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "onward"
        for said in call.args[1:2]
        if isinstance(said, ast.JoinedStr | ast.BinOp | ast.Constant)
    ]
    assert by_hand == []
