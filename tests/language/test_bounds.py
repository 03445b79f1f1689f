"""Odd and long texts: spans inside the text, the same twice, never an exception, and time that grows with length."""

import time
from collections.abc import Callable

import pytest

from benchmarks.speed import text_of
from factcheck.domain.claims import FRAGMENT_JOINT, ArticleText, Split
from factcheck.language.coarse import sentences
from factcheck.language.layout import paragraphs
from factcheck.language.splitter import LocalSplitter

SHORT, LONG, FULL = 3_000, 24_000, 200_000
"""Characters."""
SLACK = 3
"""How much dearer a character of the longer text may be; one quadratic rule would make it eight times as dear."""
ROUNDS = 5
"""A busy machine may spoil one comparison; a rule that is not linear spoils all of them."""
ENOUGH = 0.5
"""Seconds of measuring: a text that takes less is split again."""

NEWS = (
    'The dam above Osk burst on Monday, the mayor said. "We lost 12 houses," Ann Lee told reporters.\n\n'
    "The ministry denied that 60,000 people had fled, according to the agency VNA.\n\n"
)
ODD = {
    "news": NEWS,
    "no full stop": "the army said that the town of Osk had fallen and its mayor denied it ",
    "marks in words": 'a "b" ',
    "nothing but marks": '"',
    "unclosed quotations": 'Lee said: "The dam broke and\n\n“nobody came. ',
    "zero width": "The\u200b army\u200d said\u2060 60,000\ufeff people had fled. ",
    "right to left": "وقال الوزير إن 12 شخصا قتلوا يوم الاثنين. ",
    "turned around": "The \u202eminister\u202c said 12 people had died. \u2067שר\u2069 ",
    "emoji": "😀 The mayor said 👨‍👩‍👧 12 people had died 🇺🇦. ",
    "table of tabs": "Region\tDead\tInjured\nNorth\t1,200\t3,400\nSouth\t80\t12\n",
    "table of bars": "North | 1,200 | 3,400 | ",
    "brackets": "(he said (that [it ",
    "German": "„Die Brücke ist gesperrt“, sagte die Ministerin am Montag. Laut Polizei starben 12 Menschen. ",
    "German, one mark": '„Die Brücke ist gesperrt", sagte Lee, "und wir warten. ',
    "French": "« Le pont est fermé », a déclaré la ministre lundi. Selon la police, 12 personnes sont mortes. ",
    "Spanish": "«El puente está cerrado», dijo la ministra el lunes. Según la policía, murieron 12 personas. ",
    "Turkish": 'Bakan, "Köprü kapandı" dedi. Polise göre pazartesi günü İstanbul\'da 12 kişi öldü. ',
    "Ukrainian": "«Міст закрито», — сказала міністерка у понеділок. За даними поліції, загинули 12 людей. ",
    "Russian": "«Мост закрыт», — сказала министр в понедельник. По данным полиции, погибли 12 человек. ",
    "Danish": 'Ministeren sagde mandag, at "broen" er lukket. Ingen mennesker blev dræbt eller såret. ',
    "Chinese": "部长周一说，“桥已关闭”。警方说，有12人死亡。",
}  # fmt: skip


def of_length(size: int, piece: str) -> str:
    return text_of(size, [piece.rstrip("\n")]) if piece is NEWS else (piece * (size // len(piece) + 1))[:size]


def spans_are_exact(found: Split, text: str) -> bool:
    """Every claim lies inside the text, and its words are its fragments joined."""
    return all(
        claim.span.fits(text)
        and claim.span.text_in(text) == FRAGMENT_JOINT.join(text[start:end] for start, end in claim.span.fragments)
        for claim in found.claims
    )


def cost(splitter: LocalSplitter, text: str) -> float:
    """Seconds for each character, of this process alone, so that a busy machine does not count: the best of a few."""
    taken: list[float] = []
    while sum(taken) < ENOUGH:
        began = time.process_time()
        found = splitter.split(ArticleText(text))
        taken.append(time.process_time() - began)
        assert spans_are_exact(found, text)
    return min(taken) / len(text)


def grows_no_faster(splitter: LocalSplitter, short: str, long: str) -> bool:
    return any(cost(splitter, long) <= SLACK * cost(splitter, short) for _ in range(ROUNDS))


@pytest.mark.parametrize("piece", ODD.values(), ids=ODD.keys())
def test_odd_texts_keep_exact_spans_and_are_split_the_same_twice(splitter: LocalSplitter, piece: str) -> None:
    text = of_length(2_000, piece)
    found = splitter.split(ArticleText(text))
    assert spans_are_exact(found, text)
    assert "rules failed" not in found.note
    assert all(0 <= start < end <= len(text) for start, end in found.sentences)
    assert splitter.split(ArticleText(text)) == found


@pytest.mark.parametrize("piece", ODD.values(), ids=ODD.keys())
def test_time_grows_with_the_length_and_not_faster(splitter: LocalSplitter, piece: str) -> None:
    cost(splitter, of_length(SHORT, piece))  # tables and models are loaded before the clock counts
    assert grows_no_faster(splitter, of_length(SHORT, piece), of_length(LONG, piece))


@pytest.mark.parametrize("kind", ["news", "German", "Ukrainian", "Danish"])
def test_an_article_of_200_kilobytes_costs_no_more_a_character(splitter: LocalSplitter, kind: str) -> None:
    assert grows_no_faster(splitter, of_length(LONG, ODD[kind]), of_length(FULL, ODD[kind]))


RULES: dict[str, Callable[[str], object]] = {
    "paragraphs": paragraphs,
    "sentences without grammar": lambda text: list(sentences(text, 0, len(text))),
}


def fastest(rule: Callable[[str], object], text: str) -> float:
    """Seconds, the best of a few."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        rule(text)
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
@pytest.mark.parametrize("piece", [" ", "\t", ".", "…", "!?", '."'])
def test_a_long_run_of_one_sign_is_not_tried_anew_at_each_of_its_places(
    rule: Callable[[str], object], piece: str
) -> None:
    """Sixteen times as long is sixteen times the work, and would be 256 times for a rule that does."""
    short, long = piece * 5_000, piece * 80_000
    assert any(fastest(rule, long) <= 64 * fastest(rule, short) for _ in range(ROUNDS))
