"""What an "it" or "they" at the head of a sentence means: the subject of the sentence before."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.language.drafts import Reading
from factcheck.language.names import names_office
from factcheck.language.selves import owner
from factcheck.language.tokens import SUBJECTS, child

LONGEST_THING = 6
"""Words of a subject that is said again for a pronoun."""


@dataclass(frozen=True)
class Thing:
    """The subject of the sentence before, where it is no person; `named` where it is a name without an article."""

    words: str
    plural: bool
    named: bool = False

    def fits(self, pronoun: Token) -> bool:
        return pronoun.lower_ in (("they", "their") if self.plural else ("it", "its"))


def its_owner(tokens: Sequence[Token], source: Container[int], before: Thing | None) -> dict[Token, str]:
    """ "its" or "their" in the words of a person, by whose it is: the subject named before it.

    Nothing where the words themselves name a thing first.
    """
    first = next((token for token in tokens if token.dep_ != "mark"), tokens[0])
    its = next((token for token in tokens if _means_a_thing(token, first)), None)
    if its is None or any(token.dep_ in NAMED_FIRST and token.pos_ in NOUNS for token in tokens if token.i < its.i):
        return {}
    subjects = [
        token
        for token in its.sent
        if token.i < its.i and token.dep_ in SUBJECTS and token.pos_ in NOUNS and token.i not in source
    ]
    thing = _spoken_for(its, source) or before
    if subjects:
        last = subjects[-1]
        thing = Thing(last.doc[last.left_edge.i : last.i + 1].text, last.tag_ in ("NNS", "NNPS"))
    if thing is None or not thing.fits(its) or len(thing.words.split()) > LONGEST_THING:
        return {}
    words = thing.words if its.text[0].islower() else thing.words[0].upper() + thing.words[1:]
    return {its: owner(words) if its.dep_ == "poss" else words}


def _spoken_for(its: Token, source: Container[int]) -> Thing | None:
    """ "a spokesman for the mission said | its members": whom the speaker speaks for."""
    names = [token for token in its.sent if token.i in source and token.dep_ == "pobj" and token.head.lower_ in FOR]
    if not names:
        return None
    words = names[0].doc[names[0].left_edge.i : names[0].i + 1].text
    return Thing(words, names[0].tag_ in ("NNS", "NNPS"))


FOR = frozenset({"for", "of"})


def _means_a_thing(token: Token, first: Token) -> bool:
    """ "its", "their", and an "it" that does something at the head of the words; not that of "it was clear that"."""
    if token.lower_ in ("its", "their"):
        return token.dep_ == "poss"
    return token.lower_ == "it" and token is first and token.dep_ in SUBJECTS and token.head.lemma_.lower() not in EMPTY


EMPTY = frozenset({"be", "seem", "appear", "take", "rain", "snow", "happen", "matter", "turn", "look"})
"""Verbs whose "it" may stand for nothing."""


NOUNS = frozenset({"NOUN", "PROPN"})
NAMED_FIRST = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
"""Relations of a noun that an "its" behind it may mean."""


def _topic(reading: Reading) -> Token | None:
    """The subject of a sentence; of "Experts say the storm is strong" the storm, for what is said of it next."""
    root = reading.sent.root
    subject, told = child(root, "nsubj", "nsubjpass"), child(root, "ccomp")
    source = {i for one in reading.attributions for i in one.source}
    if subject is not None and subject.i in source and told is not None and told.i > root.i:
        return child(told, "nsubj", "nsubjpass")
    return subject


def thing_of(reading: Reading, people: Container[str]) -> Thing | None:
    """What a next "it" or "they" means: a subject with a name or an article, short enough to be said again."""
    subject = _topic(reading)
    if reading.quoted or subject is None or subject.pos_ not in ("NOUN", "PROPN"):
        return None
    words = reading.paragraph.doc[subject.left_edge.i : subject.i + 1]
    if len(words) > LONGEST_THING or any(part.dep_ in ("cc", "conj") for part in subject.children):
        return None
    if subject.text in people or names_office(subject.text):
        return None
    text = words.text if words[0].lower_ not in ("a", "an") else f"the {words[1:].text}"
    text = text[0].lower() + text[1:] if words[0].lower_ == "the" else text
    return Thing(text, subject.tag_ in ("NNS", "NNPS"), named=subject.pos_ == "PROPN" and words[0].lower_ != "the")
