"""What an "it" or "they" at the head of a sentence means: the subject of the sentence before."""

from collections.abc import Container
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.language.drafts import Reading
from factcheck.language.names import names_office
from factcheck.language.tokens import child

LONGEST_THING = 6
"""Words of a subject that is said again for a pronoun."""


@dataclass(frozen=True)
class Thing:
    """The subject of the sentence before, where it is no person."""

    words: str
    plural: bool

    def fits(self, pronoun: Token) -> bool:
        return pronoun.lower_ in (("they", "their") if self.plural else ("it", "its"))


def thing_of(reading: Reading, people: Container[str]) -> Thing | None:
    """What a next "it" or "they" means: a subject with a name or an article, short enough to be said again."""
    subject = child(reading.sent.root, "nsubj", "nsubjpass")
    if reading.quoted or subject is None or subject.pos_ not in ("NOUN", "PROPN"):
        return None
    words = reading.paragraph.doc[subject.left_edge.i : subject.i + 1]
    if len(words) > LONGEST_THING or any(part.dep_ in ("cc", "conj") for part in subject.children):
        return None
    if subject.text in people or names_office(subject.text):
        return None
    text = words.text if words[0].lower_ not in ("a", "an") else f"the {words[1:].text}"
    text = text[0].lower() + text[1:] if words[0].lower_ == "the" else text
    return Thing(text, subject.tag_ in ("NNS", "NNPS"))
