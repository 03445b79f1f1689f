"""The pieces of a sentence between its commas, dashes and quotation marks."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import COMMAS


@dataclass(frozen=True)
class Segment:
    """Tokens between two commas (or quotation marks) of a sentence."""

    start: int
    end: int
    quoted: bool

    def tokens(self, sent: Span) -> list[Token]:
        return [sent.doc[i] for i in range(self.start, self.end)]


def segments(sent: Span, paragraph: Paragraph) -> list[Segment]:
    """The pieces of a sentence between its commas and dashes; a quotation is one piece, commas and all."""
    found: list[Segment] = []
    start = sent.start
    for i in range(sent.start, sent.end + 1):
        at_end = i == sent.end
        quoted = not at_end and i in paragraph.quoted_tokens
        comma = not at_end and not quoted and _is_comma(sent.doc[i])
        changes = not at_end and i > start and quoted != (start in paragraph.quoted_tokens)
        if (at_end or comma or changes) and i > start:
            if not all(token.is_space for token in sent.doc[start:i]):
                found.append(Segment(start, i, start in paragraph.quoted_tokens))
            start = i
        if comma:
            start = i + 1
    return found


def _is_comma(token: Token) -> bool:
    if token.text not in COMMAS:
        return False
    return token.text != "-" or (token.i > 0 and bool(token.nbor(-1).whitespace_))
