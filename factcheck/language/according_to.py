""" "C, according to X": the clause that is said, and whom it is said by."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from factcheck.language.behind_parentheses import describes_source, said_behind
from factcheck.language.parentheses import Parenthesis
from factcheck.language.parsing import Paragraph
from factcheck.language.segments import Segment, segments
from factcheck.language.tokens import NOMINAL, has_finite


def according_to(sent: Span, paragraph: Paragraph) -> Iterator[Parenthesis]:
    """Every "according to X" outside quotation marks, with the clause it belongs to as content."""
    pieces = segments(sent, paragraph)
    for place, piece in enumerate(pieces):
        at = next((t for t in piece.tokens(sent)[:-1] if t.lower_ == "according" and t.nbor().lower_ == "to"), None)
        if at is None or piece.quoted or at.i + 2 >= piece.end:
            continue
        frame = set(range(at.i, piece.end))
        before = set(range(_clause_start(at, sent, paragraph), at.i))
        complete = has_finite(sent.doc[i] for i in before)
        source = set(range(at.i + 2, piece.end))
        if not before and place + 1 < len(pieces) and pieces[place + 1].tokens(sent)[0].tag_ in ("WDT", "WP"):
            place += 1  # "According to the agency, which cited an officer, C"
            frame |= set(range(piece.end, pieces[place].end))
        described = before and (
            describes_source(source, place, pieces, sent) or _has_office(source, place, pieces, sent)
        )
        after = (
            set()
            if described or _contrasts(place, pieces, sent)
            else said_behind(place, pieces, sent, complete=complete)
        )
        if any(token.pos_ in NOMINAL for token in (sent.doc[i] for i in before | after)):
            yield Parenthesis(before | after, source, frame, "according to", at.i)


def _clause_start(at: Token, sent: Span, paragraph: Paragraph) -> int:
    """Where the clause begins that "according to" is said of: behind a colon, inside an open bracket."""
    for token in reversed(sent.doc[sent.start : at.i]):
        if token.text == ")" or token.i in paragraph.quoted_tokens:
            return sent.start
        if token.text == "(" or (token.text in (":", ";") and has_finite(sent.doc[token.i + 1 : at.i])):
            return token.i + 1
    return sent.start


def _has_office(source: set[int], place: int, pieces: list[Segment], sent: Span) -> bool:
    """ "according to Ann Lee, head of the institute": a name with what the person is, and no new clause."""
    if place + 1 >= len(pieces) or max(source) + 1 != pieces[place].end:
        return False
    tokens = pieces[place + 1].tokens(sent)
    return sent.doc[max(source)].pos_ == "PROPN" and tokens[0].pos_ == "NOUN" and not has_finite(tokens)


def _contrasts(place: int, pieces: list[Segment], sent: Span) -> bool:
    """ "C, according to X, but D": D is the outlet's."""
    following = pieces[place + 1].tokens(sent) if place + 1 < len(pieces) else []
    return bool(following) and following[0].lower_ in ("but", "though", "although")
