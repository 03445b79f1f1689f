"""Claims of languages without a parser: one a sentence, whose words it is where the language has a table."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from factcheck.domain.claims import ArticleText, ClaimKind, Fragment, PlaceRole, Quotation, Span, Split, SplitClaim
from factcheck.domain.texts import say
from factcheck.language import coarse
from factcheck.language.drafts import ROLES
from factcheck.language.layout import Block
from factcheck.language.quotations import Quoted, quotation_of, quotations
from factcheck.language.tabled import Told, said_day, told
from factcheck.language.tables import Table, table

COARSE = say("coarse: no rules for this language, each sentence is a claim of the outlet")
SCORE, FIGURE_SCORE, OTHER_SCORE = 0.5, 0.6, 0.2
"""A sentence without and with a figure, and a question or denial; nothing else is weighed."""
MARKS = "«»„“”\"'‹› "
DOUBLE_MARKS = '«»„“”"'
LOOSE = re.compile(r"[»“”\"'](?=[.!?…]?$)")  # the mark in 'Nadie nos avisó".'


@dataclass(frozen=True)
class Sentence:
    """One sentence with the quotation marks of its block and what the table made of it."""

    place: Fragment
    block: Block
    quoted: tuple[Quoted, ...]
    told: Told | None

    @property
    def is_quoted(self) -> bool:
        return any(quote.start <= self.place[0] and self.place[1] <= quote.end + 1 for quote in self.quoted)


def split_without_grammar(article: ArticleText, blocks: Sequence[Block], note: str = "") -> Split:
    """The sentences of an article as claims; `note` replaces the one that says how coarse this is."""
    rules = None if note else table(article.language)
    sentences = list(_sentences(article.text, blocks, rules))
    claims = tuple(_claims(article, sentences, rules))
    classes = tuple(claim.kind.value for claim in claims)  # each sentence is one claim
    said = note or (_by_table(rules) if rules else COARSE)
    return Split(claims, article.language, tuple(sentence.place for sentence in sentences), classes, said)


def _by_table(rules: Table) -> str:
    return say(
        "coarse: %(language)s is read by a list of reporting verbs, quotation marks and days, without grammar; "
        "each sentence is a claim in its own words",
        language=rules.name,
    )


def _sentences(text: str, blocks: Sequence[Block], rules: Table | None) -> Iterator[Sentence]:
    for block in blocks:
        quoted = tuple(
            Quoted(quote.start + block.start, quote.end + block.start, quote.closed)
            for quote in quotations(text[block.start : block.end])
        )
        for place in coarse.sentences(text, block.start, block.end):
            near = _near(place, quoted)
            yield Sentence(place, block, near, told(text, place, near, rules) if rules else None)


def _near(place: Fragment, quoted: tuple[Quoted, ...]) -> tuple[Quoted, ...]:
    """The quotations that share a character with a place; halved for, not searched, as a block may hold thousands."""
    first = bisect_right(quoted, place[0], key=lambda quote: quote.end)
    return quoted[first : bisect_left(quoted, place[1], lo=first, key=lambda quote: quote.start)]


def _claims(article: ArticleText, sentences: Sequence[Sentence], rules: Table | None) -> Iterator[SplitClaim]:
    speaker, speaking = "", None
    for number, sentence in enumerate(sentences, 1):
        reading = sentence.told
        if reading is not None:
            speaker = reading.claimant or speaker
            speaking = sentence.block
        goes_on = reading is None and sentence.is_quoted and speaking is sentence.block and bool(rules)
        claimant = speaker if reading is not None or goes_on else ""
        yield _claim(f"c{number}", article, sentence, claimant, rules)


def _claim(name: str, article: ArticleText, sentence: Sentence, claimant: str, rules: Table | None) -> SplitClaim:
    reading = sentence.told if claimant else None
    place = reading.content if reading else sentence.place
    nominal = rules is not None and rules.verb_last and not any(_covers(quote, place) for quote in sentence.quoted)
    whole = nominal or _begins_with_its_verb(reading, article.text, rules)
    statement = _alone(article.text[slice(*(sentence.place if whole else place))])
    day, basis = _said(reading, article.published, rules, own=not claimant)
    # A content without its verb ("that it fell" in one word) is no sentence: the whole one is shown then.
    figures = any(char.isdigit() for char in statement)
    denies = reading is not None and reading.denies
    settled = not denies and not statement.endswith("?")
    return SplitClaim(
        id=name,
        span=Span((place,)),
        statement=statement or article.text[slice(*place)],
        claimant=claimant or article.outlet,
        cue=reading.cue if reading else None,
        quotation=quotation_of(article.text, (place,), sentence.quoted) if claimant else Quotation.NONE,
        chain=tuple(link for link in (article.outlet, claimant) if link),
        said_date=day,
        said_basis=basis,
        checkworthy=settled,
        score=OTHER_SCORE if not settled else FIGURE_SCORE if figures and rules else SCORE,
        reasons=_reasons(statement, claimant, rules),
        kind=_kind(statement, figures=figures, denies=denies),
        denial=denies,
        role=ROLES.get(sentence.block.part, PlaceRole.BODY),
    )


def _begins_with_its_verb(reading: Told | None, text: str, rules: Table | None) -> bool:
    """ "Laut X | fahren dort 300 Autos": without its source the sentence would begin with the verb."""
    if reading is None or rules is None or not rules.capital_nouns or reading.cue is None:
        return False
    return reading.cue.lower() in rules.according and text[reading.content[0]].islower()


def _kind(statement: str, *, figures: bool, denies: bool) -> ClaimKind:
    """As much as can be told without grammar."""
    if statement.endswith("?"):
        return ClaimKind.QUESTION
    return ClaimKind.QUOTATION if denies else ClaimKind.QUANTITY if figures else ClaimKind.STATE


def _covers(quote: Quoted, place: Fragment) -> bool:
    return quote.start <= place[0] and place[1] <= quote.end


def _alone(words: str) -> str:
    """The words as a sentence: without quotation marks at its edges, with a capital and a full stop."""
    text = LOOSE.sub("", " ".join(words.split()).strip(MARKS)).strip(MARKS + ",")
    if not text:
        return ""
    if sum(map(text.count, DOUBLE_MARKS)) % 2:  # 'speaks of a "scandal': one of two marks stood at the edge
        text = "".join(char for char in text if char not in DOUBLE_MARKS)
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…。！？؟।۔" else ".")


def _said(
    reading: Told | None, published: date | None, rules: Table | None, *, own: bool
) -> tuple[date | None, str | None]:
    if own:
        return published, None
    found = said_day(reading.frame, rules, published) if reading and rules else None
    return found or (None, None)


def _reasons(statement: str, claimant: str, rules: Table | None) -> tuple[str, ...]:
    if rules is None:
        return (say("not weighed: no rules for this language"),)
    figures = [word.strip(".,;:()") for word in statement.split() if any(char.isdigit() for char in word)]
    found = [say("number: %(figures)s", figures=", ".join(figures[:3]))] if figures else []
    found += [say("attributed to a party: %(name)s", name=claimant)] if claimant else []
    return (*found, say("not weighed further: %(language)s is read coarsely", language=rules.name))
