"""Which institution "the commission" means: the one of its kind that the article names in full."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from factcheck.domain.claims import PlaceRole
from factcheck.language.drafts import Reading
from factcheck.language.names import ARTICLES, names_institution
from factcheck.language.places import DESCRIBING, is_bare
from factcheck.language.sources import after_comma
from factcheck.language.tokens import child

TELLING = frozenset({"poss", "compound", "nmod"})
"""Relations of what says which institution of its kind is meant: "Belmar's | election commission"."""
LONGEST = 6
"""Words of a name that is said again."""


@dataclass
class Institutions:
    """The institutions that an article names in full, by kind."""

    by_kind: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, doc: Doc) -> None:
        """Take in "Belmar's election commission" and "the Sennet Institute"."""
        for chunk in doc.noun_chunks:
            head = chunk.root
            if _is_full(chunk):
                words = chunk[1:] if chunk[0].lower_ in ARTICLES else chunk
                article = "the " if chunk[0].lower_ in ARTICLES else ""
                known = self.by_kind.setdefault(head.lower_, set())
                if not any(_same(words.text, other) for other in known):
                    known.add(article + words.text)

    def named(self, tokens: Sequence[Token]) -> dict[Token, str]:
        """ "the commission" among these words, by the only full name that the article has for one."""
        found: dict[Token, str] = {}
        for noun in tokens:
            known = self.by_kind.get(noun.lower_, set())
            if len(known) == 1 and (is_bare(noun) or _is_told_of(noun)):
                name = next(iter(known))
                found |= {noun.nbor(-1): "", noun: name}
        return found


def _same(one: str, other: str) -> bool:
    """ "Belmar election commission" in a headline is "Belmar's election commission"."""
    plain = [name.lower().removeprefix("the ").replace("'s", "").replace("’s", "") for name in (one, other)]
    return plain[0] == plain[1]


def _is_full(chunk: Span) -> bool:
    head = chunk.root
    if not names_institution(head.text) or chunk[-1] != head or len(chunk) > LONGEST:
        return False
    owner = next((token for token in chunk if token.dep_ == "poss"), None)
    if owner is not None and owner.pos_ == "PRON":
        return False
    return any(token.dep_ in TELLING for token in chunk if token != head)


def _is_told_of(noun: Token) -> bool:
    """ "the institute, which is funded by", where a clause behind a comma does not say which."""
    alone = not any(part.dep_ in DESCRIBING - {"relcl"} for part in noun.children)
    clause = child(noun, "relcl")
    plain = noun.i > 0 and noun.nbor(-1).lower_ == "the" and noun.pos_ == "NOUN"
    return alone and plain and clause is not None and after_comma(clause)


def institutions(readings: Sequence[Reading]) -> Institutions:
    """Read the institutions off the body of an article; a headline leaves out what belongs to a name."""
    known = Institutions()
    body = [one for one in readings if one.role is PlaceRole.BODY]
    for paragraph in {id(one.paragraph): one.paragraph for one in body}.values():
        known.learn(paragraph.doc)
    return known
