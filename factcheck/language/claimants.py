"""Who a mention means: full names for surnames, titles and pronouns, over one article in reading order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from factcheck.language.called import Callings
from factcheck.language.companies import GENERAL, Companies
from factcheck.language.mentions import (
    author,
    before_or_behind_comma,
    belongs_inside,
    described,
    joined,
    stands_first,
    without_article,
    without_edges,
)
from factcheck.language.names import (
    behind_article,
    behind_place_word,
    full_name,
    has_office_before,
    has_owner,
    is_office,
    name_runs,
    names_institution,
    names_office,
    person_in,
)
from factcheck.language.tokens import child
from factcheck.language.wordlists import wordlists

AGED = re.compile(r"the \d{1,3}-year-old", re.IGNORECASE)
OWNERS = {"his": "he", "her": "she"}


@dataclass
class Registry:
    """The persons and institutions of one article; `last_*` follow the reading."""

    people: dict[str, str] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    groups: list[tuple[int, str]] = field(default_factory=list)
    published_by: dict[str, str] = field(default_factory=dict)
    companies: Companies = field(default_factory=Companies)
    callings: Callings = field(default_factory=Callings)
    last_person: str = ""
    last_body: str = ""
    last_group: str = ""

    def learn(self, doc: Doc, offset: int) -> None:
        """Take in the full names, offices and institution phrases of a paragraph."""
        self.companies.learn(doc, offset)
        self.callings.learn(doc)
        for run in name_runs(doc):
            name = person_in(run)
            if len(name) >= 2 and not behind_article(run) and not behind_place_word(run):
                full = " ".join(name)
                self.people.setdefault(name[-1], full)
                self._learn_office(run, full)
        for chunk in doc.noun_chunks:
            head = chunk.root
            if head.pos_ not in ("NOUN", "PROPN"):
                continue
            telling = any(token.dep_ in ("poss", "compound", "nmod") for token in chunk if token != head)
            if telling and chunk[-1] == head:
                self.phrases.setdefault(head.lemma_.lower(), []).append((offset + chunk.start_char, chunk.text))
            named = full_name(chunk)
            titled = all(token.text[:1].isupper() for token in named if token.pos_ not in ("ADP", "DET"))
            if titled and len(named) >= 2 and names_institution(head.text):
                self.phrases.setdefault(head.lower_, []).append((offset + chunk.start_char, named.text))
            if titled and len(named) >= 2 and head.dep_ in ("nsubj", "nsubjpass"):
                self.groups.append((offset + chunk.start_char, named.text))

    def _learn_office(self, run: Sequence[Token], full: str) -> None:
        first = run[0]
        at = first.i - 1
        while at >= 0 and first.doc[at].pos_ in ("NOUN", "ADJ", "PROPN") and first.i - at <= 4:
            if names_office(first.doc[at].text):
                self.offices.setdefault(first.doc[at].lemma_.lower(), full)
            at -= 1
        for token in run:
            if names_office(token.text) and token.text not in full.split():
                self.offices.setdefault(token.lower_, full)

    def saw_subjects(self, tokens: Iterable[Token]) -> None:
        """Note the persons who are subjects of a sentence, for the next "he"."""
        for token in tokens:
            if token.dep_ not in ("nsubj", "nsubjpass"):
                continue
            if token.pos_ == "PROPN" and token.text in self.people:
                self.last_person = self.people[token.text]
            elif token.tag_ == "NNS" and names_office(token.text):
                self.last_group = without_article(token.doc[token.left_edge.i : token.i + 1].text)
            elif token.lemma_.lower() in self.offices and (token.left_edge.lower_ == "the" or has_owner(token)):
                self.last_person = self.offices[token.lemma_.lower()]

    def saw_body(self, sent: Span, offset: int) -> None:
        """Note the organisation that an own-voice sentence is about, for the next "it said"."""
        subject = child(sent.root, "nsubj", "nsubjpass")
        if subject is None or subject.pos_ not in ("NOUN", "PROPN") or subject.text in self.people:
            return
        name = child(subject, "appos") or subject
        kind = subject.lemma_.lower()
        named = names_institution(kind) or kind in wordlists("titles")["company_kinds"]
        if name.pos_ == "PROPN" and (named or self.companies.introduces(name.text)):
            self.last_body = self.resolve(list(name.doc[name.left_edge.i : name.i + 1]), offset + name.idx)

    def resolve(self, mention: Sequence[Token], at: int) -> str:
        """The claimant that a mention means; `at` is its place in the article, for what came before it."""
        name = self._resolved([token for token in mention if not token.is_space], at)
        return name.strip(" ,;:-–—\"'“”‘’()")

    def _resolved(self, mention: list[Token], at: int) -> str:
        if not mention:
            return ""
        if len(mention) == 1 and mention[0].pos_ == "PRON":
            return self._pronoun(mention[0].lower_)
        person = self._person(mention) or self._aged(mention)
        if person:
            self.last_person = person
            return person
        owner = self._pronoun(OWNERS.get(mention[0].lower_, "")) if len(mention) > 1 else ""
        if owner:
            return f"{owner}'s {joined(mention[1:])}"
        words = without_edges(mention)
        if not words:
            return ""
        body = self._body(mention, described(author(words) or words), at)
        root = next((word for word in words if word.head not in words), words[-1])
        if names_office(root.text) and root.tag_ == "NN":
            self.last_person = body
        elif body not in self.people.values():
            self.last_body = body
        self.last_group = body if root.tag_ == "NNS" else self.last_group
        return body

    def _pronoun(self, word: str) -> str:
        if word in wordlists("titles")["bare_persons"]:
            return self.last_person
        if word == "they" and self.last_group:
            return self.last_group
        return self.last_body if word in wordlists("titles")["bare_bodies"] else ""

    def _aged(self, mention: list[Token]) -> str:
        """ "the 34-year-old" is whoever was named last."""
        words = "".join(token.text_with_ws for token in mention).strip(" ,")
        return self.last_person if AGED.fullmatch(words) else ""

    def _person(self, mention: list[Token]) -> str:
        office = any(is_office(token.text) for token in mention)
        for run in reversed(name_runs(mention)):
            name = person_in(run)
            if (
                not name
                or behind_article(run)
                or run[-1].dep_ == "poss"
                or run[-1].head.dep_ == "poss"
                or belongs_inside(run, mention)
            ):
                continue
            if name[-1] in self.people and (len(name) == 1 or self.people[name[-1]] == " ".join(name)):
                return self._known(name, run, mention, office=office)
            if len(name) >= 2 and (office or len(mention) == len(run)):
                return " ".join(name)
            if has_office_before(run) or (len(name) >= 2 and stands_first(run, mention)):
                return " ".join(name)
        return ""

    def _known(self, name: tuple[str, ...], run: Sequence[Token], mention: list[Token], *, office: bool) -> str:
        """A name that the article has in full; inside a longer phrase only where that phrase is about the person."""
        inside = len(mention) > len(run) + 2 and run[-1].dep_ not in ("nsubj", "nsubjpass", "appos", "pobj")
        about = office or stands_first(run, mention) or not inside
        return self.people[name[-1]] if about else ""

    def _body(self, mention: list[Token], words: list[Token], at: int) -> str:
        words = before_or_behind_comma(words)
        text = joined(words)
        head = words[0] if len(words) == 1 else None
        if head is None:
            return self._named_later(mention, text, at)
        if head.text in self.people:
            self.last_person = self.people[head.text]
            return self.last_person
        lemma = head.lemma_.lower()
        company = self._company(head, mention[0].lower_, at)
        if company:
            return company
        if lemma in self.offices and mention[0] is head:
            self.last_person = self.offices[lemma]
            return self.last_person
        if head.pos_ == "PROPN" or mention[0].lower_ != "the":
            return text
        if lemma in self.published_by:
            return self.published_by[lemma]
        if lemma in self.offices:
            self.last_person = self.offices[lemma]
            return self.last_person
        return self._named_before(lemma, at) or text

    def _named_before(self, lemma: str, at: int) -> str:
        """ "the company" is whoever with a name spoke last, "the ministry" the last one that was described."""
        if lemma in GENERAL and self.last_body[:1].isupper():
            return self.last_body
        earlier = [phrase for place, phrase in self.phrases.get(lemma, ()) if place < at]
        return without_article(earlier[-1]) if earlier else ""

    def _company(self, head: Token, first: str, at: int) -> str:
        """ "Osk" and "the company" by the full name that the article gives."""
        if head.pos_ == "PROPN":
            return self.companies.full_name(head.text)
        return self.companies.meant(head.lemma_.lower(), at) if first == "the" else ""

    def _named_later(self, mention: list[Token], text: str, at: int) -> str:
        """ "an aid group said": the organisation that the article names next as a subject."""
        head = mention[-1]
        if mention[0].lower_ not in ("a", "an") or head.lemma_.lower() not in wordlists("titles")["groups"]:
            return text
        after = [name for place, name in self.groups if place > at and not self._is_person(name)]
        return without_article(after[0]) if after else text

    def _is_person(self, name: str) -> bool:
        return name.split()[-1] in self.people and self.people[name.split()[-1]] in name
