"""Who speaks a quotation that no cue was found for: '"C," the two write.', 'Lee put it like this: "C."'."""

from spacy.tokens import Span, Token

from factcheck.language import sources
from factcheck.language.cues import families_of
from factcheck.language.parentheses import Parenthesis
from factcheck.language.parsing import Paragraph
from factcheck.language.quotations import Quoted
from factcheck.language.tokens import NOMINAL, child, hanging, is_finite

SHORTEST = 2
"""Blanks in a quotation; less is a name or a title in quotation marks."""
LONGEST_TAG = 14
"""Tokens behind a quotation in which its cue is looked for."""


def tagged(sent: Span, paragraph: Paragraph) -> Parenthesis | None:
    """'"C," the two write.': the words behind a quotation that opens a sentence, whatever the parser takes them for."""
    quote = _opening(sent, paragraph)
    if quote is None:
        return None
    inside = paragraph.doc.char_span(quote.start, quote.end, alignment_mode="expand")
    tag = _tag(inside.end, sent, paragraph) if inside is not None else []
    at = next((n for n, token in enumerate(tag) if _says(token)), None)
    if at is None:
        return None
    source = tag[:at] if at else _behind(tag)
    if not any(token.pos_ in NOMINAL for token in source) or any(is_finite(token) for token in source):
        return None
    content = {i for i in range(sent.start, sent.end) if i in paragraph.quoted_tokens}
    frame = {token.i for token in tag}
    return Parenthesis(content, {token.i for token in source}, frame, tag[at].text, tag[at].i)


def _opening(sent: Span, paragraph: Paragraph) -> Quoted | None:
    """The quotation with which a sentence begins, if it is long enough to be speech and closed before the end."""
    first = next((token for token in sent if not token.is_space), None)
    if first is None or first.idx not in paragraph.openers:
        return None
    quote = next(one for one in paragraph.quoted if one.start == first.idx)
    spoken = paragraph.text[quote.start : quote.end].count(" ") >= SHORTEST
    return quote if spoken and quote.closed and quote.end < sent.end_char else None


def _tag(start: int, sent: Span, paragraph: Paragraph) -> list[Token]:
    """The words between a quotation and the next mark."""
    tag: list[Token] = []
    for token in sent.doc[start : min(start + LONGEST_TAG, sent.end)]:
        if token.is_space:
            continue
        if token.is_punct or token.i in paragraph.quoted_tokens:
            break
        tag.append(token)
    return tag


def _says(token: Token) -> bool:
    """A word that can be a verb of saying, also where the tagger takes "the two write" for a noun."""
    if token.tag_ in ("VBG", "NNS") or "speech" not in families_of(token.lemma_.lower()):
        return False
    if token.pos_ == "VERB":
        return is_finite(token)
    before = token.nbor(-1)
    return token.lower_ == token.lemma_.lower() and (before.tag_ in MANY or before.text.endswith("s"))


MANY = frozenset({"NNS", "NNPS", "CD", "PRP"})
"""Tags of what takes a verb without an ending: "the farmers say", "the two write"."""


def _behind(tag: list[Token]) -> list[Token]:
    """ "said Ann Lee of the union | on Monday": the name, without when and where."""
    end = next((n for n, token in enumerate(tag) if n and token.lower_ in PLACES), len(tag))
    return tag[1:end]


PLACES = frozenset({"in", "at", "on", "during", "to", "after", "before", "as", "when", "while", "about"})


def introduced(sent: Span, paragraph: Paragraph) -> Parenthesis | None:
    """'The preacher is shown lecturing: "C."': a quotation that ends its sentence, behind a clause and a colon."""
    colon = next(
        (t.i for t in sent if t.text == ":" and t.i not in paragraph.quoted_tokens and _opens(t, paragraph)), None
    )
    if colon is None:
        return None
    content = set(range(colon + 1, sent.end))
    if not content <= paragraph.quoted_tokens | {sent.end - 1} | {i for i in content if sent.doc[i].is_space}:
        return None
    lead = sent.doc[sent.start : colon]
    name = _name_at_the_end(lead)
    finite = next((token for token in reversed(lead) if is_finite(token)), None)
    verb = finite.head if finite is not None and finite.dep_ in ("aux", "auxpass") else finite
    source = name or {i for i in _subject(verb) if i < colon} if verb is not None else name
    at = colon if name or verb is None else verb.i
    return Parenthesis(content, source, set(range(sent.start, colon + 1)), sent.doc[at].text, at)


def _subject(verb: Token) -> set[int]:
    shown = child(verb, "nsubjpass")
    return hanging(shown) if shown is not None else sources.source(verb)


def _opens(colon: Token, paragraph: Paragraph) -> bool:
    at = colon.i + 1
    while at < len(colon.doc) and colon.doc[at].is_space:
        at += 1
    return at < len(colon.doc) and colon.doc[at].idx in paragraph.openers


def _name_at_the_end(lead: Span) -> set[int]:
    """ "Late polls were off - Ann Lee": a name of two words or more behind a dash or alone."""
    start = lead.end
    while start > lead.start and lead.doc[start - 1].pos_ == "PROPN":
        start -= 1
    alone = start == lead.start or lead.doc[start - 1].text in ("-", "–", "—", "--")
    return set(range(start, lead.end)) if alone and lead.end - start >= 2 else set()
